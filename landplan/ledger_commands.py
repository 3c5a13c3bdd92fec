"""`landplan load` and `landplan balance`: the plan in, the balance out."""

from pathlib import Path
from typing import Annotated

import typer

from landplan import options
from landplan.language import Say
from landplan.output import print_balance, print_balance_csv, print_json
from landplan.session import chosen_plan, connected, day_of, parsed_day
from landplan.settings import PlanSettings, read_settings
from projects.balance import balance
from projects.balance_shapely import balance_shapely
from projects.load import Loaded, load_folder
from projects.model import Balance
from projects.stored_package import package_of

ENGINES = ("postgis", "shapely")


def add_ledger_commands(app: typer.Typer, say: Say) -> None:
    """Add `load` and `balance`."""
    as_of_option = Annotated[str | None, options.as_of(say)]
    zone_option = Annotated[str | None, options.zone(say)]
    zone_set_option = Annotated[str | None, options.zone_set(say)]
    basis_option = Annotated[str, options.basis(say)]
    known_option = Annotated[str | None, options.known(say)]
    plan_option = Annotated[str | None, options.plan(say)]
    format_option = Annotated[str, options.output_format(say)]

    @app.command(
        help=say(
            "导入规划包；有问题则逐条列出，什么也不导入。例：landplan load plans/tianhe-2021-2025",
            "Load a plan package, or list what is wrong with it and load nothing. "
            "Example: landplan load plans/tianhe-2021-2025",
        )
    )
    def load(
        folder: Annotated[
            Path, typer.Argument(help=say("规划包的文件夹", "the folder of a plan package"))
        ],
    ) -> None:
        with connected() as connection:
            loaded = load_folder(connection, folder)
        typer.echo(told_of(loaded, say))

    @app.command(
        name="balance",
        help=say(
            "台账与规划对账。例：landplan balance --zone smart-city --as-of 2025-12-31",
            "The ledger against the plan. "
            "Example: landplan balance --zone smart-city --as-of 2025-12-31",
        ),
    )
    def show_balance(
        zone: zone_option = None,
        zone_set: zone_set_option = None,
        as_of: as_of_option = None,
        basis: basis_option = "declared",
        known: known_option = None,
        engine: Annotated[
            str,
            typer.Option(
                help=say(
                    "计算引擎：postgis，或独立的 shapely 用于核对",
                    "postgis, or shapely: the independent engine, to check it",
                )
            ),
        ] = "postgis",
        plan: plan_option = None,
        output: format_option = "table",
    ) -> None:
        options.choice("--engine", engine, ENGINES)
        options.choice("--format", output, ("table", "json", "csv"))
        options.choice("--basis", basis, ("declared", "measured"))
        with connected() as connection:
            meant = chosen_plan(connection, plan)
            day = day_of(as_of, meant)
            known_day = parsed_day(known, "--known") if known else None
            thresholds = read_settings(PlanSettings).thresholds
            if engine == "postgis":
                found = balance(
                    connection,
                    meant.plan_id,
                    as_of=day,
                    basis=basis,  # type: ignore[arg-type]  # one of the two, checked above
                    known=known_day,
                    zone=zone,
                    zone_set=zone_set,
                    thresholds=thresholds,
                )
            else:
                found = balance_shapely(
                    package_of(connection, meant.plan_id),
                    as_of=day,
                    basis=basis,  # type: ignore[arg-type]
                    known=known_day,
                    zone=zone,
                    zone_set=zone_set,
                    thresholds=thresholds,
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


def told_of(loaded: Loaded, say: Say) -> str:
    """Return what a load did, in one sentence."""
    return say(
        f"已导入 {loaded.plan}：{loaded.zones} 个片区、{loaded.targets} 项目标、"
        f"{loaded.projects} 个项目、{loaded.parcels} 宗地块、{loaded.events} 笔台账"
        f"（新增 {loaded.new_events} 笔）",
        f"loaded {loaded.plan}: {loaded.zones} zones, {loaded.targets} targets, "
        f"{loaded.projects} projects, {loaded.parcels} parcels, {loaded.events} events "
        f"({loaded.new_events} of them new)",
    ) + _told_of_absent(loaded, say)


def _told_of_absent(loaded: Loaded, say: Say) -> str:
    """Return what the database has besides the package, for it stays and counts."""
    zh, en = [], []
    if loaded.absent_parcels:
        zh.append(f"{loaded.absent_parcels} 宗地块")
        en.append(f"{loaded.absent_parcels} parcels")
    if loaded.absent_events:
        zh.append(f"{loaded.absent_events} 笔台账")
        en.append(f"{loaded.absent_events} events")
    if not zh:
        return ""
    return say(
        f"；库中另有 {'、'.join(zh)}不在此包内，照计",
        f"; {' and '.join(en)} in the database are not in this package: they stay and count",
    )
