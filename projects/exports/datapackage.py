"""`datapackage.json`: what the files of a plan package hold, for programs (Frictionless).

Names, types, units, choices and requirements are those of the catalogue of columns; keys, and what
names what, stand here.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from projects.model import Plan
from projects.package.column import Column, Kind, PackageTable

_TYPES: Final[Mapping[Kind, str]] = {
    "number": "number", "whole": "integer", "day": "date", "flag": "boolean",
}  # fmt: skip
"""Of a Table Schema; all other kinds are strings."""

_PATTERNS: Final[Mapping[Kind, str]] = {
    "id": r"[^\s;|]{1,100}",
    "source": r"[^|;]+\|[^|;]*\|\d*(;[^|;]+\|[^|;]*\|\d*)*",
}
_OWN: Final = ""
"""As a Table Schema calls the table that a reference stands in."""

_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "zones": ("zone_id",),
    "zone_outlines": ("zone_id",),
    "targets": ("zone", "measure", "year"),
    "schedule": ("zone", "measure", "year"),
    "land_uses": ("code", "code_set"),
    "projects": ("project_id",),
    "project_places": ("project_id",),
    "investment": ("node",),
    "structure": ("structure_id",),
    "structure_lines": ("structure_id",),
    "parcels": ("parcel_id",),
    "events": ("event_id",),
}
_Reference = tuple[tuple[str, ...], str, tuple[str, ...]]
_LAND_USE: Final[_Reference] = (("land_use", "land_use_set"), "land_uses", ("code", "code_set"))
_OF_ZONE: Final[_Reference] = (("zone",), "zones", ("zone_id",))
_REFERENCES: Final[Mapping[str, tuple[_Reference, ...]]] = {
    "zones": ((("parent",), _OWN, ("zone_id",)),),
    "zone_outlines": ((("zone_id",), "zones", ("zone_id",)),),
    "targets": (_OF_ZONE,),
    "schedule": (_OF_ZONE,),
    "projects": (_OF_ZONE,),
    "project_places": ((("project_id",), "projects", ("project_id",)),),
    "indicators": (_OF_ZONE,),
    "investment": ((("parent",), _OWN, ("node",)),),
    "structure_lines": ((("structure_id",), "structure", ("structure_id",)),),
    "parcels": (_LAND_USE,),
    "events": (_LAND_USE, (("corrects",), _OWN, ("event_id",))),
}


def datapackage(
    plan: Plan,
    written: Sequence[tuple[PackageTable, str, Sequence[str]]],
    hashes: Mapping[str, str],
) -> dict[str, Any]:
    """Return the descriptor of a package.

    Parameters
    ----------
    written
        Each table with the name of its file and the columns that the file has, in their order.
    hashes
        Of the files of some tables, by the name of the table.
    """
    return {
        "title": plan.title,
        "sample": plan.sample,
        "sources": [{"title": document.title} for document in plan.documents],
        "resources": [
            {"name": "plan", "path": "plan.yaml", "format": "yaml", "encoding": "utf-8"},
            *(
                _resource(table, file, columns)
                | ({"hash": hashes[table.name]} if table.name in hashes else {})
                for table, file, columns in written
            ),
        ],
    }


def _resource(table: PackageTable, file: str, columns: Sequence[str]) -> dict[str, Any]:
    told = {"name": table.name, "title": table.zh, "description": table.en, "path": file}
    fields = [_field(table[name]) for name in columns]
    if file.endswith(".csv"):
        told |= {"profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv"}
    else:
        told |= {"format": "geojson", "mediatype": "application/geo+json"}
        fields.append({"name": "geometry", "type": "geojson"})
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if table.name in _KEYS:
        schema["primaryKey"] = list(_KEYS[table.name])
    if table.name in _REFERENCES:
        schema["foreignKeys"] = [
            {"fields": list(here), "reference": {"resource": resource, "fields": list(there)}}
            for here, resource, there in _REFERENCES[table.name]
        ]
    return {**told, "encoding": "utf-8", "schema": schema}


def _field(column: Column) -> dict[str, Any]:
    """Return a column as a field of a Table Schema."""
    told: dict[str, Any] = {"name": column.name, "type": _TYPES.get(column.kind, "string")}
    told |= {"title": column.zh, "description": column.en}
    if column.unit:
        told["unit"] = column.unit
    constraints: dict[str, Any] = {}
    if column.required and not column.may_be_empty:
        constraints["required"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    if column.kind in _PATTERNS:
        constraints["pattern"] = _PATTERNS[column.kind]
    if column.least is not None:
        constraints["minimum"] = column.least
    if constraints:
        told["constraints"] = constraints
    return told
