"""The documents of `/ogc` that are no features: landing page, conformance, collections, schemas."""

from collections.abc import Sequence
from typing import Any, Final

from gis.geometry.crs_uri import CRS84, UriCrs
from landplan.web.ogc.asked import GEOJSON, MEDIA
from landplan.web.ogc.links import Links
from landplan.web.ogc.systems import STORED
from landplan.web.ogc.tiles import CONFORMANCE as CONFORMANCE_OF_TILES
from landplan.web.ogc.tiles import links_to_tiles
from projects.features.collections import COLLECTIONS, Collection
from projects.model import Plan
from projects.package.column import UNITS, Column, Kind

_FEATURES: Final = "http://www.opengis.net/spec/ogcapi-features"
_CQL2: Final = "http://www.opengis.net/spec/cql2/1.0/conf"

CONFORMANCE: Final = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    *(f"{_FEATURES}-1/1.0/conf/{name}" for name in ("core", "oas30", "html", "geojson")),
    f"{_FEATURES}-2/1.0/conf/crs",
    *(
        f"{_FEATURES}-3/1.0/conf/{name}"
        for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *(f"{_FEATURES}-5/1.0/conf/{name}" for name in ("schemas", "core-roles-features")),
    *(
        f"{_CQL2}/{name}"
        for name in (
            "cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators",
            "case-insensitive-comparison", "basic-spatial-functions",
            "basic-spatial-functions-plus", "spatial-functions", "temporal-functions",
            "array-functions", "property-property",
        )
    ),
    *CONFORMANCE_OF_TILES,
)  # fmt: skip

_SCHEMAS: Final[dict[Kind, dict[str, Any]]] = {
    "id": {"type": "string"},
    "text": {"type": "string"},
    "choice": {"type": "string"},
    "source": {"type": "string"},
    "ids": {"type": "array", "items": {"type": "string"}},
    "number": {"type": "number"},
    "whole": {"type": "integer"},
    "day": {"type": "string", "format": "date"},
    "flag": {"type": "boolean"},
    "outline": {"format": "geometry-any"},
}

Document = dict[str, Any]


def landing_page(plan: Plan, links: Links) -> Document:
    """Return what `/ogc` answers."""
    say, link, json = links.say, links.link, MEDIA["json"]
    return {
        "title": plan.title,
        "description": say(
            "片区、地块、台账、已储未供与重大项目，供 GIS 软件读取",
            "Zones, parcels, ledger, land in reserve and major projects for GIS programs",
        ),
        "plan": plan.plan_id,
        "sample": plan.sample,
        "links": [
            *links.of_document(),
            link("service-desc", links.address("api"),
                 "application/vnd.oai.openapi+json;version=3.0", "接口说明", "The API"),
            link("service-doc", links.address("api", f="html"), MEDIA["html"],
                 "接口说明（网页）", "The API as a page"),
            link("conformance", links.address("conformance"), json,
                 "所符合的标准", "Standards that it follows"),
            link("data", links.address("collections"), json, "数据集", "Collections"),
            *links_to_tiles(links),
        ],
    }  # fmt: skip


def conformance(links: Links) -> Document:
    """Return the classes of the standards that are followed."""
    return {"conformsTo": list(CONFORMANCE), "links": links.of_document()}


def collections(
    plan: Plan, systems: Sequence[UriCrs], extent: Sequence[float] | None, links: Links
) -> Document:
    """Return the collections of a plan."""
    return {
        "plan": plan.plan_id,
        "sample": plan.sample,
        "crs": [system.uri for system in systems],
        "links": links.of_document(),
        "collections": [
            collection_told(one, plan, systems, extent, links) for one in COLLECTIONS.values()
        ],
    }


def collection_told(
    collection: Collection,
    plan: Plan,
    systems: Sequence[UriCrs],
    extent: Sequence[float] | None,
    links: Links,
) -> Document:
    """Return what there is to know of a collection."""
    say, name = links.say, collection.name
    spatial = {} if extent is None else {"spatial": {"bbox": [list(extent)], "crs": CRS84}}
    temporal = {}
    if collection.dated:
        temporal = {"temporal": {"interval": [[None, None]]}}
    items = (
        ("json", GEOJSON, "GeoJSON"), ("html", MEDIA["html"], "HTML"), ("csv", MEDIA["csv"], "CSV"),
        ("parquet", MEDIA["parquet"], "GeoParquet"),
    )  # fmt: skip
    return {
        "id": name,
        "title": say(*collection.title),
        "description": say(collection.zh, collection.en),
        "plan": plan.plan_id,
        "sample": plan.sample,
        "itemType": "feature",
        "extent": {**spatial, **temporal},
        "crs": [system.uri for system in systems],
        "storageCrs": STORED.uri,
        "links": [
            links.link("self", links.address("collections", name), MEDIA["json"],
                       "本数据集", "This collection"),
            *(
                links.link("items", links.address("collections", name, "items", f=form), media,
                           words, words)
                for form, media, words in items
            ),
            links.link("http://www.opengis.net/def/rel/ogc/1.0/queryables",
                       links.address("collections", name, "queryables"), "application/schema+json",
                       "可过滤的属性", "What filters may name"),
            links.link("http://www.opengis.net/def/rel/ogc/1.0/schema",
                       links.address("collections", name, "schema"), "application/schema+json",
                       "各属性", "Its properties"),
            *(links_to_tiles(links) if name == "parcels" else ()),
        ],
    }  # fmt: skip


def queryables(collection: Collection, links: Links) -> Document:
    """Return what filters may name, as JSON Schema."""
    told = _schema(collection, "queryables", links)
    return {**told, "additionalProperties": False}


def schema(collection: Collection, links: Links) -> Document:
    """Return the properties of a collection's features, as JSON Schema, with their roles."""
    told = _schema(collection, "schema", links)
    told["properties"][collection.key]["x-ogc-role"] = "id"
    told["properties"]["outline"]["x-ogc-role"] = "primary-geometry"
    if collection.dated == "happened":
        told["properties"]["happened_on"]["x-ogc-role"] = "primary-instant"
    return told


def _schema(collection: Collection, what: str, links: Links) -> Document:
    say = links.say
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": links.address("collections", collection.name, what),
        "type": "object",
        "title": say(*collection.title),
        "properties": {
            column.shown: _property(column, at, say.language)
            for at, column in enumerate(collection.queryables())
        },
    }


def _property(column: Column, at: int, language: str) -> Document:
    told: Document = {
        **_SCHEMAS[column.kind], "title": column.label(language), "x-ogc-propertySeq": at,
    }  # fmt: skip
    if column.choices:
        told["enum"] = list(column.choices)
    if column.unit:
        told["x-ogc-unit"] = UNITS[column.unit][1]
    return told
