"""Worksheets as tables: xlsx and xls by calamine; formulas give their cached value or a problem.

Nothing is evaluated. What calamine does not tell of an xlsx file (a formula that was never
computed, how far its cells reach) is looked up in the worksheet's XML before.
"""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any, Final
from xml.etree import ElementTree
from xml.parsers import expat

from gis.formats import archive
from gis.formats.choose_layer import chosen_layer
from gis.formats.cut_numbers import CutNumber, is_cut
from gis.formats.faults import Fault, UnreadableError
from gis.formats.source import cell_text
from gis.formats.source_layer import problem_of
from gis.formats.table import Table
from gis.formats.xml_guard import check_xml
from gis.problems import Problem

_MOST_BYTES: Final = 1 << 30
_MOST_CELLS: Final = 50_000_000
"""Of the rectangle that the cells of a worksheet span."""

_MOST_ROWS: Final = 1 << 20
_MOST_FAULTS: Final = 10_000
_CHUNK: Final = 1 << 20
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def excel_table(
    path: Path, *, file: str, sheet: str | None, usual: Sequence[str] = ()
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
    if scans:
        if name not in scans:
            raise _damaged()
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
    text = cell_text(cell)[0]
    return CutNumber(text) if isinstance(cell, float) and is_cut(cell) else text


@dataclass(slots=True)
class _Scan:
    """What the XML of a worksheet tells."""

    cells: int = 0
    rows: int = 0
    columns: int = 0
    row: int = 0
    column: int = 0
    faults: list[tuple[Fault, int, str]] = field(default_factory=list)

    def enter_row(self, told: str | None) -> None:
        """Go to the row that is told, else to the next."""
        self.column = 0
        self.row = self.row + 1 if told is None else _row_number(told)

    def enter_cell(self, told: str | None) -> None:
        """Go to the cell that is told, else to the next; nobody would reserve room for others."""
        self.cells += 1
        if told is None:
            self.column += 1
        elif place := _REFERENCE.fullmatch(told):
            self.row, self.column = _row_number(place[2]), _column_number(place[1])
        else:
            raise _damaged()
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)


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
        _try_apart(path)
        return {}
    with archive.opened(path, most_bytes=_MOST_BYTES) as opened:
        return {name: _scan(opened, part) for name, part in _parts(opened).items()}


_TRIAL: Final = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
import python_calamine
try:
    with python_calamine.CalamineWorkbook.from_path(sys.argv[1]) as book:
        for name in book.sheet_names:
            for row in book.get_sheet_by_name(name).iter_rows():
                pass
except python_calamine.CalamineError:
    pass  # it is told where the file is read
"""
_TRIAL_BYTES: Final = 4 << 30
_TRIAL_S: Final = 60


def _try_apart(path: Path) -> None:
    """Read an xls file in a process of its own: a broken one can ask for more memory than there is.

    Nothing but its cells tells how far they reach, and who cannot get the memory ends the process.
    Of other broken ones calamine panics, which is no `Exception`.
    """
    call = [sys.executable, "-c", _TRIAL, str(path), str(_TRIAL_BYTES)]
    try:
        done = subprocess.run(call, capture_output=True, timeout=_TRIAL_S, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise _damaged() from error
    if done.returncode != 0:
        raise _damaged()


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
        if book.namelist().count(member) != 1:
            raise _damaged()
        found[sheet.get("name", "")] = member
    return found


def _xml(book: zipfile.ZipFile, member: str) -> ElementTree.Element:
    try:
        data = book.read(member)
    except KeyError as error:
        raise UnreadableError(
            "不是 Excel 工作簿；请用 Excel 另存为 .xlsx", "is no workbook; save it as .xlsx"
        ) from error
    check_xml(io.BytesIO(data))
    try:
        return ElementTree.fromstring(data)  # noqa: S314  # it was checked
    except ElementTree.ParseError as error:  # a prefix that stands for nothing
        raise _damaged() from error


def _scan(book: zipfile.ZipFile, member: str) -> _Scan:
    """Look through the cells of a worksheet."""
    found = _Scan()
    cell = {"at": "", "kind": "", "formula": False, "value": False, "in_value": False}

    def opened(name: str, has: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                found.enter_row(has.get("r"))
            case "c":
                found.enter_cell(has.get("r"))
                cell.update(at=has.get("r", ""), kind=has.get("t", ""), formula=False, value=False)
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


def _damaged() -> UnreadableError:
    return UnreadableError(
        "工作簿的内容已损坏；请用 Excel 重新另存", "the workbook is damaged; save it again"
    )


def _row_number(digits: str) -> int:
    """Return the number of a row that Excel can have."""
    if not (digits.isascii() and digits.isdigit() and 0 < int(digits[:8]) <= _MOST_ROWS):
        raise _damaged()
    return int(digits[:8])


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
