"""The balance again, in shapely and pyproj: the engine that holds the SQL one to account.

It reads a `Package`, so it shares nothing with the database but the definition of what counts
(`docs/method.md`). The same figures are computed in `gis/sql/balance.sql`: change both.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import shapely
from shapely import MultiPolygon, STRtree

from gis.area import area_ha
from gis.model import Zone
from gis.outlines import multipolygon
from gis.replay import Told, replay
from projects.model import MEASURES, Balance, BalanceRow, Basis, Measure, Package, Target
from projects.status import DAYS_PER_YEAR, Thresholds, expected_ha, status, target_ha

SEEN_HA = 1e-4
"""An event is counted among a row's events where it has more than 1 m² in the zone."""


@dataclass(slots=True)
class Total:
    """What one measure adds up to in one zone."""

    measured_ha: float = 0.0
    declared_ha: float = 0.0
    events: int = 0


def balance_shapely(
    package: Package,
    *,
    as_of: date,
    basis: Basis = "declared",
    known: date | None = None,
    thresholds: Thresholds | None = None,
) -> Balance:
    """Return the balance of a package; parameters as of `projects.balance.balance`."""
    limits = thresholds or Thresholds()
    told = replay(package.events, as_of=as_of, known=known)
    totals = _totals(package, told)
    targets = _last_targets(package)
    rows = [
        _row(
            package, zone, measure, totals[zone.zone_id, measure],
            targets.get((zone.zone_id, measure)), as_of, basis, limits,
        )
        for zone in _in_tree_order(package.zones)
        for measure in MEASURES
    ]  # fmt: skip
    return Balance(
        plan=package.plan.plan_id,
        plan_title=package.plan.title,
        sample=package.plan.sample,
        as_of=as_of,
        basis=basis,
        rows=tuple(rows),
    )


def _totals(package: Package, told: list[Told]) -> defaultdict[tuple[str, str], Total]:
    """Sum what counts, event by event, into every zone that it touches."""
    groups = {(use.code, use.code_set): use.group for use in package.land_uses}
    totals: defaultdict[tuple[str, str], Total] = defaultdict(Total)
    tree = STRtree([zone.outline for zone in package.zones])
    for one in told:
        extent_ha = area_ha(one.extent)
        group = groups.get((one.event.land_use, one.event.land_use_set), "other")
        for measure, land in _lands(package, one, group):
            for place in tree.query(land):
                zone = package.zones[place]
                inside_ha = area_ha(_inside(land, zone))
                if inside_ha > 0:
                    total = totals[zone.zone_id, measure]
                    total.measured_ha += inside_ha
                    total.declared_ha += one.event.declared_ha * inside_ha / extent_ha
                    total.events += inside_ha > SEEN_HA
    return totals


def _lands(package: Package, one: Told, group: str) -> Iterator[tuple[Measure, MultiPolygon]]:
    """Yield each measure that an event counts in, with the land that counts."""
    if package.plan.starts_on <= one.event.happened_on <= package.plan.ends_on:
        if one.event.kind == "storage":
            yield "storage", one.counted
        else:
            yield "supply", one.counted
            if group == "industry":
                yield "supply_industry", one.counted
            elif group == "housing_services":
                yield "supply_housing_services", one.counted
    if one.event.kind == "storage":
        yield "reserve", one.held


def _inside(land: MultiPolygon, zone: Zone) -> MultiPolygon:
    if shapely.covers(zone.outline, land):
        return land
    return multipolygon(shapely.intersection(zone.outline, land))


def _last_targets(package: Package) -> dict[tuple[str, str], Target]:
    """Return, for each zone and measure, the target of the latest year."""
    ordered = sorted(package.targets, key=lambda target: target.year)
    return {(target.zone_id, target.measure): target for target in ordered}


def _in_tree_order(zones: tuple[Zone, ...], parent: str | None = None) -> Iterator[Zone]:
    for zone in zones:
        if zone.parent_id == parent:
            yield zone
            yield from _in_tree_order(zones, zone.zone_id)


def _row(
    package: Package,
    zone: Zone,
    measure: Measure,
    total: Total,
    target: Target | None,
    as_of: date,
    basis: Basis,
    limits: Thresholds,
) -> BalanceRow:
    plan = package.plan
    until = min(as_of, plan.ends_on)
    days_gone, days_left = (until - plan.starts_on).days, (plan.ends_on - until).days
    actual = total.declared_ha if basis == "declared" else total.measured_ha
    forecast = None
    if measure != "reserve" and days_gone > 0:
        forecast = actual + actual / days_gone * days_left
    wanted = expected = remaining = needed = percent = reached = None
    if target is not None:
        steps = [s for s in package.schedule if (s.zone_id, s.measure) == (zone.zone_id, measure)]
        earlier = [
            one
            for one in package.targets
            if (one.zone_id, one.measure) == (zone.zone_id, measure) and one.year < target.year
        ]
        wanted = target_ha(target)
        expected = expected_ha(plan, target, as_of, steps, earlier)
        remaining = max(wanted - actual, 0.0)
        needed = remaining / days_left * DAYS_PER_YEAR if days_left > 0 else None
        percent = 100 * actual / wanted if wanted else None
        if as_of >= plan.starts_on:
            reached = status(actual, wanted, expected, limits)
    return BalanceRow(
        zone=zone.zone_id,
        zone_name=zone.name,
        parent=zone.parent_id,
        measure=measure,
        target_ha=wanted,
        actual_ha=actual,
        measured_ha=total.measured_ha,
        declared_ha=total.declared_ha,
        percent=percent,
        expected_ha=expected,
        remaining_ha=remaining,
        needed_ha_per_year=needed,
        forecast_ha=forecast,
        status=reached,
        events=total.events,
        source=target.source if target else None,
    )
