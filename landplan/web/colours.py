"""`/static/colours.css`: the colours of the plan as variables, from where the map has them."""

from fastapi import APIRouter
from starlette.responses import Response

from layers.style_sheet import css_variables

router = APIRouter()


@router.get("/static/colours.css")
def colours() -> Response:
    """Give the style sheet that names every colour, hatch and chip."""
    return Response(css_variables(), media_type="text/css")
