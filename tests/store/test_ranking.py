"""Which claims rival a new one, and what a decision about them changes: plain values in, values out."""

from __future__ import annotations

import pytest

from bot.nouns import Decision, Statement
from store import ranking
from store.consequences import consequences
from store.ranking import Near, Topic
from tests.store.factories import claim, conflict, revision


def topic(*bearers):
    return Topic(len(bearers), lambda: set(bearers))


def near(*topics, size=None, sizes=None, total=1000):
    size = size or len(topics)
    return ranking.nearby(
        topics, total=total, size=size, sizes=lambda ids: {i: (sizes or {}).get(i, size) for i in ids}
    )


def test_the_same_topics_are_the_same_article_and_none_is_none():
    assert near(topic("a", "b"), topic("a"))["a"] == pytest.approx(1.0)
    assert near(topic(), topic()) == {}
    assert near() == {}


def test_rare_topics_make_articles_more_alike_than_common_ones():
    found = near(topic("rare"), topic(*(f"common{i}" for i in range(300))), size=10)
    assert found["rare"] > 5 * found["common99"]


def test_a_long_article_that_also_mentions_it_is_less_alike_than_a_short_one_about_it():
    found = near(topic("short", "long"), topic("short", "long"), sizes={"short": 2, "long": 200})
    assert found["short"] > 5 * found["long"]


def test_likeness_is_never_more_than_one():
    assert near(topic("tiny"), *(topic("other") for _ in range(50)), sizes={"tiny": 1, "other": 1})["other"] == 1.0


def test_only_the_nearest_articles_count():
    assert len(near(topic(*(f"r{i}" for i in range(500))))) == ranking.NEARBY


def test_what_shares_nothing_is_a_candidate_in_an_article_that_is_alike_and_in_no_other():
    ranked = ranking.rank([topic(1)], Near.of({2: 0.9, 3: ranking.ALIKE / 2}), total=10)
    assert set(ranked) == {1, 2}


def test_a_shared_topic_counts_more_in_an_article_that_is_alike():
    assert ranking.rank([topic(1, 2)], Near.of({1: 0.5}), total=10) == [1, 2]


def test_a_topic_too_common_to_look_at_still_tells_among_the_articles_nearby():
    busy = Topic(5_000, lambda: set(range(5_000)))
    assert ranking.rank([busy], Near.of({7: 0.4, 9_000: 0.4}), total=10_000) == [7, 9_000]


def test_of_a_topic_too_common_to_look_at_only_the_articles_nearby_are_fetched():
    def all_of_them():
        raise AssertionError("20,000 claims fetched to keep two")

    busy = Topic(5_000, all_of_them, lambda: {7, 8})
    assert ranking.rank([busy], Near.of({7: 0.4, 9_000: 0.4}), total=10_000) == [7, 9_000]


def test_among_equals_the_one_filed_later_comes_first():
    assert ranking.rank([topic(1, 2, 3)], Near.of({}), total=10) == [3, 2, 1]


def test_no_topics_and_nothing_nearby_is_nothing():
    assert ranking.rank([], Near.of({}), total=0) == []


def test_choosing_fetches_no_more_than_it_needs():
    rev = revision()
    fetched: list[int] = []

    def fetch(numbers):
        fetched.extend(numbers)
        return {n: Statement(claim(rev, f"Quote {n}."), rev.edition) for n in numbers}

    assert len(ranking.choose(range(1, 401), fetch)) == ranking.WANTED
    assert len(fetched) == ranking.WANTED


# --- consequences --------------------------------------------------------------------------------

A, B, C = (revision(name) for name in "abc")
ONE, TWO, THREE = (Statement(claim(rev), rev.edition) for rev in (A, B, C))
AB, AC = conflict(ONE, TWO), conflict(ONE, THREE)

# decided (dispute, conflict) | states on file     | conflicts on file | added | opened  | joined
OUTCOMES = [
    ([("d", AB)],              {},                   set(),            [AB],     ("d",), ()),
    ([("d", AB), ("d", AC)],   {},                   set(),            [AB, AC], ("d",), ()),
    ([("d", AC)],              {"d": "open"},        {AB.id},          [AC],     (),     ("d",)),
    ([("d", AC)],              {"d": "resolved"},    {AB.id},          [AC],     (),     ("d",)),
    ([("d", AC)],              {"d": "dismissed"},   {AB.id},          [AC],     (),     ()),
    ([("d", AB)],              {"d": "open"},        {AB.id},          [],       (),     ()),
    ([("e", AB)],              {},                   {AB.id},          [],       (),     ()),
    ([("d", AB), ("d", AB)],   {},                   set(),            [AB],     ("d",), ()),
    ([],                       {},                   set(),            [],       (),     ()),
]  # fmt: skip


@pytest.mark.parametrize(("decided", "states", "on_file", "added", "opened", "joined"), OUTCOMES)
def test_only_what_is_new_is_announced(decided, states, on_file, added, opened, joined):
    outcome = consequences(Decision(tuple(decided)), states=states, conflicts_on_file=on_file)
    assert [c for _, c in outcome.added] == added
    assert (outcome.opened, outcome.joined) == (opened, joined)
