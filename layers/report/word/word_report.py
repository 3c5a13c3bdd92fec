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

from gis.formats.whole_file import write_whole
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
from layers.report.title_lines import cover_title
from layers.report.word.docx_package import blank_document, packed, template_document
from layers.report.word.fields import (
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
from layers.report.word.references import References
from layers.report.word.word_styles import TABLE_STYLE, looks, set_styles
from layers.report.word.word_tables import Styles, fit, is_wide, table_element

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as DocxParagraph

    from layers.report.report_facts import ReportFacts

_CONTENTS: Final = ("目　录", "Contents")
_LONGEST_PROPERTY: Final = 255
_DPI: Final = 200
_CAPTION: Final = 40  # points below a picture
_BRIEF_SHARES: Final = (0.45, 0.27)
"""Of a page's height that a map and a chart of a brief report take at most: three charts on one."""
_BLANK: Final = "＿" * 8
"""What is signed on."""


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
    """Return the document: cover, contents, chapters; of a brief report only its head, chapters.

    Raises
    ------
    WrongUseError
        If the template is no Word document.
    """
    own = template is None
    document = blank_document() if template is None else template_document(template)
    if own or document.sections[0].page_width is None:
        set_paper(document.sections[0], paper, is_brief=report.is_brief)
    set_styles(document, report.language, own=own, is_brief=report.is_brief)
    writing = _Writing(document, report, facts, paper, own=own)
    if report.is_brief:
        writing.write_head()
    else:
        writing.write_cover()
        writing.write_contents()
    writing.write_chapters(report.chapters, ())
    if report.is_brief:
        writing.write_signatures()
    if own:
        _number_pages(document, report)
    _set_properties(document, report)
    update_fields_on_opening(document)
    return packed(document)


def _number_pages(document: "Document", report: Report) -> None:
    """Give pages their numbers, the contents ones of their own, and each after the cover a head."""
    if not report.is_brief:
        number_pages(document.sections[1], "upperRoman")
        number_pages(document.sections[2], "decimal")
    remark = report.remarks[0] if report.remarks else ""
    set_page_marks(document, document.sections[0 if report.is_brief else 1], remark)


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
        self.references = References(report)
        self.words = self.references.words
        blocks = (block for _, chapter in report.walk() for block in chapter.blocks)
        self.charts = {block.chart_id for block in blocks if isinstance(block, Chart)}

    def add(self, style: str, text: str) -> "DocxParagraph":
        """Add a paragraph."""
        paragraph = self.document.add_paragraph(style=style)
        add_text(paragraph, text)
        return paragraph

    def add_title(self) -> "DocxParagraph":
        """Add the title, on lines that break between words."""
        title = self.document.add_paragraph(style="Title")
        for number, line in enumerate(cover_title(self.report)):
            if number:
                title.add_run().add_break()
            add_text(title, line.strip())
        return title

    def write_cover(self) -> None:
        """Write the title, the zone, the cover's lines and the remarks, spread over a page."""
        report, free = self.report, self.free_on_cover()
        title = self.add_title()
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
        self.write_signatures()
        add_section(self.document, sideways=self.sideways)

    def write_head(self) -> None:
        """Write the head of a brief report: its title and what it is of."""
        self.add_title()
        self.add("Report Note", "　".join(self.report.cover)).alignment = WD_ALIGN_PARAGRAPH.CENTER
        for remark in self.report.remarks:
            self.add("Report Remark", remark)

    def write_signatures(self) -> None:
        """Write a place for each who signs, to be filled in by hand; two on a line."""
        for pair in self.signature_lines():
            self.add("Subtitle", pair).alignment = WD_ALIGN_PARAGRAPH.LEFT

    def signature_lines(self) -> list[str]:
        """Return who signs, two on a line, each before a blank."""
        places = [f"{name}{self.words['colon']}{_BLANK}" for name in self.report.signatures]
        return ["　　".join(places[start : start + 2]) for start in range(0, len(places), 2)]

    def free_on_cover(self) -> float:
        """Return how many points of the cover its text leaves, about."""
        report = self.report
        styles = looks(report.language)
        texts = [
            ("Title", report.title),
            *[("Subtitle", line) for line in (report.zone_name, *report.cover)],
            *[("Report Remark", remark) for remark in report.remarks],
            *[("Subtitle", line) for line in self.signature_lines()],
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
        heading = self.add("TOC Heading", _CONTENTS[self.report.language == "en"])
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

        A chapter that opens with another one shares that one's page. A brief report stays upright.
        """
        if self.report.is_brief:
            return False
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
                style = "Report Remark" if block.emphasis else "Body Text"
                self.references.add_see(self.add(style, block.text), block.refs)
            case Table():
                self.write_table(block)
            case Chart():
                described = block.caption + self.references.data_in(block.table_id)
                png, name = self.chart_png(block), block.chart_id
                caption = self.write_picture(png, name, block.caption, described)
                self.references.add_data_in(caption, block.table_id)
            case PrintMap():
                self.write_picture(self.map_png(block), block.map_id, block.caption, block.caption)

    def write_table(self, table: Table) -> None:
        """Write a table under its caption, with its note."""
        caption = self.document.add_paragraph(style="Caption")
        number = self.references.numbers.tables[table.table_id]
        self.references.add_caption(caption, "table", number, table.caption)
        caption.paragraph_format.keep_with_next = True
        language, styles = self.report.language, self.document.styles
        fitted = fit(table, line=text_area(self.document.sections[-1])[0], language=language)
        names = ("Report Table Heading", "Report Table Text")
        heading, cell = (styles[name].style_id for name in names)
        chosen = Styles(table=styles[TABLE_STYLE].style_id, heading=heading, cell=cell)
        caption._p.addnext(table_element(table, fitted, chosen, language=language))
        if table.cut is not None:
            self.references.add_cut(self.document.add_paragraph(style="Report Note"), table)
        if table.note or table.cut is None:
            note = self.words["note"].format(note=table.note) if table.note else ""
            self.add("Report Note", note)

    def write_picture(
        self, png: bytes, name: str, caption: str, description: str
    ) -> "DocxParagraph":
        """Write a picture as large as the page allows above its caption, which is returned."""
        paragraph = self.document.add_paragraph(style="Report Figure")
        picture = paragraph.add_run().add_picture(BytesIO(png))
        width, height = text_area(self.document.sections[-1])
        share = _BRIEF_SHARES[name in self.charts]
        highest = height * share if self.report.is_brief else height - _CAPTION
        scale = min(width / picture.width.pt, highest / picture.height.pt, 1.0)
        picture.width = Pt(picture.width.pt * scale)
        picture.height = Pt(picture.height.pt * scale)
        number = self.references.numbers.figures[name]
        properties = picture._inline.docPr
        properties.set("name", self.words["figure"].format(n=number))
        properties.set("descr", plain(description))
        below = self.document.add_paragraph(style="Caption")
        self.references.add_caption(below, "figure", number, caption)
        return below

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
