"""The shell's PG* variables do not reach the private server, each of them set to nonsense."""

import os

import pytest
from sqlalchemy import text

from gis.database.engine import open_engine
from gis.database.settings import Settings
from gis.server.cluster import FAST_SETTINGS, Cluster

VARIABLES = {
    "PGHOST": "nowhere.invalid",
    "PGHOSTADDR": "192.0.2.1",
    "PGPORT": "1",
    "PGDATABASE": "nothing",
    "PGUSER": "nobody",
    "PGPASSWORD": "nonsense",
    "PGPASSFILE": "/nowhere",
    "PGREQUIREAUTH": "nonsense",
    "PGCHANNELBINDING": "require",
    "PGSERVICE": "nope",
    "PGSERVICEFILE": "/nowhere",
    "PGOPTIONS": "-c nosuch=1",
    "PGOAUTHDEBUG": "nonsense",
    "PGAPPNAME": "nonsense",
    "PGSSLMODE": "verify-full",
    "PGREQUIRESSL": "1",
    "PGSSLCOMPRESSION": "nonsense",
    "PGSSLCERT": "/nowhere",
    "PGSSLKEY": "/nowhere",
    "PGSSLCERTMODE": "require",
    "PGSSLROOTCERT": "/nowhere",
    "PGSSLCRL": "/nowhere",
    "PGSSLCRLDIR": "/nowhere",
    "PGSSLSNI": "nonsense",
    "PGSSLNEGOTIATION": "direct",
    "PGSSLMINPROTOCOLVERSION": "nonsense",
    "PGSSLMAXPROTOCOLVERSION": "nonsense",
    "PGMINPROTOCOLVERSION": "nonsense",
    "PGMAXPROTOCOLVERSION": "nonsense",
    "PGREQUIREPEER": "nobody",
    "PGKRBSRVNAME": "nonsense",
    "PGGSSLIB": "nonsense",
    "PGGSSENCMODE": "require",
    "PGGSSDELEGATION": "1",
    "PGCONNECT_TIMEOUT": "nonsense",
    "PGCLIENTENCODING": "NONSENSE",
    "PGTARGETSESSIONATTRS": "standby",
    "PGLOADBALANCEHOSTS": "nonsense",
    "PGREPLICATION": "nonsense",
    "PGDATESTYLE": "nonsense",
    "PGTZ": "Nowhere/Land",
    "PGGEQO": "nonsense",
    "PGSYSCONFDIR": "/nowhere",
    "PGLOCALEDIR": "/nowhere",
    "PGDATA": "/nowhere",
    "PGCTLTIMEOUT": "nonsense",
}
"""Those of libpq up to 18, of which each release knows some, and of the server's programs."""

ASKED = text("select current_database(), session_user, current_setting('TimeZone')")


def told(folder) -> tuple[str, ...]:
    opened = open_engine(Settings(database_url=None, data_dir=folder))
    with opened.connect() as connection:
        row = connection.execute(ASKED).one()
    opened.dispose()
    return tuple(row)


@pytest.mark.parametrize("name", VARIABLES)
def test_a_variable_does_not_reach_the_private_server(cluster_running, monkeypatch, name):
    pid = cluster_running.status().pid
    before = told(cluster_running.data_dir)
    monkeypatch.setenv(name, VARIABLES[name])
    assert told(cluster_running.data_dir) == before
    assert cluster_running.status().pid == pid
    assert os.environ[name] == VARIABLES[name]


def test_all_of_them_do_not_reach_a_server_that_is_made(cluster_dir, monkeypatch):
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    cluster = Cluster(cluster_dir, server_settings=FAST_SETTINGS)
    cluster.ensure_running()
    assert told(cluster_dir)[:2] == ("landplan", "landplan")
    assert cluster.stop() is True
    cluster.ensure_running()


def test_a_named_server_gets_what_the_shell_says(cluster_running, monkeypatch):
    monkeypatch.setenv("PGOPTIONS", "-c statement_timeout=7s")
    opened = open_engine(Settings(database_url=cluster_running.libpq_url))
    with opened.connect() as connection:
        assert connection.scalar(text("show statement_timeout")) == "7s"
    opened.dispose()
