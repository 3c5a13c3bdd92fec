"""A page of an atlas for one zone: its key figures, its map, its balance."""

from gis.model import Zone
from layers.report.atlas.atlas_page import Atlas, AtlasPage
from layers.report.contents.tabulate import column, text_column
from layers.report.document import PrintMap
from layers.report.drawing.sheet import Box, Sheet
from layers.report.drawing.sheet_table import draw_fields, draw_table
from layers.report.maps.print_map import draw_map
from layers.report.words import settled
from layers.styles import SOFT_INK

_BALANCE_MM = 36.0
"""Height of the balance with its title: five measures and a heading."""


def zone_page(atlas: Atlas, zone: Zone, number: int) -> AtlasPage:
    """Return the page of a zone; only within `drawing`."""
    words, size = atlas.words, atlas.size
    sheet, box = atlas.new_page(words("片区图", "Zone"), _path(atlas, zone), number)
    top = draw_fields(
        sheet, _fields(atlas, zone), box, columns=3, row_mm=5.6 * size, size_pt=7.2 * size,
        name_share=0.34,
    )  # fmt: skip
    balance_mm = _BALANCE_MM * size
    room = Box(left=box.left, top=top + 4, width=box.width,
               height=box.bottom - top - 4 - balance_mm)  # fmt: skip
    has_land = any(zone.zone_id in status.zone_ids for status in atlas.facts.parcels)
    print_map = PrintMap(
        map_id=f"zone-{number}",
        caption=zone.name,
        subject="parcels" if has_land else "zones",
        zone_id=zone.zone_id,
    )
    bottom = draw_map(sheet, print_map, atlas.facts, room, language=atlas.language, size=size)
    _draw_balance(
        sheet, atlas, zone, Box(left=box.left, top=bottom + 2, width=box.width, height=balance_mm)
    )
    return AtlasPage(title=zone.name, sheet=sheet)


def _path(atlas: Atlas, zone: Zone) -> str:
    """Return the zone's name behind those of the zones that it lies in."""
    zones = {each.zone_id: each for each in atlas.facts.zones}
    path = [zone]
    while path[0].parent_id in zones:
        path.insert(0, zones[path[0].parent_id])
    return " › ".join(each.name for each in path)


def _fields(atlas: Atlas, zone: Zone) -> list[tuple[str, str]]:
    words, facts = atlas.words, atlas.facts
    parcels = [status for status in facts.parcels if zone.zone_id in status.zone_ids]
    projects = sum(project.zone_id == zone.zone_id for project in facts.projects)
    declared = words.not_told if zone.declared_ha is None else words.ha(zone.declared_ha)
    return [
        (words("片区编号", "Zone id"), zone.zone_id),
        (words("申报面积", "Declared"), declared),
        (words("边界", "Outline"), words.quality(zone.geometry_quality)),
        (words("量算面积", "Measured"), words.ha_and_mu(zone.measured_ha)),
        (words("地块", "Parcels"), words.figure(len(parcels), "count")),
        (words("直属项目", "Projects"), words.figure(projects, "count")),
    ]


def _draw_balance(sheet: Sheet, atlas: Atlas, zone: Zone, box: Box) -> None:
    words, size = atlas.words, atlas.size
    rows = [
        (
            words.measure(row.measure),
            row.target_ha,
            settled(row.actual_ha),
            row.percent,
            row.expected_ha,
            row.remaining_ha,
            row.needed_ha_per_year,
            row.forecast_ha,
            words.status(row.status, is_over=atlas.facts.is_over),
        )
        for row in atlas.facts.balance.rows
        if row.zone == zone.zone_id
    ]
    columns = (
        text_column(words("指标", "Measure"), 17),
        column(words("目标", "Target"), "ha", 9),
        column(words("完成", "Actual"), "ha", 9),
        column(words("完成率", "Percent"), "percent", 8),
        column(words("序时应完成", "Expected"), "ha", 10),
        column(words("待完成", "Remaining"), "ha", 10),
        column(words("年均需", "Yearly need"), "ha", 10),
        column(words("期末推算", "Forecast"), "ha", 10),
        text_column(words("状态", "Status"), 9),
    )
    title = words("规划目标与实际完成（公顷，申报面积）", "Plan against actual (ha, declared)")
    sheet.text(box.left, box.top + 3.5 * size, title, size_pt=8 * size, weight="bold")
    if not rows:
        nothing = words("没有对账数据", "No balance")
        sheet.text(box.left, box.top + 9 * size, nothing, size_pt=7.5 * size, color=SOFT_INK)
        return
    table = Box(left=box.left, top=box.top + 5.5 * size, width=box.width, height=box.height)
    draw_table(
        sheet, columns, rows, table, language=atlas.language, row_mm=4.8 * size,
        size_pt=7.2 * size,
    )  # fmt: skip
