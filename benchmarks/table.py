"""The results as Markdown: each target met or missed, then everything that was measured."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from benchmarks.results import Row, rows_of

Rows = dict[tuple[str, str, int], Row]
"""Rows by work, contender and parcels."""

START, END = "<!-- results: python -m benchmarks -->", "<!-- end of results -->"


@dataclass(frozen=True, slots=True)
class Target:
    """Something that should be at most `bound`; `value` raises KeyError where it was not run."""

    work: str
    against: str
    parcels: int
    bound: float
    value: Callable[[Rows], float]


def ratio(
    work: str, ours: str, theirs: str, parcels: int, bound: float, figure: str = ""
) -> Target:
    """Return a target for the ratio of two medians, or of two figures."""

    def value(rows: Rows) -> float:
        mine, other = rows[work, ours, parcels], rows[work, theirs, parcels]
        if figure:
            return mine.figures[figure] / other.figures[figure]
        return mine.median_s / other.median_s

    told = NAMES[work] + (f": {figure}" if figure else "") + _not_plain(ours)
    return Target(told, theirs, parcels, bound, value)


def figure(work: str, ours: str, name: str, parcels: int, bound: float, against: str) -> Target:
    """Return a target for a figure of landplan's own."""
    told = f"{NAMES[work]}: {name}" + _not_plain(ours)
    return Target(
        told, against, parcels, bound, lambda rows: rows[work, ours, parcels].figures[name]
    )


def growth(work: str, ours: str, bound: float) -> Target:
    """Return a target for how many times longer ten times as many parcels take."""

    def value(rows: Rows) -> float:
        return rows[work, ours, MILLION].median_s / rows[work, ours, HUNDRED].median_s

    return Target(f"{NAMES[work]}{_not_plain(ours)}", "itself at 100 000", MILLION, bound, value)


def seconds(work: str, parcels: int, bound: float) -> Target:
    """Return a target for how long landplan itself takes."""
    told = f"{NAMES[work]}: s"
    return Target(told, "", parcels, bound, lambda rows: rows[work, "landplan", parcels].median_s)


TEN, HUNDRED, MILLION = 10_000, 100_000, 1_000_000

NAMES: Final = {
    "balance": "balance from true geometry",
    "warm": "balance at any date, warm",
    "refresh": "1 000 changes",
    "load": "load",
    "import": "import parcels",
    "view box": "a box of a view",
    "view pan": "a pan as QGIS does it, 20 boxes",
    "view count": "count(*) of a view",
    "write map": "write the one-file map",
    "open map": "open the one-file map",
    **{f"tile z{zoom}": f"a tile of parcels at zoom {zoom}" for zoom in range(9, 17)},
    "pages": "pages of the built-in plan, 20 readers",
    "unchanged page": "a page that has not changed",
    "unchanged tile": "a tile that has not changed",
    "hectares of cells": "hectares that cells show",
    "hectares of parcels": "hectares that tiles of parcels show",
    **{
        f"{view} view{more}": f"the served map, {view} view{more}"
        for view in ("district", "town", "street")
        for more in ("", ", another month")
    },
}


def _not_plain(contender: str) -> str:
    return "" if contender == "landplan" else f" ({contender.removeprefix('landplan ')})"


VIEWS: Final = ("v_parcel", "v_event", "v_reserve")

