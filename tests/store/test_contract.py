"""What every archive promises (``bot.ports.Store``), tested over each of them alike."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.errors import NotOnFile, StoreFailed
from bot.nouns import Decision, Span, Statement
from bot.ports import Rivals, Search, Store
from tests.store.factories import at, claim, conflict, everything, nothing, revision, says


async def file(store, rev, claims=(), *, decide=nothing, channel="C1", minutes=0.0):
    return await store.file(rev, list(claims), decide, alert_channel=channel, now=at(minutes))


async def clash(store: Store, *, channel="C1", first="harbour", second="port", minutes=0.0):
    """Files two articles that clash and returns the two claims and the filing of the second."""
    one, two = revision(first, minutes=minutes), revision(second, minutes=minutes + 1)
    old, new = claim(one, "The harbour is closed."), claim(two, "The harbour is open.")
    await file(store, one, [old], minutes=minutes, channel=channel)
    filing = await file(store, two, [new], decide=everything(two, [new]), minutes=minutes + 1, channel=channel)
    return old, new, filing


# --- filing --------------------------------------------------------------------------------------


async def test_a_new_article_is_on_file_with_its_text_and_claims(store):
    rev = revision(
        text="The harbour is closed.\r\n\u2028\x00end", author="Ann", url="https://example.org/1", published=at(-60)
    )
    said = says(rev, "The Harbour Master", "The harbour is closed.")
    filing = await file(store, rev, [said])
    assert (filing.outcome, filing.claims, filing.edition) == ("new", 1, rev.edition)
    assert await store.known(rev.id)
    assert await store.text(rev.id) == rev.text
    assert await store.statement(said.id) == Statement(said, rev.edition)
    assert await store.article("harbour") == [(rev.edition, [said])]
    assert list(await store.articles()) == [rev.edition]


async def test_filing_the_same_again_changes_nothing_and_decides_nothing(store):
    rev = revision()
    await file(store, rev, [claim(rev)])
    before = await store.counts()

    def never(rivals: Rivals) -> Decision:
        raise AssertionError("decided again")

    again = await file(store, replace(rev, edition=replace(rev.edition, fetched=at(5))), [claim(rev)], decide=never)
    assert again.outcome == "unchanged"
    assert await store.counts() == before
    assert [e.fetched for e in await store.articles()] == [at(0)]


async def test_a_changed_text_is_a_revision_and_the_older_claims_are_no_longer_current(store):
    first = revision(text="The bridge is shut.")
    second = revision(text="The bridge is open again.", minutes=5)
    old, new = claim(first, "The bridge is shut."), claim(second, "The bridge is open again.")
    await file(store, first, [old])
    filing = await file(store, second, [new], minutes=5)
    assert filing.outcome == "revised"
    assert not await store.known(first.id)
    assert [s.claim for s in await store.search(Search(words=("bridge",)))] == [new]
    assert dict(await store.topics()) == {"again": 1, "bridge": 1, "open": 1}
    assert "shut" not in await store.vocabulary()
    assert (await store.statement(old.id)).claim == old, "still there for who links to it"
    then = replace(first.edition, superseded=True)
    assert await store.article("harbour") == [(second.edition, [new]), (then, [old])]
    counts = await store.counts()
    assert (counts.articles, counts.revisions, counts.claims) == (1, 2, 1)


async def test_a_page_that_returns_to_its_earlier_text_is_current_with_it_again(store):
    first = revision(text="The bridge is shut.")
    second = revision(text="The bridge is open.", minutes=5)
    back = revision(text="The bridge is shut.", minutes=9)
    old, new = claim(first, "The bridge is shut."), claim(second, "The bridge is open.")
    await file(store, first, [old])
    await file(store, second, [new], minutes=5)
    filing = await file(store, back, [old], minutes=9)
    assert filing.outcome == "revised"
    assert await store.known(first.id)
    assert not await store.known(second.id)
    assert [s.claim for s in await store.search(Search(words=("bridge",)))] == [old]
    assert [e.fetched for e, _ in await store.article("harbour")] == [at(9), at(5)]
    assert dict(await store.topics()) == {"bridge": 1, "shut": 1}
    counts = await store.counts()
    assert (counts.revisions, counts.claims) == (2, 1)


async def test_conflicts_found_before_are_not_told_again_when_a_page_returns(store):
    _, new, filing = await clash(store)
    rev = revision("port", minutes=1)
    other = revision("port", "Something else.", minutes=5)
    await file(store, other, minutes=5)
    back = await file(store, rev, [new], decide=everything(rev, [new]), minutes=6)
    assert back.outcome == "revised"
    assert back.decision == Decision()
    assert [d.key for d in await store.waiting()] == [f"alert:{filing.decision.opened[0]}"]


async def test_the_same_claim_twice_in_one_article_is_one_claim(store):
    rev = revision()
    filing = await file(store, rev, [claim(rev), claim(rev)])
    assert filing.claims == 1
    assert (await store.counts()).claims == 1


async def test_nothing_is_on_file_when_deciding_fails(store):
    rev = revision()

    def fails(rivals: Rivals) -> Decision:
        raise RuntimeError("no verdict")

    with pytest.raises(RuntimeError, match="no verdict"):
        await file(store, rev, [claim(rev)], decide=fails)
    counts = await store.counts()
    assert (counts.articles, counts.revisions, counts.claims) == (0, 0, 0)
    assert await store.topics() == []
    assert await store.vocabulary() == []
    assert (await file(store, rev, [claim(rev)])).outcome == "new"


async def test_nothing_is_on_file_when_a_revision_fails_and_the_older_stays_current(store):
    rev, later = revision(text="The bridge is shut."), revision(text="The bridge is open.", minutes=5)
    await file(store, rev, [claim(rev, "The bridge is shut.")])
    stranger = revision("nowhere")
    lost = conflict(Statement(claim(stranger), stranger.edition), Statement(claim(later), later.edition))
    with pytest.raises(StoreFailed, match="not on file"):
        await file(store, later, [claim(later)], decide=lambda rivals: Decision((("d1", lost),), ("d1",)))
    assert await store.known(rev.id)
    assert [s.claim.quote for s in await store.search(Search(words=("bridge",)))] == ["The bridge is shut."]
    assert await store.disputes() == []


# --- rivals --------------------------------------------------------------------------------------


async def rivals_of(store, quote, *, topics=None, name="new"):
    """What a new article with this claim would be compared with, without filing it."""
    seen: list[Rivals] = []
    rev = revision(name, f"Just in: {quote}", minutes=60)
    new = claim(rev, quote) if topics is None else claim(rev, quote, topics=tuple(topics))

    def look(rivals: Rivals) -> Decision:
        seen.append(rivals)
        raise LookupError

    with pytest.raises(LookupError):
        await file(store, rev, [new], decide=look, minutes=60)
    return seen[0].by_claim.get(new.id, ()), seen[0]


async def test_rivals_share_a_topic_and_come_from_other_articles_and_current_revisions(store):
    a, b, c = revision("a"), revision("b"), revision("c", "An earlier text.")
    kept = claim(a, "The harbour is closed.")
    await file(store, a, [kept])
    await file(store, b, [claim(b, "Wheat prices fell.")])
    await file(store, c, [claim(c, "The harbour is full.")])
    await file(store, revision("c", "A later text."), minutes=5)
    found, _ = await rivals_of(store, "The harbour is open.")
    assert [s.claim for s in found] == [kept]
    assert [s.edition for s in found] == [a.edition]
    found, _ = await rivals_of(store, "The harbour is open.", name="a")
    assert list(found) == []


async def test_a_claim_about_nothing_on_file_has_no_rivals(store):
    rev = revision("a")
    await file(store, rev, [claim(rev, "The harbour is closed.")])
    found, rivals = await rivals_of(store, "Snow fell.")
    assert list(found) == []
    assert dict(rivals.by_claim) == {}


async def test_the_rarest_shared_topics_rank_first_however_old(store):
    rare = revision("rare")
    old = claim(rare, "Kept from years ago.", topics=("lighthouse", "town"))
    await file(store, rare, [old])
    for i in range(60):
        rev = revision(f"busy{i}", minutes=i)
        await file(store, rev, [claim(rev, f"Town news {i}.", topics=("town", "news"))], minutes=i)
    found, _ = await rivals_of(store, "New.", topics=("lighthouse", "town", "news"))
    assert found[0].claim == old
    assert len(found) == 40


async def test_what_shares_more_topics_ranks_before_what_shares_fewer(store):
    for name, topics in (("one", ("bridge",)), ("two", ("bridge", "river")), ("three", ("bridge", "river", "toll"))):
        rev = revision(name)
        await file(store, rev, [claim(rev, f"Claim {name}.", topics=topics)])
    found, _ = await rivals_of(store, "New.", topics=("bridge", "river", "toll"))
    assert [s.edition.ref for s in found] == ["three", "two", "one"]


async def test_forty_copies_of_one_wire_story_do_not_crowd_out_the_rest(store):
    alone = revision("alone")
    different = claim(alone, "The mayor did not resign.", topics=("mayor", "resign"))
    await file(store, alone, [different])
    for i in range(50):
        rev = revision(f"copy{i}", minutes=i)
        await file(store, rev, [claim(rev, "The mayor resigned.", topics=("mayor", "resign"))], minutes=i)
    found, _ = await rivals_of(store, "New.", topics=("mayor", "resign"))
    quotes = [s.claim.quote for s in found]
    assert quotes.count("The mayor resigned.") <= 3
    assert "The mayor did not resign." in quotes


def told(name, day):
    """An article published on this day of March (None: undated), and a claim about the lighthouse."""
    rev = revision(name, f"The lighthouse, {name}.", published=datetime(2026, 3, day, tzinfo=UTC) if day else None)
    return rev, claim(rev, rev.text, topics=("lighthouse",))


@pytest.mark.parametrize(
    ("mine", "met"),
    [(20, {"same week", "undated"}), (3, {"long before", "undated"}), (None, {"same week", "long before", "undated"})],
)
async def test_rivals_are_of_the_days_in_which_a_story_is_one(store, mine, met):
    for name, day in (("long before", 2), ("same week", 15), ("undated", None)):
        rev, theirs = told(name, day)
        await file(store, rev, [theirs])
    seen: list[Rivals] = []
    new, ours = told("new", mine)
    await file(store, new, [ours], decide=lambda rivals: seen.append(rivals) or Decision())
    assert {s.edition.ref for s in seen[0].by_claim[ours.id]} == met


async def test_an_old_dispute_is_known_to_what_takes_it_up_again(store):
    (one, old), (two, other) = told("one", 2), told("two", 3)
    await file(store, one, [old])
    filing = await file(store, two, [other], decide=everything(two, [other]))
    seen: list[Rivals] = []
    new, ours = told("new", 30)
    await file(store, new, [ours], decide=lambda rivals: seen.append(rivals) or Decision())
    assert not seen[0].by_claim
    assert [d.id for d in seen[0].disputes] == list(filing.decision.opened)


async def test_rivals_come_with_the_disputes_they_are_part_of(store):
    _, _, filing = await clash(store)
    _, rivals = await rivals_of(store, "The harbour is flooded.")
    assert [d.id for d in rivals.disputes] == list(filing.decision.opened)
    assert not rivals.settled
    await store.settle(filing.decision.opened[0], state="dismissed", how="same thing", by="U1", now=at(5))
    _, rivals = await rivals_of(store, "The harbour is flooded.")
    assert not rivals.disputes
    assert [d.state for d in rivals.settled] == ["dismissed"]


@pytest.mark.parametrize("turned", [False, True], ids=["as filed", "the other way round"])
async def test_two_clashing_articles_filed_at_the_same_instant_meet(store, turned):
    one, two = revision("one"), revision("two")
    a, b = claim(one, "The harbour is closed."), claim(two, "The harbour is open.")
    work = [file(store, one, [a], decide=everything(one, [a])), file(store, two, [b], decide=everything(two, [b]))]
    filings = await asyncio.gather(*(work[::-1] if turned else work))
    assert sorted(len(f.decision.opened) for f in filings) == [0, 1]
    assert len(await store.disputes()) == 1
    assert len(await store.waiting()) == 1


# --- disputes ------------------------------------------------------------------------------------


async def test_a_conflict_opens_a_dispute_that_is_kept_whole(store):
    old, new, filing = await clash(store)
    [dispute_id] = filing.decision.opened
    [(_, found)] = filing.decision.conflicts
    dispute = await store.dispute(dispute_id)
    assert dispute.conflicts == (found,)
    assert (dispute.label, dispute.kind, dispute.confidence, dispute.reason) == ("DISPUTED", "state", 0.9, found.reason)
    assert (dispute.state, dispute.opened) == ("open", at(1))
    assert found.old.claim == old
    assert found.new.claim == new
    assert found.clash == ((Span(0, 22),), (Span(0, 20),))


async def test_a_third_article_joins_the_dispute_and_is_told_once(store):
    _, _, filing = await clash(store)
    [dispute_id] = filing.decision.opened
    third = revision("third", minutes=2)
    new = claim(third, "The harbour is open, officials insist.")
    joined = await file(store, third, [new], decide=everything(third, [new]), minutes=2)
    assert joined.decision.opened == ()
    assert joined.decision.joined == (dispute_id,)
    dispute = await store.dispute(dispute_id)
    assert len(dispute.conflicts) == 2
    assert [d.key for d in await store.waiting()] == [f"alert:{dispute_id}", f"joined:{dispute_id}:{third.id}"]
    assert (await store.waiting())[1].payload["revision"] == third.id


async def test_a_dispute_keeps_both_sides_when_a_page_is_edited(store):
    old, _, filing = await clash(store)
    await file(store, revision("harbour", "All changed.", minutes=9), minutes=9)
    dispute = await store.dispute(filing.decision.opened[0])
    assert dispute.conflicts[0].old.claim == old


async def test_disputes_are_found_by_state_words_and_claims_newest_first(store):
    old, new, first = await clash(store)
    one, two = revision("x", minutes=10), revision("y", minutes=11)
    a, b = says(one, "The Mayor", "Bridges will reopen."), claim(two, "Bridges stay shut.")
    await file(store, one, [a], minutes=10)
    second = await file(store, two, [b], decide=everything(two, [b]), minutes=11)
    ids = [second.decision.opened[0], first.decision.opened[0]]

    async def found(**wanted):
        return [d.id for d in await store.disputes(**wanted)]

    assert await found() == ids
    assert await found(limit=1) == ids[:1]
    assert await found(words=["bridge"]) == ids[:1]
    assert await found(words=["bridge", "harbour"]) == []
    assert await found(words=["mayor"]) == ids[:1]
    assert await found(claim_ids=[new.id]) == ids[1:]
    assert await found(claim_ids=[old.id, a.id]) == ids
    await store.settle(ids[0], state="resolved", how="", by="U1", now=at(12))
    assert await found(state="open") == ids[1:]
    assert await found(state="resolved") == ids[:1]
    assert await found(words=["?!"]) == []


async def test_settling_is_done_once_and_told_where_it_was_alerted(store):
    _, _, filing = await clash(store)
    [dispute_id] = filing.decision.opened
    settled, changed = await store.settle(dispute_id, state="resolved", how="the port says so", by="U1", now=at(5))
    assert changed
    assert (settled.state, settled.settled_how, settled.settled_by, settled.settled_at) == (
        "resolved",
        "the port says so",
        "U1",
        at(5),
    )
    late, changed = await store.settle(dispute_id, state="dismissed", how="", by="U2", now=at(6))
    assert not changed
    assert (late.state, late.settled_by) == ("resolved", "U1")
    again, changed = await store.settle(dispute_id, state="open", how="not so", by="U2", now=at(7))
    assert changed
    assert again.state == "open"
    await store.settle(dispute_id, state="dismissed", how="", by="U2", now=at(8))
    keys = [d.key for d in await store.waiting() if d.kind == "settled"]
    assert keys == [f"settled:{dispute_id}:{n}" for n in (1, 2, 3)]
    assert {d.channel for d in await store.waiting()} == {"C1"}


async def test_settling_at_the_same_instant_is_done_by_one(store):
    _, _, filing = await clash(store)
    [dispute_id] = filing.decision.opened
    done = await asyncio.gather(
        *(store.settle(dispute_id, state="resolved", how="", by=f"U{i}", now=at(5)) for i in range(4))
    )
    assert sorted(changed for _, changed in done) == [False, False, False, True]
    assert len({dispute.settled_by for dispute, _ in done}) == 1


async def test_what_was_dismissed_is_remembered_and_not_told_of_again(store):
    old, new, filing = await clash(store)
    [dispute_id] = filing.decision.opened
    assert await store.dismissed([old.id, new.id]) == []
    await store.settle(dispute_id, state="dismissed", how="", by="U1", now=at(5))
    assert [c.id for c in await store.dismissed([new.id, old.id, "other"])] == [filing.decision.conflicts[0][1].id]
    assert await store.dismissed([new.id]) == []
    third = revision("third")
    more = claim(third, "The harbour is shut.")
    extra = conflict(Statement(more, third.edition), Statement(old, revision().edition))
    again = await file(
        store, third, [more], decide=lambda _: Decision(((dispute_id, extra),), (dispute_id,)), minutes=6
    )
    assert (again.decision.opened, again.decision.joined) == ((), ())
    assert len((await store.dispute(dispute_id)).conflicts) == 2


async def test_disputes_between_two_moments_are_those_from_the_first_to_before_the_second(store):
    _, _, filing = await clash(store)
    [dispute_id] = filing.decision.opened
    assert [d.id for d in await store.opened_between(at(1), at(2))] == [dispute_id]
    assert await store.opened_between(at(0), at(1)) == []
    await store.settle(dispute_id, state="resolved", how="", by="U1", now=at(5))
    assert [d.id for d in await store.settled_between(at(5), at(6))] == [dispute_id]
    assert await store.settled_between(at(4), at(5)) == []
    await store.settle(dispute_id, state="open", how="", by="U1", now=at(6))
    assert await store.settled_between(at(0), at(9)) == []


# --- finding -------------------------------------------------------------------------------------


async def archive(store):
    """Three articles to search in."""
    a = revision("a", outlet="The Gazette", published=at(-300), title="Floods along the coast")
    b = revision("b", outlet="Morning Post", published=at(-200))
    c = revision("c", outlet="morning post", minutes=30)
    claims = {
        "condemned": says(
            a,
            "Ministry of Foreign Affairs",
            "The ministry condemned the shelling of Zürich.",
            lemma="condemn",
            kind="condemn",
        ),
        "shells": claim(b, "Shells fell on the old town.", topics=("shell", "town")),
        "denied": says(
            b, "Russia", "We shelled no town, it said.", start=40, lemma="deny", kind="deny", topics=("shell", "town")
        ),
        "prices": says(c, "Ann Lee", "Prices of wheat rose.", topics=("price", "wheat")),
    }
    for rev, names, minutes in ((a, ["condemned"], 0), (b, ["shells", "denied"], 10), (c, ["prices"], 30)):
        await file(store, rev, [claims[name] for name in names], minutes=minutes)
    return claims


# what is looked for                                  | what is found, in this order
SEARCHES = [
    ({"words": ("shelling",)}, ["shells", "denied", "condemned"]),
    ({"words": ("SHELLS", "towns")}, ["shells", "denied"]),
    ({"words": ("zurich",)}, ["condemned"]),
    ({"words": ("flood",)}, ["condemned"]),
    ({"words": ("old town",)}, ["shells"]),
    ({"words": ("town old",)}, []),
    ({"words": ("ministries",)}, ["condemned"]),
    ({"words": ("wheat", "town"), "any_words": True}, ["prices", "shells", "denied"]),
    ({"words": ("shells", "town", "old"), "any_words": True}, ["shells", "denied", "condemned"]),
    ({"words": ("nothing", "here"), "any_words": True}, []),
    ({"cue_lemmas": ("condemn", "deny")}, ["denied", "condemned"]),
    ({"cue_classes": ("say",)}, ["prices"]),
    ({"words": ("shell",), "cue_classes": ("deny",)}, ["denied"]),
    ({"source": "ministry"}, ["condemned"]),
    ({"source": "foreign affairs"}, ["condemned"]),
    ({"source": "us"}, []),
    ({"source": "russia"}, ["denied"]),
    ({"outlet": "Morning Post"}, ["prices", "shells", "denied"]),
    ({"outlet": "post"}, ["prices", "shells", "denied"]),
    ({"outlet": "gazette"}, ["condemned"]),
    ({"outlet": "ost"}, []),
    ({"since": at(-200)}, ["prices", "shells", "denied"]),
    ({"until": at(-200)}, ["condemned"]),
    ({"since": at(-250), "until": at(0)}, ["shells", "denied"]),
    ({"limit": 2}, ["prices", "shells"]),
    ({"words": ("shell",), "limit": 1}, ["shells"]),
]


@pytest.mark.parametrize(("wanted", "expected"), SEARCHES, ids=[str(w) for w, _ in SEARCHES])
async def test_searching_finds_what_fits_best_first(store, wanted, expected):
    names = {c.id: name for name, c in (await archive(store)).items()}
    assert [names[s.claim.id] for s in await store.search(Search(**wanted))] == expected


async def test_searching_within_one_article(store):
    claims = await archive(store)
    found = await store.search(Search(words=("shell",), article_id=claims["denied"].article_id))
    assert [s.claim for s in found] == [claims["shells"], claims["denied"]]


HOSTILE = ['"', '""', "'", "AND", "OR NOT", "NEAR(", "quote:", "*", "sh*", "^", "(", "a OR b", "--", "; DROP TABLE claims", "\x00", "\ud800", "🙂", "-shell", "{x}: y", "\\", "%", "_", ""]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("any_words", [False, True])
async def test_typed_text_is_words_and_never_a_query_language(store, typed, any_words):
    await archive(store)
    found = await store.search(Search(words=(typed,), any_words=any_words))
    assert [s.claim.quote for s in found] in (
        [],
        [
            "Shells fell on the old town.",
            "We shelled no town, it said.",
            "The ministry condemned the shelling of Zürich.",
        ],
    )
    assert bool(found) == (typed == "-shell")
    with_more = await store.search(Search(words=(typed, "wheat"), any_words=True))
    assert with_more[0].claim.quote == "Prices of wheat rose." or typed == "-shell"
    assert await store.disputes(words=[typed]) == []
    assert await store.search(Search(source=typed or "nobody")) == []
    assert await store.search(Search(outlet=typed or "nobody")) == []


async def test_rare_words_weigh_more_than_common_ones(store):
    for i in range(12):
        rev = revision(f"r{i}", minutes=i)
        await file(store, rev, [claim(rev, f"The council met for the {i}th time.")], minutes=i)
    old = revision("old", minutes=-500)
    await file(store, old, [claim(old, "A walrus was seen.")])
    found = await store.search(Search(words=("council", "walrus"), any_words=True, limit=3))
    assert found[0].claim.quote == "A walrus was seen."


async def test_topics_are_counted_most_first_and_since_a_moment(store):
    await archive(store)
    assert (await store.topics(limit=2)) == [("shell", 2), ("town", 2)]
    assert dict(await store.topics(since=at(30))) == {"price": 1, "wheat": 1}
    assert await store.topics(since=at(31)) == []


async def test_the_vocabulary_holds_topics_speakers_and_verbs_once(store):
    await archive(store)
    words = await store.vocabulary()
    assert len(words) == len(set(words))
    assert {"shell", "wheat", "Ministry of Foreign Affairs", "Ann Lee", "Russia", "condemn", "deny", "say"} <= set(
        words
    )


async def test_other_spellings_of_a_name_are_found_also_those_that_came_since(store):
    assert await store.spellings("Podolyak") == frozenset()
    one = revision("one")
    await file(store, one, [says(one, "Mykhailo Podoliak", "It is over.", topics=("Zelenskiy", "bridge"))])
    assert await store.spellings("Podolyak") == {"podoliak"}
    assert await store.spellings("Zelensky") == {"zelenskiy"}
    two = revision("two")
    await file(store, two, [says(two, "Podoljak", "It goes on.", topics=("Zelenskyy",))])
    assert await store.spellings("Podolyak") == {"podoliak", "podoljak"}
    assert await store.spellings("Zelensky") == {"zelenskiy", "zelenskyy"}
    assert await store.spellings("podoliak") == {"podoljak"}, "not itself"
    await store.forget(two.edition.article_id, by="", reason="", near_copies=False, now=at(9))
    assert await store.spellings("Podolyak") == {"podoliak"}, "what is forgotten is not known here either"


async def test_the_texts_of_several_revisions(store):
    one, two = revision("one", "One \ud83d."), revision("two", "Two. 👍")
    await file(store, one, [])
    await file(store, two, [])
    assert await store.texts([one.id, two.id, one.id, "nowhere"]) == {one.id: one.text, two.id: two.text}
    assert await store.texts([]) == {}


async def test_articles_are_listed_last_fetched_first_in_pages(store):
    for i in range(5):
        await file(store, revision(f"r{i}", minutes=i), minutes=9 - i)
    assert [e.ref for e in await store.articles(limit=2)] == ["r4", "r3"]
    assert [e.ref for e in await store.articles(limit=2, offset=4)] == ["r0"]


async def test_an_article_is_found_by_id_ref_and_url(store):
    rev = revision("a", url="https://example.org/a")
    await file(store, rev)
    for name in (rev.edition.article_id, "a", "https://example.org/a"):
        assert [e for e, _ in await store.article(name)] == [rev.edition]


async def test_what_is_not_on_file_is_said_to_be_not_on_file(store):
    for ask in (store.statement, store.text, store.article, store.dispute):
        for name in ("nothing", "", "\ud800", "\x00"):
            with pytest.raises(NotOnFile):
                await ask(name)
    with pytest.raises(NotOnFile):
        await store.settle("nothing", state="open", how="", by="", now=at())
    assert not await store.known("nothing")


async def test_filed_between_counts_articles_and_current_claims(store):
    await archive(store)
    assert await store.filed_between(at(0), at(30)) == (2, 3)
    assert await store.filed_between(at(30), at(31)) == (1, 1)
    assert await store.filed_between(at(31), at(99)) == (0, 0)


async def test_odd_characters_come_back_as_they_were(store):
    odd = "Half a pair: \ud83d, nothing: \x00, a smile: 🙂"
    rev = revision("odd", odd, title=odd, outlet=odd, author=odd, url="https://example.org/\udcff")
    said = claim(rev, odd, source_name=odd, topics=(odd,), cue_lemma=odd)
    await file(store, rev, [said])
    assert await store.text(rev.id) == odd
    assert await store.statement(said.id) == Statement(said, rev.edition)
    assert [s.claim for s in await store.search(Search(words=("smile",)))] == [said]
    assert [s.claim for s in await store.search(Search(cue_lemmas=(odd,), outlet=odd))] == [said]
    assert odd in await store.vocabulary()


async def test_counts_count(store):
    await clash(store)
    counts = await store.counts()
    assert (counts.articles, counts.revisions, counts.claims, counts.disputes) == (2, 2, 2, 1)
    assert (counts.alerts_due, counts.alerts_posted) == (1, 0)
