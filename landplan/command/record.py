"""`landplan record`: what happens to projects, what the indicators read, and the history."""

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from gis.errors import WrongUseError
from landplan.command import options
from landplan.command.groups import Call
from landplan.command.language import both
from landplan.command.output import console, print_csv, print_json, visible
from landplan.command.plan_tables import in_a_row
from landplan.command.who import user
from landplan.language import Say
from landplan.session import chosen_plan, connected, parsed_day, today
from projects.choice import chosen
from projects.labels import STAGES
from projects.store.plans import every_zone_of
from projects.store.records import (
    Record,
    history,
    record_indicator,
    record_investment,
    record_progress,
    record_stage,
)
from projects.zones import zone_id_of

WHAT = {
    "stage": ("阶段", "stage"),
    "invested_10k_cny": ("累计完成投资（万元）", "invested (万元)"),
    "progress_percent": ("形象进度（%）", "progress (%)"),
    "indicator": ("指标", "indicator"),
}


By = Annotated[
    str | None,
    typer.Option("--by", help=both("登记人，默认当前用户", "who; this user if not given")),
]
Note = Annotated[str, typer.Option("--note", help=both("说明", "a note"))]


def project(
    call: Call,
    project_id: Annotated[str, typer.Argument(help=both("项目编号", "id of the project"))],
    stage: options.Stage = None,
    invested: Annotated[
        float | None,
        typer.Option(help=both("累计完成投资，万元", "invested so far, in 万元")),
    ] = None,
    progress: Annotated[
        float | None,
        typer.Option(
            help=both(
                "形象进度，百分比；文字写在 --note",
                "how far the works are, in percent; words: --note",
            )
        ),
    ] = None,
    date: Annotated[
        str | None, typer.Option(help=both("发生日期，默认今天", "the day; default: today"))
    ] = None,
    note: Note = "",
    by: By = None,
    correction: Annotated[
        bool,
        typer.Option("--correction", help=both("更正上一条", "replaces the last record")),
    ] = False,
    plan: options.PlanId = None,
) -> None:
    """Record a project's stage, what was invested in it so far, or how far its works are."""
    say = call.obj
    if [stage, invested, progress].count(None) != 2:
        raise WrongUseError(
            "请给出 --stage、--invested、--progress 之一",
            "give one of --stage, --invested and --progress",
        )
    day = parsed_day(date, "--date") if date else today()
    if day > today():
        raise WrongUseError(f"{day} 还没有到", f"{day} has not come yet")
    who = by or user()
    with connected() as connection:
        plan_id = chosen_plan(connection, plan).plan_id
        if stage is not None:
            record_stage(
                connection, plan_id, project_id, stage=stage, happened_on=day, by=who,
                note=note, correction=correction,
            )  # fmt: skip
        elif invested is not None:
            record_investment(
                connection, plan_id, project_id, invested_10k_cny=invested, happened_on=day,
                by=who, note=note, correction=correction,
            )  # fmt: skip
        elif progress is not None:
            record_progress(
                connection, plan_id, project_id, progress_percent=progress, happened_on=day,
                by=who, note=note, correction=correction,
            )  # fmt: skip
    typer.echo(say("已登记", "recorded"))


def indicator(
    call: Call,
    zone: Annotated[str, typer.Argument(help=both("片区编号或名称", "id or name of the zone"))],
    name: Annotated[str, typer.Argument(help=both("指标名称", "the indicator, as printed"))],
    year: Annotated[int, typer.Argument(help=both("年份", "year"))],
    value: Annotated[float, typer.Argument(help=both("数值", "the figure"))],
    scope: Annotated[
        str, typer.Option(help=both("统计口径", "statistical scope, where it has one"))
    ] = "",
    note: Note = "",
    by: By = None,
    plan: options.PlanId = None,
) -> None:
    """Record an indicator's figure of a year."""
    say = call.obj
    with connected() as connection:
        plan_id = chosen_plan(connection, plan).plan_id
        record_indicator(
            connection, plan_id, zone_id=zone_id_of(every_zone_of(connection, plan_id), zone),
            indicator=name, year=year, value=value, scope=scope, note=note, by=by or user(),
        )  # fmt: skip
    typer.echo(say("已登记", "recorded"))


def show_history(
    call: Call,
    subject: Annotated[
        str | None, typer.Argument(help=both("项目编号或指标名称", "a project or an indicator"))
    ] = None,
    plan: options.PlanId = None,
    output: options.Output = "table",
) -> None:
    """Print everything recorded, or what was recorded of one subject."""
    say = call.obj
    form = chosen("--format", output, options.FORMATS)
    with connected() as connection:
        plan_id = chosen_plan(connection, plan).plan_id
        found = history(connection, plan_id, subject)
    rows = [
        {name: getattr(record, name) for name in Record.__dataclass_fields__} for record in found
    ]
    if form == "json":
        print_json({"plan": plan_id, "rows": rows})
    elif form == "csv":
        print_csv(rows, columns=[*Record.__dataclass_fields__])
    else:
        _print_history(found, say)


def _print_history(records: list[Record], say: Say) -> None:
    table = Table()
    for zh, en in (("登记时间", "recorded at"), ("登记人", "by"), ("对象", "subject"),
                   ("内容", "what"), ("数值", "value"), ("日期或年份", "day or year"),
                   ("说明", "note")):  # fmt: skip
        table.add_column(say(zh, en), overflow="fold")
    for record in records:
        note = record.note if record.in_force else say("（已被替代）", "(replaced)") + record.note
        cells = (
            record.recorded_at, record.recorded_by, record.subject_name,
            say(*WHAT[record.what]), _value(record, say), record.happened_on, note,
        )  # fmt: skip
        style = None if record.in_force else "dim strike"
        table.add_row(*(Text(visible(cell)) for cell in cells), style=style)
    console().print(table)


def _value(record: Record, say: Say) -> str:
    """Return what was recorded; a stage by its name in the language of the call."""
    label = STAGES.get(record.value) if record.what == "stage" else None
    return record.value if label is None else say(*in_a_row(label))
