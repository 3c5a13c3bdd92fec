"""Where the built-in plan lies: beside the code, or where the installed wheel put it."""

import sys
from pathlib import Path
from typing import Final

from gis.errors import WrongUseError

BUILTIN_PLAN: Final = "tianhe-2021-2025"


def builtin_plan() -> Path:
    """Return the folder of the built-in plan package.

    Raises
    ------
    WrongUseError
        If the installation lacks it.
    """
    places = (Path(__file__).parent.parent, Path(sys.prefix) / "share" / "landplan")
    for place in places:
        folder = place / "plans" / BUILTIN_PLAN
        if folder.is_dir():
            return folder
    raise WrongUseError(
        f"安装中缺少内置规划包 {BUILTIN_PLAN}；请重新安装 landplan",
        f"this installation lacks the built-in plan {BUILTIN_PLAN}; install landplan anew",
    )
