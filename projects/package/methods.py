"""How land is stored and supplied: the methods that are known, and the others that a ledger names.

A method that is not known is loaded as it stands, and is a part of its own in series and reports;
so each is remarked on once, with the first row that names it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from gis.model import EventKind, LandEvent
from gis.problems import Problem
from projects.labels import EVENT_KINDS, METHODS_OF
from projects.package.rows import Row

_CODES: Final[Mapping[str, str]] = {
    "1": "划拨", "3": "协议", "4": "租赁", "21": "招标", "22": "拍卖", "23": "挂牌",
}  # fmt: skip
"""As the supervision system of land supply writes them (GYFS)."""


@dataclass(slots=True)
class Methods:
    """The methods that the events of a file name.

    Parameters
    ----------
    found
        Kind of event and method → the first row that has them, and how many have.
    """

    found: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def add(self, kind: str, method: str, row: int, count: int = 1) -> None:
        """Add some events of one kind and method, of which `row` is the first."""
        first, before = self.found.get((kind, method), (row, 0))
        self.found[kind, method] = min(first, row), before + count

    def remarks(self, file: str) -> list[Problem]:
        """Return a warning for each method that is not known for its kind of event."""
        return [
            _unknown(file, kind, method, row, count)
            for kind, known in METHODS_OF.items()
            for (its_kind, method), (row, count) in sorted(self.found.items())
            if its_kind == kind and method and method not in known
        ]


def method_remarks(found: Iterable[tuple[LandEvent, Row]]) -> list[Problem]:
    """Return the remarks on the methods of events that were read row by row."""
    methods, file = Methods(), ""
    for event, row in found:
        methods.add(event.kind, event.method, row.number_in_file)
        file = row.file
    return methods.remarks(file)


def _unknown(file: str, kind: EventKind, method: str, row: int, count: int) -> Problem:
    known, name = METHODS_OF[kind], EVENT_KINDS[kind]
    meant = _CODES.get(method) or next((one for one in known if one in method), None)
    zh = f"不是已知的{name.zh}方式"
    en = f"is no known method of {name.en.lower()}"
    if meant in known:
        zh, en = f"{zh}，像是“{meant}”", f"{en}; it looks like {meant}"
    if count > 1:
        zh, en = f"{zh}（共 {count} 行）", f"{en} ({count} rows)"
    return Problem(
        file=file,
        row=row,
        column="method",
        value=method,
        zh=f"{zh}；照原样导入，单独成类。已知的有：{'、'.join(known)}",
        en=f"{en}; it is loaded as it stands and told apart. Known are: {', '.join(known)}",
        kind="unknown_method",
        severity="warning",
    )
