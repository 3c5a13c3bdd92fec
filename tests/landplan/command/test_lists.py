"""Long lists are told by kind on the screen and whole in a file; no kind is shown by its id."""

import csv
import io
import json
import re
import shutil
from html.parser import HTMLParser

import pytest

from landplan.command.lists import MOST_LISTED, Listing, print_list
from landplan.language import Say
from projects.labels import FINDINGS, finding_kind
from projects.monitoring.checks import CONFLICTS, MISFITS
from tests.small_land import write_folder

MANY = 3 * MOST_LISTED


@pytest.fixture
def folder(tmp_path):
    """Give a package with many rows wrong in one way, one in another, and hostile text."""
    folder = write_folder(tmp_path / "包")
    uses = "".join(f"10{n:03},用途,2023,<b>坏{n}\n" for n in range(MANY))
    file = folder / "land_use.csv"
    head = file.read_text(encoding="utf-8").splitlines()
    order = {"code": 0, "name": 1, "code_set": 2, "group": 3}
    columns = head[0].split(",")
    rows = [
        ",".join(row.split(",")[order[column]] for column in columns) for row in uses.splitlines()
    ]
    file.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    targets = folder / "targets.csv"
    targets.write_text(
        targets.read_text(encoding="utf-8").replace(",10,", ",ten,"), encoding="utf-8"
    )
    return folder


class Cells(HTMLParser):
    """Collects the cells of a page's tables."""

    def __init__(self, page):
        super().__init__()
        self.rows, self.tags = [], set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")

    def handle_data(self, data):
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


@pytest.mark.parametrize(("language", "named"), [("zh", "共 151 处，分 2 类"), ("en", "2 kinds")])
def test_many_problems_are_told_by_kind(landplan, folder, language, named):
    found = landplan("load", folder, "--lang", language)
    assert found.returncode == 1
    assert named in found.stderr
    assert "--report" in found.stderr
    assert len(found.stderr.splitlines()) < 20
    assert f"{MANY}" in found.stderr
    assert "坏0" in found.stderr and "坏1" not in found.stderr
    assert "ten" in found.stderr


