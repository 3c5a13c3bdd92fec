"""Projects, indicators, check, warnings and record, as a user calls them."""

import csv
import io
import json

import pytest

from landplan.command.output import csv_text
from projects.labels import SEVERITIES
from tests.small_land import write_folder


def told(call, *arguments, status=0):
    found = call(*arguments, "--format", "json")
    assert found.returncode == status, found.stderr
    return json.loads(found.stdout)


@pytest.fixture(scope="module")
def fresh(landplan, builtin, tmp_path_factory):
    """Give the command line on a plan of its own, for tests that record."""
    import shutil

    folder = tmp_path_factory.mktemp("own") / "plan"
    shutil.copytree(builtin, folder)
    told = (folder / "plan.yaml").read_text(encoding="utf-8")
    told = told.replace("id: tianhe-2021-2025", "id: recorded")
    (folder / "plan.yaml").write_text(told, encoding="utf-8")
    assert landplan("load", folder).returncode == 0

    def call(*arguments):
        return landplan(*arguments, "--plan", "recorded")

    return call


def test_every_project_of_the_package_is_told(loaded, builtin):
    rows = list(csv.DictReader(io.StringIO((builtin / "projects.csv").read_text("utf-8"))))
    found = told(loaded, "projects", "--plan", "tianhe-2021-2025")
    assert [row["project_id"] for row in found["rows"]] == [row["project_id"] for row in rows]
    assert len(rows) > 220
    for printed, row in zip(rows, found["rows"], strict=True):
        sources = [f"{s['document']}|{s['place']}|{s['line']}" for s in row["sources"]]
        assert sources == printed["source"].split(";")
        assert row["name"] == printed["name"]
    assert {row["location"] for row in found["rows"]} == {"outline", "point", "zone"}
    assert found["investment"][0]["count"] == 345


def test_projects_by_zone_stage_and_category(loaded):
    plan = ("--plan", "tianhe-2021-2025")
    ifc = told(loaded, "projects", "--zone", "ifc", *plan)["rows"]
    assert {row["zone"] for row in ifc} <= {"ifc", "ifc-start", "ifc-east", "ifc-west", "ifc-north"}
    building = told(loaded, "projects", "--stage", "在建", *plan)["rows"]
    assert building
    assert {row["stage"] for row in building} == {"在建"}
    finance = told(loaded, "projects", "--category", "金融业", *plan)["rows"]
    assert len(finance) == 15
    unknown = loaded("projects", "--category", "moon", *plan)
    assert unknown.returncode != 0 and "金融业" in unknown.stderr


def test_every_figure_of_the_package_is_told(loaded, builtin):
    rows = list(csv.DictReader(io.StringIO((builtin / "indicators.csv").read_text("utf-8"))))
    found = told(loaded, "indicators", "--plan", "tianhe-2021-2025")
    printed = sorted((row["indicator"], row["year"], row["value"] or "None") for row in rows)
    shown = sorted(
        (line["indicator"], str(figure["year"]), str(figure["value"]))
        for line in found["rows"]
        for figure in line["figures"]
    )
    assert len(printed) == len(shown) > 400
    for (name, year, value), (shown_name, shown_year, shown_value) in zip(
        sorted(printed), shown, strict=True
    ):
        assert (name, year) == (shown_name, shown_year)
        assert value == shown_value or value != "None"
    figures = sum(float(value) for _, _, value in printed if value != "None")
    assert figures == pytest.approx(sum(float(v) for _, _, v in shown if v != "None"))


def test_ranges_totals_and_missing_figures_are_told_as_such(loaded):
    rows = told(loaded, "indicators", "--plan", "tianhe-2021-2025")["rows"]
    goals = {(r["zone"], r["indicator"]): r["goal"] for r in rows if r["goal"] and not r["scope"]}
    revenue = goals["smart-city", "营业收入"]
    assert (revenue["value"], revenue["value_to"]) == (1540, 1680)
    missing = [f for r in rows for f in r["figures"] if f["value"] is None]
    assert missing
    assert all(figure["note"] for figure in missing)
    assert sum("暂无数据" in figure["note"] for figure in missing) == 4
    assert {r["span"] for r in rows} == {"year", "period_total", "period_mean"}


def test_check_exits_with_1_and_lists_places(loaded):
    found = told(loaded, "check", "--plan", "tianhe-2021-2025", status=1)
    kinds = {row["kind"] for row in found["rows"]}
    assert {"sum_differs", "named_twice", "two_values", "count_differs"} <= kinds
    places = [row["source"] for row in found["rows"] if row["kind"] == "sum_differs"]
    assert {"document": "outline", "place": "附表", "line": 1374} in places


def test_warnings_are_sorted_and_say_sample(loaded):
    found = told(loaded, "warnings", "--as-of", "2025-12-31", "--plan", "tianhe-2021-2025")
    severities = [row["severity"] for row in found["rows"]]
    assert severities == sorted(severities, reverse=True)
    assert severities[0] == 3
    assert found["sample"] is True
    table = loaded("warnings", "--plan", "tianhe-2021-2025")
    assert "样例数据，非实际成果" in table.stdout
    assert SEVERITIES[3].zh in table.stdout


