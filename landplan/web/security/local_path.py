"""An address to go on to: one of this site, whatever a request says."""

from typing import Final
from urllib.parse import urlsplit

HOME: Final = "/"
_LONGEST: Final = 2000


def local_path(told: str) -> str:
    r"""Return an address of this site as it is told, `/` for any other.

    A browser takes `//host`, `/\host` and what hides behind control characters for another host.
    """
    odd = not told.isprintable() or "\\" in told or len(told) > _LONGEST
    if odd or not told.startswith("/") or told.startswith("//"):
        return HOME
    parts = urlsplit(told)
    return told if not parts.scheme and not parts.netloc else HOME
