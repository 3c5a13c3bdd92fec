"""Slips that offices make, each told as what it is."""

import json

import pytest

from gis.errors import BadDataError
from gis.geometry.file_geometry import geometry_of_json
from gis.geometry.outline_error import OutlineError
from projects.monitoring.documents import document_findings
from projects.package.folder import read_package
from tests.small_land import write_folder

EVENTS = (
    "event_id,kind,parcel_id,date,declared_ha,document_no,corrects\nE-1,storage,P1,2022-03-15,1,,"
)
RING = [[113.40, 23.15], [113.41, 23.15], [113.41, 23.16], [113.40, 23.15]]


def with_events(tmp_path, text):
    folder = write_folder(tmp_path / "包")
    for file in (folder / "ledger").glob("events.*"):
        file.unlink()
    (folder / "ledger" / "events.csv").write_text(text, encoding="utf-8")
    return folder


def problems_of(folder):
    with pytest.raises(BadDataError) as caught:
        read_package(folder)
    return caught.value.problems


def test_an_event_that_corrects_itself_names_itself(tmp_path):
    [problem] = problems_of(with_events(tmp_path, f"{EVENTS}E-1\n"))
    assert (problem.row, problem.column, problem.kind) == (2, "corrects", "corrects_itself")
    assert "自己" in problem.zh


@pytest.mark.parametrize(("separator", "name"), [(";", "分号"), ("\t", "制表符")])
def test_another_separator_is_told_once(tmp_path, separator, name):
    [problem] = problems_of(with_events(tmp_path, f"{EVENTS}\n".replace(",", separator)))
    assert (problem.file, problem.kind) == ("ledger/events.csv", "wrong_separator")
    assert name in problem.zh


SUPPLY = (
    "event_id,kind,parcel_id,date,declared_ha,land_use,land_use_set\nE-1,supply,P1,2022-03-15,1"
)


def test_a_code_without_its_leading_0_is_told_as_that(tmp_path):
    [problem] = problems_of(with_events(tmp_path, f"{SUPPLY},701,2023\n"))
    assert (problem.column, problem.value, problem.kind) == ("land_use", "701", "unknown_land_use")
    assert "而有 0701：像是丢了开头的 0（Excel 会去掉" in problem.zh
    assert "but 0701: the leading 0 was lost" in problem.en


def test_a_table_of_codes_without_leading_0_is_told_as_that(tmp_path):
    folder = with_events(tmp_path, f"{SUPPLY},0701,2023\n")
    table = (folder / "land_use.csv").read_text(encoding="utf-8")
    (folder / "land_use.csv").write_text(table.replace("0701", "701"), encoding="utf-8")
    [problem] = problems_of(folder)
    assert "而有 701：像是 land_use.csv 丢了开头的 0" in problem.zh


@pytest.mark.parametrize(
    ("told", "said"),
    [("20220315", "像是 2022-03-15"), ("44635", "像是 Excel 的日期序号（2022-03-15）"),
     ("20221399", "之间；请写成"), ("3", "之间；请写成")],
)  # fmt: skip
def test_a_day_in_digits_is_told_as_what_it_seems(tmp_path, told, said):
    text = EVENTS.replace("2022-03-15", told)
    [problem] = problems_of(with_events(tmp_path, f"{text}\n"))
    assert (problem.column, problem.value, problem.kind) == ("date", told, "bad_date")
    assert said in problem.zh


@pytest.mark.parametrize("mark", ["、", "；", ",", "/"])
def test_parcels_joined_by_another_mark_are_told_how(tmp_path, mark):
    text = EVENTS.replace("P1", f'"P1{mark}P2"')
    [problem] = problems_of(with_events(tmp_path, f"{text}\n"))
    assert problem.zh == f"没有地块 P1{mark}P2；几个地块之间请用英文分号 (;)"
    assert problem.en == f"there is no parcel P1{mark}P2; several parcels are joined by ;"


