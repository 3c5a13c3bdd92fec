"""Any day compared on the map, and what the site counts for maps of tiles."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import make_url

from projects.model import value_as_told
from projects.store.plans import plan_of
from projects.view import PlanView
from tests.browser import assert_accessible
from tests.conftest import opened
from tests.landplan.web.conftest import served

PLAN = "tianhe-2021-2025"
DAY, OTHER = date(2024, 6, 30), date(2023, 5, 17)
ON_DAY = f"as_of={DAY}"


@pytest.fixture(scope="module")
def view(site_environment):
    """Give the view of the day that the map is asked for."""
    engine = opened(make_url(site_environment["LANDPLAN_DATABASE_URL"]))
    with engine.connect() as connection:
        yield PlanView(connection, plan_of(connection, PLAN), as_of=DAY)
    engine.dispose()


@pytest.fixture(scope="module")
def by_tiles(site_environment, repo):
    """Give the address of a site of the same plan that shows tiles."""
    with served({**site_environment, "LANDPLAN_PARCELS_IN_PAGE": "0"}, repo) as address:
        yield address


def told(client, path, **asked):
    answer = client.get(path, params={"as_of": str(DAY), **asked})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    again = client.get(path, params={"as_of": str(DAY), **asked})
    assert (again.headers["content-type"], again.json()) == ("application/json", answer.json())
    etag = {"if-none-match": answer.headers["etag"]}
    assert client.get(path, params={"as_of": str(DAY), **asked}, headers=etag).status_code == 304
    return answer.json()


def test_a_day_is_told_as_the_balance_has_it(client, view):
    [balance] = view.balance_on([OTHER])
    found = told(client, "/map/day", day=str(OTHER))
    assert found["days"] == [str(OTHER)]
    assert [row["declared_ha"] for row in found["rows"]] == [
        [value_as_told(row.declared_ha)] for row in balance.rows
    ]
    assert any(row.actual_ha for row in balance.rows)


@pytest.mark.parametrize(
    ("after", "until"),
    [("2023-05-17", "2024-06-30"), ("2020-12-31", "2022-02-28"), ("2024-06-29", "2024-06-30")],
)
@pytest.mark.parametrize("zone", ["", "smart-valley"])
def test_the_parcels_that_changed_are_counted(client, view, after, until, zone):
    inside = {one.parcel.parcel_id for one in view.parcels(zone or None)}
    days = date.fromisoformat(after), date.fromisoformat(until)
    changed = {
        parcel_id
        for parcel_id, spans in view.parcel_spans.items()
        if any(days[0] < span.from_on <= days[1] for span in spans)
    }
    found = told(client, "/map/changed", after=after, until=until, zone=zone)
    assert found == {"parcels": len(changed & inside)}


def test_the_warnings_of_each_zone_are_counted_without_reading_those_of_land(client, view):
    every = {zone.zone_id: 0 for zone in view.every_zone}
    for zones in view.warned_zones.values():
        for zone in zones:
            every[zone] += 1
    assert told(client, "/map/warned") == {"zones": every}
    assert len(view.warnings) > len(view.warnings_beside_land)


@pytest.mark.parametrize("day", ["2020-12-30", "2024-07-01", "x", "", "2023-02-30", "0001-01-01"])
def test_a_day_that_the_map_cannot_tell_of_is_refused(client, day):
    for path, asked in (
        ("/map/day", {"day": day}),
        ("/map/changed", {"after": day, "until": str(DAY)}),
        ("/map/changed", {"after": "2021-12-31", "until": day}),
    ):
        answer = client.get(path, params={"as_of": str(DAY), **asked})
        assert answer.status_code == 422, path
    assert client.get("/map/day").status_code == 422


def differences(page) -> dict[tuple[str, str], str]:
    cells = page.locator(".compare-table td[data-measure]")
    return dict(
        cells.evaluate_all(
            "cells => cells.map((cell) => [`${cell.closest('tr').dataset.zone} "
            "${cell.dataset.measure}`, cell.dataset.value])"
        )
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_any_day_is_compared_and_both_maps_tell_the_same(
    site_url, by_tiles, view, open_page, language
):
    found = []
    for address in site_url, by_tiles:
        page = open_page(
            f"{address}?{ON_DAY}&lang={language}#zone=smart-city&tab=compare", offline=False
        ).page
        expect(page.locator(".compare-table")).to_have_count(0)
        page.locator("#compare-date").fill(str(OTHER))
        page.locator(".compare-other button").click()
        expect(page.locator(".compare-table")).to_be_visible()
        expect(page.locator("#compare-day")).to_have_value(str(OTHER))
        expect(page.locator(".compare-count")).to_have_attribute("data-changed", re.compile(r"\d"))
        expect(page).to_have_url(re.compile(f"vs={OTHER}"))
        assert_accessible(page)
        count = page.locator(".compare-count")
        found.append((differences(page), count.get_attribute("data-changed"), count.text_content()))
    assert found[0] == found[1] and int(found[0][1]) > 0
    [balance] = view.balance_on([OTHER])
    now = {(row.zone, row.measure): row.actual_ha for row in view.balance().rows}
    for row in balance.rows:
        value = found[0][0].get(f"{row.zone} {row.measure}")
        if value is not None:
            wanted = now[row.zone, row.measure] - row.actual_ha
            assert float(value) == pytest.approx(wanted, abs=1e-6)


def test_the_address_leads_to_any_day_and_only_to_days_of_the_plan(site_url, open_page):
    page = open_page(f"{site_url}?{ON_DAY}#tab=compare&vs={OTHER}", offline=False).page
    expect(page.locator(".compare-table caption")).to_contain_text(f"{OTHER} 至 {DAY}")
    for day in "2020-12-30", "2024-07-01", "2023-02-31x", "2023-13-01":
        page.evaluate("hash => { location.hash = hash }", f"tab=compare&vs={day}")
        expect(page.locator("#compare-day")).to_have_value("")


def test_a_day_that_cannot_be_had_is_told_and_had_later(site_url, open_page):
    page = open_page(f"{site_url}?{ON_DAY}#tab=compare", offline=False, heard=()).page
    asked = []

    def away(route):
        asked.append(route.request.url)
        route.fulfill(status=503)

    page.route("**/map/day?**", away)
    page.locator("#compare-date").fill(str(OTHER))
    page.locator("#compare-date").press("Enter")
    expect(page.locator("#panel-compare [role=alert]")).to_contain_text(str(OTHER))
    assert len(asked) == 1 and f"day={OTHER}" in asked[0]
    page.unroute("**/map/day?**")
    page.locator(".compare-other button").click()
    expect(page.locator(".compare-table")).to_be_visible()


def test_what_is_typed_stays_when_the_warnings_are_counted(by_tiles, open_page):
    page = open_page(f"{by_tiles}?{ON_DAY}", offline=False).page
    waiting = []

    def hold(route):
        waiting.append(route)

    page.route("**/map/warned?**", hold)
    page.evaluate("location.hash = 'tab=compare'")
    with page.expect_request("**/map/warned?**"):
        page.reload()
    page.locator("#compare-date").fill(str(OTHER))
    [asked] = waiting
    asked.continue_()
    expect(page.locator("#tab-warnings .tab-count")).to_have_text(re.compile(r"^\d+$"))
    expect(page.locator("#compare-date")).to_have_value(str(OTHER))


def test_the_tab_of_a_map_of_tiles_counts_the_warnings_of_the_zone(site_url, by_tiles, open_page):
    counts = []
    for address in site_url, by_tiles:
        page = open_page(f"{address}?{ON_DAY}#zone=smart-valley", offline=False).page
        badge = page.locator("#tab-warnings .tab-count")
        expect(badge).to_have_text(re.compile(r"^\d+$"))
        first = badge.text_content()
        page.evaluate("landplan.go.zone(landplan.data.zones.get('tianhe'))")
        expect(page.locator("#zone-head h2")).to_have_attribute("data-zone", "tianhe")
        counts.append((first, badge.text_content()))
    assert counts[0] == counts[1] and counts[0][0] != counts[0][1]
