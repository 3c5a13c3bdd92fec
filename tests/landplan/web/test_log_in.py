"""Log-in in a browser: cookies, fixation, guessing, where it leads, and what was typed before."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from landplan.web.security.kept_form import KeptForm
from landplan.web.security.local_path import local_path
from projects.people.audit import AuditFilter, audit_rows
from tests.people import PASSWORD, SESSION, csrf_of, plant, post

FORM = {"Origin": "http://localhost", "Referer": "http://localhost/accounts"}


@pytest.fixture(autouse=True)
def no_guesses(people):
    with people.engine.begin() as connection:
        connection.execute(text("delete from landplan.password_guess"))


def entered(asking, name="王工", password=PASSWORD, **fields):
    page = asking.get("/login")
    sent = {"csrf": csrf_of(page), "name": name, "password": password, **fields}
    return asking.post("/login", data=sent)


def hidden(page, name):
    [told] = re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)">', page.text)
    return unescape(told)


def last(people, action):
    with people.engine.connect() as connection:
        return audit_rows(connection, AuditFilter(action=action), most=1)[0]


def ended(people) -> None:
    with people.engine.begin() as connection:
        connection.execute(
            text("update landplan.person_session set seen_at = seen_at - interval '2 hours'")
        )


def test_a_log_in_leads_on_with_a_session_that_scripts_cannot_read(people) -> None:
    asking = people.browser()
    answer = entered(asking, next="/balance?zone=cbd")
    assert (answer.status_code, answer.headers["location"]) == (303, "/balance?zone=cbd")
    [cookie] = [one for one in answer.headers.get_list("set-cookie") if one.startswith(SESSION)]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/" in cookie
    assert "Secure" not in cookie and "Max-Age" not in cookie and "Domain" not in cookie
    assert "王工" in asking.get("/balance").text
    told = last(people, "login")
    assert (told.person, told.role, told.address) == ("王工", "editor", "testclient")


def test_behind_tls_the_cookie_is_of_this_host_alone(people) -> None:
    asking = people.browser("https://localhost")
    answer = entered(asking)
    cookies = answer.headers.get_list("set-cookie")
    assert any(one.startswith(f"__Host-{SESSION}=") and "Secure" in one for one in cookies)
    assert "王工" in asking.get("/balance").text
    assert "王工" not in asking.get("http://localhost/balance").text


def test_a_planted_session_is_not_the_one_that_is_logged_in(people) -> None:
    asking = people.browser()
    plant(asking, "planted")
    entered(asking)
    assert asking.cookies.get(SESSION) != "planted"
    other = people.browser()
    plant(other, "planted")
    assert "王工" not in other.get("/balance").text


def test_each_log_in_ends_the_session_before(people) -> None:
    asking = people.browser()
    entered(asking)
    first = asking.cookies[SESSION]
    entered(asking)
    other = people.browser()
    plant(other, first)
    assert asking.cookies[SESSION] != first
    assert "王工" not in other.get("/balance").text


def test_a_log_out_ends_the_session_on_the_server_too(people) -> None:
    asking = people.browser()
    entered(asking)
    before = asking.cookies[SESSION]
    assert post(asking, "/logout").status_code == 303
    assert SESSION not in asking.cookies
    other = people.browser()
    plant(other, before)
    assert other.get("/accounts").status_code == 303
    assert last(people, "logout").person == "王工"


def test_what_is_wrong_is_not_told_and_the_name_is_kept(people) -> None:
    asking = people.browser()
    wrong, unknown = entered(asking, password="x"), entered(asking, name="<没有>", password="x")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert 'value="王工"' in wrong.text and 'value="&lt;没有&gt;"' in unknown.text
    assert "x" not in re.findall(r'name="password"[^>]*value="([^"]*)"', wrong.text)
    told = [re.findall(r'role="alert">([^<]*)<', one.text) for one in (wrong, unknown)]
    assert told[0] == told[1] != []


def test_guessing_is_told_to_wait(people) -> None:
    asking = people.browser()
    for _ in range(5):
        assert entered(asking, password="x").status_code == 401
    answer = entered(asking)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 61
    assert "1 分钟后" in answer.text


def test_a_log_in_form_of_another_page_is_refused(people) -> None:
    asking, other = people.browser(), people.browser()
    sent = {"name": "王工", "password": PASSWORD}
    assert asking.post("/login", data=sent).status_code == 403
    stolen = csrf_of(other.get("/login"))
    asking.get("/login")
    answer = asking.post("/login", data=sent | {"csrf": stolen})
    assert answer.status_code == 403
    assert SESSION not in asking.cookies
    assert "已过期" in answer.text and 'name="password"' in answer.text


@pytest.mark.parametrize(
    "told",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "evil",
     "javascript:alert(1)", "/\t/evil.example", "/a\r\nSet-Cookie: x=1", "", "/" + "a" * 3000],
)  # fmt: skip
def test_a_log_in_leads_to_this_site_only(people, told) -> None:
    assert entered(people.browser(), next=told).headers["location"] == "/"
    assert hidden(people.browser().get("/login", params={"next": told}), "next") == "/"


@given(st.text())
def test_no_text_is_an_address_elsewhere(told) -> None:
    path = local_path(told)
    assert path.startswith("/") and not path.startswith(("//", "/\\"))
    assert path.isprintable()


@given(st.text())
def test_no_text_breaks_a_kept_form(told) -> None:
    assert KeptForm.of(told) is None or KeptForm.of(told).action.startswith("/")


def test_a_reader_is_led_to_the_log_in_and_back(people) -> None:
    answer = people.browser().get("/audit?action=login&lang=en")
    assert answer.status_code == 303
    location = answer.headers["location"]
    assert location == "/login?next=%2Faudit%3Faction%3Dlogin%26lang%3Den&lang=en"
    page = people.browser().get(location)
    assert hidden(page, "next") == "/audit?action=login&lang=en" and 'lang="en"' in page.text


def test_too_small_a_role_is_told_which_is_wanted(people) -> None:
    answer = people.logged_in("editor").get("/audit")
    assert answer.status_code == 403
    assert "管理员" in answer.text and "您的是“编辑”" in answer.text


def test_what_was_typed_outlives_the_session(people) -> None:
    asking = people.logged_in("administrator")
    page = asking.get("/accounts")
    typed = {
        "csrf": csrf_of(page), "name": '<b>"新人"', "role": "viewer", "password": PASSWORD,
        "again": PASSWORD,
    }  # fmt: skip
    ended(people)
    refused = asking.post("/accounts?x=1", data=typed, headers=FORM)
    assert refused.status_code == 401
    assert PASSWORD not in refused.text and "<b>" not in refused.text
    sent = {
        "csrf": csrf_of(refused), "name": "主任", "password": PASSWORD,
        "kept": hidden(refused, "kept"), "next": "/",
    }  # fmt: skip
    wrong = asking.post("/login", data=sent | {"password": "x"})
    assert hidden(wrong, "kept") == sent["kept"]
    shown = asking.post("/login", data=sent)
    assert shown.status_code == 200 and "&lt;b&gt;" in shown.text and "<b>" not in shown.text
    assert '<form method="post" action="/accounts?x=1">' in shown.text
    assert 'href="/accounts"' in shown.text
    again = {
        "csrf": csrf_of(shown),
        "name": hidden(shown, "name"), "role": hidden(shown, "role"),
    }  # fmt: skip
    back = asking.post("/accounts?x=1", data=again, headers=FORM)
    assert back.status_code == 422  # the passwords were not carried: the form asks for them
    assert '<b>"新人"' in unescape(back.text)


def test_what_somebody_else_typed_is_not_shown(people) -> None:
    asking = people.logged_in("administrator")
    page = asking.get("/accounts")
    ended(people)
    typed = {"csrf": csrf_of(page), "name": "新人", "role": "viewer"}
    refused = asking.post("/accounts", data=typed, headers=FORM)
    sent = {
        "csrf": csrf_of(refused), "name": "王工", "password": PASSWORD,
        "kept": hidden(refused, "kept"),
    }  # fmt: skip
    shown = asking.post("/login", data=sent)
    assert shown.status_code == 200
    assert "新人" not in shown.text and "另一个账户" in shown.text


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://localhost.evil"])
def test_no_other_site_puts_words_into_a_form(people, origin) -> None:
    headers = {} if origin is None else {"Origin": origin}
    typed = {"name": "恶意", "role": "administrator"}
    nobody = people.browser().post("/accounts", data=typed, headers=headers)
    assert nobody.status_code == 303 and nobody.headers["location"] == "/login?next=%2F"
    known = people.logged_in("administrator").post("/accounts", data=typed, headers=headers)
    assert known.status_code == 403 and "恶意" not in known.text


def test_a_form_from_before_another_log_in_is_shown_again(people) -> None:
    asking = people.logged_in("administrator")
    old = csrf_of(asking.get("/accounts"))
    plant(asking, people.logged_in("administrator").cookies[SESSION])
    typed = {"csrf": old, "name": "新人", "role": "viewer"}
    answer = asking.post("/accounts", data=typed, headers=FORM)
    assert answer.status_code == 403
    assert hidden(answer, "name") == "新人" and "继续提交" in answer.text


def test_a_page_behind_the_log_in_is_not_stored(people) -> None:
    asking = people.logged_in("administrator")
    for path in ("/accounts", "/audit", "/login"):
        assert asking.get(path).headers["cache-control"] == "no-store", path
