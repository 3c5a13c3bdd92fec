"""Boundary points in TXT."""

import shapely

from tests.formats.kinds import bad, good
from tests.formats.making import HA_A, HA_B, in_words, land, text

_HEADER = (
    "[属性描述]\r\n格式版本号=1.01\r\n坐标系=2000国家大地坐标系\r\n几度分带=3\r\n"
    "投影类型=高斯克吕格\r\n计量单位=米\r\n带号=38\r\n精度=0.001\r\n转换参数=,,,,,,\r\n[地块坐标]\r\n"
)


_IN_DEGREES = "[属性描述]\r\n坐标系=2000国家大地坐标系\r\n计量单位=度\r\n[地块坐标]\r\n"


def _txt(
    header=_HEADER, encoding="gb18030", newline="\r\n", cut=None, crs=4526, shown="{:.4f}".format
):
    def make(folder):
        told = header
        clockwise = shapely.orient_polygons(land(crs).geometry, exterior_cw=True)
        for name, ha, outline in zip(("天河-1", "天河-2"), (HA_A, HA_B), clockwise, strict=True):
            rings = [outline.exterior, *outline.interiors]
            points = sum(len(ring.coords) for ring in rings)
            told += f"{points},{ha:.4f},{name},{name}号,面,,工业,1001,@\r\n"
            for number, ring in enumerate(rings, start=1):
                for at, (east, north) in enumerate(ring.coords, start=1):
                    told += f"J{at},{number},{shown(north)},{shown(east)}\r\n"
        return text(folder, "land.txt", told.replace("\r\n", newline)[:cut], encoding)

    return make


FIXTURES = [
    good("txt", _txt(), "boundary_txt", epsg=4526, ids="地块编号"),
    good("txt in UTF-8 with LF", _txt(encoding="utf-8", newline="\n"), "boundary_txt", epsg=4526,
         ids="地块编号"),
    good("txt in UTF-16", _txt(encoding="utf-16"), "boundary_txt", epsg=4526, ids="地块编号"),
    good("txt without a header", _txt(header=""), "boundary_txt", "crs_not_said", epsg=4526,
         ids="地块编号"),
    good("txt in degrees, minutes and seconds",
         _txt(header=_IN_DEGREES, crs=4490, shown=in_words), "boundary_txt", epsg=4490,
         ids="地块编号"),
    good("txt called csv", lambda f: _txt()(f).rename(f / "land.csv"), "boundary_txt",
         "wrong_suffix", epsg=4526, ids="地块编号"),
    bad("txt with a coordinate that is none",
        lambda f: text(f, "a.txt", _txt()(f).read_text("gb18030").replace("J2,1,2", "J2,1,O", 1),
                       "gb18030"),
        "bad_number", "parcel_unread", form="boundary_txt", ha=[None, HA_B], epsg=4526,
        ids="地块编号"),
]  # fmt: skip
