"""Tables on a sheet: rules above and below, figures flush right, text cut to its column."""

from collections.abc import Sequence
from typing import Any, Final

from layers.report.cells import is_figure, shown
from layers.report.document import Column, Value
from layers.report.drawing.sheet import Box, Sheet
from layers.styles import INK, RULE, SOFT_INK, TINT

_PADDING_MM: Final = 1.0
_TEXT_INDENT_MM: Final = 2.0
"""Keeps a text clear of the figure before it."""


def draw_table(
    sheet: Sheet,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    box: Box,
    *,
    language: str,
    row_mm: float = 4.6,
    size_pt: float = 7.0,
    head_lines: int = 1,
) -> float:
    """Draw a table at the top of a box, as wide as it; return how far down it reaches.

    Columns share the width by their `width`. Rows that do not fit are the caller's to hold back:
    see `rows_in`.
    """
    edges = _edges(columns, box)
    head = row_mm * head_lines
    sheet.rectangle(
        Box(left=box.left, top=box.top, width=box.width, height=head), fc=TINT, ec="none"
    )
    for place, column in enumerate(columns):
        indent = _PADDING_MM if is_figure(column.kind) else _TEXT_INDENT_MM
        room = edges[place + 1] - edges[place] - indent - _PADDING_MM * 0.5
        lines = sheet.wrapped(column.title, room, size_pt, most=head_lines, bold=True)
        _cell(sheet, column, "\n".join(lines), edges[place : place + 2], box.top + head / 2,
              size_pt=size_pt, weight="bold")  # fmt: skip
    y = box.top + head
    for row in rows:
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            words = shown(value, column.kind, language)
            if not is_figure(column.kind):
                room = edges[place + 1] - edges[place] - _TEXT_INDENT_MM - _PADDING_MM
                words = sheet.fitted(words, room, size_pt)
            _cell(sheet, column, words, edges[place : place + 2], y + row_mm / 2, size_pt=size_pt)
        y += row_mm
        sheet.line((box.left, box.right), (y, y), color=RULE, lw=0.3)
    for rule, lw in ((box.top, 0.9), (box.top + head, 0.5), (y, 0.9)):
        sheet.line((box.left, box.right), (rule, rule), color=INK, lw=lw)
    return y


def rows_in(height_mm: float, *, row_mm: float = 4.6, head_lines: int = 1) -> int:
    """Return how many rows fit a height under their heading."""
    return max(int(height_mm / row_mm + 1e-9) - head_lines, 0)


def draw_fields(
    sheet: Sheet,
    fields: Sequence[tuple[str, str]],
    box: Box,
    *,
    columns: int,
    row_mm: float = 5.6,
    size_pt: float = 7.5,
    name_share: float = 0.3,
) -> float:
    """Draw names and values in a grid, line by line; return how far down it reaches."""
    width = box.width / columns
    rows = -(-len(fields) // columns)
    bottom = box.top + rows * row_mm
    for number, (name, value) in enumerate(fields):
        row, place = divmod(number, columns)
        left, middle = box.left + place * width, box.top + (row + 0.5) * row_mm
        name_mm = width * name_share
        sheet.rectangle(
            Box(left=left, top=box.top + row * row_mm, width=name_mm, height=row_mm),
            fc=TINT, ec=RULE, lw=0.3,
        )  # fmt: skip
        sheet.text(
            left + name_mm / 2, middle, sheet.fitted(name, name_mm - 1, size_pt - 0.5),
            size_pt=size_pt - 0.5, color=SOFT_INK, ha="center", va="center",
        )  # fmt: skip
        words = sheet.fitted(value, width - name_mm - 2.5, size_pt)
        sheet.text(left + name_mm + 1.5, middle, words, size_pt=size_pt, va="center")
    for row in range(1, rows):
        y = box.top + row * row_mm
        sheet.line((box.left, box.right), (y, y), color=RULE, lw=0.3)
    frame = Box(left=box.left, top=box.top, width=box.width, height=bottom - box.top)
    sheet.rectangle(frame, lw=0.8)
    return bottom


def _edges(columns: Sequence[Column], box: Box) -> list[float]:
    whole = sum(column.width for column in columns)
    edges = [box.left]
    for column in columns:
        edges.append(edges[-1] + box.width * column.width / whole)
    return edges


def _cell(
    sheet: Sheet, column: Column, words: str, edges: Sequence[float], y: float, **style: Any
) -> None:
    if is_figure(column.kind):
        sheet.text(edges[1] - _PADDING_MM, y, words, ha="right", va="center", **style)
    else:
        sheet.text(edges[0] + _TEXT_INDENT_MM, y, words, ha="left", va="center", **style)
