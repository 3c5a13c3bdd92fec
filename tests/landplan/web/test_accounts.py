"""The pages 账户 and 审计: forms, tokens, what the audit tells; hostile text in every field."""

import csv
import io
import json
import os
import re
from unittest.mock import patch

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from landplan.web.site import site
from projects.people.accounts import account_named, accounts, set_password
from projects.people.audit import AuditFilter, audit_rows
from projects.people.tokens import tokens_of
from tests.people import NAMES, PASSWORD, SESSION, csrf_of, plant, post

NEW = "four blue herons"
HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'; drop table landplan.person",
    "{{ 7 * 7 }}", "=cmd|' /C calc'!A0", "%s%00", "\u202e甲", "\ud800", "a\0b", "x" * 500,
)  # fmt: skip


@pytest.fixture
def chief(people):
    return people.logged_in("administrator")


def of(people, name):
    with people.engine.connect() as connection:
        return account_named(connection, name)


def actions(people, most=1):
    with people.engine.connect() as connection:
        rows = audit_rows(connection, AuditFilter(), most=most)
    return [(row.person, row.action, row.subject, dict(row.details)) for row in rows]


def added(chief, name, role="viewer"):
    return post(chief, "/accounts", name=name, role=role, password=PASSWORD, again=PASSWORD)


def test_an_administrator_adds_changes_disables_and_enables(people, chief) -> None:
    answer = added(chief, "小张")
    assert (answer.status_code, answer.headers["location"]) == (303, "/accounts?done=added")
    assert "已添加账户" in chief.get("/accounts?done=added").text
    one = of(people, "小张").person_id
    for what, fields, action, details in (
        ("role", {"role": "editor"}, "account.role", {"was": "viewer", "is": "editor"}),
        ("password", {"password": NEW, "again": NEW}, "account.password", {}),
        ("disable", {}, "account.disable", {}),
        ("enable", {}, "account.enable", {}),
    ):
        assert post(chief, f"/accounts/{one}/{what}", **fields).status_code == 303, what
        assert actions(people) == [("主任", action, "小张", details)]
    assert of(people, "小张").role == "editor"


def test_what_is_refused_stays_typed_and_changes_nothing(people, chief) -> None:
    before = actions(people)
    answer = post(chief, "/accounts", name="新人", role="editor", password=PASSWORD, again="x")
    assert answer.status_code == 422
    assert 'value="新人"' in answer.text and "不一致" in answer.text
    assert re.search(r'<option value="editor" selected>', answer.text.split('id="add-role"')[1])
    assert PASSWORD not in answer.text
    assert added(chief, "王工").status_code == 422
    own = of(people, "主任").person_id
    last = post(chief, f"/accounts/{own}/disable")
    assert last.status_code == 422 and "最后一个" in last.text
    assert post(chief, "/accounts/999999/role", role="editor").status_code == 422
    assert actions(people) == before


@pytest.mark.parametrize("told", HOSTILE)
def test_hostile_text_is_only_text(people, chief, told) -> None:
    token = csrf_of(chief.get("/accounts"))
    forms = [
        ("/accounts", ("name", "role", "password", "again")),
        (f"/accounts/{of(people, '小李').person_id}/role", ("role",)),
        ("/accounts/password", ("present", "password", "again")),
        ("/accounts/tokens", ("label", "role", "days")),
        ("/login", ("name", "password", "next", "kept")),
    ]
    good = {
        "name": "甲乙丙", "role": "viewer", "password": PASSWORD, "again": PASSWORD,
        "label": "月报", "days": "7", "present": "x", "next": "/", "kept": "",
    }  # fmt: skip
    for path, fields in forms:
        for field in fields:
            sent = {name: good[name] for name in fields} | {field: told}
            encoded = {name: value.encode("utf-8", "surrogatepass") for name, value in sent.items()}
            answer = chief.post(path, data={"csrf": token.encode(), **encoded})
            assert answer.status_code < 500, (path, field)
            _assert_harmless(answer.text)
        with people.engine.begin() as connection:
            connection.execute(text("delete from landplan.password_guess"))
    for query in ("person", "action", "text", "since", "until", "before", "done"):
        for path in ("/audit", "/audit/export", "/accounts", "/login"):
            answer = chief.get(path, params={query: told.encode("utf-8", "surrogatepass")})
            assert answer.status_code < 500, (path, query)
            if "csv" not in answer.headers["content-type"]:
                _assert_harmless(answer.text)
    _assert_harmless(chief.get("/accounts").text)


def _assert_harmless(html: str) -> None:
    assert "<script>alert" not in html and "<img src=x" not in html and ">49<" not in html


