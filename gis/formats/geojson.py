"""GeoJSON files, feature by feature: what a feature says is kept as it says it.

A reader that gives each column one type loses what does not fit it: the end of a long number, a
list, an outline that is none. Here every cell is the text that a CSV file would hold, and what is
no text has its reason beside it.
"""

import codecs
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from gis.formats.faults import Fault, UnreadableError
from gis.formats.source import Odd, SourceBatch, cell_text, crs_said, outline_elsewhere
from gis.geometry.file_geometry import UNCLOSED, closed_of_json, geometry_of_json
from gis.geometry.outline_error import OutlineError

_CHUNK: Final = 1 << 20
_LONGEST_VALUE: Final = 1 << 26
"""Characters of a feature: half a million rings."""

_BOM: Final = "\ufeff"
_LONGEST_NUMBER: Final = 400
"""Digits; of a longer whole number no column can be made."""

Feature = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GeoJson:
    """A GeoJSON file that was read through once: it is sound JSON."""

    path: Path
    columns: tuple[str, ...]
    crs: CRS | None
    count: int

    @classmethod
    def of(cls, path: Path) -> "GeoJson":
        """Read a file through.

        Raises
        ------
        UnreadableError
            If it is no GeoJSON file, or says a coordinate system that is not known.
        """
        columns: dict[str, None] = {}
        count = 0
        members: dict[str, Any] = {}
        for feature in _features(path, members):
            columns |= dict.fromkeys(_properties(feature))
            count += 1
        return cls(path, tuple(columns), _crs_of_member(members.get("crs")), count)

    def batches(self, columns: list[str], elsewhere: list[str], size: int) -> Iterator[SourceBatch]:
        """Yield the features; as `gis.formats.source.Source` has it."""
        features = _features(self.path, {})
        while len(found := _batch(islice(features, size), columns, elsewhere)):
            yield found


def _batch(features: Iterable[Any], columns: list[str], elsewhere: list[str]) -> SourceBatch:
    """Return features as columns, one let go before the next is read."""
    odd: dict[int, Odd] = {}
    cells: dict[str, list[str | None]] = {column: [] for column in columns}
    geometries: list[Any] = []
    closed: dict[int, BaseGeometry] = {}
    for place, feature in enumerate(features):
        told = _properties(feature)
        for column, texts in cells.items():
            value = told.get(column)
            text, fault = cell_text(value)
            texts.append(None if value is None else text)
            if fault:
                odd.setdefault(place, Odd()).faults[column] = fault
        geometries.append(None)
        try:
            geometries[place] = _geometry(feature, elsewhere)
        except OutlineError as error:
            fault = Fault(error.zh, error.en, error.kind)
            odd.setdefault(place, Odd()).faults["outline"] = fault
            if error.kind == UNCLOSED and (outline := closed_of_json(feature["geometry"])):
                closed[place] = outline
    drawn = np.array([*geometries, None], dtype=object)[:-1]  # an array though they are one or none
    return SourceBatch(
        pa.RecordBatch.from_arrays([pa.array(its, pa.string()) for its in cells.values()], columns),
        pa.array(shapely.to_wkb(drawn, byte_order=1), pa.large_binary()),
        odd,
        closed=closed,
    )


def _properties(feature: Any) -> Feature:
    found = feature.get("properties") if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _geometry(feature: Any, elsewhere: list[str]) -> Any:
    """Return the geometry of a feature, None where it says that there is none."""
    if not isinstance(feature, dict):
        raise OutlineError(
            "不是 GeoJSON 要素 (Feature)", "is no GeoJSON feature", kind="no_feature"
        )
    if feature.get("geometry") is not None:
        return geometry_of_json(feature["geometry"])
    properties = _properties(feature)
    for name, value in [*feature.items(), *((name, properties.get(name)) for name in elsewhere)]:
        if value is not None and (name in elsewhere or outline_elsewhere(name)):
            zh = f"几何写在“{name}”里；GeoJSON 的几何应在要素的 geometry 里"
            en = f"the geometry stands under {name!r}; write it under 'geometry'"
            raise OutlineError(zh, en, kind="outline_elsewhere")
    return None


