"""Series on squares of 100 m, counted by hand, and on any ledger against the balance."""

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from gis.errors import WrongUseError
from projects.balance.series import land_use_of
from projects.balance.sql_engine import balance
from projects.load import load_folder, load_package
from projects.monitoring.deep_check import deep_findings
from projects.view import view_of
from tests.small_land import block, package, parcel, storage, supply

HALF = date(2023, 7, 2)
PARCELS = (
    parcel("P1", block(0, 1, 6, 2)),
    parcel("P2", block(6, 1, 12, 2), owner_kind="collective"),
    parcel("P3", block(0, 3, 6, 4), owner_kind="collective"),
)
EVENTS = (
    storage("E1", "2020-05-01", block(0, 1, 2, 2), method="收回", parcel_ids=("P1",)),
    storage("E2", "2021-05-01", block(4, 1, 12, 2), method="征收", parcel_ids=("P1", "P2")),
    storage("E3", "2023-05-01", block(0, 3, 6, 4), method="征收", parcel_ids=("P3",)),
    supply("E4", "2021-07-01", block(4, 1, 6, 2), method="挂牌", parcel_ids=("P1",)),
    supply("E5", "2023-06-01", block(0, 3, 1, 4), use="0701", method="挂牌", parcel_ids=("P3",)),
    supply("E6", "2023-06-02", block(1, 3, 4, 4), use="0901", parcel_ids=("P3",)),
    supply("E7", "2023-07-03", block(4, 3, 5, 4), method="划拨", parcel_ids=("P3",)),  # later
)


@pytest.fixture
def told(connection):
    """Give a function: kind → {(zone, measure): {key: hectares}}."""

    def compute(by, events=EVENTS, *, as_of=HALF, parcels=PARCELS, **options):
        with connection.begin_nested() as savepoint:
            load_package(connection, package(parcels=parcels, events=tuple(events)))
            zone = options.pop("zone", None)
            found = view_of(connection, "small", as_of=as_of, **options).series(by, zone)
            savepoint.rollback()
        return by_place(found)

    return compute


def by_place(rows):
    places = defaultdict(dict)
    for row in rows:
        assert row.key not in places[row.zone, row.measure]
        places[row.zone, row.measure][row.key] = pytest.approx(row.actual_ha, abs=1e-5)
    return places


def test_by_year_with_years_without_land(told):
    found = told("year")
    assert found["all", "storage"] == {"2021": 8, "2022": 0, "2023": 6}
    assert found["east", "storage"] == {"2021": 2, "2022": 0, "2023": 0}
    assert found["all", "supply"] == {"2021": 2, "2022": 0, "2023": 4}
    assert found["east", "supply"] == {"2021": 0, "2022": 0, "2023": 0}
    assert ("all", "reserve") not in found


def test_by_method(told):
    found = told("method")
    assert found["all", "storage"] == {"征收": 14}
    assert found["all", "supply"] == {"挂牌": 3, "": 3}
    assert found["all", "reserve"] == {"征收": 8, "收回": 2}
    assert ("east", "supply") not in found


def test_by_land_use(told):
    found = told("land_use")
    assert found["all", "supply"] == {
        "industry/1001/2023": 2, "housing_services/0701/2023": 1, "other/0901/2023": 3,
    }  # fmt: skip
    assert found["all", "supply_industry"] == {"industry/1001/2023": 2}
    assert found["all", "reserve"] == {"": 10}
    assert land_use_of("other/0901/2023") == ("other", "0901", "2023")


def test_by_owner_land_of_both_is_shared_by_area(told):
    found = told("owner_kind")
    assert found["all", "storage"] == {"state": 2, "collective": 12}
    assert found["all", "supply"] == {"state": 2, "collective": 4}


def test_land_of_no_parcel_has_no_owner(told):
    found = told("owner_kind", [storage("E1", "2022-01-01", block(0, 0, 3, 1))])
    assert found["all", "storage"] == {"": 3}


def test_the_basis_and_what_was_known(told):
    events = (
        storage("E1", "2022-01-01", block(0, 0, 2, 1), declared_ha=3),
        storage("E2", "2022-02-01", block(0, 1, 1, 2), recorded_on=date(2023, 1, 1)),
    )
    assert told("year", events)["all", "storage"]["2022"] == 4
    assert told("year", events, basis="measured")["all", "storage"]["2022"] == 3
    assert told("year", events, known=date(2022, 12, 31))["all", "storage"]["2022"] == 3


