"""Parcels of a large ledger that lie on others and, taken as GCJ-02, on none.

Which parcels lie mostly on others is known once the overlaps are: from the database where they
were just stored, else found here tile by tile. Only these are then held against their neighbours.
"""

from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely
from shapely import STRtree
from sqlalchemy import Connection, func, select

from gis.database import derived_tables, tables
from gis.geometry.area import areas_m2
from gis.geometry.datum import gcj02_to_wgs84
from gis.geometry.overlaps import overlapping_pairs, tiles
from gis.geometry.rings import Places
from gis.problems import Problem
from projects.bulk.parcels import Parcels
from projects.package.check_ledger import MAX_OVERLAP_SHARE, check_shifted
from projects.package.known_ledger import NOTHING_KNOWN, KnownLedger
from projects.package.rows import Row

_TILE: Final = 20_000
_SUSPECTS: Final = 2_000
"""Parcels looked at together: their neighbours are in memory."""

_SHARE: Final = 0.99 * MAX_OVERLAP_SHARE
"""Overlaps are summed one by one, so they are at least the land covered; a margin for rounding."""


def newest_place(connection: Connection) -> int:
    """Return the id of the place that was drawn last: those of later ones are larger."""
    return connection.scalar(select(func.max(tables.place.c.place_id))) or 0


def suspects_in_database(
    connection: Connection, plan_id: str, parcels: Parcels, *, after: int
) -> Places:
    """Return the places of parcels that lie mostly on others, by the plan's stored overlaps.

    `after`: the place since which outlines are new (`newest_place`); others are not looked at.
    """
    one, other = tables.parcel.c, tables.parcel.alias().c
    place, overlap = tables.place.c, derived_tables.place_overlap.c
    found = connection.scalars(
        select(one.parcel_id)
        .where(
            one.plan_id == plan_id,
            one.place_id > after,
            place.plan_id == one.plan_id,
            place.place_id == one.place_id,
            overlap.plan_id == one.plan_id,
            overlap.place_id == one.place_id,
            other.plan_id == one.plan_id,
            other.place_id == overlap.other_id,
        )
        .group_by(one.parcel_id, place.measured_m2)
        .having(func.sum(overlap.overlap_m2) > _SHARE * place.measured_m2)
    ).all()
    places = parcels.find(pa.array(found, pa.string()))
    return np.sort(places[places >= 0])


def suspects_in_store(parcels: Parcels) -> Places:
    """Return the places of parcels that lie mostly on others, from their outlines alone."""
    once = _once(parcels)
    bounds = parcels.store.bounds()[once]
    found = [np.empty(0, np.int64)]
    for own in tiles(bounds, size=_TILE):
        near = np.flatnonzero(_meets(bounds, bounds[own]))
        outlines = parcels.store.outlines(once[near])
        one, other = overlapping_pairs(outlines)
        m2 = areas_m2(shapely.intersection(outlines[one], outlines[other]))
        ends = np.concatenate([one, other])
        overlap_m2 = np.bincount(ends, np.concatenate([m2, m2]), minlength=len(near))
        mostly = overlap_m2 > _SHARE * parcels.measured_m2[once[near]]
        found.append(once[near[mostly & np.isin(near, own)]])
    return np.sort(np.concatenate(found))


def check_shifts(
    parcels: Parcels,
    suspects: Places,
    known: KnownLedger = NOTHING_KNOWN,
    *,
    file: str,
    problems: list[Problem],
) -> None:
    """Report the suspects that lie on other parcels only because they are in GCJ-02.

    The others are those of the file and of what is `known`.
    """
    suspects = suspects[parcels.inside[suspects]]
    if not len(suspects):
        return
    once = _once(parcels)
    bounds = parcels.store.bounds()[once]
    drawn: Any = parcels.store.outlines(suspects)
    here, back = shapely.bounds(drawn), shapely.bounds(gcj02_to_wgs84(drawn))
    both = np.hstack([np.minimum(here, back)[:, :2], np.maximum(here, back)[:, 2:]])
    for own in tiles(both, size=_SUSPECTS):
        near = once[_meets(bounds, both[own])]
        outlines = list(parcels.store.outlines(near))
        others = known.parcels_near(list(drawn[own]))
        is_other = parcels.find(pa.array([p.parcel_id for p in others], pa.string())) < 0
        outlines += [p.outline for p, told in zip(others, is_other, strict=True) if told]
        tree = STRtree(outlines)
        for place in suspects[own].tolist():
            parcel = parcels.parcel(place)
            row = Row(file, int(parcels.numbers[place]), {}, problems)
            check_shifted(parcel, row, outlines, tree, int(np.searchsorted(near, place)))


def _once(parcels: Parcels) -> Places:
    """Return the places of parcels without those whose id an earlier one has."""
    return np.setdiff1d(np.arange(len(parcels)), parcels.repeated(), assume_unique=True)


def _meets(bounds: Any, others: Any) -> Any:
    """Tell which boxes meet the box around others."""
    west, south = others[:, :2].min(axis=0)
    east, north = others[:, 2:].max(axis=0)
    return (
        (bounds[:, 0] <= east)
        & (bounds[:, 2] >= west)
        & (bounds[:, 1] <= north)
        & (bounds[:, 3] >= south)
    )
