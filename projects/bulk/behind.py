"""Work handed to a thread of its own, done in order, a few pieces behind who hands it over."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

WAITING: Final = 4
"""Pieces of work that wait at most; who hands over more is kept waiting."""


@contextmanager
def behind() -> Iterator[Callable[..., None]]:
    """Give what takes a function and its arguments, to be called soon; at the end all are done.

    Until then they alone use what they share, a connection above all. An error of one of them is
    raised at a later call or at the end; some of those that wait may still be called meanwhile, so
    what they do must be undone by the caller: a transaction rolled back.
    """
    waiting: deque[Future[Any]] = deque()
    with ThreadPoolExecutor(max_workers=1) as pool:

        def later(function: Callable[..., Any], *given: Any) -> None:
            waiting.append(pool.submit(function, *given))
            if len(waiting) > WAITING:
                waiting.popleft().result()

        try:
            yield later
            while waiting:
                waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)
