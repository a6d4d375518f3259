"""Every shape in which news says that somebody said something, in sentences of our own."""

from __future__ import annotations

import pytest

from bot.nouns import Claim
from tests.bot.claims.conftest import Read

# text | source name | cue | class | content
SHAPES = [
    # verbs with clauses: before, after, inverted, in parenthesis, with the day in between
    ("The harbour authority said that the crane was safe.", "harbour authority", "said", "say", "that the crane was safe"),
    ("Two ferries collided, the coast guard said on Friday.", "coast guard", "said", "say", "Two ferries collided"),
    ("“Nobody saw it coming,” said Ann Lee, the mayor.", "Ann Lee", "said", "say", "“Nobody saw it coming,”"),
    ("Ann Lee announced on Monday that the bridge would close.", "Ann Lee", "announced", "say", "that the bridge would close"),
    ("Norway has repeatedly warned that the ice is thin.", "Norway", "has repeatedly warned", "say", "that the ice is thin"),
    ("The company went on to claim that sales had doubled.", "company", "went on to claim", "say", "that sales had doubled"),
    ("The company wishes to state that sales had doubled.", "company", "wishes to state", "say", "that sales had doubled"),
    ("Peru told Chile that the border would stay open.", "Peru", "told", "say", "that the border would stay open"),
    ("He was fired, he said, for telling the truth.", "he", "said", "say", "He was fired || for telling the truth"),
    # according to, trailing and leading
    ("According to the fire service, eleven people were hurt.", "fire service", "According to", "say", "eleven people were hurt"),
    ("Eleven people were hurt, according to the fire service.", "fire service", "according to", "say", "Eleven people were hurt"),
    # colons
    ("Ann Lee said: “We will appeal.”", "Ann Lee", "said", "say", "“We will appeal.”"),
    # speech acts without a clause
    ("Finland strongly condemned the raid.", "Finland", "strongly condemned", "condemn", "the raid"),
    ("Finland praised the rescue teams for their courage.", "Finland", "praised", "praise", "the rescue teams for their courage"),
    ("Chile blamed Bolivia for the spill.", "Chile", "blamed", "blame", "Bolivia for the spill"),
    ("Bolivia accused Chile of hiding the report.", "Bolivia", "accused", "blame", "Chile of hiding the report"),
    ("Norway pledged to send 20 trucks.", "Norway", "pledged", "promise", "to send 20 trucks"),
    ("Norway called for an inquiry.", "Norway", "called for", "demand", "an inquiry"),
    ("Norway called on Sweden to share its data.", "Norway", "called on", "demand", "Sweden to share its data"),
    ("Norway expressed concern about the delay.", "Norway", "expressed concern about", "believe", "the delay"),
    ("Ankara thanked the crews.", "Turkey", "thanked", "praise", "the crews"),
    # denials
    ("Chile denied that the dam had failed.", "Chile", "denied", "deny", "that the dam had failed"),
    ("Chile rejected the accusation.", "Chile", "rejected", "deny", "the accusation"),
    # estimates and beliefs
    ("Analysts estimate that prices will fall.", "analysts", "estimate", "estimate", "that prices will fall"),
    ("Norway believes the talks are over.", "Norway", "believes", "believe", "the talks are over"),
    # silence
    ("Chile did not say how many ships were lost.", "Chile", "did not say", "withhold", "how many ships were lost"),
    ("Chile declined to say who gave the order.", "Chile", "declined to say", "withhold", "who gave the order"),
    ("Chile refrained from confirming the loss.", "Chile", "refrained from confirming", "withhold", "the loss"),
    # a third party's words
    ("Chile reported, citing the navy, that a ship had sunk.", "navy", "reported", "say", "that a ship had sunk"),
]  # fmt: skip


def written(text: str, claim: Claim) -> str:
    return " || ".join(s.of(text) for s in claim.content).rstrip(".")


def attributed(read: Read, text: str) -> list[Claim]:
    return [c for c in read(text) if c.cue]


@pytest.mark.parametrize(("text", "who", "cue", "cue_class", "content"), SHAPES)
def test_every_shape_of_attribution(read: Read, text: str, who: str, cue: str, cue_class: str, content: str) -> None:
    found = [
        (c.source_name, " ".join(s.of(text) for s in c.cue), c.cue_class, written(text, c))
        for c in attributed(read, text)
    ]
    assert (who, cue, cue_class, content) in found


# text | what is not a claim in anybody's mouth
NO_ATTRIBUTION = [
    "The crane collapsed on Tuesday.",
    "The so-called “people’s bank” opened in May.",
    "The ministry declined to comment.",
    "Fighting went on in the hills around the town.",
]


@pytest.mark.parametrize("text", NO_ATTRIBUTION)
def test_scare_quotes_and_plain_facts_are_nobodys_words(read: Read, text: str) -> None:
    assert attributed(read, text) == []


#: Words for blows of the tongue, where it is a blow of the body.
BLOWS = [
    "Rebels attacked the base on Monday.",
    "Rebel fighters, attacking the base at dawn, killed three guards.",
    "Rockets blasted the gate of the fort on Sunday.",
    "The jets hit the depot, slamming the hangar.",
    "The waves slammed the pier.",
    "Soldiers blasted the bunker.",
    "Norway hammered the port for two days.",
    "The guards charged the rioters with batons.",
]


