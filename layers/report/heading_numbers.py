"""Numbers of the Word report's headings: a list that Word keeps, and its numbers as text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

if TYPE_CHECKING:
    from docx.document import Document

_LIST: Final = 90  # the list's id, above those of the empty document
_LEVELS: Final = {
    "zh": (
        ("chineseCounting", "%1、", "nothing"),
        ("chineseCounting", "（%2）", "nothing"),
        ("decimal", "%3.", "nothing"),
    ),
    "en": (
        ("decimal", "%1", "space"),
        ("decimal", "%1.%2", "space"),
        ("decimal", "%1.%2.%3", "space"),
    ),
}
DEPTH: Final = 3
"""Levels of headings; chapters further in are set as the last of them."""

_DIGITS = "〇一二三四五六七八九"


def number_headings(document: "Document", language: str) -> None:
    """Make the headings 1 to 3 a numbered list: 一、（一）1. or, in English, 1, 1.1, 1.1.1."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="{document.styles[f"Heading {level + 1}"].style_id}"/>'
        f'<w:suff w:val="{after}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for level, (form, text, after) in enumerate(_levels(language))
    )
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_LIST}">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        ),
    )
    number = numbering.add_num(_LIST)
    for level in range(DEPTH):
        properties = document.styles[f"Heading {level + 1}"].element.get_or_add_pPr()
        chosen = properties.get_or_add_numPr()
        chosen.get_or_add_ilvl().val = level
        chosen.get_or_add_numId().val = number.numId


def number_text(places: Sequence[int], language: str) -> str:
    """Return a heading's number as the list shows it, by its places from the outermost.

    >>> number_text([12, 3], "zh")
    '（三）'
    """
    form, text, after = _levels(language)[len(places) - 1]
    for level, place in enumerate(places, 1):
        text = text.replace(f"%{level}", han(place) if form == "chineseCounting" else str(place))
    return text + (" " if after == "space" else "")


def han(number: int) -> str:
    """Return a number below 100 in Han digits, as lists count.

    >>> han(12), han(30)
    ('十二', '三十')
    """
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _levels(language: str) -> tuple[tuple[str, str, str], ...]:
    return _LEVELS["en" if language == "en" else "zh"]
