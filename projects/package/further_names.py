"""What further attributes are called in an export, and what they were called before it.

An export names its own columns, and formats have names of theirs: a further attribute that is
called so gets a number behind, which an import of that export takes off again.
"""

import re
from collections.abc import Collection
from typing import Final

from gis.formats.source import outline_elsewhere

_OF_FORMATS: Final = frozenset({
    "fid",  # GeoPackage's key
    "id", "description", "timestamp", "begin", "end", "altitudemode", "tessellate",
    "extrude", "visibility", "draworder", "icon",  # what GDAL has of every placemark of KML
})  # fmt: skip
_NUMBER: Final = re.compile(r"(_[0-9]+)+")
_LAST: Final = re.compile(r"_[0-9]+$")


def name_in_export(key: str, ours: Collection[str], used: Collection[str]) -> str:
    """Return what an attribute is called in an export.

    Parameters
    ----------
    ours
        The columns of the export.
    used
        Names that other attributes have there, case folded.
    """
    name, number = key, 1
    while (name == key and _is_taken(key, ours)) or name.casefold() in used:
        number += 1
        name = f"{key}_{number}"
    return name


def key_in_export(name: str, ours: Collection[str]) -> str:
    """Return what an attribute of an export was called before it."""
    return _LAST.sub("", name) if _is_taken(name, ours) else name


def _is_taken(name: str, ours: Collection[str]) -> bool:
    """Tell whether a name, or what stands before the numbers behind it, is not for attributes."""
    tail = re.search(f"{_NUMBER.pattern}$", name)
    base = name[: tail.start()] if tail else name
    plain = base.casefold()
    return plain in _OF_FORMATS or outline_elsewhere(base) or plain in map(str.casefold, ours)
