"""预警: who looks after a warning and what was answered; nothing disappears."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import unescape

import pytest
from sqlalchemy import text

from landplan.web.database import in_turn
from layers.map.map_facts import map_facts
from layers.map.plan_data import warning_data
from layers.report.report_facts import report_facts
from projects.store.answers import answer_warning
from projects.view import view_of
from tests.people import NAMES, csrf_of
from tests.sessions import until_one_waits

PLAN = "tianhe-2021-2025"
KEY = "target|smart-city|smart-city|supply_industry"


def answer(asking, *, page="/warnings", **fields):
    shown = asking.get(page, params={"still": "all"})
    block = shown.text.split(f'value="{KEY}"')[1]
    told = {
        "csrf": csrf_of(shown),
        "warning": KEY,
        "seen": re.search(r'name="seen" value="(\d+)"', block)[1],
        **fields,
    }
    return asking.post("/warnings", data=told, headers={"Origin": "http://localhost"})


def test_a_warning_goes_from_hand_to_hand_and_stays(people):
    editor = people.logged_in("editor")
    assert answer(editor, action="assign", assignee="李工").status_code == 303
    assert answer(editor, action="note", note="<b>已约谈</b>").status_code == 303
    page = editor.get("/warnings").text
    assert "李工" in page
    assert "&lt;b&gt;已约谈&lt;/b&gt;" in page
    assert answer(editor, action="done").status_code == 303
    assert "李工" not in editor.get("/warnings").text
    done = editor.get("/warnings", params={"still": "done"}).text
    assert "已办结，但仍在预警" in done
    assert NAMES["editor"] in done
    assert answer(editor, action="reopen").status_code == 303
    assert "李工" in editor.get("/warnings").text
    with people.engine.connect() as connection:
        audited = connection.scalars(
            text(
                "select action from landplan.audit where action like 'warning.%' order by audit_id"
            )
        ).all()
    assert audited == ["warning.assign", "warning.note", "warning.done", "warning.reopen"]


def test_an_answer_leads_back_to_the_page_of_the_list_that_it_was_on(people):
    editor = people.logged_in("editor")
    shown = editor.get("/warnings?page=2&still=all").text
    [action, *_] = re.findall(r'<form method="post" class="form" action="([^"]+)"', shown)
    address = action.replace("&amp;", "&")
    [warning, *_] = re.findall(r'name="warning" value="([^"]+)"', shown)
    [seen, *_] = re.findall(r'name="seen" value="(\d+)"', shown)
    told = {"csrf": csrf_of(editor.get("/warnings")), "warning": unescape(warning), "seen": seen}
    sent = told | {"action": "note", "note": "已问"}
    found = editor.post(address, data=sent, headers={"Origin": "http://localhost"})
    assert found.status_code == 303, found.text
    assert "page=2" in found.headers["location"]


def test_answers_are_told_by_the_clock_of_beijing(people):
    editor = people.logged_in("editor")
    answer(editor, action="note", note="几点")
    with people.engine.connect() as connection:
        at = connection.scalar(
            text(
                "select max(answered_at at time zone 'Asia/Shanghai') from landplan.warning_answer"
            )
        )
    assert f"{at:%Y-%m-%d %H:%M}" in editor.get("/warnings", params={"still": "all"}).text


def test_english_has_brackets_of_its_own(people):
    shown = people.logged_in("editor").get("/warnings?lang=en").text
    assert "open (" in shown and "（" not in shown.partition("<ol")[0].partition("<main")[2]


def test_what_is_gone_is_still_told(people):
    """Before the period began nothing was late: what was answered is there all the same."""
    editor = people.logged_in("editor")
    answer(editor, action="note", note="留存")
    gone = editor.get("/warnings", params={"still": "gone", "as_of": "2021-01-01"}).text
    assert "已消除" in gone
    assert "留存" in gone


def test_an_empty_answer_is_refused_with_what_was_typed(people):
    refused = answer(people.logged_in("editor"), action="assign", note="等等再说")
    assert refused.status_code == 422
    assert "没有写明由谁负责" in refused.text
    assert "等等再说" in refused.text


def test_the_later_of_two_is_told(people):
    editor = people.logged_in("editor")
    assert answer(editor, action="note", note="一").status_code == 303
    refused = answer(editor, action="note", note="二", seen="0")
    assert refused.status_code == 409
    assert "已有人处理" in refused.text
    assert "二" in refused.text


def test_of_two_at_the_same_instant_one_waits_and_is_told(people):
    editor = people.logged_in("editor")
    with ThreadPoolExecutor(1) as pool:
        with people.engine.begin() as other:
            view = view_of(other, PLAN, as_of=date(2024, 12, 31))
            found = next(one for one in view.warnings if one.key == KEY)
            in_turn(other, "warning", PLAN, KEY)
            sent = pool.submit(answer, editor, action="note", note="二")
            until_one_waits(people.engine)
            answer_warning(other, PLAN, found, action="note", by="另一人", note="一")
        late = sent.result()
    assert late.status_code == 409
    assert "二" in late.text and "另一人" in late.text


def test_warnings_are_counted_by_zone(client):
    every, some = (
        int(re.search(r"待处理（(\d+)）", client.get("/warnings", params=asked).text)[1])
        for asked in ({}, {"zone": "smart-valley"})
    )
    assert 0 < some < every


@pytest.mark.parametrize("zone", ["tianhe", "smart-city", "smart-valley"])
def test_the_page_the_map_and_the_report_warn_of_the_same(client, people, zone):
    day = date(2024, 5, 31)
    page = client.get("/warnings", params={"zone": zone, "as_of": day.isoformat(), "still": "all"})
    with people.engine.connect() as connection:
        view = view_of(connection, PLAN, as_of=day)
        on_map = warning_data(map_facts(view), language="zh")
        in_report = report_facts(view, zone=zone, is_brief=True).warnings
    here = [one for one in on_map if zone in one["zones"]]
    assert {"parcel", "event"} <= {one["kind"] for one in here}
    assert {one["text"] for one in here} == {one.zh for one in in_report}
    counted = re.findall(r"（(\d+)）", page.text)[:2]  # open and done; the third is gone
    assert sum(map(int, counted)) == len(here) == len(in_report)


def test_a_warning_that_is_none_is_refused(people):
    editor = people.logged_in("editor")
    told = {"csrf": csrf_of(editor.get("/warnings")), "warning": "x|y|z|", "seen": "0",
            "action": "done"}  # fmt: skip
    refused = editor.post("/warnings", data=told, headers={"Origin": "http://localhost"})
    assert refused.status_code == 404
