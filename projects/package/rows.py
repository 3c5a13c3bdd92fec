"""Rows of the package's files, each with its place; a cell that is wrong becomes a problem.

Reading goes on after a wrong cell, so that one run lists everything that is wrong.
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from types import MappingProxyType
from typing import Final

from pyproj import CRS
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from gis.formats.faults import TOLD, Fault
from gis.geometry.outline_error import OutlineError
from gis.geometry.outlines import to_outline
from gis.model import Source
from gis.problems import Problem, errors_in

_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?", re.ASCII
)
_MIDNIGHT_IN_UTC: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]16:00(:00(\.0+)?)?", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)", re.ASCII)
_HALF_WIDTH: Final = str.maketrans("０１２３４５６７８９．＋－／：", "0123456789.+-/:")
"""As an input method for Chinese writes figures when nobody looks."""
BEIJING: Final = timezone(timedelta(hours=8))
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
IDENTIFIER: Final = re.compile(r"[^\s;|]{1,100}")
_WHOLE: Final = re.compile(r"\d{1,9}", re.ASCII)

NO_DAYS: Final = ("", "NaT")
"""How files write that there is no date; the latter is what pandas leaves in a text."""

NAMING: Final = ("parcel_id", "event_id", "zone_id", "name")
"""Columns by which people call a row."""

LARGEST: Final = 1e12
"""No area, sum or figure of a plan is larger."""

_DAY_0_OF_EXCEL: Final = date(1899, 12, 30)

FIRST_DAY: Final = date(1949, 1, 1)
LAST_DAY: Final = date(2100, 12, 31)
"""No event or record of a plan is earlier or later."""


class Row:
    """One row or feature of a file.

    Parameters
    ----------
    file, number
        Its place, as `gis.problems.Problem` has it.
    cells
        Column → text; empty where the file has nothing.
    problems
        The list that wrong cells are added to.
    outline
        The feature's geometry as the file holds it, if the file has geometry.
    faults
        Column, or `outline` → why what the file has there cannot be read.
    """

    def __init__(
        self,
        file: str,
        number: int,
        cells: Mapping[str, str],
        problems: list[Problem],
        outline: BaseGeometry | None = None,
        faults: Mapping[str, Fault] = MappingProxyType({}),
    ) -> None:
        self.file = file
        self.number_in_file = number
        self.cells = {column: cell.strip() for column, cell in cells.items()}
        self.problems = problems
        self.geometry = outline
        self.faults = faults
        self._told: set[tuple[str, str]] = set()

    @property
    def drawn(self) -> bool:
        """Whether the file has an outline of it, be it one that cannot be read."""
        return self.geometry is not None or "outline" in self.faults

    def has_fault(self, column: str) -> bool:
        """Tell whether a cell or the outline could not be read; report it, unless that was done."""
        if column not in self.faults:
            return False
        if (fault := self.faults[column]) != TOLD:
            value = called(self.cells) if column == "outline" else None
            self.wrong(column, fault.zh, fault.en, kind=fault.kind, value=value)
        return True

    def wrong(self, column: str, zh: str, en: str, *, kind: str, value: object = None) -> None:
        """Add a problem with one cell of this row, or with a value that was made from it; once."""
        if (column, zh) in self._told:
            return
        self._told.add((column, zh))
        found = self.cells.get(column, "") if value is None else str(value)
        self.problems.append(
            Problem(
                file=self.file,
                row=self.number_in_file,
                column=column,
                value=found,
                zh=zh,
                en=en,
                kind=kind,
            )
        )

    def text(self, column: str, *, required: bool = False) -> str:
        """Return the text of a cell; control characters and script tags are problems.

        Of a cell that could not be read it is what a problem shows of it.
        """
        value = self.cells.get(column, "")
        if self.has_fault(column):
            return value
        if required and not value:
            self.wrong(column, "不能为空", "must not be empty", kind="empty")
        for kind, zh, en in faults_of_text(value):
            self.wrong(column, zh, en, kind=kind)
        return value

    def identifier(self, column: str) -> str:
        """Return an id: not empty, no spaces, `;` or `|`, at most 100 characters."""
        value = self.text(column)
        if not IDENTIFIER.fullmatch(value) and column not in self.faults:
            self.wrong(
                column,
                "编号应为 1–100 个字符，不含空格、分号和竖线",
                "an id has 1–100 characters, no space, semicolon or bar",
                kind="bad_id",
            )
        return value

    def choice(self, column: str, allowed: Iterable[str], *, required: bool = True) -> str:
        """Return a text that is one of the allowed ones.

        Where they are the codes of a column of the catalogue with their Chinese (`choices`), both
        are told, and which one a Chinese text means.
        """
        value = self.text(column)
        names = allowed if isinstance(allowed, Mapping) else dict.fromkeys(allowed, "")
        if value not in names and (required or value) and column not in self.faults:
            listed = "、".join(f"{code}（{zh}）" if zh else code for code, zh in names.items())
            zh, en = f"应为：{listed}", f"must be one of: {', '.join(names)}"
            for code in names if value else ():
                if value.casefold() in (code, names[code]):
                    zh, en = f"{zh}；像是 {code}", f"{en}; it looks like {code}"
            self.wrong(column, zh, en, kind="not_allowed")
        return value

    def number(
        self, column: str, *, required: bool = False, least: float | None = None
    ) -> float | None:
        """Return a number, or None where the cell is empty.

        It is greater than 0, or at least `least`; and no larger than any land or budget is.
        """
        value = self.text(column, required=required)
        if not value or column in self.faults:
            return None
        found = number_of(value)
        if found is None:
            self.wrong(
                column,
                "不是数字；请只写数字，不带单位和逗号",
                "not a number; digits only",
                kind="not_a_number",
            )
        elif abs(found) > LARGEST:
            self.wrong(column, f"大于 {LARGEST:g}", f"is larger than {LARGEST:g}", kind="too_large")
        elif least is None and found <= 0:
            self.wrong(column, "应大于 0", "must be greater than 0", kind="too_small")
        elif least is not None and found < least:
            self.wrong(
                column, f"应不小于 {least:g}", f"must be at least {least:g}", kind="too_small"
            )
        else:
            return found
        return None

    def whole(self, column: str) -> int | None:
        """Return a whole number that is required."""
        value = self.text(column, required=True)
        if column in self.faults:
            return None
        plain = value.translate(_HALF_WIDTH)
        if value and not _WHOLE.fullmatch(plain):
            self.wrong(column, "应为整数", "must be a whole number", kind="not_whole")
        return int(plain) if _WHOLE.fullmatch(plain) else None

    def range_end(self, column: str, start: float | None) -> float | None:
        """Return the upper end of a range that starts in another cell, or None if it is none."""
        end = self.number(column, least=-math.inf)
        if end is not None and (start is None or end < start):
            self.wrong(
                column,
                "区间的上限小于下限",
                "the range ends below its start",
                kind="range_reversed",
            )
            return None
        return end

    def day(self, column: str, *, required: bool = False) -> date | None:
        """Return a date; year, month, day in this order, `-`, `/`, `.` or 年月日 between."""
        value = self.text(column)
        if column in self.faults:
            return None
        if value in NO_DAYS:
            if required:
                self.wrong(column, "不能为空", "must not be empty", kind="empty")
            return None
        if is_doubtful_time(value):
            self.wrong(
                column,
                "16:00 而没有时区：像是以 UTC 存的北京零点，会差一天；请只写日期，或写明时区",
                "16:00 without a zone: midnight of Beijing in UTC, it seems, which is the day "
                "after; write the date alone, or the zone",
                kind="doubtful_time",
            )
            return None
        day = day_of(value)
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            zh, en = _day_meant(value)
            self.wrong(
                column,
                f"不是日期，或年份不在 1949–2100 之间{zh}；请写成 2023-06-30",
                f"not a date, or its year is not in 1949–2100{en}; write 2023-06-30",
                kind="bad_date",
            )
            return None
        return day

    def sources(
        self, column: str, documents: Iterable[str], *, required: bool = True
    ) -> tuple[Source, ...]:
        """Return citations `document|place|line`, several parted by `;`, at least one if wanted."""
        told = self.text(column)
        if column in self.faults or not (told or required):
            return ()
        cited = told.split(";")
        found = [self.source(column, part, documents) for part in cited]
        return tuple(source for source in found if source is not None)

    def source(self, column: str, citation: str, documents: Iterable[str]) -> Source | None:
        """Return a citation `document|place|line`, or None with a problem of a column."""
        parts = [part.strip() for part in citation.split("|")]
        if len(parts) != 3 or not parts[0] or not (parts[2] == "" or _WHOLE.fullmatch(parts[2])):
            self.wrong(
                column,
                "出处应写成“文件|位置|行号”，例如 plan|表1|12",
                "a source is written document|place|line, e.g. plan|表1|12",
                kind="bad_source",
            )
            return None
        if parts[0] not in documents:
            self.wrong(
                column,
                f"plan.yaml 中没有文件 {parts[0]}",
                f"plan.yaml has no document {parts[0]}",
                kind="unknown_document",
            )
            return None
        line = int(parts[2]) if parts[2] else None
        return Source(document=parts[0], place=parts[1], line=line)

    def outline(self, crs: CRS) -> MultiPolygon | None:
        """Return the feature's outline in EPSG:4490, or None with a problem."""
        if self.has_fault("outline"):
            return None
        try:
            return to_outline(self.geometry, crs)
        except OutlineError as error:
            self.wrong("outline", error.zh, error.en, kind=error.kind, value=called(self.cells))
            return None


