"""The two seed articles, read by hand: every attributed claim of theirs, and what is not one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nouns import Claim
from tests.bot.claims.conftest import Read

SEEDS = Path(__file__).parents[3] / "seeds"
FIRST, SECOND = "000_f8a2e7a2b1055487", "003_9fc14e1563946cbf"

# article | who | cue | class | polarity, modality | content (begins ... ends)
ATTRIBUTED = [
    (FIRST, "North Korea", "Acknowledges", "confirm", "+plain", "Deployment of Troops ... Defense Agreement"),
    (FIRST, "Russia", "has commended", "praise", "+plain", "Pyongyang for its assistance ... Ukrainian advance"),
    (FIRST, "Korean Central News Agency", "According to", "say", "+plain", "North Korean leader ... Kursk region.”"),
    (FIRST, "Valery Gerasimov", "expressing gratitude for", "praise", "+plain", "the role ... Ukrainian troops"),
    (FIRST, "North Korea", "confirmed", "confirm", "+plain", "the deployment"),
    (FIRST, "Central Military Commission", "reported", "say", "+plain", "“The operations ... concluded,”"),
    (FIRST, "Central Military Commission", "noted", "say", "+plain", "that the changing ... Moscow"),
    (FIRST, "Korean Central News Agency", "According to", "say", "+plain", "North Korean leader ... commanded the military"),
    (FIRST, "the treaty", "specifies", "say", "+plain", "mutual military assistance ... an attack"),
    (FIRST, "North Korea", "framing", "say", "+plain", "the deployment as ... with Moscow"),
    (FIRST, "North Korea", "asserted", "say", "+plain", "that its military engagement ... international law"),
    (FIRST, "Ukraine and Western allies", "have long claimed", "say", "+plain", "that North Korean ... the conflict"),
    (FIRST, "North Korea and Russia", "refrained from confirming or denying", "withhold", "-hedged", "these claims"),
    (FIRST, "Vladimir Putin", "previously stated", "say", "+plain", "that it was up ... partnership agreement"),
    (SECOND, "North Korea", "Confirms", "confirm", "+plain", "It Sent Troops to Russia"),
    (SECOND, "North Korea", "has officially announced", "say", "+plain", "that it is sending ... in Russia"),
    (SECOND, "North Korea", "confirming", "confirm", "+plain", "a claim ... international community"),
    (SECOND, "North Korean Central Military Commission", "claimed", "say", "+plain", "that the troops ... Ukrainian army"),
    (SECOND, "international sources", "estimated", "estimate", "+hedged", "that the Pyongyang ... December 12"),
    (SECOND, "", "Claim", "say", "+plain", "That Operation Kursk ... Completed Successfully"),
    (SECOND, "", "has raised concerns", "believe", "+possible", "that tensions ... further"),
    (SECOND, "North Korean Central Military Commission", "stated", "say", "+plain", "that the Kursk ... successful"),
    (SECOND, "North Korean Central Military Commission", "did not make any statements about", "withhold", "-hedged",
     "how many soldiers ... the operation"),
    (SECOND, "Valery Gerasimov", "reported", "say", "+plain", "that the Kursk region ... Ukrainian army"),
    (SECOND, "Ukrainian Armed Forces", "announced", "say", "+plain", "that military operations ... the region"),
    (SECOND, "South Korean Foreign Ministry", "has strongly condemned", "condemn", "+plain", "the Pyongyang ... Russia"),
    (SECOND, "South Korean Foreign Ministry", "said", "say", "+plain", "“The Pyongyang government ... UN Charter.”"),
]  # fmt: skip


# The figures and days that stand in what is attributed: by cue (interval, unit, what is counted; words, first and last day). In all the
# rest there is none: "Article 51", "Article 4" count nothing, and the days on which things were said are not part of what was said.
FIGURES = {
    "previously stated": [(2, 2, "", "nation")],
    "estimated": [(1922.8, 2125.2, "", "troop")],
}
DAYS = {"estimated": [("December 12", None, None)]}

# What an editor would not mark: a day, one who spoke without our hearing what, the article's own words.
NOT_SAID = ["Last week", "the Kremlin", "whether the conflict in the region has completely ended"]


@pytest.fixture(scope="module")
def seeds(read: Read) -> dict[str, tuple[str, tuple[Claim, ...]]]:
    texts = {p.stem: p.read_text(encoding="utf-8") for p in sorted(SEEDS.glob("*.txt"))}
    return {stem: (text, read(text)) for stem, text in texts.items()}


Seeds = dict[str, tuple[str, tuple[Claim, ...]]]


def said(text: str, claim: Claim) -> str:
    return " || ".join(s.of(text) for s in claim.content)


def cue_words(text: str, claim: Claim) -> str:
    return " ".join(s.of(text) for s in claim.cue).removeprefix("The ")


def fits(content: str, wanted: str) -> bool:
    begins, _, ends = wanted.partition(" ... ")
    return content.startswith(begins) and content.rstrip(",. ").endswith((ends or begins).rstrip(",. "))


@pytest.mark.parametrize(("article", "who", "cue", "cue_class", "standing", "content"), ATTRIBUTED)
def test_each_attributed_claim_of_the_seeds_is_read(
    seeds: Seeds, article: str, who: str, cue: str, cue_class: str, standing: str, content: str
) -> None:
    text, claims = seeds[article]
    matching = [c for c in claims if cue_words(text, c) == cue and fits(said(text, c), content)]
    assert matching, [(c.source_name, [s.of(text) for s in c.cue], said(text, c)) for c in claims if c.cue]
    assert {(c.source_name, c.cue_class, c.polarity + c.modality) for c in matching} == {(who, cue_class, standing)}


@pytest.mark.parametrize(("article", "cue"), sorted({(row[0], row[2]) for row in ATTRIBUTED}))
def test_the_figures_and_days_of_each_are_read(seeds: Seeds, article: str, cue: str) -> None:
    text, claims = seeds[article]
    told = [c for c in claims if cue_words(text, c) == cue]
    figures = [(q.low, q.high, q.unit, q.of) for c in told for q in c.quantities]
    assert figures == [(pytest.approx(a), pytest.approx(b), unit, of) for a, b, unit, of in FIGURES.get(cue, [])]
    assert [(w.span.of(text), w.start, w.end) for c in told for w in c.times] == DAYS.get(cue, [])


def test_nothing_attributed_is_itself_a_no(seeds: Seeds) -> None:
    assert not [c.quote for _, claims in seeds.values() for c in claims if c.cue and c.negated]


@pytest.mark.parametrize("words", NOT_SAID)
def test_what_was_not_said_is_attributed_to_nobody(seeds: Seeds, words: str) -> None:
    assert not [c.quote for text, claims in seeds.values() for c in claims if c.cue and said(text, c) == words]


def test_only_the_south_korean_foreign_ministry_condemned(seeds: Seeds) -> None:
    condemned = {c.source_name for _, claims in seeds.values() for c in claims if c.cue_class == "condemn"}
    assert condemned == {"South Korean Foreign Ministry"}


def test_north_korea_confirmed_and_russia_never(seeds: Seeds) -> None:
    assert {c.source_name for _, claims in seeds.values() for c in claims if c.cue_class == "confirm"} == {
        "North Korea"
    }


def test_russia_and_gerasimov_praised(seeds: Seeds) -> None:
    praised = {c.source_name for _, claims in seeds.values() for c in claims if c.cue_class == "praise"}
    assert praised == {"Russia", "Valery Gerasimov"}


def test_what_the_agency_passed_on_keeps_whose_words_they_are(seeds: Seeds) -> None:
    _, claims = seeds[FIRST]
    [chain] = [c.chain for c in claims if c.quoted and c.cue_lemma == "report"]
    assert chain == ("Korean Central News Agency", "Central Military Commission")


def test_both_sentences_of_the_ministrys_statement_are_its_claims(seeds: Seeds) -> None:
    _, claims = seeds[SECOND]
    quotes = [c.quote for c in claims if c.source_name == "South Korean Foreign Ministry" and c.quoted]
    assert len(quotes) == 2
    assert quotes[1].startswith("This military cooperation")


def test_the_estimate_is_anonymous_and_its_number_is_odd(seeds: Seeds) -> None:
    _, claims = seeds[SECOND]
    [estimate] = [c for c in claims if c.cue_class == "estimate"]
    assert estimate.anonymous
    assert any("2024" in oddity for oddity in estimate.oddities)


def test_the_teaser_is_not_read_as_a_second_report(seeds: Seeds) -> None:
    _, claims = seeds[FIRST]
    assert {c.heading for c in claims if c.cue_lemma == "commend"} == {True, False}
    assert len([c for c in claims if c.cue_lemma == "commend" and not c.heading]) == 1


def test_every_quote_is_verbatim(seeds: Seeds) -> None:
    for text, claims in seeds.values():
        assert claims
        assert all(c.quote == c.sentence.of(text) for c in claims)
