"""Draw the axes and belts of the spatial structure: smooth lines through zones or along the river.

    python plans/tianhe-2021-2025/make/structure.py

reads `zones.geojson`, the stations of `control_points.csv` and the order of `structure.csv`, and
writes `structure.geojson`. The documents say which places an axis or belt joins, not where it
runs: the lines show the first and claim nothing of the second.
Areas, core and points are zones and have no line. Same input, same file.
"""

import csv
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import shapely
from shapely import LineString, MultiPolygon
from shapely.ops import polylabel

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent
sys.path[:0] = [str(HERE)]

from axes import Points, curve, shifted, stations  # noqa: E402
from features import write_features  # noqa: E402

THROUGH: dict[str, tuple[tuple[str, ...], str]] = {
    "service-axis": (
        ("shahe", "tianhe-road", "zhujiang-new-town"),
        "沙河片区、天河路商圈、珠江新城（中央商务区）中部的连线，示意",
    ),
    "digital-axis": (
        ("ifc-start", "keyun-road", "smart-city-core"),
        "金融城起步区、科韵路、智慧城核心区中部的连线，示意",
    ),
    "innovation-belt": (
        ("五山", "keyun-road", "smart-city", "smart-valley"),
        "五山站（五山石牌高教区）至科韵路、天河智慧城中部和智谷片区的连线，示意；"
        "科技成果转化天河基地未画",
    ),
    "city-innovation-belt": (
        ("ifc-east", "smart-city", "smart-city-core"),
        "金融城东区、天河智慧城、智慧城核心区中部的连线，示意；只画区内一段",
    ),
}
"""Line → the zones whose middles (or the stations) it passes, in order, and its note."""

ALONG_RIVER: dict[str, tuple[str, float, str]] = {
    "riverside-belt": (
        "cbd",
        0.003,
        "中央商务区临江一侧，距其南缘向北约 330 米平行，示意",
    ),
    "city-riverside-belt": (
        "tianhe",
        0.0,
        "沿珠江（行政区南界），示意；只画区内一段，不经过智谷片区",
    ),
}
"""Line → the zone whose southern edge it follows, how far north of it (degrees), and its note."""

RIVER_LONGITUDES = np.linspace(113.312, 113.410, 12)
"""From 广州大道 to the east of 金融城东区."""


def main() -> None:
    zones = zone_outlines()
    lines = zone_lines(zones) | river_lines(zones)
    write_features("structure", "structure_id", lines, structure_ids())
    print(f"{len(lines)} of {len(structure_ids())} parts of the structure are lines")


def structure_ids() -> list[str]:
    """Return the ids of `structure.csv`, in its order."""
    with (PACKAGE / "structure.csv").open(encoding="utf-8-sig") as file:
        return [row["structure_id"] for row in csv.DictReader(file)]


def zone_outlines() -> dict[str, MultiPolygon]:
    """Return the outlines of `zones.geojson` by zone id."""
    features = json.loads((PACKAGE / "zones.geojson").read_text(encoding="utf-8"))["features"]
    return {
        feature["properties"]["zone_id"]: MultiPolygon(
            shapely.get_parts(shapely.from_geojson(json.dumps(feature["geometry"]))).tolist()
        )
        for feature in features
    }


def zone_lines(zones: Mapping[str, MultiPolygon]) -> dict[str, tuple[LineString, str]]:
    """Return the curve of each line that joins zones, and its note."""
    known = {name: np.array(xy) for name, xy in stations().items()}
    known |= {zone_id: middle(outline) for zone_id, outline in zones.items()}
    return {
        structure_id: (curve(np.array([known[name] for name in places])), note)
        for structure_id, (places, note) in THROUGH.items()
    }


def middle(outline: MultiPolygon) -> Points:
    """Return the point of a zone that lies furthest from its edge."""
    largest = max(outline.geoms, key=lambda polygon: polygon.area)
    point = polylabel(largest, tolerance=1e-5)
    return np.array([point.x, point.y])


def river_lines(zones: Mapping[str, MultiPolygon]) -> dict[str, tuple[LineString, str]]:
    """Return the curve of each line along the river, and its note."""
    return {
        structure_id: (curve(shifted(southern_edge(zones[zone_id]), dy=north)), note)
        for structure_id, (zone_id, north, note) in ALONG_RIVER.items()
    }


def southern_edge(outline: MultiPolygon) -> Points:
    """Return the southernmost point of an outline at each longitude."""
    _, south, _, north = outline.bounds
    meridians = [LineString([(lon, south), (lon, north)]) for lon in RIVER_LONGITUDES]
    return np.array([outline.intersection(meridian).bounds[:2] for meridian in meridians])


if __name__ == "__main__":
    main()
