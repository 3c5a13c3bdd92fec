"""A project as a file: a .qgz of its own, or inside a GeoPackage with all of its land."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Connection
from sqlalchemy.engine import URL

from gis.formats.geopackage_notes import add_styles, add_titles
from gis.formats.whole_file import write_whole
from gis.formats.write import write_layers
from layers.qgis.facts import QgisFacts
from layers.qgis.plan_layers import PlanLayer, plan_layers
from layers.qgis.project import layer_style, project_xml
from layers.qgis.sources import Database, InPackage
from projects.exports.map_views import MAP_VIEWS, layer_of

_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""A zip file's earliest time: the same project gives the same bytes."""
_PROJECTS: Final = "create table qgis_projects (name TEXT primary key, metadata BLOB, content BLOB)"


def write_project(facts: QgisFacts, file: Path, *, url: URL) -> int:
    """Write a project that opens on a database; return how many layers it has.

    Parameters
    ----------
    file
        A .qgz.
    url
        The database's address; neither its user nor its password gets into the file.

    Raises
    ------
    LandplanError
        If the file cannot be written.
    """
    layers = plan_layers(facts)
    xml = project_xml(facts, layers, Database(url, facts.plan.plan_id))
    write_whole(_zipped(xml, facts.plan.plan_id), file, "file")
    return len(layers)


def write_package(connection: Connection, facts: QgisFacts, file: Path) -> int:
    """Write a GeoPackage with the land, its styles and the project; return how many layers it has.

    The project finds the land under the file's name: a file that is renamed is written anew.

    Parameters
    ----------
    connection
        A transaction that sees one state of the data.
    file
        A .gpkg.

    Raises
    ------
    LandplanError
        If the file cannot be written.
    """
    layers = plan_layers(facts)
    xml = project_xml(facts, layers, InPackage(file.name))

    def finish(partial: Path) -> None:
        _add_notes(partial, layers, facts.language)
        _add_project(partial, facts.plan.plan_id, _zipped(xml, facts.plan.plan_id))

    plan_id = facts.plan.plan_id
    write_layers(file, [layer_of(connection, plan_id, view) for view in MAP_VIEWS], finish=finish)
    return len(layers)


def _zipped(xml: str, name: str) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo(f"{name}.qgs", _LONG_AGO), xml.encode(), ZIP_DEFLATED)
    return held.getvalue()


def _add_notes(partial: Path, layers: Sequence[PlanLayer], language: str) -> None:
    drawn: dict[str, str] = {}
    for layer in layers:
        table = layer.view.name
        if layer.view.shape is not None and (table not in drawn or layer.name == table):
            drawn[table] = layer_style(layer, language)
    add_styles(partial, drawn)
    add_titles(
        partial,
        {
            (view.name, column.shown): (column.label(language), column.codes_told())
            for view in MAP_VIEWS
            for column in view.columns
        },
    )


def _add_project(partial: Path, name: str, archive: bytes) -> None:
    """Put a project into a GeoPackage as QGIS does: in hexadecimal digits."""
    with closing(sqlite3.connect(partial)) as package, package:
        package.execute(_PROJECTS)
        package.execute("insert into qgis_projects values (?, '{}', ?)", (name, archive.hex()))
