"""How the things of a plan look and what they are called, wherever they are drawn.

Data only: the map's page, the folium map, the printed maps and charts, Word, Excel, the HTML
report and QGIS take it from here and know for themselves only how a hatch or a mark is made.

What must be told apart differs in lightness (CIE L*) and by hatching or shape as well as in hue,
so that it survives a grey printer and eyes that do not tell red from green.
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

from gis.model import ParcelState
from projects import labels
from projects.labels import UNNAMED, Label
from projects.model import Status

Hatch = Literal["", "diagonal", "fine diagonal", "cross", "dots"]
Marker = Literal["", "square", "diamond", "circle", "triangle", "inverted triangle", "pentagon"]

# Figures

GROUPED_FROM: Final = 10_000
"""Figures from here on have commas: four digits read well without."""

# Ink, paper and grounds

INK: Final = "#17262e"
SOFT_INK: Final = "#4c5c65"
THIN_RULE: Final = "#d5dcdf"
RULE: Final = "#a9b6bc"
PAPER: Final = "#ffffff"
GROUND: Final = "#f4f5f2"
TINT: Final = "#eef3f4"
"""Behind the headings of tables, and what the pointer is on."""
BRAND: Final = "#1d5269"
BRAND_DARK: Final = "#123b4d"
FOCUS: Final = "#b4530a"
WARNING: Final = "#8f1d2c"
"""Of remarks that nobody may overlook: sample data, schematic outlines."""
MEASURING: Final = "#a3133a"
"""Of the page's own measuring: no colour of the plan."""

# Lines


@dataclass(frozen=True, kw_only=True, slots=True)
class LineStyle:
    """A line: its colour, its width on the screen."""

    colour: str
    px: float


ZONE_EDGE: Final = LineStyle(colour="#5c6b73", px=1.0)
HIGH_ZONE_EDGE: Final = LineStyle(colour="#5c6b73", px=1.4)
"""Of zones of the first two levels."""
DISTRICT: Final = LineStyle(colour="#37474f", px=2.2)
CHOSEN_ZONE: Final = LineStyle(colour="#13232c", px=3.2)
CHOSEN_PARCEL: Final = LineStyle(colour="#0b1d26", px=3.0)
CHANGED_PARCEL: Final = LineStyle(colour="#a3195b", px=2.2)
"""One to which something happened between the two days that are compared."""
PROJECT_PX: Final = 3.2
PROJECT_HALO: Final = LineStyle(colour=PAPER, px=6.5)
PROJECT_OPACITY: Final = 0.16
"""Of the ground of a project's area."""

ZONE_DASHES: Final = (5, 4)
DISTRICT_DASHES: Final = (9, 4)
PROJECT_DASHES: Final = (7, 5)
"""Of what is schematic, in pixels."""

BORDER: Final = DISTRICT.colour
ZONE_BORDERS_PT: Final = (1.5, 1.1, 0.7, 0.5)
"""On paper, by level from the district down."""
CONTEXT_FILL: Final = "#eceeec"
CONTEXT_EDGE: Final = "#8b989e"
SUBJECT_FILL: Final = "#b9cdd5"
"""What a map is about, in the small map of where it lies."""

# Areas


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaStyle:
    """How an area is filled: ground, edge, and a hatch in the colour `line` (default: the edge's).

    `opacity` is that of the ground on a screen, where something lies under it.
    """

    fill: str
    edge: str
    hatch: Hatch = ""
    line: str = ""
    opacity: float = 1.0
    label: Label = UNNAMED


def _against_plan(
    status: Status, fill: str, hatch: Hatch = "", line: str = ""
) -> tuple[Status, AreaStyle]:
    label, edge = labels.STATUSES[status], ZONE_EDGE.colour
    return status, AreaStyle(fill=fill, edge=edge, hatch=hatch, line=line, label=label)


STATUSES: Final[dict[Status, AreaStyle]] = dict(
    [
        _against_plan("done", "#5f9fba"),
        _against_plan("on track", "#b4d7da"),
        _against_plan("behind", "#f6e3b8", "diagonal", "#c79c45"),
        _against_plan("at risk", "#edbfae", "cross", "#bf6549"),
    ]
)
NO_TARGET: Final = AreaStyle(fill="#e9eceb", edge=ZONE_EDGE.colour, label=labels.NO_TARGET)
NOT_BEGUN: Final = replace(NO_TARGET, label=labels.NOT_BEGUN)


def status_style(status: Status | None, *, is_over: bool, has_target: bool = False) -> AreaStyle:
    """Return how a zone is filled: once the period is over, as reached or as not reached.

    One with a target has no status before the period.
    """
    if status is None:
        return NOT_BEGUN if has_target else NO_TARGET
    if not is_over:
        return STATUSES[status]
    look = STATUSES["done" if status == "done" else "at risk"]
    return replace(look, label=labels.outcome(status))


"""Of a zone with no target for a measure."""

PARCEL_PX: Final = 0.8
PARCEL_STATES: Final[dict[ParcelState, AreaStyle]] = {
    "not_stored": AreaStyle(
        fill="#ffffff", edge="#66757d", opacity=0.82, label=labels.PARCEL_STATES["not_stored"]
    ),
    "in_reserve": AreaStyle(
        fill="#8a6cb4", edge="#4b3470", label=labels.PARCEL_STATES["in_reserve"]
    ),
    "partly_supplied": AreaStyle(
        fill="#d3c4e8", edge="#4b3470", hatch="fine diagonal",
        label=labels.PARCEL_STATES["partly_supplied"],
    ),
    "supplied": AreaStyle(fill="#3a3157", edge="#1f1a33", label=labels.PARCEL_STATES["supplied"]),
}  # fmt: skip

