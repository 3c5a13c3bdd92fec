"""Scripts and styles as text that can stand inside a page, instead of links to other hosts."""

import base64
import json
import posixpath
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from layers.offline.catalogue import Package, linked_files, package

_FOLIUM: Final = "https://cdn.jsdelivr.net/gh/python-visualization/folium"
_IN_FOLIUM: Final = {
    f"{_FOLIUM}@main/folium/templates/leaflet_heat.min.js": "leaflet_heat.min.js",
    f"{_FOLIUM}/folium/templates/pa7_hm.min.js": "pa7_hm.min.js",
    f"{_FOLIUM}/folium/templates/pa7_leaflet_hm.min.js": "pa7_leaflet_hm.min.js",
}
"""Links to files that the installed folium has itself."""

_ROTATED_ICONS: Final = f"{_FOLIUM}/folium/templates/leaflet.awesome.rotate.min.css"
"""A class for each whole degree, which folium does not ship: it is written out here."""

_URL: Final = re.compile(r"url\(\s*(['\"]?)([^'\")]+)\1\s*\)")
_FONT_SOURCES: Final = re.compile(r"(src:)([^;}]*)")

_KINDS: Final = {
    ".gif": "image/gif",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}

_ICON_IMAGES: Final = {
    "iconUrl": "dist/images/marker-icon.png",
    "iconRetinaUrl": "dist/images/marker-icon-2x.png",
    "shadowUrl": "dist/images/marker-shadow.png",
}


@dataclass(frozen=True)
class Asset:
    """A script or a style, safe between its tags; `notice` is its licence, once a page."""

    text: str
    notice: str = ""


@cache
def asset(url: str) -> Asset | None:
    """Return what a link to a script or style stands for; None where it is not vendored.

    Parameters
    ----------
    url
        As it stands in a page: `https:`, `http:` or without a scheme.
    """
    url = re.sub(r"^(http:)?//", "https://", url)
    if url == _ROTATED_ICONS:
        return Asset("".join(f".fa-rotate-{n}{{transform:rotate({n}deg)}}\n" for n in range(360)))
    if url in _IN_FOLIUM:
        template = files("folium") / "templates" / _IN_FOLIUM[url]
        return Asset(script_text(template.read_text("utf-8")))
    release, path = linked_files().get(url, (None, ""))
    if release is None or not path.endswith((".js", ".css")):
        return None
    text = style(release, path) if path.endswith(".css") else script(release, path)
    return Asset(text, notice(release))


def script(release: Package, path: str) -> str:
    """Return a vendored script that can stand between script tags."""
    text = script_text(release.text(path))
    return text + marker_images() if path == "dist/leaflet.js" else text


def marker_images() -> str:
    """Return the script that gives Leaflet the images of its markers.

    Leaflet asks its style where they are: inside a page there is no such place.
    """
    leaflet = package("leaflet", "1.9.3")
    images = {option: data_url(leaflet, image) for option, image in _ICON_IMAGES.items()}
    return (
        "\ndelete L.Icon.Default.prototype._getIconUrl;"
        f"\nL.Icon.Default.mergeOptions({json.dumps(images)});\n"
    )


def script_text(text: str) -> str:
    """Return a script that cannot end its own tag, without the link to its source map."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as a browser reads and hashes it
    text = re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"</(?=script)", r"<\\/", text, flags=re.IGNORECASE)
    return text.replace("<!--", r"<\!--")


def style(release: Package, path: str) -> str:
    """Return a vendored style with its fonts and images inside."""
    text = release.text(path).removeprefix('@charset "utf-8";')
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", text)

    def file_of(address: str) -> tuple[Package, str]:
        target = address.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]
        if target.startswith("//"):
            return linked_files()[f"https:{target}"]
        return release, posixpath.normpath(posixpath.join(posixpath.dirname(path), target))

    def is_vendored(source: str) -> bool:
        try:
            where, file = file_of(_URL.sub(r"\2", source).split()[0])
        except KeyError:
            return False
        return file in where.files

    def fonts(declaration: re.Match[str]) -> str:
        """Keep the formats that are vendored: woff2, which every browser takes first."""
        sources = [s for s in re.split(r",(?=\s*url)", declaration[2]) if is_vendored(s)]
        return declaration[1] + ",".join(sources) if sources else ""

    def inside(link: re.Match[str]) -> str:
        if link[2].startswith(("data:", "#")):
            return link[0]
        return f'url("{data_url(*file_of(link[2]))}")'

    text = re.sub(r"(@font-face\s*{[^}]*})", lambda face: _FONT_SOURCES.sub(fonts, face[0]), text)
    return _URL.sub(inside, text)


def data_url(release: Package, path: str) -> str:
    """Return a vendored image or font as an address that holds it."""
    kind = _KINDS[posixpath.splitext(path)[1]]
    return f"data:{kind};base64,{base64.b64encode(release.read(path)).decode()}"


def notice(release: Package) -> str:
    """Return the comment that keeps a package's licence beside its code."""
    licence = release.text(release.licence_file)
    text = f"{release.name} {release.version} ({release.licence})\n\n{licence}"
    return "/*\n" + text.replace("*/", "* /").strip() + "\n*/\n"
