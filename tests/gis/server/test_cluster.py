"""The private cluster, on the real PostgreSQL."""

import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from gis.errors import ClusterError, PostgisMissingError
from gis.server.account import ServerAccount
from gis.server.binaries import find_binaries
from gis.server.cluster import FAST_SETTINGS, Cluster
from gis.server.cluster_errors import server_failure
from tests.waiting import until

START = """
import sys
from pathlib import Path
from gis.server.cluster import FAST_SETTINGS, Cluster
print(Cluster(Path(sys.argv[1]), server_settings=FAST_SETTINGS).ensure_running())
"""


def fast(folder: Path, **options) -> Cluster:
    return Cluster(folder, server_settings=FAST_SETTINGS, **options)


def answer(cluster: Cluster, query: str, *values):
    with psycopg.connect(cluster.libpq_url) as connection:
        return connection.execute(query, values).fetchone()[0]


def kill_server(cluster: Cluster) -> None:
    """Kill the server, and wait until its children have noticed."""
    pid = cluster.status().pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    os.kill(pid, signal.SIGKILL)
    until(lambda: not any(map(lives, (pid, *children))))


def lives(pid: int | str) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""  # that of one that has ended
    except (FileNotFoundError, ProcessLookupError):
        return False


# What there is


def test_a_fresh_folder_gets_a_database_with_postgis(cluster_dir):
    cluster = fast(cluster_dir / "not" / "there yet")
    assert cluster.status().state == "absent"
    assert not cluster.data_dir.exists()
    url = cluster.ensure_running()
    assert url.startswith("postgresql+psycopg://landplan@/landplan?host=%2Ftmp%2F")
    assert cluster.status().state == "running"
    assert answer(cluster, "SELECT ST_SRID(ST_Point(113.33, 23.13, 4490))") == 4490
    assert answer(cluster, "SELECT current_setting('fsync')") == "off"


def test_users_get_a_safe_server(cluster_running):
    written = (cluster_running.data / "postgresql.conf").read_text("utf-8")
    assert re.findall(r"(?m)^fsync", written) == []
    wanted = {
        "server_encoding": "UTF8",
        "listen_addresses": "",
        "jit": "off",
        "work_mem": "64MB",
        "data_checksums": "on",
    }
    for name, value in wanted.items():
        assert answer(cluster_running, "SELECT current_setting(%s)", name) == value
    collation = "SELECT datcollate FROM pg_database WHERE datname = 'landplan'"
    assert answer(cluster_running, collation) == "C.UTF-8"


def test_only_the_servers_user_goes_into_the_folder(cluster_running):
    for path in (cluster_running.folder, cluster_running.socket_folder):
        status = path.stat()
        assert stat.S_IMODE(status.st_mode) == 0o700
        assert status.st_uid == cluster_running.account.uid
    assert cluster_running.account.uid != 0
    hba = (cluster_running.data / "pg_hba.conf").read_text("utf-8")
    assert "reject" in hba
    assert not re.search(r"(?m)^host.*trust", hba)


def test_no_port_is_opened(cluster_running):
    pid_file = (cluster_running.data / "postmaster.pid").read_text("utf-8").splitlines()
    assert pid_file[5] == ""  # the line of the address that is listened on


def test_running_twice_is_running_once(cluster_running):
    before = cluster_running.status().pid
    cluster_running.ensure_running()
    assert cluster_running.status().pid == before


