"""The server: the page, its health, its headers, and clear words when it cannot serve."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import httpx
import pytest
from fastapi import FastAPI

from gis.errors import LandplanError, UnreachableError, WrongUseError
from landplan.web.server import app, refuse_busy_port, serve
from layers.map.map_facts import MapFacts
from layers.map.map_page import map_html

UTF8 = {**os.environ, "PYTHONUTF8": "1"}


@pytest.fixture(scope="module")
def html(facts: MapFacts) -> str:
    return map_html(facts)


def get(server: FastAPI, path: str = "/") -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(server)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)

    # In a thread of its own: the browser's loop runs in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, ask()).result()


def test_the_page_is_made_anew_at_each_request() -> None:
    pages = iter(["<p>一</p>", "<p>二</p>"])
    server = app(lambda: next(pages))
    assert [get(server).text, get(server).text] == ["<p>一</p>", "<p>二</p>"]


def test_headers_keep_the_page_to_itself(html: str) -> None:
    answer = get(app(lambda: html))
    assert answer.text == html
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy and "*" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_health_says_ok() -> None:
    answer = get(app(lambda: ""), "/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/favicon.ico"])
def test_there_is_nothing_else(path: str) -> None:
    answer = get(app(lambda: ""), path)
    assert answer.status_code == 404
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_page_that_cannot_be_made_says_why() -> None:
    def page() -> str:
        raise UnreachableError("数据库没有应答", "the database does not answer")

    answer = get(app(page))
    assert answer.status_code == 503
    assert answer.text == "数据库没有应答\nthe database does not answer\n"
    assert answer.headers["content-type"].startswith("text/plain")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_for_health(url: str) -> None:
    for _ in range(200):
        with suppress(httpx.ConnectError):
            assert httpx.get(url + "health").json() == {"status": "ok"}
            return
        time.sleep(0.05)
    raise AssertionError("the server does not answer")


def test_a_real_server_serves_a_quiet_page_until_interrupted(open_page, html, tmp_path) -> None:
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8", newline="\n")
    port = free_port()
    script = (
        "import pathlib, sys; from landplan.web.server import app, serve; "
        "serve(app(pathlib.Path(sys.argv[1]).read_text), port=int(sys.argv[2]))"
    )
    command = [sys.executable, "-c", script, str(path), str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=UTF8) as server:
        try:
            url = f"http://127.0.0.1:{port}/"
            wait_for_health(url)
            assert open_page(url, offline=False).page.is_visible("#panel-balance")
            with pytest.raises(LandplanError) as failure:
                serve(app(lambda: ""), port=port)
        finally:
            server.send_signal(signal.SIGINT)
            _, said = server.communicate(timeout=20)
    for sentence in (failure.value.zh, failure.value.en):
        assert str(port) in sentence and "--port" in sentence
    assert (server.returncode, said) == (0, b"")


def test_a_port_or_host_that_cannot_be_is_said() -> None:
    with pytest.raises(WrongUseError, match="70000"):
        serve(app(lambda: ""), port=70000)
    with pytest.raises(LandplanError, match="--host"):
        serve(app(lambda: ""), host="203.0.113.7", port=free_port())
    with pytest.raises(LandplanError, match="--host"):
        serve(app(lambda: ""), host="no-such-host.invalid", port=free_port())


class _Announced(Exception):  # noqa: N818  # ends the server of the test
    pass


def test_it_is_announced_once_it_listens() -> None:
    def announce(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            raise _Announced

    with pytest.raises(_Announced):
        serve(app(lambda: ""), port=0, announce=announce)


def test_a_busy_port_is_not_announced() -> None:
    announced: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(LandplanError, match=str(port)):
            serve(app(lambda: ""), port=port, announce=announced.append)
        with pytest.raises(LandplanError, match=str(port)):
            refuse_busy_port(host="127.0.0.1", port=port)
    assert announced == []
    refuse_busy_port(host="127.0.0.1", port=port)
