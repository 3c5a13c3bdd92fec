"""A backup and the way back: the same balance, and a clear word where that cannot be."""

import re
import subprocess

import psycopg
import pytest

from gis.server.binaries import find_binaries
from gis.server.cluster import FAST_SETTINGS, Cluster
from projects.store.schema import newest_step

PACKAGE = "tests/upgrades/package"
DAY = "2025-12-31"


@pytest.fixture(scope="module")
def named(databases, environment):
    """Make environments whose database is a new one on the tests' server."""

    def new(purpose: str) -> dict[str, str]:
        url = databases.new(purpose).render_as_string(hide_password=False)
        return environment | {"LANDPLAN_DATABASE_URL": url, "LANDPLAN_PLAN": "small"}

    return new


@pytest.fixture(scope="module")
def source(named, landplan):
    """Give an environment whose database has a small plan, which some roles may read."""
    env = named("backup_source")
    assert landplan("load", PACKAGE, env=env).returncode == 0
    said(
        env,
        "create role backup_reader; create role backup_gone;"
        "grant usage on schema landplan to backup_reader, backup_gone;"
        "grant select on landplan.v_balance to backup_reader, backup_gone;",
    )
    return env


@pytest.fixture(scope="module")
def backup(source, landplan, tmp_path_factory):
    """Give the backup of that database, made before one of the roles went."""
    file = tmp_path_factory.mktemp("backup") / "地块.backup"
    written = landplan("db", "backup", file, env=source)
    assert (written.returncode, written.stderr) == (0, "")
    assert re.fullmatch(rf"已备份到 {file}（\d\.\d MB）\n", written.stdout)
    said(source, "drop owned by backup_gone; drop role backup_gone")
    return file


def said(env, statement: str):
    url = env["LANDPLAN_DATABASE_URL"].replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        found = connection.execute(statement)
        return found.fetchone() if found.description else None


def name_of(env) -> str:
    return said(env, "select current_database()")[0]


def balance(landplan, env) -> str:
    return landplan("balance", "--as-of", DAY, "--format", "json", env=env).stdout


def test_a_backup_comes_back_with_its_rights(landplan, named, source, backup):
    empty = named("backup_target")
    said(empty, "create schema landplan")  # as an administrator does
    restored = landplan("db", "restore", backup, env=empty)
    assert restored.stdout == "已恢复 small：深度核查 0 处不符\n"
    assert "没有角色 backup_gone，" in restored.stderr
    assert restored.returncode == 0
    assert balance(landplan, empty) == balance(landplan, source)
    asked = "select has_table_privilege('backup_reader', 'landplan.v_balance', 'select')"
    assert said(empty, asked) == (True,)
    refused = landplan("db", "restore", backup, "--lang", "en", env=empty)
    assert "the database is not empty" in refused.stderr
    assert refused.returncode == 1


@pytest.mark.cluster
def test_a_backup_comes_into_a_private_server(landplan, environment, source, backup, run_folder):
    private = {name: told for name, told in environment.items() if not name.startswith("LANDPLAN")}
    private |= {"LANDPLAN_DATA_DIR": str(run_folder / "restored"), "PGSERVICE": "nope"}
    cluster = Cluster(run_folder / "restored", server_settings=FAST_SETTINGS)
    try:
        assert landplan("db", "restore", backup, env=private).returncode == 0
        assert balance(landplan, private) == balance(landplan, source)
        again = run_folder / "again.backup"
        assert landplan("db", "backup", again, env=private).returncode == 0
        assert again.stat().st_mode & 0o777 == 0o600
    finally:
        cluster.reset()


def test_a_file_that_is_there_is_not_overwritten(landplan, source, backup):
    before = backup.read_bytes()
    refused = landplan("db", "backup", backup, env=source)
    assert "已存在" in refused.stderr
    assert refused.returncode == 2
    assert backup.read_bytes() == before


def test_a_folder_is_no_backup_file(landplan, source, tmp_path):
    for call in ("backup", "restore"):
        refused = landplan("db", call, tmp_path, env=source)
        assert f"{tmp_path} 是文件夹" in refused.stderr
        assert refused.returncode == 2


def test_a_place_that_cannot_be_written_to_is_said(landplan, source):
    refused = landplan("db", "backup", "/proc/x.backup", env=source)
    assert "不能写入文件夹 /proc，没有备份" in refused.stderr
    assert refused.returncode == 2


