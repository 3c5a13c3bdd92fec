"""The Python face on the built-in plan: its columns, its refusals; its examples on another."""

import doctest
import inspect
import re
from collections import Counter
from datetime import UTC, date, datetime

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook
from pandas.testing import assert_frame_equal
from playwright.sync_api import expect
from sqlalchemy import event as event_api

import landplan
from landplan import opening
from landplan.land_frames import LandFrames
from landplan.plan import Plan
from layers.folium_map.plan_map import plan_map
from layers.map.map_facts import map_facts
from layers.map.map_page import map_html
from projects.load import load_package
from projects.package.columns import columns_of
from tests.small_land import block, event, package, parcel, storage, supply

DAY = "2024-06-30"
FRAMES = {
    "balance": {}, "pace": {}, "series": {}, "reserve": {}, "conflicts": {}, "zones": {},
    "parcels": {}, "events": {}, "projects": {}, "investment": {}, "indicators": {},
    "warnings": {}, "checks": {},
}  # fmt: skip
OF_A_DAY = sorted(set(FRAMES) - {"zones", "investment", "checks"})
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@pytest.fixture(scope="module")
def url(databases, with_builtin):
    return databases.new("face", with_builtin).render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def plan(url):
    with landplan.open(url, plan="tianhe-2021-2025") as opened:
        yield opened


@pytest.fixture(scope="module")
def example_plan(databases, with_example):
    url = databases.new("face_examples", with_example).render_as_string(hide_password=False)
    with landplan.open(url) as opened:
        yield url, opened


def examples():
    finder = doctest.DocTestFinder(recurse=True)
    for owner in (Plan, LandFrames, opening.open, opening.load):
        for test in finder.find(owner, owner.__name__, globs={}):
            if test.examples:
                yield pytest.param(test, id=test.name)


@pytest.mark.parametrize("example", list(examples()))
def test_every_example_runs(example, example_plan, repo, tmp_path, monkeypatch):
    url, plan = example_plan
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANDPLAN_DATABASE_URL", url)
    (tmp_path / "plans").symlink_to(repo / "plans")
    example.globs = {"landplan": landplan, "plan": plan}
    said = []
    doctest.DocTestRunner(optionflags=FLAGS).run(example, out=said.append)
    assert not said, "".join(said)


def test_every_public_method_has_an_example():
    methods = {name for name, _ in inspect.getmembers(Plan, inspect.isfunction)}
    shown = {name.values[0].name.rpartition(".")[2] for name in examples()}
    assert {name for name in methods if not name.startswith("_")} - shown == {"close"}


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_has_the_columns_of_its_docstring(plan, name):
    frame = getattr(plan, name)()
    assert len(frame)
    told = set(re.findall(r"`([a-z][a-z0-9_]*)", getattr(Plan, name).__doc__))
    for column in [*filter(None, frame.index.names), *frame.columns]:
        assert re.sub(r"_\d{4}$", "_", column) in told, column
    assert frame.attrs["sample"] is True
    assert frame.attrs["plan"] == "tianhe-2021-2025"


@pytest.mark.parametrize("name", sorted(set(FRAMES) - {"investment"}))  # its tree is none of zones
def test_zones_and_days_have_the_same_names_in_every_frame(plan, name):
    frame = getattr(plan, name)().reset_index()
    assert not {"zone", "parent", "date"} & set(frame.columns)


@pytest.mark.parametrize("name", ["zones", "parcels", "events", "projects"])
def test_outlines_and_columns_are_those_of_the_catalogue(plan, name):
    frame = getattr(plan, name)()
    assert isinstance(frame, gpd.GeoDataFrame)
    assert frame.crs == "EPSG:4490"
    assert frame.geometry.name == "outline"
    told = {column.shown: column.dtype for column in columns_of(name)}
    for column in frame.columns.drop("outline"):
        assert frame[column].dtype == told[column], column
    west, south, east, north = frame.total_bounds
    assert 113 < west < east < 114
    assert 23 < south < north < 24


