"""The zones of a printed map: grounds by how far their targets are, borders by level, names."""

from collections import Counter, defaultdict
from typing import Any, Final

import shapely
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from gis.model import Zone
from layers.report.cells import shown
from layers.report.drawing.labels import (
    DETAIL_SIZE,
    Label,
    clear_first,
    spots_in,
    spots_over,
    spots_with_leader,
)  # fmt: skip
from layers.report.drawing.patterns import HATCHES
from layers.report.maps.canvas import Canvas, is_schematic
from layers.report.maps.fulfilment import HEADLINES, fulfilment
from layers.report.maps.furniture import LegendEntry
from layers.styles import (
    BORDER,
    CONTEXT_EDGE,
    GROUND,
    INK,
    NO_TARGET,
    NOT_BEGUN,
    SOFT_INK,
    STATUSES,
    ZONE_BORDERS_PT,
)

_TYPE_PT: Final = (9.5, 8.5, 7.5, 6.8)
_DASHES: Final = (0, (4, 2))
_WIDE_HATCH: Final = 2
"""Signs of a hatch that names can be read on."""
_SEAM_MM: Final = 0.05
"""Borders that lie this close on the paper are one line."""


class ZoneLayer:
    """Draws the zones; `soft` where the map is about something else."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.soft = canvas.scene.print_map.subject != "zones"

    def grounds(self) -> None:
        """Fill the zones: the surroundings pale, those of the map by their targets."""
        around = [zone for zone in self.canvas.scene.zones if zone not in self.canvas.scene.levels]
        edge: dict[str, Any] = {"edgecolor": CONTEXT_EDGE, "linewidth": 0.4}
        self.canvas.draw(
            [self.canvas.outlines[key] for key in around], facecolor="none", zorder=3, **edge
        )
        if self.soft:
            for zone in self.canvas.scene.subjects:
                outline = self.canvas.outlines[zone.zone_id]
                self.canvas.draw([outline], facecolor=GROUND, zorder=2, linewidth=0)
        else:
            self._fill()

    def _fill(self) -> None:
        """Fill each zone by how far its targets are, and say so in the legend."""
        drawn, styles = self.canvas.drawn, fulfilment(self.canvas.scene.facts)
        for zone in self.canvas.scene.subjects:
            style = styles[zone.zone_id]
            hatch = HATCHES[style.hatch]
            self.canvas.draw(
                [self.canvas.outlines[zone.zone_id]], facecolor=style.fill, zorder=2, linewidth=0,
                edgecolor=style.line or style.edge,
                hatch=None if hatch is None else hatch[:_WIDE_HATCH],
            )  # fmt: skip
        counts = Counter(styles[zone.zone_id] for zone in self.canvas.scene.subjects)
        looks = [style.fill for style in (*STATUSES.values(), NO_TARGET)]
        for style, count in sorted(counts.items(), key=lambda told: looks.index(told[0].fill)):
            name = style.label.say(self.canvas.language)
            words = self.canvas.words["fulfilment"].format(status=name, n=count)
            drawn.legend.append(LegendEntry(text=words, area=style))
        if not set(counts) <= {NO_TARGET, NOT_BEGUN}:
            drawn.shows_ledger = True
            drawn.remarks.append(self.canvas.words["poorer_target"])

    def borders(self) -> None:
        """Draw each border once, in the line of the highest zone it belongs to."""
        by_kind: defaultdict[tuple[int, bool], list[Zone]] = defaultdict(list)
        for zone in self.canvas.scene.subjects:
            if not zone.outline.is_empty:
                level = min(self.canvas.scene.levels[zone.zone_id], 3)
                by_kind[level, is_schematic(zone.geometry_quality)].append(zone)
        done: BaseGeometry | None = None
        counts = Counter(level for (level, _), zones in by_kind.items() for _ in zones)
        for (level, schematic), zones in sorted(by_kind.items()):
            rings = [self.canvas.outlines[zone.zone_id].boundary for zone in zones]
            lines = shapely.union_all(rings, grid_size=_SEAM_MM)
            fresh = lines if done is None else shapely.difference(lines, done, grid_size=_SEAM_MM)
            done = lines if done is None else shapely.union(done, lines, grid_size=_SEAM_MM)
            style = self._border(level, schematic)
            self.canvas.draw([shapely.line_merge(fresh)], zorder=5, **style)
            self.canvas.drawn.has_schematic |= schematic
        for level in sorted(counts):
            schematic = (level, True) in by_kind
            line = self._border(level, schematic)
            self.canvas.drawn.legend.append(
                LegendEntry(
                    text=self._level_words(level, counts[level]),
                    line={"color": line["color"], "lw": line["linewidth"], "ls": line["linestyle"]},
                )
            )
        if any(schematic for _, schematic in by_kind):
            dashed = {"color": BORDER, "lw": 0.7 * self.canvas.size, "ls": _DASHES}
            self.canvas.drawn.legend.append(
                LegendEntry(text=self.canvas.words["schematic"], line=dashed)
            )

    def _border(self, level: int, schematic: bool) -> dict[str, Any]:
        colour = INK if level == 0 else CONTEXT_EDGE if self.soft else BORDER
        return {
            "color": colour,
            "linewidth": ZONE_BORDERS_PT[level] * self.canvas.size * (0.75 if self.soft else 1),
            "linestyle": _DASHES if schematic else "solid",
        }

    def _level_words(self, level: int, count: int) -> str:
        if level == 0:
            name = self.canvas.scene.subjects[0].name
            return self.canvas.sheet.fitted(name, 30 * self.canvas.size, 7 * self.canvas.size)
        words = self.canvas.words
        is_last_of_more = level == 3 and max(self.canvas.scene.levels.values()) > 3
        return words["level_more" if is_last_of_more else f"level_{level}"].format(n=count)

    def labels(self, *, beside: STRtree | None, counts: Counter[str]) -> None:
        """Name the zones, the higher the larger, each away from the zones within it.

        Parameters
        ----------
        beside
            The land that the names should rather not cover; None: none.
        counts
            Numbers to set behind the names, by zone id.
        """
        scene, words = self.canvas.scene, self.canvas.words
        for zone in scene.subjects:
            is_title = scene.levels[zone.zone_id] == 0 and len(scene.levels) > 1 and self.soft
            count, name = counts[zone.zone_id], zone.name
            if is_title and count:
                remark = words["only_zone"].format(zone=zone.name, n=count)
                self.canvas.drawn.remarks.append(remark)
            visible = self.canvas.visible(self.canvas.outlines[zone.zone_id])
            if is_title or visible.is_empty or not name.strip():
                continue
            if count:
                name += " " + words["in_zone"].format(n=count)
            self.canvas.drawn.labels.append(self._label(zone, name, visible, beside))

    def _label(self, zone: Zone, name: str, visible: BaseGeometry, beside: STRtree | None) -> Label:
        level = self.canvas.scene.levels[zone.zone_id]
        size_pt, bold = _TYPE_PT[min(level, 3)] * self.canvas.size, level <= 1
        detail = "" if self.soft else self._progress(zone)
        detail_size = (
            self.canvas.sheet.text_size(detail, size_pt * DETAIL_SIZE) if detail else (0.0, 0.0)
        )
        within = self._without_parts(zone, visible)
        for width in (36, 26):  # on one line if it fits its zone, else on two
            text = self.canvas.lines(name, width * self.canvas.size, size_pt, bold=bold)
            across, down = self.canvas.sheet.text_size(text, size_pt, bold=bold)
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
            spots=spots if beside is None else clear_first(spots, size, beside),
            detail=detail,
            bold=bold,
            priority=1e6 - float(visible.area),  # the larger have more places left to choose from
            colour=SOFT_INK if self.soft else INK,
        )

    def _progress(self, zone: Zone) -> str:
        """Return how far a zone's targets of storage and supply are, in percent."""
        reached = {
            row.measure: row.percent
            for row in self.canvas.scene.facts.balance.rows
            if row.zone == zone.zone_id and row.percent is not None
        }
        self.canvas.drawn.shows_ledger |= bool(reached)
        return "  ".join(
            f"{self.canvas.texts[f'measure_{measure}']} {shown(reached[measure], 'percent')}"
            for measure in HEADLINES
            if measure in reached
        )

    def _without_parts(self, zone: Zone, visible: BaseGeometry) -> BaseGeometry:
        parts = [
            self.canvas.outlines[other.zone_id]
            for other in self.canvas.scene.subjects
            if other.parent_id == zone.zone_id
        ]
        return visible.difference(shapely.union_all(parts)) if parts else visible
