"""Large ledgers read in batches come to the same rows as small ones."""

import re
from dataclasses import replace
from shutil import copytree

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS
from sqlalchemy import event, text

from gis.database import indexes
from gis.database.statistics import IN_ORDER
from gis.errors import BadDataError
from gis.geometry.crs import transform
from projects.bulk import load_large as bulk_load
from projects.load import load_folder
from projects.store.refresh import refresh_plan
from tests.projects.bulk.large_ledgers import (
    AT_ONCE,
    IN_BATCHES,
    INDEXES,
    LEDGER,
    assert_same,
    event_rows,
    made_ledgers,
    parcel_rows,
    plan_folder,
    rows_after,
    write,
    write_ledger,
)
from tests.small_land import block, write_features

pytestmark = pytest.mark.usefixtures("small_batches")


@pytest.mark.parametrize("suffix", ["gpkg", "parquet"])
def test_both_ways_come_to_the_same_rows(connection, folder, suffix):
    for name, rows in (("parcels", parcel_rows()), ("events", event_rows())):
        write(folder / "ledger" / f"{name}.{suffix}", rows)
    assert_same(rows_after(connection, folder, IN_BATCHES), rows_after(connection, folder, AT_ONCE))


def test_parcels_alone(connection, folder):
    write(folder / "ledger" / "parcels.parquet", parcel_rows())
    assert_same(rows_after(connection, folder, IN_BATCHES), rows_after(connection, folder, AT_ONCE))


turns = st.lists(
    st.tuples(
        st.sampled_from(["storage", "supply"]),
        st.integers(0, 2),  # parcels
        st.integers(1, 4),  # days
        st.sampled_from(["", "1001", "0701"]),
        st.sampled_from([False, False, False, True]),  # taken back
    ),
    min_size=6,
    max_size=20,
)


@pytest.mark.slow
@made_ledgers
@given(turns, st.booleans())
def test_what_is_stored_beside_a_first_ledger_is_true(connection, tmp_path_factory, told, overlap):
    """However often land changes hands, alone or under a neighbour, on the same day or later."""
    folder = plan_folder(tmp_path_factory.mktemp("ledger") / "plan")
    parcels = parcel_rows()[:4]
    if overlap:
        parcels[1]["geometry"] = block(1.5, 0, 4, 2)
        parcels[2]["geometry"] = block(1, 1, 3, 4)
    events = []
    for n, (kind, parcel, day, code, taken_back) in enumerate(told):
        use = code or ("1001" if kind == "supply" else "")
        event = {
            "event_id": f"E{n}", "kind": kind, "parcel_id": f"P{parcel}", "corrects": None,
            "date": f"2021-03-0{day}", "recorded_on": "2021-04-01", "declared_ha": 3 + n / 100,
            "land_use": use, "land_use_set": "2023" if use else "", "geometry": None,
        }  # fmt: skip
        undone = {
            "event_id": f"R{n}", "kind": "reversal", "parcel_id": "", "corrects": f"E{n}",
            "declared_ha": None, "land_use": "", "land_use_set": "",
        }  # fmt: skip
        events += [event, event | undone] if taken_back else [event]
    write_ledger(folder, parcels, events)
    with connection.begin_nested() as savepoint:
        load_folder(connection, folder, large=IN_BATCHES)
        shares = connection.scalar(text("select count(*) from landplan.land_share"))
        assert (shares > 0) == any(not taken_back for *_, taken_back in told)
        assert (
            connection.execute(text("select * from landplan.stored_differences('small')")).all()
            == []
        )
        savepoint.rollback()


def test_outlines_in_another_crs_and_columns_of_other_kinds(connection, folder):
    gauss = CRS.from_epsg(4526)
    stored = CRS.from_epsg(4490)
    for name, rows, kinds in (
        ("parcels", parcel_rows(), {"parcel_id": "int32", "established_on": "datetime64[ms]"}),
        ("events", event_rows(), {"date": "datetime64[ms]", "parcel_id": "category"}),
    ):
        for row in rows:
            row["parcel_id"] = row["parcel_id"].replace("P", "")
            if row["geometry"] is not None:
                high = shapely.force_3d(row["geometry"], 12.5)
                row["geometry"] = transform(high, stored, gauss)
        write(folder / "ledger" / f"{name}.gpkg", rows, crs=gauss, kinds=kinds)
    in_batches = rows_after(connection, folder, IN_BATCHES)
    assert_same(in_batches, rows_after(connection, folder, AT_ONCE))
    assert [row[0] for row in in_batches[1][0]][:3] == ["0", "1", "10"]


def test_loading_in_batches_twice_changes_nothing(connection, folder):
    write_ledger(folder, parcel_rows(), event_rows())
    first = load_folder(connection, folder, large=IN_BATCHES)
    before = [connection.execute(text(query)).all() for query in LEDGER]
    second = load_folder(connection, folder, large=IN_BATCHES)
    assert [connection.execute(text(query)).all() for query in LEDGER] == before
    assert first.new_events == first.events == 13
    assert replace(first, changes=second.changes) == second
    assert (first.alters, second.alters) == (True, False)


