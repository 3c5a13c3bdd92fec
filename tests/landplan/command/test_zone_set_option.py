"""`landplan balance --zone-set`: the same land, cut into zones another way."""

import json

import pytest

from tests.small_land import block, write_csv, write_features, write_folder


@pytest.fixture(scope="module")
def twice_cut(landplan, tmp_path_factory):
    """Give the balance of a plan with a second zone set, as JSON or as it failed."""
    folder = write_folder(tmp_path_factory.mktemp("sets") / "plan")
    plan = (folder / "plan.yaml").read_text(encoding="utf-8")
    (folder / "plan.yaml").write_text(plan.replace("id: small", "id: twice-cut"), encoding="utf-8")
    common = {"parent": "", "geometry_quality": "schematic", "source": "doc|表1|1"}
    write_csv(
        folder / "zones.csv",
        common | {"zone_id": "all", "name": "全区", "zone_set": ""},
        common | {"zone_id": "west", "name": "西片", "zone_set": "", "parent": "all"},
        common | {"zone_id": "south", "name": "南街", "zone_set": "street-offices"},
    )
    write_features(
        folder / "zones.geojson",
        ({"zone_id": "all"}, block(0, 0, 20, 20)),
        ({"zone_id": "west"}, block(0, 0, 10, 20)),
        ({"zone_id": "south"}, block(0, 0, 20, 10)),
    )
    assert landplan("load", folder).returncode == 0

    def call(*options):
        return landplan("balance", "--plan", "twice-cut", "--format", "json", *options)

    return call


@pytest.mark.parametrize("engine", ["sql", "shapely"])
@pytest.mark.parametrize(
    ("options", "zones"),
    [
        ((), {"all", "west"}),
        (("--zone-set", "street-offices"), {"south"}),
        (("--zone-set", ""), {"all", "west"}),
        (("--zone", "south"), {"south"}),
    ],
)
def test_the_rows_are_of_the_set_that_is_meant(twice_cut, engine, options, zones):
    found = twice_cut("--engine", engine, *options)
    assert {row["zone"] for row in json.loads(found.stdout)["rows"]} == zones


def test_an_unknown_set_is_told_with_those_there_are(twice_cut):
    found = twice_cut("--zone-set", "moon", "--lang", "en")
    assert found.returncode == 2
    assert "no zone set 'moon'; there are: '' (the main one, " in found.stderr
    assert "meant where none is named), 'street-offices'" in found.stderr
