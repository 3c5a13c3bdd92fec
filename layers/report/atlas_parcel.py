"""The sheets of an atlas for one parcel, after the 宗地图 of the cadastral survey (TD/T 1001).

The first holds what is known of the parcel, its outline with numbered boundary points and the
lengths between them, its neighbours in grey, the ledger's events, and the coordinates of the
boundary points. What finds no room goes on further sheets.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import shapely
from shapely import MultiPolygon, STRtree
from shapely.geometry.base import BaseGeometry

from gis.area import M2_PER_HA, MU_PER_HA
from gis.crs import CHINA_BOUNDS
from gis.model import LandEvent, ParcelStatus
from layers.report.atlas_page import Atlas, AtlasPage
from layers.report.boundary_points import BoundaryPoint, boundary_points
from layers.report.colours import CONTEXT_EDGE, INK, PAPER, SOFT_INK
from layers.report.document import Column, Value
from layers.report.map_frame import (
    Bounds,
    MapFrame,
    bounds_of,
    frame_for,
    land_crs,
    projected_bounds,
)  # fmt: skip
from layers.report.map_furniture import draw_grid, draw_north_arrow, draw_scale_bar, grid_words
from layers.report.map_labels import (
    Label,
    Spot,
    clear_first,
    draw_labels,
    place_labels,
    spots_in,
    spots_with_leader,
)  # fmt: skip
from layers.report.sheet import Box, Sheet
from layers.report.sheet_table import draw_fields, draw_table, rows_in
from layers.report.tabulate import column, text_column
from layers.report.words import Words, settled

_MAP_MM: Final = 112.0
_ROW_MM: Final = 4.1
_EVENT_ROWS: Final = 4
"""Events on the first sheet; a parcel with more has them on a further one."""
_COLUMNS: Final = 3
_FILL: Final = "#f0ecf7"
_SUPPLIED_EDGE: Final = "#9a8fb0"


class ParcelSheets:
    """Draws the sheets of the parcels of one atlas; its neighbours are found with one index."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.around = atlas.facts.map_facts.parcels
        self.tree = STRtree([status.parcel.outline for status in self.around])
        outlines = [zone.outline for zone in atlas.facts.zones]
        outlines += [status.parcel.outline for status in self.around]
        self.plan_bounds = bounds_of(outlines) or CHINA_BOUNDS
        self.land_uses = {(use.code, use.code_set): use.name for use in atlas.facts.land_uses}
        self.zone_names = {zone.zone_id: zone.name for zone in atlas.facts.zones}

    def sheets(self, status: ParcelStatus, number: int) -> Iterator[AtlasPage]:
        """Yield the sheets of a parcel, numbered from `number`; only within `drawing`."""
        return _Parcel(self, status, number).sheets()


