"""`POST /articles`: what a newsroom's own system or an agency sends, accepted once it is safe, or refused with
the field that is wrong."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from typing import Any

import orjson
import structlog
from aiohttp import web

from bot.errors import StoreFailed
from bot.intake.push import MOST_BYTES, TYPES, Wrong, parsed
from bot.newsroom import Newsroom
from bot.nouns import Article, Revision
from handlers.desk import guard

log = structlog.get_logger(__name__)

#: The most that may wait to be read: more is not accepted, as it would not be filed for an hour.
MOST_WAITING = 20_000
#: Requests in a second, on average and at once.
RATE, BURST = 20.0, 100.0
KEY = "Idempotency-Key"
#: Errors told of in one answer.
MOST_ERRORS = 100


class Bucket:
    """Lets so many through in a second."""

    def __init__(self, rate: float = RATE, burst: float = BURST, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left, self._at = burst, clock()

    def wait(self) -> float:
        """0.0 if one more may pass, which then counts; else how many seconds until it may."""
        now = self._clock()
        self._left, self._at = min(self._burst, self._left + (now - self._at) * self._rate), now
        if self._left < 1:
            return (1 - self._left) / self._rate
        self._left -= 1
        return 0.0


class Push:
    """The endpoint. ``token`` is what a sender has to show ("": nothing is accepted); ``told`` is called
    when something was taken in."""

    def __init__(self, newsroom: Newsroom, token: str, told: Callable[[], None], bucket: Bucket | None = None) -> None:
        self._newsroom = newsroom
        self._token = token
        self._told = told
        self._bucket = bucket or Bucket()

    def routes(self) -> list[web.RouteDef]:
        return [web.post(guard.PUSH, self.receive)]

    async def receive(self, request: web.Request) -> web.Response:
        """202 with the articles' ids, once they are safe in the archive; else what is wrong, and nothing of it
        is kept."""
        if refusal := self._refusal(request):
            return refusal
        body = await _body(request)
        if body is None:
            return _no(413, f"more than {MOST_BYTES / 1e6:.0f} MB; send the articles in several requests")
        articles, wrong = await asyncio.to_thread(parsed, body, request.content_type)
        if wrong:
            return _no(422, "nothing was taken in", wrong)
        return await self._take_in(articles, request.headers.get(KEY, ""), _digest(request.content_type, body))

    def _refusal(self, request: web.Request) -> web.Response | None:
        if not self._token:
            return _no(403, "nothing may be pushed here: WIRECHECK_PUSH_TOKEN is not set")
        kind, _, shown = request.headers.get("Authorization", "").partition(" ")
        known = hmac.compare_digest(shown.strip().encode("utf-8", "replace"), self._token.encode())
        if kind.lower() != "bearer" or not known:
            return _no(401, "send the header `Authorization: Bearer` with WIRECHECK_PUSH_TOKEN", challenge=True)
        if wait := self._bucket.wait():
            return _no(429, f"more than {RATE:.0f} requests a second; send batches", after=wait)
        if request.content_type not in TYPES:
            return _no(
                415, "send application/json (ours, or ninjs), application/x-ndjson, or application/xml (NewsML-G2)"
            )
        if (request.content_length or 0) > MOST_BYTES:
            return _no(413, f"more than {MOST_BYTES / 1e6:.0f} MB; send the articles in several requests")
        key = request.headers.get(KEY, "")
        if len(key) > 255 or not key.isprintable():
            return _no(400, f"{KEY} is longer than 255 characters, or not printable")
        return None

    async def _take_in(self, articles: Sequence[Article], key: str, digest: str) -> web.Response:
        store, now = self._newsroom.store, self._newsroom.clock()
        revisions = [Revision.of(article, now) for article in articles]
        accepted = [
            {"item": n, "article": r.edition.article_id, "revision": r.id, "ref": r.edition.ref}
            for n, r in enumerate(revisions)
        ]
        answer = orjson.dumps({"accepted": accepted})
        try:
            if (await store.inbox.tray()).waiting + len(articles) > MOST_WAITING:
                return _no(503, "too much is waiting to be read; send it again later", after=60.0)
            # Durable before it is answered: whoever has the 202 need not keep it.
            answered = await store.inbox.receive(articles, key=key, digest=digest, answer=answer, now=now)
        except StoreFailed as failed:
            log.error("a push was not taken in", reason=str(failed))
            return _no(503, "the archive cannot take it in now; send it again later", after=30.0)
        if answered.digest != digest:
            return _no(422, f"this {KEY} came with another body before; give each body a key of its own")
        if answered.first:
            log.info("pushed", articles=len(articles))
            self._told()
        return web.Response(status=202, body=answered.answer, content_type="application/json")


async def _body(request: web.Request) -> bytes | None:
    """The body, unpacked if it came packed; None when it is too large, however little was sent."""
    body = bytearray()
    async for piece in request.content.iter_chunked(64 * 1024):
        body += piece
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _digest(kind: str, body: bytes) -> str:
    return hashlib.sha256(kind.encode() + b"\0" + body).hexdigest()


def _no(
    status: int, error: str, wrong: Sequence[Wrong] = (), *, after: float = 0.0, challenge: bool = False
) -> web.Response:
    told: dict[str, Any] = {"error": error}
    if wrong:
        told["errors"] = [{"item": w.item, "field": w.field or None, "problem": w.problem} for w in wrong[:MOST_ERRORS]]
    headers = {"Retry-After": str(max(1, round(after)))} if after else {}
    if challenge:
        headers["WWW-Authenticate"] = "Bearer"
    return web.Response(status=status, body=orjson.dumps(told), content_type="application/json", headers=headers)
