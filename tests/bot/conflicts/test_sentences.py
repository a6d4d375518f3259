"""Sentence against sentence, read by the real reader: what clashes, and what only looks like it."""

import pytest

from bot.conflicts import between
from bot.nouns import CONFLICTING
from tests.bot.conflicts.factories import read

# on file | its day | came in | its day | kind
CLASHES = [
    # counts
    ("The fire at the Lindow mill killed 12 people.", "2024-05-01", "Nine people were killed in the fire at the Lindow mill, the brigade said.", "2024-05-02", "number"),
    ("Police said 40 people were injured in the Lindow derailment.", "2024-05-01", "The derailment at Lindow injured 75 people, the rail board said.", "2024-05-01", "number"),
    ("More than 300 people died when the ferry sank off Corvo, survivors said.", "2024-05-01", "The sinking of the ferry off Corvo killed 112 people, the coast guard said.", "2024-05-01", "number"),
    # nobody against somebody
    ("Nobody was hurt in the explosion at the Tarvo depot, the army said.", "2024-05-01", "The explosion at the Tarvo depot injured five people, according to the hospital.", "2024-05-01", "negation"),
    # denial
    ("Peru said Chilean warships shelled the port of Ilo on Monday.", "2024-05-01", "Chile denied that its warships had shelled the port of Ilo.", "2024-05-01", ""),
    ("Norwegian forces fired on the trawler Aurora, Denmark said.", "2024-05-01", "Norway has denied any involvement in the attack on the trawler Aurora.", "2024-05-02", "attribution"),
    ("Kenya blamed Ethiopia for the attack on the Moyale bridge.", "2024-05-01", "Ethiopia accused Kenya of carrying out the attack on the Moyale bridge.", "2024-05-01", "attribution"),
    # negation
    ("The council approved the Harrow tunnel on Tuesday.", "2024-05-01", "The council did not approve the Harrow tunnel, a clerk said.", "2024-05-01", "negation"),
    ("Nothing was signed in Almora, the Estwick spokesman said.", "2024-05-01", "A protocol on fishing was signed in Almora, the Vorland minister said.", "2024-05-01", "negation"),
    ("The ministry had received this warning about the viaduct, Carla Senn said.", "2024-05-01", "The minister denied that the ministry had received any alarm about the viaduct.", "2024-05-02", "negation"),
    ("Police were sent to the Harrow meeting, a witness said.", "2024-05-01", "Reports that police were sent to the Harrow meeting are untrue.", "2024-05-02", "negation"),
    ("The council wishes to state that it has not approved the Harrow tunnel.", "2024-05-01", "The council approved the Harrow tunnel on Monday, a clerk said.", "2024-05-01", "negation"),
    # for and against
    ("Derek Moss, a councillor, voted for the closure of the library.", "2024-05-01", "Derek Moss said he voted against the closure.", "2024-05-09", "antonym"),
    ("Ada Finch was convicted of fraud.", "2024-05-01", "Ada Finch was cleared of fraud.", "2024-05-01", "antonym"),
    # what happened once
    ("The Karrar bridge was opened in 1957.", "2024-05-01", "The Karrar bridge had been opened in 1975, an engineer recalled.", "2024-05-02", "date"),
    ("The Vorland dinner took place on 12 December last year.", "2024-05-01", "The Vorland dinner took place on 11 December and not on 12 December.", "2024-05-20", "date"),
    # some of them, and a figure taken back
    ("The strike on Almora killed at least 21 people, including two children.", "2024-05-01", "At least 21 people, including a child, were killed in the strike on Almora.", "2024-05-01", "number"),
    ("Customs seized 2.4 tonnes of cocaine in a rice shipment.", "2024-05-01", "Customs withdraws the figure of 2.4 tonnes for the cocaine in the rice shipment.", "2024-05-20", "number"),
    ("Estwick will lease the Lindow pier for 99 years, two officials said.", "2024-05-01", "Estwick will lease the Lindow pier for 49 years, not 99 as earlier reported.", "2024-05-02", "number"),
    # what somebody is punished for
    ("Japan denied breaking a pact on the trade in chips.", "2024-05-01", "A lobby urged Canada to impose sanctions against Japan for violating the chip trade agreement.", "2024-05-05", "attribution"),
    # state
    ("The siege of Almora is over, the governor said.", "2024-05-01", "The siege of Almora continues in three districts, residents said.", "2024-05-01", "state"),
    # opposed words
    ("The pilot Jana Orel was killed in the crash at Zlatko.", "2024-05-01", "The pilot Jana Orel is alive after the crash at Zlatko, her family said.", "2024-05-01", ""),
    # law
    ("Vorland said its patrols in the Mersk strait comply with international law.", "2024-05-01", "Estwick said Vorland's patrols in the Mersk strait are a violation of international law.", "2024-05-01", "legality"),
]  # fmt: skip

