"""What reaches the end of a call as one sentence: errors of the database, what a load did."""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError

from landplan.command.cli import report
from landplan.command.load import told_of
from landplan.language import Say
from projects.load import Loaded
from projects.store.batches import Counts


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("select 1 / (:secret - 41)", "division by zero"),
        ("select x from no_such_table where :secret = 1", 'relation "no_such_table"'),
    ],
)
def test_an_error_of_a_statement_is_told_without_it(connection, capsys, statement, said):
    with pytest.raises(DBAPIError) as failure:
        connection.execute(text(statement), {"secret": 41})
    for language, word in (("zh", "数据库报错"), ("en", "the database refused")):
        assert report(failure.value, Say(language)) == 1
        _, told = capsys.readouterr()
        assert told.startswith(word) and said in told
        assert told.count("\n") == 1
        for hidden in ("select", "secret", "41", "sqlalche", "psycopg"):
            assert hidden not in told


def test_an_error_of_the_driver_alone_is_told_too(connection, capsys):
    raw = connection.connection.driver_connection
    with pytest.raises(psycopg.Error) as failure, raw.cursor() as cursor:
        cursor.execute("select 41 / 0")
    assert report(failure.value, Say("en")) == 1
    told = capsys.readouterr().err
    assert "division by zero" in told
    assert "41" not in told


def test_a_value_that_no_statement_takes_is_told_without_it(connection, capsys):
    with pytest.raises(StatementError) as failure:
        connection.execute(text("select :wanted, :secret"), {"secret": 41})
    assert report(failure.value, Say("en")) == 1
    told = capsys.readouterr().err
    assert "wanted" in told
    assert "select" not in told and "41" not in told


def loaded(**absent) -> Loaded:
    counts = {"zones": 2, "targets": 3, "projects": 4, "figures": 5, "parcels": 6, "events": 7}
    none = {"absent_events": 0, "absent_parcels": 0}
    changes = {"events": Counts(added=1, same=6)}
    return Loaded(plan="p", batch=3, changes=changes, **counts, **(none | absent))


@pytest.mark.parametrize(
    ("absent", "zh", "en"),
    [
        ({}, "（新增 1 笔）；批次 3", "(1 of them new); load 3"),
        (
            {"absent_events": 179},
            "；库中另有 179 笔台账不在此包内，照计；批次 3",
            "; 179 events in the database are not in this package: they stay and count; load 3",
        ),
        (
            {"absent_events": 179, "absent_parcels": 12},
            "；库中另有 12 宗地块、179 笔台账不在此包内，照计；批次 3",
            "; 12 parcels and 179 events in the database are not in this package: "
            "they stay and count; load 3",
        ),
    ],
)
def test_a_load_tells_what_the_database_has_besides(absent, zh, en):
    assert told_of(loaded(**absent), Say("zh")).endswith(zh)
    assert told_of(loaded(**absent), Say("en")).endswith(en)
