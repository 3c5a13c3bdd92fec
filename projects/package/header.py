"""The header of a file, held against the catalogue of columns."""

from collections.abc import Iterator, Sequence

from gis.problems import Problem
from projects.package.column import Column, PackageTable


def header_fits(
    file: str,
    header: Sequence[str],
    problems: list[Problem],
    *,
    table: PackageTable,
    others: bool = False,
) -> bool:
    """Tell whether a file has the columns of a table; each that is wrong becomes a problem.

    Parameters
    ----------
    file
        Its name, as problems give it.
    others
        Whether further columns are allowed: programs add their own to feature files.
    """
    wanted_zh = f"必需的列：{'、'.join(table.required)}"
    wanted_en = f"required columns: {', '.join(table.required)}"
    faults = list(_faults(header, table, others=others))
    problems += [
        Problem(
            file=file,
            row=1,
            column=column,
            zh=f"{zh}；{wanted_zh}",
            en=f"{en}; {wanted_en}",
            kind=kind,
        )
        for column, kind, zh, en in faults
    ]
    return not faults


def _faults(
    header: Sequence[str], table: PackageTable, *, others: bool
) -> Iterator[tuple[str, str, str, str]]:
    """Yield a column, and what is wrong with it: its kind, in Chinese and in English."""
    unknown = [name for name in dict.fromkeys(header) if name not in (c.name for c in table.cells)]
    for column in table.cells:
        if column.required and column.name not in header:
            written = _written_for(column, unknown)
            zh = f"；文件中的“{written}”像是它，请改列名" if written else ""
            en = f"; {written!r} of the file looks like it: rename that" if written else ""
            yield column.name, "missing_column", f"缺少这一列{zh}", f"this column is missing{en}"
    if not others:
        for name in unknown:
            yield name, "unknown_column", "不认识这一列", "this column is not known"
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            yield name, "repeated_column", "这一列出现了两次", "this column stands twice"


def _written_for(column: Column, unknown: Sequence[str]) -> str | None:
    """Return the header that the trade writes for a column, if the file has it."""
    return next((name for name in unknown if column.means(name)), None)
