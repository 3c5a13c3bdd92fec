"""The projects of a printed map: areas, routes and points by group, each named beside its mark."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from layers.category_groups import GROUPS, group_of
from layers.report.drawing.labels import Label, Spot, spots_beside, spots_with_leader
from layers.report.drawing.patterns import MARKERS
from layers.report.maps.canvas import Canvas, is_schematic
from layers.report.maps.furniture import LegendEntry
from layers.styles import PAPER, PROJECT_GROUPS, SOFT_INK
from projects.model import Project

_ROUTES: Final = {False: "solid", True: (0, (3, 1.2))}


class ProjectLayer:
    """Draws the projects of a scene."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def draw(self) -> None:
        """Mark the projects by group: areas, routes, points; name them beside their marks."""
        projects = self.canvas.scene.projects
        drawn = [one for one in projects if one.place is not None]
        places = self.canvas.frame.placed(one.place for one in drawn)
        counts = Counter(group_of(one.category) for one in drawn)
        for group in GROUPS:
            if counts[group]:
                name = self.canvas.texts[f"group_{group}"]
                words = self.canvas.words["projects"].format(group=name, n=counts[group])
                entry = LegendEntry(text=words, mark=PROJECT_GROUPS[group])
                self.canvas.drawn.legend.append(entry)
        for project, place in zip(drawn, places, strict=True):
            if not place.is_empty:
                self._draw_one(project, place)
        self._route_legend(drawn)
        unplaced = self.unplaced()
        if unplaced:
            self.canvas.drawn.legend.append(
                LegendEntry(text=self.canvas.words["by_zone"], sign="+n")
            )
        nowhere = len(projects) - len(drawn) - sum(unplaced.values())
        if nowhere:
            self.canvas.drawn.remarks.append(self.canvas.words["nowhere"].format(n=nowhere))

    def _route_legend(self, drawn: Sequence[Project]) -> None:
        routes = [one for one in drawn if 1 in _dimensions(one.place)]
        for schematic in sorted({is_schematic(one.geometry_quality) for one in routes}):
            line = {"color": SOFT_INK, "lw": 1.4 * self.canvas.size, "ls": _ROUTES[schematic]}
            words = self.canvas.words["project_line_schematic" if schematic else "project_line"]
            self.canvas.drawn.legend.append(LegendEntry(text=words, line=line))

    def unplaced(self) -> Counter[str]:
        """Count the projects that are known only by their zone, by zone."""
        return Counter(
            one.zone_id
            for one in self.canvas.scene.projects
            if one.place is None
            and one.zone_id is not None
            and one.zone_id in self.canvas.scene.levels
        )

    def _draw_one(self, project: Project, place: BaseGeometry) -> None:
        style = PROJECT_GROUPS[group_of(project.category)]
        schematic = is_schematic(project.geometry_quality)
        self.canvas.drawn.has_schematic |= schematic
        parts = shapely.get_parts(place)
        kinds = shapely.get_dimensions(parts)
        areas, lines = list(parts[kinds == 2]), list(parts[kinds == 1])
        if areas:
            self.canvas.draw(
                areas, zorder=6, facecolor=style.colour, alpha=0.45, edgecolor=style.colour,
                linewidth=0.8,
            )  # fmt: skip
        if lines:
            self.canvas.draw(lines, zorder=6, color=PAPER, linewidth=2.6 * self.canvas.size)
            self.canvas.draw(
                lines,
                zorder=6,
                color=style.colour,
                linewidth=1.4 * self.canvas.size,
                linestyle=_ROUTES[schematic],
            )
        anchors = [shapely.get_coordinates(part)[0] for part in parts[kinds == 0]]
        for x, y in anchors:
            if self.canvas.is_seen(x, y):
                self.canvas.sheet.line(
                    (x,), (y,), marker=MARKERS[style.marker], ms=5 * self.canvas.size,
                    mfc=style.colour, mec=PAPER, mew=0.7, ls="none", zorder=7,
                )  # fmt: skip
                self.canvas.drawn.taken.append(shapely.Point(x, y).buffer(1.1 * self.canvas.size))
        self._label(project, place, style.colour)

    def _label(self, project: Project, place: BaseGeometry, colour: str) -> None:
        visible = self.canvas.visible(place)
        if visible.is_empty or not project.name.strip():
            return
        size_pt = 6.3 * self.canvas.size
        text = self.canvas.lines(project.name, 24 * self.canvas.size, size_pt)
        size = self.canvas.sheet.text_size(text, size_pt)
        spots: list[Spot] = []
        anchors = _anchors(visible)
        for x, y in anchors:
            spots += spots_beside(x, y, size, gap=1.5 * self.canvas.size)
        for x, y in anchors:
            spots += spots_with_leader(x, y, size)
        importance = project.investment_10k_cny or 0.0
        self.canvas.drawn.labels.append(
            Label(
                text=text, size=size, size_pt=size_pt, spots=spots, colour=colour,
                priority=2e6 + importance,
            )
        )  # fmt: skip


def _dimensions(place: BaseGeometry | None) -> set[int]:
    return set(shapely.get_dimensions(shapely.get_parts(place)).tolist())


def _anchors(place: BaseGeometry) -> list[tuple[float, float]]:
    """Return points of a place to name it at: along its longest line, or one for each part."""
    parts = shapely.get_parts(place)
    lines = [part for part in parts if shapely.get_dimensions(part) == 1]
    if lines:
        longest = max(lines, key=lambda line: line.length)
        shares = (0.5, 0.3, 0.7, 0.15, 0.85)
        points = [longest.interpolate(share, normalized=True) for share in shares]
    else:
        points = [shapely.point_on_surface(part) for part in parts]
    return [(point.x, point.y) for point in points]
