"""No text from data opens a formula in a CSV file, and each is read as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.formats.formula_guard import guarded, unguarded

texts = st.text(alphabet="'=+-@\t\ra1 名", max_size=6)


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("-5", "'-5"), ("@x", "'@x"), ("'=1", "''=1"), ("'名", "'名"), ("", "")],
)
def test_what_opens_a_formula_has_an_apostrophe(text, cell):
    assert guarded(text) == cell


@given(texts)
def test_each_text_is_read_as_it_was(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
