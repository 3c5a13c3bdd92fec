"""Every figure of indicators.csv stands in the cell that its source cites; none is left out.

The planning documents are read as they are printed, from the folder LANDPLAN_DOCUMENTS or from
`../shared/documents` beside the repository. One of them writes full-width digits and a private
character for the decimal point, so lines are compared after both are made plain.
"""

import csv
import io
import os
import re
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "plans" / "tianhe-2021-2025"
DOCUMENTS = Path(os.environ.get("LANDPLAN_DOCUMENTS") or ROOT.parent / "shared" / "documents")

COLUMNS = ["zone", "indicator", "parent_indicator", "scope", "unit", "year", "value", "value_to",
           "role", "span", "kind", "note", "source"]  # fmt: skip
NUMBER = r"-?\d+(?:\.\d+)?"
KINDS = {"预期性": "expected", "约束性": "binding"}
CBD_TABLE = "表格 天河中央商务区“十四五”期间主要量化指标目标"

# The flattened tables: first and last line that hold cells of rows.
TABLES = {
    ("cbd", CBD_TABLE): (97, 216),
    ("smart-city", "表1"): (30, 92),
    ("smart-city", "表2"): (135, 204),
    ("outline", "表1"): (57, 494),
    ("outline", "表2"): (566, 763),
    ("services", "专栏1"): (156, 162),
    ("services", "专栏2"): (392, 405),
}
CELLS = [table for table in TABLES if table[0] != "services"]

# Figures in a sentence with a dated goal that are not goals themselves: sizes in names, and
# a goal without a year.
NOT_GOALS = {
    ("outline", 831, "10"): "年销售额合计超10亿元的商业综合体",
    ("outline", 925, "20"): "力争打造税收十亿级楼宇20栋",
    ("outline", 933, "200"): "若干个营业收入达200亿元",
}


class Citation(NamedTuple):
    document: str
    place: str
    line: int


def rows_of(name):
    return list(csv.DictReader(io.StringIO((PLAN / name).read_text(encoding="utf-8"))))


ROWS = rows_of("indicators.csv")
ZONES = [row["zone_id"] for row in rows_of("zones.csv")]


def name_of(row):
    document, _, line = citations(row)[0]
    return f"{document}-{line}"


each_row = pytest.mark.parametrize("row", ROWS, ids=name_of)


def plain(text):
    """Return a text with plain digits, points, signs and letters, and one word for GDP."""
    text = re.sub("\U001001b0 ?", ".", text).replace("\u3000", " ").replace("GDP", "地区生产总值")
    return text.translate(
        {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F) if chr(c) not in "（），；："}
    )


@cache
def lines_of(document):
    text = (DOCUMENTS / f"{document}.txt").read_text(encoding="utf-8")
    return [plain(line).strip() for line in text.split("\n")]


def citations(row):
    parts = [part.split("|") for part in row["source"].split(";")]
    return [Citation(document, place, int(line)) for document, place, line in parts]


def printed(citation):
    return lines_of(citation.document)[citation.line - 1]


def figure(row):
    """Return the row's value as documents print it: `5312.79`, or `510-530`."""
    return "-".join(part for part in (row["value"], row["value_to"]) if part)


def quoted(row):
    return [plain(text) for text in re.findall(r"“([^”]+)”", row["note"])]


def holds(line, text):
    """Tell whether a line has a figure or a text; a figure not as part of a longer one."""
    if re.fullmatch(rf"{NUMBER}(-{NUMBER})?", text):
        return re.search(rf"(?<![\d.]){re.escape(text)}(?!\.?\d)", line) is not None
    return text in line


def in_order(characters, text):
    rest = iter(text)
    return all(character in rest for character in characters)


def table_of(row):
    return citations(row)[0][:2]


def rows_of_table(table):
    return [row for row in ROWS if table_of(row) == table]


def lines_of_table(table):
    first, last = TABLES[table]
    return lines_of(table[0])[first - 1 : last]