@pytest.mark.parametrize("name", OF_A_DAY)
def test_a_day_is_text_or_a_date(plan, name):
    ask = getattr(plan, name)
    told = ask(as_of=DAY)
    assert told.attrs["as_of"] == DAY
    for day in (
        date(2024, 6, 30),
        datetime(2024, 6, 30, 12, tzinfo=UTC),
        pd.Timestamp("2024-06-30"),
    ):
        assert_frame_equal(pd.DataFrame(ask(as_of=day)), pd.DataFrame(told))


@pytest.mark.parametrize(
    "name",
    ["balance", "pace", "series", "reserve", "conflicts", "zones", "parcels", "events", "projects",
     "indicators"],
)  # fmt: skip
def test_a_zone_is_told_by_its_id_or_its_name(plan, name):
    ask = getattr(plan, name)
    assert_frame_equal(pd.DataFrame(ask(zone="天河智慧城")), pd.DataFrame(ask(zone="smart-city")))


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("balance", {"zone": "moon"}, "没有片区“moon”；现有：tianhe"),
        ("balance", {"zone_set": "moon"}, "没有片区划分“moon”"),
        ("balance", {"basis": "guessed"}, "basis 的“guessed”无法识别；应为：declared、measured"),
        ("balance", {"engine": "dask"}, "engine 的“dask”无法识别；应为：sql、shapely"),
        ("balance", {"as_of": "2024-13-01"}, "as_of 的“2024-13-01”不是日期"),
        ("balance", {"as_of": 5}, "as_of 的“5”不是日期"),
        ("balance", {"as_of": pd.NaT}, "as_of 的“NaT”不是日期"),
        ("balance", {"as_of": pd.Period("2024-06")}, "as_of 的“2024-06”不是日期"),
        ("events", {"known": "yesterday"}, "known 的“yesterday”不是日期"),
        ("series", {"by": "moon"}, "by 的“moon”无法识别；应为：year、"),
        ("pace", {"level": 1.0}, "置信水平 1 不可用"),
        ("parcels", {"state": "sold"}, "state 的“sold”无法识别；应为：not_stored"),
        ("parcels", {"zone": "moon"}, "没有片区“moon”"),
        ("projects", {"stage": "完工"}, "stage 的“完工”无法识别；应为：储备"),
        ("reserve", {"zone": "moon"}, "没有片区“moon”"),
        ("report", {"file": "r.txt"}, "后缀是“.txt”"),
        ("report", {"file": "r.pdf", "paper": "A0"}, "paper 的“A0”无法识别"),
        ("report", {"file": "r.pdf", "template": "t.docx"}, "模板（template）只用于 Word"),
        ("map", {"measure": "reserve"}, "片区不能按“reserve”着色"),
    ],
)
def test_a_wrong_call_is_said(plan, name, asked, said):
    with pytest.raises(landplan.LandplanError, match=re.escape(said)):
        getattr(plan, name)(**asked)


def test_a_day_may_be_any_kind_of_day(plan):
    days = (DAY, date(2024, 6, 30), datetime(2024, 6, 30, 9), pd.Timestamp(DAY), np.datetime64(DAY))  # noqa: DTZ001
    first, *others = [plan.balance(as_of=day) for day in days]
    for other in others:
        assert_frame_equal(first, other)
        assert other.attrs["as_of"] == DAY


@pytest.mark.parametrize("door", [landplan.open, landplan.load])
def test_a_language_that_is_none_is_said(door):
    with pytest.raises(landplan.LandplanError, match="language 的“fr”无法识别；应为：zh、en"):
        door(language="fr")


def test_an_address_that_is_none_is_said():
    with pytest.raises(landplan.LandplanError, match="或 Python 中给出的 url") as caught:
        landplan.open("foo")
    assert "or url in Python" in caught.value.en


