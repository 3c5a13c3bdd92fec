"""Formats that GDAL reads for us: a driver, its open options, one layer of a file."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from pyproj import CRS

from gis.formats.choose_layer import chosen_layer, fitting
from gis.formats.faults import Fault, UnreadableError
from gis.formats.source import SourceBatch, crs_said
from gis.geometry.file_geometry import is_curved

_NO_COLUMNS: Final = frozenset({"FlatGeobuf"})
"""Drivers that must not be read by columns: GDAL 3.12 dies of a row without a geometry."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GdalFile:
    """A layer that GDAL reads; a `gis.formats.source.Source`.

    Parameters
    ----------
    path
        A name of our own (`gis.formats.staged`), so that no other driver is led to take it.
    columns
        Of the file, in its order.
    columns_of_gdal
        What GDAL calls each of them.
    """

    path: Path
    driver: str
    layer: str
    columns: tuple[str, ...]
    columns_of_gdal: Mapping[str, str]
    crs: CRS | None
    count: int
    geometry: str
    encoding: str | None
    options: Mapping[str, Any] = field(default_factory=dict)

    def batches(self, columns: list[str], elsewhere: list[str], size: int) -> Iterator[SourceBatch]:
        """Yield the features; as `gis.formats.source.Source` has it."""
        import pyogrio

        asked = [*columns, *elsewhere]
        if self.driver in _NO_COLUMNS:
            yield from self._row_batches(columns, asked, size)
            return
        opened = pyogrio.open_arrow(
            self.path, layer=self.layer, columns=[self.columns_of_gdal[name] for name in asked],
            batch_size=size, use_pyarrow=True, encoding=self.encoding, **self.options,
        )  # fmt: skip
        first = 0
        with quiet(), opened as (_, reader):
            for batch in reader:
                yield self._batch(batch, columns, first)
                first += len(batch)

    def _row_batches(
        self, columns: list[str], asked: list[str], size: int
    ) -> Iterator[SourceBatch]:
        """Yield the features by the way that goes row by row."""
        from pyogrio import raw

        for first in range(0, self.count, size):
            with quiet():
                told, _, wkb, values = raw.read(
                    self.path, layer=self.layer,
                    columns=[self.columns_of_gdal[name] for name in asked],
                    skip_features=first, max_features=size,
                    encoding=self.encoding, **self.options,
                )  # fmt: skip
            found = dict(zip(told["fields"], values, strict=True))
            cells = {name: pa.array(found[name], from_pandas=True) for name in told["fields"]}
            cells[self.geometry] = pa.array(wkb, pa.binary())
            yield self._batch(pa.RecordBatch.from_pydict(cells), columns, first)

    def _batch(self, batch: pa.RecordBatch, columns: list[str], first: int) -> SourceBatch:
        names = list(batch.schema.names)
        cells = batch.select([self.columns_of_gdal[name] for name in columns])
        cells = cells.rename_columns(columns)
        if self.geometry not in names:
            return SourceBatch(cells, pa.nulls(len(batch), pa.binary()), {})
        wkb = batch.column(names.index(self.geometry))
        if not any(one.is_valid and is_curved(one.as_py()) for one in wkb):
            return SourceBatch(cells, wkb, {})
        return SourceBatch(cells, self._straight(first, len(batch)), {}, (CURVES_STRAIGHT,))

    def _straight(self, first: int, count: int) -> pa.Array:
        """Return geometries with straight lines in place of arcs."""
        from pyogrio import raw

        _, _, wkb, _ = raw.read(
            self.path, layer=self.layer, columns=[], skip_features=first, max_features=count,
            encoding=self.encoding, **self.options,
        )  # fmt: skip
        return pa.array(wkb, pa.binary())


ARC_STEP_DEG: Final = 0.5
"""The most that a straight line stands for of an arc: a circle loses 1.3e-5 of its area."""

CURVES_STRAIGHT: Final = Fault(
    f"边界含有圆弧，已用短直线代替（每段 {ARC_STEP_DEG:g} 度）",
    f"outlines have arcs; short straight lines (of {ARC_STEP_DEG:g} degrees each) stand for them",
    "curves_straight",
)


def open_gdal(
    path: Path, *, driver: str, layer: str | None, usual: Sequence[str] = (),
    encoding: str | None = None, leave_out: frozenset[str] = frozenset(), **options: Any,
) -> GdalFile:  # fmt: skip
    """Look at a file with one driver.

    Parameters
    ----------
    layer, usual
        Which of its layers, as `chosen_layer` chooses it.
    leave_out
        Columns that the driver makes and the file has not.

    Raises
    ------
    UnreadableError
        If another driver takes the file, or no layer can be chosen.
    """
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_ARC_STEPSIZE": str(ARC_STEP_DEG)})
    with quiet():
        layers = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
    name = chosen_layer(fitting(layers), layer, usual=usual)
    with quiet():
        told = pyogrio.read_info(
            path, layer=name, encoding=encoding, force_feature_count=True, **options
        )
    if told["driver"] != driver:
        raise UnreadableError(
            "内容不是它的后缀所说的格式", "is not what its name says", kind="unknown_format"
        )
    columns = [str(each) for each in told["fields"] if str(each) not in leave_out]
    return GdalFile(
        path=path,
        driver=driver,
        layer=name,
        columns=tuple(columns),
        columns_of_gdal={each: each for each in columns},
        crs=crs_said(told["crs"], told["crs"][:40]) if told["crs"] else None,
        count=int(told["features"]),
        geometry=told["geometry_name"] or "wkb_geometry",
        encoding=encoding,
        options=options,
    )


def quiet() -> Any:
    """Keep the driver's warnings from the user: they name paths of ours."""
    return warnings.catch_warnings(action="ignore")