def test_one_changes_the_own_password_by_the_present_one(people) -> None:
    here, elsewhere = people.logged_in("viewer"), people.logged_in("viewer")
    form = {"password": NEW, "again": NEW}
    wrong = post(here, "/accounts/password", present="x", **form)
    assert wrong.status_code == 422 and "现口令不对" in wrong.text
    assert post(here, "/accounts/password", present=PASSWORD, **form).status_code == 303
    assert here.get("/accounts").status_code == 200
    assert elsewhere.get("/accounts").status_code == 303
    assert actions(people) == [("小李", "account.password", "小李", {})]
    with people.engine.begin() as connection:
        set_password(connection, of(people, "小李").person_id, PASSWORD)


def test_guessing_at_the_present_password_is_locked_out(people) -> None:
    asking = people.logged_in("viewer")
    form = {"present": "x", "password": NEW, "again": NEW}
    told = [post(asking, "/accounts/password", **form).status_code for _ in range(6)]
    assert told == [422] * 5 + [429]


def test_nobody_but_an_administrator_sees_the_others(people) -> None:
    page = people.logged_in("editor").get("/accounts").text
    assert "主任" not in page and "王工" in page
    assert "审计" not in page and "导入" in page
    assert "审计" in people.logged_in("administrator").get("/accounts").text


@pytest.fixture
def token(people):
    """Give a token of the editor, for reading."""
    asking = people.logged_in("editor")
    answer = post(asking, "/accounts/tokens", label="月报", role="viewer", days="7")
    assert (answer.status_code, answer.headers["location"]) == (303, "/accounts")
    assert answer.text == "" and answer.headers["cache-control"] == "no-store"
    kept = answer.headers["set-cookie"]
    assert "Max-Age=60" in kept and "HttpOnly" in kept
    shown = asking.get("/accounts")
    [told] = re.findall(r"data-token>([^<]+)<", shown.text)
    assert told.startswith("landplan_") and 'href="/accounts?lang=en"' in shown.text
    assert shown.headers["cache-control"] == "no-store"
    for again in asking.get("/accounts"), asking.get("/accounts?lang=en"):
        assert "data-token" not in again.text and told not in again.text
    return told


def test_a_made_token_is_shown_to_its_owner_alone(people, token) -> None:
    """Neither to who logs in on that browser next, nor as anything that a browser was given."""
    for who, told in (("viewer", token), ("editor", "landplan_x"), ("editor", "<script>")):
        other = people.logged_in(who)
        other.cookies.set("landplan-made", told, domain="localhost.local", path="/")
        shown = other.get("/accounts")
        assert shown.status_code == 200 and "data-token" not in shown.text
        assert "landplan-made" not in other.cookies
    with people.engine.connect() as connection:
        assert tokens_of(connection, of(people, NAMES["editor"]).person_id)[0].used_at is None


def test_a_token_lets_a_script_read_where_reading_is_by_log_in(
    people, site_environment, token
) -> None:
    environment = site_environment | {"LANDPLAN_READING": "login"}
    with patch.dict(os.environ, environment, clear=True), TestClient(site()) as asking:
        path = "/tiles/tianhe-2021-2025"
        nobody = asking.get(path)
        assert (nobody.status_code, nobody.headers["www-authenticate"]) == (401, "Bearer")
        assert set(nobody.json()) == {"status", "zh", "en"}
        good = {"Authorization": f"Bearer {token}"}
        assert asking.get(path, headers=good).status_code == 200
        assert asking.get(path, headers={"Authorization": "Bearer x"}).status_code == 401
        page = asking.get("/balance", headers=good, follow_redirects=False)
        assert page.status_code == 303  # a token opens no page
        assert asking.get("/health").status_code == 200


def test_what_answers_a_form_links_to_no_other_language_of_itself(people) -> None:
    """It has no address: the link would lead nowhere."""
    asking = people.logged_in("editor")
    shown = post(asking, "/accounts/tokens", label="")
    assert "hreflang" not in shown.text and "<h1>账户" in shown.text
    assert 'href="/accounts?lang=en"' in asking.get("/accounts").text


def test_a_token_writes_no_more_than_its_role(people, token) -> None:
    asking, good = people.browser(), {"Authorization": f"Bearer {token}"}
    record = {"what": "stage", "value": "在建"}
    answer = asking.post("/api/v1/projects/netease-city/records", json=record, headers=good)
    assert answer.status_code == 403 and "编辑" in answer.json()["zh"]
    assert asking.post("/accounts/tokens", headers=good).status_code == 303  # no page by a token


