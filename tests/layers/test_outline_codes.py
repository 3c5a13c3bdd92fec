"""Outlines survive their codes: what the browser reads is what was written, to 1e-7 degree."""

import json

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from shapely import MultiPolygon, Polygon, box

from layers.facts import MapFacts
from layers.label_points import label_points
from layers.outline_codes import DIGITS, STEPS_PER_DEGREE, encode, in_steps

degrees = st.tuples(st.floats(-179, 179), st.floats(-89, 89))


def numbers(code: str) -> list[int]:
    """Read the integers back, by the definition rather than by the page's script."""
    found, rest, shift = [], 0, 0
    for digit in map(DIGITS.index, code):
        rest |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            found.append(-(rest >> 1) if rest & 1 else rest >> 1)
            rest = shift = 0
    return found


@given(
    st.lists(st.lists(degrees, min_size=3, max_size=6, unique=True), min_size=1, max_size=3),
    degrees,
)
@settings(deadline=None)
def test_a_code_holds_every_vertex(rings, start) -> None:
    outline = MultiPolygon([Polygon(ring) for ring in rings])
    x, y = origin = in_steps(*start)
    row = iter(numbers(encode(outline, origin)))
    assert next(row) == len(outline.geoms)
    for ring in rings:
        assert (next(row), next(row)) == (1, len(ring))
        for lon, lat in ring:
            x, y = x + next(row), y + next(row)
            assert abs(x / STEPS_PER_DEGREE - lon) <= 0.51 / STEPS_PER_DEGREE
            assert abs(y / STEPS_PER_DEGREE - lat) <= 0.51 / STEPS_PER_DEGREE
    assert next(row, None) is None


def test_the_browser_reads_holes_and_parts(page: Page) -> None:
    holed = Polygon(
        box(113.3, 23.1, 113.4, 23.2).exterior, [box(113.33, 23.13, 113.36, 23.16).exterior]
    )
    outline = MultiPolygon([holed, box(-113.5, -23.3, -113.45, -23.25)])
    origin = in_steps(113.2, 23.0)
    polygons = page.evaluate(
        "([code, origin]) => landplan.codes.decode(code, origin)"
        ".map((rings) => rings.map((ring) => [...ring]))",
        [encode(outline, origin), list(origin)],
    )
    read = MultiPolygon(
        [
            Polygon(rings[0], rings[1:])
            for rings in (
                [list(zip(row[::2], row[1::2], strict=True)) for row in rings] for rings in polygons
            )
        ]
    )
    assert shapely.equals_exact(read, outline, 1e-9)
    inside = page.evaluate(
        "([code, origin, spots]) => { const outline = landplan.codes.decode(code, origin);"
        " return spots.map(([lon, lat]) => landplan.codes.contains(outline, lon, lat)); }",
        [
            encode(outline, origin),
            list(origin),
            [[113.31, 23.11], [113.345, 23.145], [113.5, 23.15], [-113.46, -23.26]],
        ],
    )
    assert inside == [True, False, False, True]


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
