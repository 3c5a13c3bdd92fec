"""What the trade writes over columns and into cells: data, to which a bureau can add its own.

Names stand in the catalogue of columns (`trade`), in `synonyms.csv` here, and in a file of the same
form that the setting `LANDPLAN_SYNONYMS` names; its names are looked at first.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from gis.errors import WrongUseError
from gis.formats.headers import folded
from projects.imports.lists import LISTS, ListName
from projects.imports.quantities import AREA_UNITS
from projects.package.short_names import SHORT_NAMES

_HEADER: Final = ["list", "column", "name", "unit"]


@dataclass(frozen=True, slots=True)
class Synonym:
    """A name for a column of ours; `unit` is what it says of its areas, mostly nothing."""

    name: str
    unit: str = ""


Synonyms = Mapping[str, tuple[Synonym, ...]]
"""Column of ours → its names, the likeliest first."""


def synonyms_of(name: ListName, more: Path | None = None) -> Synonyms:
    """Return the names of the columns of a list.

    Parameters
    ----------
    more
        A bureau's own file of synonyms.

    Raises
    ------
    WrongUseError
        If that file cannot be read, or names a list, column or unit that is none.
    """
    own = () if more is None else _own(more)
    shipped = _read("synonyms.csv")
    short = SHORT_NAMES.get(name, {})
    found: dict[str, tuple[Synonym, ...]] = {}
    for column in LISTS[name].columns:
        exported = (column.shown, *([short[column.shown]] if column.shown in short else []))
        names = (column.name, *exported, column.zh, column.label("zh"), column.en)
        found[column.name] = (
            *_told(own, name, column.name),
            *map(Synonym, names),
            *map(Synonym, column.trade),
            *_told(shipped, name, column.name),
        )
    return found


def _told(rows: Iterable[Mapping[str, str]], name: str, column: str) -> Iterator[Synonym]:
    for row in rows:
        if (row["list"], row["column"]) == (name, column):
            yield Synonym(row["name"], row["unit"])


@lru_cache(maxsize=4)
def _read(name: str) -> tuple[Mapping[str, str], ...]:
    text = files("projects").joinpath("imports", name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _own(path: Path) -> list[Mapping[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUseError(
            f"LANDPLAN_SYNONYMS 所指的“{path}”无法读取；应为 UTF-8 的 CSV 文件",
            f"LANDPLAN_SYNONYMS names {str(path)!r}, which cannot be read; a CSV file in UTF-8 is "
            "wanted",
        ) from error
    lines = list(csv.reader(text.splitlines()))
    if not lines or [cell.strip() for cell in lines[0]] != _HEADER:
        raise WrongUseError(
            f"同义列名文件“{path}”的表头应为 {','.join(_HEADER)}",
            f"the file of synonyms {str(path)!r} should have the header {','.join(_HEADER)}",
        )
    rows: list[Mapping[str, str]] = []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = dict(zip(_HEADER, [*map(str.strip, cells), "", "", "", ""], strict=False))
        _check_own(path, number, row)
        rows.append(row)
    return rows


def _check_own(path: Path, number: int, row: Mapping[str, str]) -> None:
    known = row["list"] in LISTS and row["column"] in LISTS[row["list"]]  # type: ignore[index]
    if known and row["name"] and row["unit"] in ("", *AREA_UNITS):
        return
    raise WrongUseError(
        f"同义列名文件“{path}”第 {number} 行不对：list 应为 {'、'.join(LISTS)} 之一，"
        f"column 应为其中的列，name 不能为空，unit 应为空或 {'、'.join(AREA_UNITS)}",
        f"row {number} of the file of synonyms {str(path)!r} is not right: list is one of "
        f"{', '.join(LISTS)}, column one of its columns, name not empty, unit empty or one of "
        f"{', '.join(AREA_UNITS)}",
    )


@lru_cache(maxsize=1)
def _values() -> Mapping[tuple[str, str], str]:
    return {(row["column"], folded(row["written"])): row["ours"] for row in _read("values.csv")}


def value_of(name: ListName, column: str, written: str) -> str:
    """Return what of ours a cell means; as it is, where it is ours already or not known."""
    its = _values()
    key = folded(written)
    return its.get((f"{name}.{column}", key)) or its.get((column, key)) or written


def has_values(name: ListName, column: str) -> bool:
    """Tell whether cells of a column are written in other words than ours."""
    return any(of in (column, f"{name}.{column}") for of, _ in _values())