@pytest.mark.parametrize("told", ["收储", "STORAGE", "Storage"])
def test_a_code_written_in_chinese_or_large_is_told_with_all_codes(tmp_path, told):
    [problem] = problems_of(with_events(tmp_path, EVENTS.replace("storage", told) + "\n"))
    assert problem.zh == "应为：storage（收储）、supply（供应）、reversal（冲销）；像是 storage"
    assert problem.en == "must be one of: storage, supply, reversal; it looks like storage"


@pytest.mark.parametrize("first", ["收储台账", "<html>", "2024年，单位：公顷"])
def test_a_title_above_the_header_is_told_once(tmp_path, first):
    [problem] = problems_of(with_events(tmp_path, f"{first},,\n{EVENTS}\n"))
    assert (problem.row, problem.column, problem.kind) == (1, "", "no_header")
    assert f"没有一列认识（“{first}”）" in problem.zh


@pytest.mark.parametrize("data", [b"PK\x03\x04\x14\x00", b"\xd0\xcf\x11\xe0\xa1"])
def test_a_workbook_called_csv_is_told_as_that(tmp_path, data):
    folder = write_folder(tmp_path / "包")
    (folder / "targets.csv").write_bytes(data + bytes(60))
    [problem] = problems_of(folder)
    assert (problem.file, problem.kind) == ("targets.csv", "workbook")
    assert "Excel 工作簿" in problem.zh


def test_a_code_that_lacks_more_is_only_unknown(tmp_path):
    [problem] = problems_of(with_events(tmp_path, f"{SUPPLY},70,2023\n"))
    assert problem.zh == "land_use.csv 的 2023 版中没有这个代码"


@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon"])
def test_brackets_one_level_short_are_no_large_number(kind):
    coordinates = RING if kind == "Polygon" else [RING]
    with pytest.raises(OutlineError, match="少套了一层") as caught:
        geometry_of_json({"type": kind, "coordinates": coordinates})
    assert "过大" not in caught.value.zh


def test_a_geometry_without_a_type_says_so():
    with pytest.raises(OutlineError) as caught:
        geometry_of_json({})
    assert "没有 type" in caught.value.zh
    assert "None" not in caught.value.zh + caught.value.en


def test_the_system_that_the_file_itself_names_is_named(tmp_path):
    folder = write_folder(tmp_path / "包")
    file = folder / "ledger" / "parcels.geojson"
    told = json.loads(file.read_text(encoding="utf-8"))
    told["crs"] = {"type": "name", "properties": {"name": "EPSG:3857"}}
    file.write_text(json.dumps(told), encoding="utf-8")
    problem = problems_of(folder)[0]
    assert "Web 墨卡托（EPSG:3857）" in problem.zh
    assert "文件自己写明的" in problem.zh


@pytest.mark.parametrize("district", ['""', "[]"])
def test_an_empty_district_is_refused(tmp_path, district):
    folder = write_folder(tmp_path / "包")
    with (folder / "plan.yaml").open("a", encoding="utf-8") as file:
        file.write(f"\ndistrict: {district}\n")
    [problem] = problems_of(folder)
    assert (problem.column, problem.kind) == ("district", "bad_district")


def test_a_key_that_stands_twice_is_named(tmp_path):
    folder = write_folder(tmp_path / "包")
    with (folder / "plan.yaml").open("a", encoding="utf-8") as file:
        file.write("\ntitle: 又一个\n")
    [problem] = problems_of(folder)
    assert (problem.column, problem.kind) == ("title", "repeated")
    assert "title" in problem.zh


def test_a_document_is_read_by_lines_whatever_ends_them(tmp_path):
    package = read_package(write_folder(tmp_path / "包"))
    documents = tmp_path / "documents"
    documents.mkdir()
    found = []
    for end in ("\n", "\r\n", "\r"):
        for document in package.plan.documents:
            text = end.join(["甲"] * 3)
            (documents / f"{document.document_id}.txt").write_bytes(text.encode())
        found.append(list(document_findings(package, documents)))
    assert found[0] == found[1] == found[2]
    assert found[0]
