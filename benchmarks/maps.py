"""The one-file map against folium.GeoJson: writing it, its size, opening it."""

from collections.abc import Callable
from functools import partial
from typing import Final

from playwright.sync_api import Browser, Page

from benchmarks import landplan_side, peer_folium
from benchmarks.browser import blank_page, open_file
from benchmarks.ground import Ground
from benchmarks.ledger import AS_OF
from benchmarks.measure import interleaved
from benchmarks.results import Row, row

FOLIUM_ONCE: Final = 50_000
"""Parcels from which folium runs once only: at 100 000 it takes minutes."""


def maps(ground: Ground, rounds: int, browser: Browser) -> list[Row]:
    """Time writing the map from facts in memory, and opening it in Chromium until it is drawn.

    landplan's page has the zones, the balance and the ledger besides; folium's has the parcels
    with a style and a tooltip, and loads its libraries from elsewhere: neither their bytes nor
    their loading count. Figures: `bytes`; `gather_s`, how long landplan's facts took from the
    database.
    """
    land, folder = ground.land, ground.folder
    engine = landplan_side.opened(ground.loaded)
    with engine.connect() as connection:
        gather = partial(landplan_side.facts, connection, as_of=AS_OF)
        gathered = interleaved({"landplan": gather}, 1)["landplan"]
    engine.dispose()
    facts = gathered.answer
    states = {one.parcel.parcel_id: one.state for one in facts.parcels}
    frame = peer_folium.parcel_frame(land, states)
    files = {name: folder / f"{name}-{len(land)}.html" for name in ("landplan", "folium")}
    write: dict[str, Callable[[], None]] = {
        "landplan": lambda: landplan_side.write_page(facts, files["landplan"]),
        "folium": lambda: peer_folium.write_map(frame, files["folium"]),
    }
    once = ("folium",) if len(land) >= FOLIUM_ONCE else ()
    written = interleaved(write, rounds, once=once)

    offline = peer_folium.inline_leaflet(files["folium"], folder / "folium-offline.html")
    shapes = f"document.querySelectorAll('path.leaflet-interactive').length === {len(land)}"
    ready = "document.body.dataset.ready === 'true'"
    pages: dict[str, Page] = {}

    def blank(name: str) -> None:
        if name in pages:
            pages[name].context.close()
        pages[name] = blank_page(browser)

    opened = interleaved(
        {
            "landplan": lambda: open_file(pages["landplan"], files["landplan"], drawn=ready),
            "folium": lambda: open_file(pages["folium"], offline, drawn=shapes),
        },
        rounds,
        once=once,
        before={name: partial(blank, name) for name in files},
    )
    for page in pages.values():
        page.context.close()
    rows = []
    for name in write:
        figures: dict[str, float] = {"bytes": files[name].stat().st_size}
        if name == "landplan":
            figures["gather_s"] = gathered.median_s
        rows.append(row("write map", name, len(land), written[name], **figures))
        rows.append(row("open map", name, len(land), opened[name]))
    for file in (*files.values(), offline):
        file.unlink()
    return rows