def test_few_problems_are_told_one_by_one(landplan, folder):
    table = (folder / "land_use.csv").read_text(encoding="utf-8")
    kept = [
        line for line in table.splitlines() if "坏" not in line or line.endswith(("坏3", "坏4"))
    ]
    (folder / "land_use.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    found = landplan("load", folder)
    assert [text in found.stderr for text in ("坏3", "坏4", "ten")] == [True] * 3
    assert "--report" not in found.stderr


def test_a_report_holds_every_problem(landplan, folder, tmp_path):
    for name in ("all.json", "all.csv", "all.html"):
        found = landplan("load", folder, "--report", tmp_path / name)
        assert found.returncode == 1
        assert str(tmp_path / name) in found.stderr
    told = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert len(told["problems"]) == MANY + 1
    assert list(told["problems"][0]) == [
        "place", "row", "column", "value", "kind", "severity", "zh", "en",
    ]  # fmt: skip
    [ten] = [row for row in told["problems"] if row["kind"] == "not_a_number"]
    assert (ten["place"], ten["row"], ten["column"], ten["value"]) == (
        "targets.csv", 2, "value", "ten",
    )  # fmt: skip

    text = (tmp_path / "all.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["value"] for row in rows] == [row["value"] for row in told["problems"]]

    page = Cells((tmp_path / "all.html").read_text(encoding="utf-8"))
    assert "b" not in page.tags and "script" not in page.tags
    values = [row[3] for row in page.rows if len(row) == 5]
    assert values == [row["value"] for row in told["problems"]]
    assert [row[0] for row in page.rows if len(row) == 6] == ["1", f"{MANY}"]


def test_the_report_of_a_sound_package_is_empty(landplan, tmp_path):
    sound = write_folder(tmp_path / "包")
    report = tmp_path / "all.json"
    report.write_text("of an earlier run", encoding="utf-8")
    assert landplan("load", sound, "--report", report).returncode == 0
    assert json.loads(report.read_text(encoding="utf-8"))["problems"] == []


@pytest.mark.parametrize("name", ["all.xls", "none/all.html"])
def test_a_report_that_cannot_be_is_refused_first(landplan, tmp_path, name):
    found = landplan("load", "no-such-folder", "--report", tmp_path / name, "--lang", "en")
    assert found.returncode == 2
    assert name.split("/")[-1] in found.stderr
    assert "no-such-folder" not in found.stderr


def test_check_names_kinds_and_documents_in_words(loaded):
    plan = ("--plan", "tianhe-2021-2025")
    shown = loaded("check", *plan).stdout
    assert "合计不符" in shown
    assert re.findall(r"[a-z]{2,}", shown) == []
    english = loaded("check", *plan, "--lang", "en").stdout
    assert "Sum differs" in english
    assert "合计不符" not in english


def test_check_looks_up_sources_in_documents(loaded, documents, tmp_path):
    plan = ("--plan", "tianhe-2021-2025", "--format", "json")
    without = json.loads(loaded("check", *plan).stdout)["rows"]
    borne_out = json.loads(loaded("check", *plan, "--documents", documents).stdout)["rows"]
    assert borne_out == without
    shutil.copytree(documents, tmp_path / "texts")
    (tmp_path / "texts" / "industry.txt").unlink()
    found = json.loads(loaded("check", *plan, "--documents", tmp_path / "texts").stdout)["rows"]
    [lost] = [row for row in found if row not in without]
    assert (lost["kind"], lost["subject"]) == ("not_in_document", "industry")
    refused = loaded("check", *plan, "--documents", tmp_path / "none", "--lang", "en")
    assert refused.returncode == 2
    assert "is no folder" in refused.stderr


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_a_report_of_check_is_what_it_prints(loaded, tmp_path, suffix):
    file = tmp_path / f"all.{suffix}"
    plan = ("--plan", "tianhe-2021-2025")
    found = loaded("check", "--format", suffix, "--report", file, *plan)
    assert found.returncode == 1
    assert file.read_text(encoding="utf-8-sig") == found.stdout


def test_a_list_without_rows_is_its_title(capsys):
    print_list(Listing(title="某某区规划（2023—2027年）", heads=("类型",), rows=()), Say("zh"))
    assert capsys.readouterr().out == "某某区规划（2023—2027年）\n"


def test_a_page_of_check_has_every_finding(loaded, tmp_path):
    plan = ("--plan", "tianhe-2021-2025")
    rows = json.loads(loaded("check", "--format", "json", *plan).stdout)["rows"]
    loaded("check", "--report", tmp_path / "all.html", *plan)
    text = (tmp_path / "all.html").read_text(encoding="utf-8")
    assert "样例数据，非实际成果" in text
    page = Cells(text)
    told = [row for row in page.rows if len(row) == 4]
    assert [row[0] for row in told] == [FINDINGS[row["kind"]].zh for row in rows]
    assert [row[1] for row in told] == [row["subject"] for row in rows]


@pytest.mark.parametrize(
    "kind",
    [*CONFLICTS, *MISFITS, "outside_parent", "overlaps_sibling", "parcel_area_differs",
     "event_area_differs", "record_without_subject", "stored_day_differs"],
)  # fmt: skip
def test_every_kind_of_finding_has_a_name(kind):
    assert finding_kind(kind).zh != kind
    assert finding_kind(kind).en != kind


def test_a_load_says_which_method_it_does_not_know(landplan, tmp_path):
    folder = write_folder(tmp_path / "plan")
    plan = folder / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("id: small", "id: methods"), encoding="utf-8")
    events = folder / "ledger" / "events.geojson"
    told = json.loads(events.read_text(encoding="utf-8"))
    told["features"][0]["properties"]["method"] = "没收"
    events.write_text(json.dumps(told), encoding="utf-8")
    report = tmp_path / "problems.json"
    found = landplan("load", folder, "--report", report)
    assert found.returncode == 0
    assert found.stderr.startswith("ledger/events.geojson 第 1 行 method“没收”：不是已知的收储方式")
    [problem] = json.loads(report.read_text(encoding="utf-8"))["problems"]
    assert (problem["kind"], problem["severity"]) == ("unknown_method", "warning")
    assert problem["row"] == 1
    english = landplan("load", folder, "--lang", "en").stderr
    assert english.startswith("ledger/events.geojson, row 1 method “没收”: is no known method")


def test_a_load_says_which_encoding_was_guessed(landplan, tmp_path):
    folder = write_folder(tmp_path / "plan")
    targets = folder / "targets.csv"
    text = targets.read_text(encoding="utf-8").replace("公顷", "亩").replace("doc|表1|", "doc||")
    targets.write_bytes(text.encode("gbk"))
    report = tmp_path / "problems.json"
    found = landplan("load", folder, "--report", report)
    assert found.returncode == 0
    assert found.stderr.startswith("targets.csv：")
    assert "GBK" in found.stderr
    [problem] = json.loads(report.read_text(encoding="utf-8"))["problems"]
    assert (problem["kind"], problem["severity"]) == ("guessed_encoding", "warning")