def test_a_frame_says_what_it_is_of(plan):
    common = {"plan": plan.plan_id, "sample": True}
    told = plan.balance(as_of=DAY, known="2024-07-01", basis="measured").attrs
    assert told == common | {"as_of": DAY, "known": "2024-07-01", "basis": "measured"}
    assert plan.parcels(as_of=DAY).attrs == common | {"as_of": DAY}
    for of_no_day in (plan.zones(), plan.projects(), plan.checks()):
        assert of_no_day.attrs == common


def test_a_plan_that_is_not_there_is_said(url):
    with pytest.raises(landplan.LandplanError, match="没有规划“moon”，现有：tianhe-2021-2025"):
        landplan.open(url, plan="moon")


def test_a_server_that_is_none_is_said():
    with pytest.raises(landplan.LandplanError):
        landplan.open("postgresql://localhost:1/none")


def test_the_other_engine_and_the_other_basis_tell_the_same_land(plan):
    ours, again = (plan.balance(as_of=DAY, engine=engine) for engine in ("sql", "shapely"))
    assert (ours.actual_ha - again.actual_ha).abs().max() < 1e-6
    measured = plan.balance(as_of=DAY, basis="measured")
    assert measured.attrs["basis"] == "measured"
    assert measured.actual_ha.tolist() == measured.measured_ha.tolist()
    assert measured.declared_ha.tolist() == pytest.approx(ours.actual_ha.tolist())


def test_sentences_are_in_the_language_of_the_plan(url, plan):
    with landplan.open(url, plan="tianhe-2021-2025", language="en") as english:
        told = english.warnings(as_of=DAY).warning, english.checks().finding
    assert "at risk" in told[0].iloc[0]
    assert "存在风险" in plan.warnings(as_of=DAY).warning.iloc[0]
    assert not set(told[1]) & set(plan.checks().finding)


@pytest.fixture
def small(databases, migrated, request):
    """Give a plan with land in two halves, one event of it undone."""
    name = f"small_face_{abs(hash(request.node.name)) % 10**6}"
    url = databases.new(name, migrated).render_as_string(hide_password=False)
    engine = opening.opened(url)
    made = package(
        parcels=(parcel("P1", block(0, 0, 2, 1)), parcel("P2", block(10, 0, 11, 1))),
        events=(
            storage("E1", "2021-03-01", block(0, 0, 2, 1), parcel_ids=("P1",), declared_ha=2.5),
            storage("E2", "2021-04-01", block(10, 0, 11, 1), parcel_ids=("P2",)),
            event("E3", "reversal", "2021-05-01", None, corrects="E2"),
            supply("E4", "2022-03-01", block(0, 0, 1, 1), parcel_ids=("P1",)),
        ),
    )
    with engine.begin() as connection:
        load_package(connection, made)
    engine.dispose()
    with landplan.open(url) as opened:  # the only plan of the database
        yield opened


def test_small_land_in_frames(small):
    events = small.events()
    assert events.event_id.tolist() == ["E1", "E2", "E3", "E4"]
    assert events.in_force.tolist() == [True, False, False, True]
    assert events.parcel_ids.tolist() == [("P1",), ("P2",), (), ("P1",)]
    assert events.measured_ha.round(3).tolist()[:2] == [2, 1]
    assert events.outline.isna().tolist() == [False, False, True, False]
    assert small.events(as_of="2021-04-30").in_force.tolist() == [True, False]  # undone later
    assert small.events(known="2021-04-30").in_force.tolist() == [True, True]  # not known then
    assert small.events(zone="east").event_id.tolist() == ["E2", "E3"]
    parcels = small.parcels(state="partly_supplied")
    assert parcels.parcel_id.tolist() == ["P1"]
    assert parcels.in_reserve_ha.round(3).tolist() == [1]
    assert small.parcels(zone="east").state.tolist() == ["not_stored"]
    balance = small.balance()
    assert balance.loc[("west", "storage"), "actual_ha"] == pytest.approx(2.5)
    assert balance.loc[("west", "storage"), "measured_ha"] == pytest.approx(2, abs=1e-3)


def test_frames_without_rows_have_their_columns(small, plan):
    for name in ("projects", "indicators", "conflicts"):
        frame = getattr(small, name)()
        assert len(frame) == 0
        told = getattr(plan, name)()
        assert frame.dtypes.to_dict() == told.dtypes.to_dict()


