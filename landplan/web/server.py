"""The server: it listens, or says in one sentence why it cannot."""

import errno
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from gis.errors import LandplanError, WrongUseError
from landplan.web.patience import PatientProtocol

Application = Callable[[], FastAPI]
"""Makes the application; with several workers each makes its own, so it can be pickled."""


def serve(
    make: Application,
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    workers: int = 1,
    announce: Callable[[int], None] | None = None,
) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    workers
        Processes that answer: one that ends is begun anew. What they share is in the database.
    announce
        Called once, with the port, as soon as it listens.

    Raises
    ------
    LandplanError
        If the port is in use or may not be opened, or the host is none of this machine.
    """
    with _listening(host, port) as listener:
        if announce is not None:
            announce(listener.getsockname()[1])
        config = uvicorn.Config(
            make,
            factory=True,
            http=PatientProtocol,
            workers=workers,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=3,
            timeout_worker_healthcheck=30,  # one that starts on a busy machine is not hung
            proxy_headers=False,  # the site has its own setting for the proxies it believes
        )
        with suppress(KeyboardInterrupt):  # uvicorn has already closed everything
            if workers == 1:
                uvicorn.Server(config).run(sockets=[listener])
            else:
                Multiprocess(config, sockets=[listener]).run()


def refuse_busy_port(*, host: str, port: int) -> None:
    """Find out before long work whether `serve` could listen.

    Raises
    ------
    LandplanError
        As `serve`.
    """
    _listening(host, port).close()


def _listening(host: str, port: int) -> socket.socket:
    """Return a listening socket; uvicorn's own way to say that a port is taken is to exit."""
    if not 0 <= port <= 65535:
        raise WrongUseError(
            f"端口 {port} 不存在；请用 --port 指定 1 至 65535 之间的端口",
            f"there is no port {port}; give one from 1 to 65535 with --port",
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise _refusal(error, host=host, port=port) from error
    # What is accepted takes this over. asyncio sets it only where it knows a socket for TCP, which
    # it does not know of one made elsewhere; without it an answer waits some 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _refusal(error: OSError, *, host: str, port: int) -> LandplanError:
    if error.errno == errno.EADDRINUSE:
        return LandplanError(
            f"端口 {port} 已被占用；请关闭占用它的程序，或用 --port 换一个端口",
            f"port {port} is already in use; stop what uses it, or choose another with --port",
        )
    if error.errno == errno.EACCES:
        return LandplanError(
            f"无权使用端口 {port}；请用 --port 指定 1024 以上的端口",
            f"port {port} may not be opened; choose one above 1023 with --port",
        )
    return LandplanError(
        f"无法在 {host} 的端口 {port} 上提供服务（{error.strerror}）；请用 --host 指定本机的地址",
        f"cannot serve on {host}, port {port} ({error.strerror}); "
        "give an address of this machine with --host",
    )