def called(cells: Mapping[str, str]) -> str:
    """Return the number and the name of a row, as far as it has them: whose outline is wrong."""
    return " ".join(cells[name] for name in NAMING if cells.get(name))


def number_of(value: str) -> float | None:
    """Return the number that a text says in plain digits, or None."""
    plain = value.translate(_HALF_WIDTH)
    return float(plain) if _NUMBER.fullmatch(plain) else None


def day_of(value: str) -> date | None:
    """Return the date that a text says, or None; of a time with a zone that in Beijing."""
    plain = value.translate(_HALF_WIDTH)
    try:
        if found := _DAY.fullmatch(plain):
            return date(*(int(part) for part in found.groups()))
        if not _TIME.fullmatch(plain) or is_doubtful_time(plain):
            return None
        moment = datetime.fromisoformat(plain)
        return (moment.astimezone(BEIJING) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        return None


def _day_meant(value: str) -> tuple[str, str]:
    """Say which day digits mean, it seems: those of a date, or Excel's number of one."""
    if re.fullmatch(r"(19|20)\d{6}", value, re.ASCII):
        day = day_of(f"{value[:4]}-{value[4:6]}-{value[6:]}")
        return (f"，像是 {day}", f", it looks like {day}") if day else ("", "")
    if re.fullmatch(r"[2-6]\d{4}", value, re.ASCII):
        day = _DAY_0_OF_EXCEL + timedelta(days=int(value))
        zh, en = f"，像是 Excel 的日期序号（{day}）", f", it looks like Excel's number of {day}"
        return zh, f"{en}: format the column as dates"
    return "", ""


def is_doubtful_time(value: str) -> bool:
    """Tell whether a text is a time that is midnight in Beijing if it is in UTC, and says no zone.

    Of such a time neither the day nor the day after is certain.
    """
    return _MIDNIGHT_IN_UTC.fullmatch(value.translate(_HALF_WIDTH)) is not None


def is_read(found: Collection[object], file: str, problems: Iterable[Problem]) -> bool:
    """Tell whether a file was read: something was found in it, or nothing is wrong with it.

    Of a file that was not, nothing is missing: what refers to it is not at fault.
    """
    return bool(found) or all(problem.file != file for problem in errors_in(problems))


def ids_named(rows: Iterable[Row], column: str) -> frozenset[str] | None:
    """Return the ids that a file's rows give, sound or not; None where the file has no rows.

    References are held against these: a row with another fault is not missing.
    """
    return frozenset(row.cells.get(column, "") for row in rows) or None


def ids_in(value: str) -> list[str]:
    """Return the ids that a text names, several with `;` between."""
    return [part.strip() for part in value.split(";") if part.strip()]


def faults_of_text(value: str) -> Iterator[tuple[str, str, str]]:
    """Yield the kind, the Chinese and the English of what no text of a plan may hold."""
    if "\ufeff" in value:
        yield (
            "invisible_character",
            "含有不可见的字符 U+FEFF（几个文件拼接时留下的）；请删除",
            "holds the invisible character U+FEFF, left where files were joined; delete it",
        )
    if _CONTROL.search(value):
        yield "control_character", "含有控制字符；请删除", "holds control characters; delete them"
    if "<script" in value.lower():
        yield (
            "script_tag",
            "含有 <script>：这是网页脚本，不是名称；请删除",
            "holds <script>: that is code for a page, not a text; delete it",
        )
