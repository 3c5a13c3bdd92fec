"""Ids looked up by hash: as a dictionary does it, whatever their lengths."""

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.bulk.names import Names

ids = st.lists(st.text("ab地", max_size=12) | st.sampled_from(["x" * 97 + "a", "x" * 97 + "b"]))


@settings(deadline=None)
@given(ids, ids, st.integers(0, 2))
def test_ids_are_found_as_in_a_dictionary(told, wanted, skipped):
    names = Names(pa.array(told, pa.string()).slice(skipped))
    told = told[skipped:]
    first = {text: place for place, text in reversed(list(enumerate(told)))}
    found = names.find(pa.array(wanted, pa.string()).slice(skipped))
    assert found.tolist() == [first.get(text, -1) for text in wanted[skipped:]]
    again, before = names.repeated()
    assert dict(zip(again.tolist(), before.tolist(), strict=True)) == {
        place: first[text] for place, text in enumerate(told) if first[text] != place
    }
