"""Write the sample ledger: invented parcels and land events, laid out in the drawn zones.

    python plans/tianhe-2021-2025/make/ledger.py

reads `zones.geojson`, writes `ledger/parcels.geojson` and `ledger/events.geojson`. Same input,
same files. Nothing in them is a record of real land: 样例数据，非实际成果.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import shapely
from shapely import MultiPolygon, Polygon

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent
sys.path[:0] = [str(HERE), str(HERE.parents[2])]

from blocks import blocks  # noqa: E402
from history import CORE, VALLEY, Event, Plot, history, near  # noqa: E402

from gis.geometry.area import area_ha  # noqa: E402

NOTE = "样例数据，非实际成果：地块、收储和供应均为虚构，仅供演示"
SEED = 1
LAND_USE_SET = "2023"

NUMBERS = {CORE: "TH-ZHC", VALLEY: "TH-ZG"}

COLLECTIVE = {"柯木塱南": 0.7, "高唐": 0.5, "新塘": 0.8, "黄村": 0.6, "珠村": 0.85, "吉山": 0.85}
"""Cluster → share of collective land; half where it is not named."""

PRESENT_USES = {
    "collective": ("0101", "0102", "0201", "0301", "1704", "0703", "100101", "1207"),
    "state": ("100101", "100102", "0901", "1101", "1402", "2301"),
}
"""What the land is used for today, before anything happens to it."""


def main() -> None:
    rng = Random(SEED)
    zones = read_zones()
    plots = make_plots(zones, rng)
    events = history(plots, rng)
    number(events)
    write("parcels", [parcel_feature(plot, events, rng) for plot in plots])
    write("events", event_features(events, rng))
    declared = sum(plot.declared_ha for plot in plots)
    print(f"{len(plots)} parcels, {declared:.1f} ha; {len(events)} events")


def read_zones() -> dict[str, MultiPolygon]:
    collection = json.loads((PACKAGE / "zones.geojson").read_text(encoding="utf-8"))
    return {
        feature["properties"]["zone_id"]: MultiPolygon(
            [Polygon(*rings) for rings in feature["geometry"]["coordinates"]]
        )
        for feature in collection["features"]
    }


def make_plots(zones: Mapping[str, MultiPolygon], rng: Random) -> list[Plot]:
    """Return the parcels, numbered by area and named after their cluster."""
    plots: list[Plot] = []
    numbers: Counter[str] = Counter()
    for block, (cluster, outlines) in enumerate(list(blocks(zones, rng))):
        for outline in outlines:
            centre = outline.centroid
            zone_id = CORE if zones[CORE].contains(centre) else VALLEY
            numbers.update([zone_id, cluster])
            collective = rng.random() < COLLECTIVE.get(cluster, 0.5)
            measured_ha = area_ha(outline)
            plots.append(
                Plot(
                    parcel_id=f"{NUMBERS[zone_id]}-{numbers[zone_id]:04d}",
                    name=f"{cluster}地块{numbers[cluster]}",
                    block=block,
                    zone_id=zone_id,
                    owner_kind="collective" if collective else "state",
                    outline=outline,
                    measured_ha=measured_ha,
                    declared_ha=near(measured_ha, rng),
                )
            )
    return plots


def number(events: Iterable[Event]) -> None:
    """Give each event its id: the year it happened in, and its place in that year."""
    numbers: Counter[int] = Counter()
    for event in events:
        numbers[event.day.year] += 1
        event.event_id = f"E-{event.day.year}-{numbers[event.day.year]:03d}"


def parcel_feature(plot: Plot, events: Iterable[Event], rng: Random) -> dict[str, Any]:
    days = [event.day for event in events if plot in event.plots]
    first = min(days, default=date(rng.randint(2014, 2022), rng.randint(1, 12), rng.randint(1, 28)))
    properties = {
        "parcel_id": plot.parcel_id,
        "name": plot.name,
        "owner_kind": plot.owner_kind,
        "declared_ha": plot.declared_ha,
        "land_use": rng.choice(PRESENT_USES[plot.owner_kind]),
        "land_use_set": LAND_USE_SET,
        "established_on": (first - timedelta(days=rng.randint(60, 900))).isoformat(),
        "sample": True,
    }
    return feature(properties, plot.outline)


def event_features(events: list[Event], rng: Random) -> list[dict[str, Any]]:
    """Return the events as features; a few have no document number, as in real ledgers."""
    unnumbered = set(rng.sample(range(len(events)), 5))
    documents: defaultdict[int, int] = defaultdict(lambda: rng.randint(1, 6))
    features = []
    for place, event in enumerate(events):
        recorded_on = event.recorded_on or event.day
        documents[recorded_on.year] += rng.randint(1, 4)
        document_no = f"样例〔{recorded_on.year}〕{documents[recorded_on.year]:03d}号"
        reversal = event.kind == "reversal"
        declared_ha = event.declared_ha or round(sum(plot.declared_ha for plot in event.plots), 4)
        properties = {
            "event_id": event.event_id,
            "kind": event.kind,
            "parcel_id": ";".join(plot.parcel_id for plot in event.plots),
            "date": event.day.isoformat(),
            "recorded_on": recorded_on.isoformat(),
            "method": event.method,
            "land_use": event.land_use,
            "land_use_set": LAND_USE_SET if event.land_use else "",
            "declared_ha": None if reversal else declared_ha,
            "document_no": "" if place in unnumbered else document_no,
            "corrects": event.corrects.event_id if event.corrects else "",
            "sample": True,
        }
        features.append(feature(properties, event.part))
    return features


def feature(properties: dict[str, Any], outline: Polygon | None) -> dict[str, Any]:
    geometry = None if outline is None else json.loads(shapely.to_geojson(MultiPolygon([outline])))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write(name: str, features: list[dict[str, Any]]) -> None:
    """Write a feature file of the ledger, a feature a line."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    head = f'{{"type":"FeatureCollection","name":"{name}","note":"{NOTE}","features":[\n'
    (PACKAGE / "ledger" / f"{name}.geojson").write_text(head + lines + "\n]}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
