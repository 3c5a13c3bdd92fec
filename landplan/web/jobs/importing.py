"""Files of lists in the background: looked at, taken in, taken back.

A look says what an import would do, and what one of the sound rows alone would do. What is
confirmed is done again from the same file, all of it or nothing.
"""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from gis.errors import BadDataError, WrongUseError
from gis.problems import errors_in
from landplan.session import today
from landplan.settings import PlanSettings, read_settings
from landplan.web.jobs.problem_map import problem_map
from landplan.web.jobs.work import Work
from projects.imports.left_out import rows_with_errors
from projects.imports.opening import ImportOptions
from projects.imports.outcome import Outcome
from projects.imports.run import Run, import_list
from projects.imports.told import outcome_json
from projects.imports.undo import undo_batch
from projects.jobs.files import files_of, get_file
from projects.store.version import plan_version

_MOST_ROUNDS: Final = 5
"""A row that is left out may leave others without what they name: so often the rest is tried."""
_MOST_ROWS: Final = 200
"""So many rows are shown of what a file holds."""

OPTIONS: Final = ("crs", "datum", "datum_shift", "encoding", "columns", "layer", "repair")
"""What a person may say of how a file is to be read, as `ImportOptions` calls it."""


def check(work: Work) -> None:
    """Look at a file: what an import would do, what is wrong with it, what of it is sound."""
    path = _brought(work, int(work.job.asked.get("upload", work.job.job_id)))
    work.step("检查文件", "looking at the file")
    with work.reading() as connection:
        version = plan_version(connection, work.job.plan_id)
    try:
        whole = _tried(work, path)
    except BadDataError as error:
        with work.writing() as connection:
            work.finish(
                connection,
                {"unread": {"zh": error.zh, "en": error.en}},
                problems=error.problems,
            )
        return
    sound = _sound_part(work, path, whole)
    drawn = problem_map(work.folder / "map.geojson", whole)
    with work.writing() as connection:
        result = _told(whole) | {"sound": None if sound is None else _told_of_part(*sound)}
        result["version"] = version
        work.finish(connection, result, files=[drawn], problems=whole.problems)


def import_file(work: Work) -> None:
    """Import the file of a look, with the options and without the rows that were confirmed."""
    path = _brought(work, int(work.job.asked["upload"]))
    work.step("导入", "importing")
    left_out = frozenset(work.job.asked.get("left_out", ()))
    with work.writing() as connection:
        run = _run(work, path, dry=False, left_out=left_out)
        outcome = import_list(connection, work.job.plan_id, run)
        if outcome.is_refused:
            raise BadDataError(
                f"“{outcome.file}”现在有错误，未导入任何内容：检查之后数据有变化，请重新检查",
                f"{outcome.file!r} has errors now, nothing was imported: the data changed since it "
                "was looked at; look at it again",
                errors_in(outcome.problems),
            )
        if outcome.batch is not None:
            counts = asdict(outcome.counts)
            work.audit(
                connection, "import.done", str(outcome.batch), plan=outcome.plan,
                file=outcome.file, list=outcome.kind, left_out=len(left_out), counts=counts,
            )  # fmt: skip
        work.finish(connection, _told(outcome) | {"batch": outcome.batch})


def undo(work: Work) -> None:
    """Take a load back."""
    number = int(work.job.asked["batch"])
    work.step("撤销", "taking it back")
    with work.writing() as connection:
        done = undo_batch(connection, number, today=today(), by=work.job.asked_by or None)
        counts = {kind: asdict(count) for kind, count in done.counts.items()}
        work.audit(
            connection, "import.undo", str(number), plan=done.plan, batch=done.batch, counts=counts
        )
        result = {"undone": number, "batch": done.batch, "counts": counts, "stay": done.stay}
        work.finish(connection, result)


def _brought(work: Work, upload: int) -> Path:
    """Write what was uploaded into the folder of the job; return the file that is meant.

    Paths are relative, so that problems call the file as its owner does.
    """
    work.step("读取上传的文件", "fetching what was uploaded")
    with work.reading() as connection:
        found = [one for one in files_of(connection, upload) if not one.made]
        for one in found:
            get_file(connection, upload, one.file_no, work.folder / one.name)
    if not found:
        raise WrongUseError(
            "上传的文件已不在（保存期已过）；请重新上传",
            "what was uploaded is not there any more: upload it again",
        )
    return Path(work.job.asked["file"])


def _run(work: Work, path: Path, *, dry: bool, left_out: frozenset[int] = frozenset()) -> Run:
    asked, settings = work.job.asked, read_settings(PlanSettings)
    return Run(
        kind=asked["list"],
        path=path,
        options=ImportOptions(
            **{name: asked[name] for name in OPTIONS if asked.get(name)},
            synonyms=settings.synonyms,
            tolerance=settings.area_tolerance,
            left_out=left_out,
        ),
        dry=dry,
        today=today(),
        as_events=bool(asked.get("as_events")),
        by=work.job.asked_by or None,
        progress=work.progress,
    )


def _tried(work: Work, path: Path, left_out: frozenset[int] = frozenset()) -> Outcome:
    """Import a file and undo that."""
    with work.trying() as connection:
        run = _run(work, path, dry=True, left_out=left_out)
        return import_list(connection, work.job.plan_id, run)


def _sound_part(work: Work, path: Path, whole: Outcome) -> tuple[frozenset[int], Outcome] | None:
    """Return the rows to be left out, so that the rest has no errors, and what that would do."""
    left_out: frozenset[int] = frozenset()
    tried = whole
    for _ in range(_MOST_ROUNDS):
        wrong = rows_with_errors(tried.sketches.rows, tried.problems)
        if not wrong or len(left_out | wrong) == len(whole.sketches.rows):
            return None
        left_out |= wrong
        work.step("检查无错误的部分", "looking at the rows without errors")
        tried = _tried(work, path, left_out)
        if not tried.is_refused:
            return left_out, tried
    return None


def _told(outcome: Outcome) -> dict[str, Any]:
    """Return what the page tells of a file: as its JSON, the first rows alone, without problems."""
    told = outcome_json(outcome, dry=True)
    errors = len(errors_in(outcome.problems))
    before = outcome.before
    return {
        "list": outcome.kind,
        **{
            name: told[name]
            for name in ("file", "format", "layer", "encoding", "crs", "columns", "would")
        },
        "rows": told["rows"][:_MOST_ROWS],
        "count": len(outcome.sketches.rows),
        "errors": errors,
        "warnings": len(outcome.problems) - errors,
        "before": None if before is None else _before(before),
    }


def _before(before: Any) -> Mapping[str, Any]:
    return asdict(before) | {"loaded_at": before.loaded_at.isoformat()}


def _told_of_part(left_out: frozenset[int], outcome: Outcome) -> dict[str, Any]:
    told = _told(outcome)
    return {
        "left_out": sorted(left_out),
        **{name: told[name] for name in ("rows", "count", "would", "warnings", "crs")},
    }
