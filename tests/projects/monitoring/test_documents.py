"""Sources looked up in documents: what stands in its line, and what does not."""

from dataclasses import replace

import pytest

from gis.errors import WrongUseError
from gis.model import Source
from projects.model import Figure, InvestmentNode, Project, StructurePart
from projects.monitoring.documents import Cited, document_findings, figures_in, holds
from tests.small_land import block, package, target, zone


def source(line, document="doc"):
    return Source(document=document, place="表1", line=line)


def figure(value, line, **fields):
    return Figure(
        **{
            "zone_id": None, "indicator": "产值", "parent_indicator": "", "scope": "",
            "unit": "亿元",
            "year": 2025, "value": value, "value_to": None, "role": "goal", "span": "year",
            "kind": "", "note": "", "source": source(line),
        }
        | fields
    )  # fmt: skip


def project(name, *lines, note=""):
    return Project(
        project_id=name, name=name, category="路", stage="", zone_id=None, site_area_m2=None,
        floor_area_m2=None, investment_10k_cny=None, point=None, note=note,
        sources=tuple(source(line) for line in lines),
    )  # fmt: skip


def node(name, line):
    return InvestmentNode(
        node=name, parent=None, name=name, count=1, total_10k_cny=None, period_10k_cny=None,
        note="", source=source(line),
    )  # fmt: skip


def part(name, line):
    return StructurePart(
        structure_id="s", name=name, kind="axis", level="区", zone_ids=(), note="",
        source=source(line),
    )  # fmt: skip


LINES = [
    "全区和西片",
    "收储 500.0 公顷",
    "产值达到 1,540—1680 亿元",
    "甲路、乙路",
    "道路（1个）",
    "发展轴",
]


@pytest.fixture
def told(tmp_path):
    """Give a function: changes of a sound package → what is found in it."""
    (tmp_path / "doc.txt").write_text("\n".join(LINES), encoding="utf-8")

    def found(**changed):
        sound = package(
            zones=(
                zone("all", block(0, 0, 2, 2), None, name="全区", source=source(1)),
                zone("west", block(0, 0, 1, 2), name="西片", source=source(1)),
            ),
            targets=(replace(target("west", "storage", 500), source=source(2)),),
            figures=(figure(1540, 3, value_to=1680),),
            projects=(project("乙路", 4),),
            investment=(node("道路", 5),),
            structure=(part("发展轴", 6),),
        )
        findings = document_findings(replace(sound, **changed), tmp_path)
        return [(one.subject, one.source.line, one.kind) for one in findings]

    return found


def test_nothing_is_found_where_every_line_holds_what_it_is_cited_for(told):
    assert told() == []


@pytest.mark.parametrize(
    ("changed", "subject", "line"),
    [
        ({"zones": (zone("all", block(0, 0, 1, 1), None, name="东", source=source(1)),)}, "东", 1),
        ({"targets": (replace(target("west", "storage", 50), source=source(2)),)},
         "西片 收储 2025", 2),
        ({"figures": (figure(1540, 3, value_to=1690),)}, "产值（2025）", 3),
        ({"figures": (figure(54, 3),)}, "产值（2025）", 3),
        ({"projects": (project("乙路", 4, 5),)}, "乙路", 5),
        ({"projects": (project("乙路", 7),)}, "乙路", 7),
        ({"projects": (project("乙路", 0),)}, "乙路", 0),
        ({"investment": (node("桥梁", 5),)}, "桥梁", 5),
        ({"structure": (part("发展带", 6),)}, "发展带", 6),
    ],
)  # fmt: skip
def test_a_line_that_does_not_hold_what_it_is_cited_for_is_found(told, changed, subject, line):
    assert told(**changed) == [(subject, line, "not_in_document")]


def test_a_document_that_is_not_there_is_found_once(told):
    lost = project("乙路", 4)
    lost = replace(lost, sources=(source(4, "lost"), source(5, "lost"), source(None, "lost")))
    assert told(projects=(lost,)) == [("lost", 4, "not_in_document")]


def test_what_has_no_line_or_no_figure_is_passed_over(told):
    assert told(figures=(figure(None, 3), figure(7, None))) == []


@pytest.mark.parametrize(
    ("line", "cited"),
    [
        ("服务业增加值 ６５􀆰 ５ ７２􀆰 ５", {"figures": (65.5,)}),
        ("同比下降2.90%", {"figures": (-2.9,)}),
        ("达到千亿级规模", {"figures": (1000,), "note": "原文作“千亿级”"}),
        ("推进龙洞街、凤凰街等2个街道卫生服务中心建设", {"name": "凤凰街卫生服务中心"}),
        ("天河智慧城", {"name": "天河智慧城（含天河高新区）"}),
        ("智慧 城核心区", {"name": "智慧城核心区"}),
    ],
)
def test_ways_in_which_documents_print_it(line, cited):
    assert holds(line, Cited(subject="", source=source(1), **cited))


@pytest.mark.parametrize(
    ("line", "cited"),
    [
        ("12.5 和 125", {"figures": (2.5,)}),
        ("龙洞街卫生站、凤凰街学校", {"name": "龙洞街学校"}),
        ("智慧城", {"name": "智慧城核心区"}),
        ("", {"name": "智慧城"}),
    ],
)
def test_what_a_line_does_not_say(line, cited):
    assert not holds(line, Cited(subject="", source=source(1), **cited))


def test_the_numbers_of_a_line():
    assert figures_in("1,540—1680 亿元，增长 8.0%，第3行 12,34") == {1540, 1680, 8, 3, 12, 34}


def test_documents_are_in_a_folder(tmp_path):
    with pytest.raises(WrongUseError, match="不是文件夹"):
        list(document_findings(package(), tmp_path / "none"))


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("Doc.TXT", "没有文件 doc.txt；请将 Doc.TXT 改为这个名字"),
        ("doc.pdf", "没有文件 doc.txt；请将 doc.pdf 转成纯文本"),
        ("other.txt", "没有文件 doc.txt"),
    ],
)
def test_a_file_that_may_be_meant_for_a_document_is_named(tmp_path, file, said):
    (tmp_path / file).write_text("一\n", encoding="utf-8")
    first, *_ = document_findings(package(), tmp_path)
    assert first.zh == said