@pytest.mark.parametrize("text", BLOWS)
def test_a_blow_is_no_reproach(read: Read, text: str) -> None:
    assert attributed(read, text) == []


REPROACHES = [
    ("Norway slammed Sweden for the delay.", "condemn"),
    ("The critics blasted the plan.", "condemn"),
    ("The mill owners slammed the decision.", "condemn"),
    ("A club that often hammered the mayor bought airtime.", "condemn"),
    ("Prosecutors charged the man with theft.", "blame"),
    ("The army charged that Chile had broken the truce.", "blame"),
]


@pytest.mark.parametrize(("text", "cue_class"), REPROACHES)
def test_a_reproach_in_the_word_for_a_blow_is_one(read: Read, text: str, cue_class: str) -> None:
    assert [c.cue_class for c in attributed(read, text)] == [cue_class]


@pytest.mark.parametrize("text", ["Was the bridge ever safe?", "Stay away from the river.", "A long night", "* * *"])
def test_questions_commands_and_fragments_are_no_claims(read: Read, text: str) -> None:
    assert read(text) == ()


def test_the_articles_own_assertion_has_neither_source_nor_cue(read: Read) -> None:
    [claim] = read("The crane collapsed on Tuesday evening in heavy wind.")
    assert (claim.source, claim.cue, claim.source_name, claim.cue_class) == ((), (), "", "")
    assert claim.content == (claim.sentence,) or claim.content[0].start == claim.sentence.start


def test_the_half_of_a_sentence_that_nobody_said_is_the_articles_own(read: Read) -> None:
    text = "The bridge was closed on Monday, and the mayor said that it was unsafe."
    own = [c for c in read(text) if not c.cue]
    assert [written(text, c) for c in own] == ["The bridge was closed on Monday"]


def test_a_quotation_over_several_sentences_and_paragraphs_is_one_voice(read: Read) -> None:
    text = "“The dam held,” said Ann Lee. “It will hold again.\n\n“We checked every gate.”\n\nRain fell all night."
    spoken = [c for c in read(text) if c.source_name == "Ann Lee"]
    assert [c.quote for c in spoken] == [
        "“The dam held,” said Ann Lee.",
        "“It will hold again.",
        "“We checked every gate.”",
    ]
    assert len({c.id for c in spoken}) == 3
    assert all(c.quoted for c in spoken)


def test_what_the_quoted_say_of_others_stays_their_own_word(read: Read) -> None:
    text = "“I think they denied it,” said Ann Lee."
    assert [c.cue_lemma for c in attributed(read, text)] == ["say"]


def test_who_was_told_and_who_told_are_both_kept(read: Read) -> None:
    [claim] = attributed(read, "Ann Lee told Radio Norte that the port was closed.")
    assert claim.chain == ("Radio Norte", "Ann Lee")


def test_a_heading_with_a_colon_names_its_speaker(read: Read) -> None:
    text = "Kyiv: no troops left\n\nUkraine said on Friday that its last troops had left the town on the river."
    heading = next(c for c in read(text) if c.heading)
    assert (heading.source_name, written(text, heading)) == ("Ukraine", "no troops left")


STANDING = [
    ("Chile denied that the dam had failed.", "-", "plain"),
    ("Chile denied that the dam had not been checked.", "+", "plain"),
    ("Chile said that the dam had not failed.", "-", "plain"),
    ("Chile said that nobody was hurt.", "-", "plain"),
    ("Chile said that the dam may fail.", "+", "possible"),
    ("Chile said that it would rebuild the dam.", "+", "planned"),
    ("Chile promised to rebuild the dam.", "+", "planned"),
    ("Chile said that the dam had reportedly failed.", "+", "hedged"),
    ("Analysts estimate that 40 people left.", "+", "hedged"),
    ("The king is said to be ill.", "+", "hedged"),
    ("Reports suggest that the pilot survived.", "+", "hedged"),
    ("Chile said that the dam had failed.", "+", "plain"),
    ("Chile admitted that the dam had failed.", "+", "plain"),
]


@pytest.mark.parametrize(("text", "polarity", "modality"), STANDING)
def test_how_firmly_and_whether_for_or_against(read: Read, text: str, polarity: str, modality: str) -> None:
    [claim] = attributed(read, text)
    assert ("-" if claim.says_no else "+", claim.modality) == (polarity, modality)


def test_reading_is_the_same_every_time(read: Read) -> None:
    text = "Chile said on Friday that 12 people had died. “More will,” it added."
    assert read(text) == read(text)


def test_times_lean_on_the_day_of_publication(read: Read) -> None:
    [claim] = read("The dam failed on Monday.", "2024-05-08")
    assert [str(w.start) for w in claim.times] == ["2024-05-06"]


def test_a_very_long_line_is_read_in_bounded_pieces(read: Read) -> None:
    text = "The dam near the town of Arica held through the night. " * 700
    claims = read(text)
    assert len(claims) > 600
    assert max(c.sentence.end - c.sentence.start for c in claims) < 200
