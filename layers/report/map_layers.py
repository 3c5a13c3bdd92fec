"""The layers of a printed map: zones, parcels by state, projects; each with legend and labels."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from gis.model import GeometryQuality, ParcelStatus, Zone
from layers.category_groups import GROUPS, group_of
from layers.report.cells import shown
from layers.report.colours import (
    BORDER,
    CONTEXT_EDGE,
    GROUND,
    INK,
    PAPER,
    PARCEL_STATES,
    PROJECT_GROUPS,
    SOFT_INK,
    ZONE_TINTS,
    darker,
)
from layers.report.map_frame import MapFrame
from layers.report.map_furniture import LegendEntry
from layers.report.map_labels import (
    DETAIL_SIZE,
    Label,
    Spot,
    clear_first,
    spots_beside,
    spots_in,
    spots_over,
    spots_with_leader,
)
from layers.report.map_scene import Scene, place_of
from layers.report.sheet import Sheet
from layers.texts import texts
from projects.model import Measure, Project

WORDS: Final[dict[str, tuple[str, str]]] = {
    "level_1": ("一级片区（{n} 个）", "First-level zones ({n})"),
    "level_2": ("二级片区（{n} 个）", "Second-level zones ({n})"),
    "level_3": ("三级片区（{n} 个）", "Third-level zones ({n})"),
    "level_more": ("下级片区（{n} 个）", "Further zones ({n})"),
    "schematic": ("虚线：示意边界", "Dashed: schematic outline"),
    "parcels": ("{state}（{n} 宗）", "{state} ({n})"),
    "projects": ("{group}（{n} 项）", "{group} ({n})"),
    "project_line": ("线位", "Route"),
    "project_line_schematic": ("示意线位", "Schematic route"),
    "in_zone": ("+{n}", "+{n}"),
    "by_zone": ("只知所在片区的项目数", "Projects known only by zone"),
    "only_zone": ("只知在{zone}的项目 {n} 项", "{n} projects known only to be in {zone}"),
    "nowhere": ("未载明位置的项目 {n} 项", "{n} projects without a place"),
}

_HEADLINES: Final[tuple[Measure, ...]] = ("storage", "supply")
_LINE_WIDTHS: Final = (1.5, 1.1, 0.7, 0.5)
_DASHES: Final = (0, (4, 2))
_ROUTES: Final = {False: "solid", True: (0, (3, 1.2))}
_SEAM_MM: Final = 0.05
"""Borders that lie this close on the paper are one line."""


@dataclass(slots=True)
class Drawn:
    """What layers leave to be set after them: labels, legend, marks to keep clear, remarks."""

    labels: list[Label] = field(default_factory=list)
    legend: list[LegendEntry] = field(default_factory=list)
    taken: list[BaseGeometry] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unnamed: int = 0
    has_schematic: bool = False
    shows_ledger: bool = False


class Layers:
    """Draws the layers of one scene in one frame; `size` scales its type (1 on A4)."""

    def __init__(
        self, sheet: Sheet, frame: MapFrame, scene: Scene, *, language: str, size: float
    ) -> None:
        self.sheet, self.frame, self.scene, self.size = sheet, frame, scene, size
        self.words = {key: pair[language == "en"] for key, pair in WORDS.items()}
        self.texts = texts(language)
        self.drawn = Drawn()
        outlines = frame.placed(zone.outline for zone in scene.zones.values())
        self.outlines: dict[str, BaseGeometry] = dict(zip(scene.zones, outlines, strict=True))

    def draw(self) -> Drawn:
        """Draw what the map is about."""
        subject = self.scene.print_map.subject
        self.zone_grounds(coloured=subject == "zones")
        if subject == "parcels":
            self.parcels(self.scene.parcels)
        if subject == "projects":
            self.projects(self.scene.projects)
        self.zone_borders()
        self.zone_labels(soft=subject != "zones")
        return self.drawn

    # Zones

    def zone_grounds(self, *, coloured: bool) -> None:
        """Fill the zones: the surroundings pale, those of the map by first-level zone and depth."""
        around = [zone for zone in self.scene.zones if zone not in self.scene.levels]
        edge: dict[str, Any] = {"edgecolor": CONTEXT_EDGE, "linewidth": 0.4}
        self._land([self.outlines[key] for key in around], facecolor="none", zorder=3, **edge)
        tints = self._tints()
        for zone in self.scene.subjects:
            colour = tints[zone.zone_id] if coloured else GROUND
            self._land([self.outlines[zone.zone_id]], facecolor=colour, zorder=2, linewidth=0)

    def _tints(self) -> dict[str, str]:
        """Return each zone's ground: its first-level zone's tint, darker the deeper it lies."""
        levels, tints = self.scene.levels, dict[str, str]()
        firsts = iter(range(len(levels)))
        alone = len(levels) == 1
        for zone in self.scene.subjects:
            level = levels[zone.zone_id]
            if level > 1 and zone.parent_id in tints:
                tints[zone.zone_id] = darker(tints[zone.parent_id], 1)
            elif level == 1 or alone:
                tints[zone.zone_id] = ZONE_TINTS[next(firsts) % len(ZONE_TINTS)]
            else:
                tints[zone.zone_id] = GROUND
        return tints

    def zone_borders(self) -> None:
        """Draw each border once, in the line of the highest zone it belongs to."""
        by_kind: defaultdict[tuple[int, bool], list[Zone]] = defaultdict(list)
        for zone in self.scene.subjects:
            if not zone.outline.is_empty:
                level = min(self.scene.levels[zone.zone_id], 3)
                by_kind[level, is_schematic(zone.geometry_quality)].append(zone)
        done: BaseGeometry = shapely.MultiLineString()
        soft = self.scene.print_map.subject != "zones"
        counts = Counter(level for (level, _), zones in by_kind.items() for _ in zones)
        for (level, schematic), zones in sorted(by_kind.items()):
            rings = [self.outlines[zone.zone_id].boundary for zone in zones]
            lines = shapely.union_all(rings, grid_size=_SEAM_MM)
            fresh = shapely.difference(lines, done, grid_size=_SEAM_MM)
            done = shapely.union(done, lines, grid_size=_SEAM_MM)
            style = self._border(level, schematic, soft=soft)
            self._land([shapely.line_merge(fresh)], zorder=5, **style)
            self.drawn.has_schematic |= schematic
        for level in sorted(counts):
            schematic = (level, True) in by_kind
            line = self._border(level, schematic, soft=soft)
            self.drawn.legend.append(
                LegendEntry(
                    text=self._level_words(level, counts[level]),
                    line={"color": line["color"], "lw": line["linewidth"], "ls": line["linestyle"]},
                )
            )
        if any(schematic for _, schematic in by_kind):
            dashed = {"color": BORDER, "lw": 0.7 * self.size, "ls": _DASHES}
            self.drawn.legend.append(LegendEntry(text=self.words["schematic"], line=dashed))

    def _border(self, level: int, schematic: bool, *, soft: bool) -> dict[str, Any]:
        """Return the line of a border; `soft` where the map is about something else."""
        colour = INK if level == 0 else CONTEXT_EDGE if soft else BORDER
        return {
            "color": colour,
            "linewidth": _LINE_WIDTHS[level] * self.size * (0.75 if soft else 1),
            "linestyle": _DASHES if schematic else "solid",
        }

    def _level_words(self, level: int, count: int) -> str:
        if level == 0:
            top = next(zone for zone in self.scene.subjects)
            return self.sheet.fitted(top.name, 30 * self.size, 7 * self.size)
        words = self.words.get(f"level_{level}", self.words["level_more"])
        deepest = max(self.scene.levels.values())
        return (words if level < 3 or deepest == 3 else self.words["level_more"]).format(n=count)

    def zone_labels(self, *, soft: bool) -> None:
        """Name the zones: the higher the larger; each away from the zones within it."""
        counts, land = Counter[str](), self._parcel_cover()
        if self.scene.print_map.subject == "projects":
            counts = self._unplaced_projects()
        for zone in self.scene.subjects:
            level = self.scene.levels[zone.zone_id]
            visible = self._visible(self.outlines[zone.zone_id])
            is_title = level == 0 and len(self.scene.levels) > 1 and soft
            if is_title and counts[zone.zone_id]:
                self.drawn.remarks.append(
                    self.words["only_zone"].format(zone=zone.name, n=counts[zone.zone_id])
                )
            if is_title or visible.is_empty:
                continue
            name = zone.name
            if counts[zone.zone_id]:
                name += " " + self.words["in_zone"].format(n=counts[zone.zone_id])
            self.drawn.labels.append(self._zone_label(zone, name, visible, land, level, soft))

    def _zone_label(
        self,
        zone: Zone,
        name: str,
        visible: BaseGeometry,
        land: BaseGeometry | None,
        level: int,
        soft: bool,
    ) -> Label:
        size_pt, bold = (9.5, 8.5, 7.5, 6.8)[min(level, 3)] * self.size, level <= 1
        detail = "" if soft else self._progress(zone)
        detail_size = self.sheet.text_size(detail, size_pt * DETAIL_SIZE) if detail else (0.0, 0.0)
        within = self._without_parts(zone, visible)
        for width in (36, 26):  # on one line if it fits its zone, else on two
            text = self._lines(name, width * self.size, size_pt, bold=bold)
            across, down = self.sheet.text_size(text, size_pt, bold=bold)
            size = max(across, detail_size[0]), down + detail_size[1]
            inside = spots_in(within, size)
            if inside:
                break
        middle = shapely.point_on_surface(visible)
        spots = inside + spots_in(visible, size) + spots_over(visible)
        spots += spots_with_leader(middle.x, middle.y, size)
        return Label(
            text=text,
            size=size,
            size_pt=size_pt,
            spots=spots if land is None else clear_first(spots, size, land),
            detail=detail,
            bold=bold,
            priority=1e6 - float(visible.area),  # the larger have more places left to choose from
            colour=SOFT_INK if soft else INK,
        )

    def _progress(self, zone: Zone) -> str:
        """Return how far a zone's targets of storage and supply are, in percent."""
        reached = {
            row.measure: row.percent
            for row in self.scene.facts.balance.rows
            if row.zone == zone.zone_id and row.percent is not None
        }
        self.drawn.shows_ledger |= bool(reached)
        return "  ".join(
            f"{self.texts[f'measure_{measure}']} {shown(reached[measure], 'percent')}"
            for measure in _HEADLINES
            if measure in reached
        )

    def _without_parts(self, zone: Zone, visible: BaseGeometry) -> BaseGeometry:
        parts = [
            self.outlines[other.zone_id]
            for other in self.scene.subjects
            if other.parent_id == zone.zone_id
        ]
        return visible.difference(shapely.union_all(parts)) if parts else visible

    # Parcels

    def parcels(self, statuses: Sequence[ParcelStatus]) -> None:
        """Fill the parcels by state, those with the most land first; name those with room."""
        self.drawn.shows_ledger |= bool(statuses)
        placed = self.frame.placed(status.parcel.outline for status in statuses)
        counts = Counter(status.state for status in statuses)
        states = np.array([status.state for status in statuses], dtype=object)
        for state, style in PARCEL_STATES.items():
            if not counts[state]:
                continue
            self._land(
                list(placed[states == state].simplify(0.02)), zorder=4, facecolor=style.fill,
                edgecolor=style.edge, linewidth=0.35, hatch=style.hatch or None,
            )  # fmt: skip
            words = self.words["parcels"].format(
                state=self.texts[f"state_{state}"], n=counts[state]
            )
            self.drawn.legend.append(LegendEntry(text=words, area=style))
        size_pt = 5.8 * self.size
        for status, outline in zip(statuses, placed, strict=True):
            visible = self._visible(outline)
            if not visible.is_empty and _height(visible) > size_pt / 2.5:
                self._parcel_label(status, visible, size_pt)
            else:
                self.drawn.unnamed += 1

    def _parcel_label(self, status: ParcelStatus, outline: BaseGeometry, size_pt: float) -> None:
        name = status.parcel.name or status.parcel.parcel_id
        for text in (name, self._lines(name, 9 * self.size, size_pt)):
            size = self.sheet.text_size(text, size_pt)
            spots = spots_in(outline, size)
            if spots:
                break
        self.drawn.labels.append(
            Label(
                text=text, size=size, size_pt=size_pt, spots=spots, priority=float(outline.area),
                colour=PAPER if status.state == "supplied" else INK,
                halo=status.state != "supplied",
            )
        )  # fmt: skip

    def _parcel_cover(self) -> BaseGeometry | None:
        if self.scene.print_map.subject != "parcels" or not self.scene.parcels:
            return None
        placed = self.frame.placed(status.parcel.outline for status in self.scene.parcels)
        return shapely.union_all(placed.simplify(0.1).buffer(0))

    # Projects

    def projects(self, projects: Sequence[Project]) -> None:
        """Mark the projects by group: areas, routes, points; name them beside their marks."""
        for group in GROUPS:
            members = [one for one in projects if group_of(one.category) == group]
            if not members:
                continue
            style = PROJECT_GROUPS[group]
            words = self.words["projects"].format(
                group=self.texts[f"group_{group}"], n=len(members)
            )
            self.drawn.legend.append(LegendEntry(text=words, mark=style))
        drawn = [one for one in projects if place_of(one) is not None]
        places = self.frame.placed(place_of(one) for one in drawn)
        for project, place in zip(drawn, places, strict=True):
            if not place.is_empty:
                self._project(project, place)
        self._route_legend(drawn)
        unplaced = self._unplaced_projects()
        if unplaced:
            self.drawn.legend.append(LegendEntry(text=self.words["by_zone"], sign="+n"))
        nowhere = len(projects) - len(drawn) - sum(unplaced.values())
        if nowhere:
            self.drawn.remarks.append(self.words["nowhere"].format(n=nowhere))

    def _route_legend(self, drawn: Sequence[Project]) -> None:
        routes = [one for one in drawn if 1 in _dimensions(place_of(one))]
        for schematic in sorted({is_schematic(one.geometry_quality) for one in routes}):
            line = {"color": SOFT_INK, "lw": 1.4 * self.size, "ls": _ROUTES[schematic]}
            words = self.words["project_line_schematic" if schematic else "project_line"]
            self.drawn.legend.append(LegendEntry(text=words, line=line))

    def _unplaced_projects(self) -> Counter[str]:
        """Count the projects that are known only by their zone, by zone."""
        return Counter(
            one.zone_id
            for one in self.scene.projects
            if place_of(one) is None
            and one.zone_id is not None
            and one.zone_id in self.scene.levels
        )

    def _project(self, project: Project, place: BaseGeometry) -> None:
        style = PROJECT_GROUPS[group_of(project.category)]
        schematic = is_schematic(project.geometry_quality)
        self.drawn.has_schematic |= schematic
        parts = shapely.get_parts(place)
        kinds = shapely.get_dimensions(parts)
        areas, lines = list(parts[kinds == 2]), list(parts[kinds == 1])
        if areas:
            self._land(
                areas, zorder=6, facecolor=style.colour, alpha=0.45, edgecolor=style.colour,
                linewidth=0.8,
            )  # fmt: skip
        if lines:
            self._land(lines, zorder=6, color=PAPER, linewidth=2.6 * self.size)
            self._land(
                lines,
                zorder=6,
                color=style.colour,
                linewidth=1.4 * self.size,
                linestyle=_ROUTES[schematic],
            )
        anchors = [shapely.get_coordinates(part)[0] for part in parts[kinds == 0]]
        for x, y in anchors:
            if self._is_seen(x, y):
                self.sheet.line(
                    (x,), (y,), marker=style.marker, ms=5 * self.size, mfc=style.colour,
                    mec=PAPER, mew=0.7, ls="none", zorder=7,
                )  # fmt: skip
                self.drawn.taken.append(shapely.Point(x, y).buffer(1.1 * self.size))
        self._project_label(project, place, style.colour)

    def _project_label(self, project: Project, place: BaseGeometry, colour: str) -> None:
        visible = self._visible(place)
        if visible.is_empty:
            return
        size_pt = 6.3 * self.size
        text = self._lines(project.name, 24 * self.size, size_pt)
        size = self.sheet.text_size(text, size_pt)
        spots: list[Spot] = []
        anchors = _anchors(visible)
        for x, y in anchors:
            spots += spots_beside(x, y, size, gap=1.5 * self.size)
        for x, y in anchors:
            spots += spots_with_leader(x, y, size)
        importance = project.investment_10k_cny or 0.0
        self.drawn.labels.append(
            Label(
                text=text, size=size, size_pt=size_pt, spots=spots, colour=colour,
                priority=2e6 + importance,
            )
        )  # fmt: skip

    # Common

    def land(self) -> BaseGeometry:
        """Return the land that the map is about, where it can be seen."""
        tops = [zone for zone in self.scene.subjects if self.scene.levels[zone.zone_id] <= 1]
        return self._visible(shapely.union_all([self.outlines[zone.zone_id] for zone in tops]))

    def _land(self, shapes: Sequence[BaseGeometry], **style: Any) -> None:
        import geopandas as gpd

        self.sheet.land(gpd.GeoSeries(list(shapes)), within=self.frame.box, **style)

    def _visible(self, outline: BaseGeometry) -> BaseGeometry:
        box = self.frame.box
        return shapely.clip_by_rect(outline, box.left, box.top, box.right, box.bottom)

    def _is_seen(self, x: float, y: float) -> bool:
        box = self.frame.box
        return box.left <= x <= box.right and box.top <= y <= box.bottom

    def _lines(self, text: str, width: float, size_pt: float, *, bold: bool = False) -> str:
        """Return text on one line if that is within a width, else on two of even length."""
        lines = self.sheet.wrapped(text, width, size_pt, most=2, bold=bold)
        if len(lines) == 2:
            even = self.sheet.text_size(text, size_pt, bold=bold)[0] / 2 + size_pt / 5
            if even < width:
                lines = self.sheet.wrapped(text, even, size_pt, most=2, bold=bold)
        return "\n".join(lines)


def is_schematic(quality: GeometryQuality | str) -> bool:
    """Tell whether an outline is drawn from words."""
    return quality == "schematic"


def _dimensions(place: BaseGeometry | None) -> set[int]:
    return set(shapely.get_dimensions(shapely.get_parts(place)).tolist())


def _height(outline: BaseGeometry) -> float:
    return float(outline.bounds[3] - outline.bounds[1])


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
