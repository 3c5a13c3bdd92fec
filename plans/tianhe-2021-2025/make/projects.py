"""Draw the major projects that the control points place: roads by axes, railways by stations.

    python plans/tianhe-2021-2025/make/projects.py

reads `control_points.csv` and the order of `projects.csv`, and writes `projects.geojson`. What is
not named here has no place that could be drawn honestly and stays known by its zone alone.
Every feature is `schematic` and its note says what it leaves out. Same input, same file.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from shapely import LineString, MultiLineString, MultiPoint, Point

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent
sys.path[:0] = [str(HERE)]

from axes import Points, axis_vertices, curve, stations  # noqa: E402
from features import write_features  # noqa: E402

ALONG = "按道路中线示意"

PARTS = {"黄埔大道至三溪": ("黄埔大道", "三溪"), "车陂路南段": ("车陂路", "车陂南")}
"""Part of an axis → the axis, and the station on it where the part that begins the axis ends."""

ROADS: dict[str, tuple[tuple[tuple[str, ...], ...], str]] = {
    "tianhebei-wushan-huijing-road": (
        (("天河北路", "五山"),),
        "天河北路和五山路至五山站，按道路中线和车站示意；汇景路未画",
    ),
    "tianhe-zhongshan-road": (
        (("石牌桥", "中山大道"),),
        "石牌桥站以东的天河路和中山大道，按道路中线示意；石牌桥以西未画",
    ),
    "huacheng-avenue": (
        (("珠江新城", "猎德", "潭村"),),
        "珠江新城站至潭村站，按沿路三座地铁站示意；两端以外未画",
    ),
    "guangzhou-avenue": ((("广州大道",),), f"{ALONG}；只画天河北路以北一段"),
    "keyun-road-axis": ((("科韵路",),), f"{ALONG}；广园快速路以北未画"),
    "jianming6-kemulangnan-road": (
        (("柯木塱南路",),),
        f"柯木塱南路，{ALONG}；健明六路和两路之间未画",
    ),
    "chebei-gaotang-kemulangnan-road": (
        (("车陂路",), ("柯木塱南路",)),
        f"车陂路和柯木塱南路两段，{ALONG}；其间和高唐大道未画",
    ),
    "beihuan-guangshen-expressway": ((("广深高速",),), f"广深高速，{ALONG}；北环高速未画"),
    "guangyuan-expressway": ((("广园快速路",),), f"{ALONG}；只画中段"),
    "yanling-tianyuan-guangshan-road": (
        (("燕塘", "天河客运站", "广汕路"),),
        "燕岭路、天源路按燕塘、天河客运站、长湴三站示意，广汕路按道路中线示意",
    ),
    "huangpu-avenue": ((("黄埔大道至三溪",),), f"{ALONG}；三溪站以东未画"),
    "huanan-expressway": ((("华南快速路",),), ALONG),
    "chebei-xinjiaodong-tunnel": (
        (("车陂路南段",),),
        "黄埔大道以南的车陂路，按道路中线示意；隧道起点未载明，江中和南岸未画",
    ),
}
"""Project → its sections, each a row of axes and stations in order, and what the note says."""

STATIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "guangzhou-rail-hub": (("广州东站",), "广州东站；各条铁路线未画"),
    "guangzhou-east-huadu-railway": (("广州东站",), "起点广州东站；线路未画"),
    "metro-line-11": (("广州东站", "华师", "员村"), "位置已知的区内换乘站；线路和其余车站未画"),
    "metro-line-18": (("广州东站",), "位置已知的区内车站；线路和其余车站未画"),
    "metro-line-13-2": (("车陂",), "位置已知的区内换乘站；线路和其余车站未画"),
    "metro-line-10": (("石牌桥",), "位置已知的区内换乘站；线路和其余车站未画"),
    "tianhe-coach-station-underpass": (("天河客运站",), "按天河客运站地铁站示意"),
}
"""Project → the metro stations that tell its place, and what the note says."""


def main() -> None:
    places = road_lines() | station_points()
    write_features("projects", "project_id", places, [row["project_id"] for row in project_rows()])
    print(f"{len(places)} of {len(project_rows())} projects have a place")


def project_rows() -> list[dict[str, str]]:
    """Return the rows of `projects.csv`, in its order."""
    with (PACKAGE / "projects.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def road_lines() -> dict[str, tuple[LineString | MultiLineString, str]]:
    """Return the line and the note of each road project: a curve through each of its sections."""
    known = known_vertices()
    lines = {}
    for project_id, (sections, note) in ROADS.items():
        curves = [curve(np.vstack([known[name] for name in section])) for section in sections]
        lines[project_id] = (curves[0] if len(curves) == 1 else MultiLineString(curves), note)
    return lines


def known_vertices() -> dict[str, Points]:
    """Return the vertices behind each name: a station's one, an axis's all, a part's some."""
    axes, points = axis_vertices(), stations()
    parts = {
        name: axes[axis][: axes[axis].tolist().index(list(points[station])) + 1]
        for name, (axis, station) in PARTS.items()
    }
    return {name: np.array([xy]) for name, xy in points.items()} | axes | parts


def station_points() -> dict[str, tuple[Point | MultiPoint, str]]:
    """Return the points and the note of each project that stations locate."""
    known = stations()
    return {
        project_id: (
            Point(known[names[0]]) if len(names) == 1 else MultiPoint([known[n] for n in names]),
            note,
        )
        for project_id, (names, note) in STATIONS.items()
    }


if __name__ == "__main__":
    main()
