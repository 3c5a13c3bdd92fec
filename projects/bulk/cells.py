"""Whole columns of a batch at once: their values, and which rows are certainly sound.

`Cells` is to a batch what `projects.package.rows.Row` is to a row. It decides nothing: a row of
which it is not certain goes through `Row`, which knows the rules and the words. So what is sound
here must be sound there, with the same value; what is doubted here may well be sound.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from projects.package.rows import FIRST_DAY, LARGEST, LAST_DAY, day_of

Mask = NDArray[np.bool_]

NO_DAY: Final = np.iinfo(np.int32).min
"""Stands for no date among days since 1970-01-01."""

_ODD_TEXT: Final = r"[\x00-\x1f\x7f\x{85}<]"
_PLAIN_ID: Final = r"^[!-:=-{}~\x{4E00}-\x{9FFF}]+$"
_PLAIN_NUMBER: Final = r"^[0-9]{1,12}(\.[0-9]{1,12})?$"
_LONGEST_ID: Final = 100
_EPOCH: Final = date(1970, 1, 1)
_FIRST_DAY, _LAST_DAY = (FIRST_DAY - _EPOCH).days, (LAST_DAY - _EPOCH).days


class Cells:
    """The cells of a batch of features.

    Parameters
    ----------
    batch
        Any Arrow types that a file may have; a column that is missing is empty.

    Attributes
    ----------
    sound
        Rows not doubted so far, shape (n,).
    """

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.batch = batch
        self.sound: Mask = np.ones(len(batch), dtype=bool)

    def doubt(self, rows: Any) -> None:
        """Let the rows of a mask be read one by one; null counts as doubted."""
        if isinstance(rows, pa.Array):
            rows = pc.fill_null(rows, True).to_numpy(zero_copy_only=False)
        self.sound &= ~rows

    def text(self, column: str) -> pa.StringArray:
        """Return texts, empty where the file has nothing; no odd character, nothing to strip."""
        found = self._column(column)
        if pa.types.is_integer(found.type):
            return pc.fill_null(found.cast(pa.string()), "")
        if not pa.types.is_string(found.type):
            self.doubt(found.is_valid())
            return pa.repeat(pa.scalar(""), len(found))
        texts = pc.fill_null(found, "")
        self.doubt(pc.match_substring_regex(texts, _ODD_TEXT))
        self.doubt(pc.not_equal(texts, pc.utf8_trim_whitespace(texts)))
        return texts

    def identifier(self, column: str) -> pa.StringArray:
        """Return ids: letters, digits, signs and Han without spaces, 100 bytes at most."""
        texts = self.text(column)
        self.doubt(pc.invert(pc.match_substring_regex(texts, _PLAIN_ID)))
        self.doubt(pc.greater(pc.binary_length(texts), _LONGEST_ID))
        return texts

    def choice(self, column: str, allowed: Collection[str]) -> pa.StringArray:
        """Return texts that are one of the allowed ones."""
        texts = self.text(column)
        self.doubt(pc.invert(pc.is_in(texts, value_set=pa.array(allowed, pa.string()))))
        return texts

    def number(self, column: str) -> NDArray[np.float64]:
        """Return numbers greater than 0 and not past `LARGEST`; NaN where there are none."""
        found = self._column(column)
        if pa.types.is_string(found.type):
            plain = pc.match_substring_regex(found, _PLAIN_NUMBER)
            found = pc.if_else(plain, found, pa.scalar(None, pa.string()))
        if not (pa.types.is_string(found.type) or _is_number(found.type)):
            found = pa.nulls(len(found), pa.float64())
        found = pc.fill_null(found.cast(pa.float64(), safe=False), np.nan)
        numbers: NDArray[np.float64] = found.to_numpy()
        self.doubt(~((numbers > 0) & (numbers <= LARGEST)))
        return numbers

    def day(self, column: str) -> NDArray[np.int32]:
        """Return days since 1970-01-01, `NO_DAY` where the cell is empty."""
        found = self._column(column)
        if pa.types.is_timestamp(found.type) and found.type.tz is None:
            found = found.cast(pa.date32(), safe=False)
        if pa.types.is_date32(found.type):
            return self._checked_days(found)
        texts = self.text(column).dictionary_encode()  # few days, many rows
        days = [day_of(told) for told in texts.dictionary.to_pylist()]
        parsed = pc.take(pa.array(days, pa.date32()), texts.indices)
        self.doubt(pc.and_(parsed.is_null(), pc.not_equal(texts.dictionary_decode(), "")))
        return self._checked_days(parsed)

    def land_use(self, codes: Collection[tuple[str, str]]) -> tuple[pa.StringArray, pa.StringArray]:
        """Return codes and their sets; where there is a code, it is one of those known."""
        code, code_set = self.text("land_use"), self.text("land_use_set")
        known = pa.array([f"{code}\x01{code_set}" for code, code_set in codes], pa.string())
        told = pc.binary_join_element_wise(code, code_set, "\x01")
        is_known = pc.is_in(told, value_set=known)
        self.doubt(pc.and_(pc.not_equal(code, ""), pc.invert(is_known)))
        return code, code_set

    def _checked_days(self, found: pa.Array) -> NDArray[np.int32]:
        days: NDArray[np.int32] = pc.fill_null(found.cast(pa.int32()), NO_DAY).to_numpy()
        self.doubt((days != NO_DAY) & ((days < _FIRST_DAY) | (days > _LAST_DAY)))
        return days

    def _column(self, column: str) -> pa.Array:
        if column not in self.batch.schema.names:
            return pa.nulls(len(self.batch), pa.string())
        found = self.batch[column]
        if pa.types.is_dictionary(found.type):
            found = found.dictionary_decode()
        if pa.types.is_large_string(found.type) or pa.types.is_null(found.type):
            found = found.cast(pa.string())
        return found


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))
