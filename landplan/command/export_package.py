"""`landplan export package`: a whole plan as a plan package."""

from pathlib import Path
from typing import Annotated

import typer

from landplan.command import options
from landplan.command.groups import Call
from landplan.command.language import both
from landplan.session import chosen_plan, one_state


def package(
    call: Call,
    folder: Annotated[
        Path,
        typer.Argument(help=both("要写的文件夹，须是新的或空的", "the folder, a new or empty one")),
    ],
    plan: options.PlanId = None,
) -> None:
    """Write a plan with its whole ledger as a plan package, and print what is in it."""
    from projects.exports.whole_folder import refuse_occupied
    from projects.exports.write_package import write_package

    say = call.obj
    refuse_occupied(folder)
    with one_state() as connection:
        written = write_package(connection, chosen_plan(connection, plan).plan_id, folder)
    rows = written.rows
    parcels, events = rows.get("parcels", 0), rows.get("events", 0)
    typer.echo(
        say(
            f"已写出规划包 {folder}：{written.plan.plan_id}，{rows['zones']} 个片区、"
            f"{parcels} 宗地块、{events} 笔台账",
            f"wrote the plan package {folder}: {written.plan.plan_id}, {rows['zones']} zones, "
            f"{parcels} parcels, {events} events",
        )
    )
    if written.records:
        typer.echo(
            say(
                f"另有 {written.records} 条登记（项目进展、指标数值）只在库中，规划包里没有；"
                "要一并迁走请用 landplan db backup",
                f"{written.records} records of projects and indicators are in the database only, "
                "no package holds them; landplan db backup takes them along",
            ),
            err=True,
        )
