"""What a printed map is about: its zone, the zones under it by level, its land and its projects."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.model import ParcelStatus, Zone
from layers.report.document import PrintMap
from layers.report.maps.frame import Bounds, bounds_of, land_crs, projected_bounds
from layers.report.report_facts import ReportFacts
from projects.model import Project
from projects.zones import zone_ids_under

_ANYWHERE: Bounds = (113.0, 23.0, 113.1, 23.1)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The facts of one map.

    Parameters
    ----------
    levels
        The zones that it is about, with their depth: 0 for the one zone that holds all others,
        1 and more for those within. The other zones are only surroundings.
    """

    print_map: PrintMap
    facts: ReportFacts
    levels: Mapping[str, int]

    @cached_property
    def zones(self) -> dict[str, Zone]:
        """All zones of the plan by id, parents first."""
        return {zone.zone_id: zone for zone in self.facts.zones}

    @property
    def subjects(self) -> list[Zone]:
        """The zones that the map is about, parents first."""
        return [zone for zone in self.zones.values() if zone.zone_id in self.levels]

    @property
    def main(self) -> list[Zone]:
        """The zones that together are the land that the map is about."""
        return [zone for zone in self.subjects if self.levels[zone.zone_id] <= 1]

    @cached_property
    def parcels(self) -> list[ParcelStatus]:
        """The parcels with land in the zone; of the whole plan all."""
        zone_id = self.print_map.zone_id
        return [one for one in self.facts.parcels if zone_id is None or zone_id in one.zone_ids]

    @cached_property
    def projects(self) -> list[Project]:
        """The projects of the zones that the map is about; of the whole plan all."""
        if self.print_map.zone_id is None:
            return list(self.facts.projects)
        return [one for one in self.facts.projects if one.zone_id in self.levels]

    @cached_property
    def plan_bounds(self) -> Bounds:
        """West, south, east, north of all that the plan draws, in degrees."""
        drawn = bounds_of(zone.outline for zone in self.facts.zones)
        land = bounds_of(status.parcel.outline for status in self.facts.parcels)
        places = bounds_of(project.place for project in self.facts.projects)
        return drawn or land or places or _ANYWHERE

    def framed(self) -> list[BaseGeometry]:
        """Return what the frame must hold: the zone, or what is drawn in it, or the plan."""
        tops = [zone.outline for zone in self.main]
        land = [status.parcel.outline for status in self.parcels]
        places = [one.place for one in self.projects if one.place is not None]
        plan = [zone.outline for zone in self.facts.zones]
        for outlines in (tops, land, places, plan):
            if bounds_of(outlines) is not None:
                return list(outlines)
        return []

    def crs(self) -> CRS:
        """Return the projection of the map."""
        return land_crs(self.plan_bounds, bounds_of(self.framed()) or self.plan_bounds)

    def bounds(self, crs: CRS) -> Bounds | None:
        """Return the projected bounds of what the frame must hold; None where nothing is drawn."""
        return projected_bounds(self.framed(), crs)


def scene_of(print_map: PrintMap, facts: ReportFacts) -> Scene:
    """Return what a map is about.

    Raises
    ------
    WrongUseError
        If the plan has no zone of that id.
    """
    inside = zone_ids_under(facts.zones, print_map.zone_id)
    tops = [
        zone.zone_id
        for zone in facts.zones
        if zone.zone_id in inside and zone.parent_id not in inside
    ]
    levels = dict.fromkeys(tops, 0 if len(tops) == 1 else 1)
    for zone in facts.zones:  # parents come first
        if zone.parent_id in levels and zone.zone_id not in levels:
            levels[zone.zone_id] = levels[zone.parent_id] + 1
    return Scene(print_map=print_map, facts=facts, levels=levels)
