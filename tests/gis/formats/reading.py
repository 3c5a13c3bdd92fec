"""Land of two squares, written and read in any format."""

import shapely

from gis.formats.read import open_layer

SQUARE = shapely.box(113.35, 23.12, 113.36, 23.13)
HOLED = SQUARE.difference(shapely.box(113.352, 23.122, 113.354, 23.124))


def read(path, **options):
    """Give a layer, its cells by column, its outlines and its problems."""
    layer = open_layer(path, **options)
    problems = []
    parts = list(layer.features(problems))
    cells = {name: [] for name in layer.columns}
    for part in parts:
        for name, values in part.cells.to_pydict().items():
            cells[name] += values
    outlines = [one for part in parts for one in part.outlines]
    return layer, cells, outlines, problems


def kinds(error):
    return [problem.kind for problem in error.value.problems]


def write(land, folder, form):
    path = folder / f"land.{form}"
    match form:
        case "gpkg" | "geojson" | "shp":
            land.to_file(path, encoding="UTF-8" if form == "shp" else None)
        case "parquet":
            land.to_parquet(path)
        case _:
            table = land.drop(columns="geometry").assign(wkt=land.geometry.to_wkt())
            if form == "csv":
                table.to_csv(path, index=False)
            else:
                table.to_excel(path, index=False)
    return path
