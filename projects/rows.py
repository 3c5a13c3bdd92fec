"""Rows of the package's files, each with its place; a cell that is wrong becomes a problem.

Reading goes on after a wrong cell, so that one run lists everything that is wrong.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from pyproj import CRS
from pyproj.exceptions import CRSError as PyprojCrsError
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from gis.model import Source
from gis.outlines import OutlineError, to_outline
from gis.problems import Problem

_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_IDENTIFIER: Final = re.compile(r"[^\s;|]{1,100}")
_TRUE: Final = frozenset({"true", "1", "是"})


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
    """

    def __init__(
        self,
        file: str,
        number: int,
        cells: Mapping[str, str],
        problems: list[Problem],
        outline: BaseGeometry | None = None,
    ) -> None:
        self.file = file
        self.number_in_file = number
        self.cells = cells
        self.problems = problems
        self.geometry = outline

    def wrong(self, column: str, zh: str, en: str, *, value: object = None) -> None:
        """Add a problem with one cell of this row, or with a value that was made from it."""
        found = self.cells.get(column, "") if value is None else str(value)
        self.problems.append(
            Problem(
                file=self.file, row=self.number_in_file, column=column, value=found, zh=zh, en=en
            )
        )

    def text(self, column: str, *, required: bool = False) -> str:
        """Return the text of a cell; control characters and script tags are problems."""
        value = self.cells.get(column, "").strip()
        if required and not value:
            self.wrong(column, "不能为空", "must not be empty")
        if _CONTROL.search(value):
            self.wrong(column, "含有控制字符；请删除", "holds control characters; delete them")
        if "<script" in value.lower():
            self.wrong(
                column,
                "含有 <script>：这是网页脚本，不是名称；请删除",
                "holds <script>: that is code for a page, not a text; delete it",
            )
        return value

    def identifier(self, column: str) -> str:
        """Return an id: not empty, no spaces, `;` or `|`, at most 100 characters."""
        value = self.text(column)
        if not _IDENTIFIER.fullmatch(value):
            self.wrong(
                column,
                "编号应为 1–100 个字符，不含空格、分号和竖线",
                "an id has 1–100 characters, no space, semicolon or bar",
            )
        return value

    def choice(self, column: str, allowed: Iterable[str], *, required: bool = True) -> str:
        """Return a text that is one of the allowed ones."""
        value = self.text(column)
        options = list(allowed)
        if value not in options and (required or value):
            listed = "、".join(options)
            self.wrong(column, f"应为：{listed}", f"must be one of: {', '.join(options)}")
        return value

    def flag(self, column: str) -> bool:
        """Return whether a cell says true."""
        return self.cells.get(column, "").strip().lower() in _TRUE

    def number(self, column: str, *, required: bool = False, above: float = 0) -> float | None:
        """Return a finite number greater than `above`, or None where the cell is empty."""
        value = self.text(column, required=required)
        if not value:
            return None
        try:
            found = float(value)
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            self.wrong(column, "不是数字；请只写数字，不带单位和逗号", "not a number; digits only")
            return None
        if found <= above:
            self.wrong(column, f"应大于 {above:g}", f"must be greater than {above:g}")
            return None
        return found

    def whole(self, column: str) -> int | None:
        """Return a whole number that is required."""
        found = self.number(column, required=True)
        if found is not None and not found.is_integer():
            self.wrong(column, "应为整数", "must be a whole number")
            return None
        return None if found is None else int(found)

    def range_end(self, column: str, start: float | None) -> float | None:
        """Return the upper end of a range that starts in another cell, or None if it is none."""
        end = self.number(column, above=-math.inf)
        if end is not None and (start is None or end < start):
            self.wrong(column, "区间的上限小于下限", "the range ends below its start")
            return None
        return end

    def day(self, column: str, *, required: bool = False) -> date | None:
        """Return a date; year, month, day in this order, `-`, `/`, `.` or 年月日 between."""
        value = self.text(column, required=required)
        if not value:
            return None
        found = _DAY.fullmatch(value)
        try:
            day = date(*(int(part) for part in found.groups())) if found else None
        except ValueError:
            day = None
        if day is None or not 1949 <= day.year <= 2100:
            self.wrong(
                column,
                "不是日期，或年份不在 1949–2100 之间；请写成 2023-06-30",
                "not a date, or its year is not in 1949–2100; write 2023-06-30",
            )
            return None
        return day

    def sources(self, column: str, documents: Iterable[str]) -> tuple[Source, ...]:
        """Return citations `document|place|line`, several parted by `;`, at least one."""
        found = [
            self._source(column, part, set(documents)) for part in self.text(column).split(";")
        ]
        return tuple(source for source in found if source is not None)

    def outline(self, crs: CRS) -> MultiPolygon | None:
        """Return the feature's outline in EPSG:4490, or None with a problem."""
        try:
            return to_outline(self.geometry, crs)
        except OutlineError as error:
            self.wrong("outline", error.zh, error.en)
            return None

    def _source(self, column: str, citation: str, documents: set[str]) -> Source | None:
        parts = [part.strip() for part in citation.split("|")]
        if len(parts) != 3 or not parts[0] or not (parts[2] == "" or parts[2].isdecimal()):
            self.wrong(
                column,
                "出处应写成“文件|位置|行号”，例如 smart-city|表3|259",
                "a source is written document|place|line, e.g. smart-city|表3|259",
            )
            return None
        if parts[0] not in documents:
            self.wrong(
                column,
                f"plan.yaml 中没有文件 {parts[0]}",
                f"plan.yaml has no document {parts[0]}",
            )
            return None
        line = int(parts[2]) if parts[2] else None
        return Source(document=parts[0], place=parts[1], line=line)


