"""What the answers of `/api/v1` are made of, for their OpenAPI; hectares, and days as 2025-12-31.

The answers themselves are the documents that the commands print (`landplan.json_documents`).
"""

from dataclasses import fields, is_dataclass
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, create_model

from gis import model as land
from projects import model
from projects.balance import pace, series
from projects.balance.series import SeriesKind
from projects.model import Basis, Role, Span, Status
from projects.package.column import Column, Kind
from projects.package.columns import columns_of

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class _Shape(BaseModel):
    """An answer has these names and no others."""

    model_config = ConfigDict(extra="forbid")


class Source(_Shape):
    document: str
    place: str
    line: int | None


class _OfDay(_Shape):
    plan: str
    as_of: str
    sample: bool


def _row_of(row: "type[DataclassInstance]") -> type[BaseModel]:
    """Return the shape of a record that is answered as it is, with the records in it."""
    hints = get_type_hints(row)
    told: dict[str, Any] = {one.name: (_told(hints[one.name]), ...) for one in fields(row)}
    made: type[BaseModel] = create_model(row.__name__, __base__=_Shape, **told)
    return made


def _told(hint: Any) -> Any:
    """Return what JSON has in place of a type."""
    if hint is land.Source:
        return Source
    if is_dataclass(hint):
        return _row_of(cast("type[DataclassInstance]", hint))
    origin, inside = get_origin(hint), get_args(hint)
    if origin is tuple:
        return list[_told(inside[0])]  # type: ignore[misc]
    if origin in (Union, UnionType):
        return Union[tuple(_told(one) for one in inside)]  # noqa: UP007  # as many as there are
    return hint


def _of_day(row: type[BaseModel], name: str, **more: Any) -> type[BaseModel]:
    """Return the shape of rows as of a day, with what is told once of all of them."""
    told: dict[str, Any] = {key: (kind, ...) for key, kind in more.items()}
    made: type[BaseModel] = create_model(name, __base__=_OfDay, **told, rows=(list[row], ...))  # type: ignore[valid-type]
    return made


Balance = _of_day(_row_of(model.BalanceRow), "Balance", basis=Basis)
Series = _of_day(_row_of(series.SeriesRow), "Series", basis=Basis, by=SeriesKind)
Pace = _of_day(
    _row_of(pace.PaceRow), "Pace", basis=Basis, level=float, assumes_zh=str, assumes_en=str
)


class InvestmentNode(_Shape):
    node: str
    parent: str | None
    name: str
    count: int | None
    total_10k_cny: float | None
    period_10k_cny: float | None
    note: str
    source: Source | None


class ProjectRow(_Shape):
    project_id: str
    name: str
    category: str
    stage: str | None
    stage_on: str | None
    zone: str | None
    zone_name: str | None
    site_area_m2: float | None
    floor_area_m2: float | None
    investment_10k_cny: float | None
    invested_10k_cny: float | None
    location: Literal["outline", "point", "zone", "none"]
    geometry_quality: str | None
    note: str
    sources: list[Source]


class Projects(_Shape):
    plan: str
    investment: list[InvestmentNode]
    rows: list[ProjectRow]


class Figure(_Shape):
    year: int
    value: float | None
    value_to: float | None
    role: Role
    note: str
    recorded_by: str | None
    source: Source | None


class IndicatorRow(_Shape):
    zone: str | None
    zone_name: str | None
    indicator: str
    parent_indicator: str | None
    scope: str | None
    unit: str
    span: Span
    kind: str | None
    base: Figure | None
    latest: Figure | None
    goal: Figure | None
    progress: float | None
    expected: float | None
    status: Status | None
    figures: list[Figure]


class Indicators(_Shape):
    plan: str
    on_track: int
    with_figures: int
    with_goal: int
    rows: list[IndicatorRow]


class WarningRow(_Shape):
    kind: str
    severity: int
    zone: str | None
    subject: str
    warning: str


class Warnings(_OfDay):
    rows: list[WarningRow]


class CheckRow(_Shape):
    kind: str
    subject: str
    finding: str
    source: Source | None


class Checks(_Shape):
    plan: str
    rows: list[CheckRow]


class PlanRow(_Shape):
    plan_id: str
    title: str
    starts_on: str
    ends_on: str
    parcels: int
    events: int
    sample: bool
    loaded_at: str | None


class Plans(_Shape):
    rows: list[PlanRow]


class LoadedFile(_Shape):
    name: str
    sha256: str
    bytes: int


class Counts(_Shape):
    added: int
    changed: int
    same: int
    removed: int


class BatchRow(_Shape):
    batch: int
    plan: str
    command: str
    loaded_by: str
    loaded_at: str
    landplan_version: str
    files: list[LoadedFile]
    counts: dict[str, Counts]
    undoes: int | None


class Batches(_Shape):
    rows: list[BatchRow]


class Wrong(_Shape):
    """Why a call is not answered."""

    status: int
    zh: str
    en: str


_TYPES: dict[Kind, Any] = {
    "number": float | None, "whole": int | None, "flag": bool | None, "ids": list[str] | None,
}  # fmt: skip


def _row(name: str, table: str, without: tuple[str, ...] = ()) -> type[BaseModel]:
    """Return the shape of a row of the catalogue."""
    told: dict[str, Any] = {
        column.shown: (_type(column), ...)
        for column in columns_of(table)
        if column.kind != "outline" and column.shown not in without
    }
    made: type[BaseModel] = create_model(name, __base__=_Shape, **told)
    return made


def _type(column: Column) -> Any:
    return _TYPES.get(column.kind, str | None)


ParcelRow = _row("ParcelRow", "parcels")
EventRow = _row("EventRow", "events", without=("counted_ha",))
ZoneRow = _row("ZoneRow", "zones")


def _page(name: str, row: type[BaseModel]) -> type[BaseModel]:
    """Return the shape of a page of rows: how many in all, and what the next page is behind."""
    return _of_day(row, name, count=int | None, after=str | None)


Parcels = _page("Parcels", ParcelRow)
Events = _page("Events", EventRow)
Zones = _page("Zones", ZoneRow)


class Days(_Shape):
    """Days in which nothing changed of a parcel; `until_on` is the first day after them."""

    from_on: str
    until_on: str | None
    state: str
    in_reserve_ha: float
    supplied_ha: float


Parcel = create_model(
    "Parcel", __base__=_OfDay,
    parcel=(ParcelRow, ...), outline=(dict[str, Any], ...), history=(list[Days], ...),
    events=(list[EventRow], ...),  # type: ignore[valid-type]
)  # fmt: skip
