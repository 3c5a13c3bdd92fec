"""Land of the sample ledger: clusters cut by bent roads into blocks, blocks into parcels.

Land is cut across its longer side by a bent line, again and again: first with a road between the
halves (blocks), then without (parcels). Cuts end at the ones before them, so roads meet in T's as
they do on the ground. Lengths are metres in the local CGCS2000 Gauss-Krüger system; what comes
out is (lon, lat), rounded to 1e-9 degree, and the parcels of a block share every vertex of their
common edges.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import numpy as np
import shapely
from axes import DECIMALS, Points, axis_vertices, curve
from pyproj import CRS
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from gis.geometry.area import M2_PER_HA, area_ha
from gis.geometry.crs import STORED_SRID, local_crs, transform

LONLAT = CRS.from_epsg(STORED_SRID)
METRES = local_crs(113.4)

CUT_GRID_M, BLOCK_GRID_M, CUT_GRID_DEG = 0.001, 0.1, 1e-9
"""Cuts are noded on a grid of 1 mm; then the parcels of a block together on one of 0.1 m, which
closes the gaps of the first."""

KEPT = 0.74
"""Share of blocks that are in the ledger; the others are built up."""


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """A piece of land around a village or a road, with the zone that holds it."""

    name: str
    zone_id: str
    corners: tuple[tuple[float, float], ...] = ()
    """(lon, lat); none: the zone itself."""


CLUSTERS = (
    Cluster(name="柯木塱南", zone_id="park-2112"),
    Cluster(
        name="高唐",
        zone_id="smart-city-core",
        corners=(
            (113.3887, 23.1780), (113.3945, 23.1790), (113.4000, 23.1800), (113.4036, 23.1790),
            (113.4031, 23.1738), (113.4027, 23.1679), (113.3960, 23.1682), (113.3893, 23.1686),
        ),
    ),
    Cluster(
        name="新塘",
        zone_id="smart-city-core",
        corners=(
            (113.3890, 23.1655), (113.3950, 23.1660), (113.4024, 23.1645), (113.4028, 23.1600),
            (113.4034, 23.1545), (113.3975, 23.1530), (113.3900, 23.1538), (113.3872, 23.1600),
        ),
    ),
    Cluster(
        name="黄村",
        zone_id="smart-valley",
        corners=(
            (113.3845, 23.1428), (113.3920, 23.1437), (113.3978, 23.1433), (113.3995, 23.1390),
            (113.3970, 23.1345), (113.3900, 23.1322), (113.3835, 23.1342), (113.3826, 23.1390),
        ),
    ),
    Cluster(
        name="奥体",
        zone_id="smart-valley",
        corners=(
            (113.4066, 23.1440), (113.4130, 23.1447), (113.4187, 23.1446), (113.4178, 23.1392),
            (113.4120, 23.1370), (113.4058, 23.1385),
        ),
    ),
    Cluster(
        name="珠村",
        zone_id="smart-valley",
        corners=(
            (113.4078, 23.1340), (113.4150, 23.1358), (113.4236, 23.1352), (113.4242, 23.1290),
            (113.4170, 23.1257), (113.4090, 23.1275),
        ),
    ),
    Cluster(
        name="吉山",
        zone_id="smart-valley",
        corners=(
            (113.4284, 23.1438), (113.4345, 23.1436), (113.4402, 23.1420), (113.4378, 23.1362),
            (113.4332, 23.1300), (113.4281, 23.1322),
        ),
    ),
)  # fmt: skip

ACROSS = {
    "大观路": ((113.4058, 23.1476), (113.4082, 23.1473), (113.4084, 23.1447), (113.4056, 23.1449)),
    "高塘石": ((113.4176, 23.1815), (113.4203, 23.1819), (113.4206, 23.1791), (113.4180, 23.1790)),
}
"""Two single parcels: over the border of the core and the valley, and over the district's edge."""

ROADS = {"大观路": 40.0, "华观路": 30.0, "柯木塱南路": 30.0, "珠吉路": 36.0, "车陂涌": 44.0}
"""Road or stream → width in metres that it keeps free."""


def blocks(zones: Mapping[str, MultiPolygon], rng: Random) -> Iterator[tuple[str, list[Polygon]]]:
    """Yield each block: the name of its cluster and its parcels, (lon, lat)."""
    free = roads()
    for cluster in CLUSTERS:
        land = footprint(cluster, zones, rng).difference(free)
        for piece in shapely.get_parts(land):
            for block in cut_by_roads(piece, rng, width_m=28.0):
                if rng.random() < KEPT:
                    yield cluster.name, [lonlat(parcel) for parcel in parcels_of(block, rng)]
    for name, corners in ACROSS.items():
        yield name, [lonlat(bent_ring(corners, rng))]


def lonlat(polygon: Polygon) -> Polygon:
    """Return a polygon in degrees, rounded, drawn counter-clockwise."""
    return rounded(transform(polygon, METRES, LONLAT))


def rounded(polygon: Polygon) -> Polygon:
    """Return a (lon, lat) polygon at the decimals of the file, drawn counter-clockwise."""
    return shapely.orient_polygons(shapely.transform(polygon, lambda xy: xy.round(DECIMALS)))


