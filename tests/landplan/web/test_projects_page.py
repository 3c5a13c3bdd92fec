"""项目: what is recorded in a form is seen at once, and two people do not undo each other."""

import re
from unittest.mock import create_autospec

import pytest
from sqlalchemy import text

from landplan.web.asked import LANGUAGE_COOKIE
from landplan.web.pages.project_list import StageSum
from projects.model import Project
from tests.people import NAMES, csrf_of

PROJECT = "/projects/lianyi-rd-base"
HOSTILE = '"><script>alert(1)</script>{{7*7}}'


def seen(asking, path: str = PROJECT) -> str:
    """Return the last record that the page's form knows."""
    return re.search(r'name="seen" value="(\d+)"', asking.get(path).text)[1]


def record(asking, path: str = PROJECT, **fields):
    told = {"csrf": csrf_of(asking.get(path)), "seen": seen(asking, path), **fields}
    return asking.post(f"{path}/records", data=told, headers={"Origin": "http://localhost"})


@pytest.fixture(scope="module")
def other(client) -> str:
    """Give the address of another project than `PROJECT`."""
    page = client.get("/projects", params={"order": "stage"}).text  # not told first
    found = re.findall(r'href="(/projects/(?!board|lianyi)[\w-]+)"', page.split("<tbody>")[1])
    return found[0]


def test_a_filter_leaves_what_it_names(client):
    every = client.get("/projects").text
    some = client.get("/projects", params={"stage": "在建"}).text
    rows = [len(re.findall(r'<th scope="row"><a href="/projects/', page)) for page in (every, some)]
    assert rows == [50, 4]
    assert "没有符合条件的项目" in client.get("/projects", params={"text": HOSTILE}).text
    assert HOSTILE not in client.get("/projects", params={"text": HOSTILE}).text
    assert client.get("/projects", params={"order": "price"}).status_code == 422
    assert client.get("/projects", params={"stage": "卖出"}).status_code == 422
    assert client.get("/projects", params={"page": "99"}).status_code == 200


def test_a_stage_sums_what_is_known_and_no_figure_is_no_nought(client):
    page = client.get("/projects").text
    stages = page.split('<ol class="stages">')[1].split("</ol>")[0]
    unknown = stages.split('<li class="stage">')[-1]
    assert "未注明" in unknown and "总投资 –" in unknown and "累计完成 –" in unknown
    assert "未载明" not in page
    assert not re.search(r">0</span> 万元", stages)
    english = client.get("/projects", params={"lang": "en"}).text
    client.cookies.delete(LANGUAGE_COOKIE)
    assert "Not stated" in english and "not told" not in english
    one, other = (project(money) for money in (0.0, None))
    for projects, wanted in (((one, other), 0.0), ((other,), None), ((), None)):
        assert StageSum(stage="", projects=projects).investment_10k_cny == wanted
        assert StageSum(stage="", projects=projects).invested_10k_cny == wanted


def project(money: float | None) -> Project:
    return create_autospec(Project, instance=True, investment_10k_cny=money, invested_10k_cny=money)


def test_the_tree_of_investment_shows_its_levels_and_what_does_not_add_up(client):
    page = client.get("/projects").text
    rows = {
        name: level
        for level, name in re.findall(
            r'<th scope="row"(?: class="inner (depth-\d)")?><bdi>([^<]+)</bdi></th>', page
        )
    }
    names = ("总计", "提升城区能级类项目", "城市更新项目", "旧村改造")
    assert [rows[name] for name in names] == ["", "depth-1", "depth-2", "depth-3"]
    [total] = re.findall(r"<bdi>总计</bdi></th>(.*?)</tr>", page, re.S)
    assert re.findall(r"分项合计 ([\d,]+)", total) == ["24,347,337"]
    [fine] = re.findall(r"<bdi>生态碧道建设项目</bdi></th>(.*?)</tr>", page, re.S)
    assert "分项合计" not in fine


def test_readers_see_no_form(client, people):
    for asking in (client, people.logged_in("viewer")):
        assert "/records" not in asking.get(PROJECT).text


