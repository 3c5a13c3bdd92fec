"""报告: asked for in a form, made in the background, fetched, removed."""

import pytest
from sqlalchemy import text

from tests.landplan.web.waiting import ended
from tests.people import csrf_of

pytestmark = pytest.mark.slow  # each job is a process

FORM = {"kind": "brief", "format": ".html", "zone": "smart-city", "as_of": "2024-12-31"}


@pytest.fixture(scope="module")
def viewer(people):
    return people.logged_in("viewer")


def send(asking, path="/reports", **fields):
    return asking.post(
        path,
        data={"csrf": csrf_of(asking.get("/reports")), **fields},
        headers={"Origin": "http://localhost"},
    )


def made(asking, **fields):
    """Let a report be made; return the address of its job."""
    answer = send(asking, **fields)
    assert answer.status_code == 303, answer.text
    return "/reports/jobs/" + answer.headers["location"].rpartition("-")[2]


def test_a_report_is_made_fetched_and_removed_by_whoever_asked(viewer, people) -> None:
    address = made(viewer, **FORM, basis="measured")
    assert ended(viewer, address) == "done"
    page = viewer.get("/reports").text
    assert "小李" in page and "tianhe-2021-2025-smart-city-brief-2024-12-31.html" in page
    answer = viewer.get(f"{address}/files/1")
    assert "智慧城" in answer.text and "2024" in answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert len(answer.content) == int(answer.headers.get("content-length", len(answer.content)))

    other = made(people.logged_in("editor"), **FORM)
    assert send(viewer, f"{other}/remove").status_code == 403
    assert send(people.logged_in("administrator"), f"{other}/remove").status_code == 303
    assert send(viewer, f"{address}/remove").headers["location"] == "/reports"
    assert viewer.get(f"{address}/files/1").status_code == 404
    with people.engine.begin() as connection:
        actions = connection.scalars(
            text("select action from landplan.audit where action like 'report.%' order by audit_id")
        ).all()
    assert actions == ["report.make", "report.make", "report.remove", "report.remove"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"format": ".exe"}, ".exe"),
        ({"kind": "zones"}, "图册"),
        ({"kind": "brief", "format": ".xlsx"}, "简报"),
        ({"zone": "<b>nowhere</b>"}, "&lt;b&gt;nowhere"),
        ({"as_of": "31.12.2024"}, "31.12.2024"),
        ({"basis": "guessed"}, "guessed"),
        ({"paper": "A0"}, "A0"),
    ],
)
def test_what_cannot_be_made_is_said_and_the_form_is_kept(viewer, changed, told) -> None:
    answer = send(viewer, **FORM | changed)
    assert (answer.status_code, told in answer.text) == (422, True)
    if "zone" not in changed:
        assert '<option value="smart-city" selected>' in answer.text


def test_a_person_has_so_many_jobs_at_once(viewer) -> None:
    numbers = []
    for _ in range(12):
        answer = send(viewer, **FORM)
        if answer.status_code == 422:
            break
        numbers.append(answer.headers["location"].rpartition("-")[2])
    assert answer.status_code == 422 and "每人至多 5 项" in answer.text
    for number in numbers:
        ended(viewer, f"/reports/jobs/{number}")


def test_who_is_not_logged_in_fetches_and_makes_none(client) -> None:
    page = client.get("/reports")
    assert page.status_code == 200 and "制作报告需要登录" in page.text
    assert '<form class="card form"' not in page.text
