"""A list parted by zone: each row in one file, found again by the readers of such folders."""

from datetime import date

import geopandas
import pyarrow.dataset as ds
import pytest
import shapely
from pyproj import CRS

from gis.errors import WrongUseError
from projects.exports.land_filter import LandFilter
from projects.exports.lists import export_list
from projects.exports.write_in_zones import write_in_zones
from projects.load import load_package
from tests.small_land import block, event, package, parcel, storage, zone

DAY = date(2025, 12, 31)
NO_ZONE = "zone="
ODD = "../西 片=100%"
ZONES = (
    zone("全区", block(0, 0, 20, 20), None, position=0),
    zone(ODD, block(0, 0, 10, 20), "全区", position=1),
    zone("street", block(0, 0, 5, 20), None, position=2, zone_set="streets"),
)
PARCELS = (
    parcel("P1", block(1, 1, 2, 2)),
    parcel("P2", block(8, 1, 11, 2)),  # two thirds in the west
    parcel("P3", block(9, 1, 12, 2)),  # one third
    parcel("P4", block(30, 1, 31, 2)),  # in none
)
EVENTS = (
    storage("E1", "2021-06-30", block(1, 1, 2, 2), parcel_ids=("P1",)),
    storage("E2", "2021-06-30", block(30, 1, 31, 2), parcel_ids=("P4",)),
    event("E3", "reversal", "2021-07-30", None, corrects="E1", declared_ha=0.0),
    event("E4", "reversal", "2021-07-30", None, corrects="E2", declared_ha=0.0),
)


def written(connection, folder, name, **chosen):
    load_package(connection, package(zones=ZONES, parcels=PARCELS, events=EVENTS))
    made = export_list(connection, "small", name, as_of=None, parcels_as_of=DAY, **chosen)
    write_in_zones(folder, made, crs=CRS.from_epsg(4490))
    return {file.parent.name for file in folder.rglob("*") if file.is_file()}


def read(folder, key):
    """Give zone → ids, as a reader of Hive's folders has them."""
    table = ds.dataset(folder, partitioning="hive").to_table(columns=[key, "zone"])
    found = {}
    for row in table.to_pylist():
        found.setdefault(row["zone"], []).append(row[key])
    return found


def test_each_parcel_is_in_the_innermost_zone_of_the_main_set_that_most_of_it_lies_in(
    connection, tmp_path
):
    folder = tmp_path / "parcels.parquet"
    names = written(connection, folder, "parcels")
    assert names == {"zone=全区", "zone=%2E%2E%2F西%20片%3D100%25", NO_ZONE}
    assert read(folder, "parcel_id") == {ODD: ["P1", "P2"], "全区": ["P3"], "": ["P4"]}


def test_a_reversal_lies_where_the_event_that_it_undoes_does(connection, tmp_path):
    folder = tmp_path / "events.parquet"
    written(connection, folder, "events")
    assert read(folder, "event_id") == {ODD: ["E1", "E3"], "": ["E2", "E4"]}


def test_what_is_parted_is_the_list(connection, tmp_path):
    folder = tmp_path / "parcels.parquet"
    written(connection, folder, "parcels")
    found = geopandas.read_parquet(folder)
    assert found.crs.to_epsg() == 4490
    assert sorted(found.parcel_id) == ["P1", "P2", "P3", "P4"]
    outlines = found.set_index("parcel_id").geometry
    for one in PARCELS:
        assert shapely.equals(outlines[one.parcel_id], one.outline)


def test_a_list_without_rows_is_a_file_without_rows(connection, tmp_path):
    folder = tmp_path / "parcels.parquet"
    assert written(connection, folder, "parcels", wanted=LandFilter(state="supplied")) == {NO_ZONE}
    assert geopandas.read_parquet(folder).empty


def test_a_folder_with_something_in_it_stays(connection, tmp_path):
    (tmp_path / "mine").touch()
    with pytest.raises(WrongUseError, match="里已有内容"):
        written(connection, tmp_path, "parcels")
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]


def test_zones_are_not_parted(connection, tmp_path):
    with pytest.raises(WrongUseError, match="只有地块和台账"):
        written(connection, tmp_path / "zones.parquet", "zones")
