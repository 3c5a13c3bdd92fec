"""The problems of a file on a map: its outlines, sound or not, and what is wrong with them where.

Coordinates are (longitude, latitude) in EPSG:4490 to a centimetre.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from projects.imports.drawn import Drawn
from projects.imports.left_out import feature_at
from projects.imports.outcome import Outcome

_DECIMALS: Final = 7


def problem_map(file: Path, outcome: Outcome) -> Path:
    """Write the map of a file that was looked at, as GeoJSON; return the file.

    Each feature says what it is (`shows`): `sound`, `warned` or `wrong` for an outline of the
    file, `after` where it was mended, `other` for what it lies on or should lie in, `at` for the
    place of a problem. `row` is that of the file.
    """
    features = [*_outlines(outcome), *_sketches(outcome)]
    told = {"type": "FeatureCollection", "features": features}
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return file


def _outlines(outcome: Outcome) -> Iterator[dict[str, Any]]:
    rows = outcome.sketches.rows
    worst: dict[int, str] = {}
    for problem in outcome.problems:
        row = feature_at(rows, problem.row)
        if row is not None and worst.get(row) != "wrong":
            worst[row] = "wrong" if problem.severity == "error" else "warned"
    for row, outline in outcome.sketches.outlines.items():
        yield _feature(worst.get(row, "sound"), row, outline)


def _sketches(outcome: Outcome) -> Iterator[dict[str, Any]]:
    for row, kind, drawn in outcome.sketches:
        for shows, shape in _parts(drawn):
            yield _feature(shows, row, shape, kind=kind)


def _parts(drawn: Drawn) -> Iterator[tuple[str, BaseGeometry]]:
    if drawn.other is not None:
        yield "other", _near(drawn.other, drawn.before)
    if drawn.after is not None:
        yield "after", drawn.after
    if drawn.at is not None:
        yield "at", drawn.at


def _near(other: BaseGeometry, own: BaseGeometry) -> BaseGeometry:
    """Return what of a shape lies about another one: of a district, not all of it."""
    west, south, east, north = own.bounds
    x, y = east - west, north - south
    window = shapely.box(west - x, south - y, east + x, north + y)
    return shapely.intersection(shapely.make_valid(other), window)


def _feature(shows: str, row: int, shape: BaseGeometry, **more: str) -> dict[str, Any]:
    rounded = shapely.transform(shapely.force_2d(shape), lambda xy: np.round(xy, _DECIMALS))
    geometry = json.loads(shapely.to_geojson(rounded))
    return {"type": "Feature", "properties": {"shows": shows, "row": row, **more},
            "geometry": geometry}  # fmt: skip
