"""Events in claims: what is said to be the case, by whom, to whom, and how it stands."""

from __future__ import annotations

import pytest

from bot.claims import events
from bot.nouns import Event
from tests.bot.claims.parsing import named, parsed


def read(sentence: str) -> tuple[Event, ...]:
    return events.find(parsed(sentence)[:], 0, named)


def the(sentence: str, predicate: str) -> Event:
    """The one event of the sentence with this predicate."""
    found = read(sentence)
    matching = [e for e in found if e.predicate == predicate]
    assert len(matching) == 1, f"{predicate} not once among {[e.predicate for e in found]}"
    return matching[0]


# sentence | predicate | roles: (role, head) that must be among them
ROLES = [
    ("The army shelled the port.", "shell", [("agent", "army"), ("patient", "port")]),
    ("The port was shelled by the army.", "shell", [("agent", "army"), ("patient", "port")]),
    ("Norway gave them weapons.", "give", [("agent", "norway"), ("recipient", "they"), ("patient", "weapon")]),
    ("Troops were sent to the border under the pact.", "send", [("patient", "troop"), ("to", "border"), ("under", "pact")]),
    ("Fighting went on in some districts.", "go on", [("agent", "fighting"), ("place", "district")]),
    ("This cooperation is in clear violation of the ruling and the charter.", "violation",
     [("agent", "cooperation"), ("of", "ruling"), ("of", "charter")]),
    ("The deal is a breach of the law.", "breach", [("agent", "deal"), ("of", "law")]),
    ("Its stance aligns with the charter.", "align", [("agent", "stance"), ("with", "charter")]),
    ("The strike was illegal.", "illegal", [("agent", "strike")]),
    ("The pact, which became effective in May, was torn up.", "take effect", [("agent", "pact")]),
    ("The pact went into effect in May.", "take effect", [("agent", "pact")]),
    ("The pact entered into force in May.", "take effect", [("agent", "pact")]),
    ("The fire claimed the lives of 53 people.", "kill", [("agent", "fire"), ("patient", "people")]),
    ("A bomb hit the convoy, killing 30 drivers.", "kill", [("agent", "bomb"), ("patient", "driver")]),
    ("The navy carried out a strike on the convoy.", "strike", [("agent", "navy"), ("on", "convoy")]),
    ("The crew suffered losses.", "loss", [("patient", "crew")]),
    ("Chad plans to send troops.", "send", [("agent", "chad"), ("patient", "troop")]),
    ("The general ordered the brigade to leave the city.", "leave", [("agent", "brigade"), ("patient", "city")]),
    ("The rebels attacked and burned the depot.", "burn", [("agent", "rebel"), ("patient", "depot")]),
    ("The units that Chad sent were tired.", "send", [("agent", "chad"), ("patient", "unit")]),
    ("He counted the trucks sent to the border.", "send", [("patient", "truck"), ("to", "border")]),
    ("The army did not confirm or deny the raid.", "confirm", [("agent", "army"), ("patient", "raid")]),
    ("He made the decision to deploy troops.", "deploy", [("agent", "he"), ("patient", "troop")]),
    ("Hundreds of marines left the port.", "leave", [("agent", "marine"), ("patient", "port")]),
    ("More than 50 people were killed and many more wounded in a strike on a station.", "wound", [("patient", "people")]),
    ("One man was killed and three others injured in the storm.", "injure", [("patient", "other")]),
    ("The car bomb went off in the northern district killing 36 people.", "kill", [("agent", "bomb"), ("patient", "people")]),
    ("The army targeted the depots killing and injuring several guards.", "injure", [("agent", "army"), ("patient", "guard")]),
    ("The rebels used howitzers to shell the town.", "shell", [("agent", "rebel"), ("patient", "town")]),
    ("The envoy accused the guards of selling the keys.", "sell", [("agent", "guard"), ("patient", "key")]),
    ("The guards were suspected of selling the keys.", "sell", [("agent", "guard"), ("patient", "key")]),
    ("The police stopped the crew from leaving the port.", "leave", [("agent", "crew"), ("patient", "port")]),
    ("The movement co-opted the slogan.", "co-opt", [("agent", "movement"), ("patient", "slogan")]),
    ("On Monday the envoy cancelled or delayed the talks.", "cancel", [("agent", "envoy"), ("patient", "talk")]),
    ("She took part in the race.", "take part", [("agent", "she"), ("in", "race")]),
    ("It’s a breach of the law.", "breach", [("of", "law")]),
    ("He told those inside to get out.", "get out", [("agent", "those")]),
    ("According to Reuters the convoy was struck.", "strike", [("patient", "convoy")]),
    ("There were no survivors.", "be", [("patient", "survivor")]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "predicate", "roles"), ROLES, ids=[row[0][:50] for row in ROLES])
def test_who_does_what_to_whom(sentence: str, predicate: str, roles: list[tuple[str, str]]) -> None:
    event = the(sentence, predicate)
    found = {(r.role, r.head) for r in event.roles}
    assert set(roles) <= found


