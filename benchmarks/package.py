"""That land and ledger as a plan package, written in batches: what `landplan load` takes."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

import pyarrow as pa
import shapely
from pyproj import CRS
from shapely.geometry import mapping

from benchmarks.land import Land, batches, polygons
from benchmarks.ledger import (
    ENDS_ON,
    KINDS,
    METHODS,
    STARTS_ON,
    USES,
    Ledger,
    date_of,
    part_rings,
)
from gis.geometry.area import area_ha

Suffix = Literal["gpkg", "parquet"]

PLAN: Final = "benchmark"

_TEXT, _HA, _DAY, _OUTLINE = pa.string(), pa.float64(), pa.date32(), pa.binary()
_CRS: Final = "EPSG:4490"

_PARCEL: Final = pa.schema(
    [("parcel_id", _TEXT), ("name", _TEXT), ("owner_kind", _TEXT), ("declared_ha", _HA),
     ("geometry", _OUTLINE)]
)  # fmt: skip
_EVENT: Final = pa.schema(
    [("event_id", _TEXT), ("kind", _TEXT), ("parcel_id", _TEXT), ("date", _DAY),
     ("recorded_on", _DAY), ("method", _TEXT), ("land_use", _TEXT), ("land_use_set", _TEXT),
     ("declared_ha", _HA), ("document_no", _TEXT), ("corrects", _TEXT), ("geometry", _OUTLINE)]
)  # fmt: skip


def write_package(land: Land, ledger: Ledger, folder: Path, *, suffix: Suffix = "gpkg") -> Path:
    """Write the whole package and return its folder; the ledger is GeoPackage or GeoParquet."""
    (folder / "ledger").mkdir(parents=True)
    _write_plan(folder)
    _write_zones(land, folder)
    _write_tables(folder)
    write = _write_geopackage if suffix == "gpkg" else _write_geoparquet
    write(folder / "ledger" / f"parcels.{suffix}", _PARCEL, _parcels(land, ledger))
    write(folder / "ledger" / f"events.{suffix}", _EVENT, _events(land, ledger))
    return folder


def parcel_id(number: int) -> str:
    """Return the id of a parcel by its place in the land."""
    return f"P-{number:07d}"


def event_id(number: int) -> str:
    """Return the id of an event by its row in the ledger."""
    return f"E-{number:07d}"


def _write_plan(folder: Path) -> None:
    folder.joinpath("plan.yaml").write_text(
        f"id: {PLAN}\ntitle: 测试规划\nstarts_on: {STARTS_ON}\nends_on: {ENDS_ON}\n"
        f"crs: {_CRS}\nsample: true\n"
        "documents:\n  - {id: doc, title: 生成的数据, issuer: '', issued_on: ''}\n",
        encoding="utf-8",
    )


def _write_zones(land: Land, folder: Path) -> None:
    rows = [
        (zone.zone_id, zone.zone_id, zone.parent or "", f"{area_ha(zone.outline):.4f}",
         "schematic", "doc|表1|1")
        for zone in land.zones
    ]  # fmt: skip
    header = "zone_id,name,parent,declared_ha,geometry_quality,source"
    _write_csv(folder / "zones.csv", header, rows)
    features = [
        {"type": "Feature", "properties": {"zone_id": zone.zone_id},
         "geometry": mapping(zone.outline)}
        for zone in land.zones
    ]  # fmt: skip
    collection = {"type": "FeatureCollection", "features": features}
    folder.joinpath("zones.geojson").write_text(json.dumps(collection), encoding="utf-8")


def _write_tables(folder: Path) -> None:
    targets = [
        (f"d{district}", measure, value, "公顷", ENDS_ON.year, "planned", "doc|表1|1")
        for district in (1, 2, 3, 4)
        for measure, value in (("storage", 400_000), ("supply", 200_000))
    ]
    header = "zone,measure,value,unit,year,kind,source"
    _write_csv(folder / "targets.csv", header, targets)
    uses = [(code, "2023", name, group) for code, name, group, _ in USES]
    _write_csv(folder / "land_use.csv", "code,code_set,name,group", uses)


def _write_csv(path: Path, header: str, rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)


def _parcels(land: Land, ledger: Ledger) -> Iterator[pa.RecordBatch]:
    for some in batches(len(land)):
        numbers = range(some.start, some.stop)
        columns = [
            [parcel_id(number) for number in numbers],
            [f"地块{number}" for number in numbers],
            ["collective" if number % 5 < 2 else "state" for number in numbers],
            ledger.parcel_ha[some],
            shapely.to_wkb(polygons(land.rings(some))),
        ]
        yield _batch(columns, _PARCEL)


def _events(land: Land, ledger: Ledger) -> Iterator[pa.RecordBatch]:
    first_day = (STARTS_ON - date(1970, 1, 1)).days  # as Arrow counts
    for some in batches(len(ledger)):
        use, method = ledger.use[some], ledger.method[some]
        corrects = ledger.corrects[some]
        outlines = [None] * (some.stop - some.start)
        parts = ledger.part[some].nonzero()[0]
        cut = polygons(part_rings(land, ledger.parcel[some][parts]))
        for place, outline in zip(parts, shapely.to_wkb(cut), strict=True):
            outlines[place] = outline
        columns = [
            [event_id(number) for number in range(some.start, some.stop)],
            [KINDS[kind] for kind in ledger.kind[some]],
            [parcel_id(number) for number in ledger.parcel[some]],
            (ledger.day[some] + first_day).astype("int32"),
            (ledger.recorded[some] + first_day).astype("int32"),
            [None if one < 0 else METHODS[one] for one in method],
            [None if one < 0 else USES[one][0] for one in use],
            [None if one < 0 else "2023" for one in use],
            [ha or None for ha in ledger.declared_ha[some].tolist()],
            [f"测〔{date_of(day).year}〕{number}号"
             for number, day in enumerate(ledger.day[some], some.start)],
            [None if one < 0 else event_id(one) for one in corrects],
            outlines,
        ]  # fmt: skip
        yield _batch(columns, _EVENT)


def _batch(columns: list[Any], schema: pa.Schema) -> pa.RecordBatch:
    arrays = [
        pa.array(column, pa.int32()).cast(_DAY) if kind == _DAY else pa.array(column, kind)
        for column, kind in zip(columns, schema.types, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _write_geopackage(path: Path, schema: pa.Schema, rows: Iterator[pa.RecordBatch]) -> None:
    import pyogrio

    pyogrio.write_arrow(
        pa.RecordBatchReader.from_batches(schema, rows),
        path,
        layer=path.stem,
        driver="GPKG",
        geometry_name="geometry",
        geometry_type="Polygon",
        crs=_CRS,
        dataset_options={"VERSION": "1.3"},  # what older GDAL reads without a warning
        layer_options={"SPATIAL_INDEX": "NO"},
    )


def _write_geoparquet(path: Path, schema: pa.Schema, rows: Iterator[pa.RecordBatch]) -> None:
    from pyarrow import parquet

    column = {
        "encoding": "WKB",
        "geometry_types": ["Polygon"],
        "crs": CRS.from_user_input(_CRS).to_json_dict(),
    }
    told = {"version": "1.0.0", "primary_column": "geometry", "columns": {"geometry": column}}
    schema = schema.with_metadata({"geo": json.dumps(told)})
    with parquet.ParquetWriter(path, schema, compression="zstd") as file:
        for batch in rows:
            file.write_batch(batch.replace_schema_metadata(schema.metadata))
