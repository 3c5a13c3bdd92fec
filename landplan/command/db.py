"""`landplan db`: the database, started, stopped, asked after, refreshed, emptied."""

from typing import Annotated

import typer

from gis.database.address import libpq_address, parsed_address, place_of
from gis.database.engine import open_engine
from gis.database.metadata import SCHEMA
from gis.database.scripts import run_script
from gis.database.server_errors import translate_errors
from gis.database.settings import Settings
from gis.errors import WrongUseError
from gis.server.cluster import Cluster
from landplan.command import options
from landplan.command.groups import Call
from landplan.command.language import both
from landplan.session import chosen_plan, connected
from landplan.settings import read_settings


def start(
    call: Call,
) -> None:
    """Start the private server, made if there is none."""
    say = call.obj
    cluster = _private()
    cluster.ensure_running()
    typer.echo(say(f"已启动：{cluster.libpq_url}", f"running: {cluster.libpq_url}"))


def stop(
    call: Call,
) -> None:
    """Stop the private server."""
    say = call.obj
    stopped = _private().stop()
    typer.echo(say("已停止", "stopped") if stopped else say("本来没有运行", "was not running"))


def status(
    call: Call,
) -> None:
    """Print where the database is and whether it runs."""
    say = call.obj
    settings = read_settings(Settings)
    if settings.database_url is not None:
        open_engine(settings).dispose()
        zh, en = place_of(parsed_address(settings.database_url))
        typer.echo(say(f"外部服务器{zh}，可以连接", f"a named server, reachable:{en}"))
        return
    found = _private().status()
    states = {
        "running": say("运行中", "running"),
        "stopped": say("已停止", "stopped"),
        "absent": say("尚未建立", "not made yet"),
    }
    typer.echo(f"{states[found.state]}  {found.folder}")


def url(
    with_password: Annotated[
        bool,
        typer.Option("--with-password", help=both("连同密码", "with its password")),
    ] = False,
) -> None:
    """Print the address for QGIS and psql, its password as stars."""
    settings = read_settings(Settings)
    if settings.database_url is None:
        cluster = _private()
        cluster.ensure_running()
        typer.echo(cluster.libpq_url)
    else:
        named = parsed_address(settings.database_url)
        typer.echo(libpq_address(named, with_password=with_password))


def refresh(
    call: Call,
    plan: options.PlanId = None,
) -> None:
    """Compute anew what is stored beside the ledger."""
    from projects.store.refresh import refresh_plan

    say = call.obj
    with connected() as connection:
        meant = chosen_plan(connection, plan)
        refresh_plan(connection, meant.plan_id)
    typer.echo(say(f"已重算 {meant.plan_id}", f"computed anew: {meant.plan_id}"))


def reset(
    call: Call,
    yes: Annotated[bool, typer.Option("--yes", help=both("不再询问", "do not ask"))] = False,
) -> None:
    """Delete everything in the database, if the user agrees."""
    say = call.obj
    settings = read_settings(Settings)
    where = str(settings.data_dir)
    if settings.database_url is not None:
        where = libpq_address(parsed_address(settings.database_url), with_password=False)
    question = say(
        f"将删除 {where} 中的全部规划、台账与记录，无法恢复。确定吗？",
        f"This deletes every plan, ledger and record in {where} for good. Sure?",
    )
    if not yes:
        typer.confirm(question, abort=True)
    if settings.database_url is None:
        _private().reset()
    else:
        _drop_schema(settings)
    typer.echo(say("已清空", "emptied"))


def _private() -> Cluster:
    settings = read_settings(Settings)
    if settings.database_url is not None:
        raise WrongUseError(
            "已设置 LANDPLAN_DATABASE_URL，使用的是外部服务器；请在那台服务器上启动或停止",
            "LANDPLAN_DATABASE_URL names a server of its own; start and stop it there",
        )
    return Cluster(settings.data_dir, bindir=settings.pg_bindir)


def _drop_schema(settings: Settings) -> None:
    engine = open_engine(settings)
    with translate_errors(engine.url), engine.begin() as connection:
        run_script(connection, f"drop schema if exists {SCHEMA} cascade")
    engine.dispose()
