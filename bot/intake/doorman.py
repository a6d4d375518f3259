"""The connection the bot fetches through: to addresses on the open internet only, checked twice.

The name is resolved once, what is inside a network is left out, and the connection goes to what is left.
The socket is checked again as it is made, since an address can also be written as a number and then
nothing is resolved.
"""

from __future__ import annotations

import socket
from collections.abc import Callable

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.intake.addresses import IsOpen


class Inside(OSError):
    """The address is inside a network. An ``OSError``, so that aiohttp takes it for a failed connection."""


class OpenResolver(AbstractResolver):
    """Resolves like ``inner`` and leaves out what is not open."""

    def __init__(self, inner: AbstractResolver, is_open: IsOpen) -> None:
        self._inner = inner
        self._is_open = is_open

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        kept = [result for result in found if self._is_open(result["host"])]
        if found and not kept:
            raise Inside(f"{host} leads inside a network")
        return kept

    async def close(self) -> None:
        await self._inner.close()


def open_sockets(is_open: IsOpen) -> Callable[[aiohttp.AddrInfoType], socket.socket]:
    """Makes sockets for open addresses; raises ``Inside`` for any other."""

    def made(info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = info
        if not is_open(str(address[0])):
            raise Inside(f"{address[0]} is inside a network")
        return socket.socket(family, kind, protocol)

    return made


def connector(is_open: IsOpen, resolver: AbstractResolver | None = None) -> aiohttp.TCPConnector:
    """A connector to open addresses only."""
    return aiohttp.TCPConnector(
        resolver=OpenResolver(resolver or aiohttp.ThreadedResolver(), is_open),
        socket_factory=open_sockets(is_open),
        use_dns_cache=False,  # what was checked a while ago may lead elsewhere by now
        limit_per_host=2,
    )


def led_inside(error: BaseException) -> bool:
    """Whether this failure, or what caused it, is that the address is inside a network."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, Inside) or isinstance(getattr(seen, "os_error", None), Inside):
            return True
        if isinstance(seen, BaseExceptionGroup) and any(led_inside(e) for e in seen.exceptions):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
