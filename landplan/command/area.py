"""`landplan area`: what each feature of a file measures."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from gis.errors import BadDataError
from gis.formats.area_units import UNIT_ZH
from gis.geometry.area import MU_PER_HA
from landplan.command import options
from landplan.command.groups import Call
from landplan.command.language import both
from landplan.command.lists import print_list, problem_list
from landplan.command.output import console, print_csv, print_json, visible
from landplan.language import Say
from projects.choice import chosen

if TYPE_CHECKING:
    from projects.imports.file_areas import FileAreas

File = Annotated[
    Path, typer.Argument(help=both("文件，任何能读的格式", "a file in any format that is read"))
]


def show_areas(
    call: Call,
    file: File,
    layer: options.LayerName = None,
    encoding: options.Encoding = None,
    crs: options.FileCrs = None,
    datum: options.FileDatum = None,
    datum_shift: options.DatumShiftOption = None,
    output: options.Output = "table",
) -> None:
    """Print the measured area of each feature of a file; no plan and no database is needed."""
    from gis.formats.read import open_layer
    from gis.formats.verdict import judged
    from projects.imports.file_areas import file_areas, refused_json

    form = chosen("--format", output, options.FORMATS)
    shift = None if datum is None else chosen("--datum", datum, options.DATUMS)
    try:
        opened = open_layer(file, layer=layer, encoding=encoding)
    except BadDataError as error:
        if form != "json":
            raise
        print_json(refused_json(str(file), error))
        raise typer.Exit(1) from error
    found = file_areas(opened, judged(opened, crs=crs, datum=shift, datum_shift=datum_shift))
    if form == "json":
        print_json(found.as_json())
    elif form == "csv":
        print_csv(found.as_json()["rows"], columns=_COLUMNS)
    else:
        _print_table(found, call.obj)
    if found.problems and form != "json":
        print_list(problem_list(found.problems, call.obj), call.obj, stderr=True)
    if found.refused:
        raise typer.Exit(1)


_COLUMNS = ("id", "name", "parts", "holes", "declared_ha", "declared_unit", "measured_ha")


def _print_table(found: "FileAreas", say: Say) -> None:
    out = console()
    layer = found.layer
    told = [layer.file, layer.format, layer.name, layer.encoding or ""]
    out.print(Text(visible(" · ".join(one for one in told if one))))
    out.print(Text(say(found.verdict.reason_zh, found.verdict.reason_en)))
    table = Table()
    for head in (say("行", "row"), say("编号", "id"), say("名称", "name")):
        table.add_column(head, overflow="fold")
    for head in (
        say("部分", "parts"), say("洞", "holes"), say("申报（公顷）", "declared, ha"),
        say("原单位", "its unit"), say("量算（公顷）", "measured, ha"), say("量算（亩）", "mu"),
    ):  # fmt: skip
        table.add_column(head, justify="right")
    for row in found.rows:
        table.add_row(
            str(row.row), visible(row.id or ""), visible(row.name or ""), str(row.parts),
            str(row.holes), _ha(row.declared_ha),
            "" if row.declared_unit is None else say(UNIT_ZH[row.declared_unit], row.declared_unit),
            _ha(row.measured_ha),
            "" if row.measured_ha is None else f"{row.measured_ha * MU_PER_HA:,.3f}",
        )  # fmt: skip
    out.print(table)
    measured = [row.measured_ha for row in found.rows if row.measured_ha is not None]
    out.print(
        say(
            f"共 {len(found.rows):,} 个要素，量算 {sum(measured):,.4f} 公顷"
            f"（{sum(measured) * MU_PER_HA:,.3f} 亩）。{found.unit_zh}。",
            f"{len(found.rows):,} features, {sum(measured):,.4f} ha "
            f"({sum(measured) * MU_PER_HA:,.3f} mu) measured; {found.unit_en}.",
        )
    )


def _ha(value: float | None) -> str:
    return "" if value is None else f"{value:,.4f}"
