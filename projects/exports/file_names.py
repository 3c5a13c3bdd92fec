"""Names of files made from the ids of parcels, which may hold anything."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_UNFIT: Final = re.compile(r"[^\w\-]+")
_LONGEST: Final = 60
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Names that Windows keeps to itself."""


def file_names(ids: Iterable[str], suffix: str) -> Iterator[str]:
    """Yield the name of a file for each id, no two alike whatever the case.

    Letters of any script, digits, `_` and `-` stay; anything else becomes `_`.
    """
    taken: set[str] = set()
    for one in ids:
        name = _UNFIT.sub("_", one)[:_LONGEST]
        if not name or _RESERVED.fullmatch(name):
            name += "_"
        found, number = name, 1
        while found.casefold() in taken:
            number += 1
            found = f"{name}-{number}"
        taken.add(found.casefold())
        yield found + suffix
