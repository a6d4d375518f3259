"""What a new claim is held against: what could clash with it, whatever words it uses and whenever it was filed."""

from dataclasses import replace

import pytest

from bot.conflicts import handles, rivals
from bot.conflicts.rivals import Candidate
from tests.bot.conflicts.factories import read, statement

#: Sentences of one story, none of them about what the new claim is about.
BESIDE = [
    f"{who} {what} in Lindow on Monday."
    for who in ("A choir", "The baker", "Two teachers", "The river board", "A museum", "The tram")
    for what in ("sang", "opened a shop", "won a prize", "counted swans", "bought a painting", "ran late")
]

# on file                                                | came in                                                  | by
FOUND = [
    ("The treaty went into effect on 4 May 2023.", "The pact became effective in June.", "a synonym"),
    ("Vorland ordered the strike on the clinic.", "The allegations are lies, Vorland's envoy said, and denied them.", "blame and denial"),
    ("The harbour of Ulm is closed.", "Ships sail again: the port reopened.", "opposites"),
    ("The blaze killed 12 people.", "The death toll of the fire stands at 15.", "what is counted"),
    ("Kelmark said its patrols comply with international law.", "The patrols are a breach of the treaty, Estwick said.", "law"),
    ("Rebels shelled the market.", "Artillery fire hit stalls where people shopped, the army said.", "the kind of act"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "by"), FOUND, ids=[by for *_, by in FOUND])
def test_what_could_clash_comes_before_what_could_not(old, new, by):
    (mine, *_), (theirs, *_) = read(new, "new"), read(old, "old")
    others = [statement(quote, f"beside {n}") for n, quote in enumerate(BESIDE)]
    found = rivals.choose([mine.claim], [Candidate(s, 0.5) for s in (*others, theirs)])[mine.claim.id]
    assert found.index(theirs) < 3, [s.claim.quote for s in found[:5]]


def many(count, quote="Quote {} of Lindow.", likeness=0.5):
    return [Candidate(statement(quote.format(n), f"article {n}"), likeness) for n in range(count)]


MINE = statement("The mayor of Lindow resigned.", "mine").claim


def test_there_are_never_more_than_wanted():
    assert len(rivals.choose([MINE], many(300))[MINE.id]) == rivals.WANTED


def test_of_one_wording_only_a_few():
    other = Candidate(statement("The mayor did not resign.", "other"), 0.5)
    found = rivals.choose([MINE], [*many(60, "The mayor resigned."), other])[MINE.id]
    assert len(found) == rivals.SAME_WORDS + 1
    assert other.statement in found


def test_what_shares_nothing_is_a_rival_only_in_an_article_that_is_alike():
    far = Candidate(statement("Swans were counted.", "far"), rivals.ALIKE / 2)
    near = Candidate(statement("Painters met.", "near"), rivals.ALIKE)
    assert rivals.choose([MINE], [far, near]) == {MINE.id: [near.statement]}
    assert rivals.choose([MINE], [far]) == {}
    assert rivals.choose([MINE], []) == {}


def test_the_claims_of_the_nearest_article_come_first_of_those_that_share_the_same():
    near, far = many(1, likeness=0.9)[0], Candidate(statement("Quote 0 of Lindow.", "far"), 0.2)
    assert rivals.choose([MINE], [far, near])[MINE.id][0] is near.statement


def test_silence_and_wishes_come_after_what_is_asserted():
    said, unsaid = (
        statement("The mayor spoke of the bridge.", name, cue_class=cue)
        for name, cue in (("a", "say"), ("b", "withhold"))
    )
    assert handles.standing(said.claim) > handles.standing(unsaid.claim)


def test_a_claim_read_anew_is_not_known_by_what_it_was():
    before = statement("The ferry sank off Corvo.", "one")
    anew = replace(before, claim=replace(before.claim, quote="The mayor closed the bridge."))
    others = many(rivals.WANTED, likeness=0.9)
    asking = replace(MINE, id="asking", quote="The ferry sank off Corvo.")
    assert rivals.choose([asking], [*others, Candidate(before, 0.9)])["asking"][0] is before
    assert rivals.choose([asking], [*others, Candidate(anew, 0.9)]).get("asking", [None])[0] is not anew


def test_no_more_is_remembered_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(rivals, "_REMEMBERED", 3)
    rivals.choose([MINE], many(8, likeness=0.9))
    assert len(rivals._memory) <= 3
