"""The server: it serves until interrupted, and has clear words when it cannot serve."""

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request, Response

from gis.errors import LandplanError, WrongUseError
from landplan.web import patience
from landplan.web.patience import PatientProtocol
from landplan.web.server import refuse_busy_port, serve
from tests.conftest import opened
from tests.example_district import PLAN_ID, load_example
from tests.landplan.web.conftest import free_port, serving
from tests.waiting import WITHIN_S, until


def test_a_real_server_serves_a_quiet_page_until_interrupted(
    open_page, site_environment, repo
) -> None:
    with serving(site_environment, repo, stderr=subprocess.PIPE) as (url, server):
        page = open_page(url, offline=False).page
        assert page.is_visible("#panel-balance")
        page.close()  # before the server ends: the map may still be asking for its parts
        port = urlsplit(url).port
        with pytest.raises(LandplanError) as failure:
            serve(FastAPI, port=port)
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=WITHIN_S)
    for sentence in (failure.value.zh, failure.value.en):
        assert str(port) in sentence and "--port" in sentence
    assert (server.returncode, said) == (0, "")


def test_a_port_or_host_that_cannot_be_is_said() -> None:
    with pytest.raises(WrongUseError, match="70000"):
        serve(FastAPI, port=70000)
    with pytest.raises(LandplanError, match="--host"):
        serve(FastAPI, host="203.0.113.7", port=free_port())
    with pytest.raises(LandplanError, match="--host"):
        serve(FastAPI, host="no-such-host.invalid", port=free_port())


class _Announced(Exception):  # noqa: N818  # ends the server of the test
    pass


def test_it_is_announced_once_it_listens() -> None:
    def announce(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=WITHIN_S):
            raise _Announced

    with pytest.raises(_Announced):
        serve(FastAPI, port=0, announce=announce)


def test_a_busy_port_is_not_announced() -> None:
    announced: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LandplanError, match=str(port)):
            serve(FastAPI, port=port, announce=announced.append)
        with pytest.raises(LandplanError, match=str(port)):
            refuse_busy_port(host="127.0.0.1", port=port)
    assert announced == []
    refuse_busy_port(host="127.0.0.1", port=port)


@contextmanager
def answering(make) -> Iterator[tuple[int, uvicorn.Server]]:
    """Serve an application in a thread of this process until the block ends; tell its port."""
    port = free_port()
    config = uvicorn.Config(make, factory=True, http=PatientProtocol, port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until(lambda: server.started, "the server")
        yield port, server
    finally:
        server.should_exit = True
        thread.join()


def small_site() -> FastAPI:
    app = FastAPI()

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/large")
    async def large() -> Response:
        return Response(b"x" * 20_000_000)

    @app.post("/length")
    async def length(request: Request) -> int:
        return len(await request.body())

    return app


@pytest.fixture
def impatient(monkeypatch):
    """Let the server wait an eighth as long."""
    monkeypatch.setattr(patience, "LOOK_EVERY_S", patience.LOOK_EVERY_S / 8)
    monkeypatch.setattr(patience, "HEAD_WITHIN_S", patience.HEAD_WITHIN_S / 8)
    monkeypatch.setattr(patience, "SLOWEST_BYTES", patience.SLOWEST_BYTES // 8)


UPLOAD = b"POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"


@pytest.mark.parametrize(
    "said", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: loc", UPLOAD, UPLOAD + b"x" * 500],
    ids=["nothing", "a beginning", "half a head", "no body", "half a body"],
)  # fmt: skip
def test_who_says_nothing_more_is_cut_off(impatient, said):
    with answering(small_site) as (port, _):
        address = ("127.0.0.1", port)
        clients = [socket.create_connection(address, timeout=WITHIN_S) for _ in range(30)]
        for client in clients:
            client.sendall(said)
        assert httpx.get(f"http://127.0.0.1:{port}/health", timeout=WITHIN_S).status_code == 200
        for client in clients:
            with client, suppress(ConnectionResetError):
                assert client.recv(1000) == b""


def test_who_does_not_read_is_cut_off(impatient):
    with answering(small_site) as (port, server), socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(WITHIN_S)
        client.connect(("127.0.0.1", port))
        client.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        got = client.recv(100)
        until(lambda: not server.server_state.connections, "the end of the connection")
        with suppress(ConnectionResetError):
            while more := client.recv(1_000_000):
                got += more
        assert got.startswith(b"HTTP/1.1 200") and len(got) < 20_000_000


def test_who_takes_the_time_it_needs_is_served(impatient):
    with (
        answering(small_site) as (port, _),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=WITHIN_S) as client,
    ):

        def in_pieces() -> Iterator[bytes]:
            for _ in range(15):
                time.sleep(patience.LOOK_EVERY_S / 3)  # the client's own pace is what is tested
                yield b"x" * 1000

        headers = {"content-length": "15000"}
        assert client.post("/length", content=in_pieces(), headers=headers).json() == 15_000
        with client.stream("GET", "/large") as answer:
            got = 0
            for piece in answer.iter_raw(1_500_000):
                got += len(piece)
                time.sleep(patience.LOOK_EVERY_S / 3)
        assert got == 20_000_000
        begun = time.monotonic()
        while time.monotonic() - begun < 2 * patience.HEAD_WITHIN_S:
            assert client.get("/health").status_code == 200


def test_several_workers_serve_and_one_that_ends_is_begun_anew(site_environment, repo):
    with serving(site_environment, repo, "--workers", "2") as (url, server):
        [ended, *_] = _workers_of(server.pid)
        os.kill(ended, signal.SIGKILL)
        until(lambda: len({*_workers_of(server.pid)} - {ended}) == 2, "another worker")
        answers = [httpx.get(url + "balance", timeout=WITHIN_S) for _ in range(10)]
        assert {answer.status_code for answer in answers} == {200}


def test_a_plan_more_is_no_reason_not_to_serve(databases, with_builtin, site_environment, repo):
    url = databases.new("two_plans", with_builtin)
    engine = opened(url)
    with engine.begin() as connection:
        load_example(connection)
    engine.dispose()
    where = {"LANDPLAN_DATABASE_URL": url.render_as_string(hide_password=False)}
    with serving(site_environment | where, repo) as (site, _):
        shown = httpx.get(site + "balance", timeout=WITHIN_S)
        other = httpx.get(site + f"balance?plan={PLAN_ID}", timeout=WITHIN_S)
    assert (shown.status_code, other.status_code) == (200, 200)
    assert "天河智慧城" in shown.text and "松岭" in other.text
    title = "云杉区土地收储与供应规划（2023—2027年，虚构示例）"
    assert f'<option value="{PLAN_ID}">{title}</option>' in shown.text
    assert f'<option value="{PLAN_ID}" selected>{title}</option>' in other.text


def _workers_of(server: int) -> list[int]:
    found = []
    for child in _children_of(server):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(int(child))
    return found


def _children_of(server: int) -> list[str]:
    return Path(f"/proc/{server}/task/{server}/children").read_text().split()
