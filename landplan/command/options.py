"""Options that several commands share."""

from typing import Annotated, Final, Literal, get_args

import typer

from gis.geometry.ways import ShiftedDatum
from landplan.command.language import both
from projects.model import STAGES, Basis

Format = Literal["table", "json", "csv"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
BASES: Final[tuple[Basis, ...]] = get_args(Basis)

AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help=both("截至日期，如 2025-12-31", "the day to look at, such as 2025-12-31"),
    ),
]
PlanId = Annotated[str | None, typer.Option("--plan", help=both("规划编号", "id of the plan"))]
Output = Annotated[
    str, typer.Option("--format", help=both("输出：table、json、csv", "table, json or csv"))
]
ZoneId = Annotated[
    str | None,
    typer.Option(
        "--zone",
        metavar="ZONE",
        help=both(
            "只看该片区及其下级，用编号或名称",
            "only this zone, by its id or name, and those under it",
        ),
    ),
]
ZoneSet = Annotated[
    str | None,
    typer.Option(
        "--zone-set",
        metavar="NAME",
        help=both(
            "哪一套片区划分；缺省为主划分", "the zones of this set; the main one unless told"
        ),
    ),
]
AreaBasis = Annotated[
    str,
    typer.Option(
        "--basis",
        help=both("口径：declared 申报面积，measured 量算面积", "areas: declared or measured"),
    ),
]
Known = Annotated[
    str | None,
    typer.Option(
        "--known",
        help=both("只计截至该日已登记的事件", "leave out events recorded after this day"),
    ),
]
DATUMS: Final[tuple[ShiftedDatum, ...]] = get_args(ShiftedDatum)
LayerName = Annotated[
    str | None,
    typer.Option("--layer", help=both("文件有多个图层时用哪一个", "which of a file's layers")),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        help=both(
            "文字的编码，如 gb18030；缺省自动判断",
            "of its text, such as gb18030; else by trial",
        )
    ),
]
FileCrs = Annotated[
    str | None,
    typer.Option(
        "--crs",
        metavar="EPSG",
        help=both("坐标系，如 4547；以此为准", "of the coordinates, such as 4547; it counts first"),
    ),
]
FileDatum = Annotated[
    str | None,
    typer.Option(
        "--datum",
        help=both(
            "坐标是网络地图的：gcj02 或 bd09，反算后再用",
            "the coordinates are of a web map, gcj02 or bd09: brought back first",
        ),
    ),
]
DatumShiftOption = Annotated[
    str | None,
    typer.Option(
        "--datum-shift",
        metavar="NUMBERS",
        help=both(
            "西安80、北京54 到 CGCS2000 的 3 个或 7 个转换参数，逗号分开",
            "3 or 7 parameters from Xian 1980 or Beijing 1954 to CGCS2000, parted by commas",
        ),
    ),
]
Stage = Annotated[
    str | None,
    typer.Option(
        help=both(
            "阶段：" + "、".join(STAGES),
            "stage: 储备 (planned), 开工 (started), 在建 (under construction) or "
            "投产 (in operation)",
        )
    ),
]
