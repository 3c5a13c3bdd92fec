"""Values as the report's tables show them, and text made safe to set."""

import math
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from layers.report.cells import DASH, number_format, shown
from layers.report.document import Kind, Value
from layers.report.plain_text import MARK, plain
from layers.report.text_width import text_width

KINDS: tuple[Kind, ...] = (
    "text",
    "ha",
    "mu",
    "m2",
    "percent",
    "count",
    "money",
    "number",
    "day",
    "year",
    "degrees",
    "metres",
)
FIGURES = st.floats(-1e12, 1e12) | st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (500.0, "ha", "500.00"),
        (2.675, "ha", "2.68"),  # its binary digits are below 2.675: people still round up
        (9999.994, "ha", "9999.99"),
        (9999.995, "ha", "10,000.00"),
        (-12345.6, "mu", "-12,345.60"),
        (-0.001, "ha", "0.00"),
        (54.649, "percent", "54.6%"),
        (1234567, "money", "1,234,567"),
        (1e6, "m2", "1,000,000"),
        (12, "count", "12"),
        (4800.0, "number", "4800"),
        (0.035, "number", "0.035"),
        (12345.678901, "number", "12,345.6789"),
        (2025, "year", "2025"),
        (10001, "year", "10001"),
        (113.3456789, "degrees", "113.345679"),
        (38512345.6789, "metres", "38512345.679"),
        (date(2025, 12, 31), "day", "2025-12-31"),
        (None, "ha", DASH),
        ("", "text", DASH),
        (math.nan, "ha", DASH),
        ("未载明", "ha", "未载明"),
        (20251231, "text", "20251231"),
        (True, "text", "是"),
    ],
)
def test_values_are_shown_by_their_kind(value: Value, kind: Kind, text: str) -> None:
    assert shown(value, kind) == text


def test_only_words_differ_between_languages() -> None:
    assert shown(False, "text", "en") == "No"
    assert shown(12345.6, "ha", "en") == shown(12345.6, "ha", "zh") == "12,345.60"


@given(value=FIGURES, kind=st.sampled_from(KINDS))
def test_a_shown_figure_is_the_value_to_half_a_last_place(value: float, kind: Kind) -> None:
    text = shown(value, kind).removesuffix("%").replace(",", "")
    decimals = len(text.partition(".")[2])
    half = Decimal(5).scaleb(-decimals - 1) if kind != "number" else Decimal("0.00005")
    assert abs(Decimal(text) - Decimal(value)) <= half + abs(Decimal(value)) * Decimal("1e-14")


@given(value=FIGURES, kind=st.sampled_from(KINDS))
def test_the_excel_format_has_the_same_places_and_commas(value: float, kind: Kind) -> None:
    text, pattern = shown(value, kind), number_format(value, kind)
    digits = pattern.removesuffix("%")
    assert len(text.removesuffix("%").partition(".")[2]) == len(digits.partition(".")[2])
    assert ("," in text) == ("," in digits)
    assert text.endswith("%") == pattern.endswith("%")


@given(text=st.text(st.characters(exclude_categories=[])))
def test_plain_text_can_be_set_in_xml_and_stays_as_it_is(text: str) -> None:
    made = plain(text)
    element = etree.Element("t")
    element.text = made  # lxml refuses what XML 1.0 forbids
    assert etree.fromstring(etree.tostring(element)).text == (made or None)
    assert plain(made) == made


@given(text=st.text(st.characters(categories=["L", "N"], exclude_characters="\ufffd")))
def test_letters_and_digits_stay(text: str) -> None:
    assert plain(text).replace("\u200e", "") == text


def test_what_cannot_be_set_shows_as_a_mark() -> None:
    assert plain("甲\x00乙\ud800丙\u202e丁") == f"甲{MARK}乙{MARK}丙{MARK}丁"
    assert plain("甲\r\n乙\t丙\u2028丁") == "甲 乙 丙 丁"


def test_a_figure_behind_hebrew_stays_behind_it() -> None:
    name = plain("שלום עולם 12.5 公顷")
    mark = name.index("\u200e")
    assert name[mark - 1] == "ם"
    assert name[mark + 1 :] == " 12.5 公顷"
    assert unicodedata.bidirectional(name[mark]) == "L"


def test_han_is_twice_as_wide() -> None:
    assert text_width("收储 12 ha") == 10
