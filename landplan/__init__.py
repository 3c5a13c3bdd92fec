"""Land and project planning: what a plan wants, what the ledger of land has, and a map of it.

    import landplan

    plan = landplan.open()
    plan.balance(as_of="2025-12-31")

`open` opens a plan of the database, `load` loads a plan package first; both give a `Plan`, whose
methods give frames, maps and files. `save_offline` saves any folium map as one file. What goes
wrong is a `LandplanError`. Nothing is imported or opened before it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gis.errors import LandplanError
    from landplan.opening import load, open  # noqa: A004  # as the library's users call it
    from landplan.plan import Plan
    from layers.offline.save import save_offline

__all__ = ["LandplanError", "Plan", "load", "open", "save_offline"]

_HOMES = {
    "LandplanError": "gis.errors",
    "Plan": "landplan.plan",
    "load": "landplan.opening",
    "open": "landplan.opening",
    "save_offline": "layers.offline.save",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
