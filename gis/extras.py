"""What may be left out of an installation: `pip install 'landplan[report]'` brings it in.

The core loads, balances, draws the map and hands out lists; whatever needs more asks for it here,
before it works.
"""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final, Literal

from gis.errors import MissingExtraError

Extra = Literal["web", "report", "scale"]

MODULES: Final[Mapping[Extra, tuple[str, ...]]] = {
    "web": ("argon2", "fastapi", "lark", "pmtiles", "python_multipart", "uvicorn"),
    "report": ("docx", "matplotlib", "pikepdf", "typst"),
    "scale": ("dask", "distributed"),
}
"""What each extra of `pyproject.toml` installs, by the names that are imported."""

_PURPOSES: Final[Mapping[Extra, tuple[str, str]]] = {
    "web": ("网页服务和账户", "the pages and their accounts"),
    "report": ("报告和图册", "reports and map books"),
    "scale": ("Dask 引擎", "computations with Dask"),
}


def missing(extra: Extra) -> MissingExtraError | None:
    """Return what there is to say where an extra is not installed, None where it is."""
    lacking = [module for module in MODULES[extra] if find_spec(module) is None]
    if not lacking:
        return None
    zh, en = _PURPOSES[extra]
    command = f"pip install 'landplan[{extra}]'"
    return MissingExtraError(
        f"{zh}需要的 {'、'.join(lacking)} 没有安装；请运行 {command}",
        f"{en} need {', '.join(lacking)}, which this installation lacks; run {command}",
    )


def require(extra: Extra) -> None:
    """Make sure that an extra is installed.

    Raises
    ------
    MissingExtraError
        Naming what is missing and how it is installed.
    """
    error = missing(extra)
    if error is not None:
        raise error
