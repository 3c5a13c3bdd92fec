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
FURTHER = ("智慧城(?!市)", "穗府", "穗规", "珠江", r"(?<!\d)4401\d\d(?!\d)", r"(?-i:TH-[A-Z])")


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def whole(words):
    return "|".join(rf"(?<![\w-]){re.escape(word)}(?![\w-])" for word in words)


@cache
def names():
    """Give a pattern of all names: of the city and its districts, of the plan's land and works."""
    found = {"广州"}
    for row in rows(GAZETTEER):
        if row["city"] == "广州市" and row["district"]:
            found.add(row["district"].rstrip("区"))
    ids = {BUILTIN.name}
    for file, column in (("zones", "zone_id"), ("projects", "project_id"),
                         ("structure", "structure_id")):  # fmt: skip
        for row in rows(BUILTIN / f"{file}.csv"):
            ids.add(row[column])
            found.add(row["name"])
    told = yaml.safe_load((BUILTIN / "plan.yaml").read_text("utf-8"))
    found |= {told["title"], *(document["title"] for document in told["documents"])}
    assert len(found) > 200 and len(ids) > 200
    return re.compile("|".join((whole(sorted(ids)), *map(re.escape, sorted(found)), *PINYIN,
                                *FURTHER)), re.IGNORECASE)  # fmt: skip


def texts(room):
    for path in sorted((REPO / room).rglob("*")):
        is_ours = path.is_file() and OF_OTHERS not in path.parents and path != GAZETTEER
        if is_ours and path.suffix not in NO_TEXT:
            yield path, path.read_text("utf-8")


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_names_no_place_of_a_district(room):
    read, found = 0, []
    for path, text in texts(room):
        read += 1
        for number, line in enumerate(text.splitlines(), start=1):
            if named := names().search(line):
                found.append(f"{path.relative_to(REPO)}:{number}: {named[0]}")
    assert found == []
    assert read > 50


def test_the_gazetteer_is_of_the_whole_country():
    provinces = {row["province"] for row in rows(GAZETTEER)}
    assert len(provinces) > 30


def test_the_names_looked_for_are_found_where_they_stand():
    told = "".join((BUILTIN / name).read_text("utf-8") for name in ("plan.yaml", "zones.csv"))
    seen = set(names().findall(told))
    assert {"天河", "广州"} & {word[:2] for word in seen}
    assert {"smart-city", "park-2112", "cbd"} <= seen
