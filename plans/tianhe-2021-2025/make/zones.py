"""Draw the zones' outlines: the district cut along named roads, the river and a few free edges.

    python plans/tianhe-2021-2025/make/zones.py

reads `control_points.csv`, `district.geojson` and the declared areas of `zones.csv`, and writes
`zones.geojson`. A zone is what can be reached from its seed point without crossing one of its
named bounds. All zones are unions of the same faces, so neighbours share every vertex of their
common border. Where an area is declared, one edge that the documents leave vague is moved until
the outline measures it (ellipsoidal). Same input, same file.
"""

import csv
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import shapely
from shapely import LineString, MultiPolygon, Point, Polygon

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent
sys.path[:0] = [str(HERE), str(HERE.parents[2])]

from axes import DECIMALS, Points, axis_vertices, curve, shifted, stations  # noqa: E402

from gis.geometry.area import area_ha  # noqa: E402

EDGE = "行政区边界"

BOUNDS: dict[str, tuple[tuple[str, ...], str | tuple[float, float]]] = {
    "zhujiang-new-town": (("黄埔大道", "华南快速路", EDGE), "珠江新城"),
    "tianhe-north": (("广州大道", "东站北侧", "石牌东侧", "黄埔大道", EDGE), "广州东站"),
    "tianhe-road": (("天河北路", "石牌东侧", "黄埔大道", EDGE), "石牌桥"),
    "ifc-west": (("华南快速路", "科韵路", "黄埔大道", "珠江北岸"), "员村"),
    "ifc-start": (("科韵路", "车陂路", "黄埔大道", "珠江北岸"), (113.3780, 23.1150)),
    "ifc-east": (("车陂路", "黄埔大道", "珠江北岸", EDGE), (113.3950, 23.1085)),
    "ifc-north": (("科韵路", "车陂路", "黄埔大道", "金融城北缘"), (113.3780, 23.1215)),
    "smart-city-core": (("广汕路", "广深高速", "火炉山东麓", EDGE), (113.4000, 23.1700)),
    "smart-valley": (("广深高速", "中山大道", "广棠西缘", EDGE), "黄村"),
    "park-2112": (
        ("广汕路", "柯木塱南路", "旧羊山", "车陂涌北段生态廊道"),
        (113.3920, 23.1865),
    ),
    "shahe": (("广州大道", "沙河北侧", EDGE), "沙河顶"),
    "wushan": (("石牌东侧", "中山大道", "华南快速路", "五山北侧"), "五山"),
    "keyun-road: west": (("天府路", "黄埔大道", "科韵路", "广园快速路"), (113.3660, 23.1350)),
    "keyun-road: east": (
        ("科韵路", "金融城北缘", "广棠西缘", "广园快速路"),
        (113.3720, 23.1350),
    ),
    "north-eco": (("元岗西侧", "广汕路", EDGE), (113.3800, 23.2200)),
}
"""Zone, or a side of one → the lines it does not cross, and a point (or station) inside it."""

UNIONS = {
    "smart-city": ("smart-city-core", "smart-valley"),
    "ifc": ("ifc-start", "ifc-east", "ifc-west", "ifc-north"),
    "keyun-road": ("keyun-road: west", "keyun-road: east"),
    "cbd": ("tianhe-north", "zhujiang-new-town", "ifc"),
}
"""Zone → the zones or sides that tile it."""


def main() -> None:
    rows = zone_rows()
    declared = {row["zone_id"]: float(row["declared_ha"] or 0) for row in rows}
    lines = fitted_lines(declared)
    outlines = zone_outlines(lines)
    for row in rows:
        zone_id = row["zone_id"]
        print(f"{zone_id:18} {area_ha(outlines[zone_id]):9.2f} ha  {row['declared_ha']:>8}")
    write_zones(rows, outlines)


