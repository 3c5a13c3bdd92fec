"""The built-in plan: which one it is says `plans/builtin.yaml`, beside the plans.

They lie beside the code, or where the wheel was installed: `share/landplan/plans` of an
environment, of a user (`pip install --user`), or of what else the installer chose.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Final

import yaml

from gis.errors import WrongUseError

_NAME: Final = "builtin.yaml"


@dataclass(frozen=True, kw_only=True, slots=True)
class BuiltinPlan:
    """The built-in plan: its id, its package, and what files made of it are called after."""

    plan_id: str
    folder: Path
    files: str


def builtin_plan() -> BuiltinPlan:
    """Return the built-in plan.

    Raises
    ------
    WrongUseError
        If the installation lacks it.
    """
    for plans in _places():
        if not (plans / _NAME).is_file():
            continue
        told = yaml.safe_load((plans / _NAME).read_text("utf-8"))
        folder = plans / told["plan"]
        if folder.is_dir():
            return BuiltinPlan(plan_id=told["plan"], folder=folder, files=told["files"])
    raise WrongUseError(
        "安装中缺少内置规划包；请重新安装 landplan",
        "this installation lacks the built-in plan; install landplan anew",
    )


def _places() -> Iterator[Path]:
    """Yield the folders in which the plans may be."""
    beside = Path(__file__).parent.parent
    yield beside / "plans"
    yield beside / "share" / "landplan" / "plans"  # pip install --target
    try:
        installed = files("landplan") or []
    except PackageNotFoundError:
        return
    for file in installed:
        if file.name == _NAME:
            yield Path(str(file.locate())).resolve().parent
