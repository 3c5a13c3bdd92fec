"""The header of a file, held against the catalogue of columns."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from gis.problems import Problem, Severity, errors_in
from projects.package.column import PackageTable


class _Fault(NamedTuple):
    column: str
    kind: str
    zh: str
    en: str
    severity: Severity = "error"


_SHOWN: Final = 3
_MISSING: Final = ("缺少这一列", "this column is missing")
_UNKNOWN: Final = ("不认识这一列", "this column is not known")


def header_fits(
    file: str,
    header: Sequence[str],
    problems: list[Problem],
    *,
    table: PackageTable,
    others: bool = False,
) -> bool:
    """Tell whether a file has the columns of a table; each that is wrong becomes a problem.

    A column under another name that the trade writes for it (`Column.means`) is told with that
    name, once; where further columns are allowed, one that would be optional is a warning.

    Parameters
    ----------
    file
        Its name, as problems give it.
    others
        Whether further columns are allowed: programs add their own to feature files.
    """
    found = [
        Problem(
            file=file,
            row=1,
            column=fault.column,
            zh=fault.zh,
            en=fault.en,
            kind=fault.kind,
            severity=fault.severity,
        )
        for fault in _faults(header, table, others=others)
    ]
    problems += found
    return not errors_in(found)


def _faults(header: Sequence[str], table: PackageTable, *, others: bool) -> Iterator[_Fault]:
    wanted_zh = f"；必需的列：{'、'.join(table.required)}"
    wanted_en = f"; required columns: {', '.join(table.required)}"
    names = {column.name for column in table.cells}
    unknown = [name for name in dict.fromkeys(header) if name not in names]
    meant = _meant(unknown, header, table)
    if not meant and names.isdisjoint(header):
        yield _no_header(unknown, wanted_zh, wanted_en, others=others)
        return
    for name in table.required:
        if name in header:
            continue
        written = next((other for other, column in meant.items() if column == name), None)
        zh, en = (_MISSING[0] + wanted_zh, _MISSING[1] + wanted_en)
        if written is not None:
            zh = f"{_MISSING[0]}；文件中的“{written}”像是它，请改列名"
            en = f"{_MISSING[1]}; {written!r} of the file looks like it: rename that"
            del meant[written]
            unknown.remove(written)
        yield _Fault(name, "missing_column", zh, en)
    for name in unknown:
        column = meant.get(name)
        if column is None:
            if not others:
                zh, en = _UNKNOWN[0] + wanted_zh, _UNKNOWN[1] + wanted_en
                yield _Fault(name, "unknown_column", zh, en)
        elif others:
            zh = f"没有读这一列，像是 {column}；要用请改列名"
            en = f"was not read; it looks like {column}: rename it if that is meant"
            yield _Fault(name, "unread_column", zh, en, "warning")
        else:
            zh = f"{_UNKNOWN[0]}；像是 {column}，请改列名"
            en = f"{_UNKNOWN[1]}; it looks like {column}: rename it"
            yield _Fault(name, "unknown_column", zh, en)
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            yield _Fault(
                name, "repeated_column", f"这一列出现了两次{wanted_zh}",
                f"this column stands twice{wanted_en}",
            )  # fmt: skip


def _no_header(found: Sequence[str], wanted_zh: str, wanted_en: str, *, others: bool) -> _Fault:
    """Return the fault of a file none of whose columns is known."""
    shown_zh = "、".join(f"“{name}”" for name in found[:_SHOWN])
    shown_en = ", ".join(repr(name) for name in found[:_SHOWN])
    zh = f"没有一列认识（{shown_zh}）" if found else "没有任何列"
    en = f"no column is known ({shown_en})" if found else "has no columns at all"
    if not others:
        zh = f"第一行不是表头：{zh}；表头之前不要有标题行"
        en = f"its first row is no header: {en}; no title stands above a header"
    return _Fault("", "no_header", zh + wanted_zh, en + wanted_en)


def _meant(unknown: Sequence[str], header: Sequence[str], table: PackageTable) -> dict[str, str]:
    """Return unknown name → the column that it is meant for, of those that the file has not."""
    missing = [column for column in table.cells if column.name not in header]
    found: dict[str, str] = {}
    for column in missing:
        written = next((name for name in unknown if name not in found and column.means(name)), None)
        if written is not None:
            found[written] = column.name
    return found
