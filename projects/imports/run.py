"""An import: a file of a list into a plan, all of it or nothing, as one batch.

What it would do is found by doing it and taking it back: a dry run says exactly what the run does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from gis.database.statistics import analyze
from gis.formats.staged import family_of
from gis.geometry.area import area_m2
from gis.problems import Problem, errors_in
from projects.imports.cut_ids import without_what_follows
from projects.imports.file_areas import no_features
from projects.imports.ground import Ground
from projects.imports.import_large import LARGE, import_large, is_large
from projects.imports.land_work import NOTHING, Work, work_of_events, work_of_parcels
from projects.imports.lists import ListName
from projects.imports.opening import ImportOptions, Opened, opened
from projects.imports.outcome import ImportedBefore, Outcome
from projects.imports.parcels import Progress
from projects.imports.plan_work import work_of_indicators, work_of_projects, work_of_zones
from projects.imports.shifted import weighed
from projects.store.batches import (
    Batch,
    Counts,
    FileLoaded,
    Origin,
    batches_of,
    hashing,
    next_batch,
    write_batch,
)
from projects.store.changed_events import ChangedEventsError
from projects.store.known_ledger import StoredLedger
from projects.store.stored_package import package_of
from projects.store.write_ledger import lock_ledger, stage


def _silent(done: int, count: int | None) -> None:
    """Tell nobody."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A call of an import.

    Parameters
    ----------
    kind
        The list; parcels `as_events` tell by their status what happened to them.
    dry
        Whether nothing is to be written.
    by
        Who calls it. None: the role of the database.
    today
        The day that events should not be after.
    large
        From this many parcels on, they are read and written by column.
    """

    kind: ListName
    path: Path
    options: ImportOptions
    dry: bool
    today: date
    as_events: bool = False
    by: str | None = None
    progress: Progress = _silent
    large: int = LARGE

    @property
    def into(self) -> ListName:
        """The list that its rows go into."""
        return "events" if self.as_events else self.kind

    @property
    def command(self) -> str:
        """What the load is recorded as."""
        left_out = len(self.options.left_out)
        without = f", {left_out} left out" if left_out else ""
        return f"import {self.kind}{' --as events' if self.as_events else ''}{without}"


def import_list(connection: Connection, plan_id: str, run: Run) -> Outcome:
    """Import a file in the caller's transaction; with an error nothing of it is written.

    Raises
    ------
    WrongUseError
        If the call cannot be meant.
    BadDataError
        If the file cannot be read at all.
    """
    lock_ledger(connection, plan_id)
    problems: list[Problem] = []
    known = StoredLedger(connection, plan_id)
    ground = Ground(package=package_of(connection, plan_id, ledger=False), known=known)

    def areas_of(ids: Sequence[str]) -> dict[str, float]:
        return {one.parcel_id: area_m2(one.outline) for one in known.parcels(set(ids)).values()}

    found = opened(run.path, run.into, ground.package, run.options, problems, areas_of)
    with hashing(files_of(run.path)) as files:
        origin = Origin(command=run.command, by=run.by, files=files)
        before = batches_of(connection, plan_id)
        work, counts, batch_id = NOTHING, Counts(), None
        if found.verdict.refused or found.file.layer.count == 0:
            pass
        elif run.into == "parcels" and found.file.drawn and is_large(found.file, run.large):
            counts, batch_id = import_large(
                connection, found.file, ground, problems, origin=origin, progress=run.progress,
                dry=run.dry,
            )  # fmt: skip
        else:
            work = _WORK[run.into](connection, found.file, ground, problems, run)
            if run.into == "parcels":
                problems[:] = weighed(problems, len(work.rows), is_said=found.file.crs_is_said)
            counts, batch_id = _written(connection, plan_id, run, work, problems, origin)
        wrong = any(problem.severity == "error" for problem in problems)
        if not (work.rows or wrong) and counts == Counts():
            problems.append(no_features(found.file.layer.file))
        imported_before = _imported_before(before, files())
    return Outcome(
        kind=run.into,
        plan=plan_id,
        file=found.file.layer.file,
        format=found.file.layer.format,
        layer=found.file.layer.name,
        encoding=found.file.layer.encoding,
        crs_epsg=found.verdict.epsg,
        crs_zh=found.verdict.reason_zh,
        crs_en=found.verdict.reason_en,
        matching=found.file.conversion.matching,
        units=found.units,
        rows=work.rows,
        problems=_in_their_words(problems, found),
        counts=counts,
        batch=batch_id,
        before=imported_before,
        sketches=found.file.sketches,
    )


_WORK: Final[Mapping[ListName, Callable[..., Work]]] = {
    "parcels": work_of_parcels,
    "events": work_of_events,
    "zones": work_of_zones,
    "projects": work_of_projects,
    "indicators": work_of_indicators,
}
"""List → what reads and checks it, and says how it is written."""


def _written(
    connection: Connection,
    plan_id: str,
    run: Run,
    work: Work,
    problems: list[Problem],
    origin: Origin,
) -> tuple[Counts, int | None]:
    """Write what was read as a batch, unless something is wrong; of a dry run it is taken back."""
    if errors_in(problems):
        return Counts(), None
    batch_id, counts = next_batch(connection, dry=run.dry), Counts()
    try:
        with connection.begin_nested() as savepoint:
            stage(connection)
            counts = work.write(batch_id)
            if run.dry:
                savepoint.rollback()
            else:
                analyze(connection)
    except ChangedEventsError as error:
        problems += error.at(work.places).problems
        return Counts(), None
    if run.dry or not counts.alters:
        return counts, None
    write_batch(connection, plan_id, batch_id, origin=origin, counts={run.into: counts})
    return counts, batch_id


def files_of(path: Path) -> dict[str, Path]:
    """Return the files that an import reads: those of a folder, one and what goes with it."""
    if path.is_dir():  # a file geodatabase: any other was refused
        return {one.name: one for one in sorted(path.iterdir()) if one.is_file()}
    return {one.name: one for one in (path, *family_of(path, path.suffix.lower()))}


def _imported_before(
    batches: Sequence[Batch], files: Sequence[FileLoaded]
) -> ImportedBefore | None:
    """Return the last load of the very file that stands, else the last that was taken back.

    What goes with the file is part of it: the outlines of a Shapefile stay where its table changes.
    """
    undone = {batch.undoes: batch.batch_id for batch in batches}
    marks = {file.sha256 for file in files}
    found = [
        ImportedBefore(
            batch_id=batch.batch_id, loaded_by=batch.loaded_by, loaded_at=batch.loaded_at,
            undone_by=undone.get(batch.batch_id),
        )
        for batch in batches
        if marks <= {file.sha256 for file in batch.files}
    ]  # fmt: skip
    return next((one for one in found if one.undone_by is None), found[0] if found else None)


def _in_their_words(problems: Sequence[Problem], found: Opened) -> list[Problem]:
    """Return problems with the columns as the file calls them, in the order of its rows."""
    theirs = found.file.conversion.matching.theirs
    file = found.file.layer.file
    told = [
        replace(problem, column=theirs(problem.column)) if problem.file == file else problem
        for problem in problems
    ]
    told = without_what_follows(dict.fromkeys(told))
    return sorted(told, key=lambda problem: problem.row or 0)
