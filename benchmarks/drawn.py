"""What tiles of parcels show by state, each parcel once, against the balance."""

import time
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import psycopg
import pyogrio

from benchmarks.ground import Ground
from benchmarks.package import PLAN
from benchmarks.results import Row

IN_RESERVE = 0
"""Its place in `landplan.parcel_states()`."""


def hectares_of_parcels(
    ground: Ground, ask: Callable[[str], bytes], tiles: list[tuple[int, int, int]], days: list[date]
) -> Row:
    """Read all parcels of some tiles, and sum the stored hectares of those in reserve.

    Figure: `off`, the largest relative difference from the balance of measured areas on some days.
    """
    began = time.perf_counter()
    with TemporaryDirectory(dir=ground.folder) as folder:
        read = [_layers(ask, tile, Path(folder)) for tile in tiles]
    parcels, parts = (pd.concat(one) for one in zip(*read, strict=True))
    parcels = parcels[~parcels.index.duplicated()]
    parts = parts.reset_index().drop_duplicates(["mvt_id", "from_day"])
    off = 0.0
    with psycopg.connect(ground.loaded.url) as connection:
        for day in days:
            number = (day - date(2000, 1, 1)).days
            until = parts.get("until_day")
            lasts = True if until is None else until.isna() | (until > number)
            held = parts[(parts.from_day <= number) & lasts]
            shown = parcels.index[_states(parcels, number) == IN_RESERVE]
            shown_ha = _asked(connection, _WHOLE, list(map(int, shown)))
            shown_ha += _asked(
                connection, _PARTS, list(map(int, held.mvt_id)), list(map(int, held.from_day))
            )
            told_ha = _asked(connection, _BALANCE, PLAN, day, ground.land.zones[0].zone_id)
            off = max(off, abs(shown_ha / told_ha - 1))
    seconds = (time.perf_counter() - began,)
    return Row("hectares of parcels", "landplan", len(ground.land), seconds, {"off": off})


def _layers(
    ask: Callable[[str], bytes], tile: tuple[int, int, int], folder: Path
) -> list[pd.DataFrame]:
    z, x, y = tile
    packed = ask(f"/tiles/{PLAN}/parcels/{z}/{x}/{y}.mvt")
    file = folder / str(z) / str(x) / f"{y}.mvt"  # GDAL wants the square in the name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(packed)
    there = pyogrio.list_layers(file)[:, 0] if packed else []
    return [
        pyogrio.read_dataframe(file, layer=name, read_geometry=False).set_index("mvt_id")
        if name in there
        else pd.DataFrame({"from_day": []}, index=pd.Index([], name="mvt_id"))
        for name in ("parcels", "parts")
    ]


def _states(parcels: pd.DataFrame, day: int) -> pd.Series:
    """Return the place of each parcel's state on a day; not stored where nothing happened."""
    states = pd.Series(1, index=parcels.index)
    more = parcels["more"].str.split(expand=True) if "more" in parcels else pd.DataFrame()
    changes = [parcels[name] for name in ("c1", "c2", "c3", "c4") if name in parcels]
    for told in [*changes, *(pd.to_numeric(more[column]) for column in more)]:
        states = states.mask(told // 4 <= day, told % 4)
    return states


def _asked(connection: psycopg.Connection, statement: str, *given: object) -> float:
    [[value]] = connection.execute(statement.encode(), given).fetchall()
    return float(value or 0)


_WHOLE = "select sum(measured_m2) / 1e4 from landplan.place where place_id = any(%s)"
_PARTS = (
    "select sum(h.in_reserve_m2) / 1e4 from unnest(%s::bigint[], %s::integer[]) w (place, day)"
    " join landplan.parcel_history h"
    " on h.place_id = w.place and h.from_on = date '2000-01-01' + w.day"
)
_BALANCE = (
    "select measured_ha from landplan.land_balance(%s, %s) where measure = 'reserve' and zone = %s"
)


def tiles_over(box: tuple[int, int, int, int], zoom: int) -> list[tuple[int, int, int]]:
    """Return the tiles of a box of columns and rows: first and last column, first and last row."""
    left, right, top, bottom = box
    return [(zoom, x, y) for x, y in product(range(left, right + 1), range(top, bottom + 1))]
