"""Numbers of headings as text: 一、（一）1. or, in English, 1, 1.1, 1.1.1."""

from collections.abc import Sequence
from typing import Final

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


def number_text(places: Sequence[int], language: str) -> str:
    """Return a heading's number as the list shows it, by its places from the outermost.

    >>> number_text([12, 3], "zh")
    '（三）'
    """
    form, text, after = levels(language)[len(places) - 1]
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


def levels(language: str) -> tuple[tuple[str, str, str], ...]:
    """Return each level's kind of digits, its text and what is behind it, as Word names them."""
    return _LEVELS["en" if language == "en" else "zh"]
