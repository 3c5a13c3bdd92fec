"""What a measure will have reached when the plan ends: the mean pace extended, with an interval.

No database and no draws of chance: plain formulas (`docs/method.md`, "Pace and forecast").

With S hectares on n days out of T, x the hectares of one day, L days left and r = L / T:

- the forecast is S + S r, the mean pace extended;
- the land to come has mean m = S r and variance v = Σx² r (1 + r) (n + 1) / (n - 1);
- nothing more comes with chance (1 + r)^-n; what comes, if any, follows the gamma distribution
  that gives the whole this mean and this variance.
"""

from dataclasses import dataclass
from datetime import date
from math import cbrt, sqrt
from statistics import NormalDist
from typing import Final

from projects.balance.status import ROUNDING_HA

FEWEST_DAYS: Final = 3
"""With land on fewer different days there is no interval: their spread says nothing yet."""

HIGHEST_LEVEL: Final = 0.999999999999999
"""Nearer to 1 the interval's upper end would be rounded to a chance of 1, which has no value."""

_NORMAL: Final = NormalDist()


@dataclass(frozen=True, kw_only=True, slots=True)
class LandSoFar:
    """What came from the period's first day to the last one that is known.

    Parameters
    ----------
    actual_ha
        All of it.
    days
        On how many days it came. A day with at most 1 m² is none: that is the noise of digitising,
        in the sum but no sign of the pace.
    days_ha, squares_ha2
        What came on these days, and the sum of its squares day by day.
    """

    actual_ha: float = 0.0
    days: int = 0
    days_ha: float = 0.0
    squares_ha2: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class LandToCome:
    """The hectares to come before the end: nothing at all, or by a gamma distribution.

    `mean_ha` and `variance_ha2` are of the whole, nothing included.
    """

    mean_ha: float
    variance_ha2: float
    chance_of_nothing: float

    def quantile(self, share: float) -> float:
        """Return what is not exceeded with a chance of `share` (0 < share < 1)."""
        if share <= self.chance_of_nothing:
            return 0.0
        mean, spread = self._if_any()
        z = _NORMAL.inv_cdf((share - self.chance_of_nothing) / (1 - self.chance_of_nothing))
        root = max(0.0, 1 - spread + z * sqrt(spread))
        return mean * root * root * root

    def chance_of(self, ha: float) -> float:
        """Return the chance that at least `ha` (more than 0) come."""
        mean, spread = self._if_any()
        z = (cbrt(ha / mean) - (1 - spread)) / sqrt(spread)
        return (1 - self.chance_of_nothing) * _NORMAL.cdf(-z)

    def _if_any(self) -> tuple[float, float]:
        """Return mean and spread of what comes if any comes.

        By Wilson and Hilferty (1931) the cube root of a gamma variable over its mean is nearly
        normal, with mean 1 - spread and variance spread = 1 / (9 shape) = variance / (9 mean²).
        """
        some = 1 - self.chance_of_nothing
        mean = self.mean_ha / some
        variance = (self.variance_ha2 + self.mean_ha**2) / some - mean**2
        return mean, variance / (9 * mean**2)


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """What a measure has reached and will have reached at the end; hectares.

    `forecast_ha` is None until a day has gone, `low_ha` and `high_ha` also while land came on
    fewer than `FEWEST_DAYS` days. `days` counts those; `to_come` is None where nothing can come
    or nothing can be said.
    """

    actual_ha: float
    forecast_ha: float | None
    low_ha: float | None
    high_ha: float | None
    days: int
    to_come: LandToCome | None

    def chance_of(self, target_ha: float) -> float | None:
        """Return the chance that the target is reached by the end; None if nothing can be said."""
        missing_ha = target_ha - self.actual_ha
        if missing_ha <= ROUNDING_HA:
            return 1.0
        if self.to_come is not None:
            return self.to_come.chance_of(missing_ha)
        return None if self.low_ha is None else 0.0


def forecast(
    so_far: LandSoFar,
    *,
    starts_on: date,
    ends_on: date,
    as_of: date,
    level: float = 0.8,
) -> Forecast:
    """Extend the pace so far to the end of a period.

    Parameters
    ----------
    so_far
        What came from `starts_on` to `as_of`, at most to `ends_on`.
    starts_on, ends_on
        The period, both days inclusive.
    as_of
        The day whose end the forecast is made at.
    level
        The chance that the interval wants to hold what will really be reached: more than 0, at most
        `HIGHEST_LEVEL`.
    """
    until, actual_ha = min(as_of, ends_on), so_far.actual_ha
    gone, left = (until - starts_on).days, (ends_on - until).days
    point = low = high = to_come = None
    if gone > 0:
        point = actual_ha + actual_ha / gone * left
        if left == 0:
            low = high = actual_ha
        elif so_far.days >= FEWEST_DAYS:
            to_come = _to_come(so_far, ratio=left / gone)
            low = actual_ha + to_come.quantile((1 - level) / 2)
            high = actual_ha + to_come.quantile((1 + level) / 2)
    return Forecast(
        actual_ha=actual_ha,
        forecast_ha=point,
        low_ha=low,
        high_ha=high,
        days=so_far.days,
        to_come=to_come,
    )


def _to_come(so_far: LandSoFar, *, ratio: float) -> LandToCome:
    """Return what `ratio` times the time gone will bring, after what came on each day so far.

    Each of the days comes again as often as a geometric distribution of mean r says: the number
    of a Poisson process that has been seen once. That gives m, v and the chance of nothing;
    (n + 1) / (n - 1) allows for sizes that have not been seen.
    """
    days = so_far.days
    return LandToCome(
        mean_ha=so_far.days_ha * ratio,
        variance_ha2=so_far.squares_ha2 * ratio * (1 + ratio) * (days + 1) / (days - 1),
        chance_of_nothing=(1 + ratio) ** -days,
    )
