"""Writing files of boundary points, as the offices that receive them want them.

CRLF, GB18030, hectares with four decimals, points to the millimetre (the tenth of one in degrees),
parts clockwise and holes the other way, each ring closed by its first point with its first label.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.errors import BadDataError, WrongUseError
from gis.formats.boundary_txt.drawn import Drawn, RingDrawn, drawn
from gis.formats.boundary_txt.words import (
    AREA,
    COORDINATES,
    COUNT,
    DATUM_KEY,
    DESCRIPTION,
    FIELDS,
    KEYS_OF_SYSTEM,
    KIND,
    NUMBER_FIELD,
    PRECISION_KEY,
    PROJECTION_KEY,
    SHIFT_KEY,
    UNIT_KEY,
    VERSION_KEY,
    WIDTH_KEY,
    ZONE_KEY,
)
from gis.geometry.crs_names import name_zh
from gis.geometry.gauss_kruger import CGCS2000, degrees_crs, width_of, zone_crs, zone_of
from gis.geometry.outline_error import OutlineError
from gis.problems import Problem

ENCODING: Final = "gb18030"
LAND_KEYS: Final = ("数据产生单位", "数据产生日期")


@dataclass(frozen=True, slots=True)
class Profile:
    """How many fields a parcel's line has, with its `@`, and how many columns a point's."""

    fields: int
    columns: int


PROFILES: Final[dict[str, Profile]] = {
    "standard": Profile(9, 4),
    "supplementary": Profile(13, 4),
    "short": Profile(5, 4),
    "one_ring": Profile(9, 3),
    "lengths": Profile(9, 6),
}
"""By name: 补充耕地 is `supplementary`; `one_ring` holds parcels of one ring only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenParcel:
    """A parcel to write.

    Parameters
    ----------
    outline
        Polygon or multipolygon, valid, in EPSG:4490.
    area_ha
        The declared one; None leaves it empty.
    fields
        Texts by the names of `FIELDS`; those that the profile has no field for are left out.
    """

    outline: BaseGeometry
    area_ha: float | None
    fields: Mapping[str, str] = field(default_factory=dict)


def usual_crs(lon: float) -> CRS:
    """Return the system that is usual at a longitude: its zone of 3 degrees, with the number."""
    return zone_crs(CGCS2000, min(max(round(lon / 3), 25), 45), numbered=True)


def write(
    stream: BinaryIO,
    parcels: Iterable[WrittenParcel],
    *,
    crs: CRS,
    profile: str = "standard",
    header: Mapping[str, str] | None = None,
    name: str = "",
) -> int:
    """Write a file, and return how many parcels it has.

    Parameters
    ----------
    crs
        A zone of CGCS2000, with its number in the eastings or without, or EPSG:4490.
    header
        What it says besides: 数据产生单位, 数据产生日期; other keys make the section 项目信息.
    name
        What problems call the file.

    Raises
    ------
    WrongUseError
        If there is no such profile, or the format cannot say that system.
    BadDataError
        If parcels cannot be written, with a problem each; what was written is not whole then.
    """
    if profile not in PROFILES:
        raise WrongUseError(
            f"没有“{profile}”这种写法；有 {'、'.join(PROFILES)}",
            f"there is no profile {profile!r}; there are {', '.join(PROFILES)}",
        )
    form = PROFILES[profile]
    _put(stream, _header_lines(crs, header or {}))
    problems: list[Problem] = []
    count = 0
    for count, parcel in enumerate(parcels, start=1):
        try:
            _check_number(parcel.fields.get(NUMBER_FIELD, ""))
            shape = drawn(parcel.outline, crs)
            if form.columns == 3 and len(shape.rings) > 1:
                raise _too_many_rings(len(shape.rings))
        except OutlineError as error:
            problems.append(
                Problem(file=name, row=count, zh=error.zh, en=error.en, kind=error.kind)
            )
        else:
            _put(stream, _parcel_lines(parcel, shape, form))
    if problems:
        zh = f"有 {len(problems)} 个地块不能写成界址点文件"
        raise BadDataError(zh, f"{len(problems)} parcels cannot be written", problems)
    return count


