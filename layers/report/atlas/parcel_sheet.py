"""The sheets of an atlas for one parcel, after the 宗地图 of the cadastral survey (TD/T 1001).

The first holds what is known of the parcel, its outline with numbered boundary points and the
lengths between them, its neighbours in grey, the ledger's events, and the coordinates of the
boundary points. What finds no room goes on further sheets.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from gis.geometry.area import M2_PER_HA, MU_PER_HA
from gis.model import LandEvent, ParcelStatus
from layers.report.atlas.atlas_page import Atlas, AtlasPage
from layers.report.atlas.boundary_points import BoundaryPoint, boundary_points
from layers.report.atlas.parcel_map import Neighbourhood, ParcelMap
from layers.report.contents.tabulate import column, text_column
from layers.report.document import Column, Value
from layers.report.drawing.sheet import Box, Sheet
from layers.report.drawing.sheet_table import draw_fields, draw_table, rows_in
from layers.report.words import Words, settled

_MAP_MM: Final = {"A4": 112.0, "A3": 185.0}
_ROW_MM: Final = 4.1
_EVENT_ROWS: Final = 4
"""Events on the first sheet; a parcel with more has them on a further one."""
_COLUMNS: Final = 3


class ParcelSheets:
    """Draws the sheets of the parcels of one atlas; neighbours are found with one index."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.neighbourhood = Neighbourhood(atlas.facts)
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
        self.crs = sheets.neighbourhood.crs_for(status.parcel.outline)
        self.points = boundary_points(status.parcel.outline, self.crs)
        self.subject = "  ".join(
            part for part in (status.parcel.parcel_id, status.parcel.name.strip()) if part
        )

    def sheets(self) -> Iterator[AtlasPage]:
        title = self.words("宗地图", "Parcel sheet")
        sheet, box = self.atlas.new_page(title, self.subject, self.number)
        top = self._draw_fields(sheet, box)
        map_box = Box(
            left=box.left + 4, top=top + 3, width=box.width - 4.5, height=_MAP_MM[self.atlas.paper]
        )
        parcel_map = ParcelMap(
            self.status, self.points, self.common.neighbourhood, crs=self.crs,
            language=self.atlas.language, size=self.size,
        )  # fmt: skip
        top = parcel_map.draw(sheet, map_box)
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
        if not points:
            return 0
        words, size = self.words, self.size
        title = words("界址点坐标表", "Boundary points")
        if is_more:
            title += words("（续）", ", continued")
        sheet.text(box.left, box.top + 3 * size, title, size_pt=7.5 * size, weight="bold")
        columns = (
            text_column(words("点号", "Point"), 8),
            Column(title=words("圈", "Ring"), kind="count", width=7),
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
