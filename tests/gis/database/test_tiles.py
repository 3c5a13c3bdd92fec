"""Tiles show the land that the balance counts, in every state of the ledger."""

import struct
import zlib
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from gis.database.tile_cells import merged_cells, packed_cells
from gis.database.tile_grid import grid_tile, keep_grid_tiles, make_grid
from gis.database.tiles import Tile, bring_tiles, parcel_tile, tile_set
from gis.errors import NotFoundError
from projects.load import load_package
from tests.small_land import block, package, parcel, storage, supply

WORLD = Tile(0, 0, 0)


def small(connection):
    one, two, three = block(0, 0, 4, 4), block(4, 0, 8, 4), block(0, 8, 4, 12)
    load_package(
        connection,
        package(
            parcels=(parcel("P1", one), parcel("P2", two), parcel("P3", three)),
            events=(
                storage("E1", "2021-03-10", one, parcel_ids=("P1",)),
                storage("E2", "2022-05-31", two, parcel_ids=("P2",)),
                supply("E3", "2023-01-15", block(0, 0, 2, 4), parcel_ids=("P1",)),
            ),
        ),
    )


def brought(connection, plan_id="small"):
    assert bring_tiles(connection, plan_id)
    return tile_set(connection, plan_id)


def tile_over(zoom, lon=113.4008, lat=23.1508):
    """Return the tile in which the small land lies, or most of it."""
    x = int((lon + 180) / 360 * 2**zoom)
    y = int((1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * 2**zoom)
    return Tile(zoom, x, y)


def unpacked(cells):
    """Read cells back: hectares by cell, then those in reserve and supplied by month."""
    told = zlib.decompress(cells)
    first, months, count = struct.unpack_from("<hHH", told)
    at = 6 + count
    ha = np.frombuffer(told, "<f4", count, at)
    at += 4 * count
    shares = np.frombuffer(told, np.uint8, 2 * count * months, at).reshape(2, count, months)
    steps = np.cumsum(shares, axis=2, dtype=np.uint8)
    return first, ha, ha[None, :, None] * steps / 255


def shown_ha(cells, day):
    """Return hectares of land, in reserve and supplied at the end of a day's month."""
    first, ha, states = unpacked(cells)
    month = 12 * (day.year - 2000) + day.month - 1 - first
    if month < 0 or not states.shape[2]:
        return ha.sum(), 0, 0
    told = states[:, :, min(month, states.shape[2] - 1)].sum(axis=1)
    return ha.sum(), told[0], told[1]


def test_tiles_are_made_when_they_are_asked_for(connection):
    small(connection)
    assert tile_set(connection, "small") is None
    tiles = brought(connection)
    assert tiles.parcels == 3
    assert brought(connection) == tiles
    assert len(parcel_tile(connection, "small", WORLD)) == 0  # smaller than a pixel of the world


@pytest.mark.parametrize(
    ("day", "reserve", "supplied"),
    [
        (date(2021, 2, 28), 0, 0),
        (date(2021, 3, 31), 16, 0),
        (date(2022, 5, 31), 32, 0),
        (date(2023, 1, 31), 24, 8),
        (date(2025, 12, 31), 24, 8),
    ],
)
def test_cells_hold_the_hectares_of_each_state(connection, day, reserve, supplied):
    small(connection)
    cells, _ = grid_tile(connection, brought(connection), WORLD)
    assert shown_ha(cells, day) == pytest.approx((48, reserve, supplied), abs=48 / 255)


@pytest.mark.parametrize("zoom", [0, 4, 8, 10])
def test_cells_of_four_tiles_are_those_of_the_parcels_in_them(connection, zoom):
    small(connection)
    tiles = brought(connection)
    assert tiles.parcels_from_zoom == 12
    tile = tile_over(zoom)
    made_of_parcels = grid_tile(connection, replace(tiles, parcels_from_zoom=0), tile)
    made_of_tiles = grid_tile(connection, tiles, tile)
    assert len(made_of_parcels[1]) == 1 and len(made_of_tiles[1]) > 1
    for day in DAYS:
        from_parcels, from_tiles = (
            shown_ha(made[0], day) for made in (made_of_parcels, made_of_tiles)
        )
        assert from_tiles == pytest.approx(from_parcels, abs=48 / 255)
    one, other = (zlib.decompress(made[0])[:6] for made in (made_of_parcels, made_of_tiles))
    assert one == other  # the months and the number of cells


def test_a_change_makes_anew_the_tiles_of_cells_around_it_alone(connection):
    small(connection)
    make_grid(connection, brought(connection))
    of_plan = text("select z, x, y from landplan.tile_grid order by z, x, y")
    before = connection.execute(of_plan).all()
    assert Tile(*before[0]) == WORLD and before[-1].z == 11
    load_package(
        connection,
        package(events=(storage("E4", "2024-02-01", block(0, 8, 4, 12), parcel_ids=("P3",)),)),
        told=("events",),
    )
    tiles = brought(connection)
    left = connection.execute(of_plan).all()
    _, made = grid_tile(connection, tiles, WORLD)
    assert {(tile.z, tile.x, tile.y) for tile in made} == {*before} - {*left}
    assert len(made) == 12  # one a zoom
    make_grid(connection, tiles)
    assert connection.execute(of_plan).all() == before
    assert grid_tile(connection, tiles, WORLD)[1] == {}


def test_four_tiles_without_land_make_one_without():
    [nothing] = {merged_cells([packed_cells([])] * 4)}
    assert shown_ha(nothing, date(2025, 12, 31)) == (0, 0, 0)
    assert nothing == packed_cells([])


def test_a_change_makes_its_places_anew(connection):
    small(connection)
    before = brought(connection)
    keep_grid_tiles(connection, before, {WORLD: b"world"})
    assert grid_tile(connection, before, WORLD) == (b"world", {})
    load_package(
        connection,
        package(
            parcels=(parcel("P4", block(8, 8, 12, 12)),),
            events=(storage("E4", "2024-02-01", block(0, 8, 4, 12), parcel_ids=("P3",)),),
        ),
        told=("parcels", "events"),
    )
    assert tile_set(connection, "small") is None
    after = brought(connection)
    assert after.version != before.version
    assert after.parcels == 4
    keep_grid_tiles(connection, before, {WORLD: b"older"})
    cells, made = grid_tile(connection, after, WORLD)
    assert made[WORLD] == cells
    assert shown_ha(cells, date(2024, 2, 29)) == pytest.approx((64, 40, 8), abs=64 / 255)


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2)])
def test_parcels_are_counted_as_they_come_and_go(connection, order):
    """Each change is brought on its own; so is all at once, and made anew it is the same."""
    small(connection)
    brought(connection)
    for number in order:
        parcels = (parcel(f"N{number}", block(12 * number, 0, 12 * number + 4, 4)),)
        load_package(connection, package(parcels=parcels), told=("parcels",))
        tiles = brought(connection)
    assert tiles.parcels == 6
    connection.execute(text("select landplan.lock_ledger('small')"))
    was = connection.scalar(text("select landplan.set_keeping('on')"))
    connection.execute(text("select landplan.tiles_go_stale('small', null)"))
    connection.execute(text("select landplan.set_keeping(:was)"), {"was": was})
    whole = brought(connection)
    assert (whole.parcels, whole.parcels_from_zoom) == (6, tiles.parcels_from_zoom)


