"""Ids for events of a list that gives none: the same list gives the same ids.

By the number that the trade has for a supply, the supervision number or that of the contract; else
by parcel and day. What was taken back (`landplan imports undo`) stands in the ledger with its
correction: imported again it gets a new id, `~2` behind the old one.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, text

from projects.package.rows import day_of

_UNFIT: Final = re.compile(r"[\s;|]+")
_LONGEST: Final = 90
_PREFIX: Final = {"storage": "SC", "supply": "GY", "reversal": "CX"}

_UNDONE: Final = text(
    "select c.corrects from landplan.land_event c"
    " join landplan.batch b on b.batch_id = c.batch_id and b.undoes is not null"
    " where c.plan_id = :plan and c.corrects is not null"
)


def with_ids(told: Sequence[Mapping[str, str]]) -> list[str]:
    """Return an id for each of some events: their own, or one made of what they say.

    Parameters
    ----------
    told
        Their cells, in the order of the list.
    """
    made = [cells.get("event_id") or _made(cells) for cells in told]
    own = [bool(cells.get("event_id")) for cells in told]
    count = Counter(one for one, is_own in zip(made, own, strict=True) if not is_own)
    found, seen = [], Counter[str]()
    for one, is_own, cells in zip(made, own, told, strict=True):
        if is_own:
            found.append(one)
            continue
        name = one
        if count[one] > 1 and (parcel := _fit(cells.get("parcel_id", ""))) not in one:
            name = f"{one}-{parcel}"[:_LONGEST]
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found


def in_turn(connection: Connection, plan_id: str, ids: Sequence[str]) -> dict[str, str]:
    """Return for each id the one that is next, where what had it was taken back."""
    undone = set(connection.scalars(_UNDONE, {"plan": plan_id}))
    found = {}
    for one in ids:
        name, turn = one, 1
        while name in undone:
            turn += 1
            name = f"{one}~{turn}"
        found[one] = name
    return found


def _made(cells: Mapping[str, str]) -> str:
    prefix = _PREFIX.get(cells.get("kind", ""), "SJ")
    number = cells.get("supervision_no") or cells.get("contract_no")
    if number and cells.get("kind") == "supply":
        return f"{prefix}-{_fit(number)}"
    told = cells.get("date", "")
    date = day_of(told)
    day = re.sub(r"\D", "", told)[:8] if date is None else date.strftime("%Y%m%d")
    return "-".join(part for part in (prefix, _fit(cells.get("parcel_id", "")), day) if part)


def _fit(told: str) -> str:
    return _UNFIT.sub("_", told.strip())[:_LONGEST]
