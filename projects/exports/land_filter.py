"""Which parcels and events of a ledger are meant: by state, use, method, owner, year, size, words.

One filter for what is listed on pages and what is exported: the same address gives the same rows.
"""

from dataclasses import dataclass, replace
from typing import Any, get_args

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    cast,
    extract,
    func,
    literal,
    null,
    or_,
    select,
)

from gis.database.tables import land_event, parcel
from gis.errors import WrongUseError
from gis.model import EventKind, OwnerKind, ParcelState
from projects.choice import chosen


@dataclass(frozen=True, kw_only=True, slots=True)
class LandFilter:
    """What is asked for; "", () and None mean all of it.

    Of a parcel: its state, or several, its own use, owner kind and declared area (ha); method and
    year are those of an event on it. Of an event: its own, and the areas are its own too.

    Raises
    ------
    WrongUseError
        If there is no such state, kind or owner, or a size or year is none.
    """

    state: str = ""
    kind: str = ""
    land_use: str = ""
    owner_kind: str = ""
    method: str = ""
    year: int | None = None
    min_ha: float | None = None
    max_ha: float | None = None
    text: str = ""
    states: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, told, known in (
            ("state", self.state, get_args(ParcelState)),
            *(("states", one, get_args(ParcelState)) for one in self.states),
            ("kind", self.kind, get_args(EventKind)),
            ("owner_kind", self.owner_kind, get_args(OwnerKind)),
        ):
            if told:
                chosen(name, told, known)
        if self.year is not None and not 1 <= self.year <= 9999:
            raise WrongUseError(f"没有 {self.year} 年", f"there is no year {self.year}")
        for size in (self.min_ha, self.max_ha):
            if size is not None and not 0 <= size < float("inf"):
                raise WrongUseError(
                    f"面积 {size:g} 应是不小于 0 的数", f"an area is a number from 0, not {size:g}"
                )

    def of_parcels(
        self, asked: Select[Any], plan_id: str, state: ColumnElement[Any]
    ) -> Select[Any]:
        """Return a query of parcels narrowed to those that are meant."""
        conditions = self._of(parcel.c.land_use, parcel.c.declared_ha)
        if self.state:
            conditions.append(state == self.state)
        if self.states:
            conditions.append(state.in_(self.states))
        if self.owner_kind:
            conditions.append(parcel.c.owner_kind == self.owner_kind)
        if self.method or self.year is not None or self.kind:
            named = select(func.unnest(land_event.c.parcel_ids)).where(
                land_event.c.plan_id == plan_id, *self._of_its_event()
            )
            conditions.append(parcel.c.parcel_id.in_(named))
        if self.text:
            conditions.append(self._says(parcel.c.parcel_id, parcel.c.name, parcel.c.land_use))
        return asked.where(*conditions)

    def of_parcels_since(
        self, asked: Select[Any], plan_id: str, events: ColumnElement[bool]
    ) -> Select[Any]:
        """Return a query of parcels narrowed to those that are meant, with `since` as a column.

        That is the day of the first event that is meant, from which on the parcel is; null where
        no event is asked for. The state is not looked at.

        Parameters
        ----------
        events
            Which events may be among those on the parcels: a place to look at.
        """
        lasting = replace(self, state="", states=(), kind="", method="", year=None)
        if not (self.method or self.year is not None or self.kind):
            return lasting.of_parcels(
                asked.add_columns(cast(null(), Date).label("since")), plan_id, literal("")
            )
        each = (
            select(
                func.unnest(land_event.c.parcel_ids).label("parcel_id"), land_event.c.happened_on
            )
            .where(
                land_event.c.plan_id == plan_id, land_event.c.kind != "reversal", events,
                *self._of_its_event(),
            )
            .subquery()
        )  # fmt: skip
        first = (
            select(each.c.parcel_id, func.min(each.c.happened_on).label("since"))
            .group_by(each.c.parcel_id)
            .subquery()
        )
        joined = asked.add_columns(first.c.since).join(
            first, first.c.parcel_id == parcel.c.parcel_id
        )
        return lasting.of_parcels(joined, plan_id, literal(""))

    def of_events(self, asked: Select[Any], plan_id: str) -> Select[Any]:
        """Return a query of events narrowed to those that are meant; a state is of parcels."""
        conditions = self._of(land_event.c.land_use, land_event.c.declared_ha)
        conditions += self._of_its_event()
        if self.owner_kind:
            owned = select(parcel.c.parcel_id).where(
                parcel.c.plan_id == plan_id,
                parcel.c.parcel_id == func.any(land_event.c.parcel_ids),
                parcel.c.owner_kind == self.owner_kind,
            )
            conditions.append(owned.exists())
        if self.text:
            conditions.append(
                self._says(
                    land_event.c.event_id,
                    land_event.c.document_no,
                    func.array_to_string(land_event.c.parcel_ids, ";"),
                    land_event.c.contract_no,
                    land_event.c.responsible_unit,
                )
            )
        return asked.where(*conditions)

    def _of(
        self, land_use: ColumnElement[Any], declared_ha: ColumnElement[Any]
    ) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = []
        if self.land_use:
            conditions.append(land_use.startswith(self.land_use, autoescape=True))
        if self.min_ha is not None:
            conditions.append(declared_ha >= self.min_ha)
        if self.max_ha is not None:
            conditions.append(declared_ha <= self.max_ha)
        return conditions

    def _of_its_event(self) -> list[ColumnElement[bool]]:
        conditions: list[ColumnElement[bool]] = []
        if self.kind:
            conditions.append(land_event.c.kind == self.kind)
        if self.method:
            conditions.append(land_event.c.method == self.method)
        if self.year is not None:
            conditions.append(extract("year", land_event.c.happened_on) == self.year)
        return conditions

    def _says(self, *columns: Any) -> ColumnElement[bool]:
        return or_(*(column.icontains(self.text, autoescape=True) for column in columns))
