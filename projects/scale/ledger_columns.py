"""The columns of one feature file of a ledger, each checked as a whole.

What is told here to be sound is sound by the rules of `projects/package/rows.py` too; what is not
may still be (a date written 2023/6/30), and is to be read as a `Row`.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely import GeometryType

from gis.errors import CrsError
from gis.geometry.crs import CHINA_BOUNDS, STORED_SRID, to_stored
from gis.geometry.rings import Geometries
from gis.problems import Problem
from projects.package.column import PackageTable
from projects.package.files import cell_text, crs_of_frame, read_frame
from projects.package.header import header_fits
from projects.package.rows import LARGEST, Row

Flags = NDArray[np.bool_]

ID: Final = r"[\p{L}\p{N}_.:/()（）-]+"
IDS: Final = rf"{ID}(;{ID})*"
PLAIN: Final = r"[^<\x00-\x1f\x7f]*"
"""Patterns of RE2 for texts that are plainly sound."""

LONGEST: Final = 100
"""An id has at most so many characters; longer texts are looked at one by one."""

MOST_PROBLEMS: Final = 1000
"""So many problems of one file are told; the rest are mostly like them."""

LEAST_AREA_DEG2: Final = 1e-12
"""Some 0.01 m²: less is measured outline by outline."""

_FIRST_DAY, _LAST_DAY = np.datetime64("1949-01-01"), np.datetime64("2100-12-31")


def read_columns(
    path: Path,
    problems: list[Problem],
    *,
    crs: CRS,
    table: PackageTable,
) -> "FeatureColumns | None":
    """Return the columns of a file, or None with problems: unreadable, a column or CRS missing.

    Parameters
    ----------
    crs
        The system of GeoJSON that states none.
    table
        The columns that are wanted.
    """
    name = str(path)
    try:
        header, frame = _read(path, {column.name for column in table.cells})
    except Exception as error:  # the drivers raise whatever they like
        reason = " ".join(str(error).split())
        problems.append(
            Problem(
                file=name,
                zh=f"无法读取，文件可能已损坏或不是 {path.suffix} 格式（{reason}）",
                en=f"cannot be read; it may be damaged or no {path.suffix} file ({reason})",
            )
        )
        return None
    if not header_fits(name, header, problems, table=table, others=True):
        return None
    if frame.crs is None and frame.geometry.notna().any():
        problems.append(
            Problem(
                file=name,
                zh="没有写明坐标系；请在文件中写明，例如 EPSG:4490",
                en="states no coordinate system; write it into the file, e.g. EPSG:4490",
            )
        )
        return None
    return FeatureColumns(name, frame, crs_of_frame(path, frame, crs), problems)


class FeatureColumns:
    """The columns of a file; a column that it does not have is blank.

    Parameters
    ----------
    outlines
        None where there is none; in EPSG:4490 where `is_land`, else as the file holds them.
    is_land
        Whether an outline is plainly a sound one.
    """

    def __init__(self, file: str, frame: Any, crs: CRS, problems: list[Problem]) -> None:
        self.file, self.frame, self.crs, self.problems = file, frame, crs, problems
        self.outlines, self.is_land = _stored(np.array(frame.geometry, dtype=object), crs)
        self._texts: dict[str, Any] = {}

    def texts(self, column: str) -> Any:
        """Return a column as a Series of text, without spaces around it."""
        if column not in self._texts:
            self._texts[column] = self._read_texts(column)
        return self._texts[column]

    def _read_texts(self, column: str) -> Any:
        if column not in self.frame:
            return pd.Series("", index=self.frame.index, dtype="str")
        told = self.frame[column]
        if not isinstance(told.dtype, pd.StringDtype):
            told = told.astype(object).map(cell_text)
        return told.fillna("").astype("str").str.strip()

    def is_blank(self, column: str) -> Flags:
        """Tell where a cell is empty."""
        if column in self.frame and self.frame[column].dtype.kind in "Miuf":
            return np.asarray(self.frame[column].isna(), dtype=bool)
        return np.asarray(self.texts(column) == "", dtype=bool)

    def matches(self, column: str, pattern: str) -> Flags:
        """Tell which texts match a pattern of RE2 as a whole and are not long."""
        texts = pa.array(self.texts(column), pa.string())
        fits = pc.match_substring_regex(texts, rf"\A(?:{pattern})\z")
        found = pc.and_(fits, pc.less_equal(pc.utf8_length(texts), LONGEST))
        return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)

    def among(self, column: str, words: Sequence[str]) -> Flags:
        """Tell which texts are one of some words."""
        return np.asarray(self.texts(column).isin(words), dtype=bool)

    def numbers(self, column: str) -> NDArray[np.float64]:
        """Return a column of numbers; NaN where a cell is blank or none."""
        told = self.frame[column]
        if told.dtype.kind not in "iuf":
            told = self.texts(column)
        found = pd.to_numeric(told, errors="coerce")
        return np.array(found.to_numpy(dtype=np.float64, na_value=np.nan))

    def is_measure(self, column: str) -> Flags:
        """Tell where a number is greater than 0 and no larger than anything measured."""
        found = self.numbers(column)
        return (found > 0) & (found <= LARGEST)

    def days(self, column: str) -> NDArray[np.datetime64]:
        """Return a column of dates; NaT where a cell is blank or not plainly one."""
        told = self.frame[column] if column in self.frame else self.texts(column)
        if told.dtype.kind != "M" or getattr(told.dt, "tz", None) is not None:
            told = pd.to_datetime(self.texts(column), format="%Y-%m-%d", errors="coerce")
        found: NDArray[np.datetime64] = told.to_numpy(dtype="datetime64[D]")
        return found

    def is_day(self, column: str) -> Flags:
        """Tell where a cell is plainly a date that a ledger can have."""
        found = self.days(column)
        return (found >= _FIRST_DAY) & (found <= _LAST_DAY)  # NaT is neither

    def row_by_row(self, doubtful: Flags, mend: Callable[[int, Row], None]) -> None:
        """Read rows cell by cell, `mend` taking the place and the row; stop at many problems."""
        places = np.flatnonzero(doubtful)
        names = [str(name) for name in self.frame.columns if name != self.frame.geometry.name]
        for count, place in enumerate(places, 1):
            values = self.frame[names].iloc[place].to_dict()
            cells = {name: cell_text(value) for name, value in values.items()}
            outline = self.frame.geometry.iloc[place]
            mend(int(place), Row(self.file, int(place) + 1, cells, self.problems, outline))
            if len(self.problems) >= MOST_PROBLEMS:
                self._leave_out(len(places) - count)
                return

    def _leave_out(self, count: int) -> None:
        self.problems.append(
            Problem(
                file=self.file,
                zh=f"问题过多；另有 {count} 行可疑，未逐一列出",
                en=f"has too many problems: {count} more rows are doubtful and not listed",
            )
        )


def _read(path: Path, wanted: set[str]) -> tuple[list[str], Any]:
    """Return the columns that a file has, and a GeoDataFrame with at least those wanted."""
    import geopandas
    from pyarrow import parquet

    if path.suffix.lower() != ".parquet":
        frame = read_frame(path)
        if not isinstance(frame, geopandas.GeoDataFrame):
            frame = _without_outlines(frame)
        return [str(name) for name in frame.columns if name != frame.geometry.name], frame
    schema = parquet.read_schema(path)
    kept = [name for name in schema.names if name in wanted]
    if b"geo" not in (schema.metadata or {}):  # whole parcels only, or outlines without a CRS
        frame = parquet.read_table(path, columns=kept).to_pandas(date_as_object=False)
        return schema.names, _without_outlines(frame)
    outline = json.loads(schema.metadata[b"geo"])["primary_column"]
    days = {"date_as_object": False}
    frame = geopandas.read_parquet(path, columns=[*kept, outline], to_pandas_kwargs=days)
    return schema.names, frame


def _without_outlines(frame: Any) -> Any:
    import geopandas

    return geopandas.GeoDataFrame(frame, geometry=np.full(len(frame), None))


def _stored(drawn: Any, crs: CRS) -> tuple[Geometries, Flags]:
    """Bring outlines to EPSG:4490 and tell which are plainly sound, as `to_outline` wants them."""
    drawn[shapely.is_empty(drawn)] = None
    is_area = np.isin(shapely.get_type_id(drawn), (GeometryType.POLYGON, GeometryType.MULTIPOLYGON))
    sound = is_area & shapely.is_valid(drawn)
    stored: Any = shapely.force_2d(drawn)
    if crs != CRS.from_epsg(STORED_SRID):
        try:
            stored[sound] = to_stored(stored[sound], crs)
        except CrsError:  # which of them it is, is found one by one
            sound[:] = False
        sound &= shapely.is_valid(stored)
    west, south, east, north = CHINA_BOUNDS
    bounds = shapely.bounds(stored)
    sound &= (bounds >= (west, south, west, south)).all(axis=1)
    sound &= (bounds <= (east, north, east, north)).all(axis=1)
    sound &= shapely.area(stored) > LEAST_AREA_DEG2
    return stored, sound
