"""Cells of a tile as bytes: how much land each has, and month by month the share of each state.

A tile has 16 × 16 cells. Its bytes are deflated (zlib); inflated, lowest byte first, they are

    int16           the first month: 12 × (year - 2000) + month - 1; at its end, as at the end of
                    each, the shares are those of its column
    uint16          how many months
    uint16          how many cells have land
    uint8 …         their numbers, row by row from the north-west
    float32 …       their land in hectares
    uint8 …         cell by cell, month by month: the share in reserve, in 255ths, as the difference
                    from the month before (from 0 at first), wrapping around
    uint8 …         the same of the share supplied

Before the first month both are 0; after the last they stay. `map_grid.js` reads it back.
"""

import struct
import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from sqlalchemy import Row

from gis.geometry.area import M2_PER_HA

SHARES: Final = 255
"""A share is told in so many steps."""

CellRow = Row[int, int | None, float, float, float]
"""Cell, month, and m²: of land (where the month is None), more in reserve, more supplied."""


def packed_cells(rows: Sequence[CellRow]) -> bytes:
    """Return what `landplan.tile_cells` tells of a tile as bytes."""
    land = sorted((row[0], row[2]) for row in rows if row[1] is None)
    cells = np.array([cell for cell, _ in land], dtype=np.uint8)
    measured_m2 = np.array([m2 for _, m2 in land], dtype=np.float64)
    changes = [row for row in rows if row[1] is not None]
    months = [int(row[1] or 0) for row in changes]
    first, count = (min(months), max(months) - min(months) + 1) if months else (0, 0)
    reserve_m2, supplied_m2 = np.zeros((2, len(cells), count))
    at = np.searchsorted(cells, [row[0] for row in changes]), np.array(months, dtype=int) - first
    reserve_m2[at] = [row[3] for row in changes]
    supplied_m2[at] = [row[4] for row in changes]
    told = [
        struct.pack("<hHH", first, count, len(cells)),
        cells.tobytes(),
        (measured_m2 / M2_PER_HA).astype("<f4").tobytes(),
        _differences(reserve_m2, measured_m2),
        _differences(supplied_m2, measured_m2),
    ]
    return zlib.compress(b"".join(told))


def _differences(more_m2: npt.NDArray[np.float64], measured_m2: npt.NDArray[np.float64]) -> bytes:
    """Return the shares that these changes add up to, each as its step from the one before."""
    shares = np.cumsum(more_m2, axis=1) / measured_m2[:, None]
    steps = np.rint(np.clip(shares, 0, 1) * SHARES).astype(np.int16)
    return np.diff(steps, axis=1, prepend=np.int16(0)).astype(np.uint8).tobytes()
