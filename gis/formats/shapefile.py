"""Shapefiles: what their text is in is told by the .cpg, by the table's mark, or by trial."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyproj import CRS

from gis.formats.encodings import codec_named
from gis.formats.faults import Fault, UnreadableError
from gis.formats.gdal import GdalFile, open_gdal
from gis.formats.source import SourceBatch
from gis.formats.table_text import TRANSPORT, TableText, decoded_letters


@dataclass(frozen=True, kw_only=True, slots=True)
class Shapefile:
    """A Shapefile; a `gis.formats.source.Source`.

    Parameters
    ----------
    encoding
        Python's name of what its text is in.
    warnings
        What there is to say of that.
    """

    file: GdalFile
    encoding: str
    warnings: tuple[Fault, ...]

    @classmethod
    def of(cls, path: Path, *, encoding: str | None) -> "Shapefile":
        """Look at a file.

        Parameters
        ----------
        path
            The .shp; those that go with it are beside it.

        Raises
        ------
        UnreadableError
            If its index or table is missing, or its text is in no encoding.
        """
        missing = [suffix for suffix in (".shx", ".dbf") if not path.with_suffix(suffix).exists()]
        if missing:
            raise UnreadableError(
                f"缺少同名的 {'、'.join(missing)} 文件；请把 .shp、.shx、.dbf、.prj 放在一起",
                f"lacks its {', '.join(missing)}; keep .shp, .shx, .dbf and .prj together",
                kind="side_file_missing",
            )
        text = TableText.of_dbase(path.with_suffix(".dbf"))
        found, warnings = text.encoding(said=_cpg(path), said_by=".cpg")
        if encoding is not None:
            found, warnings = codec_named(encoding), ()
        opened = open_gdal(path, driver="ESRI Shapefile", layer=None, encoding=TRANSPORT)
        names = [decoded_letters(name, found) for name in opened.columns]
        file = GdalFile(
            path=path, driver=opened.driver, layer=opened.layer, columns=tuple(names),
            columns_of_gdal=dict(zip(names, opened.columns, strict=True)), crs=opened.crs,
            count=opened.count, geometry=opened.geometry, encoding=TRANSPORT,
        )  # fmt: skip
        return cls(file=file, encoding=found, warnings=warnings)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it has, without the geometry."""
        return self.file.columns

    @property
    def crs(self) -> CRS | None:
        """What its .prj says."""
        return self.file.crs

    @property
    def count(self) -> int:
        """The number of its features."""
        return self.file.count

    def batches(self, columns: list[str], elsewhere: list[str], size: int) -> Iterator[SourceBatch]:
        """Yield the features; as `gis.formats.source.Source` has it."""
        for batch in self.file.batches(columns, elsewhere, size):
            cells = batch.cells
            for at, field in enumerate(cells.schema):
                if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
                    cells = cells.set_column(at, field.name, self._texts(cells.column(at)))
            yield SourceBatch(cells, batch.wkb, batch.odd)

    def _texts(self, column: pa.Array) -> pa.Array:
        each = column.dictionary_encode()
        texts = [
            None if one is None else decoded_letters(one, self.encoding)
            for one in each.dictionary.to_pylist()
        ]
        return pa.array(texts, pa.string()).take(each.indices)


def _cpg(path: Path) -> str:
    """Return what the .cpg names, empty where it says nothing that is known."""
    file = path.with_suffix(".cpg")
    if not file.exists():
        return ""
    with file.open("rb") as opened:
        said = opened.read(64).decode("latin-1").strip()
    try:
        return codec_named(said)
    except UnreadableError:
        return ""
