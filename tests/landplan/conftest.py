"""The command line on a database of its own, called in this process or as one."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

import pytest

from landplan.command.cli import main
from tests.waiting import WITHIN_S

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
    """Give the command line: called with arguments, it returns status, output and errors."""

    def call(
        *arguments: object, env: Mapping[str, str] = environment, cwd: Path = repo, told: str = ""
    ) -> subprocess.CompletedProcess[str]:
        words = [*map(str, arguments)]
        out, errors = (TextIOWrapper(BytesIO(), "utf-8", write_through=True) for _ in range(2))
        with (
            patch.dict(os.environ, env, clear=True),
            patch.object(sys, "stdin", StringIO(told)),
            contextlib.chdir(cwd),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(errors),
            pytest.raises(SystemExit) as ended,
        ):
            main(words)
        shown, said = (stream.buffer.getvalue().decode() for stream in (out, errors))
        return subprocess.CompletedProcess(words, ended.value.code, shown, said)

    return call


@pytest.fixture(scope="session")
def landplan_process(environment, repo) -> Call:
    """Give the same as a process of its own, for what only a process has."""

    def call(*arguments: object, **options) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "landplan", *map(str, arguments)]
        settings = {"cwd": repo, "env": environment, "encoding": "utf-8", "capture_output": True}
        found = subprocess.run(command, check=False, timeout=WITHIN_S, **(settings | options))
        assert "Traceback" not in found.stderr, found.stderr
        return found

    return call


@pytest.fixture(scope="session")
def loaded(landplan, builtin) -> Call:
    """Give the command line with the built-in plan loaded."""
    assert landplan("load", builtin).returncode == 0
    return landplan
