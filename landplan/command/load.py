"""`landplan load`: the plan in."""

from pathlib import Path
from typing import Annotated

import typer

from landplan.command.groups import Call
from landplan.command.language import Say, both
from landplan.session import connected
from projects.load import load_folder
from projects.store.loaded import Loaded


def load(
    call: Call,
    folder: Annotated[
        Path, typer.Argument(help=both("规划包的文件夹", "the folder of a plan package"))
    ],
) -> None:
    """Load a plan package and print what that did."""
    say = call.obj
    with connected() as connection:
        loaded = load_folder(connection, folder)
    typer.echo(told_of(loaded, say))


def told_of(loaded: Loaded, say: Say) -> str:
    """Return what a load did, in one sentence."""
    return say(
        f"已导入 {loaded.plan}：{loaded.zones} 个片区、{loaded.targets} 项目标、"
        f"{loaded.projects} 个项目、{loaded.parcels} 宗地块、{loaded.events} 笔台账"
        f"（新增 {loaded.new_events} 笔）",
        f"loaded {loaded.plan}: {loaded.zones} zones, {loaded.targets} targets, "
        f"{loaded.projects} projects, {loaded.parcels} parcels, {loaded.events} events "
        f"({loaded.new_events} of them new)",
    ) + _told_of_absent(loaded, say)


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
