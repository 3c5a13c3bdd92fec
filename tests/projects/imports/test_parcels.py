"""Lists of parcels into a plan: all of it or nothing, and nothing that came in is lost."""

import json

import pytest
import shapely
from sqlalchemy import text

from gis.geometry.area import area_m2
from tests.small_land import block, write_features

NEW = block(4, 0, 6, 2)


def kinds(outcome, severity=None):
    """Return the kinds of an outcome's problems, but that GeoJSON names no system."""
    told = [p for p in outcome.problems if p.kind != "crs_not_said"]
    return [p.kind for p in told if severity in (None, p.severity)]


def parcels(connection):
    rows = connection.execute(text("select * from landplan.parcel order by parcel_id")).mappings()
    return {row["parcel_id"]: row for row in rows}


def one(properties, outline=NEW, path=None):
    write_features(path, (properties, outline))
    return path


@pytest.fixture
def file(tmp_path):
    return tmp_path / "parcels.geojson"


def test_a_list_by_the_names_of_the_trade_becomes_parcels(connection, import_file, file):
    mu = area_m2(NEW) * 15 / 10_000
    one({"DKBH": "N1", "DKMC": "新地块", "DKMJ": mu, "QSXZ": "国有", "GHYT": "工业用地",
         "容积率上限": 2.5, "备注": "甲", "空": None, "限高": -65535}, path=file)  # fmt: skip
    outcome = import_file("parcels", file)
    assert kinds(outcome) == []
    assert outcome.counts.added == 1
    assert outcome.units["declared_ha"].unit == "亩"
    row = parcels(connection)["N1"]
    assert (row["name"], row["owner_kind"]) == ("新地块", "state")
    assert row["declared_ha"] == pytest.approx(4.0, rel=1e-5)
    assert (row["land_use"], row["land_use_set"]) == ("1001", "2023")
    assert row["further"] == {"容积率上限": "2.5", "备注": "甲"}  # GeoJSON has no types
    assert row["batch_id"] == outcome.batch


def test_a_dry_run_says_what_the_run_does_and_writes_nothing(connection, import_file, file):
    one({"DKBH": "N1", "DKMC": "", "DKMJ": 4, "QSXZ": "国有"}, path=file)
    before = parcels(connection)
    dry = import_file("parcels", file, dry=True)
    assert (dry.counts.added, dry.batch) == (1, None)
    assert parcels(connection) == before
    real = import_file("parcels", file)
    assert real.counts == dry.counts
    assert real.batch is not None


def test_the_same_file_again_changes_nothing_and_is_noticed(import_file, file):
    one({"DKBH": "N1", "DKMJ": 4, "QSXZ": "国有", "备注": "甲"}, path=file)
    first = import_file("parcels", file)
    again = import_file("parcels", file)
    assert (again.counts.added, again.counts.changed, again.counts.same) == (0, 0, 1)
    assert again.batch is None
    assert again.before.batch_id == first.batch
    assert again.before.loaded_by == "tester"


def test_a_list_of_attributes_is_joined_by_number_and_keeps_what_it_does_not_say(
    connection, import_file, csv_file
):
    file = csv_file("宗地编号,地块名称,备注", "P1,改名,甲", "P2,,")
    before = parcels(connection)
    outcome = import_file("parcels", file)
    assert (outcome.counts.changed, outcome.counts.same) == (1, 1)
    after = parcels(connection)
    assert after["P1"]["name"] == "改名"
    assert after["P1"]["further"] == {"备注": "甲"}
    assert after["P1"]["place_id"] == before["P1"]["place_id"]
    assert after["P2"] == before["P2"]


def test_a_parcel_without_outline_that_the_plan_has_not_is_refused(import_file, csv_file):
    outcome = import_file("parcels", csv_file("宗地编号,面积", "X1,4"))
    assert kinds(outcome) == ["unknown_parcel"]
    assert (outcome.problems[0].column, outcome.problems[0].row) == ("宗地编号", 2)


