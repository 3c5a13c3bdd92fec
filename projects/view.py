"""One view of a plan: a day, a basis and thresholds chosen once, and each fact read once.

The functions that read (`projects.store`, `projects.balance`, `projects.monitoring`) each ask the
database for one thing and take what else they need as arguments; the view puts them together. What
is asked of it twice is read once (`projects.facts`), what is not asked for is never read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final, TypedDict, Unpack

from sqlalchemy import Connection

from gis.model import LandEvent, ParcelStatus
from projects.balance.conflicts import Conflict, conflicts_of
from projects.balance.counted import Counted, counted_of
from projects.balance.counted_events import CountedEvents, counted_events
from projects.balance.pace import Pace, pace
from projects.balance.reserve import ReservePage, ReserveRow, reserve_of, reserve_page
from projects.balance.series import SeriesKind, SeriesRow, series
from projects.balance.shapely_engine import balance_shapely
from projects.balance.sql_engine import balance_by_day, in_zones
from projects.balance.status import Thresholds
from projects.choice import chosen
from projects.facts import PlanFacts
from projects.model import (
    STAGES,
    Balance,
    Basis,
    EarlyWarning,
    Finding,
    IndicatorLine,
    Measure,
    Project,
)
from projects.monitoring.checks import check_plan
from projects.monitoring.deep_check import deep_findings
from projects.monitoring.documents import document_findings
from projects.monitoring.indicators import indicators
from projects.monitoring.warned_zones import warned_zones, warnings_by_zone
from projects.monitoring.warnings import (
    HeldLong,
    Limits,
    Undocumented,
    early_warnings,
    events_warned,
    held_long,
    undocumented,
)
from projects.store.ledger import parcels_of, told_by
from projects.store.parcel_spans import Spans, parcel_spans_of
from projects.store.plans import plan_of
from projects.store.stored_package import package_of
from projects.zones import events_in

EVER: Final = date.max
"""The day as of which everything that was ever recorded is seen."""


class PlanView(PlanFacts):
    """A plan as of a day, in one transaction.

    Where a method takes a `zone`, by its id or its name, it tells of that zone and those under it
    (None: of the whole zone set), and an unknown one raises WrongUseError.

    Parameters
    ----------
    plan
        As `projects.store.plans.plan_of` gives it.
    as_of
        The day at whose end everything holds.
    known
        Leave out events recorded later: what a report of that day said. None: everything.
    basis
        Which of the two areas is the actual figure; both are always in the rows.
    zone_set
        The zones that are meant where none is named. None: the main set.
    thresholds, limits
        Where the statuses begin, and how long things may stand still.

    Raises
    ------
    WrongUseError
        If there is no such basis.
    """

    def in_set_of(self, zone: str | None) -> "PlanView":
        """Return the view of the set that a zone is of: this one (also for None), or another."""
        zone_set = self.zones_meant(zone)[0].zone_set
        if zone_set == self.zones[0].zone_set:
            return self
        return self._once(("view", zone_set), lambda: self._with_zone_set(zone_set))

    def balance(self, zone: str | None = None) -> Balance:
        """Return actual against target for every measure and zone."""
        meant = self.zones_meant(zone)
        return in_zones(self._balance_of_all, meant)

    def balance_again(self, zone: str | None = None) -> Balance:
        """Return the balance as the second engine computes it, from the outlines alone."""
        return balance_shapely(
            package_of(self._connection, self.plan.plan_id), **self._asked,
            zone=zone, zone_set=self.zone_set, thresholds=self.thresholds,
        )  # fmt: skip

    @cached_property
    def by_day(self) -> tuple[Balance, ...]:
        """The balance of the view's set on each of the plan's days before the view's own."""
        return self.balance_on(self._days[:-1])

    def balance_on(self, days: Sequence[date]) -> tuple[Balance, ...]:
        """Return the balance of the view's set as of each of some days."""
        told = balance_by_day(
            self._connection, self.plan, days,
            basis=self.basis, known=self.known, thresholds=self.thresholds,
        )  # fmt: skip
        return tuple(in_zones(balance, self.zones) for balance in told)

    @cached_property
    def parcel_spans(self) -> Spans:
        """What each parcel was, and from which day on."""
        return parcel_spans_of(self._connection, self.plan.plan_id, self._days, known=self.known)

    def pace(self, zone: str | None = None, *, level: float = 0.8) -> Pace:
        """Return what each year added, and the forecast, as `projects.balance.pace.pace`."""
        return pace(self.plan, self.balance(zone), self._added, self._expected, level=level)

    def expected(self, zone_id: str, measure: Measure) -> tuple[tuple[int, float], ...]:
        """Return year and hectares that a target expects by each year's end; empty without one."""
        years = range(self.plan.starts_on.year, self.plan.ends_on.year + 1)
        told = ((year, self._expected.get((zone_id, measure, year))) for year in years)
        return tuple((year, ha) for year, ha in told if ha is not None)

    def counted_events(
        self, zone_id: str, measure: Measure, *, first: int = 0, rows: int = 200
    ) -> CountedEvents:
        """Return what a figure of the balance sums, as `projects.balance.counted_events`."""
        return counted_events(
            self._connection, self.plan.plan_id, zone_id=zone_id, measure=measure,
            as_of=self.as_of, basis=self.basis, known=self.known, first=first, rows=rows,
        )  # fmt: skip

    def series(self, by: SeriesKind, zone: str | None = None) -> tuple[SeriesRow, ...]:
        """Return the land by year, method, land use or owner, as `projects.balance.series`."""
        inside = {one.zone_id for one in self.zones_meant(zone)}
        rows = self._once(
            ("series", by),
            lambda: series(self._connection, self.plan.plan_id, by=by, **self._asked),
        )
        return tuple(row for row in rows if row.zone in inside)

    def reserve(self, zone: str | None = None) -> tuple[ReserveRow, ...]:
        """Return each storage with land still in reserve, the longest there first."""
        return self._of_land("reserve", reserve_of, zone)

    def reserve_page(
        self, zone: str | None = None, *, first: int = 0, rows: int = 200
    ) -> ReservePage:
        """Return some rows of `reserve` and their totals, as `projects.balance.reserve`."""
        return reserve_page(
            self._connection, self.plan.plan_id, zone_ids=self._outermost(zone),
            as_of=self.as_of, known=self.known, first=first, rows=rows,
        )  # fmt: skip

    def conflicts(self, zone: str | None = None) -> tuple[Conflict, ...]:
        """Return what of the ledger disagrees by more than 1 m², in order of date."""
        return self._of_land("conflicts", conflicts_of, zone)

    def parcels(self, zone: str | None = None) -> tuple[ParcelStatus, ...]:
        """Return every parcel with its state; in a zone, those with more than 1 m² in it."""
        if zone is None:
            return self._parcels
        zone_id = self.zones_meant(zone)[0].zone_id
        parcels = self.in_set_of(zone)._parcels  # a parcel tells of the zones of one set
        return tuple(status for status in parcels if zone_id in status.zone_ids)

    def events(self, zone: str | None = None) -> tuple[LandEvent, ...]:
        """Return the ledger until the day, corrected events and reversals included."""
        told = told_by(self._ledger, as_of=self.as_of, known=self.known)
        return told if zone is None else events_in(told, self.zones_meant(zone)[0])

    @cached_property
    def corrected(self) -> frozenset[str]:
        """Ids of the events that another one reverses or replaces, whenever that happened."""
        told = told_by(self._ledger, as_of=EVER, known=self.known)
        return frozenset(event.corrects for event in told if event.corrects is not None)

    @cached_property
    def counted(self) -> Counted:
        """What each event counts for in the zones of the view's set, in the view's basis."""
        zone_ids = [zone.zone_id for zone in self.zones]
        return counted_of(self._connection, self.plan.plan_id, zone_ids=zone_ids, **self._asked)

    def projects(
        self, zone: str | None = None, *, stage: str | None = None, category: str | None = None
    ) -> tuple[Project, ...]:
        """Return the major projects, their stages as of the day.

        Only those at a stage, of a category as printed, where one is told; one that there is not
        raises WrongUseError.
        """
        inside = self._inside(zone)
        if stage is not None:
            chosen("stage", stage, STAGES)
        if category is not None:
            chosen("category", category, sorted({one.category for one in self._projects}))
        return tuple(
            one
            for one in self._projects
            if (inside is None or one.zone_id in inside)
            and stage in (None, one.stage)
            and category in (None, one.category)
        )

    def indicators(self, zone: str | None = None) -> tuple[IndicatorLine, ...]:
        """Return the indicators with the figures of years until the day's."""
        inside = self._inside(zone)
        return tuple(one for one in self._indicators if inside is None or one.zone_id in inside)

    @cached_property
    def warnings(self) -> tuple[EarlyWarning, ...]:
        """What wants attention, worst first."""
        held = held_long(
            self._connection, self.plan.plan_id,
            as_of=self.as_of, years=self.limits.reserve_years, known=self.known,
        )  # fmt: skip
        without = undocumented(
            self._connection, self.plan.plan_id, as_of=self.as_of, known=self.known
        )
        return self._warned(held, without)

    @cached_property
    def warnings_beside_land(self) -> tuple[EarlyWarning, ...]:
        """The warnings but those of single storages and events: large land has very many."""
        return self._warned((), ())

    @cached_property
    def warned_zones(self) -> Mapping[str, frozenset[str]]:
        """The ids of the zones of every set that each of the warnings, by its key, belongs to."""
        return self.zones_warned(self.warnings)

    @cached_property
    def warnings_by_zone(self) -> Mapping[str, int]:
        """How many of the warnings belong to each zone of every set; those of land stay unread."""
        warned = events_warned(
            self.plan.plan_id, as_of=self.as_of, years=self.limits.reserve_years, known=self.known
        )
        beside = self.zones_warned(self.warnings_beside_land)
        return warnings_by_zone(
            self._connection, self.plan.plan_id, self.every_zone, beside, warned
        )

    def zones_warned(self, warnings: Iterable[EarlyWarning]) -> Mapping[str, frozenset[str]]:
        """Return the same of other warnings, such as were answered and are gone."""
        return warned_zones(self._connection, self.plan.plan_id, self.every_zone, warnings)

    def _warned(
        self, held: Iterable[HeldLong], without: Iterable[Undocumented]
    ) -> tuple[EarlyWarning, ...]:
        return tuple(
            early_warnings(
                self.balance().rows, self._indicators, self._projects, held, without,
                as_of=self.as_of, is_over=self.plan.is_over(self.as_of), limits=self.limits,
            )
        )  # fmt: skip

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that does not add up, whatever the day."""
        return self._check(conflicts=True)

    @cached_property
    def findings_beside_conflicts(self) -> tuple[Finding, ...]:
        """The findings without the conflicts of the ledger, for those who ask for these apart."""
        return self._check(conflicts=False)

    @cached_property
    def deep_findings(self) -> tuple[Finding, ...]:
        """The findings, and each stored figure that a full recomputation does not give."""
        return (*self.findings, *deep_findings(self._connection, self.plan.plan_id))

    def findings_in(self, documents: Path) -> tuple[Finding, ...]:
        """Return each source that its document does not bear out, as `document_findings`."""
        package = replace(
            package_of(self._connection, self.plan.plan_id, ledger=False),
            figures=tuple(told.figure for told in self._figures),
            investment=self.investment,
            structure=self.structure,
        )
        return tuple(document_findings(package, documents))

    @cached_property
    def _parcels(self) -> tuple[ParcelStatus, ...]:
        return tuple(
            parcels_of(
                self._connection, self.plan.plan_id, as_of=self.as_of, known=self.known,
                zone_ids=[zone.zone_id for zone in self.zones],
                places=self._places, events=self._ledger,
            )
        )  # fmt: skip

    def _check(self, *, conflicts: bool) -> tuple[Finding, ...]:
        lines = indicators(self.plan, self._figures)
        return tuple(
            check_plan(
                self._connection, self.plan,
                zones=self.every_zone, investment=self.investment,
                figures=[figure for line in lines for figure in line.figures],
                conflicts=conflicts,
            )
        )  # fmt: skip

    def _with_zone_set(self, zone_set: str) -> "PlanView":
        """Return the view of another set; zones and land, which both tell of, are read once."""
        other = PlanView(
            self._connection, self.plan, as_of=self.as_of, known=self.known, basis=self.basis,
            zone_set=zone_set, thresholds=self.thresholds, limits=self.limits,
        )  # fmt: skip
        other._found = self._found
        other.every_zone, other._places, other._ledger = self.every_zone, self._places, self._ledger
        return other


class Chosen(TypedDict, total=False):
    """What else a view chooses."""

    known: date | None
    basis: Basis
    zone_set: str | None
    thresholds: Thresholds | None
    limits: Limits | None


def view_of(
    connection: Connection, plan_id: str, *, as_of: date, **chosen: Unpack[Chosen]
) -> PlanView:
    """Return the view of a plan named by its id; what else is chosen as of `PlanView`.

    Raises
    ------
    WrongUseError
        If the database has no such plan.
    """
    return PlanView(connection, plan_of(connection, plan_id), as_of=as_of, **chosen)
