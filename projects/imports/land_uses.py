"""Land uses by what files write: a code, or its name; the set that a code is of."""

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from gis.formats.headers import folded
from projects.model import LandUse

_SETS: Final = {"ydyhfldm": ("2023", "2020"), "用地用海分类代码": ("2023", "2020")}
"""Columns whose name says what set their codes are of: 用地用海分类, the newest first."""


class LandUseWords:
    """The land uses of a plan, looked up by code or name."""

    def __init__(self, land_uses: Collection[LandUse]) -> None:
        self._known = {(use.code, use.code_set) for use in land_uses}
        self._by_word: defaultdict[str, list[LandUse]] = defaultdict(list)
        for use in land_uses:
            for word in {folded(use.code), folded(use.name)}:
                self._by_word[word].append(use)

    def has(self, code: str, code_set: str) -> bool:
        """Tell whether the plan has a code of a set."""
        return (code, code_set) in self._known

    def meant(self, written: str, code_set: str, column: str) -> tuple[str, str]:
        """Return the code and its set that a cell means; as it is where that is not certain.

        A code that two sets give another name is of neither for certain, unless the column's own
        name says which.
        """
        found = self._by_word.get(folded(written), []) if written else []
        if code_set:
            found = [use for use in found if use.code_set == code_set]
        elif len({use.code_set for use in found}) > 1:
            sets: tuple[str, ...] = _SETS.get(folded(column), ())
            if len({(use.code, use.name) for use in found}) == 1:
                sets = tuple(sorted({use.code_set for use in found}, reverse=True))
            first = next((one for one in sets if any(u.code_set == one for u in found)), None)
            found = [use for use in found if use.code_set == first]
        if len(found) != 1:
            return written, code_set
        return found[0].code, found[0].code_set
