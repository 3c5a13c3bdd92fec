"""Features of a collection, page by page, by box, day, zone, property and filter."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeAlias

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Subquery,
    func,
    select,
    text,
    union_all,
)
from sqlalchemy.exc import DataError, InternalError

from gis.database.tables import zone
from gis.database.wkb import wkb_of
from gis.errors import WrongUseError
from gis.geometry.crs_uri import UriCrs
from projects.features.collections import OUTLINE, Collection
from projects.features.cql2 import FilterLanguage, condition
from projects.features.cql2_literals import Typed, bound, shape_sql
from projects.features.days import DaySpan

COUNTED: Final = 10_000
"""Of a selection with more features than this, nobody waits for the number."""

LONGEST_MS: Final = 20_000
"""Milliseconds that a question may take the database."""


Conditions: TypeAlias = tuple[ColumnElement[bool], ...]
"""What is true of a feature, all of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """A filter as it is told."""

    text: str
    language: FilterLanguage
    crs: UriCrs


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is asked of a collection.

    Parameters
    ----------
    day
        The day of states.
    span
        What happened in these days. None: ever.
    box
        In EPSG:4490; what touches it is in it.
    zone_ids
        A zone and those under it.
    properties
        Property → its value, as text.
    limit, offset
        How many features, after how many.
    after
        Only those behind the feature with this id: a way to the next page that costs the same at
        any depth.
    """

    day: date
    span: DaySpan | None = None
    box: BaseGeometry | None = None
    zone_ids: Sequence[str] | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    filter: Filter | None = None
    limit: int = 100
    offset: int = 0
    after: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Features:
    """A page of features in order of their ids: properties by name, outlines in EPSG:4490 or None.

    `matched` is how many there are in all; None: not counted. `more`: there is a next page.
    """

    rows: tuple[RowMapping, ...]
    outlines: tuple[BaseGeometry | None, ...]
    matched: int | None
    more: bool


def features(
    connection: Connection, plan_id: str, collection: Collection, asked: Question
) -> Features:
    """Return a page of features.

    Raises
    ------
    WrongUseError
        If the filter or a property's value cannot be meant.
    CrsError
        If a shape of the filter has no place.
    """
    rows = collection.rows(plan_id, asked.day).subquery()
    meant = _conditions(plan_id, collection, rows, asked)
    with _in_time(connection):
        found = connection.execute(_page(collection, rows, meant, asked)).mappings().all()
        matched = None
        if asked.after is None:
            from_index = collection.indexed and meant == [()]
            matched = _count(connection, rows, meant, from_index=from_index)
    shown = found[: asked.limit]
    return Features(
        rows=tuple(shown), outlines=_outlines(shown), matched=matched, more=len(found) > asked.limit
    )


def feature(
    connection: Connection, plan_id: str, collection: Collection, key: str, day: date
) -> Features:
    """Return the one feature of an id, or none."""
    rows = collection.rows(plan_id, day).subquery()
    asked = _selected(collection, rows).where(
        rows.c[collection.key] == bound(key, "text", "id").sql
    )
    found = connection.execute(asked).mappings().all()
    return Features(rows=tuple(found), outlines=_outlines(found), matched=len(found), more=False)


def extent(connection: Connection, plan_id: str) -> tuple[float, float, float, float] | None:
    """Return the box of the plan's zones: west, south, east, north; None if it has none."""
    box = func.st_extent(zone.c.outline)
    asked = select(*(getattr(func, f"st_{side}")(box) for side in ("xmin", "ymin", "xmax", "ymax")))
    west, south, east, north = connection.execute(asked.where(zone.c.plan_id == plan_id)).one()
    return None if west is None else (west, south, east, north)


