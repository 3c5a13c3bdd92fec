"""What is exported imports again as the same, in each format that can hold it."""

import json
from datetime import date

import pytest
import shapely
from pyproj import CRS
from shapely.geometry import mapping
from sqlalchemy import text

from gis.formats.read import open_layer
from gis.formats.verdict import judged
from layers.qgis.list_styles import qgis_styles
from projects.exports.lists import LIST_NAMES, export_list
from projects.exports.write_boundary_txt import write_boundary_txt
from projects.exports.write_lists import write_lists
from projects.exports.write_package import write_package
from projects.imports.opening import ImportOptions
from projects.imports.run import Run, import_list
from projects.load import load_folder, load_package
from projects.store.remove_plan import remove_plan
from tests.small_land import block, package, parcel, storage, supply, write_features

BUILTIN = "tianhe-2021-2025"
DAY = date(2025, 12, 31)
FORMATS = (".gpkg", ".parquet", ".shp", ".zip", ".geojson", ".fgb", ".kml", ".gml", ".tab", ".mif",
           ".xlsx", ".csv")  # fmt: skip
ONE_SHAPE = (".shp", ".zip", ".tab", ".mif")
"""Formats that hold no projects: those are points, lines and areas, some of several parts."""


def listed(connection, name, plan_id=BUILTIN):
    return export_list(connection, plan_id, name, as_of=None, parcels_as_of=DAY)


def imported(connection, name, file, plan_id=BUILTIN, *, dry=True, large=10**9):
    """Import a file, and give what that does; there are no errors."""
    run = Run(
        kind=name, path=file, options=ImportOptions(), dry=dry, today=date(2026, 1, 1),
        large=large,
    )  # fmt: skip
    outcome = import_list(connection, plan_id, run)
    errors = [problem for problem in outcome.problems if problem.severity == "error"]
    assert errors == []
    counts = outcome.counts
    return counts.added, counts.changed, counts.same


def written(file, made, epsg=4490):
    write_lists(
        file, [made], crs=CRS.from_epsg(epsg), language="zh", styles=qgis_styles("zh")
    )  # fmt: skip
    return file


HELD = [
    (name, suffix)
    for name in LIST_NAMES
    for suffix in FORMATS
    if name != "projects" or suffix not in ONE_SHAPE
]


@pytest.mark.parametrize(("name", "suffix"), HELD)
def test_an_export_is_the_same(builtin_connection, tmp_path, name, suffix):
    made = listed(builtin_connection, name)
    file = written(tmp_path / f"x{suffix}", made)
    assert imported(builtin_connection, name, file) == (0, 0, made.count)


@pytest.mark.parametrize("epsg", [4326, 3857, 4526, 4547])
def test_an_export_in_another_system_is_the_same(builtin_connection, tmp_path, epsg):
    for name, suffix in (("parcels", ".gpkg"), ("events", ".shp")):
        made = listed(builtin_connection, name)
        file = written(tmp_path / f"x{suffix}", made, epsg)
        assert imported(builtin_connection, name, file) == (0, 0, made.count)


@pytest.mark.parametrize("epsg", [4526, 4547, 4490])
def test_boundary_points_are_the_same(builtin_connection, tmp_path, epsg):
    made = listed(builtin_connection, "parcels")
    write_boundary_txt(tmp_path / "x.txt", made, crs=CRS.from_epsg(epsg))
    assert imported(builtin_connection, "parcels", tmp_path / "x.txt") == (0, 0, made.count)


def test_large_lists_are_the_same(builtin_connection, tmp_path):
    made = listed(builtin_connection, "parcels")
    write_boundary_txt(tmp_path / "x.txt", made, crs=CRS.from_epsg(4526))
    for file in (tmp_path / "x.txt", written(tmp_path / "x.tab", made)):
        assert imported(builtin_connection, "parcels", file, large=1) == (0, 0, made.count)


