"""What should be looked at of outlines that can be used: doubled points, spikes, slivers.

Many outlines are looked at at once, corner by corner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point

from gis.geometry.area import areas_m2
from gis.geometry.rings import Floats, Places, Rings, rings_of

DOUBLED_DEG: Final = 1e-8
"""Points nearer than this (1 mm) are one: files keep millimetres."""

SPIKE_DEG: Final = 1.0
"""A corner sharper than this is a spike: a point that was set amiss."""

SLIVER_M2: Final = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """Something about an outline: its kind, where (degrees), in Chinese and in English."""

    kind: str
    at: Point | None
    zh: str
    en: str


def remarks_on(outlines: NDArray[np.object_]) -> Iterator[tuple[int, Remark]]:
    """Yield the place of an outline among polygons in EPSG:4490, and what is odd about it.

    Of each kind the first of an outline is told.
    """
    corners = _Corners.of(outlines)
    for place, at in corners.first(corners.doubled()):
        yield place, Remark(
            kind="doubled_point", at=at,
            zh=f"有重复的点（{at.x:.8f}, {at.y:.8f}）；加 --repair 可去掉",
            en=f"a point stands twice ({at.x:.8f}, {at.y:.8f}); --repair takes one away",
        )  # fmt: skip
    for place, at in corners.first(corners.sharp()):
        yield place, Remark(
            kind="spike", at=at,
            zh=f"有尖刺：角度不足 {SPIKE_DEG:g} 度（{at.x:.8f}, {at.y:.8f}）",
            en=f"has a spike, under {SPIKE_DEG:g} degree ({at.x:.8f}, {at.y:.8f})",
        )  # fmt: skip
    yield from _slivers(outlines)


def spikes(outlines: Sequence[Any]) -> list[int]:
    """Return the places of outlines, valid or not, that have a spike."""
    corners = _Corners.of(np.array(outlines, dtype=object))
    return [place for place, _ in corners.first(corners.sharp())]


@dataclass(frozen=True, slots=True)
class _Corners:
    """The vertices of outlines, ring by ring, each with the way on to the next, in degrees.

    The last of a ring is its first again: no corner, and its way on leads nowhere.
    """

    rings: Rings
    stretch: Floats
    on_x: Floats
    on_y: Floats

    @classmethod
    def of(cls, outlines: NDArray[np.object_]) -> "_Corners":
        rings = rings_of(outlines)
        x, y = np.ascontiguousarray(rings.xy.T)
        return cls(rings, np.cos(np.radians(y)), np.diff(x, append=0.0), np.diff(y, append=0.0))

    def doubled(self) -> Places:
        """Return the corners that are nearly the next one."""
        near = np.flatnonzero(np.abs(self.on_y) < DOUBLED_DEG)
        near = near[np.hypot(self.on_x[near] * self.stretch[near], self.on_y[near]) < DOUBLED_DEG]
        return near[~np.isin(near, self._last())]

    def sharp(self) -> Places:
        """Return the corners that are spikes."""
        came_x, came_y = np.roll(self.on_x, 1), np.roll(self.on_y, 1)
        first, last = self.rings.first, self._last()
        came_x[first], came_y[first] = self.on_x[last - 1], self.on_y[last - 1]
        came_x *= self.stretch
        on_x, on_y = self.on_x * self.stretch, self.on_y
        turned = -(came_x * on_x + came_y * on_y)
        turned[last] = 0.0
        some = np.flatnonzero(turned > 0)
        sizes = np.hypot(came_x[some], came_y[some]) * np.hypot(on_x[some], on_y[some])
        cosine = turned[some] / np.maximum(sizes, DOUBLED_DEG**2)
        found: Places = some[(sizes > DOUBLED_DEG**2) & (cosine > np.cos(np.radians(SPIKE_DEG)))]
        return found

    def first(self, corners: Places) -> Iterator[tuple[int, Point]]:
        """Yield the outlines that have some corners, with the first of these."""
        ring = np.searchsorted(self.rings.first, corners, side="right") - 1
        places, first = np.unique(self.rings.outline[ring], return_index=True)
        for place, corner in zip(places.tolist(), corners[first].tolist(), strict=True):
            yield place, Point(self.rings.xy[corner])

    def _last(self) -> Places:
        return self.rings.first + self.rings.sizes - 1


def _slivers(outlines: NDArray[np.object_]) -> Iterator[tuple[int, Remark]]:
    several = np.flatnonzero(shapely.get_num_geometries(outlines) > 1)
    parts, of = shapely.get_parts(outlines[several], return_index=True)
    small = areas_m2(parts) < SLIVER_M2 if len(parts) else np.zeros(0, bool)
    for turn in np.unique(of[small]).tolist():
        its = parts[small & (of == turn)]
        yield int(several[turn]), Remark(
            kind="sliver", at=its[0].representative_point(),
            zh=f"有 {len(its)} 个不足 {SLIVER_M2:g} 平方米的碎块",
            en=f"has {len(its)} parts under {SLIVER_M2:g} m²",
        )  # fmt: skip