def test_too_few_rights_are_said_in_their_own_sentence(landplan, source, tmp_path):
    said(
        source,
        "create role few_rights login; grant usage on schema landplan to few_rights;"
        "grant select on all tables in schema landplan to few_rights;"
        "revoke select on landplan.batch from few_rights",
    )
    url = source["LANDPLAN_DATABASE_URL"].replace("landplan@", "few_rights@", 1)
    few = source | {"LANDPLAN_DATABASE_URL": url}
    refused = landplan("db", "backup", tmp_path / "x", env=few)
    assert "当前用户的数据库权限不够，pg_dump 未完成" in refused.stderr
    assert list(tmp_path.iterdir()) == []
    refused = landplan("plans", "remove", "small", "--yes", env=few)
    assert "当前用户没有删除规划的权限" in refused.stderr
    assert "follows from" not in refused.stderr


def test_a_read_only_server_is_said(landplan, source):
    said(source, f"alter database {name_of(source)} set default_transaction_read_only = on")
    refused = landplan("plans", "remove", "small", "--yes", env=source)
    said(
        source,
        "set transaction read write;"
        f"alter database {name_of(source)} reset default_transaction_read_only",
    )
    assert "只读" in refused.stderr
    assert refused.returncode == 1


def test_a_database_without_data_has_no_backup(landplan, named, tmp_path):
    refused = landplan("db", "backup", tmp_path / "x", env=named("backup_nothing"))
    assert "没有可备份的内容" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_backup(landplan, named, source, tmp_path):
    env = named("backup_wrong")
    text, other = tmp_path / "text", tmp_path / "other"
    text.write_text("not a backup")
    dump = [find_binaries().bindir / "pg_dump", "-Fc", "--schema=public", "-f", other]
    url = source["LANDPLAN_DATABASE_URL"].replace("+psycopg", "")
    subprocess.run([*dump, url], check=True)
    for file in (text, other):
        refused = landplan("db", "restore", file, env=env)
        assert "不是 landplan 的备份文件" in refused.stderr
        assert refused.returncode == 2
    assert "没有备份文件" in landplan("db", "restore", tmp_path / "none", env=env).stderr


def test_a_backup_of_a_newer_landplan(landplan, named, source, tmp_path):
    said(source, "update landplan.alembic_version set version_num = '9999'")
    newer, env = tmp_path / "newer", named("backup_newer")
    landplan("db", "backup", newer, env=source)
    said(source, f"update landplan.alembic_version set version_num = '{newest_step()}'")
    refused = landplan("db", "restore", newer, env=env)
    assert "步骤 9999" in refused.stderr
    assert said(env, "select to_regnamespace('landplan')") == (None,)


def test_a_backup_that_fails_on_its_way_leaves_nothing(landplan, named, backup):
    env = named("backup_failing")
    said(env, "drop extension postgis; create schema geo; create extension postgis schema geo;")
    said(env, f'alter database {name_of(env)} set search_path = "$user", public, geo')
    failed = landplan("db", "restore", backup, env=env)
    assert "pg_restore 未完成" in failed.stderr
    assert failed.returncode == 1
    assert said(env, "select to_regnamespace('landplan')") == (None,)


def test_programs_older_than_the_server(landplan, source, tmp_path):
    old = tmp_path / "bin"
    old.mkdir()
    (old / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    (old / "pg_dump").chmod(0o755)
    refused = landplan(
        "db", "backup", tmp_path / "x", env=source | {"LANDPLAN_PG_BINDIR": str(old)}
    )
    assert "postgresql-client-" in refused.stderr
    assert "9 版" in refused.stderr


@pytest.mark.parametrize("query", [False, True], ids=["before the host", "as a parameter"])
def test_the_password_is_not_in_the_call(landplan, source, tmp_path, query):
    bindir = find_binaries().bindir
    (tmp_path / "pg_dump").write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\nexec {bindir}/pg_dump "$@"\n'
    )
    (tmp_path / "pg_dump").chmod(0o755)
    url = source["LANDPLAN_DATABASE_URL"]
    url = f"{url}&password=s3cret" if query else url.replace("landplan@", "landplan:s3cret@", 1)
    env = source | {"LANDPLAN_DATABASE_URL": url, "LANDPLAN_PG_BINDIR": str(tmp_path)}
    assert landplan("db", "backup", tmp_path / "x.backup", env=env).returncode == 0
    assert "s3cret" not in (tmp_path / "calls").read_text()
    assert (tmp_path / "x.backup").stat().st_size
