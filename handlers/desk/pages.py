"""The archive on the desk: the articles, each article with its claims marked, and the disputes side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.errors import BadInput, Misquoted, NotOnFile
from bot.newsroom import Newsroom
from bot.nouns import Claim, Conflict, Dispute, Dossier, Edited, Edition, Span, Statement
from handlers.desk import editions, marks
from handlers.desk.views import Views
from handlers.slack import quoting
from handlers.slack.dispute_blocks import in_quote

PAGE = 40  # articles on one page of the list


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair as it is shown: the quotation in runs, those that clash in bold. No runs: the
    archive no longer has these words, and nothing is shown in their place."""

    statement: Statement
    runs: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    conflict: Conflict
    old: Side
    new: Side


class Pages:
    """The pages about what is on file. Each handler fetches, decides nothing, and has a template drawn."""

    def __init__(self, newsroom: Newsroom, views: Views) -> None:
        self._newsroom, self._views = newsroom, views

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/articles", self.articles),
            web.get("/articles/{ref}", self.article),
            web.get("/claims/{claim}", self.claim),
            web.get("/disputes", self.disputes),
            web.get("/disputes/{dispute}", self.dispute),
        ]

    async def articles(self, request: web.Request) -> web.Response:
        """What is on file, last filed first."""
        offset = max(_whole(request.query.get("from", "0")), 0)
        found = await self._newsroom.articles(limit=PAGE + 1, offset=offset)
        return self._views.page(
            "articles.html",
            articles=found[:PAGE],
            offset=offset,
            step=PAGE,
            more=len(found) > PAGE,
            counts=await self._newsroom.counts(),
        )

    async def article(self, request: web.Request) -> web.Response:
        """One article: its text with the claims marked, and every claim in a table."""
        ref = request.match_info["ref"]
        try:
            found = await self._newsroom.dossier(ref)
        except NotOnFile:
            return self._views.missing("article", ref)
        wanted = request.query.get("revision", "")
        if wanted and all(e.revision_id != wanted for e, _ in found.revisions):
            return self._views.missing("revision", wanted)
        at, before = editions.shown_and_older(found, wanted)
        edition, claims = found.revisions[at]
        older = None if before is None else found.revisions[before][0]
        values: dict[str, Any] = {
            "text": await self._newsroom.text(edition.revision_id),
            "older": older,
            "older_text": await self._newsroom.text(older.revision_id) if older else "",
            "later": found.edits.get(found.revisions[at - 1][0].revision_id) if at else None,
            "disputes": await self._about(claims),
        }
        # In a thread: a book of a text takes seconds to mark up, and nobody else should wait for it.
        return await asyncio.to_thread(self._marked, found, edition, claims, **values)

    def _marked(
        self,
        found: Dossier,
        edition: Edition,
        claims: Sequence[Claim],
        *,
        text: str,
        older: Edition | None,
        older_text: str,
        later: Edited | None,
        **values: Any,
    ) -> web.Response:
        top, paragraphs = headline(edition, marks.paragraphs(text, claims, edition.title))
        edited = found.edits.get(edition.revision_id)
        notes = editions.told(text, edited, claims)
        beside = editions.Beside(older, edition, edited, editions.lines(older_text, text)) if older else None
        return self._views.page(
            "article.html",
            edition=edition,
            claims=claims,
            text=text,
            headline=top,
            paragraphs=paragraphs,
            link=quoting.safe_link(edition.url),
            dossier=found,
            revisions=[e for e, _ in found.revisions],
            current=found.revisions[0][0],
            notes=notes,
            beside=beside,
            remarks=editions.remarks(claims, edited, later, notes),
            **values,
        )

    async def _about(self, claims: Sequence[Claim]) -> Sequence[Dispute]:
        ids = [c.id for c in claims]
        return await self._newsroom.store.disputes(claim_ids=ids) if ids else ()

    async def claim(self, request: web.Request) -> web.Response:
        """A claim's own address: leads to its place in its article."""
        claim_id = request.match_info["claim"]
        try:
            found = (await self._newsroom.store.statement(claim_id)).claim
        except NotOnFile:
            return self._views.missing("claim", claim_id)
        raise web.HTTPFound(f"/articles/{found.article_id}?revision={found.revision_id}#at-{found.id}")

    async def disputes(self, request: web.Request) -> web.Response:
        """The disputes, newest first, each with its first pair: the open ones, unless others are asked for."""
        about = request.query.get("about", "").strip()
        try:
            found = await self._newsroom.disputes(about or "open")
        except BadInput as wrong:
            return self._views.page("disputes.html", disputes=[], about=about, wrong=str(wrong))
        drawn = [(d, [await self._pair(d.conflicts[0])]) for d in found]
        return self._views.page("disputes.html", disputes=drawn, about=about, wrong="")

    async def dispute(self, request: web.Request) -> web.Response:
        """One dispute, every pair of it side by side."""
        dispute_id = request.match_info["dispute"]
        try:
            found = await self._newsroom.dispute(dispute_id)
        except NotOnFile:
            return self._views.missing("dispute", dispute_id)
        pairs = [await self._pair(c) for c in found.conflicts]
        return self._views.page("dispute.html", dispute=found, pairs=pairs)

    async def _pair(self, conflict: Conflict) -> Pair:
        old, new = conflict.clash
        return Pair(conflict, await self._side(conflict.old, old), await self._side(conflict.new, new))

    async def _side(self, statement: Statement, clash: Sequence[Span]) -> Side:
        """The quotation read again from the archive; without it when that has other words now."""
        try:
            quote = await self._newsroom.verify(statement)
        except (Misquoted, NotOnFile):
            return Side(statement, ())
        whole = Span(0, len(quote))
        return Side(statement, tuple(quoting.runs(quote, in_quote(statement, clash), whole)))


def headline(
    edition: Edition, paragraphs: list[marks.Paragraph]
) -> tuple[Sequence[marks.Piece], list[marks.Paragraph]]:
    """The text's own first line when it is the title (so that it is not shown twice), and the rest."""
    title = edition.title.strip()
    if paragraphs and (not title or paragraphs[0].text == title):
        return paragraphs[0].pieces, paragraphs[1:]
    return ([marks.Piece(title)] if title else []), paragraphs


def _whole(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0
