"""The ledger page by page: the same rows as in one piece, whatever the page's length."""

from datetime import date

import pytest

from gis.errors import WrongUseError
from projects.exports.land_filter import LandFilter
from projects.exports.land_pages import events_page, parcels_page
from projects.exports.lists import export_list
from projects.exports.one_parcel import events_at, neighbours_of, parcel_card, spans_of
from projects.load import load_package
from projects.view import view_of
from tests.small_land import block, event, package, parcel, storage, supply, zone

END = date(2025, 12, 31)
A, B, C = block(0, 0, 1, 1), block(1, 0, 3, 1), block(3, 0, 6, 1)
HALF_OF_B = block(1, 0, 2, 1)


@pytest.fixture
def small(connection):
    """Give a plan of three parcels of 1, 2 and 3 ha: stored, half supplied, and untouched."""
    load_package(
        connection,
        package(
            zones=(
                zone("all", block(0, 0, 6, 1), parent=None), zone("west", block(0, 0, 3, 1)),
                zone("near", A, parent="west"),
            ),
            parcels=(
                parcel("a", A, name="甲块"), parcel("b", B, owner_kind="collective"), parcel("c", C)
            ),
            events=(
                storage("s1", "2021-05-01", A, parcel_ids=("a",), method="征收"),
                storage("s2", "2021-06-01", B, parcel_ids=("b",), method="收购"),
                supply("u2", "2022-07-01", HALF_OF_B, parcel_ids=("b",), method="挂牌"),
                storage("s3", "2023-01-01", A, parcel_ids=("a",)),
                event("r3", "reversal", "2023-02-01", None, declared_ha=0.0, corrects="s3"),
            ),
        ),
    )  # fmt: skip
    return connection


def ids_of(connection, read, key, rows=100, **wanted):
    zone_id = wanted.pop("zone_id", None)
    as_of = wanted.pop("as_of", END)
    found, after, pages = [], None, 0
    while True:
        page = read(
            connection, "small", as_of=as_of, wanted=LandFilter(**wanted), zone_id=zone_id,
            after=after, rows=rows,
        )  # fmt: skip
        found += [row[key] for row in page.rows]
        pages += 1
        if page.after is None:
            assert page.count == len(found)
            return found
        after = page.after


@pytest.mark.parametrize("rows", [1, 2, 3, 100])
def test_pages_of_any_length_have_all_rows_once(small, rows):
    assert ids_of(small, parcels_page, "parcel_id", rows) == ["a", "b", "c"]
    assert ids_of(small, events_page, "event_id", rows) == ["r3", "s3", "u2", "s2", "s1"]


@pytest.mark.parametrize(
    ("wanted", "parcels"),
    [
        ({"state": "in_reserve"}, ["a"]),
        ({"state": "partly_supplied"}, ["b"]),
        ({"state": "partly_supplied", "as_of": date(2022, 6, 30)}, []),
        ({"state": "not_stored"}, ["c"]),
        ({"owner_kind": "collective"}, ["b"]),
        ({"method": "挂牌"}, ["b"]),
        ({"year": 2021}, ["a", "b"]),
        ({"year": 2021, "method": "收购"}, ["b"]),
        ({"min_ha": 1.5, "max_ha": 2.5}, ["b"]),
        ({"text": "甲"}, ["a"]),
        ({"text": "%"}, []),
        ({"text": "_"}, []),
        ({"text": "'; drop table landplan.parcel; --"}, []),
        ({"zone_id": "west"}, ["a", "b"]),
    ],
)
def test_a_filter_leaves_what_it_names(small, wanted, parcels):
    assert ids_of(small, parcels_page, "parcel_id", **wanted) == parcels


@pytest.mark.parametrize(
    ("wanted", "events"),
    [
        ({"kind": "supply"}, ["u2"]),
        ({"owner_kind": "collective"}, ["u2", "s2"]),
        ({"land_use": "10"}, ["u2"]),
        ({"text": "S3"}, ["s3"]),
        ({"as_of": date(2022, 6, 30)}, ["s2", "s1"]),
        ({"zone_id": "near"}, ["r3", "s3", "s1"]),
        ({"zone_id": "west"}, ["r3", "s3", "u2", "s2", "s1"]),
    ],
)
@pytest.mark.parametrize("rows", [1, 2, 100])
def test_a_filter_of_events(small, wanted, events, rows):
    assert ids_of(small, events_page, "event_id", rows, **wanted) == events
    asked = dict(wanted)
    listed = export_list(
        small, "small", "events", as_of=asked.pop("as_of", END), parcels_as_of=END,
        zone=asked.pop("zone_id", None), wanted=LandFilter(**asked),
    )  # fmt: skip
    [batch] = listed.batches()
    assert batch.cells["event_id"].to_pylist() == events[::-1]


def test_states_and_counted_land_are_those_of_the_ledger(small):
    rows = parcels_page(small, "small", as_of=END, wanted=LandFilter()).rows
    assert [(row["state"], round(row["in_reserve_ha"], 4), round(row["supplied_ha"], 4))
            for row in rows] == [
        ("in_reserve", 1, 0), ("partly_supplied", 1, 1), ("not_stored", 0, 0)
    ]  # fmt: skip
    told = {
        row["event_id"]: row
        for row in events_page(small, "small", as_of=END, wanted=LandFilter()).rows
    }
    assert [round(told[one]["counted_ha"], 4) for one in ("s1", "s2", "u2")] == [1, 2, 1]
    assert [told[one]["counted_ha"] for one in ("s3", "r3")] == [None, None]
    assert [told[one]["in_force"] for one in ("s1", "s3", "r3")] == [True, False, False]


def test_a_parcel_has_its_events_and_its_history(small):
    assert [row["event_id"] for row in events_at(small, "small", "a")] == ["s1", "s3", "r3"]
    assert [row["event_id"] for row in events_at(small, "small", "b")] == ["s2", "u2"]
    assert [(span["from_on"].isoformat(), span["state"]) for span in spans_of(small, "small", "b")
            ] == [("2021-06-01", "in_reserve"), ("2022-07-01", "partly_supplied")]  # fmt: skip
    card = parcel_card(small, "small", "b")
    assert (card["name"], round(card["measured_ha"], 4)) == ("b", 2)
    assert {one.parcel_id for one in neighbours_of(small, "small", "b")} == {"a", "c"}


def test_what_is_not_there_is_said(small):
    with pytest.raises(WrongUseError, match="没有地块"):
        parcel_card(small, "small", "none")
    with pytest.raises(WrongUseError, match="第一页"):
        events_page(small, "small", as_of=END, wanted=LandFilter(), after="no day|x")
    with pytest.raises(WrongUseError):
        LandFilter(state="sold")
    with pytest.raises(WrongUseError):
        LandFilter(min_ha=float("nan"))


def test_the_built_in_ledger_is_that_of_the_view(builtin_connection):
    view = view_of(builtin_connection, "tianhe-2021-2025", as_of=END)
    states = {one.parcel.parcel_id: one.state for one in view.parcels()}
    rows, after = {}, None
    while True:
        page = parcels_page(
            builtin_connection, "tianhe-2021-2025", as_of=END, wanted=LandFilter(), after=after
        )
        rows |= {row["parcel_id"]: row["state"] for row in page.rows}
        if (after := page.after) is None:
            break
    assert rows == states
