"""The vendored packages: what `layers/vendor/catalogue.json` says of them, and their files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@dataclass(frozen=True)
class Package:
    """A release on npm, of which some files stand in `layers/vendor`.

    Parameters
    ----------
    name, version, licence
        As the release says.
    licence_file
        The file of the release that holds the licence or, where it ships none, names it.
    integrity
        The hash of the release as npm tells it.
    files
        Path within the release to SHA-256.
    links
        Address, as folium, branca or geopandas write it into a page, to path.
    note
        Why the version is not the one that a link names, or what else is to be known.
    """

    name: str
    version: str
    licence: str
    licence_file: str
    integrity: str
    files: Mapping[str, str]
    links: Mapping[str, str]
    note: str = ""

    @property
    def folder(self) -> Traversable:
        """Where the files stand."""
        name = self.name.lstrip("@").replace("/", "-")
        return vendor_folder() / f"{name}-{self.version}"

    def read(self, path: str) -> bytes:
        """Return a file's bytes; a KeyError where the catalogue does not list it."""
        self.files[path]
        return self.folder.joinpath(*path.split("/")).read_bytes()

    def text(self, path: str) -> str:
        """Return a file's text with the line ends that a browser makes of them, and hashes."""
        return self.read(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def vendor_folder() -> Traversable:
    """Return the folder of the vendored files."""
    return files("layers") / "vendor"


@cache
def packages() -> tuple[Package, ...]:
    """Return every vendored package."""
    catalogue = json.loads((vendor_folder() / "catalogue.json").read_text("utf-8"))
    return tuple(Package(**package) for package in catalogue["packages"])


def package(name: str, version: str) -> Package:
    """Return one vendored package; a LookupError where there is none."""
    for found in packages():
        if (found.name, found.version) == (name, version):
            return found
    raise LookupError(f"{name} {version} is not vendored")


@cache
def linked_files() -> Mapping[str, tuple[Package, str]]:
    """Return what each known address stands for: a package and a path in it."""
    return {url: (found, path) for found in packages() for url, path in found.links.items()}
