"""Waiting until something is so: as long as a slow machine needs, and no longer than it takes."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

WITHIN_S: Final = 300
"""What has not come to be by then never will."""

Found = TypeVar("Found")


def until(condition: Callable[[], Found], what: str = "it") -> Found:
    """Wait until a condition gives something true; return that."""
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come to be")
