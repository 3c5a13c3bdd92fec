"""Who calls: the user of the machine."""

import getpass
import os


def user() -> str:
    """Return the user's name; in a container that has no name for it, its number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
