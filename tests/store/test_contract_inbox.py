"""What every archive promises of what comes in: accepted is kept, answered once, gone on with where it stopped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.intake.inbox import Tray
from bot.intake.journal import Fault, Reached
from bot.nouns import Article
from tests.store.factories import at


def article(name: str, text: str = "") -> Article:
    return Article(key=f"id:{name}", ref=name, text=text or f"{name} was closed, the mayor said.", published=at(-60))


async def push(store, *articles, key="", digest="d1", minutes=0.0):
    return await store.inbox.receive(articles, key=key, digest=digest, answer=b'{"ok": 1}', now=at(minutes))


async def taken(store, minutes=0.0, **more):
    return [w.article.ref for w in await store.inbox.take(now=at(minutes), **more)]


async def test_what_is_accepted_waits_in_the_order_it_came_until_it_is_filed(store):
    assert (await push(store, article("bridge"), article("mill"))).first
    waiting = await store.inbox.take(now=at(1))
    assert [w.article for w in waiting] == [article("bridge"), article("mill")]
    assert await taken(store, 1, limit=1) == ["bridge"]
    await store.inbox.filed(waiting[0].n, now=at(1))
    assert await taken(store, 2) == ["mill"]
    assert await store.inbox.tray() == Tray(waiting=1, given_up=0)


async def test_a_key_seen_before_takes_nothing_in_and_gives_the_first_answer(store):
    await push(store, article("bridge"), key="k1", digest="d1")
    again = await store.inbox.receive([article("mill")], key="k1", digest="d2", answer=b"other", now=at(1))
    assert (again.first, again.digest, again.answer) == (False, "d1", b'{"ok": 1}')
    assert await taken(store, 2) == ["bridge"]


async def test_without_a_key_everything_is_taken(store):
    await push(store, article("bridge"))
    assert (await push(store, article("mill"))).first
    assert await taken(store, 1) == ["bridge", "mill"]


async def test_editions_of_one_article_keep_their_order(store):
    await push(store, article("bridge", "One."), article("mill"), article("bridge", "Two."))
    first, other = await store.inbox.take(now=at(1))
    assert (first.article.text, other.article.ref) == ("One.", "mill")
    await store.inbox.put_off(first.n, until=at(5), reason="busy")
    assert await taken(store, 2) == ["mill"]
    await store.inbox.filed(first.n, now=at(5))
    assert [w.article.text for w in await store.inbox.take(now=at(5))][-1] == "Two."


async def test_what_is_put_off_comes_again_and_counts_its_attempts(store):
    await push(store, article("bridge"))
    [waiting] = await store.inbox.take(now=at(0))
    await store.inbox.put_off(waiting.n, until=at(3), reason="the disk is full")
    assert await taken(store, 2.9) == []
    [again] = await store.inbox.take(now=at(3))
    assert (again.attempts, again.reason) == (1, "the disk is full")


async def test_what_is_given_up_is_kept_with_its_reason(store):
    await push(store, article("bridge"), article("mill"))
    [waiting, _] = await store.inbox.take(now=at(0))
    await store.inbox.give_up(waiting.n, reason="cannot be read")
    assert await taken(store, 9) == ["mill"]
    assert [(w.article.ref, w.reason) for w in await store.inbox.given_up()] == [("bridge", "cannot be read")]
    assert await store.inbox.tray() == Tray(waiting=1, given_up=1)


@pytest.fixture
def reached():
    return Reached("/a/one.jsonl", size=10, modified=5, head="h", started=at(0), at=at(1))


def fault(path, item):
    return Fault(path, item, "is not JSON", "mend the line")


async def test_how_far_a_file_was_looked_through_is_remembered(store, reached):
    assert await store.journal.find(reached.path) is None
    await store.journal.note([reached])
    further = replace(reached, done=7, offset=8, filed=6, bad=1, at=at(2), finished=True, ref="one")
    await store.journal.note([further])
    assert await store.journal.find(reached.path) == further


async def test_faults_are_found_by_their_file_or_a_folder_above_it(store, reached):
    other = replace(reached, path="/ab.txt")
    await store.journal.note([reached, other], [fault(reached.path, "line 2"), fault(reached.path, "line 10")])
    await store.journal.note([replace(reached, done=12)], [fault("/ab.txt", "")])
    both = [fault(reached.path, "line 2"), fault(reached.path, "line 10")]
    assert list(await store.journal.faults(["/a"])) == both
    assert list(await store.journal.faults([reached.path])) == both
    assert list(await store.journal.faults(["/a", "/ab.txt"], limit=1, offset=2)) == [fault("/ab.txt", "")]
    assert list(await store.journal.faults(["/"])) == []
    assert list(await store.journal.faults([])) == []


async def test_a_fault_at_the_same_place_is_one_and_a_file_begun_again_has_none(store, reached):
    await store.journal.note([replace(reached, done=1)], [fault(reached.path, "line 2")] * 2)
    assert len(await store.journal.faults([reached.path])) == 1
    await store.journal.note([reached])
    assert await store.journal.faults([reached.path]) == []


async def test_the_files_last_looked_through_come_first(store, reached):
    later = replace(reached, path="/b.txt", at=at(9))
    await store.journal.note([later, reached])
    assert list(await store.journal.recent()) == [later, reached]
    assert list(await store.journal.recent(limit=1)) == [later]
