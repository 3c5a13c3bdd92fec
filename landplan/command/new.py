"""`landplan new`: an empty plan package, to be filled in."""

from pathlib import Path
from typing import Annotated

import typer

from landplan.builtin import builtin_plan
from landplan.command.groups import Call
from landplan.command.language import both


def new(
    call: Call,
    folder: Annotated[
        Path,
        typer.Argument(help=both("要写的文件夹，须是新的或空的", "the folder, a new or empty one")),
    ],
) -> None:
    """Write an empty plan package with comments, and say what to do with it."""
    from projects.exports.new_package import write_new_package
    from projects.package.columns import LAND_USES

    say = call.obj
    land_uses = builtin_plan().folder / LAND_USES.file
    written = write_new_package(folder, land_uses=land_uses, language=say.language)
    typer.echo(
        say(
            f"已写出空的规划包 {folder}：{'、'.join(written)}\n"
            f"先填 {folder / 'plan.yaml'}，再运行 landplan load {folder}：它说明下一步填什么，"
            "填完即导入",
            f"wrote an empty plan package {folder}: {', '.join(written)}\n"
            f"fill in {folder / 'plan.yaml'}, then run landplan load {folder}: it tells what comes "
            "next, and loads the package when all is there",
        )
    )
