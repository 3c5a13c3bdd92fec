"""The facts of a report, computed once: every writer sets these and computes none of its own."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import get_args

from gis.errors import WrongUseError
from gis.model import LandEvent, ParcelStatus, Zone
from layers.map.map_facts import MapFacts, map_facts
from projects.balance.conflicts import Conflict
from projects.balance.pace import Pace
from projects.balance.reserve import ReserveRow
from projects.balance.series import SeriesKind, SeriesRow
from projects.balance.status import Thresholds
from projects.model import (
    Balance,
    Basis,
    EarlyWarning,
    Finding,
    IndicatorLine,
    InvestmentNode,
    LandUse,
    Plan,
    Project,
    StructurePart,
)
from projects.monitoring.warnings import Limits
from projects.view import PlanView
from projects.zones import zone_ids_under


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportFacts:
    """Everything one report needs; the same facts always give the same report.

    Parameters
    ----------
    plan
        The plan with its documents.
    zone
        The zone that the report is on; None: the whole plan.
    zones
        All zones of the plan, parents before children, outlines in EPSG:4490.
    inside
        Ids of the zones that the report covers: `zone` and those under it, or all.
    as_of, known
        The date that the whole report speaks of, and the day by which its ledger was recorded
        (None: everything).
    balance, pace
        Rows of the zones in `inside`, areas by the view's basis.
    series
        By year, method, land use and owner kind; rows of the zones in `inside`.
    parcels, events
        Parcels as of `as_of` and ledger events until then, corrected ones and reversals included,
        whose land lies in the zone; for a report on the whole plan all of them.
    reserve, conflicts
        What each storage still holds in reserve, and what disagrees in the ledger, in the zone.
    warnings, findings
        What wants attention and what does not add up, of the zones in `inside`.
    projects, indicators
        Those of the zones in `inside`; for the whole plan also those of no zone.
    investment, structure, land_uses
        Of the whole plan, whatever the zone.
    thresholds, limits
        Where the statuses begin, and how long things may stand still.
    map_facts
        What the interactive map shows: the whole plan, from the same balance and parcels.
    """

    plan: Plan
    zone: Zone | None
    zones: tuple[Zone, ...]
    inside: frozenset[str]
    as_of: date
    known: date | None
    balance: Balance
    pace: Pace
    series: Mapping[SeriesKind, tuple[SeriesRow, ...]]
    parcels: tuple[ParcelStatus, ...]
    events: tuple[LandEvent, ...]
    reserve: tuple[ReserveRow, ...]
    conflicts: tuple[Conflict, ...]
    warnings: tuple[EarlyWarning, ...]
    findings: tuple[Finding, ...]
    projects: tuple[Project, ...]
    indicators: tuple[IndicatorLine, ...]
    investment: tuple[InvestmentNode, ...]
    structure: tuple[StructurePart, ...]
    land_uses: tuple[LandUse, ...]
    thresholds: Thresholds
    limits: Limits
    map_facts: MapFacts

    @property
    def basis(self) -> Basis:
        """Which areas the report tells, but where a column or a sentence names another."""
        return self.balance.basis

    @property
    def is_over(self) -> bool:
        """Whether the plan's period has ended, so that a target is reached or is not."""
        return self.plan.is_over(self.as_of)

    @property
    def subjects(self) -> tuple[Zone, ...]:
        """What the report is on: its zone, or the plan's outermost ones."""
        if self.zone is not None:
            return (self.zone,)
        return tuple(zone for zone in self.zones if zone.parent_id is None)

    def headline_zones(self) -> tuple[Zone, ...]:
        """Return the zones whose progress the report tells: the subjects, if they have targets.

        For a subject without, the nearest zones under it that have; if none has, the subject.
        """
        with_target = {row.zone for row in self.balance.rows if row.target_ha is not None}
        return tuple(
            found
            for subject in self.subjects
            for found in tuple(self._topmost(subject, with_target)) or (subject,)
        )

    def _topmost(self, zone: Zone, wanted: Set[str]) -> Iterator[Zone]:
        if zone.zone_id in wanted:
            yield zone
            return
        for child in self.zones:
            if child.parent_id == zone.zone_id:
                yield from self._topmost(child, wanted)


def report_facts(view: PlanView, *, zone: str | None = None, is_brief: bool = False) -> ReportFacts:
    """Return what a report on a plan, or on one zone of it, tells, read through a view of it.

    Parameters
    ----------
    zone
        The report is on this zone and those under it, maps and lists with the zones of its set.
        None: on the whole plan.
    is_brief
        Leave out what only lists show: parcels, events, what does not add up.

    Raises
    ------
    WrongUseError
        If there is no such zone, or the plan has none.
    """
    if not view.every_zone:
        raise WrongUseError(
            f"规划 {view.plan.plan_id} 还没有片区，写不出报告；请在规划包的 zones.csv 和 "
            "zones.geojson 中写明，重新导入",
            f"the plan {view.plan.plan_id} has no zones to report on; write them into zones.csv "
            "and zones.geojson of its package and load it anew",
        )
    view = view.in_set_of(zone)
    inside = frozenset(zone_ids_under(view.zones, zone))
    parcels = () if is_brief else view.parcels(zone)
    events = () if is_brief else view.events(zone)
    projects = view.projects(zone)
    subject = None if zone is None else view.zones_meant(zone)[0]
    scope = _Scope(
        zone=subject,
        zone_names={each.name for each in view.zones if each.zone_id in inside},
        parcel_ids={status.parcel.parcel_id for status in parcels},
        event_ids={event.event_id for event in events},
        project_names={project.name for project in projects},
    )
    return ReportFacts(
        plan=view.plan,
        zone=subject,
        zones=view.zones,
        inside=inside,
        as_of=view.as_of,
        known=view.known,
        balance=view.balance(zone),
        pace=view.pace(zone),
        series={by: view.series(by, zone) for by in get_args(SeriesKind)},
        parcels=parcels,
        events=events,
        reserve=view.reserve(zone),
        conflicts=view.conflicts(zone),
        warnings=_warnings_of(view, subject),
        findings=()
        if is_brief
        else tuple(one for one in view.findings_beside_conflicts if scope.holds_finding(one)),
        projects=projects,
        indicators=view.indicators(zone),
        investment=view.investment,
        structure=view.structure,
        land_uses=view.land_uses,
        thresholds=view.thresholds,
        limits=view.limits,
        map_facts=map_facts(view, with_land=not is_brief),
    )


def _warnings_of(view: PlanView, zone: Zone | None) -> tuple[EarlyWarning, ...]:
    if zone is None:
        return view.warnings
    return tuple(one for one in view.warnings if zone.zone_id in view.warned_zones[one.key])


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scope:
    """What a report covers, to tell which findings belong to it."""

    zone: Zone | None
    zone_names: Set[str]
    parcel_ids: Set[str]
    event_ids: Set[str]
    project_names: Set[str]

    def holds_finding(self, finding: Finding) -> bool:
        """Leave out events of a later day."""
        if finding.kind == "event_area_differs":
            return finding.subject in self.event_ids
        here = (self.zone_names, self.parcel_ids, self.project_names)
        return self.zone is None or any(finding.subject in names for names in here)
