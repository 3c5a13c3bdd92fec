"""The views as QGIS asks for them, against plain indexed tables made of the same rows."""

from collections.abc import Callable
from typing import Final, TypeAlias

import psycopg
from psycopg import sql

from benchmarks.ground import Ground
from benchmarks.land import Land
from benchmarks.measure import interleaved
from benchmarks.results import Row, row
from benchmarks.table import VIEWS

Box: TypeAlias = tuple[float, float, float, float]

FOUND: Final = 400
"""Parcels in a box, about: a screen of them."""

BOXES: Final = 20
"""Boxes of a pan: each half a screen further east than the one before."""


def views(ground: Ground, rounds: int) -> list[Row]:
    """Time a box, a count and a pan on each view and on a plain table with a GiST index.

    Figures: `rows`, what was found.
    """
    rows = []
    with psycopg.connect(ground.loaded.url, autocommit=True, prepare_threshold=None) as connection:
        for view in VIEWS:
            plain = _plain_table(connection, view)
            tables = {f"landplan {view}": sql.Identifier("landplan", view), f"plain {view}": plain}
            for work, boxes in (("box", 1), ("pan", BOXES), ("count", 0)):
                contenders: dict[str, Callable[[], int]] = {
                    name: _asking(connection, table, _boxes(ground.land, boxes))
                    for name, table in tables.items()
                }
                for ask in contenders.values():
                    ask()  # and warms up
                found = interleaved(contenders, rounds)
                rows += [
                    row(f"view {work}", name, len(ground.land), one, rows=one.answer)
                    for name, one in found.items()
                ]
    return rows


def _plain_table(connection: psycopg.Connection, view: str) -> sql.Identifier:
    """Make a table of what a view says now; return its name."""
    plain, named = sql.Identifier("plain", view), sql.Identifier("landplan", view)
    connection.execute("create schema if not exists plain")
    connection.execute(sql.SQL("create table {} as select * from {}").format(plain, named))
    connection.execute(sql.SQL("create index on {} using gist (outline)").format(plain))
    connection.execute(sql.SQL("vacuum analyze {}").format(plain))
    return plain


def _boxes(land: Land, boxes: int) -> list[Box]:
    """Return boxes in the middle of the city, each with some `FOUND` parcels."""
    x0, y0, x1, y1 = land.zones[0].outline.bounds
    share = (FOUND / len(land)) ** 0.5
    width, height = (x1 - x0) * share, (y1 - y0) * share
    west, south = x0 + 0.4 * (x1 - x0), y0 + 0.5 * (y1 - y0)
    return [
        (west + step * width / 2, south, west + step * width / 2 + width, south + height)
        for step in range(boxes)
    ]


def _asking(
    connection: psycopg.Connection, table: sql.Identifier, boxes: list[Box]
) -> Callable[[], int]:
    """Return what asks for the rows in boxes, or for their count where there is none."""
    in_box = sql.SQL(
        "select *, st_asbinary(outline) from {}"
        " where outline && st_makeenvelope(%s, %s, %s, %s, 4490)"
    ).format(table)
    all_of_it = sql.SQL("select count(*) from {}").format(table)

    def ask() -> int:
        if not boxes:
            [[count]] = connection.execute(all_of_it).fetchall()
            return int(count)
        return sum(len(connection.execute(in_box, box).fetchall()) for box in boxes)

    return ask
