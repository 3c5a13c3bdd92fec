"""What an import did or would do, told: a few lines and tables for people, JSON for programs."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from gis.errors import BadDataError
from gis.problems import Problem, errors_in
from landplan.command.lists import MOST_LISTED, print_list, problem_list
from landplan.command.output import console, visible
from landplan.language import Say
from landplan.session import BEIJING
from projects.imports.file_areas import refused_json
from projects.imports.lists import LISTS
from projects.imports.outcome import ImportedBefore, ImportedRow, Outcome

_MOST_SHOWN = 20
"""So many rows of events are shown before it is done; of more, the first."""


def outcome_json(outcome: Outcome, *, dry: bool) -> dict[str, Any]:
    """Return an import as its JSON has it (`docs/commands.md`)."""
    counts = outcome.counts
    told: dict[str, Any] = {
        "file": outcome.file,
        "format": outcome.format,
        "encoding": outcome.encoding,
        "crs": {
            "epsg": outcome.crs_epsg,
            "reason_zh": outcome.crs_zh,
            "reason_en": outcome.crs_en,
        },
        "layer": outcome.layer or None,
        "columns": [_match_json(one) for one in _matches(outcome)],
        "rows": [_row_json(row) for row in outcome.rows],
        "problems": [problem.as_json() for problem in outcome.problems],
        "imported_before": _stands(outcome.before),
        "would" if dry else "did": {
            "added": counts.added, "changed": counts.changed, "same": counts.same,
        },
    }  # fmt: skip
    return told if dry else told | {"batch": outcome.batch}


def _stands(before: ImportedBefore | None) -> int | None:
    """Return the load of the very file that was not taken back."""
    return None if before is None or before.undone_by is not None else before.batch_id


def unread_json(file: str, error: BadDataError, *, dry: bool) -> dict[str, Any]:
    """Return the same of a file that cannot be read at all."""
    told = refused_json(file, error)
    told |= {"layer": None, "columns": [], "imported_before": None}
    told["would" if dry else "did"] = {"added": 0, "changed": 0, "same": 0}
    return told if dry else told | {"batch": None}


def _matches(outcome: Outcome) -> list[dict[str, str | None]]:
    """Return each column of the file with what it was taken for, why, and in which unit."""
    found = []
    for match in outcome.matching.matches:
        unit = outcome.units.get(match.ours or "")
        why = (match.zh, match.en)
        if unit is not None:
            why = f"{match.zh}；{unit.zh}", f"{match.en}; {unit.en}"
        found.append(
            {
                "file": match.theirs or match.text,
                "ours": match.ours,
                "unit": (unit.unit if unit else match.unit) or None,
                "zh": why[0],
                "en": why[1],
            }
        )
    return found


def _match_json(one: dict[str, str | None]) -> dict[str, str | None]:
    return {
        "file": one["file"], "ours": one["ours"], "unit": one["unit"],
        "reason_zh": one["zh"], "reason_en": one["en"],
    }  # fmt: skip


def _row_json(row: ImportedRow) -> dict[str, Any]:
    return {
        "id": row.row_id,
        "name": row.name,
        "parts": row.parts,
        "holes": row.holes,
        "declared_ha": row.declared_ha,
        "declared_unit": row.declared_unit,
        "measured_ha": row.measured_ha,
        **row.more,
    }


def print_outcome(outcome: Outcome, say: Say, *, dry: bool) -> None:
    """Print how the file was understood, what should be looked at, and what was done."""
    print_matching(outcome, say)
    if outcome.kind == "events" and outcome.rows:
        _print_events(outcome.rows, say)
    warnings = [problem for problem in outcome.problems if problem.severity == "warning"]
    if warnings:
        print_list(problem_list(named(warnings, outcome, say), say), say, stderr=True)
    if not outcome.is_refused:
        console().print(Text(_told(outcome, say, dry=dry)), soft_wrap=True)


def named(problems: Iterable[Problem], outcome: Outcome, say: Say) -> list[Problem]:
    """Return problems as people read them: a column that the file does not have by its name."""
    theirs = {match.theirs for match in outcome.matching.matches}
    its = LISTS[outcome.kind]
    found = []
    for problem in problems:
        column = None if problem.column in theirs else its.shown(problem.column)
        if column is not None:
            problem = replace(problem, column=say(column.zh, column.en))  # noqa: PLW2901
        found.append(problem)
    return found


def print_matching(outcome: Outcome, say: Say) -> None:
    """Print which column of the file is which of ours, and what its coordinates are."""
    its = LISTS[outcome.kind]
    what = say(its.table.zh, its.table.en)
    layer = outcome.layer and say(f"图层 {outcome.layer}", f"layer {outcome.layer}")
    table = Table(
        title=Text(visible(" · ".join(one for one in (outcome.file, layer, what) if one))),
        title_justify="left", title_style="bold",
    )  # fmt: skip
    for zh, en in (("文件的列", "column"), ("我们的列", "ours"), ("单位", "unit"), ("依据", "why")):
        table.add_column(say(zh, en), overflow="fold")
    for one in _matches(outcome):
        ours = one["ours"]
        name = "" if ours is None else say(f"{its[ours].zh}（{ours}）", f"{its[ours].en} ({ours})")
        cells = (one["file"] or "", name, one["unit"] or "", say(one["zh"] or "", one["en"] or ""))
        table.add_row(*(Text(visible(cell)) for cell in cells))
    console().print(table)
    reason = say(outcome.crs_zh, outcome.crs_en)
    console().print(
        Text(visible(say(f"坐标系：{reason}", f"coordinates: {reason}"))), soft_wrap=True
    )


def _print_events(rows: Sequence[ImportedRow], say: Say) -> None:
    table = Table()
    for zh, en in (
        ("行", "row"), ("事件号", "event"), ("类型", "kind"), ("地块", "parcel"), ("日期", "date"),
        ("方式", "method"), ("申报（公顷）", "declared, ha"),
    ):  # fmt: skip
        table.add_column(say(zh, en), overflow="fold")
    kinds = {
        "storage": ("收储", "storage"),
        "supply": ("供应", "supply"),
        "reversal": ("冲销", "reversal"),
    }
    for row in rows[:_MOST_SHOWN]:
        cells = (
            str(row.row), row.row_id, say(*kinds[row.more["kind"]]), row.name, row.more["date"],
            row.more["method"], f"{row.declared_ha:.4f}",
        )  # fmt: skip
        table.add_row(*(Text(visible(cell)) for cell in cells))
    console().print(table)
    if len(rows) > _MOST_SHOWN:
        left = len(rows) - _MOST_SHOWN
        console().print(say(f"另有 {left} 笔", f"and {left} more"))


def _told(outcome: Outcome, say: Say, *, dry: bool) -> str:
    """Return what an import did or would do, in one sentence."""
    counts = outcome.counts
    its = LISTS[outcome.kind].table
    what = say(its.zh, its.en.lower())
    told = say(
        f"{'会' if dry else '已'}导入 {outcome.plan} 的{what}：新增 {counts.added}、变更 "
        f"{counts.changed}、相同 {counts.same}",
        f"{'would import' if dry else 'imported'} {what} of {outcome.plan}: {counts.added} added, "
        f"{counts.changed} changed, {counts.same} the same",
    )
    if outcome.batch is not None:
        told += say(f"；批次 {outcome.batch}", f"; load {outcome.batch}")
    elif not dry:
        told += say("；未改动", "; nothing changed")
    if outcome.before is not None and outcome.before.undone_by is not None:
        told += say(
            f"。这个文件导入过，批次 {outcome.before.batch_id} 已撤销",
            f". The very file was imported before; load {outcome.before.batch_id} was taken back",
        )
    elif outcome.before is not None:
        when = outcome.before.loaded_at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
        told += say(
            f"。这个文件已由 {outcome.before.loaded_by} 于 {when} 导入过（批次 "
            f"{outcome.before.batch_id}）",
            f". The very file was imported by {outcome.before.loaded_by} at {when} (load "
            f"{outcome.before.batch_id})",
        )
    return told


def refusal(outcome: Outcome, report: Path | None, say: Say) -> BadDataError:
    """Return the error that tells why nothing was imported."""
    errors = named(errors_in(outcome.problems), outcome, say)
    zh = f"“{outcome.file}”有 {len(errors)} 个问题，未导入任何内容；请改正后重试"
    en = f"{outcome.file!r} has {len(errors)} problems; nothing was imported: mend them, try again"
    if report is not None:
        zh, en = f"{zh}；全部问题已写入 {report}", f"{en}; all of them are in {report}"
    elif len(errors) > MOST_LISTED:
        zh, en = (
            f"{zh}；加 --report 问题.html 可写出全部",
            f"{en}; --report FILE.html writes them all",
        )
    return BadDataError(zh, en, errors)
