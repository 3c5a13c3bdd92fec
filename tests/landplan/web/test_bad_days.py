"""The database away, foreign hosts, a program that fails: a sentence each, then all is well."""

import os
import re
from contextlib import nullcontext
from html import unescape
from unittest.mock import patch

import psycopg
import pytest
from fastapi.testclient import TestClient
from psycopg import sql

from gis.errors import UnreachableError
from landplan.web import database as site_database
from landplan.web.security.hosts import host_of
from landplan.web.site import site
from tests.people import csrf_of


@pytest.fixture
def server(site_environment):
    """Give a connection to the tests' server, beside the site's database."""
    address = site_environment["LANDPLAN_DATABASE_URL"].replace("+psycopg", "")
    with psycopg.connect(address, dbname="postgres", autocommit=True) as connection:
        yield connection


def database_of(environment) -> str:
    return environment["LANDPLAN_DATABASE_URL"].rpartition("/")[2].partition("?")[0]


def close_to_all(server, name: str, *, closed: bool) -> None:
    server.execute(
        sql.SQL("alter database {} allow_connections {}").format(
            sql.Identifier(name), sql.Literal(not closed)
        )
    )
    if closed:
        server.execute(
            "select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = %s",
            [name],
        )


def test_the_database_goes_and_comes_again(client, server, site_environment):
    name = database_of(site_environment)
    assert client.get("/balance").status_code == 200
    close_to_all(server, name, closed=True)
    try:
        away = [client.get("/balance", params={"lang": lang}) for lang in ("zh", "en")]
        assert client.get("/health").status_code == 200
    finally:
        close_to_all(server, name, closed=False)
    assert [answer.status_code for answer in away] == [503, 503]
    assert "暂时无法使用" in away[0].text and "Not available for now" in away[1].text
    assert client.get("/balance").status_code == 200
    client.cookies.clear()


TYPED = '第 3 季度 <b>"已封顶"</b> &amp; =1+1'


@pytest.mark.parametrize("away_while", ["who asks is looked up", "it is written"])
def test_what_is_typed_while_the_database_is_away_is_kept_to_be_sent_again(
    client, people, server, site_environment, monkeypatch, away_while
):
    editor, project = people.logged_in("editor"), "/projects/lianyi-rd-base"
    name = database_of(site_environment)
    shown = editor.get(project)
    form = {
        "csrf": csrf_of(shown), "seen": re.search(r'name="seen" value="(\d+)"', shown.text)[1],
        "what": "progress_percent", "value": "41", "day": "2023-09-30", "note": TYPED,
    }  # fmt: skip
    ours = {"Origin": "http://localhost", "Referer": f"http://localhost{project}"}
    if away_while == "it is written":
        told = UnreachableError("服务器 10.1.2.3 没有应答", "the server 10.1.2.3 is away")
        failing = patch("landplan.web.pages.projects.audit", side_effect=told)
    else:
        failing = nullcontext()
        close_to_all(server, name, closed=True)
    try:
        with failing:
            away = editor.post(f"{project}/records", data=form, headers=ours)
    finally:
        close_to_all(server, name, closed=False)
    assert away.status_code == 503 and int(away.headers["retry-after"]) > 0
    assert away.headers["cache-control"] == "no-store" and "10.1.2.3" not in away.text
    kept = {
        unescape(name): unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', away.text)
    }
    assert kept == form and "<b>" not in away.text.partition("<main")[2]
    assert f'action="{project}/records"' in away.text and f'href="{project}"' in away.text
    again = editor.post(f"{project}/records", data=kept, headers=ours)
    assert again.status_code == 303
    assert TYPED in unescape(editor.get(project).text)


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ({}, {"note": "of nobody knows which page"}),
        ({"Origin": "http://evil.example"}, {"note": "of another site"}),
        ({"Origin": "http://localhost"}, {"name": "王工", "password": "three grey herons"}),
        ({"Origin": "http://localhost", "X-CSRF-Token": "x"}, {"note": "of a script"}),
    ],
)
def test_what_is_not_of_our_forms_or_secret_is_not_kept(
    people, server, site_environment, headers, fields
):
    editor, name = people.logged_in("editor"), database_of(site_environment)
    close_to_all(server, name, closed=True)
    try:
        away = editor.post("/accounts", data=fields, headers=headers)
    finally:
        close_to_all(server, name, closed=False)
    assert away.status_code == 503 and int(away.headers["retry-after"]) > 0
    assert not any(value in away.text for value in fields.values())


