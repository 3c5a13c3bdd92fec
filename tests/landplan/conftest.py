import os
import subprocess
import sys
from collections.abc import Callable

import pytest

Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def environment(databases) -> dict[str, str]:
    """Give an environment whose database is a new one on the tests' server."""
    url = databases.new("commands")
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LANDPLAN_")}
    ours |= {"LANDPLAN_DATABASE_URL": url.render_as_string(hide_password=False)}
    return ours | {"LANDPLAN_PLAN": "tianhe-2021-2025"}  # other tests load plans of their own


@pytest.fixture(scope="session")
def landplan(environment, repo) -> Call:
    """Give the command line: run with arguments, it returns status, output and errors."""

    def call(*arguments: object, **options) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "landplan", *map(str, arguments)]
        settings = {"cwd": repo, "env": environment, "encoding": "utf-8", "capture_output": True}
        found = subprocess.run(command, check=False, timeout=120, **(settings | options))
        assert "Traceback" not in found.stderr, found.stderr
        return found

    return call


@pytest.fixture(scope="session")
def loaded(landplan, builtin) -> Call:
    """Give the command line with the built-in plan loaded."""
    assert landplan("load", builtin).returncode == 0
    return landplan
