"""The styles as a page takes them: variables for its style sheets, data for its scripts."""

import re
from collections.abc import Iterator
from typing import Any, Final

from layers import styles
from layers.styles import AreaStyle, ChipStyle, Hatch

HATCH_PX: Final = 10
"""Width and height of the tile of a hatch."""
HATCH_STROKE_PX: Final = 0.9
HATCH_PATHS: Final[dict[Hatch, str]] = {
    "diagonal": "M0 10L10 0M-2 2L2 -2M8 12L12 8",
    "fine diagonal": "M0 5L5 0M0 10L10 0M5 10L10 5",
    "cross": "M0 10L10 0M0 0L10 10",
    "dots": "M2.5 2.5h.1M7.5 7.5h.1",
}
"""Hatches as SVG's paths within the tile."""

_INKS = {
    "ink": styles.INK,
    "ink-soft": styles.SOFT_INK,
    "line": styles.THIN_RULE,
    "line-strong": styles.RULE,
    "paper": styles.PAPER,
    "ground": styles.GROUND,
    "tint": styles.TINT,
    "brand": styles.BRAND,
    "brand-dark": styles.BRAND_DARK,
    "focus": styles.FOCUS,
    "sample": styles.WARNING,
    "measuring": styles.MEASURING,
    "zone-edge": styles.ZONE_EDGE.colour,
    "district": styles.DISTRICT.colour,
    "other-category": styles.OTHER_CATEGORY,
    "sound": styles.SOUND,
    "warned": styles.WARNED,
    "wrong": styles.WRONG,
    "after": styles.AFTER,
    "around": styles.AROUND,
    **{f"light-{light}": colour for light, colour in styles.LIGHTS.items()},
}


def css_variables() -> str:
    """Return a rule for `:root` that names every colour, hatch and chip of the styles.

    `--status-behind` and its like are values of `background`, hatch included; the names end as
    the classes of the pages do (`on_track`, stage 0 to 3, severity 1 to 3).
    """
    lines = "".join(f"  --{name}: {value};\n" for name, value in _variables().items())
    return f":root {{\n{lines}}}\n"


def settled(css: str) -> str:
    """Return a style sheet with values for its variables, where a reader of CSS knows none."""
    told = _variables()
    return re.sub(r"var\(--([\w-]+)\)", lambda found: told.get(found[1], found[0]), css)


def _variables() -> dict[str, str]:
    told = dict(_INKS)
    for status, area in _statuses().items():
        told[f"status-{status}"] = background(area)
        told[f"status-{status}-line"] = area.line or area.edge
    for state, area in styles.PARCEL_STATES.items():
        told |= {f"state-{state}": area.fill, f"state-{state}-edge": area.edge}
    stages = {**dict(enumerate(styles.STAGES.values())), -1: styles.NO_STAGE}
    for number, chip in stages.items():
        told |= dict(_chip(f"stage-{number}", chip))
    for severity, chip in styles.SEVERITIES.items():
        told |= dict(_chip(f"severity-{severity}", chip))
    return told


def background(area: AreaStyle) -> str:
    """Return an area's ground and hatch as CSS's `background`."""
    line = area.line or area.edge
    falling = f"repeating-linear-gradient(-45deg, {area.fill} 0 3px, {line} 3px 4px)"
    if area.hatch == "":
        return area.fill
    if area.hatch == "cross":
        rising = f"repeating-linear-gradient(45deg, transparent 0 3px, {line} 3px 4px)"
        return f"{rising}, {falling}"
    return falling


def style_data() -> dict[str, Any]:
    """Return what the map's scripts draw with: JSON; widths in pixels."""
    return {
        "statuses": {status: _area(area) for status, area in _statuses().items()},
        "states": {state: _area(area) for state, area in styles.PARCEL_STATES.items()},
        "parcel_px": styles.PARCEL_PX,
        "zone": _line(styles.ZONE_EDGE),
        "high_zone": _line(styles.HIGH_ZONE_EDGE),
        "district": _line(styles.DISTRICT),
        "chosen_zone": _line(styles.CHOSEN_ZONE),
        "chosen_parcel": _line(styles.CHOSEN_PARCEL),
        "changed_parcel": _line(styles.CHANGED_PARCEL),
        "zone_dashes": dashes(styles.ZONE_DASHES),
        "district_dashes": dashes(styles.DISTRICT_DASHES),
        "hatches": {"px": HATCH_PX, "stroke_px": HATCH_STROKE_PX, "paths": HATCH_PATHS},
        "project_px": styles.PROJECT_PX,
        "project_halo": _line(styles.PROJECT_HALO),
        "project_opacity": styles.PROJECT_OPACITY,
        "project_dashes": dashes(styles.PROJECT_DASHES),
        "categories": list(styles.CATEGORY_COLOURS),
        "other_category": styles.OTHER_CATEGORY,
        "structure": styles.STRUCTURE,
        "measuring": styles.MEASURING,
    }


def _statuses() -> dict[str, AreaStyle]:
    told = {status.replace(" ", "_"): area for status, area in styles.STATUSES.items()}
    return {**told, "not_begun": styles.NOT_BEGUN, "none": styles.NO_TARGET}


def _chip(name: str, chip: ChipStyle) -> Iterator[tuple[str, str]]:
    yield name, chip.fill
    yield f"{name}-edge", f"{chip.frame} {chip.edge}"
    yield f"{name}-ink", chip.ink


def _area(area: AreaStyle) -> dict[str, str]:
    return {
        "fill": translucent(area),
        "edge": area.edge,
        "hatch": area.hatch,
        "line": area.line or area.edge,
    }


def translucent(area: AreaStyle) -> str:
    """Return an area's ground as a CSS colour with its opacity."""
    if area.opacity == 1:
        return area.fill
    red, green, blue = (int(area.fill[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{area.opacity:g})"


def dashes(lengths: tuple[float, ...]) -> str:
    """Return dashes and gaps as SVG and Leaflet take them."""
    return " ".join(f"{length:g}" for length in lengths)


def _line(line: styles.LineStyle) -> dict[str, Any]:
    return {"color": line.colour, "weight": line.px}
