"""Whether somebody stands behind what is said or against it - denied, doubted, not told - and whether what is said is itself a no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.claims import cues
from bot.claims.cues import Cue
from bot.nouns import Polarity

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOT = frozenset(["not", "n't", "n’t", "never", "no", "nor", "neither", "hardly", "nt", "cannot"])
_NOBODY = frozenset(["nobody", "nothing", "none", "neither", "nowhere", "no-one"])
_FAILING = frozenset(["fail", "refuse", "decline", "cease", "refrain", "neglect"])
#: What holds an act of speaking back: "declined to comment", "stopped short of saying", "the refusal to say".
_HOLDING_BACK = _FAILING | {"avoid", "abstain", "stop", "shy", "forbear", "omit", "unable", "unwilling", "reluctant"}
_REFUSALS = frozenset(["refusal", "failure", "inability", "reluctance"])
#: Content words that make a no of what they say: "was false", "lacked water".
_UNTRUE = frozenset(["false", "untrue", "fake", "baseless", "unfounded", "groundless", "fabricated", "impossible"])
_WRONG = frozenset(["incorrect", "wrong", "inaccurate", "bogus", "nonsense", "fiction", "lie", "lies", "thinking"])
_LACKING = frozenset(["lack"])
_GOVERNED = ("xcomp", "pcomp", "prep", "advcl", "acl", "ccomp", "acomp", "dobj", "pobj")


def of(anchor: Token | None, cue: Cue | None) -> Polarity:
    """The polarity of an attribution, told with ``cue`` at ``anchor``: "-" where its source denies, doubts, does not
    say or holds back what stands under the cue. "Said that it did not fall" is "+": that it did not is what is said."""
    if cue is None:
        return "+"
    if cue.cue_class == "withhold":
        return "-"
    if anchor is None:
        return "-" if cue.negative else "+"
    return "-" if (cue.negative and not _slights(anchor)) != unsaid(anchor) else "+"


def _slights(anchor: Token) -> bool:
    """ "dismissed the checks as men with torches" makes little of them and denies nothing; "dismissed the claim as
    an insult" denies the claim."""
    if not any(c.dep_ == "prep" and c.lower_ == "as" for c in anchor.children):
        return False
    things = [c for c in anchor.children if c.dep_ == "dobj"]
    return bool(things) and not any(t.lemma_.lower() in cues.nouns() for t in things)


def unsaid(anchor: Token) -> bool:
    """Did the act of speaking not take place: "no longer claims", "nobody confirmed", "would not comment",
    "declined to repeat", "gave no assurance that"? "Did not refuse to say" speaks."""
    if anchor.pos_ not in ("VERB", "AUX", "NOUN") or anchor.lower_ == "according":
        return False
    count = int(_not_done(anchor) or _shares_not(anchor))
    token = anchor
    for _ in range(3):
        governor = token.head
        if governor is token or token.dep_ not in _GOVERNED or _new_subject(token):
            break
        if governor.lemma_.lower() in _HOLDING_BACK | _REFUSALS and _holds(governor, token):
            count += 1
        if governor.pos_ in ("VERB", "AUX") or governor.dep_ == "acomp":
            count += int(_not_done(governor))
        token = governor
    return count % 2 == 1


def _new_subject(token: Token) -> bool:
    """A clause of its own: what governs it says nothing of whether it was spoken."""
    if token.pos_ not in ("VERB", "AUX"):
        return token.dep_ not in ("dobj", "pobj", "prep", "acomp")
    own = any(c.dep_ in ("nsubj", "nsubjpass", "mark") for c in token.children)
    return own or (token.dep_ in ("ccomp", "advcl") and not any(c.lower_ == "to" for c in token.lefts))


def _holds(governor: Token, token: Token) -> bool:
    """ "stopped short of saying" holds back, "stopped to say" does not."""
    return governor.lemma_.lower() != "stop" or token.dep_ in ("prep", "pcomp")


def _not_done(verb: Token) -> bool:
    """ "did not", "no longer", "nobody did", "few do", "did nothing", "no" beside a noun."""
    if verb.pos_ == "NOUN":
        return any(c.dep_ in ("det", "neg") and c.lower_ in ("no", "neither") for c in verb.children)
    if _has_not(verb) and not _only(verb):
        return True
    if any(c.lower_ == "longer" and c.i and c.nbor(-1).lower_ == "no" for c in verb.children):
        return True
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    return any(is_none(s) or _few(s) for s in subjects)


