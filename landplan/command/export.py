"""`landplan export`: lists of a plan as files that other programs open."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, get_args

import typer

from gis.errors import WrongUseError
from gis.model import ParcelState
from landplan.command import options
from landplan.command.groups import Call
from landplan.command.language import both
from landplan.language import Say
from landplan.report_file import refuse_unwritable
from landplan.session import chosen_plan, day_of, one_state, parsed_day
from projects.choice import chosen

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from gis.formats.faults import Fault
    from projects.exports.lists import ExportList, ListName
    from projects.model import Plan

STATES: Final[tuple[ParcelState, ...]] = get_args(ParcelState)
DEFAULT_SUFFIX: Final = ".gpkg"
TXT_SUFFIX: Final = ".txt"
BOUNDARY_TXT: Final = "boundary_txt"

_COUNTED: Final = {
    "parcels": ("宗地块", "parcels"), "events": ("笔台账", "events"), "zones": ("个片区", "zones"),
    "projects": ("个项目", "projects"),
}  # fmt: skip

File = Annotated[
    Path,
    typer.Argument(
        help=both(
            "要写的文件，格式由后缀定；没有后缀则为 GeoPackage",
            "the file to write, in the format that its name ends in; without one GeoPackage",
        )
    ),
]
Crs = Annotated[
    str | None,
    typer.Option(
        "--crs",
        metavar="EPSG",
        help=both(
            "坐标系：EPSG 代码，或 local（土地所在的 CGCS2000 三度带）；缺省 4490",
            "EPSG code, or local: the 3-degree zone of CGCS2000 that the land lies in; else 4490",
        ),
    ),
]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Choice:
    """What of a list is wanted, as a call gives it."""

    zone: str | None
    as_of: str | None = None
    state: ParcelState | None = None
    parcel_ids: tuple[str, ...] = ()
    each: bool = False


def parcels(
    call: Call,
    file: File,
    zone: options.ZoneId = None,
    as_of: options.AsOf = None,
    state: Annotated[
        str | None,
        typer.Option(help=both("只要该状态：", "only those in this state: ") + ", ".join(STATES)),
    ] = None,
    parcel: Annotated[
        list[str] | None,
        typer.Option(
            "--parcel",
            metavar="ID",
            help=both("只要该地块；可写多次", "only this parcel; may be given several times"),
        ),
    ] = None,
    each: Annotated[
        bool,
        typer.Option(
            "--each",
            help=both(
                "每宗地块写一个界址点 TXT，放在名为 FILE 的新文件夹里",
                "a TXT of boundary points for each parcel, in a new folder of the name FILE",
            ),
        ),
    ] = False,
    crs: Crs = None,
    plan: options.PlanId = None,
) -> None:
    """Write the parcels with their state as of a day."""
    choice = _Choice(
        zone=zone,
        as_of=as_of,
        state=None if state is None else chosen("--state", state, STATES),
        parcel_ids=tuple(parcel or ()),
        each=each,
    )
    _export("parcels", file, choice, crs=crs, plan=plan, say=call.obj)


def zones(
    call: Call,
    file: File,
    zone: options.ZoneId = None,
    crs: Crs = None,
    plan: options.PlanId = None,
) -> None:
    """Write the zones of every set."""
    _export("zones", file, _Choice(zone=zone), crs=crs, plan=plan, say=call.obj)


def exporter(name: "ListName") -> Callable[..., None]:
    """Return the command that writes a list, all of it or until a day."""

    def export_file(
        call: Call,
        file: File,
        zone: options.ZoneId = None,
        as_of: options.AsOf = None,
        crs: Crs = None,
        plan: options.PlanId = None,
    ) -> None:
        _export(name, file, _Choice(zone=zone, as_of=as_of), crs=crs, plan=plan, say=call.obj)

    return export_file


def _export(
    name: "ListName", file: Path, choice: _Choice, *, crs: str | None, plan: str | None, say: Say
) -> None:
    """Write a list, into a GeoPackage the others beside it, and say what was written."""
    from layers.qgis.list_styles import qgis_styles
    from projects.exports.lists import LIST_NAMES
    from projects.exports.target_crs import target_crs
    from projects.exports.write_boundary_txt import write_boundary_txt, write_file_each
    from projects.exports.write_lists import write_lists
    from projects.store.plans import every_zone_of

    file, form = _form_of(file, name, each=choice.each)
    faults: Sequence[Fault] = ()
    with one_state() as connection:
        its = chosen_plan(connection, plan)
        names = [name]
        if form == "geopackage":
            names += [other for other in LIST_NAMES if other != name]
        lists = [_listed(connection, its, each, choice) for each in names]
        system = target_crs(crs, zones=every_zone_of(connection, its.plan_id), form=form)
        if choice.each:
            write_file_each(file, lists[0], crs=system)
        elif form == BOUNDARY_TXT:
            write_boundary_txt(file, lists[0], crs=system)
        else:
            styles = qgis_styles(say.language)
            faults = write_lists(file, lists, crs=system, language=say.language, styles=styles)
    code = system.to_epsg()
    told = "、".join(f"{made.count} {_COUNTED[made.name][0]}" for made in lists)
    told_en = ", ".join(f"{made.count} {_COUNTED[made.name][1]}" for made in lists)
    where = f"EPSG:{code}" if code else system.name
    typer.echo(say(f"已写出 {file}：{told}（{where}）", f"wrote {file}: {told_en} ({where})"))
    for fault in faults:
        typer.echo(say(fault.zh, fault.en), err=True)


def _form_of(file: Path, name: "ListName", *, each: bool) -> tuple[Path, str]:
    """Return the file that is meant and its format; refuse it where it cannot be written.

    Raises
    ------
    WrongUseError
        If no format has such a name or holds such a list, or nothing can be written there.
    """
    from gis.formats.write import written_format
    from projects.exports.whole_folder import refuse_occupied

    if each:
        refuse_occupied(file)
        return file, BOUNDARY_TXT
    if not file.suffix:
        file = file.with_name(file.name + DEFAULT_SUFFIX)
    if file.suffix.lower() != TXT_SUFFIX:
        form = written_format(file, (TXT_SUFFIX,) if name == "parcels" else ())
    elif name == "parcels":
        form = BOUNDARY_TXT
    else:
        raise WrongUseError(
            "界址点文件（.txt）只能写地块；请改用 landplan export parcels，或换一种后缀，如 .gpkg",
            "a file of boundary points (.txt) holds parcels: landplan export parcels; or choose "
            "another format, such as .gpkg",
        )
    refuse_unwritable(file)
    return file, form


def _listed(
    connection: "Connection", plan: "Plan", name: "ListName", choice: _Choice
) -> "ExportList":
    from projects.exports.lists import export_list

    as_of = None if choice.as_of is None else parsed_day(choice.as_of, "--as-of")
    return export_list(
        connection,
        plan.plan_id,
        name,
        as_of=as_of,
        parcels_as_of=day_of(choice.as_of, plan),
        zone=choice.zone,
        state=choice.state,
        parcel_ids=choice.parcel_ids or None,
    )
