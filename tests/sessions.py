"""Sessions of a database as tests wait for them: until one waits for a lock, until one is gone."""

from sqlalchemy import Engine, text

from tests.waiting import until


def until_one_waits(engine: Engine) -> None:
    """Wait until a session of this database waits for a lock; others of the server do not count."""
    waiting = (
        "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
        " and datname = current_database() and backend_type = 'client backend'"
    )
    until(lambda: _scalar(engine, waiting))


def until_gone(engine: Engine, pid: int) -> None:
    """Wait until a session that was closed has left the server, and let go of its locks."""
    left = f"select count(*) from pg_stat_activity where pid = {pid:d}"
    until(lambda: not _scalar(engine, left))


def _scalar(engine: Engine, query: str) -> int:
    with engine.connect() as connection:
        return connection.scalar(text(query)) or 0
