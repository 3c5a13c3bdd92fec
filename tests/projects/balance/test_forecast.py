"""The forecast by hand, and how often its interval holds the truth on ledgers whose truth is known.

The measured shares stand in docs/method.md; the test compares them.
"""

import re
from collections import defaultdict
from datetime import date, timedelta
from math import fsum, inf, sqrt
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.geometry.area import M2_PER_HA, NOISE_M2
from projects.balance.forecast import HIGHEST_LEVEL, LandSoFar, forecast

START, END = date(2021, 1, 1), date(2025, 12, 31)
DAYS = (END - START).days
HALF = date(2023, 7, 2)  # 912 of 1825 days gone
METHOD = Path(__file__).resolve().parents[3] / "docs" / "method.md"
LEDGERS = 2000


def so_far(amounts, as_of):
    """Return what came of dated amounts, in any order, as `landplan.land_pace` sums them."""
    by_day = defaultdict(float)
    for day, ha in amounts:
        if START <= day <= min(as_of, END):
            by_day[day] += ha
    sizes_ha = [ha for ha in by_day.values() if ha > NOISE_M2 / M2_PER_HA]
    return LandSoFar(
        actual_ha=fsum(by_day.values()),
        days=len(sizes_ha),
        days_ha=fsum(sizes_ha),
        squares_ha2=fsum(ha * ha for ha in sizes_ha),
    )


def extended(amounts, as_of, **options):
    return forecast(so_far(amounts, as_of), starts_on=START, ends_on=END, as_of=as_of, **options)


def of(amounts, as_of, **options):
    return extended([(date.fromisoformat(day), ha) for day, ha in amounts], as_of, **options)


THREE = [("2021-05-01", 4.0), ("2022-05-01", 2.0), ("2023-05-01", 6.0)]


def test_the_forecast_by_hand():
    """12 ha on 3 days in 912 of 1825 days: r = 913/912, Σx² = 56, (n + 1)/(n - 1) = 2."""
    found, r = of(THREE, HALF), 913 / 912
    assert found.actual_ha == 12
    assert found.forecast_ha == pytest.approx(12 + 12 * r)
    assert found.to_come.mean_ha == pytest.approx(12 * r)
    assert found.to_come.variance_ha2 == pytest.approx(56 * r * (1 + r) * 2)
    assert found.to_come.chance_of_nothing == pytest.approx((912 / 1825) ** 3)
    nothing = (912 / 1825) ** 3
    mean = 12 * r / (1 - nothing)
    variance = (112 * r * (1 + r) + (12 * r) ** 2) / (1 - nothing) - mean**2
    spread = variance / (9 * mean**2)
    assert found.low_ha == 12  # nothing comes with a chance of 12 %, more than the lower 10 %
    z = NormalDist().inv_cdf((0.9 - nothing) / (1 - nothing))
    assert found.high_ha == pytest.approx(12 + mean * (1 - spread + z * sqrt(spread)) ** 3)


def test_the_gamma_shape_is_that_of_tables():
    """Quantiles of the gamma distribution of shape 2, from tables: 0.5318, 1.6783, 3.8897."""
    from projects.balance.forecast import LandToCome

    gamma = LandToCome(mean_ha=2, variance_ha2=2, chance_of_nothing=0.0)
    for share, quantile in ((0.1, 0.5318), (0.5, 1.6783), (0.9, 3.8897)):
        assert gamma.quantile(share) == pytest.approx(quantile, rel=0.01)
        assert gamma.chance_of(gamma.quantile(share)) == pytest.approx(1 - share)


@pytest.mark.parametrize("as_of", [END, date(2027, 1, 1)])
def test_at_the_end_nothing_is_open(as_of):
    found = of(THREE, as_of)
    assert found.forecast_ha == found.low_ha == found.high_ha == found.actual_ha == 12
    assert (found.chance_of(12), found.chance_of(12.1)) == (1, 0)


@pytest.mark.parametrize("as_of", [START, date(2020, 6, 30)])
def test_before_a_day_has_gone_nothing_is_said(as_of):
    found = of([("2021-01-01", 4.0)], as_of)
    assert found.forecast_ha is found.low_ha is found.high_ha is found.chance_of(40) is None


def test_few_days_give_no_interval():
    found = of([*THREE[:2], ("2022-05-01", 3.0), ("2023-01-01", 0.00005)], HALF)
    assert found.days == 2
    assert found.forecast_ha == pytest.approx(9.00005 * 1825 / 912)
    assert found.low_ha is found.high_ha is found.chance_of(40) is None
    assert found.chance_of(9) == 1


def test_the_events_of_a_day_are_one_time():
    lots = [("2021-05-01", 1.0), ("2021-05-01", 3.0), *THREE[1:]]
    assert of(lots, HALF) == of(THREE, HALF)


def test_slivers_are_no_sign_of_the_pace():
    slivers = [(f"2022-{month:02}-09", 1e-9) for month in range(1, 13)]
    with_them, without = of([*THREE, *slivers], HALF), of(THREE, HALF)
    assert with_them.days == 3
    assert with_them.high_ha == pytest.approx(without.high_ha)


def test_what_lies_outside_the_time_is_left_out():
    outside = [("2020-12-31", 9.0), ("2023-07-03", 9.0), ("2026-01-01", 9.0)]
    assert of([*THREE, *outside], HALF) == of(THREE, HALF)


amounts = st.lists(st.tuples(st.dates(START, END), st.floats(0.001, 200)), max_size=30)


