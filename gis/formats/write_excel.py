"""Workbooks out: a worksheet a layer, numbers and dates as such, text as text; no outlines."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from gis.errors import WrongUseError
from gis.formats.faults import Fault
from gis.formats.formula_guard import guarded
from gis.formats.write import LayerToWrite

_MOST_ROWS: Final = 1_048_575
_LONGEST_TEXT: Final = 32_767
_LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def write_excel(path: Path, layers: Sequence[LayerToWrite]) -> tuple[Fault, ...]:
    """Write layers; as `gis.formats.write.Writer`.

    Raises
    ------
    WrongUseError
        If a layer has more rows than a worksheet.
    """
    import xlsxwriter

    faults: dict[Fault, None] = {}
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "nan_inf_to_errors": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(path, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        quoted = book.add_format({"quote_prefix": True})
        for layer in layers:
            sheet = book.add_worksheet(layer.name.translate(_NOT_IN_NAMES)[:_LONGEST_NAME])
            sheet.freeze_panes(1, 0)
            for at, field in enumerate(layer.schema):
                sheet.set_column(at, at, 12 if pa.types.is_date(field.type) else 16)
                sheet.write_string(0, at, field.name, head)
            number = 0
            for batch in layer.batches():
                columns = [batch.cells.column(name).to_pylist() for name in layer.schema.names]
                for row in zip(*columns, strict=True):
                    number += 1
                    _refuse_beyond(number, layer.name)
                    for at, value in enumerate(row):
                        _write_cell(sheet, number, at, value, day, quoted, faults)
    return tuple(faults)


def _write_cell(
    sheet: Any, row: int, column: int, value: Any, day: Any, quoted: Any, faults: dict[Fault, None]
) -> None:
    match value:
        case None:
            pass
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value)
        case date():
            sheet.write_datetime(row, column, value, day)
        case _:
            text = str(value)
            if len(text.encode("utf-16-le")) > 2 * _LONGEST_TEXT:
                text = text.encode("utf-16-le")[: 2 * _LONGEST_TEXT].decode("utf-16-le", "ignore")
                faults[_CUT] = None
            sheet.write_string(row, column, text, quoted if guarded(text) != text else None)


_CUT: Final = Fault(
    f"有超过 {_LONGEST_TEXT:,} 个字符的文字，Excel 放不下，已截断",
    f"texts of over {_LONGEST_TEXT:,} characters were cut: a cell has no room for them",
    "text_cut",
)


def _refuse_beyond(number: int, name: str) -> None:
    if number > _MOST_ROWS:
        raise WrongUseError(
            f"“{name}”超过 {_MOST_ROWS:,} 行，一张工作表放不下；请导出为 .gpkg 或 .csv",
            f"{name!r} has more than {_MOST_ROWS:,} rows, which no worksheet holds; export .gpkg "
            "or .csv",
        )
