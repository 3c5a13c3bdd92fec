"""The site on a database of its own: asked in this process, or served to a browser."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import make_url

from landplan.web.site import site
from tests.conftest import opened
from tests.layers.conftest import facts
from tests.people import People, add_people, quick_hashes
from tests.waiting import WITHIN_S

__all__ = ["facts", "quick_hashes"]


@pytest.fixture(scope="module")
def site_environment(databases, with_builtin, request) -> dict[str, str]:
    """Give an environment whose database is this module's own copy of the built-in plan's."""
    url = databases.new(request.module.__name__.rpartition(".")[2], with_builtin)
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LANDPLAN_")}
    return ours | {"LANDPLAN_DATABASE_URL": url.render_as_string(hide_password=False)}


@pytest.fixture(scope="module")
def client(site_environment) -> Iterator[TestClient]:
    """Give a client of the site; nobody is logged in."""
    with (
        patch.dict(os.environ, site_environment, clear=True),
        TestClient(site(), base_url="http://localhost", follow_redirects=False) as asking,
    ):
        yield asking


@pytest.fixture(scope="module")
def people(client, site_environment) -> Iterator[People]:
    """Give somebody of each role, who can be logged in on the client's site."""
    engine = opened(make_url(site_environment["LANDPLAN_DATABASE_URL"]))
    with engine.begin() as connection:
        add_people(connection)
    yield People(client.app, engine)
    engine.dispose()


@pytest.fixture(scope="module")
def site_url(site_environment, repo) -> Iterator[str]:
    """Give the address of the site as a process of its own serves it."""
    with served(site_environment, repo) as url:
        yield url


@contextmanager
def served(environment, repo, *options: str) -> Iterator[str]:
    """Serve the site as a process of its own until the block ends; give its address."""
    with serving(environment, repo, *options) as (url, _):
        yield url


@contextmanager
def serving(
    environment, repo, *options: str, stderr: int | None = None
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve as `served`; give the process too. A tab on it is closed before it ends."""
    command = [sys.executable, "-m", "landplan", "serve", "--port", "0", *options]
    with subprocess.Popen(
        command, env=environment, cwd=repo, stdout=subprocess.PIPE, stderr=stderr, text=True
    ) as server:
        try:
            told = server.stdout.readline()
            [url] = re.findall(r"http://127\.0\.0\.1:\d+/", told)
            assert httpx.get(url + "health", timeout=WITHIN_S).json() == {"status": "ok"}
            yield url, server
        finally:
            server.terminate()
            server.communicate(timeout=WITHIN_S)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
