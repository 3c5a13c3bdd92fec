"""The sheet of an atlas for one zone: its key figures, its map, its balance."""

from typing import Final

from gis.model import Zone
from layers.report.atlas.atlas_page import PAGE_MM, Atlas, AtlasSheet, SheetTable
from layers.report.contents.tabulate import column, text_column
from layers.report.document import PrintMap
from layers.report.drawing.marks import Box
from layers.report.maps.print_map import draw_map
from layers.report.words import settled
from projects.package.columns import ZONES
from projects.zones import path_to

_DECLARED: Final = ZONES["declared_ha"]
_BESIDES_MM: Final = 96.0
"""Height of all but the map: margins, heading, fields, a balance of five measures."""


def zone_sheet(atlas: Atlas, zone: Zone, number: int) -> AtlasSheet:
    """Return the sheet of a zone; only within `drawing`."""
    words = atlas.words
    return AtlasSheet(
        kind=words("片区图", "Zone"),
        continued=words("片区图（续）", "Zone, continued"),
        title=zone.name,
        subject=_path(atlas, zone),
        fields=_fields(atlas, zone),
        across=3,
        picture=_map(atlas, zone, number),
        alt=words(f"{zone.name}的地图", f"Map of {zone.name}"),
        tables=[_balance(atlas, zone)],
    )


def _map(atlas: Atlas, zone: Zone, number: int) -> str:
    height = PAGE_MM[atlas.paper][1] - _BESIDES_MM * atlas.size
    has_land = any(zone.zone_id in status.zone_ids for status in atlas.facts.parcels)
    print_map = PrintMap(
        map_id=f"zone-{number}",
        caption=zone.name,
        subject="parcels" if has_land else "zones",
        zone_id=zone.zone_id,
    )
    picture = atlas.new_picture(height)
    box = Box(left=0, top=0, width=atlas.width_mm, height=height)
    picture.set_height(
        draw_map(picture, print_map, atlas.facts, box, language=atlas.language, size=atlas.size)
    )
    return picture.svg(outlined=False)


def _path(atlas: Atlas, zone: Zone) -> str:
    """Return the zone's name behind those of the zones that it lies in."""
    zones = {each.zone_id: each for each in atlas.facts.zones}
    return " › ".join(each.name for each in path_to(zone, zones))


def _fields(atlas: Atlas, zone: Zone) -> list[tuple[str, str]]:
    words, facts = atlas.words, atlas.facts
    parcels = [status for status in facts.parcels if zone.zone_id in status.zone_ids]
    projects = sum(project.zone_id == zone.zone_id for project in facts.projects)
    declared = words.not_told if zone.declared_ha is None else words.ha(zone.declared_ha)
    return [
        (words("片区编号", "Zone id"), zone.zone_id),
        (words(_DECLARED.zh, _DECLARED.en), declared),
        (words("边界", "Outline"), words.quality(zone.geometry_quality)),
        (words("量算面积", "Measured"), words.ha_and_mu(zone.measured_ha)),
        (words("地块", "Parcels"), words.figure(len(parcels), "count")),
        (words("直属项目", "Projects"), words.figure(projects, "count")),
    ]


def _balance(atlas: Atlas, zone: Zone) -> SheetTable:
    words = atlas.words
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
        column(words.of_balance("target"), "ha", 9),
        column(words.of_balance("actual"), "ha", 9),
        column(words.of_balance("percent"), "percent", 8),
        column(words.of_balance("expected"), "ha", 10),
        column(words.of_balance("remaining"), "ha", 10),
        column(words.of_balance("needed"), "ha", 10),
        column(words.of_balance("forecast"), "ha", 10),
        text_column(words.of_balance("status"), 9),
    )
    return SheetTable(
        title=words(
            f"规划目标与实际完成（公顷，{words.basis(atlas.facts.basis)}）",
            f"Plan against actual (ha, {atlas.facts.basis})",
        ),
        columns=columns,
        rows=rows,
        nothing=words("没有对账数据", "No balance"),
    )
