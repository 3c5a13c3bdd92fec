"""The views as a real QGIS finds them in the database, without anybody naming a key."""

from pathlib import Path

SCRIPT = Path(__file__).with_name("views_in_qgis.py")
ROWS = {
    "v_event.outline": 233, "v_parcel.outline": 210, "v_zone.outline": 18,
    "v_reserve.outline": 124, "v_project.point": 228, "v_structure.outline": 16,
}  # fmt: skip


def test_qgis_finds_the_key_of_each_view_by_itself(in_qgis, builtin_database):
    url = builtin_database.url
    address = (
        f"dbname='{url.database}' host={url.query['host']} port={url.query['port']}"
        f" user='{url.username}'"
    )
    found = in_qgis(address, script=SCRIPT)
    assert found.keys() >= {*ROWS, "v_parcel_history.outline", "v_project.outline"}
    for name, told in found.items():
        assert (told["key"], told["valid"], told["crs"]) == ("id", True, "EPSG:4490"), name
        assert told["rows"] == told["ids"] > 0, name
    assert {name: found[name]["rows"] for name in ROWS} == ROWS
