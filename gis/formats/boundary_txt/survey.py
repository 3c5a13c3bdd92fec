"""What a file has, seen in one quick pass: header, columns, how many parcels, some coordinates."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gis.formats.boundary_txt.fields import (
    PointLine,
    is_parcel_line,
    names_of,
    parcel_fields,
    point_line,
)
from gis.formats.boundary_txt.header import Header, is_key_line, section_of
from gis.formats.boundary_txt.lines import LONGEST_LINE, numbered_lines
from gis.formats.boundary_txt.words import FIELDS, bare
from gis.problems import Problem

SOME_POINTS: Final = 2_000
"""Points that tell in which system and order the coordinates are."""

_LEAD: Final = 5  # points of a parcel that are looked at: the sample reaches many parcels


@dataclass(slots=True)
class Survey:
    """What a pass over a file found."""

    header: Header = field(default_factory=Header)
    parcels: int = 0
    widths: dict[int, None] = field(default_factory=dict)
    more: dict[str, None] = field(default_factory=dict)
    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the parcels' fields: those of each width that occurs, then further ones.

        Where no parcel's can be told they are the standard ones.
        """
        names = [name for width in FIELDS if width in self.widths for name in FIELDS[width]]
        return tuple(dict.fromkeys([*names, *self.more])) or FIELDS[9]

    @property
    def land_columns(self) -> dict[str, str]:
        """Columns that the header fills for all parcels, with the key of each."""
        taken = set(self.fields)
        return {key if key not in taken else f"{key}（文件头）": key for key in self.header.of_land}

    def coordinates(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return columns X and Y of some points."""
        return np.array(self.x), np.array(self.y)


def surveyed(path: Path, encoding: str, problems: list[Problem], *, file: str) -> Survey:
    """Return what a file has; problems of its header are appended."""
    found = Survey()
    points = 0
    for row, line in _lines(path, encoding, file):
        if is_parcel_line(line):
            _note_fields(found, line)
            points = 0
        elif found.parcels and points < _LEAD and len(found.x) < SOME_POINTS:
            point = point_line(line)
            if isinstance(point, PointLine):
                found.x.append(point.x)
                found.y.append(point.y)
                points += 1
        elif not found.parcels and section_of(line) is None and is_key_line(line):
            found.header.add(line, row, file, problems)
    return found


def _lines(path: Path, encoding: str, file: str) -> Iterator[tuple[int, str]]:
    for row, text in numbered_lines(path, encoding, file=file):
        if len(text) < LONGEST_LINE and (line := bare(text)):
            yield row, line


def _note_fields(found: Survey, line: str) -> None:
    found.parcels += 1
    fields = parcel_fields(line)
    if len(fields) + 1 in FIELDS:
        found.widths[len(fields) + 1] = None
    else:
        found.more |= dict.fromkeys(names_of(fields) or ())
