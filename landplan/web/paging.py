"""Lists that are shown page by page: which page an address asks for."""

from fastapi import Request


def page_asked(request: Request, total: int, at_once: int) -> tuple[int, int, int]:
    """Return the number of the page, that of the last one, and how many rows stand before it.

    What an address says that is no page of the list means its first or its last one.
    """
    told = request.query_params.get("page", "")
    last = max(1, -(-total // at_once))
    number = int(told) if told.isdecimal() and len(told) < 10 else 1
    number = min(max(1, number), last)
    return number, last, (number - 1) * at_once