def test_tiles_go_with_their_plan(connection):
    small(connection)
    keep_grid_tiles(connection, brought(connection), {WORLD: b"world"})
    connection.execute(text("delete from landplan.target"))
    connection.execute(text("delete from landplan.land_use"))
    connection.execute(text("delete from landplan.zone"))
    connection.execute(text("delete from landplan.document"))
    connection.execute(text("delete from landplan.plan"))
    for table in ("tile_plan", "tile_parcel", "tile_part", "tile_grid", "tile_stale"):
        assert connection.scalar(text(f"select count(*) from landplan.{table}")) == 0


@pytest.mark.parametrize(
    ("z", "x", "y"), [(-1, 0, 0), (21, 0, 0), (0, 1, 0), (3, 8, 0), (3, 0, 8), (10**30, 0, 0)]
)
def test_a_tile_that_is_not_there_is_refused(z, x, y):
    with pytest.raises(NotFoundError):
        Tile.at(z, x, y)


SQUARES = [block(4 * at, 0, 4 * at + 3, 3) for at in range(4)]
DAYS = [date(2021, 1, 31), date(2022, 6, 30), date(2023, 12, 31), date(2025, 12, 31)]


@st.composite
def ledgers(draw):
    """Draw storages and supplies of squares and of their western thirds, in any order of days."""
    told = st.tuples(
        st.sampled_from([storage, supply]), st.integers(0, 3), st.booleans(),
        st.dates(date(2021, 1, 1), date(2025, 12, 31)),
    )  # fmt: skip
    return [
        make(
            f"E{number}", day.isoformat(),
            block(4 * at, 0, 4 * at + 1, 3) if is_part else SQUARES[at],
            parcel_ids=(f"P{at}",),
        )
        for number, (make, at, is_part, day) in enumerate(draw(st.lists(told, max_size=8)))
    ]  # fmt: skip


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(ledgers())
def test_cells_agree_with_the_balance_of_any_ledger(connection, events):
    with connection.begin_nested() as savepoint:
        parcels = tuple(parcel(f"P{at}", square) for at, square in enumerate(SQUARES))
        load_package(connection, package(parcels=parcels, events=tuple(events)))
        cells, _ = grid_tile(connection, brought(connection), WORLD)
        for day in DAYS:
            land, reserve, _ = shown_ha(cells, day)
            told = connection.scalar(
                text(
                    "select measured_ha from landplan.land_balance('small', :day)"
                    " where zone = 'all' and measure = 'reserve'"
                ),
                {"day": day},
            )
            assert land == pytest.approx(36, rel=1e-3)
            assert reserve == pytest.approx(told, abs=36 / 255)
        savepoint.rollback()


def test_a_tile_holds_the_parcels_and_their_parts(connection, tmp_path):
    small(connection)
    brought(connection)
    tile = tile_over(13)
    file = tmp_path / str(tile.z) / str(tile.x) / f"{tile.y}.mvt"
    file.parent.mkdir(parents=True)
    file.write_bytes(parcel_tile(connection, "small", tile))
    parcels, parts = (pyogrio.read_dataframe(file, layer=name) for name in ("parcels", "parts"))
    first = parcels[parcels.c2.notna()].iloc[0]  # P1: in reserve, then half of it supplied
    days = [(date(2000, 1, 1) + timedelta(days=int(told) // 4)) for told in (first.c1, first.c2)]
    assert days == [date(2021, 3, 10), date(2023, 1, 15)]
    assert [int(told) % 4 for told in (first.c1, first.c2)] == [0, 2]  # in reserve, partly supplied
    [half] = parts.geometry
    assert half.area / first.geometry.area == pytest.approx(0.5, rel=0.05)
