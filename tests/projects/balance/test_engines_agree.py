"""The SQL engine, the shapely engine and a third that counts squares give the same hectares.

Ledgers are made by hypothesis: partial and repeated events, borders, holes, slanted edges,
corrections, events of one day.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.model import LandEvent
from projects.balance.shapely_engine import balance_shapely
from projects.balance.sql_engine import balance
from projects.load import load_package
from projects.package.folder import read_package
from tests.small_land import block, land, package, storage, supply, target

START, END = date(2021, 1, 1), date(2025, 12, 31)
RELATIVE = 1e-8
SLIVER_HA = 1e-8  # 1 cm²: what rounding leaves on shared edges
CUT = {"relative": 1e-6, "sliver_ha": 1e-6}
"""Overlays put vertices on slanted edges, each engine its own, and a geodesic edge so divided
bulges less: up to some 0.001 m² on edges of 100 m."""

made_ledgers = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

days = st.dates(date(2019, 1, 1), END)
uses = st.sampled_from(["1001", "0701", "0901"])
TARGETS = (target("all", "storage", 40), target("west", "supply", 9))


@st.composite
def rectangles(draw):
    x, y = draw(st.integers(0, 18)), draw(st.integers(0, 18))
    return x, y, x + draw(st.integers(1, 21 - x)), y + draw(st.integers(1, 4))


@st.composite
def slanted(draw):
    """Draw a four-cornered outline with no edge along the grid, and perhaps a hole."""
    number = st.floats(0, 20).map(lambda value: round(value, 3))
    x, y = draw(number), draw(number)
    size = draw(st.floats(0.2, 6).map(lambda value: round(value, 3)))
    corners = [(x, y - size), (x + size * 0.9, y + 0.13), (x - 0.11, y + size * 1.1), (x - size, y)]
    hole = [(x - size / 9, y), (x + size / 8, y + size / 7), (x + size / 9, y - size / 8)]
    return shapely.Polygon(corners, [hole] if draw(st.booleans()) else [])


def event_of(number, kind, day, outline, use, share):
    made = storage if kind == "storage" else supply
    options = {} if kind == "storage" else {"use": use}
    found = made(f"E{number:03}", day.isoformat(), outline, **options)
    return replace(found, declared_ha=round(found.declared_ha * share, 4) + 0.001)


@st.composite
def ledgers(draw, outlines, days=days):
    """Draw a list of events, one of them perhaps corrected later."""
    told = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["storage", "storage", "supply"]), days, outlines, uses,
                st.floats(0.9, 1.1),
            ),
            max_size=9,
        )
    )  # fmt: skip
    events = [event_of(number, *fields) for number, fields in enumerate(told)]
    if events and draw(st.booleans()):
        wrong = draw(st.sampled_from(events))
        recorded = wrong.happened_on + timedelta(days=draw(st.integers(0, 700)))
        events.append(
            LandEvent(
                event_id="R", kind="reversal", parcel_ids=(), happened_on=wrong.happened_on,
                recorded_on=recorded, method="", land_use="", land_use_set="", declared_ha=0.0,
                document_no="", corrects=wrong.event_id, extent=None,
            )
        )  # fmt: skip
    return events


def both(connection, made, **options):
    with connection.begin_nested() as savepoint:
        load_package(connection, made)
        in_sql = balance(connection, made.plan.plan_id, **options)
        savepoint.rollback()
    return in_sql, balance_shapely(made, **options)


def assert_same(in_sql, in_python, *, relative=RELATIVE, sliver_ha=SLIVER_HA):
    assert len(in_sql.rows) == len(in_python.rows)
    for one, other in zip(in_sql.rows, in_python.rows, strict=True):
        for field in type(one).__dataclass_fields__:
            mine, theirs = getattr(one, field), getattr(other, field)
            if isinstance(mine, float) and theirs is not None:
                close = pytest.approx(theirs, rel=relative, abs=sliver_ha * 1e4)
                if field.endswith("_ha"):
                    close = pytest.approx(theirs, rel=relative, abs=sliver_ha)
                assert mine == close, (one.zone, one.measure, field)
            else:
                assert mine == theirs, (one.zone, one.measure, field)


@made_ledgers
@given(st.data(), days, st.none() | days, st.sampled_from(["declared", "measured"]))
def test_engines_agree_on_slanted_ledgers(connection, data, as_of, known, basis):
    outlines = slanted().map(land) | rectangles().map(lambda corners: block(*corners))
    events = data.draw(ledgers(outlines))
    made = package(events=tuple(events), targets=TARGETS)
    assert_same(*both(connection, made, as_of=as_of, known=known, basis=basis), **CUT)


@made_ledgers
@given(st.data(), st.lists(days, min_size=2, max_size=2, unique=True).map(sorted))
def test_engines_agree_on_periods_that_begin_and_end_within_a_month(connection, data, period):
    starts_on, ends_on = period
    told = st.sampled_from(period) | days
    events = data.draw(ledgers(rectangles().map(lambda corners: block(*corners)), told))
    made = package(events=tuple(events))
    made = replace(made, plan=replace(made.plan, starts_on=starts_on, ends_on=ends_on))
    assert_same(*both(connection, made, as_of=data.draw(told)))


def counted_in_squares(events, as_of):
    """Replay a ledger of rectangles as sets of squares: the definition, word for word."""
    reserve, supplied = set(), set()
    totals = defaultdict(int)
    corrected = {event.corrects for event, _ in events}
    told = sorted(
        (pair for pair in events if pair[1] and pair[0].event_id not in corrected),
        key=lambda pair: (pair[0].happened_on, pair[0].event_id),
    )
    for event, (x0, y0, x1, y1) in told:
        if event.happened_on > as_of:
            continue
        extent = {(x, y) for x in range(x0, x1) for y in range(y0, y1)}
        if event.kind == "storage":
            new, reserve, supplied = extent - reserve, reserve | extent, supplied - extent
        else:
            new, reserve, supplied = extent - supplied, reserve - extent, supplied | extent
        if START <= event.happened_on <= END:
            for zone, inside in ZONES.items():
                totals[zone, event.kind] += sum(inside(*square) for square in new)
    for zone, inside in ZONES.items():
        totals[zone, "reserve"] = sum(inside(*square) for square in reserve)
    return totals


ZONES = {
    "all": lambda x, y: x < 20 and y < 20,
    "west": lambda x, y: x < 10 and y < 20,
    "east": lambda x, y: 10 <= x < 20 and y < 20,
}


@made_ledgers
@given(
    st.lists(st.tuples(st.sampled_from(["storage", "supply"]), days, rectangles()), max_size=9),
    days,
)
def test_engines_agree_with_counting_squares(connection, told, as_of):
    events = [
        (event_of(number, kind, day, block(*corners), "1001", 1.0), corners)
        for number, (kind, day, corners) in enumerate(told)
    ]
    wanted = counted_in_squares(events, as_of)
    made = package(events=tuple(event for event, _ in events))
    for found in both(connection, made, as_of=as_of, basis="measured"):
        for row in found.rows:
            if row.measure in ("storage", "supply", "reserve"):
                squares = wanted[row.zone, row.measure]
                assert row.actual_ha == pytest.approx(squares, rel=1e-6, abs=1e-6)


@made_ledgers
@given(st.data())
def test_the_order_of_the_file_does_not_matter(data):
    events = data.draw(ledgers(rectangles().map(lambda corners: block(*corners))))
    shuffled = data.draw(st.permutations(events))
    assert_same(
        balance_shapely(package(events=tuple(events)), as_of=END),
        balance_shapely(package(events=tuple(shuffled)), as_of=END),
    )


@made_ledgers
@given(st.data(), days)
def test_halves_sum_to_the_whole(data, as_of):
    events = data.draw(ledgers(slanted().map(land)))
    found = balance_shapely(package(events=tuple(events)), as_of=as_of)
    by_zone = defaultdict(dict)
    for row in found.rows:
        by_zone[row.zone][row.measure] = row.measured_ha
    for measure, whole in by_zone["all"].items():
        halves = by_zone["west"][measure] + by_zone["east"][measure]
        assert halves == pytest.approx(whole, rel=1e-5, abs=1e-6)


@pytest.mark.parametrize("basis", ["declared", "measured"])
def test_engines_agree_on_the_sample_ledger_at_ten_dates(builtin_connection, builtin, basis):
    made = read_package(builtin)
    dates = [date(2018, 3, 31), *(date(year, 6, 30) for year in range(2021, 2026))]
    dates += [date(2022, 12, 31), date(2023, 12, 31), date(2024, 12, 31), END]
    for as_of in dates:
        in_sql = balance(builtin_connection, made.plan.plan_id, as_of=as_of, basis=basis)
        in_python = balance_shapely(made, as_of=as_of, basis=basis)
        assert_same(in_sql, in_python)
    assert max(row.actual_ha for row in in_sql.rows) > 100
