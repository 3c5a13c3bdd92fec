"""What a route asks of the database: one state to read, or a transaction to write in."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Connection

from gis.database.server_errors import translate_errors
from landplan import session


def reading(request: Request) -> Iterator[Connection]:
    """Give a transaction that reads one state of the data, whatever others write meanwhile."""
    with session.reading(request.app.state.engine) as connection:
        yield connection


def writing(request: Request) -> Iterator[Connection]:
    """Give a transaction that is committed when the answer is made, and undone at an error."""
    engine = request.app.state.engine
    with translate_errors(engine.url), engine.begin() as connection:
        yield connection


Reading = Annotated[Connection, Depends(reading, scope="function")]
Writing = Annotated[Connection, Depends(writing, scope="function")]
