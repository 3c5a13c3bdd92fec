"""The district of a plan: where on the ground its land lies, by name or as a box.

districts.csv has the boxes of China's provinces, cities and districts in WGS 84, good to some
hundred metres (`scripts/districts` writes it).
"""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from gis.errors import WrongUseError
from gis.geometry.crs import CHINA_BOUNDS, Bounds

_MOST_NAMED: Final = 5


def district_box(told: str | list[str]) -> Bounds:
    """Return the box that `district` of plan.yaml means: west, south, east, north in degrees.

    Raises
    ------
    WrongUseError
        If it is no box in China, or a name that no district has or several have.
    """
    return _box(told) if isinstance(told, list) else _named(told)


def _box(told: list[str]) -> Bounds:
    try:
        west, south, east, north = (float(degrees) for degrees in told)
    except (ValueError, TypeError):
        west = south = east = north = float("nan")
    least_x, least_y, most_x, most_y = CHINA_BOUNDS
    if not (least_x <= west < east <= most_x and least_y <= south < north <= most_y):
        raise WrongUseError(
            "范围应为 [西, 南, 东, 北]，经纬度，如 [116.99, 31.61, 117.06, 31.66]",
            "a box is [west, south, east, north] in degrees: [116.99, 31.61, 117.06, 31.66]",
        )
    return west, south, east, north


def _named(name: str) -> Bounds:
    found = {box: full for full, names, box in _districts() if name in names}
    if len(found) == 1:
        return next(iter(found))
    if found:
        listed = [*found.values()][:_MOST_NAMED]
        raise WrongUseError(
            f"有 {len(found)} 个“{name}”；请写全，如 {'、'.join(listed)}",
            f"{len(found)} districts are called {name}; write it in full: {', '.join(listed)}",
        )
    raise WrongUseError(
        "没有这个省、市或区县；请写全名，如 北京市海淀区，或写范围 [西, 南, 东, 北]",
        "there is no such province, city or district; write its full name, such as 北京市海淀区, "
        "or a box [west, south, east, north]",
    )


@cache
def _districts() -> tuple[tuple[str, frozenset[str], Bounds], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[str, frozenset[str], Bounds]]:
    """Yield of each district its full name, the names that mean it, and its box."""
    text = (files("projects.package") / "districts.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        parts = [
            *dict.fromkeys(row[part] for part in ("province", "city", "district") if row[part])
        ]
        names = {"".join(parts[start:]) for start in range(len(parts))}
        if len(parts) > 1:
            names.add(parts[0] + parts[-1])
        west, south, east, north = (float(row[side]) for side in ("west", "south", "east", "north"))
        yield "".join(parts), frozenset(names), (west, south, east, north)
