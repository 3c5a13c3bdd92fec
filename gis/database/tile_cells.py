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
    uint8 …         of a filter that lets land pass on some days only: the same of the share shown,
                    which before the first month is that of the first

Before the first month the others are 0; after the last all stay.
`landplan/web/static/map/cell_tile.js` reads it.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt
from sqlalchemy import Row

from gis.geometry.area import M2_PER_HA

SHARES: Final = 255
"""A share is told in so many steps."""

SIDE: Final = 16

CellRow = Row[int, int | None, float, float, float]
"""Cell, month, and m²: of land (where the month is None), more in reserve, more supplied."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cells:
    """The cells of a tile that have land: `land_ha` of each, and by (cell, month) the rest.

    `shown_ha` is the land that a filter lets pass then; None where that is all of it on any day.
    """

    first: int
    numbers: npt.NDArray[np.uint8]
    land_ha: Floats
    reserve_ha: Floats
    supplied_ha: Floats
    shown_ha: Floats | None = None

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """Return what `packed` wrote, as exactly as it wrote it."""
        told = zlib.decompress(packed)
        first, months, count = struct.unpack_from("<hHH", told)
        numbers = np.frombuffer(told, np.uint8, count, 6)
        land_ha = np.frombuffer(told, "<f4", count, 6 + count).astype(np.float64)
        steps = np.frombuffer(told, np.uint8, offset=6 + 5 * count)
        series = len(steps) // (count * months) if count * months else 2
        shares = np.cumsum(steps.reshape(series, count, months), axis=2, dtype=np.uint8)
        reserve_ha, supplied_ha, *shown_ha = shares * (land_ha[None, :, None] / SHARES)
        return cls(
            first=first, numbers=numbers, land_ha=land_ha,
            reserve_ha=reserve_ha, supplied_ha=supplied_ha,
            shown_ha=shown_ha[0] if shown_ha else None,
        )  # fmt: skip

    def packed(self) -> bytes:
        """Return them as bytes."""
        told = [
            struct.pack("<hHH", self.first, self.reserve_ha.shape[1], len(self.numbers)),
            self.numbers.tobytes(),
            self.land_ha.astype("<f4").tobytes(),
            _steps(self.reserve_ha, self.land_ha),
            _steps(self.supplied_ha, self.land_ha),
            b"" if self.shown_ha is None else _steps(self.shown_ha, self.land_ha),
        ]
        return zlib.compress(b"".join(told))


def packed_cells(rows: Sequence[CellRow]) -> bytes:
    """Return what `landplan.tile_cells` tells of a tile as bytes."""
    land = sorted((row[0], row[2]) for row in rows if row[1] is None)
    numbers = np.array([cell for cell, _ in land], dtype=np.uint8)
    changes = [row for row in rows if row[1] is not None]
    months = [int(row[1] or 0) for row in changes]
    first, count = (min(months), max(months) - min(months) + 1) if months else (0, 0)
    more_m2 = np.zeros((2, len(numbers), count))
    at = np.searchsorted(numbers, [row[0] for row in changes]), np.array(months, dtype=int) - first
    more_m2[0][at] = [row[3] for row in changes]
    more_m2[1][at] = [row[4] for row in changes]
    reserve_ha, supplied_ha = np.cumsum(more_m2, axis=2) / M2_PER_HA
    return Cells(
        first=first, numbers=numbers,
        land_ha=np.array([m2 for _, m2 in land], dtype=np.float64) / M2_PER_HA,
        reserve_ha=reserve_ha, supplied_ha=supplied_ha,
    ).packed()  # fmt: skip


def packed_some_cells(rows: Sequence[CellRow]) -> bytes:
    """Return what `landplan.some_tile_cells` tells of a tile as bytes."""
    numbers = np.unique(np.array([row[0] for row in rows], dtype=np.uint8))
    months = [row[1] for row in rows if row[1] is not None]
    # the first column is what is shown before any change
    first, count = (min(months) - 1, max(months) - min(months) + 2) if months else (0, 1)
    more_m2 = np.zeros((3, len(numbers), count))
    at = (
        np.searchsorted(numbers, [row[0] for row in rows]),
        np.array([0 if row[1] is None else row[1] - first for row in rows], dtype=int),
    )
    more_m2[0][at] = [row[2] for row in rows]
    more_m2[1][at] = [row[3] for row in rows]
    more_m2[2][at] = [row[4] for row in rows]
    shown_ha, reserve_ha, supplied_ha = np.cumsum(more_m2, axis=2) / M2_PER_HA
    land_ha = shown_ha.max(axis=1, initial=0)
    has_land = land_ha > 0
    return Cells(
        first=first, numbers=numbers[has_land], land_ha=land_ha[has_land],
        reserve_ha=reserve_ha[has_land], supplied_ha=supplied_ha[has_land],
        shown_ha=shown_ha[has_land],
    ).packed()  # fmt: skip


def merged_cells(quarters: Sequence[bytes]) -> bytes:
    """Return the tile that four make up: north-west, north-east, south-west, south-east."""
    four = [Cells.unpacked(one) for one in quarters]
    told = [one for one in four if one.reserve_ha.shape[1]]
    first = min((one.first for one in told), default=0)
    until = max((one.first + one.reserve_ha.shape[1] for one in told), default=first)
    land_ha = np.zeros(SIDE * SIDE)
    states_ha = np.zeros((2, SIDE * SIDE, until - first))
    for quarter, one in enumerate(four):
        down, right = np.divmod(one.numbers.astype(int), SIDE)
        south, east = divmod(quarter, 2)
        number = SIDE * (down // 2 + SIDE // 2 * south) + right // 2 + SIDE // 2 * east
        np.add.at(land_ha, number, one.land_ha)
        if months := one.reserve_ha.shape[1]:
            begins = one.first - first
            for states, more in zip(states_ha, (one.reserve_ha, one.supplied_ha), strict=True):
                np.add.at(states[:, begins:], number, _lasting(more, until - one.first - months))
    numbers = np.flatnonzero(land_ha).astype(np.uint8)
    return Cells(
        first=first, numbers=numbers, land_ha=land_ha[numbers],
        reserve_ha=states_ha[0, numbers], supplied_ha=states_ha[1, numbers],
    ).packed()  # fmt: skip


def _lasting(of_months: Floats, further: int) -> Floats:
    """Let what was in the last month stay for some more."""
    return np.pad(of_months, ((0, 0), (0, further)), mode="edge")


def _steps(states_ha: Floats, land_ha: Floats) -> bytes:
    """Return the shares of the land, each as its step from the one before."""
    shares = np.rint(np.clip(states_ha / land_ha[:, None], 0, 1) * SHARES).astype(np.int16)
    return np.diff(shares, axis=1, prepend=np.int16(0)).astype(np.uint8).tobytes()
