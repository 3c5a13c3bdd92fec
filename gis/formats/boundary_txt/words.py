"""The words of a boundary-point file: names of sections, keys and fields, full-width or not."""

import re
from typing import Final

FIELDS: Final[dict[int, tuple[str, ...]]] = {
    9: ("界址点数", "地块面积", "地块编号", "地块名称", "图形属性", "图幅号", "地块用途",
        "地类编码"),
    13: ("界址点数", "地块面积", "地块编号", "地块名称", "实施年份", "坡度", "图形属性", "图幅号",
         "地块用途", "备注", "地类编码", "质量等级"),
    5: ("地块编号", "地块名称", "图形属性", "地块用途"),
}  # fmt: skip
"""What the fields of a parcel's line mean, by how many they are with the `@` at the end."""

KIND: Final = "图形属性"
COUNT: Final = "界址点数"
AREA: Final = "地块面积"
NUMBER_FIELD: Final = "地块编号"
NAME_FIELD: Final = "地块名称"

KINDS: Final = ("面", "线", "点")

COORDINATES: Final = "地块坐标"
DESCRIPTION: Final = "属性描述"

DATUM_KEY: Final = "坐标系"
WIDTH_KEY: Final = "几度分带"
PROJECTION_KEY: Final = "投影类型"
UNIT_KEY: Final = "计量单位"
ZONE_KEY: Final = "带号"
PRECISION_KEY: Final = "精度"
SHIFT_KEY: Final = "转换参数"
VERSION_KEY: Final = "格式版本号"

KEYS_OF_SYSTEM: Final = (
    VERSION_KEY, DATUM_KEY, WIDTH_KEY, PROJECTION_KEY, UNIT_KEY, ZONE_KEY, PRECISION_KEY, SHIFT_KEY,
)  # fmt: skip
"""Keys that tell of the coordinates and the file; any other tells of the land."""

_OTHER_KEYS: Final = {"分带": WIDTH_KEY, "带号数": ZONE_KEY, "坐标系统": DATUM_KEY}

_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0x3010: "[", 0x3011: "]", 0xA0: " ", 0x2212: "-",
}  # fmt: skip
"""Full-width signs to those that programs read, one for one."""

_STRAY: Final = "\ufeff\0\x1a"
"""What stands at the ends of lines and files and means nothing: marks, padding, Ctrl-Z."""


def half_width(text: str) -> str:
    """Return a text of the same length with digits, commas and brackets of half width."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def bare(text: str) -> str:
    """Return a line without blanks and strays at its ends."""
    text = text.strip()
    while text and (text[0] in _STRAY or text[-1] in _STRAY):
        text = text.strip(_STRAY).strip()
    return text


def key_of(text: str) -> str:
    """Return the key of a header line as the format spells it."""
    key = re.sub(r"\s+", "", half_width(text))
    return _OTHER_KEYS.get(key, key)