def roads() -> BaseGeometry:
    """Return the land that named roads and the stream keep free."""
    lines = axis_vertices("sample axis vertex") | axis_vertices()
    return shapely.union_all(
        [
            transform(curve(lines[name]), LONLAT, METRES).buffer(width / 2)
            for name, width in ROADS.items()
        ]
    )


def footprint(cluster: Cluster, zones: Mapping[str, MultiPolygon], rng: Random) -> BaseGeometry:
    """Return a cluster's land: its sides bend a little; it keeps 20 m from its zone's edge."""
    (outline,) = zones[cluster.zone_id].geoms
    zone = transform(outline, LONLAT, METRES).buffer(-20.0)
    if not cluster.corners:
        return zone
    return bent_ring(cluster.corners, rng).intersection(zone)


def bent_ring(corners: Sequence[tuple[float, float]], rng: Random) -> Polygon:
    """Return the polygon of (lon, lat) corners in metres; its sides bend a little."""
    ring = np.array(transform(Polygon(corners), LONLAT, METRES).exterior.coords)
    sides = [bent(a, b, rng, bend=0.03) for a, b in pairwise(ring)]
    return Polygon(np.vstack([np.array(side.coords)[:-1] for side in sides]))


def bent(a: Points, b: Points, rng: Random, *, bend: float, points: int = 2) -> LineString:
    """Return a gently curved line between two points; `bend` is a share of its length."""
    along = b - a
    across = np.array([-along[1], along[0]])
    shares = [(i + 1) / (points + 1) + rng.uniform(-0.08, 0.08) for i in range(points)]
    inner = [a + share * along + rng.uniform(-bend, bend) * across for share in shares]
    return curve(np.array([a, *inner, b]), step=45.0)


def cutting_line(
    land: Polygon, rng: Random, *, bend: float, points: int, off_middle: float = 0.14
) -> LineString:
    """Return a bent line across the longer side of the land, a little askew and off its middle."""
    corners = shapely.get_coordinates(shapely.oriented_envelope(land))
    sides = corners[1] - corners[0], corners[2] - corners[1]
    along, across = sorted(sides, key=lambda side: -np.hypot(*side))
    middle = corners[:4].mean(axis=0) + rng.uniform(-off_middle, off_middle) * along
    askew = rng.uniform(-0.10, 0.10) * np.hypot(*across) * along / np.hypot(*along)
    half = 0.6 * across + askew
    return bent(middle - half, middle + half, rng, bend=bend, points=points)


def halves(land: Polygon, line: LineString, grid: float = CUT_GRID_M) -> list[Polygon]:
    """Return the parts of the land on both sides of a line, noded on a grid."""
    noded = shapely.union_all([land.boundary, line], grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return [face for face in faces if land.contains(face.point_on_surface())]


def roundness(land: Polygon) -> float:
    """Return 1 for a circle, 0.785 for a square, less for what is long or jagged."""
    return float(4 * np.pi * land.area / land.length**2)


def best_cut(land: Polygon, rng: Random, *, bend: float, points: int) -> LineString:
    """Return the one of five lines that leaves the least jagged halves."""
    lines = [cutting_line(land, rng, bend=bend, points=points) for _ in range(5)]
    return max(lines, key=lambda line: min(map(roundness, halves(land, line))))


def cut_by_roads(land: Polygon, rng: Random, *, width_m: float) -> Iterator[Polygon]:
    """Yield the blocks of a piece of land; roads get narrower as blocks get smaller."""
    if land.area < 1.6 * M2_PER_HA or roundness(land) < 0.25:
        return
    if land.area < rng.uniform(9, 17) * M2_PER_HA:
        rounded = land.buffer(-9).buffer(9, quad_segs=2).simplify(1.0)
        yield from (part for part in shapely.get_parts(rounded) if part.area > 1.4 * M2_PER_HA)
        return
    line = best_cut(land, rng, bend=0.10, points=3)
    for piece in shapely.get_parts(land.difference(line.buffer(width_m / 2))):
        yield from cut_by_roads(piece, rng, width_m=max(12.0, 0.75 * width_m))


def parcels_of(block: Polygon, rng: Random) -> list[Polygon]:
    """Return the parcels that tile a block; noded together, so neighbours share vertices."""
    pieces = list(cut(block, rng))
    noded = shapely.union_all([piece.boundary for piece in pieces], grid_size=BLOCK_GRID_M)
    return list(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))


def cut(land: Polygon, rng: Random) -> Iterator[Polygon]:
    if land.area < rng.uniform(2.6, 8.0) * M2_PER_HA:
        yield land
        return
    for half in halves(land, best_cut(land, rng, bend=0.05, points=rng.choice((1, 2, 2)))):
        yield from cut(half, rng)


def divided(land: Polygon, wanted_ha: float, rng: Random) -> tuple[Polygon, Polygon]:
    """Return a part of a (lon, lat) parcel that has about the wanted area, and the rest.

    The bent line between them is theirs; all other vertices are the parcel's.
    """
    metres = transform(land, LONLAT, METRES)
    lines = [cutting_line(metres, rng, bend=0.06, points=1, off_middle=0.4) for _ in range(60)]
    cuts = [halves(land, transform(line, METRES, LONLAT), CUT_GRID_DEG) for line in lines]
    pairs = [
        (rounded(one), rounded(other))
        for both in cuts
        if len(both) == 2
        for one, other in (both, both[::-1])
    ]
    return min(pairs, key=lambda pair: abs(area_ha(pair[0]) - wanted_ha))
