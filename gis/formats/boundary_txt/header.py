"""What stands before the parcels: sections, and lines of key=value."""

import re
from dataclasses import dataclass, field
from typing import Final

from gis.formats.boundary_txt.words import KEYS_OF_SYSTEM, bare, half_width, key_of
from gis.problems import Problem

MOST_KEYS: Final = 200
LONGEST_KEY: Final = 40

_SECTION = re.compile(r"\[\s*([^\[\],]*?)\s*\]")


@dataclass(slots=True)
class Header:
    """What a file says of itself.

    `told` holds the values by key, as they are found, `rows` the line of each.
    """

    told: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, text: str, row: int, file: str, problems: list[Problem]) -> None:
        """Take in a line `key=value`; of a key that comes twice the first counts."""
        at = half_width(text).index("=")
        key, value = key_of(text[:at]), bare(text[at + 1 :])
        full = len(self.told) >= MOST_KEYS and key not in KEYS_OF_SYSTEM
        if full or not 0 < len(key) <= LONGEST_KEY:
            zh, en = (
                "文件头的这一行太多或太长，未读取",
                "a header line too many or too long: not read",
            )
            problems.append(_warning(file, row, text, zh, en, "header_line"))
        elif self.told.setdefault(key, value) != value:
            zh = f"“{key}”出现两次且不同，以第 {self.rows[key]} 行的“{self.told[key]}”为准"
            en = f"{key!r} comes twice and differs: that of line {self.rows[key]} counts"
            problems.append(_warning(file, row, value, zh, en, "key_twice", column=key))
        else:
            self.rows.setdefault(key, row)

    @property
    def of_land(self) -> dict[str, str]:
        """What is told of the land rather than of its coordinates."""
        return {key: value for key, value in self.told.items() if key not in KEYS_OF_SYSTEM}


def section_of(text: str) -> str | None:
    """Return the name of the section that a line begins, "" for a row of field names; else None."""
    told = half_width(text)
    if not told.startswith("["):
        return None
    found = _SECTION.fullmatch(told)
    if found and not found[1].startswith("字段"):
        return re.sub(r"\s+", "", found[1])
    return ""


def is_key_line(text: str) -> bool:
    """Tell whether a line that is no point and no parcel is one of key=value."""
    return "=" in text or "＝" in text


def _warning(
    file: str, row: int, value: str, zh: str, en: str, kind: str, *, column: str = ""
) -> Problem:
    return Problem(
        file=file, row=row, column=column, value=value, zh=zh, en=en, kind=kind, severity="warning"
    )
