"""`landplan export`: lists of a plan as files that other programs open."""

from dataclasses import replace
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
from landplan.session import chosen_plan, one_state, parsed_day, today_in
from projects.choice import chosen

if TYPE_CHECKING:
    from landplan.export_file import Parted
    from projects.exports.lists import ListName

STATES: Final[tuple[ParcelState, ...]] = get_args(ParcelState)
DEFAULT_SUFFIX: Final = ".gpkg"
TXT_SUFFIX: Final = ".txt"

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
ByZone = Annotated[
    bool,
    typer.Option(
        "--by-zone",
        help=both(
            "GeoParquet 按片区分开写，放在名为 FILE 的新文件夹里：zone=片区/part.parquet",
            "GeoParquet parted by zone, in a new folder of the name FILE: zone=ID/part.parquet",
        ),
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


def parcels(
    call: Call,
    file: File,
    zone: options.ZoneId = None,
    as_of: options.AsOf = None,
    state: Annotated[
        str | None,
        typer.Option(
            help=both(
                f"只要该状态：{'、'.join(STATES)}", f"only those in this state: {', '.join(STATES)}"
            )
        ),
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
    by_zone: ByZone = False,
    crs: Crs = None,
    plan: options.PlanId = None,
) -> None:
    """Write the parcels with their state as of a day."""
    if each and by_zone:
        raise WrongUseError(
            "--each 是每宗地块一个 TXT，--by-zone 是按片区分开的 GeoParquet；请只用其一",
            "--each is a TXT for each parcel, --by-zone GeoParquet parted by zone; leave one out",
        )
    _export(
        "parcels", file, zone=zone, as_of=as_of, crs=crs, plan=plan, say=call.obj,
        parted="parcel" if each else "zone" if by_zone else None,
        state="" if state is None else chosen("--state", state, STATES),
        parcel_ids=tuple(parcel or ()),
    )  # fmt: skip


def zones(
    call: Call,
    file: File,
    zone: options.ZoneId = None,
    crs: Crs = None,
    plan: options.PlanId = None,
) -> None:
    """Write the zones of every set."""
    _export("zones", file, zone=zone, crs=crs, plan=plan, say=call.obj)


def events(
    call: Call,
    file: File,
    zone: options.ZoneId = None,
    as_of: options.AsOf = None,
    by_zone: ByZone = False,
    crs: Crs = None,
    plan: options.PlanId = None,
) -> None:
    """Write the ledger, all of it or until a day."""
    _export(
        "events", file, zone=zone, as_of=as_of, crs=crs, plan=plan, say=call.obj,
        parted="zone" if by_zone else None,
    )  # fmt: skip


def projects(
    call: Call,
    file: File,
    zone: options.ZoneId = None,
    as_of: options.AsOf = None,
    crs: Crs = None,
    plan: options.PlanId = None,
) -> None:
    """Write the major projects as they stand, or as they stood on a day."""
    _export("projects", file, zone=zone, as_of=as_of, crs=crs, plan=plan, say=call.obj)


def _export(
    name: "ListName",
    file: Path,
    *,
    zone: str | None,
    crs: str | None,
    plan: str | None,
    say: Say,
    as_of: str | None = None,
    state: str = "",
    parcel_ids: tuple[str, ...] = (),
    parted: "Parted | None" = None,
) -> None:
    """Write a list, into a GeoPackage the others beside it, and say what was written."""
    from landplan.export_file import Wanted, listed, write_listed
    from projects.exports.land_filter import LandFilter
    from projects.exports.lists import LIST_NAMES

    file = _file_meant(file, name, parted)
    day = None if as_of is None else parsed_day(as_of, "--as-of")
    wanted = Wanted(name=name, zone=zone, as_of=day)
    of_parcels = replace(
        wanted, name="parcels", land=LandFilter(state=state), parcel_ids=parcel_ids
    )
    names = [name]
    if file.suffix.lower() == DEFAULT_SUFFIX and not parted:
        names += [other for other in LIST_NAMES if other != name]
    with one_state() as connection:
        its = chosen_plan(connection, plan)
        lists = [
            listed(
                connection, its, of_parcels if one == "parcels" else replace(wanted, name=one),
                today=today_in(its),
            )
            for one in names
        ]  # fmt: skip
        written = write_listed(
            connection, its, lists, file, crs=crs, language=say.language, parted=parted
        )
    code = written.crs.to_epsg()
    told = "、".join(f"{made.count} {_COUNTED[made.name][0]}" for made in lists)
    told_en = ", ".join(f"{made.count} {_COUNTED[made.name][1]}" for made in lists)
    where = f"EPSG:{code}" if code else written.crs.name
    typer.echo(say(f"已写出 {file}：{told}（{where}）", f"wrote {file}: {told_en} ({where})"))
    for fault in written.faults:
        typer.echo(say(fault.zh, fault.en), err=True)


def _file_meant(file: Path, name: "ListName", parted: "Parted | None") -> Path:
    """Return the file that is meant; refuse it where it cannot be written.

    Raises
    ------
    WrongUseError
        If no format has such a name or holds such a list, or nothing can be written there.
    """
    from gis.formats.write import written_format
    from projects.exports.whole_folder import refuse_occupied

    if parted:
        if parted == "zone" and written_format(file) != "geoparquet":
            raise WrongUseError(
                "按片区分开（--by-zone）写的是 GeoParquet；名称请以 .parquet 结尾",
                "what is parted by zone (--by-zone) is GeoParquet: let the name end in .parquet",
            )
        refuse_occupied(file)
        return file
    if not file.suffix:
        file = file.with_name(file.name + DEFAULT_SUFFIX)
    if file.suffix.lower() != TXT_SUFFIX:
        written_format(file, (TXT_SUFFIX,) if name == "parcels" else ())
    elif name != "parcels":
        raise WrongUseError(
            "界址点文件（.txt）只能写地块；请改用 landplan export parcels，或换一种后缀，如 .gpkg",
            "a file of boundary points (.txt) holds parcels: landplan export parcels; or choose "
            "another format, such as .gpkg",
        )
    refuse_unwritable(file)
    return file
