"""The facts of a report, computed once: every writer sets these and computes none of its own."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import get_args

import shapely
from sqlalchemy import Connection

from gis.geometry.area import area_m2
from gis.model import LandEvent, ParcelStatus, Zone
from layers.map.map_facts import MapFacts, map_facts
from projects.balance.conflicts import Conflict, conflicts_of
from projects.balance.pace import Pace, pace
from projects.balance.reserve import ReserveRow, reserve_of
from projects.balance.series import SeriesKind, SeriesRow, series
from projects.balance.sql_engine import under
from projects.balance.status import Thresholds
from projects.model import (
    Balance,
    EarlyWarning,
    Finding,
    IndicatorLine,
    InvestmentNode,
    LandUse,
    Plan,
    Project,
    StructurePart,
)
from projects.monitoring.checks import CONFLICTS, check_plan
from projects.monitoring.warnings import Limits
from projects.store.ledger import events_of
from projects.store.plans import zone_ids_under


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
        Rows of the zones in `inside`, declared areas.
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


def report_facts(
    connection: Connection,
    plan_id: str,
    *,
    as_of: date,
    zone: str | None = None,
    known: date | None = None,
    thresholds: Thresholds | None = None,
    limits: Limits | None = None,
) -> ReportFacts:
    """Gather what a report on a plan, or on one zone of it, tells as of a date.

    Parameters
    ----------
    zone
        The report is on this zone and those under it. None: on the whole plan.
    as_of, known, thresholds
        As of `projects.balance.sql_engine.balance`.
    limits
        As of `projects.monitoring.warnings.early_warnings`.

    Raises
    ------
    WrongUseError
        If there is no such plan or zone.
    """
    whole = map_facts(
        connection, plan_id, as_of=as_of, known=known, thresholds=thresholds, limits=limits
    )
    inside = frozenset(zone_ids_under(whole.zones, zone))
    subject = next((each for each in whole.zones if each.zone_id == zone), None)
    roots = [each.zone_id for each in whole.zones if each.parent_id is None]
    zone_ids = roots if subject is None else [subject.zone_id]
    parcels = _parcels_in(whole.parcels, subject)
    events = _events_in(events_of(connection, plan_id), subject, as_of=as_of, known=known)
    projects = tuple(one for one in whole.projects if subject is None or one.zone_id in inside)
    scope = _Scope(
        zone=subject,
        inside=inside,
        zone_names={each.name for each in whole.zones if each.zone_id in inside},
        parcel_ids={status.parcel.parcel_id for status in parcels},
        event_ids={event.event_id for event in events},
        project_names={project.name for project in projects},
    )
    return ReportFacts(
        plan=whole.plan,
        zone=subject,
        zones=whole.zones,
        inside=inside,
        as_of=as_of,
        known=known,
        balance=whole.balance if zone is None else under(whole.balance, zone),
        pace=pace(connection, plan_id, as_of=as_of, known=known, zone=zone, thresholds=thresholds),
        series={
            by: tuple(series(connection, plan_id, as_of=as_of, known=known, zone=zone, by=by))
            for by in get_args(SeriesKind)
        },
        parcels=parcels,
        events=events,
        reserve=tuple(reserve_of(connection, plan_id, zone_ids=zone_ids, as_of=as_of, known=known)),
        conflicts=tuple(
            conflicts_of(connection, plan_id, zone_ids=zone_ids, as_of=as_of, known=known)
        ),
        warnings=tuple(one for one in whole.warnings if scope.holds_warning(one)),
        findings=tuple(one for one in check_plan(connection, plan_id) if scope.holds_finding(one)),
        projects=projects,
        indicators=tuple(
            line for line in whole.indicators if subject is None or line.zone_id in inside
        ),
        investment=whole.investment,
        structure=whole.structure,
        land_uses=whole.land_uses,
        thresholds=thresholds or Thresholds(),
        limits=limits or Limits(),
        map_facts=whole,
    )


def _parcels_in(parcels: Sequence[ParcelStatus], zone: Zone | None) -> tuple[ParcelStatus, ...]:
    return tuple(status for status in parcels if zone is None or zone.zone_id in status.zone_ids)


def _events_in(
    events: Sequence[LandEvent], zone: Zone | None, *, as_of: date, known: date | None
) -> tuple[LandEvent, ...]:
    """Return the events told of by then whose land lies in a zone; a reversal lies where its event.

    Pieces up to 1 m² are noise, as in the balance.
    """
    told = [
        event
        for event in events
        if event.happened_on <= as_of and (known is None or event.recorded_on <= known)
    ]
    if zone is None:
        return tuple(told)
    shapely.prepare(zone.outline)
    lying = {
        event.event_id
        for event in told
        if event.extent is not None
        and shapely.intersects(zone.outline, event.extent)
        and area_m2(shapely.intersection(zone.outline, event.extent)) > 1
    }
    return tuple(event for event in told if event.event_id in lying or event.corrects in lying)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scope:
    """What a report covers, to tell which warnings and findings belong to it."""

    zone: Zone | None
    inside: frozenset[str]
    zone_names: Set[str]
    parcel_ids: Set[str]
    event_ids: Set[str]
    project_names: Set[str]

    def holds_warning(self, warning: EarlyWarning) -> bool:
        if self.zone is None or warning.zone_id in self.inside:
            return True
        land = self.parcel_ids if warning.kind == "parcel" else self.event_ids
        return warning.kind in ("parcel", "event") and warning.subject_id in land

    def holds_finding(self, finding: Finding) -> bool:
        """Leave out conflicts, which have a place of their own, and events of a later day."""
        if finding.kind in CONFLICTS:
            return False
        if finding.kind == "event_area_differs":
            return finding.subject in self.event_ids
        here = (self.zone_names, self.parcel_ids, self.project_names)
        return self.zone is None or any(finding.subject in names for names in here)
