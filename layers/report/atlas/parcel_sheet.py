"""The sheet of an atlas for one parcel, after the 宗地图 of the cadastral survey (TD/T 1001).

It holds what is known of the parcel, its outline with numbered boundary points and the lengths
between them, its neighbours in grey, the ledger's events, and the coordinates of the boundary
points. What finds no room goes on further pages.
"""

from typing import Final

from gis.geometry.area import M2_PER_HA, MU_PER_HA
from gis.model import LandEvent, ParcelStatus
from layers.report.atlas.atlas_page import Atlas, AtlasSheet, SheetTable
from layers.report.atlas.boundary_points import boundary_points
from layers.report.atlas.parcel_map import Neighbourhood, ParcelMap
from layers.report.contents.tabulate import column, text_column
from layers.report.document import Column, Paper, Value
from layers.report.drawing.marks import Box
from layers.report.words import Words, settled
from projects.zones import innermost, path_to

_MAP_MM: Final[dict[Paper, float]] = {"A4": 112.0, "A3": 185.0}
_NOTES_MM: Final = 20.0
"""Room kept below the map for its scale and its notes."""


class ParcelSheets:
    """Makes the sheets of the parcels of one atlas; neighbours are found with one index."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.neighbourhood = Neighbourhood(atlas.facts)
        self.land_uses = {(use.code, use.code_set): use.name for use in atlas.facts.land_uses}
        self.zones = {zone.zone_id: zone for zone in atlas.facts.zones}

    def sheet(self, status: ParcelStatus) -> AtlasSheet:
        """Return the sheet of a parcel; only within `drawing`."""
        return _Parcel(self, status).sheet()


class _Parcel:
    """One parcel on its way to paper."""

    def __init__(self, sheets: ParcelSheets, status: ParcelStatus) -> None:
        self.common, self.atlas, self.status = sheets, sheets.atlas, status
        self.words: Words = self.atlas.words
        self.crs = sheets.neighbourhood.crs_for(status.parcel.outline)
        self.points = boundary_points(status.parcel.outline, self.crs)

    def sheet(self) -> AtlasSheet:
        words, parcel = self.words, self.status.parcel
        subject = "  ".join(part for part in (parcel.parcel_id, parcel.name.strip()) if part)
        return AtlasSheet(
            kind=words("宗地图", "Parcel sheet"),
            continued=words("宗地图（续）", "Parcel sheet, continued"),
            title=subject,
            subject=subject,
            fields=self._fields(),
            across=2,
            picture=self._map(),
            alt=words(
                f"地块 {parcel.parcel_id} 的界址、界址点号、边长和四邻",
                f"Outline of parcel {parcel.parcel_id}, its points, lengths and neighbours",
            ),
            tables=[self._events()],
            points=self._coordinates() if self.points else None,
        )

    def _map(self) -> str:
        atlas, size = self.atlas, self.atlas.size
        height = _MAP_MM[atlas.paper]
        picture = atlas.new_picture(height + _NOTES_MM * size)
        box = Box(left=4 * size, top=0.5, width=atlas.width_mm - 4.5 * size, height=height)
        parcel_map = ParcelMap(
            self.status, self.points, self.common.neighbourhood, crs=self.crs,
            language=atlas.language, size=size,
        )  # fmt: skip
        picture.set_height(parcel_map.draw(picture, box))
        return picture.svg(outlined=False)

    def _fields(self) -> list[tuple[str, str]]:
        words, status, parcel = self.words, self.status, self.status.parcel
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
            (words("所在片区", "Zones"), self._zones() or words.not_told),
        ]

    def _zones(self) -> str:
        """Return the innermost zones that the parcel lies in, each behind those around it."""
        zones = self.common.zones
        inner = innermost(self.status.zone_ids, zones)
        return self.words.listed(
            [" › ".join(each.name for each in path_to(one, zones)) for one in inner]
        )

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

    def _events(self) -> SheetTable:
        words = self.words
        return SheetTable(
            title=words("收储与供应记录", "Storage and supply"),
            columns=(
                column(words("日期", "Date"), "day", 10),
                text_column(words("类型", "Kind"), 10),
                text_column(words("方式", "Method"), 8),
                text_column(words("用途", "Land use"), 18),
                column(words("申报面积（公顷）", "Declared (ha)"), "ha", 12),
                text_column(words("文号", "Document"), 20),
            ),
            rows=[self._event_row(event) for event in self.status.events],
            nothing=words("没有收储或供应记录", "No storage or supply"),
        )

    def _event_row(self, event: LandEvent) -> tuple[Value, ...]:
        kind = self.words.event_kind(event.kind)
        if event.corrects:
            kind += self.words(f"（更正 {event.corrects}）", f" (corrects {event.corrects})")
        use = self._land_use(event.land_use, event.land_use_set) if event.land_use else ""
        return (
            event.happened_on, kind, event.method, use, settled(event.declared_ha),
            event.document_no,
        )  # fmt: skip

    def _coordinates(self) -> SheetTable:
        words = self.words
        return SheetTable(
            title=words("界址点坐标表", "Boundary points"),
            columns=(
                text_column(words("点号", "Point"), 8),
                Column(title=words("圈", "Ring"), kind="count", width=6),
                Column(title="X (m)", kind="metres", width=16),
                Column(title="Y (m)", kind="metres", width=18),
                Column(title=words("边长", "Length"), kind="ha", width=10),
            ),
            rows=[
                (point.label, point.ring, point.x_north, point.y_east, point.length_m)
                for point in self.points
            ],
        )
