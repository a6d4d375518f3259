"""The connection the bot fetches through: to addresses on the open internet only, checked twice.

The name is resolved once, what is inside a network is left out, and the connection goes to what is left.
The socket is checked again as it is made, since an address can also be written as a number and then
nothing is resolved.
"""

from __future__ import annotations

import socket

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.intake.addresses import is_open


class Inside(OSError):
    """The address is inside a network. An ``OSError``, so that aiohttp takes it for a failed connection."""


class OpenResolver(AbstractResolver):
    """Resolves like ``inner`` and leaves out what is not on the open internet."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        kept = [result for result in found if is_open(result["host"])]
        if found and not kept:
            raise Inside(f"{host} leads inside a network")
        return kept

    async def close(self) -> None:
        await self._inner.close()


def open_socket(info: aiohttp.AddrInfoType) -> socket.socket:
    """A socket for this address; raises ``Inside`` when it is not on the open internet."""
    family, kind, protocol, _, address = info
    if not is_open(str(address[0])):
        raise Inside(f"{address[0]} is inside a network")
    return socket.socket(family, kind, protocol)


def connector(*, allow_private: bool, resolver: AbstractResolver | None = None) -> aiohttp.TCPConnector:
    """A connector that keeps these rules; ``allow_private`` drops them."""
    inner = resolver or aiohttp.ThreadedResolver()
    if allow_private:
        return aiohttp.TCPConnector(resolver=inner, limit_per_host=2)
    # No DNS cache: what was checked a while ago may lead elsewhere by now.
    return aiohttp.TCPConnector(
        resolver=OpenResolver(inner), socket_factory=open_socket, use_dns_cache=False, limit_per_host=2
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
