"""Axes of roads, banks and valley lines: digitised vertices to gently bent lines.

The vertices are rows of `control_points.csv` (`kind` = `axis vertex`, in order; `sample axis
vertex` for lines that only the sample ledger uses). Between two of them a road bends, so the line
is a centripetal Catmull-Rom curve through all of its vertices.
Coordinates are (lon, lat) in degrees, rounded to 1e-9 (0.1 mm).
"""

import csv
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from shapely import LineString

Points = NDArray[np.float64]

HERE = Path(__file__).resolve().parent
DECIMALS = 9
STEP_DEG = 0.0015
"""A curve gets a vertex about every 150 m."""


def axis_vertices(kind: str = "axis vertex") -> dict[str, Points]:
    """Return the digitised vertices of each axis of a kind, shape (n, 2), by its name."""
    rows: dict[str, list[tuple[float, float]]] = {}
    with (HERE / "control_points.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["kind"] == kind:
                rows.setdefault(row["name"], []).append((float(row["lon"]), float(row["lat"])))
    return {name: np.array(points) for name, points in rows.items()}


def stations() -> dict[str, tuple[float, float]]:
    """Return the metro stations that serve as control points, by name."""
    with (HERE / "control_points.csv").open(encoding="utf-8") as file:
        return {
            row["name"]: (float(row["lon"]), float(row["lat"]))
            for row in csv.DictReader(file)
            if row["kind"] == "metro station"
        }


def shifted(vertices: Points, dx: float = 0.0, dy: float = 0.0) -> Points:
    """Return the axis moved as a whole."""
    moved: Points = vertices + np.array([dx, dy])
    return moved


def curve(vertices: Points, step: float = STEP_DEG) -> LineString:
    """Return the curve through the vertices; each of them is a vertex of the curve.

    `step` is about how far its vertices lie apart, in the unit of the coordinates.
    """
    ends = (2 * vertices[0] - vertices[1], 2 * vertices[-1] - vertices[-2])
    padded = np.vstack([ends[0], vertices, ends[1]])
    pieces = [
        _segment(padded[i : i + 4], max(1, round(np.hypot(*(after - before)) / step)))
        for i, (before, after) in enumerate(pairwise(vertices))
    ]
    return LineString(np.round(np.vstack([*pieces, vertices[-1:]]), DECIMALS))


def _segment(four: Points, count: int) -> Points:
    """Return `count` points from the second of four vertices on, up to the third, without it."""
    knots = np.concatenate([[0.0], np.cumsum(np.sqrt(np.hypot(*np.diff(four, axis=0).T)))])
    t = np.linspace(knots[1], knots[2], count, endpoint=False)[:, None]

    def mix(a: Points, b: Points, low: float, high: float) -> Points:
        return (high - t) / (high - low) * a + (t - low) / (high - low) * b

    a = [mix(four[i], four[i + 1], knots[i], knots[i + 1]) for i in range(3)]
    b = [mix(a[i], a[i + 1], knots[i], knots[i + 2]) for i in range(2)]
    return mix(b[0], b[1], knots[1], knots[2])