# sentence | predicate | polarity | modality | tense
STANCE = [
    ("The army left the city.", "leave", "+", "plain", "past"),
    ("The army has not left the city.", "leave", "-", "plain", "past"),
    ("The army never left the city.", "leave", "-", "plain", "past"),
    ("No troops left the city.", "leave", "-", "plain", "past"),
    ("Nobody left the city.", "leave", "-", "plain", "past"),
    ("The army failed to take the city.", "take", "-", "plain", "past"),
    ("They did not fail to take the city.", "take", "+", "plain", "past"),
    ("He left without telling his staff.", "tell", "-", "plain", "past"),
    ("They refrained from attacking the port.", "attack", "-", "plain", "past"),
    ("The envoy neither confirmed nor denied the sale.", "deny", "-", "plain", "past"),
    ("The crews have yet to return.", "return", "-", "plain", "present"),
    ("The envoy said the talks did not set a target.", "set", "-", "plain", "past"),
    ("The army will leave the city.", "leave", "+", "planned", "future"),
    ("The army plans to leave the city.", "leave", "+", "planned", "present"),
    ("Trucks were sent to support the operation.", "support", "+", "planned", "past"),
    ("The army may leave the city.", "leave", "+", "possible", ""),
    ("If the pact is signed, prices fall.", "sign", "+", "possible", "present"),
    ("The army reportedly left the city.", "leave", "+", "hedged", "past"),
    ("The army appears to have left the city.", "leave", "+", "hedged", "past"),
    ("The leader is believed to have fled.", "flee", "+", "hedged", "past"),
    ("The army will not be able to hold the city.", "hold", "-", "possible", "future"),
    ("The fleet is leaving the harbour.", "leave", "+", "plain", "present"),
    ("It’s not easy.", "easy", "-", "plain", "present"),
    ("Not only did they leave, they ran.", "run", "+", "plain", "past"),
    ("Engine No 2 was overhauled.", "overhaul", "+", "plain", "past"),
    ("Reports that troops left the city are untrue.", "leave", "-", "plain", "past"),
    ("Claims that the mayor resigned are not wrong.", "resign", "+", "plain", "past"),
    ("It is not true that the mayor resigned.", "resign", "-", "plain", "past"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "predicate", "polarity", "modality", "tense"), STANCE, ids=[r[0][:50] for r in STANCE]
)
def test_whether_and_when_it_is_said_to_hold(
    sentence: str, predicate: str, polarity: str, modality: str, tense: str
) -> None:
    event = the(sentence, predicate)
    assert (event.polarity, event.modality, event.tense) == (polarity, modality, tense)


# sentence | predicate | state | scope
STANDING = [
    ("The operation was victoriously concluded.", "conclude", "over", ""),
    ("The region had been completely liberated from the army.", "liberate", "over", "all"),
    ("Operations were continuing in some districts of the region.", "continue", "going on", "some"),
    ("The units have begun shelling the town.", "shell", "starting", ""),
    ("They stopped shelling the town.", "shell", "over", ""),
    ("The crews are still searching the river.", "search", "going on", ""),
    ("They are no longer searching the river.", "search", "over", ""),
    ("The search is over.", "over", "over", ""),
    ("Talks are under way.", "under way", "going on", ""),
    ("The search came to an end.", "end", "over", ""),
    ("All troops left the city.", "leave", "", "all"),
    ("Parts of the city were captured.", "capture", "", "some"),
    ("The town was partially captured.", "capture", "", "some"),
    ("The talks will end on Friday.", "end", "", ""),
    ("The service is intended to launch in May.", "launch", "", ""),
    ("The crews are expected to start searching in May.", "search", "", ""),
    ("The army keeps rockets in the depot.", "keep", "", ""),
    ("Meanwhile two guards were killed.", "kill", "", ""),
    ("She may still be found.", "find", "", ""),
    ("He would not be campaigning.", "campaign", "", ""),
    ("The depot is under attack.", "attack", "going on", ""),
    ("The ships are already under construction.", "construction", "going on", ""),
    ("The city has not been fully captured.", "capture", "", "all"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "predicate", "state", "scope"), STANDING, ids=[row[0][:50] for row in STANDING])
def test_whether_it_starts_goes_on_or_is_over_and_how_much_of_it(
    sentence: str, predicate: str, state: str, scope: str
) -> None:
    event = the(sentence, predicate)
    assert (event.state, event.scope) == (state, scope)


def test_a_verb_that_only_helps_is_no_event_of_its_own() -> None:
    assert [e.predicate for e in read("Chad plans to send troops.")] == ["send"]
    assert [e.predicate for e in read("The crews are able to fly.")] == ["fly"]


def test_a_turn_of_phrase_takes_no_part() -> None:
    for sentence in (
        "In turn, the army left.",
        "At the moment the army is in Chad.",
        "The army left for the first time.",
    ):
        (event,) = read(sentence)
        assert {r.head for r in event.roles} <= {"army", "chad"}


def test_half_a_word_is_no_event() -> None:
    assert [e.predicate for e in read("The movement had co-opted the slogan.")] == ["co-opt"]


def test_a_role_keeps_its_words_its_place_and_its_name() -> None:
    text = "The navy of Norway shelled the old eastern port, which burned."
    base = 100
    (event,) = [e for e in events.find(parsed(text)[:], base, named) if e.predicate == "shell"]
    (patient,) = event.role("patient")
    assert text[patient.span.start - base : patient.span.end - base] == "the old eastern port"
    assert patient.words == ("old", "eastern", "port")
    assert text[event.span.start - base : event.span.end - base] == "shelled"


def test_a_name_is_resolved_by_who_knows_it() -> None:
    (event,) = read("Norway condemned the strike.")
    (agent,) = event.role("agent")
    assert (agent.name, agent.kind) == ("Norway", "country")
