"""`landplan plans`, `plans remove` and `imports`, as a user calls them."""

import csv
import io
import json

import pytest
from sqlalchemy import text

from gis.errors import WrongUseError
from projects.labels import LOADED_KINDS
from projects.store.plans import plan_of
from tests.small_land import write_folder


@pytest.fixture
def small(landplan, tmp_path):
    """Give the command line with a small plan of its own loaded, and the plan's folder."""
    folder = write_folder(tmp_path / "plan")
    found = landplan("load", folder)
    assert found.returncode == 0, found.stderr
    yield landplan, folder
    landplan("plans", "remove", "small", "--yes")


def rows_of(call, *arguments):
    found = call(*arguments, "--format", "json")
    assert found.returncode == 0, found.stderr
    return json.loads(found.stdout)["rows"]


def test_plans_are_listed(small):
    call, _ = small
    [row] = [row for row in rows_of(call, "plans") if row["plan_id"] == "small"]
    assert (row["title"], row["parcels"], row["events"], row["sample"]) == ("小规划", 2, 2, True)
    assert (row["starts_on"], row["ends_on"]) == ("2021-01-01", "2025-12-31")
    assert row["loaded_at"].endswith("+08:00")
    shown = call("plans").stdout
    assert "小规划" in shown
    told = list(csv.DictReader(io.StringIO(call("plans", "--format", "csv").stdout)))
    assert [one["plan_id"] for one in told] == [one["plan_id"] for one in rows_of(call, "plans")]


def test_a_corrected_sample_is_loaded_after_its_plan_was_removed(small):
    call, folder = small
    file = folder / "ledger" / "events.geojson"
    told = file.read_text(encoding="utf-8")
    file.write_text(told.replace('"declared_ha": 1', '"declared_ha": 0.9'), encoding="utf-8")
    refused = call("load", folder)
    assert refused.returncode == 1
    assert "landplan plans remove small" in refused.stderr
    asked = call("plans", "remove", "small", told="n\n")
    assert asked.returncode == 1
    assert "2 宗地块、2 笔台账" in asked.stdout
    assert "已取消" in asked.stderr
    removed = call("plans", "remove", "small", "--lang", "en", told="y\n")
    assert removed.returncode == 0
    assert "removed small" in removed.stdout
    assert "small" not in {row["plan_id"] for row in rows_of(call, "plans")}
    assert call("load", folder).returncode == 0


def test_a_plan_that_is_not_there_is_not_removed(landplan):
    found = landplan("plans", "remove", "nowhere", "--yes", "--lang", "en")
    assert found.returncode == 2
    assert "no plan 'nowhere'" in found.stderr


def test_many_plans_are_named_by_the_first_and_their_number(connection):
    connection.execute(
        text(
            "insert into landplan.plan (plan_id, title, starts_on, ends_on, sample)"
            " select 'p' || n, '', '2021-01-01', '2025-12-31', true"
            " from generate_series(100, 129) n"
        )
    )
    with pytest.raises(WrongUseError) as refused:
        plan_of(connection, "nowhere")
    assert "p109 等共 30 个" in refused.value.zh
    assert "p109 and others, 30 in all" in refused.value.en
    assert "p110" not in refused.value.zh


def test_loads_are_listed_and_the_same_again_is_none(small):
    call, folder = small
    [row] = rows_of(call, "imports", "--plan", "small")
    assert row["command"] == "load"
    assert row["loaded_by"]
    assert [*row["counts"]] == [kind for kind in LOADED_KINDS if kind in row["counts"]]
    assert row["counts"]["parcels"] == {"added": 2, "changed": 0, "same": 0, "removed": 0}
    assert {file["name"] for file in row["files"]} > {"plan.yaml", "ledger/events.geojson"}
    assert all(len(file["sha256"]) == 64 and file["bytes"] > 0 for file in row["files"])
    again = call("load", folder)
    assert f"与库中相同，未改动（最近批次 {row['batch']}）" in again.stdout
    assert len(rows_of(call, "imports", "--plan", "small")) == 1
    shown = call("imports", "--plan", "small", "--lang", "en").stdout
    assert "parcels: added 2" in shown
    [told] = csv.DictReader(
        io.StringIO(call("imports", "--plan", "small", "--format", "csv").stdout)
    )
    assert "events +2 ~0 -0 =0" in told["changes"]


def test_this_months_rows_are_added(small, tmp_path):
    call, whole = small
    month = tmp_path / "month"
    (month / "ledger").mkdir(parents=True)
    (month / "plan.yaml").write_text("id: small\n", encoding="utf-8")
    told = json.loads((whole / "ledger" / "events.geojson").read_text(encoding="utf-8"))
    [undone, _] = told["features"]
    undone["properties"] |= {
        "event_id": "E3", "kind": "reversal", "parcel_id": "", "declared_ha": None,
        "date": "2023-01-31", "corrects": "E1",
    }  # fmt: skip
    told["features"] = [undone]
    (month / "ledger" / "events.geojson").write_text(json.dumps(told), encoding="utf-8")
    refused = call("load", month)
    assert refused.returncode == 2
    assert f"landplan load --update {month}" in refused.stderr
    added = call("load", "--update", month)
    assert added.returncode == 0, added.stderr
    assert "已更新 small：0 宗地块（新增 0 宗、变更 0 宗）" in added.stdout
    assert "1 笔台账（新增 1 笔）；批次" in added.stdout
    again = call("load", "--update", month, "--lang", "en")
    assert "nothing changed" in again.stdout
    newest, _ = rows_of(call, "imports", "--plan", "small")
    assert newest["command"] == "load --update"


def test_a_folder_with_some_rows_is_pointed_to_update(small):
    call, folder = small
    file = folder / "ledger" / "events.geojson"
    told = json.loads(file.read_text(encoding="utf-8"))
    told["features"][1]["properties"]["corrects"] = "E-of-last-month"
    file.write_text(json.dumps(told), encoding="utf-8")
    assert "请加 --update" in call("load", folder).stderr
    assert "add --update" in call("load", folder, "--lang", "en").stderr
    assert "--update" not in call("load", "--update", folder).stderr
