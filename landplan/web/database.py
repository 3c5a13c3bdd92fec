"""What a route asks of the database: one state to read, or a transaction to write in.

The database may be away, also when the site starts: whoever asks is told, and the next one who asks
when it is back finds it.
"""

import time
from collections.abc import Iterator
from threading import Lock
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from sqlalchemy import Connection, Engine, event, func, select

from gis.database.server_errors import translate_errors
from gis.errors import DatabaseError
from landplan import session

LIMITS: Final = {
    "statement_timeout": "60s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "5min",
}
"""What is lost or stuck holds no connection for ever; long work runs in processes of its own."""

_TRY_AGAIN_AFTER_S: Final = 2.0


class Database:
    """The connections of a site: made when the database first answers, kept from then on."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._lock = Lock()
        self._failed: tuple[float, DatabaseError] | None = None

    def engine(self) -> Engine:
        """Return the engine, on a database whose schema is up to date.

        Raises
        ------
        DatabaseError
            If there is no database to be had; for two seconds from then on it is not tried again.
        """
        if self._engine is not None:
            return self._engine
        with self._lock:
            if self._engine is None:
                self._engine = self._opened()
            return self._engine

    def close(self) -> None:
        """Close the connections."""
        if self._engine is not None:
            self._engine.dispose()

    def _opened(self) -> Engine:
        if self._failed is not None and time.monotonic() - self._failed[0] < _TRY_AGAIN_AFTER_S:
            raise self._failed[1].with_traceback(None)
        try:
            engine = session.opened()
        except DatabaseError as error:
            self._failed = time.monotonic(), error
            raise
        event.listen(engine, "connect", _limit)
        engine.dispose()  # the connection by which it was looked at has no limits
        return engine


def engine_of(request: Request) -> Engine:
    """Return the engine of the site that is asked, for what neither of the two below gives.

    Raises
    ------
    DatabaseError
        If there is no database to be had.
    """
    database: Database = request.app.state.database
    return database.engine()


def reading(request: Request) -> Iterator[Connection]:
    """Give a transaction that reads one state of the data, whatever others write meanwhile."""
    with session.reading(engine_of(request)) as connection:
        yield connection


def writing(request: Request) -> Iterator[Connection]:
    """Give a transaction that is committed when the answer is made, and undone at an error."""
    engine = engine_of(request)
    with translate_errors(engine.url), engine.begin() as connection:
        yield connection


def in_turn(connection: Connection, *what: str) -> None:
    """Let those who change one thing come one after the other, until the end of the transaction.

    Whoever reads that thing only then has read what the one before wrote.
    """
    named = func.hashtextextended("\n".join(what), 0)
    connection.execute(select(func.pg_advisory_xact_lock(named)))


Reading = Annotated[Connection, Depends(reading, scope="function")]
Writing = Annotated[Connection, Depends(writing, scope="function")]


def _limit(connection: Any, _record: Any) -> None:
    told = "; ".join(f"set {name} = '{value}'" for name, value in LIMITS.items())
    connection.execute(told)
    connection.commit()
