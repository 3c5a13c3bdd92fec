"""A list a page at a time: which of its rows, and how many pages there are."""

from typing import Annotated, Any, Final

from fastapi import Query

ROWS: Final = 50

PageNumber = Annotated[int, Query(alias="page", ge=1, le=1_000_000)]
"""The address's `page`, from 1."""


def paged(number: int, total: int, rows: int = ROWS) -> dict[str, Any]:
    """Return what a template needs for `tables.pages`, and its rows: `[first : first + rows]`.

    A number past the last page means the last one.
    """
    last = max(1, -(-total // rows))
    number = min(number, last)
    return {"number": number, "last": last, "first": (number - 1) * rows, "rows": rows}