@pytest.mark.parametrize("few", [20_000, 0])
@pytest.mark.parametrize("redrawn", [False, True])
def test_a_ledger_that_grows(connection, folder, monkeypatch, few, redrawn):
    """Refreshed by the database itself or as a whole, it is as if loaded at once."""
    monkeypatch.setattr(bulk_load, "FEW", few)
    parcels, events = parcel_rows(), event_rows()
    write_ledger(folder, parcels[:9], events[:9])
    with connection.begin_nested() as savepoint:
        load_folder(connection, folder, large=IN_BATCHES)
        if redrawn:
            write_features(
                folder / "zones.geojson",
                ({"zone_id": "all"}, block(0, 0, 20, 20)),
                ({"zone_id": "west"}, block(0, 0, 5, 20)),
            )
        write_ledger(folder, parcels, events)
        grown = rows_after(connection, folder, IN_BATCHES)
        savepoint.rollback()
    at_once = rows_after(connection, folder, AT_ONCE)
    assert_same((replace(grown[0], changes=at_once[0].changes), grown[1]), at_once)
    assert grown[0].new_events == 4


@pytest.mark.parametrize("large", [AT_ONCE, IN_BATCHES])
def test_what_of_events_is_changed_is_told_with_its_row(connection, folder, large):
    write_ledger(folder, parcel_rows(), event_rows())
    load_folder(connection, folder, large=large)
    events = event_rows()
    events[3]["declared_ha"] = 7.9
    events[4] |= {"geometry": block(1, 3, 3, 3.9), "parcel_id": "P4", "document_no": ""}
    events[7] |= {"method": "拍卖", "date": "2022-01-02"}
    write_ledger(folder, parcel_rows(), events)
    with pytest.raises(BadDataError) as caught:
        load_folder(connection, folder, large=large)
    found = [(one.file, one.row, one.column, one.value) for one in caught.value.problems]
    assert found == [
        ("ledger/events.gpkg", 4, "declared_ha", "7.9"),
        ("ledger/events.gpkg", 5, "parcel_id", "P4"),
        ("ledger/events.gpkg", 5, "document_no", ""),
        ("ledger/events.gpkg", 5, "outline", ""),
        ("ledger/events.gpkg", 8, "date", "2022-01-02"),
        ("ledger/events.gpkg", 8, "recorded_on", "2022-01-02"),
        ("ledger/events.gpkg", 8, "method", "拍卖"),
    ]
    told = [one.zh.split("；")[0] for one in caught.value.problems]
    assert told[:2] == ["事件 E03 库中已有，为“8”", "事件 E04 库中已有，为“P4;P5”"]
    assert told[3] == "事件 E04 库中已有，边界不同"
    assert "3 笔事件" in caught.value.zh


def test_a_refused_ledger_leaves_nothing_behind(connection, folder):
    before = connection.execute(text(INDEXES)).all()
    rows = event_rows()
    rows[12]["date"] = "soon"
    write_ledger(folder, parcel_rows(), rows)
    with pytest.raises(BadDataError):
        load_folder(connection, folder, large=IN_BATCHES)
    for table in ("plan", "place", "parcel", "land_event", "ledger"):
        assert connection.scalar(text(f"select count(*) from landplan.{table}")) == 0
    assert connection.execute(text(INDEXES)).all() == before
    assert not connection.scalar(text("select landplan.in_bulk()"))


def test_indexes_are_put_back(connection, folder):
    before = connection.execute(text(INDEXES)).all()
    write_ledger(folder, parcel_rows(), event_rows())
    load_folder(connection, folder, large=IN_BATCHES)
    assert connection.execute(text(INDEXES)).all() == before
    assert not connection.scalar(text("select landplan.in_bulk()"))


def test_a_plan_beside_a_larger_one(connection, folder):
    """Its ledger is merged, for the indexes of the other plan stay."""
    write_ledger(folder, parcel_rows(), event_rows())
    other = copytree(folder, folder.with_name("other"))
    told = (other / "plan.yaml").read_text(encoding="utf-8")
    (other / "plan.yaml").write_text(told.replace("id: small", "id: other"), encoding="utf-8")
    load_folder(connection, folder, large=IN_BATCHES)
    write_ledger(other, parcel_rows()[:9], event_rows()[:9])
    loaded = load_folder(connection, other, large=IN_BATCHES)
    assert (loaded.new_events, loaded.absent_events) == (9, 0)
    counted = text("select plan_id, count(*) from landplan.parcel group by 1 order by 1")
    assert connection.execute(counted).all() == [("other", 9), ("small", 12)]


def test_tables_in_use_are_not_waited_for_long(database, connection, folder, monkeypatch):
    monkeypatch.setattr(indexes, "LOCK_WAIT_S", 0.1)
    write_ledger(folder, parcel_rows(), event_rows())
    with database.connect() as reader:
        reader.execute(text("select count(*) from landplan.place"))
        assert_same(
            rows_after(connection, folder, IN_BATCHES), rows_after(connection, folder, AT_ONCE)
        )


def test_every_load_analyzes_the_tables_in_one_order(connection, folder):
    """Each keeps a table from the others until it is done: in two orders they would deadlock."""
    told: list[str] = []

    @event.listens_for(connection, "before_cursor_execute")
    def _heard(_connection, _cursor, statement, *_more):
        if statement.startswith("analyze landplan."):
            told.extend(re.findall(r"landplan\.(\w+)", statement))

    for large, rows in ((IN_BATCHES, 9), (IN_BATCHES, 12), (AT_ONCE, 12)):
        write_ledger(folder, parcel_rows()[:rows], event_rows()[:rows])
        told.clear()
        load_folder(connection, folder, large=large)
        assert_in_order(told)
    told.clear()
    refresh_plan(connection, "small")
    assert_in_order(told)


def assert_in_order(told):
    """Check the order in which tables are analyzed for the first time."""
    first = list(dict.fromkeys(told))
    assert first
    assert first == [table for table in IN_ORDER if table in first]
