"""A message held against the archive: what contradicts it, what agrees, and nothing of it is filed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.checking import check, sorted_out
from bot.claims.worker import ReadingRoom
from bot.errors import BadCommand
from bot.intake import files
from bot.newsroom import Newsroom
from bot.nouns import Article
from store.memory import MemoryStore
from tests.bot.invented import NOON, Clock, claim, clash, statements

SEEDS = Path(__file__).parents[2] / "seeds"


# a message                                                                         | against it  | the same on file
MESSAGES = [
    ("The Kursk operation has been fully concluded, the army said.", ["state"], ""),
    ("Pyongyang's military engagement in Russia violates the UN Charter, Tokyo said.", ["legality"], ""),
    ("North Korea confirmed on Monday that it sent troops to Russia.", [], "North Korea Confirms It Sent Troops"),
    ("The ferry to Arnholt stopped on Monday.", [], ""),
]


async def test_the_seeds_contradict_a_message_that_says_otherwise_and_nothing_is_filed() -> None:
    store = MemoryStore()
    async with ReadingRoom(processes=0) as room:
        newsroom = Newsroom(store, room.read, clock=Clock())
        for article in files.articles([str(SEEDS)]):
            if isinstance(article, Article):
                await newsroom.file(article)
        before = await newsroom.counts()
        for text, against, alike in MESSAGES:
            found = await newsroom.check(text)
            assert [c.kind for c in found.against] == against, text
            assert any(alike in s.claim.quote for s in found.alike) == bool(alike), text
        assert await newsroom.counts() == before
        with pytest.raises(BadCommand, match="no words"):
            await newsroom.check("  ")


async def test_a_message_without_claims_comes_to_nothing() -> None:
    async def read(revision: object) -> tuple[()]:
        return ()

    found = await check(MemoryStore(), read, "Hello!", said=None, now=NOON, threshold=0.5)
    assert (found.claims, found.against, found.alike) == (0, (), ())


def test_what_was_compared_is_told_once_surest_first_and_only_if_sure() -> None:
    [old] = statements("post", [claim("The harbour is open.")])
    [other] = statements("times", [claim("The harbour has been open since May.")])
    [mine] = statements("message", [claim("The harbour is shut.")])
    sure, less, unsure = (replace(clash(old, mine), confidence=c) for c in (0.9, 0.8, 0.3))
    same = replace(clash(other, mine), label="SAME", confidence=0.0)
    found = sorted_out(1, [less, unsure, same, sure, replace(same, old=old)], 0.5)
    assert [c.confidence for c in found.against] == [0.9]
    assert [s.claim.quote for s in found.alike] == ["The harbour has been open since May."]
