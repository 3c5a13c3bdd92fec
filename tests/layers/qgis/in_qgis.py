"""Run by the system's Python, which has PyQGIS: opens a project, tells what is in it, prints pages.

    python3 in_qgis.py PROJECT [FOLDER]

PROJECT is a file or `geopackage:file.gpkg?projectName=…`; with FOLDER the first page of the atlas
is written there as page.png and all of them as atlas.pdf. Prints JSON.
"""

import json
import sys
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsDataProvider,
    QgsExpression,
    QgsFeatureRequest,
    QgsLayoutExporter,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication

DPI = 100


def told_of(layer):
    """Return what a layer says of itself and of the rows that it finds."""
    features = list(layer.getFeatures())
    renderer, time = layer.renderer(), layer.temporalProperties()
    formatted = [
        field.name() for field in layer.fields() if field.editorWidgetSetup().type() == "ValueMap"
    ]
    return {
        "valid": layer.isValid(),
        "rows": len(features),
        "ids": len({one.id() for one in features}),
        "counted": layer.featureCount(),
        "crs": layer.crs().authid(),
        "outlines": sum(1 for one in features if one.hasGeometry()),
        "renderer": renderer.type() if renderer else "",
        "legend": [item.label() for item in renderer.legendSymbolItems()] if renderer else [],
        "drawn": drawn(layer, features),
        "names": layer.labelsEnabled() and layer.labeling() is not None,
        "aliases": {field.name(): field.alias() for field in layer.fields()},
        "value_maps": formatted,
        "statuses": words_of(layer, features, "status"),
        "read_only": layer.readOnly(),
        "time": [time.startField(), time.endField(), time.mode()] if time.isActive() else None,
    }


def words_of(layer, features, name):
    """Return what a table of attributes shows of a column's values; None without the column."""
    place = layer.fields().indexOf(name)
    if place < 0:
        return None
    setup = layer.editorWidgetSetup(place)
    formatter = QgsApplication.fieldFormatterRegistry().fieldFormatter(setup.type())
    values = {one[name] for one in features if one[name]}
    return sorted(
        {formatter.representValue(layer, place, setup.config(), None, one) for one in values}
    )


def drawn(layer, features):
    """Return how many features the renderer has a symbol for."""
    from qgis.core import QgsExpressionContextUtils, QgsRenderContext

    renderer = layer.renderer()
    if renderer is None or renderer.type() in ("RuleRenderer", "pointCluster"):
        return None
    context = QgsRenderContext()
    context.expressionContext().appendScopes(
        QgsExpressionContextUtils.globalProjectLayerScopes(layer)
    )
    renderer.startRender(context, layer.fields())
    found = 0
    for feature in features:
        context.expressionContext().setFeature(feature)
        found += renderer.symbolForFeature(feature, context) is not None
    renderer.stopRender(context)
    return found


def printed(layout, folder):
    """Write the first page of an atlas as a picture, all as a PDF; return names and tables."""
    scales = QgsProject.instance().viewSettings().mapScales()
    layout.renderContext().setPredefinedScales(scales)  # as the window of layouts does
    [table] = layout.multiFrames()
    atlas, pages = layout.atlas(), {}
    atlas.beginRender()
    there = atlas.first()
    while there:
        pages[atlas.currentFilename()] = rows_of(table)
        there = atlas.next()
    atlas.first()
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = DPI
    QgsLayoutExporter(layout).exportToImage(str(Path(folder) / "page.png"), settings)
    atlas.endRender()
    pdf = QgsLayoutExporter.PdfExportSettings()
    pdf.dpi = DPI
    QgsLayoutExporter.exportToPdf(atlas, str(Path(folder) / "atlas.pdf"), pdf)
    return pages


def rows_of(table):
    """Return what a table of the layout shows on the page that it is on."""
    context = table.createExpressionContext()
    request = QgsFeatureRequest(QgsExpression(table.featureFilter()), context)
    rows = []
    for feature in table.vectorLayer().getFeatures(request):
        context.setFeature(feature)
        told = [QgsExpression(one.attribute()).evaluate(context) for one in table.columns()]
        [order] = table.sortColumns()
        place = QgsExpression(order.attribute()).evaluate(context)
        rows.append((place, [one or "" for one in told]))
    return [told for _, told in sorted(rows)]


def by_itself(address):
    """Return how each table of a GeoPackage looks that is opened without the project."""
    file = address.removeprefix("geopackage:").split("?")[0]
    found = {}
    whole = QgsVectorLayer(file, "", "ogr")
    for told in whole.dataProvider().subLayers():
        name = told.split(QgsDataProvider.sublayerSeparator())[1]
        layer = QgsVectorLayer(f"{file}|layername={name}", name, "ogr")
        _, styled = layer.loadDefaultStyle()
        if styled:
            found[name] = [layer.renderer().type(), layer.labelsEnabled()]
    return found


def main(address, folder=None):
    """Open a project and print what is in it."""
    QCoreApplication.setOrganizationName("landplan-tests")
    application = QgsApplication([], False)
    application.initQgis()
    said = []
    application.messageLog().messageReceived[str, str, Qgis.MessageLevel].connect(
        lambda message, tag, level: said.append(f"{tag}: {message}")
    )
    project = QgsProject.instance()
    opened = project.read(address)
    layers = project.mapLayers()
    layouts = {one.name(): one for one in project.layoutManager().printLayouts()}
    times = project.timeSettings().temporalRange()
    told = {
        "opened": opened,
        "error": project.error(),
        "said": said,
        "title": project.title(),
        "crs": project.crs().authid(),
        "groups": [one.name() for one in project.layerTreeRoot().children()],
        "checked": [
            one.layerId() for one in project.layerTreeRoot().findLayers() if one.isVisible()
        ],
        "order": [one.id() for one in project.layerTreeRoot().layerOrder()],
        "layers": {
            name: told_of(layer)
            for name, layer in layers.items()
            if isinstance(layer, QgsVectorLayer)
        },
        "themes": project.mapThemeCollection().mapThemes(),
        "time": [times.begin().toString("yyyy-MM-dd"), times.end().toString("yyyy-MM-dd")],
        "layouts": {
            name: {
                "pages": one.atlas().updateFeatures(),
                "items": sorted({type(item).__name__ for item in one.items()}),
                "size": [one.pageCollection().page(0).pageSize().width(),
                         one.pageCollection().page(0).pageSize().height()],
            }
            for name, one in layouts.items()
        },
    }  # fmt: skip
    if address.startswith("geopackage:"):
        told["by_itself"] = by_itself(address)
    if folder:
        told["printed"] = {name: printed(one, folder) for name, one in layouts.items()}
    sys.stdout.write(json.dumps(told, ensure_ascii=False))
    sys.stdout.flush()


main(*sys.argv[1:])
