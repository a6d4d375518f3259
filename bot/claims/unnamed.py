"""Voices that the words at hand do not name: "one of them", "an army statement", and whose word these really are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.claims import cues, gazetteer
from bot.claims.mentions import Mention
from bot.claims.paragraph import Stretch
from bot.claims.people import NOBODY, Named
from bot.claims.referring import Memory

if TYPE_CHECKING:
    from spacy.tokens import Token

Naming = Callable[["Token"], Named]

#: Papers that only carry the words of whoever gives them out. A report or a survey speaks for itself, of its author.
_CARRIERS = frozenset("statement communiqué communique readout release".split())
#: "one of them", "several", "the other two": some of those spoken of before.
_SOME = frozenset(
    "dozen dozens hundred hundreds thousand thousands one two three four five six several some many few others another both most all none".split()
)
_THEM = frozenset(["them", "us", "you", "these", "those"])
_NO_NOUN = frozenset(["DET", "PUNCT", "ADP", "VERB", "AUX", "SCONJ", "ADV", "PART"])
_DEFINITE = frozenset(["the", "this", "his", "her", "its", "their"])
_OF = frozenset(["of", "for", "by", "from", "to", "with"])
_OFFICES = frozenset(["office", "service", "secretariat", "house", "residence", "side", "deputy"])
#: How far back those may be spoken of.
_SENTENCES = 3


def issuer(head: Token, named: Naming) -> Named:
    """Whose statement this is: "the army's", "an army statement", "a communiqué signed by Colonel Lee", "Ann Lee said in a statement"."""
    if head.lemma_.lower() not in _CARRIERS or head.tag_ != "NN":
        return NOBODY
    whose = (
        next((c for c in head.children if c.dep_ == "poss"), None) or _giving(head) or _bodily(head) or _saying(head)
    )
    found = named(whose) if whose is not None else NOBODY
    return found if found.kind in ("person", "org", "country") else NOBODY


def _giving(head: Token) -> Token | None:
    """ "a statement by the mission", "from Ann Lee", "signed by Ann Lee"."""
    for child in head.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from", "of"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
        if child.dep_ == "acl" and child.lemma_ in ("sign", "issue", "release", "publish"):
            by = next((c for c in child.children if c.dep_ == "agent" or c.lower_ == "by"), None)
            return next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    return None


def _bodily(head: Token) -> Token | None:
    """ "an army statement", "a Foreign Ministry communiqué"."""
    before = [c for c in head.children if c.dep_ == "compound"]
    bodies = gazetteer.words("group")
    return next((c for c in before if c.pos_ == "PROPN" or c.lemma_.lower() in bodies), None)


def _saying(head: Token) -> Token | None:
    """ "Ann Lee said in a statement": who said it."""
    verb = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "in" else None
    if verb is None or verb.lemma_.lower() not in cues.verbs():
        return None
    return next((c for c in verb.children if c.dep_ == "nsubj"), None)


def noun_of(head: Token, source: Sequence[Stretch]) -> Token:
    """The word that names the speaker, where the one marked is none: "The" of "The criminal"."""
    if not source or head.pos_ not in _NO_NOUN:
        return head
    words = [t for s in source for t in head.doc[s[0] : s[1]]]
    if words[0].pos_ not in ("DET", "NOUN", "PROPN", "ADJ", "NUM"):
        return head  # "Speaking to reporters", "by rebels"
    stop = next(
        (k for k, t in enumerate(words) if k and (t.text == "," or t.pos_ in ("ADP", "VERB", "AUX", "SCONJ"))),
        len(words),
    )
    nouns = [t for t in words[:stop] if t.pos_ in ("NOUN", "PROPN")]
    if head.pos_ == "DET" and stop < len(words) and words[stop].pos_ == "VERB":
        nouns = [
            t for t in words if t.pos_ in ("NOUN", "PROPN")
        ]  # "the travel guarantee fund", where "guarantee" passes for a verb
    return nouns[-1] if nouns else words[-1] if head.pos_ == "DET" and len(words) == 2 else head


def stands_for_somebody(token: Token) -> bool:
    """Is this "the company" of "a spokesman for the company", "the minister" of "the minister's lawyer"? The governor's office is
    one whoever the governor is, and what stands "on the bank" stands at a river."""
    if token.tag_ != "NN" or not any(c.lower_ in _DEFINITE for c in token.children if c.dep_ in ("det", "poss")):
        return False
    lemma = token.lemma_.lower()
    if token.dep_ == "poss":
        office = lemma in gazetteer.words("role") and token.head.lemma_.lower() in _OFFICES
        return not office and lemma in gazetteer.words("group") | gazetteer.words("role")
    if token.dep_ != "pobj" or token.head.lower_ not in _OF:
        return False
    return lemma in gazetteer.words("group") | gazetteer.words("role")


def some_of_them(head: Token, at: int, sentence: int, memory: Memory) -> Named:
    """ "one", "one of them", "several of them", where those were spoken of before: "trader" of "Traders complained"; else NOBODY."""
    if head.lower_ not in _SOME or any(c.dep_ in ("amod", "poss", "compound", "relcl") for c in head.children):
        return NOBODY
    of = next((c for c in head.children if c.dep_ == "prep"), None)
    if of is not None and not any(c.lower_ in _THEM for c in of.children):
        return NOBODY
    for mention in memory.back(at):
        if sentence - mention.sentence > _SENTENCES:
            break
        if _several_without_a_name(mention):
            return Named(_some(head.lower_, mention), "", True)
    return NOBODY


def _several_without_a_name(mention: Mention) -> bool:
    if mention.lemma in ("people", "person", "other") or mention.lemma in _SOME:
        return False
    return (
        mention.plural
        and (mention.named.anonymous or not mention.named.kind)
        and mention.lemma in gazetteer.words("anonymous") | gazetteer.words("role")
    )


def _some(how_many: str, mention: Mention) -> str:
    words = [w for w in mention.named.name.split() if w.lower() not in _SOME and not w.isdigit()]
    if how_many not in ("one", "another"):
        return " ".join([how_many, *words])
    return " ".join(mention.lemma if w.lower() == mention.noun else w for w in words)
