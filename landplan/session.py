"""What a call works on: the database, the plan that is meant, and a view of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone

from sqlalchemy import Connection, Engine

from gis.database.engine import open_engine
from gis.database.server_errors import translate_errors
from gis.database.settings import Settings
from gis.errors import WrongUseError
from landplan.settings import PlanSettings, read_settings
from projects.model import Basis, Plan
from projects.store.plans import plan_of, plans
from projects.store.schema import migrate
from projects.view import EVER, PlanView

BEIJING = timezone(timedelta(hours=8))


@contextmanager
def connected() -> Iterator[Connection]:
    """Open a transaction on the database, its schema up to date; commit at the end.

    Raises
    ------
    DatabaseError
        If there is no database to be had.
    """
    engine = open_engine(read_settings(Settings))
    try:
        with translate_errors(engine.url), engine.begin() as connection:
            migrate(connection)
            yield connection
    finally:
        engine.dispose()


def opened(url: str | None = None) -> Engine:
    """Return an engine on a database with the schema up to date.

    Parameters
    ----------
    url
        `postgresql://…`. None: the settings' database, as the commands use it.

    Raises
    ------
    DatabaseError
        If there is no database to be had.
    """
    settings = read_settings(Settings)
    engine = open_engine(settings.model_copy(update={"database_url": url} if url else {}))
    with translate_errors(engine.url), engine.begin() as connection:
        migrate(connection)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that reads one state of the data, whatever others write meanwhile."""
    with translate_errors(engine.url), engine.connect() as connection:
        yield connection.execution_options(isolation_level="REPEATABLE READ")


@contextmanager
def one_state() -> Iterator[Connection]:
    """Open a transaction of the settings' database that reads one state of its data.

    Raises
    ------
    DatabaseError
        If there is no database to be had.
    """
    engine = opened()
    try:
        with reading(engine) as connection:
            yield connection
    finally:
        engine.dispose()


def chosen_plan(connection: Connection, plan_id: str | None, *, option: str = "--plan") -> Plan:
    """Return the plan that a call means: the named one, the settings' one, or the only one.

    `option` is how the caller names one.

    Raises
    ------
    WrongUseError
        If there is none, or several and none is named.
    """
    wanted = plan_id or read_settings(PlanSettings).plan
    if wanted is not None:
        return plan_of(connection, wanted)
    found = plans(connection)
    if len(found) == 1:
        return plan_of(connection, found[0])
    if not found:
        raise WrongUseError(
            "数据库中还没有规划；请先运行 landplan load 规划包文件夹，或 landplan demo",
            "the database has no plan yet; run landplan load FOLDER first, or landplan demo",
        )
    raise WrongUseError(
        f"数据库中有多个规划（{'、'.join(found)}）；请用 {option} 指定一个",
        f"the database has several plans ({', '.join(found)}); name one with {option}",
    )


@contextmanager
def viewing(
    plan_id: str | None,
    *,
    as_of: str | None = None,
    known: str | None = None,
    basis: Basis = "declared",
    zone_set: str | None = None,
    ever: bool = False,
) -> Iterator[PlanView]:
    """Open a view of the plan that a call means, with the settings' thresholds and limits.

    Parameters
    ----------
    as_of, known
        Days as a call gives them; `as_of` as of `day_of`.
    ever
        Without `as_of`, see everything that was ever recorded.

    Raises
    ------
    WrongUseError
        If there is no such plan, or a day is none.
    DatabaseError
        If there is no database to be had.
    """
    with connected() as connection:
        plan = chosen_plan(connection, plan_id)
        yield view_on(
            connection,
            plan,
            as_of=EVER if ever and as_of is None else day_of(as_of, plan),
            known=parsed_day(known, "--known") if known else None,
            basis=basis,
            zone_set=zone_set,
        )


def view_on(
    connection: Connection,
    plan: Plan,
    *,
    as_of: date,
    known: date | None = None,
    basis: Basis = "declared",
    zone_set: str | None = None,
) -> PlanView:
    """Return a view of a plan with the settings' thresholds and limits; else as `PlanView`."""
    settings = read_settings(PlanSettings)
    return PlanView(
        connection,
        plan,
        as_of=as_of,
        known=known,
        basis=basis,
        zone_set=zone_set,
        thresholds=settings.thresholds,
        limits=settings.limits,
    )


def day_of(told: str | None, plan: Plan, option: str = "--as-of") -> date:
    """Return the date that a call gives, or today (in Beijing), at most the plan's last day.

    Parameters
    ----------
    option
        What the caller calls it.

    Raises
    ------
    WrongUseError
        If that is no date.
    """
    return today_in(plan) if told is None else parsed_day(told, option)


def today_in(plan: Plan) -> date:
    """Return today (in Beijing), at most the plan's last day."""
    return min(today(), plan.ends_on)


def today() -> date:
    """Return today in Beijing."""
    return datetime.now(UTC).astimezone(BEIJING).date()


def parsed_day(told: str, option: str) -> date:
    """Return a date given as 2025-12-31.

    Raises
    ------
    WrongUseError
        If that is no date.
    """
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise WrongUseError(
            f"{option} 的“{told}”不是日期；请写成 2025-12-31",
            f"{option} {told!r} is no date; write 2025-12-31",
        ) from error
