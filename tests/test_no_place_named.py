"""The rooms know no district: nothing in them names Guangzhou, or what the built-in plan names.

What a plan is about stands in its package; which one is built in, in plans/builtin.yaml.
"""

import csv
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

REPO = Path(__file__).resolve().parents[1]
PLANS = REPO / "plans"
BUILTIN = PLANS / yaml.safe_load((PLANS / "builtin.yaml").read_text("utf-8"))["plan"]
GAZETTEER = REPO / "projects" / "package" / "districts.csv"
ROOMS = ("gis", "projects", "layers", "landplan")
NO_TEXT = {".otf", ".pyc"}
OF_OTHERS = REPO / "layers" / "vendor"
PINYIN = (
    "guangzhou", "canton", "tianhe", "liwan", "yuexiu", "haizhu", "baiyun", "huangpu", "panyu",
    "huadu", "nansha", "conghua", "zengcheng", "zhujiang",
)  # fmt: skip
CITY = ("广州", "智慧城", "穗府", "穗规", "珠江")
ANOTHER = "智慧城市"
"""A word of the trade, and no name."""

OF_THE_CITY = re.compile(r"(?<!\d)4401\d\d(?!\d)|TH-[A-Z]")
"""Codes of its districts, and how the numbers of its parcels begin."""


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def names():
    """Give the names of the city and its districts, and of the plan's land and works."""
    found = {*CITY, *PINYIN}
    for row in rows(GAZETTEER):
        if row["city"] == "广州市" and row["district"]:
            found.add(row["district"].rstrip("区"))
    for file in ("zones", "projects", "structure"):
        found |= {row["name"].lower() for row in rows(BUILTIN / f"{file}.csv")}
    told = yaml.safe_load((BUILTIN / "plan.yaml").read_text("utf-8"))
    return found | {told["title"], *(document["title"] for document in told["documents"])}


@cache
def ids():
    found = {BUILTIN.name}
    for file, column in (("zones", "zone_id"), ("projects", "project_id"),
                         ("structure", "structure_id")):  # fmt: skip
        found |= {row[column] for row in rows(BUILTIN / f"{file}.csv")}
    return found


def named_in(text):
    """Give what a text names, ids as whole words."""
    folded = text.lower().replace(ANOTHER, "")
    found = {name for name in names() if name in folded}
    for one in ids():
        if one in folded and re.search(rf"(?<![\w-]){re.escape(one)}(?![\w-])", folded):
            found.add(one)
    return found | set(OF_THE_CITY.findall(text))


def texts(room):
    for path in sorted((REPO / room).rglob("*")):
        is_ours = path.is_file() and OF_OTHERS not in path.parents and path != GAZETTEER
        if is_ours and path.suffix not in NO_TEXT:
            yield path, path.read_text("utf-8")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_names_no_place_of_a_district(room):
    named = {path: named_in(text) for path, text in texts(room)}
    assert len(named) > 50
    assert {str(path.relative_to(REPO)): found for path, found in named.items() if found} == {}


def test_the_gazetteer_is_of_the_whole_country():
    provinces = {row["province"] for row in rows(GAZETTEER)}
    assert len(provinces) > 30


def test_the_names_looked_for_are_found_where_they_stand():
    assert len(names()) > 200 and len(ids()) > 200
    told = "".join((BUILTIN / name).read_text("utf-8") for name in ("plan.yaml", "zones.csv"))
    assert {"天河", "广州", "智慧城", "smart-city", "park-2112", "cbd"} <= named_in(told)
    assert named_in("TH-ZG-0001 of 440106 in Tianhe") == {"TH-Z", "440106", "tianhe"}
    assert named_in("the cbd-like dcbd, 智慧城市, 110108") == set()
