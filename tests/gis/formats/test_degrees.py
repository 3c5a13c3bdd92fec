"""Degrees, minutes and seconds in words and signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.formats.degrees import degrees_of


@pytest.mark.parametrize(
    "text",
    [
        "113°24′15.5″", "113°24'15.5\"", "113º24’15.5”", "113˚24′15.5''", "113度24分15.5秒",
        "东经113度24分15.5秒", "113°24′15.5″E", "e113°24′15.5″", "E:113°24′15.5″",
        " 113° 24′ 15.5″ E ", "１１３°２４′１５．５″", "113°24′15.5", "+113°24′15.5″",
        "113°24.2583333333333333′", "113.404305555555555°",
    ],
)  # fmt: skip
def test_one_place_is_read_however_it_is_written(text):
    assert degrees_of(text) == pytest.approx(113.404305555, abs=1e-9)


@pytest.mark.parametrize("text", ["23°08′57.59″N", "北纬23度08分57.59秒", "23°8′57.59″"])
def test_so_is_a_latitude(text):
    assert degrees_of(text) == pytest.approx(23.149330555, abs=1e-9)


def test_sixty_is_what_was_rounded_up():
    assert degrees_of("113°59′60.00″") == degrees_of("113°60′") == 114


def test_west_and_south_are_negative():
    assert degrees_of("3°30′W") == degrees_of("南纬3度30分") == degrees_of("-3°30′") == -3.5


@pytest.mark.parametrize(
    "text",
    [
        "", "113.4", "38440512.35", "°", "′15″", "113°61′", "113°24′60.1″", "113.5°24′",
        "113°2.5′15″", "E113°24′W",
        "113°24′15″北", "113°°", "113°24″", "113-24-15", "٣°", "1" * 61 + "°",
    ],
)  # fmt: skip
def test_what_is_no_such_is_none(text):
    assert degrees_of(text) is None


@given(st.text(alphabet="0123456789.°′″'\"度分秒 EN东经+-：º", max_size=70))
def test_any_text_is_degrees_or_none(text):
    found = degrees_of(text)
    assert found is None or abs(found) < 1e60
