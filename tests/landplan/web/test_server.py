"""The server: it serves until interrupted, and has clear words when it cannot serve."""

import signal
import socket
import subprocess
import sys

import pytest
from fastapi import FastAPI

from gis.errors import LandplanError, WrongUseError
from landplan.web.server import refuse_busy_port, serve
from tests.landplan.web.conftest import free_port, wait_for_health


def test_a_real_server_serves_a_quiet_page_until_interrupted(
    open_page, site_environment, repo
) -> None:
    port = free_port()
    command = [sys.executable, "-m", "landplan", "serve", "--port", str(port)]
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=site_environment, cwd=repo, **pipes) as server:
        try:
            url = f"http://127.0.0.1:{port}/"
            wait_for_health(url)
            assert open_page(url, offline=False).page.is_visible("#panel-balance")
            with pytest.raises(LandplanError) as failure:
                serve(FastAPI(), port=port)
        finally:
            server.send_signal(signal.SIGINT)
            _, said = server.communicate(timeout=20)
    for sentence in (failure.value.zh, failure.value.en):
        assert str(port) in sentence and "--port" in sentence
    assert (server.returncode, said) == (0, b"")


def test_a_port_or_host_that_cannot_be_is_said() -> None:
    with pytest.raises(WrongUseError, match="70000"):
        serve(FastAPI(), port=70000)
    with pytest.raises(LandplanError, match="--host"):
        serve(FastAPI(), host="203.0.113.7", port=free_port())
    with pytest.raises(LandplanError, match="--host"):
        serve(FastAPI(), host="no-such-host.invalid", port=free_port())


class _Announced(Exception):  # noqa: N818  # ends the server of the test
    pass


def test_it_is_announced_once_it_listens() -> None:
    def announce(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            raise _Announced

    with pytest.raises(_Announced):
        serve(FastAPI(), port=0, announce=announce)


def test_a_busy_port_is_not_announced() -> None:
    announced: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LandplanError, match=str(port)):
            serve(FastAPI(), port=port, announce=announced.append)
        with pytest.raises(LandplanError, match=str(port)):
            refuse_busy_port(host="127.0.0.1", port=port)
    assert announced == []
    refuse_busy_port(host="127.0.0.1", port=port)
