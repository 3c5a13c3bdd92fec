"""Where tiles hold parcels, what they show by state is what the balance says, each parcel once."""

from collections import defaultdict
from datetime import date
from itertools import product
from math import atan, cos, pi, sin, sinh

import pandas as pd
import pytest
import shapely
from sqlalchemy import text

from gis.database.tiles import Tile, bring_tiles, parcel_tile, tile_set
from tests.vector_tile import read_layer

PLAN = "tianhe-2021-2025"
STATES = ("in_reserve", "not_stored", "partly_supplied", "supplied")
"""In the order of `landplan.parcel_states()`."""
NOT_STORED = 1
FROM_ZOOM = 13
DAYS = [date(2021, 6, 30), date(2023, 6, 30), date(2025, 12, 31)]
WORLD_M = 40075016.685578488
E2 = 0.00669438002290
"""Squared eccentricity of the ellipsoid."""


@pytest.fixture
def brought(builtin_connection):
    """Give the built-in plan with tiles of it: parcels from zoom 13 on."""
    assert bring_tiles(builtin_connection, PLAN)
    assert tile_set(builtin_connection, PLAN).parcels_from_zoom == FROM_ZOOM
    return builtin_connection


def tiles_over(connection, zoom: int) -> list[Tile]:
    """Return the tiles of the box of all land."""
    extent = text(
        "select st_xmin(b), st_ymin(b), st_xmax(b), st_ymax(b)"
        " from (select st_extent(outline) as b from landplan.tile_parcel) e"
    )
    west, south, east, north = (
        value / WORLD_M * 2**zoom for value in connection.execute(extent).one()
    )
    half = 2**zoom / 2
    columns = range(int(half + west), int(half + east) + 1)
    rows = range(int(half - north), int(half - south) + 1)
    return [Tile(zoom, x, y) for x, y in product(columns, rows)]


def state_on(row, day: int) -> int:
    """Return the place of a parcel's state among `STATES`."""
    told = [row.get(name) for name in ("c1", "c2", "c3", "c4")] + str(row.get("more") or "").split()
    state = NOT_STORED
    for change in (int(one) for one in told if not pd.isna(one) and one != "nan"):
        if change // 4 <= day:
            state = change % 4
    return state


def is_held_on(row, day: int) -> bool:
    until = row.get("until_day")
    return row["from_day"] <= day and (pd.isna(until) or until > day)


def ground_ha(outline, tile: Tile) -> float:
    """Return the hectares of ground that an outline covers within its tile."""
    side = WORLD_M / 2**tile.z
    west, north = side * tile.x - WORLD_M / 2, WORLD_M / 2 - side * tile.y
    inside = shapely.make_valid(outline) & shapely.box(west, north - side, west + side, north)
    lat = atan(sinh(pi * (1 - (2 * tile.y + 1) / 2**tile.z)))
    # 1 m² on the web's sphere to that on the ellipsoid
    ratio = cos(lat) ** 2 * (1 - E2) / (1 - E2 * sin(lat) ** 2) ** 2
    return inside.area * ratio / 1e4


@pytest.mark.parametrize("zoom", [13, 14, 15])
def test_parcels_show_the_hectares_of_the_balance(brought, tmp_path, zoom):
    stored_ha = dict(
        brought.exec_driver_sql("select place_id, measured_m2 / 1e4 from landplan.place").all()
    )
    found = brought.exec_driver_sql(
        "select place_id, from_on - date '2000-01-01', in_reserve_m2 / 1e4"
        " from landplan.parcel_history where reserve_outline is not null"
    )
    part_ha = {(place, day): ha for place, day, ha in found}
    parcels, parts = defaultdict(set), defaultdict(set)
    drawn_ha = defaultdict(float)
    numbers = {day: (day - date(2000, 1, 1)).days for day in DAYS}
    for tile in tiles_over(brought, zoom):
        packed = parcel_tile(brought, PLAN, tile)
        layers = [read_layer(packed, tile, name, tmp_path) for name in ("parcels", "parts")]
        for place, row in layers[0].iterrows():
            ha = ground_ha(row.geometry, tile)
            for day, number in numbers.items():
                state = STATES[state_on(row, number)]
                parcels[day, state].add(place)
                drawn_ha[day, state] += ha
        for place, row in layers[1].iterrows():
            for day, number in numbers.items():
                if is_held_on(row, number):
                    parts[day].add((place, row["from_day"]))
                    drawn_ha[day, "part"] += ground_ha(row.geometry, tile)
    for day in DAYS:
        reserve_ha = brought.scalar(
            text(
                "select sum(b.measured_ha) from landplan.land_balance(:plan, :day) b"
                " where b.measure = 'reserve' and b.zone = 'tianhe'"
            ),
            {"plan": PLAN, "day": day},
        )
        shown_ha = sum(stored_ha[place] for place in parcels[day, "in_reserve"])
        shown_ha += sum(part_ha[part] for part in parts[day])
        assert shown_ha == pytest.approx(reserve_ha, rel=0.01, abs=0.01), day
        if zoom >= FROM_ZOOM:  # sooner the map shows cells
            told = drawn_ha[day, "in_reserve"] + drawn_ha[day, "part"]
            assert told == pytest.approx(reserve_ha, rel=0.01, abs=0.1), day
        by_state = dict(
            brought.execute(
                text(
                    "select state, sum(p.measured_m2) / 1e4"
                    " from landplan.parcel_status(:plan, :day) s"
                    " join landplan.parcel c on c.plan_id = :plan and c.parcel_id = s.parcel_id"
                    " join landplan.place p on p.place_id = c.place_id group by state"
                ),
                {"plan": PLAN, "day": day},
            ).all()
        )
        for state in ("supplied", "partly_supplied"):
            stored = sum(stored_ha[place] for place in parcels[day, state])
            assert stored == pytest.approx(by_state.get(state, 0), rel=0.01), (day, state)
            if zoom >= FROM_ZOOM:
                drawn = drawn_ha[day, state]
                assert drawn == pytest.approx(stored, rel=0.01, abs=0.1), (day, state)
