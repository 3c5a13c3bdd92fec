"""Numbers, units, days and words as files write them."""

import numpy as np
import pytest

from projects.imports.land_uses import LandUseWords
from projects.imports.quantities import day_text, is_missing, is_no_day, quantity, unit_in
from projects.imports.synonyms import value_of
from projects.imports.units import unit_found
from projects.model import LandUse


@pytest.mark.parametrize(
    ("text", "found"),
    [("0.7655公顷", ("0.7655", "公顷")), ("1,234.5 m2", ("1234.5", "平方米")),
     ("１２亩", ("12", "亩")),
     ("3", ("3", "")), ("约3", ("约3", "")), ("1,23", ("1,23", "")), ("", ("", ""))],
)  # fmt: skip
def test_a_number_and_its_unit(text, found):
    assert quantity(text) == found


@pytest.mark.parametrize(
    ("header", "unit"),
    [("面积（公顷）", "公顷"), ("MJ(㎡)", "平方米"), ("面积_亩", "亩"), ("成交价款【元】", "元"),
     ("DKMJ", "")],
)  # fmt: skip
def test_the_unit_in_a_header(header, unit):
    assert unit_in(header) == unit


def test_what_only_fills_a_cell_is_missing():
    assert is_missing("-65535") and is_missing("-65535.0") and not is_missing("0")
    assert is_no_day("1900-01-01") and is_no_day("1900/1/1 00:00:00")
    assert not is_no_day("2000-01-01")
    assert day_text("20230630") == "2023-06-30"
    assert day_text("2023-06") == "2023-06"


def test_words_of_the_trade_are_ours():
    assert value_of("parcels", "owner_kind", "国有土地使用权") == "state"
    assert value_of("events", "method", "23") == "挂牌"
    assert value_of("events", "status", "已出库") == "supplied"
    assert value_of("events", "method", "其他") == "其他"


USES = (
    LandUse(code="1001", code_set="2023", name="工业用地", group="industry"),
    LandUse(code="1001", code_set="2020", name="工业用地", group="industry"),
    LandUse(code="0204", code_set="2023", name="甲", group="other"),
    LandUse(code="0204", code_set="2020", name="乙", group="other"),
)


@pytest.mark.parametrize(
    ("written", "column", "found"),
    [("工业用地", "用途", ("1001", "2023")), ("1001", "用途", ("1001", "2023")),
     ("0204", "用途", ("0204", "")), ("0204", "YDYHFLDM", ("0204", "2023")),
     ("乙", "用途", ("0204", "2020")),
     ("没有", "用途", ("没有", ""))],
)  # fmt: skip
def test_a_code_or_a_name_is_a_land_use_of_one_set_where_that_is_certain(written, column, found):
    assert LandUseWords(USES).meant(written, "", column) == found


def units(declared, measured, said="", **more):
    return unit_found(np.array(declared, float), np.array(measured, float), said, **more)


def test_the_unit_is_told_by_measuring():
    measured = [10_000.0, 20_000.0, 30_000.0]
    assert units([1, 2, 3], measured).unit == "公顷"
    assert units([10_010, 19_900, 30_000], measured).unit == "平方米"
    assert units([15, 30, 45], measured).unit == "亩"
    assert units([1, 2, 45], measured).unit == "公顷"  # most of them


def test_a_name_alone_is_not_believed():
    found = units([15, 30], [10_000, 20_000], said="公顷")
    assert (found.unit, found.differs) == ("亩", True)
    assert "按量算判定为亩" in found.zh
    assert units([1, 2], [10_000, 20_000], said="公顷").differs is False
    assert units([15], [np.nan], said="亩").unit == "亩"


def test_a_unit_that_is_told_stands_where_measuring_shows_no_other():
    """15.2 亩 of a parcel of 2.5 ha fit no unit as the whole of it."""
    assert units([15.2], [25_000], said="亩", parts=True).unit == "亩"
    assert units([15.2], [25_000], said="亩").unit == "亩"
    assert units([1], [10_000], said="亩", parts=True).unit == "亩"  # a fifteenth of its parcel
    assert units([15], [10_000], said="公顷", parts=True).unit == "亩"  # larger than the parcel


def test_a_unit_that_nothing_tells_is_asked_for():
    found = units([15.2], [25_000], parts=True)
    assert (found.unit, found.undecided) == ("亩", False)  # in 公顷 more than all, in m² a sliver
    assert units([0.8], [25_000], parts=True).undecided  # 公顷 or 亩
    assert units([0.8], [25_000]).undecided


def test_the_ratio_told_is_that_of_the_rows_that_decide_and_a_tie_is_said():
    found = units([1, 1.02, 10_000], [10_000] * 3)
    assert (found.unit, "2 个的数值与量算平方米之比约 0.000101" in found.zh) == ("公顷", True)
    tied = units([1, 10_000], [10_000] * 2)
    assert "之比约 0.0001）" in tied.zh and "按平方米的同样多" in tied.zh
