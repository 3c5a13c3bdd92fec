"""Pages of the Word report: paper and margins, sections upright or on their side, page numbers.

Margins and page numbers follow GB/T 9704—2012: a type area of 156 mm by 225 mm on A4, the number
between dashes below it, outside on right and left pages.
"""

from typing import TYPE_CHECKING, Final

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from layers.report.document import Paper
from layers.report.word.fields import add_field, add_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section, _BaseHeaderFooter

_PAPERS: Final[dict[Paper, tuple[float, float]]] = {"A4": (210, 297), "A3": (297, 420)}
_OFFICIAL_MM: Final = (37, 26, 35, 28)
_BRIEF_MM: Final = (25, 20, 24, 22)
"""Margins: top, right, bottom, left."""
_NUMBER_BELOW: Final = 7  # mm from the type area to the page number's dash
_NUMBER_HIGH: Final = 6  # mm


def set_paper(section: "Section", paper: Paper, *, is_brief: bool = False) -> None:
    """Set an upright page with the margins of an official paper, or less of a brief report."""
    width, height = _PAPERS[paper]
    top, right, bottom, left = _BRIEF_MM if is_brief else _OFFICIAL_MM
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance = Mm(top / 2)
    section.footer_distance = Mm(bottom - _NUMBER_BELOW - _NUMBER_HIGH)


def text_area(section: "Section") -> tuple[float, float]:
    """Return width and height between a section's margins, in points."""
    width, height = _points(section.page_width), _points(section.page_height)
    beside = section.left_margin, section.right_margin, section.gutter
    above = section.top_margin, section.bottom_margin
    return width - sum(map(_points, beside)), height - sum(map(_points, above))


def lies_sideways(section: "Section") -> bool:
    """Tell whether a section's page is wider than high."""
    return _points(section.page_width) > _points(section.page_height)


def add_section(document: "Document", *, sideways: bool) -> None:
    """Begin a section on a new page, upright or on its side, as the one before it else."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    for tag in ("w:titlePg", "w:pgNumType"):  # only the first section has a first page
        for element in section._sectPr.findall(qn(tag)):
            section._sectPr.remove(element)
    _carry_break(document)
    if sideways != lies_sideways(section):
        _turn(section)


def shrink(paragraph: DocxParagraph) -> None:
    """Make a paragraph that only carries a mark so low that it opens no page of its own."""
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = Pt(1)


def number_pages(section: "Section", form: str) -> None:
    """Start page numbers anew: `decimal` or `upperRoman`."""
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:fmt"), form)
    numbers.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")


def set_page_marks(document: "Document", section: "Section", remark: str) -> None:
    """Put the remark above and the page number below every page from a section on."""
    document.settings.odd_and_even_pages_header_footer = True
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        add_text(header.paragraphs[0], remark)
    _set_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _set_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _points(length: Length | None) -> float:
    return 0.0 if length is None else length.pt


def _set_number(footer: "_BaseHeaderFooter", side: WD_ALIGN_PARAGRAPH) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    one_character = Pt(14)
    paragraph.paragraph_format.left_indent = one_character
    paragraph.paragraph_format.right_indent = one_character
    add_text(paragraph, "— ")
    add_field(paragraph, "PAGE", "1")
    add_text(paragraph, " —")


def _carry_break(document: "Document") -> None:
    """Let the last paragraph end its section: one of its own might open an empty page."""
    carrier = document.element.body.xpath("./w:p[w:pPr/w:sectPr]")[-1]
    before = carrier.getprevious()
    if before is not None and before.tag == qn("w:p") and not before.xpath("./w:pPr/w:sectPr"):
        before.get_or_add_pPr().append(carrier.pPr.sectPr)
        carrier.getparent().remove(carrier)
    else:
        shrink(DocxParagraph(carrier, document.part))


def _turn(section: "Section") -> None:
    """Turn a page by a quarter: what was its top margin is now its right one, or back."""
    top, right = section.top_margin, section.right_margin
    bottom, left = section.bottom_margin, section.left_margin
    section.page_width, section.page_height = section.page_height, section.page_width
    if lies_sideways(section):
        section.orientation = WD_ORIENT.LANDSCAPE
        section.right_margin, section.bottom_margin = top, right
        section.left_margin, section.top_margin = bottom, left
    else:
        section.orientation = WD_ORIENT.PORTRAIT
        section.top_margin, section.right_margin = right, bottom
        section.bottom_margin, section.left_margin = left, top
