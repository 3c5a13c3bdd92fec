"""folium.GeoJson as a peer: the parcels on a map in the usual few lines."""

import re
from importlib.resources import files
from pathlib import Path

import folium
import geopandas

from benchmarks.land import Land, polygons
from benchmarks.package import parcel_id

COLOURS = {
    "not_stored": "#ffffff",
    "in_reserve": "#8a6cb4",
    "partly_supplied": "#d3c4e8",
    "supplied": "#3a3157",
}


def parcel_frame(land: Land, states: dict[str, str]) -> geopandas.GeoDataFrame:
    """Return parcels with their state as a frame in memory; not part of folium's time."""
    names = [parcel_id(number) for number in range(len(land))]
    return geopandas.GeoDataFrame(
        {"parcel_id": names, "state": [states[name] for name in names]},
        geometry=polygons(land.rings(slice(None))),
        crs="EPSG:4490",
    )


def write_map(parcels: geopandas.GeoDataFrame, path: Path) -> None:
    """Write a map with a style and a tooltip for every parcel, without background tiles."""
    drawn = folium.Map(tiles=None)
    folium.GeoJson(
        parcels,
        style_function=lambda feature: {
            "fillColor": COLOURS[feature["properties"]["state"]],
            "color": "#4b3470",
            "weight": 1,
            "fillOpacity": 0.8,
        },
        tooltip=folium.GeoJsonTooltip(["parcel_id", "state"]),
    ).add_to(drawn)
    drawn.fit_bounds(_corners(parcels))
    drawn.save(str(path))


def inline_leaflet(path: Path, offline: Path) -> Path:
    """Copy a map of folium with Leaflet inside and without its other libraries, none of them used.

    As folium writes it, the page loads ten files from four hosts: that is left out of its time.
    """
    leaflet = files("layers").joinpath("vendor", "leaflet-1.9.4", "dist")
    page = path.read_text(encoding="utf-8")
    page = re.sub(r'<script src="https:[^>]*></script>', "", page)
    page = re.sub(r'<link rel="stylesheet" href="https:[^>]*/>', "", page)
    script = leaflet.joinpath("leaflet.js").read_text(encoding="utf-8")
    style = leaflet.joinpath("leaflet.css").read_text(encoding="utf-8")
    inside = f"<head><style>{style}</style><script>{script}</script>"
    offline.write_text(page.replace("<head>", inside, 1), encoding="utf-8")
    return offline


def _corners(parcels: geopandas.GeoDataFrame) -> list[list[float]]:
    west, south, east, north = parcels.total_bounds
    return [[south, west], [north, east]]
