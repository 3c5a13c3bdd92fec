"""Every figure and name of the built-in plan stands in the line that its source cites.

The planning documents are read as they are printed, from the folder LANDPLAN_DOCUMENTS or from
`../shared/documents` beside the repository.
"""

import csv
import io
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "plans" / "tianhe-2021-2025"
DOCUMENTS = Path(os.environ.get("LANDPLAN_DOCUMENTS") or ROOT.parent / "shared" / "documents")

MEASURES = ("storage", "supply", "supply_industry", "supply_housing_services")
BOXES = (("smart-city", "专栏2"), ("cbd", "专栏3"), ("cbd", "专栏4"))


class Citation(NamedTuple):
    document: str
    place: str
    line: int


def rows_of(name):
    return list(csv.DictReader(io.StringIO((PLAN / name).read_text(encoding="utf-8"))))


TARGETS = rows_of("targets.csv")
PROJECTS = rows_of("projects.csv")


def citations(row):
    parts = [citation.split("|") for citation in row["source"].split(";")]
    return [Citation(document, place, int(line)) for document, place, line in parts]


@cache
def lines_of(document):
    return (DOCUMENTS / f"{document}.txt").read_text(encoding="utf-8").split("\n")


def printed(citation):
    return lines_of(citation.document)[citation.line - 1]


def is_heading(line, place):
    """Tell a heading: a box or table by its number, another one by its whole text."""
    numbered = re.fullmatch(r"(专栏|表)(\d+)", place)
    if numbered:
        return re.match(rf"\s*{numbered[1]} *{numbered[2]}(?!\d)", line) is not None
    return re.sub(r"^\[.*?\]|\d+、", "", line.strip()).endswith(place)


def heading_above(citation):
    """Return the line number of the heading that a citation stands under, or None."""
    above = lines_of(citation.document)[: citation.line]
    found = [number for number, line in enumerate(above, 1) if is_heading(line, citation.place)]
    return found[-1] if found else None


def box_projects(document, place):
    """Return (category, name, line number) of every project that a box lists.

    A box holds either lists (`类别：甲、乙、丙。`) or paragraphs (`甲：项目…`).
    """
    lines = lines_of(document)
    start = next(number for number, line in enumerate(lines, 1) if is_heading(line, place))
    ends = (n for n, line in enumerate(lines, 1) if n > start and re.match(r"\s*专栏", line))
    end = next(ends)
    projects = []
    for number in range(start + 1, end):
        line = lines[number - 1].strip()
        paragraph = re.match(r"([^：。]+)：项目", line)
        listed = re.fullmatch(r"([^：。]+)：([^。]+)。", line)
        if paragraph:
            projects.append((None, paragraph[1], number))
        elif listed:
            category = listed[1].removesuffix("项目")
            projects += [(category, name, number) for name in listed[2].split("、")]
    return projects


def test_the_plan_lists_every_cited_document_once():
    plan = yaml.safe_load((PLAN / "plan.yaml").read_text(encoding="utf-8"))
    ids = [document["id"] for document in plan["documents"]]
    cited = {citation.document for row in TARGETS + PROJECTS for citation in citations(row)}
    assert len(ids) == len(set(ids))
    assert cited <= set(ids)


def test_the_plan_says_that_its_ledger_is_a_sample():
    plan = yaml.safe_load((PLAN / "plan.yaml").read_text(encoding="utf-8"))
    assert plan["sample"] is True


@pytest.mark.parametrize("document", ["cbd", "outline", "services"])
def test_the_day_of_issue_is_printed_in_the_document(document):
    plan = yaml.safe_load((PLAN / "plan.yaml").read_text(encoding="utf-8"))
    issued_on = next(d["issued_on"] for d in plan["documents"] if d["id"] == document)
    wide = str.maketrans("０１２３４５６７８９", "0123456789")
    assert issued_on
    assert any(issued_on in line.translate(wide).replace(" ", "") for line in lines_of(document))


@pytest.mark.parametrize("row", TARGETS, ids=lambda row: f"{row['zone']}-{row['measure']}")
def test_a_target_is_the_cell_that_its_source_cites(row):
    (citation,) = citations(row)
    assert printed(citation).strip() == row["value"]


@pytest.mark.parametrize("row", TARGETS, ids=lambda row: f"{row['zone']}-{row['measure']}")
def test_a_target_stands_under_its_zone_and_in_its_column(row):
    """In the flattened table a row is the zone's name and then its four figures."""
    names = {
        "smart-city": "天河智慧城",
        "smart-city-core": "智慧城核心区",
        "smart-valley": "智谷片区",
    }
    (citation,) = citations(row)
    column = MEASURES.index(row["measure"])
    name_line = lines_of("smart-city")[citation.line - 1 - column - 1]
    assert name_line.strip() == names[row["zone"]]


