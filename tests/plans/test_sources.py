"""Every figure and name of the built-in plan stands in the line that its source cites."""

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from projects.monitoring.documents import cited_in, document_findings
from projects.package.folder import read_package
from tests.every_row import every_row
from tests.planning_documents import documents_folder, lines_of

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "plans" / "tianhe-2021-2025"

MEASURES = ("storage", "supply", "supply_industry", "supply_housing_services")
BOXES = {
    ("smart-city", "专栏2"): (228, 229, 230, 231),
    ("cbd", "专栏3"): (283, 284),
    ("cbd", "专栏4"): (293, 295, 297, 299, 301, 303, 305),
    ("outline", "专栏10"): (937, 939),
    ("outline", "专栏11"): (952,),
    ("outline", "专栏12"): (958,),
    ("outline", "专栏13"): (974,),
    ("outline", "专栏19"): (1056, 1058, 1060, 1062),
    ("outline", "专栏23"): (1217, 1219, 1221),
    ("outline", "专栏24"): (1233, 1234, 1238, 1239, 1241, 1243),
    ("outline", "专栏25"): (1266,),
    ("outline", "专栏27"): (1313,),
    ("outline", "专栏28"): (1332, 1334, 1336),
}
"""Box → its lines that name projects."""

STAGE_WORDS = {"在建": ("正加快建设", "加快完工")}
"""Stage → the words of a document that say so."""


class Citation(NamedTuple):
    document: str
    place: str
    line: int


def rows_of(name):
    return list(csv.DictReader(io.StringIO((PLAN / name).read_text(encoding="utf-8"))))


TARGETS = rows_of("targets.csv")
PROJECTS = rows_of("projects.csv")
FINDINGS = rows_of("findings.csv")

project_name = itemgetter("project_id")


def target_name(row):
    return f"{row['zone']} {row['measure']}"


def citations(row):
    parts = [citation.split("|") for citation in row["source"].split(";")]
    return [Citation(document, place, int(line)) for document, place, line in parts]


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


class Listed(NamedTuple):
    """What one line of a box lists: its sub-heading, or an empty one, and the names in order."""

    heading: str
    names: list[str]


@cache
def listed(document, line):
    """Take a line of a box apart by its own separators."""
    text = re.sub(r"^([一二三四五]、|（\d+）)", "", lines_of(document)[line - 1].strip())
    for sentence in (r"加快推进(.+?)等项目建设", r"高标准建设(.+)等重大基础设施项目"):
        if found := re.search(sentence, text):
            return Listed("", separated(found[1]))
    heading, colon, rest = text.partition("：")
    if not colon:
        return Listed("", separated(text))
    if rest.startswith(("项目", "力争")):  # a paragraph on one project
        return Listed("", [heading])
    if found := re.fullmatch(r"推进(.+)等\d+个街道(.+)规划建设。", rest):
        return Listed(heading, [street + found[2] for street in separated(found[1])])
    if "条横向道路包括" in rest:
        parts = re.findall(r"包括([^；。]+)", rest)
        return Listed(heading, [name for part in parts for name in separated(part)])
    return Listed(heading, separated(rest))


def separated(text):
    """Return the items of a list; a `、` inside brackets separates nothing."""
    outside = re.sub(r"（[^）]*）", lambda bracket: bracket[0].replace("、", "\0"), text)
    items = outside.removesuffix("。").removesuffix("等").split("、")
    return [item.replace("\0", "、") for item in items]


def names_of(row):
    """Return a project's names: its own and those that its note quotes."""
    return [row["name"], *re.findall(r"“([^”]+)”", row["note"])]


def in_a_box(citation):
    return citation.line in BOXES.get(citation[:2], ())


def test_the_plan_lists_every_cited_document_once():
    plan = yaml.safe_load((PLAN / "plan.yaml").read_text(encoding="utf-8"))
    ids = [document["id"] for document in plan["documents"]]
    cited = {citation.document for row in TARGETS + PROJECTS for citation in citations(row)}
    assert len(ids) == len(set(ids))
    assert cited <= set(ids)


