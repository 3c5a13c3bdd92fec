"""The tables of projects, indicators, findings and warnings."""

from collections.abc import Sequence
from typing import Final

from rich.table import Table
from rich.text import Text

from landplan.command.output import SAMPLE, console, status_told, visible
from landplan.json_documents import location_of
from landplan.language import Say
from projects.labels import NO_STAGE, REACHED, SEVERITIES, STAGES, Label
from projects.model import EarlyWarning, Figure, IndicatorLine, Plan, Project
from projects.monitoring.indicators import tally
from projects.package.column import PackageTable
from projects.package.columns import INDICATORS, PROJECTS

_SEVERITY_COLOURS: Final = {3: "red", 2: "yellow", 1: "cyan"}


def print_projects(
    plan: Plan, projects: Sequence[Project], zones: dict[str, str], say: Say
) -> None:
    """Print one line a project, and how many there are."""
    told = heads(PROJECTS, "project_id", "name", "category", "zone", "stage")
    table = _table(plan.title, say, *told, ("位置", "location"))
    for project in projects:
        stage = say(*in_a_row(STAGES.get(project.stage, NO_STAGE)))
        if project.stage_on is not None:
            stage += f" {project.stage_on}"
        zone = zones.get(project.zone_id or "", "")
        cells = (project.project_id, project.name, project.category, zone, stage)
        place = say(*_LOCATION[location_of(project)])
        table.add_row(*(Text(visible(cell)) for cell in cells), place)
    console().print(table)
    console().print(say(f"共 {len(projects)} 个项目。", f"{len(projects)} projects."))


def in_a_row(label: Label) -> tuple[str, str]:
    """Return a name as rows of a table have it, the English in lower case."""
    return label.zh, label.en.lower()


_LOCATION: Final = {
    "outline": ("示意图形", "outline"),
    "point": ("点位", "point"),
    "zone": ("仅知所在片区", "known by zone only"),
    "none": ("未知", "unknown"),
}


def print_indicators(
    plan: Plan, lines: Sequence[IndicatorLine], say: Say, *, is_over: bool
) -> None:
    """Print base, latest actual, goal and status, zone by zone."""
    table = _table(plan.title, say, *heads(INDICATORS, "zone", "indicator", "unit"))
    for zh, en in (("基期", "base"), ("最新", "latest"), ("目标", "goal"), ("进度", "progress")):
        table.add_column(say(zh, en), justify="right")
    table.add_column(say("状态", "status"))
    last: str | None = ""
    for line in lines:
        if last not in ("", line.zone_id):
            table.add_section()
        name = ("　" if line.parent_indicator else "") + line.indicator
        if line.scope and line.zone_id is not None:
            name += f"（{line.scope}）"
        where = (line.zone_name or line.scope) if line.zone_id != last else ""
        status = status_told(line.status, say, is_over=is_over)
        progress = "" if line.progress is None else f"{line.progress:.0%}"
        cells = (where, name, line.unit, told(line.base), told(line.latest), told(line.goal))
        table.add_row(*(Text(visible(cell)) for cell in cells), progress, status)
        last = line.zone_id
    console().print(table)
    good, judged, with_goal = tally(lines, is_over=is_over)
    reached = REACHED if is_over else Label("已完成或基本同步", "done or on track")
    console().print(
        say(
            f"有目标的 {with_goal} 项中，{judged} 项有期内数据，{good} 项{reached.zh}。",
            f"Of {with_goal} with a goal, {judged} have figures from the period, "
            f"{good} are {reached.en.lower()}.",
        )
    )


def told(figure: Figure | None) -> str:
    """Return a figure with its year: `4800 (2025)`, a range as `1540–1680 (2025)`."""
    if figure is None or figure.value is None:
        return ""
    end = "" if figure.value_to is None else f"–{figure.value_to:g}"
    return f"{figure.value:.10g}{end} ({figure.year})"


def print_warnings(plan: Plan, warnings: Sequence[EarlyWarning], say: Say) -> None:
    """Print the early warnings, worst first."""
    table = _table(plan.title, say, ("程度", "severity"), ("预警", "warning"), sample=plan.sample)
    for warning in warnings:
        severity = SEVERITIES[warning.severity]
        words = Text(visible(say(warning.zh, warning.en)))
        table.add_row(
            Text(say(severity.zh, severity.en.lower()), style=_SEVERITY_COLOURS[warning.severity]),
            words,
        )
    console().print(table)
    console().print(say(f"共 {len(warnings)} 条。", f"{len(warnings)} warnings."))


def heads(table: PackageTable, *names: str) -> list[tuple[str, str]]:
    """Return the headings of some columns of the catalogue, in Chinese and in English."""
    columns = [table[name] for name in names]
    return [(column.heading("zh"), column.heading("en").lower()) for column in columns]


def _table(title: str, say: Say, *columns: tuple[str, str], sample: bool = False) -> Table:
    """Return an empty table under a title, which is data and shown as it is."""
    words = f"{title} · {say(*SAMPLE)}" if sample else title
    table = Table(title=Text(visible(words)), title_justify="left", title_style="bold")
    for zh, en in columns:
        table.add_column(say(zh, en), overflow="fold")
    return table
