"""Tables of the Word report: real ones, with a heading that repeats and rows that do not split."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from layers.report.cells import is_figure, shown
from layers.report.column_rooms import Room, column_rooms, shared_widths
from layers.report.document import Kind, Table
from layers.report.plain_text import plain
from layers.report.text_width import text_width

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

SIZES: Final = (10.5, 9.0, 7.5)
"""Points of a table's text: the first where there is room, else one where its figures fit."""

_READABLE: Final = 9.0  # below this, a page is turned before text is made smaller
_CROWDED: Final = 0.75  # of a line taken by figures and shortest text
_FIGURES: Final = 1.3  # a figure's room over its count: a reader's face may have broad digits
_PADDING: Final = 8.0  # points of a cell that are not text: its margins and the rule
_BREAK: Final = "\n"  # plain text has none
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
    """Tell whether a table wants a page on its side: a line of so many points is too narrow.

    So it is where figures do not fit at a readable size, or text gets not half of what it wants.
    """
    rooms = column_rooms(table, language)
    if _needed(rooms, _READABLE) > line:
        return True
    widths = shared_widths(rooms, _characters(rooms, _READABLE, line))
    return any(2 * width < room.wants for width, room in zip(widths, rooms, strict=True))


def fit(table: Table, *, line: float, language: str) -> Fit:
    """Spread a table over a line of so many points.

    Its text is smaller where it is crowded, or where cells need not wrap then.
    """
    rooms = column_rooms(table, language)
    broad = _with_broad_digits(rooms, table)
    if _needed(broad, SIZES[-1]) <= line:
        rooms = broad
    crowded = _needed(rooms, SIZES[0]) > _CROWDED * line
    if crowded or _wanted(rooms, SIZES[1]) <= line < _wanted(rooms, SIZES[0]):
        size = next((size for size in SIZES[1:] if _needed(rooms, size) <= line), SIZES[-1])
    else:
        size = SIZES[0]
    widths = shared_widths(rooms, _characters(rooms, size, line))
    points = [_PADDING + width * size / 2 for width in widths]
    return Fit(size=size, widths=[point * line / sum(points) for point in points])


def table_element(table: Table, fitted: Fit, styles: Styles, *, language: str) -> "BaseOxmlElement":
    """Return a table as Word's XML, made in one go: thousands of rows take seconds cell by cell."""
    widths = [round(width * _TWIPS) for width in fitted.widths]
    heads = "".join(
        _cell(
            _heading(plain(column.title), points, fitted.size),
            width,
            styles.heading,
            "center",
            size=fitted.size,
        )
        for column, points, width in zip(table.columns, fitted.widths, widths, strict=True)
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


def _with_broad_digits(rooms: Sequence[Room], table: Table) -> list[Room]:
    """Return the rooms of columns in which figures do not break, be their digits broad and bold."""
    return [
        replace(room, needs=needs, wants=max(needs, room.wants), uses=max(needs, room.uses))
        for room, column in zip(rooms, table.columns, strict=True)
        for needs in [ceil(room.needs * _FIGURES) if is_figure(column.kind) else room.needs]
    ]


def _needed(rooms: Sequence[Room], size: float) -> float:
    return sum(_PADDING + room.needs * size / 2 for room in rooms)


def _wanted(rooms: Sequence[Room], size: float) -> float:
    return sum(_PADDING + room.wants * size / 2 for room in rooms)


def _characters(rooms: Sequence[Room], size: float, line: float) -> float:
    """Return how many half-width characters a row has room for."""
    return max(line - _PADDING * len(rooms), 1.0) / (size / 2)


def _heading(title: str, width: float, size: float) -> str:
    """Break a heading that does not fit before its unit: 面积 / （公顷）."""
    if _PADDING + text_width(title) * size / 2 <= width:
        return title
    return title.replace("（", f"{_BREAK}（")


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
    words = escape(text).replace(_BREAK, '</w:t><w:br/><w:t xml:space="preserve">')
    half_points = f'<w:sz w:val="{round(size * 2)}"/>' if size != SIZES[0] else ""
    strong = "<w:b/>" if bold else ""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/>'
        f"</w:tcPr><w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>"
        f'<w:jc w:val="{align}"/></w:pPr><w:r><w:rPr><w:rFonts w:hint="eastAsia"/>'
        f'{strong}{half_points}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'
        "</w:p></w:tc>"
    )