def _has_not(verb: Token) -> bool:
    return any(
        c.dep_ == "neg" or (c.lower_ in _NOT and c.dep_ in ("advmod", "preconj", "cc") and c.i < verb.i)
        for c in verb.children
    )


def _shares_not(verb: Token) -> bool:
    """ "neither accepted nor rejected", "did not confirm or deny": the second verb is denied with the first."""
    head = verb.head
    if verb.dep_ != "conj" or not any(c.lower_ in ("or", "nor") for c in head.children):
        return False
    return not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children) and _not_done(head)


def _few(noun: Token) -> bool:
    """ "few believe it", not "a few believe it"."""
    words = [noun, *(c for c in noun.children if c.dep_ in ("amod", "nummod"))]
    few = next((w for w in words if w.lower_ == "few"), None)
    return few is not None and not (few.i and few.nbor(-1).lower_ in ("a", "the", "these", "those"))


def negated(head: Token) -> bool:
    """Does this predicate deny: "did not", "nobody was", "no shots were", "failed to", "was false"? "Did not fail to"
    affirms."""
    if _has_not(head) or any(c.lower_ in _NOT and c.dep_ in ("advmod", "preconj", "cc") for c in head.children):
        return not _only(head) and not _fails(head)
    if any(c.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and is_none(c) for c in head.children):
        return True
    if head.dep_ not in ("ROOT", "ccomp", "conj", "advcl", "relcl", "acl", "xcomp") or head.pos_ in ("NOUN", "PROPN"):
        return any(c.dep_ in ("det", "neg") and c.lower_ == "no" for c in head.children)
    return _fails(head) or _untrue(head)


def _untrue(head: Token) -> bool:
    """ "reports of a leak were false", "the town lacked water"."""
    if head.lemma_.lower() in _LACKING:
        return True
    return head.lemma_ == "be" and any(c.dep_ in ("acomp", "attr") and c.lower_ in _UNTRUE for c in head.children)


def called_untrue(clause: Token) -> bool:
    """Is what this clause tells said not to be so: "reports that ... are untrue", "it is not true that ..."?"""
    over = clause.head
    if clause.dep_ in ("acl", "ccomp", "relcl") and over.pos_ == "NOUN" and over.lemma_.lower() in cues.nouns():
        verb = over.head
        return over.dep_ == "nsubj" and verb.lemma_ == "be" and any(_says_untrue(c, verb) for c in verb.children)
    if clause.dep_ in ("ccomp", "csubj") and over.lemma_ == "be":
        return any(_says_untrue(c, over) for c in over.children)
    return clause.dep_ == "ccomp" and over.dep_ == "acomp" and _says_untrue(over, over.head)


def _says_untrue(word: Token, verb: Token) -> bool:
    if word.dep_ not in ("acomp", "attr"):
        return False
    return (word.lower_ == "true" and _has_not(verb)) or (word.lower_ in _UNTRUE | _WRONG and not _has_not(verb))


def _fails(head: Token) -> bool:
    """ "failed to close", "refrained from closing": the deed was not done; "failed on Monday" is a deed itself."""
    return head.lemma_.lower() in _FAILING and any(
        c.dep_ == "xcomp" or (c.dep_ == "prep" and any(g.dep_ == "pcomp" for g in c.children)) for c in head.children
    )


def is_none(noun: Token) -> bool:
    """ "nobody", "no troops", "neither ship", "none of them"."""
    return noun.lower_ in _NOBODY or any(
        c.dep_ in ("det", "neg", "preconj") and c.lower_ in ("no", "neither") and not _number(c) for c in noun.children
    )


def _number(no: Token) -> bool:
    """ "Engine No 2" is one of several, and no negation."""
    return no.i + 1 < len(no.doc) and no.nbor().is_digit


def _only(head: Token) -> bool:
    """ "not only did it fall" affirms."""
    return any(
        c.lower_ in _NOT and c.i + 1 < len(head.doc) and c.nbor().lower_ in ("only", "just", "merely")
        for c in head.children
    )
