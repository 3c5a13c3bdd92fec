"""What a GeoPackage tells beside its layers: how QGIS draws them, and what columns are called.

Styles stand in QGIS's table `layer_styles`, titles of columns in that of the standard's schema
extension (OGC 12-128, F.9), which GDAL and QGIS show beside their names.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

_STYLES: Final = """
create table layer_styles (
    id integer primary key autoincrement not null, f_table_catalog text, f_table_schema text,
    f_table_name text, f_geometry_column text, styleName text, styleQML text, styleSLD text,
    useAsDefault boolean, description text, owner text, ui text,
    update_time datetime default current_timestamp
);
insert into gpkg_contents (table_name, data_type, identifier)
values ('layer_styles', 'attributes', 'layer_styles');
"""
_DATA_COLUMNS: Final = """
create table gpkg_data_columns (
    table_name text not null, column_name text not null, name text, title text, description text,
    mime_type text, constraint_name text,
    constraint pk_gdc primary key (table_name, column_name),
    constraint gdc_tn unique (table_name, name)
);
create table gpkg_data_column_constraints (
    constraint_name text not null, constraint_type text not null, value text, min numeric,
    min_is_inclusive boolean, max numeric, max_is_inclusive boolean, description text,
    constraint gdcc_ntv unique (constraint_name, constraint_type, value)
);
create table if not exists gpkg_extensions (
    table_name text, column_name text, extension_name text not null, definition text not null,
    scope text not null,
    constraint ge_tce unique (table_name, column_name, extension_name)
);
insert into gpkg_extensions values
    ('gpkg_data_columns', null, 'gpkg_schema',
     'http://www.geopackage.org/spec121/#extension_schema', 'read-write'),
    ('gpkg_data_column_constraints', null, 'gpkg_schema',
     'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
"""


def add_styles(file: Path, styles: Mapping[str, str]) -> None:
    """Add a default style to layers of a GeoPackage that has none yet.

    Parameters
    ----------
    styles
        Layer → QML.
    """
    with closing(sqlite3.connect(file)) as package, package:
        package.executescript(_STYLES)
        columns = dict(
            package.execute("select table_name, column_name from gpkg_geometry_columns").fetchall()
        )
        package.executemany(
            "insert into layer_styles (f_table_catalog, f_table_schema, f_table_name,"
            " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner)"
            " values ('', '', ?, ?, ?, ?, '', 1, '', '')",
            [(layer, columns[layer], layer, qml) for layer, qml in styles.items()],
        )


def add_titles(file: Path, titles: Mapping[tuple[str, str], tuple[str, str]]) -> None:
    """Say what columns of a GeoPackage are called.

    Parameters
    ----------
    titles
        Layer and column → a title, unique in the layer, and a description.
    """
    with closing(sqlite3.connect(file)) as package, package:
        package.executescript(_DATA_COLUMNS)
        package.executemany(
            "insert into gpkg_data_columns (table_name, column_name, name, title, description)"
            " values (?, ?, ?, ?, ?)",
            [
                (layer, column, title, title, description)
                for (layer, column), (title, description) in titles.items()
            ],
        )
