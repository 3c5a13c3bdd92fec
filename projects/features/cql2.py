"""CQL2 JSON as a condition of SQL: every value bound, every property one of the collection's.

Text is read into the same JSON by `cql2_text`. What stands beside each other must be of one kind:
text, number, day, flag, list of texts, shape.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, true

from gis.errors import WrongUseError
from gis.geometry.crs_uri import UriCrs
from projects.features.cql2_literals import (
    Typed,
    bound,
    days_of,
    is_shape,
    of_kind,
    shape_of,
)
from projects.features.cql2_operators import ARRAYS, COMPARISONS, SPATIAL, TEMPORAL
from projects.features.cql2_text import read_text

FilterLanguage = Literal["cql2-text", "cql2-json"]

LONGEST_FILTER: Final = 20_000
"""Characters that a filter may have."""

DEEPEST: Final = 60
"""Operations that may stand in each other."""

_JOINED: Final = {"and": and_, "or": or_}


def condition(
    text: str, language: FilterLanguage, columns: Mapping[str, Typed], crs: UriCrs
) -> ColumnElement[bool]:
    """Return a filter as a condition.

    Parameters
    ----------
    columns
        What the properties of the collection are called, and what they are.
    crs
        That of the shapes in the filter.

    Raises
    ------
    WrongUseError
        If the filter is none, names what there is not, or compares what cannot be.
    """
    if len(text) > LONGEST_FILTER:
        raise WrongUseError(
            f"filter 有 {len(text)} 个字符，最多 {LONGEST_FILTER} 个",
            f"the filter has {len(text)} characters, at most {LONGEST_FILTER} are read",
        )
    tree = read_text(text) if language == "cql2-text" else _read_json(text)
    return _Translation(columns, crs).condition(tree, 0)


def _read_json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise WrongUseError(
            "filter 不是 JSON；filter-lang=cql2-json 时应为 CQL2 的 JSON 形式",
            "the filter is no JSON; with filter-lang=cql2-json it is the JSON form of CQL2",
        ) from error


def _no_number(told: str) -> float:
    raise ValueError(told)


@dataclass(frozen=True, slots=True)
class _Translation:
    columns: Mapping[str, Typed]
    crs: UriCrs

    def condition(self, tree: Any, depth: int) -> ColumnElement[bool]:
        """Return what is true or false of a feature."""
        if isinstance(tree, bool):
            return true() if tree else false()
        op, args = _operation(tree, depth)
        if op in _JOINED:
            _refuse_few(op, args, 1)
            return _JOINED[op](*(self.condition(one, depth + 1) for one in args))
        if op == "not":
            [what] = _exactly(op, args, 1)
            return not_(self.condition(what, depth + 1))
        return self._predicate(op, args, depth + 1)

    def _predicate(self, op: str, args: Sequence[Any], depth: int) -> ColumnElement[bool]:
        if op in COMPARISONS:
            left, right = self._alike(op, _exactly(op, args, 2), depth)
            return COMPARISONS[op](left, right)
        if op in SPATIAL:
            shapes = [self._value(one, depth) for one in _exactly(op, args, 2)]
            return SPATIAL[op](*(of_kind(one, "shape", op).sql for one in shapes))
        if op in TEMPORAL:
            spans = [days_of(one, lambda told: self._value(told, depth)) for one in
                     _exactly(op, args, 2)]  # fmt: skip
            return TEMPORAL[op](*spans)
        if op in ARRAYS:
            lists = [self._list(one, depth) for one in _exactly(op, args, 2)]
            return ARRAYS[op](*lists)
        other = _OTHERS.get(op)
        if other is None:
            raise _unknown_operation(op)
        return other(self, args, depth)

    def _between(self, args: Sequence[Any], depth: int) -> ColumnElement[bool]:
        what, low, high = self._alike("between", _exactly("between", args, 3), depth)
        return what.sql.between(low.sql, high.sql)

    def _in(self, args: Sequence[Any], depth: int) -> ColumnElement[bool]:
        what, among = _exactly("in", args, 2)
        if not isinstance(among, list) or not among:
            raise _not_meant("in")
        first, *others = self._alike("in", [what, *among], depth)
        return first.sql.in_([one.sql for one in others])

    def _like(self, args: Sequence[Any], depth: int) -> ColumnElement[bool]:
        told = [self._value(one, depth) for one in _exactly("like", args, 2)]
        what, pattern = (of_kind(one, "text", "like") for one in told)
        return what.sql.like(pattern.sql, escape="\\")

    def _is_null(self, args: Sequence[Any], depth: int) -> ColumnElement[bool]:
        [what] = _exactly("isNull", args, 1)
        return self._value(what, depth).sql.is_(None)

    def _alike(self, op: str, args: Sequence[Any], depth: int) -> list[Typed]:
        """Return values of one kind; a text beside a day is read as one."""
        values = [self._value(one, depth) for one in args]
        kinds = {one.kind for one in values}
        if kinds == {"text", "day"}:
            return [
                self._value({"date": told}, depth) if isinstance(told, str) else of_kind(
                    value, "day", op
                )
                for told, value in zip(args, values, strict=True)
            ]  # fmt: skip
        if len(kinds) != 1 or kinds & {"shape", "texts"}:
            raise WrongUseError(
                f"filter 的 {op} 比较的是不同种类的值（{'、'.join(sorted(kinds))}）",
                f"{op} in the filter compares what cannot be compared: {', '.join(sorted(kinds))}",
            )
        return values

    def _list(self, told: Any, depth: int) -> ColumnElement[Any]:
        if not isinstance(told, list):
            value = self._value(told, depth)
            if value.kind == "texts":
                return value.sql
            told = [told]
        if not all(isinstance(one, str) for one in told):
            raise _not_meant("a_…")
        return bound(told, "texts").sql

    def _value(self, told: Any, depth: int) -> Typed:
        """Return a property, a literal, or what is computed of them."""
        match told:
            case {"property": str(name)}:
                return self._property(name)
            case {"op": str()}:
                return self._computed(told, depth)
            case dict() if is_shape(told):
                return shape_of(told, self.crs)
        return _literal(told)

    def _property(self, name: str) -> Typed:
        if name not in self.columns:
            listed = "、".join(self.columns)
            raise WrongUseError(
                f"filter 中没有属性“{name[:80]}”；现有：{listed}",
                f"the filter names a property {name[:80]!r} that there is not; there are: "
                f"{listed.replace('、', ', ')}",
            )
        return self.columns[name]

    def _computed(self, told: Any, depth: int) -> Typed:
        op, args = _operation(told, depth)
        if op == "casei":
            [what] = _exactly(op, args, 1)
            return Typed("text", func.lower(of_kind(self._value(what, depth + 1), "text", op).sql))
        if op not in ("+", "-", "*", "/"):
            raise _unknown_operation(op)
        told_two = [self._value(one, depth + 1) for one in _exactly(op, args, 2)]
        left, right = (of_kind(one, "number", op).sql for one in told_two)
        if op == "/":
            return Typed("number", left / func.nullif(right, 0.0))
        return Typed("number", left.op(op)(right))


_OTHERS: Final[
    Mapping[str, Callable[[_Translation, Sequence[Any], int], ColumnElement[bool]]]
] = {
    "between": _Translation._between,
    "in": _Translation._in,
    "like": _Translation._like,
    "isnull": _Translation._is_null,
}  # fmt: skip


def _operation(tree: Any, depth: int) -> tuple[str, Sequence[Any]]:
    """Return name, in lower case, and arguments of an operation."""
    if depth > DEEPEST:
        raise WrongUseError(
            f"filter 嵌套超过 {DEEPEST} 层；请写得简单一些",
            f"the filter is nested more than {DEEPEST} deep; write a simpler one",
        )
    match tree:
        case {"op": str(op), "args": list(args)}:
            return op.lower(), args
    raise WrongUseError(
        "filter 中应为条件之处没有条件；例如 state='in_reserve'",
        "the filter has no condition where one is wanted; such as state='in_reserve'",
    )


def _exactly(op: str, args: Sequence[Any], count: int) -> Sequence[Any]:
    if len(args) != count:
        raise WrongUseError(
            f"filter 中 {op} 应有 {count} 个参数，这里有 {len(args)} 个",
            f"{op} in the filter has {count} arguments, not {len(args)}",
        )
    return args


def _literal(told: Any) -> Typed:
    match told:
        case bool():
            return bound(told, "flag")
        case int() | float():
            return bound(_number(told), "number")
        case str():
            return bound(told, "text")
        case {"date": str(day)} | {"timestamp": str(day)}:
            return bound(day, "day")
    raise _not_meant("、".join(map(str, told))[:40] if isinstance(told, dict) else "[…]")


def _number(told: float) -> float:
    try:
        number = float(told)
    except OverflowError:
        number = inf
    if not isfinite(number):
        raise _not_meant("∞")
    return number


def _refuse_few(op: str, args: Sequence[Any], least: int) -> None:
    if len(args) < least:
        raise _not_meant(op)


def _not_meant(what: str) -> WrongUseError:
    return WrongUseError(
        f"filter 中的 {what} 无法理解", f"{what} in the filter cannot be understood"
    )


def _unknown_operation(op: str) -> WrongUseError:
    known = [*_JOINED, "not", *COMPARISONS, *_OTHERS, "casei", "+", "-", "*", "/",
             *SPATIAL, *TEMPORAL, *ARRAYS]  # fmt: skip
    return WrongUseError(
        f"filter 中没有运算“{op[:40]}”；现有：{'、'.join(known)}",
        f"the filter has no operation {op[:40]!r}; there are: {', '.join(known)}",
    )
