"""The parcels of a file one by one: a parcel's line, and the rings of points that follow it."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from gis.formats.boundary_txt.fields import (
    BadNumber,
    PointLine,
    is_parcel_line,
    parcel_fields,
    point_line,
)
from gis.formats.boundary_txt.header import Header, is_key_line, section_of
from gis.formats.boundary_txt.lines import LONGEST_LINE, numbered_lines
from gis.formats.boundary_txt.words import KEYS_OF_SYSTEM, bare
from gis.geometry.nested_rings import MOST_RINGS
from gis.problems import Problem

MOST_POINTS: Final = 5_000_000
"""Points that one parcel can have."""

MOST_FAULTS: Final = 1_000
"""Lines that cannot be read: after so many the file is left."""


@dataclass(slots=True)
class Ring:
    """Points with one ring number, up to where they come back to the first.

    `rows` are the lines of its points; `x` and `y` are columns X and Y as they stand. The closing
    point is left out and `closed` tells that there was one.
    """

    number: str
    first_label: str
    rows: "array[int]" = field(default_factory=lambda: array("q"))
    x: "array[float]" = field(default_factory=lambda: array("d"))
    y: "array[float]" = field(default_factory=lambda: array("d"))
    last_label: str = ""
    closed: bool = False

    @property
    def row(self) -> int:
        """The line of its first point."""
        return self.rows[0]

    def is_closed_by(self, point: PointLine) -> bool:
        """Tell whether a point closes the ring: it comes back from elsewhere to the first."""
        came_back = self.is_first(point) and (self.x[-1], self.y[-1]) != (point.x, point.y)
        return came_back and len(self.x) > 2

    def is_first(self, point: PointLine) -> bool:
        """Tell whether a point lies where the ring begins."""
        return bool(self.x) and self.x[0] == point.x and self.y[0] == point.y


@dataclass(slots=True)
class Parcel:
    """A parcel as it stands: the line and its fields, the rings, the lines that could not be read.

    One that is `full` has more points or rings than any land, and keeps none.
    """

    row: int
    fields: list[str]
    rings: list[Ring] = field(default_factory=list)
    lines: int = 0
    columns: int = 0
    bad_rows: list[int] = field(default_factory=list)
    full: bool = False

    def add(self, point: PointLine, row: int) -> None:
        """Take in the next point."""
        self.lines += 1
        ring = self.rings[-1] if self.rings else None
        if ring is None or ring.number != (point.ring or ring.number):
            ring = self._begin(point)
        elif ring.closed:
            if ring.is_first(point):
                return
            ring = self._begin(point)
        elif ring.is_closed_by(point):
            ring.closed = True
            return
        ring.rows.append(row)
        ring.x.append(point.x)
        ring.y.append(point.y)
        ring.last_label = point.label

    def _begin(self, point: PointLine) -> Ring:
        number = point.ring or (self.rings[-1].number if self.rings else "")
        self.rings.append(Ring(number, point.label))
        return self.rings[-1]


def parcels_of(
    path: Path, encoding: str, header: Header, problems: list[Problem], *, file: str
) -> Iterator[Parcel]:
    """Give the parcels in the order of the file; what stands before them goes into `header`.

    Parameters
    ----------
    file
        What problems call it.
    """
    parcel: Parcel | None = None
    faults = 0
    other_system: list[int] = []  # the line after which it is another
    for row, text in numbered_lines(path, encoding, file=file):
        line = bare(text)
        if not line:
            continue
        if len(text) >= LONGEST_LINE:
            fault: _Fault | None = _TOO_LONG
        elif is_parcel_line(line):
            if parcel is not None:
                yield parcel
            parcel, fault = Parcel(row, parcel_fields(line), bad_rows=[*other_system]), None
        elif isinstance(point := point_line(line), PointLine) and parcel is not None:
            fault = _add(parcel, point, row)
        else:
            fault = _other_line(line, row, point, header, problems, parcel, file)
        if fault is not None:
            faults += 1
            if fault.kind == "second_header":
                other_system = [row]
            elif parcel is not None:
                parcel.bad_rows.append(row)
            problems.append(fault.problem(file, row, line))
        if faults >= MOST_FAULTS:
            problems.append(_left(file, row))
            break
    if parcel is not None:
        yield parcel


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with a line."""

    column: str
    zh: str
    en: str
    kind: str
    value: str = ""

    def problem(self, file: str, row: int, line: str) -> Problem:
        """Return it as the problem of a line; its value is the line, where it has none."""
        return Problem(
            file=file, row=row, column=self.column, value=self.value or line, zh=self.zh,
            en=self.en, kind=self.kind,
        )  # fmt: skip


