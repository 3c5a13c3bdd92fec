"""The report as PDF, set by Typst: contents, bookmarks, page numbers, tags, text in pictures."""

import json
from pathlib import Path

from gis.formats.whole_file import write_whole
from layers.report.document import Paper, Report
from layers.report.drawing.fonts import fonts_for, missing_remark
from layers.report.pdf.report_data import ReportData
from layers.report.pictures import pictures_of
from layers.report.report_facts import ReportFacts
from layers.report.typesetting import typeset


def write_pdf(report: Report, file: Path, *, paper: Paper = "A4", facts: ReportFacts) -> None:
    """Write a report as PDF/UA-1.

    The same report, facts and fonts give the same bytes. A character that no font has is shown
    as a mark, and the cover says which.

    Raises
    ------
    LandplanError
        If the file cannot be written.
    """
    write_whole(pdf_bytes(report, paper=paper, facts=facts), file, "report")


def pdf_bytes(report: Report, *, paper: Paper = "A4", facts: ReportFacts) -> bytes:
    """Return what `write_pdf` writes."""
    pictures = pictures_of(report, facts, paper=paper, outlined=False)
    places = {name: place for place, name in enumerate(pictures)}
    data = ReportData(report=report, paper=paper, sample=facts.plan.sample, pictures=places).all()
    fonts = fonts_for([json.dumps(data, ensure_ascii=False), *pictures.values()])
    if fonts.missing:
        data["remarks"].append(missing_remark(fonts, report.language))
    return typeset(
        "pdf/report.typ",
        data,
        pictures=list(pictures.values()),
        fonts=fonts,
        made_on=report.made_on,
    )
