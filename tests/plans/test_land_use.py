"""The land-use table of the built-in plan: two code sets, one group for each code."""

import csv
from pathlib import Path

import pytest

PLAN = Path(__file__).resolve().parents[2] / "plans" / "tianhe-2021-2025"

with (PLAN / "land_use.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))

SETS = ("2020", "2023")
NAMES = {s: {row["code"]: row["name"] for row in ROWS if row["code_set"] == s} for s in SETS}
GROUPS = {s: {row["code"]: row["group"] for row in ROWS if row["code_set"] == s} for s in SETS}
NOTES = {(row["code_set"], row["code"]): row["note"] for row in ROWS}

CHANGED = {
    "0204": ("其他园地", "油料园地"),
    "060102": ("村庄内部道路用地", "田间道"),
    "0602": ("种植设施建设用地", "设施农用地"),
    "1311": ("干渠", "水工设施用地"),
    "1312": ("水工设施用地", "其他公用设施用地"),
    "2202": ("其他特殊用海", "科研教育用海"),
    "2302": ("田坎", "后备耕地"),
    "2303": ("田间道", "田坎"),
}
"""Codes that mean different land in the two sets: 2020, 2023."""


def test_a_code_stands_once_in_a_set():
    assert len({(row["code"], row["code_set"]) for row in ROWS}) == len(ROWS)
    assert {row["code_set"] for row in ROWS} == set(SETS)


@pytest.mark.parametrize("code_set", SETS)
def test_every_code_has_a_name_and_its_parent(code_set):
    names = NAMES[code_set]
    for code, name in names.items():
        assert name
        assert code.isascii()
        assert code.isdecimal()
        assert len(code) in (2, 4, 6)
        assert len(code) == 2 or code[:-2] in names


@pytest.mark.parametrize("code_set", SETS)
def test_all_classes_of_level_1_are_there(code_set):
    level_1 = {code for code in NAMES[code_set] if len(code) == 2}
    assert level_1 == {f"{number:02d}" for number in range(1, 25)}


@pytest.mark.parametrize("code_set", SETS)
def test_names_stand_once_in_a_set(code_set):
    names = list(NAMES[code_set].values())
    assert len(names) == len(set(names))


@pytest.mark.parametrize("code", CHANGED)
def test_a_code_that_changed_its_meaning_notes_the_other_one(code):
    old, new = CHANGED[code]
    assert (NAMES["2020"][code], NAMES["2023"][code]) == (old, new)
    assert new in NOTES["2020", code]
    assert old in NOTES["2023", code]


@pytest.mark.parametrize("code_set", SETS)
def test_groups_follow_the_two_columns_of_the_plan(code_set):
    """Industry is 1001 and 1101 with their classes; housing and services are 07 and 08."""

    def group(code):
        if code.startswith(("07", "08")):
            return "housing_services"
        if code in ("10", "11") or code.startswith(("1001", "1101")):
            return "industry"
        return "other"

    assert GROUPS[code_set] == {code: group(code) for code in NAMES[code_set]}


@pytest.mark.parametrize("code_set", SETS)
@pytest.mark.parametrize("code", ["1001", "100101"])
def test_the_table_says_how_to_write_new_industry_land(code_set, code):
    assert "新型产业用地（M0）" in NOTES[code_set, code]
    assert GROUPS[code_set][code] == "industry"


@pytest.mark.parametrize("code_set", SETS)
@pytest.mark.parametrize("code", ["09", "0802", "10", "11", "1102"])
def test_a_choice_that_a_planner_may_make_otherwise_is_noted(code_set, code):
    assert NOTES[code_set, code]


def test_a_class_that_both_sets_name_alike_is_in_one_group():
    shared = NAMES["2020"].items() & NAMES["2023"].items()
    assert len(shared) > 150
    for code, _ in shared:
        assert GROUPS["2020"][code] == GROUPS["2023"][code]
