"""Which encoding a text file is read in."""

import pytest

from gis.errors import BadDataError
from gis.formats.encodings import codec_named, decode
from gis.formats.faults import UnreadableError
from projects.package.folder import read_package, remarks_on
from tests.small_land import write_folder


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "plan")


def rewrite(path, encoding, *changes):
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_bytes(text.encode(encoding))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("天河区", "utf-8"), ("天河区", "utf-8-sig"), ("天河区", "gb18030"), ("亩", "gbk"),
        ("沙园", "gbk"), ("plain", "ascii"), ("100 m²", "utf-8"), ("A·B", "utf-8"),
        ("Ķ, Ķ", "utf-8-sig"), ("25 °C ± 1", "utf-8"), ("天河区 Ķ", "utf-8"), ("", "utf-8"),
    ],
)  # fmt: skip
def test_a_text_is_read_as_it_was_written(text, encoding):
    assert decode(text.encode(encoding), []).text == text


def test_signs_are_decided_by_the_other_files(folder):
    """`·` in UTF-8 is 路 in GBK: the file alone does not tell."""
    sign = "·".encode()
    others = [folder / "zones.csv", folder / "targets.csv"]
    assert (decode(sign, others).text, decode(sign, others).guessed) == ("·", "UTF-8")
    rewrite(folder / "targets.csv", "gb18030")
    assert (decode(sign, others).text, decode(sign, others).guessed) == ("路", "GBK")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_named(encoding):
    with pytest.raises(UnreadableError, match="UTF-16"):
        decode("zone_id,name\nall,全区\n".encode(encoding), [])


def test_what_was_guessed_is_said(folder):
    rewrite(folder / "targets.csv", "gbk", ("公顷", "亩"), ("doc|表1|", "doc||"))
    assert read_package(folder).targets[0].unit == "亩"
    [remark] = remarks_on(folder)
    assert (remark.file, remark.severity, remark.kind) == (
        "targets.csv", "warning", "guessed_encoding"
    )  # fmt: skip
    rewrite(folder / "zones.csv", "gb18030")
    assert [remark.file for remark in remarks_on(folder)] == ["targets.csv"]


def test_marks_of_byte_order_at_the_start_are_no_text(folder):
    path = folder / "targets.csv"
    path.write_bytes(b"\xef\xbb\xbf\xef\xbb\xbf" + path.read_bytes())
    assert read_package(folder).targets


def test_a_mark_of_byte_order_within_is_told(folder):
    rewrite(folder / "zones.csv", "utf-8", ("西片", "\ufeff西片"))
    with pytest.raises(BadDataError) as caught:
        read_package(folder)
    [problem] = caught.value.problems
    assert (problem.file, problem.row, problem.column) == ("zones.csv", 3, "name")
    assert "U+FEFF" in problem.zh


@pytest.mark.parametrize("name", ["ZONES.CSV", "Targets.csv", "INDICATORS.CSV", "Zones.GeoJSON"])
def test_a_file_that_would_be_passed_over_for_its_upper_case_is_named(folder, name):
    path = folder / name.lower()
    if path.exists():
        path.rename(folder / name)
    else:
        (folder / name).write_text("zone\n", encoding="utf-8")
    with pytest.raises(BadDataError) as caught:
        read_package(folder)
    assert [(p.file, p.kind) for p in caught.value.problems if p.kind == "upper_case"] == [
        (name, "upper_case")
    ]


def test_an_encoding_is_one_of_texts():
    assert (codec_named("GBK"), codec_named("ANSI 1252"), codec_named("koi8-r")) == (
        "gb18030", "cp1252", "koi8-r",
    )  # fmt: skip
    for name in ("hex", "zip", "undefined", "rot13", "klingon", "", "a\0b"):
        with pytest.raises(UnreadableError):
            codec_named(name)
