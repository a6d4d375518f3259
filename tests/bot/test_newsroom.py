"""What the newsroom can do, with a small reader of our own and the archive in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import BadArticle, BadCommand, FetchFailed, Misquoted, NotOnFile
from bot.newsroom import Newsroom, surroundings
from bot.nouns import Article, Claim, Revision, Span, content_id
from store.memory import MemoryStore
from tests.bot.invented import NOON, Clock, claim, clash, file, statements


class Clerk:
    """Reads each line as one claim in the paper's own voice, and counts what was read."""

    def __init__(self) -> None:
        self.read_so_far: list[str] = []

    async def read(self, revision: Revision) -> tuple[Claim, ...]:
        self.read_so_far.append(revision.edition.ref)
        claims, start = [], 0
        for line in revision.text.splitlines(keepends=True):
            sentence = Span(start, start + len(line.rstrip("\n")))
            start += len(line)
            if quote := sentence.of(revision.text):
                claims.append(
                    Claim(
                        id=content_id(revision.id, str(sentence.start)),
                        article_id=revision.edition.article_id,
                        revision_id=revision.id,
                        sentence=sentence,
                        quote=quote,
                        content=(sentence,),
                        topics=tuple(sorted(w.strip(".").lower() for w in quote.split() if w[0].isupper())),
                    )
                )
        return tuple(claims)


class Wire:
    """A fetcher with two articles at one address and nothing anywhere else."""

    async def fetch(self, url: str) -> Sequence[Article]:
        if url != "https://wire.example/feed":
            raise FetchFailed(f"{url} did not answer")
        return [Article(key=ref, ref=ref, text=f"The {ref} sank.", outlet="The Wire") for ref in ("ferry", "tug")]


@pytest.fixture
async def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
async def newsroom(clerk: Clerk) -> AsyncIterator[Newsroom]:
    store = MemoryStore()
    yield Newsroom(store, clerk.read, clock=Clock(), alert_channel="C1", fetcher=Wire())
    await store.close()


FERRY = Article(key="gazette-1", ref="gazette-1", text="The ferry Anna sank off Arnholt.", outlet="The Gazette")


# --- filing


async def test_an_article_is_read_once_and_filed_once(newsroom: Newsroom, clerk: Clerk) -> None:
    outcomes = [(await newsroom.file(FERRY)).outcome for _ in range(3)]
    assert outcomes == ["new", "unchanged", "unchanged"]
    assert clerk.read_so_far == ["gazette-1"]
    assert (await newsroom.counts()).claims == 1


async def test_a_changed_text_is_a_revision(newsroom: Newsroom) -> None:
    await newsroom.file(FERRY)
    filing = await newsroom.file(replace(FERRY, text="The ferry Anna ran aground off Arnholt."))
    assert filing.outcome == "revised"
    assert [e.fetched for e, _ in await newsroom.show("gazette-1")] == [NOON, NOON]
    (edition,) = await newsroom.articles()
    assert await newsroom.text(edition.revision_id) == "The ferry Anna ran aground off Arnholt."


async def test_an_article_without_words_is_refused(newsroom: Newsroom) -> None:
    with pytest.raises(BadArticle, match="no text"):
        await newsroom.file(replace(FERRY, text=" \n "))


async def test_pasted_text_is_filed_under_its_first_line(newsroom: Newsroom) -> None:
    (filing,) = await newsroom.add("Ferry lost\n\nThe ferry Anna sank.", by="Ann")
    assert (filing.edition.title, filing.edition.origin) == ("Ferry lost", "pasted by Ann")
    (again,) = await newsroom.add("Ferry lost\n\nThe ferry Anna sank.", by="Ben")
    assert again.outcome == "unchanged"


@pytest.mark.parametrize(
    "typed", ["https://wire.example/feed", "<https://wire.example/feed>", "<https://wire.example/feed|feed>"]
)
async def test_all_that_stands_at_an_address_is_filed(newsroom: Newsroom, typed: str) -> None:
    assert [f.edition.ref for f in await newsroom.add(typed)] == ["ferry", "tug"]


async def test_what_cannot_be_added_says_why(newsroom: Newsroom, clerk: Clerk) -> None:
    with pytest.raises(FetchFailed):
        await newsroom.add("https://wire.example/other")
    with pytest.raises(BadCommand, match="/article add https"):
        await newsroom.add("  ")
    without = Newsroom(MemoryStore(), clerk.read, clock=Clock())
    with pytest.raises(BadCommand, match="paste"):
        await without.add("https://wire.example/feed")


# --- asking


async def test_what_is_typed_finds_its_way(newsroom: Newsroom) -> None:
    await newsroom.file(FERRY)
    assert (await newsroom.answer("/facts ferry")).found
    assert not (await newsroom.answer("/who condemned")).found
    assert not (await newsroom.answer("how many were rescued?")).found


@pytest.mark.parametrize("typed", ["/fact kursk", "/"])
async def test_a_command_nobody_knows_is_refused_with_one_that_works(newsroom: Newsroom, typed: str) -> None:
    with pytest.raises(BadCommand, match="/facts kursk"):
        await newsroom.answer(typed)


