"""An atlas (map book): a page for each zone or sheets for each parcel, as one PDF.

Pages are drawn and written one by one, so a thousand parcels need no more memory than a few. Text
can be selected, fonts are embedded, every zone or parcel has its bookmark, and the same facts give
the same bytes.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from gis.errors import WrongUseError
from layers.report.atlas.atlas_page import Atlas, AtlasPage
from layers.report.atlas.parcel_sheet import ParcelSheets
from layers.report.atlas.zone_page import zone_page
from layers.report.document import AtlasBy, Paper
from layers.report.drawing.fonts import Fonts, fonts_for
from layers.report.drawing.sheet import drawing
from layers.report.report_facts import ReportFacts
from layers.report.words import Words
from layers.texts import texts
from layers.whole_file import write_whole

Progress = Callable[[int, int], None]
"""Called with how many zones or parcels are done, and how many there are."""


def atlas_pages(
    facts: ReportFacts,
    *,
    by: AtlasBy,
    language: str = "zh",
    paper: Paper = "A4",
    progress: Progress | None = None,
) -> Iterator[AtlasPage]:
    """Yield the pages of an atlas in the order of the zone tree or of parcel numbers.

    A page can be forgotten before the next is drawn. A parcel with many boundary points or events
    has further sheets, whose title is empty.

    Raises
    ------
    WrongUseError
        If there is nothing to draw, or `by` is neither zones nor parcels.
    """
    atlas = Atlas(facts=facts, language=language, paper=paper, fonts=_fonts(facts, language))
    if by == "zones":
        return _zone_pages(atlas, progress)
    if by == "parcels":
        return _parcel_pages(atlas, progress)
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
    from matplotlib.backends.backend_pdf import PdfPages

    fonts = _fonts(facts, language)
    made_at = datetime.combine(facts.as_of, time(), tzinfo=UTC)
    title = Words(language)(f"{facts.plan.title}图册", f"{facts.plan.title}: atlas")
    bookmarks: list[tuple[str, int]] = []
    with TemporaryDirectory(prefix="landplan-atlas-") as folder, drawing(fonts):
        pages_file = Path(folder) / "pages.pdf"
        details = {"Title": fonts.shown(title), "CreationDate": made_at, "Creator": "landplan"}
        with PdfPages(pages_file, metadata=details) as pdf:
            pages = atlas_pages(facts, by=by, language=language, paper=paper, progress=progress)
            for number, page in enumerate(pages):
                if page.title:
                    bookmarks.append((fonts.shown(page.title), number))
                pdf.savefig(page.sheet.figure)
                page.sheet.figure.clear()
        write_whole(_with_bookmarks(pages_file, bookmarks), file, "report")


def _zone_pages(atlas: Atlas, progress: Progress | None) -> Iterator[AtlasPage]:
    zones = [zone for zone in atlas.facts.zones if zone.zone_id in atlas.facts.inside]
    if not zones:
        raise _nothing("没有片区", "there are no zones")
    for number, zone in enumerate(zones, start=1):
        with drawing(atlas.fonts):
            page = zone_page(atlas, zone, number)
        yield page
        if progress:
            progress(number, len(zones))


def _parcel_pages(atlas: Atlas, progress: Progress | None) -> Iterator[AtlasPage]:
    parcels = sorted(atlas.facts.parcels, key=lambda status: status.parcel.parcel_id)
    if not parcels:
        raise _nothing("没有地块", "there are no parcels")
    sheets = ParcelSheets(atlas)
    number = 1
    for done, status in enumerate(parcels, start=1):
        with drawing(atlas.fonts):
            pages = list(sheets.sheets(status, number))
        number += len(pages)
        yield from pages
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


def _with_bookmarks(pages: Path, bookmarks: list[tuple[str, int]]) -> bytes:
    """Return a PDF with a bookmark for each title."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=pages)
    for title, page in bookmarks:
        writer.add_outline_item(title=title, page_number=page)
    with BytesIO() as file:
        writer.write(file)
        return file.getvalue()
