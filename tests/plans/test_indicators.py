"""Every figure of indicators.csv stands in the line that its source cites; no goal is left out."""

import csv
import io
import re
from collections import Counter
from itertools import groupby

import pytest

from tests.every_row import every_row
from tests.plans.printed_indicators import (
    CBD_TABLE,
    NUMBER,
    PLAN,
    ROWS,
    TABLES,
    ZONES,
    citations,
    figure,
    holds,
    lines_of,
    name_of,
    plain,
    printed,
    quoted,
    rows_of_table,
    table_of,
)

COLUMNS = ["zone", "indicator", "parent_indicator", "scope", "unit", "year", "value", "value_to",
           "role", "span", "kind", "note", "source"]  # fmt: skip

# Figures in a sentence with a dated goal that are not goals themselves: sizes in names, and
# a goal without a year.
NOT_GOALS = {
    ("outline", 831, "10"): "年销售额合计超10亿元的商业综合体",
    ("outline", 925, "20"): "力争打造税收十亿级楼宇20栋",
    ("outline", 933, "200"): "若干个营业收入达200亿元",
}

each_row = every_row(ROWS, name_of)


def in_order(characters, text):
    rest = iter(text)
    return all(character in rest for character in characters)


def is_heading(line, place):
    """Tell a heading: a box or table by its number, another one by its text after its ordinal."""
    numbered = re.fullmatch(r"(专栏|表)(\d+)", place)
    if numbered:
        return re.match(rf"{numbered[1]} *{numbered[2]}(?!\d)", line) is not None
    ordinals = r"^(\[[^]]*\])*(\d+[、.] ?|[一二三四五六七]、|（.）)?(\[[^]]*\])*(（.）)?"
    return re.sub(" +", " ", re.sub(ordinals, "", line)).rstrip("。") == place


def test_the_columns_are_those_of_the_documentation():
    assert list(ROWS[0]) == COLUMNS


@each_row
def test_every_line_that_is_cited_has_the_figure_or_what_the_note_quotes(row):
    first, *further = citations(row)
    if row["value"]:
        assert holds(printed(first), figure(row)) or any(q in printed(first) for q in quoted(row))
        for citation in further:
            texts = [figure(row), *quoted(row)]
            assert any(holds(printed(citation), text) for text in texts), citation
    else:
        assert any(word and word in row["note"] for word in (printed(first), printed(first)[:5]))


@each_row
def test_a_citation_stands_under_the_heading_that_it_names(row):
    """The table of `cbd` has its title below it."""
    for document, place, line in citations(row):
        lines = lines_of(document)
        near = lines[line:] if place == CBD_TABLE else lines[: line - 1]
        found = [number for number, text in enumerate(near) if is_heading(text, place)]
        assert found, place
        if re.match(r"专栏|表\d", place):
            between = near[found[-1] + 1 :]
            assert not any(re.match(r"(专栏|表) *\d", text) for text in between), place


@each_row
def test_a_zone_is_a_zone_and_what_has_none_says_whom_it_counts(row):
    assert row["zone"] in ZONES or (not row["zone"] and row["scope"])


def test_words_are_among_those_that_are_known():
    for row in ROWS:
        assert row["indicator"]
        assert row["unit"]
        assert row["role"] in {"base", "actual", "goal"}
        assert row["span"] in {"year", "period_total", "period_mean"}
        assert row["kind"] in {"binding", "expected", ""}
        assert 2015 <= int(row["year"]) <= 2025


@each_row
def test_a_value_is_a_number_and_a_range_is_the_right_way_round(row):
    for column in ("value", "value_to"):
        assert re.fullmatch(f"({NUMBER})?", row[column])
    if row["value_to"]:
        assert float(row["value"]) < float(row["value_to"])


def test_what_has_no_value_says_why():
    for row in ROWS:
        assert row["value"] or row["note"]


@each_row
def test_what_is_planned_is_a_goal_and_what_was_reached_is_not(row):
    """The latest figures reached are those of 2022, in the industry plan."""
    latest = 2022 if table_of(row)[0] == "industry" else 2020
    planned = (
        re.match("“十三五”(目标值|设定目标)|2020年预计", row["note"]) or int(row["year"]) > latest
    )
    assert (row["role"] == "goal") == bool(planned)
    assert row["role"] != "base" or table_of(row) in TABLES


def test_a_parent_indicator_is_in_the_same_document():
    for row in ROWS:
        if row["parent_indicator"]:
            siblings = [
                r for r in ROWS if r["zone"] == row["zone"] and table_of(r) == table_of(row)
            ]
            assert row["parent_indicator"] in {r["indicator"] for r in siblings}


