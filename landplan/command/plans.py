"""`landplan plans` and `landplan imports`: which plans there are, one removed, who loaded what."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Final

import typer
from rich.table import Table
from rich.text import Text

from landplan.command import options
from landplan.command.groups import Call
from landplan.command.language import both
from landplan.command.output import console, print_csv, print_json, visible
from landplan.language import Say
from landplan.session import BEIJING, connected
from projects.choice import chosen
from projects.store.batches import Batch, Counts, batches_of
from projects.store.listing import ListedPlan, listed_plans
from projects.store.plans import plan_of
from projects.store.remove_plan import remove_plan

KINDS: Final = {
    "plan": ("规划", "plan"),
    "documents": ("规划文件", "documents"),
    "zones": ("片区", "zones"),
    "land_uses": ("用途分组", "land uses"),
    "targets": ("目标", "targets"),
    "schedule": ("年度安排", "schedule"),
    "projects": ("项目", "projects"),
    "project_sources": ("项目出处", "sources of projects"),
    "indicators": ("指标", "indicators"),
    "investment": ("投资", "investment"),
    "findings": ("文件问题", "findings"),
    "structure": ("空间结构", "structure"),
    "parcels": ("地块", "parcels"),
    "events": ("台账", "events"),
}
"""What a load counts (`projects.store.plan_rows.KINDS`, parcels and events), in words."""


def show_plans(call: Call, output: options.Output = "table") -> None:
    """Print the plans of the database."""
    if call.invoked_subcommand is not None:
        return
    form = chosen("--format", output, options.FORMATS)
    with connected() as connection:
        found = listed_plans(connection)
    rows = [_plan_json(one) for one in found]
    if form == "json":
        print_json({"rows": rows})
    elif form == "csv":
        print_csv(rows, columns=[*ListedPlan.__dataclass_fields__])
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
        print_json({"rows": [_batch_json(one) for one in found]})
    elif form == "csv":
        print_csv([_batch_csv(one) for one in found], columns=_CSV)
    else:
        _print_imports(found, call.obj)


def _plan_json(one: ListedPlan) -> dict[str, Any]:
    return asdict(one) | {
        "starts_on": one.starts_on.isoformat(),
        "ends_on": one.ends_on.isoformat(),
        "loaded_at": None if one.loaded_at is None else _moment(one.loaded_at),
    }


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


def _batch_json(one: Batch) -> dict[str, Any]:
    return {
        "batch": one.batch_id,
        "plan": one.plan_id,
        "command": one.command,
        "loaded_by": one.loaded_by,
        "loaded_at": _moment(one.loaded_at),
        "landplan_version": one.landplan_version,
        "files": [asdict(file) for file in one.files],
        "counts": {kind: asdict(counts) for kind, counts in _in_order(one.counts)},
        "undoes": one.undoes,
    }


def _batch_csv(one: Batch) -> dict[str, Any]:
    told = _batch_json(one)
    del told["counts"]
    return told | {
        "files": ";".join(f"{file.name} {file.sha256}" for file in one.files),
        "changes": ";".join(
            f"{kind} +{counts.added} ~{counts.changed} -{counts.removed} ={counts.same}"
            for kind, counts in _in_order(one.counts)
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


def _in_order(counts: Mapping[str, Counts]) -> list[tuple[str, Counts]]:
    """Return what a load changed in the order of `KINDS`, whatever that of the database is."""
    order = [*KINDS]
    return sorted(counts.items(), key=lambda one: order.index(one[0]))


def told_changes(counts: Mapping[str, Counts], say: Say) -> str:
    """Return what a load changed, kind by kind, one a line."""
    told = []
    for kind, count in _in_order(counts):
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
            told.append(say(*KINDS[kind]) + say("：", ": ") + say("、", ", ").join(parts))
    return "\n".join(told)


def _table(say: Say, *heads: tuple[str, str]) -> Table:
    table = Table()
    for zh, en in heads:
        table.add_column(say(zh, en), overflow="fold")
    return table


def _moment(told: datetime) -> str:
    return told.astimezone(BEIJING).isoformat(timespec="seconds")


def _minute(told: datetime) -> str:
    return told.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
