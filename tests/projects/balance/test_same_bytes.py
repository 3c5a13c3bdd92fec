"""Same data, same bytes: whatever order the server adds in, and whoever measured."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from projects.balance.series import series
from projects.model import settled
from projects.store.plans import plan_of
from projects.store.refresh import refresh_plan
from projects.view import view_of

PLAN = "tianhe-2021-2025"
DAYS = ("2022-06-30", "2024-06-30", "2025-12-31")
PLANS = (
    ("enable_hashagg = off",),
    ("enable_hashjoin = off", "enable_mergejoin = off"),
    ("enable_indexscan = off", "enable_bitmapscan = off", "enable_indexonlyscan = off"),
    ("parallel_setup_cost = 0", "parallel_tuple_cost = 0", "min_parallel_table_scan_size = 0"),
)


def told(connection):
    """Return the text of balance, pace and series, of some days."""
    found = []
    plan = plan_of(connection, PLAN)
    for day in DAYS:
        view = view_of(connection, PLAN, as_of=plan.starts_on.fromisoformat(day))
        found += [view.balance().as_json(), view.pace().as_json()]
        for by in ("year", "method", "land_use", "owner_kind"):
            rows = series(connection, PLAN, as_of=view.as_of, by=by)
            found.append([row.as_json() for row in rows])
    return json.dumps(found)


@pytest.mark.parametrize("settings", PLANS, ids=lambda settings: settings[0])
def test_another_query_plan_tells_the_same(builtin_connection, settings):
    before = told(builtin_connection)
    for setting in settings:
        builtin_connection.execute(text(f"set local {setting}"))
    assert told(builtin_connection) == before


def test_figures_computed_anew_are_the_same(builtin_connection):
    before = told(builtin_connection)
    refresh_plan(builtin_connection, PLAN)
    assert told(builtin_connection) == before


@given(st.floats(1e-12, 1e7), st.floats(-1, 1))
def test_a_settled_figure_is_near_and_stays(figure, sign):
    figure = figure if sign >= 0 else -figure
    found = settled(figure)
    assert found == pytest.approx(figure, rel=5.1e-7, abs=5.1e-10)
    assert settled(found) == found


def test_what_is_next_to_nothing_is_nothing():
    assert str(settled(-1e-13)) == str(settled(-0.0)) == "0.0"
