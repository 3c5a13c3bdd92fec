"""How long the server waits for a client: for the head of a request, for its body, for its reading.

uvicorn waits for ever, so some hundred sockets that say nothing would hold their places for good.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

LOOK_EVERY_S: Final = 3.0
HEAD_WITHIN_S: Final = 8.0
"""From when a connection may send a request until its head is there."""
SLOW_LOOKS: Final = 3
SLOWEST_BYTES: Final = 2_000
"""What must come of a body, or be taken of an answer, from one look to the next."""


class PatientProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it; a client that is too slow is cut off, after some 12 s."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._came_bytes = 0
        self._came_before = self._unsent_before = 0
        self._has_read = False
        self._slow_looks = 0
        self._waits_since = 0.0
        self._answered: object = None
        self._next_look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to look at the client from time to time."""
        super().connection_made(transport)
        self._waits_since = self.loop.time()
        self._next_look = self.loop.call_later(LOOK_EVERY_S, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        if self._next_look is not None:
            self._next_look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes."""
        self._came_bytes += len(data)
        super().data_received(data)

    def resume_writing(self) -> None:
        """Remember that the client has taken what was waiting for it."""
        self._has_read = True
        super().resume_writing()

    def _look(self) -> None:
        if self._is_too_slow():
            self.transport.abort()
        else:
            self._next_look = self.loop.call_later(LOOK_EVERY_S, self._look)

    def _is_too_slow(self) -> bool:
        came = self._came_bytes - self._came_before
        unsent = self.transport.get_write_buffer_size()
        has_read = self._has_read or self._unsent_before - unsent >= SLOWEST_BYTES
        self._came_before, self._unsent_before = self._came_bytes, unsent
        self._has_read = False
        cycle = self.cycle
        if cycle is not self._answered:  # a request has come since the last look
            self._waits_since = self.loop.time()
        if cycle is None or (cycle.response_complete and not unsent):
            # uvicorn itself closes a connection that says nothing after an answer
            self._answered = cycle
            return self.loop.time() - self._waits_since > HEAD_WITHIN_S
        sends_slowly = cycle.more_body and not self.flow.read_paused and came < SLOWEST_BYTES
        reads_slowly = unsent > 0 and not has_read
        self._slow_looks = self._slow_looks + 1 if sends_slowly or reads_slowly else 0
        return self._slow_looks >= SLOW_LOOKS
