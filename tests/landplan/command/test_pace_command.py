"""`landplan pace` as a user calls it: table, JSON and CSV, the words, wrong use."""

import csv
import io
import json

import pytest

DAY = ("--as-of", "2023-12-31")


def pace_json(call, *options):
    found = call("pace", "--format", "json", *DAY, *options)
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout)


def by_place(rows):
    return {(row["zone"], row["measure"]): row for row in rows}


def test_the_pace_is_the_balance_by_years(loaded):
    told = pace_json(loaded)
    assert (told["plan"], told["as_of"]) == ("tianhe-2021-2025", "2023-12-31")
    assert (told["basis"], told["sample"], told["level"]) == ("declared", True, 0.8)
    reached = by_place(json.loads(loaded("balance", "--format", "json", *DAY).stdout)["rows"])
    for place, row in by_place(told["rows"]).items():
        assert [figure["year"] for figure in row["by_year"]] == [2021, 2022, 2023]
        total = sum(figure["added_ha"] for figure in row["by_year"])
        assert total == pytest.approx(reached[place]["actual_ha"], abs=2e-6)  # three roundings
        assert row["forecast_ha"] == pytest.approx(reached[place]["forecast_ha"], rel=1e-9)
        for field in ("target_ha", "status", "events", "needed_ha_per_year", "zone_name"):
            assert row[field] == reached[place][field]
    assert {measure for _, measure in reached} - {row["measure"] for row in told["rows"]} == {
        "reserve"
    }


def test_the_level_widens_the_interval(loaded):
    narrow = by_place(pace_json(loaded)["rows"])["smart-city", "storage"]
    told = pace_json(loaded, "--level", "0.95", "--zone", "smart-city")
    wide = by_place(told["rows"])["smart-city", "storage"]
    assert "95%" in told["assumes_zh"]
    assert wide["low_ha"] < narrow["low_ha"] < narrow["high_ha"] < wide["high_ha"]
    assert wide["chance_of_target"] == narrow["chance_of_target"]


def test_the_table_tells_target_status_sample_and_assumptions(loaded):
    found = loaded("pace", "--zone", "smart-city", *DAY).stdout
    for word in (
        "样例数据，非实际成果",
        "500.00",
        "滞后",
        "风险",
        "80% 区间",
        "达标可能",
        "推算：",
    ):
        assert word in found
    for command in ("pace", "balance"):
        found = loaded(command, "--zone", "smart-city", "--as-of", "2025-12-31").stdout
        assert "完成" in found
        assert "滞后" not in found
        assert "风险" not in found
    found = loaded("pace", "--zone", "smart-city", *DAY, "--lang", "en").stdout
    for word in ("SAMPLE DATA", "500.00", "behind", "at risk", "80% interval", "independent"):
        assert word in found
    assert "<1%" in found
    assert "2021" in found
    assert "2024 ┃" not in found


def test_csv_has_a_column_for_each_figure_of_a_year(loaded):
    rows = list(csv.DictReader(io.StringIO(loaded("pace", "--format", "csv", *DAY).stdout)))
    told = by_place(pace_json(loaded)["rows"])
    assert len(rows) == len(told)
    for row in rows:
        other = told[row["zone"], row["measure"]]
        assert set(other) - {"by_year"} <= set(row)
        assert float(row["added_ha_2022"]) == other["by_year"][1]["added_ha"]
        assert float(row["cumulative_ha_2023"]) == other["by_year"][2]["cumulative_ha"]
        assert row["low_ha"] == ("" if other["low_ha"] is None else str(other["low_ha"]))
        assert row["sample"] == "true"


def test_before_the_period_it_says_that_there_is_no_pace(loaded):
    found = loaded("pace", "--as-of", "2020-06-30", "--zone", "smart-city")
    assert found.returncode == 0
    assert "没有速度可供推算" in found.stdout


def test_it_shows_an_example(landplan):
    for language, word in (("zh", "例："), ("en", "Example:")):
        found = landplan("pace", "--help", "--lang", language)
        assert found.returncode == 0
        assert "landplan pace" in found.stdout.split(word)[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--zone", "moon"], "no zone 'moon'"),
        (["--as-of", "yesterday"], "is no date"),
        (["--known", "someday"], "--known 'someday' is no date"),
        (["--basis", "guessed"], "declared, measured"),
        (["--format", "pdf"], "table, json, csv"),
        (["--level", "80"], "between 0 and 1"),
        (["--level", "many"], "--level"),
        (["--plan", "mars-2030"], "no plan 'mars-2030'"),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(loaded, arguments, said):
    found = loaded("pace", *arguments, "--lang", "en")
    assert found.returncode == 2
    assert said in found.stderr
    assert found.stdout == ""
