"""`landplan projects`, `indicators`, `check`, `warnings`: how the plan stands, what to look at."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from landplan.command import options
from landplan.command.language import Say
from landplan.command.output import print_csv, print_json
from landplan.command.plan_tables import (
    finding_json,
    indicator_json,
    print_findings,
    print_indicators,
    print_projects,
    print_warnings,
    project_json,
    warning_json,
)
from landplan.session import viewing
from projects.model import STAGES, Plan
from projects.monitoring.indicators import tally

FORMATS = ("table", "json", "csv")


def add_plan_commands(app: typer.Typer, say: Say) -> None:
    """Add `projects` and `indicators`."""
    as_of_option = Annotated[str | None, options.as_of(say)]
    plan_option = Annotated[str | None, options.plan(say)]
    format_option = Annotated[str, options.output_format(say)]
    zone_option = Annotated[str | None, options.zone(say)]

    @app.command(
        name="projects",
        help=say(
            "重大项目：类别、阶段、片区、出处。例：landplan projects --zone ifc",
            "Major projects: category, stage, zone, sources. Example: landplan projects --zone ifc",
        ),
    )
    def show_projects(
        zone: zone_option = None,
        stage: Annotated[str | None, typer.Option(help=options.stages(say))] = None,
        category: Annotated[
            str | None, typer.Option(help=say("类别", "category, as printed"))
        ] = None,
        as_of: as_of_option = None,
        plan: plan_option = None,
        output: format_option = "table",
    ) -> None:
        options.choice("--format", output, FORMATS)
        if stage is not None:
            options.choice("--stage", stage, STAGES)
        with viewing(plan, as_of=as_of, ever=True) as view:
            meant, zones, nodes = view.plan, view.every_zone, view.investment
            found = [
                project
                for project in view.projects(zone)
                if stage in (None, project.stage) and category in (None, project.category)
            ]
        names = {each.zone_id: each.name for each in zones}
        if output == "table":
            print_projects(meant, found, names, say)
            return
        rows = [project_json(project, names) for project in found]
        tree = [asdict(node) for node in nodes]
        _print(output, meant, rows, investment=tree)

    @app.command(
        name="indicators",
        help=say(
            "指标：基期、最新、目标、进度、状态。例：landplan indicators --zone cbd",
            "Indicators: base, latest, goal, progress, status. "
            "Example: landplan indicators --zone cbd",
        ),
    )
    def show_indicators(
        zone: zone_option = None,
        as_of: as_of_option = None,
        plan: plan_option = None,
        output: format_option = "table",
    ) -> None:
        options.choice("--format", output, FORMATS)
        with viewing(plan, as_of=as_of, ever=True) as view:
            meant, lines = view.plan, view.indicators(zone)
        if output == "table":
            print_indicators(meant, lines, say)
            return
        good, judged, with_goal = tally(lines)
        counts = {"on_track": good, "with_figures": judged, "with_goal": with_goal}
        _print(output, meant, [indicator_json(line) for line in lines], **counts)


def add_check_commands(app: typer.Typer, say: Say) -> None:
    """Add `check` and `warnings`."""
    as_of_option = Annotated[str | None, options.as_of(say)]
    plan_option = Annotated[str | None, options.plan(say)]
    format_option = Annotated[str, options.output_format(say)]

    @app.command(
        name="check",
        help=say(
            "查找一切对不上的地方，逐条注明位置。例：landplan check --format json",
            "Find everything that does not add up, each with its place. "
            "Example: landplan check --format json",
        ),
    )
    def show_findings(
        plan: plan_option = None,
        output: format_option = "table",
        deep: Annotated[
            bool,
            typer.Option(
                "--deep",
                help=say(
                    "另由边界重算库中存储的全部份额与合计（地块多时需数分钟）",
                    "also compute anew all stored shares and sums (minutes where land is plenty)",
                ),
            ),
        ] = False,
    ) -> None:
        options.choice("--format", output, FORMATS)
        with viewing(plan) as view:
            meant, found = view.plan, view.deep_findings if deep else view.findings
        if output == "table":
            print_findings(meant, found, say)
        else:
            _print(output, meant, [finding_json(finding, say) for finding in found])
        if found:
            raise typer.Exit(1)

    @app.command(
        name="warnings",
        help=say(
            "监测预警，最要紧的在前。例：landplan warnings --as-of 2024-12-31",
            "What wants attention, worst first. Example: landplan warnings --as-of 2024-12-31",
        ),
    )
    def show_warnings(
        as_of: as_of_option = None, plan: plan_option = None, output: format_option = "table"
    ) -> None:
        options.choice("--format", output, FORMATS)
        with viewing(plan, as_of=as_of) as view:
            meant, day, found = view.plan, view.as_of, view.warnings
        if output == "table":
            print_warnings(meant, found, say)
            return
        rows = [warning_json(warning, say) for warning in found]
        _print(output, meant, rows, as_of=day.isoformat(), sample=meant.sample)


def _print(output: str, plan: Plan, rows: list[dict[str, Any]], **more: Any) -> None:
    if output == "json":
        print_json({"plan": plan.plan_id, **more, "rows": rows})
    else:
        print_csv([_flat(row) for row in rows])


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row for CSV: what is nested becomes text."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        match value:
            case {"document": document, "place": place, "line": line}:
                flat[key] = f"{document}|{place}|{line or ''}"
            case dict():
                flat[key], flat[f"{key}_year"] = value.get("value"), value.get("year")
            case list():
                sources = [_flat({"source": v.get("source", v)})["source"] for v in value]
                flat[key] = ";".join(dict.fromkeys(source for source in sources if source))
            case _:
                flat[key] = value
    return flat