PARCEL_SHEET: Final = AreaStyle(fill="#f0ecf7", edge="#9a8fb0", hatch="diagonal")
"""The parcel that a sheet of a map book is about; hatched where it is supplied."""
NEIGHBOUR_FILL: Final = "#f4f5f5"

# Projects, their stages, the structure


@dataclass(frozen=True, kw_only=True, slots=True)
class MarkStyle:
    """How a place or a line is marked: colour, shape, dashes of its line."""

    colour: str
    marker: Marker
    dashes: tuple[float, ...] = ()
    label: Label = UNNAMED


PROJECT_GROUPS: Final[dict[str, MarkStyle]] = {
    "industry": MarkStyle(colour="#8c2d4f", marker="square", label=Label("产业", "Industry")),
    "infrastructure": MarkStyle(
        colour="#1f5f7a", marker="diamond", label=Label("基础设施", "Infrastructure")
    ),
    "services": MarkStyle(
        colour="#8a4b08", marker="circle", label=Label("公共服务", "Public services")
    ),
    "ecology": MarkStyle(
        colour="#3d6b2f", marker="triangle", label=Label("生态环境", "Environment")
    ),
    "renewal": MarkStyle(
        colour="#4a4a8a", marker="inverted triangle", label=Label("城市更新", "Urban renewal")
    ),
    "other": MarkStyle(colour="#5a5f66", marker="pentagon", label=Label("其他", "Other")),
}
"""Groups of project categories, in the order in which a legend names them."""

CATEGORY_COLOURS: Final = (
    *(
        PROJECT_GROUPS[group].colour
        for group in ("infrastructure", "services", "ecology", "industry", "renewal")
    ),
    "#0f6b62",
    "#6b5208",
)
"""Given to single categories, each once: dark enough for white text; the rest share OTHER's."""
OTHER_CATEGORY: Final = PROJECT_GROUPS["other"].colour


@dataclass(frozen=True, kw_only=True, slots=True)
class ChipStyle:
    """A word in a frame: ground, frame (CSS's border style) and text."""

    fill: str
    edge: str
    ink: str
    label: Label
    frame: Literal["solid", "dashed", "dotted"] = "solid"


STAGES: Final[dict[str, ChipStyle]] = {
    "储备": ChipStyle(
        fill=PAPER, edge="#6f8c98", ink=INK, frame="dashed", label=labels.STAGES["储备"]
    ),
    "开工": ChipStyle(fill="#dcebf0", edge="#6f8c98", ink=INK, label=labels.STAGES["开工"]),
    "在建": ChipStyle(fill="#9fc4d3", edge="#3f7489", ink=INK, label=labels.STAGES["在建"]),
    "投产": ChipStyle(fill=BRAND, edge=BRAND, ink=PAPER, label=labels.STAGES["投产"]),
}
"""The further, the darker."""
NO_STAGE: Final = ChipStyle(
    fill=PAPER, edge=RULE, ink=SOFT_INK, frame="dotted", label=labels.NO_STAGE
)

SEVERITIES: Final[dict[int, ChipStyle]] = {
    3: ChipStyle(fill="#a62b1c", edge="#8c1d12", ink=PAPER, label=labels.SEVERITIES[3]),
    2: ChipStyle(fill="#fbdcae", edge="#b3640c", ink="#5f3303", label=labels.SEVERITIES[2]),
    1: ChipStyle(fill="#fdf6d3", edge="#b59a2b", ink="#55470a", label=labels.SEVERITIES[1]),
}

# What is told of work: of files that are looked at, of what was done, of projects' lights

SOUND: Final = "#2f6b2f"
WARNED: Final = "#8a5a00"
WRONG: Final = "#b3122b"
AFTER: Final = "#1f5fa8"
"""Of an outline as it is once it is mended."""
AROUND: Final = "#555555"
"""Of what was there before."""
LIGHTS: Final[dict[str, str]] = {"red": "#b3261e", "yellow": "#f2c037", "green": "#2e7d4f"}

STRUCTURE: Final[dict[str, str]] = {"axis": "#7a5ea8", "belt": "#2f7f86"}
"""Colours of the spatial structure's lines by kind; other kinds have that of a zone's edge."""

# Charts

BARS: Final = (
    AreaStyle(fill=BRAND, edge=BRAND_DARK),
    AreaStyle(fill="#b9d3dd", edge=BRAND_DARK),
    AreaStyle(fill="#7ea6b6", edge=BRAND_DARK, hatch="diagonal"),
    AreaStyle(fill="#f1e3c9", edge="#7a5a1c", hatch="dots"),
)
LINES: Final = (
    MarkStyle(colour=BRAND, marker="circle"),
    MarkStyle(colour=FOCUS, marker="square"),
    MarkStyle(colour="#6b5d7b", marker="triangle"),
)
TARGETS: Final = ((4, 2), (1, 1.5), (6, 1.5, 1, 1.5))
"""Dashes of targets, in the order of the series."""
