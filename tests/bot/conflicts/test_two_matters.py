"""What looks like a clash and is of two matters, two places or two deeds: no message, and mostly no clash either."""

import pytest

from bot.conflicts import between
from bot.conflicts.comparing import CALLED, compare_sides
from bot.conflicts.side import Side
from bot.conflicts.suspicion import at_most
from bot.nouns import CONFLICTING
from tests.bot.conflicts.factories import read

NO_CLASH = [
    # a count of some of them
    ("The Lindow derailment injured 58 people, the brigade said.", "The hospital is treating 25 people injured in the Lindow derailment."),
    ("The Lindow derailment injured 19 people, police said.", "Fights after the Lindow derailment left another 15 people injured."),
    # nobody says "at least 100" of 98 to contradict
    ("The Lindow derailment killed at least 100 people.", "The Lindow derailment killed 98 people, the brigade said."),
    # several days are named, and one of them is the same
    ("The coast guard searched for a diver lost off Corvo on January 23.", "The coast guard searched for divers lost off Corvo on January 23 and February 9."),
    # more than illegal, and people who are lawful
    ("The Harrow board called the Lindow dividend illegal.", "The Harrow board called the Lindow dividend not only illegal but mad."),
    ("The Harrow board said that those at Lindow are lawful owners.", "The Harrow board spoke of the illegal sale at Lindow."),
    # "if not thousands" rejects no thousands
    ("Thousands of Lindow workers marched to Harrow.", "The Lindow workers lost wages in the hundreds (if not thousands) at Harrow."),
    # the word names a kind of thing and judges nothing
    ("The Harrow board calls the Lindow dividend illegal.", "The Harrow board said that shares come through a legal plan for the Lindow staff."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), NO_CLASH)
def test_these_are_two_matters(old, new):
    conflict = between(read(old, "old"), read(new, "new"))
    assert conflict.label not in CONFLICTING, (conflict.reason, conflict.gates)


