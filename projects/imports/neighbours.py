"""Parcels of a list held against each other, what is there already, the zones, and their outlines.

Nothing here stops an import: each is a warning that somebody should look at.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from gis.geometry.area import M2_PER_HA, NOISE_M2, area_m2
from gis.geometry.outlines import same_outline
from gis.model import Parcel, Zone
from gis.problems import Problem
from projects.imports.drawn import Drawn, Sketches
from projects.imports.outlines import tolerance_m2
from projects.imports.parcels import Found
from projects.package.check_ledger import MAX_OUTSIDE_SHARE, land_of
from projects.package.known_ledger import KnownLedger
from projects.package.rows import Row

OUTSIDE_SHARE: Final = 0.01
"""Less of a parcel outside every zone is the noise of two boundaries that should be one."""


def look_around(
    found: Found,
    zones: Sequence[Zone],
    known: KnownLedger,
    sketches: Sketches,
    *,
    tolerance: float,
) -> Iterator[Problem]:
    """Yield what should be looked at.

    Parameters
    ----------
    tolerance
        The share by which two areas of one piece of land may differ
        (`projects.imports.outlines.tolerance_m2`).
    """
    yield from _areas(found, tolerance)
    yield from _outside(found, zones, sketches)
    yield from _overlaps(found, known, sketches)


def _areas(found: Found, tolerance: float) -> Iterator[Problem]:
    for parcel, row in found:
        measured, declared = area_m2(parcel.outline), parcel.declared_ha * M2_PER_HA
        differ = declared - measured
        if abs(differ) > (most := tolerance_m2(measured, tolerance)):
            yield _warning(
                row, "declared_ha", "area_differs",
                f"与量算面积 {measured / M2_PER_HA:.4f} 公顷相差 {differ:+.1f} 平方米，"
                f"超过限差 {most:.1f} 平方米",
                f"differs by {differ:+.1f} m² from the {measured / M2_PER_HA:.4f} ha measured, "
                f"more than the {most:.1f} m² that two surveys may",
            )  # fmt: skip


def _outside(found: Found, zones: Sequence[Zone], sketches: Sketches) -> Iterator[Problem]:
    land = land_of(zones)
    if land is None:
        return
    for parcel, row in found:
        outside = outside_m2(parcel.outline, land)
        if outside is not None:
            sketches.keep(row.number_in_file, "outside_zones", Drawn(parcel.outline, other=land))
            zh, en = told_outside(parcel, outside)
            yield _warning(row, "outline", "outside_zones", zh, en, value=parcel.parcel_id)


def outside_m2(outline: BaseGeometry, land: BaseGeometry) -> float | None:
    """Return how much of a parcel lies in no zone where that should be looked at, else None."""
    if shapely.covers(land, outline):
        return None
    outside = area_m2(shapely.difference(outline, land))
    share = outside / area_m2(outline)
    told = outside > NOISE_M2 and OUTSIDE_SHARE < share <= MAX_OUTSIDE_SHARE
    return outside if told else None


def told_outside(parcel: Parcel, outside: float) -> tuple[str, str]:
    """Return that some m² of a parcel lie in no zone, in Chinese and in English."""
    share = outside / area_m2(parcel.outline)
    return (
        f"有 {share:.0%}（{outside:.0f} 平方米）不在任何片区内",
        f"{share:.0%} of it ({outside:.0f} m²) lies in no zone",
    )


def _overlaps(found: Found, known: KnownLedger, sketches: Sketches) -> Iterator[Problem]:
    """Yield each pair of parcels that lie on each other, once, at the later row."""
    mine: list[Parcel] = [parcel for parcel, _ in found]
    ids = {parcel.parcel_id for parcel in mine}
    there = known.parcels_near([parcel.outline for parcel in mine])
    every = [*mine, *(parcel for parcel in there if parcel.parcel_id not in ids)]
    outlines = np.array([parcel.outline for parcel in every], dtype=object)
    tree = STRtree(outlines)
    one, other = tree.query(outlines[: len(mine)], predicate="intersects")
    for mine_at, other_at in zip(one.tolist(), other.tolist(), strict=True):
        if mine_at == other_at or (other_at < len(mine) and other_at > mine_at):
            continue
        a, b = every[mine_at], every[other_at]
        if a.parcel_id == b.parcel_id:
            continue
        overlap = area_m2(shapely.intersection(a.outline, b.outline))
        if overlap <= NOISE_M2:
            continue
        row = found[mine_at][1]
        where_zh = f"第 {found[other_at][1].number_in_file} 行" if other_at < len(mine) else "库中"
        where_en = (
            f"row {found[other_at][1].number_in_file}" if other_at < len(mine) else "the plan"
        )
        same = same_outline(a.outline, b.outline)
        kind = "same_land" if same else "overlap"
        sketches.keep(row.number_in_file, kind, Drawn(a.outline, other=b.outline))
        if same:
            zh = f"与{where_zh}的地块 {b.parcel_id} 边界相同"
            en = f"is drawn as {b.parcel_id} of {where_en}"
        else:
            zh = f"与{where_zh}的地块 {b.parcel_id} 重叠 {overlap:.1f} 平方米"
            en = f"overlaps {b.parcel_id} of {where_en} by {overlap:.1f} m²"
        yield _warning(row, "outline", kind, zh, en, value=a.parcel_id)


def _warning(row: Row, column: str, kind: str, zh: str, en: str, *, value: str = "") -> Problem:
    return Problem(
        file=row.file, row=row.number_in_file, column=column,
        value=value or row.cells.get(column, ""), zh=zh, en=en, kind=kind, severity="warning",
    )  # fmt: skip
