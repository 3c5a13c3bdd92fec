"""一张图: the map."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from landplan.web.asked import Meant
from landplan.web.database import Reading
from landplan.web.security.guards import MayRead
from layers.map.map_facts import map_facts
from layers.map.map_page import map_html

router = APIRouter(dependencies=[MayRead])

_ITS_OWN = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
"""The one-file map carries its scripts in itself, and its own policy names them by hash."""


@router.api_route("/", methods=["GET", "HEAD"])
def overview(asked: Meant, connection: Reading) -> Response:
    """Show the map as of the day."""
    html = map_html(map_facts(asked.view(connection)), language=asked.language)
    return HTMLResponse(html, headers={"Content-Security-Policy": _ITS_OWN})
