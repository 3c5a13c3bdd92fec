"""Text from data made safe to set in a document: no forbidden characters, no reordering."""

import re
from collections.abc import Iterable, Sequence

MARK = "\ufffd"
"""Stands, visibly, where a character was that no document may hold."""
_MOST_NAMED = 6

_SPACES = re.compile("\r\n|[\t\n\v\f\r\x85\u2028\u2029]")

# What XML 1.0 forbids, the other control characters, and the characters that reorder text
# from outside (embeddings, overrides, isolates), which could turn the figures beside a name.
_FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\ufff9-\ufffb\u202a-\u202e\u2066-\u2069]"
)

# Letters written from right to left, with the marks and spaces between them.
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_LEFT_TO_RIGHT_MARK = "\u200e"
_CHANGES = re.compile(rf"{_SPACES.pattern}|{_FORBIDDEN.pattern}|[{_RIGHT}]")
_RIGHT_TO_LEFT = re.compile(rf"[{_RIGHT}](?:[{_RIGHT}\W]*[{_RIGHT}])?{_LEFT_TO_RIGHT_MARK}?")


def plain(text: str) -> str:
    """Return text on one line that any writer may set.

    Line ends and tabs become spaces. What XML 1.0 forbids, other control characters and bidi
    controls become `MARK`. An invisible left-to-right mark follows a run of Hebrew or Arabic, so
    that a figure behind it stays behind it. Setting the result again changes nothing.
    """
    if _CHANGES.search(text) is None:
        return text
    visible = _FORBIDDEN.sub(MARK, _SPACES.sub(" ", text))
    return _RIGHT_TO_LEFT.sub(_closed_run, visible)


def unprintable(texts: Iterable[str]) -> set[str]:
    """Return the characters of some texts that `plain` puts a mark for."""
    return {found for text in texts for found in _FORBIDDEN.findall(_SPACES.sub(" ", text))}


def named(characters: Sequence[str]) -> str:
    """Return characters by their codes, the first six of many: `U+202E U+2066`."""
    codes = [f"U+{ord(character):04X}" for character in characters]
    return " ".join(codes[:_MOST_NAMED]) + (" …" if len(codes) > _MOST_NAMED else "")


def _closed_run(run: re.Match[str]) -> str:
    return run.group().rstrip(_LEFT_TO_RIGHT_MARK) + _LEFT_TO_RIGHT_MARK
