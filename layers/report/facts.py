"""The facts of a report, computed once: every writer sets these and computes none of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gis.model import LandEvent, ParcelStatus, Zone
from layers.facts import MapFacts
from projects.conflicts import Conflict
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
from projects.pace import Pace
from projects.reserve import ReserveRow
from projects.series import SeriesKind, SeriesRow
from projects.status import Thresholds
from projects.warnings import Limits


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
