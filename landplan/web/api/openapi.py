"""The OpenAPI of `/api/v1`, from the routes themselves."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fastapi import Request
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute, compile_path

from gis.errors import WrongUseError
from landplan.web.api.shapes import Wrong
from landplan.web.asked import told_twice

WRONG: dict[int | str, dict[str, Any]] = {
    404: {"model": Wrong, "description": "没有 / not there"},
    422: {"model": Wrong, "description": "参数不对 / a wrong parameter"},
}
"""How every route answers what it cannot."""

WRONG_WRITE: dict[int | str, dict[str, Any]] = {
    400: {"model": Wrong, "description": "不是 JSON / no JSON"},
    401: {"model": Wrong, "description": "没有登录或令牌 / no log-in and no token"},
    403: {"model": Wrong, "description": "没有权限 / not permitted"},
}
"""How those that write do beside."""


def openapi(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """Return the document."""
    return get_openapi(
        title="landplan API",
        version="1",
        summary="与命令行 --format json 相同的 JSON / the JSON of the commands' --format json",
        routes=routes,
    )


@dataclass(frozen=True, slots=True)
class Address:
    """An address as the page shows it: parameters as name, where it stands, values, meaning."""

    method: str
    path: str
    told: str
    parameters: tuple[tuple[str, str, str, str], ...]


def addresses(document: dict[str, Any]) -> list[Address]:
    """Return the addresses of a document, in its order."""
    return [
        Address(
            method.upper(),
            path,
            told["description"].replace("`", ""),
            (*_parameters(told), *_body(told, document)),
        )
        for path, methods in document["paths"].items()
        for method, told in methods.items()
    ]


def _parameters(told: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for one in told.get("parameters", ()):
        yield one["name"], one["in"], _values(one["schema"]), one.get("description", "")


def _body(told: dict[str, Any], document: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the fields of the JSON that is sent."""
    for content in told.get("requestBody", {}).get("content", {}).values():
        name = content["schema"]["$ref"].rpartition("/")[2]
        for field, schema in document["components"]["schemas"][name]["properties"].items():
            yield field, "body", _values(schema), ""


def _values(schema: dict[str, Any]) -> str:
    """Return what a parameter may be: its codes, else its type."""
    if "anyOf" in schema:
        return ", ".join(_values(one) for one in schema["anyOf"] if one.get("type") != "null")
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    return str(schema.get("type", ""))


class KnownParameters:
    """Refuses a parameter that an address does not know, or twice: no slip is passed over.

    Parameters
    ----------
    routes
        Gives the routes, when they are all there.
    """

    def __init__(self, routes: Callable[[], Sequence[BaseRoute]]) -> None:
        self._routes = routes

    def __call__(self, request: Request) -> None:
        """Refuse.

        Raises
        ------
        WrongUseError
            Naming the parameters that there are, or the one that is told twice.
        """
        known = self._of(request.url.path)
        names = [name for name, _ in request.query_params.multi_items()]
        for at, name in enumerate(names):
            if name in names[:at]:
                raise told_twice(name)
            if known is not None and name not in known:
                raise WrongUseError(
                    f"没有参数“{name[:60]}”；可用：{'、'.join(known)}",
                    f"there is no parameter {name[:60]!r}; there are: {', '.join(known)}",
                )

    def _of(self, path: str) -> list[str] | None:
        """Return the names that an address takes; None where the document does not tell of it."""
        return next((names for form, names in self._told if form.fullmatch(path)), None)

    @cached_property
    def _told(self) -> list[tuple[re.Pattern[str], list[str]]]:
        return [
            (
                compile_path(path)[0],
                [
                    one["name"]
                    for told in methods.values()
                    for one in told["parameters"]
                    if one["in"] == "query"
                ],
            )
            for path, methods in openapi(self._routes())["paths"].items()
        ]
