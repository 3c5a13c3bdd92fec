"""The outlines of a batch at once.

As `gis.geometry.outlines.to_outline` does for one: what is sound here is sound there, with the same
vertices. What is not certainly sound is left to it.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely import GeometryType

from gis.errors import CrsError
from gis.geometry.crs import STORED_SRID, to_stored
from gis.geometry.in_china import bounds_in
from gis.geometry.outline_store import OF_ONE_POLYGON
from gis.geometry.outlines import MIN_AREA_M2
from projects.bulk.cells import Mask
from projects.package.feature_files import FeatureBatch

_POLYGON: Final = np.frombuffer(b"\x01\x03\0\0\0", np.uint8)
_MULTIPOLYGON: Final = np.frombuffer(b"\x01\x06\0\0\0", np.uint8)


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of n features.

    Parameters
    ----------
    found
        As the file holds them, None where it holds none or none that can be read.
    stored
        The same in EPSG:4490, polygons and multipolygons, where they are sound.
    wkb
        MultiPolygons in EPSG:4490, little-endian WKB; null where not sound.
    measured_m2
        Geodesic areas; NaN where not sound.
    bounds
        Bounding boxes of what is stored, shape (n, 4).
    drawn, sound
        Whether the file has an outline; whether it certainly can be used.
    """

    found: NDArray[Any]
    stored: NDArray[Any]
    wkb: pa.LargeBinaryArray
    measured_m2: NDArray[np.float64]
    bounds: NDArray[np.float64]
    drawn: Mask
    sound: Mask


def read_outlines(batch: FeatureBatch, crs: CRS) -> Outlines:
    """Return the outlines of features in `crs`."""
    found = batch.geometries()
    drawn: Mask = batch.wkb.is_valid().to_numpy(zero_copy_only=False)
    kinds = [GeometryType.POLYGON, GeometryType.MULTIPOLYGON]
    sound = np.isin(shapely.get_type_id(found), kinds)
    sound &= batch.valid(found)
    stored = _in_stored_crs(found, crs, sound)
    west, south, east, north = bounds_in(crs)
    bounds = shapely.bounds(stored)
    min_x, min_y, max_x, max_y = bounds.T
    sound &= (west <= min_x) & (max_x <= east) & (south <= min_y) & (max_y <= north)
    measured_m2 = np.full(len(found), np.nan)
    measured_m2[sound] = batch.areas_m2(stored, sound)
    sound &= measured_m2 > 2 * MIN_AREA_M2
    measured_m2[~sound] = np.nan
    wkb = _stored_wkb(batch.wkb, found, stored, sound)
    return Outlines(found, stored, wkb, measured_m2, bounds, drawn, sound)


def multipolygon_wkb(outlines: NDArray[Any]) -> pa.LargeBinaryArray:
    """Return polygons and multipolygons in EPSG:4490 as WKB of MultiPolygons."""
    wkb = pa.array(shapely.to_wkb(outlines, output_dimension=2, byte_order=1), pa.large_binary())
    return _as_multipolygons(wkb)


def _in_stored_crs(found: NDArray[Any], crs: CRS, sound: Mask) -> NDArray[Any]:
    """Return outlines in EPSG:4490 without heights; doubts those that cannot be brought there."""
    if crs == CRS.from_epsg(STORED_SRID):
        return found
    stored = np.full(len(found), None, dtype=object)
    try:
        flat: Any = shapely.force_2d(found[sound])
        stored[sound] = to_stored(flat, crs)
    except CrsError:
        sound[:] = False
    sound &= shapely.is_valid(stored)
    return stored


def _stored_wkb(
    column: pa.LargeBinaryArray, found: NDArray[Any], stored: NDArray[Any], sound: Mask
) -> pa.LargeBinaryArray:
    """Return the stored outlines as WKB: the file's own bytes where they need no change."""
    if stored is found:
        heads = _heads(column)
        plain = (heads == _POLYGON).all(axis=1) | (heads == _MULTIPOLYGON).all(axis=1)
        if plain[sound].all():
            return _as_multipolygons(_only(column, sound))
    used = np.full(len(found), None, dtype=object)
    used[sound] = stored[sound]
    return multipolygon_wkb(used)


def _as_multipolygons(wkb: pa.LargeBinaryArray) -> pa.LargeBinaryArray:
    single = pa.array((_heads(wkb) == _POLYGON).all(axis=1))
    before = pc.if_else(single, _bytes(OF_ONE_POLYGON), _bytes(b""))
    joined = pc.binary_join_element_wise(before, pc.fill_null(wkb, b""), _bytes(b""))
    return _only(joined, wkb.is_valid().to_numpy(zero_copy_only=False))


def _only(wkb: pa.LargeBinaryArray, rows: Mask) -> pa.LargeBinaryArray:
    return wkb if rows.all() else pc.if_else(rows, wkb, _bytes(None))


def _heads(wkb: pa.LargeBinaryArray) -> NDArray[np.uint8]:
    """Return byte order and type of each geometry, shape (n, 5); zeros where there is none."""
    _, ends, data = wkb.buffers()
    start = np.frombuffer(ends, np.int64)[wkb.offset :][: len(wkb) + 1]
    heads = np.zeros((len(wkb), 5), np.uint8)
    some = np.diff(start) >= 5
    if some.any():
        heads[some] = np.frombuffer(data, np.uint8)[start[:-1][some, None] + np.arange(5)]
    return heads


def _bytes(value: bytes | None) -> pa.Scalar:
    return pa.scalar(value, pa.large_binary())
