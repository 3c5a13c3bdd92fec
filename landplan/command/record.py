"""`landplan record`: what happens to projects, what the indicators read, and the history."""

import getpass
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from gis.errors import WrongUseError
from landplan.command import options
from landplan.command.groups import Commands
from landplan.command.language import Say
from landplan.command.output import console, print_csv, print_json, visible
from landplan.session import BEIJING, chosen_plan, connected, parsed_day
from projects.store.records import (
    Record,
    history,
    record_indicator,
    record_investment,
    record_stage,
)

WHAT = {
    "stage": ("阶段", "stage"),
    "invested_10k_cny": ("累计完成投资（万元）", "invested (万元)"),
    "indicator": ("指标", "indicator"),
}


def record_app(say: Say) -> Commands:
    """Return the commands under `landplan record`."""
    app = Commands(
        "record",
        help=say(
            "登记项目进展与指标数值，查看历史。例：landplan record history",
            "Record progress and figures; see the history. Example: landplan record history",
        ),
    )
    by_option = Annotated[
        str | None,
        typer.Option("--by", help=say("登记人，默认当前用户", "who; this user if not given")),
    ]
    plan_option = Annotated[str | None, options.plan(say)]
    format_option = Annotated[str, options.output_format(say)]
    note_option = Annotated[str, typer.Option("--note", help=say("说明", "a note"))]

    @app.command(
        help=say(
            "登记项目的阶段或累计完成投资。例：landplan record project lianyi-rd-base "
            "--stage 开工 --date 2023-05-08",
            "Record a project's stage or what was invested in it so far. Example: landplan record "
            "project lianyi-rd-base --stage 开工 --date 2023-05-08",
        )
    )
    def project(
        project_id: Annotated[str, typer.Argument(help=say("项目编号", "id of the project"))],
        stage: Annotated[str | None, typer.Option(help=options.stages(say))] = None,
        invested: Annotated[
            float | None,
            typer.Option(help=say("累计完成投资，万元", "invested so far, in 万元")),
        ] = None,
        date: Annotated[
            str | None, typer.Option(help=say("发生日期，默认今天", "the day; default: today"))
        ] = None,
        note: note_option = "",
        by: by_option = None,
        correction: Annotated[
            bool,
            typer.Option("--correction", help=say("更正上一条", "replaces the last record")),
        ] = False,
        plan: plan_option = None,
    ) -> None:
        if (stage is None) == (invested is None):
            raise WrongUseError(
                "请给出 --stage 或 --invested 之一", "give either --stage or --invested"
            )
        today = datetime.now(UTC).astimezone(BEIJING).date()
        day = parsed_day(date, "--date") if date else today
        if day > today:
            raise WrongUseError(f"{day} 还没有到", f"{day} has not come yet")
        who = by or getpass.getuser()
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
        typer.echo(say("已登记", "recorded"))

    @app.command(
        help=say(
            "登记指标某年的数值。例：landplan record indicator cbd 地区生产总值 2023 4100",
            "Record an indicator's figure of a year. "
            "Example: landplan record indicator cbd 地区生产总值 2023 4100",
        )
    )
    def indicator(
        zone: Annotated[str, typer.Argument(help=say("片区编号", "id of the zone"))],
        name: Annotated[str, typer.Argument(help=say("指标名称", "the indicator, as printed"))],
        year: Annotated[int, typer.Argument(help=say("年份", "year"))],
        value: Annotated[float, typer.Argument(help=say("数值", "the figure"))],
        scope: Annotated[
            str, typer.Option(help=say("统计口径", "statistical scope, where it has one"))
        ] = "",
        note: note_option = "",
        by: by_option = None,
        plan: plan_option = None,
    ) -> None:
        with connected() as connection:
            record_indicator(
                connection, chosen_plan(connection, plan).plan_id, zone_id=zone, indicator=name,
                year=year, value=value, scope=scope, note=note, by=by or getpass.getuser(),
            )  # fmt: skip
        typer.echo(say("已登记", "recorded"))

    @app.command(
        name="history",
        help=say(
            "全部登记记录。例：landplan record history lianyi-rd-base",
            "Everything recorded. Example: landplan record history lianyi-rd-base",
        ),
    )
    def show_history(
        subject: Annotated[
            str | None, typer.Argument(help=say("项目编号或指标名称", "a project or an indicator"))
        ] = None,
        plan: plan_option = None,
        output: format_option = "table",
    ) -> None:
        options.choice("--format", output, ("table", "json", "csv"))
        with connected() as connection:
            plan_id = chosen_plan(connection, plan).plan_id
            found = history(connection, plan_id, subject)
        rows = [
            {name: getattr(record, name) for name in Record.__dataclass_fields__}
            for record in found
        ]
        if output == "json":
            print_json({"plan": plan_id, "rows": rows})
        elif output == "csv":
            print_csv(rows)
        else:
            _print_history(found, say)

    return app


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
            say(*WHAT[record.what]), record.value, record.happened_on, note,
        )  # fmt: skip
        style = None if record.in_force else "dim strike"
        table.add_row(*(Text(visible(cell)) for cell in cells), style=style)
    console().print(table)
