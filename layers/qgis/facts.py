"""What a project of QGIS says of a plan itself; the land it reads from its layers."""

from dataclasses import dataclass
from datetime import date

import shapely
from pyproj import CRS
from shapely import box

from gis.errors import Language
from gis.geometry.crs import STORED_SRID, local_crs, transform
from projects.labels import STATUSES, Label, status_label
from projects.model import FLOWS, Measure, Plan, Status
from projects.view import PlanView
from projects.zones import zone_sets_in

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


@dataclass(frozen=True, kw_only=True, slots=True)
class QgisFacts:
    """A plan, in the language of the project.

    Parameters
    ----------
    as_of
        The day of the views: today, at most the plan's last day.
    zone_sets
        Their names, the main one first.
    has_levels
        Whether the zones of the main set lie in others.
    measures
        Those with a target.
    bounds
        Of the zones, in degrees.
    crs
        The 3-degree zone of CGCS2000 that the map is drawn in.
    """

    plan: Plan
    language: Language
    as_of: date
    zone_sets: tuple[str, ...]
    has_levels: bool
    measures: tuple[Measure, ...]
    bounds: Bounds
    crs: CRS

    @property
    def is_over(self) -> bool:
        """Whether the plan's period is over."""
        return self.plan.is_over(self.as_of)

    @property
    def statuses(self) -> dict[Status, Label]:
        """What people read of a status: once the period is over, its outcome."""
        return {status: status_label(status, is_over=self.is_over) for status in STATUSES}

    @property
    def map_bounds(self) -> Bounds:
        """Of the zones, in metres of `crs`."""
        drawn = transform(box(*self.bounds), CRS.from_epsg(STORED_SRID), self.crs)
        return _bounds(shapely.total_bounds(drawn).tolist())


def qgis_facts(view: PlanView, *, language: Language) -> QgisFacts:
    """Gather what a project says of a plan, as of the view's day.

    Raises
    ------
    WrongUseError
        If the plan has no zone with land.
    """
    with_target = {row.measure for row in view.balance().rows if row.target_ha is not None}
    bounds = _bounds(shapely.total_bounds([zone.outline for zone in view.every_zone]).tolist())
    return QgisFacts(
        plan=view.plan,
        language=language,
        as_of=view.as_of,
        zone_sets=tuple(zone_sets_in(view.every_zone)),
        has_levels=any(zone.parent_id is not None for zone in view.zones),
        measures=tuple(measure for measure in FLOWS if measure in with_target),
        bounds=bounds,
        crs=local_crs((bounds[0] + bounds[2]) / 2),
    )


def _bounds(told: list[float]) -> Bounds:
    west, south, east, north = told
    return west, south, east, north