def test_one_wrong_row_keeps_all_of_it_out(connection, import_file, file):
    write_features(
        file,
        ({"DKBH": "N1", "DKMJ": 4, "QSXZ": "国有"}, NEW),
        ({"DKBH": "N2", "DKMJ": "四", "QSXZ": "国有"}, block(6, 0, 8, 2)),
    )
    before = parcels(connection)
    outcome = import_file("parcels", file)
    assert [(p.row, p.column, p.kind) for p in outcome.problems if p.row] == [
        (2, "DKMJ", "not_a_number")
    ]
    assert (outcome.counts.added, outcome.batch) == (0, None)
    assert parcels(connection) == before


def test_whose_a_new_parcel_is_may_be_told_for_all(connection, import_file, file):
    one({"DKBH": "N1", "DKMJ": 4}, path=file)
    assert kinds(import_file("parcels", file, dry=True)) == ["assumed_owner"]
    outcome = import_file("parcels", file, columns=['"集体"=owner_kind'])
    assert kinds(outcome) == []
    assert parcels(connection)["N1"]["owner_kind"] == "collective"


def test_the_measured_area_is_declared_only_where_that_is_asked_for(connection, import_file, file):
    one({"DKBH": "N1", "QSXZ": "国有"}, path=file)
    refused = import_file("parcels", file)
    assert kinds(refused, "error") == ["missing_column"]
    assert (refused.counts.added, refused.batch) == (0, None)
    outcome = import_file("parcels", file, columns=["measured_ha=declared_ha"])
    assert kinds(outcome) == []
    assert parcels(connection)["N1"]["declared_ha"] == pytest.approx(area_m2(NEW) / 10_000)


def test_without_a_number_nothing_can_be_done(import_file, file):
    one({"甲": "N1", "DKMJ": 4}, path=file)
    outcome = import_file("parcels", file)
    assert kinds(outcome) == ["missing_column"]
    assert "--columns" in outcome.problems[-1].zh


def test_neighbours_are_looked_at(import_file, file):
    write_features(
        file,
        ({"DKBH": "N1", "DKMJ": 4, "QSXZ": "国有"}, block(3.5, 0, 5.5, 2)),
        ({"DKBH": "N2", "DKMJ": 4, "QSXZ": "国有"}, block(6, 0, 8, 2)),
        ({"DKBH": "N3", "DKMJ": 4, "QSXZ": "国有"}, block(6, 0, 8, 2)),
        ({"DKBH": "N4", "DKMJ": 4, "QSXZ": "国有"}, block(19.2, 0, 21.2, 2)),
        ({"DKBH": "N5", "DKMJ": 4.2, "QSXZ": "国有"}, block(8, 0, 10, 2)),
    )
    outcome = import_file("parcels", file, dry=True)
    told = [problem for problem in outcome.problems if problem.row]
    found = [(p.row, p.kind, p.severity) for p in told if p.kind not in ("outside_plan", "shifted")]
    assert found == [
        (1, "overlap", "warning"), (3, "same_land", "warning"), (5, "area_differs", "warning"),
    ]  # fmt: skip
    assert [p.row for p in outcome.problems if p.kind == "outside_plan"] == [4]
    assert "P2" in told[0].zh


def test_a_crossing_outline_is_told_with_its_place_and_a_sketch(import_file, file):
    a, b, c, d = shapely.get_coordinates(NEW)[[0, 2, 4, 6]]
    write_features(file, ({"DKBH": "N1", "DKMJ": 4, "QSXZ": "国有"}, shapely.Polygon([a, c, b, d])))
    outcome = import_file("parcels", file, repair=True)
    assert kinds(outcome, "error") == ["self_crossing"]
    assert [one.value for one in outcome.problems if one.row] == ["N1"]
    assert outcome.sketches.of(1, "self_crossing").at is not None


def test_what_is_safe_is_mended_and_said(connection, import_file, file):
    xy = shapely.get_coordinates(NEW).tolist()
    write_features(
        file, ({"DKBH": "N1", "DKMJ": 4, "QSXZ": "国有"}, shapely.Polygon([xy[0], *xy[:-1]]))
    )
    dry = import_file("parcels", file, dry=True)
    told = [(one.kind, one.value) for one in dry.problems if one.row]
    assert told == [("doubled_point", "N1")]
    outcome = import_file("parcels", file, repair=True)
    assert kinds(outcome) == ["mended"]
    assert "变化 +0.00 平方米" in outcome.problems[-1].zh
    assert outcome.sketches.of(1, "mended").after is not None