def test_what_is_loaded_meanwhile_is_seen(small):
    before = small.balance()
    other = storage("E5", "2023-03-01", block(4, 0, 5, 1))
    with small._engine.begin() as connection:
        load_package(connection, package(events=(other,)))
    after = small.balance()
    gained = (after.actual_ha - before.actual_ha).round(3)
    assert gained.loc[("west", "storage")] == 1
    assert gained.loc[("east", "storage")] == 0


def test_the_only_plan_need_not_be_named_and_of_several_one_must(small, builtin):
    assert small.plan_id == "small"
    with pytest.raises(landplan.LandplanError, match="请用 plan= 指定一个"):
        url = small._engine.url.render_as_string(hide_password=False)
        landplan.load(builtin, url).close()
        landplan.open(url)


def test_a_map_takes_what_plan_map_takes():
    def taken(function):
        told = inspect.signature(function).parameters.values()
        return {one.name: one.default for one in told if one.name not in ("self", "facts")}

    of_the_face, of_the_layer = taken(Plan.map), taken(plan_map)
    del of_the_face["as_of"], of_the_face["known"], of_the_layer["language"]
    assert of_the_face == of_the_layer


def test_what_is_given_is_drawn_on_the_page_too(plan, tmp_path):
    plan.page(tmp_path / "page.html", as_of=DAY, children=[folium.Marker((23, 113), popup="勘测")])
    assert ">勘测</div>" in (tmp_path / "page.html").read_text("utf-8")


def test_page_and_report_are_those_of_the_commands(plan, tmp_path, url):
    plan.page(tmp_path / "page.html", as_of=DAY)
    with plan._view(DAY, None) as view:
        assert (tmp_path / "page.html").read_text("utf-8") == map_html(map_facts(view))
    plan.report(tmp_path / "report.xlsx", zone="smart-city", as_of=DAY)
    assert (tmp_path / "report.xlsx").stat().st_size > 10_000
    with pytest.raises(landplan.LandplanError, match="declared"):
        plan.report(tmp_path / "measured.xlsx", zone="smart-city", as_of=DAY, basis="legal")
    assert not (tmp_path / "measured.xlsx").exists()
    plan.report(tmp_path / "measured.xlsx", zone="smart-city", as_of=DAY, basis="measured")
    cover = load_workbook(tmp_path / "measured.xlsx").worksheets[0].iter_rows(values_only=True)
    assert "口径：量算面积" in [row[0] for row in cover]


def test_page_and_report_read_each_fact_once(plan, tmp_path):
    told = Counter()

    def tell(_connection, _cursor, statement, parameters, *_):
        told[statement, repr(parameters)] += 1

    event_api.listen(plan._engine, "before_cursor_execute", tell)
    try:
        plan.page(tmp_path / "page.html", as_of=DAY)
        of_the_page = told.copy()
        told.clear()
        plan.report(tmp_path / "report.xlsx", as_of=DAY)
    finally:
        event_api.remove(plan._engine, "before_cursor_execute", tell)
    assert set(of_the_page.values()) == set(told.values()) == {1}
    assert 5 < of_the_page.total() <= 20
    assert 20 < told.total() <= 32


def test_a_map_saved_offline_shows_the_plan_without_a_network(plan, tmp_path, open_page):
    mine = folium.Map([23.15, 113.36], tiles=None)
    assert plan.map(mine, as_of=DAY, measure="supply") is mine
    folium.Marker([23.16, 113.39], tooltip="现场踏勘").add_to(mine)
    assert landplan.save_offline(mine, tmp_path / "map.html") == []
    url = (tmp_path / "map.html").as_uri()
    opened = open_page(url, ready=".leaflet-container")
    expect(opened.page.locator(".leaflet-interactive").nth(100)).to_be_attached()
    expect(opened.page.locator(".leaflet-marker-icon")).not_to_have_count(0)
    opened.assert_quiet(url)
