"""Links between the resources of `/ogc`: whole addresses, the plan and the language kept."""

from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import Request

from landplan.language import Say
from landplan.web.asked import language_of
from landplan.web.ogc.asked import FORMATS, GEOJSON, MEDIA

KEPT: Final = ("plan", "lang")
"""What every link takes along of the address that was asked."""

_IN_WORDS: Final = {"json": "JSON", "html": "HTML", "csv": "CSV", "parquet": "GeoParquet"}

Link = dict[str, Any]


class Links:
    """The links of one answer.

    Parameters
    ----------
    request
        The request that is answered: its host and path, and what is kept of its query.
    """

    def __init__(self, request: Request) -> None:
        self._root = f"{str(request.base_url).rstrip('/')}/ogc"
        self._request = request
        self._kept = {
            name: request.query_params[name] for name in KEPT if name in request.query_params
        }
        self.say = Say(language_of(request))

    def address(self, *path: str, **query: Any) -> str:
        """Return the address of a resource; the parts of the path are quoted."""
        told = "".join(f"/{quote(part, safe='')}" for part in path)
        asked = {**self._kept, **query}
        return f"{self._root}{told}" + (f"?{urlencode(asked)}" if asked else "")

    def here(self, **query: Any) -> str:
        """Return the address that was asked with some of its query changed; None: left out."""
        asked = {**dict(self._request.query_params), **query}
        told = {name: value for name, value in asked.items() if value is not None}
        path = self._request.url.path
        root = str(self._request.base_url).rstrip("/")
        return f"{root}{quote(path)}" + (f"?{urlencode(told)}" if told else "")

    def link(self, rel: str, href: str, media: str, zh: str, en: str) -> Link:
        """Return a link as JSON has it."""
        return {"rel": rel, "href": href, "type": media, "title": self.say(zh, en)}

    def of_document(self) -> list[Link]:
        """Return self and alternate of a document that is JSON and HTML."""
        return [
            self.link("self", self.here(f="json"), MEDIA["json"], "本文件", "This document"),
            self.link("alternate", self.here(f="html"), MEDIA["html"], "网页", "As a page"),
        ]

    def of_features(self) -> list[Link]:
        """Return self and alternates of features, in every format."""
        return [
            self.link(
                "self" if form == "json" else "alternate",
                self.here(f=form),
                GEOJSON if form == "json" else MEDIA[form],
                "GeoJSON" if form == "json" else _IN_WORDS[form],
                "GeoJSON" if form == "json" else _IN_WORDS[form],
            )
            for form in FORMATS
        ]
