"""What a map shows: the plan, its balance, its land and its projects, as of one date."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from gis.model import ParcelStatus, Zone
from projects.balance.sql_engine import balance
from projects.balance.status import Thresholds
from projects.model import (
    Balance,
    EarlyWarning,
    IndicatorLine,
    InvestmentNode,
    LandUse,
    Plan,
    Project,
    StructurePart,
)
from projects.monitoring.indicators import indicators
from projects.monitoring.warnings import Limits, early_warnings
from projects.store.ledger import parcels_of
from projects.store.plans import (
    investment_of,
    land_uses_of,
    plan_of,
    projects_of,
    structure_of,
    zones_of,
)


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
    land_uses
        Names and groups of the land-use codes.
    indicators, investment, warnings
        The plan's indicators, the tree of investment, and what wants attention, worst first.
    structure
        Axes, belts and the other parts of the spatial structure.
    """

    plan: Plan
    balance: Balance
    zones: tuple[Zone, ...]
    parcels: tuple[ParcelStatus, ...]
    projects: tuple[Project, ...]
    as_of: date
    land_uses: tuple[LandUse, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
    investment: tuple[InvestmentNode, ...] = ()
    warnings: tuple[EarlyWarning, ...] = ()
    structure: tuple[StructurePart, ...] = ()


def map_facts(
    connection: Connection,
    plan_id: str,
    *,
    as_of: date,
    known: date | None = None,
    thresholds: Thresholds | None = None,
    limits: Limits | None = None,
) -> MapFacts:
    """Gather what a map of a plan shows as of a date.

    `known` leaves out events of the ledger that were recorded later.

    Raises
    ------
    WrongUseError
        If the database has no such plan.
    """
    return MapFacts(
        plan=plan_of(connection, plan_id),
        balance=balance(connection, plan_id, as_of=as_of, known=known, thresholds=thresholds),
        zones=tuple(zones_of(connection, plan_id)),
        parcels=tuple(parcels_of(connection, plan_id, as_of=as_of, known=known)),
        projects=tuple(projects_of(connection, plan_id, as_of=as_of)),
        as_of=as_of,
        land_uses=tuple(land_uses_of(connection, plan_id)),
        indicators=tuple(indicators(connection, plan_id, as_of=as_of, thresholds=thresholds)),
        investment=tuple(investment_of(connection, plan_id)),
        warnings=tuple(
            early_warnings(
                connection,
                plan_id,
                as_of=as_of,
                known=known,
                thresholds=thresholds,
                limits=limits,
            )
        ),
        structure=tuple(structure_of(connection, plan_id)),
    )
