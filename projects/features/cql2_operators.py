"""The operations of CQL2 on what SQL has: comparison, shapes, spans of days, lists."""

import operator
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, not_, or_

from gis.errors import WrongUseError
from projects.features.cql2_literals import Span, Typed

Condition = ColumnElement[bool]


def _compared(op: str, by: Callable[[Any, Any], Any]) -> Callable[[Typed, Typed], Condition]:
    def compare(left: Typed, right: Typed) -> Condition:
        if left.kind == "flag" and op not in ("=", "<>"):
            raise WrongUseError(
                f"filter 中 {op} 不能比较真假值",
                f"{op} in the filter cannot compare true and false",
            )
        compared: Condition = by(left.sql, right.sql)
        return compared

    return compare


COMPARISONS: Final[Mapping[str, Callable[[Typed, Typed], Condition]]] = {
    op: _compared(op, by)
    for op, by in (
        ("=", operator.eq), ("<>", operator.ne), ("<", operator.lt), ("<=", operator.le),
        (">", operator.gt), (">=", operator.ge),
    )
}  # fmt: skip

SPATIAL: Final[Mapping[str, Callable[[Any, Any], Condition]]] = {
    "s_intersects": func.st_intersects,
    "s_disjoint": func.st_disjoint,
    "s_equals": func.st_equals,
    "s_touches": func.st_touches,
    "s_within": func.st_within,
    "s_contains": func.st_contains,
    "s_overlaps": func.st_overlaps,
    "s_crosses": func.st_crosses,
}


def _disjoint(a: Span, b: Span) -> Condition:
    return or_(a.end < b.start, a.start > b.end)


TEMPORAL: Final[Mapping[str, Callable[[Span, Span], Condition]]] = {
    "t_after": lambda a, b: a.start > b.end,
    "t_before": lambda a, b: a.end < b.start,
    "t_disjoint": _disjoint,
    "t_intersects": lambda a, b: not_(_disjoint(a, b)),
    "t_equals": lambda a, b: and_(a.start == b.start, a.end == b.end),
    "t_contains": lambda a, b: and_(a.start < b.start, a.end > b.end),
    "t_during": lambda a, b: and_(a.start > b.start, a.end < b.end),
    "t_starts": lambda a, b: and_(a.start == b.start, a.end < b.end),
    "t_startedby": lambda a, b: and_(a.start == b.start, a.end > b.end),
    "t_finishes": lambda a, b: and_(a.start > b.start, a.end == b.end),
    "t_finishedby": lambda a, b: and_(a.start < b.start, a.end == b.end),
    "t_meets": lambda a, b: a.end == b.start,
    "t_metby": lambda a, b: a.start == b.end,
    "t_overlaps": lambda a, b: and_(a.start < b.start, a.end > b.start, a.end < b.end),
    "t_overlappedby": lambda a, b: and_(a.start > b.start, a.start < b.end, a.end > b.end),
}
"""By the table of the standard (Allen's relations)."""

ARRAYS: Final[Mapping[str, Callable[[Any, Any], Condition]]] = {
    "a_equals": lambda a, b: and_(a.op("@>")(b), a.op("<@")(b)),
    "a_contains": lambda a, b: a.op("@>")(b),
    "a_containedby": lambda a, b: a.op("<@")(b),
    "a_overlaps": lambda a, b: a.op("&&")(b),
}
