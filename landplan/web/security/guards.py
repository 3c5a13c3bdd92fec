"""Who may ask: guards that a router or a route names among its dependencies."""

from typing import Final

from fastapi import Depends, HTTPException, Request


def may_read(request: Request) -> None:
    """Let everybody read."""


def may_edit(request: Request) -> None:
    """Let editors and administrators through."""
    if getattr(request.state, "person", None) is None:
        raise HTTPException(403)


def may_administer(request: Request) -> None:
    """Let administrators through."""
    if getattr(request.state, "person", None) is None:
        raise HTTPException(403)


MayRead: Final = Depends(may_read)
MayEdit: Final = Depends(may_edit)
MayAdminister: Final = Depends(may_administer)
