"""The memory of a process with many threads: what one thread gave back, another may use."""

import ctypes
import os
import platform
from typing import Final

_ARENA_MAX: Final = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""
_ARENAS: Final = 2


def share_arenas() -> None:
    """Let all threads have their memory from two arenas, where glibc would give each its own.

    An arena keeps what its thread once held, so that a site grows for as long as another thread may
    come to make a large page. Whoever sets `MALLOC_ARENA_MAX` has chosen already.
    """
    if platform.libc_ver()[0] == "glibc" and "MALLOC_ARENA_MAX" not in os.environ:
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)
