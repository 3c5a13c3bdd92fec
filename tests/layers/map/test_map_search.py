"""The search: events and documents lead to their parcel, metro lines are found as people write."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from layers.map.map_facts import MapFacts
from layers.map.map_page import write_map
from tests.browser import Open


def found(page: Page, text: str) -> list[str]:
    page.fill("#search-input", text)
    return page.locator("#found .found .found-text > .name").all_text_contents()


def test_an_event_is_found_by_its_number_and_leads_to_its_parcel(page: Page) -> None:
    assert found(page, "e002") == ["E002"]
    page.keyboard.press("Enter")
    expect(page.locator(".popup")).to_have_attribute("data-parcel", "P-01")


def test_an_event_is_found_by_its_document(page: Page, facts: MapFacts) -> None:
    events = [event for status in facts.parcels for event in status.events]
    [wanted] = [event for event in events if event.document_no == "天储〔2022〕22号"]
    assert found(page, "天储〔2022〕22号") == [wanted.event_id]
    assert "2022-03-09 · 收储 · 天储〔2022〕22号" in page.inner_text("#found")
    assert len(found(page, "天储〔2022〕")) == len(events)


def test_an_event_is_found_by_its_contract(
    open_page: Open, facts: MapFacts, tmp_path: Path
) -> None:
    last = facts.parcels[-1]
    told = replace(last.events[0], contract_no="穗合同2023-77", supervision_no="4401062023B001")
    parcels = (*facts.parcels[:-1], replace(last, events=(told, *last.events[1:])))
    path = tmp_path / "contract.html"
    write_map(replace(facts, parcels=parcels), path)
    page = open_page(path.as_uri()).page
    assert found(page, "合同2023-77") == found(page, "4401062023b001") == [told.event_id]


def test_a_reversal_without_parcels_leads_to_the_parcel_of_what_it_undoes(
    open_page: Open, facts: MapFacts, tmp_path: Path
) -> None:
    wrong = facts.parcels[-1].events[0]
    undoing = replace(
        wrong, event_id="R-1", kind="reversal", corrects=wrong.event_id,
        parcel_ids=(), extent=None, document_no="",
    )  # fmt: skip
    ledger = (*(event for status in facts.parcels for event in status.events), undoing)
    path = tmp_path / "reversal.html"
    write_map(replace(facts, events=ledger, corrected=frozenset({wrong.event_id})), path)
    page = open_page(path.as_uri()).page
    assert found(page, "R-1") == ["R-1"]
    expect(page.locator("#found .row-note")).to_have_text(
        f"2022-03-09 · 冲销 · 更正 {wrong.event_id}"
    )
    page.keyboard.press("Enter")
    expect(page.locator(".popup")).to_have_attribute("data-parcel", "P-11")
    expect(page.locator(".popup .event-reversal")).to_contain_text(f"更正 {wrong.event_id}")


@pytest.mark.parametrize(
    "text",
    [
        "十一号线", "11号线", "地铁11号线", "轨道交通十一号线", "１１号线", "11 号线",
        "地铁十一号线", "metro line 11", "Line 11",
    ],
)  # fmt: skip
def test_a_line_of_the_metro_is_found_however_it_is_written(
    open_page: Open, facts: MapFacts, tmp_path: Path, text: str
) -> None:
    like = facts.projects[-1]
    names = ["轨道交通十一号线工程", "地铁18号线", "轨道交通二十一号线工程", "轨道交通一号线"]
    projects = tuple(
        replace(like, project_id=f"metro-{n}", name=name) for n, name in enumerate(names)
    )
    path = tmp_path / "metro.html"
    write_map(replace(facts, projects=projects), path)
    page = open_page(path.as_uri()).page
    assert found(page, text)[0] == names[0]
    assert names[1] not in found(page, text)
    assert found(page, "轨道交通11号线") == [names[0]]
    assert found(page, "二十一号线") == [names[2]]
    assert found(page, "18号线") == [names[1]]
    assert found(page, "1号线") == found(page, "一号线") == [names[3]]
    assert found(page, "8号线") == found(page, "地铁八号线") == []


def test_what_is_nowhere_is_said(page: Page) -> None:
    assert found(page, "没有这个") == []
    expect(page.locator("#found")).to_contain_text("没有匹配的片区、项目、地块或台账记录")
