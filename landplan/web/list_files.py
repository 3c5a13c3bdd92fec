"""The same rows as files and for programs: what a list page offers beside itself."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Literal
from urllib.parse import urlencode

from fastapi import Request

from landplan.web.asked import Asked
from landplan.web.pages.project_list import ProjectFilter
from projects.exports.land_filter import LandFilter

EXPORTED: Final = (
    ("Excel", "xlsx"), ("CSV", "csv"), ("GeoPackage", "gpkg"), ("GeoJSON", "geojson"),
    ("GeoParquet", "parquet"),
)  # fmt: skip
OF_OGC: Final = (("GeoJSON", "json"), ("CSV", "csv"), ("GeoParquet", "parquet"))

_ONLY_OF_THE_PAGE: Final = ("tab", "after", "page", "order", "lang")

Tree = dict[str, Any]


def exported(request: Request, name: Literal["parcels", "events"]) -> dict[str, str]:
    """Return format → the address of the rows that the page's filter means, as a file."""
    told = {
        one: value
        for one, value in request.query_params.items()
        if value and one not in _ONLY_OF_THE_PAGE
    }
    return {form: f"/exports/{name}.{suffix}?{urlencode(told)}" for form, suffix in EXPORTED}


def parcels_for_programs(asked: Asked, day: date, wanted: LandFilter) -> dict[str, str]:
    """Return format → the address under `/ogc` of the parcels that are meant.

    None at all where the filter asks for events on them, which no property of a parcel tells.
    """
    if wanted.method or wanted.year is not None or wanted.kind:
        return {}
    names = ("parcel_id", "name", "land_use")
    told = {"state": wanted.state, "owner_kind": wanted.owner_kind}
    return _addresses(
        "parcels", asked, day.isoformat(), told, [*_of_land(wanted), *_says(names, wanted.text)]
    )


def events_for_programs(asked: Asked, day: date, wanted: LandFilter) -> dict[str, str]:
    """Return format → the address under `/ogc` of the events that are meant.

    None at all where the filter asks for their parcels, which no property of an event tells.
    """
    if wanted.owner_kind or wanted.text:
        return {}
    tree = _of_land(wanted)
    if wanted.year is not None:
        days = {"interval": [f"{wanted.year:04}-01-01", f"{wanted.year:04}-12-31"]}
        tree.append(_op("t_intersects", _property("happened_on"), days))
    told = {"kind": wanted.kind, "method": wanted.method}
    return _addresses("events", asked, f"../{day}", told, tree)


def projects_for_programs(asked: Asked, day: date, wanted: ProjectFilter) -> dict[str, str]:
    """Return format → the address under `/ogc` of the projects that are meant."""
    names = ("project_id", "name", "category", "note")
    told = {"category": wanted.category, "stage": wanted.stage}
    return _addresses("projects", asked, day.isoformat(), told, _says(names, wanted.text))


def _addresses(
    name: str, asked: Asked, days: str, told: Mapping[str, str], tree: list[Tree]
) -> dict[str, str]:
    query = {"plan": asked.plan, "zone": asked.zone, "datetime": days, **told}
    if tree:
        condition = tree[0] if len(tree) == 1 else _op("and", *tree)
        query["filter"] = json.dumps(condition, ensure_ascii=False)
        query["filter-lang"] = "cql2-json"
    kept = {one: value for one, value in query.items() if value}
    return {
        form: f"/ogc/collections/{name}/items?{urlencode({**kept, 'f': f})}" for form, f in OF_OGC
    }


def _of_land(wanted: LandFilter) -> list[Tree]:
    tree = []
    if wanted.land_use:
        tree.append(_op("like", _property("land_use"), f"{_as_it_is(wanted.land_use)}%"))
    if wanted.min_ha is not None:
        tree.append(_op(">=", _property("declared_ha"), wanted.min_ha))
    if wanted.max_ha is not None:
        tree.append(_op("<=", _property("declared_ha"), wanted.max_ha))
    return tree


def _says(names: tuple[str, ...], text: str) -> list[Tree]:
    """Return that a text stands in one of some properties, whatever its case."""
    if not text:
        return []
    pattern = _op("casei", f"%{_as_it_is(text)}%")
    return [_op("or", *(_op("like", _op("casei", _property(name)), pattern) for name in names))]


def _as_it_is(text: str) -> str:
    """Return a text as a pattern that means itself."""
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text


def _property(name: str) -> Tree:
    return {"property": name}


def _op(name: str, *args: Any) -> Tree:
    return {"op": name, "args": list(args)}
