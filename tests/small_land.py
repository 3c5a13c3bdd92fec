"""Small land that a person can check by hand: squares of 100 m, one hectare each.

A square has its corners on a local grid around (113.4° E, 23.15° N); longer edges keep a vertex at
each 100 m, so that neighbours share their edges exactly. Package files are written as a planner
would, from dictionaries.
"""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import shapely
from pyproj import CRS
from shapely import MultiPolygon
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from gis.geometry.area import area_ha
from gis.geometry.crs import to_stored
from gis.geometry.outlines import multipolygon
from gis.model import LandEvent, Parcel, Source, Zone
from projects.model import Document, LandUse, Package, Plan, Target

GRID = CRS.from_proj4("+proj=tmerc +lat_0=23.15 +lon_0=113.4 +k=1 +ellps=GRS80 +units=m")
SOURCE = Source(document="doc", place="表1", line=1)


def land(geometry: BaseGeometry) -> MultiPolygon:
    """Bring a geometry drawn in units of 100 m to EPSG:4490."""
    drawn = shapely.transform(geometry, lambda xy: xy * 100.0)
    return multipolygon(to_stored(shapely.segmentize(drawn, 100.0), GRID))


def block(x0: float, y0: float, x1: float, y1: float) -> MultiPolygon:
    """Return a rectangle of the grid: (x1 - x0) × (y1 - y0) hectares."""
    return land(shapely.box(x0, y0, x1, y1))


def zone(zone_id: str, outline: MultiPolygon, parent: str | None = "all", **fields: Any) -> Zone:
    return Zone(
        **{
            "zone_id": zone_id, "name": zone_id, "parent_id": parent, "position": 1,
            "declared_ha": None, "measured_ha": area_ha(outline),
            "geometry_quality": "schematic", "outline": outline, "source": SOURCE,
        }
        | fields
    )  # fmt: skip


def parcel(parcel_id: str, outline: MultiPolygon, **fields: Any) -> Parcel:
    return Parcel(
        **{
            "parcel_id": parcel_id, "name": parcel_id, "owner_kind": "state",
            "declared_ha": area_ha(outline), "land_use": "", "land_use_set": "",
            "established_on": None, "outline": outline,
        }
        | fields
    )  # fmt: skip


def event(
    event_id: str, kind: str, day: str, extent: MultiPolygon | None, **fields: Any
) -> LandEvent:
    happened = date.fromisoformat(day)
    return LandEvent(
        **{
            "event_id": event_id, "kind": kind, "parcel_ids": (), "happened_on": happened,
            "recorded_on": happened, "method": "", "land_use": "", "land_use_set": "",
            "declared_ha": area_ha(extent), "document_no": "", "corrects": None, "extent": extent,
        }
        | fields
    )  # fmt: skip


def storage(event_id: str, day: str, extent: MultiPolygon, **fields: Any) -> LandEvent:
    return event(event_id, "storage", day, extent, **fields)


def supply(
    event_id: str, day: str, extent: MultiPolygon, use: str = "1001", **fields: Any
) -> LandEvent:
    return event(event_id, "supply", day, extent, land_use=use, land_use_set="2023", **fields)


def target(zone_id: str, measure: str, value: float, **fields: Any) -> Target:
    return Target(
        **{
            "zone_id": zone_id, "measure": measure, "value": value, "unit": "公顷", "year": 2025,
            "kind": "planned", "source": SOURCE,
        }
        | fields
    )  # fmt: skip


def package(**fields: Any) -> Package:
    """Return a plan of 2021–2025 on 20 × 20 ha with two halves, west and east."""
    zones = (
        zone("all", block(0, 0, 20, 20), None, position=0),
        zone("west", block(0, 0, 10, 20), position=1),
        zone("east", block(10, 0, 20, 20), position=2),
    )
    plan = Plan(
        plan_id="small", title="小规划", starts_on=date(2021, 1, 1), ends_on=date(2025, 12, 31),
        sample=True, crs="EPSG:4490",
        documents=(Document(document_id="doc", title="文件", issuer="", issued_on=""),),
    )  # fmt: skip
    uses = (
        LandUse(code="1001", code_set="2023", name="工业用地", group="industry"),
        LandUse(code="0701", code_set="2023", name="城镇住宅用地", group="housing_services"),
        LandUse(code="0901", code_set="2023", name="商业用地", group="other"),
    )
    return Package(
        **{
            "plan": plan, "zones": zones, "land_uses": uses, "targets": (), "schedule": (),
            "projects": (), "parcels": (), "events": (),
        }
        | fields
    )  # fmt: skip