def test_every_source_of_the_plan_is_borne_out_by_its_document():
    package = read_package(PLAN, ledger=False)
    assert sum(cited.source.line is not None for cited in cited_in(package)) > 800
    assert list(document_findings(package, documents_folder())) == []


def test_a_name_in_another_line_is_found():
    package = read_package(PLAN, ledger=False)
    first, *others = package.projects
    source = replace(first.sources[0], line=first.sources[0].line + 1)
    moved = replace(package, projects=(replace(first, sources=(source,)), *others))
    [found] = document_findings(moved, documents_folder())
    assert (found.kind, found.subject, found.source) == ("not_in_document", first.name, source)


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


@every_row(TARGETS, target_name)
def test_a_target_is_the_cell_that_its_source_cites(row):
    (citation,) = citations(row)
    assert printed(citation).strip() == row["value"]


@every_row(TARGETS, target_name)
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


@every_row(PROJECTS, project_name)
def test_a_project_is_named_in_every_line_that_its_sources_cite(row):
    """The first source is a box that lists it; the note quotes other names that a line prints."""
    cited = citations(row)
    assert len(cited) == len(set(cited))
    assert in_a_box(cited[0])
    assert row["name"] in listed(cited[0].document, cited[0].line).names
    for citation in cited:
        names = listed(citation.document, citation.line).names if in_a_box(citation) else []
        text = printed(citation)
        assert any(name in text or name in names for name in names_of(row)), citation


@every_row(TARGETS + PROJECTS, itemgetter("source"))
def test_a_citation_names_the_heading_it_stands_under(row):
    for citation in citations(row):
        heading = heading_above(citation)
        assert heading is not None, citation
        between = lines_of(citation.document)[heading : citation.line - 1]
        assert not any(re.match(r"\s*(专栏|表) *\d", line) for line in between), citation


@every_row(BOXES, "-".join)
def test_every_project_of_a_box_is_there_with_its_line(box):
    document, place = box
    for line in BOXES[box]:
        expected = listed(document, line).names
        found = [row for row in PROJECTS if Citation(document, place, line) in citations(row)]
        assert expected
        assert len(found) == len(set(expected))
        for name in expected:
            assert sum(name in names_of(row) for row in found) == 1, name


@every_row(BOXES, "-".join)
def test_a_box_names_projects_in_no_other_line(box):
    """Whatever else has the form of a list, up to the box's end, is known not to be projects."""
    document, place = box
    first, last = BOXES[box][0], BOXES[box][-1]
    heading = heading_above(Citation(document, place, first))
    others = set(range(heading + 1, last + 1)) - set(BOXES[box])
    for line in others:
        text = lines_of(document)[line - 1]
        assert "、" not in text.removeprefix("三、") or "行动：" in text, line


@every_row(PROJECTS, project_name)
def test_a_category_is_printed_above_the_project(row):
    """It is the line's sub-heading; where that is none or says less, it is the box's own."""
    first = citations(row)[0]
    heading = listed(first.document, first.line).heading
    numbered = re.match(r"\s*(（\d+）)", printed(first))
    if heading and not numbered and first.place != "专栏28":
        assert row["category"] == heading.removesuffix("项目")
        return
    above = lines_of(first.document)[heading_above(first) - 1 : first.line - 1]
    label = printed(first).partition("：")[0]
    assert row["category"] in "".join(line for line in [*above, label] if len(line) < 60)
    if numbered:
        assert heading in row["note"]


def test_no_project_stands_outside_the_boxes():
    names = {name for (d, _), ls in BOXES.items() for line in ls for name in listed(d, line).names}
    assert {row["name"] for row in PROJECTS} <= names
    assert names <= {name for row in PROJECTS for name in names_of(row)}


