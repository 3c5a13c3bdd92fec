"""A plan told day by day: on each day the balance and the parcels as of it, each read once."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.geometry.area import M2_PER_HA
from projects.balance.days import days_of
from projects.balance.status import Thresholds
from projects.load import load_package
from projects.model import as_told
from projects.view import view_of
from tests.projects.balance.test_engines_agree import TARGETS, days, ledgers, rectangles, slanted
from tests.small_land import block, land, package, parcel

PARCELS = (
    parcel("P1", block(0, 0, 6, 5)),
    parcel("P2", block(6, 0, 14, 5)),
    parcel("P3", block(4, 3, 9, 12)),
)


def span_on(spans, day: date):
    """Return what a parcel was at the end of a day: state and m² in reserve and supplied."""
    begun = [span for span in spans if span.from_on <= day]
    if not begun:
        return "not_stored", 0.0, 0.0
    _, state, in_reserve_ha, supplied_ha, _ = begun[-1]
    return state, round(in_reserve_ha * M2_PER_HA, 6), round(supplied_ha * M2_PER_HA, 6)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data(), days, st.none() | days, st.sampled_from(["declared", "measured"]))
def test_every_day_is_told_as_its_own_view_tells_it(connection, data, as_of, known, basis):
    outlines = slanted().map(land) | rectangles().map(lambda corners: block(*corners))
    events = data.draw(ledgers(outlines))
    chosen = {"known": known, "basis": basis, "thresholds": Thresholds(on_track=0.6, behind=0.2)}
    with connection.begin_nested() as savepoint:
        load_package(connection, package(parcels=PARCELS, events=tuple(events), targets=TARGETS))
        view = view_of(connection, "small", as_of=as_of, **chosen)
        told = days_of(view.plan, as_of)
        assert [balance.as_of for balance in view.by_day] == list(told[:-1])
        for day in data.draw(st.lists(st.sampled_from(told), max_size=5, unique=True)):
            alone = view_of(connection, "small", as_of=day, **chosen)
            for balance in view.by_day:
                if balance.as_of == day:
                    rows = [as_told(row) for row in balance.rows]
                    assert rows == [as_told(row) for row in alone.balance().rows]
            for status in alone.parcels():
                spans = view.parcel_spans.get(status.parcel.parcel_id, ())
                in_reserve_m2 = round(status.in_reserve_ha * M2_PER_HA, 6)
                supplied_m2 = round(status.supplied_ha * M2_PER_HA, 6)
                wanted = (status.state, in_reserve_m2, supplied_m2)
                assert span_on(spans, day) == wanted, (status.parcel.parcel_id, day)
        savepoint.rollback()
