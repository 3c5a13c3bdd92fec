"""GeoPackage files: columns by GDAL, and by SQLite what GDAL would make something else of.

SQLite lets any cell hold anything. Of a text in a column of numbers GDAL takes the digits that it
begins with, of a date that is none 1970-01-01, and of an outline that it cannot read nothing.
"""

import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyproj import CRS

from gis.formats.faults import Fault, UnreadableError
from gis.formats.source import (
    Odd,
    SourceBatch,
    cell_text,
    crs_said,
    decoded_text,
    find_outlines_elsewhere,
)
from gis.geometry.file_geometry import BROKEN

_PATIENCE_S: Final = 1.0
"""So long another program may be writing."""

_OF_QGIS: Final = ("layer_styles", "qgis_projects")
"""Tables that QGIS keeps in the file beside the data."""


@dataclass(frozen=True, slots=True)
class GeoPackage:
    """A GeoPackage with one layer.

    Parameters
    ----------
    geometry, fid
        Its columns of the geometry (empty if it has none) and of the row's number.
    """

    path: Path
    layer: str
    columns: tuple[str, ...]
    geometry: str
    fid: str
    crs: CRS | None
    count: int

    @classmethod
    def of(cls, path: Path, layer: str | None = None) -> "GeoPackage":
        """Look at a file.

        Parameters
        ----------
        layer
            Which of its layers; else it has one.

        Raises
        ------
        UnreadableError
            If it is no GeoPackage, or has several layers and none is told.
        """
        import pyogrio

        if layer is None:
            layers = [name for name, _ in layers_in(path)]
            if len(layers) != 1:
                names = "、".join(layers)
                raise UnreadableError(
                    f"有 {len(layers)} 个图层，应只有一个：{names}",
                    f"has {len(layers)} layers, one is wanted: {', '.join(layers)}",
                )
            [layer] = layers
        with _without_warnings():
            told = pyogrio.read_info(path, layer=layer, force_feature_count=True)
        if not told["fid_column"]:
            raise UnreadableError(
                f"图层 {layer} 是视图；请导出为表",
                f"the layer {layer} is a view: export it",
            )
        return cls(
            path=path,
            layer=layer,
            columns=tuple(str(field) for field in told["fields"]),
            geometry=told["geometry_name"] or "",
            fid=told["fid_column"],
            crs=crs_said(told["crs"], told["crs"][:40]) if told["crs"] else None,
            count=int(told["features"]),
        )

    def batches(self, columns: list[str], elsewhere: list[str], size: int) -> Iterator[SourceBatch]:
        """Yield the features; as `gis.formats.source.Source` has it."""
        import pyogrio

        read = [*columns, *elsewhere]
        opened = pyogrio.open_arrow(
            self.path, layer=self.layer, columns=read, batch_size=size, use_pyarrow=True,
            datetime_as_string=True, return_fids=True,
        )  # fmt: skip
        with opened as (_, reader), closing(self._sqlite()) as rows:
            while (batch := _next(reader)) is not None:
                yield self._features(batch, columns, elsewhere, rows)

    def _sqlite(self) -> sqlite3.Connection:
        address = f"file:{quote(str(self.path))}?mode=ro"
        rows = sqlite3.connect(address, uri=True, timeout=_PATIENCE_S)
        rows.text_factory = bytes
        return rows

    def _features(
        self, batch: pa.RecordBatch, columns: list[str], elsewhere: list[str], rows: Any
    ) -> SourceBatch:
        odd: dict[int, Odd] = {}
        wkb = pa.nulls(len(batch), pa.binary())
        if self.geometry in batch.schema.names:
            wkb = batch[self.geometry]
            self._find_unread_outlines(batch, wkb, rows, odd)
        self._find_odd_cells(batch.select([self.fid, *columns]), rows, odd)
        find_outlines_elsewhere(batch.select(elsewhere), wkb, odd)
        return SourceBatch(batch.select(columns), wkb, odd)

    def _find_unread_outlines(
        self, batch: pa.RecordBatch, wkb: pa.Array, rows: Any, odd: dict[int, Odd]
    ) -> None:
        """Find the outlines that the file has and GDAL has not."""
        if not wkb.null_count:
            return
        missing = np.flatnonzero(wkb.is_null().to_numpy(zero_copy_only=False))
        places = dict(zip(batch[self.fid].take(missing).to_pylist(), missing.tolist(), strict=True))
        asked = f"{_quoted(self.geometry)} is not null"
        for (fid,) in self._rows(rows, batch, _quoted(self.fid), asked):
            if fid in places:
                odd.setdefault(places[fid], Odd()).faults["outline"] = Fault(*BROKEN)

    def _find_odd_cells(self, batch: pa.RecordBatch, rows: Any, odd: dict[int, Odd]) -> None:
        """Find the cells that are not of their column's type."""
        tests = {
            field.name: test.format(_quoted(field.name))
            for field in batch.schema
            if field.name != self.fid and (test := _odd_test(field.type))
        }
        if not tests:
            return
        asked = "".join(
            f", iif({test}, typeof({_quoted(name)}), null), {_quoted(name)}"
            for name, test in tests.items()
        )
        found = self._rows(rows, batch, _quoted(self.fid) + asked, " or ".join(tests.values()))
        place_of = None
        for fid, *told in found:
            place_of = place_of or {one: at for at, one in enumerate(batch[self.fid].to_pylist())}
            its = odd.setdefault(place_of[fid], Odd())
            for name, kind, value in zip(tests, told[::2], told[1::2], strict=True):
                if kind is not None:
                    is_text = kind == b"text"
                    text, fault = decoded_text(value) if is_text else cell_text(value)
                    its.texts[name] = text
                    if fault:
                        its.faults[name] = fault

    def _rows(self, rows: Any, batch: pa.RecordBatch, wanted: str, condition: str) -> Any:
        fid = _quoted(self.fid)
        ends = pc.min_max(batch[self.fid]).as_py()
        return rows.execute(
            f"select {wanted} from {_quoted(self.layer)}"  # noqa: S608 (names are quoted)
            f" where {fid} between ? and ? and ({condition})",
            (ends["min"], ends["max"]),
        )


def layers_in(path: Path) -> list[tuple[str, str | None]]:
    """Return the layers of a GeoPackage and their kinds of geometry, without tables of QGIS."""
    import pyogrio

    with _without_warnings():
        found = pyogrio.list_layers(path)
    return [(str(name), kind) for name, kind in found if name not in _OF_QGIS]


def _odd_test(kind: pa.DataType) -> str:
    """Return the condition in SQL of a cell that GDAL would make something else of."""
    if pa.types.is_date32(kind):
        return "{0} is not date({0}, '+0 days')"
    if pa.types.is_floating(kind):
        return "typeof({0}) in ('text', 'blob')"
    if pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return "typeof({0}) not in ('integer', 'null')"
    return "typeof({0}) = 'blob'" if pa.types.is_string(kind) else ""


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _next(reader: Any) -> pa.RecordBatch | None:
    with _without_warnings():  # they give a path of the installation
        try:
            return reader.read_next_batch()
        except StopIteration:
            return None


def _without_warnings() -> Any:
    return warnings.catch_warnings(action="ignore")
