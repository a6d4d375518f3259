"""A newsroom for the Slack tests: small, and it works (it settles, it verifies against the texts it holds)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.acts import Handling
from bot.answers import digests
from bot.answers.timeline import Timeline, arrange, summary
from bot.checking import Findings
from bot.errors import BadCommand, BadFeed, Misquoted, NotOnFile
from bot.following import Checked, Followed
from bot.intake.subscriptions import Feed, Tally
from bot.nouns import (
    Act,
    Answer,
    Claim,
    ClaimSheet,
    Conflict,
    Counts,
    Digest,
    DigestPlan,
    Dispute,
    Dossier,
    Edition,
    Filing,
    Section,
    Snippet,
    Span,
    Statement,
    Withdrawal,
    content_id,
)
from bot.watches import Lookout
from store.audit import MemoryAudit
from store.watches import MemoryWatches

NOW = datetime(2025, 5, 2, 9, 30, tzinfo=UTC)


def statement(
    quote: str,
    *,
    who: str = "",
    cue: str = "",
    article: str = "a1",
    outlet: str = "The Harbour Post",
    url: str = "https://harbour.example/bridge",
    published: datetime | None = datetime(2025, 4, 28, tzinfo=UTC),
    lead: str = "",
    **more: Any,
) -> Statement:
    """A statement that stands after ``lead`` in its article; give what the test is about."""
    at = len(lead)
    said = quote.find(cue) if cue else -1
    claim = Claim(
        id=content_id(article, quote),
        article_id=article,
        revision_id=f"rev-{article}",
        sentence=Span(at, at + len(quote)),
        quote=quote,
        content=(Span(at, at + len(quote)),),
        source_name=who,
        source=(Span(at, at + 1),) if who else (),
        cue=(Span(at + said, at + said + len(cue)),) if said >= 0 else (),
        cue_lemma=cue,
        **more,
    )
    return Statement(claim, Edition(article, f"rev-{article}", article, outlet=outlet, url=url, published=published))


OPEN = statement(
    "The mayor announced that the bridge is open.", who="The mayor", cue="announced", article="a1", lead="Bridge. "
)
CLOSED = statement(
    "The harbour office says the bridge remains closed.",
    who="The harbour office",
    cue="says",
    article="a2",
    outlet="Coast Radio",
    url="",
    published=datetime(2025, 4, 29, 14, 5, tzinfo=UTC),
)


def dispute(*conflicts: Conflict, id: str = "d1234567890abcde", **more: Any) -> Dispute:
    found = conflicts or (conflict(OPEN, CLOSED),)
    first = found[0]
    given = {"label": first.label, "kind": first.kind, "confidence": 0.9, "reason": first.reason, "opened": NOW}
    return Dispute(id=id, conflicts=found, **{**given, **more})


def conflict(old: Statement, new: Statement, *, clash: tuple[str, str] = ("open", "closed"), **more: Any) -> Conflict:
    """``clash`` are the words that clash, found in the quotations."""
    spans = tuple(
        (Span(s.claim.sentence.start + at, s.claim.sentence.start + at + len(word)),)
        for s, word in zip((old, new), clash, strict=True)
        if (at := s.claim.quote.find(word)) >= 0
    )
    given = {"label": "DISPUTED", "kind": "state", "confidence": 0.9, "reason": "open against closed"}
    return Conflict(old, new, clash=spans if len(spans) == 2 else ((), ()), **{**given, **more})  # type: ignore[arg-type]


class FollowingFake:
    """The feeds that are followed: a list one can add to, look through and take from."""

    def __init__(self) -> None:
        self.on_list: list[Followed] = []
        self.by = ""

    def now(self) -> datetime:
        return NOW

    async def add(self, address: str, *, by: str = "", permitted: bool = False) -> Checked:
        if "." not in address:
            raise BadFeed(f"{address}: names no feed")
        feed = Feed.at(address, now=NOW, title="The Harbour Post")
        self.on_list.append(Followed(feed, Tally(due=6)))
        self.by = by
        return Checked(feed, 6, added=True)

    async def find(self, which: str) -> Feed:
        found = [f.feed for f in self.on_list if which in (f.feed.url, f.feed.title)]
        if not found:
            raise NotOnFile(f"no feed “{which}” is followed; /feeds list shows those that are")
        return found[0]

    async def followed(self) -> Sequence[Followed]:
        return self.on_list

    async def check(self, which: str) -> Checked:
        return Checked(await self.find(which), 2, looked=True)

    async def remove(self, which: str) -> Feed:
        gone = await self.find(which)
        self.on_list = [f for f in self.on_list if f.feed != gone]
        return gone


class NewsroomFake:
    """What the listeners ask. ``texts`` are the revisions' texts, for ``verify``."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.statements: list[Statement] = []
        self.on_file: dict[str, Dispute] = {}
        self.editions: list[Edition] = []
        self.plans: dict[str, DigestPlan] = {}
        self.asked: list[str] = []
        self.pasted: list[tuple[str, str]] = []
        self.raises: Exception | None = None
        self.withdrawn: dict[str, Withdrawal] = {}
        self.canned: dict[str, Answer] = {}  # what is answered to this and nothing else
        self.seen: dict[str, set[str]] = {}  # channel -> revisions it was shown
        self.feeds: FollowingFake | None = FollowingFake()
        self.shelf = MemoryWatches()
        self.lookout = Lookout(self.shelf, clock=lambda: NOW)
        self.handling = Handling(self, self.lookout, clock=lambda: NOW)
        self.store = self  # of the archive only the record of changes is asked for
        self.audit = MemoryAudit()
        self.clashing: dict[str, list[Dispute]] = {}  # article -> its disputes
        self.checked: list[tuple[str, datetime | None]] = []
        self.reminders: list[tuple[str, str, datetime]] = []
        self.keep(OPEN)
        self.keep(CLOSED)
        self.on_file["d1234567890abcde"] = dispute()

    def keep(self, s: Statement) -> None:
        """Puts a statement's article on file, so that the statement verifies."""
        text = self.texts.get(s.claim.revision_id, "").ljust(s.claim.sentence.end)
        self.texts[s.claim.revision_id] = text[: s.claim.sentence.start] + s.claim.quote + text[s.claim.sentence.end :]
        self.editions.append(s.edition)
        self.statements.append(s)

    def clock(self) -> datetime:
        return NOW

    async def digest_plans(self) -> Sequence[DigestPlan]:
        return list(self.plans.values())

    async def digest_plan(self, channel: str) -> DigestPlan | None:
        return self.plans.get(channel)

    async def verify(self, s: Statement) -> str:
        text = self.texts.get(s.claim.revision_id)
        if text is None:
            raise NotOnFile("no such revision")
        if s.claim.sentence.of(text) != s.claim.quote:
            raise Misquoted("it does not stand there")
        return s.claim.quote

    async def stand(self, statements: Iterable[Statement]) -> frozenset[str]:
        quoted = [(s.claim, self.texts.get(s.claim.revision_id)) for s in statements]
        return frozenset(c.id for c, text in quoted if text is not None and c.sentence.of(text) == c.quote)

    async def claim(self, claim_id: str) -> ClaimSheet:
        found = next((s for s in self.statements if s.claim.id == claim_id), None)
        if found is None:
            raise NotOnFile(f"no claim {claim_id} is on file")
        held = [d for d in self.on_file.values() if any(found in (c.old, c.new) for c in d.conflicts)]
        text, dossier = self.texts[found.claim.revision_id], Dossier(((found.edition, (found.claim,)),), {})
        return ClaimSheet(found, text, found.claim.sentence, tuple(held), dossier)

    async def facts(self, text: str) -> Answer:
        if (asked := f"/facts {text}") in self.canned:
            return self.canned[asked]
        return self._answer(f"/facts {text}", text)

    async def who(self, text: str) -> Answer:
        return self._answer(f"/who {text}", text)

    async def timeline(self, text: str) -> Timeline:
        if "bridge" not in text:
            return Timeline(text, text, "Not on file.", suggestions=("bridge", "harbour"))
        matters = arrange([s for s in self.statements if s.claim.quote], [self.on_file["d1234567890abcde"]])
        return Timeline(text, "bridge", summary(matters), matters)

    async def answer(self, typed: str) -> Answer:
        if typed in self.canned:
            return self.canned[typed]
        if typed.startswith(("/facts ", "/who ")):
            command, _, rest = typed.partition(" ")
            return await (self.facts(rest) if command == "/facts" else self.who(rest))
        if typed.startswith("/digest"):
            raise BadCommand("/digest is not something to ask; try /facts bridge")
        return self._answer(typed, typed)

    def _answer(self, ask: str, about: str) -> Answer:
        self.asked.append(ask)
        if self.raises:
            raise self.raises
        if "bridge" not in about and "announced" not in about:
            return Answer(ask, False, "Not on file.", suggestions=("bridge", "harbour"))
        found = self.on_file["d1234567890abcde"]
        sides = [
            Section(
                "disputed",
                "Disputed",
                (Snippet(s, s.claim.quote, (Span(0, 3),)),),
                dispute=found,
                side=s.claim.source_name,
            )
            for s in (found.conflicts[0].old, found.conflicts[0].new)
        ]
        return Answer(ask, True, "Disputed.", tuple(sides), notes=("Showing results for bridge (you typed brigde).",))

    async def disputes(self, text: str = "", *, limit: int = 50) -> Sequence[Dispute]:
        state = text if text in ("open", "settled") else ""
        return [d for d in self.on_file.values() if not state or (d.state == "open") == (state == "open")][:limit]

    async def dispute(self, dispute_id: str) -> Dispute:
        if dispute_id not in self.on_file:
            raise NotOnFile(f"no dispute {dispute_id} is on file; /disputes lists those that are")
        return self.on_file[dispute_id]

    async def settle(self, dispute_id: str, *, state: str, how: str = "", by: str = "") -> tuple[Dispute, bool]:
        found = await self.dispute(dispute_id)
        if (found.state == "open") == (state == "open"):
            return found, False
        settled = {"settled_by": by, "settled_how": how, "settled_at": NOW}
        self.on_file[dispute_id] = replace(found, state=state, **({} if state == "open" else settled))  # type: ignore[arg-type]
        return self.on_file[dispute_id], True

    async def assign(self, dispute_id: str, *, by: str, holder: str, now: datetime) -> bool:
        found = await self.dispute(dispute_id)
        if found.holder != holder or holder == by:
            return False
        self.on_file[dispute_id] = replace(found, holder=by, acts=(*found.acts, Act("assigned", by, now)))
        return True

    async def note(self, dispute_id: str, act: Act) -> None:
        found = await self.dispute(dispute_id)
        self.on_file[dispute_id] = replace(found, acts=(*found.acts, act))

    async def remind(self, dispute_id: str, *, channel: str, by: str, due: datetime, now: datetime) -> bool:
        await self.note(dispute_id, Act("reminder", by, now))
        self.reminders.append((dispute_id, channel, due))
        return True

    async def add(self, url_or_text: str, *, by: str = "") -> Sequence[Filing]:
        self.pasted.append((url_or_text, by))
        return [Filing(Edition("a3", "rev-a3", "pasted-1", title="Ferry stops"), "new", claims=4)]

    async def clashes(self, article_id: str) -> Sequence[Dispute]:
        return self.clashing.get(article_id, [])

    async def check(self, text: str, *, said: datetime | None = None) -> Findings:
        self.checked.append((text, said))
        if "bridge" not in text:
            return Findings(claims=len(text.split()) // 3)
        return Findings(1, (conflict(OPEN, CLOSED),), ())

    async def show(self, ref: str) -> Sequence[tuple[Edition, Sequence[Claim]]]:
        found = [s for s in (OPEN, CLOSED) if s.edition.ref == ref]
        if not found:
            raise NotOnFile(f"no article {ref} is on file")
        return [(found[0].edition, [found[0].claim])]

    async def dossier(self, ref: str) -> Dossier:
        (edition, claims), *_ = await self.show(ref)
        return Dossier(((edition, tuple(claims)),), {}, withdrawal=self.withdrawn.get(ref))

    async def withdraw(self, ref: str, *, by: str, reason: str = "") -> tuple[Edition, bool]:
        (edition, _), *_ = await self.show(ref)
        first = ref not in self.withdrawn
        self.withdrawn.setdefault(ref, Withdrawal(edition.article_id, NOW, by, reason))
        return edition, first

    async def readmit(self, ref: str) -> Filing:
        (edition, _), *_ = await self.show(ref)
        if not self.withdrawn.pop(ref, None):
            raise BadCommand(f"{ref} is not withdrawn")
        return Filing(edition, "new", claims=1)

    async def showed(self, seen: Iterable[Statement | Edition], *, channel: str) -> None:
        for one in seen:
            edition = one.edition if isinstance(one, Statement) else one
            self.seen.setdefault(channel, set()).add(edition.revision_id)

    async def articles(self, *, limit: int = 50, offset: int = 0) -> Sequence[Edition]:
        return self.editions[offset : offset + limit]

    async def counts(self) -> Counts:
        return Counts(2, 2, 2, 1, 0, 1, 1)

    async def plan_digest(self, channel: str, typed: str) -> DigestPlan | None:
        found = digests.parse_plan(channel, typed, now=NOW, before=self.plans.get(channel))
        self.plans.pop(channel, None)
        if found is not None:
            self.plans[channel] = found
        return found

    async def preview(self, channel: str, typed: str = "") -> Digest:
        plan = digests.previewed(channel, typed, now=NOW, before=self.plans.get(channel))
        return replace(await self.digest(channel), parts=plan.parts)

    async def digest(self, channel: str, *, until: datetime | None = None) -> Digest:
        found = tuple(self.on_file.values())
        return Digest(channel, NOW, until or NOW, found, (), (("bridge", 4), ("harbour", 2)), 2, 9)