def csv_rows(
    folder: Path,
    name: str,
    problems: list[Problem],
    *,
    required: Iterable[str],
    optional: Iterable[str] = (),
) -> list[Row]:
    """Return the rows of a CSV file (UTF-8 or GB18030); its columns are checked by name."""
    text = _decoded(folder / name, name, problems)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [cell.strip() for cell in next(reader, [])]
    if not _columns_fit(name, header, problems, required=required, optional=optional):
        return []
    rows = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            zh = f"有 {len(cells)} 列，表头有 {len(header)} 列；含逗号的文字请加引号"
            en = f"has {len(cells)} cells, the header {len(header)}; quote texts with commas"
            problems.append(Problem(file=name, row=reader.line_num, zh=zh, en=en))
            continue
        rows.append(Row(name, reader.line_num, dict(zip(header, cells, strict=True)), problems))
    return rows


def feature_rows(
    folder: Path,
    name: str,
    problems: list[Problem],
    *,
    crs: CRS,
    required: Iterable[str],
) -> tuple[list[Row], CRS]:
    """Return the features of a GeoJSON, GeoPackage or GeoParquet file and their CRS.

    GeoJSON without a `crs` member is in the plan's `crs`; other files say theirs. Columns beyond
    the required ones are allowed: programs add their own.
    """
    path = folder / name
    try:
        frame = _read_frame(path)
    except Exception as error:  # the drivers raise whatever they like
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        problems.append(
            Problem(file=name, zh=f"无法读取：{reason}", en=f"cannot be read: {reason}")
        )
        return [], crs
    columns = [column for column in frame.columns if column != "geometry"]
    if len(frame) and not _columns_fit(name, columns, problems, required=required, optional=None):
        return [], crs
    geometries = list(frame.geometry) if "geometry" in frame.columns else [None] * len(frame)
    records = frame[columns].to_dict("records")
    rows = [
        Row(name, number, {str(k): _cell(v) for k, v in record.items()}, problems, geometry)
        for number, (record, geometry) in enumerate(zip(records, geometries, strict=True), 1)
    ]
    return rows, _crs_of_frame(path, frame, crs)


def _decoded(path: Path, name: str, problems: list[Problem]) -> str | None:
    try:
        data = path.read_bytes()
    except OSError:
        problems.append(
            Problem(file=name, zh="没有这个文件，或无法读取", en="is missing or cannot be read")
        )
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    problems.append(
        Problem(
            file=name,
            zh="既不是 UTF-8 也不是 GB18030 编码；请另存为 UTF-8",
            en="is neither UTF-8 nor GB18030; save it as UTF-8",
        )
    )
    return None


def _columns_fit(
    name: str,
    found: list[str],
    problems: list[Problem],
    *,
    required: Iterable[str],
    optional: Iterable[str] | None,
) -> bool:
    """Check the header; `optional` None allows any further columns."""
    wanted = list(required)
    faults = [("缺少这一列", "this column is missing", c) for c in wanted if c not in found]
    if optional is not None:
        known = {*wanted, *optional}
        faults += [("不认识这一列", "this column is not known", c) for c in found if c not in known]
    faults += [
        ("这一列出现了两次", "this column stands twice", c)
        for c in dict.fromkeys(found)
        if found.count(c) > 1
    ]
    listed = "、".join(wanted)
    for zh, en, column in faults:
        problems.append(
            Problem(
                file=name,
                row=1,
                column=column,
                zh=f"{zh}；必需的列：{listed}",
                en=f"{en}; required columns: {', '.join(wanted)}",
            )
        )
    return not faults


def _read_frame(path: Path) -> Any:
    import pyogrio

    if path.suffix.lower() in (".parquet", ".geoparquet"):
        import geopandas

        return geopandas.read_parquet(path)
    # dates of GeoJSON stay text: one wrong date would else make the whole file unreadable
    options = {"DATE_AS_STRING": "YES"} if path.suffix.lower() in (".geojson", ".json") else {}
    return pyogrio.read_dataframe(path, on_invalid="ignore", **options)


def _crs_of_frame(path: Path, frame: Any, crs: CRS) -> CRS:
    found = getattr(frame, "crs", None)
    if found is None:
        return crs
    if path.suffix.lower() in (".geojson", ".json"):
        # GDAL says EPSG:4326 for every GeoJSON without a crs member
        head = path.read_bytes()[:4096].decode("utf-8", "replace")
        if '"crs"' not in head:
            return crs
    try:
        return CRS.from_user_input(found)
    except PyprojCrsError:
        return crs


def _cell(value: Any) -> str:
    """Return a feature's property as the text a CSV cell would hold."""
    if value is None or value != value:  # noqa: PLR0124 (NaN and NaT are not equal to themselves)
        return ""
    if hasattr(value, "strftime"):
        return str(value.strftime("%Y-%m-%d"))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
