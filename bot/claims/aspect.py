"""When a predicate holds and in what state: past or to come; starting, going on, over; all of it or some."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from bot.claims import certainty
from bot.claims.predicates import Predicate, kids
from bot.claims.vocabulary import vocabulary

Tense = Literal["", "past", "present", "future"]
State = Literal["", "starting", "going on", "over"]
Scope = Literal["", "all", "some", "none"]

_STATES: dict[str, State] = {"starting": "starting", "going on": "going on", "over": "over"}
_SCOPES: dict[str, Scope] = {"all": "all", "some": "some", "none": "none"}


def tense(verb: Token) -> Tense:
    """The tense of the clause the verb hangs in; "" where there is none to tell."""
    token = verb
    for _ in range(4):
        own = _own_tense(token)
        if own:
            return own
        if token.dep_ not in ("xcomp", "advcl", "conj", "pcomp", "prep", "acl", "acomp") or token.head is token:
            return ""
        token = token.head
    return ""


def _own_tense(verb: Token) -> Tense:
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(a.lower_ in ("will", "shall", "'ll", "’ll", "wo") for a in auxiliaries):
        return "future"
    if any(a.lower_ == "going" for a in auxiliaries):
        return "future"
    if any(a.lemma_.lower() == "have" for a in auxiliaries) and verb.tag_ == "VBN":
        return "past"
    if any(a.tag_ == "VBD" for a in auxiliaries) or verb.tag_ == "VBD":
        return "past"
    if any(a.tag_ in ("VBP", "VBZ") for a in auxiliaries) or verb.tag_ in ("VBP", "VBZ", "NNS"):
        return "present"
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return "past"
    return ""


def state(predicate: Predicate, when: Tense) -> State:
    """Is what is said starting, going on or over? By its own word, the verb that takes it, or its adverbs."""
    words = vocabulary()
    verb, head = predicate.verb, predicate.head
    if predicate.lemma == "end" and head is not verb:
        return "over"
    if head is not verb and any(t.dep_ == "prep" for t in predicate.words):
        noun = words.state_of_noun.get(head.lemma_.lower())
        if noun:
            return _STATES[noun]
        if any(t.dep_ == "prep" and t.lower_ == "under" for t in predicate.words) and when != "future":
            return "going on"  # "is under attack", "are under development"
    if predicate.lemma == "keep" and kids(verb, "dobj"):
        return ""  # "keeps rockets"
    own = words.state_of.get(predicate.lemma) or words.state_of.get(head.lemma_.lower())
    if own:
        return _unless_to_come(_STATES[own], "future" if _is_ahead(verb) else when)
    taken = _from_governor(verb)
    if taken:
        return taken
    return _from_adverbs(predicate, when)


def _unless_to_come(own: State, when: Tense) -> State:
    return "" if when == "future" else own


def _is_ahead(verb: Token) -> bool:
    """ "is intended to launch", "plans to open": to come, whatever the tense of what governs it."""
    governed = verb.dep_ == "xcomp" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    return governed and vocabulary().control.get(verb.head.lemma_.lower()) == "planned"


def _from_governor(verb: Token) -> State:
    """ "began sending", "continues to fight", "halted shelling"."""
    token = verb
    for _ in range(3):
        if token.dep_ not in ("xcomp", "pcomp"):
            return ""
        token = token.head
        found = vocabulary().state_of.get(token.lemma_.lower())
        if found:
            return "" if _is_ahead(token) else _STATES[found]
    return ""


def _from_adverbs(predicate: Predicate, when: Tense) -> State:
    words = vocabulary()
    verb = predicate.verb
    auxiliaries = {c.lemma_.lower() for c in verb.children if c.dep_ == "aux"}
    adverbs = {c.lower_ for c in (*verb.children, *predicate.head.children) if c.dep_ == "advmod"}
    if "longer" in adverbs and any(certainty.no_longer(c) for c in verb.children):
        return "over"
    if any("MD" in (c.tag_, *(g.tag_ for g in c.children)) for c in verb.children if c.dep_ == "aux"):
        return ""  # "may still be found", "would be campaigning"
    if adverbs & words.still:
        return "going on"
    if verb.tag_ == "VBG" and "be" in auxiliaries:
        return "going on" if when != "future" else ""
    negated = any(c.dep_ == "neg" for c in verb.children)
    perfect = verb.tag_ in ("VBN", "VBD") and when == "past" and not negated
    if perfect and adverbs & words.completive and predicate.head is verb:
        return "over"
    return ""


def scope(predicate: Predicate, participants: list[Token]) -> Scope:
    """All, some or none of it: by the adverb on the predicate, else by its participants' quantifiers."""
    words = vocabulary()
    for child in (*predicate.verb.children, *predicate.head.children):
        if child.dep_ == "advmod" and child.lower_ in words.adverb_scope:
            return _SCOPES[words.adverb_scope[child.lower_]]
        if (
            child.dep_ == "prep"
            and child.lower_ == "in"
            and any(c.lower_ in ("part", "full", "whole") for c in child.children)
        ):
            return "some" if any(c.lower_ == "part" for c in child.children) else "all"
    for token in participants:
        found = quantified(token)
        if found:
            return found
    return ""


def quantified(noun: Token) -> Scope:
    """What a phrase's own quantifier says: "all troops", "some districts", "parts of the city", "no one"."""
    words = vocabulary().quantifier
    if noun.lower_ in ("nobody", "nothing", "none"):
        return "none"
    if noun.lemma_.lower() in ("part", "portion", "half", "some", "most", "number", "majority", "all") and kids(
        noun, "prep"
    ):
        return _SCOPES[words[noun.lemma_.lower()]]
    for child in noun.lefts:
        if child.dep_ in ("det", "predet", "amod", "neg", "quantmod"):
            found = words.get(child.lower_)
            how = child.i and child.nbor(-1).lower_ == "how"  # "how many" says no number
            if found and not how and not any(c.like_num for c in noun.lefts):
                return _SCOPES[found]
    return ""
