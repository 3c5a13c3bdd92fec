"""The collections: zones, parcels, events, reserve, projects, each as one query of a plan.

Their properties are those of the catalogue (`projects.exports.lists.columns_in`), called as there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from sqlalchemy import (
    ColumnElement,
    FromClause,
    RowMapping,
    Select,
    Subquery,
    Text,
    case,
    cast,
    func,
    lateral,
    or_,
    select,
    true,
)  # fmt: skip

from gis.database.derived_tables import parcel_history
from gis.database.tables import land_event, parcel, place, zone
from gis.geometry.area import M2_PER_HA
from projects.exports.lists import ListName, columns_in
from projects.exports.queries import events_in, in_force, places_in
from projects.features.cql2_literals import Kind, Typed
from projects.features.reserve_rows import RESERVE_COLUMNS, reserve_inside, reserve_rows
from projects.functions import project_now
from projects.package.column import Column
from projects.package.columns import ZONE_OUTLINES
from projects.tables import project

OUTLINE: Final = "outline"
"""What the shape of a feature is called where a filter names it."""

Dated = Literal["state", "happened"]

_KINDS: Final[Mapping[str, Kind]] = {
    "id": "text", "text": "text", "choice": "text", "source": "text", "ids": "texts",
    "number": "number", "whole": "number", "day": "day", "flag": "flag", "outline": "shape",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Collection:
    """A collection of features.

    Parameters
    ----------
    columns
        Its properties.
    key
        The one that is the feature's id.
    zh, en
        What it holds, in a sentence.
    dated
        What a day asks of it: the state on that day, or what happened on it. None: nothing.
    rows
        The query of its features in a plan as of a day: the properties, `outline`, and
        `place_id` or `zone_id` where they lie.
    inside
        What is true of the features in some zones: the zone itself, and those under it. Several
        conditions share the features out, so that each finds its own from an index.
    indexed
        Whether all of a plan's are counted from an index.
    goes_on
        Whether it is recorded on after the plan's last day: without a day, today's is meant.
    """

    name: str
    columns: tuple[Column, ...]
    key: str
    zh: str
    en: str
    dated: Dated | None
    rows: Callable[[str, date], Select[Any]]
    inside: Callable[[FromClause, str, list[str]], tuple[ColumnElement[bool], ...]]
    indexed: bool = True
    goes_on: bool = False

    @property
    def title(self) -> tuple[str, str]:
        """What it is called, in Chinese and in English."""
        return _TITLES[self.name]

    def told(self, row: Mapping[str, Any] | RowMapping) -> dict[str, Any]:
        """Return the properties of a row as JSON has them; what a row lacks is left out."""
        names = (column.shown for column in self.columns)
        return {name: _plain(row[name]) for name in names if name in row}

    def queryables(self) -> tuple[Column, ...]:
        """Return what filters may name: the properties and the shape."""
        return (*self.columns, ZONE_OUTLINES[OUTLINE])

    def typed(self, rows: Subquery) -> dict[str, Typed]:
        """Return what filters may name as expressions of SQL."""
        return {one.shown: Typed(_KINDS[one.kind], rows.c[one.shown]) for one in self.queryables()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


_TITLES: Final[Mapping[str, tuple[str, str]]] = {
    "zones": ("片区", "Zones"), "parcels": ("地块", "Parcels"), "events": ("台账", "Events"),
    "reserve": ("已储未供", "Land in reserve"), "projects": ("重大项目", "Projects"),
}  # fmt: skip


def _zones(plan_id: str, _day: date) -> Select[Any]:
    return select(
        *_told("zones", zone, without=("measured_ha", "source")),
        (zone.c.measured_m2 / M2_PER_HA).label("measured_ha"),
        _source(zone).label("source"),
        zone.c.outline,
    ).where(zone.c.plan_id == plan_id)


def _parcels(plan_id: str, day: date) -> Select[Any]:
    """Return parcels with their state: one row of the history at most.

    Outer joins and an aggregate let place and history go where none of them is asked for, as in the
    view v_parcel: all parcels of a plan are counted from an index.
    """
    span = parcel_history
    on_day = lateral(
        select(
            func.max(span.c.state).label("state"),
            func.max(span.c.in_reserve_m2).label("in_reserve_m2"),
            func.max(span.c.supplied_m2).label("supplied_m2"),
        )
        .where(
            span.c.place_id == parcel.c.place_id,
            span.c.parcel_id == parcel.c.parcel_id,
            span.c.from_on <= day,
            or_(span.c.until_on.is_(None), span.c.until_on > day),
        )
        .correlate(parcel)
    )
    computed = ("state", "measured_ha", "in_reserve_ha", "supplied_ha")
    return (
        select(
            *_told("parcels", parcel, without=computed),
            func.coalesce(on_day.c.state, "not_stored").label("state"),
            (place.c.measured_m2 / M2_PER_HA).label("measured_ha"),
            (func.coalesce(on_day.c.in_reserve_m2, 0) / M2_PER_HA).label("in_reserve_ha"),
            (func.coalesce(on_day.c.supplied_m2, 0) / M2_PER_HA).label("supplied_ha"),
            place.c.outline,
            parcel.c.place_id,
        )
        .join_from(parcel, place, place.c.place_id == parcel.c.place_id, isouter=True)
        .join(on_day, true(), isouter=True)
        .where(parcel.c.plan_id == plan_id)
    )


def _events(plan_id: str, _day: date) -> Select[Any]:
    return (
        select(
            *_told("events", land_event, without=("measured_ha", "in_force")),
            (place.c.measured_m2 / M2_PER_HA).label("measured_ha"),
            in_force(plan_id).label("in_force"),
            place.c.outline,
            land_event.c.place_id,
        )
        .join_from(land_event, place, place.c.place_id == land_event.c.place_id, isouter=True)
        .where(land_event.c.plan_id == plan_id)
    )


def _projects(plan_id: str, day: date) -> Select[Any]:
    now = project_now(plan_id, day)
    drawn = func.coalesce(project.c.outline, project.c.point)
    computed = ("stage", "stage_on", "invested_10k_cny", "zone_name", "known_only_by_zone")
    return (
        select(
            *_told("projects", project, without=computed),
            func.nullif(now.c.stage, "").label("stage"),
            *now.c["stage_on", "invested_10k_cny"],
            zone.c.name.label("zone_name"),
            drawn.is_(None).label("known_only_by_zone"),
            drawn.label(OUTLINE),
        )
        .join_from(project, now, now.c.project_id == project.c.project_id)
        .join(
            zone,
            (zone.c.plan_id == project.c.plan_id) & (zone.c.zone_id == project.c.zone_id),
            isouter=True,
        )
        .where(project.c.plan_id == plan_id)
    )


def _told(name: ListName, table: FromClause, *, without: tuple[str, ...]) -> list[Any]:
    """Return the stored columns of a list under their names; an empty text is none."""
    told = []
    for column in columns_in(name):
        if column.shown in without:
            continue
        stored = table.c[column.shown]
        may_be_empty = isinstance(stored.type, Text) and not stored.primary_key
        told.append(func.nullif(stored, "").label(column.shown) if may_be_empty else stored)
    return told


def _source(table: FromClause) -> Any:
    """Return a citation as files have it: `document|place|line`."""
    line = func.coalesce(cast(table.c.source_line, Text), "")
    cited = func.concat_ws("|", table.c.source_document, table.c.source_place, line)
    return case((table.c.source_document.is_not(None), cited))


def _at_place(
    rows: FromClause, plan_id: str, zone_ids: list[str]
) -> tuple[ColumnElement[bool], ...]:
    return (rows.c.place_id.in_(places_in(plan_id, zone_ids[0])),)


def _at_place_or_undoing(
    rows: FromClause, plan_id: str, zone_ids: list[str]
) -> tuple[ColumnElement[bool], ...]:
    """Return what is true of events in a zone; a reversal lies where what it undoes does."""
    return events_in(rows, plan_id, zone_ids[0])


def _of_zone(
    rows: FromClause, _plan_id: str, zone_ids: list[str]
) -> tuple[ColumnElement[bool], ...]:
    return (rows.c.zone_id.in_(zone_ids),)


COLLECTIONS: Final[Mapping[str, Collection]] = {
    one.name: one
    for one in (
        Collection(
            name="zones", columns=columns_in("zones"), key="zone_id", dated=None,
            rows=_zones, inside=_of_zone,
            zh="规划的各级片区", en="The zones of the plan",
        ),
        Collection(
            name="parcels", columns=columns_in("parcels"), key="parcel_id",
            dated="state", rows=_parcels, inside=_at_place,
            zh="地块及其在所问之日的状态",
            en="Parcels with their state on the day that is asked for",
        ),
        Collection(
            name="events", columns=columns_in("events"), key="event_id",
            dated="happened", rows=_events, inside=_at_place_or_undoing,
            zh="台账：收储、供应与更正，按发生之日",
            en="The ledger: storages, supplies and reversals by the day they happened",
        ),
        Collection(
            name="reserve", columns=RESERVE_COLUMNS, key="event_id",
            dated="state", rows=reserve_rows, inside=reserve_inside, indexed=False,
            zh="每笔收储在所问之日尚未供应的部分",
            en="What each storage still holds on the day that is asked for",
        ),
        Collection(
            name="projects", columns=columns_in("projects"), key="project_id",
            dated="state", rows=_projects, inside=_of_zone, goes_on=True,
            zh="重大项目及其在所问之日的阶段与投资",
            en="Major projects with stage and investment on the day that is asked for",
        ),
    )
}  # fmt: skip
