"""Land made by seed: a tessellation of parcels under nested zones, on (lon, lat) in degrees.

Parcels are the cells of a jittered grid with two bends in every shared edge: 12 vertices each, an
exact partition. Zones are an exact nested partition in three levels (one city, 4 districts, 15
leaves) with fractal outlines that cross the parcels. Only parcels that lie more than half in the
city are kept, as a plan package wants. The same count and seed give the same land.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon, Polygon

from gis.geometry.area import M2_PER_HA

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BOX: Final = (112.9, 22.5, 114.1, 23.9)
BATCH: Final = 50_000

_CITY: Final = (112.96, 22.57, 114.04, 23.83)
_LEAF_COLUMNS, _LEAF_ROWS = 3, 5
_DISTRICTS: Final = (
    ((0, 0), (0, 1), (0, 2), (1, 2)),
    ((1, 1), (1, 0), (2, 0), (2, 1)),
    ((2, 2), (3, 2), (3, 1), (3, 0)),
    ((4, 0), (4, 1), (4, 2)),
)
"""Each district's leaves as (row, column), connected."""

_CITY_SHARE: Final = 0.55
"""A parcel is kept where more than this share of it lies in the city."""

_WIDTH_KM, _HEIGHT_KM = 123.0, 155.0
_M_PER_DEGREE: Final = 111_195.0


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone; `parent` is None for the city."""

    zone_id: str
    parent: str | None
    outline: Polygon


@dataclass(frozen=True, slots=True)
class Land:
    """The parcels of one size and the zones above them.

    Parameters
    ----------
    corners
        Corners of the grid, (rows + 1, columns + 1, 2).
    along, up
        The two bends of each edge: (rows + 1, columns, 2, 2) and (rows, columns + 1, 2, 2).
    cells
        Number of each kept parcel's cell, row by row from the south-west, ascending.
    """

    zones: tuple[Zone, ...]
    corners: Floats
    along: Floats
    up: Floats
    cells: Ints

    def __len__(self) -> int:
        """Return the number of parcels."""
        return len(self.cells)

    def rings(self, parcels: Ints | slice) -> Floats:
        """Return the closed rings of some parcels, counter-clockwise, (n, 13, 2)."""
        row, column = np.divmod(self.cells[parcels], self.along.shape[1])
        south, north = self.along[row, column], self.along[row + 1, column]
        west, east = self.up[row, column], self.up[row, column + 1]
        corner = self.corners
        ring = (
            *(corner[row, column], south[:, 0], south[:, 1]),
            *(corner[row, column + 1], east[:, 0], east[:, 1]),
            *(corner[row + 1, column + 1], north[:, 1], north[:, 0]),
            *(corner[row + 1, column], west[:, 1], west[:, 0]),
            corner[row, column],
        )
        return np.stack(ring, axis=1)


def make_land(count: int, seed: int = 1, *, scale: float = 1.0) -> Land:
    """Return `count` parcels and the 20 zones, drawn smaller around the middle by `scale`."""
    zones = make_zones(seed)
    city = zones[0].outline
    west, south, east, north = BOX
    cells = count * (east - west) * (north - south) / city.area
    land = _grid_in(city, zones, cells, seed)
    while len(land) < count:
        cells *= 1.02
        land = _grid_in(city, zones, cells, seed)
    # the surplus is left out here and there: land that is in no ledger
    chosen = np.random.default_rng([seed, 3]).permutation(land.cells)[:count]
    return _scaled(Land(zones, land.corners, land.along, land.up, np.sort(chosen)), scale)


def _scaled(land: Land, scale: float) -> Land:
    """Return the land drawn smaller; what was shared stays shared, for each point moves alike."""
    middle = np.array([(BOX[0] + BOX[2]) / 2, (BOX[1] + BOX[3]) / 2])

    def moved(points: Floats) -> Floats:
        return points if scale == 1 else middle + (points - middle) * scale

    zones = tuple(
        Zone(zone.zone_id, zone.parent, shapely.transform(zone.outline, moved))
        for zone in land.zones
    )
    return Land(zones, moved(land.corners), moved(land.along), moved(land.up), land.cells)


def polygons(rings: Floats) -> npt.NDArray[np.object_]:
    """Return shapely polygons of (n, k, 2) closed rings."""
    return np.asarray(shapely.polygons(shapely.linearrings(rings)), dtype=object)


def near_area_ha(rings: Floats) -> Floats:
    """Return hectares of (n, k, 2) rings, good to a thousandth: what a survey might declare."""
    shifted = rings - rings[:, :1]
    x, y = shifted[..., 0], shifted[..., 1]
    doubled = np.abs((x[:, :-1] * y[:, 1:] - x[:, 1:] * y[:, :-1]).sum(axis=1))
    latitude = np.radians(rings[..., 1].mean(axis=1))
    # metres per degree on the ellipsoid, the first terms of their series
    up = _M_PER_DEGREE - 63.0 - 560.0 * np.cos(2 * latitude)
    along = (_M_PER_DEGREE + 217.0) * np.cos(latitude) - 93.5 * np.cos(3 * latitude)
    hectares: Floats = doubled / 2 * up * along / M2_PER_HA
    return hectares


def batches(count: int) -> Iterator[slice]:
    """Yield the places of `count` rows, some at a time."""
    for first in range(0, count, BATCH):
        yield slice(first, min(first + BATCH, count))


def make_zones(seed: int = 1) -> tuple[Zone, ...]:
    """Return the city, the districts and the leaves, in the order of their tree."""
    leaves = _leaves(np.random.default_rng([seed, 1]))
    districts, below = [], []
    for number, places in enumerate(_DISTRICTS, 1):
        parts = [leaves[place] for place in places]
        districts.append(Zone(f"d{number}", "city", _together(parts)))
        named = [f"d{number}-{letter}" for letter in "abcd"]
        below += [Zone(name, f"d{number}", part) for name, part in zip(named, parts, strict=False)]
    return Zone("city", None, _together(list(leaves.values()))), *districts, *below


def _grid_in(city: Polygon, zones: tuple[Zone, ...], cells: float, seed: int) -> Land:
    columns = round((cells * _WIDTH_KM / _HEIGHT_KM) ** 0.5)
    rows = round(cells / columns)
    grid = _grid(rows, columns, np.random.default_rng([seed, 2]))
    whole = Land(zones, *grid, np.arange(rows * columns))
    return Land(zones, *grid, whole.cells[_mostly_in(city, whole)])


def _grid(rows: int, columns: int, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Return corners and bends; the box's own edge stays straight."""
    west, south, east, north = BOX
    x, y = np.meshgrid(np.linspace(west, east, columns + 1), np.linspace(south, north, rows + 1))
    corners = np.stack([x, y], axis=-1)
    step = np.array([(east - west) / columns, (north - south) / rows])
    corners[1:-1, 1:-1] += rng.uniform(-0.3, 0.3, (rows - 1, columns - 1, 2)) * step
    along = _bends(corners[:, :-1], corners[:, 1:], rng)
    up = _bends(corners[:-1], corners[1:], rng)
    along[0, ..., 1], along[-1, ..., 1] = south, north
    up[:, 0, :, 0], up[:, -1, :, 0] = west, east
    return corners, along, up


