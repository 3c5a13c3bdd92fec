"""The project as its XML says it, without a QGIS: complete, ours in colour and word, safe."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest
from sqlalchemy import make_url

from gis.errors import WrongUseError
from layers import styles
from layers.qgis.files import write_package, write_project
from layers.qgis.plan_layers import plan_layers
from layers.qgis.project import project_xml
from layers.qgis.sources import Database, InPackage
from layers.qgis.symbols import rgba

URL = make_url("postgresql+psycopg://planner:s3cr%40t@db.bureau:5433/land?sslmode=require")


def xml_of(facts, source=None):
    source = source or Database(URL, facts.plan.plan_id)
    return fromstring(project_xml(facts, plan_layers(facts), source))  # noqa: S314 - our own


def addresses(root):
    return {layer.findtext("id"): layer.findtext("datasource") for layer in root.iter("maplayer")}


def test_the_tree_has_every_layer_once(facts):
    root = xml_of(facts)
    in_tree = [one.get("id") for one in root.find("layer-tree-group").iter("layer-tree-layer")]
    layers = [one.findtext("id") for one in root.iter("maplayer")]
    assert in_tree == layers
    assert len(set(layers)) == len(layers)


def test_every_colour_is_one_of_the_styles(facts):
    told = {value for value in vars(styles).values() if isinstance(value, str)}
    areas = [*styles.STATUSES.values(), *styles.PARCEL_STATES.values(), styles.NO_TARGET]
    chips = [*styles.STAGES.values(), styles.NO_STAGE]
    lines = [value for value in vars(styles).values() if isinstance(value, styles.LineStyle)]
    told |= {colour for area in areas for colour in (area.fill, area.edge, area.line) if colour}
    told |= {colour for chip in chips for colour in (chip.fill, chip.edge)}
    told |= {line.colour for line in lines} | set(styles.STRUCTURE.values())
    ours = {rgba(colour).rpartition(",")[0] for colour in told if colour.startswith("#")}
    used = {
        option.get("value").rpartition(",")[0]
        for option in xml_of(facts).iter("Option")
        if option.get("name") in ("color", "outline_color", "line_color")
    }
    assert used <= ours


def test_the_database_is_told_without_user_and_password(facts, tmp_path):
    write_project(facts, tmp_path / "a.qgz", url=URL)
    with ZipFile(tmp_path / "a.qgz") as archive:
        [name] = archive.namelist()
        told = archive.read(name).decode()
    assert name == f"{facts.plan.plan_id}.qgs"
    assert "planner" not in told
    assert "s3cr" not in told
    found = addresses(fromstring(told))["landplan_parcels"]  # noqa: S314 - our own
    assert found == (
        "dbname='land' host='db.bureau' port='5433' sslmode='require' key='parcel_id' srid=4490 "
        'type=MultiPolygon checkPrimaryKeyUnicity=\'0\' table="landplan"."v_parcel" (outline) '
        "sql=\"plan_id\" = 'tianhe-2021-2025'"
    )


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://?service=land", "service='land' key="),
        (
            "postgresql://planner@/landplan?host=/run/it's&port=5432",
            r"dbname='landplan' host='/run/it\'s' port='5432' user='planner' key=",
        ),
    ],
)
def test_a_service_or_a_folder_is_told_too(facts, url, told):
    found = addresses(xml_of(facts, Database(make_url(url), "x")))["landplan_parcels"]
    assert found.startswith(told)


def test_a_folder_that_qgis_does_not_find_is_refused(facts):
    url = make_url("postgresql://planner@/landplan?host=/Library/Application%20Support/landplan")
    with pytest.raises(WrongUseError, match="Application Support"):
        xml_of(facts, Database(url, "x"))


def test_text_from_data_stays_text(facts):
    nasty = """[% env('HOME') %]<a b="c">'&]]>\x07\u202e"""
    plan = replace(facts.plan, title=nasty, plan_id='it\'s "x" <y> % \\ :z')
    root = xml_of(
        replace(facts, plan=plan, zone_sets=("a'b\"<c>", 'd" or 1=1')),
        Database(URL, plan.plan_id),
    )
    assert root.findtext("title") == """[% env('HOME') %]<a b="c">'&]]>"""
    labels = [item.get("labelText", "") for item in root.iter("LayoutItem")]
    assert any("@project_title" in label for label in labels)
    assert not any("env(" in label for label in labels)  # QGIS would ask for it
    assert addresses(root)["landplan_zones"].endswith(
        """sql="plan_id" =  E'it''s "x" <y> % \\\\ :z' and "zone_set" = 'a''b"<c>'"""
    )


def test_the_same_plan_gives_the_same_bytes(facts, builtin_connection, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_project(facts, tmp_path / name / "p.qgz", url=URL)
        write_package(builtin_connection, facts, tmp_path / name / "p.gpkg")
    a, b = (tmp_path / name / "p.qgz" for name in ("a", "b"))
    assert a.read_bytes() == b.read_bytes()
    assert contents(tmp_path / "a" / "p.gpkg") == contents(tmp_path / "b" / "p.gpkg")


def contents(file):
    """Return all that a GeoPackage holds but the times at which it was written."""
    with closing(sqlite3.connect(file)) as package:
        tables = [name for (name,) in package.execute(
            "select name from sqlite_master where type = 'table' order by name"
        )]  # fmt: skip
        told = {name: package.execute(f'select * from "{name}"').fetchall() for name in tables}
    del told["gpkg_contents"]
    told["layer_styles"] = [row[:-1] for row in told["layer_styles"]]
    return told


def test_the_package_holds_land_styles_and_project(facts, builtin_connection, tmp_path):
    file = tmp_path / "天河.gpkg"
    count = write_package(builtin_connection, facts, file)
    found = contents(file)
    [(name, _, content)] = found["qgis_projects"]
    assert name == facts.plan.plan_id
    (tmp_path / "inside.qgz").write_bytes(bytes.fromhex(content))
    with ZipFile(tmp_path / "inside.qgz") as archive:
        root = fromstring(archive.read(archive.namelist()[0]))  # noqa: S314 - our own
    assert len(addresses(root)) == count
    for address in addresses(root).values():
        where, table, *_ = address.split("|")
        assert where == "./天河.gpkg"
        assert table.removeprefix("layername=") in found
    styled = {row[3] for row in found["layer_styles"]}
    drawn = {layer.view.name for layer in plan_layers(facts) if layer.view.shape}
    assert styled == drawn
    for row in found["layer_styles"]:
        fromstring(row[6])  # noqa: S314 - our own


def test_english_has_english_words(facts):
    told = project_xml(
        replace(facts, language="en"), plan_layers(replace(facts, language="en")),
        InPackage("x.gpkg"),
    )  # fmt: skip
    root = fromstring(told)  # noqa: S314 - our own
    names = [one.findtext("layername") for one in root.iter("maplayer")]
    assert [name for name in names if not name.isascii()] == []
