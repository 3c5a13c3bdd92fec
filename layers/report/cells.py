"""How a value of a table is shown: one rule for Word, PDF and HTML, and Excel's formats by it."""

import math
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from layers.report.document import Kind, Value
from layers.report.plain_text import plain
from layers.styles import GROUPED_FROM

DASH = "—"

_DECIMALS: Final[dict[Kind, int]] = {
    "ha": 2,
    "mu": 2,
    "m2": 0,
    "percent": 1,
    "count": 0,
    "money": 0,
    "year": 0,
    "years": 1,
    "degrees": 6,
    "metres": 3,
}
_NUMBER_DECIMALS = 4  # at most, for figures of any size: as many as the figure has
_NEVER_GROUPED: Final[frozenset[Kind]] = frozenset({"text", "day", "year", "degrees", "metres"})
_ANY_SIZE = Context(prec=350, rounding=ROUND_HALF_UP)


def shown(value: Value, kind: Kind = "text", language: str = "zh") -> str:
    """Return a value as the report's tables show it.

    Numbers are rounded half up as people and spreadsheets do (2.675 ha is 2.68, whatever its
    binary digits), with commas from 10,000 on; a percentage of 45.2 reads 45.2%; days are
    ISO 8601; nothing (None, or a number that is none) is a dash. Text in a column of numbers
    stays text, made safe by `plain`.
    """
    if isinstance(value, bool):
        return _yes_or_no(value, language)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return plain(value) or DASH
    rounded = _rounded(value, kind)
    if rounded is None:
        return DASH
    figure = f"{rounded:,f}" if _is_grouped(rounded, kind) else f"{rounded:f}"
    return f"{figure}%" if kind == "percent" else figure


def as_shown(value: float, kind: Kind) -> float:
    """Return a figure as its reader sees it: rounded; what is no number as it is."""
    rounded = _rounded(value, kind)
    return value if rounded is None else float(rounded)


def number_format(value: float, kind: Kind) -> str:
    """Return the Excel number format under which a cell shows what `shown` gives.

    The cell keeps the value itself; a percentage of 45.2 is 0.452 there.
    """
    if kind in _DECIMALS and abs(value) < GROUPED_FROM - 1:  # as most are: no need to round
        return _USUAL[kind]
    rounded = _rounded(value, kind)
    if rounded is None:
        return "General"
    whole = "#,##0" if _is_grouped(rounded, kind) else "0"
    return _pattern(whole, -int(rounded.as_tuple().exponent), kind)


def is_figure(kind: Kind) -> bool:
    """Tell whether a column of this kind is set flush right."""
    return kind in _DECIMALS or kind == "number"


def _rounded(value: float | None, kind: Kind) -> Decimal | None:
    """Round as shown; 15 significant digits first, as spreadsheets do."""
    if value is None or not math.isfinite(value):
        return None
    exact = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    decimals = _DECIMALS.get(kind, _NUMBER_DECIMALS)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), context=_ANY_SIZE)
    if kind not in _DECIMALS:
        whole = rounded.quantize(Decimal(1), context=_ANY_SIZE)
        rounded = whole if whole == rounded else rounded.normalize(_ANY_SIZE)
    return rounded if rounded else abs(rounded)  # never minus zero


def _is_grouped(rounded: Decimal, kind: Kind) -> bool:
    return kind not in _NEVER_GROUPED and abs(rounded) >= GROUPED_FROM


def _yes_or_no(value: bool, language: str) -> str:
    if language == "en":
        return "Yes" if value else "No"
    return "是" if value else "否"


def _pattern(whole: str, decimals: int, kind: Kind) -> str:
    fraction = f".{'0' * decimals}" if decimals else ""
    return f"{whole}{fraction}{'%' if kind == 'percent' else ''}"


_USUAL: Final = {kind: _pattern("0", decimals, kind) for kind, decimals in _DECIMALS.items()}
"""The formats of figures that are not grouped."""
