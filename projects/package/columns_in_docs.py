"""The tables of columns in a Markdown file, written anew from the catalogue.

    python -m projects.package.columns_in_docs docs/plan-package.md

A table stands between `<!-- columns of zones -->` and `<!-- end of columns -->`.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from projects.package.column import Column, PackageTable
from projects.package.columns import EVENTS, PARCELS, PROJECTS, TABLES

_MARKED: Final = re.compile(r"(<!-- columns of (\w+) -->\n).*?(<!-- end of columns -->)", re.S)
_NAMES: Final = "trade_names"
"""The mark of the table of names that the trade writes."""

_UNITS: Final = {"": "", "ha": "hectares", "m2": "square metres", "10k_cny": "万元",
                 "degree": "degrees"}  # fmt: skip
_KINDS: Final = {"day": "a date", "whole": "a whole number", "number": "a number"}


def with_tables(page: str) -> str:
    """Return a page with the tables between its marks as the catalogue has them."""

    def written(found: re.Match[str]) -> str:
        rows = _trade_names() if found[2] == _NAMES else _columns(TABLES[found[2]])
        return "\n".join([found[1], *rows, "", found[3]])

    return _MARKED.sub(written, page)


def _columns(table: PackageTable) -> Iterator[str]:
    yield f"| {table.name} | 中文 | | value |"
    yield "|---|---|---|---|"
    for column in table.columns:
        name = "outline" if column.kind == "outline" else f"`{column.name}`"
        needed = "required" if column.required else "optional"
        if column.may_be_empty:
            needed += ", may be empty"
        yield f"| {name} | {column.zh} | {needed} | {_value(column)} |".replace("|  |", "| |")


def _value(column: Column) -> str:
    listed = [f"`{code}` {zh}".strip() for code, zh in column.choices.items()]
    parts = [
        ", ".join(listed),
        _UNITS[column.unit] or _KINDS.get(column.kind, ""),
        "" if column.least is None else f"at least {column.least:g}",
        column.value,
    ]
    return "; ".join(part for part in parts if part)


def _trade_names() -> Iterator[str]:
    yield "| column | 中文 | also written |"
    yield "|---|---|---|"
    for table in (PARCELS, EVENTS, PROJECTS):
        for column in table.cells:
            if column.trade:
                listed = ", ".join(column.trade)
                yield f"| {table.name}: `{column.name}` | {column.zh} | {listed} |"


def main() -> None:
    """Write the tables of the files named on the command line."""
    for name in sys.argv[1:]:
        page = Path(name)
        page.write_text(with_tables(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