TARGETS: Final = (
    ratio("balance", "landplan", "PostGIS tuned", MILLION, 1.0),
    ratio("balance", "landplan", "geopandas overlay", MILLION, 1 / 50),
    ratio("balance", "landplan", "PostGIS tuned", HUNDRED, 1.0),
    figure("balance", "landplan", "off", HUNDRED, 1e-8, "PostGIS naive"),
    figure("balance", "landplan stored", "off", HUNDRED, 1e-8, "PostGIS naive"),
    figure("balance", "landplan", "levels", HUNDRED, 1e-9, "the sum of the children"),
    figure("balance", "landplan stored", "levels", HUNDRED, 1e-9, "the sum of the children"),
    figure("balance", "landplan stored", "area_off_m2", HUNDRED, 1e-4, "pyproj"),
    ratio("warm", "landplan", "PostGIS GROUP BY", MILLION, 1.5),
    ratio("refresh", "landplan change", "landplan anew", MILLION, 1 / 300),
    *(
        ratio(f"view {work}", f"landplan {view}", f"plain {view}", MILLION, 3.0)
        for view in VIEWS
        for work in ("box", "pan", "count")
    ),
    ratio("load", "landplan", "ogr2ogr", MILLION, 3.0),
    ratio("load", "landplan GeoParquet", "ogr2ogr", MILLION, 3.0),
    figure("load", "landplan", "peak_mib", MILLION, 1024, "1 GiB"),
    figure("load", "landplan GeoParquet", "peak_mib", MILLION, 1024, "1 GiB"),
    ratio("import", "landplan", "ogr2ogr", MILLION, 3.0),
    ratio("import", "landplan", "geopandas to_postgis", HUNDRED, 1.0),
    figure("import", "landplan", "peak_mib", MILLION, 1024, "1 GiB"),
    ratio("write map", "landplan", "folium", TEN, 1 / 5, "bytes"),
    ratio("write map", "landplan", "folium", TEN, 1 / 10),
    ratio("open map", "landplan", "folium", TEN, 1.0),
    figure("write map", "landplan", "bytes", HUNDRED, 12e6, "12 MB"),
    ratio("open map", "landplan", "folium", HUNDRED, 1 / 10),
    figure("pages", "landplan", "p95_ms", 210, 50, "50 ms"),
    figure("pages", "landplan", "bytes", 210, 500e3, "500 kB"),
    seconds("unchanged page", 210, 0.003),
    figure("tile z9", "landplan", "over_ms", MILLION, 2, "1.5 × bare ST_AsMVT, z 9–16"),
    *(ratio(f"tile z{zoom}", "landplan", "tipg", MILLION, 1.0) for zoom in range(12, 17)),
    seconds("unchanged tile", MILLION, 0.003),
    *(seconds(f"{view} view", MILLION, 1.0) for view in ("district", "town", "street")),
    *(
        seconds(f"{view} view, another month", MILLION, 0.05)
        for view in ("district", "town", "street")
    ),
    figure("hectares of cells", "landplan", "off", MILLION, 0.01, "the balance"),
    figure("hectares of parcels", "landplan", "off", MILLION, 0.01, "the balance"),
    growth("balance", "landplan", 12),
    growth("warm", "landplan", 12),
    growth("refresh", "landplan change", 12),
    growth("load", "landplan", 12),
)


def table(results: dict[str, Any]) -> str:
    """Return what a results file holds as Markdown."""
    rows = {(one.work, one.contender, one.parcels): one for one in rows_of(results)}
    parts = [_targets(rows), _everything(rows), _runs(results)]
    return "\n\n".join(part for part in parts if part) + "\n"


def put_into(page: str, results: dict[str, Any]) -> str:
    """Return a page with the table between its two marks."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{table(results)}\n{END}{after}"


def _targets(rows: Rows) -> str:
    lines = list(_target_lines(rows))
    if not lines:
        return ""
    head = ["| | against | parcels | measured | target | |", "|---|---|---|---|---|---|"]
    return "\n".join(head + lines)


def _target_lines(rows: Rows) -> Iterator[str]:
    for target in TARGETS:
        try:
            value = target.value(rows)
        except KeyError:  # not run at this size
            continue
        met = "met" if value <= target.bound else "**missed**"
        cells = (target.work, target.against, _count(target.parcels), _number(value),
                 f"≤ {_number(target.bound)}", met)  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def _everything(rows: Rows) -> str:
    if not rows:
        return "Not run yet."
    head = ["| | | parcels | median s | rounds | |", "|---|---|---|---|---|---|"]
    lines = [
        f"| {NAMES[one.work]} | {one.contender} | {_count(one.parcels)} | {_number(one.median_s)} "
        f"| {len(one.seconds)} | {_figures(one)} |"
        for one in rows.values()
    ]
    return "\n".join(head + lines)


def _figures(one: Row) -> str:
    return ", ".join(f"{name} {_number(value)}" for name, value in one.figures.items())


def _runs(results: dict[str, Any]) -> str:
    """Return which run made what, one line for each run."""
    told: dict[str, list[str]] = {}
    for name, found in results.items():
        run = found["run"]
        versions = ", ".join(f"{part} {version}" for part, version in run["versions"].items())
        line = (
            f"{run['date']}, commit {run['commit']}, `{run['command']}`. {run['machine']}. "
            f"{versions}."
        )
        probes = f"{min(run['probe_ms']):.0f}–{max(run['probe_ms']):.0f} ms"
        told.setdefault(line, []).append(f"{name} (probe {probes})")
    return "\n".join(f"- {', '.join(names)}: {line}" for line, names in told.items())


def _count(parcels: int) -> str:
    return f"{parcels:,}".replace(",", " ")


def _number(value: float) -> str:
    """Return a number with three digits that say something."""
    if value == 0 or 1e-3 <= abs(value) < 1000:
        return f"{value:.3g}"
    return f"{value:.1e}" if abs(value) < 1e-3 else _count(round(value))