def test_the_counts_that_the_guides_state_are_those_of_the_boxes():
    mentions = {
        box: sum(len(listed(box[0], line).names) for line in lines) for box, lines in BOXES.items()
    }
    guide = (ROOT / "docs" / "plan-package.md").read_text(encoding="utf-8")
    assert f"These {sum(mentions.values())} mentions are {len(PROJECTS)} projects." in guide
    for (_, place), count in mentions.items():
        number = place.removeprefix("专栏")
        assert re.search(rf"(?<!\d){number} \({count}\b", guide), place
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f" {len(PROJECTS)} major projects " in changes


@every_row((row for row in PROJECTS if row["stage"]), project_name)
def test_a_stage_is_said_in_a_cited_line_and_in_the_note(row):
    said = [
        word
        for word in STAGE_WORDS[row["stage"]]
        for citation in citations(row)
        if word in printed(citation) and f"第{citation.line}行" in row["note"]
    ]
    assert any(word in row["note"] for word in said)


@every_row(FINDINGS, itemgetter("subject"))
def test_findings_cite_a_box_that_names_their_subject(finding):
    citation = Citation(finding["document"], finding["place"], int(finding["line"]))
    assert in_a_box(citation)
    assert finding["detail_zh"] and finding["detail_en"]
    for line in re.findall(r"第(\d+)行“", finding["detail_zh"]):
        quoted = re.search(rf"第{line}行“([^”]+)”", finding["detail_zh"])[1]
        assert lines_of(citation.document)[int(line) - 1].strip().endswith(quoted)


def test_names_that_a_list_repeats_are_findings():
    repeated = [
        (document, place, str(line), name)
        for (document, place), lines in BOXES.items()
        for line in lines
        for name, times in Counter(listed(document, line).names).items()
        if times > 1
    ]
    found = [
        tuple(finding[c] for c in ("document", "place", "line", "subject"))
        for finding in FINDINGS
        if finding["kind"] == "named_twice"
    ]
    assert repeated
    assert sorted(found) == sorted(repeated)


@every_row(
    (finding for finding in FINDINGS if finding["kind"] == "count_differs"), itemgetter("subject")
)
def test_a_count_that_differs_is_printed_and_really_differs(finding):
    """The boxes that the detail names list so many projects, and the annex prints another count."""
    stated = int(re.search(r"（(\d+)个）", finding["detail_zh"])[1])
    named = int(re.search(r"列出(\d+)个", finding["detail_zh"])[1])
    places = re.findall(r"专栏\d+", finding["detail_zh"])
    lines = [line for place in places for line in BOXES["outline", place]]
    one = [n for n in lines if listed("outline", n).heading == finding["subject"] + "项目"]
    assert named == sum(len(listed("outline", n).names) for n in one or lines) != stated
    assert str(stated) in finding["detail_en"]
    assert str(named) in finding["detail_en"]


@pytest.mark.parametrize("column", ["project_id", "name"])
def test_no_project_stands_twice(column):
    repeated = [value for value, n in Counter(row[column] for row in PROJECTS).items() if n > 1]
    assert repeated == []


@every_row(PROJECTS, project_name)
def test_a_project_id_is_a_readable_slug(row):
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", row["project_id"])


@every_row((row for row in PROJECTS if row["floor_area_m2"]), project_name)
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


@every_row(PROJECTS, project_name)
def test_what_the_documents_do_not_say_stays_empty(row):
    assert [row[c] for c in ("investment_10k_cny", "lon", "lat")] == [""] * 3


@pytest.mark.parametrize("name", ["targets.csv", "projects.csv", "findings.csv", "land_use.csv"])
def test_a_table_is_plain_utf8_with_minimal_quotes(name):
    text = (PLAN / name).read_bytes().decode("utf-8")
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(csv.reader(io.StringIO(text, newline="")))
    assert not text.startswith("\ufeff")
    assert text == written.getvalue()
