"""`landplan load`: the plan in."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer

from gis.errors import BadDataError
from gis.problems import PROBLEM_COLUMNS, Problem
from landplan.command.groups import Call
from landplan.command.language import both
from landplan.command.list_file import ReportFile, refuse_list_file, write_list
from landplan.command.lists import problem_list
from landplan.command.output import visible
from landplan.command.who import user
from landplan.language import Say
from landplan.session import connected
from projects.load import load_folder, load_update
from projects.package.folder import remarks_on
from projects.store.loaded import Loaded

_OF_OTHER_ROWS: Final = {"unknown_event", "unknown_parcel"}
"""Kinds of problem that a folder with some of the rows has."""


def load(
    call: Call,
    folder: Annotated[
        Path, typer.Argument(help=both("规划包的文件夹", "the folder of a plan package"))
    ],
    update: Annotated[
        bool,
        typer.Option(
            "--update",
            help=both(
                "文件夹里只有本月的行：并入库中的规划，没有的文件保持原样",
                "the folder has this month's rows only: add them to the plan in the database, "
                "leave what it has no file of",
            ),
        ),
    ] = False,
    report: ReportFile = None,
) -> None:
    """Load a plan package, or this month's rows of one, and print what that did."""
    say = call.obj
    refuse_list_file(report)
    try:
        with connected() as connection:
            loaded = (load_update if update else load_folder)(connection, folder, by=user())
    except BadDataError as error:
        raise _reported(error, folder, report, say, update=update) from error
    remarks = [*loaded.remarks, *remarks_on(folder)]
    if report is not None:
        _write_problems(remarks, folder, report, say)
    typer.echo(told_of_update(loaded, say) if update else told_of(loaded, say))
    for remark in remarks:
        typer.echo(_told_of_remark(remark, say), err=True)


def _reported(
    error: BadDataError, folder: Path, report: Path | None, say: Say, *, update: bool
) -> BadDataError:
    """Write all problems where the call asks for it, and say where they are to be found."""
    zh, en = "", ""
    if not update and {problem.kind for problem in error.problems} & _OF_OTHER_ROWS:
        zh = "；如果文件夹里只有本月的行，请加 --update"
        en = "; if the folder has this month's rows only, add --update"
    if report is not None:
        _write_problems(error.problems, folder, report, say)
        zh, en = f"{zh}；全部问题已写入 {report}", f"{en}; all of them are in {report}"
    elif problem_list(error.problems, say).is_long:
        zh += "；加 --report 问题.html 可写出全部"
        en += "; --report FILE.html writes them all"
    return BadDataError(error.zh + zh, error.en + en, error.problems)


def _told_of_remark(remark: Problem, say: Say) -> str:
    """Return a warning in one line: where, what stands there, what is to be seen to."""
    row = "" if remark.row is None else say(f" 第 {remark.row} 行", f", row {remark.row}")
    column = f" {remark.column}" if remark.column else ""
    value = say(f"“{remark.value}”", f" “{remark.value}”") if remark.value else ""
    where = f"{remark.file}{row}{column}{value}"
    return visible(f"{where}{say('：', ': ')}{say(remark.zh, remark.en)}")


def _write_problems(problems: Sequence[Problem], folder: Path, report: Path, say: Say) -> None:
    name = folder.resolve().name
    title = say(f"规划包“{name}”的问题", f"Problems of the plan package {name}")
    rows = [problem.as_json() for problem in problems]
    listing = replace(problem_list(problems, say), title=title)
    told = {"folder": str(folder), "problems": rows}
    write_list(report, listing, rows, say, told=told, columns=PROBLEM_COLUMNS)


def told_of(loaded: Loaded, say: Say) -> str:
    """Return what a load did, in one sentence."""
    return (
        say(
            f"已导入 {loaded.plan}：{loaded.zones} 个片区、{loaded.targets} 项目标、"
            f"{loaded.projects} 个项目、{loaded.parcels} 宗地块、{loaded.events} 笔台账"
            f"（新增 {loaded.new_events} 笔）",
            f"loaded {loaded.plan}: {loaded.zones} zones, {loaded.targets} targets, "
            f"{loaded.projects} projects, {loaded.parcels} parcels, {loaded.events} events "
            f"({loaded.new_events} of them new)",
        )
        + _told_of_absent(loaded, say)
        + _told_of_batch(loaded, say)
    )


def told_of_update(loaded: Loaded, say: Say) -> str:
    """Return what this month's rows did, in one sentence."""
    parcels = loaded.changes["parcels"]
    return say(
        f"已更新 {loaded.plan}：{loaded.parcels} 宗地块（新增 {parcels.added} 宗、变更 "
        f"{parcels.changed} 宗）、{loaded.events} 笔台账（新增 {loaded.new_events} 笔）",
        f"updated {loaded.plan}: {loaded.parcels} parcels ({parcels.added} of them new, "
        f"{parcels.changed} changed), {loaded.events} events ({loaded.new_events} of them new)",
    ) + _told_of_batch(loaded, say)


def _told_of_batch(loaded: Loaded, say: Say) -> str:
    """Return which load this was, or which one had loaded the same."""
    if loaded.alters:
        return say(f"；批次 {loaded.batch}", f"; load {loaded.batch}")
    if loaded.batch is None:
        return say("；与库中相同，未改动", "; the same as in the database, nothing changed")
    return say(
        f"；与库中相同，未改动（最近批次 {loaded.batch}）",
        f"; the same as in the database, nothing changed (the last load was {loaded.batch})",
    )


def _told_of_absent(loaded: Loaded, say: Say) -> str:
    """Return what the database has besides the package, for it stays and counts."""
    zh, en = [], []
    if loaded.absent_parcels:
        zh.append(f"{loaded.absent_parcels} 宗地块")
        en.append(f"{loaded.absent_parcels} parcels")
    if loaded.absent_events:
        zh.append(f"{loaded.absent_events} 笔台账")
        en.append(f"{loaded.absent_events} events")
    if not zh:
        return ""
    return say(
        f"；库中另有 {'、'.join(zh)}不在此包内，照计",
        f"; {' and '.join(en)} in the database are not in this package: they stay and count",
    )
