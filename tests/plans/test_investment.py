"""The built-in plan's investment.csv is the outline's 附表, figure by figure."""

import csv
import io
import re
from collections import Counter, defaultdict
from operator import itemgetter
from pathlib import Path

import pytest

from tests.every_row import every_row
from tests.planning_documents import lines_of

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "plans" / "tianhe-2021-2025" / "investment.csv"

FIGURES = ("count", "total_10k_cny", "period_10k_cny")
COLUMNS = ["node", "parent", "name", *FIGURES, "note", "source"]
ROWS = list(csv.DictReader(io.StringIO(TABLE.read_text(encoding="utf-8"))))
BY_NODE = {row["node"]: row for row in ROWS}

# A category as the 附表 prints it: 总计（345个）, 一、提升城区能级类项目（150个）.
CATEGORY = re.compile(r"(?P<ordinal>[一二三四]、)?(?P<name>[^（）、]+)（(?P<count>\d+)个）")


@pytest.fixture(scope="module")
def outline():
    return [line.strip() for line in lines_of("outline")]


def line_of(row):
    document, place, line = row["source"].split("|")
    assert (document, place) == ("outline", "附表")
    return int(line)


def depth(row):
    return 1 + depth(BY_NODE[row["parent"]]) if row["parent"] else 0


def printed_depth(outline, line):
    """Return how deep the 附表 puts a category: 总计, then 一、, then （一）, then （1）."""
    ordinal = CATEGORY.fullmatch(outline[line - 1])["ordinal"]
    if ordinal:
        return 1
    above = outline[line - 2]
    return (
        2 if re.fullmatch("（[一二三四]）", above) else 3 if re.fullmatch(r"（\d）", above) else 0
    )


def differences():
    """Return {(node, column): printed - sum of its children} where the two are not equal."""
    children = defaultdict(list)
    for row in ROWS:
        children[row["parent"]].append(row)
    found = {
        (node, column): int(BY_NODE[node][column]) - sum(int(row[column]) for row in parts)
        for node, parts in children.items()
        if node
        for column in FIGURES
    }
    return {key: difference for key, difference in found.items() if difference}


def test_the_columns_are_those_of_the_documentation():
    assert list(ROWS[0]) == COLUMNS


@every_row(ROWS, itemgetter("node"))
def test_a_category_and_its_figures_stand_in_the_lines_that_are_cited(row, outline):
    line = line_of(row)
    printed = CATEGORY.fullmatch(outline[line - 1])
    assert (printed["name"], printed["count"]) == (row["name"], row["count"])
    assert outline[line].replace(",", "") == row["total_10k_cny"]
    assert outline[line + 1].replace(",", "") == row["period_10k_cny"]


def test_every_category_of_the_table_is_a_row_in_the_order_of_the_table(outline):
    start = outline.index("附表")
    listed = [n for n, line in enumerate(outline, 1) if n > start and CATEGORY.fullmatch(line)]
    assert listed
    assert [line_of(row) for row in ROWS] == listed


def test_the_table_is_in_10_000_yuan(outline):
    start = outline.index("附表")
    assert "单位：万元" in outline[start : line_of(ROWS[0])]


def test_the_tree_has_one_root_and_every_parent_stands_before_its_parts():
    assert [row["node"] for row in ROWS if not row["parent"]] == [ROWS[0]["node"]]
    for number, row in enumerate(ROWS[1:], 1):
        assert row["parent"] in [earlier["node"] for earlier in ROWS[:number]]


@every_row(ROWS, itemgetter("node"))
def test_a_category_is_as_deep_as_its_ordinal_says(row, outline):
    assert depth(row) == printed_depth(outline, line_of(row))


@every_row(ROWS[1:], itemgetter("node"))
def test_a_category_belongs_to_the_last_one_above_it_that_is_less_deep(row):
    above = ROWS[: ROWS.index(row)]
    assert row["parent"] == [r["node"] for r in above if depth(r) == depth(row) - 1][-1]


def test_sums_are_left_as_printed_where_they_differ_from_their_parts():
    """Four printed sums are 1 (万元) more than their parts; the others and all counts add up."""
    assert differences() == {
        ("all", "period_10k_cny"): 1,
        ("urban-capacity", "period_10k_cny"): 1,
        ("industry", "total_10k_cny"): 1,
        ("livelihood", "total_10k_cny"): 1,
    }


@every_row(ROWS, itemgetter("node"))
def test_investment_in_the_period_is_part_of_the_total(row):
    assert 0 < int(row["period_10k_cny"]) <= int(row["total_10k_cny"])


def test_a_node_is_a_readable_slug_and_stands_once():
    assert max(Counter(row["node"] for row in ROWS).values()) == 1
    for row in ROWS:
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", row["node"])


def test_the_file_is_plain_utf8_with_minimal_quotes():
    text = TABLE.read_bytes().decode("utf-8")
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(csv.reader(io.StringIO(text, newline="")))
    assert not text.startswith("\ufeff")
    assert text == written.getvalue()