_TOO_LONG: Final = _Fault(
    "", "行太长，不是这种格式", "the line is too long for this format", "line_too_long"
)


def _add(parcel: Parcel, point: PointLine, row: int) -> _Fault | None:
    if parcel.columns not in (0, point.columns):
        return _Fault(
            "",
            f"界址点有 {point.columns} 列，这一地块前面的有 {parcel.columns} 列；像是少列或多列",
            f"the point has {point.columns} columns, those before it {parcel.columns}: one is "
            "missing, it seems, or too many",
            "point_columns",
        )
    if parcel.full:
        return None
    parcel.columns = point.columns
    parcel.add(point, row)
    if parcel.lines <= MOST_POINTS and len(parcel.rings) <= MOST_RINGS:
        return None
    parcel.full = True
    parcel.rings.clear()
    return _Fault(
        "",
        f"一个地块超过 {MOST_POINTS} 个界址点或 {MOST_RINGS} 个环，未读取",
        f"a parcel of over {MOST_POINTS} points or {MOST_RINGS} rings is not read",
        "too_many_points",
    )


def _other_line(
    line: str,
    row: int,
    point: PointLine | BadNumber | None,
    header: Header,
    problems: list[Problem],
    parcel: Parcel | None,
    file: str,
) -> _Fault | None:
    """Take in a line of the header, or say what is wrong with one that is nothing."""
    if section_of(line) is not None:
        return None
    if is_key_line(line):
        if parcel is None:
            header.add(line, row, file, problems)
            return None
        return _later_key(line, row, header, file)
    if isinstance(point, PointLine):
        zh = "界址点前面没有地块行（以 @ 结尾的一行）"
        return _Fault("", zh, "a point before any line of a parcel, which ends with @", "no_parcel")
    if point is not None:
        zh = f"{point.column} 坐标不是数，或不是坐标的大小；应为十进制数，或度分秒（113°24′15.5″）"
        en = (
            f"{point.column} is no number, or too large for a coordinate; a decimal is wanted, or "
            "degrees, minutes and seconds (113°24′15.5″)"
        )
        return _Fault(point.column, zh, en, "bad_number", point.value)
    zh = "既不是地块行（以 @ 结尾），也不是界址点（点号,圈号,X,Y）"
    en = "neither the line of a parcel, which ends with @, nor a point (label, ring, X, Y)"
    return _Fault("", zh, en, "not_a_point")


def _later_key(line: str, row: int, header: Header, file: str) -> _Fault | None:
    """Refuse what tells another system in the middle of a file: two files one after the other."""
    later = Header()
    later.add(line, row, file, [])
    [(key, value)] = later.told.items() or [("", "")]
    if key not in KEYS_OF_SYSTEM or header.told.get(key, value) == value:
        return None
    return _Fault(
        key,
        f"地块之后又写明{key}={value}，与文件头的“{header.told[key]}”不同；请分成两个文件",
        f"after parcels the file says {key}={value}, its header {header.told[key]!r}: part it into "
        "two files",
        "second_header",
    )


def _left(file: str, row: int) -> Problem:
    zh = f"已有 {MOST_FAULTS} 行无法读取，第 {row} 行以后不再读；请核对文件的格式"
    en = f"{MOST_FAULTS} lines cannot be read: the rest is left; check what file this is"
    return Problem(file=file, row=row, zh=zh, en=en, kind="too_many_faults")
