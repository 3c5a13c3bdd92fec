"""`landplan balance`: the ledger against the plan, by three engines that must agree."""

from collections.abc import Sequence
from glob import escape
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from gis.errors import WrongUseError
from landplan.command import options
from landplan.command.language import Say
from landplan.command.output import print_balance, print_balance_csv, print_json
from landplan.session import chosen_plan, connected, day_of, parsed_day, viewing
from landplan.settings import PlanSettings, read_settings
from projects.balance.shapely_engine import balance_shapely
from projects.model import Balance, Package
from projects.package.folder import read_package
from projects.store.stored_package import package_of

ENGINES: Final = ("sql", "shapely", "dask")


def add_balance_command(app: typer.Typer, say: Say) -> None:
    """Add `balance`."""
    as_of_option = Annotated[str | None, options.as_of(say)]
    zone_option = Annotated[str | None, options.zone(say)]
    zone_set_option = Annotated[str | None, options.zone_set(say)]
    basis_option = Annotated[str, options.basis(say)]
    known_option = Annotated[str | None, options.known(say)]
    plan_option = Annotated[str | None, options.plan(say)]
    format_option = Annotated[str, options.output_format(say)]

    def described(option: str, zh: str, en: str, **settings: Any) -> Any:
        return typer.Option(option, help=say(zh, en), **settings)

    engine_option = Annotated[
        str,
        described(
            "--engine",
            "计算引擎：sql；独立的 shapely，用于核对；dask，台账在多个文件里",
            "sql; shapely, independent of it, to check; dask, for a ledger in many files",
        ),
    ]
    package_option = Annotated[
        Path | None,
        described(
            "--package",
            "规划取自这个规划包，不用数据库（shapely、dask）",
            "take the plan from this package, without the database (shapely, dask)",
            metavar="FOLDER",
        ),
    ]
    parcels_option = Annotated[
        str | None,
        described(
            "--parcels",
            "地块的文件，如 'folder/*.parquet'（dask）；默认为规划包的 ledger/parcels.*",
            "files of parcels, 'folder/*.parquet' (dask); default: ledger/parcels.* of the package",
            metavar="FILES",
        ),
    ]
    events_option = Annotated[
        str | None,
        described(
            "--events",
            "台账事件的文件（dask）；默认为规划包的 ledger/events.*",
            "files of events (dask); default: ledger/events.* of the package",
            metavar="FILES",
        ),
    ]
    cluster_option = Annotated[
        str | None,
        described(
            "--cluster",
            "Dask 集群的地址（dask）；默认在本机",
            "address of a Dask cluster (dask); default: this machine",
            metavar="tcp://HOST:PORT",
        ),
    ]
    workers_option = Annotated[
        int | None,
        described(
            "--workers",
            "本机的计算进程数（dask）；默认每个处理器一个",
            "worker processes on this machine (dask); default: one a processor",
        ),
    ]

    @app.command(
        name="balance",
        help=say(
            "台账与规划对账。例：landplan balance --zone smart-city --as-of 2025-12-31",
            "The ledger against the plan. "
            "Example: landplan balance --zone smart-city --as-of 2025-12-31",
        ),
    )
    def show_balance(  # noqa: PLR0913, PLR0917  # one for each option
        zone: zone_option = None,
        zone_set: zone_set_option = None,
        as_of: as_of_option = None,
        basis: basis_option = "declared",
        known: known_option = None,
        engine: engine_option = "sql",
        package: package_option = None,
        parcels: parcels_option = None,
        events: events_option = None,
        cluster: cluster_option = None,
        workers: workers_option = None,
        plan: plan_option = None,
        output: format_option = "table",
    ) -> None:
        options.choice("--engine", engine, ENGINES)
        options.choice("--format", output, ("table", "json", "csv"))
        options.choice("--basis", basis, ("declared", "measured"))
        for option, told, engines in (
            ("--package", package, ("shapely", "dask")),
            ("--parcels", parcels, ("dask",)),
            ("--events", events, ("dask",)),
            ("--cluster", cluster, ("dask",)),
            ("--workers", workers, ("dask",)),
        ):
            if told is not None and engine not in engines:
                _refuse(option, engines)
        figures: Any = {
            "basis": basis,
            "known": parsed_day(known, "--known") if known else None,
            "thresholds": read_settings(PlanSettings).thresholds,
        }
        meant_of: Any = {"zone": zone, "zone_set": zone_set}
        if engine == "sql":
            with viewing(
                plan,
                as_of=as_of,
                known=known,
                basis=basis,  # type: ignore[arg-type]  # one of the two, checked above
                zone_set=zone_set,
            ) as view:
                found = view.balance(zone)
        elif engine == "shapely":
            made = _package(package, plan)
            found = balance_shapely(made, as_of=day_of(as_of, made.plan), **meant_of, **figures)
        else:
            from projects.scale.dask_engine import balance_dask

            made = _package(package, plan, ledger=False)
            found = balance_dask(
                made,
                parcels=_files("parcels", parcels, package),
                events=_files("events", events, package),
                as_of=day_of(as_of, made.plan),
                cluster=cluster,
                workers=_workers(workers, cluster),
                **meant_of,
                **figures,
            )
        show(found, output, say)


def show(found: Balance, output: str, say: Say) -> None:
    """Print a balance as a table, JSON or CSV."""
    if output == "json":
        print_json(found.as_json())
    elif output == "csv":
        print_balance_csv(found)
    else:
        print_balance(found, say)


def _refuse(option: str, engines: Sequence[str]) -> None:
    listed = "、".join(f"--engine {engine}" for engine in engines)
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
