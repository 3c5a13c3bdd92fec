"""`landplan pace`: what each year added, what is needed, and where the pace leads."""

from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from landplan.command import options
from landplan.command.groups import Call
from landplan.command.language import FIGURE, MEASURE, both
from landplan.command.output import (
    console,
    ha,
    heading,
    in_hectares,
    print_csv,
    print_json,
    status_told,
    visible,
)
from landplan.language import Say
from landplan.session import viewing
from projects.balance.pace import Pace, PaceRow
from projects.choice import chosen

Level = Annotated[
    float,
    typer.Option(
        help=both("区间的置信水平，0 与 1 之间", "the interval's chance, between 0 and 1")
    ),
]


def show_pace(
    call: Call,
    zone: options.ZoneId = None,
    as_of: options.AsOf = None,
    basis: options.AreaBasis = "declared",
    known: options.Known = None,
    level: Level = 0.8,
    plan: options.PlanId = None,
    output: options.Output = "table",
) -> None:
    """Print what each year added, what is needed, and where the pace leads."""
    form = chosen("--format", output, options.FORMATS)
    area = chosen("--basis", basis, options.BASES)
    with viewing(plan, as_of=as_of, known=known, basis=area) as view:
        found, is_over = view.pace(zone, level=level), view.plan.is_over(view.as_of)
    if form == "json":
        print_json(found.as_json())
    elif form == "csv":
        told = found.as_json()
        head = {name: told[name] for name in ("plan", "as_of", "basis", "sample", "level")}
        print_csv([_flat(head, row) for row in told["rows"]])
    else:
        print_pace(found, call.obj, is_over=is_over)


def print_pace(found: Pace, say: Say, *, is_over: bool) -> None:
    """Print the rows that have a target or land, and below them what the forecast assumes."""
    shown = [row for row in found.rows if row.target_ha is not None or row.actual_ha > 0]
    title = heading(found.plan_title, found.as_of, found.basis, say, sample=found.sample)
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column(say("片区", "zone"))
    table.add_column(say("指标", "measure"))
    years = [str(figure.year) for figure in found.rows[0].by_year] if found.rows else []
    for column in (
        say(*FIGURE["target"]),
        say(*FIGURE["actual"]),
        *years,
        say(*FIGURE["needed"]),
        say(*FIGURE["forecast"]),
        say(f"{100 * found.level:g}% 区间", f"{100 * found.level:g}% interval"),
        say("达标可能", "chance"),
    ):
        table.add_column(column, justify="right")
    table.add_column(say(*FIGURE["status"]))
    last = None
    for row in shown:
        if last not in (None, row.zone):
            table.add_section()
        table.add_row(*_cells(row, say, first=row.zone != last, is_over=is_over))
        last = row.zone
    out = console()
    out.print(table)
    out.print(
        in_hectares(say)
        + say(
            f"各年为当年新增。{found.assumes_zh}",
            f"The years tell what each added. {found.assumes_en}",
        )
    )


def _cells(row: PaceRow, say: Say, *, first: bool, is_over: bool) -> list[str | Text]:
    interval = chance = ""
    if row.low_ha is not None:
        interval = f"{ha(row.low_ha)}–{ha(row.high_ha)}"
    if row.chance_of_target is not None:
        chance = _percent(row.chance_of_target)
    return [
        Text(visible(row.zone_name) if first else ""),
        say(*MEASURE[row.measure]),
        ha(row.target_ha),
        ha(row.actual_ha),
        *(ha(figure.added_ha) for figure in row.by_year),
        ha(row.needed_ha_per_year),
        ha(row.forecast_ha),
        interval,
        chance,
        status_told(row.status, say, is_over=is_over),
    ]


def _percent(chance: float) -> str:
    """Return a chance in whole percent; what is nearly certain is not made certain."""
    if 0 < chance < 0.01:
        return "<1%"
    if 0.99 < chance < 1:
        return ">99%"
    return f"{chance:.0%}"


def _flat(head: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the CSV: the columns of the JSON, those of a year with the year's number."""
    columns = head | {name: value for name, value in row.items() if name != "by_year"}
    for figure in row["by_year"]:
        for name in ("added_ha", "cumulative_ha", "expected_ha"):
            columns[f"{name}_{figure['year']}"] = figure[name]
    return columns
