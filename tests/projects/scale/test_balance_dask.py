"""A ledger in many files adds up to what it does in one, whatever the cut and whoever dies."""

import os
import sys
from datetime import date, timedelta

import geopandas
import numpy as np
import pytest
import shapely
from distributed import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.land import make_land
from benchmarks.ledger import AS_OF, make_ledger
from benchmarks.province import cluster_of, columns_of_land, furthest, write_partitions
from gis.errors import BadDataError, LandplanError
from gis.geometry.area import area_ha
from gis.geometry.outlines import multipolygon
from projects.balance.land_totals import land_totals
from projects.balance.shapely_engine import balance_of, balance_shapely
from projects.balance.sql_engine import balance
from projects.load import load_package
from projects.package.folder import read_package
from projects.scale import dask_engine as engine
from projects.scale.dask_engine import balance_dask, totals_in_parts
from projects.zones import in_tree_order
from tests.projects.balance.test_engines_agree import assert_same
from tests.small_land import block, event, package

END = date(2025, 12, 31)

pytestmark = pytest.mark.dask


@pytest.fixture(scope="module")
def client():
    """Give a cluster in this process: what is computed is the same as in others."""
    with Client(
        processes=False, n_workers=1, threads_per_worker=2, dashboard_address="127.0.0.1:0"
    ) as one:
        yield one


def in_parts(client, made, parcels, events, *, as_of=END, known=None):
    zones = tuple(in_tree_order(made.zones))
    totals = totals_in_parts(
        client, made, zones, parcels=parcels, events=events, as_of=as_of, known=known
    )
    return balance_of(made, zones, totals, as_of=as_of)


def write(path, rows, crs="EPSG:4490"):
    properties, outlines = zip(*rows, strict=True)
    geopandas.GeoDataFrame(list(properties), geometry=list(outlines), crs=crs).to_parquet(path)
    return path


# --- any ledger, cut in any way -------------------------------------------------------------

PARCELS = {
    f"P{x:02}{y:02}": block(x, y, x + 2 + (0.3 if (x + y) % 3 == 0 else 0), y + 2)
    for x in range(0, 20, 2)
    for y in range(0, 20, 2)
}
some_parcels = st.lists(st.sampled_from(sorted(PARCELS)), max_size=5, unique=True)


def tenths(least, most):
    return st.integers(least * 10, most * 10).map(lambda value: value / 10)


@st.composite
def rectangles(draw):
    x, y = draw(tenths(0, 17)), draw(tenths(0, 17))
    return block(x, y, x + draw(tenths(0, 6)) + 0.1, y + draw(tenths(0, 4)) + 0.1)


@st.composite
def events(draw):
    """Draw events, each with the row of a file that tells it: parcels, an outline, or both."""
    told = []
    for number in range(draw(st.integers(1, 25))):
        kind = draw(st.sampled_from(["storage", "storage", "supply"]))
        day = draw(st.dates(date(2019, 1, 1), END))
        recorded = day + timedelta(draw(st.sampled_from([0, 0, 90, 500])))
        named = draw(some_parcels)
        drawn = draw(st.none() | rectangles()) if named else draw(rectangles())
        extent = drawn or multipolygon(shapely.union_all([PARCELS[one] for one in named]))
        corrects = None
        if told and draw(st.integers(0, 5)) == 0:
            before = draw(st.sampled_from([one for one, *_ in told]))
            if before.event_id not in {one.corrects for one, *_ in told}:
                corrects, recorded = before.event_id, max(recorded, before.recorded_on)
        made = event(
            f"E{number}", kind, day.isoformat(), extent, recorded_on=recorded, corrects=corrects,
            declared_ha=area_ha(extent) * draw(st.floats(0.9, 1.1)), land_use_set="2023",
            land_use=draw(st.sampled_from(["1001", "0701", "0901"])),
        )  # fmt: skip
        told.append((made, named, drawn))
    return told


def row_of(made, named, drawn):
    cells = {name: getattr(made, name) for name in (
        "event_id", "kind", "recorded_on", "declared_ha", "land_use", "land_use_set", "corrects",
    )}  # fmt: skip
    return cells | {"date": made.happened_on, "parcel_id": ";".join(named)}, drawn


