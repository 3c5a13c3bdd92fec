"""The plan as a project of QGIS: layers, styles, layout, in one file."""
