"""`landplan db`: the database, started, stopped, asked after, refreshed, emptied."""

from typing import Annotated

import typer

from gis.database.engine import connect_url, open_engine
from gis.database.schema import run_script
from gis.database.server_errors import translate_errors
from gis.database.settings import Settings
from gis.database.tables import SCHEMA
from gis.errors import WrongUseError
from gis.server.cluster import Cluster
from landplan.command import options
from landplan.command.groups import Commands
from landplan.command.language import Say
from landplan.session import chosen_plan, connected
from landplan.settings import read_settings


def db_app(say: Say) -> Commands:
    """Return the commands under `landplan db`."""
    app = Commands(
        "db",
        help=say(
            "本地数据库：启动、停止、状态、地址、重算、清空。例：landplan db status",
            "The database: start, stop, ask, refresh, empty. Example: landplan db status",
        ),
    )

    @app.command(
        help=say(
            "启动本地 PostGIS（没有则新建）。例：landplan db start",
            "Start the private PostGIS, made if there is none. Example: landplan db start",
        )
    )
    def start() -> None:
        cluster = _private()
        cluster.ensure_running()
        typer.echo(say(f"已启动：{cluster.libpq_url}", f"running: {cluster.libpq_url}"))

    @app.command(
        help=say("停止本地 PostGIS。例：landplan db stop", "Stop it. Example: landplan db stop")
    )
    def stop() -> None:
        stopped = _private().stop()
        typer.echo(say("已停止", "stopped") if stopped else say("本来没有运行", "was not running"))

    @app.command(
        help=say(
            "数据库在哪里、是否运行。例：landplan db status",
            "Where it is and whether it runs. Example: landplan db status",
        )
    )
    def status() -> None:
        settings = read_settings(Settings)
        if settings.database_url is not None:
            open_engine(settings).dispose()
            typer.echo(say("外部服务器，可以连接", "a named server, reachable"))
            return
        found = _private().status()
        states = {
            "running": say("运行中", "running"),
            "stopped": say("已停止", "stopped"),
            "absent": say("尚未建立", "not made yet"),
        }
        typer.echo(f"{states[found.state]}  {found.folder}")

    @app.command(
        help=say(
            '给 QGIS、psql 用的地址。例：psql "$(landplan db url)"',
            'The address for QGIS and psql. Example: psql "$(landplan db url)"',
        )
    )
    def url() -> None:
        settings = read_settings(Settings)
        if settings.database_url is None:
            cluster = _private()
            cluster.ensure_running()
            typer.echo(cluster.libpq_url)
        else:
            typer.echo(connect_url(settings).replace("postgresql+psycopg://", "postgresql://"))

    @app.command(
        help=say(
            "由边界重新计算台账旁存储的份额与合计。例：landplan db refresh",
            "Compute anew, from the outlines, what is stored beside the ledger. "
            "Example: landplan db refresh",
        )
    )
    def refresh(plan: Annotated[str | None, options.plan(say)] = None) -> None:
        from projects.store.refresh import refresh_plan

        with connected() as connection:
            meant = chosen_plan(connection, plan)
            refresh_plan(connection, meant.plan_id)
        typer.echo(say(f"已重算 {meant.plan_id}", f"computed anew: {meant.plan_id}"))

    @app.command(
        help=say(
            "清空数据库（先询问）。例：landplan db reset --yes",
            "Delete all of its data (asks first). Example: landplan db reset --yes",
        )
    )
    def reset(
        yes: Annotated[bool, typer.Option("--yes", help=say("不再询问", "do not ask"))] = False,
    ) -> None:
        settings = read_settings(Settings)
        where = str(settings.data_dir) if settings.database_url is None else SCHEMA
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

    return app


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
