"""Lists of a plan as a file that other programs open."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Final, cast
from zipfile import ZipFile

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyproj import CRS

from gis.errors import Language
from gis.formats.faults import Fault
from gis.formats.write import LayerToWrite, Shape, WriteBatch, write_layers, written_format
from gis.geometry.crs import STORED_SRID, transform
from projects.exports.lists import Batch, ExportList, ListName
from projects.package.column import UNITS
from projects.package.short_names import SHORT_NAMES

_SHAPES: Final[Mapping[ListName, Shape]] = {
    "parcels": "MultiPolygon", "events": "MultiPolygon", "zones": "MultiPolygon",
    "projects": "Unknown",
}  # fmt: skip

_OF_COLUMNS: Final = ("字段说明", "columns")
"""What the table of columns is called, as a worksheet and beside a Shapefile."""

_HEAD: Final = ("list", "column", "in_file", "zh", "en", "unit", "values")


def write_lists(
    file: Path,
    lists: Sequence[ExportList],
    *,
    crs: CRS,
    language: Language,
    styles: Mapping[str, str],
) -> tuple[Fault, ...]:
    """Write lists to a file in the format that its name ends in; return what it could not hold.

    A GeoPackage has the styles and the titles of its columns inside; a Shapefile has short names
    and the table of what they mean beside it; a workbook has that table as a worksheet.

    Parameters
    ----------
    lists
        One, or several where the format holds several.
    crs
        The system of the outlines written.
    styles
        List → QML.

    Raises
    ------
    WrongUseError
        If no format has such a name, or it does not hold such a list.
    CrsError
        If an outline has no place in the system.
    LandplanError
        If the file cannot be written.
    """
    form = written_format(file)
    layers = [layer_of(made, crs, short=form == "shapefile") for made in lists]
    if form == "excel":
        layers.append(_columns_layer(lists, language))
    return write_layers(file, layers, finish=_finish(form, lists, language, styles))


def layer_of(
    made: ExportList,
    crs: CRS,
    *,
    short: bool = False,
    read: Callable[[], Iterable[Batch]] | None = None,
) -> LayerToWrite:
    """Return a list as a layer, not read yet.

    Parameters
    ----------
    short
        With the names that a Shapefile has room for.
    read
        Reads the rows of it that are meant. None: all.
    """
    names: dict[str, str] = {}
    if short:
        names = {**SHORT_NAMES[made.name], **{one.name: one.short for one in made.further}}
    schema = pa.schema(
        [field.with_name(names.get(field.name, field.name)) for field in made.schema]
    )

    def batches() -> Iterator[WriteBatch]:
        for cells, outlines in (read or made.batches)():
            yield WriteBatch(cells.rename_columns(schema.names), in_system(outlines, crs))

    return LayerToWrite(
        name=made.name, schema=schema, shape=_SHAPES[made.name], crs=crs, batches=batches
    )


def in_system(outlines: NDArray[np.object_], crs: CRS) -> NDArray[np.object_]:
    """Return outlines of EPSG:4490, None among them, in another system.

    Raises
    ------
    CrsError
        If one has no place there.
    """
    return cast(
        "NDArray[np.object_]", transform(cast(Any, outlines), CRS.from_epsg(STORED_SRID), crs)
    )


def _finish(
    form: str, lists: Sequence[ExportList], language: Language, styles: Mapping[str, str]
) -> Callable[[Path], None] | None:
    """Return what is done to a file before it takes its name."""
    if form == "geopackage":
        return lambda partial: _add_notes(partial, lists, language, styles)
    if form == "shapefile":
        return lambda partial: _write_columns_beside(partial, lists, language)
    return None


def _add_notes(
    partial: Path, lists: Sequence[ExportList], language: Language, styles: Mapping[str, str]
) -> None:
    from gis.formats.geopackage_notes import add_styles, add_titles

    add_styles(partial, {made.name: styles[made.name] for made in lists})
    add_titles(
        partial,
        {
            (made.name, column.shown): (column.label(language), column.codes_told())
            for made in lists
            for column in made.columns
        },
    )


def _write_columns_beside(partial: Path, lists: Sequence[ExportList], language: Language) -> None:
    """Write what short names mean beside a Shapefile, or into the zip file that holds it."""
    name = f"{partial.stem}-{_OF_COLUMNS[language == 'en']}.csv"
    told = StringIO()
    csv.writer(told).writerows([_HEAD, *_told_of_columns(lists, short=True)])
    data = told.getvalue().encode("utf-8-sig")
    if partial.suffix.lower() == ".zip":
        with ZipFile(partial, "a") as archive:
            archive.writestr(name, data)
    else:
        partial.with_name(name).write_bytes(data)


def _columns_layer(lists: Sequence[ExportList], language: Language) -> LayerToWrite:
    """Return the table of columns as a layer without outlines."""
    rows = [*_told_of_columns(lists, short=False)]
    cells = pa.table(
        {name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(_HEAD)}
    )
    none = np.full(len(rows), None, dtype=object)
    return LayerToWrite(
        name=_OF_COLUMNS[language == "en"], schema=cells.schema, shape=None, crs=None,
        batches=lambda: iter([WriteBatch(cells, none)]),
    )  # fmt: skip


def _told_of_columns(lists: Sequence[ExportList], *, short: bool) -> Iterator[tuple[str, ...]]:
    for made in lists:
        for column in made.columns:
            named = SHORT_NAMES[made.name][column.shown] if short else column.shown
            unit = UNITS[column.unit][1]
            yield made.name, column.shown, named, column.zh, column.en, unit, column.codes_told()
        for one in made.further:
            yield made.name, one.key, one.short if short else one.name, one.key, "", "", ""
