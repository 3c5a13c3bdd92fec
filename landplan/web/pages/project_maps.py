"""Projects on small maps: one on its card, all of them with their lights."""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import quote

from fastapi import Request
from markupsafe import Markup

from gis.model import Zone
from landplan.language import Say
from landplan.web.page import address
from layers.sketch_map import Shape, sketch_map
from projects.model import Project
from projects.monitoring.lights import Light, Lit

LIGHT_NAMES: Final[Mapping[Light, tuple[str, str]]] = {
    "green": ("绿：正常", "green: on time"),
    "yellow": ("黄：滞后", "yellow: behind"),
    "red": ("红：严重滞后", "red: far behind"),
    "none": ("无记录", "nothing recorded"),
}


def card_map(zones: Sequence[Zone], project: Project, *, say: Say) -> Markup:
    """Return where a project lies: its place in its zone, or its zone where that is all known."""
    around = [zone for zone in zones if zone.zone_id == project.zone_id] or [
        zone for zone in zones if zone.parent_id is None
    ]
    shapes = [Shape(outline=zone.outline, kind="zone", title=zone.name) for zone in around]
    if project.place is not None:
        shapes.append(Shape(outline=project.place, kind="subject", title=project.name))
    return sketch_map(shapes, label=say(f"{project.name}的位置", f"where {project.name} lies"))


def board_map(
    request: Request,
    zones: Sequence[Zone],
    projects: Sequence[Project],
    lights: Mapping[str, Lit],
    *,
    say: Say,
) -> Markup:
    """Return the zones with each project of a known place in the colour of its light."""
    shapes = [Shape(outline=zone.outline, kind="zone", title=zone.name) for zone in zones]
    shapes += [
        Shape(
            outline=project.place,
            kind=f"light-{lights[project.project_id].light}",
            title=f"{project.name}（{say(*LIGHT_NAMES[lights[project.project_id].light])}）",
            address=address(request, f"/projects/{quote(project.project_id, safe='')}"),
        )
        for project in projects
        if project.place is not None
    ]
    return sketch_map(
        shapes, label=say("项目分布与进度", "the projects and how they come on"),
        width_px=960, height_px=720,
    )  # fmt: skip
