"""Columns by the names that the trade writes."""

from pathlib import Path

import pytest

from gis.errors import WrongUseError
from projects.imports.lists import LISTS
from projects.imports.matching import matched
from projects.imports.names_in_docs import with_names
from projects.imports.quantities import strange_unit_in, unit_in
from projects.imports.synonyms import synonyms_of

PARCELS = ("DKBH", "地块名称", "面积（公顷）", "权属性质", "容积率上限")


def match(columns, kind="parcels", told=(), more=None):
    return matched(columns, LISTS[kind], synonyms_of(kind, more), told)


def ours(matching):
    return {one.theirs or one.text: one.ours for one in matching.matches}


def test_names_of_the_trade_are_known_whatever_their_case_width_spaces_and_brackets():
    assert ours(match(PARCELS)) == {
        "DKBH": "parcel_id", "地块名称": "name", "面积（公顷）": "declared_ha",
        "权属性质": "owner_kind", "容积率上限": None,
    }  # fmt: skip
    assert ours(match(["ｄｋｂｈ", "地块 名称", "DK_MJ (m2)"])) == {
        "ｄｋｂｈ": "parcel_id", "地块 名称": "name", "DK_MJ (m2)": "declared_ha",
    }  # fmt: skip


def test_the_unit_of_a_header_is_kept():
    found = match(["DKBH", "面积（公顷）", "TDMJ_M"])
    assert found["declared_ha"].unit == "公顷"
    assert match(["DKBH", "TDMJ_M"])["declared_ha"].unit == "亩"


@pytest.mark.parametrize(
    ("header", "unit", "strange"),
    [
        ("面积/亩", "亩", ""),
        ("总建筑面积（万平方米）", "公顷", ""),
        ("投资（百万元）", "百万元", ""),
        ("投资（含税）", "", ""),
        ("成交价（万元/亩）", "", "万元/亩"),
        ("价款:万美元", "", "万美元"),
        ("用地面积（千平方米）", "", "千平方米"),
        ("楼面地价(元/㎡)", "", "元/m2"),
    ],
)
def test_a_unit_that_is_not_known_is_no_other(header, unit, strange):
    assert (unit_in(header), strange_unit_in(header)) == (unit, strange)


def test_a_unit_without_brackets_ends_a_name():
    found = match(["宗地代码", "面积/亩", "土地权属性质"])
    assert ours(found) == {
        "宗地代码": "parcel_id", "面积/亩": "declared_ha", "土地权属性质": "owner_kind"
    }  # fmt: skip
    assert found["declared_ha"].unit == "亩"
    found = match(["宗地代码", "供应面积_公顷", "成交价百万元"], "events")
    assert (found["supplied_ha"].unit, found["price_10k_cny"].unit) == ("公顷", "百万元")
    assert match(["项目编号", "总建筑面积万平方米"], "projects")["floor_area_m2"].unit == "公顷"


def test_a_price_for_each_mu_is_no_price_and_yuan_are_no_area():
    assert ours(match(["成交价/亩", "成交价万元/亩", "成交价万美元"], "events")) == dict.fromkeys(
        ["成交价/亩", "成交价万元/亩", "成交价万美元"]
    )
    assert match(["DKBH", "面积（元）"])["declared_ha"].unit == ""
    with pytest.raises(WrongUseError):
        match(["DKBH", "MJ"], told=["MJ=declared_ha(元)"])


def test_of_two_columns_for_one_the_likelier_is_taken_and_the_other_kept():
    found = match(["BSM", "地块编号"])
    assert found["parcel_id"].theirs == "地块编号"
    assert found.further == ("BSM",)


def test_days_agreed_changed_and_actual_are_no_day_of_ours():
    found = match(
        ["宗地编号", "合同签订日期", "约定动工时间", "变更动工时间", "实际动工时间"], "events"
    )
    assert found["supplied_on"].theirs == "合同签订日期"
    assert found.further == ("约定动工时间", "变更动工时间", "实际动工时间")


def test_a_user_sets_it_right():
    told = ["BSM=parcel_id", "地块编号=-", "MJ=declared_ha(亩)", '"集体"=owner_kind']
    found = match(["BSM", "地块编号", "MJ"], told=told)
    assert ours(found) == {"集体": "owner_kind", "BSM": "parcel_id", "地块编号": None,
                           "MJ": "declared_ha"}  # fmt: skip
    assert found["declared_ha"].unit == "亩"


@pytest.mark.parametrize("told", ["DKBH", "nothing=parcel_id", "DKBH=nothing", "=parcel_id"])
def test_what_cannot_be_meant_is_refused(told):
    with pytest.raises(WrongUseError):
        match(PARCELS, told=[told])


def test_a_bureau_adds_names_of_its_own(tmp_path):
    more = tmp_path / "names.csv"
    more.write_text("list,column,name,unit\nparcels,parcel_id,区内编号,\n", encoding="utf-8")
    assert match(["区内编号", "DKBH"], more=more)["parcel_id"].theirs == "区内编号"


@pytest.mark.parametrize(
    "text",
    ["list,column\n", "list,column,name,unit\nparcels,nothing,甲,\n",
     "list,column,name,unit\nparcels,declared_ha,甲,斤\n"],
)  # fmt: skip
def test_a_file_of_names_that_is_none_is_refused(tmp_path, text):
    more = tmp_path / "names.csv"
    more.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUseError):
        match(PARCELS, more=more)


def test_the_names_of_the_docs_are_those_that_are_known():
    page = (Path(__file__).resolve().parents[3] / "docs" / "imports.md").read_text(encoding="utf-8")
    assert with_names(page) == page, "run python -m projects.imports.names_in_docs docs/imports.md"
    assert "宗地代码" in page


def test_every_shipped_name_is_of_a_column_and_stands_once():
    for kind, one in LISTS.items():
        for column, names in synonyms_of(kind).items():
            assert column in one
            assert all(name.name for name in names)
