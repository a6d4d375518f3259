"""Whether a predicate is said to hold: not, never, failed to; may, plans to, reportedly, if."""

from __future__ import annotations

from spacy.tokens import Token

from bot.claims import polarity
from bot.claims.predicates import Predicate, kids
from bot.claims.vocabulary import vocabulary
from bot.nouns import Modality, Polarity

_CONDITIONS = frozenset(["if", "unless", "whether", "lest", "until", "provided"])


def of(predicate: Predicate) -> tuple[Polarity, Modality]:
    """Polarity and modality of a predicate within its own sentence, attribution aside."""
    negations = _negations(predicate)
    modality = _own_modality(predicate)
    token = predicate.verb
    for _ in range(4):  # up through what governs it: "plans to", "failed to", "is believed to have"
        token = _past_conjuncts(token)
        if token.head is token:
            break
        infinitive = _is_infinitive(token)
        if token.dep_ == "advcl" and infinitive:
            modality = _weaker(modality, "planned")
        if not _governed(token, infinitive):
            break
        negated, weakened = _by_governor(token, infinitive)
        negations += negated
        modality = _weaker(modality, weakened)
        token = token.head.head if token.dep_ == "pcomp" else token.head
    negations += int(polarity.called_untrue(token))
    return ("-" if negations % 2 else "+"), modality


def _governed(token: Token, infinitive: bool) -> bool:
    if token.dep_ in ("xcomp", "pcomp"):
        return True
    if token.dep_ == "acl":
        return infinitive
    # "urged Russia to stop", "help them evade": the parse makes a clause of it
    return (
        token.dep_ == "ccomp"
        and token.tag_ == "VB"
        and not any(c.dep_ == "aux" and c.lower_ != "to" for c in token.children)
    )


def _by_governor(token: Token, infinitive: bool) -> tuple[int, Modality]:
    """What the word a verb hangs on makes of it: how many negations, and what modality."""
    governor = token.head
    kind = vocabulary().control.get(governor.lemma_.lower(), "" if governor.pos_ == "VERB" else "planned")
    if token.dep_ == "pcomp":
        kind = _after_preposition(governor, kind)
        return int(kind == "failed"), _from_control(kind, infinitive, token)
    yet = governor.lemma_ == "have" and any(c.lower_ == "yet" for c in (*governor.children, *token.children))
    negations = int(kind == "failed") + int(_negated(governor)) + int(yet)
    modality = _weaker(_from_control(kind, infinitive, token), _verb_modality(governor))
    if governor.dep_ == "acomp":  # "will not be able to"
        negations += int(_negated(governor.head))
        modality = _weaker(modality, _verb_modality(governor.head))
    return negations, modality


def _past_conjuncts(token: Token) -> Token:
    """ "plans to send and equip": the second verb stands under the same governor as the first."""
    while token.dep_ == "conj" and token.head.pos_ in ("VERB", "AUX") and token.tag_ == token.head.tag_:
        token = token.head
    return token


def _is_infinitive(token: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)


def _after_preposition(prep: Token, kind: str) -> str:
    if prep.lower_ == "without":
        return "failed"
    if prep.lower_ in ("from", "of", "for", "about", "on") and prep.head.pos_ == "VERB":
        governor = vocabulary().control.get(prep.head.lemma_.lower(), "")
        return governor if governor in ("failed", "planned", "possible") else "transparent"
    return "transparent"


def _from_control(kind: str, infinitive: bool, token: Token) -> Modality:
    if kind in ("planned", "possible", "hedged"):
        perfect = any(c.lower_ == "have" and c.dep_ == "aux" for c in token.children)
        return "hedged" if kind == "hedged" or perfect else "planned" if kind == "planned" else "possible"
    if kind == "" and (infinitive or token.dep_ == "ccomp"):
        return "planned"
    return "plain"


def _weaker(one: Modality, other: Modality) -> Modality:
    order: tuple[Modality, ...] = ("plain", "hedged", "planned", "possible")
    return max(one, other, key=order.index)


def _own_modality(predicate: Predicate) -> Modality:
    modality = _verb_modality(predicate.verb)
    if predicate.head is not predicate.verb:
        for child in predicate.head.children:
            if child.dep_ == "advmod":
                modality = _weaker(modality, vocabulary().adverb_modality.get(child.lower_, "plain"))
    token = _past_conjuncts(predicate.verb)
    if any(c.dep_ == "mark" and c.lower_ in _CONDITIONS and c.lower_ != "until" for c in token.children):
        return "possible"
    return modality


def _verb_modality(verb: Token) -> Modality:
    words = vocabulary()
    modality: Modality = "plain"
    carrier = verb
    if not any(c.dep_ == "aux" for c in verb.children):
        carrier = _past_conjuncts(verb)  # "may attack and seize"
    for child in carrier.children:
        if child.dep_ == "aux" and child.tag_ == "MD":
            modality = _weaker(modality, words.modal.get(child.lower_, "possible"))
        elif child.dep_ in ("advmod", "npadvmod"):
            modality = _weaker(modality, words.adverb_modality.get(child.lower_, "plain"))
    return modality


# --- negation ------------------------------------------------------------------------------------


def _negations(predicate: Predicate) -> int:
    count = int(_negated(predicate.verb) or _negated_conjunct(predicate.verb))
    if predicate.head is not predicate.verb:
        count += int(
            any(c.dep_ in ("neg", "det") and c.lower_ in ("no", "not", "never") for c in predicate.head.children)
        )
    for child in predicate.verb.children:
        if child is predicate.head:
            continue
        if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and polarity.is_none(child):
            count += 1
        elif child.dep_ == "prep" and child.lower_ in ("with", "without"):
            continue
    return min(count, 1)


def _negated(verb: Token) -> bool:
    negative = vocabulary().negative
    for child in verb.children:
        if child.dep_ == "neg" or (child.dep_ in ("advmod", "preconj", "cc") and child.lower_ in negative):
            return not (child.i + 1 < len(verb.doc) and child.nbor(1).lower_ == "only")
        if no_longer(child):
            return True
    return False


def no_longer(adverb: Token) -> bool:
    """Is this the "longer" of "no longer"?"""
    return adverb.lower_ == "longer" and adverb.i > 0 and adverb.nbor(-1).lower_ == "no"


def _negated_conjunct(verb: Token) -> bool:
    """ "did not confirm or deny": the second verb shares the first one's not, unless it brings its own subject."""
    token = verb
    while token.dep_ == "conj" and token.head.pos_ in ("VERB", "AUX"):
        if kids(token, "nsubj", "nsubjpass", "aux", "auxpass") or not any(
            c.lower_ in ("or", "nor") for c in token.head.children
        ):
            return False
        token = token.head
    return token is not verb and _negated(token)
