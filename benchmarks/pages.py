"""The pages of the built-in plan: twenty readers at once, warm; and a page that has not changed."""

import asyncio
import time
from functools import partial
from pathlib import Path
from typing import Final

import httpx
import numpy as np

from benchmarks import landplan_side
from benchmarks.ground import Ground
from benchmarks.measure import interleaved
from benchmarks.results import Row, row
from benchmarks.served import asking, served

PAGES: Final = (
    "/", "/balance", "/balance?zone=smart-city", "/projects", "/projects/board", "/indicators",
    "/warnings", "/ledger", "/ledger?tab=events",
)  # fmt: skip
READERS: Final = 20
EACH: Final = 25
"""Requests of a reader in a round."""

BUILTIN: Final = Path(__file__).resolve().parents[1] / "plans" / "tianhe-2021-2025"
PARCELS: Final = 210


def pages(ground: Ground, rounds: int) -> list[Row]:
    """Time the pages for `READERS` readers who each ask for the next as soon as one is there.

    Figures: `p95_ms`, of all requests of all rounds; `bytes`, of the map's page on the wire, with
    its styles and scripts and without its tiles and data.
    """
    database = ground.server.fresh("builtin")
    landplan_side.load(database, BUILTIN)
    with served(database) as client:
        for path in PAGES:
            client.get(path).raise_for_status()
        seconds = [
            one for _ in range(rounds) for one in asyncio.run(_all_readers(client.base_url.port))
        ]
        etag = client.get("/balance").headers["etag"]
        with asking(client.base_url.port, **{"If-None-Match": etag}) as ask:
            unchanged = interleaved({"landplan": partial(ask, "/balance")}, 50 * rounds)["landplan"]
        size = sum(len(_on_the_wire(client, path)) for path in ["/", *_parts(client)])
    ground.server.drop("builtin")
    p95_ms = 1000 * float(np.percentile(seconds, 95))
    return [
        Row("pages", "landplan", PARCELS, tuple(seconds), {"p95_ms": p95_ms, "bytes": size}),
        row("unchanged page", "landplan", PARCELS, unchanged),
    ]


async def _all_readers(port: int | None) -> list[float]:
    readers = (_reader(port, number) for number in range(READERS))
    return [one for some in await asyncio.gather(*readers) for one in some]


async def _reader(port: int | None, number: int) -> list[float]:
    """Ask for pages, one after the other, each on a connection of its own."""
    seconds = []
    for turn in range(EACH):
        path = PAGES[(number + turn) % len(PAGES)]
        began = time.perf_counter()
        reading, writing = await asyncio.open_connection("127.0.0.1", port)
        writing.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        answer = await reading.read(-1)
        seconds.append(time.perf_counter() - began)
        writing.close()
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{path}: {answer[:200]!r}")
    return seconds


def _parts(client: httpx.Client) -> list[str]:
    """Return the addresses of the styles and scripts that the map's page names."""
    page = client.get("/").text
    quoted = (piece for piece in page.split('"') if piece.startswith(("/static/", "/map/")))
    return [one for one in dict.fromkeys(quoted) if not one.startswith("/map/data")]


def _on_the_wire(client: httpx.Client, path: str) -> bytes:
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        return b"".join(answer.iter_raw())