def test_stages_are_told_in_the_language_of_the_call(loaded):
    call = ("projects", "--stage", "在建", "--plan", "tianhe-2021-2025")
    assert "在建" in loaded(*call).stdout
    english = loaded(*call, "--lang", "en").stdout
    assert "under construction" in english
    assert "在建" not in english


def test_recording_changes_what_is_shown_and_is_kept(fresh):
    project = "lianyi-rd-base"
    start = ("record", "project", project, "--stage")
    early = fresh(*start, "投产", "--date", "2023-05-08")
    assert early.returncode == 2
    assert "开工" in early.stderr
    assert fresh(*start, "开工", "--date", "2023-05-08", "--by", "王工").returncode == 0
    assert fresh("record", "project", project, "--invested", "1200").returncode == 0
    gdp = ("record", "indicator", "天河中央商务区", "地区生产总值", "2023", "3900", "--by", "李工")
    assert fresh(*gdp).returncode == 0

    [row] = [r for r in told(fresh, "projects")["rows"] if r["project_id"] == project]
    assert (row["stage"], row["stage_on"]) == ("开工", "2023-05-08")
    assert row["invested_10k_cny"] == 1200
    lines = told(fresh, "indicators", "--zone", "cbd")["rows"]
    [line] = [r for r in lines if r["indicator"] == "地区生产总值" and r["goal"]]
    assert (line["latest"]["value"], line["latest"]["recorded_by"]) == (3900, "李工")
    assert line["status"] == "at risk"
    warned = told(fresh, "warnings", "--as-of", "2025-12-31")["rows"]
    assert any(w["kind"] == "project" and w["subject"] == project for w in warned)
    assert any(w["kind"] == "indicator" and "地区生产总值" in w["warning"] for w in warned)
    kept = told(fresh, "record", "history")["rows"]
    assert {(r["value"], r["recorded_by"]) for r in kept} >= {("开工", "王工"), ("3900", "李工")}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["record", "project", "moon", "--stage", "开工"], "no project 'moon'"),
        (["record", "project", "netease-city", "--stage", "封顶"], "no stage"),
        (["record", "project", "netease-city"], "--stage, --invested and --progress"),
        (["record", "project", "netease-city", "--invested", "-5"], "less than"),
        (["record", "project", "netease-city", "--stage", "开工", "--date", "soon"], "is no date"),
        (["record", "project", "netease-city", "--stage", "开工", "--date", "2999-01-01"],
         "not come"),
        (["record", "indicator", "cbd", "幸福指数", "2023", "5"], "no indicator"),
        (["record", "indicator", "cbd", "地区生产总值", "1823", "5"], "far outside"),
        (["projects", "--zone", "moon"], "no zone"),
        (["projects", "--stage", "封顶"], "one of"),
        (["indicators", "--zone", "moon"], "no zone"),
    ],
)  # fmt: skip
def test_wrong_use_is_one_sentence(fresh, arguments, said):
    found = fresh(*arguments, "--lang", "en")
    assert found.returncode == 2
    assert said in found.stderr
    assert found.stdout == ""


@pytest.mark.parametrize("command", ["projects", "indicators", "warnings"])
def test_csv_has_a_header_and_a_row_each(loaded, command):
    plan = ("--plan", "tianhe-2021-2025")
    found = loaded(command, "--format", "csv", *plan)
    head, *rows = csv.reader(io.StringIO(found.stdout))
    assert len(rows) == len(told(loaded, command, *plan)["rows"])
    assert {len(row) for row in rows} == {len(head)}


def test_an_indicator_without_a_figure_has_an_empty_cell_for_it(loaded):
    plan = ("--plan", "tianhe-2021-2025")
    rows = csv.DictReader(io.StringIO(loaded("indicators", "--format", "csv", *plan).stdout))
    of_json = told(loaded, "indicators", *plan)["rows"]
    for row, wanted in zip(rows, of_json, strict=True):
        for role in ("base", "latest", "goal"):
            year = wanted[role]["year"] if wanted[role] else ""
            assert row[f"{role}_year"] == str(year), row
        assert row["status"] == (wanted["status"] or "")


def test_csv_of_nothing_is_its_header(loaded, fresh, tmp_path):
    assert loaded("load", write_folder(tmp_path / "plan")).returncode == 0
    fresh("record", "indicator", "cbd", "地区生产总值", "2023", "3900")
    before = ("--as-of", "2021-01-01")
    for call, full in (
        (("projects",), fresh("projects", "--format", "csv")),
        (("indicators",), fresh("indicators", "--format", "csv")),
        (("check",), fresh("check", "--format", "csv")),
        (("warnings", *before), fresh("warnings", "--as-of", "2025-12-31", "--format", "csv")),
        (("record", "history"), fresh("record", "history", "--format", "csv")),
    ):
        found = loaded(*call, "--format", "csv", "--plan", "small")
        assert found.stdout == full.stdout.splitlines(keepends=True)[0], call
        assert len(full.stdout.splitlines()) > 1
    loaded("plans", "remove", "small", "--yes")


def test_in_csv_ids_stay_and_text_is_no_formula():
    row = {"plan": "-p", "project_id": "=1", "subject": "+E1", "name": "=cmd()", "note": "-5"}
    assert csv_text([row]).splitlines()[1] == "-p,=1,+E1,'=cmd(),'-5"
