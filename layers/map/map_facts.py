"""What a map shows: the plan, its balance, its land and its projects, as of one date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gis.model import LandEvent, ParcelStatus, Zone
from projects.balance.counted import Counted
from projects.model import (
    Balance,
    EarlyWarning,
    IndicatorLine,
    InvestmentNode,
    LandUse,
    Plan,
    Project,
    StructurePart,
)
from projects.store.land_choices import LandChoices
from projects.store.parcel_spans import Spans
from projects.view import PlanView


@dataclass(frozen=True, kw_only=True, slots=True)
class MapFacts:
    """Everything one map needs; the same facts always give the same page.

    Parameters
    ----------
    plan, balance
        The plan and its balance as of `as_of`.
    zones
        All zones of the plan, outlines in EPSG:4490.
    parcels
        Every parcel with its state as of `as_of`.
    projects
        The plan's major projects.
    as_of
        The date that the whole map speaks of.
    land_uses
        Names and groups of the land-use codes.
    indicators, investment, warnings
        The plan's indicators, the tree of investment, and what wants attention, worst first.
    warned_zones
        The ids of the zones that each warning, by its key, belongs to.
    structure
        Axes, belts and the other parts of the spatial structure.
    events
        The ledger until `as_of`, also events that name no parcel.
    counted
        What each event counts for in each zone, in the balance's basis.
    corrected
        Ids of the events that another one reverses or replaces.
    choices
        What parcels can be filtered by, of a map that is not told of them.
    by_day, parcel_spans
        The balance on the plan's days before `as_of`, and what each parcel was on any day. A map
        without them speaks of its date alone.
    """

    plan: Plan
    balance: Balance
    zones: tuple[Zone, ...]
    parcels: tuple[ParcelStatus, ...]
    projects: tuple[Project, ...]
    as_of: date
    land_uses: tuple[LandUse, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
    investment: tuple[InvestmentNode, ...] = ()
    warnings: tuple[EarlyWarning, ...] = ()
    warned_zones: Mapping[str, frozenset[str]] = field(default_factory=dict)
    structure: tuple[StructurePart, ...] = ()
    events: tuple[LandEvent, ...] = ()
    counted: Counted = field(default_factory=Counted)
    corrected: frozenset[str] = frozenset()
    choices: LandChoices | None = None
    by_day: tuple[Balance, ...] = ()
    parcel_spans: Spans = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether the plan's period has ended, so that a target is reached or is not."""
        return self.plan.is_over(self.as_of)


def map_facts(
    view: PlanView, *, with_land: bool = True, with_ledger: bool = True, in_time: bool = True
) -> MapFacts:
    """Return what a map of a plan shows, read through a view of it.

    Parameters
    ----------
    with_land, with_ledger
        Whether parcels are told of, and events with what they count for and are warned of.
    in_time
        Whether it speaks of other days than the view's too.
    """
    if with_ledger:
        warnings, warned_zones = view.warnings, view.warned_zones
    else:
        warnings = view.warnings_beside_land
        warned_zones = view.zones_warned(warnings)
    return MapFacts(
        plan=view.plan,
        balance=view.balance(),
        zones=view.zones,
        parcels=view.parcels() if with_land else (),
        projects=view.projects(),
        as_of=view.as_of,
        land_uses=view.land_uses,
        indicators=view.indicators(),
        investment=view.investment,
        warnings=warnings,
        warned_zones=warned_zones,
        structure=view.structure,
        events=view.events() if with_ledger else (),
        counted=view.counted if with_ledger else Counted(),
        corrected=view.corrected if with_ledger else frozenset(),
        by_day=view.by_day if in_time else (),
        parcel_spans=view.parcel_spans if in_time and with_land else {},
    )