def parcel_row(parcel_id, outline):
    cells = {"parcel_id": parcel_id, "name": parcel_id, "owner_kind": "state", "declared_ha": 4.0}
    return cells, outline


def scattered(rows, count, chance, folder, stem):
    """Write rows into `count` files at random, those that get any."""
    chance.shuffle(rows)
    return [
        write(folder / f"{stem}-{number}.parquet", rows[number::count])
        for number in range(min(count, len(rows)))
    ]


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    events(), st.randoms(use_true_random=False), st.integers(1, 5), st.integers(1, 5),
    st.dates(date(2020, 1, 1), END), st.booleans(),
)  # fmt: skip
def test_any_ledger_cut_in_any_way_adds_up_as_on_one_machine(
    client, tmp_path_factory, told, chance, parcel_files, event_files, as_of, past
):
    folder = tmp_path_factory.mktemp("ledger")
    known = as_of - timedelta(100) if past else None
    parcels = [parcel_row(*one) for one in PARCELS.items()]
    rows = [row_of(*one) for one in told]
    found = in_parts(
        client,
        package(),
        scattered(parcels, parcel_files, chance, folder, "parcels"),
        scattered(rows, event_files, chance, folder, "events"),
        as_of=as_of,
        known=known,
    )
    wanted = balance_shapely(
        package(events=tuple(made for made, *_ in told)), as_of=as_of, known=known
    )
    assert_same(found, wanted)


# --- processes, one of them killed ----------------------------------------------------------


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    land = make_land(2_500, scale=0.1)
    ledger = make_ledger(land)
    parts = write_partitions(land, ledger, tmp_path_factory.mktemp("province"), count=6)
    return parts, columns_of_land(land, ledger)


def test_processes_agree_with_one_machine_and_with_postgis(province, connection):
    parts, columns = province
    made = read_package(parts.package)
    zones = tuple(in_tree_order(made.zones))
    totals = land_totals(columns, np.array([zone.outline for zone in zones], dtype=object))
    alone = balance_of(made, zones, totals, as_of=AS_OF)
    load_package(connection, made)

    found = balance_dask(made, parcels=parts.parcels, events=parts.events, as_of=AS_OF, workers=2)
    assert_same(found, alone)
    assert_same(found, balance(connection, made.plan.plan_id, as_of=AS_OF))
    assert furthest(found, alone) < 1e-9
    assert max(row.actual_ha for row in found.rows) > 10


def test_a_killed_worker_changes_nothing(province, tmp_path):
    parts, _ = province
    made = read_package(parts.package, ledger=False)
    wanted = None
    with cluster_of(2, kill_in=tmp_path) as client:
        before = set(client.run(os.getpid).values())
        for _ in range(2):  # the second run is undisturbed
            found = balance_dask(
                made, parcels=parts.parcels, events=parts.events, as_of=AS_OF,
                cluster=client.scheduler.address,
            )  # fmt: skip
            assert wanted in (None, found.as_json())
            wanted = found.as_json()
        assert (tmp_path / "killed").exists()
        client.wait_for_workers(2)
        assert len(set(client.run(os.getpid).values()) & before) == 1


# --- what is wrong with files ---------------------------------------------------------------


def good_event(event_id="E1", **fields):
    cells = {
        "event_id": event_id, "kind": "storage", "parcel_id": "P0000", "date": "2021-06-30",
        "declared_ha": 4.0, "corrects": None,
    }  # fmt: skip
    return cells | fields, None


def refused(client, parcels, told):
    with pytest.raises(BadDataError) as caught:
        in_parts(client, package(), parcels, told)
    return [(one.file, one.row, one.column, one.en) for one in caught.value.problems]


