"""The page of the indicators, and recording a figure of a year."""

import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from sqlalchemy import text

from landplan.web.database import in_turn
from landplan.web.pages import indicators
from projects.store.records import record_indicator
from tests.people import NAMES, post
from tests.sessions import until_one_waits

GDP = urlencode({"zone": "tianhe", "indicator": "地区生产总值"})
FORM = f"/indicators/record?{GDP}"


def seen_of(asking) -> str:
    [told] = re.findall(r'name="seen" value="(\d+)"', asking.get(FORM).text)
    return told


def test_an_indicator_shows_its_way_and_its_sources(client):
    page = client.get("/indicators?zone=tianhe").text
    assert "地区生产总值" in page and "5,312.79" in page and "7,000" in page
    assert "第 60 行" in page  # the line of the document that a figure is from
    assert client.get("/indicators").text.count("<section>") > 3


def test_many_indicators_come_page_by_page(client, monkeypatch):
    monkeypatch.setattr(indicators, "_LINES_A_PAGE", 100)
    pages = [client.get(f"/indicators?page={number}&basis=measured").text for number in (1, 2)]
    shown = [page.count('<td class="indicator-way">') for page in pages]
    assert shown[0] == 100 and 0 < shown[1] < 100
    assert all(f"共 {sum(shown)} 行" in page for page in pages)
    assert client.get("/indicators?page=0").status_code == 422


def test_who_may_not_record_sees_no_form(client, people):
    assert "/indicators/record" not in client.get("/indicators").text
    assert "/indicators/record" not in people.logged_in("viewer").get("/indicators").text
    assert people.logged_in("viewer").get(FORM).status_code == 403
    assert people.logged_in(None).get(FORM).status_code in (303, 401)


def test_a_recorded_figure_is_shown_and_audited(people):
    editor = people.logged_in("editor")
    assert FORM.partition("?")[0] in editor.get("/indicators").text
    answer = post(
        editor,
        FORM,
        page=FORM,
        year="2023",
        value="6,551.48",
        note="统计公报",
        seen=seen_of(editor),
    )
    assert answer.status_code == 303 and answer.headers["location"].startswith("/indicators?")
    page = editor.get("/indicators?zone=tianhe").text
    assert "6,551.48" in page and f"{NAMES['editor']} 补录" in page and "统计公报" in page
    with people.engine.connect() as connection:
        told = connection.execute(
            text("select person, action, subject, details from landplan.audit"
                 " order by audit_id desc limit 1")
        ).one()  # fmt: skip
    assert told[:3] == (NAMES["editor"], "indicator.record", "tianhe/地区生产总值")
    assert told.details["value"] == 6551.48 and told.details["year"] == 2023


@pytest.mark.parametrize(
    ("year", "value", "why"),
    [
        ("2023", "many", "不是数"), ("2023", "nan", "不是数"), ("23", "1", "四位数"),
        ("1900", "1", "规划期之外"), ("2023", "1e999", "不是数"),
        ("2023", "1e13", "大于 1e+12"),
    ],
)  # fmt: skip
def test_what_cannot_be_comes_back_with_what_was_typed(people, year, value, why):
    editor = people.logged_in("editor")
    note = "<b>依据</b>"
    answer = post(editor, FORM, page=FORM, year=year, value=value, note=note, seen=seen_of(editor))
    assert answer.status_code == 422 and why in answer.text
    assert f'value="{year}"' in answer.text and f'value="{value}"' in answer.text
    assert "&lt;b&gt;依据" in answer.text and note not in answer.text


def test_the_later_of_two_is_told_and_loses_nothing(people):
    first, second = people.logged_in("editor"), people.logged_in("administrator")
    seen = seen_of(second)
    assert post(first, FORM, page=FORM, year="2022", value="6215", seen=seen).status_code == 303
    late = post(second, FORM, page=FORM, year="2022", value="6216", note="年鉴", seen=seen)
    assert late.status_code == 409 and "已有人登记" in late.text
    assert 'value="6216"' in late.text and "年鉴" in late.text and "6,215" in late.text
    again = re.findall(r'name="seen" value="(\d+)"', late.text)
    assert (
        post(second, FORM, page=FORM, year="2022", value="6216", seen=again[0]).status_code == 303
    )


def test_of_two_at_the_same_instant_one_waits_and_is_told(people):
    editor = people.logged_in("editor")
    form = {"page": FORM, "year": "2022", "value": "6217", "seen": seen_of(editor)}
    with ThreadPoolExecutor(1) as pool:
        with people.engine.begin() as other:
            in_turn(other, "indicator", "地区生产总值", "")
            sent = pool.submit(post, editor, FORM, **form)
            until_one_waits(people.engine)
            record_indicator(
                other, "tianhe-2021-2025", zone_id="tianhe", indicator="地区生产总值",
                year=2021, value=6000, by="另一人",
            )  # fmt: skip
        late = sent.result()
    assert late.status_code == 409 and 'value="6217"' in late.text and "另一人" in late.text


def test_a_form_without_its_token_records_nothing(people):
    editor = people.logged_in("editor")
    fields = {"year": "2021", "value": "1", "seen": seen_of(editor)}
    assert editor.post(FORM, data=fields).status_code == 403


def test_an_indicator_that_is_none_is_not_recorded(people):
    editor = people.logged_in("editor")
    answer = editor.get("/indicators/record?zone=tianhe&indicator=none-such")
    assert answer.status_code == 404 and "none-such" in answer.text
