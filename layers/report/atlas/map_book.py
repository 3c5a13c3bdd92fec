"""An atlas (map book): a sheet for each zone or parcel, as one PDF.

Sheets are drawn one by one and set by Typst as PDF/UA-1: text can be selected in the maps too,
every zone or parcel has its bookmark, and the same facts give the same bytes.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from gis.errors import WrongUseError
from gis.formats.whole_file import write_whole
from layers.report.atlas.atlas_page import Atlas, AtlasSheet
from layers.report.atlas.parcel_sheet import ParcelSheets
from layers.report.atlas.zone_page import zone_sheet
from layers.report.document import AtlasBy, Paper
from layers.report.drawing.fonts import Fonts, fonts_for, missing_remark
from layers.report.drawing.sheet import drawing
from layers.report.joined_pdf import joined, page_count
from layers.report.plain_text import plain
from layers.report.report_facts import ReportFacts
from layers.report.typesetting import typeset
from layers.report.words import Words
from layers.texts import texts

_PART: Final = 20
"""Sheets that are set at a time: what Typst needs of memory goes by the page."""

Progress = Callable[[int, int], None]
"""Called with how many zones or parcels are done, and how many there are."""


def atlas_sheets(
    facts: ReportFacts,
    *,
    by: AtlasBy,
    language: str = "zh",
    paper: Paper = "A4",
    progress: Progress | None = None,
) -> Iterator[AtlasSheet]:
    """Yield the sheets of an atlas in the order of the zone tree or of parcel numbers.

    Raises
    ------
    WrongUseError
        If there is nothing to draw, or `by` is neither zones nor parcels.
    """
    atlas = Atlas(facts=facts, language=language, paper=paper, fonts=_fonts(facts, language))
    if by == "zones":
        return _zone_sheets(atlas, progress)
    if by == "parcels":
        return _parcel_sheets(atlas, progress)
    raise WrongUseError(
        f"图册不能按“{by}”分页；应为 zones（片区）或 parcels（地块）",
        f"an atlas cannot be by {by!r}; it is by zones or parcels",
    )


def write_atlas(
    facts: ReportFacts,
    file: Path,
    *,
    by: AtlasBy,
    language: str = "zh",
    paper: Paper = "A4",
    progress: Progress | None = None,
) -> None:
    """Write an atlas as a PDF; what was there stays until all of it is written.

    Raises
    ------
    WrongUseError
        If there is nothing to draw.
    LandplanError
        If the file cannot be written.
    """
    fonts = _fonts(facts, language)
    common = _common(facts, language, paper, fonts)
    parts, first = list[bytes](), 1
    made = atlas_sheets(facts, by=by, language=language, paper=paper, progress=progress)
    while sheets := list(islice(made, _PART)):
        data = {"first": first, "sheets": [sheet.data(language) for sheet in sheets]}
        pictures = [sheet.picture for sheet in sheets]
        pdf = typeset(
            "atlas/atlas.typ", common | data, pictures=pictures, fonts=fonts, made_on=facts.as_of
        )
        parts.append(pdf)
        first += page_count(pdf)
    write_whole(joined(parts), file, "report")


def _common(facts: ReportFacts, language: str, paper: Paper, fonts: Fonts) -> dict[str, Any]:
    """Return what `atlas.typ` reads beside the sheets."""
    words, plan, day = Words(language), facts.plan, facts.as_of
    return {
        "lang": "en" if language == "en" else "zh",
        "paper": paper.lower(),
        "title": plain(words(f"{plan.title}图册", f"{plan.title}: atlas")),
        "made_on": [day.year, day.month, day.day],
        "foot": plain(words(f"{plan.title}，截至 {day}", f"{plan.title}, as of {day}")),
        "missing": missing_remark(fonts, language),
        "sample": words("样例数据，非实际成果", "Sample data, not actual results")
        if plan.sample
        else "",
        "page_before": words("第 ", "Page "),
        "page_after": words(" 页", ""),
    }


def _zone_sheets(atlas: Atlas, progress: Progress | None) -> Iterator[AtlasSheet]:
    zones = [zone for zone in atlas.facts.zones if zone.zone_id in atlas.facts.inside]
    if not zones:
        raise _nothing("没有片区", "there are no zones")
    for number, zone in enumerate(zones, start=1):
        with drawing(atlas.fonts):
            sheet = zone_sheet(atlas, zone, number)
        yield sheet
        if progress:
            progress(number, len(zones))


def _parcel_sheets(atlas: Atlas, progress: Progress | None) -> Iterator[AtlasSheet]:
    parcels = sorted(atlas.facts.parcels, key=lambda status: status.parcel.parcel_id)
    if not parcels:
        raise _nothing("没有地块", "there are no parcels")
    sheets = ParcelSheets(atlas)
    for done, status in enumerate(parcels, start=1):
        with drawing(atlas.fonts):
            sheet = sheets.sheet(status)
        yield sheet
        if progress:
            progress(done, len(parcels))


def _nothing(zh: str, en: str) -> WrongUseError:
    return WrongUseError(f"{zh}，无法制作图册", f"{en} to make an atlas of")


def _fonts(facts: ReportFacts, language: str) -> Fonts:
    """Return the fonts for every text that an atlas of the facts can show."""
    events = {event for status in facts.parcels for event in status.events}
    return fonts_for(
        [
            "".join(texts(language).values()),
            *(zone.name + zone.zone_id for zone in facts.zones),
            *(status.parcel.name + status.parcel.parcel_id + status.parcel.land_use
              for status in facts.map_facts.parcels),
            *(event.method + event.document_no + event.land_use + (event.corrects or "")
              for event in events),
            *(use.name for use in facts.land_uses),
            *(project.name for project in facts.projects),
            *(document.title for document in facts.plan.documents),
            facts.plan.title,
        ]
    )  # fmt: skip
