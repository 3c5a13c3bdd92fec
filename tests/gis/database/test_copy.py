"""COPY: what goes in comes out of a real table, every kind of column, nulls and empty texts too."""

from datetime import date

import pyarrow as pa
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from gis.database.copy import copy_rows
from gis.database.copy_arrow import copy_batch
from tests.small_land import block

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=9)
floats = st.floats(allow_nan=False)
days = st.dates(date(1949, 1, 1), date(2100, 12, 31))
outlines = st.integers(0, 9).map(lambda x: block(x, 0, x + 1, 1))
rows = st.tuples(
    st.none() | texts,
    st.none() | floats,
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | days,
    st.none() | st.lists(texts, max_size=3),
    st.none() | st.integers(-(2**31), 2**31 - 1),
    st.none() | texts,
    st.none() | outlines,
)

KINDS = {
    "t": pa.string(), "f": pa.float64(), "n": pa.int64(), "d": pa.date32(),
    "l": pa.list_(pa.string()), "i": pa.int32(), "u": pa.dictionary(pa.int32(), pa.string()),
    "g": pa.binary(),
}  # fmt: skip


@pytest.fixture
def table(connection):
    connection.execute(
        text(
            "create temp table sheet (place serial, t text, f float8, n bigint, d date, l text[], "
            "i integer, u text, g geometry(MultiPolygon, 4490)) on commit drop"
        )
    )
    return "sheet"


def rows_of(connection):
    found = connection.execute(
        text("select t, f, n, d, l, i, u, st_asbinary(g) from sheet order by place")
    )
    return [(*cells, wkb and shapely.from_wkb(bytes(wkb))) for *cells, wkb in found]


def batch_of(told):
    columns = list(zip(*told, strict=True)) or [()] * len(KINDS)
    columns[-1] = [None if g is None else shapely.to_wkb(g) for g in columns[-1]]
    arrays = [pa.array(c, kind) for c, kind in zip(columns, KINDS.values(), strict=True)]
    return pa.record_batch(arrays, names=list(KINDS))


@settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(rows, max_size=9), st.integers(0, 3))
def test_a_batch_comes_out_as_it_went_in(connection, table, told, skipped):
    with connection.begin_nested() as savepoint:
        copy_batch(connection, table, batch_of(told).slice(skipped))
        assert rows_of(connection) == told[skipped:]
        savepoint.rollback()


def test_rows_come_out_as_they_went_in(connection, table):
    told = [
        ("地块\t一", 1.5, 7, date(2023, 6, 30), ["P1", ""], -3, "收储", block(0, 0, 1, 1)),
        (None,) * 8,
    ]
    assert copy_rows(connection, table, list(KINDS), told) == 2
    assert rows_of(connection) == told


def test_a_batch_says_its_crs(connection, table):
    copy_batch(connection, table, batch_of([("", 0.0, 0, None, [], 0, "", block(0, 0, 1, 1))]))
    assert connection.scalar(text("select st_srid(g) from sheet")) == 4490
