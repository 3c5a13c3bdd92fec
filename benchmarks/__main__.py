"""Run the benchmarks: `python -m benchmarks [--small] [--only NAME …] [--rounds N]`.

A whole run measures at full size, keeps what it found in benchmarks/results.json and puts the
table into benchmarks/README.md. A small one shows that everything works and agrees; it prints its
table and keeps nothing.
"""

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks import (
    balance,
    importing,
    loading,
    maps,
    measure,
    pages,
    results,
    table,
    tiles,
    views,
)
from benchmarks.browser import chromium
from benchmarks.ground import Ground
from benchmarks.server import Server, private_server

HERE: Final = Path(__file__).parent
TEN, HUNDRED, MILLION = table.TEN, table.HUNDRED, table.MILLION


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One benchmark: what it runs, and how many parcels and rounds a whole run takes."""

    run: Callable[[Ground, int], list[results.Row]]
    sizes: tuple[int, ...]
    rounds: int


def _maps(ground: Ground, rounds: int) -> list[results.Row]:
    with chromium() as browser:
        return maps.maps(ground, rounds, browser)


def _tiles(ground: Ground, rounds: int) -> list[results.Row]:
    with chromium() as browser:
        return tiles.tiles(ground, rounds, browser)


# Within a size in this order: what is loaded first serves the others, what changes it comes last.
BENCHMARKS: Final = {
    "load": Benchmark(loading.load, (HUNDRED, MILLION), 2),
    "import": Benchmark(importing.importing, (HUNDRED, MILLION), 2),
    "balance": Benchmark(balance.balance, (HUNDRED, MILLION), 3),
    "views": Benchmark(views.views, (HUNDRED, MILLION), 7),
    "warm": Benchmark(balance.warm, (HUNDRED, MILLION), 7),
    "map": Benchmark(_maps, (TEN, HUNDRED), 3),
    "pages": Benchmark(pages.pages, (TEN,), 3),
    "tiles": Benchmark(_tiles, (MILLION,), 5),
    "refresh": Benchmark(balance.refresh, (HUNDRED, MILLION), 3),
}

SMALL: Final = 2_500
SMALL_SCALE: Final = 0.1
"""A small run draws a smaller city, so that its parcels are not larger than real ones."""


def main() -> None:
    """Run what the command line asks for."""
    asked = _asked()
    names = asked.only or list(BENCHMARKS)
    kept = asked.folder / "small.json" if asked.small else HERE / "results.json"
    if asked.small:
        kept.unlink(missing_ok=True)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        server = stack.enter_context(private_server(asked.folder / "server"))
        run = _run(asked, server)
        found: dict[str, list[results.Row]] = {name: [] for name in names}
        probes: dict[str, list[float]] = {name: [] for name in names}
        for size in [SMALL] if asked.small else [TEN, HUNDRED, MILLION]:
            scale = SMALL_SCALE if asked.small else 1.0
            ground = Ground(size, asked.folder, server, scale=scale)
            stack.callback(ground.drop)
            for name in names:
                benchmark = BENCHMARKS[name]
                if size not in benchmark.sizes and not asked.small:
                    continue
                rounds = asked.rounds or (1 if asked.small else benchmark.rounds)
                _say(f"{name}, {size} parcels, {rounds} rounds")
                probes[name].append(measure.probe_ms())
                found[name] += benchmark.run(ground, rounds)
                probes[name].append(measure.probe_ms())
                results.keep(kept, name, run | {"probe_ms": probes[name]}, found[name])
            ground.drop()
    _show(kept, small=asked.small)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--small", action="store_true", help=f"{SMALL} parcels, one round")
    parser.add_argument("--only", nargs="+", choices=list(BENCHMARKS), help="some of them")
    parser.add_argument("--rounds", type=int, help="rounds of each (default: 2 to 7)")
    folder = HERE.parent / "build" / "benchmarks"
    parser.add_argument(
        "--folder", type=Path, default=folder, help="for files and the server (build/benchmarks)"
    )
    return parser.parse_args()


def _run(asked: argparse.Namespace, server: Server) -> dict[str, Any]:
    """Return what is to be known of this run."""
    words = ["python", "-m", "benchmarks"]
    words += ["--small"] * asked.small + (["--only", *asked.only] if asked.only else [])
    words += ["--rounds", str(asked.rounds)] if asked.rounds else []
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "commit": measure.commit(),
        "command": " ".join(words),
        "machine": measure.machine(),
        "versions": measure.versions() | server.versions(),
    }


def _show(kept: Path, *, small: bool) -> None:
    found = results.read(kept)
    if not small:
        readme = HERE / "README.md"
        page = table.put_into(readme.read_text(encoding="utf-8"), found)
        readme.write_text(page, encoding="utf-8")
    sys.stdout.write(table.table(found))


def _say(text: str) -> None:
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {text}\n")


if __name__ == "__main__":
    main()