class _Parcel:
    """One parcel on its way to paper."""

    def __init__(self, sheets: ParcelSheets, status: ParcelStatus, number: int) -> None:
        self.common, self.atlas, self.status, self.number = sheets, sheets.atlas, status, number
        self.words: Words = self.atlas.words
        self.size = self.atlas.size
        self.outline: MultiPolygon = status.parcel.outline
        bounds: Bounds = bounds_of([self.outline]) or sheets.plan_bounds
        self.crs = land_crs(sheets.plan_bounds, bounds)
        self.points = boundary_points(self.outline, self.crs)
        self.subject = "  ".join(
            part for part in (status.parcel.name, status.parcel.parcel_id) if part
        )

    def sheets(self) -> Iterator[AtlasPage]:
        title = self.words("宗地图", "Parcel sheet")
        sheet, box = self.atlas.new_page(title, self.subject, self.number)
        top = self._draw_fields(sheet, box)
        map_box = Box(
            left=box.left + 4, top=top + 3, width=box.width - 4.5, height=_MAP_MM * self.size
        )
        top = self._draw_map(sheet, map_box)
        events = list(self.status.events)
        top = self._draw_events(sheet, Box(left=box.left, top=top, width=box.width,
                                           height=0), events[:_EVENT_ROWS])  # fmt: skip
        rest = Box(left=box.left, top=top + 2, width=box.width, height=box.bottom - top - 2)
        drawn = self._draw_points(sheet, rest, self.points, is_more=False)
        yield AtlasPage(title=self.subject, sheet=sheet)
        yield from self._further(self.points[drawn:], events[_EVENT_ROWS:])

    def _further(
        self, points: Sequence[BoundaryPoint], events: Sequence[LandEvent]
    ) -> Iterator[AtlasPage]:
        """Yield the sheets on which coordinates and events go on."""
        title = self.words("宗地图（续）", "Parcel sheet, continued")
        while points or events:
            self.number += 1
            sheet, box = self.atlas.new_page(title, self.subject, self.number)
            if events:
                room = rows_in(box.height - 8, row_mm=self.row_mm)
                down = self._draw_events(sheet, box, events[:room])
                events = events[room:]
                box = Box(
                    left=box.left, top=down + 2, width=box.width, height=box.bottom - down - 2
                )
            if points and not events and box.height > 30:
                drawn = self._draw_points(sheet, box, points, is_more=True)
                points = points[drawn:]
            yield AtlasPage(title="", sheet=sheet)

    @property
    def row_mm(self) -> float:
        return _ROW_MM * self.size

    # What is known of it

    def _draw_fields(self, sheet: Sheet, box: Box) -> float:
        return draw_fields(
            sheet, self._fields(), box, columns=2, row_mm=5.4 * self.size,
            size_pt=7.2 * self.size, name_share=0.2,
        )  # fmt: skip

    def _fields(self) -> list[tuple[str, str]]:
        words, status, parcel = self.words, self.status, self.status.parcel
        zones = [self.common.zone_names.get(zone_id, zone_id) for zone_id in status.zone_ids]
        state = words.state(status.state)
        if status.state == "partly_supplied":
            in_reserve, supplied = words.ha(status.in_reserve_ha), words.ha(status.supplied_ha)
            state = words(
                f"{state}（在库 {in_reserve}，已出库 {supplied}）",
                f"{state} ({in_reserve} in reserve, {supplied} supplied)",
            )
        return [
            (words("地块编号", "Number"), parcel.parcel_id),
            (words("权属", "Ownership"), words.owner(parcel.owner_kind)),
            (words("地块名称", "Name"), parcel.name or words.not_told),
            (words("用途", "Land use"), self._land_use(parcel.land_use, parcel.land_use_set)),
            (words("申报面积", "Declared area"), self._area(parcel.declared_ha)),
            (words("状态", "State"), state),
            (words("量算面积", "Measured area"), self._area(status.measured_ha)),
            (words("所在片区", "Zones"), " › ".join(zones) or words.not_told),
        ]

    def _area(self, ha: float) -> str:
        """Return an area in hectares, 亩 and square metres."""
        words = self.words
        m2 = f"{words.figure(ha * M2_PER_HA, 'm2')} {words('平方米', 'm²')}"
        in_mu = f"{words.figure(ha * MU_PER_HA, 'mu')} {words('亩', 'mu')}"
        return words.beside(words.ha(ha), f"{in_mu}{words('，', ', ')}{m2}")

    def _land_use(self, code: str, code_set: str) -> str:
        if not code:
            return self.words.not_told
        name = self.common.land_uses.get((code, code_set), "")
        return f"{code} {name}".strip()

    # The map

    def _draw_map(self, sheet: Sheet, box: Box) -> float:
        """Draw parcel, neighbours, points and furniture; return where the next thing begins."""
        bounds = projected_bounds([self.outline], self.crs)
        frame = frame_for(
            bounds or (500_000, 2_500_000, 500_100, 2_500_100), box, crs=self.crs, margin=0.13
        )
        (outline,) = frame.placed([self.outline])
        labels = self._draw_neighbours(sheet, frame)
        self._draw_outline(sheet, frame, outline)
        draw_grid(sheet, frame, size_pt=5.5 * self.size)
        arrow = draw_north_arrow(sheet, frame, outline, language=self.atlas.language)
        taken = [arrow, *self._draw_points_on_map(sheet, frame)]
        own = [*self._point_labels(sheet, frame, outline), *self._edge_labels(sheet, frame)]
        own += self._name_label(sheet, outline)
        placed, left_out = place_labels([*own, *labels], within=frame.box, taken=taken)
        draw_labels(sheet, placed)
        unnumbered = sum(label.text.startswith("J") for label in left_out)
        return self._draw_map_notes(sheet, frame, unnumbered)

    def _draw_outline(self, sheet: Sheet, frame: MapFrame, outline: BaseGeometry) -> None:
        import geopandas as gpd

        sheet.land(
            gpd.GeoSeries([outline]), within=frame.box, facecolor=_FILL, edgecolor="none", zorder=3
        )
        if self.status.state == "partly_supplied":
            held = self.status.reserve_outline
            supplied = self.outline if held is None else shapely.difference(self.outline, held)
            sheet.land(
                frame.placed([supplied]), within=frame.box, facecolor=PAPER,
                edgecolor=_SUPPLIED_EDGE, linewidth=0.4, hatch="////", zorder=4,
            )  # fmt: skip
        sheet.land(
            gpd.GeoSeries([outline]), within=frame.box, facecolor="none", edgecolor=INK,
            linewidth=1.1 * self.size, zorder=6,
        )  # fmt: skip

    def _draw_neighbours(self, sheet: Sheet, frame: MapFrame) -> list[Label]:
        """Draw the parcels around in grey; return labels with their numbers."""
        reach = max(frame.east - frame.west, frame.north - frame.south) / 111_000
        west, south, east, north = bounds_of([self.outline]) or self.common.plan_bounds
        near = self.common.tree.query(
            shapely.box(west - reach, south - reach, east + reach, north + reach)
        )
        others = [
            self.common.around[place]
            for place in sorted(near.tolist())
            if self.common.around[place].parcel.parcel_id != self.status.parcel.parcel_id
        ]
        placed = frame.placed(status.parcel.outline for status in others)
        sheet.land(
            placed, within=frame.box, facecolor="#f4f5f5", edgecolor=CONTEXT_EDGE, linewidth=0.5,
            zorder=2,
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

    def _draw_points_on_map(self, sheet: Sheet, frame: MapFrame) -> list[BaseGeometry]:
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
        size_pt, labels, edge = 6.0 * self.size, [], outline.boundary
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
                    priority=3 - place / (count + 1),
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
                    colour=SOFT_INK, priority=1 + long_mm / 1e4,
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

    def _draw_map_notes(self, sheet: Sheet, frame: MapFrame, unnumbered: int) -> float:
        words, size, box = self.words, self.size, frame.box
        top = box.bottom + 4.5 * size
        draw_scale_bar(
            sheet, frame, left=box.left, top=top, longest_mm=52 * size,
            language=self.atlas.language, size_pt=6.3 * size,
        )  # fmt: skip
        notes = [
            grid_words(frame, self.atlas.language),
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

    # The tables

    def _draw_events(self, sheet: Sheet, box: Box, events: Sequence[LandEvent]) -> float:
        words, size = self.words, self.size
        title = words("收储与供应记录", "Storage and supply")
        sheet.text(box.left, box.top + 3 * size, title, size_pt=7.5 * size, weight="bold")
        if not events:
            none = words("没有收储或供应记录", "No storage or supply")
            sheet.text(box.left + 30 * size, box.top + 3 * size, none, size_pt=7 * size)
            return box.top + 4 * size
        columns = (
            column(words("日期", "Date"), "day", 9),
            text_column(words("类型", "Kind"), 6),
            text_column(words("方式", "Method"), 8),
            text_column(words("用途", "Land use"), 18),
            column(words("申报面积（公顷）", "Declared (ha)"), "ha", 12),
            text_column(words("文号", "Document"), 20),
        )
        rows = [self._event_row(event) for event in events]
        table = Box(left=box.left, top=box.top + 4.5 * size, width=box.width, height=0)
        return draw_table(
            sheet, columns, rows, table, language=self.atlas.language, row_mm=self.row_mm,
            size_pt=6.5 * size,
        )  # fmt: skip

    def _event_row(self, event: LandEvent) -> tuple[Value, ...]:
        kind = self.words.event_kind(event.kind)
        if event.corrects:
            kind += self.words(f"（更正 {event.corrects}）", f" (corrects {event.corrects})")
        use = self._land_use(event.land_use, event.land_use_set) if event.land_use else ""
        return (
            event.happened_on, kind, event.method, use, settled(event.declared_ha),
            event.document_no,
        )  # fmt: skip

    def _draw_points(
        self, sheet: Sheet, box: Box, points: Sequence[BoundaryPoint], *, is_more: bool
    ) -> int:
        """Draw the table of coordinates in columns; return how many points found room."""
        words, size = self.words, self.size
        title = words("界址点坐标表", "Boundary points")
        if is_more:
            title += words("（续）", ", continued")
        sheet.text(box.left, box.top + 3 * size, title, size_pt=7.5 * size, weight="bold")
        if not points:
            return 0
        columns = (
            text_column(words("点号", "Point"), 8),
            Column(title=words("圈", "Ring"), kind="count", width=5 if self.atlas.language == "zh"
                   else 7),
            Column(title="X (m)", kind="metres", width=16),
            Column(title="Y (m)", kind="metres", width=18),
            Column(title=words("边长", "Length"), kind="ha", width=10),
        )  # fmt: skip
        top = box.top + 4.5 * size
        rows = rows_in(box.bottom - top, row_mm=self.row_mm)
        per_column = min(rows, -(-len(points) // _COLUMNS)) if rows else 0
        gap = 3.0
        width = (box.width - gap * (_COLUMNS - 1)) / _COLUMNS
        drawn = 0
        for place in range(_COLUMNS):
            part = points[drawn : drawn + per_column]
            if part:
                table = Box(left=box.left + place * (width + gap), top=top, width=width, height=0)
                values = [(p.label, p.ring, p.x_north, p.y_east, p.length_m) for p in part]
                draw_table(
                    sheet, columns, values, table, language=self.atlas.language,
                    row_mm=self.row_mm, size_pt=6.2 * size,
                )  # fmt: skip
            drawn += len(part)
        return drawn
