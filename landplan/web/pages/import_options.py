"""How a file is to be read, as the form of an import says it."""

from typing import Any, Final, get_args

from gis.geometry.ways import ShiftedDatum
from landplan.language import Say
from landplan.web.posted import Posted
from landplan.web.said import DATUMS
from projects.choice import chosen
from projects.imports.lists import LIST_NAMES, LISTS
from projects.labels import LOADED_KINDS, Label

_TEXTS: Final = ("crs", "datum_shift", "encoding", "layer")


def form_facts(say: Say) -> dict[str, Any]:
    """Return what the form of these options names (`imports_form.html`)."""
    return {
        "lists": LISTS,
        "datum_options": [(name, say(*label)) for name, label in DATUMS.items()],
        "kind_name": lambda kind: say(*LOADED_KINDS.get(kind, Label(kind, kind))),
    }


def options_of(form: Posted) -> dict[str, Any]:
    """Return what a form says of the file; what it leaves empty is not among it.

    Raises
    ------
    WrongUseError
        If there is no such list or datum.
    """
    told: dict[str, Any] = {"list": chosen("list", form.text("list"), LIST_NAMES)}
    told |= {name: form.text(name) for name in _TEXTS if form.text(name)}
    if form.text("datum"):
        told["datum"] = chosen("datum", form.text("datum"), get_args(ShiftedDatum))
    lines = form.text("columns").replace(",", "\n").splitlines()
    columns = [line.strip() for line in lines if line.strip()]
    if columns:
        told["columns"] = columns
    if form.is_set("repair"):
        told["repair"] = True
    if form.is_set("as_events") and told["list"] == "parcels":
        told["as_events"] = True
    return told
