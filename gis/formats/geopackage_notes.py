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
    id INTEGER primary key autoincrement not null, f_table_catalog TEXT, f_table_schema TEXT,
    f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT,
    update_time DATETIME default current_timestamp
);
insert into gpkg_contents (table_name, data_type, identifier)
values ('layer_styles', 'attributes', 'layer_styles');
"""
_DATA_COLUMNS: Final = """
create table gpkg_data_columns (
    table_name TEXT not null, column_name TEXT not null, name TEXT, title TEXT, description TEXT,
    mime_type TEXT, constraint_name TEXT,
    constraint pk_gdc primary key (table_name, column_name),
    constraint gdc_tn unique (table_name, name)
);
create table gpkg_data_column_constraints (
    constraint_name TEXT not null, constraint_type TEXT not null, value TEXT, min NUMERIC,
    min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
    constraint gdcc_ntv unique (constraint_name, constraint_type, value)
);
create table if not exists gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT not null, definition TEXT not null,
    scope TEXT not null,
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
