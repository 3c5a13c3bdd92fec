"""Land in reserve (已储未供), storage by storage: what of each is still there as of a date."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True, slots=True)
class ReserveRow:
    """What one storage still holds in reserve inside a zone; hectares.

    The rows of a zone sum to its measure `reserve`. `years` is how long it has been there.
    """

    event_id: str
    stored_on: date
    parcel_ids: tuple[str, ...]
    parcel_names: tuple[str, ...]
    owner_kinds: tuple[str, ...]
    method: str
    document_no: str
    declared_ha: float
    measured_ha: float
    years: float
