"""The table of column names in a Markdown file, written anew from the synonyms that are known.

    python -m projects.imports.names_in_docs docs/imports.md

It stands between `<!-- names of columns -->` and `<!-- end of names -->`.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from projects.imports.lists import LISTS
from projects.imports.synonyms import synonyms_of

_MARKED: Final = re.compile(r"(<!-- names of columns -->\n).*?(<!-- end of names -->)", re.S)


def with_names(page: str) -> str:
    """Return a page with the names between its marks as they are known."""
    return _MARKED.sub(lambda found: "\n".join([found[1], *_rows(), "", found[2]]), page)


def _rows() -> Iterator[str]:
    yield "| list | column | 中文 | also written |"
    yield "|---|---|---|---|"
    for kind, one in LISTS.items():
        names = synonyms_of(kind)
        for column in one.columns:
            own = {column.name, column.zh, column.label("zh"), column.en}
            others = [
                name.name + (f" ({name.unit})" if name.unit else "")
                for name in names[column.name]
                if name.name not in own
            ]
            told = ", ".join(dict.fromkeys(others))
            yield f"| {kind} | `{column.name}` | {column.zh} | {told} |".replace("|  |", "| |")


def main() -> None:
    """Write the tables of the files named on the command line."""
    for name in sys.argv[1:]:
        page = Path(name)
        page.write_text(with_names(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
