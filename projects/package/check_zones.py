"""Checks of the zone tree before it is loaded: no circles, children in their parents."""

from collections.abc import Sequence
from typing import Final

from gis.geometry.area import M2_PER_HA, NOISE_M2
from gis.geometry.outlines import misfit
from gis.model import Zone
from projects.package.read_plan import ZoneRead

MAX_OUTSIDE_SHARE: Final = 0.01
"""Digitising may leave 1 % of a child outside its parent; more is a wrong outline."""


def check_zones(found: Sequence[ZoneRead]) -> None:
    """Report circles in the tree and outlines that lie outside their parents."""
    by_id = {read.zone.zone_id: read.zone for read in found}
    for read in found:
        parent = by_id.get(read.zone.parent_id or "")
        if _in_circle(read.zone, by_id):
            read.row.wrong("parent", "上级关系成环", "the parents run in a circle", kind="circle")
        elif parent is not None:
            _check_inside(read, parent)


def _in_circle(zone: Zone, by_id: dict[str, Zone]) -> bool:
    seen = {zone.zone_id}
    above = by_id.get(zone.parent_id or "")
    while above is not None:
        if above.zone_id in seen:
            return True
        seen.add(above.zone_id)
        above = by_id.get(above.parent_id or "")
    return False


def _check_inside(read: ZoneRead, parent: Zone) -> None:
    found = misfit(read.zone.outline, parent.outline)
    if found.outside_m2 <= NOISE_M2 or found.share <= MAX_OUTSIDE_SHARE:
        return
    outside_ha = found.outside_m2 / M2_PER_HA
    read.feature.wrong(
        "outline",
        f"{read.zone.name}有 {outside_ha:.2f} 公顷在上级“{parent.name}”之外{found.hint_zh}",
        f"{outside_ha:.2f} ha of it lie outside its parent {parent.zone_id}{found.hint_en}",
        value=read.zone.zone_id,
        kind="outside_parent",
    )
