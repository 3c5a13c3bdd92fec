"""What a map shows: the plan, its balance, its land and its projects, as of one date."""

from dataclasses import dataclass
from datetime import date

from gis.model import ParcelStatus, Zone
from projects.model import Balance, Plan, Project


@dataclass(frozen=True, kw_only=True, slots=True)
class MapFacts:
    """Everything one map needs; the same facts always give the same page.

    Parameters
    ----------
    plan, balance
        The plan and its balance as of `as_of`.
    zones
        All zones of the plan, outlines in EPSG:4490.
    parcels
        Every parcel with its state as of `as_of`.
    projects
        The plan's major projects.
    as_of
        The date that the whole map speaks of.
    """

    plan: Plan
    balance: Balance
    zones: tuple[Zone, ...]
    parcels: tuple[ParcelStatus, ...]
    projects: tuple[Project, ...]
    as_of: date
