"""From conflicts to disputes: one question is alerted once, and added to after."""

import pathlib
from dataclasses import replace

import pytest

from bot.conflicts import between, compare, decide
from bot.conflicts.disputes import THRESHOLD
from bot.nouns import CONFLICTING, Dispute
from bot.ports import Rivals
from tests.bot.conflicts.factories import FILED, read

SEEDS = pathlib.Path(__file__).parents[3] / "seeds"
TOLL = "The ferry Aurora sank off Corvo island. The sinking of the ferry Aurora off Corvo killed 112 people."
OTHER = "The ferry Aurora went down near Corvo island. Police said the sinking of the ferry Aurora off Corvo killed 40 people."
THIRD = "The ferry Aurora is lost. The sinking of the ferry Aurora off Corvo killed 71 people, the coast guard said."


def file(new, *on_file, disputes=(), settled=(), story=""):
    claims = [s.claim for s in new]
    rivals = Rivals({c.id: [s for old in on_file for s in old] for c in claims}, disputes, settled, story)
    return decide(new[0].edition, claims, rivals)


def opened(decision, state="open"):
    return [Dispute(key, c.label, c.kind, c.confidence, c.reason, FILED, (c,), state) for key, c in decision.conflicts]


def test_a_clash_opens_one_dispute_named_after_its_first_conflict():
    decision = file(read(OTHER, "two", outlet="B"), read(TOLL, "one", outlet="A"))
    assert len(decision.opened) == 1
    assert decision.opened[0] == decision.conflicts[0][1].id
    assert all(c.confidence >= THRESHOLD for _, c in decision.conflicts)


def test_a_third_article_joins_the_dispute_on_file():
    first, second = read(TOLL, "one"), read(OTHER, "two")
    found = opened(file(second, first))
    decision = file(read(THIRD, "three"), first, second, disputes=found)
    assert decision.opened == ()
    assert set(decision.joined) == {found[0].id}


def test_what_people_have_settled_is_not_raised_again():
    first, second = read(TOLL, "one"), read(OTHER, "two")
    found = opened(file(second, first), "dismissed")
    decision = file(read(OTHER, "two"), first, settled=found)
    assert decision.conflicts == ()


def test_a_copy_of_a_wire_story_opens_no_second_dispute():
    first, second, copy = read(TOLL, "one"), read(OTHER, "two"), read(OTHER, "three")
    decision = file(copy, first, second, disputes=opened(file(second, first)))
    assert decision.opened == ()


def same_story(statements, story):
    return [replace(s, edition=replace(s.edition, story=story)) for s in statements]


def test_copies_of_one_story_do_not_clash_though_one_was_updated():
    first, second = read(TOLL, "one"), read(OTHER, "two")
    assert file(second, first).conflicts, "else nothing is tested"
    origin = first[0].edition.article_id
    assert file(second, first, story=origin).conflicts == ()
    assert file(second, same_story(first, "wire"), story="wire").conflicts == ()


def test_a_further_copy_joins_the_dispute_without_a_word():
    first, second, copy = read(TOLL, "one"), read(OTHER, "two"), read(OTHER, "three")
    found = opened(file(second, first))
    decision = file(copy, first, disputes=found, story=second[0].edition.article_id)
    assert {d for d, _ in decision.conflicts} == {found[0].id}
    assert set(decision.retold) == {c.id for _, c in decision.conflicts}
    other_paper = file(copy, first, disputes=found)
    assert other_paper.conflicts
    assert other_paper.retold == (), "another paper that says so is news"


def test_a_page_retouched_elsewhere_tells_its_dispute_nothing_new():
    first, second = read(TOLL, "one"), read(OTHER, "two")
    found = opened(file(second, first))
    retouched = read(OTHER + " Divers went down on Tuesday.", "two")
    corrected = read(OTHER.replace("40", "45"), "two")
    again = file(retouched, first, disputes=found)
    assert set(again.retold) == {c.id for _, c in again.conflicts} != set()
    assert file(corrected, first, disputes=found).retold == ()


BOTH_SIDES = (
    "The siege of Marov. General Anton Brill said the siege of Marov had been completely lifted. "
    "However, aid groups said the siege of Marov was continuing in the eastern districts."
)
ONE_SIDE = "Relief in Marov. The mayor's office announced that the siege of Marov had ended."


def test_an_article_that_tells_both_sides_is_no_conflict_by_itself():
    both = read(BOTH_SIDES, "both")
    assert file(both, both).conflicts == ()


def test_who_else_takes_a_side_joins_the_dispute_another_article_opened():
    both, one = read(BOTH_SIDES, "both"), read(ONE_SIDE, "one")
    for decision in (file(one, both), file(both, one)):
        assert len(decision.opened) == 1
        told = {s.claim.source_name for _, c in decision.conflicts for s in (c.old, c.new)}
        assert any("Brill" in name for name in told), told


def test_nothing_on_file_nothing_decided():
    assert file(read(OTHER, "two")) == decide(read(OTHER, "two")[0].edition, [], Rivals({}))


def test_a_passage_without_a_statement_cannot_be_compared():
    with pytest.raises(ValueError, match="statement"):
        between(read(TOLL, "one"), ())


# --- the two seeds, and the same two about another war

RENAMED = [
    ("Kim Jong-un", "Luis Paredes"), ("KCNA", "APN"), ("Korean Central News Agency", "Andean Press Agency"),
    ("North Korean", "Bolivian"), ("North Korea", "Bolivia"), ("South Korean", "Ecuadorian"), ("South Korea", "Ecuador"),
    ("the North’s", "Bolivia’s"), ("Pyongyang", "La Paz"), ("Ukrainian", "Chilean"), ("Ukraine", "Chile"), ("Kiev", "Santiago"),
    ("Russian Federation", "Republic of Peru"), ("Russian", "Peruvian"), ("Russia", "Peru"), ("Moscow", "Lima"), ("Kremlin", "palace"),
    ("Kursk", "Tacna"), ("Vladimir Putin", "Jorge Salas"), ("Valery Gerasimov", "Hugo Rivas"),
    ("April 26", "July 9"), ("June 2024", "March 2019"), ("December", "October"), ("August", "January"), ("2024", "2019"),
]  # fmt: skip


def renamed(text: str) -> str:
    for name, other in RENAMED:
        text = text.replace(name, other)
    return text


@pytest.mark.parametrize("rename", [str, renamed], ids=["as they are", "another war"])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["one way", "the other way"])
def test_the_seeds_disagree_on_two_questions(rename, order):
    texts = [rename(path.read_text("utf-8")) for path in sorted(SEEDS.glob("*.txt"))]
    first, second = (read(texts[i], f"seed {i}", "", texts[i].splitlines()[0]) for i in order)
    decision = file(second, first)
    kinds = {key: conflict.kind for key, conflict in decision.conflicts}
    assert sorted(kinds.values()) == ["legality", "state"]
    quotes = {s.claim.quote for _, c in decision.conflicts for s in (c.old, c.new)}
    assert any("continuing in some districts" in quote for quote in quotes)
    assert any("in clear violation of" in quote for quote in quotes)


def test_filing_a_seed_again_raises_nothing():
    texts = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    first, second = (read(t, f"seed {i}", "", t.splitlines()[0]) for i, t in enumerate(texts))
    assert all(compare(a, b).label not in CONFLICTING for a in first for b in first)
    assert all(compare(a, b).label not in CONFLICTING for a in second for b in second)
