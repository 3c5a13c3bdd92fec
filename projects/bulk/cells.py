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

from gis.geometry.rings import Places
from gis.problems import Problem
from projects.package.column import Column
from projects.package.feature_files import FeatureBatch
from projects.package.read_ledger import Codes
from projects.package.rows import FIRST_DAY, LARGEST, LAST_DAY, Row, day_of, ids_in

Mask = NDArray[np.bool_]

NO_DAY: Final = np.iinfo(np.int32).min
"""Stands for no date among days since 1970-01-01."""

_ODD_TEXT: Final = r"[\x00-\x1f\x7f\x{85}\x{FEFF}<]"
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
        A column that it does not have is empty.

    Attributes
    ----------
    sound
        Rows not doubted so far, shape (n,).
    """

    def __init__(self, batch: FeatureBatch) -> None:
        self.batch = batch
        self.sound: Mask = np.ones(len(batch), dtype=bool)
        self.sound[list(batch.odd)] = False

    def doubted(
        self, geometries: NDArray[Any], *, file: str, problems: list[Problem]
    ) -> tuple[Places, list[Row]]:
        """Return the doubted rows, with their places in the batch; `geometries` are of all rows."""
        places = np.flatnonzero(~self.sound)
        rows = self.batch.rows(places, geometries[places], file=file, problems=problems)
        return places, rows

    def doubt(self, rows: Any) -> None:
        """Let the rows of a mask be read one by one; null counts as doubted."""
        if isinstance(rows, pa.Array):
            rows = pc.fill_null(rows, True).to_numpy(zero_copy_only=False)
        self.sound &= ~rows

    def text(self, column: str) -> pa.StringArray:
        """Return texts, empty where the file has nothing; no odd character, nothing to strip."""
        found = self._column(column)
        if found.null_count == len(found):
            return pa.repeat(pa.scalar(""), len(found))
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

    def identifiers(self, column: str) -> pa.StringArray:
        """Return texts of ids, several with `;` between; doubts one named twice, and `;` alone."""
        texts = self.text(column)
        several = np.flatnonzero(pc.match_substring(texts, ";").to_numpy(zero_copy_only=False))
        for row, told in zip(several.tolist(), texts.take(several).to_pylist(), strict=True):
            ids = ids_in(told)
            self.sound[row] &= len(set(ids)) == len(ids) > 0
        return texts

    def choice(self, column: str, allowed: Collection[str]) -> pa.StringArray:
        """Return texts that are one of the allowed ones."""
        texts = self.text(column)
        self.doubt(pc.invert(pc.is_in(texts, value_set=pa.array(allowed, pa.string()))))
        return texts

    def number(
        self, column: str, *, required: bool = True, least: float | None = None
    ) -> NDArray[np.float64]:
        """Return numbers greater than 0, or at least `least`, and not past `LARGEST`, else NaN."""
        found = self._column(column)
        is_empty = self._is_empty(found)
        if pa.types.is_string(found.type):
            plain = pc.match_substring_regex(found, _PLAIN_NUMBER)
            found = pc.if_else(plain, found, pa.scalar(None, pa.string()))
        if not (pa.types.is_string(found.type) or _is_number(found.type)):
            found = pa.nulls(len(found), pa.float64())
        found = pc.fill_null(found.cast(pa.float64(), safe=False), np.nan)
        numbers: NDArray[np.float64] = found.to_numpy()
        enough = numbers > 0 if least is None else numbers >= least
        self.doubt(~(enough & (numbers <= LARGEST) | (is_empty & (not required))))
        return numbers

    def optional(self, column: Column) -> pa.Array:
        """Return a column that says no more than its kind, empty or not, as it is stored."""
        if column.kind == "number":
            numbers = self.number(column.name, required=False, least=column.least)
            return pa.array(numbers, mask=np.isnan(numbers))
        return days_array(self.day(column.name)) if column.kind == "day" else self.text(column.name)

    def day(self, column: str) -> NDArray[np.int32]:
        """Return days since 1970-01-01, `NO_DAY` where the cell is empty."""
        found = self._column(column)
        if pa.types.is_date32(found.type):
            return self._checked_days(found)
        texts = self.text(column).dictionary_encode()  # few days, many rows
        days = [day_of(told) for told in texts.dictionary.to_pylist()]
        parsed = pc.take(pa.array(days, pa.date32()), texts.indices)
        self.doubt(pc.and_(parsed.is_null(), pc.not_equal(texts.dictionary_decode(), "")))
        return self._checked_days(parsed)

    def land_use(self, codes: Codes) -> tuple[pa.StringArray, pa.StringArray]:
        """Return codes and their sets; a code is one of those known, where it is known which."""
        code, code_set = self.text("land_use"), self.text("land_use_set")
        if codes is None:
            return code, code_set
        known = pa.array([f"{code}\x01{code_set}" for code, code_set in codes], pa.string())
        told = pc.binary_join_element_wise(code, code_set, "\x01")
        is_known = pc.is_in(told, value_set=known)
        self.doubt(pc.and_(pc.not_equal(code, ""), pc.invert(is_known)))
        return code, code_set

    def _checked_days(self, found: pa.Array) -> NDArray[np.int32]:
        days: NDArray[np.int32] = pc.fill_null(found.cast(pa.int32()), NO_DAY).to_numpy()
        self.doubt((days != NO_DAY) & ((days < _FIRST_DAY) | (days > _LAST_DAY)))
        return days

    def _is_empty(self, found: pa.Array) -> Mask:
        """Tell where a cell is empty; NaN is."""
        empty = found.is_null(nan_is_null=True)
        if pa.types.is_string(found.type):
            empty = pc.or_kleene(empty, pc.equal(found, ""))
        is_empty: Mask = empty.to_numpy(zero_copy_only=False)
        return is_empty

    def _column(self, column: str) -> pa.Array:
        if column not in self.batch.cells.schema.names:
            return pa.nulls(len(self.batch), pa.string())
        return self.batch.cells[column]


def days_array(days: NDArray[np.int32]) -> pa.Array:
    """Return days since 1970-01-01 as dates, `NO_DAY` as null."""
    return pa.array(days, pa.int32(), mask=days == NO_DAY).cast(pa.date32())


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))