def test_every_problem_of_every_file_is_told(client, tmp_path):
    good = write(tmp_path / "1.parquet", [parcel_row("P0000", PARCELS["P0000"])])
    again = write(
        tmp_path / "2.parquet",
        [parcel_row("P0002", PARCELS["P0002"]), parcel_row("P0000", PARCELS["P0202"])],
    )
    crossing = shapely.Polygon([(113.4, 23.2), (113.5, 23.3), (113.5, 23.2), (113.4, 23.3)])
    wrong = write(
        tmp_path / "3.parquet",
        [
            ({**parcel_row("P0004", None)[0], "owner_kind": "private"}, PARCELS["P0004"]),
            ({**parcel_row("P0006", None)[0], "declared_ha": -1.0}, crossing),
        ],
    )
    told = write(
        tmp_path / "e.parquet",
        [
            good_event("E1", parcel_id="P0000;P9999"),
            good_event("E2", date="2021-02-30"),
            good_event("E3", kind="reversal", parcel_id="", declared_ha=np.nan, corrects="E9"),
            good_event("E4", parcel_id="P0004"),
            good_event("E1"),
        ],
    )
    found = refused(client, [good, again, wrong], [told])
    assert [(file, row, column) for file, row, column, _ in found] == [
        (str(again), 2, "parcel_id"),
        (str(wrong), 1, "owner_kind"),
        (str(wrong), 2, "declared_ha"),
        (str(wrong), 2, "outline"),
        (str(told), 1, "parcel_id"),
        (str(told), 2, "date"),
        (str(told), 3, "corrects"),
        (str(told), 5, "event_id"),
    ]
    assert "1.parquet" in found[0][3]
    assert "no parcel P9999" in found[4][3]


def test_files_that_cannot_be_read_are_told_and_nothing_for_their_sake(client, tmp_path):
    torn = tmp_path / "1.parquet"
    torn.write_bytes(b"PAR1 torn")
    cells, outline = parcel_row("P0000", PARCELS["P0000"])
    del cells["owner_kind"]
    narrow = write(tmp_path / "2.parquet", [(cells, outline)])
    lost = tmp_path / "3.parquet"
    geopandas.pd.DataFrame([parcel_row("P1", None)[0] | {"shape": b"?"}]).to_parquet(lost)
    gone = tmp_path / "4.parquet"
    told = write(tmp_path / "e.parquet", [good_event()])
    found = refused(client, [torn, narrow, lost, gone], [told])
    assert [(file, column) for file, _, column, _ in found] == [
        (str(torn), ""), (str(narrow), "owner_kind"), (str(lost), ""), (str(gone), ""),
    ]  # fmt: skip
    assert "no GeoParquet" in found[2][3]


def test_corrections_across_files_keep_the_rules(client, tmp_path):
    parcels = write(tmp_path / "p.parquet", [parcel_row("P0000", PARCELS["P0000"])])
    undo = {"kind": "reversal", "parcel_id": "", "declared_ha": np.nan}
    one = write(
        tmp_path / "1.parquet",
        [good_event("E1"), good_event("R1", corrects="E1", date="2022-01-01", **undo)],
    )
    two = write(
        tmp_path / "2.parquet",
        [
            good_event("R2", corrects="E1", date="2022-01-02", **undo),
            good_event("R3", corrects="R1", date="2022-01-03", **undo),
            good_event("E4", corrects="E4"),
            good_event("E5", date="2023-01-01"),
            good_event("R5", corrects="E5", date="2022-01-05", **undo),
        ],
    )
    found = refused(client, [parcels], [one, two])
    assert {(file, row) for file, row, *_ in found} == {(str(two), row) for row in (1, 2, 3, 5)}
    assert "corrected by R1 already" in found[0][3]


def test_many_problems_are_cut_short(client, tmp_path, monkeypatch):
    monkeypatch.setattr("projects.scale.partitions.MOST_PROBLEMS", 5)
    parcels = write(tmp_path / "p.parquet", [parcel_row("P0000", PARCELS["P0000"])])
    told = write(tmp_path / "e.parquet", [good_event(f"E{n}", kind="gift") for n in range(40)])
    found = refused(client, [parcels], [told])
    assert len(found) == 6
    assert "35 more" in found[0][3]


# --- what files may look like ---------------------------------------------------------------


