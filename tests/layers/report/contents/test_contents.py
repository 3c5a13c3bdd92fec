"""The report of small land that a person can check by hand."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from gis.errors import WrongUseError
from layers.report.cells import shown
from layers.report.contents.bounds import bounded
from layers.report.contents.brief import brief_of
from layers.report.contents.chapters import report_of
from layers.report.contents.hidden import with_hidden_named
from layers.report.contents.tabulate import MOST_ROWS
from layers.report.document import Chart, Cut, Paragraph, PrintMap
from layers.report.report_facts import report_facts
from projects.balance.conflicts import ConflictKind
from projects.load import load_package
from projects.model import Project
from projects.view import view_of
from tests.layers.report.contents.blocks import blocks_of
from tests.layers.report.contents.small_report import (
    EVENTS,
    HALF,
    PARCELS,
    near,
    summary_of,
    tables_of,
)
from tests.small_land import SOURCE, block, package, storage, supply, zone


def test_the_summary_says_what_the_table_shows(facts_of):
    report = report_of(facts_of())
    whole = "\n".join(summary_of(report))
    assert "all：规划没有提出收储和供应目标，期内收储 11.00 公顷（165.00 亩）、3 笔" in whole
    assert "west：收储完成 10.00 公顷，为目标 20.00 公顷的 50.0%，与序时进度（50.0%）持平" in whole
    assert (
        "供应完成 3.00 公顷，为目标 8.00 公顷的 37.5%，较序时进度（50.0%）慢 12.5 个百分点" in whole
    )
    assert "供应按用途：产业用地 2.00 公顷，占 66.7%；居住及公服用地 1.00 公顷，占 33.3%。" in whole
    assert "台账冲突 1 处：重复收储 1 处。" in whole
    shown_rows = [
        tuple(shown(value, column.kind) for value, column in zip(row, made.columns, strict=True))
        for made in (tables_of(report)["balance"],)
        for row in made.rows
    ]
    assert ("west", "收储", "20.00", "10.00", "50.0%", "9.99", "10.00") in [
        row[:7] for row in shown_rows
    ]


def test_every_hectare_of_the_progress_is_in_a_table(facts_of):
    report = report_of(facts_of())
    cells = {
        shown(value, column.kind)
        for made in report.tables()
        for row in made.rows
        for value, column in zip(row, made.columns, strict=True)
    }
    told = [text for text in summary_of(report) if text.startswith(("all：", "west：", "期内供应"))]
    figures = [figure for text in told for figure in re.findall(r"([\d,]+\.\d\d) 公顷", text)]
    assert len(figures) > 10
    assert set(figures) <= cells


def test_the_reserve_is_listed_storage_by_storage(facts_of):
    made = tables_of(report_of(facts_of()))["reserve"]
    assert [row[0] for row in made.rows] == ["合计", "E1", "E2", "E3", "E7"]
    assert made.rows[0][5] == pytest.approx(10, abs=1e-4)  # 2 + 5 + 2 + 1
    assert made.rows[2] == near(
        "E2", date(2021, 5, 1), "P1", "地块一", "国有", 5.0, 75.0, 5.0, 792 / 365.25
    )
    assert made.rows[0][5] == pytest.approx(sum(row[5] for row in made.rows[1:]), abs=1e-4)


def test_parts_sum_to_their_total(facts_of):
    tables = tables_of(report_of(facts_of()))
    for name in ("supply-by-group", "supply-by-use", "supply-by-method", "storage-by-method"):
        made = tables[name]
        place = [column.kind for column in made.columns].index("ha")
        total, *parts = [row[place] for row in made.rows]
        assert total == pytest.approx(sum(parts), abs=1e-5)
        assert made.strong == {0}
        assert sum(row[-1] for row in made.rows[1:]) == pytest.approx(100, abs=1e-4)
    assert tables["storage-by-method"].rows[1:] == (
        near("征收", 2, 10.0, 150.0, 1000 / 11),
        near("未注明", 1, 1.0, 15.0, 100 / 11),
    )
    assert [row[:2] for row in tables["owners"].rows][:3] == [
        ("收储", "国有"), ("收储", "集体"), ("收储", "未注明"),
    ]  # fmt: skip


def test_a_chart_draws_cells_of_its_table(facts_of):
    report = report_of(facts_of())
    tables, charts = tables_of(report), blocks_of(report, Chart)
    assert {chart.chart_id for chart in charts} == {
        "yearly-years-1", "cumulative-years-1", "supply-by-group",
    }  # fmt: skip
    for chart in charts:
        made = tables[chart.table_id]
        rows = [row for row in made.rows if str(row[0]) in chart.labels]
        assert tuple(str(row[0]) for row in rows) == chart.labels
        titles = [column.title for column in made.columns]
        for series in chart.series:
            assert series.values == tuple(row[titles.index(series.name)] for row in rows)
    [cumulative] = [chart for chart in charts if chart.chart_id.startswith("cumulative")]
    assert [series.shape for series in cumulative.series] == ["line", "line", "target", "target"]
    assert cumulative.labels == ("2021", "2022", "2023（至7月2日）")


def test_a_report_on_a_zone_has_what_lies_in_it(facts_of):
    facts = facts_of(zone="east")
    assert facts.inside == {"east"}
    assert [status.parcel.parcel_id for status in facts.parcels] == ["P2"]
    assert [event.event_id for event in facts.events] == ["E3"]
    assert [(row.event_id, round(row.declared_ha, 3)) for row in facts.reserve] == [("E3", 1.0)]
    assert facts.conflicts == ()
    assert {row.zone for row in facts.balance.rows} == {"east"}
    assert {row.zone for rows in facts.series.values() for row in rows} == {"east"}
    assert {(warning.kind, warning.subject_id) for warning in facts.warnings} == {("event", "E3")}
    report = report_of(facts)
    assert report.title == "小规划east土地收储与供应实施情况报告"
    assert report.zone_name == "east"
    assert {one.zone_id for one in blocks_of(report, PrintMap)} == {"east"}
    west = facts_of(zone="west")
    assert [conflict.event_id for conflict in west.conflicts] == ["E6"]
    assert {warning.zone_id for warning in west.warnings if warning.kind == "target"} == {"west"}


def test_every_kind_of_conflict_has_its_words(facts_of):
    land = block(0, 0, 1, 1)
    events = (
        supply("E1", "2021-02-01", land),
        storage("E2", "2021-03-01", land),
        storage("E3", "2021-04-01", land),
        supply("E4", "2021-05-01", land),
        supply("E5", "2021-06-01", land),
        supply("E6", "2021-07-01", block(2, 0, 1, 1)),
    )
    facts = facts_of(parcels=(), events=events)
    assert {conflict.kind for conflict in facts.conflicts} == set(get_args(ConflictKind))
    report = report_of(facts)
    told = [row[2] for row in tables_of(report)["conflicts"].rows]
    assert told[0] == "供应在先、收储在后，照计"
    assert len(set(told)) == 4


def test_what_was_known_then(facts_of):
    late = (*EVENTS[:2], replace(EVENTS[2], recorded_on=date(2023, 8, 1)))
    report = report_of(facts_of(events=late, known=HALF))
    assert "台账登记截至：2023年7月2日" in report.cover
    assert [row[1] for row in tables_of(report)["events"].rows] == ["E1", "E2"]
    assert [row[0] for row in tables_of(report)["reserve"].rows] == ["合计", "E1", "E2"]


def test_corrected_events_stay_in_the_list_and_say_so(facts_of):
    undone = replace(
        EVENTS[0], event_id="E9", kind="reversal", corrects="E3", extent=None, parcel_ids=(),
        method="", happened_on=date(2023, 1, 1), recorded_on=date(2023, 1, 1),
    )  # fmt: skip
    rows = {row[1]: row for row in tables_of(report_of(facts_of(events=(*EVENTS, undone))))[
        "events"].rows}  # fmt: skip
    assert rows["E3"][-1] == "已由 E9 更正，不计"
    assert rows["E9"][-1] == "更正 E3"
    assert (rows["E9"][4], rows["E9"][6]) == ("", None)
    zone = facts_of(events=(*EVENTS, undone), zone="east")
    assert [event.event_id for event in zone.events] == ["E3", "E9"]


def test_contracts_are_listed_where_the_ledger_tells_of_any(facts_of):
    silent = tables_of(report_of(facts_of()))["events"]
    assert "合同编号" not in [column.title for column in silent.columns]
    told = replace(EVENTS[3], contract_no="=1+1", price_10k_cny=1200.5, responsible_unit="<b>中心")
    made = tables_of(report_of(facts_of(events=(*EVENTS[:3], told))))["events"]
    titles = [column.title for column in made.columns]
    assert titles[7:] == ["文号", "合同编号", "成交价款（万元）", "责任单位", "登记日期", "更正"]
    [row] = [row for row in made.rows if row[1] == "E4"]
    assert row[8:11] == ("=1+1", 1200.5, "<b>中心")
    assert len(made.columns) == len(row)
    made = tables_of(report_of(facts_of(events=(told,)), language="en"))["events"]
    assert "Price, ×10,000 CNY" in [column.title for column in made.columns]


def test_a_zone_without_data_says_so(facts_of):
    report = report_of(facts_of(events=(), targets=(), parcels=(), zone="east"))
    whole = "\n".join(block.text for block in blocks_of(report, Paragraph))
    assert "east：规划没有提出收储和供应目标，期内没有收储，没有供应。" in whole
    for sentence in ("没有已储未供的土地。", "期内没有供应。", "台账没有冲突。", "没有预警。",
                     "没有重大项目。", "没有目标，也没有台账。"):  # fmt: skip
        assert sentence in whole
    assert blocks_of(report, Chart) == []
    assert all(made.rows for made in report.tables())


@pytest.mark.parametrize("made_of", [report_of, brief_of])
def test_a_report_by_measured_areas_tells_no_other_areas_but_where_it_says_so(facts_of, made_of):
    halved = tuple(replace(event, declared_ha=event.declared_ha / 2) for event in EVENTS)
    one = made_of(facts_of(basis="measured"))
    other = made_of(facts_of(basis="measured", events=halved))
    assert not {text for text in texts_of(one) ^ texts_of(other) if "申报" not in text}
    assert "口径：量算面积" in one.cover
    assert tables_of(one)["balance"].note.startswith("单位：公顷，量算面积。")


def texts_of(report):
    """Give what a report says beside its own lists of declared areas: sentences, columns, charts.

    A column is told with its heading, a table with its note.
    """
    told = {block.text for block in blocks_of(report, Paragraph)}
    for made in report.tables():
        if made.table_id in ("areas", "findings", "zones"):
            continue
        told.add(made.note)
        for place, column in enumerate(made.columns):
            values = [
                round(row[place], 4) if isinstance(row[place], float) else row[place]
                for row in made.rows
            ]
            told.add(f"{made.table_id}: {column.title} {values}")
    return told


def test_by_declared_areas_the_text_is_declared(facts_of):
    halved = tuple(replace(event, declared_ha=event.declared_ha / 2) for event in EVENTS)
    report = report_of(facts_of(events=halved))
    whole = "\n".join(summary_of(report))
    assert "供应按用途：产业用地 1.00 公顷" in whole and "面积除注明外为申报面积" in whole
    assert not any(line.startswith("口径") for line in report.cover)
    assert tables_of(report)["balance"].note.startswith("单位：公顷，申报面积。")


def test_before_and_after_the_period(facts_of):
    early = report_of(facts_of(as_of=date(2020, 6, 30)))
    whole = "\n".join(summary_of(early))
    assert "尚在规划期之前" in whole
    assert "west：收储目标 20.00 公顷，规划期尚未开始。" in whole
    assert "已储未供 2.00 公顷" in whole
    assert {one.chart_id for one in blocks_of(early, Chart)} == set()
    late = report_of(facts_of(as_of=date(2030, 1, 1)))
    assert "目标没有完成" in "\n".join(summary_of(late))
    assert [row[0] for row in tables_of(late)["years-1"].rows] == [2021, 2022, 2023, 2024, 2025]
    assert "forecast" not in tables_of(late)


def test_a_year_under_way_is_told_as_of_the_day(facts_of):
    report = report_of(facts_of())
    years, balance = (tables_of(report)[name] for name in ("years-1", "balance"))
    assert [row[0] for row in years.rows] == [2021, 2022, "2023（至7月2日）"]
    by_now = {(row[0], row[1]): row[5] for row in balance.rows}
    assert (years.rows[-1][3], years.rows[-1][6]) == (
        by_now["west", "收储"],
        by_now["west", "供应"],
    )
    assert years.rows[-2][3] == pytest.approx(8.0, abs=0.02)  # two of five years of 20 ha
    chart = next(one for one in blocks_of(report, Chart) if one.chart_id == "cumulative-years-1")
    assert chart.labels[-1] == "2023（至7月2日）"
    assert not chart.lies
    over = tables_of(report_of(facts_of(as_of=date(2023, 12, 31))))["years-1"]
    assert over.rows[-1][0] == 2023


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("广州市天河区“十四五”规划（2021—2025年）", "广州市天河区“十四五”规划"),
        ("《某市“十五五”规划》 (2026-2030)", "某市“十五五”规划"),
        ("天河", "天河规划"),
        ("", ""),
    ],
)
def test_the_title_is_the_plans_own(facts_of, title, wanted):
    made = package()
    facts = facts_of(plan=replace(made.plan, title=title))
    assert report_of(facts).title == f"{wanted}土地收储与供应实施情况报告"
    assert ("十四五" in report_of(facts).title) == ("十四五" in title)
    assert "report on land storage and supply" in report_of(facts, language="en").title


def test_the_title_says_what_the_report_is_about_once(facts_of):
    made = package()
    plan = replace(made.plan, title="云杉区土地收储与供应规划（2023—2027年，虚构示例）")
    assert report_of(facts_of(plan=plan)).title == "云杉区土地收储与供应规划实施情况报告"


def test_the_cover_and_the_remarks_say_what_the_data_is(facts_of):
    made = package()
    report = report_of(facts_of())
    assert "台账：样例数据，非实际成果" in report.cover
    assert "片区边界：示意边界 3 个" in report.cover
    assert len(report.remarks) == 2
    assert [block.text for block in blocks_of(report, Paragraph) if block.emphasis] == list(
        report.remarks
    )
    sound = replace(made.plan, sample=False)
    zones = tuple(replace(zone, geometry_quality="official") for zone in made.zones)
    report = report_of(facts_of(plan=sound, zones=zones))
    assert "台账：实际台账" in report.cover
    assert "片区边界：正式边界 3 个" in report.cover
    assert report.remarks == ()
    assert report.made_on == HALF


def test_sources_of_targets_are_beside_them_and_in_the_appendix(facts_of):
    tables = tables_of(report_of(facts_of()))
    made = tables["balance"]
    sources = {made.rows[row][:2]: told for (row, _), told in made.sources.items()}
    assert sources == {("west", "收储"): "文件，表1，第1行", ("west", "供应"): "文件，表1，第1行"}
    assert {place for _, place in made.sources} == {2}
    assert tables["targets"].rows[0] == near("west", "收储", 20.0, "文件", "表1", 1)


def test_a_long_list_is_cut_in_the_body_and_whole_in_the_appendix(facts_of):
    many = tuple(
        storage(f"S{n:03}", "2022-01-01", block(n % 20, n // 20, n % 20 + 1, n // 20 + 1))
        for n in range(50)
    )
    tables = tables_of(report_of(facts_of(events=many, parcels=())))
    body, whole = tables["reserve"], tables["reserve-all"]
    assert body.count == MOST_ROWS  # and its total
    assert body.cut == Cut(rows=50, table_id="reserve-all")
    assert (whole.count, whole.cut) == (50, None)
    assert whole.rows[: MOST_ROWS + 1] == body.rows
    assert "reserve-all" not in tables_of(report_of(facts_of()))


def test_lists_beyond_the_bounds_go_into_a_report_of_their_own(facts_of):
    many = tuple(
        storage(f"S{n:03}", "2022-01-01", block(n % 20, n // 20, n % 20 + 1, n // 20 + 1))
        for n in range(50)
    )
    whole = report_of(facts_of(events=many, parcels=()))
    report, lists = bounded(whole, longest=49, file="r.pdf", beside="r-附表.xlsx")
    assert lists is not None
    counts = {made.table_id: made.count for made in lists.tables()}
    assert (counts["reserve-all"], counts["events"]) == (50, 50)
    assert min(counts.values()) > 49
    kept = tables_of(report)
    assert "reserve-all" not in kept  # its first rows stand in the body
    assert kept["reserve"].cut == Cut(rows=50, file="r-附表.xlsx")
    assert kept["events"].cut == Cut(rows=50, file="r-附表.xlsx")
    assert kept["events"].count == MOST_ROWS
    assert kept["reserve"].rows[0] == tables_of(whole)["reserve"].rows[0]  # the total stands
    assert bounded(whole, longest=1000, file="r.pdf", beside="r-附表.xlsx") == (whole, None)


def test_once_the_period_is_over_a_target_is_reached_or_is_not(facts_of):
    def statuses(as_of):
        return {row[-1] for row in tables_of(report_of(facts_of(as_of=as_of)))["balance"].rows}

    assert statuses(date(2025, 12, 30)) <= {"", "已完成", "基本同步", "滞后", "风险"}
    assert statuses(date(2025, 12, 31)) == {"", "未完成"}
    missed = [one for one in facts_of(as_of=date(2025, 12, 31)).warnings if one.kind == "target"]
    assert [one.zh for one in missed] == [
        "west收储未完成：完成 11.00 公顷，目标 20.00 公顷",
        "west供应未完成：完成 3.00 公顷，目标 8.00 公顷",
    ]
    assert missed[0].en == "west: storage is not reached: 11.00 ha, target 20.00"


def test_zones_whose_years_are_left_out_are_counted(facts_of):
    strips = tuple(
        zone(f"z{n:02}", block(0, n / 2, 20, (n + 1) / 2), None, position=n)
        for n in range(MOST_ROWS + 2)
    )
    pace = {
        count: next(
            chapter
            for chapter in report_of(facts_of(zones=strips[:count], targets=())).chapters
            if chapter.chapter_id == "pace"
        )
        for count in (MOST_ROWS, MOST_ROWS + 2)
    }
    told = {
        count: [one.text for one in chapter.blocks if isinstance(one, Paragraph)]
        for count, chapter in pace.items()
    }
    assert told[MOST_ROWS] == told[MOST_ROWS + 2][1:]
    assert "只列前 30 个片区；其余 2 个" in told[MOST_ROWS + 2][0]


def test_mu_are_15_times_the_hectares_beside_them(facts_of):
    for made in report_of(facts_of()).tables():
        for place, column in enumerate(made.columns):
            if column.kind == "mu":
                assert made.columns[place - 1].kind == "ha"
                for row in made.rows:
                    ha, mu = shown(row[place - 1], "ha"), shown(row[place], "mu")
                    assert Decimal(mu.replace(",", "")) == 15 * Decimal(ha.replace(",", ""))


def test_tables_with_sums_say_that_figures_are_rounded(facts_of):
    for made in report_of(facts_of()).tables():
        if made.has_total or made.table_id in ("balance", "areas", "owners"):
            assert made.note.endswith("数据经四舍五入，合计可能有尾差。"), made.table_id


def test_marks_for_control_characters_are_named(facts_of):
    report = report_of(facts_of())
    assert with_hidden_named(report) == report
    hostile = (replace(PARCELS[0], name="方向\u202e反转\u0007"), PARCELS[1])
    told = with_hidden_named(report_of(facts_of(parcels=hostile))).remarks[-1]
    assert told == "\ufffd：数据中有 2 种控制字符，不按原样显示（U+0007 U+202E）"


def test_what_a_paragraph_refers_to_is_in_the_report(facts_of):
    report = report_of(facts_of())
    known = set(tables_of(report)) | {one.chart_id for one in blocks_of(report, Chart)}
    known |= {one.map_id for one in blocks_of(report, PrintMap)}
    named = {name for block in blocks_of(report, Paragraph) for name in block.refs}
    assert {"balance", "map-zones", "reserve", "conflicts"} <= named & known


def test_projects_by_category_and_stage(facts_of):
    def project(number, category, stage, investment=None):
        return Project(
            project_id=f"p{number}", name=f"项目{number}", category=category, stage=stage,
            zone_id="west", site_area_m2=None, floor_area_m2=None, point=None, note="",
            investment_10k_cny=investment, sources=(SOURCE,),
        )  # fmt: skip

    some = (
        project(1, "金融业", "开工", 500.0),
        project(2, "金融业", "开工"),
        project(3, "交通", ""),
    )
    report = report_of(facts_of(projects=some))
    made = tables_of(report)["projects-by-category"]
    assert made.rows == (
        ("合计", None, 0, 2, 0, 0, 1, 3, 500.0, None),
        ("产业", "金融业", 0, 2, 0, 0, 0, 2, 500.0, None),
        ("基础设施", "交通", 0, 0, 0, 0, 1, 1, None, None),
    )
    assert "map-projects" in {one.map_id for one in blocks_of(report, PrintMap)}
    assert tables_of(report)["projects"].sources[0, 0] == "文件，表1，第1行"


def test_both_languages_hold_the_same_figures(facts_of):
    facts = facts_of()
    zh, en = report_of(facts), report_of(facts, language="en")
    assert [made.table_id for made in zh.tables()] == [made.table_id for made in en.tables()]
    for one, other in zip(zh.tables(), en.tables(), strict=True):
        assert [column.kind for column in one.columns] == [column.kind for column in other.columns]
        for row, translated in zip(one.rows, other.rows, strict=True):
            for value, said in zip(row, translated, strict=True):
                assert value == said or (isinstance(value, str) and isinstance(said, str))
    words = "".join(block.text for block in blocks_of(en, Paragraph))
    assert not re.search(r"[，。；、：]", words)


def test_wrong_use(connection):
    load_package(connection, package())
    with pytest.raises(WrongUseError, match="没有片区"):
        report_facts(view_of(connection, "small", as_of=HALF), zone="moon")
    with pytest.raises(WrongUseError, match="没有规划"):
        view_of(connection, "none", as_of=HALF)
