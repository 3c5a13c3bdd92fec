"""Small files of boundary points: squares of 100 m in zone 38, whose hectares anyone can check."""

from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from gis.formats.boundary_txt.read import read
from gis.problems import Problem

HEADER = (
    "[属性描述]", "格式版本号=1.01", "数据产生单位=某某局", "数据产生日期=2024-6-1",
    "坐标系=2000国家大地坐标系", "几度分带=3", "投影类型=高斯克吕格", "计量单位=米", "带号=38",
    "精度=0.001", "转换参数=,,,,,,", "[地块坐标]",
)  # fmt: skip
NORTH, EAST = 2_563_000, 38_433_000
PARCEL = "4,1.0000,A-1,地块一,面,F49,工业,1001,@"


def square(x, y, size=100, *, ring=1, ccw=False, closing=None, label="J", first=1, east=EAST):
    """Return the point lines of a square whose south-west corner is x m east and y m north."""
    corners = [(x, y), (x, y + size), (x + size, y + size), (x + size, y)]
    if ccw:
        corners.reverse()
    lines = [
        f"{label}{number},{ring},{NORTH + n}.000,{east + e}.000"
        for number, (e, n) in enumerate(corners, start=first)
    ]
    if closing == "first label":
        lines.append(lines[0])
    elif closing == "new label":
        lines.append(f"{label}{first + 4}" + lines[0][lines[0].index(",") :])
    return lines


def text_of(*lines, header=HEADER):
    return "\r\n".join([*header, *lines, ""])


def write(folder: Path, *lines, header=HEADER, encoding="gb18030") -> Path:
    path = folder / "地块.txt"
    path.write_bytes(text_of(*lines, header=header).encode(encoding))
    return path


def outlines(path, **options) -> tuple[list[BaseGeometry], list[Problem]]:
    problems: list[Problem] = []
    layer = read(path, **options)
    return [one for some in layer.features(problems) for one in some.outlines], problems


def cells(path) -> list[dict[str, str]]:
    return [row for some in read(path).features([]) for row in some.cells.to_pylist()]


def box(x, y, size=100, *, east=EAST):
    return shapely.box(east + x, NORTH + y, east + x + size, NORTH + y + size)


def same(one, other) -> bool:
    return bool(shapely.equals(one, other))


def kinds(problems) -> list[str]:
    return [problem.kind for problem in problems]
