"""Colours of the printed maps and charts.

What must be told apart differs in lightness (CIE L*) and by hatching or shape as well as in hue,
so that it survives a grey printer and eyes that do not tell red from green. The states of parcels
have the colours of the interactive map.
"""

from dataclasses import dataclass
from typing import Final

from gis.model import ParcelState

INK: Final = "#17262e"
SOFT_INK: Final = "#4c5c65"
RULE: Final = "#a9b6bc"
PAPER: Final = "#ffffff"
GROUND: Final = "#f6f7f4"
BRAND: Final = "#1d5269"
WARNING: Final = "#8f1d2c"
"""Of remarks that nobody may overlook: sample data, schematic outlines."""

BORDER: Final = "#37474f"
CONTEXT_FILL: Final = "#eceeec"
CONTEXT_EDGE: Final = "#8b989e"


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaStyle:
    """How an area is filled: colour, edge, and matplotlib's hatch in the edge's colour."""

    fill: str
    edge: str
    hatch: str = ""


PARCEL_STATES: Final[dict[ParcelState, AreaStyle]] = {
    "not_stored": AreaStyle(fill="#ffffff", edge="#66757d"),
    "in_reserve": AreaStyle(fill="#8a6cb4", edge="#4b3470"),
    "partly_supplied": AreaStyle(fill="#d3c4e8", edge="#4b3470", hatch="//////"),
    "supplied": AreaStyle(fill="#3a3157", edge="#1f1a33"),
}

ZONE_TINTS: Final = (
    "#d7e6ea",
    "#f1e3c9",
    "#dde9cf",
    "#eadbe8",
    "#f4dccf",
    "#d8dcf0",
    "#e8e6d2",
    "#d2e8df",
)
"""Grounds of neighbouring zones; their borders and names tell them apart, not these alone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkStyle:
    """How a project is marked: colour, matplotlib's marker, dashes of its line."""

    colour: str
    marker: str
    dashes: tuple[float, ...] = ()


PROJECT_GROUPS: Final[dict[str, MarkStyle]] = {
    "industry": MarkStyle(colour="#8c2d4f", marker="s"),
    "infrastructure": MarkStyle(colour="#1f5f7a", marker="D"),
    "services": MarkStyle(colour="#8a4b08", marker="o"),
    "ecology": MarkStyle(colour="#3d6b2f", marker="^"),
    "renewal": MarkStyle(colour="#4a4a8a", marker="v"),
    "other": MarkStyle(colour="#5a5f66", marker="p"),
}

BARS: Final = (
    AreaStyle(fill="#1d5269", edge="#123b4d"),
    AreaStyle(fill="#b9d3dd", edge="#123b4d"),
    AreaStyle(fill="#7ea6b6", edge="#123b4d", hatch="////"),
    AreaStyle(fill="#f1e3c9", edge="#7a5a1c", hatch="...."),
)
LINES: Final = (
    MarkStyle(colour="#1d5269", marker="o"),
    MarkStyle(colour="#b4530a", marker="s"),
    MarkStyle(colour="#6b5d7b", marker="^"),
)
TARGETS: Final = ((4, 2), (1, 1.5), (6, 1.5, 1, 1.5))
"""Dashes of targets, in the order of the series."""


def darker(colour: str, steps: int) -> str:
    """Return a tint some steps darker, as zones are the deeper they lie in their tree."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(channel * 0.93**steps):02x}" for channel in channels)
