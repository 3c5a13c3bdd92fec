"""Cells of a table's values: each by its type, under the format that shows it as the others do.

Nothing from data becomes a formula; only a total is one, the sum of its column, or in 亩 15 times
the hectares shown left of it.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from gis.geometry.area import MU_PER_HA
from layers.report.cells import DASH, is_figure, number_format, shown
from layers.report.document import Kind, Table, Value
from layers.report.excel.cell_text import cell_text, opens_a_formula
from layers.report.excel.workbook import Book
from layers.styles import RULE

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_DAY_0: Final = date(1899, 12, 30)  # a cell holds a day as the days since
_FIRST_DAY: Final = date(1900, 3, 1)  # Excel has a 29 February 1900
_EXACT: Final = 10**15  # a cell holds 15 digits; longer whole numbers are set as text
_LARGEST: Final = 1e307  # about where Excel's numbers end; NaN is not below it
_PERCENT_DIGITS: Final = 8  # of the share that a percentage is written as
_MOST_FRAMED: Final = 20_000  # rows of a list whose empty cells have a frame, as all others have


class ValueCells:
    """Writes the rows of one table on its worksheet."""

    def __init__(self, book: Book, worksheet: "Worksheet", table: Table) -> None:
        self.book, self.worksheet = book, worksheet
        self.kinds = [column.kind for column in table.columns]
        self.frames_empty = len(table.rows) <= _MOST_FRAMED
        self._formats: dict[tuple[object, ...], Format] = {}

    def write_row(self, row: int, values: Sequence[Value], *, strong: bool = False) -> None:
        """Write a row of values."""
        for column, value in enumerate(values):
            if type(value) is str and value:
                self._write_text(row, column, value, strong=strong)
            elif _is_number(value):
                kind = self.kinds[column]
                form = self._number(value, kind, strong=strong)
                self.worksheet.write_number(row, column, _held(value, kind), form)
            else:
                self._write_other(row, column, value, strong=strong)

    def write_total(self, row: int, values: Sequence[Value], *, first: int) -> None:
        """Write the total of the rows from `first` to the one above."""
        from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

        for column, (value, kind) in enumerate(zip(values, self.kinds, strict=True)):
            if not _is_number(value):
                self._write_other(row, column, value, strong=True)
                continue
            letters = xl_col_to_name(column)
            formula = f"=SUM({letters}{first + 1}:{letters}{row})"
            if self._is_mu_of_ha(column):
                formula = f"=ROUND({xl_rowcol_to_cell(row, column - 1)},2)*{MU_PER_HA:g}"
            form = self._number(value, kind, strong=True)
            self.worksheet.write_formula(row, column, formula, form, _held(value, kind))

    def _write_other(self, row: int, column: int, value: Value, *, strong: bool) -> None:
        """Write a day, a value that no cell holds as it is, or nothing."""
        if isinstance(value, date) and value >= _FIRST_DAY:
            days = self._format("yyyy-mm-dd", "center", strong=strong)
            self.worksheet.write_number(row, column, (value - _DAY_0).days, days)
            return
        text = shown(value, self.kinds[column], self.book.report.language)
        if text != DASH:
            self._write_text(row, column, text, strong=strong)
        elif self.frames_empty:
            self.worksheet.write_blank(row, column, None, self._format(strong=strong))

    def _write_text(self, row: int, column: int, text: str, *, strong: bool) -> None:
        held = cell_text(text)
        align = "right" if is_figure(self.kinds[column]) else "left"
        form = self._format("", align, strong=strong, quoted=opens_a_formula(held))
        self.worksheet.write_string(row, column, held, form)

    def _number(self, value: float, kind: Kind, *, strong: bool) -> "Format":
        return self._format(number_format(value, kind), "right", strong=strong)

    def _format(
        self, number: str = "", align: str = "", *, strong: bool, quoted: bool = False
    ) -> "Format":
        """Return the format of a number, of text (aligned, without one) or of nothing."""
        key = number, align, strong, quoted
        found = self._formats.get(key)
        if found is None:
            properties: dict[str, Any] = {"border": 1, "border_color": RULE, "bold": strong}
            if align:
                properties["align"] = align
                properties |= {"num_format": number} if number else {"text_wrap": True}
            if quoted:
                properties["quote_prefix"] = True
            found = self._formats[key] = self.book.format(**properties)
        return found

    def _is_mu_of_ha(self, column: int) -> bool:
        return self.kinds[column] == "mu" and column > 0 and self.kinds[column - 1] == "ha"


def _is_number(value: Value) -> TypeGuard[float]:
    if type(value) is float:
        return abs(value) < _LARGEST
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _EXACT


def _held(value: float, kind: Kind) -> float:
    """Return what a cell holds: of 45.2 percent 0.452."""
    return round(value / 100, _PERCENT_DIGITS) if kind == "percent" else value