def test_a_zone_has_those_under_it_alone(told):
    assert {zone for zone, _ in told("year", zone="west")} == {"west"}
    assert {zone for zone, _ in told("year", zone="all")} == {"all", "west", "east"}


def test_before_the_period_there_is_no_year(told):
    assert told("year", as_of=date(2020, 12, 31)) == {}
    assert told("method", as_of=date(2020, 12, 31))["all", "reserve"] == {"收回": 2}


def test_after_the_period_no_year_is_added(told):
    assert list(told("year", as_of=date(2030, 1, 1))["all", "storage"]) == [
        "2021", "2022", "2023", "2024", "2025",
    ]  # fmt: skip


BLOCKS = st.tuples(st.integers(0, 15), st.integers(0, 15), st.integers(1, 5), st.integers(1, 5))
DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31)).map(date.isoformat)
DONE = st.tuples(st.booleans(), DAYS, BLOCKS, st.sampled_from(["", "挂牌", "征收"]))


few_ledgers = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
HALVES = (
    parcel("P1", block(0, 0, 10, 20)),
    parcel("P2", block(10, 0, 20, 20), owner_kind="collective"),
)


def events_of(done):
    return [
        (storage if stores else supply)(
            f"E{n}", day, block(x, y, x + dx, y + dy), method=method, parcel_ids=("P1", "P2")
        )
        for n, (stores, day, (x, y, dx, dy), method) in enumerate(done)
    ]


@few_ledgers
@given(st.lists(DONE, max_size=8), st.sampled_from(["year", "method", "land_use", "owner_kind"]))
def test_over_its_keys_a_measure_sums_to_the_balance(connection, done, by):
    halves, events = HALVES, events_of(done)
    with connection.begin_nested() as savepoint:
        load_package(connection, package(parcels=halves, events=tuple(events)))
        reached = balance(connection, "small", as_of=HALF).rows
        found = view_of(connection, "small", as_of=HALF).series(by)
        savepoint.rollback()
    sums = defaultdict(float)
    for row in found:
        sums[row.zone, row.measure] += row.actual_ha
        if by == "year":
            assert row.cumulative_ha == pytest.approx(sums[row.zone, row.measure])
    for row in reached:
        if by != "year" or row.measure != "reserve":
            assert sums[row.zone, row.measure] == pytest.approx(row.actual_ha, abs=1e-9)


def test_wrong_use(connection):
    load_package(connection, package())
    with pytest.raises(WrongUseError, match="by 的“moon”无法识别"):
        view_of(connection, "small", as_of=HALF).series("moon")
    with pytest.raises(WrongUseError, match="basis 的“guessed”无法识别"):
        view_of(connection, "small", as_of=HALF, basis="guessed")
    with pytest.raises(WrongUseError, match="没有片区"):
        view_of(connection, "small", as_of=HALF).series("year", "moon")
    with pytest.raises(WrongUseError, match="没有规划"):
        view_of(connection, "none", as_of=HALF)


def test_land_of_one_owner_in_several_parcels_counts_once(told):
    """Two parcels of the state overlap by half: E1 has 3 ha of the state's, 1 ha collective."""
    parcels = (
        parcel("P1", block(0, 1, 2, 2)),
        parcel("P2", block(1, 1, 3, 2)),
        parcel("P3", block(3, 1, 4, 2), owner_kind="collective"),
    )
    event = storage("E1", "2021-05-01", block(0, 1, 4, 2), parcel_ids=("P1", "P2", "P3"))
    found = told("owner_kind", (event,), parcels=parcels)
    assert found["all", "storage"] == {"state": 3, "collective": 1}
    assert found["all", "reserve"] == {"state": 3, "collective": 1}


