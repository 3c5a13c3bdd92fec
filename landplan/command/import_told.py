"""What an import did or would do, told in a few lines and tables."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from rich.table import Table
from rich.text import Text

from gis.errors import BadDataError
from gis.model import EventKind
from gis.problems import errors_in
from landplan.command.lists import MOST_LISTED, print_list, problem_list
from landplan.command.output import console, visible
from landplan.language import Say
from landplan.session import BEIJING
from projects.imports.lists import LISTS
from projects.imports.outcome import ImportedRow, Outcome
from projects.imports.told import matched_with, matches_told, named
from projects.labels import EVENT_KINDS

_MOST_SHOWN = 20
"""So many rows of events are shown before it is done; of more, the first."""


def print_outcome(outcome: Outcome, say: Say, *, dry: bool) -> None:
    """Print how the file was understood, what should be looked at, and what was done."""
    print_matching(outcome, say)
    if outcome.kind == "events" and outcome.rows:
        _print_events(outcome.rows, say)
    warnings = [problem for problem in outcome.problems if problem.severity == "warning"]
    if warnings:
        print_list(problem_list(named(warnings, outcome, say.language), say), say, stderr=True)
    if not outcome.is_refused:
        console().print(Text(_told(outcome, say, dry=dry)), soft_wrap=True)


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
    for one in matches_told(outcome):
        ours = say(*matched_with(one["ours"], outcome.kind))
        cells = (one["file"] or "", ours, one["unit"] or "", say(one["zh"] or "", one["en"] or ""))
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
    for row in rows[:_MOST_SHOWN]:
        kind = EVENT_KINDS[cast("EventKind", row.more["kind"])]
        cells = (
            str(row.row), row.row_id, say(*kind), row.name, row.more["date"],
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
    errors = named(errors_in(outcome.problems), outcome, say.language)
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
