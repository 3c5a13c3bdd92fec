"""Large ledgers: read in batches they have the same problems, and come to the same rows."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import CRS
from sqlalchemy import text

from gis.database import indexes
from gis.errors import BadDataError
from gis.geometry.crs import transform
from gis.geometry.datum import wgs84_to_gcj02
from projects.bulk import large_ledger as bulk_ledger
from projects.bulk import load_large as bulk_load
from projects.load import load_folder
from projects.store import refresh
from tests.small_land import block, write_csv, write_features, write_folder

IN_BATCHES, AT_ONCE = 0, 10**9
MEASURED = {"abs": 1e-3, "rel": 1e-9}

made_ledgers = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    """Let a dozen rows fill several batches, their places more tiles than are measured ahead."""
    monkeypatch.setattr(bulk_ledger, "BATCH", 5)
    monkeypatch.setattr(refresh, "TILE", 3)
    monkeypatch.setattr(refresh, "AHEAD", 2)


@pytest.fixture
def folder(tmp_path):
    return plan_folder(tmp_path / "plan")


def plan_folder(path: Path) -> Path:
    """Return a package without a ledger."""
    write_folder(path)
    for file in (path / "ledger").iterdir():
        file.unlink()
    return path


def parcel_rows():
    """Return twelve parcels of 2 × 2 ha, two of them of two parts and with a hole."""
    outlines = [block(x, y, x + 2, y + 2) for y in (0, 2, 4) for x in (0, 2, 4, 6)]
    outlines[5] = shapely.difference(outlines[5], block(2.5, 2.5, 3, 3))
    outlines[6] = shapely.union(block(4, 2, 5, 4), block(5.5, 2, 6, 4))
    return [
        {
            "parcel_id": f"P{n}", "name": f"地块 {n}", "declared_ha": 4.0 if n != 6 else 3.0,
            "owner_kind": "collective" if n % 3 else "state", "land_use": "1001" if n % 2 else "",
            "land_use_set": "2023" if n % 2 else "", "established_on": "2015-01-01",
            "geometry": outline,
        }
        for n, outline in enumerate(outlines)
    ]  # fmt: skip


def event_rows():
    """Return events of every kind: whole, partial, of several parcels and of none, corrections."""
    told = [
        ("E00", "storage", "P0", "2021-03-01", 4.0, "", None),
        ("E01", "storage", "P1", "2021-04-01", 4.0, "", parcel_rows()[1]["geometry"]),
        ("E02", "storage", "P2", "2021-05-01", 2.0, "", block(4, 0, 5, 2)),
        ("E03", "storage", "P3;P7", "2021-06-01", 8.0, "", None),
        ("E04", "storage", "P4; P5", "2021-06-02", 2.0, "", block(1, 3, 3, 4)),
        ("E05", "storage", "", "2021-07-01", 6.0, "", block(8, 10, 11, 12)),
        ("E06", "storage", "P5", "2021-07-02", 3.7, "", None),
        ("E07", "supply", "P0", "2022-01-01", 4.0, "1001", None),
        ("E08", "supply", "P1", "2022-02-01", 1.0, "0701", block(2, 0, 3, 1)),
        ("E09", "supply", "P3", "2022-03-01", 4.0, "1001", None),
        ("E10", "storage", "P6", "2022-04-01", 3.0, "", None),
        ("E11", "reversal", "", "2022-05-01", None, "", None),
        ("E12", "storage", "P6", "2022-04-01", 2.9, "", None),
    ]
    corrects = {"E11": "E06", "E12": "E10"}
    return [
        {
            "event_id": event_id, "kind": kind, "parcel_id": parcel_id, "date": day,
            "recorded_on": "2023-01-01" if event_id in corrects else "", "declared_ha": area,
            "method": "挂牌" if kind == "supply" else None, "document_no": f"文〔{event_id}〕",
            "land_use": use, "land_use_set": "2023" if use else "",
            "corrects": corrects.get(event_id), "geometry": outline,
            "contract_no": f"合〔{event_id}〕" if kind == "supply" else "", "supervision_no": "",
            "price_10k_cny": {"E07": "0", "E08": "120.5"}.get(event_id, ""),
            "responsible_unit": "土地中心" if parcel_id == "P0" else None,
        }
        for event_id, kind, parcel_id, day, area, use, outline in told
    ]  # fmt: skip


def write(path, rows, *, crs="EPSG:4490", kinds=None):
    """Write rows as GeoParquet or GeoPackage."""
    columns = {name: [row[name] for row in rows] for name in rows[0] if name != "geometry"}
    outlines = [row["geometry"] for row in rows]
    frame = geopandas.GeoDataFrame(columns, geometry=outlines, crs=crs)
    for name, kind in (kinds or {}).items():
        frame[name] = frame[name].astype(kind)
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path, driver="GPKG", layer=path.stem)


def write_ledger(folder, parcels, events):
    for name, rows in (("parcels", parcels), ("events", events)):
        (folder / "ledger" / f"{name}.gpkg").unlink(missing_ok=True)
        write(folder / "ledger" / f"{name}.gpkg", rows)


def problems_of(connection, folder, large):
    """Return the problems of a load, which is undone."""
    with connection.begin_nested() as savepoint:
        try:
            load_folder(connection, folder, large=large)
        except BadDataError as error:
            return sorted((p.file, p.row or 0, p.column, p.value, p.en) for p in error.problems)
        finally:
            savepoint.rollback()
    return []


INDEXES = "select indexdef from pg_indexes where schemaname = 'landplan' order by 1"
LEDGER = (
    "select p.parcel_id, p.name, p.owner_kind, p.declared_ha, p.land_use, p.land_use_set,"
    " p.established_on, st_asbinary(l.outline), l.measured_m2"
    " from landplan.parcel p join landplan.place l using (plan_id, place_id) order by 1",
    "select e.event_id, e.kind, e.happened_on, e.recorded_on, e.method, e.land_use,"
    " e.land_use_set, e.declared_ha, e.document_no, e.corrects, e.parcel_ids,"
    " e.contract_no, e.supervision_no, e.price_10k_cny, e.responsible_unit,"
    " st_asbinary(l.outline), l.measured_m2"
    " from landplan.land_event e left join landplan.place l using (plan_id, place_id) order by 1",
    "select (select array_agg(p.parcel_id order by p.parcel_id) from landplan.parcel p"
    "        where p.place_id = l.place_id),"
    " (select array_agg(e.event_id order by e.event_id) from landplan.land_event e"
    "        where e.place_id = l.place_id), z.zone_id, z.inside_m2"
    " from landplan.place l left join landplan.place_zone z on z.place_id = l.place_id"
    "  and z.inside_m2 > 0.001"  # not what rounding leaves on a border
    " order by 1, 2, 3",
    "select event_id, zone_id, kind, reserve_events, measured_m2, declared_ha, reserve_m2,"
    " reserve_ha from landplan.land_share"
    " where greatest(measured_m2, abs(reserve_m2)) > 0.001 order by 1, 2",
    "select zone_id, day, kind, land_use, events, reserve_events, measured_m2, declared_ha,"
    " reserve_m2 from landplan.zone_day"
    " where greatest(measured_m2, abs(reserve_m2)) > 0.001 order by 1, 2, 3, 4",
)


def rows_after(connection, folder, large):
    """Return what a load says and what the database then holds of the ledger; it is undone."""
    with connection.begin_nested() as savepoint:
        loaded = load_folder(connection, folder, large=large)
        found = [connection.execute(text(query)).all() for query in LEDGER]
        savepoint.rollback()
    return loaded, found


def assert_same(one, other):
    assert one[0] == other[0]
    for mine, theirs in zip(one[1], other[1], strict=True):
        assert [row[:2] for row in mine] == [row[:2] for row in theirs]
        for row, wanted in zip(mine, theirs, strict=True):
            close = [pytest.approx(c, **MEASURED) if type(c) is float else c for c in wanted]
            assert list(row) == close


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
    assert replace(first, new_events=0) == second


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
    assert_same((replace(grown[0], new_events=13), grown[1]), at_once)
    assert grown[0].new_events == 4


def test_all_changed_events_are_named(connection, folder):
    write_ledger(folder, parcel_rows(), event_rows())
    load_folder(connection, folder, large=IN_BATCHES)
    events = event_rows()
    events[3]["declared_ha"] = 7.9
    events[4]["geometry"] = block(1, 3, 3, 3.9)
    events[7]["method"] = "拍卖"
    write_ledger(folder, parcel_rows(), events)
    with pytest.raises(BadDataError) as caught:
        load_folder(connection, folder, large=IN_BATCHES)
    assert [problem.value for problem in caught.value.problems] == ["E03", "E04", "E07"]


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
    monkeypatch.setattr(indexes, "LOCK_WAIT", "100ms")
    write_ledger(folder, parcel_rows(), event_rows())
    with database.connect() as reader:
        reader.execute(text("select count(*) from landplan.place"))
        assert_same(
            rows_after(connection, folder, IN_BATCHES), rows_after(connection, folder, AT_ONCE)
        )


@pytest.mark.parametrize("other_fault", [False, True])
def test_a_parcel_in_gcj02_on_its_neighbours(connection, folder, other_fault):
    """Found from the stored overlaps, or from the outlines where nothing is stored."""
    rows = [
        parcel_rows()[0]
        | {"parcel_id": f"Q{x}-{y}", "geometry": block(x, y, x + 2, y + 2), "declared_ha": 4}
        for x in range(0, 20, 2)
        for y in range(0, 20, 2)
        if (x, y) != (6, 6)
    ]
    drawn = wgs84_to_gcj02(block(6, 6, 8, 8))
    rows.append(rows[0] | {"parcel_id": "SHIFTED", "geometry": drawn})
    if other_fault:
        rows[3]["owner_kind"] = "private"
    write(folder / "ledger" / "parcels.parquet", rows)
    found = problems_of(connection, folder, IN_BATCHES)
    assert found == problems_of(connection, folder, AT_ONCE)
    assert [p[1] for p in found if "GCJ-02" in p[4]] == [100]


def test_a_file_that_breaks_off_is_a_problem(connection, folder):
    path = folder / "ledger" / "parcels.parquet"
    rows = [
        row | {"parcel_id": f"{row['parcel_id']}-{n}", "name": f"{n * n:x}" * 40}
        for n in range(50)
        for row in parcel_rows()
    ]
    write(path, rows)
    told = bytearray(path.read_bytes())
    told[4:2000] = bytes(1996)
    path.write_bytes(told)
    found = problems_of(connection, folder, IN_BATCHES)
    assert ("ledger/parcels.parquet", 0, "") in [p[:3] for p in found]
    assert not any(str(folder) in p[4] for p in found)


def test_what_cannot_be_read_in_batches_goes_the_ordinary_way(connection, folder):
    write(folder / "ledger" / "parcels.gpkg", parcel_rows())
    assert bulk_ledger.large_ledger(folder, CRS.from_epsg(4490), least=13) is None
    assert bulk_ledger.large_ledger(folder, CRS.from_epsg(4490), least=12).count == 12
    write_csv(
        folder / "ledger" / "events.csv",
        {name: cell for name, cell in event_rows()[0].items() if name != "geometry"},
    )
    assert bulk_ledger.large_ledger(folder, CRS.from_epsg(4490), least=0) is None
    assert load_folder(connection, folder, large=IN_BATCHES).events == 1


def shifted(outline, lon, lat):
    return shapely.transform(outline, lambda xy: xy + np.array([lon, lat]))


BOW = shapely.transform(
    shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), lambda xy: [113.4, 23.15] + xy * 0.001
)
ODD_TEXTS = [
    "",
    None,
    " P4 ",
    "P1",
    "P 1",
    "P2;P3",
    "地块５",
    "x" * 101,
    "P\x07",
    "<b>",
    "\u3000名",
]
ODD_NUMBERS = [
    "",
    None,
    "0",
    "-1",
    "nan",
    "inf",
    "1e13",
    "60",
    "40000",
    "4.3",
    " 4 ",
    "4 公顷",
    "4",
]
ODD_DAYS = [
    "", None, "2015/1/1", "2022年6月1日", "2022-02-30", "1066-01-01", "2014-12-31", "2024-01-01",
    "soon", "20220101", " 2022-06-01",
]  # fmt: skip
ODD_OUTLINES = [
    None,
    shapely.Polygon(),
    BOW,
    shapely.Point(113.4, 23.15),
    shapely.transform(block(0, 0, 2, 2), lambda xy: xy[:, ::-1]),
    shifted(block(0, 0, 2, 2), 30, 0),
    shifted(block(0, 0, 2, 2), 1, 0),
    block(19, 0, 21.5, 2),
    block(0, 0, 2, 2),
    block(0.5, 0.5, 1, 1),
    block(2, 0, 6, 4),
    block(0, 0, 1e-6, 1e-6),
    shapely.force_3d(block(2, 0, 4, 2), 3.0),
    wgs84_to_gcj02(block(2, 0, 4, 2)),
    shapely.set_precision(block(4, 0, 6, 2), 1e-7),
]
IDS = ["E00", "E01", "E06", "E11", "E12", "E99"]

parcel_slips = st.one_of(
    st.tuples(st.sampled_from(["parcel_id", "name"]), st.sampled_from(ODD_TEXTS)),
    st.tuples(st.just("owner_kind"), st.sampled_from(["private", "", None, "state "])),
    st.tuples(st.just("declared_ha"), st.sampled_from(ODD_NUMBERS)),
    st.tuples(st.just("land_use"), st.sampled_from(["1001", "9999", "", None])),
    st.tuples(st.just("land_use_set"), st.sampled_from(["2023", "2020", ""])),
    st.tuples(st.just("established_on"), st.sampled_from(ODD_DAYS)),
    st.tuples(st.just("geometry"), st.sampled_from(ODD_OUTLINES)),
)
event_slips = st.one_of(
    st.tuples(st.just("event_id"), st.sampled_from([*ODD_TEXTS, *IDS])),
    st.tuples(st.just("kind"), st.sampled_from(["storage", "supply", "reversal", "theft", None])),
    st.tuples(
        st.just("parcel_id"),
        st.sampled_from([*ODD_TEXTS, "P9", "P99", "P1;P99", "P1; P2", "P3;P3", ";", "P1 "]),
    ),
    st.tuples(st.sampled_from(["date", "recorded_on"]), st.sampled_from(ODD_DAYS)),
    st.tuples(
        st.sampled_from(["method", "document_no", "contract_no", "responsible_unit"]),
        st.sampled_from(ODD_TEXTS),
    ),
    st.tuples(st.just("price_10k_cny"), st.sampled_from(ODD_NUMBERS)),
    st.tuples(st.just("declared_ha"), st.sampled_from(ODD_NUMBERS)),
    st.tuples(st.just("land_use"), st.sampled_from(["1001", "9999", "", None])),
    st.tuples(st.just("land_use_set"), st.sampled_from(["2023", "2020", ""])),
    st.tuples(st.just("corrects"), st.sampled_from(["", None, *IDS])),
    st.tuples(st.just("geometry"), st.sampled_from(ODD_OUTLINES)),
)


def spoiled(rows, slips):
    """Return rows as texts, as a file without types has them, some cells changed."""
    for row in rows:
        row["declared_ha"] = "" if row["declared_ha"] is None else str(row["declared_ha"])
    for number, (column, value) in slips:
        rows[number % len(rows)][column] = value
    return rows


def slips_of(some):
    return st.lists(st.tuples(st.integers(0, 12), some), max_size=4)


@pytest.mark.slow
@made_ledgers
@given(slips_of(parcel_slips), slips_of(event_slips))
def test_both_ways_find_the_same_problems(connection, tmp_path_factory, parcel_slips, event_slips):
    folder = plan_folder(tmp_path_factory.mktemp("spoiled") / "plan")
    write(folder / "ledger" / "parcels.parquet", spoiled(parcel_rows(), parcel_slips))
    write(folder / "ledger" / "events.parquet", spoiled(event_rows(), event_slips))
    found = problems_of(connection, folder, IN_BATCHES)
    assert found == problems_of(connection, folder, AT_ONCE)
    if not found:
        assert_same(
            rows_after(connection, folder, IN_BATCHES), rows_after(connection, folder, AT_ONCE)
        )
