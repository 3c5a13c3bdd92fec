"""A question that many ask at once: put once for all who wait, answered with nothing older."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from landplan.web.shared import Shared


def run(what: Coroutine[Any, Any, Any]) -> Any:
    """Run it in a thread of its own: that of the tests may have the browser's loop."""
    with ThreadPoolExecutor(1) as one:
        return one.submit(asyncio.run, what).result(300)


def test_who_comes_while_one_is_sought_waits_for_the_next():
    begun, go_on, put = threading.Event(), threading.Event(), []

    def ask():
        put.append(len(put))
        number = put[-1]
        begun.set()
        assert go_on.wait(60)
        return number

    async def all_of_them():
        shared = Shared()
        first = asyncio.create_task(shared.answer(ask))
        await asyncio.to_thread(begun.wait, 60)
        later = [asyncio.create_task(shared.answer(ask)) for _ in range(20)]
        await asyncio.sleep(0)
        go_on.set()
        return await first, await asyncio.gather(*later)

    assert run(all_of_them()) == (0, [1] * 20)
    assert put == [0, 1]


def test_what_fails_fails_for_those_who_waited_and_is_put_anew():
    failing = [True]

    def ask():
        if failing.pop():
            failing.append(False)
            raise RuntimeError("away")
        return "there"

    async def some():
        shared = Shared()
        both = await asyncio.gather(*(shared.answer(ask) for _ in range(2)), return_exceptions=True)
        return both, await shared.answer(ask)

    both, after = run(some())
    assert [str(one) for one in both] == ["away", "away"] and after == "there"


def test_who_goes_away_takes_the_answer_from_nobody():
    begun, go_on = threading.Event(), threading.Event()

    def ask():
        begun.set()
        assert go_on.wait(60)
        return "there"

    async def one_goes():
        shared = Shared()
        first, second = (asyncio.create_task(shared.answer(ask)) for _ in range(2))
        await asyncio.to_thread(begun.wait, 60)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        go_on.set()
        return await second

    assert run(one_goes()) == "there"
