"""A question that many ask at once, put once for all who were there when it was put."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from starlette.concurrency import run_in_threadpool

T = TypeVar("T")


class Shared(Generic[T]):
    """Answers never older than their question: who comes while one is sought waits for the next.

    So of a hundred who ask at once one takes a thread and a connection, and then one more.
    """

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()
        self._next: asyncio.Task[T] | None = None

    async def answer(self, ask: Callable[[], T]) -> T:
        """Return what `ask` gives, begun after this was called, by whoever came first.

        Parameters
        ----------
        ask
            Called in a thread. Whose it is must not matter: all put the same question.
        """
        if self._next is None:
            self._next = asyncio.create_task(self._put(ask))
        return await asyncio.shield(self._next)  # who goes away takes it from nobody

    async def _put(self, ask: Callable[[], T]) -> T:
        async with self._one_at_a_time:
            self._next = None
            return await run_in_threadpool(ask)