def zone_rows() -> list[dict[str, str]]:
    """Return the rows of `zones.csv`, in its order."""
    with (PACKAGE / "zones.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def district() -> Polygon:
    """Return the district's outline, one polygon."""
    feature = json.loads((HERE / "district.geojson").read_text(encoding="utf-8"))["features"][0]
    (polygon,) = shapely.get_parts(shapely.from_geojson(json.dumps(feature["geometry"])))
    assert isinstance(polygon, Polygon)  # noqa: S101
    return polygon


def fitted_lines(declared: Mapping[str, float]) -> dict[str, LineString]:
    """Return every line by name, the free edges moved so that the declared areas are met."""
    vertices = axis_vertices()
    lines = {name: curve(points) for name, points in vertices.items()}
    lines[EDGE] = LineString(district().exterior.coords)

    def fit(name: str, zone_id: str, target_ha: float, move: Callable[..., LineString]) -> None:
        """Move the line `name` until the zone measures its target."""

        def measured_ha(by: float) -> float:
            return area_ha(region(zone_id, lines | {name: move(vertices[name], by)}))

        lines[name] = move(vertices[name], solve(measured_ha, target_ha))

    def east(points: Points, by: float) -> LineString:
        return curve(shifted(points, dx=by))

    def north(points: Points, by: float) -> LineString:
        return curve(shifted(points, dy=by))

    fit("火炉山东麓", "smart-city-core", declared["smart-city-core"], east)
    fit("广棠西缘", "smart-valley", declared["smart-valley"], east)
    fit("车陂涌北段生态廊道", "park-2112", declared["park-2112"], north)
    fit("珠江北岸", "ifc-start", declared["ifc-start"], north)
    south = sum(area_ha(region(zone, lines)) for zone in ("ifc-start", "ifc-east", "ifc-west"))
    fit("金融城北缘", "ifc-north", declared["ifc"] - south, north)
    return lines


def solve(value: Callable[[float], float], target: float, reach: float = 0.003) -> float:
    """Return the shift in degrees, within ±`reach`, at which a monotone value meets its target."""
    low, high = -reach, reach
    rising = value(high) > value(low)
    if not min(value(low), value(high)) <= target <= max(value(low), value(high)):
        raise ValueError(f"{target} ha is out of reach: {value(low):.1f} to {value(high):.1f}")
    for _ in range(40):
        middle = (low + high) / 2
        if (value(middle) < target) == rising:
            low = middle
        else:
            high = middle
    return round((low + high) / 2, DECIMALS)


def faces_of(lines: list[LineString]) -> list[Polygon]:
    """Return the faces that the lines enclose; their nodes are rounded, the same for all."""
    noded = shapely.node(shapely.MultiLineString(lines))
    return list(shapely.get_parts(shapely.polygonize([noded])))


def region(zone_id: str, lines: Mapping[str, LineString]) -> Polygon:
    """Return the face around the zone's seed between its bounds alone."""
    bounds, seed = BOUNDS[zone_id]
    point = Point(stations()[seed] if isinstance(seed, str) else seed)
    return next(face for face in faces_of([lines[name] for name in bounds]) if face.contains(point))


def zone_outlines(lines: Mapping[str, LineString]) -> dict[str, MultiPolygon]:
    """Return each zone as the union of the faces in it; all faces come from one noding."""
    faces = [face for face in faces_of(list(lines.values())) if inside(face, district())]

    def union(parts: list[Polygon]) -> MultiPolygon:
        rounded = shapely.transform(parts, lambda xy: xy.round(DECIMALS))
        whole = shapely.coverage_union_all(rounded)
        return MultiPolygon([*shapely.get_parts(shapely.orient_polygons(whole))])

    members = {
        zone_id: [face for face in faces if inside(face, region(zone_id, lines))]
        for zone_id in BOUNDS
    }
    for zone_id, parts in UNIONS.items():
        members[zone_id] = [face for part in parts for face in members[part]]
    members["tianhe"] = faces
    return {zone_id: union(parts) for zone_id, parts in members.items()}


def inside(face: Polygon, polygon: Polygon) -> bool:
    return bool(polygon.contains(face.point_on_surface()))


def write_zones(rows: list[dict[str, str]], outlines: Mapping[str, MultiPolygon]) -> None:
    """Write `zones.geojson`, a feature a line, in the order of `zones.csv`."""
    features = [
        {
            "type": "Feature",
            "properties": {key: row[key] for key in ("zone_id", "name", "geometry_quality")},
            "geometry": json.loads(shapely.to_geojson(outlines[row["zone_id"]])),
        }
        for row in rows
    ]
    text = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    (PACKAGE / "zones.geojson").write_text(
        '{"type":"FeatureCollection","name":"zones","features":[\n' + text + "\n]}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
