"""The report as PDF: WeasyPrint sets the common markup on paper."""

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from layers.report.document import Paper, Report
from layers.report.drawing.fonts import fonts_for, missing_remark
from layers.report.html.markup import SHEETS, Picture, beside, report_html
from layers.report.pdf.pdf_fonts import ADDRESS, fetcher_of, pdf_fonts
from layers.report.pictures import pictures_of, size_px
from layers.report.plain_text import MARK
from layers.report.report_facts import ReportFacts
from layers.style_sheet import css_variables, settled
from layers.whole_file import write_whole


def write_pdf(report: Report, file: Path, *, paper: Paper = "A4", facts: ReportFacts) -> None:
    """Write a report as a PDF with contents, bookmarks, tags and embedded fonts.

    The same report, facts and fonts give the same bytes. A character that no font has is shown
    as a mark, and the cover says which.

    Raises
    ------
    LandplanError
        If no installed font has Chinese, or a Han character of the report; or if the file
        cannot be written.
    """
    write_whole(pdf_bytes(report, paper=paper, facts=facts), file, "report")


def pdf_bytes(report: Report, *, paper: Paper = "A4", facts: ReportFacts) -> bytes:
    """Return what `write_pdf` writes."""
    drawn = pictures_of(report, facts, paper=paper)
    pictures = {
        name: Picture(address=f"{ADDRESS}picture-{n}", size_px=size_px(svg))
        for n, (name, svg) in enumerate(drawn.items())
    }

    def html_of(report: Report, font_rules: str) -> str:
        return report_html(
            report,
            pictures=pictures,
            styles="\n".join(
                (css_variables(), beside("report.css"), settled(beside("print.css")), font_rules)
            ),
            sheet=SHEETS[paper],
            sample=facts.plan.sample,
            created=report.made_on.isoformat(),
        )

    fonts = fonts_for([html_of(report, "")])
    if fonts.missing:
        remark = missing_remark(fonts, report.language)
        report = replace(report, remarks=(*report.remarks, remark))
    set_in = pdf_fonts(fonts.families)
    marks = dict.fromkeys(map(ord, fonts.missing), MARK)
    files = {pictures[name].address: svg.encode() for name, svg in drawn.items()} | set_in.faces
    return _laid_out(html_of(report, set_in.rules).translate(marks), files)


def _laid_out(html: str, files: dict[str, bytes]) -> bytes:
    """Let WeasyPrint lay the pages out; it may fetch these files, by address, and nothing else."""
    from weasyprint import HTML

    identifier = hashlib.sha256(html.encode("utf-8"))
    for data in files.values():
        identifier.update(data)
    with _no_collecting():
        pdf: bytes = HTML(string=html, url_fetcher=fetcher_of(files)).write_pdf(
            pdf_tags=True, pdf_identifier=identifier.hexdigest()[:32].encode()
        )
    return pdf


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keep Python's collector still: all of WeasyPrint's millions of objects live to the end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
