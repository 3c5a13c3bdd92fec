"""The report as a Word document that an officer finishes in Word or WPS.

Real headings, captions, a table of contents and tables that can be edited; pictures only of what
is a picture. With a bureau's template its styles, page set-up, headers and footers are used.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from layers.report.document import (
    Block,
    Chapter,
    Chart,
    Paper,
    Paragraph,
    PrintMap,
    Report,
    Table,
)
from layers.report.heading_numbers import DEPTH, number_text
from layers.report.plain_text import plain
from layers.report.text_width import text_width
from layers.report.word.docx_package import blank_document, packed, template_document
from layers.report.word.fields import (
    add_field,
    add_text,
    bookmark,
    field_begin,
    field_end,
    hold_as_contents,
    link,
    text_run,
    update_fields_on_opening,
)
from layers.report.word.page_setup import (
    add_section,
    lies_sideways,
    number_pages,
    set_page_marks,
    set_paper,
    shrink,
    text_area,
)
from layers.report.word.word_styles import TABLE_STYLE, looks, set_styles
from layers.report.word.word_tables import Styles, fit, is_wide, table_element
from layers.whole_file import write_whole

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as DocxParagraph

    from layers.report.report_facts import ReportFacts

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "contents": ("目　录", "Contents"),
    "table": ("表", "Table"),
    "figure": ("图", "Figure"),
    "note": ("注：{note}", "Note: {note}"),
    "data_in": ("{caption}（数据见表 {n}）", "{caption} (data in Table {n})"),
}
_LONGEST_PROPERTY: Final = 255
_DPI: Final = 200
_CAPTION: Final = 40  # points below a picture


def write_word(
    report: Report,
    file: Path,
    *,
    facts: "ReportFacts",
    template: Path | None = None,
    paper: Paper = "A4",
) -> None:
    """Write the report as a Word document; the same report always gives the same bytes.

    Parameters
    ----------
    facts
        What the maps are drawn from.
    template
        A document of the bureau's own whose styles, page set-up, headers and footers are used;
        its text is not.
    paper
        The size of paper; a template has its own.

    Raises
    ------
    WrongUseError
        If the template is no Word document.
    LandplanError
        If the file cannot be written.
    """
    write_whole(word_bytes(report, facts=facts, template=template, paper=paper), file, "report")


def word_bytes(
    report: Report,
    *,
    facts: "ReportFacts",
    template: Path | None = None,
    paper: Paper = "A4",
) -> bytes:
    """Return the document: cover, contents, chapters.

    Raises
    ------
    WrongUseError
        If the template is no Word document.
    """
    own = template is None
    document = blank_document() if template is None else template_document(template)
    if own or document.sections[0].page_width is None:
        set_paper(document.sections[0], paper)
    set_styles(document, report.language, own=own)
    writing = _Writing(document, report, facts, paper, own=own)
    writing.write_cover()
    writing.write_contents()
    writing.write_chapters(report.chapters, ())
    if own:
        number_pages(document.sections[1], "upperRoman")
        number_pages(document.sections[2], "decimal")
        set_page_marks(document, report.remarks[0] if report.remarks else "")
    _set_properties(document, report)
    update_fields_on_opening(document)
    return packed(document)


class _Writing:
    """A document under way: what was numbered so far, and how its page lies."""

    def __init__(
        self, document: "Document", report: Report, facts: "ReportFacts", paper: Paper, *, own: bool
    ) -> None:
        self.document = document
        self.report = report
        self.facts = facts
        self.paper = paper
        self.own = own
        first = document.sections[0]
        self.line = text_area(first)[0]
        self.is_sideways_paper = self.sideways = lies_sideways(first)
        self.headings = 0
        self.figures = 0
        self.tables = {table.table_id: n for n, table in enumerate(report.tables(), 1)}

    def text(self, key: str, **values: str | int) -> str:
        """Return one of the document's own words."""
        return _TEXTS[key][self.report.language == "en"].format(**values)

    def add(self, style: str, text: str) -> "DocxParagraph":
        """Add a paragraph."""
        paragraph = self.document.add_paragraph(style=style)
        add_text(paragraph, text)
        return paragraph

    def write_cover(self) -> None:
        """Write the title, the zone, the cover's lines and the remarks, spread over a page."""
        report, free = self.report, self.free_on_cover()
        title = self.add("Title", report.title)
        title.paragraph_format.space_before = Pt(0.35 * free)
        zone = self.add("Subtitle", report.zone_name)
        zone.paragraph_format.space_after = Pt(0.35 * free)
        for line in report.cover:
            self.add("Subtitle", line)
        for number, remark in enumerate(report.remarks):
            paragraph = self.add("Report Remark", remark)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            if number == 0:
                paragraph.paragraph_format.space_before = Pt(0.1 * free)
        add_section(self.document, sideways=self.sideways)

    def free_on_cover(self) -> float:
        """Return how many points of the cover its text leaves, about."""
        report = self.report
        styles = looks(report.language)
        texts = [
            ("Title", report.title),
            *[("Subtitle", line) for line in (report.zone_name, *report.cover)],
            *[("Report Remark", remark) for remark in report.remarks],
        ]
        width, height = text_area(self.document.sections[0])
        for name, text in texts:
            look = styles[name]
            lines = -(-text_width(plain(text)) * look.size / 2 // width)
            height -= lines * (look.line or look.size) + look.after
        return max(height - styles["Normal"].size, 0.0)

    def write_contents(self) -> None:
        """Write the table of contents: a field that Word fills, with links until then.

        Pages are known to no one before the text is set; Word adds them when it opens the file.
        """
        heading = self.add("TOC Heading", self.text("contents"))
        for number, (places, chapter) in enumerate(_places(self.report.chapters, ()), 1):
            paragraph = self.document.add_paragraph(style=f"toc {len(places[:DEPTH])}")
            if number == 1:
                paragraph._p.extend(field_begin(r'TOC \o "1-3" \h \z \u'))
            title = self.number_of(places) + plain(chapter.title)
            paragraph._p.append(link(_anchor(number), text_run(title)))
        after = self.document.add_paragraph()
        shrink(after)
        if self.report.chapters:
            after._p.append(field_end())
        hold_as_contents(heading, after)
        add_section(self.document, sideways=self.sideways)

    def number_of(self, places: tuple[int, ...]) -> str:
        """Return a heading's number, where the headings are numbered by us."""
        return number_text(places[:DEPTH], self.report.language) if self.own else ""

    def write_chapters(self, chapters: Sequence[Chapter], places: tuple[int, ...]) -> None:
        """Write chapters with all that is in them."""
        for number, chapter in enumerate(chapters, 1):
            self.lay_page(sideways=self.is_sideways_paper or self.needs_width(chapter))
            self.headings += 1
            level = min(len(places) + 1, DEPTH)
            heading = self.add(f"Heading {level}", chapter.title)
            bookmark(heading, _anchor(self.headings), self.headings)
            for block in chapter.blocks:
                self.write_block(block)
            self.write_chapters(chapter.chapters, (*places, number))

    def lay_page(self, *, sideways: bool) -> None:
        """Turn the page where the next chapter wants it."""
        if sideways != self.sideways:
            add_section(self.document, sideways=sideways)
            self.sideways = sideways

    def needs_width(self, chapter: Chapter) -> bool:
        """Tell whether a chapter's own tables are too wide for the page as it stands.

        A chapter that opens with another one shares that one's page.
        """
        if not chapter.blocks and chapter.chapters:
            return self.needs_width(chapter.chapters[0])
        return any(
            isinstance(block, Table)
            and is_wide(block, line=self.line, language=self.report.language)
            for block in chapter.blocks
        )

    def write_block(self, block: Block) -> None:
        """Write a paragraph, a table or a picture."""
        match block:
            case Paragraph():
                self.add("Report Remark" if block.emphasis else "Body Text", block.text)
            case Table():
                self.write_table(block)
            case Chart():
                self.write_picture(self.chart_png(block), block.caption, self.chart_words(block))
            case PrintMap():
                self.write_picture(self.map_png(block), block.caption, block.caption)

    def write_table(self, table: Table) -> None:
        """Write a table under its caption, with its note."""
        caption = self.add_caption("table", self.tables[table.table_id], table.caption)
        caption.paragraph_format.keep_with_next = True
        language, styles = self.report.language, self.document.styles
        fitted = fit(table, line=text_area(self.document.sections[-1])[0], language=language)
        names = ("Report Table Heading", "Report Table Text")
        heading, cell = (styles[name].style_id for name in names)
        chosen = Styles(table=styles[TABLE_STYLE].style_id, heading=heading, cell=cell)
        caption._p.addnext(table_element(table, fitted, chosen, language=language))
        self.add("Report Note", self.text("note", note=table.note) if table.note else "")

    def write_picture(self, png: bytes, caption: str, description: str) -> None:
        """Write a picture as large as the page allows above its caption."""
        paragraph = self.document.add_paragraph(style="Report Figure")
        picture = paragraph.add_run().add_picture(BytesIO(png))
        width, height = text_area(self.document.sections[-1])
        scale = min(width / picture.width.pt, (height - _CAPTION) / picture.height.pt, 1.0)
        picture.width = Pt(picture.width.pt * scale)
        picture.height = Pt(picture.height.pt * scale)
        self.figures += 1
        properties = picture._inline.docPr
        properties.set("name", f"{self.text('figure')} {self.figures}")
        properties.set("descr", plain(description))
        self.add_caption("figure", self.figures, caption)

    def add_caption(self, key: str, number: int, caption: str) -> "DocxParagraph":
        """Add a caption with a number that Word counts on."""
        label = self.text(key)
        paragraph = self.add("Caption", f"{label} ")
        add_field(paragraph, rf"SEQ {label} \* ARABIC", str(number))
        add_text(paragraph, f"　{caption}" if self.report.language != "en" else f". {caption}")
        return paragraph

    def chart_words(self, chart: Chart) -> str:
        """Return what stands in for a chart where it cannot be seen: where its figures are."""
        return self.text("data_in", caption=chart.caption, n=self.tables[chart.table_id])

    def chart_png(self, chart: Chart) -> bytes:
        """Draw a chart."""
        from layers.report.drawing.charts import chart_png

        return chart_png(chart, language=self.report.language, dpi=_DPI)

    def map_png(self, print_map: PrintMap) -> bytes:
        """Draw a map."""
        from layers.report.maps.print_map import map_png

        language = self.report.language
        return map_png(print_map, self.facts, language=language, paper=self.paper, dpi=_DPI)


def _places(
    chapters: Sequence[Chapter], above: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], Chapter]]:
    """Yield every chapter with its place at each level, in order."""
    for number, chapter in enumerate(chapters, 1):
        places = (*above, number)
        yield places, chapter
        yield from _places(chapter.chapters, places)


def _anchor(number: int) -> str:
    return f"_Toc{number:09}"


def _set_properties(document: "Document", report: Report) -> None:
    """Say what the file is; its dates are that of the facts."""
    properties = document.core_properties
    made = datetime.combine(report.made_on, time())
    properties.title = plain(report.title)[:_LONGEST_PROPERTY]
    properties.subject = plain(report.zone_name)[:_LONGEST_PROPERTY]
    properties.comments = plain("　".join(report.remarks))[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = ""
    properties.created = properties.modified = made
    properties.language = "en-GB" if report.language == "en" else "zh-CN"
    properties.revision = 1
