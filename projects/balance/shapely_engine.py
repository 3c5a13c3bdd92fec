"""The balance again, in shapely and pyproj: the engine that holds the SQL one to account.

It reads a `Package`, so it shares nothing with the database but the definition of what counts
(`docs/method.md`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from gis.geometry.area import M2_PER_HA
from gis.model import Zone
from projects.balance.land_totals import Totals, columns_of, land_totals
from projects.balance.status import DAYS_PER_YEAR, Thresholds, expected_ha, status, target_ha
from projects.model import MEASURES, Balance, BalanceRow, Basis, Measure, Package, Target
from projects.zones import in_tree_order, meant_zones


def balance_shapely(
    package: Package,
    *,
    as_of: date,
    basis: Basis = "declared",
    known: date | None = None,
    zone: str | None = None,
    zone_set: str | None = None,
    thresholds: Thresholds | None = None,
) -> Balance:
    """Return the balance of a package; parameters as of `projects.balance.sql_engine.balance`."""
    plan = package.plan
    ledger = columns_of(
        package.events,
        package.land_uses,
        period=(plan.starts_on, plan.ends_on),
        as_of=as_of,
        known=known,
    )
    zones = meant_zones(tuple(in_tree_order(package.zones)), zone=zone, zone_set=zone_set)
    totals = land_totals(ledger, np.array([zone.outline for zone in zones], dtype=object))
    return balance_of(package, zones, totals, as_of=as_of, basis=basis, thresholds=thresholds)


def balance_of(
    package: Package,
    zones: Sequence[Zone],
    totals: Totals,
    *,
    as_of: date,
    basis: Basis = "declared",
    thresholds: Thresholds | None = None,
) -> Balance:
    """Hold totals, zone by zone in the order given, against the targets of a package."""
    limits = thresholds or Thresholds()
    targets = _last_targets(package)
    rows = [
        _row(
            package, zone, measure, _total(totals, place, column),
            targets.get((zone.zone_id, measure)), as_of, basis, limits,
        )
        for place, zone in enumerate(zones)
        for column, measure in enumerate(MEASURES)
    ]  # fmt: skip
    return Balance(
        plan=package.plan.plan_id,
        plan_title=package.plan.title,
        sample=package.plan.sample,
        as_of=as_of,
        basis=basis,
        rows=tuple(rows),
    )


@dataclass(slots=True)
class Total:
    """What one measure adds up to in one zone."""

    measured_ha: float
    declared_ha: float
    events: int


def _total(totals: Totals, zone: int, measure: int) -> Total:
    return Total(
        measured_ha=float(totals.measured_m2[zone, measure]) / M2_PER_HA,
        declared_ha=float(totals.declared_ha[zone, measure]),
        events=int(totals.events[zone, measure]),
    )


def _last_targets(package: Package) -> dict[tuple[str, str], Target]:
    """Return, for each zone and measure, the target of the latest year."""
    ordered = sorted(package.targets, key=lambda target: target.year)
    return {(target.zone_id, target.measure): target for target in ordered}


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
