"""A file under a name of our own, so that a driver sees what it wants and nothing else.

Drivers go by suffixes, take a path for an address (`/vsicurl/…`, `DRIVER:…`), look for side files
and write some. They get links in a folder of ours, which goes with the last who reads it.
"""

import shutil
import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Final

LAYER: Final = "layer"
"""The stem of the names."""

SIDE_FILES: Final[Mapping[str, tuple[str, ...]]] = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg"),
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
}
"""Suffix of a file → those of what goes with it, beside it and of its stem."""


def family_of(path: Path, form: str) -> list[Path]:
    """Return the files beside one that go with it, in any case.

    Where two differ in case alone, the last is the one that is written as the file is.

    Parameters
    ----------
    form
        Its suffix as it should be.
    """
    stem, others = path.stem.casefold(), SIDE_FILES.get(form, ())
    return [
        beside
        for beside in sorted(path.parent.iterdir(), key=lambda one: (one.stem == path.stem, one))
        if beside.suffix.lower() in others and beside.stem.casefold() == stem and beside.is_file()
    ]


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

    def link_family(self, path: Path, suffix: str) -> Path:
        """Return a name with a suffix for a file, and for those beside it that go with it."""
        for its, beside in {one.suffix.lower(): one for one in family_of(path, suffix)}.items():
            self.link(beside, its)
        return self.link(path, suffix)