def _put(stream: BinaryIO, lines: Iterable[str]) -> None:
    stream.write("".join(f"{line}\r\n" for line in lines).encode(ENCODING, "replace"))


def _header_lines(crs: CRS, header: Mapping[str, str]) -> Iterator[str]:
    zone = zone_of(crs)
    in_degrees = crs == degrees_crs(CGCS2000)
    if not in_degrees and (zone is None or zone[0] is not CGCS2000):
        raise WrongUseError(
            f"界址点文件写成 CGCS2000：EPSG:4490、4491…4554；不能写成 {name_zh(crs)}",
            f"files of boundary points are written in CGCS2000, EPSG:4490 to 4554, not {crs.name}",
        )
    rest = {key: value for key, value in header.items() if key not in (*KEYS_OF_SYSTEM, *LAND_KEYS)}
    if rest:
        yield "[项目信息]"
        yield from (f"{_clean(key)}={_one_line(value)}" for key, value in rest.items())
    told = {
        VERSION_KEY: "1.01版本",
        **{key: header.get(key, "") for key in LAND_KEYS},
        DATUM_KEY: "2000国家大地坐标系",
        WIDTH_KEY: "" if zone is None else str(width_of(zone[1])),
        PROJECTION_KEY: "" if zone is None else "高斯克吕格",
        UNIT_KEY: "度" if zone is None else "米",
        ZONE_KEY: "" if zone is None else str(zone[1]),
        PRECISION_KEY: "0.000000001" if zone is None else "0.001",
        SHIFT_KEY: ",,,,,,",
    }
    yield f"[{DESCRIPTION}]"
    yield from (f"{key}={_one_line(value)}" for key, value in told.items())
    yield f"[{COORDINATES}]"


def _parcel_lines(parcel: WrittenParcel, shape: Drawn, form: Profile) -> Iterator[str]:
    area = "" if parcel.area_ha is None else f"{parcel.area_ha:.4f}"
    points = sum(len(ring.x) for ring in shape.rings)
    told = {**parcel.fields, COUNT: str(points), AREA: area, KIND: "面"}
    fields = [_clean(told.get(name, "")) for name in FIELDS[form.fields]]
    yield ",".join([fields[0].replace("[", "("), *fields[1:], "@"])
    first = 1
    for number, ring in enumerate(shape.rings, start=1):
        yield from _point_lines(ring, number, first, form.columns)
        first += len(ring.x) - 1


def _point_lines(ring: RingDrawn, number: int, first: int, columns: int) -> Iterator[str]:
    """Give the points of a closed ring; the last has the label of the first."""
    last = len(ring.x) - 1
    for place, (x, y) in enumerate(zip(ring.x, ring.y, strict=True)):
        label = f"J{first + place % last}"
        if columns == 3:
            yield f"{label},{x},{y}"
        elif columns == 6:
            length = f"{ring.lengths_m[place]:.2f}" if place < last else ""
            yield f"{label},{x},{y},{length},{number},"
        else:
            yield f"{label},{number},{x},{y}"


def _clean(text: str) -> str:
    """Return a text that stays in its field: no comma, no `@`, no bracket or end of a line."""
    return _one_line(text).replace(",", "，").replace("@", "＠").replace("【", "〔")


def _one_line(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _check_number(number: str) -> None:
    """Refuse a number that the file would hold as another, which read again is another parcel."""
    if _clean(number) != number:
        raise OutlineError(
            f"地块编号“{number}”有逗号、@、【 或连着的空格，界址点文件里写不下；"
            "请先改编号，或用别的格式导出",
            f"the number {number!r} has a comma, @, 【 or spaces in a row, which files of boundary "
            "points cannot hold; change the number, or export another format",
            kind="number_not_held",
        )


def _too_many_rings(count: int) -> OutlineError:
    return OutlineError(
        f"有 {count} 个环，这种写法（每点 3 列）只能写一个",
        f"has {count} rings; points of 3 columns hold one",
        kind="too_many_rings",
    )
