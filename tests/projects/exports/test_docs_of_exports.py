"""`docs/files.md` has the columns of the lists that are exported, as the catalogue has them."""

import re

from projects.exports.lists import LIST_NAMES, columns_in
from projects.package.column import UNITS
from projects.package.columns import TABLES
from projects.package.short_names import SHORT_NAMES

KINDS = {"day": "date", "number": "number", "flag": "true or false", "ids": "text, joined by `;`"}


def table():
    yield "| list | column | Shapefile | 中文 | |"
    yield "|---|---|---|---|---|"
    for name in LIST_NAMES:
        for column in columns_in(name):
            unit = UNITS[column.unit][1]
            kind = KINDS.get(column.kind, "text")
            listed = ", ".join(f"`{code}` {zh}".strip() for code, zh in column.choices.items())
            told = "; ".join(part for part in (unit or kind, listed) if part)
            short = SHORT_NAMES[name][column.shown]
            yield f"| {TABLES[name].zh} | `{column.shown}` | {short} | {column.zh} | {told} |"


def test_the_columns_are_in_the_docs(repo):
    page = (repo / "docs" / "files.md").read_text(encoding="utf-8")
    [found] = re.findall(r"<!-- exported columns -->\n\n(.*?)\n\n<!-- end -->", page, re.S)
    assert found == "\n".join(table())
