"""`landplan plans` and `landplan imports`: which plans there are, one removed, who loaded what."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from landplan.command import options
from landplan.command.groups import Call
from landplan.command.language import both
from landplan.command.output import console, print_csv, print_json, visible
from landplan.json_documents import batch_told, batches_document, counts_in_order, plans_document
from landplan.language import Say
from landplan.session import BEIJING, connected
from projects.choice import chosen
from projects.labels import LOADED_KINDS
from projects.store.batches import Batch, Counts, batches_of
from projects.store.listing import ListedPlan, listed_plans
from projects.store.plans import plan_of
from projects.store.remove_plan import remove_plan


def show_plans(call: Call, output: options.Output = "table") -> None:
    """Print the plans of the database."""
    if call.invoked_subcommand is not None:
        return
    form = chosen("--format", output, options.FORMATS)
    with connected() as connection:
        found = listed_plans(connection)
    if form == "json":
        print_json(plans_document(found))
    elif form == "csv":
        print_csv(plans_document(found)["rows"], columns=[*ListedPlan.__dataclass_fields__])
    else:
        _print_plans(found, call.obj)


def remove(
    call: Call,
    plan_id: Annotated[str, typer.Argument(help=both("规划编号", "id of the plan"))],
    yes: Annotated[bool, typer.Option("--yes", help=both("不再询问", "do not ask"))] = False,
) -> None:
    """Delete a plan with its ledger, if the user agrees."""
    say = call.obj
    with connected() as connection:
        meant = plan_of(connection, plan_id)
        if not yes:
            told = next(one for one in listed_plans(connection) if one.plan_id == plan_id)
            question = say(
                f"将删除规划 {plan_id}（{meant.title}）：{told.parcels} 宗地块、{told.events} "
                "笔台账、登记记录与导入批次，无法恢复；其他规划不动。确定吗？",
                f"This deletes the plan {plan_id} ({meant.title}) for good: {told.parcels} "
                f"parcels, {told.events} events, its records and loads; other plans stay. Sure?",
            )
            typer.confirm(question, abort=True)
        remove_plan(connection, plan_id)
    typer.echo(say(f"已删除 {plan_id}", f"removed {plan_id}"))


def show_imports(call: Call, plan: options.PlanId = None, output: options.Output = "table") -> None:
    """Print who loaded what, the last load first."""
    if call.invoked_subcommand is not None:
        return
    form = chosen("--format", output, options.FORMATS)
    with connected() as connection:
        if plan is not None:
            plan_of(connection, plan)
        found = batches_of(connection, plan)
    if form == "json":
        print_json(batches_document(found))
    elif form == "csv":
        print_csv([_batch_csv(one) for one in found], columns=_CSV)
    else:
        _print_imports(found, call.obj)


def _print_plans(plans: Sequence[ListedPlan], say: Say) -> None:
    table = _table(
        say, ("规划", "plan"), ("名称", "title"), ("规划期", "period"), ("地块", "parcels"),
        ("台账", "events"), ("样例", "sample"), ("最近导入", "last load"),
    )  # fmt: skip
    for one in plans:
        cells = (
            one.plan_id, one.title, f"{one.starts_on} – {one.ends_on}", str(one.parcels),
            str(one.events), say("是", "yes") if one.sample else say("否", "no"),
            "" if one.loaded_at is None else _minute(one.loaded_at),
        )  # fmt: skip
        table.add_row(*(Text(visible(cell)) for cell in cells))
    console().print(table)


_CSV = (
    "batch", "plan", "command", "loaded_by", "loaded_at", "landplan_version", "files", "changes",
    "undoes",
)  # fmt: skip


def _batch_csv(one: Batch) -> dict[str, Any]:
    told = batch_told(one)
    del told["counts"]
    return told | {
        "files": ";".join(f"{file.name} {file.sha256}" for file in one.files),
        "changes": ";".join(
            f"{kind} +{counts.added} ~{counts.changed} -{counts.removed} ={counts.same}"
            for kind, counts in counts_in_order(one.counts)
        ),
    }


def _print_imports(batches: Sequence[Batch], say: Say) -> None:
    table = _table(
        say, ("批次", "load"), ("规划", "plan"), ("时间", "when"), ("导入人", "by"),
        ("命令", "command"), ("改动", "changes"), ("文件（SHA-256 前 12 位）", "files, SHA-256"),
    )  # fmt: skip
    for one in batches:
        cells = (
            str(one.batch_id), one.plan_id, _minute(one.loaded_at), one.loaded_by, one.command,
            told_changes(one.counts, say),
            "\n".join(f"{file.name} {file.sha256[:12]}" for file in one.files),
        )  # fmt: skip
        table.add_row(*(Text("\n".join(map(visible, cell.split("\n")))) for cell in cells))
    console().print(table)


def told_changes(counts: Mapping[str, Counts], say: Say) -> str:
    """Return what a load changed, kind by kind, one a line."""
    told = []
    for kind, count in counts_in_order(counts):
        parts = [
            f"{words} {number}"
            for words, number in (
                (say("新增", "added"), count.added),
                (say("变更", "changed"), count.changed),
                (say("移除", "removed"), count.removed),
            )
            if number
        ]
        if parts:
            told.append(say(*LOADED_KINDS[kind]) + say("：", ": ") + say("、", ", ").join(parts))
    return "\n".join(told)


def _table(say: Say, *heads: tuple[str, str]) -> Table:
    table = Table()
    for zh, en in heads:
        table.add_column(say(zh, en), overflow="fold")
    return table


def _minute(told: datetime) -> str:
    return told.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
