"""`landplan report` as a user calls it: four formats, what it says, what it refuses."""

import contextlib
import json
import os
import pty
import subprocess
import sys

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.browser import new_tab
from tests.layers.unpacked import text_in, unpacked
from tests.office import set_by_office

DAY = ("--as-of", "2024-06-30")
STARTS = {"pdf": b"%PDF-", "docx": b"PK", "xlsx": b"PK", "html": b"<!DOCTYPE html>"}


@pytest.mark.parametrize("suffix", STARTS)
def test_it_writes_each_format_and_the_same_call_gives_the_same_bytes(
    loaded, landplan_process, tmp_path, suffix
):
    file = tmp_path / f"报告.{suffix}"
    written = []
    for call in (loaded, landplan_process):
        found = call("report", file, "--zone", "ifc-start", *DAY)
        assert found.returncode == 0, found.stderr
        assert found.stdout == f"已写出 {file}\n"
        assert found.stderr.splitlines() == ["汇总数据…", "编排报告…"]
        assert [each.name for each in tmp_path.iterdir()] == [file.name]  # nothing half-written
        written.append(file.read_bytes())
    assert written[0].lstrip().startswith(STARTS[suffix])
    assert written[0] == written[1]


@pytest.mark.office
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("suffix", ["pdf", "docx", "html"])
def test_a_brief_report_has_two_to_four_pages(loaded, tmp_path, browser, suffix, language):
    file, printed = tmp_path / f"brief.{suffix}", tmp_path / "brief.pdf"
    found = loaded("report", file, "--brief", "--lang", language, *DAY)
    assert found.returncode == 0, found.stderr
    if suffix == "html":
        with new_tab(browser) as page:
            page.goto(file.as_uri())
            page.pdf(path=printed, prefer_css_page_size=True)
    elif suffix == "docx":
        set_by_office(file)
    assert 2 <= len(PdfReader(printed).pages) <= 4


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("brief.xlsx", (), "简报（brief）是给人读的，只有 PDF、Word 和 HTML"),
        ("brief.pdf", ("--atlas", "zones"), "简报（brief）和图册（atlas）是两份文件"),
    ],
)
def test_a_brief_report_is_neither_a_workbook_nor_a_map_book(loaded, tmp_path, name, more, said):
    found = loaded("report", tmp_path / name, "--brief", *more, *DAY)
    assert found.returncode == 2
    assert said in found.stderr


def test_long_lists_go_into_a_workbook_beside_the_report(loaded, environment, tmp_path):
    file, beside = tmp_path / "报告.html", tmp_path / "报告.html-附表.xlsx"
    env = environment | {"LANDPLAN_LONGEST_LIST": "30", "LANDPLAN_SIGNATURES": "no"}
    found = loaded("report", file, *DAY, env=env)
    assert found.returncode == 0, found.stderr
    assert found.stdout == f"已写出 {file}\n已写出 {beside}\n"
    page = file.read_text("utf-8")
    assert "共 210 行，此处列出前 30 行，全部见附件《报告.html-附表.xlsx》。" in page
    assert "编制" not in page
    book = load_workbook(beside)
    assert "正文" not in book.sheetnames  # a list has no text
    sheet = book["地块及其状态"]
    assert sheet.auto_filter.ref.endswith(str(4 + 210))
    assert book[book.sheetnames[0]]["A2"].value == f"所属报告：{file.name}"


def test_a_workbook_that_a_report_no_longer_needs_is_removed(loaded, environment, tmp_path):
    file, beside = tmp_path / "r.docx", tmp_path / "r.docx-附表.xlsx"
    env = environment | {"LANDPLAN_LONGEST_LIST": "30"}
    for _ in range(2):  # its own workbook is written anew
        assert loaded("report", file, *DAY, env=env).returncode == 0
        assert beside.exists()
    found = loaded("report", file, *DAY)
    assert found.stdout == f"已写出 {file}\n已删除 {beside}：是上一份报告的附表，这份不需要\n"
    assert not beside.exists()


@pytest.mark.parametrize("of", ["another report", "nobody", "a folder"])
def test_no_other_file_is_written_over_by_the_workbook(loaded, environment, tmp_path, of):
    file, beside = tmp_path / "r.html", tmp_path / "r.html-附表.xlsx"
    env = environment | {"LANDPLAN_LONGEST_LIST": "30"}
    if of == "another report":
        assert loaded("report", tmp_path / "s.html", *DAY, env=env).returncode == 0
        (tmp_path / "s.html-附表.xlsx").rename(beside)
    elif of == "nobody":
        beside.write_bytes(b"a report by hand")
    else:
        beside.mkdir()
    was = None if beside.is_dir() else beside.read_bytes()
    found = loaded("report", file, *DAY, env=env)
    assert (found.returncode, found.stdout) == (2, "")
    assert str(beside) in found.stderr
    assert not file.exists()
    assert beside.is_dir() or beside.read_bytes() == was
    assert loaded("report", file, *DAY).returncode == 0  # which needs no workbook
    assert beside.exists()


def test_a_map_book_has_a_page_for_each_zone(loaded, tmp_path):
    file = tmp_path / "atlas.pdf"
    found = loaded("report", file, "--atlas", "zones", "--zone", "smart-city-core", *DAY)
    assert found.returncode == 0, found.stderr
    titles = [entry.title for entry in PdfReader(file).outline]
    assert len(PdfReader(file).pages) == len(titles) == 2
    assert "智慧城核心区" in titles[0]
    assert "2112工园" in titles[1]


def test_a_map_book_of_no_parcels_is_refused(loaded, tmp_path):
    file = tmp_path / "atlas.pdf"
    found = loaded("report", file, "--atlas", "parcels", "--zone", "ifc", *DAY)
    assert found.returncode == 2
    assert "没有地块" in found.stderr
    assert not file.exists()