def test_a_site_that_starts_without_its_database_finds_it_later(
    client, server, site_environment, monkeypatch
):
    monkeypatch.setattr(site_database, "_TRY_AGAIN_AFTER_S", 0.0)
    name = database_of(site_environment)
    close_to_all(server, name, closed=True)
    with (
        patch.dict(os.environ, site_environment, clear=True),
        TestClient(site(), base_url="http://localhost") as starting,
    ):
        assert starting.get("/balance").status_code == 503
        close_to_all(server, name, closed=False)
        assert starting.get("/balance").status_code == 200


def test_a_lost_query_is_given_up(client):
    limits = {}
    with client.app.state.database.engine().connect() as connection:
        for name in site_database.LIMITS:
            limits[name] = connection.exec_driver_sql(f"show {name}").scalar()
    assert limits == {
        "statement_timeout": "1min", "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "5min",
    }  # fmt: skip


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8765", "localhost.evil.example", "127.0.0.1.nip.io", "",
        "[::1].evil.example", "localhost@evil.example", "192.0.2.1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/balance", "/static/site.css", "/health", "/none-such"])
def test_a_foreign_host_is_refused(client, host, path):
    answer = client.get(path, headers={"host": host})
    assert answer.status_code == 421
    assert "LANDPLAN_ALLOWED_HOSTS" in answer.text and "evil" not in answer.text


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8765", "localhost.", "127.0.0.1:8765", "127.8.8.8", "[::1]:80"]
)
def test_this_machine_may_be_asked(client, host):
    assert client.get("/health", headers={"host": host}).status_code == 200


def test_names_of_the_settings_and_the_served_host_may_be_asked(site_environment):
    ours = site_environment | {"LANDPLAN_ALLOWED_HOSTS": "land.example.gov.cn, 地.example"}
    with (
        patch.dict(os.environ, ours, clear=True),
        TestClient(site(host="10.1.2.3"), base_url="http://localhost") as asking,
    ):
        found = {
            host: asking.get("/health", headers={"host": host}).status_code
            for host in ("land.example.gov.cn:443", "10.1.2.3:8765", "example.gov.cn", "10.1.2.4")
        }
    assert list(found.values()) == [200, 200, 421, 421]


def test_the_host_of_a_header():
    asked = ["a.b", "A.b.:80", "[2001:DB8::1]:443", "2001:db8::1", "", ":80"]
    assert [host_of(one) for one in asked] == ["a.b", "a.b", "2001:db8::1", "2001:db8::1", "", ""]


@pytest.mark.parametrize(("lang", "told"), [("zh", "没有这一页"), ("en", "There is no such page")])
def test_an_address_of_nothing_has_a_page_that_says_so(client, lang, told):
    answer = client.get("/none-such/<script>", params={"lang": lang})
    assert answer.status_code == 404 and told in answer.text and "<script>" not in answer.text
    client.cookies.clear()


def test_a_method_that_is_none_has_a_page_that_says_so(client):
    answer = client.get("/logout-of-nothing")
    assert answer.status_code == 404
    wrong = client.put("/balance")
    assert wrong.status_code in (401, 405) and "<h1>" in wrong.text


def test_what_nobody_foresaw_is_a_sentence_and_a_line_in_the_log(client, caplog, monkeypatch):
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret of the program")

    monkeypatch.setattr("landplan.web.pages.balance.page", fails)
    answer = client.get("/balance", params={"as_of": "2022-02-02"})
    assert answer.status_code == 500
    assert "程序出错" in answer.text and "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "GET /balance failed" in caplog.text and "secret of the program" in caplog.text


def test_programs_are_told_in_json(client):
    answer = client.get("/api/v1/none-such")
    assert answer.status_code == 404
    assert set(answer.json()) == {"status", "zh", "en"}


@pytest.mark.parametrize(
    "path",
    [
        "/balance?as_of=x", "/balance?basis=x", "/balance?plan=%00", "/balance?zone=%00",
        "/balance?as_of=9999-99-99", "/balance?zone=%ff%fe", "/balance?as_of=0001-01-01&zone='",
    ],
)  # fmt: skip
def test_a_hostile_address_is_answered_with_a_sentence(client, path):
    answer = client.get(path)
    assert answer.status_code in (200, 422) and "<h1>" in answer.text
