"""Series of the land: the balance's figures told by year, method, land use or owner kind."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import Connection, select

from projects.choice import chosen
from projects.functions import land_series
from projects.model import Basis, Measure, as_told

SeriesKind = Literal["year", "method", "land_use", "owner_kind"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesRow:
    """What one key adds to one measure in one zone; hectares.

    Parameters
    ----------
    key
        The year (`2023`), the method as recorded (`挂牌`), `group/code/code set` of the land use
        (`industry/1001/2023`), or the owner kind (`state`, `collective`); empty where the ledger
        does not say.
    name
        The land use by name; empty for the other kinds.
    actual_ha
        `declared_ha` or `measured_ha`, as the basis wants it.
    cumulative_ha
        What was reached by the end of the year; None but by year.
    events
        How many events have more than 1 m² of it.
    """

    zone: str
    zone_name: str
    measure: Measure
    key: str
    name: str
    declared_ha: float
    measured_ha: float
    actual_ha: float
    cumulative_ha: float | None
    events: int

    def as_json(self) -> dict[str, Any]:
        """Return a row of `landplan series --format json`."""
        return as_told(self)


def series(
    connection: Connection,
    plan_id: str,
    *,
    as_of: date,
    by: SeriesKind,
    basis: Basis = "declared",
    known: date | None = None,
) -> list[SeriesRow]:
    """Return the land of every zone (of every set) and measure, told by year or another key.

    Over its keys a measure sums to that of the balance. By year every year of the period so far
    has its row, also without land, and the reserve, which is no matter of a year, has none. Land
    of an event on parcels of both owner kinds is shared by how much of it lies in each.

    Parameters
    ----------
    as_of, basis, known
        As of `projects.balance.sql_engine.balance`.
    by
        What the land is told by.

    Raises
    ------
    WrongUseError
        If there is no such basis or series.
    """
    chosen("by", by, get_args(SeriesKind))
    chosen("basis", basis, get_args(Basis))
    found = connection.execute(select(land_series(plan_id, by, as_of, known)))
    reached: defaultdict[tuple[str, str], float] = defaultdict(float)
    rows = []
    for row in found.mappings():
        actual_ha = row["measured_ha" if basis == "measured" else "declared_ha"]
        reached[row["zone"], row["measure"]] += actual_ha
        cumulative_ha = reached[row["zone"], row["measure"]] if by == "year" else None
        rows.append(SeriesRow(**row, actual_ha=actual_ha, cumulative_ha=cumulative_ha))
    return rows


def land_use_of(key: str) -> tuple[str, str, str]:
    """Return group, code and code set of a land use's key."""
    group, _, rest = key.partition("/")
    code, _, code_set = rest.rpartition("/")
    return group, code, code_set