def test_every_list_of_a_geopackage_is_found_by_its_name(builtin_connection, tmp_path):
    lists = [
        listed(builtin_connection, name) for name in ("parcels", "events", "zones", "projects")
    ]
    for suffix in (".gpkg", ".xlsx"):
        file = tmp_path / f"x{suffix}"
        write_lists(
            file, lists, crs=CRS.from_epsg(4490), language="en", styles=qgis_styles("en")
        )  # fmt: skip
        for made in lists:
            assert imported(builtin_connection, made.name, file) == (0, 0, made.count)


@pytest.fixture
def with_further(connection, tmp_path):
    """Give a plan whose parcels and events came with columns that are none of ours."""
    load_package(connection, package(parcels=(parcel("P1", block(0, 0, 1, 1)),)))
    parcels = [
        {"parcel_id": f"P{n}", "name": "", "owner_kind": "state", "declared_ha": 1.0,
         "容积率": 2.5 if n == 1 else None, "备注": "=1+1" if n == 2 else None, "State": "旧",
         "outline": block(n - 1, 0, n, 1)}
        for n in (1, 2)
    ]  # fmt: skip
    events = [
        {"event_id": "E1", "kind": "storage", "parcel_id": "P1", "date": "2021-06-30",
         "declared_ha": 1.0, "土地坐落": "某路", "outline": None},
    ]  # fmt: skip
    for name, rows in (("parcels", parcels), ("events", events)):
        features = [
            {"type": "Feature", "geometry": (outline := row.pop("outline")) and mapping(outline),
             "properties": row}
            for row in rows
        ]  # fmt: skip
        file = tmp_path / f"{name}.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        assert imported(connection, name, file, "small", dry=False)[2] == 0
    return connection


def test_further_attributes_are_columns_behind_ours(with_further):
    made = listed(with_further, "parcels", "small")
    assert made.schema.names[-3:] == ["State_2", "备注", "容积率"]
    [batch] = made.batches()
    told = batch.cells.select(made.schema.names[-3:]).to_pylist()
    assert told == [
        {"State_2": "旧", "备注": None, "容积率": "2.5"},
        {"State_2": "旧", "备注": "=1+1", "容积率": None},
    ]
    assert listed(with_further, "events", "small").schema.names[-1] == "土地坐落"


@pytest.mark.parametrize(
    "suffix", [".gpkg", ".parquet", ".geojson", ".fgb", ".kml", ".csv", ".xlsx"]
)
def test_events_with_further_attributes_are_the_same(with_further, tmp_path, suffix):
    file = written(tmp_path / f"x{suffix}", listed(with_further, "events", "small"))
    assert imported(with_further, "events", file, "small") == (0, 0, 1)


def further(connection, kind):
    rows = text(f"select further from landplan.{kind} order by 1")
    return connection.scalars(rows).all()


NAMED_AS_OURS = {
    "fid": "甲3", "geom": "x", "id": "七", "description": "说", "begin": "早", "state": "旧",
    "measured_ha": "九", "measured_ha_2": "八", "name_2": "又", "备注_2": "乙",
}  # fmt: skip
"""Further attributes that are called as columns of ours or of formats are, or nearly so."""


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix not in (".shp", ".zip")])
def test_further_attributes_of_any_name_are_written_and_the_same(connection, tmp_path, suffix):
    load_package(connection, package())
    write_features(
        tmp_path / "list.geojson",
        ({"parcel_id": "P1", "owner_kind": "state", "declared_ha": 1.0} | NAMED_AS_OURS,
         block(0, 0, 1, 1)),
    )  # fmt: skip
    assert imported(connection, "parcels", tmp_path / "list.geojson", "small", dry=False)[0] == 1
    assert further(connection, "parcel") == [NAMED_AS_OURS]
    made = listed(connection, "parcels", "small")
    assert {one.key: one.name for one in made.further} == {
        key: key if key == "备注_2" else f"{key}_2" for key in NAMED_AS_OURS
    } | {"measured_ha": "measured_ha_2", "measured_ha_2": "measured_ha_2_2"}
    file = written(tmp_path / f"x{suffix}", made)
    assert imported(connection, "parcels", file, "small") == (0, 0, 1)


