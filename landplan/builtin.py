"""The built-in plan: which one it is says `plans/builtin.yaml`, beside the plans.

They lie beside the code, or where the installed wheel put them.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from gis.errors import WrongUseError


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
    places = (Path(__file__).parent.parent, Path(sys.prefix) / "share" / "landplan")
    for plans in (place / "plans" for place in places):
        if not (plans / "builtin.yaml").is_file():
            continue
        told = yaml.safe_load((plans / "builtin.yaml").read_text("utf-8"))
        folder = plans / told["plan"]
        if folder.is_dir():
            return BuiltinPlan(plan_id=told["plan"], folder=folder, files=told["files"])
    raise WrongUseError(
        "安装中缺少内置规划包；请重新安装 landplan",
        "this installation lacks the built-in plan; install landplan anew",
    )
