"""What the readers of feature files give: a few features as columns, and what no column holds."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.formats.faults import Fault, UnreadableError
from gis.formats.headers import folded


@dataclass(frozen=True, slots=True)
class Odd:
    """What of a feature its columns do not hold.

    Parameters
    ----------
    texts
        Column → what the file has there, of a cell that is not of its column's type.
    faults
        Column, or `outline` → why it cannot be read.
    """

    texts: dict[str, str] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceBatch:
    """Some features of a file, in its order.

    Parameters
    ----------
    cells
        Their columns, as the file types them.
    wkb
        Their geometries; null where there is none, or one that cannot be read.
    odd
        Place among them, from 0 → what is odd there.
    notes
        What somebody should look at in all of them.
    closed
        Place among them → the geometry with its rings closed, of one that cannot be read because
        they are not.
    """

    cells: pa.RecordBatch
    wkb: pa.Array
    odd: Mapping[int, Odd]
    notes: tuple[Fault, ...] = ()
    closed: Mapping[int, BaseGeometry] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.wkb)


class Source(Protocol):
    """A file of features in one format."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it has, without the geometry."""

    @property
    def crs(self) -> CRS | None:
        """The coordinate system that it says its outlines are in."""

    @property
    def count(self) -> int:
        """The number of its features."""

    def batches(self, columns: list[str], elsewhere: list[str], size: int) -> Iterator[SourceBatch]:
        """Yield its features with some columns.

        Parameters
        ----------
        elsewhere
            Columns that an outline may stand in by mistake (`outline_elsewhere`): where one has
            something and the geometry nothing, that is a fault of the outline.

        Raises
        ------
        UnreadableError
            If the file breaks off.
        """


_ELSEWHERE: Final = frozenset(
    map(folded, ("geom", "the_geom", "geometry", "wkb_geometry", "wkb", "wkt", "shape", "outline",
                 "geojson", "边界", "几何"))
)  # fmt: skip


def crs_said(told: Any, shown: str) -> CRS:
    """Return the coordinate system that a file says.

    Raises
    ------
    UnreadableError
        If it is not known.
    """
    try:
        return CRS.from_user_input(told)
    except Exception as error:  # pyproj raises what it likes
        raise UnreadableError(
            f"文件写明的坐标系 {shown} 无法识别；请改用 EPSG 代码，例如 EPSG:4490",
            f"the coordinate system {shown} of the file is not known; use one with an EPSG code "
            "such as EPSG:4490",
            kind="bad_crs",
        ) from error


def outline_elsewhere(column: str) -> bool:
    """Tell whether a column that is not the file's geometry has a name of one."""
    return folded(column) in _ELSEWHERE


def find_outlines_elsewhere(columns: pa.RecordBatch, wkb: pa.Array, odd: dict[int, Odd]) -> None:
    """Find the rows whose geometry is null and that have something in a column named as one."""
    for name in columns.schema.names:
        some = pc.and_(wkb.is_null(), columns[name].is_valid())
        if pa.types.is_string(columns[name].type):
            some = pc.and_(some, pc.not_equal(columns[name], ""))
        for place in np.flatnonzero(pc.fill_null(some, False).to_numpy(zero_copy_only=False)):
            odd.setdefault(int(place), Odd()).faults.setdefault(
                "outline",
                Fault(
                    f"几何列为空，而“{name}”列有内容；请把它设为文件的几何列",
                    f"has no geometry, but something in {name!r}: make that the geometry column",
                    "outline_elsewhere",
                ),
            )


def cell_text(value: Any) -> tuple[str, Fault | None]:
    """Return a feature's property as the text a CSV cell would hold, and what is wrong with it."""
    if isinstance(value, str):
        return _sound_text(value)
    if isinstance(value, bytes | list | tuple | dict):
        return _no_value(value)
    if value is None:
        return "", None
    if isinstance(value, bool):
        return str(value).lower(), None
    if isinstance(value, float):
        return _float_text(value), None
    return f"{value:f}" if isinstance(value, Decimal) else str(value), None


def _no_value(value: Any) -> tuple[str, Fault]:
    if isinstance(value, bytes):
        zh, en = "是二进制数据，应为文字或数字", "is binary data, not a text or a number"
        return value.hex()[:40], Fault(zh, en, "not_a_value")
    return _sound_text(json.dumps(value, ensure_ascii=False, default=str))[0], Fault(
        "是一列值或对象，应为一个值；几个编号请用分号连接",
        "is a list or an object, not one value; join several ids with ;",
        "not_a_value",
    )


def decoded_text(data: bytes) -> tuple[str, Fault | None]:
    """Return a text that should be UTF-8, and what is wrong with it."""
    try:
        return data.decode(), None
    except UnicodeDecodeError:
        pass
    try:
        shown, guess = data.decode("gb18030"), ("（像是 GBK）", " (GBK, it seems)")
    except UnicodeDecodeError:
        shown, guess = data.decode("utf-8", "replace"), ("", "")
    return shown, Fault(
        f"文字不是 UTF-8 编码{guess[0]}；请用 GIS 软件以 UTF-8 重新导出",
        f"the text is not UTF-8{guess[1]}; export the file in UTF-8",
        "encoding",
    )


def _sound_text(text: str) -> tuple[str, Fault | None]:
    try:
        text.encode()
    except UnicodeEncodeError:
        shown = text.encode("utf-8", "replace").decode()
        return shown, Fault("含有残缺的字符", "holds broken characters", "encoding")
    return text, None


def _float_text(value: float) -> str:
    if value != value:  # noqa: PLR0124 (NaN stands for nothing)
        return ""
    return np.format_float_positional(value, trim="-") if np.isfinite(value) else str(value)
