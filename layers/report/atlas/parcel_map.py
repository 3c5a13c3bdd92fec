"""The map of a parcel sheet: the outline with numbered points and lengths, neighbours in grey."""

import math
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import shapely
from pyproj import CRS
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from gis.geometry.area import M2_PER_HA
from gis.geometry.crs import CHINA_BOUNDS
from gis.model import ParcelStatus
from layers.report.atlas.boundary_points import BoundaryPoint
from layers.report.drawing.labels import (
    Label,
    Spot,
    clear_first,
    draw_labels,
    place_labels,
    spots_in,
    spots_with_leader,
)  # fmt: skip
from layers.report.drawing.marks import Box
from layers.report.drawing.patterns import HATCHES
from layers.report.drawing.sheet import Sheet
from layers.report.maps.frame import (
    Bounds,
    MapFrame,
    bounds_of,
    frame_for,
    land_crs,
    projected_bounds,
)  # fmt: skip
from layers.report.maps.furniture import draw_grid, draw_north_arrow, draw_scale_bar, grid_words
from layers.report.report_facts import ReportFacts
from layers.report.words import Words
from layers.styles import (
    CONTEXT_EDGE,
    INK,
    NEIGHBOUR_FILL,
    PAPER,
    PARCEL_SHEET,
    RULE,
    SOFT_INK,
)

_METRES_PER_DEGREE: Final = 111_000


class Neighbourhood:
    """All parcels of a plan, to find those around one."""

    def __init__(self, facts: ReportFacts) -> None:
        self.parcels = facts.map_facts.parcels
        self.tree = STRtree([status.parcel.outline for status in self.parcels])
        outlines = [zone.outline for zone in facts.zones]
        outlines += [status.parcel.outline for status in self.parcels]
        self.bounds: Bounds = bounds_of(outlines) or CHINA_BOUNDS

    def crs_for(self, outline: BaseGeometry) -> CRS:
        """Return the projection for a parcel of the plan."""
        return land_crs(self.bounds, bounds_of([outline]) or self.bounds)

    def around(self, status: ParcelStatus, reach_deg: float) -> list[ParcelStatus]:
        """Return the other parcels near one, in the plan's order."""
        area = shapely.box(*status.parcel.outline.bounds).buffer(reach_deg, join_style="mitre")
        found = (self.parcels[place] for place in sorted(self.tree.query(area).tolist()))
        own = status.parcel.parcel_id
        return [other for other in found if other.parcel.parcel_id != own]


