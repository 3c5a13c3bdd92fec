"""What an event says of its contract comes through every format, large or small, as it was told."""

import csv
import json
from dataclasses import replace

import geopandas
import pandas as pd
import pytest
from sqlalchemy import text

from gis.errors import BadDataError
from projects.load import load_folder, load_package
from projects.store.ledger import events_of
from tests.small_land import block, package, parcel, storage, write_folder

SMALL, LARGE = 10**9, 0
HOSTILE = "=1+1'; drop table landplan.parcel; --<b>\"|;"
TOLD = {"contract_no": HOSTILE, "supervision_no": "4401062023B00012345",
        "price_10k_cny": 12345.6, "responsible_unit": "区土地开发中心"}  # fmt: skip
GIVEN = {"contract_no": "划拨〔2023〕2号", "supervision_no": "", "price_10k_cny": 0.0,
         "responsible_unit": ""}  # fmt: skip
SILENT = {"contract_no": "", "supervision_no": "", "price_10k_cny": None, "responsible_unit": ""}


def rows(*contracts):
    """Return a storage and supplies of one parcel, the supplies with what is told of them."""
    common = {"parcel_id": "P1", "method": "", "land_use": "", "land_use_set": "", "corrects": ""}
    stored = {"event_id": "E0", "kind": "storage", "date": "2021-06-30", "declared_ha": 4}
    use = {"land_use": "1001", "land_use_set": "2023"}
    return [common | stored | SILENT] + [
        common | use | contract
        | {"event_id": f"E{n}", "kind": "supply", "date": f"2022-0{n}-01", "declared_ha": 1}
        for n, contract in enumerate(contracts, 1)
    ]  # fmt: skip


def write_events(folder, suffix, told):
    """Write the ledger's events, and its parcels in a format that may be read in batches."""
    ledger = folder / "ledger"
    (ledger / "events.geojson").unlink(missing_ok=True)
    path = ledger / f"events.{suffix}"
    if suffix == "csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(told[0]))
            writer.writeheader()
            writer.writerows(told)
    elif suffix == "geojson":
        features = [{"type": "Feature", "properties": row, "geometry": None} for row in told]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    else:
        frame = geopandas.GeoDataFrame(pd.DataFrame(told), geometry=[None] * len(told), crs=4490)
        frame["geometry"] = frame.geometry.astype("geometry")
        _write(frame, path)
        parcels = ledger / "parcels.geojson"
        if parcels.exists():
            _write(geopandas.read_file(parcels).set_crs(4490, allow_override=True),
                   ledger / f"parcels.{suffix}")  # fmt: skip
            parcels.unlink()


def _write(frame, path):
    path.unlink(missing_ok=True)
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path, driver="GPKG", layer=path.stem, geometry_type="MultiPolygon")


def contracts_of(connection, plan_id="small"):
    return {
        event.event_id: {name: getattr(event, name) for name in TOLD}
        for event in events_of(connection, plan_id)
    }


WAYS = [("csv", SMALL), ("geojson", SMALL), ("gpkg", SMALL), ("gpkg", LARGE),
        ("parquet", SMALL), ("parquet", LARGE)]  # fmt: skip


@pytest.mark.parametrize(("suffix", "large"), WAYS)
def test_contracts_come_through_every_format(connection, tmp_path, suffix, large):
    folder = write_folder(tmp_path / "plan")
    write_events(folder, suffix, rows(TOLD, GIVEN, SILENT))
    load_folder(connection, folder, large=large)
    wanted = {"E0": SILENT, "E1": TOLD, "E2": GIVEN, "E3": SILENT}
    assert contracts_of(connection) == wanted
    shown = connection.execute(
        text(f"select event_id, {', '.join(TOLD)} from landplan.v_event order by 1")
    ).mappings()
    assert {row["event_id"]: {name: row[name] for name in TOLD} for row in shown} == wanted
    again = load_folder(connection, folder, large=large)
    assert again.new_events == 0
    assert contracts_of(connection) == wanted


@pytest.mark.parametrize(("suffix", "large"), [("csv", SMALL), ("parquet", LARGE)])
@pytest.mark.parametrize(
    ("column", "value"),
    [("contract_no", "另一份"), ("supervision_no", "1"), ("price_10k_cny", 1),
     ("price_10k_cny", None), ("responsible_unit", "另一家")],
)  # fmt: skip
def test_an_event_whose_contract_differs_is_refused(
    connection, tmp_path, suffix, large, column, value
):
    folder = write_folder(tmp_path / "plan")
    write_events(folder, suffix, rows(TOLD))
    load_folder(connection, folder, large=large)
    write_events(folder, suffix, rows(TOLD | {column: value}))
    with pytest.raises(BadDataError) as refused:
        load_folder(connection, folder, large=large)
    [problem] = refused.value.problems
    assert problem.column == column
    assert "E1" in problem.zh
    assert contracts_of(connection)["E1"] == TOLD


@pytest.mark.parametrize(("suffix", "large"), [("csv", SMALL), ("parquet", SMALL),
                                               ("parquet", LARGE)])  # fmt: skip
@pytest.mark.parametrize(
    ("column", "value", "said"),
    [("price_10k_cny", -1, "at least 0"), ("price_10k_cny", "一亿", "not a number"),
     ("contract_no", "a\x07b", "control"), ("responsible_unit", "<script>", "script")],
)  # fmt: skip
def test_what_cannot_be_is_a_problem(connection, tmp_path, suffix, large, column, value, said):
    folder = write_folder(tmp_path / "plan")
    told = rows({name: str(cell) for name, cell in (TOLD | {column: value}).items()})
    told[0]["price_10k_cny"] = ""
    write_events(folder, suffix, told)
    with pytest.raises(BadDataError) as refused:
        load_folder(connection, folder, large=large)
    [problem] = refused.value.problems
    assert (problem.row or 0) > 1
    assert problem.column == column
    assert said in problem.en


def test_contracts_of_records_in_memory_are_stored(connection):
    square = block(0, 0, 2, 2)
    told = replace(storage("E1", "2021-06-30", square, parcel_ids=("P1",)), **TOLD)
    load_package(connection, package(events=(told,), parcels=(parcel("P1", square),)))
    assert events_of(connection, "small") == [told]
