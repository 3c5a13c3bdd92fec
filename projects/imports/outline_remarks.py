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
from gis.geometry.rings import rings_of

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
    """The corners of outlines, each with the way back and the way on, in degrees of latitude."""

    xy: NDArray[np.float64]
    back: NDArray[np.float64]
    on: NDArray[np.float64]
    outline: NDArray[np.int64]

    @classmethod
    def of(cls, outlines: NDArray[np.object_]) -> "_Corners":
        rings = rings_of(outlines)
        count = len(rings.xy)
        first = np.repeat(rings.first, rings.sizes)
        size = np.repeat(rings.sizes, rings.sizes)
        here = np.arange(count)
        kept = here - first < size - 1  # the last point of a ring is its first
        before = np.where(here == first, first + size - 2, here - 1)[kept]
        after = (here + 1)[kept]
        xy = rings.xy[kept]
        stretch = np.ones_like(xy)
        stretch[:, 0] = np.cos(np.radians(xy[:, 1]))
        return cls(
            xy,
            (rings.xy[before] - xy) * stretch,
            (rings.xy[after] - xy) * stretch,
            np.repeat(rings.outline, rings.sizes)[kept],
        )

    def doubled(self) -> NDArray[np.bool_]:
        """Tell which corners are nearly the next one."""
        found: NDArray[np.bool_] = np.hypot(*self.on.T) < DOUBLED_DEG
        return found

    def sharp(self) -> NDArray[np.bool_]:
        """Tell which corners are spikes."""
        sizes = np.hypot(*self.back.T) * np.hypot(*self.on.T)
        some = sizes > DOUBLED_DEG**2
        cosine = (self.back * self.on).sum(axis=1) / np.where(some, sizes, 1.0)
        found: NDArray[np.bool_] = some & (cosine > np.cos(np.radians(SPIKE_DEG)))
        return found

    def first(self, some: NDArray[np.bool_]) -> Iterator[tuple[int, Point]]:
        """Yield the outlines that have some corners, with the first of these."""
        at = np.flatnonzero(some)
        places, first = np.unique(self.outline[at], return_index=True)
        for place, corner in zip(places.tolist(), at[first].tolist(), strict=True):
            yield place, Point(self.xy[corner])


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
