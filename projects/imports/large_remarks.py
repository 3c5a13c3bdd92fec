"""What is to be said of a large list of parcels, asked of the database that has just taken it in.

As a small list is told of (`projects.imports.neighbours`, `projects.package.check_ledger`), by
parcel and not by row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Final

from sqlalchemy import Connection, text

from gis.model import Parcel
from gis.problems import Problem
from projects.imports.ground import Ground
from projects.imports.neighbours import OUTSIDE_SHARE, outside_m2, told_outside
from projects.package.check_ledger import check_known_events, land_of
from projects.package.rows import Row

_MOST: Final = 1_000
"""So many of a kind are told one by one, the largest."""

_TOGETHER: Final = 5_000
"""Parcels taken into memory together."""

_WITH_EVENTS: Final = text(
    "select distinct p.parcel_id from landplan.land_event e"
    " cross join lateral unnest(e.parcel_ids) n (parcel_id)"
    " join landplan.parcel p on p.plan_id = :plan and p.parcel_id = n.parcel_id"
    " where e.plan_id = :plan and p.batch_id = :batch order by 1"
)
_OVERLAPS: Final = text(
    "select p.parcel_id, q.parcel_id as other, o.overlap_m2"
    " from landplan.parcel p"
    " join landplan.place_overlap o on o.place_id = p.place_id"
    " join landplan.parcel q on q.plan_id = :plan and q.place_id = o.other_id"
    " where p.plan_id = :plan and p.batch_id = :batch and landplan.is_land(o.overlap_m2)"
    "  and (q.batch_id is distinct from :batch or p.parcel_id > q.parcel_id)"
    " order by o.overlap_m2 desc limit :most"
)
_OVER_AN_EDGE: Final = text(
    "select p.parcel_id from landplan.parcel p"
    " join landplan.place l on l.plan_id = p.plan_id and l.place_id = p.place_id"
    " left join landplan.place_zone i on i.place_id = p.place_id and i.zone_id in"
    "  (select z.zone_id from landplan.zone z where z.plan_id = :plan and z.parent_id is null)"
    " where p.plan_id = :plan and p.batch_id = :batch"
    " group by p.parcel_id, l.measured_m2"
    " having coalesce(max(i.inside_m2), 0) < (1 - :share) * l.measured_m2 order by 1"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class LargeRemarks:
    """What is to be said of the parcels that a batch wrote; `file` is what problems call it."""

    connection: Connection
    ground: Ground
    file: str
    batch_id: int | None

    def events_on_them(self) -> list[Problem]:
        """Return why events of the ledger could not have happened on parcels as they now are."""
        found: list[Problem] = []
        ids = self.connection.scalars(_WITH_EVENTS, self._given()).all()
        for parcels in self._parcels(ids):
            rows = [(p, Row(self.file, 0, {"parcel_id": p.parcel_id}, found)) for p in parcels]
            check_known_events(rows, (), self.ground.known)
        return [replace(problem, row=None) for problem in found]

    def outside(self) -> Iterator[Problem]:
        """Yield the parcels of which most m² lie in no zone."""
        land = land_of(self.ground.package.zones)
        if land is None:
            return
        ids = self.connection.scalars(_OVER_AN_EDGE, self._given(share=OUTSIDE_SHARE)).all()
        found = [
            (outside, parcel.parcel_id, *told_outside(parcel, outside))
            for parcels in self._parcels(ids)
            for parcel in parcels
            if (outside := outside_m2(parcel.outline, land)) is not None
        ]
        for _, parcel_id, zh, en in sorted(found, key=itemgetter(0), reverse=True)[:_MOST]:
            yield self._warning(parcel_id, "outside_zones", zh, en)

    def overlaps(self) -> Iterator[Problem]:
        """Yield the largest overlaps."""
        for row in self.connection.execute(_OVERLAPS, self._given(most=_MOST)):
            yield self._warning(
                row.parcel_id,
                "overlap",
                f"与地块 {row.other} 重叠 {row.overlap_m2:.1f} 平方米",
                f"overlaps {row.other} by {row.overlap_m2:.1f} m²",
            )

    def _parcels(self, ids: Sequence[str]) -> Iterator[list[Parcel]]:
        for first in range(0, len(ids), _TOGETHER):
            yield list(self.ground.known.parcels(ids[first : first + _TOGETHER]).values())

    def _given(self, **more: float) -> dict[str, object]:
        return {"plan": self.ground.package.plan.plan_id, "batch": self.batch_id, **more}

    def _warning(self, parcel_id: str, kind: str, zh: str, en: str) -> Problem:
        return Problem(
            file=self.file, column="outline", value=parcel_id, zh=zh, en=en, kind=kind,
            severity="warning",
        )  # fmt: skip
