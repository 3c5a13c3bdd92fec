"""Outlines survive their columns: what the browser reads is what was written, to 1e-7 degree."""

import json

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from shapely import MultiPolygon, Polygon, box

from layers.map.label_points import label_points
from layers.map.map_facts import MapFacts
from layers.map.outline_columns import STEPS_PER_DEGREE, outline_columns
from layers.map.packed import Columns
from tests.layers.unpacked import unpacked

HOLED = Polygon(
    box(113.3, 23.1, 113.4, 23.2).exterior, [box(113.33, 23.13, 113.36, 23.16).exterior]
)
FAR = box(-113.5, -23.3, -113.45, -23.25)

places = st.tuples(
    st.integers(-180 * STEPS_PER_DEGREE, 180 * STEPS_PER_DEGREE),
    st.integers(-90 * STEPS_PER_DEGREE, 90 * STEPS_PER_DEGREE),
)
rings = st.lists(places, min_size=3, max_size=6, unique=True)
outlines = st.lists(st.lists(st.lists(rings, min_size=1, max_size=2), max_size=3), max_size=4)


def packed(drawn: list[MultiPolygon]) -> str:
    columns = Columns()
    return columns.packed({"outlines": outline_columns(drawn, columns)}).text


def in_degrees(steps: list[list[list[tuple[int, int]]]]) -> list[list[list[tuple[float, float]]]]:
    return [
        [[(x / STEPS_PER_DEGREE, y / STEPS_PER_DEGREE) for x, y in ring] for ring in polygon]
        for polygon in steps
    ]


@given(outlines)
@settings(deadline=None)
def test_the_columns_hold_every_vertex(steps) -> None:
    drawn = [
        MultiPolygon([Polygon(exterior, holes) for exterior, *holes in in_degrees(outline)])
        for outline in steps
    ]
    read = unpacked(packed(drawn))
    told = {name: read.whole(column) for name, column in read.data["outlines"].items()}
    found = list(zip(told["lon"], told["lat"], strict=True))
    assert len(found) == len(set(found))
    place, ring, polygon = iter(told["places"]), iter(told["rings"]), iter(told["polygons"])
    assert steps == [
        [
            [[found[next(place)] for _ in range(next(ring))] for _ in range(next(polygon))]
            for _ in range(polygons)
        ]
        for polygons in told["outlines"]
    ]
    assert [next(rest, None) for rest in (place, ring, polygon)] == [None] * 3


@given(st.lists(st.integers(-(2**31), 2**31 - 1)))
def test_a_column_holds_any_numbers_of_32_bits(numbers) -> None:
    columns = Columns()
    read = unpacked(columns.packed({"column": columns.whole(numbers)}).text)
    assert read.whole(read.data["column"]) == numbers


def test_neighbours_share_their_vertices() -> None:
    west, east = box(113.3, 23.1, 113.4, 23.2), box(113.4, 23.1, 113.5, 23.2)
    read = unpacked(packed([MultiPolygon([west]), MultiPolygon([east])]))
    assert len(read.whole(read.data["outlines"]["lon"])) == 6


def test_the_browser_reads_holes_parts_and_nothing(page: Page) -> None:
    drawn = [MultiPolygon([HOLED, FAR]), MultiPolygon(), MultiPolygon([FAR])]
    found = page.evaluate(
        "async (text) => { const { data, whole } = await landplan.packed.unpack(text);"
        " const { polygons } = landplan.outlines.outlinesOf(data.outlines, whole);"
        " return [0, 1, 2].map((number) =>"
        "   polygons(number).map((rings) => rings.map((ring) => [...ring]))); }",
        packed(drawn),
    )
    for outline, polygons in zip(drawn, found, strict=True):
        parts = [[list(zip(row[::2], row[1::2], strict=True)) for row in part] for part in polygons]
        read = MultiPolygon([Polygon(exterior, holes) for exterior, *holes in parts])
        assert shapely.equals_exact(read, outline)


def test_the_browser_knows_what_lies_in_holes_and_parts(page: Page) -> None:
    inside = page.evaluate(
        "async ([text, spots]) => { const { data, whole } = await landplan.packed.unpack(text);"
        " const polygons = landplan.outlines.outlinesOf(data.outlines, whole).polygons(0);"
        " return spots.map(([lon, lat]) => landplan.geometry.contains(polygons, lon, lat)); }",
        [
            packed([MultiPolygon([HOLED, FAR])]),
            [[113.31, 23.11], [113.345, 23.145], [113.5, 23.15], [-113.46, -23.26]],
        ],
    )
    assert inside == [True, False, False, True]


@given(st.lists(st.floats(-1e6, 1e6), max_size=20))
@settings(deadline=None)
def test_a_figure_survives_to_the_last_bit(figures) -> None:
    columns = Columns()
    column = columns.decimal(figures)
    read = unpacked(columns.packed({"column": column}).text)
    if isinstance(column, list):
        assert read.data["column"] == figures
    else:
        scale = 10 ** column["decimals"]
        assert [number / scale for number in read.whole(column["whole"])] == figures


def test_the_browser_reads_figures_to_the_last_bit(page: Page) -> None:
    told = [[12.3456, 0.1, 1e5, 0.0], [1.5, -2.25], [1 / 3, 2.0], [3e9, 0.0001], []]
    columns = Columns()
    text = columns.packed({"columns": [columns.decimal(figures) for figures in told]}).text
    found = page.evaluate(
        "async (text) => { const { data, decimal } = await landplan.packed.unpack(text);"
        " return data.columns.map((column) => [...decimal(column)]); }",
        text,
    )
    assert found == told


def test_the_page_holds_the_outlines_of_the_facts(page: Page, facts: MapFacts) -> None:
    bounds = page.evaluate(
        "[...landplan.data.zones.values()]"
        ".map(({ bounds: b }) => [b.west, b.south, b.east, b.north])"
    )
    for zone, found in zip(facts.zones, bounds, strict=True):
        assert json.loads(json.dumps(zone.outline.bounds)) == found


def test_labels_stand_inside_their_zones_and_apart(facts: MapFacts) -> None:
    points = label_points(facts.zones)
    for zone in facts.zones:
        assert shapely.contains_xy(zone.outline, *points[zone.zone_id])
    assert len(set(points.values())) == len(facts.zones)
