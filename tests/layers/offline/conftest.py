"""A folium map, saved as one file and opened in a browser without a network."""

from collections.abc import Callable
from pathlib import Path

import folium
import pytest
from branca.element import Element
from playwright.sync_api import Page

from layers.offline.save import save_offline
from tests.browser import Open

HERE = (23.13, 113.33)

Show = Callable[..., Page]


@pytest.fixture
def m() -> folium.Map:
    return folium.Map(HERE, zoom_start=12, tiles=None, max_zoom=18, maxZoom=18)


@pytest.fixture
def show(open_page: Open, tmp_path: Path) -> Show:
    """Save a map and open it: a request or an error in the console fails the test."""

    def saved(m: Element, *, leave_out_remote: bool = False, width: int = 1000) -> Page:
        file = tmp_path / "地图 map.html"
        save_offline(m, file, leave_out_remote=leave_out_remote)
        # Plug-ins that warn of what they will leave out one day do so online too.
        opened = open_page(
            file.as_uri(), ready=".leaflet-container", heard=("error",), width=width, height=700
        )
        return opened.page

    return saved


MAP = "Object.entries(window).find(([name, value]) => name.startsWith('map_') && value.getZoom)[1]"
"""The map, in the page: folium gives it a global name that begins so."""


def square(west: float = 113.32, south: float = 23.12, **properties: object) -> dict[str, object]:
    """Return a feature: a square of a hundredth of a degree."""
    corners = ((0, 0), (0.01, 0), (0.01, 0.01), (0, 0.01), (0, 0))
    ring = [[west + x, south + y] for x, y in corners]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: dict[str, object]) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(features)}
