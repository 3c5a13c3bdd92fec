"""The database: the server named by the settings, or the private cluster started on demand."""

from typing import Any

from sqlalchemy import Connection, Dialect, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from gis.database.address import parsed_address
from gis.database.server_errors import CONNECT_TIMEOUT_S, translate_errors
from gis.database.settings import Settings
from gis.errors import DatabaseError, PostgisMissingError
from gis.server.binaries import OLDEST_POSTGIS, OLDEST_POSTGRESQL, parse_version
from gis.server.libpq_environment import pg_variables_set_aside


def open_engine(settings: Settings) -> Engine:
    """Return an engine on a server that answers and has PostGIS.

    Raises
    ------
    DatabaseError
        In each case that `connect_url`, `engine` and `check_server` name.
    """
    opened = engine(connect_url(settings), private=settings.database_url is None)
    check_server(opened)
    return opened


def connect_url(settings: Settings) -> str:
    """Return SQLAlchemy's URL of the named server, or of the private cluster, which then runs.

    Raises
    ------
    WrongUseError
        If `LANDPLAN_DATABASE_URL` is no URL of a PostgreSQL server.
    PostgisMissingError
        If the private cluster is wanted and this machine has no PostgreSQL with PostGIS.
    ClusterError
        If the private cluster cannot be made or started.
    """
    if settings.database_url is not None:
        return parsed_address(settings.database_url).render_as_string(hide_password=False)
    from gis.server.cluster import Cluster  # Unix only; a named server can be used from anywhere

    return Cluster(settings.data_dir, bindir=settings.pg_bindir).ensure_running()


def engine(url: str, *, private: bool = False) -> Engine:
    """Return an engine on a `postgresql://` URL; nothing is connected yet.

    Parameters
    ----------
    private
        It is that of the private cluster, which the shell's `PG…` variables must not reach.

    Raises
    ------
    WrongUseError
        If that is no URL of a PostgreSQL server.
    """
    parsed = parsed_address(url)
    asked = {
        "connect_timeout": CONNECT_TIMEOUT_S,
        "application_name": "landplan",
        "client_encoding": "UTF8",
    }
    unsaid = {name: value for name, value in asked.items() if name not in parsed.query}
    made = create_engine(parsed, pool_pre_ping=True, connect_args=unsaid)
    if private:
        event.listen(made, "do_connect", _connect_without_pg_variables)
    return made


def check_server(engine: Engine) -> None:
    """Make sure that the server is new enough and has PostGIS, made if we are permitted to.

    Raises
    ------
    UnreachableError
        If the server does not answer, or refuses us.
    PostgisMissingError
        If PostgreSQL or PostGIS is missing there or too old.
    DatabaseError
        If the database is not one of UTF-8, or PostGIS stands where we would not find it.
    """
    with translate_errors(engine.url), engine.connect() as connection:
        version = int(connection.scalar(text("SHOW server_version_num")) or 0)
        if version // 10000 < OLDEST_POSTGRESQL:
            raise PostgisMissingError(
                f"数据库服务器的 PostgreSQL 是 {version // 10000} 版，"
                f"需要 {OLDEST_POSTGRESQL} 或更新的版本",
                f"the server's PostgreSQL is version {version // 10000}; version "
                f"{OLDEST_POSTGRESQL} or newer is needed",
            )
        _check_encoding(connection)
        installed = _installed_postgis(connection) or _create_postgis(connection)
        if (parse_version(installed) or (0, 0)) < OLDEST_POSTGIS:
            wanted = ".".join(map(str, OLDEST_POSTGIS))
            raise PostgisMissingError(
                f"数据库的 PostGIS 是 {installed} 版，需要 {wanted} 或更新的版本；"
                "请数据库管理员升级 PostGIS，再执行 ALTER EXTENSION postgis UPDATE",
                f"the database's PostGIS is version {installed}; {wanted} or newer is needed: "
                "ask its administrator for an upgrade and ALTER EXTENSION postgis UPDATE",
            )
        _check_postgis_is_found(connection)


def _connect_without_pg_variables(
    dialect: Dialect, record: Any, arguments: Any, options: Any
) -> Any:
    with pg_variables_set_aside():
        return dialect.connect(*arguments, **options)


def _check_encoding(connection: Connection) -> None:
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise DatabaseError(
            f"数据库的编码是 {encoding}，不能可靠地保存中文；请另建一个 UTF8 的库"
            "（createdb -E UTF8 -T template0 库名），并改正数据库地址",
            f"the database's encoding is {encoding}, which does not keep Chinese safely; make "
            "another database in UTF8 (createdb -E UTF8 -T template0 NAME) and name that one",
        )


def _check_postgis_is_found(connection: Connection) -> None:
    """Refuse a PostGIS in a schema that is not searched: every statement would miss it."""
    asked = text(
        "SELECT extnamespace::regnamespace::text, current_schemas(true) @> ARRAY[nspname]"
        " FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'postgis'"
    )
    schema, searched = connection.execute(asked).one()
    if not searched:
        raise DatabaseError(
            f"PostGIS 装在模式 {schema} 中，而它不在搜索路径里；请数据库管理员执行 "
            f'ALTER DATABASE 库名 SET search_path = "$user", public, {schema}',
            f"PostGIS stands in the schema {schema}, which is not searched: ask the database's "
            f'administrator to run ALTER DATABASE name SET search_path = "$user", public, {schema}',
        )


def _installed_postgis(connection: Connection) -> str | None:
    asked = text("SELECT extversion FROM pg_extension WHERE extname = 'postgis'")
    version: str | None = connection.scalar(asked)
    return version


def _create_postgis(connection: Connection) -> str:
    asked = text("SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'")
    if connection.scalar(asked) is None:
        raise PostgisMissingError(
            "数据库服务器上没有安装 PostGIS；请数据库管理员安装（PostgreSQL 15："
            "apt install postgresql-15-postgis-3），或去掉 LANDPLAN_DATABASE_URL 改用本地数据库",
            "the server has no PostGIS; ask its administrator to install it (PostgreSQL 15: apt "
            "install postgresql-15-postgis-3), or unset LANDPLAN_DATABASE_URL to use the private "
            "database",
        )
    try:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
        connection.commit()
    except IntegrityError:  # another session made it in the same moment
        connection.rollback()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != "42501":
            raise
        raise DatabaseError(
            "数据库还没有启用 PostGIS，当前用户也无权启用；"
            "请数据库管理员在该库执行 CREATE EXTENSION postgis",
            "PostGIS is not enabled in the database and this role may not enable it: ask its "
            "administrator to run CREATE EXTENSION postgis there",
        ) from error
    return _installed_postgis(connection) or ""
