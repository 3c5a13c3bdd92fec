"""The verdict on a layer's coordinates: in which system they are, and whether that can be.

What the user says counts, then what the file says, then what the numbers say. None of them is
believed where the land would not lie in China, or, with a plan, not in its district: then what
would bring it there is looked for and named.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.errors import CrsError, WrongUseError
from gis.formats.layer import Layer
from gis.formats.whereabouts import MOST_DEGREES, Cause, Whereabouts, cause_of, swapped_back
from gis.geometry.crs import Bounds, horizontal, is_on_other_ground, named_crs
from gis.geometry.crs_names import name_en, name_zh
from gis.geometry.datum_shift import DatumShift, datum_shift_of, with_shift
from gis.geometry.gauss_kruger import CGCS2000, degrees_crs, zone_crs, zone_in
from gis.geometry.ways import ShiftedDatum, way_to_stored
from gis.problems import Problem, Severity

Array = NDArray[np.float64]
Outlines = NDArray[np.object_]

SOME_FEATURES: Final = 2_000
"""Features that are looked at; each is looked at again by itself when it is taken in."""

_SOME_VERTICES: Final = 20_000
_FEW: Final = 5  # features, and a share of their vertices: fewer are at the edge by chance
_MANY: Final = 0.01
_NEARLY_ALL: Final = 0.9  # of the vertices outside: the layer is elsewhere, not some of its land
_FARTHEST_SHIFT_DEG: Final = 0.01  # some 1 km: a shift between datums of China is some 100 m


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a layer's coordinates are taken for, and why.

    Parameters
    ----------
    crs
        Their system, with the user's own shift to CGCS2000 if there is one; None: it cannot be
        told, or there are no coordinates.
    unit
        What one is counted in.
    datum
        The shift of a web map that is taken back.
    reason_zh, reason_en
        How that was found out, a sentence each.
    problems
        Why it cannot be, with what would mend it; warnings of what somebody should look at.
    to_stored
        Brings outlines, None among them, to EPSG:4490; None for those that have no place there.
        Raises `CrsError` where the system cannot be told.
    """

    crs: CRS | None
    unit: Literal["degree", "metre", ""]
    datum: ShiftedDatum | None
    reason_zh: str
    reason_en: str
    problems: tuple[Problem, ...]
    to_stored: Callable[[Outlines], Outlines]

    @property
    def epsg(self) -> int | None:
        """The EPSG code of the system."""
        crs = self.crs
        if crs is not None and crs.is_bound:
            crs = crs.source_crs
        return None if crs is None else crs.to_epsg()

    @property
    def refused(self) -> bool:
        """Whether the layer must not be taken in as it is."""
        return any(problem.severity == "error" for problem in self.problems)


