"""CQL2 text is read as the JSON of the standard, or refused with a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import WrongUseError
from projects.features.cql2_text import read_text
from tests.every_row import every_row


def prop(name):
    return {"property": name}


def op(name, *args):
    return {"op": name, "args": list(args)}


A1, B2, C3 = (op("=", prop(name), value) for name, value in (("a", 1), ("b", 2), ("c", 3)))

READ = {
    "a=1": A1,
    "a = 1 OR b = 2 AND c = 3": op("or", A1, op("and", B2, C3)),
    "(a = 1 or b = 2) and c = 3": op("and", op("or", A1, B2), C3),
    "NOT a = 1 AND b = 2": op("and", op("not", A1), B2),
    "NOT (a = 1 OR b = 2)": op("not", op("or", A1, B2)),
    "name = 'it''s'": op("=", prop("name"), "it's"),
    r"name = 'it\'s'": op("=", prop("name"), "it's"),
    "名称 LIKE '天%'": op("like", prop("名称"), "天%"),
    '"in" NOT LIKE \'x_\'': op("not", op("like", prop("in"), "x_")),
    "a BETWEEN 1 AND 2 AND b = 2": op("and", op("between", prop("a"), 1, 2), B2),
    "a NOT BETWEEN -1 AND 2": op("not", op("between", prop("a"), -1, 2)),
    "a IN ('x', 'y')": op("in", prop("a"), ["x", "y"]),
    "a NOT IN (1)": op("not", op("in", prop("a"), [1])),
    "a IS NULL": op("isNull", prop("a")),
    "a IS NOT NULL": op("not", op("isNull", prop("a"))),
    "in_force = TRUE": op("=", prop("in_force"), True),
    "a + 2 * b > -c": op(">", op("+", prop("a"), op("*", 2, prop("b"))), op("*", -1, prop("c"))),
    "CASEI(name) = casei('Ä')": op("=", op("casei", prop("name")), op("casei", "Ä")),
    "day >= DATE('2023-06-30')": op(">=", prop("day"), {"date": "2023-06-30"}),
    "T_DURING(day, INTERVAL('2023-01-01', '..'))": op(
        "t_during", prop("day"), {"interval": ["2023-01-01", ".."]}
    ),
    "A_CONTAINS(ids, ('x', 'y'))": op("a_contains", prop("ids"), ["x", "y"]),
    "S_INTERSECTS(outline, POINT(113.4 -23.1))": op(
        "s_intersects", prop("outline"), {"type": "Point", "coordinates": [113.4, -23.1]}
    ),
    "S_WITHIN(outline, BBOX(1,2,3,4))": op(
        "s_within", prop("outline"), {"bbox": [1, 2, 3, 4]}
    ),
    "S_WITHIN(outline, POLYGON((0 0, 1 0, 1 1, 0 0)))": op(
        "s_within",
        prop("outline"),
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
    ),
}  # fmt: skip


@every_row(READ, name=str)
def test_text_is_read_as_the_json_of_the_standard(text) -> None:
    assert read_text(text) == READ[text]


REFUSED = (
    "", "a =", "a = 1 AND", "= 1", "'", "a = 'x", "(a = 1", "a = 1)", "a = 1; drop table x",
    "a = 1e999", "a == 1", "S_INTERSECTS(outline, POLYGON((1 2, 3 4)))",
    "a LIKE", "a IN ()", "\x00",
)  # fmt: skip


@every_row(REFUSED, name=repr)
def test_what_is_no_filter_is_refused_with_its_place(text) -> None:
    with pytest.raises(WrongUseError) as refused:
        read_text(text)
    assert "filter" in refused.value.zh and "filter" in refused.value.en


@given(st.text("aAnNdDoOrRtT1.=<>()'\",; +-*/", max_size=40))
def test_any_text_is_a_filter_or_refused(text) -> None:
    try:
        read_text(text)
    except WrongUseError as refused:
        assert refused.zh


def test_depth_is_no_matter_to_the_reader() -> None:
    assert read_text("(" * 5000 + "a=1" + ")" * 5000) == A1
