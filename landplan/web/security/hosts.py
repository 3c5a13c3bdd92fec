"""By which names the site may be asked: else a foreign page could name it as its own host.

A page of another site whose name comes to mean this machine (DNS rebinding) would be of the same
origin as ours, and could read all that its visitor may.
"""

import socket
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from landplan.web.settings import SiteSettings


class AllowedHosts:
    """Refuse a request whose `Host` is none of this machine's names and none of the settings'.

    Those of this machine are `localhost`, loopback addresses, its name, the host that it was told
    to serve on, and the address at which the request came in.
    """

    def __init__(self, app: ASGIApp, *, names: frozenset[str]) -> None:
        self.app = app
        self.names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 421."""
        if scope["type"] != "http" or self._is_ours(scope):
            await self.app(scope, receive, send)
            return
        answer = PlainTextResponse(
            "本站不以这个主机名提供服务；如需使用，请管理员把它加入 LANDPLAN_ALLOWED_HOSTS\n"
            "This site is not served by that host name; if it should be, ask the administrator to "
            "add it to LANDPLAN_ALLOWED_HOSTS\n",
            status_code=421,
        )
        await answer(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        asked = Headers(scope=scope).getlist("host")
        if len(asked) != 1:
            return False
        name = host_of(asked[0])
        came_to = scope.get("server")
        return (
            name in self.names
            or _is_loopback(name)
            or (came_to is not None and name == str(came_to[0]).lower())
        )


def allowed_names(settings: SiteSettings, host: str | None) -> frozenset[str]:
    """Return the names of this machine, those of the settings, and the host that is served on."""
    told = [host or "", *settings.allowed_hosts.split(",")]
    ours = {host_of(one.strip()) for one in told} | {"localhost", socket.gethostname().lower()}
    return frozenset(ours - {"", "0.0.0.0", "::"})  # noqa: S104  # of all addresses, no name


def host_of(told: str) -> str:
    """Return the host of a `Host` header without its port; an IPv6 address without its brackets."""
    told = told.lower().removesuffix(".")
    if told.startswith("["):
        address, _, port = told[1:].partition("]")
        return address if port == "" or port.startswith(":") else ""
    return told if told.count(":") > 1 else told.partition(":")[0].removesuffix(".")


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
