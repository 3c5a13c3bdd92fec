"""Series of the land: the balance's figures told by year, method, land use or owner kind."""

from dataclasses import dataclass
from typing import Literal

from projects.model import Measure

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