NO_MESSAGE = [
    # strikes come in twos and threes
    ("Rocket strikes on warehouses in Almora killed two people on Monday.", "Rocket strikes on warehouses in Belzone killed one person on Monday.", "another place"),
    # what is aimed at is not done
    ("The offensive is aimed at capturing all of the Mersk valley.", "The offensive in the Mersk valley continues.", "hoped"),
    # clear, prepared: it is said of what follows
    ("It is clear that Ada Finch offered two ways out, Otto Brand said.", "It is not clear why they need help, Otto Brand said.", "of what follows"),
    ("The Harrow council is prepared to discuss the Lindow mill.", "The Harrow council is not prepared to put the Lindow mill first.", "of what follows"),
    # another one, another time
    ("The Harrow council devalued the Lindow shares on Monday.", "The Harrow council did not devalue the Lindow shares again.", "another"),
    # denied for what is to come, and only supposed
    ("Chile attacked the port of Ilo, Peru said.", "Chile denied any intention to attack the port of Ilo.", ""),
    ("If Chile shells the port of Ilo, Peru will answer.", "Chile denied reports that it shelled the port of Ilo.", ""),
    # no place, no thing named by both: which crimes, which strike?
    ("Chile has been accused of war crimes, and broke the law by torture, Peru said.", "Chile denied any involvement in war crimes.", "denied, the act is not called lawful"),
    ("Chilean troops attacked a school, Peru said.", "Chile denied that its troops attacked a school.", "no place or thing is named by both"),
    # not yet
    ("No deaths have been reported yet after the Lindow derailment.", "The Lindow derailment killed 14 people, the brigade said.", ""),
    # hundreds
    ("The Lindow derailment killed 137 people, the brigade said.", "The Lindow derailment killed hundreds, a driver said.", "by the hundred"),
    # one flow stops, another goes on
    ("The gas flow to Almora continued without a break.", "Vorland Gas suspended gas supplies to Belzone.", ""),
    # talked about, not told
    ("Most people in Harrow approve of joining the Mersk league.", "Harrow did not join the Mersk league.", "not that it was done"),
    # a comparison, and what only some do
    ("Mayor Otto Brand delivered a speech to the Harrow assembly.", "No mayor had delivered such a speech to the Harrow assembly.", "compares"),
    ("Some 37% of Harrow voters trust the Lindow board.", "Harrow voters do not trust the Lindow board.", "some of them"),
    # told to do it, not that he did
    ("Otto Brand lied to the Harrow assembly, a clerk said.", "The mayor did not direct Otto Brand to lie to the Harrow assembly.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "why"), NO_MESSAGE)
def test_these_are_no_messages(old, new, why):
    for a in read(old, "old"):
        for b in read(new, "new"):
            assert compare_sides(Side(b), Side(a), filing=True).label not in CONFLICTING
    assert why in " ".join(between(read(old, "old"), read(new, "new")).gates)


ACCOUNTS = [
    # state media tell it, and are not accused
    ("The blasts at the Ilo depot were caused by old shells, Chilean state media reported.", "Chile denied that its rockets had struck the Ilo depot."),
    # limiting an assault is no denial of it
    ("Chile was not limiting its assault to the Ilo depot, Peru said.", "Chilean forces assaulted the Ilo depot, Peru said."),
    # Peru calls Chile's word a lie and clears nobody
    ("Peru dismissed Chile's claims that its attack on the Ilo depot was made up.", "Chilean forces shelled the Ilo depot, Bolivia said."),
    # who "denying" stands beside
    ("The use of Chilean tales while denying a plot was one part of the assault on Ilo.", "Chilean agents sabotaged the vote in Ilo, Bolivia said."),
    # a denial told by its name tells no deed
    ("Otto Brand spoke of Chile's denials that it had shelled the port of Ilo.", "Chile denied that it had shelled the port of Ilo."),
    # the claim is Chile's, the denial Peru's
    ("Peru denied Chilean claims of an attack on the Ilo depot.", "Chilean forces attacked the Ilo depot on Monday, Bolivia said."),
    # what is said instead is not denied
    ("Peru denied the charge, saying that Chilean forces had shelled the Ilo depot.", "Chilean forces shelled the Ilo depot, Bolivia said."),
    # nor what is glued to a heading
    ("Peru denies the attack A Chilean missile hit the Ilo depot on Monday", "Chilean forces attacked the Ilo depot on Monday, Bolivia said."),
    # an offer refused, an act refused
    ("Chile rejected calls for a truce after Chilean attacks on the Ilo depot.", "Chilean forces attacked the Ilo depot on Monday, Bolivia said."),
    ("Peru ruled out meeting Chile's demand to end the blockade of Ilo.", "Chile has blockaded the port of Ilo, Bolivia said."),
    # asked not to
    ("He asked the Chileans to not attack the Ilo depot.", "Chilean forces attacked the Ilo depot on Monday, Bolivia said."),
    # an accusation as somebody's aim
    ("Chile shelled Ilo in order to accuse Peru of shelling it, Bolivia said.", "Peru denied shelling Ilo."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), ACCOUNTS)
def test_nobody_is_taken_to_deny_or_to_be_blamed_who_is_not(old, new):
    assert not any("accused denies" in g for g in between(read(old, "old"), read(new, "new")).gates)


def test_a_doubt_is_called_between_two_passages_and_never_filed():
    old = read("At least 24 people died in the Lindow derailment, the brigade said.", "old")
    new = read("The Lindow derailment killed at least 100 people, the rail board said.", "new")
    conflict = between(old, new)
    assert (conflict.label, conflict.kind) == ("CONTRADICTS", "number")
    assert "it may be a clash as well as not" in " ".join(conflict.gates)
    filed = [compare_sides(Side(b), Side(a), filing=True) for a in old for b in new]
    assert all(c.label not in CONFLICTING for c in filed)


NOT_ALL = [
    ("The Lindow derailment killed 14 people, the brigade said.", "A woman of 71 died after the Lindow derailment, the brigade said."),
    ("A boy aged nine died in the Lindow derailment, the brigade said.", "The Lindow derailment killed 14 people, the brigade said."),
    ("Three members of one family were among those killed in the Lindow derailment.", "The Lindow derailment killed 14 people, the brigade said."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), NOT_ALL)
def test_an_age_some_of_them_and_none_as_yet_are_no_count_of_all(old, new):
    conflict = between(read(old, "old"), read(new, "new"))
    assert conflict.label not in CONFLICTING, conflict.reason


def test_ages_and_further_victims_are_not_counts_of_all():
    old = read("Eight men held at Morro prison were released on Monday.", "old")
    new = read("The aunt of one of the men released at Morro prison named her nephew, 39, from Lindow.", "new")
    assert between(old, new).kind != "number"
    more = read("Six more people were killed in the Lindow derailment, the brigade said.", "new")
    assert between(read("The Lindow derailment killed two people.", "old"), more).label not in CONFLICTING


def test_what_remains_severe_does_not_go_on():
    old = read("The mayor said the harbour of Corvo was completely liberated.", "old")
    new = read("The situation in the harbour of Corvo remains severe, the mayor said.", "new")
    assert between(old, new).kind != "state"


def test_a_suspicion_keeps_its_order_and_never_calls():
    pressed = [at_most(x / 10) for x in range(11)]
    assert pressed == sorted(set(pressed))
    assert max(pressed) < CALLED


@pytest.mark.parametrize(("day", "message"), [("2024-05-01", True), ("2024-05-04", False)])
def test_days_later_the_same_town_has_been_struck_again(day, message):
    old = read("At least five people were killed at the market in Almora, the brigade said.", "old", "2024-05-01")
    new = read("Three people were killed at the market in Almora, the mayor said.", "new", day)
    found = [compare_sides(Side(b), Side(a), filing=True).label in CONFLICTING for a in old for b in new]
    assert any(found) == message
