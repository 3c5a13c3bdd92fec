"""Events that correct each other in a ring are refused, all of the ring named, at every size."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from gis.errors import BadDataError
from projects.load import load_folder, load_package
from tests.projects.bulk.large_ledgers import AT_ONCE, IN_BATCHES, write_ledger
from tests.projects.bulk.test_one_verdict import in_columns, in_parts, row_by_row
from tests.small_land import block, package, storage

CASE = Path(__file__).parents[2] / "cases" / "F4-correct-each-other"
IDS = [f"E{n}" for n in range(8)]

some_graphs = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
graphs = st.lists(st.integers(-1, len(IDS) - 1), min_size=len(IDS), max_size=len(IDS))
"""What each event corrects, -1 for nothing: any graph."""

permutations = st.permutations(range(len(IDS)))


def rings_in(corrects: list[int]) -> set[frozenset[str]]:
    """Return the rings of two and more, found by walking as many steps as there are events."""
    found = set()
    for start in range(len(IDS)):
        way, here = [start], corrects[start]
        while here not in (-1, start) and len(way) <= len(IDS):
            way.append(here)
            here = corrects[here]
        if here == start and len(way) > 1:
            found.add(frozenset(IDS[one] for one in way))
    return found


def ledger(corrects: list[int]) -> list[dict]:
    return [
        {
            "event_id": IDS[n], "kind": "storage", "parcel_id": "", "date": "2022-01-01",
            "recorded_on": "", "declared_ha": 1.0, "method": "", "land_use": "",
            "land_use_set": "", "document_no": "", "corrects": "" if other < 0 else IDS[other],
            "geometry": block(n, 0, n + 1, 1),
        }
        for n, other in enumerate(corrects)
    ]  # fmt: skip


PARCEL = {
    "parcel_id": "P0", "name": "", "owner_kind": "state", "declared_ha": 4.0, "land_use": "",
    "land_use_set": "", "established_on": "", "geometry": block(0, 2, 2, 4),
}  # fmt: skip


@pytest.mark.slow
@some_graphs
@given(graphs)
def test_every_ring_of_any_graph_is_named_whole(folder, corrects):
    write_ledger(folder, [PARCEL], ledger(corrects))
    problems, *_ = row_by_row(folder)
    named = [en.split(": ")[1].split("; ")[0].split(" → ") for *_, en in problems if "ring" in en]
    assert {frozenset(ring) for ring in named} == rings_in(corrects)
    assert len(named) == len(rings_in(corrects))
    for ring in named:
        assert ring[0] == ring[-1]
        assert all(corrects[IDS.index(a)] == IDS.index(b) for a, b in pairwise(ring))
    assert in_columns(folder)[0] == problems
    assert in_parts(folder) == problems


@pytest.mark.slow
@some_graphs
@given(permutations, st.integers(0, len(IDS)))
def test_the_database_refuses_rings_by_itself(connection, order, cut):
    """Each event corrects at most one and is corrected by at most one; `cut` of them nothing."""
    corrects = [-1 if n < cut or n == other else other for n, other in enumerate(order)]
    with connection.begin_nested() as savepoint:
        load_package(connection, package())
        wanted = rings_in(corrects)
        if wanted:
            with pytest.raises(IntegrityError, match="ring") as caught, connection.begin_nested():
                insert(connection, corrects)
            ring = str(caught.value.orig).splitlines()[0].split(": ")[1].split(" -> ")
            assert frozenset(ring) in wanted
            assert ring[0] == ring[-1]
        else:
            insert(connection, corrects)
        savepoint.rollback()


def insert(connection, corrects):
    place = connection.scalar(
        text(
            "insert into landplan.place (plan_id, outline)"
            " values ('small', st_geomfromtext(:wkt, 4490)) returning place_id"
        ),
        {"wkt": block(0, 0, 1, 1).wkt},
    )
    rows = ", ".join(
        f"('small', '{IDS[n]}', 'storage', '2022-01-01', '2022-01-01', 1,"
        f" {'null' if other < 0 else repr(IDS[other])}, {place})"
        for n, other in enumerate(corrects)
    )
    connection.execute(
        text(
            "insert into landplan.land_event (plan_id, event_id, kind, happened_on, recorded_on,"
            f" declared_ha, corrects, place_id) values {rows}"
        )
    )


@pytest.mark.parametrize("large", [AT_ONCE, IN_BATCHES])
def test_two_that_correct_each_other(connection, large):
    with pytest.raises(BadDataError) as caught:
        load_folder(connection, CASE, large=large)
    [problem] = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("ledger/events.geojson", 1, "corrects")
    assert "A → B → A" in problem.zh
    assert "A → B → A" in problem.en


def test_a_long_chain_is_no_ring(connection):
    events = tuple(
        storage(f"E{n:04}", "2021-06-30", block(0, 0, 1, 1), corrects=f"E{n - 1:04}" if n else None)
        for n in range(2000)
    )
    assert load_package(connection, package(events=events)).new_events == 2000
