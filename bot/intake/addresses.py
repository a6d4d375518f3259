"""Which addresses the bot keeps away from: everything that is not out on the open internet.

A URL is typed by whoever is in the channel, or stands in somebody's feed; fetching it must not reach
what only this machine or its network can see.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from bot.errors import Refused

#: Global by its number, yet the inside of a cloud: the host's own agent answers there.
INSIDE = frozenset({ip_address("168.63.129.16")})
#: IPv6 ranges that wrap an IPv4 address: a wrapped private address is a private address.
NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
COMPATIBLE = IPv6Network("::/96")
SITE_LOCAL = ip_network("fec0::/10")

IsOpen = Callable[[str], bool]

SCHEMES = {"http": 80, "https": 443}
#: Below this, other services than the web listen: mail, ssh, databases of old.
FIRST_FREE_PORT = 1024


def is_open(address: str) -> bool:
    """Whether this IP address is out on the internet, and anybody may ask it."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_open(each) for each in (ip, *_wrapped(ip)))


def _is_open(ip: IPv4Address | IPv6Address) -> bool:
    if ip in INSIDE or ip.is_multicast or ip.is_unspecified or ip.is_loopback:
        return False
    if isinstance(ip, IPv6Address):
        # A mapped address is judged by what it wraps; Python calls some of them not global, some global.
        return ip.ipv4_mapped is not None or (ip.is_global and ip not in SITE_LOCAL and ip not in COMPATIBLE)
    return ip.is_global and not ip.is_reserved


def _wrapped(ip: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    if not isinstance(ip, IPv6Address):
        return ()
    inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if any(ip in network for network in NAT64):
        inner.append(IPv4Address(int(ip) & 0xFFFFFFFF))
    return tuple(i for i in inner if i is not None)


def anywhere(address: str) -> bool:
    """For tests, and for newsrooms that set it on purpose: no address is kept away from."""
    return True


def checked(url: str, *, is_open: IsOpen = is_open) -> SplitResult:
    """The URL taken apart, if the bot may fetch it so far as its words tell. Raises ``Refused``."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Refused(f"{url}: is no address of a page ({error})") from error
    if parts.scheme not in SCHEMES:
        raise Refused(f"{url}: only http and https addresses are fetched")
    if not host:
        raise Refused(f"{url}: names no host")
    if parts.username is not None or parts.password is not None:
        raise Refused(f"{host}: an address with a name or password in it is not fetched; leave them out")
    if port is not None and port < FIRST_FREE_PORT and port not in SCHEMES.values():
        raise Refused(f"{host}: port {port} is not one of the web's")
    # A name is checked when it is resolved, and again when it is connected to.
    if _is_number(host) and not is_open(host):
        raise Refused(f"{host}: is an address inside a network; only pages on the internet are fetched")
    return parts


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
