"""What a message calls an option of the command line is called by its field on a page."""

import re

from landplan.web.said import OPTION_FIELDS, in_words_of_forms, in_words_of_programs
from tests.every_row import every_row

TOLD = {
    "；可用 --crs 指明": "；可用“坐标系”指明",
    "像是 4526，请用 --crs EPSG:4526": "像是 4526，请用“坐标系：EPSG:4526”",
    "请用 --datum gcj02 导入；": "请用“坐标偏移：火星坐标（GCJ-02）”导入；",
    "或用 --datum-shift 给出": "或用“转换参数”给出",
    "有重复的点；加 --repair 可去掉": "有重复的点；勾选“修补边界”可去掉",
    "请写明：--columns '面积=declared_ha(亩)'，或": "请写明：“列的含义：面积=declared_ha(亩)”，或",
    "--columns '\"1001\"=land_use'": '“列的含义："1001"=land_use”',
    "哪一列：--columns 文件的列=land_use，或": "哪一列：“列的含义：文件的列=land_use”，或",
    "--columns 的“a”应写成": "“列的含义”的“a”应写成",
    "如是更正，请注明（--correction）": "如是更正，请注明（“更正上一条”）",
    "甲 -- 乙 --丙": "甲 -- 乙 --丙",
}
TOLD_IN_ENGLISH = {
    "it fits: --datum bd09": "it fits: “Shifted coordinates: BD-09”",
    "; --repair mends what it can": "; “Mend outlines” mends what it can",
    "or name it with --crs": "or name it with “Coordinate system”",
}


@every_row([*TOLD.items()], name=lambda row: row[0])
def test_options_are_told_as_the_fields_of_the_forms(row) -> None:
    text, told = row
    assert in_words_of_forms(text, "zh") == told


@every_row([*TOLD_IN_ENGLISH.items()], name=lambda row: row[0])
def test_in_english_too(row) -> None:
    text, told = row
    assert in_words_of_forms(text, "en") == told


def test_programs_are_told_of_names_in_json() -> None:
    told = "请注明（--correction）；--datum-shift 甲 -- 乙 --丙 a--b"
    assert in_words_of_programs(told) == "请注明（correction）；datum_shift 甲 -- 乙 --丙 a--b"


def test_every_option_that_a_message_names_has_its_field(repo) -> None:
    rooms = ("gis/formats", "gis/geometry", "projects/imports", "projects/store")
    named = {
        option
        for room in rooms
        for file in (repo / room).rglob("*.py")
        for option in re.findall(r"(?<=[\s（(\"：])--([a-z][a-z-]+)\b", file.read_text("utf-8"))
    }
    commands_alone = {"as", "format", "update"}
    assert named - commands_alone == set(OPTION_FIELDS)
