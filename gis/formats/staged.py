"""A file under a name of our own, so that a driver sees what it wants and nothing else.

Drivers go by suffixes, take a path for an address (`/vsicurl/…`, `DRIVER:…`), look for side files
and write some. They get links in a folder of ours, which goes with the last who reads it.
"""

import shutil
import tempfile
import weakref
from pathlib import Path
from typing import Final

LAYER: Final = "layer"
"""The stem of the names."""


class Staged:
    """A temporary folder; it is removed when nobody holds this any more."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="landplan-"))
        self._end = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def link(self, path: Path, suffix: str) -> Path:
        """Return a name with a suffix for a file or folder."""
        linked = self.folder / f"{LAYER}{suffix}"
        linked.symlink_to(path.resolve())
        return linked

    def link_family(self, path: Path, suffix: str, others: tuple[str, ...]) -> Path:
        """Return a name with a suffix for a file, and for those beside it that go with it.

        They have its stem and one of the `others` suffixes, in any case; where two differ in case
        alone, those are taken that are written as the file is.
        """
        stem = path.stem.casefold()
        for beside in sorted(path.parent.iterdir(), key=lambda one: one.stem == path.stem):
            its = beside.suffix.lower()
            if its in others and beside.stem.casefold() == stem and beside.is_file():
                (self.folder / f"{LAYER}{its}").unlink(missing_ok=True)
                self.link(beside, its)
        return self.link(path, suffix)
