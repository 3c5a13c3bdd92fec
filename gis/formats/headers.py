"""Column names as people write them, made comparable."""

import re
import unicodedata
from typing import Final

_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_BETWEEN: Final = re.compile(r"[\s_-]+")


def folded(header: str) -> str:
    """Return a header without what people write now so, now otherwise.

    Case, full width, spaces, underscores, hyphens, and a unit or a remark in brackets.
    """
    plain = unicodedata.normalize("NFKC", header).casefold()
    return _BETWEEN.sub("", _IN_BRACKETS.sub("", plain))
