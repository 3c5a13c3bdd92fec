"""A site of two plans: whoever goes on from a page of one of them stays with it."""

import re
from html import unescape

import pytest

from tests.example_district import PLAN_ID, load_example
from tests.people import csrf_of

OF_PLAN = f"?plan={PLAN_ID}"


@pytest.fixture(scope="module")
def site_environment(databases, with_builtin, site_environment) -> dict[str, str]:
    """Give an environment whose database has the built-in plan and the example district."""
    both = databases.template("with_both_plans", load_example, with_builtin)
    url = databases.new("another_plan", both).render_as_string(hide_password=False)
    return site_environment | {"LANDPLAN_DATABASE_URL": url}


@pytest.mark.parametrize(
    ("path", "plan"),
    [("/projects/board", PLAN_ID), ("/ledger/parcels/TH-ZG-0018", "tianhe-2021-2025")],
)
def test_small_maps_lead_to_pages_of_the_same_plan(client, path, plan):
    page = client.get(f"{path}?plan={plan}&as_of=2025-06-30").text
    drawn = page[page.index("<svg") : page.rindex("</svg>")]
    found = [unescape(one) for one in re.findall(r'href="(/[^"]*)"', drawn)]
    assert found
    assert all(f"plan={plan}&as_of=2025-06-30" in one for one in found)
    assert client.get(found[0]).status_code == 200


def test_who_records_something_is_led_back_to_the_card_of_the_same_plan(people):
    editor, card = people.logged_in("editor"), "/projects/research-centre"
    page = editor.get(f"{card}{OF_PLAN}")
    [action] = re.findall(r'action="([^"]*/records[^"]*)"', page.text)
    told = {"csrf": csrf_of(page), "what": "progress_percent", "value": "5"}
    told["seen"] = re.search(r'name="seen" value="(\d+)"', page.text)[1]
    answer = editor.post(unescape(action), data=told, headers={"Origin": "http://localhost"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{card}{OF_PLAN}")
    assert "5.0%" in editor.get(answer.headers["location"]).text


def test_who_asks_for_work_is_led_to_where_it_stands_in_the_same_plan(people):
    editor = people.logged_in("editor")
    page = editor.get(f"/reports{OF_PLAN}")
    told = {"csrf": csrf_of(page), "kind": "brief", "format": ".html"}
    answer = editor.post(f"/reports{OF_PLAN}", data=told, headers={"Origin": "http://localhost"})
    assert answer.status_code == 303, answer.text
    assert re.fullmatch(rf"/reports\?plan={PLAN_ID}#job-\d+", answer.headers["location"])
    assert "brief" in editor.get(answer.headers["location"]).text
