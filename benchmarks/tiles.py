"""The served map at size: a tile against the bare query, a 304, views in Chromium, other months."""

import math
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Final

import httpx
import psycopg
from playwright.sync_api import Browser, Page
from sqlalchemy import text

from benchmarks import landplan_side
from benchmarks.drawn import hectares_of_parcels, tiles_over
from benchmarks.ground import Ground
from benchmarks.ledger import AS_OF
from benchmarks.measure import Timed, interleaved
from benchmarks.package import PLAN
from benchmarks.peer_tipg import tipg
from benchmarks.results import Row, row
from benchmarks.served import asking, served

ZOOMS: Final = range(9, 17)
VIEWS: Final = {"district": 10.0, "town": 13.0, "street": 16.0}
DAYS: Final = ("2023-06-30", "2022-12-31", "2024-03-31", "2021-09-30")
_RATIO: Final = 1.5
_TIPG_FROM: Final = 12
_MANY_FROM, _MANY = 13, 10
"""From this zoom on a tile takes milliseconds: it is asked for so many times as often."""


def tiles(ground: Ground, rounds: int, browser: Browser) -> list[Row]:
    """Time tiles, views and another month of the map that is served.

    Contenders of a tile, in the middle of the city: `landplan`, over HTTP; `bare ST_AsMVT`, the
    same query alone, in one session; `tipg`, over HTTP, the same table, where it is installed and
    from the zoom on at which a tile takes less than a second. Figures: `over_ms`, the most by which
    a tile of any zoom takes longer than 1.5 times the bare query; `off`, the largest relative
    difference of the hectares in reserve that cells, or tiles of parcels, show from those of the
    balance; `bytes` on the wire.
    """
    with served(ground.loaded, LANDPLAN_PARCELS_IN_PAGE="0") as client:
        _until_made(client)
        rows = [*_single_tiles(ground, rounds, client), *_views(ground, rounds, client, browser)]
        rows.append(_hectares(ground, client, browser))
        rows.append(_hectares_of_parcels(ground, client))
    return rows


def _single_tiles(ground: Ground, rounds: int, client: httpx.Client) -> list[Row]:
    found: dict[int, dict[str, Timed]] = {}
    port = client.base_url.port
    with (
        psycopg.connect(ground.loaded.url, autocommit=True) as connection,
        asking(port, **{"Accept-Encoding": "gzip"}) as ask,
        tipg(ground.loaded, ground.folder) as ask_tipg,
    ):
        for zoom in ZOOMS:
            x, y = _middle(ground, zoom)
            work: dict[str, Callable[[], Any]] = {
                "landplan": partial(ask, f"/tiles/{PLAN}/parcels/{zoom}/{x}/{y}.mvt"),
                "bare ST_AsMVT": partial(_bare, connection, zoom, x, y),
            }
            if ask_tipg is not None and zoom >= _TIPG_FROM:
                work["tipg"] = partial(ask_tipg, f"{zoom}/{x}/{y}")
            for once in work.values():
                once()
            found[zoom] = interleaved(work, rounds if zoom < _MANY_FROM else _MANY * rounds)
    over_ms = max(
        1000 * (one["landplan"].median_s - _RATIO * one["bare ST_AsMVT"].median_s)
        for one in found.values()
    )
    etag = client.get(f"/tiles/{PLAN}").headers["etag"]
    with asking(port, **{"If-None-Match": etag}) as ask:
        unchanged = interleaved({"landplan": partial(ask, f"/tiles/{PLAN}")}, 20 * rounds)
    count = len(ground.land)
    rows = [
        row(f"tile z{zoom}", name, count, one)
        for zoom, both in found.items()
        for name, one in both.items()
    ]
    rows[0].figures["over_ms"] = over_ms
    return [*rows, row("unchanged tile", "landplan", count, unchanged["landplan"])]


def _views(ground: Ground, rounds: int, client: httpx.Client, browser: Browser) -> list[Row]:
    rows = []
    for name, zoom in VIEWS.items():
        sizes: list[float] = []
        pages: list[Page] = []

        def blank(pages: list[Page] = pages) -> None:
            for page in pages:
                page.context.close()
            pages[:] = [_opened(client, browser)]
            _go(pages[0], (0.0, 0.0), 3)

        def view(zoom: float = zoom, pages: list[Page] = pages, sizes: list[float] = sizes) -> None:
            sizes.append(_go(pages[0], _center(ground), zoom))

        opened = interleaved({"landplan": view}, rounds, before={"landplan": blank})["landplan"]
        month_s = [float(pages[0].evaluate(_REDRAW, day)) / 1000 for day in DAYS]
        pages[0].context.close()
        rows.append(row(f"{name} view", "landplan", len(ground.land), opened, bytes=max(sizes)))
        rows.append(
            Row(f"{name} view, another month", "landplan", len(ground.land), tuple(month_s))
        )
    return rows