def _page(
    collection: Collection, rows: Subquery, meant: Sequence[Conditions], asked: Question
) -> Select[Any]:
    """Return the query of a page and of one feature more."""
    key, last = rows.c[collection.key], asked.offset + asked.limit + 1
    parts = [_selected(collection, rows).where(*part).order_by(key) for part in meant]
    if asked.after is not None:
        behind = key > bound(asked.after, "text", "after").sql
        parts = [part.where(behind) for part in parts]
    if len(parts) == 1:
        [page] = parts
    else:
        some = union_all(*(select(part.limit(last).subquery()) for part in parts)).subquery()
        page = select(some).order_by(some.c[collection.key])
    return page.limit(asked.limit + 1).offset(asked.offset)


def _selected(collection: Collection, rows: Subquery) -> Select[Any]:
    names = [column.shown for column in collection.columns]
    return select(*(rows.c[name] for name in names), wkb_of(rows.c[OUTLINE]))


def _conditions(
    plan_id: str, collection: Collection, rows: Subquery, asked: Question
) -> list[Conditions]:
    """Return what is true of what is asked for: of each part of it, where a zone shares it out."""
    typed = collection.typed(rows)
    found = [_equals(typed[name], told) for name, told in asked.properties.items()]
    if asked.box is not None:
        found.append(func.st_intersects(rows.c[OUTLINE], shape_sql(asked.box)))
    if asked.span is not None and collection.dated == "happened":
        happened = rows.c.happened_on
        if asked.span.start is not None:
            found.append(happened >= asked.span.start)
        if asked.span.end is not None:
            found.append(happened <= asked.span.end)
    if asked.filter is not None:
        told = asked.filter
        found.append(condition(told.text, told.language, typed, told.crs))
    if asked.zone_ids is None:
        return [tuple(found)]
    return [(*found, lies) for lies in collection.inside(rows, plan_id, [*asked.zone_ids])]


def _equals(column: Typed, told: str) -> ColumnElement[bool]:
    """Return that a property has a value, which is told as text."""
    value: Any = told
    if column.kind == "texts":
        return column.sql.op("@>")(bound([told], "texts").sql)
    if column.kind == "number":
        try:
            value = float(told)
        except ValueError as error:
            raise WrongUseError(f"“{told[:40]}”不是数", f"{told[:40]!r} is no number") from error
    elif column.kind == "flag":
        if told not in ("true", "false"):
            raise WrongUseError(
                f"“{told[:40]}”应为 true 或 false", f"{told[:40]!r} should be true or false"
            )
        value = told == "true"
    return column.sql == bound(value, column.kind).sql


@contextmanager
def _in_time(connection: Connection) -> Iterator[None]:
    """Ask the database within `LONGEST_MS`; what a filter has it compute in vain is our error.

    Raises
    ------
    WrongUseError
        If a figure grows beyond all measure, or a shape cannot be set against another.
    """
    connection.execute(text(f"set local statement_timeout = {LONGEST_MS}"))
    try:
        yield
    except (DataError, InternalError) as error:
        raise WrongUseError(
            "filter 算不出结果：数值越界，或图形不能这样比较",
            "the filter cannot be computed: a number grows out of range, or shapes cannot be "
            "compared so",
        ) from error


def _count(
    connection: Connection,
    rows: Subquery,
    meant: Sequence[Conditions],
    *,
    from_index: bool,
) -> int | None:
    """Return how many features are meant; None where a part of many would have to be gone through.

    Parameters
    ----------
    from_index
        All of the plan's are meant, and an index has them: they are counted, however many.
    """
    if from_index:
        return connection.scalar(select(func.count()).select_from(rows))
    count = 0
    for part in meant:
        some = select(rows.c[0]).where(*part).limit(COUNTED + 1).subquery()
        count += connection.scalar(select(func.count()).select_from(some)) or 0
    return None if count > COUNTED else count


def _outlines(rows: Sequence[RowMapping]) -> tuple[BaseGeometry | None, ...]:
    return tuple(shapely.from_wkb([row["wkb"] for row in rows]).tolist()) if rows else ()
