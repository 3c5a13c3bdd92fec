"""The package's files as rows: CSV in UTF-8 or GB18030, GeoJSON, GeoPackage, GeoParquet."""

from itertools import chain
from pathlib import Path

import numpy as np
from pyproj import CRS

from gis.formats.csv_text import csv_lines
from gis.formats.encodings import Decoded, decode
from gis.formats.faults import UnreadableError
from gis.formats.formula_guard import unguarded
from gis.problems import Problem
from projects.package.column import PackageTable
from projects.package.header import header_fits
from projects.package.rows import Row


def csv_rows(
    folder: Path, problems: list[Problem], *, table: PackageTable, name: str = ""
) -> list[Row]:
    """Return the rows of a CSV file (UTF-8 or GB18030); its columns are those of `table`.

    Of a file that cannot be read there are none, and a problem. Columns without a name at the end
    are passed over if nothing stands in them: Excel leaves them.

    Parameters
    ----------
    name
        Of the file, where it is not the table's own.
    """
    name = name or table.file
    text = decoded(folder, name, problems)
    if text is None:
        return []
    try:
        lines = list(csv_lines(text))
    except UnreadableError as error:
        problems.append(error.problem(name))
        return []
    header = _without_empty_end([cell.strip() for cell in lines[0][1]] if lines else [])
    if separator := _other_separator(header, table):
        zh = f"列之间是{separator[1]}，应为逗号；请另存为“CSV UTF-8（逗号分隔）”"
        en = f"has {separator[2]} between its columns; save it as “CSV UTF-8 (comma delimited)”"
        problems.append(Problem(file=name, row=1, zh=zh, en=en, kind="wrong_separator"))
        return []
    if not header_fits(name, header, problems, table=table):
        return []
    rows = []
    for number, cells in lines[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        told = _without_empty_end(cells, least=len(header))
        if len(told) != len(header):
            zh = f"有 {len(told)} 列，表头有 {len(header)} 列；含逗号的文字请加引号"
            en = f"has {len(told)} cells, the header {len(header)}; quote texts with commas"
            problems.append(Problem(file=name, row=number, zh=zh, en=en, kind="cell_count"))
            continue
        texts = dict(zip(header, map(unguarded, told), strict=True))
        row = Row(name, number, texts, problems)
        _refuse_line_breaks(row, table)
        rows.append(row)
    return rows


def _refuse_line_breaks(row: Row, table: PackageTable) -> None:
    """Report cells that go over several lines: two stray quotes take the rows between for one."""
    for column, cell in row.cells.items():
        if table[column].is_one_line and ("\n" in cell or "\r" in cell):
            row.wrong(
                column,
                "格内有换行：像是前后两处多余的引号把其间的行并成了一格；请删去引号或换行",
                "a line break within the cell: two stray quotes, it seems, make one cell of the "
                "rows between; take away the quotes, or the line break",
                kind="line_break",
                value=cell.splitlines()[0],
            )


def _other_separator(header: list[str], table: PackageTable) -> tuple[str, str, str] | None:
    """Return what parts the columns of a header that has no commas: itself and its names."""
    if len(header) != 1:
        return None
    for separator in ((";", "分号", "semicolons"), ("\t", "制表符", "tabs")):
        if sum(cell.strip() in table for cell in header[0].split(separator[0])) > 1:
            return separator
    return None


def _without_empty_end(cells: list[str], *, least: int = 0) -> list[str]:
    end = len(cells)
    while end > least and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


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


def decoded(folder: Path, name: str, problems: list[Problem]) -> str | None:
    """Return the text of a package's file, UTF-8 or GB18030, or None with a problem."""
    try:
        return _decoded(folder, name).text
    except OSError:
        problem = Problem(
            file=name,
            zh="没有这个文件，或无法读取",
            en="is missing or cannot be read",
            kind="missing_file",
        )
    except UnreadableError as error:
        problem = error.problem(name)
    problems.append(problem)
    return None


def guessed_encoding(folder: Path, name: str) -> str:
    """Return what a file was read as that is sound as UTF-8 and as GBK; empty of any other file."""
    try:
        return _decoded(folder, name).guessed
    except UnreadableError:
        return ""


def _decoded(folder: Path, name: str) -> Decoded:
    others = chain(folder.glob("*.csv"), folder.glob("*.yaml"), folder.glob("ledger/*.csv"))
    return decode((folder / name).read_bytes(), others)
