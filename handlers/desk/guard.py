"""Who may look at the desk: the person at this machine, and no page or proxy on their behalf.

The desk needs no password because it answers to this machine only; so it must see that it really is
this machine that asks. A page elsewhere can point its own name at 127.0.0.1 (DNS rebinding: the Host
header gives it away), or send a form here (the Origin gives it away); a proxy says whom it speaks for.
What Slack and the operators call (``OPEN``) is guarded by signatures or by a state, or holds nothing secret; what is pushed
(``PUSH``) bears a token, which no browser adds by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

PUSH = "/articles"
OPEN = ("/slack/events", "/slack/install", "/slack/oauth_redirect", "/healthz", "/metrics")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "CF-Connecting-IP")

HEADERS = {
    # Everything comes from here: no inline script or style, no picture, font or frame from anywhere.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with it, browsers send the form's Origin as "null" and the desk could not tell.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

Refuse = Callable[[web.Request, int, str], web.StreamResponse]


def objection(request: web.BaseRequest, hosts: Collection[str] = LOOPBACK) -> str:
    """Why this request is not let in, in words for a person; "" when it is."""
    if request.method == "POST" and request.path == PUSH:  # guarded by a token; reading /articles is not
        return ""
    if any(request.path == p or request.path.startswith(f"{p}/") for p in OPEN):
        return ""
    if _name(request.host) not in hosts:
        return "The desk answers to its own machine only. Open it there, as http://127.0.0.1 or http://localhost."
    if any(header in request.headers for header in FORWARDED):
        return "The desk is not served through a proxy: let the proxy pass on /slack/events only."
    if request.method not in ("GET", "HEAD") and not _same_origin(request):
        return "This came from another page. Use the desk's own."
    return ""


def _name(host: str) -> str:
    """The host without its port; "" for what cannot be read."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _same_origin(request: web.BaseRequest) -> bool:
    """Browsers say where a form comes from, in one of two ways; what says neither is not let in."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site != "same-origin":
        return False
    if origin is not None:
        return origin.lower() in (f"http://{request.host.lower()}", f"https://{request.host.lower()}")
    return site is not None


def middleware(hosts: Collection[str], refuse: Refuse) -> Middleware:
    """Lets in who may come in; the rest gets the page ``refuse`` draws."""

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if wrong := objection(request, hosts):
            return refuse(request, 403, wrong)
        return await handler(request)

    return guard


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """For ``on_response_prepare``: so that errors and streams bear them too."""
    # Asked for again each time: a page and its script must be of the same version.
    response.headers.setdefault("Cache-Control", "no-cache")
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
