"""What the page shows of other days than its own: the balance by day, and parcels span by span.

Figures go through as the balance tells them; what follows from them and the target (remaining,
needed, forecast) the page works out. `page/figures.js` and `page/spans.js` read it.
"""

from collections.abc import Sequence
from typing import Any

from shapely import MultiPolygon

from gis.model import ParcelStatus
from layers.map.land_data import places_of_parts, to_square_metre
from layers.map.packed import Columns
from layers.styles import PARCEL_STATES
from projects.balance.status import DAYS_PER_YEAR
from projects.model import Balance, BalanceRow, value_as_told
from projects.store.parcel_spans import ParcelSpan, Spans

STATES = tuple(PARCEL_STATES)


def day_data(by_day: Sequence[Balance], rows: Sequence[BalanceRow]) -> dict[str, Any]:
    """Return the days and, for each row of the map's own balance, its figures on each of them."""
    by_key = [{(row.zone, row.measure): row for row in told.rows} for told in by_day]

    def told(row: BalanceRow) -> dict[str, Any]:
        names = ["declared_ha", "measured_ha", "events"]
        if row.target_ha is not None:
            names += ["percent", "expected_ha", "status"]
        of_days = [rows[row.zone, row.measure] for rows in by_key]
        return {name: [value_as_told(getattr(one, name)) for one in of_days] for name in names}

    return {
        "days": [told.as_of.isoformat() for told in by_day],
        "days_per_year": DAYS_PER_YEAR,
        "rows": [told(row) for row in rows] if by_day else [],
    }


def span_data(
    statuses: Sequence[ParcelStatus], spans: Spans, columns: Columns
) -> tuple[dict[str, Any], list[MultiPolygon | None]]:
    """Return the spans of the parcels, and the outlines of what was in reserve of parts of them.

    Parts are told of spans that are over; of the last one `land_data.parcel_data` tells.
    """
    told = [spans.get(status.parcel.parcel_id, ()) for status in statuses]
    every = [span for of_parcel in told for span in of_parcel]
    parts = _parts_that_were(statuses, told)
    return {
        "states": STATES,
        "counts": columns.whole([len(of_parcel) for of_parcel in told]),
        "from_on": columns.whole([span.from_on.toordinal() for span in every]),
        "state": columns.whole([STATES.index(span.state) for span in every]),
        "parts": columns.whole(parts),
        "in_reserve_ha": columns.decimal(to_square_metre([every[n].in_reserve_ha for n in parts])),
        "supplied_ha": columns.decimal(to_square_metre([every[n].supplied_ha for n in parts])),
    }, [every[n].reserve_outline for n in parts]


def _parts_that_were(
    statuses: Sequence[ParcelStatus], told: Sequence[Sequence[ParcelSpan]]
) -> list[int]:
    over = [
        (first + place, span, status.measured_ha)
        for status, of_parcel, first in zip(statuses, told, _starts(told), strict=True)
        for place, span in enumerate(of_parcel[:-1])
    ]
    found = places_of_parts(
        [span.state for _, span, _ in over],
        [span.in_reserve_ha for _, span, _ in over],
        [measured_ha for _, _, measured_ha in over],
    )
    return [over[n][0] for n in found]


def _starts(told: Sequence[Sequence[ParcelSpan]]) -> list[int]:
    starts, at = [], 0
    for of_parcel in told:
        starts.append(at)
        at += len(of_parcel)
    return starts