def is_heading(line, place):
    """Tell a heading: a box or table by its number, another one by its text after its ordinal."""
    numbered = re.fullmatch(r"(专栏|表)(\d+)", place)
    if numbered:
        return re.match(rf"{numbered[1]} *{numbered[2]}(?!\d)", line) is not None
    ordinals = r"^(\[[^]]*\])*(\d+[、.] ?|[一二三四五六七]、|（.）)?(\[[^]]*\])*(（.）)?"
    return re.sub(" +", " ", re.sub(ordinals, "", line)).rstrip("。") == place


# -- every row -------------------------------------------------------------------------------


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


def test_a_zone_is_a_zone_and_what_has_none_says_whom_it_counts():
    for row in ROWS:
        assert row["zone"] in ZONES or (not row["zone"] and row["scope"])


def test_words_are_among_those_that_are_known():
    for row in ROWS:
        assert row["indicator"]
        assert row["unit"]
        assert row["role"] in {"base", "actual", "goal"}
        assert row["span"] in {"year", "period_total", "period_mean"}
        assert row["kind"] in {"binding", "expected", ""}
        assert 2015 <= int(row["year"]) <= 2025


def test_a_value_is_a_number_and_a_range_is_the_right_way_round():
    for row in ROWS:
        for column in ("value", "value_to"):
            assert re.fullmatch(f"({NUMBER})?", row[column])
        if row["value_to"]:
            assert float(row["value"]) < float(row["value_to"])


def test_what_has_no_value_says_why():
    for row in ROWS:
        assert row["value"] or row["note"]


def test_a_goal_is_not_before_and_an_actual_figure_not_after_its_plan():
    for row in ROWS:
        if row["role"] == "goal":
            assert int(row["year"]) >= 2020
        else:
            assert int(row["year"]) <= 2022


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


def test_words_beside_a_figure_are_kept_in_the_note():
    """`70以上` or `超300家` is not 70 or 300; and no word is in the note that is not printed."""
    for row in ROWS:
        line, note = printed(citations(row)[0]), row["note"].split("；")
        said, unit = rf"(?<![\d.]){re.escape(figure(row))}(?!\.?\d)", re.escape(row["unit"])
        after = re.findall(rf"{said}(?:{unit})?(以上|左右)?", line)
        before = re.findall(rf"(超过|超|不小于)?{said}", line)
        if row["value"] and not quoted(row):
            assert all("" in words or {*words} & {*note} for words in (after, before)), row
            words = {"以上", "左右", "超", "超过", "不小于"} & {*note}
            assert words <= {*after, *before}, row


# -- the tables ------------------------------------------------------------------------------


def name_line(row):
    """Return the number of the line above a cell that has its indicator's name."""
    document, _, line = citations(row)[0]
    lines, name = lines_of(document), plain(row["indicator"])
    above = range(line - 1, line - 25, -1)
    return next(n for n in above if re.sub(r"（.*?）(\[.*)?", "", lines[n - 1]).endswith(name)
                or lines[n - 1] == name)  # fmt: skip


def place_in_row(row):
    """Return which cell after its name a cell is: 1 for the next one that is not empty."""
    document, _, line = citations(row)[0]
    parts = {plain(r["indicator"]) for r in ROWS if r["parent_indicator"] == row["indicator"]}
    cells = lines_of(document)[name_line(row) : line]
    return sum(bool(cell) and cell not in parts for cell in cells)


def expected_place(row):
    year, role = int(row["year"]), row["role"]
    table = table_of(row)
    if table == ("outline", "表1"):
        if role == "goal":
            return 8
        return 6 if row["span"] == "period_mean" else year - 2015
    if table == ("smart-city", "表1"):
        return {(2015, "actual"): 1, (2020, "goal"): 2, (2020, "actual"): 3}[year, role]
    if table == ("smart-city", "表2"):
        return 2
    return {"base": 2, "goal": 3}[role]


in_cells = pytest.mark.parametrize(
    "row", [row for row in ROWS if table_of(row) in CELLS], ids=name_of
)


@in_cells
def test_a_cell_is_in_the_column_of_its_year(row):
    assert place_in_row(row) == expected_place(row)