def _hectares(ground: Ground, client: httpx.Client, browser: Browser) -> Row:
    """Compare what cells show of the whole city with the balance, on each of some days."""
    engine = landplan_side.opened(ground.loaded)
    asked = text(
        "select measured_ha from landplan.land_balance(:plan, :day)"
        " where measure = 'reserve' and zone = :zone"
    )
    page = _opened(client, browser)
    _go(page, (0.0, 0.0), 3)
    began = time.perf_counter()
    off = 0.0
    with engine.connect() as connection:
        for zoom in (7.0, 8.0, 9.0):
            _go(page, _center(ground), zoom)
            for day in (*DAYS, AS_OF.isoformat()):
                zone_id = ground.land.zones[0].zone_id
                given = {"plan": PLAN, "day": date.fromisoformat(day), "zone": zone_id}
                reserve_ha = float(connection.scalar(asked, given) or 0)
                shown_ha = float(page.evaluate(_SHOWN, [zoom, day]))
                off = max(off, abs(shown_ha / reserve_ha - 1))
    engine.dispose()
    page.context.close()
    seconds = (time.perf_counter() - began,)
    return Row("hectares of cells", "landplan", len(ground.land), seconds, {"off": off})


def _hectares_of_parcels(ground: Ground, client: httpx.Client) -> Row:
    """Compare what tiles of parcels show of the whole city with the balance, on the same days."""
    zoom = max(13, client.get(f"/tiles/{PLAN}").json()["parcels_from_zoom"])
    west, south, east, north = ground.land.zones[0].outline.buffer(0.02).bounds
    left, top = _tile_at(north, west, zoom)
    right, bottom = _tile_at(south, east, zoom)
    tiles = tiles_over((left, right, top, bottom), zoom)
    days = [*map(date.fromisoformat, DAYS), AS_OF]
    with asking(client.base_url.port) as ask:
        return hectares_of_parcels(ground, ask, tiles, days)


_REDRAW: Final = """day => { const began = performance.now(); landplan.state.set({ day });
    for (const { context } of landplan.served.tileLayer.drawn.values())
        context.getImageData(0, 0, 1, 1);
    return performance.now() - began; }"""
"""Reading a pixel waits until the canvas is drawn."""

_SHOWN: Final = """([zoom, day]) => [...landplan.served.tileLayer.drawn.values()]
    .filter(({ cells, z }) => cells && z === zoom)
    .reduce((sum, { cells }) => sum + landplan.cell_tile.hectares(cells, day).reserve, 0)"""


def _opened(client: httpx.Client, browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(600_000)
    page.goto(f"{client.base_url}?as_of={AS_OF}")
    page.wait_for_selector("body[data-tiles=drawn]", state="attached")
    return page


def _go(page: Page, center: tuple[float, float], zoom: float) -> float:
    """Go to a view, and return the bytes that came until its last tile was drawn."""
    page.evaluate(
        "async ([lat, lon, zoom]) => {"
        " performance.clearResourceTimings(); document.body.dataset.tiles = 'asked';"
        " landplan.served.map.setView([lat, lon], zoom, { animate: false }); }",
        [*center, zoom],
    )
    page.wait_for_selector("body[data-tiles=drawn]", state="attached")
    return float(
        page.evaluate(
            "performance.getEntriesByType('resource')"
            ".reduce((sum, one) => sum + one.transferSize, 0)"
        )
    )


def _bare(connection: psycopg.Connection, z: int, x: int, y: int) -> int:
    asked = "select landplan.parcel_tile(%s, %s, %s, %s)"
    [[tile]] = connection.execute(asked, [PLAN, z, x, y]).fetchall()
    return len(tile)


def _center(ground: Ground) -> tuple[float, float]:
    west, south, east, north = ground.land.zones[0].outline.bounds
    return (south + north) / 2, (west + east) / 2


def _middle(ground: Ground, zoom: int) -> tuple[int, int]:
    return _tile_at(*_center(ground), zoom)


def _tile_at(lat: float, lon: float, zoom: int) -> tuple[int, int]:
    north = 1 - math.asinh(math.tan(math.radians(lat))) / math.pi
    return int((lon + 180) / 360 * 2**zoom), int(north / 2 * 2**zoom)


def _until_made(client: httpx.Client) -> None:
    """Wait until the tiles are there: the first to ask has them made."""
    while client.get(f"/tiles/{PLAN}").status_code == httpx.codes.SERVICE_UNAVAILABLE:
        time.sleep(1)
