"""The package's files as rows: CSV in UTF-8 or GB18030, GeoJSON, GeoPackage, GeoParquet."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from pyproj import CRS

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
        problems.append(Problem(file=name, zh=zh, en=en, kind="unreadable"))
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
            problems.append(Problem(file=name, row=number, zh=zh, en=en, kind="cell_count"))
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
    from projects.package.feature_files import open_features  # Arrow

    name = name or table.file
    path = folder / name
    if not path.is_file():
        problems.append(Problem(file=name, zh="没有这个文件", en="is missing", kind="missing_file"))
        return [], crs
    file = open_features(path, name, problems, crs=crs)
    if file is None:
        return [], crs
    if file.count and not header_fits(name, file.columns, problems, table=table, others=True):
        return [], crs
    rows: list[Row] = []
    found_before = len(problems)
    for batch in file.batches(problems, table=table):
        places = np.arange(len(batch))
        rows += batch.rows(places, batch.geometries(), file=name, problems=problems)
    return (rows if len(problems) == found_before else []), file.crs


def decoded(path: Path, name: str, problems: list[Problem]) -> str | None:
    """Return the text of a file, UTF-8 or GB18030, or None with a problem."""
    try:
        data = path.read_bytes()
    except OSError:
        problems.append(
            Problem(
                file=name,
                zh="没有这个文件，或无法读取",
                en="is missing or cannot be read",
                kind="missing_file",
            )
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
            kind="encoding",
        )
    )
    return None
