"""The small map: true to size, and safe whatever a name says."""

import re

import pytest
import shapely

from layers.sketch_map import Shape, round_length, sketch_map
from tests.small_land import block

LAND = block(0, 0, 4, 2)  # 400 m by 200 m


def lengths(svg: str) -> tuple[float, float]:
    """Return width and height in pixels of the first path."""
    numbers = re.search(r'<path d="M([^Z]*)Z"', str(svg))[1].replace("L", " ").split()
    xs, ys = [float(x) for x in numbers[::2]], [float(y) for y in numbers[1::2]]
    return max(xs) - min(xs), max(ys) - min(ys)


def test_it_is_true_to_size_and_so_is_its_bar():
    svg = sketch_map([Shape(outline=LAND, kind="subject")], label="图")
    across, along = lengths(svg)
    assert across / along == pytest.approx(2, rel=0.01)
    bar = re.search(r'v4h([\d.]+)v-4"/><text[^>]*>(\d+) m<', str(svg))
    assert float(bar[1]) / float(bar[2]) == pytest.approx(across / 400, rel=0.01)


def test_a_name_is_only_text():
    hostile = '"><script>alert(1)</script>'
    svg = str(sketch_map(
        [Shape(outline=LAND, kind="subject", title=hostile, address="/x?" + hostile)],
        label=hostile,
    ))  # fmt: skip
    assert "<script" not in svg
    assert svg.count("&lt;script&gt;") >= 3


def test_holes_points_and_lines_are_drawn():
    ring = block(0, 0, 3, 3).difference(block(1, 1, 2, 2))
    shapes = [
        Shape(outline=ring, kind="zone"),
        Shape(outline=shapely.Point(113.4, 23.15), kind="subject"),
        Shape(outline=shapely.LineString([(113.4, 23.15), (113.401, 23.15)]), kind="subject"),
    ]
    svg = str(sketch_map(shapes, label="图"))
    assert re.search(r'<path d="M[^"]*ZM[^"]*Z"', svg)
    assert "<circle" in svg
    assert 'class="sketch-line"' in svg


def test_a_point_alone_and_nothing_at_all():
    assert "<circle" in sketch_map([Shape(outline=shapely.Point(113.4, 23.15), kind="p")], label="")
    assert sketch_map([], label="") == ""


@pytest.mark.parametrize(("longest", "length"), [(3400, 2000), (999, 500), (10, 10), (0.7, 0.5)])
def test_round_length(longest: float, length: float) -> None:
    assert round_length(longest) == length