def test_the_server_holds_no_pipe_and_outlives_its_starter(cluster_dir):
    done = subprocess.run(  # would never end if the server held the pipes
        [sys.executable, "-c", START, str(cluster_dir)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == fast(cluster_dir).url
    assert answer(fast(cluster_dir), "SELECT 1") == 1


@pytest.mark.parametrize(
    "name", ["a space", "天河区 数据", "comma, and 'quote'", "long-" * 40], ids=str.split
)
def test_any_folder_name(cluster_dir, name):
    cluster = fast(cluster_dir / name)
    cluster.ensure_running()
    assert len(os.fsencode(cluster.postmaster.socket)) <= 107
    assert answer(cluster, "SELECT current_database()") == "landplan"
    assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700
    cluster.stop()
    cluster.ensure_running()
    cluster.reset()
    if cluster.socket_folder != cluster.folder:
        assert not cluster.socket_folder.exists()


def test_a_name_that_a_shell_would_read_is_refused(cluster_dir):
    with pytest.raises(ClusterError, match=r"LANDPLAN_DATA_DIR"):
        fast(cluster_dir / "$(touch x)").ensure_running()


# Stopping and destroying


def test_stop_and_start_again_keeps_the_data(cluster_dir):
    cluster = fast(cluster_dir)
    assert cluster.stop() is False
    cluster.ensure_running()
    with psycopg.connect(cluster.libpq_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS seven")
    assert cluster.stop() is True
    assert cluster.status().state == "stopped"
    assert cluster.stop() is False
    cluster.ensure_running()
    assert answer(cluster, "SELECT seven FROM kept") == 7


def test_an_open_connection_does_not_keep_the_server_up(cluster_dir):
    cluster = fast(cluster_dir)
    cluster.ensure_running()
    connection = psycopg.connect(cluster.libpq_url)
    assert cluster.stop() is True
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")


def test_reset_destroys_the_data(cluster_dir):
    cluster = fast(cluster_dir)
    cluster.reset()
    cluster.ensure_running()
    with psycopg.connect(cluster.libpq_url) as connection:
        connection.execute("CREATE TABLE lost ()")
    cluster.reset()
    assert cluster.status().state == "absent"
    assert list(cluster.folder.iterdir()) == []
    cluster.ensure_running()
    assert answer(cluster, "SELECT to_regclass('lost')") is None


# What it survives


def test_a_killed_server(cluster_dir):
    cluster = Cluster(cluster_dir)  # with the users' settings: what was committed must be there
    cluster.ensure_running()
    with psycopg.connect(cluster.libpq_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS seven")
    kill_server(cluster)
    assert (cluster.data / "postmaster.pid").exists()
    assert cluster.status().state == "stopped"
    cluster.ensure_running()
    assert answer(cluster, "SELECT seven FROM kept") == 7


def test_a_killed_server_whose_number_belongs_to_another_process(cluster_dir):
    cluster = fast(cluster_dir)
    cluster.ensure_running()
    kill_server(cluster)
    other = subprocess.Popen(["sleep", "300"], **cluster.account.process_options)
    try:
        socket_lock = cluster.postmaster.socket.with_name(".s.PGSQL.5432.lock")
        for path in (cluster.data / "postmaster.pid", socket_lock):
            lines = path.read_text("utf-8").splitlines(keepends=True)
            path.write_text("".join([f"{other.pid}\n", *lines[1:]]), "utf-8")
        assert cluster.status().state == "stopped"
        assert cluster.stop() is False
        cluster.ensure_running()
        assert answer(cluster, "SELECT 1") == 1
        assert cluster.stop() is True
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_first_run_killed_in_the_middle_of_initdb(cluster_dir):
    first = subprocess.Popen([sys.executable, "-c", START, str(cluster_dir)])
    cluster = fast(cluster_dir)
    while not list(cluster_dir.glob("cluster/data.new-*/*")):
        assert first.poll() is None
        time.sleep(0.005)
    first.kill()
    first.wait()
    assert cluster.status().state == "absent"
    cluster.ensure_running()
    assert answer(cluster, "SELECT 1") == 1


def test_a_first_run_killed_before_the_database_was_made(cluster_running):
    with psycopg.connect(cluster_running.postmaster.conninfo("postgres"), autocommit=True) as made:
        made.execute("DROP DATABASE landplan WITH (FORCE)")
    cluster_running.ensure_running()
    assert answer(cluster_running, "SELECT postgis_lib_version()") >= "3.3"


def test_a_socket_that_a_cleaner_removed(cluster_dir):
    cluster = fast(cluster_dir)
    cluster.ensure_running()
    cluster.postmaster.socket.unlink()
    cluster.ensure_running()
    assert answer(cluster, "SELECT 1") == 1


def test_many_processes_at_once_on_a_fresh_folder(cluster_dir):
    words = [sys.executable, "-c", START, str(cluster_dir / "fresh")]
    runs = [
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    outputs = [run.communicate() for run in runs]
    assert outputs == [(f"{fast(cluster_dir / 'fresh').url}\n", "")] * 4


# Containers on one folder: their processes do not see each other


@pytest.fixture
def unseen(cluster_dir, monkeypatch) -> Cluster:
    """Give a cluster whose server runs, but under a number that nobody here has."""
    cluster = fast(cluster_dir)
    cluster.ensure_running()
    with psycopg.connect(cluster.libpq_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS seven")
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("gis.server.postmaster._was_started_with", lambda pid, folder: False)
        yield cluster
    assert answer(cluster, "SELECT seven FROM kept") == 7


def test_a_server_of_another_container_is_used(unseen):
    before = (unseen.data / "postmaster.pid").read_text("utf-8")
    unseen.postmaster.start(find_binaries(), FAST_SETTINGS)
    unseen.ensure_running()
    assert (unseen.data / "postmaster.pid").read_text("utf-8") == before
    assert unseen.status().state == "running"
    assert unseen.status().pid is None


@pytest.mark.parametrize("call", [Cluster.stop, Cluster.reset])
def test_a_server_of_another_container_is_not_ours_to_stop(unseen, call):
    with pytest.raises(ClusterError, match="另一个容器"):
        call(unseen)


def test_a_server_of_another_container_that_cannot_be_reached_is_no_reason_for_a_second(unseen):
    hidden = unseen.postmaster.socket.with_name("hidden")
    unseen.postmaster.socket.rename(hidden)
    with pytest.raises(ClusterError, match="没有启动第二个"):
        unseen.ensure_running()
    assert (unseen.data / "postmaster.pid").exists()
    hidden.rename(unseen.postmaster.socket)


@pytest.mark.cluster
def test_cold_starts_from_two_containers_lose_nothing(repo):
    run = [sys.executable, repo / "scripts" / "cold-starts", "3"]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.stdout.splitlines()[-1:], done.stderr) == (["3: one server, 6 rows"], "")


# What it says


def test_a_suspended_server(cluster_dir):
    cluster = fast(cluster_dir)
    cluster.ensure_running()
    pid = cluster.status().pid
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(ClusterError, match=f"kill -CONT {pid}"):
        cluster.ensure_running()
    os.kill(pid, signal.SIGCONT)
    cluster.ensure_running()
    os.kill(pid, signal.SIGSTOP)
    assert cluster.stop() is True


def test_a_folder_of_another_user_is_refused(cluster_dir):
    fast(cluster_dir).ensure_running()
    stranger = fast(cluster_dir)
    stranger.account = ServerAccount(name="stranger", uid=54321, gid=54321)
    for call in (stranger.ensure_running, stranger.stop, stranger.reset, stranger.status):
        with pytest.raises(ClusterError, match="LANDPLAN_DATA_DIR"):
            call()


def test_a_link_in_the_place_of_the_folder_is_refused(cluster_dir):
    target = cluster_dir / "target"
    target.mkdir()
    data_dir = cluster_dir / "data"
    data_dir.mkdir()
    (data_dir / "cluster").symlink_to(target)
    with pytest.raises(ClusterError):
        fast(data_dir).ensure_running()
    assert list(target.iterdir()) == []
    (data_dir / "cluster").unlink()


def test_an_ordinary_user_needs_no_root(cluster_dir, cluster_as_user):
    folder = cluster_dir / "ordinary"

    def use() -> str:
        cluster = fast(folder)
        cluster.ensure_running()
        found = answer(cluster, "SELECT ST_AsText(ST_Point(113, 23))")
        return f"{found} {cluster.stop()} {cluster.status().state}"

    assert cluster_as_user(use) == "POINT(113 23) True stopped"
    if os.geteuid() == 0:
        with pytest.raises(ClusterError, match="属于用户 nobody"):
            fast(folder).ensure_running()
    assert cluster_as_user(lambda: fast(folder).reset()) == "None"
    (folder / "cluster").rmdir()


def test_what_one_user_made_another_is_told_about(cluster_running, cluster_as_user):
    said = cluster_as_user(fast(cluster_running.data_dir).ensure_running)
    if os.geteuid() == 0:
        assert said.startswith("ClusterError: the private database's folder /tmp/")
        assert "belongs to the user postgres and not to nobody" in said
    else:
        assert said == cluster_running.url


def test_a_folder_that_cannot_be_used(cluster_dir):
    (cluster_dir / "file").write_text("")
    with pytest.raises(ClusterError, match="无法使用"):
        fast(cluster_dir / "file").ensure_running()


def test_a_way_that_is_closed(cluster_dir, cluster_as_user):
    closed = cluster_dir / "closed"
    closed.mkdir(mode=0o700)
    if os.geteuid() == 0:
        with pytest.raises(ClusterError, match="/closed"):
            fast(closed / "data").ensure_running()
    else:
        closed.chmod(0o000)
    said = cluster_as_user(fast(closed / "data").ensure_running)
    assert re.match(r"ClusterError: no permission to use /tmp/\S+/closed\S*; run as", said)
    closed.chmod(0o700)


def test_no_postgresql(cluster_dir):
    empty = cluster_dir / "empty"
    empty.mkdir()
    with pytest.raises(PostgisMissingError) as caught:
        fast(cluster_dir / "data", bindir=empty).ensure_running()
    assert str(empty) in caught.value.zh
    assert "apt install postgresql-15-postgis-3" in caught.value.zh
    assert "LANDPLAN_DATABASE_URL" in caught.value.en
    assert not (cluster_dir / "data").exists()


def test_data_of_a_version_that_is_not_here(cluster_dir):
    cluster = fast(cluster_dir)
    cluster.ensure_running()
    cluster.stop()
    (cluster.data / "PG_VERSION").write_text("12\n", "ascii")
    with pytest.raises(PostgisMissingError, match="PostgreSQL 12"):
        cluster.ensure_running()


def test_a_server_that_does_not_start(cluster_dir):
    cluster = fast(cluster_dir)
    cluster.ensure_running()
    cluster.stop()
    with pytest.raises(ClusterError) as caught:
        Cluster(cluster_dir, server_settings={"no_such_setting": "1"}).ensure_running()
    assert 'unrecognized configuration parameter "no_such_setting"' in caught.value.en
    assert str(cluster.log) in caught.value.en
    assert "\n" not in caught.value.zh


def test_a_full_disk_is_said_in_one_sentence(cluster_dir):
    said = (
        "2026-01-01 00:00:00.000 UTC [1] FATAL:  could not write lock file "
        '"postmaster.pid": No space left on device\n'
        "pg_ctl: could not start server\nExamine the log output.\n"
    )
    failure = server_failure("甲", "a", output=said, folder=cluster_dir, log=cluster_dir / "log")
    assert failure.zh.startswith("磁盘已满")
    assert "another disk" in failure.en


def test_the_binaries_of_this_machine():
    binaries = find_binaries()
    assert binaries.usable
    assert (binaries.bindir / "initdb").exists()
    assert find_binaries(major=binaries.major) == binaries
