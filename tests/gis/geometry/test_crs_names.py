"""What systems are called in Chinese."""

import pytest
from pyproj import CRS

from gis.errors import CrsError
from gis.geometry.crs import crs_of
from gis.geometry.crs_names import name_en, name_zh


@pytest.mark.parametrize(
    ("epsg", "name"),
    [
        (4527, "CGCS2000 3度带 39 带"), (4547, "CGCS2000 3度带 中央经线 114°"),
        (4491, "CGCS2000 6度带 13 带"), (2362, "西安80 3度带 38 带"),
        (21413, "北京54 6度带 13 带"), (4490, "CGCS2000 经纬度"), (4610, "西安80 经纬度"),
        (4214, "北京54 经纬度"), (3857, "Web 墨卡托"), (4326, "WGS 84"),
        (32649, "WGS 84 / UTM zone 49N"),
    ],
)  # fmt: skip
def test_a_system_has_its_name_and_code(epsg, name):
    assert name_zh(CRS.from_epsg(epsg)) == f"{name}（EPSG:{epsg}）"


def test_one_without_a_code_keeps_its_name():
    local = CRS.from_proj4("+proj=tmerc +lon_0=113.3 +x_0=40000 +ellps=GRS80")
    assert name_zh(local) == name_en(local) == local.name


def test_a_refusal_names_it_in_chinese_and_as_proj_does():
    with pytest.raises(CrsError) as told:
        crs_of(2362)
    assert "西安80 3度带 38 带（EPSG:2362）" in told.value.zh
    assert "Xian 1980 / 3-degree Gauss-Kruger zone 38" in told.value.en
