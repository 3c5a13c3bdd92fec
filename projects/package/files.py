"""The package's files as rows: CSV in UTF-8 or GB18030, GeoJSON, GeoPackage, GeoParquet."""

import csv
import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyproj import CRS
from pyproj.exceptions import CRSError as PyprojCrsError

from gis.problems import Problem
from projects.package.column import PackageTable
from projects.package.header import header_fits
from projects.package.rows import Row


def csv_rows(
    folder: Path, problems: list[Problem], *, table: PackageTable, name: str = ""
) -> list[Row]:
    """Return the rows of a CSV file (UTF-8 or GB18030); its columns are those of `table`.

    Parameters
    ----------
    name
        Of the file, where it is not the table's own.
    """
    name = name or table.file
    text = decoded(folder / name, name, problems)
    if text is None:
        return []
    try:
        lines = list(_numbered(csv.reader(io.StringIO(text, newline=""))))
    except csv.Error as error:
        zh, en = f"不是 CSV 文件（{error}）", f"is no CSV file ({error})"
        problems.append(Problem(file=name, zh=zh, en=en))
        return []
    header = [cell.strip() for cell in lines[0][1]] if lines else []
    if not header_fits(name, header, problems, table=table):
        return []
    rows = []
    for number, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            zh = f"有 {len(cells)} 列，表头有 {len(header)} 列；含逗号的文字请加引号"
            en = f"has {len(cells)} cells, the header {len(header)}; quote texts with commas"
            problems.append(Problem(file=name, row=number, zh=zh, en=en))
            continue
        rows.append(Row(name, number, dict(zip(header, cells, strict=True)), problems))
    return rows


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    for cells in reader:
        yield reader.line_num, cells


def feature_rows(
    folder: Path, problems: list[Problem], *, table: PackageTable, crs: CRS, name: str = ""
) -> tuple[list[Row], CRS]:
    """Return the features of a GeoJSON, GeoPackage or GeoParquet file and their CRS.

    GeoJSON without a `crs` member is in the plan's `crs`; other files say theirs. Columns beyond
    those of `table` are allowed: programs add their own.

    Parameters
    ----------
    name
        Of the file, where it is not the table's own.
    """
    name = name or table.file
    path = folder / name
    if not path.is_file():
        problems.append(Problem(file=name, zh="没有这个文件", en="is missing"))
        return [], crs
    try:
        frame = read_frame(path)
    except Exception as error:  # the drivers raise whatever they like
        problems.append(unreadable(path, name, error))
        return [], crs
    columns = [column for column in frame.columns if column != "geometry"]
    if len(frame) and not header_fits(name, columns, problems, table=table, others=True):
        return [], crs
    geometries = list(frame.geometry) if "geometry" in frame.columns else [None] * len(frame)
    records = frame[columns].to_dict("records")
    rows = [
        Row(name, number, {str(k): cell_text(v) for k, v in record.items()}, problems, geometry)
        for number, (record, geometry) in enumerate(zip(records, geometries, strict=True), 1)
    ]
    return rows, crs_of_frame(path, frame, crs)


def unreadable(path: Path, name: str, error: Exception) -> Problem:
    """Return the problem with a file that a driver cannot read."""
    reason = str(error).splitlines()[0].replace(str(path), name) if str(error) else ""
    return Problem(
        file=name,
        zh=f"无法读取，文件可能已损坏或不是 {path.suffix} 格式（{reason}）",
        en=f"cannot be read; it may be damaged or no {path.suffix} file ({reason})",
    )


def decoded(path: Path, name: str, problems: list[Problem]) -> str | None:
    """Return the text of a file, UTF-8 or GB18030, or None with a problem."""
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


def read_frame(path: Path) -> Any:
    """Return a feature file as a GeoDataFrame; its drivers raise whatever they like."""
    import pyogrio

    if path.suffix.lower() in (".parquet", ".geoparquet"):
        import geopandas

        return geopandas.read_parquet(path)
    layers = pyogrio.list_layers(path)
    if len(layers) > 1:
        names = ", ".join(str(layer) for layer in layers[:, 0])
        raise ValueError(f"{len(layers)} layers, one is wanted: {names}")
    # dates of GeoJSON stay text: one wrong date would else make the whole file unreadable
    options = {"DATE_AS_STRING": "YES"} if path.suffix.lower() in (".geojson", ".json") else {}
    with warnings.catch_warnings(action="ignore", category=UserWarning):
        return pyogrio.read_dataframe(path, on_invalid="ignore", **options)


def crs_of_frame(path: Path, frame: Any, crs: CRS) -> CRS:
    """Return the system that a file states, or `crs` where it states none."""
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


def cell_text(value: Any) -> str:
    """Return a feature's property as the text a CSV cell would hold."""
    if value is None or value != value:  # noqa: PLR0124 (NaN and NaT are not equal to themselves)
        return ""
    if hasattr(value, "strftime"):
        return str(value.strftime("%Y-%m-%d"))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
