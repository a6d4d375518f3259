"""What becomes of an article, over both archives: changed, copied, withdrawn, taken back, forgotten; and who is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot import editions
from bot.errors import NotOnFile
from bot.intake.journal import Reached
from bot.intake.subscriptions import Feed, Item
from bot.nouns import Article, Change, Claim, Decision, Edited, Notice, Receipt, Revision, Span
from bot.ports import Rivals, Search, Store
from tests.store.factories import at, claim, conflict, everything, nothing, revision, says

SHUT, OPEN, TWELVE, FIFTEEN = (
    "The harbour is shut.",
    "The harbour is open.",
    "Some 12 trains ran to Arnholt.",
    "Some 15 trains ran to Arnholt.",
)
WIRE = " ".join(f"On day {n} of the strike the pilots of berth {n * 7 % 41} counted {n * 3} ships." for n in range(30))


def told(of: Revision, *quotes: str) -> list[Claim]:
    return [claim(of, quote, start=of.text.index(quote)) for quote in quotes]


async def file(
    store: Store, of: Revision, claims: Sequence[Claim], decide: Callable[[Rivals], Decision] = nothing, at_: float = 0
) -> Decision:
    """Files it with what its edition changed, as the newsroom does."""

    def whole(rivals: Rivals) -> Decision:
        return replace(decide(rivals), edited=editions.compare(rivals.older, of, claims))

    filing = await store.file(of, claims, whole, alert_channel="C1", now=at(at_))
    assert filing.taken_in, filing.outcome
    return filing.decision


async def notices(store: Store) -> dict[str, str]:
    """What is to be told, by channel."""
    return {due.channel: due.payload["text"] for due in await store.waiting() if due.kind == "notice"}


async def disputed(store: Store, *, posted: bool = True) -> tuple[Revision, Revision, str]:
    """Two papers that clash over the harbour; the alert is posted to C1."""
    shut = revision("gazette", f"{SHUT} {TWELVE}", outlet="The Gazette")
    opened = revision("post", OPEN, outlet="The Post", minutes=1)
    await file(store, shut, told(shut, SHUT, TWELVE))
    claims = told(opened, OPEN)
    (dispute,) = (await file(store, opened, claims, everything(opened, claims), 1)).opened
    if posted:
        (due,) = await store.take_due(now=at(2))
        await store.posted(due.key, Receipt("C1", "1.1"), now=at(2))
    return shut, opened, dispute


# --- what a digest tells of it


async def test_what_was_changed_and_withdrawn_between_two_moments(store: Store) -> None:
    first, later = revision("page", TWELVE), revision("page", FIFTEEN, minutes=9)
    await file(store, first, told(first, TWELVE), at_=0)
    await file(store, later, told(later, FIFTEEN), at_=9)
    gone = revision("wrong", SHUT)
    await file(store, gone, told(gone, SHUT), at_=1)
    await store.withdraw(gone.edition.article_id, by="@ann", reason="made up", publisher=False, now=at(12))
    ((edition, edited),) = await store.edited_between(at(9), at(10))
    assert (edition, [c.kind for c in edited.changes], edited.silent) == (later.edition, ["number"], True)
    assert list(await store.edited_between(at(0), at(9))) == list(await store.edited_between(at(10), at(60))) == []
    ((edition, fate),) = await store.withdrawn_between(at(12), at(13))
    assert (edition.revision_id, fate.by, fate.reason, fate.at) == (gone.id, "@ann", "made up", at(12))
    assert list(await store.withdrawn_between(at(0), at(12))) == []
    await store.readmit(gone.edition.article_id, now=at(14))
    assert list(await store.withdrawn_between(at(0), at(60))) == [], "it is on file again"


async def test_who_is_quoted_in_most_articles_copies_counted_once(store: Store) -> None:
    wire, copy = revision("wire", WIRE, outlet="The Wire"), revision("copy", WIRE, outlet="The Post")
    other, early = revision("other", SHUT), revision("early", OPEN)
    line = WIRE.split(". ")[0] + "."
    for of, claims, minute in (
        (early, [says(early, "The Mayor", OPEN)], 0),
        (wire, [says(wire, "Ada Lund", line)], 5),
        (copy, [says(copy, "Ada Lund", line)], 6),
        (other, [says(other, "The Mayor", SHUT), says(other, "Ben Holm", SHUT, lemma="deny", id="f" * 16)], 7),
    ):
        await file(store, of, claims, at_=minute)
    assert list(await store.voices(at(0), at(60), limit=9)) == [("The Mayor", 2), ("Ada Lund", 1), ("Ben Holm", 1)]
    assert list(await store.voices(at(1), at(60), limit=1)) == [("Ada Lund", 1)], "the more claims first"
    await store.withdraw(other.edition.article_id, by="@ann", reason="", publisher=False, now=at(9))
    assert list(await store.voices(at(1), at(60), limit=9)) == [("Ada Lund", 1)], "who is withdrawn is not quoted"


# --- editions


async def test_what_an_edition_changed_is_kept_as_it_was_found(store: Store) -> None:
    first = revision("page", f"{TWELVE} {SHUT}")
    notice = "Correction: An earlier version of this story misstated how many trains ran to Arnholt."
    later = revision("page", f"{FIFTEEN} {SHUT}\n{notice}", minutes=9)
    old, new = told(first, TWELVE, SHUT), told(later, FIFTEEN, SHUT)
    await file(store, first, old)
    await file(store, later, new, at_=9)
    found = await store.edits(first.edition.article_id)
    marks = ((Span(5, 7),), (Span(5, 7),))
    start = later.text.index("Correction")
    assert found == {
        later.id: Edited(
            (Change("number", old[0], new[0], marks),),
            (Notice("correction", Span(start, start + len(notice)), old[0].id, new[0].id),),
        )
    }


async def test_a_silent_edit_is_told_where_the_article_was_shown(store: Store) -> None:
    first, later = revision("page", TWELVE, outlet="The Post"), revision("page", FIFTEEN, outlet="The Post", minutes=5)
    await file(store, first, told(first, TWELVE))
    await store.note_shown([first.id], "C7", now=at(1))
    await store.note_shown([first.id, "nowhere"], "C7", now=at(2))
    await file(store, later, told(later, FIFTEEN), at_=5)
    assert (await store.edits(first.edition.article_id))[later.id].silent
    (channel, text), *others = (await notices(store)).items()
    assert (channel, others) == ("C7", [])
    assert text == (
        "The Post has changed “The page story” without saying so. What it said was shown here.\n"
        f"It said: “{TWELVE}” It says now: “{FIFTEEN}”"
    )


@pytest.mark.parametrize("later", [f"{SHUT} The mayor spoke.", "The harbour is now shut."])
async def test_what_only_grew_or_was_reworded_is_not_told(store: Store, later: str) -> None:
    first, second = revision("page", SHUT), revision("page", later, minutes=5)
    await file(store, first, told(first, SHUT))
    await store.note_shown([first.id], "C7", now=at(1))
    await file(store, second, told(second, second.text), at_=5)
    assert await notices(store) == {}


async def test_a_dispute_ends_when_a_paper_takes_back_what_it_rested_on(store: Store) -> None:
    shut, _, dispute = await disputed(store)
    later = revision("gazette", TWELVE, outlet="The Gazette", minutes=9)
    await file(store, later, told(later, TWELVE), at_=9)
    found = await store.dispute(dispute)
    assert (found.state, found.settled_by, found.settled_how) == (
        "resolved",
        "Wirecheck",
        "The Gazette changed what it says",
    )
    assert found.conflicts[0].old.edition == replace(shut.edition, superseded=True), "quoted as of then"
    assert list(await notices(store)) == ["C1"]
    assert "settled" in {due.kind for due in await store.waiting()}, "the alert is redrawn"


async def test_a_dispute_goes_on_when_something_else_is_changed(store: Store) -> None:
    _, _, dispute = await disputed(store)
    later = revision("gazette", f"{SHUT} {FIFTEEN}", outlet="The Gazette", minutes=9)
    await file(store, later, told(later, SHUT, FIFTEEN), at_=9)
    assert (await store.dispute(dispute)).state == "open"
    assert await notices(store) == {}, "nobody was shown the number"


async def test_an_alert_nobody_has_seen_is_not_sent_once_it_is_taken_back(store: Store) -> None:
    await disputed(store, posted=False)
    later = revision("gazette", TWELVE, outlet="The Gazette", minutes=9)
    await file(store, later, told(later, TWELVE), at_=9)
    assert await store.take_due(now=at(10)) == []
    assert await notices(store) == {}


# --- copies


async def test_a_copy_shares_the_origin_of_what_it_copies(store: Store) -> None:
    for n, (name, text) in enumerate(
        (("wire", WIRE), ("cut", WIRE[: len(WIRE) // 2]), ("more", f"{WIRE} The mayor wept."), ("own", SHUT))
    ):
        of = revision(name, text, minutes=n)
        await file(store, of, told(of, text.split(".")[0] + "."), at_=n)
    wire = revision("wire", WIRE).edition.article_id
    editions_of = {e.ref: e for e in await store.articles()}
    assert {ref: e.story for ref, e in editions_of.items()} == {"wire": "", "cut": wire, "more": wire, "own": ""}
    assert len({e.voice for e in editions_of.values()}) == 2
    assert [e.ref for e in await store.copies(wire)] == ["cut", "more"]
    assert [e.ref for e in await store.copies(editions_of["cut"].article_id)] == ["wire", "more"]
    assert await store.copies(editions_of["own"].article_id) == []


# --- withdrawn


async def test_what_is_withdrawn_counts_no_longer_and_those_who_saw_it_are_told(store: Store) -> None:
    shut, _, dispute = await disputed(store)
    await store.note_shown([shut.id], "C9", now=at(3))
    article = shut.edition.article_id
    assert await store.withdrawal(article) is None
    assert await store.withdraw(article, by="@ann", reason="Made up.", publisher=False, now=at(4))
    assert await store.search(Search(words=("harbour",))) != []
    assert {s.edition.ref for s in await store.search(Search(words=("harbour",)))} == {"post"}
    assert [e.ref for e in await store.articles()] == ["post"]
    assert (await store.dispute(dispute)).state == "resolved"
    text = (
        "@ann took off file “The gazette story” (Made up). What it says was shown here; it no longer counts, "
        "and answers leave it out."
    )
    assert await notices(store) == {"C1": text, "C9": text}
    held = await store.withdrawal(article)
    assert held is not None
    assert (held.by, held.reason, held.publisher, held.at) == ("@ann", "Made up.", False, at(4))
    assert await store.text(shut.id) == shut.text, "it stays readable"
    assert not await store.withdraw(article, by="@ben", reason="", publisher=False, now=at(5)), "once is enough"


async def test_what_was_withdrawn_stays_out_until_it_is_taken_back(store: Store) -> None:
    shut, _, dispute = await disputed(store)
    article = shut.edition.article_id
    await store.withdraw(article, by="@ann", reason="", publisher=False, now=at(4))
    for of in (shut, revision("gazette", "Other words.", minutes=5)):
        assert await store.standing(of) == "withdrawn"
        filing = await store.file(of, told(of, of.text), nothing, alert_channel="C1", now=at(6))
        assert (filing.outcome, filing.claims) == ("withdrawn", 0)
    assert await store.readmit(article, now=at(7))
    assert not await store.readmit(article, now=at(7))
    assert await store.withdrawal(article) is None
    assert (await store.dispute(dispute)).state == "open", "what the withdrawal closed is open again"
    await file(store, shut, told(shut, SHUT, TWELVE), at_=8)
    assert {e.ref for e in await store.articles()} == {"gazette", "post"}


async def test_what_people_settled_stays_settled_when_an_article_comes_back(store: Store) -> None:
    shut, _, dispute = await disputed(store)
    await store.settle(dispute, state="dismissed", how="update", by="@ben", now=at(3))
    await store.withdraw(shut.edition.article_id, by="@ann", reason="", publisher=False, now=at(4))
    await store.readmit(shut.edition.article_id, now=at(5))
    assert (await store.dispute(dispute)).state == "dismissed"


async def test_a_publisher_may_put_a_new_text_in_the_place_of_what_it_withdrew(store: Store) -> None:
    first, later = revision("page", SHUT), revision("page", OPEN, minutes=9)
    await file(store, first, told(first, SHUT))
    await store.withdraw(first.edition.article_id, by="The Wire", reason="Kill.", publisher=True, now=at(4))
    assert await store.standing(first) == "withdrawn"
    assert await store.standing(later) is None
    await file(store, later, told(later, OPEN), at_=9)
    assert await store.withdrawal(first.edition.article_id) is None


async def test_what_is_not_on_file_can_neither_be_withdrawn_nor_forgotten(store: Store) -> None:
    with pytest.raises(NotOnFile):
        await store.withdraw("nowhere", by="", reason="", publisher=False, now=at())
    with pytest.raises(NotOnFile):
        await store.forget("nowhere", by="", reason="", near_copies=False, now=at())
    assert not await store.readmit("nowhere", now=at())
    assert (await store.edits("nowhere"), await store.copies("nowhere")) == ({}, [])


# --- forgotten

PAGE = "https://gazette.example/strike"


async def forgotten(store: Store, *, near_copies: bool) -> Revision:
    gone = revision("strike", WIRE, url=PAGE, title="Pilots strike")
    await file(store, gone, told(gone, WIRE.split(".")[0] + "."))
    await store.forget(gone.edition.article_id, by="@ann", reason="asked to", near_copies=near_copies, now=at(3))
    return gone


async def test_nothing_of_what_is_forgotten_is_found_and_it_does_not_come_back(store: Store) -> None:
    gone = await forgotten(store, near_copies=False)
    for ref in ("strike", gone.edition.article_id, PAGE):
        with pytest.raises(NotOnFile):
            await store.article(ref)
    with pytest.raises(NotOnFile):
        await store.text(gone.id)
    assert await store.search(Search(words=("pilots",))) == []
    assert not {"pilots", "strike"} & set(await store.vocabulary())
    again = (
        gone,
        revision("strike", "Other words.", minutes=5),
        revision("elsewhere", "Other words.", url=PAGE + "?utm_source=feed", minutes=5),
        revision("elsewhere", WIRE, minutes=5),
    )
    for of in again:
        assert await store.standing(of) == "forgotten"
        filing = await store.file(of, told(of, of.text[:12]), nothing, alert_channel="C1", now=at(6))
        assert filing.outcome == "forgotten"
    assert (await store.counts()).revisions == 0


@pytest.mark.parametrize(("near_copies", "outcome"), [(False, None), (True, "forgotten")])
async def test_near_copies_stay_out_where_that_is_asked_for(
    store: Store, near_copies: bool, outcome: str | None
) -> None:
    await forgotten(store, near_copies=near_copies)
    assert await store.standing(revision("copy", f"The pilots again. {WIRE[:-90]}", minutes=5)) == outcome
    assert await store.standing(revision("other", f"{SHUT} {OPEN} " * 9, minutes=5)) is None


async def test_a_dispute_keeps_what_others_say_in_it_and_goes_when_nobody_does(store: Store) -> None:
    shut, opened, dispute = await disputed(store)
    third = revision("radio", SHUT, outlet="Coast Radio", minutes=3)
    claims = told(third, SHUT)

    def joins(rivals: Rivals) -> Decision:
        old = next(s for found in rivals.by_claim.values() for s in found if s.edition.ref == "post")
        clash = conflict(old, _statement(third, claims[0]))
        return Decision(((dispute, clash),), joined=(dispute,))

    await file(store, third, claims, joins, 3)
    await store.forget(shut.edition.article_id, by="", reason="", near_copies=False, now=at(4))
    (kept,) = (await store.dispute(dispute)).conflicts
    assert {kept.old.edition.ref, kept.new.edition.ref} == {"post", "radio"}
    await store.forget(opened.edition.article_id, by="", reason="", near_copies=False, now=at(5))
    with pytest.raises(NotOnFile):
        await store.dispute(dispute)
    assert [due for due in await store.waiting() if due.subject == dispute] == []


def _statement(of: Revision, said: Claim):  # type: ignore[no-untyped-def]
    from bot.nouns import Statement

    return Statement(said, of.edition)


async def test_what_came_with_it_is_emptied_too(store: Store) -> None:
    gone = revision("strike", WIRE, url=PAGE, title="Pilots strike")
    same = Article(key="strike", ref="strike", text=WIRE, title="Pilots strike", url=PAGE)
    other = Article(key="other", ref="other", text=SHUT)
    feed, _ = await store.feeds.subscribe(Feed.at("https://gazette.example/feed", now=at()))
    items = [
        Item(feed.id, "g1", PAGE, "f", at(), at(9), title="Pilots strike"),
        Item(feed.id, "g2", "", "f", at(), at(9), title="Pilots strike", article=same),
        Item(feed.id, "g3", "https://gazette.example/3", "f", at(), at(9), title="Harbour", article_key="other"),
    ]
    await store.feeds.visited(feed, items)
    answer = b'{"accepted": [{"article": "%s"}]}' % gone.edition.article_id.encode()
    await store.inbox.receive([same, other], key="k1", digest="d", answer=answer, now=at())
    path = Reached("/in/a.txt", 9, 9, "h", at(), at(), done=1, ref=f"{gone.edition.article_id} strike")
    await store.journal.note([path])
    await file(store, gone, told(gone, WIRE.split(".")[0] + "."))
    await store.forget(gone.edition.article_id, by="", reason="", near_copies=False, now=at(3))
    held = await store.feeds.known_items(feed.id, ["g1", "g2", "g3"])
    assert {k: (i.title, i.url, i.article, i.not_before) for k, i in held.items()} == {
        "g1": ("", "", None, None),
        "g2": ("", "", None, None),
        "g3": ("Harbour", "https://gazette.example/3", None, at(9)),
    }
    assert [w.article.ref for w in await store.inbox.take(now=at(9))] == ["other"]
    again = await store.inbox.receive([other], key="k1", digest="e", answer=b"new", now=at(9))
    assert again.answer == b"new", "the answer that named it is gone"
    reached = await store.journal.find("/in/a.txt")
    assert reached is not None
    assert reached.ref == ""