@given(amounts, st.dates(date(2021, 1, 2), END), st.floats(0.5, 0.98))
def test_the_interval_starts_at_the_actual_figure_and_widens(told, as_of, level):
    found = extended(told, as_of, level=level)
    if found.low_ha is None:
        assert found.days < 3
        return
    wider = extended(told, as_of, level=level + 0.01)
    assert found.actual_ha <= wider.low_ha <= found.low_ha <= found.high_ha <= wider.high_ha
    chances = [found.chance_of(found.actual_ha + ha) for ha in (0.1, 1, 10, 100, 1000)]
    assert all(0 <= chance <= 1 for chance in chances)
    assert chances == sorted(chances, reverse=True)
    if found.high_ha > found.actual_ha + 0.001:
        assert found.chance_of(found.high_ha) == pytest.approx((1 - level) / 2)


@given(amounts, st.dates(date(2021, 1, 2), END))
def test_the_highest_level_still_has_an_interval(told, as_of):
    found = extended(told, as_of, level=HIGHEST_LEVEL)
    assert found.high_ha is None or found.low_ha <= found.high_ha < inf


# How often the interval holds the truth


def exponential(rng, count):
    return rng.exponential(3, count)


def equal(rng, count):
    return np.full(count, 3.0)


def skewed(rng, count):
    return rng.lognormal(0.5, 1, count)


def evenly(sizes, times, rng):
    """Make land that comes at an even pace, `times` a period on the mean."""
    count = rng.poisson(times)
    return rng.integers(0, DAYS + 1, count), sizes(rng, count)


def in_lots(rng):
    """Make one to six parcels on each of the days."""
    days, _ = evenly(exponential, 25, rng)
    days = np.repeat(days, rng.integers(1, 7, len(days)))
    return days, exponential(rng, len(days))


def faster(rng):
    """Make a pace that is twice as high in the second half."""
    days, sizes = evenly(exponential, 60, rng)
    kept = (days > DAYS // 2) | (rng.random(len(days)) < 0.5)
    return days[kept], sizes[kept]


def late_in_the_year(rng):
    """Make half of the land come in the last tenth of the year."""
    days, sizes = evenly(exponential, 40, rng)
    rushed = rng.random(len(days)) < 0.5
    days[rushed] = days[rushed] // 365 * 365 + 328 + days[rushed] % 37
    return np.minimum(days, DAYS), sizes


def regime(sizes, times):
    return lambda rng: evenly(sizes, times, rng)


FIT = {
    "40 times, exponential sizes, half gone": (regime(exponential, 40), 0.5),
    "40 times, equal sizes, half gone": (regime(equal, 40), 0.5),
    "40 times, a few large (log-normal, σ = 1), half gone": (regime(skewed, 40), 0.5),
    "12 times, exponential sizes, half gone": (regime(exponential, 12), 0.5),
    "40 times, exponential sizes, a fifth gone": (regime(exponential, 40), 0.2),
    "40 times, exponential sizes, four fifths gone": (regime(exponential, 40), 0.8),
    "20 times, exponential sizes, a fifth gone": (regime(exponential, 20), 0.2),
    "150 times, exponential sizes, half gone": (regime(exponential, 150), 0.5),
    "25 days with one to six parcels each, half gone": (in_lots, 0.5),
}
UNFIT = {
    "the pace doubles in the second half, half gone": (faster, 0.5),
    "half of each year's land comes in its last tenth, half gone": (late_in_the_year, 0.5),
}


def shares(make, gone):
    """Return how often the truth lay in, below and above the 80 % interval."""
    rng = np.random.default_rng(20210101)
    as_of = START + timedelta(days=int(DAYS * gone))
    places = []
    for _ in range(LEDGERS):
        days, sizes = make(rng)
        told = [
            (START + timedelta(days=int(d)), float(ha)) for d, ha in zip(days, sizes, strict=True)
        ]
        found = extended(told, as_of, level=0.8)
        if found.low_ha is not None:
            truth = sizes.sum()
            below, above = truth < found.low_ha - 1e-9, truth > found.high_ha + 1e-9
            places.append((not below and not above, below, above))
    assert len(places) > LEDGERS / 2
    return np.mean(places, axis=0)


def documented():
    """Return the table of docs/method.md: regime → percent in, below and above."""
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (\d+) \| (\d+) \|$", METHOD.read_text("utf-8"), re.M)
    return {name: [int(percent) for percent in percents] for name, *percents in rows}


def test_the_table_of_coverage_is_complete():
    assert list(documented()) == [*FIT, *UNFIT]


@pytest.mark.parametrize("name", [*FIT, *UNFIT])
def test_how_often_the_interval_holds_the_truth(name):
    measured = shares(*(FIT | UNFIT)[name])
    if name in FIT:
        assert 0.74 <= measured[0] <= 0.88
    print(f"| {name} | {' | '.join(f'{100 * share:.0f}' for share in measured)} |")  # for the page
    assert 100 * measured == pytest.approx(documented()[name], abs=2)


def test_targets_are_reached_as_often_as_the_chance_says():
    rng, said, done = np.random.default_rng(7), [], []
    for _ in range(LEDGERS):
        days, sizes = evenly(exponential, 40, rng)
        told = [
            (START + timedelta(days=int(d)), float(ha)) for d, ha in zip(days, sizes, strict=True)
        ]
        found = extended(told, HALF)
        target_ha = rng.uniform(70, 170)
        said.append(found.chance_of(target_ha))
        done.append(sizes.sum() >= target_ha)
    said, done = np.array(said), np.array(done)
    for low, high in ((0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1.01)):
        those = (low <= said) & (said < high)
        print(low, high, those.sum(), said[those].mean(), done[those].mean())
        assert done[those].mean() == pytest.approx(said[those].mean(), abs=0.1)
