"""The OpenAPI of `/ogc`: which parameters an address takes, told once."""

from collections.abc import Sequence
from typing import Any, Final

from fastapi import Request
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from landplan.web.ogc.asked import DOCUMENT_FORMATS, FORMATS, LONGEST_PAGE, USUAL_LIMIT
from projects.features.collections import COLLECTIONS


def _query(name: str, description: str, example: Any = None, **schema: Any) -> dict[str, Any]:
    told = {"name": name, "in": "query", "description": description,
            "schema": {"type": "string", **schema}, "style": "form", "explode": False}  # fmt: skip
    return told if example is None else {**told, "example": example}


_PLAN: Final = _query("plan", "规划编号 / id of the plan")
_LANGUAGE: Final = _query("lang", "语言 / language", enum=["zh", "en"])
_CRS: Final = _query("crs", "坐标系的 URI / URI of the coordinate system of the answer")
_DATETIME: Final = _query(
    "datetime",
    "一日或一段：地块、已储未供与项目为该日（段末）的状态，台账为其间发生的 / a day or a span: "
    "parcels, reserve and projects as of that day (the last of a span), events that happened in it",
    "2023-06-30",
)
_ITEMS: Final = (
    _query("limit", f"至多几条 / at most so many, {LONGEST_PAGE} a page", 10,
           type="integer", minimum=1, default=USUAL_LIMIT),
    _query("offset", "略过几条 / after so many", 0, type="integer", minimum=0, maximum=10**9),
    _query("after", "该编号之后的 / behind the feature with this id"),
    _query("bbox", "范围：西,南,东,北 / a box: west,south,east,north", [117.0, 31.6, 117.1, 31.7],
           type="array", items={"type": "number"}, minItems=4, maxItems=6),
    _query("bbox-crs", "bbox 的坐标系 / that of bbox"),
    _query("filter", "CQL2 过滤条件 / a filter in CQL2", "declared_ha > 1"),
    _query("filter-lang", "过滤条件的写法 / how it is written", enum=["cql2-text", "cql2-json"],
           default="cql2-text"),
    _query("filter-crs", "过滤条件中图形的坐标系 / that of the shapes in the filter"),
    _query("zone", "片区的编号或名称 / a zone, by id or name", "songling"),
)  # fmt: skip


def _path(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": description,
            "schema": {"type": "string", **schema}}  # fmt: skip


_COLLECTION: Final = _path("collection_id", "数据集 / the collection", enum=[*COLLECTIONS])
_FEATURE: Final = _path("feature_id", "编号 / id of the feature")


def _formats(names: Sequence[str]) -> dict[str, Any]:
    return _query("f", "格式 / format", enum=[*names])


def _address(
    *parameters: dict[str, Any], media: Sequence[str] = ("application/json", "text/html")
) -> dict[str, Any]:
    wrong = {"application/json": {"schema": {"$ref": "#/components/schemas/Wrong"}}}
    return {
        "parameters": list(parameters),
        "responses": {
            "200": {"description": "OK", "content": {one: {} for one in media}},
            "400": {"description": "参数不对 / a wrong parameter", "content": wrong},
            "404": {"description": "没有 / not there", "content": wrong},
            "406": {"description": "没有这种格式 / no such format", "content": wrong},
        },
    }


_DOCUMENT: Final = (_PLAN, _LANGUAGE, _formats(DOCUMENT_FORMATS))
_FEATURES_MEDIA: Final = (
    "application/geo+json", "text/html", "text/csv", "application/vnd.apache.parquet",
)  # fmt: skip

ADDRESSES: Final[dict[str, dict[str, Any]]] = {
    "landing": _address(*_DOCUMENT),
    "document": _address(
        *_DOCUMENT,
        media=("application/json", "text/html", "application/vnd.oai.openapi+json;version=3.0"),
    ),
    "collection": _address(
        _COLLECTION, *_DOCUMENT, media=("application/json", "text/html", "application/schema+json")
    ),
    "items": _address(
        _COLLECTION, _PLAN, _LANGUAGE, _formats(FORMATS), _CRS, _DATETIME, *_ITEMS,
        media=_FEATURES_MEDIA,
    ),
    "item": _address(
        _COLLECTION, _FEATURE, *_DOCUMENT, _CRS, _DATETIME, media=_FEATURES_MEDIA
    ),
}  # fmt: skip
"""What the routes add to what FastAPI finds out of them."""

_WRONG: Final = {
    "type": "object",
    "required": ["code", "description"],
    "properties": {
        "status": {"type": "integer"},
        **{name: {"type": "string"} for name in ("code", "description", "zh", "en")},
    },
}


def api_document(routes: Sequence[BaseRoute], request: Request) -> dict[str, Any]:
    """Return the OpenAPI 3.0 of some routes."""
    told = get_openapi(
        title="landplan OGC API",
        version="1",
        openapi_version="3.0.3",
        routes=routes,
        servers=[{"url": str(request.base_url).rstrip("/")}],
    )
    for path in told["paths"].values():
        for operation in path.values():
            operation["parameters"] = _once(operation["parameters"])
            operation["responses"].pop("422", None)
    told["components"] = {"schemas": {"Wrong": _WRONG}}
    return told


def _once(parameters: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each parameter as it was told last: ours after what FastAPI found."""
    known = {one["name"] for told in ADDRESSES.values() for one in told["parameters"]}
    return list({one["name"]: one for one in parameters if one["name"] in known}.values())
