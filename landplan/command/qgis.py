"""`landplan qgis`: the plan as a project of QGIS."""

from pathlib import Path
from typing import Annotated, Final

import typer

from gis.errors import WrongUseError
from landplan.command import options
from landplan.command.groups import Call
from landplan.command.language import both
from landplan.report_file import refuse_unwritable
from landplan.session import chosen_plan, one_state, today_in, view_on

PROJECT: Final = ".qgz"
PACKAGE: Final = ".gpkg"


def write_qgis(
    call: Call,
    file: Annotated[
        Path,
        typer.Argument(
            help=both(
                "要写的文件：.qgz 打开数据库，.gpkg 自带数据",
                "the file to write: .qgz opens the database, .gpkg holds the land itself",
            )
        ),
    ],
    plan: options.PlanId = None,
) -> None:
    """Write a project on the database, or a GeoPackage with the land and the project."""
    from layers.qgis.facts import qgis_facts
    from layers.qgis.files import write_package, write_project

    say, suffix = call.obj, file.suffix.lower()
    if suffix not in (PROJECT, PACKAGE):
        raise WrongUseError(
            f"文件名“{file.name}”应以 .qgz（打开数据库）或 .gpkg（自带数据）结尾",
            f"the file name {file.name!r} should end in .qgz (opens the database) or .gpkg (holds "
            "the land)",
        )
    refuse_unwritable(file)
    with one_state() as connection:
        meant = chosen_plan(connection, plan)
        view = view_on(connection, meant, as_of=today_in(meant))
        facts = qgis_facts(view, language=say.language)
        if suffix == PROJECT:
            count = write_project(facts, file, url=connection.engine.url)
        else:
            count = write_package(connection, facts, file)
    typer.echo(say(f"已写出 {file}：{count} 个图层", f"wrote {file}: {count} layers"))
    if suffix == PROJECT:
        typer.echo(
            say(
                "文件里没有密码：服务器要时由 QGIS 询问",
                "no password is in it: QGIS asks where the server wants one",
            )
        )
