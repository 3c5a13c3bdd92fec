"""Worksheets as tables: xlsx and xls by calamine; formulas give their cached value or a problem.

Nothing is evaluated. What calamine does not tell of an xlsx file (a formula that was never
computed, how far its cells reach) is looked up in the worksheet's XML before.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any, Final
from xml.etree import ElementTree
from xml.parsers import expat

from gis.formats import archive
from gis.formats.choose_layer import chosen_layer
from gis.formats.faults import Fault, UnreadableError
from gis.formats.source import cell_text
from gis.formats.source_layer import problem_of
from gis.formats.table import Table
from gis.problems import Problem

_MOST_BYTES: Final = 1 << 30
_MOST_CELLS: Final = 50_000_000
"""Of the rectangle that the cells of a worksheet span."""

_MOST_FAULTS: Final = 10_000
_CHUNK: Final = 1 << 20
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def excel_table(
    path: Path, *, file: str, sheet: str | None, usual: str | None = None
) -> tuple[Table, str]:
    """Look at a workbook: a worksheet and its name, as `chosen_layer` chooses it.

    Raises
    ------
    WrongUseError
        If it has no worksheet of that name.
    UnreadableError
        If it is none, has a password, or several worksheets and none is told.
    """
    import python_calamine as calamine

    scans = _scans(path)
    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            visible = [
                each.name
                for each in book.sheets_metadata
                if each.typ == calamine.SheetTypeEnum.WorkSheet
            ]
            found = [(one, _has_rows(book, one, scans)) for one in visible]
            name = chosen_layer(found, sheet, usual=usual)
    except calamine.PasswordError as error:
        raise UnreadableError(
            "工作簿有密码；请去掉密码后再用", "the workbook has a password; take it away",
            kind="encrypted",
        ) from error  # fmt: skip
    scan = scans.get(name, _Scan())

    def rows(problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
        problems += [problem_of(fault, file, row, column=at) for fault, row, at in scan.faults]
        with calamine.CalamineWorkbook.from_path(path) as book:
            for number, cells in enumerate(book.get_sheet_by_name(name).iter_rows(), start=1):
                yield number, [_text(cell) for cell in cells]

    return Table(rows=rows, encoding=None, is_ragged=False), name


def _has_rows(book: Any, name: str, scans: "dict[str, _Scan]") -> bool:
    if name in scans:
        return scans[name].cells > 0
    return bool(book.get_sheet_by_name(name).height)


def _text(cell: Any) -> str:
    """Return a cell as a CSV file would have it: whole numbers without a point, dates as ISO."""
    match cell:
        case str():
            return cell
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case float():
            return cell_text(cell)[0]
    return cell_text(cell)[0]


@dataclass(slots=True)
class _Scan:
    """What the XML of a worksheet tells."""

    cells: int = 0
    rows: int = 0
    columns: int = 0
    faults: list[tuple[Fault, int, str]] = field(default_factory=list)


_NOT_COMPUTED: Final = Fault(
    "公式没有保存计算结果；请用 Excel 打开并保存一次，或粘贴为数值",
    "a formula without its value; open the file in Excel and save it, or paste values",
    "formula_without_value",
)
_ERROR_CELL: Final = Fault(
    "公式的结果是错误值（如 #REF!）；请在 Excel 中改正",
    "the formula's value is an error (such as #REF!); mend it in Excel",
    "formula_error",
)


def _scans(path: Path) -> dict[str, _Scan]:
    """Return what the XML of each worksheet tells; nothing of an xls file."""
    if not zipfile.is_zipfile(path):
        return {}
    with archive.opened(path, most_bytes=_MOST_BYTES) as opened:
        return {name: _scan(opened, part) for name, part in _parts(opened).items()}


def _parts(book: zipfile.ZipFile) -> dict[str, str]:
    """Return the member of each worksheet by its name."""
    listed = _xml(book, "xl/workbook.xml")
    targets = {
        one.get("Id", ""): one.get("Target", "") for one in _xml(book, "xl/_rels/workbook.xml.rels")
    }
    found = {}
    for sheet in listed.findall(".//{*}sheet"):
        target = targets.get(sheet.get(_RELATION, ""), "")
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if member in book.namelist():
            found[sheet.get("name", "")] = member
    return found


def _xml(book: zipfile.ZipFile, member: str) -> ElementTree.Element:
    try:
        data = book.read(member)
    except KeyError as error:
        raise UnreadableError(
            "不是 Excel 工作簿；请用 Excel 另存为 .xlsx", "is no workbook; save it as .xlsx"
        ) from error
    if b"<!DOCTYPE" in data:
        raise _declared()
    return ElementTree.fromstring(data)  # noqa: S314  # it declares nothing


def _scan(book: zipfile.ZipFile, member: str) -> _Scan:
    """Look through the cells of a worksheet."""
    found = _Scan()
    cell = {"at": "", "kind": "", "formula": False, "value": False, "in_value": False}

    def opened(name: str, has: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "c":
                found.cells += 1
                cell.update(at=has.get("r", ""), kind=has.get("t", ""), formula=False, value=False)
                if place := _REFERENCE.fullmatch(str(cell["at"])):
                    found.rows = max(found.rows, int(place[2]))
                    found.columns = max(found.columns, _column_number(place[1]))
            case "f":
                cell["formula"] = True
            case "v":
                cell["in_value"] = True

    def told(_text: str) -> None:
        cell["value"] = cell["value"] or cell["in_value"]

    def closed(name: str) -> None:
        cell["in_value"] = False
        if name.rpartition(":")[2] != "c" or len(found.faults) >= _MOST_FAULTS:
            return
        place = _REFERENCE.fullmatch(str(cell["at"]))
        row, column = (int(place[2]), place[1]) if place else (0, "")
        if cell["formula"] and not cell["value"] and cell["kind"] != "str":
            found.faults.append((_NOT_COMPUTED, row, column))
        elif cell["kind"] == "e":
            found.faults.append((_ERROR_CELL, row, column))

    def declared(*_told: object) -> None:
        raise _declared()

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.CharacterDataHandler = told
    parser.StartDoctypeDeclHandler = declared
    with book.open(member) as xml:
        _parse(parser, xml)
    if found.rows * found.columns > _MOST_CELLS:
        raise UnreadableError(
            f"工作表用到第 {found.rows:,} 行、第 {found.columns:,} 列，范围过大；"
            "请删去远处多余的单元格",
            f"its cells reach to row {found.rows:,} and column {found.columns:,}; delete those far "
            "away",
            kind="worksheet_too_large",
        )
    return found


def _parse(parser: Any, xml: IO[bytes]) -> None:
    try:
        while data := xml.read(_CHUNK):
            parser.Parse(data, False)  # as expat has it
        parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile, EOFError) as error:
        raise UnreadableError(
            "工作表的内容已损坏；请用 Excel 重新另存", "a worksheet is damaged; save it again"
        ) from error


def _declared() -> UnreadableError:
    return UnreadableError(
        "工作簿的 XML 含有文档类型声明 (DOCTYPE)；请用 Excel 重新另存",
        "its XML has a document type declaration (DOCTYPE); save it again with Excel",
        kind="doctype",
    )


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
