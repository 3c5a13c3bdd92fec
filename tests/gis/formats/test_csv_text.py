"""CSV: whatever quote is missing, it is an error at its row; what is written is read again."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.formats.csv_text import LONGEST, csv_lines
from gis.formats.faults import UnreadableError

cells = st.text(st.sampled_from('ab,"\n 地'), max_size=6)
tables = st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=5)
ends = st.sampled_from(["\n", "\r\n"])


def written(rows, end="\n", quoting=csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(rows)
    return text.getvalue()


def rows_of(text: str) -> list[list[str]]:
    return [row for _, row in csv_lines(text)]


@given(tables, ends, st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_what_is_written_is_read(rows, end, quoting):
    assert rows_of(written(rows, end, quoting)) == rows


@given(tables, ends, st.data())
def test_a_quote_dropped_anywhere_is_an_error(rows, end, data):
    text = written(rows, end, csv.QUOTE_ALL)
    quotes = [place for place, character in enumerate(text) if character == '"']
    place = data.draw(st.sampled_from(quotes))
    with pytest.raises(UnreadableError):
        rows_of(text[:place] + text[place + 1 :])


def test_the_row_is_that_where_the_quote_opens():
    with pytest.raises(UnreadableError) as caught:
        rows_of('a,b\n1,"two\nlines"\n2,"open\n3,x\n4,"closed"\n')
    assert caught.value.row == 4
    assert caught.value.value == '"open'
    with pytest.raises(UnreadableError) as caught:
        rows_of('a,b\n1,2\n3,4"\n')
    assert caught.value.row == 3


def test_rows_have_the_line_where_they_begin():
    assert list(csv_lines('a,b\r\n"1\r\n2",3\r\n4,5')) == [
        (1, ["a", "b"]), (2, ["1\r\n2", "3"]), (4, ["4", "5"])
    ]  # fmt: skip


def test_a_cell_beyond_all_measure_is_a_quote_forgotten():
    with pytest.raises(UnreadableError) as caught:
        rows_of('a,b\n1,"' + "x" * LONGEST + '"\n')
    assert caught.value.row == 2
