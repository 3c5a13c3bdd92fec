"""Who works on a folder, told by the kernel's lock on it (`flock`).

Such a lock holds between containers too, whose processes do not see each other. It belongs to the
open file: who inherits the descriptor holds the lock, until the last one of them has ended.
"""

import fcntl
import os
from pathlib import Path


def take_lock(path: Path) -> int | None:
    """Lock an existing file or folder; return its descriptor to close, None where it is held."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def is_held(path: Path) -> bool:
    """Tell whether somebody has the lock of an existing file or folder."""
    descriptor = take_lock(path)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False
