"""What is read of a plan, each fact once: what a view of it (`projects.view`) stands on."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final, TypedDict, TypeVar, cast, get_args

from shapely import MultiPolygon
from sqlalchemy import Connection

from gis.model import LandEvent, Zone
from projects.balance.days import days_of
from projects.balance.pace import Added, Expected, added_of, expected_of
from projects.balance.sql_engine import balance_of_all
from projects.balance.status import Thresholds
from projects.choice import chosen
from projects.model import (
    Balance,
    Basis,
    IndicatorLine,
    InvestmentNode,
    LandUse,
    Plan,
    Project,
    StructurePart,
)
from projects.monitoring.indicators import ZoneFigure, figures_of, indicators
from projects.monitoring.warnings import Limits
from projects.store.ledger import events_of, place_outlines
from projects.store.plans import (
    every_zone_of,
    investment_of,
    land_uses_of,
    projects_of,
    structure_of,
)
from projects.zones import meant_zones

Read = TypeVar("Read")


class Asked(TypedDict):
    """What most of the questions take."""

    as_of: date
    basis: Basis
    known: date | None


class PlanFacts:
    """A plan as of a day, in one transaction: its zones, and what is read of it once.

    Parameters and errors as of `projects.view.PlanView`.
    """

    def __init__(
        self,
        connection: Connection,
        plan: Plan,
        *,
        as_of: date,
        known: date | None = None,
        basis: Basis = "declared",
        zone_set: str | None = None,
        thresholds: Thresholds | None = None,
        limits: Limits | None = None,
    ) -> None:
        chosen("basis", basis, get_args(Basis))
        self.plan: Final = plan
        self.as_of: Final = as_of
        self.known: Final = known
        self.basis: Final[Basis] = basis
        self.zone_set: Final = zone_set
        self.thresholds: Final = thresholds or Thresholds()
        self.limits: Final = limits or Limits()
        self._asked: Final[Asked] = {"as_of": as_of, "basis": basis, "known": known}
        self._days: Final = days_of(plan, as_of)
        self._connection: Final = connection
        self._found: dict[Hashable, Any] = {}

    @cached_property
    def every_zone(self) -> tuple[Zone, ...]:
        """The zones of every set, in the order of their trees, outlines in EPSG:4490."""
        return tuple(every_zone_of(self._connection, self.plan.plan_id))

    @cached_property
    def zones(self) -> tuple[Zone, ...]:
        """The zones of the view's set."""
        return self.zones_meant(None)

    def zones_meant(self, zone: str | None) -> tuple[Zone, ...]:
        """Return a zone and those under it, or all of the view's set; parents first."""
        return meant_zones(self.every_zone, zone=zone, zone_set=self.zone_set)

    @cached_property
    def investment(self) -> tuple[InvestmentNode, ...]:
        """The tree of investment, parents before children."""
        return tuple(investment_of(self._connection, self.plan.plan_id))

    @cached_property
    def structure(self) -> tuple[StructurePart, ...]:
        """The parts of the spatial structure in the package's order."""
        return tuple(structure_of(self._connection, self.plan.plan_id))

    @cached_property
    def land_uses(self) -> tuple[LandUse, ...]:
        """Names and groups of the land-use codes."""
        return tuple(land_uses_of(self._connection, self.plan.plan_id))

    @cached_property
    def _balance_of_all(self) -> Balance:
        return balance_of_all(
            self._connection, self.plan, thresholds=self.thresholds, **self._asked
        )

    @cached_property
    def _added(self) -> Added:
        return added_of(self._connection, self.plan.plan_id, **self._asked)

    @cached_property
    def _expected(self) -> Expected:
        return expected_of(self._connection, self.plan)

    @cached_property
    def _places(self) -> Mapping[int, MultiPolygon]:
        return place_outlines(self._connection, self.plan.plan_id)

    @cached_property
    def _ledger(self) -> tuple[LandEvent, ...]:
        return tuple(events_of(self._connection, self.plan.plan_id, places=self._places))

    @cached_property
    def _projects(self) -> tuple[Project, ...]:
        return tuple(projects_of(self._connection, self.plan.plan_id, as_of=self.as_of))

    @cached_property
    def _figures(self) -> tuple[ZoneFigure, ...]:
        return tuple(figures_of(self._connection, self.plan.plan_id))

    @cached_property
    def _indicators(self) -> tuple[IndicatorLine, ...]:
        return tuple(
            indicators(self.plan, self._figures, as_of=self.as_of, thresholds=self.thresholds)
        )

    def _inside(self, zone: str | None) -> set[str] | None:
        """Return the ids of a zone and those under it; None: everything, also of no zone."""
        return None if zone is None else {one.zone_id for one in self.zones_meant(zone)}

    def _outermost(self, zone: str | None) -> tuple[str, ...]:
        """Return zones that do not overlap and cover what is meant: the zone, or the roots."""
        meant = self.zones_meant(zone)
        if zone is not None:
            return (meant[0].zone_id,)
        return tuple(one.zone_id for one in meant if one.parent_id is None)

    def _of_land(
        self, name: str, read: Callable[..., Sequence[Read]], zone: str | None
    ) -> tuple[Read, ...]:
        zone_ids = self._outermost(zone)
        rows = self._once(
            (name, zone_ids),
            lambda: read(
                self._connection, self.plan.plan_id,
                zone_ids=zone_ids, as_of=self.as_of, known=self.known,
            ),
        )  # fmt: skip
        return tuple(rows)

    def _once(self, key: Hashable, read: Callable[[], Read]) -> Read:
        if key not in self._found:
            self._found[key] = read()
        return cast("Read", self._found[key])
