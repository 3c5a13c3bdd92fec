"""Parcels and their events as columns, all of a kind equally long.

What many share (owner, land use, state, zones; kind, method, land use) is a kind of its own,
written once; dates are days since 0001-01-01, that day being 1, and 0 where there is none.
"""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from gis.model import LandEvent, Parcel, ParcelState, ParcelStatus
from layers.map.packed import Columns


def parcel_data(
    statuses: Sequence[ParcelStatus],
    columns: Columns,
    *,
    event_numbers: dict[str, int],
    parts: Sequence[int],
) -> dict[str, Any]:
    """Return the parcels.

    Parameters
    ----------
    event_numbers
        The place of each event by its id.
    parts
        The numbers of the parcels that `partly_in_reserve` finds.
    """
    parcels = [status.parcel for status in statuses]
    kinds, kind = _kinds(
        ("owner", "land_use", "land_use_set", "state", "zones"),
        (
            (parcel.owner_kind, parcel.land_use, parcel.land_use_set, status.state, status.zone_ids)
            for parcel, status in zip(parcels, statuses, strict=True)
        ),
    )
    return {
        "id": [parcel.parcel_id for parcel in parcels],
        "name": [parcel.name for parcel in parcels],
        "kinds": kinds,
        "kind": columns.whole(kind),
        "declared_ha": columns.decimal([parcel.declared_ha for parcel in parcels]),
        "established_on": columns.whole([_day_number(parcel.established_on) for parcel in parcels]),
        "measured_ha": columns.decimal(
            to_square_metre([status.measured_ha for status in statuses])
        ),
        "further": _where_told(parcels, "further"),
        "event_counts": columns.whole([len(status.events) for status in statuses]),
        "events": columns.whole(
            [event_numbers[event.event_id] for status in statuses for event in status.events]
        ),
        "parts": columns.whole(parts),
        "in_reserve_ha": columns.decimal(
            to_square_metre([statuses[n].in_reserve_ha for n in parts])
        ),
        "supplied_ha": columns.decimal(to_square_metre([statuses[n].supplied_ha for n in parts])),
    }


def partly_in_reserve(statuses: Sequence[ParcelStatus]) -> list[int]:
    """Return the numbers of the parcels that are neither wholly in reserve nor wholly out of it."""
    return places_of_parts(
        [status.state for status in statuses],
        [status.in_reserve_ha for status in statuses],
        [status.measured_ha for status in statuses],
    )


def places_of_parts(
    states: list[ParcelState], in_reserve_ha: list[float], measured_ha: list[float]
) -> list[int]:
    """Return the places in three rows where a part, to the square metre, is in reserve."""
    reserve, whole = to_square_metre(in_reserve_ha), to_square_metre(measured_ha)
    found = (reserve != 0) & (reserve != whole)
    found |= np.array([state == "partly_supplied" for state in states], dtype=bool)
    return np.flatnonzero(found).tolist()


def event_data(events: Sequence[LandEvent], columns: Columns) -> dict[str, Any]:
    """Return the events."""
    kinds, kind = _kinds(
        ("kind", "method", "land_use", "land_use_set"),
        ((event.kind, event.method, event.land_use, event.land_use_set) for event in events),
    )
    return {
        "id": [event.event_id for event in events],
        "kinds": kinds,
        "kind": columns.whole(kind),
        "happened_on": columns.whole([event.happened_on.toordinal() for event in events]),
        "recorded_after_days": columns.whole(
            [(event.recorded_on - event.happened_on).days for event in events]
        ),
        "declared_ha": columns.decimal([event.declared_ha for event in events]),
        "document_no": [event.document_no for event in events],
        **{name: _where_told(events, name) for name in _SELDOM_TOLD},
        "parcels": columns.whole([len(event.parcel_ids) for event in events]),
    }


_SELDOM_TOLD: Final = (
    "corrects", "contract_no", "supervision_no", "price_10k_cny", "responsible_unit",
    "further",
)  # fmt: skip
"""What few events have: by the number of the event."""


def _where_told(records: Sequence[LandEvent | Parcel], name: str) -> dict[int, Any]:
    told = enumerate(map(attrgetter(name), records))
    return {n: value for n, value in told if value is not None and value != ""}


def _day_number(day: date | None) -> int:
    return 0 if day is None else day.toordinal()


def land_uses_in(parcels: dict[str, Any], events: dict[str, Any]) -> set[tuple[str, str]]:
    """Return code and code set of every land use that the parcels and events name."""
    kinds = [*parcels["kinds"], *events["kinds"]]
    return {(kind["land_use"], kind["land_use_set"]) for kind in kinds}


def _kinds(
    fields: Sequence[str], members: Iterable[tuple[Hashable, ...]]
) -> tuple[list[dict[str, Any]], list[int]]:
    """Return the different ones in the order of their first, and the place of each."""
    places: dict[tuple[Hashable, ...], int] = {}
    kind = [places.setdefault(member, len(places)) for member in members]
    return [dict(zip(fields, member, strict=True)) for member in places], kind


def to_square_metre(hectares: list[float]) -> npt.NDArray[np.float64]:
    """Round to the square metre."""
    rounded: npt.NDArray[np.float64] = np.array(hectares, dtype=np.float64).round(4)
    return rounded
