"""Columns as a file types them, made into the few types that cells are read from."""

from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gis.formats.faults import Fault
from gis.formats.source import Odd, cell_text, decoded_text

_BEIJING_S: Final = 8 * 3600
_DAY_S: Final = 24 * 3600
_DAYS: Final = tuple((day - date(1970, 1, 1)).days for day in (date.min, date.max))


def plain_cells(cells: pa.RecordBatch, odd: dict[int, Odd]) -> pa.RecordBatch:
    """Return columns as texts, numbers, truth values and dates; what is none of these is odd.

    Times are the date, in Beijing where they have a zone. A text that is not UTF-8, a list, an
    object or binary data is null, and stands in `odd` with its reason.
    """
    columns = []
    for name, column in zip(cells.schema.names, cells.columns, strict=True):
        columns.append(_plain(_stored(column), name, odd))
    return pa.RecordBatch.from_arrays(columns, names=cells.schema.names)


def stored_wkb(column: pa.Array) -> pa.LargeBinaryArray:
    """Return a column of geometries as large_binary."""
    return _stored(column).cast(pa.large_binary())


def _stored(column: pa.Array) -> pa.Array:
    return column.storage if isinstance(column, pa.ExtensionArray) else column


def _plain(column: pa.Array, name: str, odd: dict[int, Odd]) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _plain(column.dictionary_decode(), name, odd)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return _sound_texts(column, name, odd).cast(pa.string())
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _days(column)
    if pa.types.is_null(kind):
        return column.cast(pa.string())
    return column if _is_one_value(kind) else _without(column, name, odd)


def _is_one_value(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
        or pa.types.is_boolean(kind) or pa.types.is_time(kind)
    )  # fmt: skip


def _sound_texts(column: pa.Array, name: str, odd: dict[int, Odd]) -> pa.Array:
    """Return texts as they are if all are UTF-8; what is not is null and odd."""
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        pass
    else:
        return column
    texts: list[str | None] = []
    for place, data in enumerate(column.view(_bytes_of(column.type)).to_pylist()):
        text, fault = ("", None) if data is None else decoded_text(data)
        texts.append(None if data is None or fault else text)
        if fault:
            _note(odd, place, name, text, fault)
    return pa.array(texts, pa.string())


def _bytes_of(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_string_view(kind):
        return pa.binary_view()
    return pa.large_binary() if pa.types.is_large_string(kind) else pa.binary()


def _without(column: pa.Array, name: str, odd: dict[int, Odd]) -> pa.Array:
    """Return texts for values that are no cell's: null, each of them odd."""
    for place in np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False)):
        text, fault = cell_text(column[int(place)].as_py())
        if fault:
            _note(odd, int(place), name, text, fault)
        else:
            odd.setdefault(int(place), Odd()).texts[name] = text
    return pa.nulls(len(column), pa.string())


def _note(odd: dict[int, Odd], place: int, name: str, text: str, fault: Fault) -> None:
    its = odd.setdefault(place, Odd())
    its.texts[name], its.faults[name] = text, fault


def _days(column: pa.Array) -> pa.Array:
    """Return the days of dates and times; as texts where they may be other days, or are none."""
    if pa.types.is_timestamp(column.type):
        unit, zone = column.type.unit, column.type.tz
        column = column.cast(pa.timestamp(unit))
        if zone is not None:
            ahead = pa.scalar(_BEIJING_S, pa.duration("s")).cast(pa.duration(unit))
            column = pc.add(column, ahead)
        elif _some_at_midnight_in_utc(column):
            return column.cast(pa.timestamp("s"), safe=False).cast(pa.string())
    days = column.cast(pa.date32(), safe=False)
    return days if _has_years(days) else days.cast(pa.string())


def _some_at_midnight_in_utc(times: pa.Array) -> bool:
    """Tell whether a time is such as midnight of Beijing is in UTC."""
    seconds = times.cast(pa.timestamp("s"), safe=False).cast(pa.int64()).drop_null().to_numpy()
    return bool((seconds % _DAY_S == _DAY_S - _BEIJING_S).any())


def _has_years(days: pa.Array) -> bool:
    """Tell whether Python has all of these dates."""
    first, last = _DAYS
    ends = pc.min_max(days.cast(pa.int32())).as_py()
    return ends["min"] is None or (first <= ends["min"] and ends["max"] <= last)
