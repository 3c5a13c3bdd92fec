"""The benchmarks' land is what they say it is: an exact partition, a ledger with known faults."""

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from benchmarks.land import make_land, make_zones, near_area_ha, polygons
from benchmarks.ledger import REVERSAL, STORAGE, SUPPLY, make_ledger, part_rings
from benchmarks.package import write_package
from gis.geometry.area import area_ha

COUNT = 700


@pytest.fixture(scope="module")
def land():
    return make_land(COUNT)


@pytest.fixture(scope="module")
def ledger(land):
    return make_ledger(land)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_zones_are_an_exact_nested_partition(seed):
    zones = make_zones(seed)
    assert [zone.parent for zone in zones].count(None) == 1
    assert all(shapely.is_valid([zone.outline for zone in zones]))
    for parent in zones:
        children = [zone.outline for zone in zones if zone.parent == parent.zone_id]
        if children:
            assert shapely.coverage_is_valid(children)
            assert shapely.coverage_union_all(children).equals(parent.outline)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), scale=st.sampled_from([1.0, 0.1]))
def test_parcels_are_an_exact_partition_of_twelve_vertices_mostly_in_the_city(seed, scale):
    land = make_land(COUNT, seed, scale=scale)
    outlines = polygons(land.rings(slice(None)))
    assert len(land) == len(outlines) == COUNT
    assert all(shapely.is_valid(outlines))
    assert shapely.coverage_is_valid(outlines)
    assert set(shapely.get_num_coordinates(outlines)) == {13}
    inside = shapely.area(shapely.intersection(outlines, land.zones[0].outline))
    assert min(inside / shapely.area(outlines)) > 0.5


def test_the_same_seed_gives_the_same_land(land):
    again = make_land(COUNT)
    assert np.array_equal(again.rings(slice(None)), land.rings(slice(None)))
    assert not np.array_equal(make_land(COUNT, 2).rings(slice(None)), land.rings(slice(None)))


def test_declared_areas_are_near_the_measured_ones(land, ledger):
    rings = land.rings(slice(None))
    measured = np.array([area_ha(outline) for outline in polygons(rings)])
    assert np.max(np.abs(near_area_ha(rings) / measured - 1)) < 1e-3
    assert np.max(np.abs(ledger.parcel_ha / measured - 1)) < 5e-3


def test_the_ledger_has_the_shares_that_it_is_said_to_have():
    land = make_land(20_000)
    ledger = make_ledger(land)
    storages, supplies = ledger.kind == STORAGE, ledger.kind == SUPPLY
    stored = np.unique(ledger.parcel[storages])
    assert len(stored) / len(land) == pytest.approx(0.92, abs=0.01)
    assert supplies.sum() / len(stored) == pytest.approx(0.5, abs=0.02)
    assert storages.sum() / len(stored) == pytest.approx(1.03, abs=0.005)
    assert ledger.part[supplies].mean() == pytest.approx(0.03, abs=0.005)
    assert np.bincount(ledger.use[supplies]) / supplies.sum() == pytest.approx(
        [0.35, 0.30, 0.15, 0.20], abs=0.02
    )
    assert 10 < (ledger.kind == REVERSAL).sum() < 100


def test_parcels_are_supplied_after_their_storages(ledger):
    for parcel in np.unique(ledger.parcel):
        its = ledger.parcel == parcel
        supplied = ledger.day[its & (ledger.kind == SUPPLY)]
        assert len(supplied) <= 1
        if len(supplied):
            assert max(ledger.day[its & (ledger.kind == STORAGE)]) < supplied[0]


def test_a_part_lies_in_its_parcel(land, ledger):
    parcels = ledger.parcel[ledger.part]
    parts = polygons(part_rings(land, parcels))
    whole = polygons(land.rings(parcels))
    assert len(parts)
    assert all(shapely.covers(whole, parts))
    assert max(shapely.area(parts) / shapely.area(whole)) < 0.9


def test_both_formats_hold_the_same_package(land, ledger, tmp_path):
    folders = {
        suffix: write_package(land, ledger, tmp_path / suffix, suffix=suffix)
        for suffix in ("gpkg", "parquet")
    }
    for name, rows in (("parcels", COUNT), ("events", len(ledger))):
        _, one = pyogrio.read_arrow(folders["gpkg"] / "ledger" / f"{name}.gpkg")
        other = parquet.read_table(folders["parquet"] / "ledger" / f"{name}.parquet")
        assert one.num_rows == other.num_rows == rows
        for column in other.column_names:
            kept = "geom" if column == "geometry" else column  # as GeoPackage names it
            assert one[kept].to_pylist() == other[column].to_pylist()
