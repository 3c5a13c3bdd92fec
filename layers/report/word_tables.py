"""Tables of the Word report: real ones, with a heading that repeats and rows that do not split."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from layers.report.cells import is_figure, shown
from layers.report.document import Kind, Table
from layers.report.plain_text import plain
from layers.report.text_width import column_rooms

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

SIZES: Final = (10.5, 9.0, 7.5)
"""Points of a table's text: the first where its figures fit, else the last."""

_READABLE: Final = 9.0  # below this, a page is turned before text is made smaller
_PADDING: Final = 8.0  # points of a cell that are not text: its margins and the rule
_TWIPS: Final = 20  # in a point
_NOTHING: Final = ("无", "None")


@dataclass(frozen=True, kw_only=True, slots=True)
class Styles:
    """Ids of the styles that a table uses: its own, and those of headings and cells."""

    table: str
    heading: str
    cell: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """How a table fits a line: the size of its text and its columns' widths, both in points."""

    size: float
    widths: list[float]


def is_wide(table: Table, *, line: float, language: str) -> bool:
    """Tell whether a table's figures do not fit a line of so many points at a readable size."""
    return _needed(table, _READABLE, language) > line


def fit(table: Table, *, line: float, language: str) -> Fit:
    """Spread a table over a line of so many points.

    Each column gets what its figures need; what is left goes where text would like to stay on
    one line, then to all alike.
    """
    size = next((s for s in SIZES if _needed(table, s, language) <= line), SIZES[-1])
    rooms = column_rooms(table, language)
    needs = [_PADDING + room.needs * size / 2 for room in rooms]
    wishes = [(room.wants - room.needs) * size / 2 for room in rooms]
    granted = min(1.0, max(line - sum(needs), 0) / (sum(wishes) or 1))
    widths = [need + granted * wish for need, wish in zip(needs, wishes, strict=True)]
    return Fit(size=size, widths=[width * line / sum(widths) for width in widths])


def table_element(table: Table, fitted: Fit, styles: Styles, *, language: str) -> "BaseOxmlElement":
    """Return a table as Word's XML, made in one go: thousands of rows take seconds cell by cell."""
    widths = [round(width * _TWIPS) for width in fitted.widths]
    heads = "".join(
        _cell(column.title, width, styles.heading, "center", size=fitted.size)
        for column, width in zip(table.columns, widths, strict=True)
    )
    rows = [
        "".join(
            _cell(
                shown(value, column.kind, language),
                width,
                styles.cell,
                _alignment(column.kind),
                size=fitted.size,
                bold=number in table.strong,
            )
            for value, column, width in zip(values, table.columns, widths, strict=True)
        )
        for number, values in enumerate(table.rows)
    ]
    nothing = _cell(
        _NOTHING[language == "en"], sum(widths), styles.cell, "center", span=len(widths)
    )
    body = "".join(
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>" for cells in rows or [nothing]
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    element: BaseOxmlElement = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblStyle w:val={quoteattr(styles.table)}/>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(plain(table.caption))}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>{body}</w:tbl>"
    )
    return element


def _needed(table: Table, size: float, language: str) -> float:
    return sum(_PADDING + room.needs * size / 2 for room in column_rooms(table, language))


def _alignment(kind: Kind) -> str:
    if is_figure(kind):
        return "right"
    return "center" if kind == "day" else "left"


def _cell(
    text: str,
    width: int,
    style: str,
    align: str,
    *,
    size: float = SIZES[0],
    bold: bool = False,
    span: int = 1,
) -> str:
    half_points = f'<w:sz w:val="{round(size * 2)}"/>' if size != SIZES[0] else ""
    strong = "<w:b/>" if bold else ""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/>'
        f"</w:tcPr><w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>"
        f'<w:jc w:val="{align}"/></w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia"/>'
        f'{strong}{half_points}</w:rPr><w:t xml:space="preserve">{escape(plain(text))}</w:t></w:r>'
        "</w:p></w:tc>"
    )
