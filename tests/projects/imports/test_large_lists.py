"""Large lists of parcels give what small ones give."""

import geopandas as gpd
import pytest
from sqlalchemy import text

from gis.geometry.area import area_ha
from gis.geometry.datum import wgs84_to_gcj02
from projects.imports.opening import ImportOptions
from projects.imports.run import Run, import_list
from projects.imports.undo import undo_batch
from projects.load import load_package
from projects.monitoring.deep_check import deep_findings
from projects.store.batches import last_batch
from tests.projects.imports.conftest import TODAY
from tests.small_land import block, package, parcel


def imported(connection, path, large, *, dry=False, **options):
    run = Run(
        kind="parcels", path=path, options=ImportOptions(), dry=dry, today=TODAY, large=large,
        **options,
    )  # fmt: skip
    return import_list(connection, "small", run)


def ledger(connection):
    query = (
        "select p.parcel_id, p.name, p.owner_kind, p.declared_ha, p.land_use, p.land_use_set,"
        " p.further, st_astext(l.outline), l.measured_m2, coalesce((select sum(z.inside_m2)"
        " from landplan.place_zone z where z.place_id = p.place_id), 0),"
        " coalesce((select sum(o.overlap_m2) from landplan.place_overlap o"
        " where o.place_id = p.place_id), 0)"
        " from landplan.parcel p join landplan.place l using (plan_id, place_id)"
        " order by p.parcel_id"
    )
    return [tuple(row) for row in connection.execute(text(query))]


@pytest.fixture
def file(tmp_path):
    """Give a file of 40 parcels, two of which overlap, one with a figure beside."""
    outlines = [block(x, y, x + 2, y + 2) for x in range(0, 20, 2) for y in range(4, 12, 2)]
    outlines[5] = block(2.5, 6, 4.5, 8)
    frame = gpd.GeoDataFrame(
        {
            "DKBH": [f"N{number:02}" for number in range(40)],
            "DKMC": ["名"] * 40,
            "DKMJ": [area_ha(outline) * 10_000 for outline in outlines],
            "QSXZ": ["国有", "集体"] * 20,
            "GHYT": ["工业用地", ""] * 20,
            "容积率": [2.5] + [None] * 39,
        },
        geometry=outlines,
        crs=4490,
    )
    path = tmp_path / "parcels.gpkg"
    frame.to_file(path)
    return path


@pytest.mark.parametrize("large", [1, 1_000])
def test_looks_use_up_no_numbers_of_loads(connection, file, large):
    load_package(connection, package(parcels=(parcel("N01", block(4, 0, 6, 2)),)))
    before, there = last_batch(connection, "small"), ledger(connection)
    looks = [imported(connection, file, large=large, dry=True) for _ in range(3)]
    assert ledger(connection) == there
    real = imported(connection, file, large=large)
    assert real.batch == before + 1
    assert {(look.counts, look.batch) for look in looks} == {(real.counts, None)}
    batches = {row for (row,) in connection.execute(text("select batch_id from landplan.parcel"))}
    assert batches <= {before, real.batch}


@pytest.mark.parametrize("there", [False, True], ids=["first", "more"])
def test_a_large_list_becomes_what_a_small_one_becomes(connection, file, there):
    parcels = (parcel("P1", block(0, 0, 2, 2)), parcel("N01", block(4, 0, 6, 2))) if there else ()
    load_package(connection, package(parcels=parcels))
    savepoint = connection.begin_nested()
    small = imported(connection, file, large=1_000)
    wanted = ledger(connection)
    savepoint.rollback()
    large = imported(connection, file, large=1)
    assert large.counts == small.counts
    for one, other in zip(ledger(connection), wanted, strict=True):
        assert one[:7] == other[:7]
        assert one[8:] == pytest.approx(other[8:], abs=1e-3)
    kinds = [p.kind for p in large.problems]
    assert set(kinds) == {p.kind for p in small.problems}
    assert list(deep_findings(connection, "small")) == []
    assert imported(connection, file, large=1).counts.same == 40
    undo_batch(connection, large.batch, today=TODAY)
    assert [row[0] for row in ledger(connection)] == sorted(one.parcel_id for one in parcels)
    assert list(deep_findings(connection, "small")) == []


def with_one_more(file, outline):
    """Add a parcel Z to the file, as row 41."""
    frame = gpd.read_file(file)
    frame.loc[40] = frame.loc[39]
    frame.loc[40, "DKBH"] = "Z"
    frame.loc[40, "DKMJ"] = area_ha(outline) * 10_000
    frame.loc[40, "geometry"] = outline
    frame.to_file(file)


@pytest.mark.parametrize(
    ("outline", "kind", "severity"),
    [
        (block(19, 16, 20.5, 18), "outside_zones", "warning"),
        (wgs84_to_gcj02(block(2, 12, 4, 14)), "shifted", "warning"),
        (block(19, 16, 22, 18), "outside_plan", "error"),
    ],
)
def test_what_is_wrong_with_a_place_is_told_alike(connection, file, outline, kind, severity):
    load_package(connection, package())
    with_one_more(file, outline)
    savepoint = connection.begin_nested()
    small = imported(connection, file, large=1_000)
    savepoint.rollback()
    large = imported(connection, file, large=1)
    wanted, told = (
        {p.value: (p.zh, p.en, p.severity) for p in outcome.problems if p.kind == kind}
        for outcome in (small, large)
    )
    assert told == wanted
    assert told["Z"][2] == severity
    assert large.counts == small.counts


def test_a_list_that_is_mostly_shifted_is_refused_with_the_option(connection, tmp_path):
    there = [parcel(f"P{x}", block(x, 4, x + 2, 12)) for x in range(0, 20, 2)]
    load_package(connection, package(parcels=there))
    outlines = [wgs84_to_gcj02(block(x, 12, x + 2, 14)) for x in range(2, 10, 2)]
    frame = gpd.GeoDataFrame(
        {"DKBH": [f"N{n}" for n in range(4)], "DKMJ": [4.0] * 4, "QSXZ": ["国有"] * 4},
        geometry=outlines, crs=4490,
    )  # fmt: skip
    frame.to_file(path := tmp_path / "parcels.gpkg")
    for large in (1_000, 1):
        outcome = imported(connection, path, large=large)
        shifted = [p for p in outcome.problems if p.kind == "shifted"]
        assert [(p.row, p.severity) for p in shifted] == [(n, "error") for n in (1, 2, 3, 4)]
        assert all("--datum gcj02" in p.zh for p in shifted)
        assert outcome.batch is None


def test_one_wrong_row_keeps_all_of_a_large_list_out(connection, file):
    load_package(connection, package())
    frame = gpd.read_file(file)
    frame.loc[7, "DKBH"] = ""
    frame.loc[9, "DKBH"] = "N08"
    frame.to_file(file)
    outcome = imported(connection, file, large=1)
    errors = [(p.row, p.column, p.kind) for p in outcome.problems if p.severity == "error"]
    assert errors == [(8, "DKBH", "bad_id"), (10, "DKBH", "repeated")]
    assert (outcome.batch, ledger(connection)) == (None, [])


def test_a_dry_run_of_a_large_list_writes_nothing(connection, file):
    load_package(connection, package())
    run = Run(kind="parcels", path=file, options=ImportOptions(), dry=True, today=TODAY, large=1)
    outcome = import_list(connection, "small", run)
    assert (outcome.counts.added, outcome.batch) == (40, None)
    assert ledger(connection) == []
