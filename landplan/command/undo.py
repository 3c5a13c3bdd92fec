"""`landplan imports undo`: a load taken back."""

from typing import Annotated

import typer

from landplan.command.groups import Call
from landplan.command.language import both
from landplan.command.plans import told_changes
from landplan.command.who import user
from landplan.session import connected, today


def undo(
    call: Call,
    number: Annotated[int, typer.Argument(help=both("批次号", "the number of the load"))],
) -> None:
    """Take a load back, and print what that did."""
    from projects.imports.undo import undo_batch

    say = call.obj
    with connected() as connection:
        done = undo_batch(connection, number, today=today(), by=user())
    changes = told_changes(done.counts, say).replace("\n", say("；", "; "))
    told = say(
        f"已撤销批次 {done.undoes}（{done.plan}）：{changes or '没有可撤销的'}；批次 {done.batch}",
        f"took load {done.undoes} of {done.plan} back: {changes or 'nothing to take back'}; load "
        f"{done.batch}",
    )
    if done.stay:
        told += say(
            f"。{done.stay} 宗地块仍在库中：台账里有事件（已冲销）写着它们",
            f". {done.stay} parcels stay: events of the ledger, though reversed, name them",
        )
    typer.echo(told)
