"""Which zone a call means: told by its id, or by a name that no other has."""

from dataclasses import replace

import pytest

from gis.errors import WrongUseError
from projects.zones import meant_zones, zone_id_of
from tests.small_land import block, zone

ZONES = tuple(
    replace(zone(zone_id, block(0, 0, 1, 1), position=place), name=name)
    for place, (zone_id, name) in enumerate(
        [("smart-city", "天河智慧城"), ("smart-valley", "智谷片区"), ("ifc", "国际金融城"),
         ("north", "起步区"), ("south", "起步区")]
    )
)  # fmt: skip


def said(told, language="zh", zones=ZONES):
    with pytest.raises(WrongUseError) as caught:
        zone_id_of(zones, told)
    return caught.value.in_language(language)


@pytest.mark.parametrize("told", ["smart-city", "天河智慧城"])
def test_a_zone_is_told_by_its_id_or_its_name(told):
    assert zone_id_of(ZONES, told) == "smart-city"
    assert [one.zone_id for one in meant_zones(ZONES, zone=told, zone_set=None)] == ["smart-city"]


def test_an_id_comes_before_a_name():
    both = (*ZONES, replace(ZONES[0], zone_id="other", name="ifc"))
    assert zone_id_of(both, "ifc") == "ifc"


def test_a_name_of_several_zones_is_refused_with_their_ids():
    assert said("起步区") == "有 2 个片区叫“起步区”；请给出编号：north、south"
    assert said("起步区", "en") == "2 zones are called '起步区'; give an id: north, south"


@pytest.mark.parametrize("told", ["smart-vally", "智谷", "Smart-Valley"])
def test_zones_that_are_called_alike_are_named(told):
    assert "；相近的：" in said(told)
    assert "smart-valley（智谷片区）" in said(told)
    assert "smart-valley (智谷片区)" in said(told, "en")
    assert "ifc" not in said(told)


def test_of_many_zones_the_first_are_named():
    many = tuple(replace(ZONES[0], zone_id=f"z{place}", name="") for place in range(30))
    assert said("月球", zones=many).endswith("z18（）、z19（） 等共 30 个")
    assert said("月球", zones=()) == "没有片区“月球”；现有：无"
