"""Conflicts of the ledger: land stored or supplied twice, supplied without being in reserve."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

ConflictKind = Literal["stored_twice", "supplied_twice", "supplied_without_storage"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """What of one event disagrees with the events before it; measured hectares.

    `other_events` did the same to that land before; empty for supply without storage.
    """

    event_id: str
    kind: ConflictKind
    happened_on: date
    area_ha: float
    other_events: tuple[str, ...]
