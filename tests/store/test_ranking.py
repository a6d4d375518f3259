"""Which claims rival a new one, and what a decision about them changes: plain values in, values out."""

from __future__ import annotations

import pytest

from bot.nouns import Decision, Statement
from store import ranking
from store.consequences import consequences
from store.ranking import Topic
from tests.store.factories import claim, conflict, revision


def topic(*bearers):
    return Topic(len(bearers), lambda: set(bearers))


def near(*topics, size=None, sizes=None, of=None, total=1000, among=None):
    size = size or len(topics)
    return ranking.alike(topics, total=total, size=size).nearest(
        lambda ids: {i: ((sizes or {}).get(i, size), (of or {}).get(i, i)) for i in ids}, among
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


def test_what_is_not_asked_for_takes_no_place_among_the_nearest():
    found = near(topic(*(f"r{i}" for i in range(500))), among=lambda r: r in ("r7", "r8"))
    assert set(found) == {"r7", "r8"}


def test_of_one_story_in_many_papers_only_a_few_count():
    copies = {f"copy{i}": "wire" for i in range(60)}
    found = near(topic(*copies, "own"), of=copies)
    assert len(found) == ranking.SAME_STORY + 1
    assert "own" in found


def elsewhere(*topics, nearby=(), total=10, quote="Quote {}."):
    rev = revision()
    fetched: list[int] = []

    def fetch(numbers):
        fetched.extend(numbers)
        return {n: Statement(claim(rev, quote.format(n)), rev.edition) for n in numbers}

    return ranking.elsewhere(topics, nearby, fetch, total=total), fetched


def test_elsewhere_are_those_that_share_enough_and_are_not_nearby():
    found, _ = elsewhere(topic(1, 2), topic(2, 3), nearby={3})
    assert found == [2, 1]
    rare, common = topic(1), topic(*range(2, 402))
    assert elsewhere(rare, common, total=10_000)[0] == [1], "sharing only what many have is not enough"


def test_a_topic_too_common_to_look_at_is_not_looked_at():
    def all_of_them():
        raise AssertionError("20,000 claims fetched for nothing")

    assert elsewhere(Topic(5_000, all_of_them), topic(1), total=10_000)[0] == [1]


def test_among_equals_the_one_filed_later_comes_first():
    assert elsewhere(topic(1, 2, 3))[0] == [3, 2, 1]


def test_no_topics_and_nothing_nearby_is_nothing():
    assert elsewhere(total=0) == ([], [])


def test_looking_elsewhere_fetches_no_more_than_it_needs():
    found, fetched = elsewhere(topic(*range(1, 401)), total=400)
    assert len(found) == len(fetched) == ranking.ELSEWHERE


def test_what_was_fetched_before_does_not_hide_what_was_not():
    """As in the archive, whoever fetches hands out what an earlier claim of the article had fetched as well."""
    rev = revision()
    at_hand: dict[int, Statement] = {}

    def fetch(numbers):
        at_hand.update({n: Statement(claim(rev, "The same."), rev.edition) for n in numbers})
        return at_hand

    assert len(ranking.elsewhere([topic(*range(301, 321))], (), fetch, total=400)) == ranking.SAME_WORDS
    assert len(ranking.elsewhere([topic(*range(291, 341))], (), fetch, total=400)) == ranking.SAME_WORDS
    assert at_hand.keys() == set(range(291, 341))


def test_one_wording_does_not_fill_what_is_found_elsewhere():
    found, _ = elsewhere(topic(*range(1, 101)), total=400, quote="The mayor resigned.")
    assert len(found) == ranking.SAME_WORDS


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