def test_partitions_may_differ_in_crs_format_and_types(client, tmp_path):
    parcels = {name: PARCELS[name] for name in ("P0000", "P0002", "P0204", "P0406")}
    rows = [parcel_row(*one) for one in parcels.items()]
    frame = geopandas.GeoDataFrame(
        [cells | {"declared_ha": "4.0"} for cells, _ in rows[2:3]],
        geometry=[rows[2][1]], crs="EPSG:4490",
    )  # fmt: skip
    frame.to_file(tmp_path / "2.gpkg")
    frame = geopandas.GeoDataFrame([rows[3][0]], geometry=[rows[3][1]], crs="EPSG:4490")
    frame.to_file(tmp_path / "3.geojson", driver="GeoJSON")
    cells = [cells for cells, _ in rows[:2]]
    frame = geopandas.GeoDataFrame(cells, geometry=list(parcels.values())[:2], crs="EPSG:4490")
    frame.to_crs("EPSG:4526").rename_geometry("shape").to_parquet(tmp_path / "1.parquet")
    told = [
        good_event("E1", parcel_id="P0000", date="2021/6/30"),
        good_event("E2", parcel_id="P0002", date="2021年6月30日"),
    ]
    write(tmp_path / "e1.parquet", told)
    whole = geopandas.pd.DataFrame([
        good_event("E3", parcel_id=" P0204", date=np.datetime64("2021-06-30"))[0],
        good_event("E4", parcel_id="P0406", date=np.datetime64("2021-06-30"))[0],
    ])  # fmt: skip
    whole.to_parquet(tmp_path / "e2.parquet")  # whole parcels only: no outline, no CRS

    files = engine_files(tmp_path)
    found = in_parts(client, package(), *files)
    wanted = balance_shapely(
        package(events=tuple(
            event(f"E{number}", "storage", "2021-06-30", outline, declared_ha=4.0)
            for number, outline in enumerate(parcels.values(), 1)
        )),
        as_of=END,
    )  # fmt: skip
    for one, other in zip(found.rows, wanted.rows, strict=True):
        assert one.events == other.events
        assert one.measured_ha == pytest.approx(other.measured_ha, rel=1e-7, abs=1e-7)
        assert one.declared_ha == pytest.approx(other.declared_ha, rel=1e-7, abs=1e-7)


def engine_files(folder):
    from projects.scale.partitions import ledger_files

    return ledger_files(f"{folder}/[0-9].*"), ledger_files(f"{folder}/e*.parquet")


# --- Dask itself ----------------------------------------------------------------------------


def test_what_is_told_of_contracts_is_read_and_changes_no_figure(client, tmp_path):
    parcels = write(tmp_path / "p.parquet", [parcel_row("P0000", PARCELS["P0000"])])
    contract = {"contract_no": "=1+1", "supervision_no": "4401", "price_10k_cny": 0.0,
                "responsible_unit": "<b>"}  # fmt: skip
    plain = write(tmp_path / "e.parquet", [good_event("E1"), good_event("E2")])
    told = write(tmp_path / "c.parquet", [good_event("E1", **contract), good_event("E2")])
    wanted = in_parts(client, package(), [parcels], [plain])
    assert in_parts(client, package(), [parcels], [told]) == wanted
    wrong = write(tmp_path / "w.parquet", [good_event("E1", **contract | {"price_10k_cny": -1.0})])
    found = refused(client, [parcels], [wrong])
    assert [(file, row, column) for file, row, column, _ in found] == [
        (str(wrong), 1, "price_10k_cny")
    ]


def test_without_dask_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(LandplanError) as caught:
        balance_dask(package(), parcels=[], events=[], as_of=END)
    assert "landplan[scale]" in caught.value.zh
    assert "landplan[scale]" in caught.value.en


def test_a_cluster_that_does_not_answer_is_told(monkeypatch):
    monkeypatch.setattr(engine, "ANSWER_S", 0.3)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(LandplanError) as caught:
            balance_dask(package(), parcels=[], events=[], as_of=END, cluster=address)
        assert address in caught.value.en
