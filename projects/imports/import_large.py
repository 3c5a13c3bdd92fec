"""A large list of parcels written as a large ledger is: batch by batch, indexes off meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, text

from gis.errors import BadDataError
from gis.problems import Problem
from projects.bulk.large_ledger import LargeLedger
from projects.bulk.load_large import load_large
from projects.imports.ground import Ground
from projects.imports.large_list import LargeList, at_their_rows
from projects.imports.list_file import ListFile
from projects.imports.parcels import Progress, assumed_owner, missing_column
from projects.package.check_ledger import check_known_events
from projects.package.folder import refuse_problems
from projects.package.rows import Row
from projects.store.batches import Counts, Origin
from projects.store.loaded import ledger_size

LARGE: Final = 20_000
"""From this many parcels on a list is read and written by column."""

_MOST: Final = 1_000
"""So many overlaps are told one by one."""

_TOGETHER: Final = 5_000
"""Parcels that events are on, held against these together."""

_WITH_EVENTS: Final = text(
    "select distinct p.parcel_id from landplan.land_event e"
    " cross join lateral unnest(e.parcel_ids) n (parcel_id)"
    " join landplan.parcel p on p.plan_id = :plan and p.parcel_id = n.parcel_id"
    " where e.plan_id = :plan and p.batch_id = :batch order by 1"
)
_OVERLAPS: Final = text(
    "select p.parcel_id, q.parcel_id as other, o.overlap_m2"
    " from landplan.parcel p"
    " join landplan.place_overlap o on o.place_id = p.place_id"
    " join landplan.parcel q on q.plan_id = :plan and q.place_id = o.other_id"
    " where p.plan_id = :plan and p.batch_id = :batch and landplan.is_land(o.overlap_m2)"
    "  and (q.batch_id is distinct from :batch or p.parcel_id > q.parcel_id)"
    " order by o.overlap_m2 desc limit :most"
)


def is_large(file: ListFile, least: int) -> bool:
    """Tell whether a list is read by column."""
    return (file.layer.count or 0) >= least


def import_large(
    connection: Connection,
    file: ListFile,
    ground: Ground,
    problems: list[Problem],
    *,
    origin: Origin,
    progress: Progress,
    dry: bool,
) -> tuple[Counts, int | None]:
    """Write a list of parcels, or take it back again; return what it did and its batch."""
    matching, plan_id = file.conversion.matching, ground.package.plan.plan_id
    for column, zh, en in (
        ("parcel_id", "地块编号", "the number of the parcel"),
        ("declared_ha", "申报面积", "the declared area"),
    ):
        if column not in matching:
            problems.append(missing_column(file, column, zh, en))
            return Counts(), None
    listed = LargeList(
        file=file,
        ground=ground,
        progress=progress,
        has_parcels=ledger_size(connection, plan_id).parcels > 0,
    )
    try:
        with connection.begin_nested() as savepoint:
            loaded = load_large(
                connection, Path(file.layer.file), ground.package,
                LargeLedger(parcels=listed, events=None), problems, origin=origin,
                told=frozenset(),
            )  # fmt: skip
            counts = loaded.changes["parcels"]
            batch_id = loaded.batch if counts.alters else None
            problems += _events_on_them(connection, file, ground, batch_id)
            refuse_problems(Path(file.layer.file), problems)
            problems += _overlaps(connection, file, plan_id, batch_id)
            if dry:
                savepoint.rollback()
    except BadDataError as error:
        problems[:] = at_their_rows(list(error.problems), listed)
        return Counts(), None
    if listed.assumed:
        problems.append(assumed_owner(file, listed.assumed))
    return counts, None if dry else batch_id


def _events_on_them(
    connection: Connection, file: ListFile, ground: Ground, batch_id: int | None
) -> list[Problem]:
    """Return why events of the ledger could not have happened on parcels as they now are."""
    given = {"plan": ground.package.plan.plan_id, "batch": batch_id}
    ids = connection.scalars(_WITH_EVENTS, given).all()
    found: list[Problem] = []
    for first in range(0, len(ids), _TOGETHER):
        parcels = ground.known.parcels(ids[first : first + _TOGETHER])
        rows = [
            (p, Row(file.layer.file, 0, {"parcel_id": p.parcel_id}, found))
            for p in parcels.values()
        ]
        check_known_events(rows, (), ground.known)
    return [replace(problem, row=None) for problem in found]


def _overlaps(
    connection: Connection, file: ListFile, plan_id: str, batch_id: int | None
) -> Iterator[Problem]:
    """Yield the largest overlaps of parcels that were written."""
    given = {"plan": plan_id, "batch": batch_id, "most": _MOST}
    for row in connection.execute(_OVERLAPS, given):
        yield Problem(
            file=file.layer.file,
            column="outline",
            value=row.parcel_id,
            zh=f"与地块 {row.other} 重叠 {row.overlap_m2:.1f} 平方米",
            en=f"overlaps {row.other} by {row.overlap_m2:.1f} m²",
            kind="overlap",
            severity="warning",
        )
