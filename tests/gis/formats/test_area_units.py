"""The unit of declared areas: the word beside them, else what is measured."""

import math

import numpy as np
import pytest

from gis.formats.area_units import area_told, declared_areas


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0.7655公顷", (0.7655, "ha")), ("7655 平方米", (7655, "m2")), ("11.48亩", (11.48, "mu")),
        ("7,655.20㎡", (7655.2, "m2")), ("1 hm²", (1, "ha")), ("1.5（公顷）", (1.5, "ha")),
        ("0.7655", (0.7655, None)), (".5", (0.5, None)), ("", None), (None, None), ("无", None),
        ("1.5 km", None), ("-3", None), ("٣", None), ("1e999", None), ("1,2", None),
    ],
)  # fmt: skip
def test_what_a_cell_says(text, told):
    assert area_told(text) == told


@pytest.mark.parametrize(("figure", "unit"), [("2", "ha"), ("20000", "m2"), ("30", "mu")])
def test_measuring_tells_the_unit(figure, unit):
    found = declared_areas([figure], np.array([20_400.0]))
    assert found.units == [unit]
    assert found.ha.tolist() == pytest.approx([2.0])
    assert found.unit == unit


def test_rows_differ_and_the_rest_follows_most():
    texts = ["1", "1.02", "15亩", "7", None, "x"]
    found = declared_areas(texts, np.array([10_000.0, 10_000, 10_000, 10_000, 10_000, 10_000]))
    assert found.units == ["ha", "ha", "mu", "ha", None, None]
    assert found.ha[:4].tolist() == pytest.approx([1, 1.02, 1, 7])
    assert found.read.tolist() == [True, True, True, True, False, False]
    assert "公顷 2 个" in found.reason_zh
    assert "2 in ha" in found.reason_en


def test_a_figure_that_is_wrong_by_half_is_still_in_its_unit():
    found = declared_areas(["1.0000", None], np.array([6_400.0, 10_000.0]))
    assert found.units == ["ha", None]
    assert found.ha[0] == 1
    assert "相差较大" in found.reason_zh


def test_nothing_agrees_and_nothing_is_guessed():
    found = declared_areas(["4", "3"], np.array([10_000.0, np.nan]))
    assert found.units == [None, None]
    assert all(math.isnan(one) for one in found.ha)
    told = declared_areas(["4", "3"], np.array([10_000.0, np.nan]), unit="ha")
    assert told.ha.tolist() == [4, 3]


def test_what_cannot_be_measured_is_in_no_unit_that_would_make_it_far_larger_than_the_others():
    measured = np.array([10_000.0, 20_000.0, np.nan])
    assert declared_areas(["1", "2", "10000"], measured).units == ["ha", "ha", None]
    assert declared_areas(["1", "2", "3"], measured).units == ["ha", "ha", "ha"]
    assert declared_areas(["1", "30", "3"], measured).units == ["ha", "mu", None]


def test_what_cannot_be_measured_is_not_said_to_disagree():
    found = declared_areas(["1", "15.0亩", "10000", "7"], np.array([10_000.0, 10_000, 10_000, 0]))
    assert found.units == ["ha", "mu", "m2", None]
    assert "1 个量不出面积" in found.reason_zh and "对不上" not in found.reason_zh
    alone = declared_areas(["7"], np.array([np.nan]))
    assert alone.units == [None]
    assert alone.reason_zh == "1 个面积没有写单位，也量不出面积：单位不明"
    assert "亩（已写明）" in declared_areas(["7"], np.array([np.nan]), unit="mu").reason_zh
