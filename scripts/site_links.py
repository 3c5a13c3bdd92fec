"""A hook of mkdocs: what pages link to outside docs/ is told by its path, as no site has it."""

import re
from typing import Any

_OUTSIDE = re.compile(r"\[[^\]]+\]\(\.\./([^)]+)\)")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Return the text of a page for the site."""
    return _OUTSIDE.sub(r"`\1`", markdown)
