"""How often a map and a report ask the database: each fact once, whatever shows it."""

from collections import Counter
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from layers.map.map_facts import map_facts
from layers.report.report_facts import report_facts
from projects.load import load_package
from projects.view import view_of
from tests.small_land import twice_cut

PLAN = "tianhe-2021-2025"


@contextmanager
def counted(connection):
    """Count the statements of a block by their text and arguments."""
    told = Counter()

    def tell(_connection, _cursor, statement, parameters, *_):
        told[statement, repr(parameters)] += 1

    event.listen(connection, "before_cursor_execute", tell)
    try:
        yield told
    finally:
        event.remove(connection, "before_cursor_execute", tell)


def view(connection):
    return view_of(connection, PLAN, as_of=date(2024, 6, 30), known=date(2024, 7, 1))


def test_a_map_takes_at_most_20_statements(builtin_connection):
    with counted(builtin_connection) as told:
        map_facts(view(builtin_connection))
    assert 5 < told.total() <= 20
    assert set(told.values()) == {1}


@pytest.mark.parametrize("zone", [None, "smart-city"])
def test_a_report_takes_at_most_32_statements(builtin_connection, zone):
    with counted(builtin_connection) as told:
        report_facts(view(builtin_connection), zone=zone)
    assert 20 < told.total() <= 32
    assert set(told.values()) == {1}


def test_a_view_reads_what_is_asked_and_no_more(builtin_connection):
    seen = view(builtin_connection)
    with counted(builtin_connection) as told:
        first = seen.balance("smart-city")
    assert told.total() == 2  # zones, balance
    with counted(builtin_connection) as told:
        assert seen.balance("smart-city") == first
        assert seen.balance().rows[0].zone == "tianhe"
    assert told.total() == 0


def test_a_zone_of_another_set_reads_nothing_twice(connection):
    load_package(connection, twice_cut())
    seen = view_of(connection, "small", as_of=date(2025, 12, 31))
    with counted(connection) as told:
        assert seen.parcels() and seen.parcels("north") and seen.parcels("west")
        assert seen.events("north")
    assert told.total() == 5  # zones, places, events, parcels in the zones of each set
    assert set(told.values()) == {1}
    with counted(connection) as told:
        assert seen.parcels("south")
    assert told.total() == 0
    seen = view_of(connection, "small", as_of=date(2025, 12, 31))
    with counted(connection) as told:
        report_facts(seen, zone="north")
    assert 20 < told.total() <= 32
    assert set(told.values()) == {1}
