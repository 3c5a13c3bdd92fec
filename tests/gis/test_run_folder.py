"""The tests' own housekeeping: what a killed run has left goes, what runs stays."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from gis.server.cluster import FAST_SETTINGS, Cluster
from tests.run_folder import begin_run, end_run, remove_leftovers

RUN = """
import sys, time
from tests.run_folder import begin_run
print(begin_run()[0], flush=True)
time.sleep(600)
"""


@pytest.fixture
def other_run(repo):
    """Give another run with a server, its folder and its process."""
    with subprocess.Popen(
        [sys.executable, "-c", RUN], cwd=repo, stdout=subprocess.PIPE, text=True
    ) as process:
        folder = Path(process.stdout.readline().strip())
        yield folder, process
        process.kill()


@pytest.mark.cluster
def test_a_killed_run_is_removed_with_its_server_by_the_next(other_run, run_folder):
    folder, process = other_run
    cluster = Cluster(folder / "server", server_settings=FAST_SETTINGS)
    cluster.ensure_running()
    url = cluster.libpq_url
    remove_leftovers()
    assert folder.is_dir()  # it is going on

    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    remove_leftovers()
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    assert run_folder.is_dir()


def test_a_run_leaves_nothing():
    folder, lock = begin_run()
    end_run(folder, lock)
    assert not folder.exists()


def test_a_test_is_marked_by_what_it_uses(request, cluster_dir):
    marks = {mark.name for mark in request.node.iter_markers()}
    assert {"cluster", "slow"} <= marks
    assert not marks & {"browser", "dask", "documents", "office", "process"}