class ParcelMap:
    """Draws the map of one parcel."""

    def __init__(
        self,
        status: ParcelStatus,
        points: Sequence[BoundaryPoint],
        neighbourhood: Neighbourhood,
        *,
        crs: CRS,
        language: str,
        size: float,
    ) -> None:
        self.status, self.points, self.neighbourhood = status, points, neighbourhood
        self.crs, self.language, self.size = crs, language, size
        self.words = Words(language)

    def draw(self, sheet: Sheet, box: Box) -> float:
        """Draw the map into a box and its notes below; return how far down they reach."""
        bounds = projected_bounds([self.status.parcel.outline], self.crs)
        if bounds is None:
            sheet.rectangle(box, ec=RULE)
            nothing = self.words("没有界址图形", "There is no outline")
            sheet.text(*box.middle, nothing, size_pt=9 * self.size, color=SOFT_INK, ha="center")
            return box.bottom + 4
        frame = frame_for(bounds, box, crs=self.crs, margin=0.13)
        (outline,) = frame.placed([self.status.parcel.outline])
        labels = self._draw_neighbours(sheet, frame)
        self._draw_outline(sheet, frame, outline)
        draw_grid(sheet, frame, size_pt=5.5 * self.size)
        arrow = draw_north_arrow(sheet, frame, outline, language=self.language)
        taken = [arrow, *self._draw_points(sheet, frame)]
        labels += self._name_label(sheet, outline)
        labels += self._point_labels(sheet, frame, outline)
        labels += self._edge_labels(sheet, frame)
        placed, left_out = place_labels(labels, within=frame.box, taken=taken)
        draw_labels(sheet, placed)
        unnumbered = len({label.text for label in left_out} & {one.label for one in self.points})
        return self._draw_notes(sheet, frame, unnumbered)

    def _draw_outline(self, sheet: Sheet, frame: MapFrame, outline: BaseGeometry) -> None:
        sheet.land(
            [outline],
            within=frame.box,
            facecolor=PARCEL_SHEET.fill,
            edgecolor="none",
            zorder=3,
        )
        if self.status.state == "partly_supplied":
            held = self.status.reserve_outline
            whole = self.status.parcel.outline
            supplied = whole if held is None else shapely.difference(whole, held)
            sheet.land(
                frame.placed([supplied]), within=frame.box, facecolor=PAPER,
                edgecolor=PARCEL_SHEET.edge, linewidth=0.4,
                hatch=HATCHES[PARCEL_SHEET.hatch], zorder=4,
            )  # fmt: skip
        sheet.land(
            [outline], within=frame.box, facecolor="none", edgecolor=INK,
            linewidth=1.1 * self.size, zorder=6,
        )  # fmt: skip

    def _draw_neighbours(self, sheet: Sheet, frame: MapFrame) -> list[Label]:
        """Draw the parcels around in grey; return labels with their numbers."""
        reach_m = max(frame.east - frame.west, frame.north - frame.south)
        others = self.neighbourhood.around(self.status, reach_m / _METRES_PER_DEGREE)
        placed = frame.placed(status.parcel.outline for status in others)
        sheet.land(
            placed, within=frame.box, facecolor=NEIGHBOUR_FILL, edgecolor=CONTEXT_EDGE,
            linewidth=0.5, zorder=2,
        )  # fmt: skip
        box, size_pt = frame.box, 5.8 * self.size
        labels = []
        for status, outline in zip(others, placed, strict=True):
            seen = shapely.clip_by_rect(outline, box.left, box.top, box.right, box.bottom)
            if seen.is_empty:
                continue
            text = status.parcel.parcel_id
            size = sheet.text_size(text, size_pt)
            labels.append(
                Label(
                    text=text, size=size, size_pt=size_pt, spots=spots_in(seen, size)[:12],
                    colour=SOFT_INK, priority=-1.0, halo=False,
                )
            )  # fmt: skip
        return labels

    def _draw_points(self, sheet: Sheet, frame: MapFrame) -> list[BaseGeometry]:
        if not self.points:
            return []
        places = [frame.mm(point.easting, point.northing) for point in self.points]
        xs, ys = zip(*places, strict=True)
        sheet.line(
            xs, ys, ls="none", marker="o", ms=2.6 * self.size, mfc=PAPER, mec=INK, mew=0.6,
            zorder=7,
        )  # fmt: skip
        return [shapely.Point(place).buffer(0.5 * self.size) for place in places]

    def _point_labels(self, sheet: Sheet, frame: MapFrame, outline: BaseGeometry) -> list[Label]:
        """Return the numbers of the points, each outside the parcel before inside."""
        size_pt, labels, edge = 6.0 * self.size, [], shapely.STRtree([outline.boundary])
        shapely.prepare(outline)
        count = len(self.points)
        for place, point in enumerate(self.points):
            x, y = frame.mm(point.easting, point.northing)
            size = sheet.text_size(point.label, size_pt)
            size = (size[0], size[1] * 0.8)
            away = [
                Spot(
                    x=x + math.cos(angle) * (size[0] / 2 + far),
                    y=y + math.sin(angle) * (size[1] / 2 + far),
                )
                for far in (1.2, 2.2)
                for angle in np.arange(0, 2 * math.pi, math.pi / 8)
            ]
            outside = ~shapely.contains_xy(outline, [(spot.x, spot.y) for spot in away])
            order = np.argsort(~outside, kind="stable")
            labels.append(
                Label(
                    text=point.label, size=size, size_pt=size_pt,
                    spots=clear_first([away[at] for at in order], size, edge),
                    priority=3 - place / (count + 1), halo=False,
                )
            )  # fmt: skip
        return labels

    def _edge_labels(self, sheet: Sheet, frame: MapFrame) -> list[Label]:
        """Return the lengths of the edges that have room, along them."""
        size_pt, labels = 5.6 * self.size, []
        for here, there in self._edges():
            (x0, y0), (x1, y1) = (frame.mm(p.easting, p.northing) for p in (here, there))
            text = self.words.figure(here.length_m, "ha")
            size = sheet.text_size(text, size_pt)
            long_mm = math.hypot(x1 - x0, y1 - y0)
            if long_mm < size[0] + 2.5:
                continue
            angle = math.degrees(math.atan2(y0 - y1, x1 - x0))
            angle = (angle + 90) % 180 - 90  # never upside down
            across = ((y1 - y0) / long_mm, (x0 - x1) / long_mm)
            height = size[1] * 0.8
            spots = [
                Spot(
                    x=(x0 + x1) / 2 + across[0] * side * (height / 2 + 0.7),
                    y=(y0 + y1) / 2 + across[1] * side * (height / 2 + 0.7),
                    angle=angle,
                )
                for side in (-1, 1)  # inside first: the outer side is for the points' numbers
            ]
            labels.append(
                Label(
                    text=text, size=(size[0], height), size_pt=size_pt, spots=spots,
                    colour=SOFT_INK, priority=1 + 1e-4 * long_mm, halo=False,
                )
            )  # fmt: skip
        return labels

    def _edges(self) -> Iterator[tuple[BoundaryPoint, BoundaryPoint]]:
        """Yield the points at both ends of every edge."""
        first = 0
        for place, point in enumerate(self.points):
            is_last = place + 1 == len(self.points) or self.points[place + 1].ring != point.ring
            yield point, self.points[first if is_last else place + 1]
            if is_last:
                first = place + 1

    def _name_label(self, sheet: Sheet, outline: BaseGeometry) -> list[Label]:
        """Return the label in the middle: number over land use, area."""
        if outline.is_empty:
            return []
        size_pt, parcel = 8.0 * self.size, self.status.parcel
        text = sheet.fitted(parcel.parcel_id, 60 * self.size, size_pt, bold=True)
        detail = f"{self.words.figure(self.status.measured_ha * M2_PER_HA, 'm2')} m²"
        across, down = sheet.text_size(text, size_pt, bold=True)
        size = (max(across, sheet.text_size(detail, size_pt)[0]), down * 1.8)
        middle = shapely.point_on_surface(outline)
        spots = spots_in(outline, size) + spots_with_leader(middle.x, middle.y, size)
        return [
            Label(
                text=text, size=size, size_pt=size_pt, spots=spots, detail=detail, bold=True,
                priority=5,
            )
        ]  # fmt: skip

    def _draw_notes(self, sheet: Sheet, frame: MapFrame, unnumbered: int) -> float:
        words, size, box = self.words, self.size, frame.box
        top = box.bottom + 4.5 * size
        draw_scale_bar(
            sheet, frame, left=box.left, top=top, longest_mm=52 * size,
            language=self.language, size_pt=6.3 * size,
        )  # fmt: skip
        notes = [
            grid_words(frame, self.language),
            words(
                "界址点坐标单位为米，X 向北，Y 向东（含带号）；边长由坐标反算；面积按椭球量算",
                "Coordinates in metres, X to the north, Y to the east (with the zone's number); "
                "lengths from coordinates; areas on the ellipsoid",
            ),
        ]
        if self.status.state == "partly_supplied":
            notes.append(words("斜线部分已出库", "Hatched: supplied"))
        if unnumbered:
            notes.append(
                words(f"图上未注 {unnumbered} 个界址点号", f"{unnumbered} numbers not on the map")
            )
        left = box.left + 68 * size
        y = top + 2
        for note in notes:
            for line in sheet.wrapped(note, box.right - left, 5.8 * size, most=2):
                sheet.text(left, y, line, size_pt=5.8 * size, color=SOFT_INK)
                y += 2.8 * size
        return max(y, top + 11 * size) + 1.5