def test_targets_are_planned_because_the_table_is_titled_a_plan():
    heading = heading_above(citations(TARGETS[0])[0])
    assert "计划（公顷）" in lines_of("smart-city")[heading - 1]
    assert {(row["kind"], row["unit"], row["year"]) for row in TARGETS} == {
        ("planned", "公顷", "2025")
    }


def test_the_parts_of_table_3_add_up():
    value = {(row["zone"], row["measure"]): float(row["value"]) for row in TARGETS}
    assert len(value) == len(TARGETS) == 3 * len(MEASURES)
    for measure in MEASURES:
        parts = value["smart-city-core", measure] + value["smart-valley", measure]
        assert value["smart-city", measure] == parts
    for zone in {row["zone"] for row in TARGETS}:
        uses = value[zone, "supply_industry"] + value[zone, "supply_housing_services"]
        assert value[zone, "supply"] == uses


@pytest.mark.parametrize("row", PROJECTS, ids=lambda row: row["project_id"])
def test_a_project_is_named_in_every_line_that_its_sources_cite(row):
    """Where a line prints another name, the note quotes it."""
    names = [row["name"], *re.findall(r"“([^”]+)”", row["note"])]
    cited = citations(row)
    assert len(cited) == len(set(cited))
    assert row["name"] in printed(cited[0])
    for citation in cited:
        assert any(name in printed(citation) for name in names), citation


@pytest.mark.parametrize("row", TARGETS + PROJECTS, ids=lambda row: row["source"][:40])
def test_a_citation_names_the_heading_it_stands_under(row):
    for citation in citations(row):
        heading = heading_above(citation)
        assert heading is not None, citation
        between = lines_of(citation.document)[heading : citation.line - 1]
        assert not any(re.match(r"\s*(专栏|表) *\d", line) for line in between), citation


@pytest.mark.parametrize("box", BOXES, ids="-".join)
def test_every_project_of_a_box_is_there_with_its_line_and_category(box):
    expected = box_projects(*box)
    assert expected
    found = {
        row["name"]: (row["category"], citation.line)
        for row in PROJECTS
        for citation in citations(row)
        if citation[:2] == box
    }
    assert len(found) == len(expected)
    for category, name, line in expected:
        assert found[name][1] == line
        if category:
            assert found[name][0] == category


def test_no_project_stands_outside_the_boxes():
    listed = {name for box in BOXES for _, name, _ in box_projects(*box)}
    assert {row["name"] for row in PROJECTS} == listed


@pytest.mark.parametrize("column", ["project_id", "name"])
def test_no_project_stands_twice(column):
    repeated = [value for value, n in Counter(row[column] for row in PROJECTS).items() if n > 1]
    assert repeated == []


def test_a_project_id_is_a_readable_slug():
    for row in PROJECTS:
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", row["project_id"])


@pytest.mark.parametrize(
    "row", [row for row in PROJECTS if row["floor_area_m2"]], ids=lambda row: row["project_id"]
)
def test_areas_are_printed_and_the_note_says_which_floor_area_it_is(row):
    text = "".join(printed(citation) for citation in citations(row))
    kind = re.search(r"建筑面积为([^，；]+)", row["note"])[1]
    assert re.search(rf"{kind}为?{spelled(row['floor_area_m2'])}", text)
    if row["site_area_m2"]:
        assert re.search(rf"(用地|占地)面积{spelled(row['site_area_m2'])}", text)
    else:
        assert "用地面积未载明" in row["note"]


def spelled(area_m2):
    """Return a pattern for an area as documents print it, in 平方米 or 万平方米."""
    return rf"({area_m2}平方米|{float(area_m2) / 10_000:g}万平方米)"


def test_a_figure_printed_two_ways_keeps_the_first_and_notes_both():
    (row,) = [row for row in PROJECTS if row["project_id"] == "hopson-junjing-north"]
    box = next(citation for citation in citations(row) if citation.place == "专栏4")
    assert row["site_area_m2"] == "59000"
    for figure in ("5.9万平方米", "59700平方米"):
        assert figure in printed(box)
        assert figure in row["note"]


def test_what_the_documents_do_not_say_stays_empty():
    for row in PROJECTS:
        assert [row[c] for c in ("stage", "investment_10k_cny", "lon", "lat")] == [""] * 4


@pytest.mark.parametrize("name", ["targets.csv", "projects.csv", "land_use.csv"])
def test_a_table_is_plain_utf8_with_minimal_quotes(name):
    text = (PLAN / name).read_bytes().decode("utf-8")
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(csv.reader(io.StringIO(text, newline="")))
    assert not text.startswith("\ufeff")
    assert text == written.getvalue()
