"""A real QGIS, as a process of the system's Python; and the built-in plan as it gets it."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from landplan.session import view_on
from layers.qgis.facts import qgis_facts
from projects.store.plans import plan_of

PLAN = "tianhe-2021-2025"
SYSTEM_PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).with_name("in_qgis.py")


@pytest.fixture(scope="session")
def in_qgis(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, Any]]:
    """Give what opens a project in QGIS and tells what is there; with a folder it prints the atlas.

    It is had with scripts/setup --test.
    """
    asked = [SYSTEM_PYTHON, "-c", "import qgis.core"]
    there = subprocess.run(asked, capture_output=True, check=False).returncode == 0
    assert there, "apt install python3-qgis"
    home = tmp_path_factory.mktemp("home of qgis")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "QT_QPA_PLATFORM": "offscreen",
                   "XDG_RUNTIME_DIR": str(home), "LANG": "C.UTF-8"}  # fmt: skip

    def opened(
        address: str | Path, folder: Path | None = None, *, script: Path = SCRIPT
    ) -> dict[str, Any]:
        told = subprocess.run(
            [SYSTEM_PYTHON, str(script), str(address), *([str(folder)] if folder else [])],
            capture_output=True, text=True, env=environment, timeout=300, check=False,
        )  # fmt: skip
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout)

    return opened


@pytest.fixture
def facts(builtin_connection):
    """Give the facts of the built-in plan at its end."""
    plan = plan_of(builtin_connection, PLAN)
    return qgis_facts(view_on(builtin_connection, plan, as_of=plan.ends_on), language="zh")
