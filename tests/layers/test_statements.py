"""How often a map and a report ask the database: each fact once, whatever shows it."""

from collections import Counter
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from layers.map.map_facts import map_facts
from layers.report.report_facts import report_facts
from projects.load import load_folder
from projects.view import view_of

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


@pytest.fixture
def loaded(connection, builtin):
    load_folder(connection, builtin)
    return connection


def view(connection):
    return view_of(connection, PLAN, as_of=date(2024, 6, 30), known=date(2024, 7, 1))


def test_a_map_takes_at_most_20_statements(loaded):
    with counted(loaded) as told:
        map_facts(view(loaded))
    assert 5 < told.total() <= 20
    assert set(told.values()) == {1}


@pytest.mark.parametrize("zone", [None, "smart-city"])
def test_a_report_takes_at_most_32_statements(loaded, zone):
    with counted(loaded) as told:
        report_facts(view(loaded), zone=zone)
    assert 20 < told.total() <= 32
    assert set(told.values()) == {1}


def test_a_view_reads_what_is_asked_and_no_more(loaded):
    seen = view(loaded)
    with counted(loaded) as told:
        first = seen.balance("smart-city")
    assert told.total() == 2  # zones, balance
    with counted(loaded) as told:
        assert seen.balance("smart-city") == first
        assert seen.balance().rows[0].zone == "tianhe"
    assert told.total() == 0