def _bends(start: Floats, end: Floats, rng: np.random.Generator) -> Floats:
    """Return two points a little off each edge, at a third and two thirds of it."""
    edge = (end - start)[..., None, :]
    across = np.stack([-edge[..., 1], edge[..., 0]], axis=-1)
    off = rng.uniform(-0.08, 0.08, (*start.shape[:2], 2, 1))
    third = np.array([[1 / 3], [2 / 3]])
    bends: Floats = start[..., None, :] + edge * third + across * off
    return bends


def _mostly_in(city: Polygon, whole: Land) -> npt.NDArray[np.bool_]:
    """Tell which cells lie more than half in the city."""
    shapely.prepare(city)
    inside = shapely.contains_xy(city, whole.corners[..., 0], whole.corners[..., 1])
    found = inside[:-1, :-1].astype(int) + inside[:-1, 1:] + inside[1:, :-1] + inside[1:, 1:]
    kept = found.ravel() == 4
    mixed = np.flatnonzero((found.ravel() > 0) & ~kept)
    outlines = polygons(whole.rings(mixed))
    share = shapely.area(shapely.intersection(outlines, city)) / shapely.area(outlines)
    kept[mixed] = share > _CITY_SHARE
    return np.asarray(kept)


def _leaves(rng: np.random.Generator) -> dict[tuple[int, int], Polygon]:
    """Return the leaves by (row, column), neighbours sharing every vertex of their edge."""
    west, south, east, north = _CITY
    columns, rows = _LEAF_COLUMNS, _LEAF_ROWS
    x, y = np.meshgrid(np.linspace(west, east, columns + 1), np.linspace(south, north, rows + 1))
    nodes = np.stack([x, y], axis=-1) + rng.uniform(-0.03, 0.03, (rows + 1, columns + 1, 2))
    along = {(r, c): _fractal(nodes[r, c], nodes[r, c + 1], rng)
             for r in range(rows + 1) for c in range(columns)}  # fmt: skip
    up = {(r, c): _fractal(nodes[r, c], nodes[r + 1, c], rng)
          for r in range(rows) for c in range(columns + 1)}  # fmt: skip
    return {
        (r, c): Polygon(np.concatenate([
            along[r, c][:-1], up[r, c + 1][:-1], along[r + 1, c][:0:-1], up[r, c][:0:-1],
        ]))
        for r in range(rows) for c in range(columns)
    }  # fmt: skip


def _fractal(start: Floats, end: Floats, rng: np.random.Generator) -> Floats:
    """Return a rough line of some 120 segments between two points, both exactly its ends.

    Its distance from the chord is a sum of sines with falling amplitudes: a graph over the chord,
    so it cannot cross itself.
    """
    segments = int(rng.integers(116, 131))
    place = np.linspace(0.0, 1.0, segments + 1)
    wave = np.arange(1, segments // 2)
    height = rng.normal(size=len(wave)) * wave**-1.0
    off = 0.07 * np.sin(np.pi * place) * (np.sin(np.pi * np.outer(place, wave)) @ height)
    chord = end - start
    line: Floats = start + place[:, None] * chord + off[:, None] * [-chord[1], chord[0]]
    line[0], line[-1] = start, end
    return line


def _together(parts: list[Polygon]) -> Polygon:
    """Return what neighbours cover, every vertex of their outer edge kept."""
    whole = shapely.coverage_union_all(parts)
    if isinstance(whole, MultiPolygon):
        [whole] = whole.geoms
    assert isinstance(whole, Polygon)  # noqa: S101 (what the layout above is made for)
    return whole
