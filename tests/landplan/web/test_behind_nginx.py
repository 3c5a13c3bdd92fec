"""deploy/nginx.conf with a real nginx before the site: TLS, the asker's address, foreign hosts."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import make_url, text

from tests.conftest import opened
from tests.landplan.web.conftest import free_port, served
from tests.people import NAMES, PASSWORD, add_people, csrf_of
from tests.waiting import WITHIN_S, until

NAME = "landplan.example.cn"
AROUND = """
pid nginx.pid; daemon off; master_process off; error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    {server}
}}
"""


@dataclass(frozen=True)
class Ports:
    http: int
    https: int


@pytest.fixture(scope="module")
def ports(site_environment, repo, tmp_path_factory) -> Iterator[Ports]:
    """Serve the site behind nginx, as the guide says; give nginx's ports."""
    folder = tmp_path_factory.mktemp("nginx")
    _make_certificate(folder)
    ours = site_environment | {
        "LANDPLAN_ALLOWED_HOSTS": NAME, "LANDPLAN_TRUSTED_PROXIES": "127.0.0.1"
    }  # fmt: skip
    with served(ours, repo) as site_url:
        found = Ports(free_port(), free_port())
        conf = _configured((repo / "deploy" / "nginx.conf").read_text(), folder, site_url, found)
        (folder / "nginx.conf").write_text(AROUND.format(server=conf))
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "no nginx: scripts/setup --test installs it"
        command = [program, "-p", folder, "-c", "nginx.conf", "-e", "stderr"]
        with subprocess.Popen(command) as nginx:
            try:
                until(lambda: _listens(found.http), "nginx")
                yield found
            finally:
                nginx.terminate()
                nginx.wait(WITHIN_S)


def _make_certificate(folder: Path) -> None:
    command = (
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={NAME}"
        " -keyout privkey.pem -out fullchain.pem"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)


def _configured(conf: str, folder: Path, site_url: str, found: Ports) -> str:
    """Return deploy/nginx.conf with other ports and another place of the certificate."""
    for was, now in (
        ("/etc/ssl/landplan", str(folder)),
        ("http://127.0.0.1:8765", site_url.rstrip("/")),
        ("listen 80;", f"listen 127.0.0.1:{found.http};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{found.https} ssl;"),
    ):
        assert was in conf
        conf = conf.replace(was, now)
    return "\n".join(line for line in conf.splitlines() if "[::]" not in line)


def _listens(port: int) -> bool:
    with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


@pytest.fixture
def browser_of(ports):
    """Give a client of the name in TLS; the name means this machine here."""
    host = f"{NAME}:{ports.https}"
    with httpx.Client(
        base_url=f"https://127.0.0.1:{ports.https}", verify=False, headers={"Host": host}  # noqa: S501  # our own, made above
    ) as client:  # fmt: skip
        yield client


def test_plain_http_is_sent_to_tls(ports):
    answer = httpx.get(f"http://127.0.0.1:{ports.http}/balance", headers={"Host": NAME})
    assert answer.status_code == 301
    assert answer.headers["location"] == f"https://{NAME}/balance"


def test_pages_come_over_tls_with_their_headers(browser_of):
    answer = browser_of.get("/balance")
    assert answer.status_code == 200 and "天河区" in answer.text
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    again = browser_of.get("/balance", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_foreign_host_is_refused_behind_it_too(browser_of):
    answer = browser_of.get("/balance", headers={"Host": "evil.example"})
    assert answer.status_code == 421


def test_a_log_in_is_over_tls_and_audited_with_the_askers_address(browser_of, site_environment):
    engine = opened(make_url(site_environment["LANDPLAN_DATABASE_URL"]))
    with engine.begin() as connection:
        add_people(connection)
    page = browser_of.get("/login")
    origin = f"https://{browser_of.headers['host']}"
    answer = browser_of.post(
        "/login",
        data={"csrf": csrf_of(page), "name": NAMES["editor"], "password": PASSWORD},
        headers={
            "Origin": origin, "X-Forwarded-For": "203.0.113.9",
            "Cookie": "; ".join(
                one.partition(";")[0] for one in page.headers.get_list("set-cookie")
            ),
        },
    )  # fmt: skip
    assert answer.status_code == 303
    cookies = answer.headers.get_list("set-cookie")
    assert cookies and all("secure" in one.lower() for one in cookies)
    with engine.connect() as connection:
        told = connection.execute(
            text(
                "select person, action, address from landplan.audit order by audit_id desc limit 1"
            )
        ).one()
    engine.dispose()
    assert told == (NAMES["editor"], "login", "127.0.0.1")  # not what it says of itself