def judged(
    layer: Layer,
    *,
    crs: str | int | CRS | None = None,
    datum: ShiftedDatum | None = None,
    datum_shift: str | DatumShift | None = None,
    near: Bounds | BaseGeometry | None = None,
) -> Verdict:
    """Return the verdict on a layer, from its first features.

    Parameters
    ----------
    crs
        What the user says; it counts before what the file says.
    datum
        The web map's datum that the user says the coordinates have.
    datum_shift
        The user's own parameters from 西安80 or 北京54 to CGCS2000 (`gis.geometry.datum_shift`).
    near
        Where the land should lie: bounds or outline of the plan's zones, in EPSG:4490.

    Raises
    ------
    CrsError
        If PROJ knows no system that the user names.
    WrongUseError
        If the shift is none, or not for this system.
    """
    outlines = _some(layer)
    xy = shapely.get_coordinates(outlines)
    xy = xy[:: 1 + len(xy) // _SOME_VERTICES]
    case = _Case(layer, xy, Whereabouts(near))
    if not len(xy):
        return case.verdict(None, None, "没有坐标", "there are no coordinates")
    if not np.isfinite(xy).all():
        case.wrong("坐标中有无穷大或非数", "coordinates are infinite, or no numbers", "not_finite")
        return case.verdict(None, None, "坐标无效", "the coordinates are not finite")
    found, zh, en = case.system(layer, crs)
    shift = datum_shift_of(datum_shift) if isinstance(datum_shift, str) else datum_shift
    if shift is not None and (found is None or not is_on_other_ground(found)):
        raise WrongUseError(
            "--datum-shift 只用于西安80、北京54 等坐标系；"
            + ("坐标系不明，请先用 --crs 指明" if found is None else f"这里是 {name_zh(found)}"),
            "--datum-shift is for systems such as Xian 1980 and Beijing 1954; "
            + ("name one with --crs" if found is None else f"this is {found.name}"),
        )
    if found is not None:
        found, more_zh, more_en = case.on_our_ground(found, shift)
        zh, en = zh + more_zh, en + more_en
    if found is not None:
        case.look(found, datum, by_user=crs is not None, count=len(outlines))
    if datum is not None:
        zh, en = f"{zh}；按 {datum} 反算", f"{en}; brought back from {datum}"
    return case.verdict(found, datum, zh, en)


def _some(layer: Layer) -> Outlines:
    """Return the first outlines of a layer that have coordinates."""
    found: list[Outlines] = []
    seen = 0
    for features in layer.features([]):
        some = features.outlines[shapely.get_num_coordinates(features.outlines) > 0]
        found.append(some)
        seen += len(some)
        if seen >= SOME_FEATURES:
            break
    return np.concatenate(found)[:SOME_FEATURES] if found else np.empty(0, dtype=object)


class _Case:
    """A layer under judgement: its vertices, where it should lie, what is wrong with it."""

    def __init__(self, layer: Layer, xy: Array, where: Whereabouts) -> None:
        self.file, self.form, self.xy, self.where = layer.file, layer.format, xy, where
        self.problems: list[Problem] = []

    def wrong(self, zh: str, en: str, kind: str, severity: Severity = "error") -> None:
        value = self._told() if len(self.xy) else ""
        found = Problem(
            file=self.file, column="crs", value=value, zh=zh, en=en, kind=kind, severity=severity
        )
        self.problems.append(found)

    def _told(self) -> str:
        (x0, y0), (x1, y1) = self.xy.min(axis=0), self.xy.max(axis=0)
        return f"x {x0:.10g}…{x1:.10g}, y {y0:.10g}…{y1:.10g}"

    @property
    def in_degrees(self) -> bool:
        return bool(np.abs(self.xy).max() <= MOST_DEGREES)

    def system(self, layer: Layer, told: str | int | CRS | None) -> tuple[CRS | None, str, str]:
        """Return the system of the coordinates and who says so."""
        if told is not None:
            crs = named_crs(told)
            zh, en = f"按指定的 {name_zh(crs)} 读", f"read in {name_en(crs)}, as told"
            if layer.crs is not None and layer.crs != crs:
                zh += f"；文件自己写明的是 {name_zh(layer.crs)}"
                en += f"; the file itself says {name_en(layer.crs)}"
            return crs, zh, en
        if layer.crs is not None:
            zh, en = f"文件写明 {name_zh(layer.crs)}", f"the file says {name_en(layer.crs)}"
            return layer.crs, zh, en
        return self._by_numbers()

    def _by_numbers(self) -> tuple[CRS | None, str, str]:
        crs = cause = None
        if self.in_degrees:
            crs = degrees_crs(CGCS2000)
            zh, en = "坐标是度，按 CGCS2000 经纬度读", "the numbers are degrees: read as CGCS2000"
        elif (zone := zone_in(float(np.median(self.xy[:, 0])))) is not None:
            crs = zone_crs(CGCS2000, zone, numbered=True)
            zh = f"东坐标前有带号 {zone}，按 {name_zh(crs)} 读"
            en = f"the eastings begin with the zone {zone}: read as CGCS2000, {name_en(crs)}"
        else:
            cause = cause_of(self.xy, None, self.where, datum=None, at_most=0.1)
            zh, en = "坐标是米", "the numbers are metres"
            if cause is None or cause.kind != "swapped_axes":  # then it is no easting that has none
                zh += "，东坐标前没有带号：不知道是哪一带"
                en += " without a zone in front: which zone is not known"
        zh, en = f"文件没有写明坐标系；{zh}", f"the file names no system; {en}"
        if crs is None:
            mend_zh, mend_en = _mended(cause, self.form)
            self.wrong(f"{zh}{mend_zh}", f"{en}{mend_en}", cause.kind if cause else "crs_missing")
        else:
            self.wrong(zh, en, "crs_not_said", "warning")
        return crs, zh, en

    def on_our_ground(self, crs: CRS, shift: DatumShift | None) -> tuple[CRS | None, str, str]:
        """Return a system from which something leads to CGCS2000, or None and the problem."""
        if shift is not None:
            zh, en = "；用给定的转换参数换算到 CGCS2000", "; brought to CGCS2000 by the shift given"
            return with_shift(crs, shift), zh, en
        if crs.is_bound and crs.target_crs == degrees_crs(CGCS2000):
            zh, en = (
                "；用文件中的转换参数换算到 CGCS2000",
                "; brought to CGCS2000 by the file's shift",
            )
            return crs, zh, en
        try:
            return horizontal(crs), "", ""
        except CrsError as error:
            zh, en, kind = error.zh, error.en, "unusable_crs"
            if (crs.is_geographic or crs.is_projected) and is_on_other_ground(crs):
                zh += "；或用 --datum-shift 给出本地的 3 个或 7 个转换参数"
                en += "; or give the 3 or 7 parameters of your district with --datum-shift"
                kind = "other_ground"
            else:
                zh, en = f"{zh}；可用 --crs 指明", f"{en}; --crs names one"
            self.wrong(zh, en, kind)
            return None, "", ""

    def look(self, crs: CRS, datum: ShiftedDatum | None, *, by_user: bool, count: int) -> None:
        """Say what is wrong if the land does not lie where it should."""
        stored = way_to_stored(crs, datum)(self.xy)
        self._look_at_shift(crs, stored)
        outside = self.where.outside(stored, crs)
        if outside == 0:
            return
        cause = cause_of(self.xy, crs, self.where, datum=datum, at_most=outside / 10)
        if outside >= _NEARLY_ALL:
            place_zh, place_en = self._place(stored)
            zh = f"按 {name_zh(crs)}，图形不在{place_zh}"
            en = f"in {name_en(crs)} the land does not lie in {place_en}"
            mend_zh, mend_en = _mended(cause, self.form)
            self.wrong(f"{zh}{mend_zh}", f"{en}{mend_en}", cause.kind if cause else "elsewhere")
        elif cause is not None and cause.kind == "shifted_datum" and outside >= _MANY:
            zh = f"有 {outside:.1%} 的界址点在本区以外，{cause.zh}"
            en = f"{outside:.1%} of the vertices lie outside the district; {cause.en}"
            sure = count >= _FEW and not by_user
            self.wrong(zh, en, cause.kind, "error" if sure else "warning")

    def _place(self, stored: Array) -> tuple[str, str]:
        lon, lat = np.median(stored, axis=0)
        found = f"（{lon:.4f}, {lat:.4f}）" if np.isfinite([lon, lat]).all() else ""
        if self.where.near is None:
            return f"中国或该坐标系的适用范围内{found}", f"China, or not where that is used{found}"
        return f"本规划范围内{found}", f"the plan's district{found}"

    def _look_at_shift(self, crs: CRS, stored: Array) -> None:
        if not crs.is_bound or crs.source_crs is None:
            return
        plain = way_to_stored(crs.source_crs)(self.xy)
        moved = np.abs(stored - plain).max()
        if moved > _FARTHEST_SHIFT_DEG:
            zh = "转换参数把图形移动了 1 公里以上；请核对参数的单位、正负号和模型（布尔沙）"
            en = "the datum shift moves the land by over 1 km: check units, signs and convention"
            self.wrong(zh, en, "shift_too_large")

    def verdict(self, crs: CRS | None, datum: ShiftedDatum | None, zh: str, en: str) -> Verdict:
        unit: Literal["degree", "metre", ""] = ""
        if len(self.xy):
            unit = "degree" if (crs.is_geographic if crs else self.in_degrees) else "metre"
        return Verdict(
            crs=crs, unit=unit, datum=datum, reason_zh=zh, reason_en=en,
            problems=tuple(self.problems), to_stored=_to_stored(crs, datum, zh, en),
        )  # fmt: skip


def _mended(cause: Cause | None, form: str) -> tuple[str, str]:
    """Return what would bring the land of a file of a format where it belongs."""
    if cause is None:
        return "；请核对坐标系，或用 --crs 指明", "; check the system, or name it with --crs"
    if cause.kind == "swapped_axes":
        zh, en = swapped_back(form)
        return f"；{cause.zh}；{zh}", f"; {cause.en}; {en}"
    return f"；{cause.zh}", f"; {cause.en}"


def _to_stored(
    crs: CRS | None, datum: ShiftedDatum | None, zh: str, en: str
) -> Callable[[Outlines], Outlines]:
    """Return what brings outlines to EPSG:4490."""

    def to_stored(outlines: Outlines) -> Outlines:
        if crs is None:
            if not shapely.get_num_coordinates(outlines).any():
                return outlines
            raise CrsError(zh, en)
        moved: Outlines = shapely.transform(outlines, way_to_stored(crs, datum))
        xy, of = shapely.get_coordinates(moved, return_index=True)
        lost = np.unique(of[~np.isfinite(xy).all(axis=1)])
        moved[lost] = None
        return moved

    return to_stored