def test_overlapping_parcels_of_one_owner_as_found(connection, repo):
    """The figures are those of an independent count: shares of the union of an owner's parcels."""
    load_folder(connection, repo / "tests" / "cases" / "t-1047")
    rows = view_of(connection, "t-1047", as_of=date(2023, 1, 1)).series("owner_kind")
    found = {(row.zone, row.measure, row.key): row for row in rows}
    for place, declared_ha, measured_ha in (
        (("z4", "storage", "collective"), 0.0002676325801, 0.0004781708721),
        (("z3", "storage", "collective"), 0.0011775828897, 0.0021039510106),
        (("z4", "storage", "state"), 0.0009991614576, 0.0017851709438),
        (("z3", "storage", "state"), 0.0043963086859, 0.0078547490661),
        (("z4", "reserve", "collective"), 0.0037282887866, 0.0031941808247),
        (("z3", "reserve", "collective"), 0.0046382390961, 0.0048199609631),
    ):
        assert found[place].declared_ha == pytest.approx(declared_ha, rel=1e-6)
        assert found[place].measured_ha == pytest.approx(measured_ha, rel=1e-6)


COUNTED = text(
    "select c.zone_id, c.measure, e.method, sum(c.declared_ha), sum(c.measured_ha),"
    " count(*) filter (where c.measured_ha > 1e-4)"
    " from landplan.land_counted('small', :as_of, :known) c"
    " join landplan.land_event e on e.plan_id = 'small' and e.event_id = c.event_id"
    " group by 1, 2, 3 having sum(c.measured_ha) > 1e-6"
)


@few_ledgers
@given(
    st.lists(DONE, max_size=8),
    st.dates(date(2020, 12, 1), date(2023, 12, 31)),
    st.none() | st.dates(date(2020, 12, 1), date(2023, 12, 31)),
)
def test_sums_that_are_kept_are_those_of_the_events(connection, done, as_of, known):
    with connection.begin_nested() as savepoint:
        load_package(connection, package(parcels=HALVES, events=tuple(events_of(done))))
        view = view_of(connection, "small", as_of=as_of, known=known)
        found = {
            (row.zone, row.measure, row.key): (row.declared_ha, row.measured_ha, row.events)
            for row in view.series("method")
        }
        counted = connection.execute(COUNTED, {"as_of": as_of, "known": known}).all()
        savepoint.rollback()
    assert found == {
        tuple(row[:3]): (*(pytest.approx(ha, abs=1e-6) for ha in row[3:5]), row[5])
        for row in counted
    }


def owners_of(connection):
    rows = view_of(connection, "small", as_of=HALF).series("owner_kind")
    return {(row.measure, row.key): round(row.actual_ha, 4) for row in rows if row.zone == "all"}


def test_land_is_told_by_the_owner_that_its_parcels_have_now(connection):
    load_package(connection, package(parcels=PARCELS, events=EVENTS))
    assert owners_of(connection)["storage", "state"] == 2
    connection.execute(text("update landplan.parcel set owner_kind = 'state'"))
    assert owners_of(connection)["storage", "state"] == 14
    assert ("storage", "collective") not in owners_of(connection)
    assert list(deep_findings(connection, "small")) == []


def test_shares_of_owners_follow_parcels_that_are_drawn_anew(connection):
    """E2 has 2 ha of P1 and 6 of P2; P1 is then drawn over half of it, and what is P2 shrinks."""
    load_package(connection, package(parcels=PARCELS, events=EVENTS))
    wider = (
        parcel("P1", block(0, 1, 8, 2)),
        parcel("P2", block(8, 1, 12, 2), owner_kind="collective"),
        PARCELS[2],
    )
    load_package(connection, package(parcels=wider, events=EVENTS))
    assert owners_of(connection)["storage", "state"] == 4
    assert owners_of(connection)["storage", "collective"] == 10
    assert list(deep_findings(connection, "small")) == []


def test_a_parcel_of_less_than_a_square_metre_sums_in(connection):
    """It is no land by itself, but the sums by method are those of the balance."""
    sliver = block(0, 0, 0.01, 0.005)  # half a square metre
    tiny = parcel("P1", sliver, declared_ha=0.00005)
    event = storage("E1", "2022-01-01", sliver, declared_ha=0.00005, parcel_ids=("P1",))
    load_package(connection, package(parcels=(tiny,), events=(event,)))
    (row,) = (
        row
        for row in view_of(connection, "small", as_of=HALF).series("method")
        if (row.zone, row.measure) == ("all", "reserve")
    )
    assert (row.events, row.declared_ha) == (0, pytest.approx(0.00005))
    assert list(deep_findings(connection, "small")) == []
