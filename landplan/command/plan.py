"""`landplan projects`, `indicators`, `check`, `warnings`: how the plan stands, what to look at."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from landplan.command import options
from landplan.command.groups import Call
from landplan.command.language import both
from landplan.command.list_file import ReportFile, refuse_list_file, write_list
from landplan.command.lists import Listing, finding_list, print_list
from landplan.command.output import print_csv, print_json
from landplan.command.plan_tables import print_indicators, print_projects, print_warnings
from landplan.json_documents import (
    Document,
    findings_document,
    indicators_document,
    projects_document,
    warnings_document,
)
from landplan.language import Say
from landplan.session import viewing
from projects.choice import chosen
from projects.model import STAGES

PROJECT_COLUMNS: Final = (
    "project_id", "name", "category", "stage", "stage_on", "zone", "zone_name", "site_area_m2",
    "floor_area_m2", "investment_10k_cny", "invested_10k_cny", "location", "geometry_quality",
    "note", "sources",
)  # fmt: skip
INDICATOR_COLUMNS: Final = (
    "zone", "zone_name", "indicator", "parent_indicator", "scope", "unit", "span", "kind",
    "base", "base_year", "latest", "latest_year", "goal", "goal_year",
    "progress", "expected", "status", "figures",
)  # fmt: skip
FINDING_COLUMNS: Final = ("kind", "subject", "finding", "source")
WARNING_COLUMNS: Final = ("kind", "severity", "zone", "subject", "warning")
"""The columns of CSV files, in their order."""

_FIGURES: Final = ("base", "latest", "goal")


def show_projects(
    call: Call,
    zone: options.ZoneId = None,
    stage: options.Stage = None,
    category: Annotated[str | None, typer.Option(help=both("类别", "category, as printed"))] = None,
    as_of: options.AsOf = None,
    plan: options.PlanId = None,
    output: options.Output = "table",
) -> None:
    """Print the major projects of a plan."""
    say = call.obj
    form = chosen("--format", output, options.FORMATS)
    if stage is not None:
        chosen("--stage", stage, STAGES)
    with viewing(plan, as_of=as_of, ever=True) as view:
        meant, zones = view.plan, view.every_zone
        found = view.projects(zone, stage=stage, category=category)
        document = projects_document(view, found)
    if form == "table":
        print_projects(meant, found, {each.zone_id: each.name for each in zones}, say)
    else:
        _print(form, document, PROJECT_COLUMNS)


def show_indicators(
    call: Call,
    zone: options.ZoneId = None,
    as_of: options.AsOf = None,
    plan: options.PlanId = None,
    output: options.Output = "table",
) -> None:
    """Print the indicators of a plan."""
    say = call.obj
    form = chosen("--format", output, options.FORMATS)
    with viewing(plan, as_of=as_of, ever=True) as view:
        meant, lines = view.plan, view.indicators(zone)
        is_over = meant.is_over(view.as_of)
    if form == "table":
        print_indicators(meant, lines, say, is_over=is_over)
    else:
        _print(form, indicators_document(meant, lines), INDICATOR_COLUMNS)


def show_findings(
    call: Call,
    plan: options.PlanId = None,
    output: options.Output = "table",
    deep: Annotated[
        bool,
        typer.Option(
            "--deep",
            help=both(
                "另由边界重算库中存储的全部份额与合计（地块多时需数分钟）",
                "also compute anew all stored shares and sums (minutes on a large ledger)",
            ),
        ),
    ] = False,
    documents: Annotated[
        Path | None,
        typer.Option(
            "--documents",
            metavar="FOLDER",
            help=both(
                "另逐条核对出处：文件夹中每份文件一个 编号.txt",
                "also look up every source: a folder with ID.txt for each document",
            ),
        ),
    ] = None,
    report: ReportFile = None,
) -> None:
    """Print what does not add up; exit with 1 if there is anything."""
    say = call.obj
    form = chosen("--format", output, options.FORMATS)
    refuse_list_file(report)
    with viewing(plan) as view:
        meant, found = view.plan, view.deep_findings if deep else view.findings
        if documents is not None:
            found += view.findings_in(documents)
    document = findings_document(meant, found, say)
    listing = finding_list(meant, found, say)
    if form == "table":
        print_list(listing, say)
        typer.echo(_told_of(listing, report, say))
    else:
        _print(form, document, FINDING_COLUMNS)
    if report is not None:
        flat = [_flat(row) for row in document["rows"]]
        write_list(report, listing, flat, say, told=document, columns=FINDING_COLUMNS)
    if found:
        raise typer.Exit(1)


def _told_of(listing: Listing, report: Path | None, say: Say) -> str:
    """Return how many findings there are, and where all of them can be read."""
    count = len(listing.rows)
    told = say(f"共 {count} 处。", f"{count} findings.")
    if report is not None:
        told += say(f"已写出 {report}", f" Wrote {report}")
    elif listing.is_long:
        told += say("加 --report 清单.html 可写出全部。", " --report FILE.html writes them all.")
    return told


def show_warnings(
    call: Call,
    as_of: options.AsOf = None,
    plan: options.PlanId = None,
    output: options.Output = "table",
) -> None:
    """Print what wants attention, worst first."""
    say = call.obj
    form = chosen("--format", output, options.FORMATS)
    with viewing(plan, as_of=as_of) as view:
        meant, found, document = view.plan, view.warnings, warnings_document(view, say)
    if form == "table":
        print_warnings(meant, found, say)
    else:
        _print(form, document, WARNING_COLUMNS)


def _print(form: options.Format, document: Document, columns: Sequence[str]) -> None:
    if form == "json":
        print_json(document)
    else:
        print_csv([_flat(row) for row in document["rows"]], columns=columns)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row for CSV: what is nested becomes text, a figure its value and its year."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        match value:
            case dict() | None if key in _FIGURES:
                figure = value or {}
                flat[key], flat[f"{key}_year"] = figure.get("value"), figure.get("year")
            case {"document": document, "place": place, "line": line}:
                flat[key] = f"{document}|{place}|{line or ''}"
            case list():
                sources = [_flat({"source": v.get("source", v)})["source"] for v in value]
                flat[key] = ";".join(dict.fromkeys(source for source in sources if source))
            case _:
                flat[key] = value
    return flat