def test_a_revoked_token_lets_nobody_in(people, token) -> None:
    asking = people.logged_in("editor")
    page = asking.get("/accounts").text
    number = re.findall(r"/accounts/tokens/(\d+)/revoke", page)[0]
    stranger = people.logged_in("administrator")
    assert post(stranger, f"/accounts/tokens/{number}/revoke").status_code == 422
    assert post(asking, f"/accounts/tokens/{number}/revoke").status_code == 303
    good = {"Authorization": f"Bearer {token}"}
    answer = people.browser().get("/tiles/tianhe-2021-2025", headers=good)
    assert answer.status_code == 401 and "作废" in answer.json()["zh"]
    assert actions(people) == [("王工", "token.revoke", "月报", {})]


def test_who_is_disabled_is_out_while_logged_in(people, chief, token) -> None:
    asking = people.logged_in("editor")
    one = of(people, NAMES["editor"]).person_id
    assert asking.get("/accounts").status_code == 200
    post(chief, f"/accounts/{one}/disable")
    assert asking.get("/accounts").status_code == 303
    good = {"Authorization": f"Bearer {token}"}
    assert people.browser().get("/tiles/tianhe-2021-2025", headers=good).status_code == 401
    post(chief, f"/accounts/{one}/enable")


def test_the_audit_is_filtered_paged_and_taken_along(people, chief) -> None:
    for name in ("审一", "审二"):
        added(chief, name)
    page = chief.get("/audit", params={"action": "account.add", "text": "审"}).text
    assert "审一" in page and "审二" in page and "命令行" not in page
    assert "审一" not in chief.get("/audit", params={"text": "审二"}).text
    assert "审二" not in chief.get("/audit", params={"until": "2020-01-01"}).text
    assert chief.get("/audit", params={"since": "x"}).status_code == 422
    assert chief.get("/audit", params={"until": "9999-12-31", "since": "0001-01-01"}).is_success
    asked = {"action": "account.add", "text": "审"}
    sheet = chief.get("/audit/export", params={**asked, "form": "xlsx"})
    assert sheet.content[:2] == b"PK" and "audit.xlsx" in sheet.headers["content-disposition"]
    told = chief.get("/audit/export", params=asked).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [row["subject"] for row in rows] == ["审二", "审一"]
    assert json.loads(rows[0]["details"]) == {"role": "viewer"}
    assert actions(people) == [("主任", "audit.export", "", {**asked, "rows": 2})]
    assert chief.get("/audit/export", params={"form": "exe"}).status_code == 422


def test_the_pages_of_the_audit_follow_each_other(people, chief) -> None:
    with people.engine.begin() as connection:
        connection.execute(
            text(
                "insert into landplan.audit (person, action, subject)"
                " select '甲', 'many', n::text from generate_series(1, 205) n"
            )
        )
    seen, address = [], "/audit?action=many"
    while address:
        page = chief.get(address).text
        seen += re.findall(r'<td class="typed"><bdi>(\d+)</bdi></td>', page)
        found = re.findall(r'<a href="(/audit[^"]*)" rel="next"', page)
        address = found[0].replace("&amp;", "&") if found else None
    assert seen == [str(number) for number in range(205, 0, -1)]


@pytest.mark.parametrize(
    ("trusted", "sent", "told"),
    [("", "203.0.113.9", "testclient"), ("testclient", "203.0.113.9", "203.0.113.9"),
     ("testclient", "<script>, 203.0.113.9", "203.0.113.9")],
)  # fmt: skip
def test_only_a_trusted_proxy_tells_the_address(
    people, site_environment, trusted, sent, told, monkeypatch
) -> None:
    # the client of the tests has a name in place of an address, which the setting does not take
    monkeypatch.setattr("landplan.web.settings.ip_network", lambda told: told)
    environment = site_environment | {"LANDPLAN_TRUSTED_PROXIES": trusted}
    with (
        patch.dict(os.environ, environment, clear=True),
        TestClient(site(), base_url="http://localhost") as asking,
    ):
        plant(asking, people.logged_in("administrator").cookies[SESSION])
        token = csrf_of(asking.get("/accounts"))
        headers = {"X-Forwarded-For": sent, "X-CSRF-Token": token}
        asking.post("/accounts/tokens", data={"label": "x", "role": "viewer", "days": "1"},
                    headers=headers)  # fmt: skip
    with people.engine.connect() as connection:
        assert audit_rows(connection, AuditFilter(), most=1)[0].address == told


def test_every_account_is_listed_with_its_state(people, chief) -> None:
    added(chief, "离职的人")
    one = of(people, "离职的人").person_id
    post(chief, f"/accounts/{one}/disable")
    with people.engine.connect() as connection:
        names = [each.name for each in accounts(connection)]
    page = chief.get("/accounts").text
    assert all(f"<bdi>{name}</bdi>" in page for name in names)
    assert "已停用" in page.split("<bdi>离职的人</bdi>")[1].split("</tr>")[0]
