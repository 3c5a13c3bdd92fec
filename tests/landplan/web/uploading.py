"""Files of boundary points as tests upload them, and how the form does it."""

import numpy as np
import shapely.geometry
from sqlalchemy import text

from gis.geometry.crs import crs_of, transform
from tests.people import csrf_of

HEAD = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=38
[地块坐标]
"""


LON, LAT = 113.36, 23.135


def parcel_lines(name, *places, ha=1.0):
    """Return a parcel of the boundary-point format, its corners in hundreds of metres."""
    origin = transform(
        np.array([shapely.Point(LON, LAT)], dtype=object), crs_of(4490), crs_of(4526)
    )
    x, y = origin[0].x, origin[0].y
    found = [*places, places[0]]
    lines = [f"{len(found)},{ha:.4f},{name},{name}号,面,,工业,,@"]
    lines += [
        f"J{n},1,{y + 100 * north:.3f},{x + 100 * east:.3f}"
        for n, (east, north) in enumerate(found, 1)
    ]
    return "\n".join(lines) + "\n"


GOOD = parcel_lines("试-好", (0, 0), (0, 1), (1, 1), (1, 0))


CROSSED = parcel_lines("试-坏", (2, 0), (3, 1), (3, 0), (2, 1))


def upload(asking, *files, **fields):
    """Upload files as the form of the page does; return the answer."""
    return asking.post(
        "/imports",
        data={"csrf": csrf_of(asking.get("/imports")), "list": "parcels", **fields},
        files=[("file", (name, content)) for name, content in files],
        headers={"Origin": "http://localhost"},
    )


def send(asking, path, **fields):
    return asking.post(
        path,
        data={"csrf": csrf_of(asking.get("/imports")), **fields},
        headers={"Origin": "http://localhost"},
    )


def txt(*parcels):
    return "地块.txt", (HEAD + "".join(parcels)).encode("gb18030")


def count(people, table, where="true"):
    with people.engine.begin() as connection:
        return connection.scalar(text(f"select count(*) from landplan.{table} where {where}"))
