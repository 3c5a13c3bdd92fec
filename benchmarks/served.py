"""The site as a process of its own, for the benchmarks of pages and tiles, and for a day."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

import httpx

from benchmarks.server import Database


@contextmanager
def served(database: Database, **settings: str) -> Iterator[httpx.Client]:
    """Serve a database until the block ends; give a client of it."""
    with serving(database, **settings) as (client, _):
        yield client


@contextmanager
def serving(database: Database, **settings: str) -> Iterator[tuple[httpx.Client, int]]:
    """Serve as `served`; give the process's id too.

    Parameters
    ----------
    settings
        Further settings of the site, by the names that the environment has for them.
    """
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LANDPLAN_")}
    ours |= {"LANDPLAN_DATABASE_URL": database.url, **settings}
    port = free_port()
    command = [sys.executable, "-m", "landplan", "serve", "--port", str(port)]
    with (
        subprocess.Popen(command, env=ours, stdout=subprocess.DEVNULL) as server,  # noqa: S603
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=1800) as client,
    ):
        try:
            for _ in range(600):
                with suppress(httpx.ConnectError):
                    client.get("/health")
                    break
                time.sleep(0.1)
            else:
                raise RuntimeError("the site does not answer")
            yield client, server.pid
        finally:
            server.terminate()
            server.wait(30)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def asking(port: int | None, **headers: str) -> Iterator[Callable[[str], bytes]]:
    """Give what asks for a path and returns the body as it came, on one connection that stays.

    httpx takes half a millisecond for itself, which is a quarter of what an unchanged tile takes.
    """
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=1800)) as connection:

        def ask(path: str) -> bytes:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status not in (200, 304):
                raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
            return body

        yield ask