def test_what_is_recorded_is_seen_and_lights_the_project(people, other):
    editor = people.logged_in("editor")
    for fields in (
        {"what": "stage", "value": "开工", "day": "2022-03-01"},
        {"what": "progress_percent", "value": "35", "day": "2023-05-31", "note": "主体结构封顶"},
        {"what": "invested_10k_cny", "value": "1,200", "day": "2023-06-30"},
    ):
        answer = record(editor, other, **fields)
        assert answer.status_code == 303, answer.text
    page = editor.get(other).text
    for told in ("开工", "主体结构封顶", "35.0%", "1,200", NAMES["editor"], "light-red"):
        assert told in page
    assert "主体结构封顶" in editor.get("/projects/board").text
    with people.engine.connect() as connection:
        audited = connection.execute(
            text("select person, action, subject from landplan.audit where action like 'project.%'")
        ).all()
    assert {(row.person, row.action) for row in audited} == {
        (NAMES["editor"], "project.stage"),
        (NAMES["editor"], "project.progress_percent"),
        (NAMES["editor"], "project.invested_10k_cny"),
    }


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"what": "stage", "value": "投产"}, "还没有登记开工"),
        ({"what": "progress_percent", "value": "abc"}, "不是数"),
        ({"what": "progress_percent", "value": "101"}, "100"),
        ({"what": "progress_percent", "value": "nan"}, "100"),
        ({"what": "invested_10k_cny", "value": "nan"}, "不是数"),
        ({"what": "invested_10k_cny", "value": "inf"}, "不是数"),
        ({"what": "invested_10k_cny", "value": "1e308"}, "大于 1e+12"),
        ({"what": "invested_10k_cny", "value": "5", "day": "1066-01-01"}, "1949"),
        ({"what": "invested_10k_cny", "value": "5", "day": "2999-01-01"}, "还没有到"),
        ({"what": "invested_10k_cny", "value": "5", "day": "someday"}, "不是日期"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(people, fields, said):
    answer = record(people.logged_in("editor"), note="打字很久", **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert "打字很久" in answer.text
    assert f'value="{fields["value"]}"' in answer.text


def test_the_later_of_two_is_told_and_loses_nothing(people):
    first, second = people.logged_in("editor"), people.logged_in("administrator")
    before = seen(second)
    assert record(first, what="stage", value="开工", day="2022-01-01").status_code == 303
    told = {"csrf": csrf_of(second.get(PROJECT)), "seen": before, "what": "stage", "value": "在建",
            "day": "2022-02-02", "note": "我写了很久"}  # fmt: skip
    answer = second.post(f"{PROJECT}/records", data=told, headers={"Origin": "http://localhost"})
    assert answer.status_code == 409
    for kept in ("已有人登记", NAMES["editor"], "我写了很久", "2022-02-02"):
        assert kept in answer.text
    again = re.search(r'name="seen" value="(\d+)"', answer.text)[1]
    assert second.post(
        f"{PROJECT}/records", data=told | {"seen": again}, headers={"Origin": "http://localhost"}
    ).status_code == 303  # fmt: skip


def test_a_note_is_only_text(people):
    editor = people.logged_in("editor")
    assert record(editor, what="progress_percent", value="5", note=HOSTILE).status_code == 303
    page = editor.get(PROJECT).text
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)" in page
    assert HOSTILE not in editor.get("/projects/board").text


def test_a_record_after_the_day_looked_at_is_there_and_not_counted(people, other):
    editor = people.logged_in("editor")
    named = {"what": "stage", "value": "Under construction", "day": "2026-02-01"}
    assert record(editor, other, **named).status_code == 303
    now = editor.get(other).text
    assert "未计入" not in now
    assert re.search(r"<dt>阶段</dt><dd>在建", now)
    then = editor.get(other, params={"as_of": "2025-12-31"}).text
    assert "晚于所看日期，未计入" in then
    assert re.search(r"<dt>阶段</dt><dd>开工", then)


def test_a_card_that_has_not_changed_is_not_sent_again(people, other):
    editor = people.logged_in("editor")
    etag = editor.get(other).headers["etag"]
    assert editor.get(other, headers={"If-None-Match": etag}).status_code == 304
    told = {"what": "progress_percent", "value": "60", "day": "2026-02-02"}
    assert record(editor, other, **told).status_code == 303
    assert editor.get(other, headers={"If-None-Match": etag}).status_code == 200
