import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gis.server.cluster import FAST_SETTINGS, Cluster
from tests.run_folder import remove_with_servers


@pytest.fixture
def cluster_dir(run_folder: Path) -> Iterator[Path]:
    """Give a folder that the user postgres can walk too, as pytest's own ones are closed to it."""
    folder = Path(tempfile.mkdtemp(dir=run_folder))
    folder.chmod(0o777)
    yield folder
    remove_with_servers(folder)


@pytest.fixture(scope="session")
def cluster_running(run_folder: Path) -> Iterator[Cluster]:
    """Give one running cluster for the tests that leave it as they found it."""
    folder = Path(tempfile.mkdtemp(dir=run_folder))
    folder.chmod(0o755)
    cluster = Cluster(folder / "data", server_settings={**FAST_SETTINGS, "max_connections": "12"})
    cluster.ensure_running()
    yield cluster
    remove_with_servers(folder)


@pytest.fixture
def cluster_as_user(cluster_running: Cluster):
    """Run a function as the user nobody where we are root; as ourselves where we are not.

    The process is forked, since another user cannot start a Python that lies under /root; the
    running cluster has by then imported all that will be needed.
    """
    children: list[int] = []

    def run(function) -> str:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            answer = "the child failed"
            try:
                if os.geteuid() == 0:
                    os.setgroups([])
                    os.setgid(65534)
                    os.setuid(65534)
                answer = str(function())
            except BaseException as error:
                answer = f"{type(error).__name__}: {getattr(error, 'en', error)}"
            finally:
                os.write(writing, answer.encode())
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as answers:
            answer = answers.read()
        children.append(os.waitpid(child, 0)[0])
        return answer

    return run
