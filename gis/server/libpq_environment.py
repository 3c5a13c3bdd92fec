"""The shell's `PG…` variables, which must not lead us away from the private server.

libpq takes from them whatever a connection does not name: a service, options, a host's address.
For a server that the user names they hold; the private one is told in full, and needs none.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

_CHANGING = RLock()


def without_pg_variables() -> dict[str, str]:
    """Return the environment without them, for a program that is run."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


@contextmanager
def pg_variables_set_aside() -> Iterator[None]:
    """Take them out of this process's environment while it connects, and put them back.

    libpq has no other way: a service named by `PGSERVICE` cannot be unnamed by a parameter.
    """
    with _CHANGING:
        found = {name: os.environ.pop(name) for name in [*os.environ] if name.startswith("PG")}
        try:
            yield
        finally:
            os.environ.update(found)
