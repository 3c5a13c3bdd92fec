"""CQL2 text, read as CQL2 JSON: `state = 'in_reserve'` → {"op": "=", "args": […]}.

The grammar stands in `cql2.lark`. It is read without recursion, in time that grows with the length.
"""

import json
from functools import cache
from importlib.resources import files
from math import isfinite
from typing import Any, Final

import shapely
from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput, VisitError
from shapely.errors import ShapelyError

from gis.errors import WrongUseError

_AROUND: Final = 20
"""So many characters of the text are shown where it cannot be read."""


def read_text(text: str) -> Any:
    """Return the CQL2 JSON of a filter.

    Raises
    ------
    WrongUseError
        If it is none, with the place where it ceases to be one.
    """
    try:
        return _parser().parse(text)
    except UnexpectedInput as error:
        at = len(text) if error.pos_in_stream is None else max(0, error.pos_in_stream)
        shown = text[at : at + _AROUND] if at < len(text) else ""
        raise WrongUseError(
            f"filter 从第 {at + 1} 个字符起无法识别（“{shown}”）；"
            "应为 CQL2，例如 state='in_reserve' AND declared_ha > 1",
            f"the filter cannot be read from character {at + 1} on ({shown!r}); it is CQL2, such "
            "as state='in_reserve' AND declared_ha > 1",
        ) from error
    except VisitError as error:
        if isinstance(error.orig_exc, WrongUseError):
            raise error.orig_exc from error
        raise


@cache
def _parser() -> Lark:
    grammar = (files("projects.features") / "cql2.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", transformer=_AsJson(), maybe_placeholders=False)


def _operation(op: str, *args: Any) -> dict[str, Any]:
    return {"op": op, "args": list(args)}


@v_args(inline=True)
class _AsJson(Transformer[Token, Any]):
    """What each rule of the grammar is in JSON."""

    def or_(self, *args: Any) -> Any:
        return _operation("or", *args)

    def and_(self, *args: Any) -> Any:
        return _operation("and", *args)

    def not_(self, what: Any) -> Any:
        return _operation("not", what)

    def compared(self, left: Any, op: Token, right: Any) -> Any:
        return _operation(str(op), left, right)

    def between(self, what: Any, low: Any, high: Any) -> Any:
        return _operation("between", what, low, high)

    def not_between(self, what: Any, low: Any, high: Any) -> Any:
        return self.not_(self.between(what, low, high))

    def like(self, what: Any, pattern: Any) -> Any:
        return _operation("like", what, pattern)

    def not_like(self, what: Any, pattern: Any) -> Any:
        return self.not_(self.like(what, pattern))

    def in_(self, what: Any, *among: Any) -> Any:
        return _operation("in", what, list(among))

    def not_in(self, what: Any, *among: Any) -> Any:
        return self.not_(self.in_(what, *among))

    def is_null(self, what: Any) -> Any:
        return _operation("isNull", what)

    def is_not_null(self, what: Any) -> Any:
        return self.not_(self.is_null(what))

    def arithmetic(self, left: Any, op: Token, right: Any) -> Any:
        return _operation(str(op), left, right)

    def negative(self, _: Token, what: Any) -> Any:
        return -what if isinstance(what, int | float) else _operation("*", -1, what)

    def number(self, told: Token) -> float:
        return _number(told)

    def string(self, told: Token) -> str:
        return told[1:-1].replace("''", "'").replace("\\'", "'")

    def true(self, _: Token) -> bool:
        return True

    def false(self, _: Token) -> bool:
        return False

    def named(self, name: Token) -> Any:
        return {"property": str(name)}

    def quoted(self, name: Token) -> Any:
        return {"property": name[1:-1]}

    def array(self, *items: Any) -> list[Any]:
        return list(items)

    def call(self, name: Token, *args: Any) -> Any:
        told = name.lower()
        if told in ("date", "timestamp") and len(args) == 1:
            return {told: args[0]}
        if told in ("interval", "bbox"):
            return {told: list(args)}
        return _operation(told, *args)

    def signed(self, *told: Token) -> str:
        *sign, number = told
        return f"{''.join(sign)}{_number(number)!r}"

    def position(self, *numbers: str) -> str:
        return " ".join(numbers)

    def coordinates(self, *items: str) -> str:
        return f"({','.join(items)})"

    def geometry(self, shape: Token, coordinates: str) -> str:
        return f"{shape.upper()} {coordinates}"

    def shape(self, wkt: str) -> Any:
        try:
            return json.loads(shapely.to_geojson(shapely.from_wkt(wkt)))
        except ShapelyError as error:
            raise WrongUseError(
                f"filter 中的图形无法识别：{wkt[:80]}",
                f"the filter has a shape that cannot be read: {wkt[:80]}",
            ) from error


def _number(told: str) -> float:
    number = float(told)
    if not isfinite(number):
        raise WrongUseError(
            f"filter 中的数 {told[:20]} 太大", f"the filter has a number too large: {told[:20]}"
        )
    return int(number) if number.is_integer() and abs(number) < 2**53 else number
