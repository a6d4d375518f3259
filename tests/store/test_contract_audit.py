"""What every archive promises of the record of changes."""

from __future__ import annotations

from dataclasses import replace

from bot.audit import Done, Line, Person
from tests.store.factories import at

ANN = Person("@ann", "U1", "T1", "C1", "slack")


def line(minute: int = 0, **more) -> Line:
    return Line(**{"at": at(minute), "person": ANN, "what": "settle", "done": False, **more})


async def test_a_change_stands_there_from_its_beginning_and_then_with_what_came_of_it(store):
    number = await store.audit.begin(line(subject="d1", before="open"))
    assert await store.audit.lines() == [line(subject="d1", before="open")]
    await store.audit.end(number, [Done("d1", "open", "resolved")])
    assert await store.audit.lines() == [line(subject="d1", before="open", after="resolved", done=True)]


async def test_what_changed_nothing_leaves_no_line_and_what_changed_several_things_several(store):
    await store.audit.end(await store.audit.begin(line()), [])
    assert await store.audit.lines() == []
    await store.audit.end(await store.audit.begin(line()), [Done("a1", "", "new"), Done("a2", "", "new")])
    assert [(found.subject, found.person) for found in await store.audit.lines()] == [("a1", ANN), ("a2", ANN)]


async def test_lines_come_in_order_from_a_moment_on_the_last_ones_first_to_be_kept(store):
    for minute in (3, 1, 2):
        await store.audit.end(await store.audit.begin(line(minute)), [Done(str(minute), "", "x")])
    assert [found.subject for found in await store.audit.lines()] == ["1", "2", "3"]
    assert [found.subject for found in await store.audit.lines(since=at(2))] == ["2", "3"]
    assert [found.subject for found in await store.audit.lines(limit=2)] == ["2", "3"]


async def test_any_name_is_kept_as_it_is(store):
    odd = replace(ANN, name="@\ud800 Zoë '; DROP TABLE audit")
    await store.audit.end(await store.audit.begin(line(person=odd)), [Done("\udfff", "ü", "🙂")])
    [found] = await store.audit.lines()
    assert (found.person, found.subject, found.before, found.after) == (odd, "\udfff", "ü", "🙂")