def test_a_number_that_stands_twice_is_an_error(import_file, file):
    write_features(
        file,
        ({"DKBH": "N1", "DKMJ": 4, "QSXZ": "国有"}, NEW),
        ({"DKBH": "N1", "DKMJ": 4, "QSXZ": "国有"}, block(6, 0, 8, 2)),
    )
    assert kinds(import_file("parcels", file)) == ["repeated"]


def test_a_land_use_that_the_plan_has_not_is_kept_as_it_is(connection, import_file, file):
    one({"DKBH": "N1", "DKMJ": 4, "QSXZ": "国有", "DLBM": "0101"}, path=file)
    assert kinds(import_file("parcels", file)) == ["unknown_land_use"]
    row = parcels(connection)["N1"]
    assert (row["land_use"], row["further"]) == ("", {"DLBM": "0101"})


def test_hostile_text_stays_text(connection, import_file, file):
    told = {"DKBH": "N1", "DKMC": "'); drop table landplan.parcel; --", "DKMJ": 4, "QSXZ": "国有",
            "=1+1": "\u0000=cmd|' /C calc'!A0"}  # fmt: skip
    one(told, path=file)
    outcome = import_file("parcels", file)
    assert kinds(outcome) == []
    row = parcels(connection)["N1"]
    assert row["name"] == told["DKMC"]
    assert row["further"] == {"=1+1": "=cmd|' /C calc'!A0"}
    json.dumps(row["further"])


def test_another_system_of_coordinates_is_brought_to_ours(connection, import_file, tmp_path):
    import geopandas as gpd

    file = tmp_path / "n.gpkg"
    frame = gpd.GeoDataFrame(
        {"DKBH": ["N1"], "DKMJ": [4.0], "QSXZ": ["国有"]}, geometry=[NEW], crs=4490
    ).to_crs(4547)
    frame.to_file(file)
    outcome = import_file("parcels", file)
    assert outcome.crs_epsg == 4547
    assert outcome.counts.added == 1
    assert outcome.rows[0].measured_ha == pytest.approx(area_m2(NEW) / 10_000, abs=1e-7)


def test_one_parcel_that_lies_on_its_neighbour_is_no_sign_of_a_shift(import_file, file):
    one({"DKBH": "N1", "DKMJ": 4, "QSXZ": "国有"}, block(2.1, 0, 4.1, 2), path=file)
    outcome = import_file("parcels", file)
    assert kinds(outcome, "error") == []
    assert "shifted" in kinds(outcome, "warning")
    assert outcome.counts.added == 1


def test_an_area_is_in_the_unit_of_its_row_and_in_none_that_is_not_known(import_file, csv_file):
    rows = [
        f'N{at},{area},{unit},国有,"{block(4 + 2 * at, 0, 6 + 2 * at, 2).wkt}"'
        for at, (area, unit) in enumerate(
            [("60", "亩"), ("4", "公顷"), ("9.88", "英亩"), ("4_0", "公顷")]
        )
    ]
    file = csv_file("宗地编号,面积,面积单位,权属,wkt", *rows)
    outcome = import_file("parcels", file)
    errors = [problem for problem in outcome.problems if problem.severity == "error"]
    assert [(one.row, one.column, one.value, one.kind) for one in errors] == [
        (4, "面积", "9.88", "unit_unknown"),
        (5, "面积", "4_0", "not_a_number"),
    ]
    assert [(row.declared_ha, row.declared_unit) for row in outcome.rows] == [(4, None)] * 2


def test_the_unit_of_all_areas_can_be_told(import_file, csv_file):
    file = csv_file("宗地编号,面积,权属,wkt", f'N1,60,国有,"{block(4, 0, 6, 2).wkt}"')
    outcome = import_file("parcels", file, columns=["'亩'=area_unit"])
    assert outcome.counts.added == 1
    assert [row.declared_ha for row in outcome.rows] == [4]
