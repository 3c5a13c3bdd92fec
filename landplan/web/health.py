"""`GET /health`: that the site runs, for whoever watches it."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

router = APIRouter()


@router.get("/health")
async def health() -> JSONResponse:
    """Answer without asking the database."""
    return JSONResponse({"status": "ok"})
