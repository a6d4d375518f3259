"""An archive in which every table holds something, odd words among it; for tests of what is done to all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.audit import Done, Line, Person
from bot.editions import compare
from bot.intake.journal import Fault, Reached
from bot.intake.subscriptions import Feed, Item, Word
from bot.nouns import Article, Claim, Decision, DigestPlan, Quantity, Receipt, Revision, Span, When
from bot.ports import Decide, Rivals
from bot.requests import Notes, Request
from bot.watches import Quiet, Watch
from bot.workspaces import Installed
from store.sqlite import SqliteStore
from tests.store.factories import at, claim, everything, revision, says

#: A lone surrogate, as torn pages have it, a NUL, and letters of two, three and four bytes.
ODD = "Zoë’s \ud83d harbour\x00 is “closed” 🚢."
#: Long enough to be known again when it is copied.
LONG = " ".join(
    f"On day {n} of the {what}, {who} counted {n * 7 % 53} boats beyond the {where} light."
    for n, (what, who, where) in enumerate(
        (what, who, where)
        for what in ("regatta", "strike", "thaw")
        for who in ("a pilot", "two clerks", "the warden", "nobody")
        for where in ("eastern", "harbour", "old")
    )
)
PRIVATE = LONG.replace("boats", "debts").replace("counted", "owed").replace("beyond", "at")
CLOSED, OPEN = "The harbour is closed, 12 people said.", "The harbour is open, said the mayor."


def plain(*quotes: str, of: Revision) -> list[Claim]:
    """One claim for each sentence, where it stands in the revision's text."""
    return [claim(of, quote, start=of.text.index(quote)) for quote in quotes]


def edited(of: Revision, claims: Sequence[Claim]) -> Decide:
    """Decides as ``everything`` does, and says what became of the older edition."""

    def decide(rivals: Rivals) -> Decision:
        return replace(everything(of, claims)(rivals), edited=compare(rivals.older, of, claims))

    return decide


async def fill(store: SqliteStore) -> None:
    """Puts something into every table."""
    await _articles(store)
    await _editions(store)
    await _gone(store)
    await _coming_in(store)
    await _going_out(store)


async def file(store: SqliteStore, of: Revision, claims: Sequence[Claim], minutes: float = 0) -> None:
    await store.file(of, claims, edited(of, claims), alert_channel="C1", now=at(minutes))


async def _articles(store: SqliteStore) -> None:
    one = revision("one", f"{CLOSED} {ODD}", title=ODD, author="A. N. Other", url="https://a.example/1", language="en")
    rich = says(one, "Zoë Ödeg\ud83drd", CLOSED, lemma="insist", topics=("harbour", ODD), oddities=("12 of what?",))
    rich = replace(
        rich,
        quantities=(Quantity(Span(24, 26), 12.0, None, "", "person"),),
        times=(When(Span(0, 3), at().date(), None, "text"),),
    )
    await file(store, one, [rich, *plain(ODD, of=one)])
    two = revision("two", f"{OPEN} More follows. {LONG}", published=at(-600), minutes=5)
    await file(store, two, plain(OPEN, "More follows.", of=two), 5)
    silent = revision("silent", "Nothing is said here by anybody.", minutes=6)
    await file(store, silent, [], 6)


async def _editions(store: SqliteStore) -> None:
    first = revision("page", "Ten people were hurt. The mayor spoke.", minutes=10)
    later = revision("page", "Twelve people were hurt.\n\nCorrection: an earlier version said that ten people were hurt.", minutes=20)  # fmt: skip
    await file(store, first, plain("Ten people were hurt.", "The mayor spoke.", of=first), 10)
    await file(store, later, plain("Twelve people were hurt.", of=later), 20)
    await file(store, first, plain("Ten people were hurt.", of=first), 30)  # back to the text it had
    await file(store, later, plain("Twelve people were hurt.", of=later), 40)


async def _gone(store: SqliteStore) -> None:
    taken = revision("taken", "The bridge is shut.", minutes=50)
    await file(store, taken, plain("The bridge is shut.", of=taken), 50)
    await store.note_shown([taken.id], "C1", now=at(51))
    await store.withdraw(taken.edition.article_id, by="ann", reason="unsound", publisher=False, now=at(52))
    private = revision("private", PRIVATE, minutes=53)
    await file(store, private, plain(PRIVATE.split(". ")[0], of=private), 53)
    await store.forget(private.edition.article_id, by="ann", reason="privacy", near_copies=True, now=at(54))


async def _coming_in(store: SqliteStore) -> None:
    feed, _ = await store.feeds.subscribe(Feed.at("https://a.example/feed", now=at(), title="A feed"))
    carried = Article(key="carried", ref="carried", text=ODD)
    items = [Item(feed.id, "g1", "https://a.example/2", "f", at(1), at(2), title="Two", article=carried)]
    await store.feeds.visited(replace(feed, fetched=at(1)), items, word=Word("gone:1", "C1", "A feed is gone."))
    await store.inbox.receive([carried], key="k1", digest="d", answer=b"\xff{}", now=at(3))
    path = "/in/box.jsonl"
    reached = Reached(path, 100, 1, "h", at(), at(1), done=3, offset=90, filed=2, bad=1)
    await store.journal.note([reached], [Fault(path, "line 2", "is no object", "mend it")])


async def _going_out(store: SqliteStore) -> None:
    await store.plan_digest(DigestPlan("C1", "daily", "07:30", "Europe/London", at()), channel="C1")
    await store.owe_digest("C1", due=at(60) + timedelta(days=1))
    assert await store.requests.note(Notes([Request(("Ev1",), at(), b"\xff sealed")]), now=at()) == [True]
    [first, *_] = await store.disputes()
    assert await store.acts.assign(first.id, by="@ben", holder="", now=at(60))
    await store.watches.watch(Watch("C2", "harbour", by="@ann", at=at()))
    await store.watches.keep_quiet(Quiet("C2", "22:00", "07:00", "Europe/London"), channel="C2")
    line = Line(at(60), Person("@ann", "U1", "T1", "C2", "slack"), "watch", done=False)
    await store.audit.end(await store.audit.begin(line), [Done("C2", "", "watched: harbour")])
    await store.installations.keep(Installed("T1", "The Harbour Post", b"\xff sealed", at(60)))
    await store.installations.expect("state", until=at(70), now=at(60))
    due = await store.take_due(now=at(61))
    await store.posted(due[0].key, Receipt("C1", "1.1"), now=at(62))
    [dispute, *_] = await store.disputes()
    await store.settle(dispute.id, state="resolved", how="Corrected", by="ann", now=at(63))
