"""A map and a report on a zone of another set than the main one."""

from dataclasses import replace
from datetime import date

import pytest

from gis.errors import WrongUseError
from landplan.report_file import write
from layers.folium_map.plan_map import plan_map
from layers.map.map_facts import map_facts
from layers.map.map_page import write_map
from layers.report.report_facts import report_facts
from projects.balance.sql_engine import balance
from projects.load import load_package
from projects.model import Project
from projects.view import view_of
from tests.small_land import SOURCE, package, twice_cut

END = date(2025, 12, 31)


def known_in(zone_id):
    """Return a project of which only the zone is known."""
    return Project(
        project_id=f"p-{zone_id}", name=f"项目 {zone_id}", category="工业", stage="在建",
        zone_id=zone_id, site_area_m2=None, floor_area_m2=None, investment_10k_cny=None,
        point=None, note="", sources=(SOURCE,),
    )  # fmt: skip


def zones_in(rows):
    return list(dict.fromkeys(row.zone for row in rows))


def test_map_and_report_take_a_zone_of_another_set(connection, tmp_path, open_page):
    load_package(connection, replace(twice_cut(), projects=(known_in("west"), known_in("north"))))
    view = view_of(connection, "small", as_of=END)
    drawn = map_facts(view.in_set_of("north"))
    assert [zone.zone_id for zone in drawn.zones] == ["offices", "north", "south"]
    assert plan_map(drawn, zone="north")
    facts = report_facts(view, zone="north")
    assert facts.zone.zone_id == "north"
    assert zones_in(facts.balance.rows) == ["north"]
    assert facts.balance.rows == balance(connection, "small", as_of=END, zone="north").rows
    assert [one.project_id for one in facts.projects] == ["p-north"]
    assert [zone.zone_id for zone in facts.map_facts.zones] == ["offices", "north", "south"]
    for suffix in ("xlsx", "html", "docx", "pdf"):
        write(facts, tmp_path / f"north.{suffix}", language="zh")
    page = tmp_path / "page.html"
    write_map(facts.map_facts, page, language="zh")
    open_page(page.as_uri()).assert_quiet(page.as_uri())
    assert {one.zone_id for one in report_facts(view, zone="west").zones} == {"all", "west", "east"}


def test_a_plan_without_zones_has_no_report(connection):
    load_package(connection, package(zones=()))
    view = view_of(connection, "small", as_of=END)
    assert map_facts(view).zones == ()
    with pytest.raises(WrongUseError, match=r"zones\.csv"):
        report_facts(view)