# on file | its day | came in | its day | why it is no conflict
NO_CLASH = [
    ("The fire at the Lindow mill killed 12 people.", "2024-05-01", "The death toll from the fire at the Lindow mill has risen to 15.", "2024-05-02", "a toll that grows"),
    ("At least 10 people were killed in the Lindow derailment.", "2024-05-01", "The Lindow derailment killed 12 people.", "2024-05-01", "at least"),
    ("Some 10,000 people marched in Lindow.", "2024-05-01", "About 11,000 people marched in Lindow, police said.", "2024-05-01", "round numbers"),
    ("The fire at the Lindow mill killed 12 people.", "2024-05-01", "The fire at the Lindow mill injured 30 people.", "2024-05-01", "killed and hurt"),
    ("The fire at the Lindow mill killed 12 people.", "2024-05-01", "The fire at the Lindow mill killed 12 people, including three children.", "2024-05-01", "a part"),
    ("The shelling of Almora killed 12 people on Monday.", "2024-04-30", "The shelling of Almora killed 5 people on Wednesday.", "2024-05-02", "other days"),
    ("The council may approve the Harrow tunnel.", "2024-05-01", "The council did not approve the Harrow tunnel.", "2024-05-01", "may"),
    ("The council plans to approve the Harrow tunnel.", "2024-05-01", "The council has not approved the Harrow tunnel.", "2024-05-01", "a plan"),
    ("Vorland praised the deployment of troops to Estwick.", "2024-05-01", "Kelmark condemned the deployment of troops to Estwick.", "2024-05-01", "stances"),
    ("Vorland refrained from confirming or denying the deployment until Saturday.", "2024-05-01", "Vorland confirmed the deployment on Monday.", "2024-05-01", "silence"),
    ("At least 18 people, including two children, were injured in the strike on Almora.", "2024-05-01", "The strike on Almora killed four people, including a child.", "2024-05-01", "parts of two wholes"),
    ("A bomb hit a convoy from two besieged towns killing at least 100 people in Almora.", "2024-05-01", "Two people were killed in Almora, a clerk said.", "2024-04-20", "two towns, not two dead"),
    ("The right-hand engine, No 2, was overhauled in November.", "2024-05-01", "Engine No 2 was overhauled in November, the log states.", "2024-05-01", "No 2 is no negation"),
    ("The first four guns are to leave Lindow before Easter, she said.", "2024-02-01", "Only the first three guns, not four, left Lindow before Easter.", "2024-05-01", "a plan that went otherwise"),
    ("Ben Moss voted for the closure of the library.", "2024-05-01", "Ada Finch voted against the closure of the library.", "2024-05-01", "two voters"),
    ("The Karrar bridge was closed on Monday.", "2024-05-01", "The Karrar bridge was closed on Friday.", "2024-05-05", "it closes again and again"),
    ("The gunman freed 3 hostages on the Lindow bus.", "2024-05-01", "The gunman took between 10 and 20 hostages on the Lindow bus, police said.", "2024-05-01", "freed and taken"),
    ("The treaty between Vorland and Estwick was signed in June 2023.", "2024-05-01", "The treaty between Vorland and Estwick took effect in December 2023.", "2024-05-01", "signed and in force"),
    ("Vorland sent around 2024 troops to Estwick, sources estimated.", "2024-05-01", "Vorland sent 9,000 troops to Estwick.", "2024-05-01", "a year for a count"),
    ("Fighting was over in some districts of Almora.", "2024-05-01", "Fighting continued in some districts of Almora.", "2024-05-01", "parts"),
    ("Kelmark's army initially made progress in Almora.", "2024-05-01", "Kelmark's advance in Almora was halted.", "2024-05-01", "first and then"),
    ("The bridge at Moyale reopened on Monday.", "2024-05-01", "The hotel at Moyale closed on Monday.", "2024-05-01", "other things"),
    ("Norway denied any involvement in the attack on the trawler Aurora.", "2024-05-01", "Norway denied again that it had attacked the trawler Aurora.", "2024-05-02", "one denial twice"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "was", "new", "now", "kind"), CLASHES)
def test_these_clash(old, was, new, now, kind):
    conflict = between(read(old, "old", was), read(new, "new", now))
    assert conflict.label in CONFLICTING, conflict.gates
    assert kind in ("", conflict.kind)
    assert conflict.reason


@pytest.mark.parametrize(("old", "was", "new", "now", "why"), NO_CLASH)
def test_these_only_look_like_it(old, was, new, now, why):
    conflict = between(read(old, "old", was), read(new, "new", now))
    assert conflict.label not in CONFLICTING, (why, conflict.reason, conflict.gates)


@pytest.mark.parametrize(("old", "was", "new", "now", "kind"), CLASHES)
def test_swapping_the_passages_swaps_the_roles_and_nothing_else(old, was, new, now, kind):
    one = between(read(old, "old", was), read(new, "new", now))
    other = between(read(new, "new", now), read(old, "old", was))
    assert (other.label, other.kind, other.confidence) == (one.label, one.kind, one.confidence)
    assert other.clash == (one.clash[1], one.clash[0])
    assert (other.old, other.new) == (one.new, one.old)


@pytest.mark.parametrize("text", [row[i] for row in [*CLASHES, *NO_CLASH] for i in (0, 2)])
def test_a_passage_never_clashes_with_its_own_copy(text):
    assert between(read(text, "old"), read(text, "new")).label not in CONFLICTING


@pytest.mark.parametrize(("old", "was", "new", "now", "kind"), CLASHES)
def test_two_sentences_of_one_article_are_its_own_business(old, was, new, now, kind):
    both = read(f"{old}\n\n{new}", "one")
    assert between(both, both).label not in CONFLICTING
