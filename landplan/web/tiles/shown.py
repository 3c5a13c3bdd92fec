"""The tiles of a plan as a request is shown them: as new as its ledger, of one state of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.responses import Response
from sqlalchemy import Connection, select

from gis.database.server_errors import translate_errors
from gis.database.tables import plan as plans
from gis.database.tile_grid import make_grid
from gis.database.tiles import Tile, TileSet, bring_tiles, tile_set
from gis.errors import NotFoundError, NotReadyError
from landplan import session
from landplan.web.database import engine_of

FORMAT: Final = "2"
"""Part of each version: raised when tiles of the same land are written otherwise."""

_NUMBER: Final = re.compile(r"-?[0-9]{1,9}")
_TRIES: Final = 3
_WAIT_S: Final = 2.0
"""So long the land of a hundred thousand parcels takes, or so."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The tiles, and a connection that sees them as they were when they were looked up."""

    connection: Connection
    tiles: TileSet
    plan_version: int | None = None
    """Where a tile tells of more than the land: a parcel's owner changes without a change of it."""

    @property
    def etag(self) -> str:
        """The version as HTTP has it; weak, as an answer may be compressed on its way."""
        more = "" if self.plan_version is None else f"-{self.plan_version}"
        return f'W/"{self.tiles.version}-{FORMAT}{more}"'

    def unchanged(self, request: Request) -> Response | None:
        """Return a 304 where the client has what it asks for."""
        has = request.headers.get("if-none-match", "")
        if self.etag in (tag.strip() for tag in has.split(",")):
            return Response(status_code=304, headers=self.headers)
        return None

    @property
    def headers(self) -> dict[str, str]:
        """What each answer says of its version: ask again each time, it costs a glance."""
        return {"ETag": self.etag, "Cache-Control": "no-cache"}


@contextmanager
def shown_of(request: Request, plan: str) -> Iterator[Shown]:
    """Give a plan's tiles; where they are older than the ledger they are made anew first.

    Raises
    ------
    NotFoundError
        If there is no such plan.
    NotReadyError
        If another request is making them of all the land, or the ledger changes each time that they
        are made.
    """
    if "\0" in plan:  # PostgreSQL has no such texts, and says so by an error of its own
        raise _unknown(plan)
    engine = engine_of(request)
    for _ in range(_TRIES):
        with session.reading(engine) as connection:
            tiles = tile_set(connection, plan)
            if tiles is not None:
                yield Shown(connection, tiles)
                return
            if not connection.scalar(select(plans.c.plan_id).where(plans.c.plan_id == plan)):
                raise _unknown(plan)
        with translate_errors(engine.url), engine.begin() as connection:
            if not bring_tiles(connection, plan):
                break
            if (tiles := tile_set(connection, plan)) is not None:
                make_grid(connection, tiles)
    raise NotReadyError(
        "地图瓦片正在生成，请过几秒再试",
        "the tiles of the map are being made; try again in some seconds",
        wait_s=_WAIT_S,
    )


async def tile_asked(z: str, x: str, y: str) -> Tile:
    """Return the tile that an address names.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    numbers = [int(told) if _NUMBER.fullmatch(told) else -1 for told in (z, x, y)]
    return Tile.at(*numbers)


def _unknown(plan: str) -> NotFoundError:
    return NotFoundError(f"没有规划“{plan}”", f"there is no plan “{plan}”")


TileAsked = Annotated[Tile, Depends(tile_asked)]
