"""A large list of parcels written as a large ledger is: batch by batch, indexes off meanwhile."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from gis.errors import BadDataError
from gis.problems import Problem
from projects.bulk.large_ledger import LargeLedger
from projects.bulk.load_large import load_large
from projects.imports.ground import Ground
from projects.imports.large_list import LargeList, at_their_rows
from projects.imports.large_remarks import LargeRemarks
from projects.imports.list_file import ListFile
from projects.imports.parcels import Progress, assumed_owner, missing_column
from projects.imports.shifted import weighed
from projects.package.folder import refuse_problems
from projects.store.batches import Counts, Origin
from projects.store.loaded import ledger_size

LARGE: Final = 20_000
"""From this many parcels on a list is read and written by column."""


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

    def weigh(told: Sequence[Problem]) -> list[Problem]:
        return weighed(told, file.layer.count or 0, is_said=file.crs_is_said)

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
                told=frozenset(), known=ground.known, weigh=weigh, dry=dry,
            )  # fmt: skip
            counts = loaded.changes["parcels"]
            batch_id = loaded.batch if counts.alters else None
            remarks = LargeRemarks(
                connection=connection, ground=ground, file=file.layer.file, batch_id=batch_id
            )
            problems += remarks.events_on_them()
            refuse_problems(Path(file.layer.file), problems)
            problems += [*remarks.outside(), *remarks.overlaps()]
            if dry:
                savepoint.rollback()
    except BadDataError as error:
        problems[:] = weigh(at_their_rows(error.problems, listed))
        return Counts(), None
    problems[:] = at_their_rows(problems, listed)
    if listed.assumed:
        problems.append(assumed_owner(file, listed.assumed))
    return counts, None if dry else batch_id