def write_folder(folder: Path) -> Path:
    """Write a small sound package as files; tests then spoil one place of it."""
    (folder / "ledger").mkdir(parents=True)
    (folder / "plan.yaml").write_text(
        "id: small\ntitle: 小规划\nstarts_on: 2021-01-01\nends_on: 2025-12-31\n"
        "crs: EPSG:4490\nsample: true\ndocuments:\n  - {id: doc, title: 文件}\n",
        encoding="utf-8",
    )
    write_csv(
        folder / "zones.csv",
        {"zone_id": "all", "name": "全区", "parent": "", "declared_ha": 400,
         "geometry_quality": "schematic", "source": "doc|表1|1"},
        {"zone_id": "west", "name": "西片", "parent": "all", "declared_ha": 200,
         "geometry_quality": "schematic", "source": "doc|表1|2"},
    )  # fmt: skip
    write_features(
        folder / "zones.geojson",
        ({"zone_id": "all"}, block(0, 0, 20, 20)),
        ({"zone_id": "west"}, block(0, 0, 10, 20)),
    )
    write_csv(
        folder / "targets.csv",
        {"zone": "west", "measure": "storage", "value": 10, "unit": "公顷", "year": 2025,
         "kind": "planned", "source": "doc|表1|3"},
    )  # fmt: skip
    write_csv(
        folder / "land_use.csv",
        {"code": "1001", "code_set": "2023", "name": "工业用地", "group": "industry"},
        {"code": "0701", "code_set": "2023", "name": "住宅用地", "group": "housing_services"},
    )
    write_features(
        folder / "ledger" / "parcels.geojson",
        ({"parcel_id": "P1", "name": "地块一", "owner_kind": "state", "declared_ha": 4,
          "established_on": "2015-01-01"}, block(0, 0, 2, 2)),
        ({"parcel_id": "P2", "name": "地块二", "owner_kind": "collective", "declared_ha": 4,
          "established_on": "2015-01-01"}, block(2, 0, 4, 2)),
    )  # fmt: skip
    common = {"method": "", "land_use": "", "land_use_set": "", "corrects": ""}
    write_features(
        folder / "ledger" / "events.geojson",
        (common | {"event_id": "E1", "kind": "storage", "parcel_id": "P1", "date": "2021-06-30",
          "declared_ha": 4}, None),
        (common | {"event_id": "E2", "kind": "supply", "parcel_id": "P1", "date": "2022-06-30",
          "declared_ha": 1, "land_use": "1001", "land_use_set": "2023"}, block(0, 0, 1, 1)),
    )  # fmt: skip
    return folder


def write_csv(path: Path, *rows: dict[str, Any]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_features(path: Path, *features: tuple[dict[str, Any], BaseGeometry | None]) -> None:
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties,
             "geometry": None if outline is None else mapping(outline)}
            for properties, outline in features
        ],
    }  # fmt: skip
    path.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


OUTLINES: Final = {
    "all": block(0, 0, 20, 20), "west": block(0, 0, 10, 20), "east": block(10, 0, 20, 20),
    "offices": block(0, 0, 20, 20), "north": block(0, 10, 20, 20), "south": block(0, 0, 20, 10),
}  # fmt: skip
TREES: Final = {
    "all": ("", ""), "west": ("all", ""), "east": ("all", ""),
    "offices": ("", "street-offices"), "north": ("offices", "street-offices"),
    "south": ("offices", "street-offices"),
}  # fmt: skip


def twice_cut() -> Package:
    """Return a package with two zone sets and land across all their borders."""
    zones = tuple(
        zone(zone_id, OUTLINES[zone_id], parent or None, position=position, zone_set=zone_set)
        for position, (zone_id, (parent, zone_set)) in enumerate(TREES.items())
    )
    return package(
        zones=zones,
        parcels=(parcel("P1", block(7, 8, 12, 13)),),
        events=(
            storage("E1", "2021-06-30", block(7, 8, 12, 13), parcel_ids=("P1",)),
            supply("E2", "2022-06-30", block(8, 9, 11, 12)),
        ),
    )
