"""Feature files, GeoJSON, GeoPackage or GeoParquet, read in batches of columns.

Row by row or by columns, whoever reads features reads them here: the same cells, the same outlines.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from gis.errors import CrsError
from gis.formats.arrow_cells import plain_cells, stored_wkb
from gis.formats.faults import Fault, UnreadableError, unreadable
from gis.formats.geojson import GeoJson
from gis.formats.geopackage import GeoPackage
from gis.formats.geoparquet import GeoParquet
from gis.formats.source import (
    Odd,
    Source,
    SourceBatch,
    cell_text,
    outline_elsewhere,
)
from gis.geometry.area import areas_m2
from gis.geometry.crs import horizontal
from gis.geometry.file_geometry import geometries_of_wkb, why_not_wkb
from gis.problems import Problem
from projects.package.column import PackageTable
from projects.package.rows import Row

_BATCH: Final = 65_536
_READERS: Final[Mapping[str, Any]] = {
    ".geojson": GeoJson, ".json": GeoJson, ".gpkg": GeoPackage,
    ".parquet": GeoParquet, ".geoparquet": GeoParquet,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FeatureBatch:
    """Some features of a file.

    Parameters
    ----------
    number
        Of the first of them in the file, from 1.
    cells
        Their columns: date32, string, or any type of numbers (`arrow_cells.plain_cells`).
    wkb
        Their geometries, large_binary; null where there is none.
    odd
        Place in the batch, from 0 → what of a feature its columns do not hold.
    """

    number: int
    cells: pa.RecordBatch
    wkb: pa.LargeBinaryArray
    odd: Mapping[int, Odd]

    def __len__(self) -> int:
        return len(self.wkb)

    def geometries(self) -> NDArray[Any]:
        """Return the geometries as the file holds them, None where there is none to be read."""
        return geometries_of_wkb(self.wkb.to_numpy(zero_copy_only=False))

    def valid(self, found: NDArray[Any]) -> NDArray[np.bool_]:
        """Tell which of its geometries, as `geometries` gives them, are valid."""
        valid: NDArray[np.bool_] = shapely.is_valid(found)
        return valid

    def areas_m2(self, stored: NDArray[Any], rows: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the areas of some of its outlines, brought to EPSG:4490."""
        return areas_m2(stored[rows])

    def rows(
        self,
        places: NDArray[np.int64],
        geometries: Iterable[Any],
        *,
        file: str,
        problems: list[Problem],
    ) -> list[Row]:
        """Return some of the features as rows.

        Parameters
        ----------
        places
            Theirs in the batch, from 0; `geometries` are those of the same ones.
        """
        records = self.cells.take(pa.array(places)).to_pylist()
        return [
            self._row(place, record, geometry, file, problems)
            for place, record, geometry in zip(places.tolist(), records, geometries, strict=True)
        ]

    def _row(
        self,
        place: int,
        record: Mapping[str, Any],
        geometry: Any,
        file: str,
        problems: list[Problem],
    ) -> Row:
        odd = self.odd.get(place, _NOTHING_ODD)
        cells = {column: cell_text(value)[0] for column, value in record.items()} | odd.texts
        faults: dict[str, Fault] = odd.faults
        if geometry is None and self.wkb[place].is_valid:
            reason = why_not_wkb(self.wkb[place].as_py())
            faults = {**faults, "outline": Fault(reason.zh, reason.en, reason.kind)}
        return Row(file, self.number + place, cells, problems, geometry, faults)


_NOTHING_ODD: Final = Odd()


class Featured(Protocol):
    """Features in batches, of a file of a package or of a list that is imported."""

    @property
    def name(self) -> str:
        """As problems call it."""

    @property
    def crs(self) -> CRS:
        """That of its outlines."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that it has, without the geometry."""

    @property
    def count(self) -> int:
        """The number of its features."""

    def batches(
        self, problems: list[Problem], *, table: PackageTable, size: int
    ) -> Iterator[FeatureBatch]:
        """Yield the features; what is wrong with the file is added to problems."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeatureFile:
    """A file of features.

    Parameters
    ----------
    name
        As problems call it.
    crs
        That of its outlines.
    """

    path: Path
    name: str
    crs: CRS
    source: Source

    @property
    def columns(self) -> tuple[str, ...]:
        """Those that it has, without the geometry."""
        return self.source.columns

    @property
    def count(self) -> int:
        """The number of its features."""
        return self.source.count

    def batches(
        self,
        problems: list[Problem],
        *,
        table: PackageTable,
        size: int = _BATCH,
    ) -> Iterator[FeatureBatch]:
        """Yield the features; a file that breaks off in the middle is a problem.

        Parameters
        ----------
        table
            Its columns are read, those that the file has.
        """
        wanted = {column.name for column in table.cells}
        columns = [name for name in self.columns if name in wanted]
        others = [name for name in self.columns if name not in wanted and outline_elsewhere(name)]
        number = 1
        try:
            for found in self.source.batches(columns, others, size):
                yield _batch(number, found)
                number += len(found)
        except Exception as error:  # the drivers raise whatever they like
            problems.append(unreadable(error, self.name, form=self.path.suffix))


def open_features(
    path: Path, name: str, problems: list[Problem], *, crs: CRS
) -> FeatureFile | None:
    """Return a file of features, or None with a problem.

    Parameters
    ----------
    crs
        The system of a file that states none.
    """
    if path.exists() and not path.stat().st_size:
        zh, en = "文件是空的（0 字节）", "is empty (0 bytes)"
        problems.append(Problem(file=name, zh=zh, en=en, kind="empty_file"))
        return None
    try:
        source = _READERS[path.suffix.lower()].of(path)
        its_crs = horizontal(_crs_said(source) or crs)
    except CrsError as error:
        problems.append(Problem(file=name, zh=error.zh, en=error.en, kind="bad_crs"))
        return None
    except Exception as error:  # the drivers raise whatever they like
        problems.append(unreadable(error, name, form=path.suffix))
        return None
    return FeatureFile(path=path, name=name, crs=its_crs, source=source)


def _crs_said(source: Source) -> CRS | None:
    """Return what a file says its system is; a GeoPackage must say it, and not that there is none.

    Raises
    ------
    UnreadableError
        If it does not.
    """
    if isinstance(source, GeoPackage) and source.geometry and source.crs is None:
        raise UnreadableError(
            "没有写明坐标系；请在 GIS 软件中设定后重新导出",
            "says no coordinate system; set it and export the file again",
            kind="bad_crs",
        )
    return source.crs


def _batch(number: int, found: SourceBatch) -> FeatureBatch:
    odd = dict(found.odd)
    cells = plain_cells(found.cells, odd)
    return FeatureBatch(number, cells, stored_wkb(found.wkb), odd)
