"""`landplan db`: the database, started, stopped, asked after, refreshed, its roles, emptied."""

from typing import Annotated, Final

import typer

from gis.database.address import libpq_address, parsed_address, place_of
from gis.database.engine import open_engine
from gis.database.metadata import SCHEMA
from gis.database.roles import EDITOR, READER, ROLES, make_roles
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

_MAY: Final = {
    READER: (
        "可读全部视图与函数及其所依据的表",
        "may read every view and function, and the tables that these stand on",
    ),
    EDITOR: (
        "此外可新增边界、地块与台账事件，可改地块",
        "may besides add places, parcels and events, and change parcels",
    ),
}


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


def roles(
    call: Call,
) -> None:
    """Make the roles for SQL and QGIS, or give them their rights anew."""
    say = call.obj
    with connected() as connection:
        made = make_roles(connection)
    for name in ROLES:
        found = (
            say("新建", "made")
            if name in made
            else say("已有，权限已重新授予", "rights given anew")
        )
        typer.echo(f"{name}  {found}{say('：', ': ')}{say(*_MAY[name])}")
    typer.echo(
        say(
            f"把角色授予使用者：grant {READER} to 用户名；账户、令牌、审计与任务对二者都不开放",
            f"give one to a user: grant {READER} to NAME. Neither sees accounts, tokens, the audit "
            "or jobs",
        )
    )


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