@pytest.mark.process
def test_on_a_terminal_the_progress_is_counted(environment, loaded, repo, tmp_path):
    call = [sys.executable, "-m", "landplan", "report", str(tmp_path / "atlas.pdf")]
    call += ["--atlas", "zones", "--zone", "park-2112", *DAY]
    seen = read_from_terminal(call, cwd=repo, env=environment | {"TERM": "xterm"})
    assert "绘制图册…" in seen
    assert "1/1" in seen


def read_from_terminal(call, **options):
    """Return what a call shows on a terminal."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(call, stdin=theirs, stdout=theirs, stderr=theirs, **options)
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError):  # Linux says so when the other end is closed
        while read := os.read(ours, 4096):
            seen += read
    os.close(ours)
    assert running.wait() == 0
    return seen.decode()


@pytest.mark.parametrize(
    "options",
    [
        ("--zone", "ifc", *DAY),  # no land
        ("--as-of", "2020-06-30", "--zone", "ifc"),  # before the period
        ("--as-of", "2031-01-01", "--zone", "ifc"),  # after it
    ],
)
def test_a_report_without_data_is_a_report(loaded, tmp_path, options):
    file = tmp_path / "report.xlsx"
    found = loaded("report", file, *options)
    assert found.returncode == 0, found.stderr
    assert file.stat().st_size > 1000


def test_the_areas_are_those_of_the_basis(loaded, tmp_path):
    asked, file = ("--zone", "park-2112", *DAY), tmp_path / "report.xlsx"
    [stored] = [
        row
        for row in json.loads(loaded("balance", *asked, "--format", "json").stdout)["rows"]
        if (row["zone"], row["measure"]) == ("park-2112", "storage")
    ]
    assert stored["declared_ha"] != stored["measured_ha"]
    for basis, more in (("declared", ()), ("measured", ("--basis", "measured"))):
        found = loaded("report", file, *asked, *more)
        assert found.returncode == 0, found.stderr
        book = load_workbook(file)
        cover = [row[0] for row in book["目录"].iter_rows(values_only=True)]
        assert ("口径：量算面积" in cover) is (basis == "measured")
        rows = book["规划目标与实际完成对照"].iter_rows(values_only=True)
        [actual] = [row[3] for row in rows if row[:2] == ("2112工园", "收储")]
        assert actual == stored[f"{basis}_ha"]


def test_the_suffix_may_be_in_capitals(loaded, tmp_path):
    file = tmp_path / "REPORT.XLSX"
    assert loaded("report", file, "--zone", "ifc", *DAY).returncode == 0
    assert file.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("file", "options", "said"),
    [
        ("r.txt", (), "one of .pdf, .docx, .xlsx, .html"),
        ("r", (), "ends in ''"),
        ("nowhere/r.pdf", (), "there is no folder"),
        ("folder.pdf", (), "it is a folder"),
        ("x" * 300 + ".pdf", (), "too long"),
        ("r.pdf", ("--paper", "A5"), "A4, A3"),
        ("r.pdf", ("--basis", "legal"), "declared, measured"),
        ("r.pdf", ("--template", "t.docx"), "is for Word"),
        ("r.docx", ("--template", "t.docx"), "there is no template"),
        ("r.xlsx", ("--atlas", "zones"), "a map book is a PDF"),
        ("r.pdf", ("--atlas", "moons"), "zones, parcels"),
        ("r.pdf", ("--zone", "moon"), "no zone 'moon'"),
        ("r.pdf", ("--zone", "智慧"), "alike are: smart-city (天河智慧城)"),
        ("r.pdf", ("--as-of", "someday"), "is no date"),
        ("r.pdf", ("--known", "someday"), "is no date"),
        ("r.pdf", ("--plan", "mars-2030"), "no plan 'mars-2030'"),
    ],
)
def test_wrong_use_is_one_sentence_and_status_2(loaded, tmp_path, file, options, said):
    (tmp_path / "folder.pdf").mkdir()
    found = loaded("report", tmp_path / file, *options, "--lang", "en")
    assert found.returncode == 2
    assert said in found.stderr
    assert found.stdout == ""
    assert [each.name for each in tmp_path.iterdir()] == ["folder.pdf"]


def test_a_template_that_is_none_is_said(loaded, tmp_path):
    template = tmp_path / "t.docx"
    template.write_text("no Word file")
    found = loaded("report", tmp_path / "r.docx", "--zone", "ifc", "--template", template, *DAY)
    assert found.returncode == 2
    assert "t.docx" in found.stderr
    assert not (tmp_path / "r.docx").exists()


def test_it_shows_an_example(landplan):
    for language, word in (("zh", "例："), ("en", "Example:")):
        found = landplan("report", "--help", "--lang", language)
        assert found.returncode == 0
        assert "landplan report" in found.stdout.split(word)[1]


def test_the_demo_writes_the_map_and_the_report(landplan_process, environment, repo, tmp_path):
    found = landplan_process(
        "demo", "--no-serve", cwd=tmp_path, env=environment | {"PYTHONPATH": str(repo)}
    )
    assert found.returncode == 0, found.stderr
    pages = {name: tmp_path / "build" / f"tianhe-{name}.html" for name in ("map", "report")}
    shown = {name: file.read_text(encoding="utf-8") for name, file in pages.items()}
    assert "天河智慧城" in str(unpacked(text_in(shown["map"])).data)
    assert "土地收储与供应实施情况报告" in shown["report"]
    for file in pages.values():
        assert f"已写出 {file.relative_to(tmp_path)}" in found.stdout
