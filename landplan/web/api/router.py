"""The addresses of `/api/v1`, their OpenAPI, and a page of both."""

from collections.abc import Sequence

from fastapi import APIRouter, Depends, Request, Response
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import BaseRoute

from landplan.web.api import land, plan, record
from landplan.web.api.asked import Spoken
from landplan.web.api.openapi import KnownParameters, addresses, openapi
from landplan.web.page import address, page
from landplan.web.security.guards import MayRead
from landplan.web.unchanged import KnownRoute, UnlessKnown


def _routes() -> Sequence[BaseRoute]:
    return router.routes


_known = KnownParameters(_routes)

router: APIRouter = APIRouter(
    prefix="/api/v1", route_class=KnownRoute,
    dependencies=[MayRead, Spoken, Depends(_known), UnlessKnown],
)  # fmt: skip
router.include_router(land.router)
router.include_router(plan.router)
router.include_router(record.router)


@router.get("", include_in_schema=False)
def front(request: Request) -> Response:
    """Lead to the page of these addresses."""
    return RedirectResponse(address(request, "/api/v1/docs"), 303)


@router.get("/openapi.json", include_in_schema=False)
def openapi_json() -> Response:
    """Answer the OpenAPI of these addresses."""
    return JSONResponse(openapi(router.routes))


@router.get("/docs", include_in_schema=False)
def docs(request: Request) -> Response:
    """Show the addresses and their parameters."""
    document = openapi(router.routes)
    title = document["info"]["title"]
    return page(request, "api_docs.html", title=title, addresses=addresses(document))
