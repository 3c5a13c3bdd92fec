"""Days and spans of days as RFC 3339 and the OGC tell them."""

from datetime import date, datetime
from typing import Final, NamedTuple

from gis.errors import WrongUseError
from projects.package.rows import BEIJING

_OPEN: Final = ("", "..")


class DaySpan(NamedTuple):
    """First and last day, both inclusive; None: open."""

    start: date | None
    end: date | None


def day_told(told: str, name: str) -> date:
    """Return a day: `2023-06-30`, or that of a moment, `2023-06-30T12:00:00Z`, in Beijing.

    Raises
    ------
    WrongUseError
        If it is none, naming the parameter.
    """
    told = told.removesuffix("T")  # GDAL 3.6 writes a day so
    try:
        if "t" in told.lower():
            moment = datetime.fromisoformat(told)
            if moment.tzinfo is None:
                raise ValueError(told)  # noqa: TRY301  # as what cannot be read
            return moment.astimezone(BEIJING).date()
        return date.fromisoformat(told)
    except (ValueError, OverflowError) as error:
        raise WrongUseError(
            f"{name} 中的“{told[:40]}”不是日期；请写成 2023-06-30 或 2023-06-30T12:00:00Z",
            f"{name} has {told[:40]!r}, which is no day; write 2023-06-30 or 2023-06-30T12:00:00Z",
        ) from error


def span_told(told: str, name: str = "datetime") -> DaySpan:
    """Return a day, `2023-06-30`, or a span, `2023-01-01/2023-06-30`, `../2023-06-30`.

    Raises
    ------
    WrongUseError
        If it is neither, or ends before it begins.
    """
    ends = told.split("/")
    if len(ends) == 1:
        day = day_told(told, name)
        return DaySpan(day, day)
    if len(ends) != 2:
        raise WrongUseError(
            f"{name} 的“{told[:60]}”不是一日或一段；请写成 2023-01-01/2023-06-30",
            f"{name} {told[:60]!r} is no day and no span; write 2023-01-01/2023-06-30",
        )
    start, end = (None if one in _OPEN else day_told(one, name) for one in ends)
    if start is not None and end is not None and start > end:
        raise WrongUseError(
            f"{name} 的止日 {end} 早于起日 {start}；请对调",
            f"{name} ends on {end}, before it begins on {start}; turn them round",
        )
    return DaySpan(start, end)