@in_cells
def test_a_cell_holds_its_figure_and_nothing_else_that_is_lost(row):
    """Beside the figure stand its unit, brackets, or words that the note or the span keeps."""
    rest = printed(citations(row)[0])
    if not row["value"]:
        return
    assert holds(rest, figure(row))
    rest = rest.replace(figure(row), "", 1).removesuffix("%")
    assert (row["span"] == "period_total") == (rest == "[]") or table_of(row)[0] == "smart-city"
    words = [word for word in re.split(r"[\[\]]|年均", rest) if word]
    for word in words:
        assert all(part in row["note"] + row["unit"] for part in re.split(row["unit"], word))
    assert "年均" not in rest or row["span"] == "period_mean"


@in_cells
def test_a_unit_is_printed_in_its_row(row):
    document = table_of(row)[0]
    start = name_line(row)
    beside = lines_of(document)[start - 1] + lines_of(document)[start]
    if row["parent_indicator"] and f"（{row['unit']}）" not in beside:
        parent = next(r for r in ROWS if r["indicator"] == row["parent_indicator"])
        beside = lines_of(document)[name_line(parent) - 1]
    assert row["unit"] in beside


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (("cbd", CBD_TABLE), 15),
        (("smart-city", "表1"), 10),
        (("smart-city", "表2"), 14),
        (("outline", "表2"), 24),
        (("services", "专栏1"), 3),
        (("services", "专栏2"), 7),
    ],
    ids=lambda value: "-".join(value)[:16] if isinstance(value, tuple) else str(value),
)
def test_a_table_has_all_its_indicators(table, rows):
    """The rows of a table are counted in the document by a cell that each of them has."""
    mark = {
        "cbd": "预测性",
        "smart-city": r".+（.+）(\[.*)?" if table[1] == "表1" else rf"{NUMBER}(-{NUMBER})?",
        "outline": "预期性|约束性",
        "services": rf"(\d )?\S+ \S+ {NUMBER} .*",
    }[table[0]]
    counted = [line for line in lines_of_table(table) if re.fullmatch(mark, line)]
    serial = table == ("cbd", CBD_TABLE)
    columns = {"smart-city": 3 if table[1] == "表1" else 1}.get(table[0], 2)
    assert len(counted) == rows
    assert len({row["indicator"] for row in rows_of_table(table)}) == rows
    assert len(rows_of_table(table)) == rows * columns
    assert not serial or lines_of_table(table).count(str(rows)) >= 1


def test_every_cell_of_the_outlines_table_1_is_a_row():
    """A row of the table is a run of yearly cells, 2016–2020, and then the mean of the years."""
    table = ("outline", "表1")
    first, _ = TABLES[table]
    cells, cited = [], {citations(row)[0].line for row in rows_of_table(table)}
    run = []
    for number, text in enumerate([*lines_of_table(table), ""], first):
        if re.fullmatch(rf"{NUMBER}%?|—|暂无数据", text):
            run.append((number, text))
            continue
        if len(run) >= 5:
            cells.append(run)
        run = []
    assert {len(run) for run in cells} <= {5, 6}
    wanted = {number for run in cells for number, _ in run[:5]}
    wanted |= {number for run in cells for number, text in run[5:] if text != "—"}
    goals = {row["source"] for row in rows_of_table(table) if row["role"] == "goal"}
    assert wanted <= cited
    assert len(wanted) + len(goals) == len(rows_of_table(table))
    assert len(goals) == sum(text in KINDS for text in lines_of_table(table))


def test_the_outlines_table_1_has_31_numbered_indicators():
    table = ("outline", "表1")
    goals = [row for row in rows_of_table(table) if row["role"] == "goal"]
    numbered = [lines_of("outline")[name_line(row) - 2] for row in goals]
    assert [int(number) for number in numbered if number] == list(range(1, 32))
    assert [row["indicator"] for row, n in zip(goals, numbered, strict=True) if not n] == [
        "地区生产总值增长率"  # the second row of indicator 1
    ]


@pytest.mark.parametrize("missing", ["暂无数据", "—"])
def test_what_is_missing_in_the_outlines_table_1_is_empty_and_not_zero(missing):
    table = ("outline", "表1")
    found = [row for row in rows_of_table(table) if printed(citations(row)[0]) == missing]
    assert found
    assert {row["value"] for row in found} == {""}
    zeros = [row for row in rows_of_table(table) if row["value"] and float(row["value"]) == 0]
    assert zeros
    assert all(re.fullmatch(r"0(\.0+)?", printed(citations(row)[0])) for row in zeros)


