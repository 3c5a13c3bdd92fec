"""The outlines of the made-up district, and the files that its offices sent: written anew.

    python plans/example-district/make/received.py

Everything is a rectangle in metres east and north of a corner on the central meridian of the
3-degree zone 39 (117° E), so that its hectares can be worked out by hand.
"""

import json
from pathlib import Path
from typing import Final

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

PLAN: Final = Path(__file__).parents[1]
RECEIVED: Final = PLAN / "received"

EAST_M: Final = 39_500_000
"""Easting of the corner, with the number of the zone: the meridian itself."""

NORTH_M: Final = 3_500_000
ZONE_M: Final = 39_000_000
"""What the number of the zone adds to an easting."""

STEP_M: Final = 100
"""A boundary point stands at each 100 m, so that outlines which meet share their points."""

ZONES: Final = {
    "yunshan": (0, 0, 4000, 3000),
    "songling": (0, 0, 2000, 3000),
    "baichuan": (2000, 0, 4000, 3000),
    "qingshi": (0, 1500, 4000, 3000),
    "shiqiao": (0, 0, 4000, 1500),
}

OF_SONGLING: Final = [  # areas in 亩: 15 of them are a hectare
    ("YS-01", "松岭一号地块", "国有", 300.0, (200, 200, 600, 700)),
    ("YS-02", "松岭二号地块", "集体", 450.0, (800, 2000, 1400, 2500)),
    ("YS-03", "松柏路地块", "国有", 300.0, (1800, 1000, 2300, 1400)),
]
OF_BAICHUAN: Final = [
    ("YS-04", "石桥路地块", "20.0000", "工业", (2600, 1200, 3000, 1700)),
    ("YS-05", "柏川五号地块", "10.0000", "居住", (3200, 2200, 3700, 2400)),
]
LEDGER: Final = [  # an event without an outline is about its whole parcel
    ("SC-01", "收储", "YS-01", "2023-05-10", "征收", 20.0, "", "云储〔2023〕1号", None),
    ("SC-02", "收储", "YS-02", "2023-08-15", "征收", 30.0, "", "云储〔2023〕2号", None),
    ("SC-03", "收储", "YS-03", "2024-03-20", "收回", 20.0, "", "云储〔2024〕1号", None),
    ("GY-01", "供应", "YS-01", "2024-09-20", "挂牌", 20.0, "100101", "云供〔2024〕1号", None),
    ("SC-04", "收储", "YS-04", "2024-10-08", "收购", 20.0, "", "云储〔2024〕2号", None),
    ("SC-05", "收储", "YS-05", "2025-04-18", "征收", 10.0, "", "云储〔2025〕1号", None),
    ("GY-02", "供应", "YS-02", "2025-06-30", "拍卖", 15.0, "070102", "云供〔2025〕1号",
     (800, 2000, 1100, 2500)),
    ("GY-03", "供应", "YS-04", "2025-11-12", "挂牌", 20.0, "100101", "云供〔2025〕2号", None),
]  # fmt: skip

HEADER: Final = """\
[属性描述]
格式版本号=1.01
数据产生单位=云杉区土地储备机构（虚构）
数据产生日期=2025-04-20
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=39
精度=0.001
转换参数=,,,,,,
[地块坐标]
"""

Rectangle = tuple[int, int, int, int]


def placed(rectangle: Rectangle, *, east_m: int = EAST_M) -> BaseGeometry:
    """Return a rectangle of the local grid in the coordinates of the zone."""
    west, south, east, north = rectangle
    box = shapely.box(east_m + west, NORTH_M + south, east_m + east, NORTH_M + north)
    return shapely.segmentize(box, STEP_M)


def write_zones() -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"zone_id": zone_id},
            "geometry": shapely.geometry.mapping(placed(rectangle)),
        }
        for zone_id, rectangle in ZONES.items()
    ]
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in features)
    told = f'{{"type": "FeatureCollection", "name": "zones", "features": [\n{lines}\n]}}\n'
    (PLAN / "zones.geojson").write_text(told.replace(".0,", ",").replace(".0]", "]"), "utf-8")


def write_shapefile(name: str, columns: dict[str, list[object]], rectangles: list[Rectangle | None],
                    encoding: str) -> None:  # fmt: skip
    """Write a Shapefile without the number of the zone in its eastings."""
    outlines = [None if one is None else placed(one, east_m=EAST_M - ZONE_M) for one in rectangles]
    frame = gpd.GeoDataFrame(columns, geometry=outlines, crs="EPSG:4548")
    frame.to_file(
        RECEIVED / name, encoding=encoding, geometry_type="Polygon",
        DBF_DATE_LAST_UPDATE="2025-12-01",
    )  # fmt: skip


def write_boundary_points() -> None:
    lines = [*HEADER.splitlines()]
    for parcel_id, name, declared, use, (west, south, east, north) in OF_BAICHUAN:
        lines.append(f"5,{declared},{parcel_id},{name},面,,{use},,@")
        corners = [(north, west), (north, east), (south, east), (south, west), (north, west)]
        for number, (y, x) in enumerate(corners):
            lines.append(f"J{number % 4 + 1},1,{NORTH_M + y:.3f},{EAST_M + x:.3f}")
    text = "".join(f"{line}\r\n" for line in lines)
    (RECEIVED / "柏川地块.txt").write_bytes(text.encode("gb18030"))


def main() -> None:
    """Write all of it."""
    write_zones()
    ids, names, owners, declared_mu, rectangles = map(list, zip(*OF_SONGLING, strict=True))
    columns = {"DKBH": ids, "DKMC": names, "QSXZ": owners, "DKMJ": declared_mu}
    write_shapefile("松岭地块.shp", columns, rectangles, "GBK")
    write_boundary_points()
    heads = ("SJBH", "SJLX", "DKBH", "FSRQ", "GDFS", "SBMJ", "GHYT", "PZWH")
    *columns_of_ledger, extents = map(list, zip(*LEDGER, strict=True))
    columns = dict(zip(heads, columns_of_ledger, strict=True))
    columns["YTBB"] = ["2023" if use else "" for use in columns["GHYT"]]
    write_shapefile("台账.shp", columns, extents, "UTF-8")


if __name__ == "__main__":
    main()
