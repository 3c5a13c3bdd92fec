"""A reader of the database opens the project in a real QGIS, of a plan that has next to nothing.

On a server of its own, for roles are common to all databases of one.
"""

from datetime import date

import psycopg
import pytest
from sqlalchemy import text

from gis.database.engine import engine
from gis.database.roles import make_roles
from gis.server.cluster import FAST_SETTINGS, Cluster
from landplan.session import view_on
from layers.qgis.facts import qgis_facts
from layers.qgis.files import write_project
from projects.load import load_package
from projects.store.plans import plan_of
from projects.store.schema import migrate
from tests.small_land import block, package, parcel, storage, target

SQUARE = block(0, 0, 2, 1)


@pytest.fixture(scope="module")
def opened(in_qgis, run_folder, tmp_path_factory):
    """Give what QGIS says of the small plan's project, connected as a member of landplan_reader."""
    cluster = Cluster(run_folder / "reader", server_settings=FAST_SETTINGS)
    owner = engine(cluster.ensure_running(), private=True)
    file = tmp_path_factory.mktemp("reader") / "small.qgz"
    try:
        with owner.begin() as connection:
            migrate(connection)
            loaded = package(
                parcels=(parcel("P1", SQUARE),),
                events=(storage("E1", "2021-06-30", SQUARE, parcel_ids=("P1",)),),
                targets=(target("all", "storage", 4),),
            )
            load_package(connection, loaded)
            make_roles(connection)
            connection.execute(text("update landplan.plan set sample = false"))
            plan = plan_of(connection, loaded.plan.plan_id)
            facts = qgis_facts(view_on(connection, plan, as_of=date(2022, 1, 1)), language="zh")
        with psycopg.connect(cluster.libpq_url) as connection:
            connection.execute("create role zhang login; grant landplan_reader to zhang")
        write_project(facts, file, url=owner.url.set(username="zhang"))
        yield in_qgis(file)
    finally:
        owner.dispose()
        cluster.reset()


def test_a_reader_sees_every_layer(opened):
    layers = {name.removeprefix("landplan_"): it for name, it in opened["layers"].items()}
    assert [name for name, it in layers.items() if not it["valid"]] == [], opened["said"]
    rows = {name: it["rows"] for name, it in layers.items() if it["rows"]}
    assert rows == {
        "parcels": 1, "parcel_history": 2, "events": 1, "reserve": 1, "zones": 3, "page_zone": 3,
        "balance": 15, "balance_storage": 1, "district": 1, "district_ground": 1,
    }  # fmt: skip
    empty = {"projects", "projects_by_zone", "project_lines", "structure"}
    assert layers.keys() - rows.keys() == empty


def test_what_is_no_sample_says_nothing_of_one(opened):
    assert opened["groups"] == ["项目", "台账", "储备", "规划", "底图要素"]
