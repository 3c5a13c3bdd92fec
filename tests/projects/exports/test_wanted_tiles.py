"""What a filter means on a day: in tiles, in numbers, in rows; none else."""

from datetime import date, timedelta

import pandas as pd
import pytest

from gis.database.tile_cells import Cells
from gis.database.tiles import bring_tiles
from projects.exports.land_filter import LandFilter
from projects.exports.land_summary import land_rows, land_summary
from projects.exports.wanted_tiles import wanted_grid_tile, wanted_parcel_tile
from projects.load import load_package
from projects.store.land_choices import LandChoices, land_choices
from tests.gis.database.test_tiles import tile_over
from tests.small_filtered import four_parcels
from tests.vector_tile import read_layer

ANY_DAY = None


@pytest.fixture
def small(connection):
    """Load the four parcels, and have tiles of them."""
    load_package(connection, four_parcels())
    assert bring_tiles(connection, "small")
    return connection


def shown_ha(packed: bytes, day: date) -> tuple[float, float, float]:
    """Return hectares shown, in reserve and supplied at the end of a day's month."""
    cells = Cells.unpacked(packed)
    if not len(cells.numbers):
        return 0, 0, 0
    column = 12 * (day.year - 2000) + day.month - 1 - cells.first
    last = cells.shown_ha.shape[1] - 1
    shown = cells.shown_ha[:, min(max(column, 0), last)].sum()
    if column < 0:
        return shown, 0, 0
    at = min(column, last)
    return shown, cells.reserve_ha[:, at].sum(), cells.supplied_ha[:, at].sum()


EARLY, IN_2022, IN_2023, LATE = (
    date(2020, 1, 31), date(2022, 12, 31), date(2023, 12, 31), date(2025, 12, 31)
)  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "states", "told"),
    [
        ({}, (), {EARLY: (29, 0, 0), IN_2022: (29, 28, 0), LATE: (29, 16, 12)}),
        ({"land_use": "1001"}, (), {EARLY: (16, 0, 0), LATE: (16, 8, 8)}),
        ({"owner_kind": "collective"}, (), {EARLY: (1, 0, 0), LATE: (1, 0, 0)}),
        ({"min_ha": 3.5, "max_ha": 8.5}, (), {LATE: (12, 8, 4)}),
        ({"text": "b"}, (), {EARLY: (8, 0, 0), LATE: (8, 8, 0)}),
        # by an event: from the first such one on
        ({"year": 2022}, (), {EARLY: (0, 0, 0), IN_2022: (8, 8, 0), LATE: (8, 8, 0)}),
        ({"method": "挂牌"}, (), {IN_2022: (0, 0, 0), IN_2023: (16, 8, 8), LATE: (20, 8, 12)}),
        ({"method": "挂牌", "year": 2024}, (), {IN_2023: (0, 0, 0), LATE: (4, 0, 4)}),
        # by state: while it is in one of them
        ({}, ("not_stored",), {EARLY: (29, 0, 0), IN_2022: (1, 0, 0), LATE: (1, 0, 0)}),
        ({}, ("in_reserve",), {EARLY: (0, 0, 0), IN_2022: (28, 28, 0), LATE: (8, 8, 0)}),
        ({}, ("partly_supplied", "supplied"), {IN_2023: (16, 8, 8), LATE: (20, 8, 12)}),
        ({"year": 2023}, ("in_reserve",), {LATE: (0, 0, 0)}),
        ({"text": "nowhere"}, (), {LATE: (0, 0, 0)}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("zoom", [0, 9])
def test_cells_hold_the_hectares_that_the_filter_means(small, wanted, states, told, zoom):
    packed = wanted_grid_tile(small, "small", tile_over(zoom), LandFilter(**wanted), states)
    for day, expected in told.items():
        assert shown_ha(packed, day) == pytest.approx(expected, abs=29 / 255), day


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, {"A": ANY_DAY, "B": ANY_DAY, "C": ANY_DAY, "D": ANY_DAY}),
        ({"owner_kind": "state", "max_ha": 8.5}, {"B": ANY_DAY, "C": ANY_DAY}),
        ({"method": "挂牌"}, {"A": date(2023, 1, 31), "C": date(2024, 2, 29)}),
        ({"method": "划拨", "year": 2021, "min_ha": 5.0}, {"A": date(2021, 3, 10)}),
        ({"text": "nowhere"}, {}),
    ],
)  # fmt: skip
def test_a_tile_holds_the_parcels_that_the_filter_means(small, tmp_path, wanted, found):
    tile = tile_over(13)
    packed = wanted_parcel_tile(small, "small", tile, LandFilter(**wanted))
    places = dict(small.exec_driver_sql("select place_id, parcel_id from landplan.parcel").all())
    parcels, parts = (read_layer(packed, tile, name, tmp_path) for name in ("parcels", "parts"))
    since = {
        places[place]: None if pd.isna(day) else date(2000, 1, 1) + timedelta(int(day))
        for place, day in parcels.get("since", pd.Series(index=parcels.index)).items()
    }
    assert since == found
    assert {places[place] for place in parts.index} == {"A"} & {*found}


@pytest.mark.parametrize(
    ("wanted", "states", "day", "found", "ha"),
    [
        ({}, (), LATE, "A B C D", 29),
        ({"min_ha": 3.5, "max_ha": 8.5}, (), LATE, "B C", 12),
        ({"method": "挂牌"}, (), IN_2022, "", 0),
        ({"method": "挂牌"}, (), IN_2023, "A", 16),
        ({"method": "挂牌"}, ("supplied",), LATE, "C", 4),
        ({}, ("in_reserve", "not_stored"), LATE, "B D", 9),
    ],
)
def test_land_is_summed_and_listed_as_the_filter_means(small, wanted, states, day, found, ha):
    meant = {"as_of": day, "wanted": LandFilter(**wanted), "states": states}
    told = land_summary(small, "small", **meant)
    assert (told["count"], told["ha"]) == (len(found.split()), pytest.approx(ha, abs=0.01))
    assert told["all"] == {"count": 4, "ha": pytest.approx(29, abs=0.01)}
    rows = land_rows(small, "small", **meant)
    assert [row["parcel_id"] for row in rows] == found.split()
    smallest = land_rows(small, "small", **meant, order="declared_ha")
    assert [row["parcel_id"] for row in smallest] == found.split()[::-1]
    assert land_rows(small, "small", **meant, begin=1) == rows[1:]


def test_land_is_summed_by_zone_and_state(small):
    told = land_summary(small, "small", as_of=IN_2023, wanted=LandFilter(), zone_id="west")
    assert told["states"] == {"not_stored": 1, "in_reserve": 2, "partly_supplied": 1, "supplied": 0}
    east = land_summary(small, "small", as_of=IN_2023, wanted=LandFilter(), zone_id="east")
    assert (east["count"], east["ha"], east["all"]["count"]) == (0, 0, 0)
    down = land_rows(
        small, "small", as_of=IN_2023, wanted=LandFilter(), order="state", is_down=True
    )  # fmt: skip
    assert [row["state"] for row in down] == ["partly_supplied", "not_stored", *["in_reserve"] * 2]


def test_a_filter_has_the_choices_that_the_land_names(small):
    assert land_choices(small, "small") == LandChoices(
        land_uses=(("1001", "2023"),),
        owner_kinds=("collective", "state"),
        methods=("划拨", "拍卖", "挂牌"),
        years=(2021, 2022, 2023, 2024),
    )