def test_the_outline_counts_its_binding_and_expected_indicators_itself():
    note = next(line for line in lines_of("outline") if line.startswith("备注：1.共计16个"))
    expected, binding = map(int, re.search(r"(\d+)个预期性指标，(\d+)个约束性", note).groups())
    goals = [row for row in rows_of_table(("outline", "表2")) if row["role"] == "goal"]
    assert Counter(row["kind"] for row in goals) == {"expected": expected, "binding": binding}


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if table_of(row)[0] == "outline" and table_of(row) in CELLS],
    ids=name_of,
)
def test_the_kind_of_an_indicator_is_the_one_its_row_prints(row):
    """In 表1 a cell of the kind spans the rows of one numbered indicator."""
    after = lines_of("outline")[name_line(row) :]
    if row["parent_indicator"]:
        parent = next(r for r in ROWS if r["indicator"] == row["parent_indicator"])
        after = lines_of("outline")[name_line(parent) :]
    assert row["kind"] == KINDS[next(line for line in after if line in KINDS)]


def test_marks_of_the_outlines_table_2_are_kept():
    for row in rows_of_table(("outline", "表2")):
        serial = lines_of("outline")[name_line(row) - 2]
        assert ("※" in serial) == ("沿用市指标" in row["note"])
        assert ("△" in serial) == ("沿用区“十三五”指标" in row["note"])


@pytest.mark.parametrize(
    "row", [row for row in ROWS if table_of(row)[0] == "services"], ids=name_of
)
def test_a_figure_of_services_is_in_the_column_of_its_year(row):
    cells = re.sub(r"^\d ", "", re.sub(r" \((\d{4}) 年\)", r"@\1", printed(citations(row)[0])))
    name, unit, *figures = cells.split()
    years = {"专栏1": ("2015", "2020"), "专栏2": ("2020", "2025")}[table_of(row)[1]]
    dated = [f.split("@") if "@" in f else (f, y) for f, y in zip(figures, years, strict=True)]
    assert (name, unit) == (row["indicator"], row["unit"])
    assert [row["value"], row["year"]] in [list(pair) for pair in dated]


def test_land_in_the_indicators_is_the_land_of_the_targets():
    measures = {"土地收储面积": "storage", "产业用地供应面积": "supply_industry"}
    targets = {(t["zone"], t["measure"], t["year"]): t for t in rows_of("targets.csv")}
    found = [row for row in ROWS if row["indicator"] in measures]
    assert len(found) == len(measures)
    for row in found:
        target = targets[row["zone"], measures[row["indicator"]], row["year"]]
        assert (row["value"], row["unit"]) == (target["value"], target["unit"])


# -- the sentences ---------------------------------------------------------------------------

in_prose = pytest.mark.parametrize(
    "row", [row for row in ROWS if table_of(row) not in TABLES], ids=name_of
)


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
def test_the_scope_of_a_sentence_is_printed_in_the_document(row):
    text = "".join(lines_of(table_of(row)[0]))
    assert plain(row["scope"]) in text


@pytest.mark.parametrize("document", ["cbd", "smart-city", "outline", "industry"])
def test_every_dated_goal_in_a_sentence_is_a_row(document):
    """From “到2025年” (2021 to 2025) to the end of its line, a figure with a unit is a goal."""
    cited = {(c.line, row["value"]) for row in ROWS for c in citations(row)
             if c.document == document}  # fmt: skip
    lines = lines_of(document)
    found = set()
    for number, line in enumerate(lines, 1):
        for start in re.finditer(r"[到至]202[1-5]年", line):
            goals = re.sub(r"202\d年", "", line[start.start() :]).replace(" ", "")
            for goal in re.findall(
                rf"({NUMBER})(?:-{NUMBER})?(?=%|家|个|亿|万|栋|公顷|亩|座)", goals
            ):
                found.add((number, goal))
    excluded = {(n, v) for d, n, v in NOT_GOALS if d == document}
    assert excluded <= found
    assert found - cited == excluded


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
