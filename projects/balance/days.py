"""The days of a plan that are told one by one: its eve, every month's end, its end, yesterday."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from projects.model import Plan


def days_of(plan: Plan, as_of: date) -> tuple[date, ...]:
    """Return the days on which a plan is told until a day, which comes last.

    The day before the period (nothing is reached), each end of a month in it, the last day of it,
    and the day before the one that comes last: what came since yesterday can be told.
    """
    eve = date.fromordinal(max(1, plan.starts_on.toordinal() - 1))
    last = min(plan.ends_on, as_of)
    yesterday = max(eve, date.fromordinal(max(1, as_of.toordinal() - 1)))
    days = {eve, *_month_ends(plan.starts_on, last), last, yesterday, as_of}
    return tuple(sorted(day for day in days if day <= as_of))


def _month_ends(first: date, last: date) -> Iterator[date]:
    for months in range(12 * first.year + first.month - 1, 12 * last.year + last.month):
        year, month = months // 12, months % 12 + 1
        end = date(year, month, monthrange(year, month)[1])
        if end <= last:
            yield end
