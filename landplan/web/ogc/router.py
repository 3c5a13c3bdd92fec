"""The addresses of OGC API Features."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Connection
from starlette.responses import JSONResponse

from gis.errors import NotFoundError
from landplan.web.api.openapi import addresses
from landplan.web.asked import Asked, Meant
from landplan.web.database import Reading
from landplan.web.ogc import documents
from landplan.web.ogc.answers import feature_answer, features_answer
from landplan.web.ogc.asked import (
    DOCUMENT_FORMATS,
    FORMATS,
    format_of,
    item_asked,
    items_asked,
    parameters,
)
from landplan.web.ogc.links import Links
from landplan.web.ogc.openapi import ADDRESSES, api_document
from landplan.web.ogc.route import OgcRoute
from landplan.web.ogc.systems import systems_of
from landplan.web.page import page
from landplan.web.security.guards import MayRead
from landplan.web.unchanged import UnlessKnown
from projects.features.collections import COLLECTIONS, Collection
from projects.features.pages import extent, feature, features
from projects.model import Plan
from projects.view import PlanView

router = APIRouter(
    prefix="/ogc", route_class=OgcRoute, dependencies=[MayRead, UnlessKnown], tags=["OGC API"]
)


@router.get("", openapi_extra=ADDRESSES["landing"])
def landing(request: Request, asked: Meant, connection: Reading) -> Response:
    """Answer the landing page: what there is and where."""
    plan = asked.view(connection).plan
    return _document(request, plan, documents.landing_page(plan, Links(request)))


@router.get("/conformance", openapi_extra=ADDRESSES["document"])
def conformance(request: Request, asked: Meant, connection: Reading) -> Response:
    """Answer the classes of the standards that are followed."""
    plan = asked.view(connection).plan
    return _document(request, plan, documents.conformance(Links(request)))


@router.get("/api", openapi_extra=ADDRESSES["document"])
def api(request: Request, asked: Meant, connection: Reading) -> Response:
    """Answer the OpenAPI of these addresses."""
    parameters(request)
    told = api_document(router.routes, request)
    if format_of(request, DOCUMENT_FORMATS) == "html":
        plan = asked.view(connection).plan
        title = told["info"]["title"]
        return page(request, "api_docs.html", plan=plan, title=title, addresses=addresses(told))
    return JSONResponse(told, media_type="application/vnd.oai.openapi+json;version=3.0")


@router.get("/collections", openapi_extra=ADDRESSES["document"])
def collections(request: Request, asked: Meant, connection: Reading) -> Response:
    """Answer the collections of the plan."""
    plan = asked.view(connection).plan
    box = extent(connection, plan.plan_id)
    told = documents.collections(plan, systems_of(box), box, Links(request))
    return _document(request, plan, told)


@router.get("/collections/{collection_id}", openapi_extra=ADDRESSES["collection"])
def collection(collection_id: str, request: Request, asked: Meant, connection: Reading) -> Response:
    """Answer what there is to know of a collection."""
    meant, plan = _collection(collection_id), asked.view(connection).plan
    box = extent(connection, plan.plan_id)
    told = documents.collection_told(meant, plan, systems_of(box), box, Links(request))
    return _document(request, plan, told)


@router.get("/collections/{collection_id}/queryables", openapi_extra=ADDRESSES["collection"])
def queryables(collection_id: str, request: Request, asked: Meant, connection: Reading) -> Response:
    """Answer what filters may name, as JSON Schema."""
    meant, plan = _collection(collection_id), asked.view(connection).plan
    return _document(request, plan, documents.queryables(meant, Links(request)), schema=True)


@router.get("/collections/{collection_id}/schema", openapi_extra=ADDRESSES["collection"])
def schema(collection_id: str, request: Request, asked: Meant, connection: Reading) -> Response:
    """Answer the properties of the features, as JSON Schema."""
    meant, plan = _collection(collection_id), asked.view(connection).plan
    return _document(request, plan, documents.schema(meant, Links(request)), schema=True)


@router.get("/collections/{collection_id}/items", openapi_extra=ADDRESSES["items"])
def items(collection_id: str, request: Request, asked: Meant, connection: Reading) -> Response:
    """Answer a page of features by box, day, zone, property and filter."""
    meant, form = _collection(collection_id), format_of(request, FORMATS)
    view = _view(meant, asked, connection)
    systems = systems_of(extent(connection, view.plan.plan_id))
    question, crs = items_asked(request, connection, view, meant, systems, form)
    found = features(connection, view.plan.plan_id, meant, question)
    return features_answer(request, view.plan, meant, found, question, crs, form)


@router.get("/collections/{collection_id}/items/{feature_id:path}", openapi_extra=ADDRESSES["item"])
def item(
    collection_id: str, feature_id: str, request: Request, asked: Meant, connection: Reading
) -> Response:
    """Answer one feature."""
    meant, form = _collection(collection_id), format_of(request, DOCUMENT_FORMATS)
    view = _view(meant, asked, connection)
    systems = systems_of(extent(connection, view.plan.plan_id))
    question, crs = item_asked(request, view, systems)
    found = feature(connection, view.plan.plan_id, meant, feature_id, question.day)
    if not found.rows:
        raise NotFoundError(
            f"{meant.title[0]}中没有“{feature_id[:80]}”",
            f"there is no {feature_id[:80]!r} among the {meant.name}",
        )
    return feature_answer(request, view.plan, meant, found, question.day, crs, form)


def _view(meant: Collection, asked: Asked, connection: Connection) -> PlanView:
    return asked.view_until_today(connection) if meant.goes_on else asked.view(connection)


def _collection(name: str) -> Collection:
    found = COLLECTIONS.get(name)
    if found is None:
        raise NotFoundError(
            f"没有数据集“{name[:60]}”；现有：{'、'.join(COLLECTIONS)}",
            f"there is no collection {name[:60]!r}; there are: {', '.join(COLLECTIONS)}",
        )
    return found


def _document(
    request: Request, plan: Plan, told: dict[str, Any], *, schema: bool = False
) -> Response:
    parameters(request)
    if format_of(request, DOCUMENT_FORMATS) == "html":
        return page(request, "ogc_document.html", plan=plan, told=told)
    return JSONResponse(told, media_type="application/schema+json" if schema else None)
