"""The brief report: at most four pages for a director."""

from layers.report.contents.brief import brief_of
from layers.report.document import Chart, Paragraph, PrintMap
from tests.layers.report.contents.blocks import blocks_of
from tests.layers.report.contents.small_report import TARGETS, tables_of
from tests.small_land import block, package, target, zone


def test_a_brief_report_has_one_map_one_table_and_three_charts(facts_of):
    report = brief_of(facts_of(), signatures=True)
    assert report.is_brief and report.signatures == ("编制", "审核", "批准", "盖章")
    assert len(blocks_of(report, PrintMap)) == len(list(report.tables())) == 1
    assert len(blocks_of(report, Chart)) == 3
    summary, _, decisions = report.chapters
    assert any("收储完成" in block.text for block in summary.blocks if isinstance(block, Paragraph))
    told = [block.text for block in decisions.blocks]
    assert any("台账冲突 1 处" in text for text in told)
    assert any(text.partition(". ")[2].startswith("没有文号的台账") for text in told)
    assert all(text.startswith(f"{place}. ") for place, text in enumerate(told, 1))


def test_a_brief_report_has_every_target_or_says_what_it_leaves_out(facts_of):
    small = tables_of(brief_of(facts_of()))["balance"]
    assert [row[:3] for row in small.rows if row[2] is not None] == [
        ("west", "收储", 20.0), ("west", "供应", 8.0),
    ]  # fmt: skip
    assert "未列出" not in small.note.replace("另有 1 个片区未列出", "")
    strips = tuple(
        zone(f"strip-{n}", block(0, 2 * n, 10, 2 * n + 2), "west", position=3 + n) for n in range(6)
    )
    targets = (*TARGETS, *(target(one.zone_id, "storage", 1) for one in strips))
    zones = (*package().zones, *strips)
    many = tables_of(brief_of(facts_of(zones=zones, targets=targets)))["balance"]
    listed = list(dict.fromkeys(row[0] for row in many.rows))
    assert listed == ["all", "west", "strip-0", "strip-1"]
    assert (
        "另有 5 个片区未列出，见报告全本。" in many.note
    )  # four strips, and the east with its land
