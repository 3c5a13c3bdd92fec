"""Run by the system's Python, which has PyQGIS: takes the views of a database as its browser does.

    python3 views_in_qgis.py "dbname='…' host=…"

Nobody names a key: QGIS takes the first column that is no shape. Prints JSON.
"""

import json
import sys

from qgis.core import QgsApplication, QgsDataSourceUri, QgsProviderRegistry, QgsVectorLayer


def main(address):
    """Open each view with a shape and print what is in it."""
    application = QgsApplication([], False)
    application.initQgis()
    provider = QgsProviderRegistry.instance().providerMetadata("postgres")
    connection = provider.createConnection(address, {})
    told = {}
    for table in connection.tables("landplan"):
        shape = table.geometryColumn()
        if not table.tableName().startswith("v_") or not shape:
            continue
        key, *_ = table.primaryKeyColumns()
        source = QgsDataSourceUri(connection.uri())
        source.setDataSource("landplan", table.tableName(), shape, "", key)
        kind = table.geometryColumnTypes()[0]
        source.setWkbType(kind.wkbType)
        source.setSrid(str(kind.crs.postgisSrid()))
        layer = QgsVectorLayer(source.uri(False), table.tableName(), "postgres")
        ids = [one.id() for one in layer.getFeatures()]
        told[f"{table.tableName()}.{shape}"] = {
            "key": key, "valid": layer.isValid(), "rows": len(ids), "ids": len(set(ids)),
            "crs": kind.crs.authid(),
        }  # fmt: skip
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()


main(*sys.argv[1:])
