"""The JSON that the commands print with `--format json` and that `/api/v1` answers: one of both."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from landplan.language import Say
from landplan.session import BEIJING
from projects.balance.series import SeriesKind, SeriesRow
from projects.labels import LOADED_KINDS
from projects.model import EarlyWarning, Figure, Finding, IndicatorLine, Plan, Project
from projects.monitoring.indicators import tally
from projects.store.batches import Batch, Counts
from projects.store.listing import ListedPlan
from projects.view import PlanView

Document = dict[str, Any]


def series_document(view: PlanView, by: SeriesKind, rows: Sequence[SeriesRow]) -> Document:
    """Return what `landplan series` prints."""
    head = {
        "plan": view.plan.plan_id, "as_of": view.as_of.isoformat(), "basis": view.basis,
        "sample": view.plan.sample, "by": by,
    }  # fmt: skip
    return {**head, "rows": [row.as_json() for row in rows]}


def projects_document(view: PlanView, projects: Sequence[Project]) -> Document:
    """Return what `landplan projects` prints: some projects, and the tree of investment."""
    names = {each.zone_id: each.name for each in view.every_zone}
    return {
        "plan": view.plan.plan_id,
        "investment": [asdict(node) for node in view.investment],
        "rows": [project_told(project, names) for project in projects],
    }


def indicators_document(plan: Plan, lines: Sequence[IndicatorLine]) -> Document:
    """Return what `landplan indicators` prints."""
    good, judged, with_goal = tally(lines)
    counts = {"on_track": good, "with_figures": judged, "with_goal": with_goal}
    return {"plan": plan.plan_id, **counts, "rows": [indicator_told(line) for line in lines]}


def findings_document(plan: Plan, findings: Sequence[Finding], say: Say) -> Document:
    """Return what `landplan check` prints."""
    return {"plan": plan.plan_id, "rows": [finding_told(finding, say) for finding in findings]}


def warnings_document(view: PlanView, say: Say) -> Document:
    """Return what `landplan warnings` prints."""
    return {
        "plan": view.plan.plan_id,
        "as_of": view.as_of.isoformat(),
        "sample": view.plan.sample,
        "rows": [warning_told(warning, say) for warning in view.warnings],
    }


def plans_document(plans: Sequence[ListedPlan]) -> Document:
    """Return what `landplan plans` prints."""
    return {"rows": [_plan_told(one) for one in plans]}


def batches_document(batches: Sequence[Batch]) -> Document:
    """Return what `landplan imports` prints."""
    return {"rows": [batch_told(one) for one in batches]}


def project_told(project: Project, zones: dict[str, str]) -> dict[str, Any]:
    """Return one row of `landplan projects --format json`."""
    return {
        "project_id": project.project_id,
        "name": project.name,
        "category": project.category,
        "stage": project.stage or None,
        "stage_on": project.stage_on.isoformat() if project.stage_on else None,
        "zone": project.zone_id,
        "zone_name": zones.get(project.zone_id or ""),
        "site_area_m2": project.site_area_m2,
        "floor_area_m2": project.floor_area_m2,
        "investment_10k_cny": project.investment_10k_cny,
        "invested_10k_cny": project.invested_10k_cny,
        "location": location_of(project),
        "geometry_quality": project.geometry_quality or None,
        "note": project.note,
        "sources": [asdict(source) for source in project.sources],
    }


def location_of(project: Project) -> str:
    """Return how a project is located: outline, point, zone (only that is known) or none."""
    if project.outline is not None and project.outline.geom_type != "Point":
        return "outline"
    if project.point is not None:
        return "point"
    return "zone" if project.zone_id else "none"


def indicator_told(line: IndicatorLine) -> dict[str, Any]:
    """Return one row of `landplan indicators --format json`."""
    row: dict[str, Any] = {
        "zone": line.zone_id,
        "zone_name": line.zone_name or None,
        "indicator": line.indicator,
        "parent_indicator": line.parent_indicator or None,
        "scope": line.scope or None,
        "unit": line.unit,
        "span": line.span,
        "kind": line.kind or None,
    }
    for role in ("base", "latest", "goal"):
        row[role] = _figure_told(getattr(line, role))
    row |= {"progress": line.progress, "expected": line.expected, "status": line.status}
    return row | {"figures": [_figure_told(figure) for figure in line.figures]}


def _figure_told(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "year": figure.year,
        "value": figure.value,
        "value_to": figure.value_to,
        "role": figure.role,
        "note": figure.note,
        "recorded_by": figure.recorded_by or None,
        "source": asdict(figure.source) if figure.source else None,
    }


def finding_told(finding: Finding, say: Say) -> dict[str, Any]:
    """Return one row of `landplan check --format json`."""
    source = asdict(finding.source) if finding.source else None
    told_in_words = say(finding.zh, finding.en)
    return {
        "kind": finding.kind,
        "subject": finding.subject,
        "finding": told_in_words,
        "source": source,
    }


def warning_told(warning: EarlyWarning, say: Say) -> dict[str, Any]:
    """Return one row of `landplan warnings --format json`."""
    return {
        "kind": warning.kind,
        "severity": warning.severity,
        "zone": warning.zone_id,
        "subject": warning.subject_id,
        "warning": say(warning.zh, warning.en),
    }


def _plan_told(one: ListedPlan) -> dict[str, Any]:
    return asdict(one) | {
        "starts_on": one.starts_on.isoformat(),
        "ends_on": one.ends_on.isoformat(),
        "loaded_at": None if one.loaded_at is None else _moment(one.loaded_at),
    }


def batch_told(one: Batch) -> dict[str, Any]:
    return {
        "batch": one.batch_id,
        "plan": one.plan_id,
        "command": one.command,
        "loaded_by": one.loaded_by,
        "loaded_at": _moment(one.loaded_at),
        "landplan_version": one.landplan_version,
        "files": [asdict(file) for file in one.files],
        "counts": {kind: asdict(counts) for kind, counts in counts_in_order(one.counts)},
        "undoes": one.undoes,
    }


def counts_in_order(counts: Mapping[str, Counts]) -> list[tuple[str, Counts]]:
    """Return what a load changed in the order of `LOADED_KINDS`, not that of the database."""
    order = [*LOADED_KINDS]
    return sorted(counts.items(), key=lambda one: order.index(one[0]))


def _moment(told: datetime) -> str:
    return told.astimezone(BEIJING).isoformat(timespec="seconds")
