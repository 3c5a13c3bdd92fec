"""Every cell of the documents' indicator tables is a row, in its column, with its unit and kind."""

import re
from collections import Counter

import pytest

from tests.every_row import every_row
from tests.plans.printed_indicators import (
    CBD_TABLE,
    NUMBER,
    ROWS,
    TABLES,
    citations,
    figure,
    holds,
    lines_of,
    lines_of_table,
    name_of,
    plain,
    printed,
    rows_of,
    rows_of_table,
    table_of,
)

KINDS = {"预期性": "expected", "约束性": "binding"}
CELLS = [table for table in TABLES if table[0] != "services"]


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


def expected_span(row):
    """Return the span that a table prints: 年均 in the name or cell, or brackets round a total."""
    cell, table = printed(citations(row)[0]), table_of(row)
    land = table == ("smart-city", "表2") and "面积" in row["indicator"]
    mean = table == ("outline", "表1") and row["role"] == "actual" and place_in_row(row) == 6
    if mean or re.search("年均(增长率|增速)", row["indicator"]) or "年均" in cell:
        return "period_mean"
    base = lines_of(table[0])[citations(row)[0].line - 2]  # a goal in words is like its base
    total = "[" in cell or (not row["value"] and "[" in base)
    return "period_total" if land or total else "year"


def expected_scope(row):
    """Return whom a table counts: as a note below it says, or the indicator's own name."""
    if table_of(row)[0] == "services":
        return "广州市"
    if table_of(row) == ("smart-city", "表1"):
        note = next(line for line in lines_of("smart-city") if line.startswith("注：统计范围为"))
        return note.removeprefix("注：统计范围为").rstrip("。")
    return next((park for park in ("天河软件园", "天河科技园") if park in row["indicator"]), "")


in_cells = every_row((row for row in ROWS if table_of(row) in CELLS), name_of)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table[0]}-{table[1][:3]}")
def test_a_table_is_about_one_zone(table):
    zones = {"cbd": "cbd", "smart-city": "smart-city", "outline": "tianhe", "services": ""}
    assert {row["zone"] for row in rows_of_table(table)} == {zones[table[0]]}


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
    words = [word for word in re.split(r"[\[\]]|年均", rest) if word]
    for word in words:
        assert all(part in row["note"] + row["unit"] for part in re.split(row["unit"], word))


@in_cells
def test_the_span_and_the_scope_of_a_cell_are_those_of_its_table(row):
    assert (row["span"], row["scope"]) == (expected_span(row), expected_scope(row))


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


@every_row(
    (row for row in ROWS if table_of(row)[0] == "outline" and table_of(row) in CELLS), name_of
)
def test_the_kind_of_an_indicator_is_the_one_its_row_prints(row):
    """In 表1 a cell of the kind spans the rows of one numbered indicator."""
    after = lines_of("outline")[name_line(row) :]
    if row["parent_indicator"]:
        parent = next(r for r in ROWS if r["indicator"] == row["parent_indicator"])
        after = lines_of("outline")[name_line(parent) :]
    assert row["kind"] == KINDS[next(line for line in after if line in KINDS)]


def test_the_third_word_for_a_kind_is_kept_in_the_note():
    """`cbd` prints 预测性, which is neither 预期性 nor 约束性."""
    for row in rows_of_table(("cbd", CBD_TABLE)):
        after = lines_of("cbd")[citations(row)[0].line :]
        assert next(line for line in after if line.endswith("性")) == "预测性"
        assert (row["kind"], "“预测性”" in row["note"]) == ("", True)


def test_marks_of_the_outlines_table_2_are_kept():
    for row in rows_of_table(("outline", "表2")):
        serial = lines_of("outline")[name_line(row) - 2]
        assert ("※" in serial) == ("沿用市指标" in row["note"])
        assert ("△" in serial) == ("沿用区“十三五”指标" in row["note"])


@every_row((row for row in ROWS if table_of(row)[0] == "services"), name_of)
def test_a_figure_of_services_is_in_the_column_of_its_year(row):
    cells = re.sub(r"^\d ", "", re.sub(r" \((\d{4}) 年\)", r"@\1", printed(citations(row)[0])))
    name, unit, *figures = cells.split()
    years = {"专栏1": ("2015", "2020"), "专栏2": ("2020", "2025")}[table_of(row)[1]]
    dated = [f.split("@") if "@" in f else (f, y) for f, y in zip(figures, years, strict=True)]
    assert (name, unit) == (row["indicator"], row["unit"])
    assert [row["value"], row["year"]] in [list(pair) for pair in dated]
    assert (row["span"], row["scope"]) == ("year", expected_scope(row))


def test_land_in_the_indicators_is_the_land_of_the_targets():
    measures = {"土地收储面积": "storage", "产业用地供应面积": "supply_industry"}
    targets = {(t["zone"], t["measure"], t["year"]): t for t in rows_of("targets.csv")}
    found = [row for row in ROWS if row["indicator"] in measures]
    assert len(found) == len(measures)
    for row in found:
        target = targets[row["zone"], measures[row["indicator"]], row["year"]]
        assert (row["value"], row["unit"]) == (target["value"], target["unit"])