def test_no_figure_stands_twice():
    key = ("zone", "indicator", "parent_indicator", "scope", "year", "role", "span")
    found = Counter((*(row[c] for c in key), citations(row)[0].document) for row in ROWS)
    assert [figure for figure, times in found.items() if times > 1] == []


def test_an_indicator_has_one_unit_and_one_kind_within_a_table():
    for table in TABLES:
        named = sorted((row["parent_indicator"], row["indicator"], row["unit"], row["kind"])
                       for row in rows_of_table(table))  # fmt: skip
        for _, group in groupby(set(named), key=lambda r: r[:2]):
            assert len(list(group)) == 1


def test_rows_stand_in_the_order_of_the_zones():
    order = [*ZONES, ""]
    places = [order.index(row["zone"]) for row in ROWS]
    assert places == sorted(places)


@each_row
def test_words_beside_a_figure_are_kept_in_the_note(row):
    """`70以上` or `超300家` is not 70 or 300; and no word is in the note that is not printed."""
    line, note = printed(citations(row)[0]), row["note"].split("；")
    said, unit = rf"(?<![\d.]){re.escape(figure(row))}(?!\.?\d)", re.escape(row["unit"])
    after = re.findall(rf"{said}(?:{unit})?(以上|左右)?", line)
    before = re.findall(rf"(超过|超|不小于)?{said}", line)
    if row["value"] and not quoted(row):
        assert all("" in words or {*words} & {*note} for words in (after, before))
        words = {"以上", "左右", "超", "超过", "不小于"} & {*note}
        assert words <= {*after, *before}


in_prose = every_row((row for row in ROWS if table_of(row) not in TABLES), name_of)


@in_prose
def test_a_figure_of_a_sentence_stands_with_its_unit_beside_its_indicator(row):
    line = printed(citations(row)[0]).replace(" %", "%")
    name = plain(row["indicator"]).removesuffix("比重")  # “仅占地区生产总值的5.7%”
    spots = [spot for text in (f"{figure(row)}{row['unit']}", *quoted(row))
             for spot in re.finditer(rf"(?<![\d.]){re.escape(text)}", line)]  # fmt: skip
    assert any(in_order(name, line[max(0, s.start() - 60) : s.end() + 40]) for s in spots)


@in_prose
def test_the_year_of_a_sentence_is_printed_in_it(row):
    line = printed(citations(row)[0])
    five_years = "“十三五”" in row["note"] and row["year"] == "2020"
    assert row["year"] in line or (five_years and re.search("十三五|5年累计", line))


@in_prose
def test_a_sentence_has_no_kind_and_the_span_that_its_words_say(row):
    line = printed(citations(row)[0])
    assert row["kind"] == ""
    assert (row["span"] == "period_mean") == ("年均" in row["indicator"])
    assert row["span"] != "period_total" or re.search("5年累计|2016-2020年间|“十四五”期间", line)


@in_prose
def test_the_scope_of_a_sentence_is_printed_in_the_document(row):
    text = "".join(lines_of(table_of(row)[0]))
    assert plain(row["scope"]) in text


@pytest.mark.parametrize("document", ["cbd", "smart-city", "outline", "industry"])
def test_every_dated_goal_in_a_sentence_is_a_row(document):
    """From “到2025年” (2021 to 2025) to the end of its line, a figure with a unit is a goal."""
    cited = Counter((c.line, row["value"]) for row in ROWS for c in citations(row)
                    if c.document == document)  # fmt: skip
    goals = Counter()
    for number, line in enumerate(lines_of(document), 1):
        dated = re.search(r"[到至]202[1-5]年.*", line)
        text = re.sub(r"202\d年", "", dated[0]).replace(" ", "") if dated else ""
        unit = "%|家|个|亿|万|栋|公顷|亩|座"
        goals.update(
            (number, goal) for goal in re.findall(rf"({NUMBER})(?:-{NUMBER})?(?={unit})", text)
        )
    excluded = {(number, goal) for d, number, goal in NOT_GOALS if d == document}
    assert set(goals - cited) == excluded


@pytest.mark.parametrize("key", NOT_GOALS, ids=lambda key: f"{key[0]}-{key[1]}-{key[2]}")
def test_what_is_no_goal_is_printed_as_it_is_told(key):
    document, line, _ = key
    assert NOT_GOALS[key] in lines_of(document)[line - 1]


def test_the_file_is_plain_utf8_with_minimal_quotes():
    text = (PLAN / "indicators.csv").read_bytes().decode("utf-8")
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(csv.reader(io.StringIO(text, newline="")))
    assert not text.startswith("\ufeff")
    assert text == written.getvalue()