def test_a_package_keeps_further_attributes_for_an_import(with_further, tmp_path):
    kept = {kind: further(with_further, kind) for kind in ("parcel", "land_event")}
    assert kept["land_event"] == [{"土地坐落": "某路"}]
    folder = tmp_path / "package"
    write_package(with_further, "small", folder)
    assert not load_folder(with_further, folder).alters
    remove_plan(with_further, "small")
    remarks = load_folder(with_further, folder).remarks
    assert [(one.file, one.kind) for one in remarks] == [("targets.csv", "no_rows")]
    assert imported(
        with_further, "parcels", folder / "ledger" / "parcels.geojson", "small", dry=False
    ) == (0, 2, 0)
    assert further(with_further, "parcel") == kept["parcel"]
    features = json.loads((folder / "ledger" / "events.geojson").read_text("utf-8"))["features"]
    assert [feature["properties"]["土地坐落"] for feature in features] == ["某路"]


def test_short_names_of_further_attributes_are_told(with_further, tmp_path):
    written(tmp_path / "x.shp", listed(with_further, "parcels", "small"))
    told = (tmp_path / "x-字段说明.csv").read_text(encoding="utf-8-sig").splitlines()
    assert told[-1] == "parcels,容积率,FJ003,容积率,,,"


def test_an_export_loads_a_plan_that_has_none_of_it(connection, tmp_path):
    land = (parcel("P1", block(0, 0, 1, 1)), parcel("P2", block(1, 0, 2, 1)))
    events = (
        storage("E1", "2021-06-30", block(0, 0, 1, 1), parcel_ids=("P1",), whole=True),
        supply("E2", "2022-06-30", block(0, 0, 0.5, 1), parcel_ids=("P1",)),
    )
    load_package(connection, package(parcels=land, events=events))
    files = {
        name: written(tmp_path / f"{name}.gpkg", listed(connection, name, "small"), 4547)
        for name in ("parcels", "events")
    }
    empty = package()
    other = type(empty.plan)(**{
        **{name: getattr(empty.plan, name) for name in empty.plan.__dataclass_fields__},
        "plan_id": "other",
    })  # fmt: skip
    load_package(connection, package(plan=other))
    assert imported(connection, "parcels", files["parcels"], "other", dry=False) == (2, 0, 0)
    assert imported(connection, "events", files["events"], "other", dry=False) == (2, 0, 0)
    assert imported(connection, "events", files["events"], "other") == (0, 0, 2)


MOVED = {".gpkg": 0, ".parquet": 0, ".shp": 0, ".fgb": 0, ".csv": 0, ".geojson": 1e-14,
         ".kml": 1e-10, ".gml": 1e-10, ".mif": 1e-10, ".tab": 7e-8}  # fmt: skip
"""As far, in degrees, as `docs/files.md` says that a format moves a point."""


@pytest.mark.parametrize(("suffix", "most"), MOVED.items())
def test_points_move_no_further_than_the_docs_say(builtin_connection, tmp_path, suffix, most):
    made = listed(builtin_connection, "parcels")
    assert moved(written(tmp_path / f"x{suffix}", made), made) <= most


@pytest.mark.parametrize("epsg", [3857, 4526, 4547])
def test_points_move_little_through_another_system(builtin_connection, tmp_path, epsg):
    made = listed(builtin_connection, "parcels")
    assert moved(written(tmp_path / "x.gpkg", made, epsg), made) <= 1e-10


def moved(file, made):
    layer = open_layer(file)
    back = judged(layer).to_stored
    found = [one for batch in layer.features([]) for one in back(batch.outlines)]
    [batch] = made.batches()
    return max(
        shapely.hausdorff_distance(*both) for both in zip(found, batch.outlines, strict=True)
    )
