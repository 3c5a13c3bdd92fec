"""`landplan balance`: the ledger against the plan, by three engines that must agree."""

from collections.abc import Mapping
from datetime import date
from glob import escape
from pathlib import Path
from typing import Annotated, Final, Literal, TypedDict, get_args

import typer

from gis.errors import WrongUseError
from landplan.command import options
from landplan.command.groups import Call
from landplan.command.language import both
from landplan.command.output import print_balance, print_balance_csv, print_json
from landplan.language import Say
from landplan.session import chosen_plan, connected, day_of, parsed_day, viewing
from landplan.settings import PlanSettings, read_settings
from projects.balance.shapely_engine import balance_shapely
from projects.balance.status import Thresholds
from projects.choice import chosen
from projects.model import Balance, Basis, Package
from projects.package.folder import read_package
from projects.store.stored_package import package_of

Engine = Literal["sql", "shapely", "dask"]
ENGINES: Final[tuple[Engine, ...]] = get_args(Engine)

EngineName = Annotated[
    str,
    typer.Option(
        "--engine",
        help=both(
            "计算引擎：sql；独立的 shapely，用于核对；dask，台账在多个文件里",
            "sql; shapely, independent of it, to check; dask, for a ledger in many files",
        ),
    ),
]
PackageFolder = Annotated[
    Path | None,
    typer.Option(
        "--package",
        metavar="FOLDER",
        help=both(
            "规划取自这个规划包，不用数据库（shapely、dask）",
            "take the plan from this package, without the database (shapely, dask)",
        ),
    ),
]
ParcelFiles = Annotated[
    str | None,
    typer.Option(
        "--parcels",
        metavar="FILES",
        help=both(
            "地块的文件，如 'folder/*.parquet'（dask）；默认为规划包的 ledger/parcels.*",
            "files of parcels, 'folder/*.parquet' (dask); default: ledger/parcels.* of the package",
        ),
    ),
]
EventFiles = Annotated[
    str | None,
    typer.Option(
        "--events",
        metavar="FILES",
        help=both(
            "台账事件的文件（dask）；默认为规划包的 ledger/events.*",
            "files of events (dask); default: ledger/events.* of the package",
        ),
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="tcp://HOST:PORT",
        help=both(
            "Dask 集群的地址（dask）；默认在本机",
            "address of a Dask cluster (dask); default: this machine",
        ),
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        help=both(
            "本机的计算进程数（dask）；默认每个处理器一个",
            "worker processes on this machine (dask); default: one a processor",
        ),
    ),
]


class Asked(TypedDict):
    """What a call asks of any of the engines."""

    basis: Basis
    known: date | None
    zone: str | None
    zone_set: str | None
    thresholds: Thresholds


def show_balance(  # noqa: PLR0913, PLR0917  # one for each option
    call: Call,
    zone: options.ZoneId = None,
    zone_set: options.ZoneSet = None,
    as_of: options.AsOf = None,
    basis: options.AreaBasis = "declared",
    known: options.Known = None,
    engine: EngineName = "sql",
    package: PackageFolder = None,
    parcels: ParcelFiles = None,
    events: EventFiles = None,
    cluster: Cluster = None,
    workers: Workers = None,
    plan: options.PlanId = None,
    output: options.Output = "table",
) -> None:
    """Balance the ledger against the plan, by one of three engines, and print it."""
    by = chosen("--engine", engine, ENGINES)
    form = chosen("--format", output, options.FORMATS)
    asked = Asked(
        basis=chosen("--basis", basis, options.BASES),
        known=parsed_day(known, "--known") if known else None,
        zone=zone,
        zone_set=zone_set,
        thresholds=read_settings(PlanSettings).thresholds,
    )
    _refuse_options_of_others(
        by,
        {
            "--package": package,
            "--parcels": parcels,
            "--events": events,
            "--cluster": cluster,
            "--workers": workers,
        },
    )
    if by == "sql":
        with viewing(
            plan, as_of=as_of, known=known, basis=asked["basis"], zone_set=zone_set
        ) as view:
            meant, found = view.plan, view.balance(zone)
    elif by == "shapely":
        made = _package(package, plan)
        meant = made.plan
        found = balance_shapely(made, as_of=day_of(as_of, made.plan), **asked)
    else:
        from projects.scale.dask_engine import balance_dask

        made = _package(package, plan, ledger=False)
        meant = made.plan
        found = balance_dask(
            made,
            parcels=_files("parcels", parcels, package),
            events=_files("events", events, package),
            as_of=day_of(as_of, made.plan),
            cluster=cluster,
            workers=_workers(workers, cluster),
            **asked,
        )
    show(found, form, call.obj, is_over=meant.is_over(found.as_of))


def show(found: Balance, output: options.Format, say: Say, *, is_over: bool) -> None:
    """Print a balance as a table, JSON or CSV."""
    if output == "json":
        print_json(found.as_json())
    elif output == "csv":
        print_balance_csv(found)
    else:
        print_balance(found, say, is_over=is_over)


_ENGINES_OF: Final[dict[str, tuple[Engine, ...]]] = {
    "--package": ("shapely", "dask"),
    "--parcels": ("dask",),
    "--events": ("dask",),
    "--cluster": ("dask",),
    "--workers": ("dask",),
}


def _refuse_options_of_others(engine: Engine, told: Mapping[str, object]) -> None:
    for option, value in told.items():
        engines = _ENGINES_OF[option]
        if value is not None and engine not in engines:
            listed = "、".join(f"--engine {each}" for each in engines)
            raise WrongUseError(
                f"{option} 只用于 {listed}",
                f"{option} is for {listed.replace('、', ' and ')} only",
            )


def _package(folder: Path | None, plan: str | None, *, ledger: bool = True) -> Package:
    """Return the plan that a call means, from a folder or else from the database."""
    if folder is None:
        with connected() as connection:
            return package_of(connection, chosen_plan(connection, plan).plan_id, ledger=ledger)
    if plan is not None:
        raise WrongUseError(
            "--package 已说明是哪个规划；请去掉 --plan",
            "--package says which plan it is; leave --plan out",
        )
    return read_package(folder, ledger=ledger)


def _files(what: str, told: str | None, folder: Path | None) -> tuple[Path, ...]:
    """Return the files of `--parcels` or `--events`, or those of the package."""
    from projects.scale.partitions import ledger_files

    if told is None and folder is None:
        raise WrongUseError(
            f"请用 --{what} 'folder/*.parquet' 给出台账文件，或用 --package 给出规划包",
            f"name the ledger's files with --{what} 'folder/*.parquet', or a package with "
            "--package",
        )
    return ledger_files(told or f"{escape(str(folder))}/ledger/{what}.*")


def _workers(told: int | None, cluster: str | None) -> int | None:
    if told is not None and (told < 1 or cluster is not None):
        raise WrongUseError(
            "--workers 应为正整数，且不与 --cluster 同用",
            "--workers is 1 or more, and no cluster is named with it",
        )
    return told