def _crs_of_member(member: Any) -> CRS | None:
    """Return the system that a `crs` member names; null names none."""
    if member is None:
        return None
    told = member.get("properties") if isinstance(member, dict) else None
    said = told.get("name", told.get("code")) if isinstance(told, dict) else None
    return crs_said(said, f"crs: {json.dumps(member, ensure_ascii=False)[:80]}")


def _features(path: Path, members: dict[str, Any]) -> Iterator[Any]:
    """Yield the features of a file, and put its other members into `members`."""
    with path.open("rb") as file:
        text = _Text(file)
        if text.peek() != "{":
            raise text.wrong("应以 { 开头", "it begins with {")
        text.take("{")
        found = False
        while text.peek() != "}":
            if members or found:
                text.take(",")
            name = text.value()
            text.take(":")
            if name == "features" and text.peek() == "[":
                found = True
                yield from _items(text)
            else:
                members[str(name)] = text.value()
        text.take("}")
        if text.peek():
            raise text.wrong("其后还有内容", "something follows its end")
    if members.get("type") == "Feature":
        yield members
    elif not found:
        raise UnreadableError(
            "不是 GeoJSON 的 FeatureCollection；请用 GIS 软件另存为 GeoJSON",
            "is no FeatureCollection of GeoJSON; save it as GeoJSON",
        )


def _items(text: "_Text") -> Iterator[Any]:
    text.take("[")
    first = True
    while text.peek() != "]":
        if not first:
            text.take(",")
        first = False
        yield text.value()
    text.take("]")


class _Text:
    """JSON in UTF-8, looked at through a window that moves on."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._json = json.JSONDecoder(parse_int=_whole)
        self._text = ""
        self._at = 0
        self._lines = 1
        self._ended = False
        self._more(_CHUNK)
        self._text = self._text.removeprefix(_BOM)

    def peek(self) -> str:
        """Return the next character that is no space; nothing at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text) or not self._more(_CHUNK):
                return self._text[self._at : self._at + 1]

    def take(self, character: str) -> None:
        """Pass over a character that must stand here."""
        if self.peek() != character:
            raise self.wrong(f"应有 {character}", f"{character} is wanted")
        self._at += 1

    def value(self) -> Any:
        """Return the value that stands here."""
        self.peek()
        size = _CHUNK
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                place = error.pos - self._at
                if len(self._text) - self._at >= _LONGEST_VALUE:
                    raise self.wrong("一个要素过大", "a feature is too large") from error
                if self._more(size):  # else it was not the end of the window
                    size *= 2
                    continue
                self._at += place
                raise self.wrong("不是 JSON", "is no JSON") from error
            except RecursionError as error:
                raise self.wrong("嵌套过深", "is nested too deep") from error
            if end < len(self._text) or not self._more(_CHUNK):  # a number may go on
                self._at = end
                return value

    def wrong(self, zh: str, en: str) -> UnreadableError:
        """Return the error of what stands here."""
        line = self._lines + self._text.count("\n", 0, self._at)
        if not self._text[self._at :].strip() and self._ended:
            zh, en = "文件在此中断", "the file breaks off here"
        return UnreadableError(
            f"不是完整的 GeoJSON（第 {line} 行：{zh}）；请用 GIS 软件重新导出",
            f"is no sound GeoJSON (line {line}: {en}); export it again",
        )

    def _more(self, size: int) -> bool:
        """Read on; tell whether there was anything."""
        if self._ended:
            return False
        data = self._file.read(size)
        self._ended = not data
        try:
            read = self._decoder.decode(data, final=self._ended)
        except UnicodeDecodeError as error:
            raise UnreadableError(
                "不是 UTF-8 编码（可能是 GBK）；GeoJSON 须为 UTF-8，请另存为 UTF-8",
                "is not UTF-8 (GBK, maybe); GeoJSON must be: save it as UTF-8",
                kind="encoding",
            ) from error
        self._lines += self._text.count("\n", 0, self._at)
        self._text, self._at = self._text[self._at :] + read, 0
        return not self._ended or bool(read)


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) < _LONGEST_NUMBER else float("inf")