@pytest.mark.parametrize(
    ("typed", "example"),
    [
        ("/facts", "/facts kursk"),
        ("/facts the", "/facts kursk"),
        ("/who", "/who condemned"),
        ("", "how many"),
        ("?", "how many"),
    ],
)
async def test_asking_nothing_is_met_with_an_example(newsroom: Newsroom, typed: str, example: str) -> None:
    with pytest.raises(BadCommand, match=example):
        await newsroom.answer(typed)


async def test_an_empty_archive_answers_that_nothing_is_on_file(newsroom: Newsroom) -> None:
    for typed in ("/facts kursk", "/who condemned", "what happened at Arnholt?"):
        answer = await newsroom.answer(typed)
        assert (answer.found, answer.text, answer.snippets) == (False, "Not on file.", ())


# --- quotations


async def test_a_quotation_is_compared_with_its_article_before_it_is_shown(newsroom: Newsroom) -> None:
    await newsroom.file(FERRY)
    (statement,) = (await newsroom.facts("ferry")).snippets
    assert await newsroom.verify(statement.statement) == FERRY.text
    crooked = replace(statement.statement, claim=replace(statement.statement.claim, quote="The ferry Anna sank."))
    with pytest.raises(Misquoted):
        await newsroom.verify(crooked)


# --- disputes


OVER, SHUT = claim("The bridge at Arnholt was reopened."), claim("The bridge at Arnholt is still shut.")


async def disputed(newsroom: Newsroom) -> str:
    (old,) = await file(newsroom.store, "arnholt-post", [OVER])
    (new,) = statements("valley-times", [SHUT])
    await file(newsroom.store, "valley-times", [SHUT], clashes=[clash(old, new)])
    (dispute,) = await newsroom.disputes()
    return dispute.id


async def test_disputes_are_found_by_words_and_state(newsroom: Newsroom) -> None:
    dispute = await disputed(newsroom)
    found = {
        typed: [d.id for d in await newsroom.disputes(typed)]
        for typed in ("bridge", "open bridge", "settled", "ferry", "all")
    }
    assert found == {"bridge": [dispute], "open bridge": [dispute], "settled": [], "ferry": [], "all": [dispute]}


async def test_settling_tells_whether_one_was_first(newsroom: Newsroom) -> None:
    dispute = await disputed(newsroom)
    settled, changed = await newsroom.settle(dispute, state="resolved", how="reopened on Sunday", by="Ann")
    assert (settled.state, settled.settled_by, settled.settled_at, changed) == ("resolved", "Ann", NOON, True)
    _, again = await newsroom.settle(dispute, state="resolved", how="no, on Monday", by="Ben")
    assert not again
    assert [d.id for d in await newsroom.disputes("settled")] == [dispute]
    with pytest.raises(BadCommand, match="open, resolved, dismissed"):
        await newsroom.settle(dispute, state="forgotten")
    with pytest.raises(NotOnFile):
        await newsroom.dispute("0" * 16)


# --- the digest


async def test_a_digest_tells_what_happened_since_its_bookmark(newsroom: Newsroom) -> None:
    newsroom.clock.now -= timedelta(hours=1)  # type: ignore[attr-defined]
    plan = await newsroom.plan_digest("C1", "daily 07:30 Europe/London")
    assert plan is not None
    newsroom.clock.now += timedelta(hours=1)  # type: ignore[attr-defined]
    dispute = await disputed(newsroom)
    newsroom.clock.now += timedelta(minutes=1)  # type: ignore[attr-defined]
    await newsroom.settle(dispute, state="dismissed", by="Ann")
    digest = await newsroom.digest("C1", until=NOON + timedelta(hours=2))
    assert [d.id for d in digest.opened] == [dispute]
    assert [d.id for d in digest.settled] == [dispute]
    assert (digest.articles, digest.claims) == (2, 2)
    assert "bridge" in dict(digest.topics)


async def test_a_digest_can_be_switched_off(newsroom: Newsroom) -> None:
    await newsroom.plan_digest("C1", "daily 07:30")
    assert await newsroom.plan_digest("C1", "off") is None
    assert await newsroom.digest_plan("C1") is None
    with pytest.raises(NotOnFile, match="/digest daily"):
        await newsroom.digest("C1")


def test_a_passage_is_the_paragraph_and_those_beside_it_while_it_is_short() -> None:
    text = "One.\nTwo here. And more.\nThree."
    at = text.index("And more.")
    assert surroundings(text, Span(at, at + 9)).of(text) == text
    long = "\n".join(["A" * 700, "B" * 700 + " C.", "D" * 700])
    at = long.index(" C.")
    assert surroundings(long, Span(at + 1, at + 3)).of(long) == "B" * 700 + " C."


async def test_a_claim_is_had_with_its_passage_and_its_disputes() -> None:
    store = MemoryStore()
    newsroom = Newsroom(store, Clerk().read, clock=Clock())
    (old,) = await file(store, "post", [claim("The harbour is open.", "Port Office", "say", "say")])
    (new,) = statements("times", [claim("The harbour is shut.", "Pilots", "say", "say")])
    await file(store, "times", [claim("The harbour is shut.", "Pilots", "say", "say")], clashes=[clash(old, new)])
    sheet = await newsroom.claim(old.claim.id)
    assert sheet.at.of(sheet.passage) == "The harbour is open."
    assert [d.conflicts[0].new.claim.quote for d in sheet.disputes] == ["The harbour is shut."]
    assert sheet.dossier.revisions[0][0].ref == "post"
