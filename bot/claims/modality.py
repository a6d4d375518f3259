"""How firmly a claim is put: as plain fact, as planned, as possible, or hedged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.claims.cues import Cue
from bot.nouns import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

_POSSIBLE = frozenset(
    ["may", "might", "could", "possibly", "perhaps", "maybe", "potentially", "likely", "probably", "unlikely"]
)
_HEDGED = frozenset(
    [
        "reportedly",
        "allegedly",
        "apparently",
        "supposedly",
        "purportedly",
        "seemingly",
        "ostensibly",
        "presumably",
        "alleged",
        "purported",
    ]
)
_SEEM = frozenset(["seem", "appear"])
_PLAN = frozenset(
    [
        "plan",
        "intend",
        "prepare",
        "aim",
        "hope",
        "want",
        "expect",
        "schedule",
        "set",
        "agree",
        "pledge",
        "promise",
        "vow",
    ]
)
_ABLE = frozenset(["possible", "likely", "unlikely", "probable", "able", "conceivable"])
_WILL = frozenset(["will", "shall", "'ll", "’ll"])


def of(head: Token | None, cue: Cue | None) -> Modality:
    """The modality of what ``head`` (the content's main predicate) says, reported with this cue."""
    own = _own(head) if head is not None else "plain"
    if own != "plain" or cue is None:
        return own
    if cue.cue_class == "promise":
        return "planned"
    if cue.cue_class in ("estimate", "believe") and "sure" not in cue.flags:
        return "hedged"
    return "plain"


def _own(head: Token) -> Modality:
    helpers = {c.lower_ for c in head.children if c.dep_ in ("aux", "advmod", "amod", "acomp", "neg")}
    past = any(c.lower_ in ("have", "’ve", "'ve") and c.dep_ == "aux" for c in head.children)
    if helpers & _HEDGED or head.lemma_ in _SEEM:
        return "hedged"
    if helpers & _POSSIBLE or any(c.dep_ == "acomp" and c.lower_ in _ABLE for c in head.children):
        return "possible"
    if _is_condition(head):
        return "possible"
    if _would(head) and any(c.dep_ == "advcl" and _is_condition(c) for c in head.children):
        return "possible"
    if helpers & _WILL or (_would(head) and not past):
        return "planned"
    if head.lemma_.lower() in _PLAN and any(c.dep_ == "xcomp" for c in head.children):
        return "planned"
    return "planned" if _going_to(head) or _is_to(head) else "plain"


def _would(head: Token) -> bool:
    return any(c.lower_ in ("would", "’d", "'d") and c.dep_ == "aux" and c.tag_ == "MD" for c in head.children)


def _is_condition(head: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in head.children)


def _going_to(head: Token) -> bool:
    return head.lower_ == "going" and any(c.dep_ == "xcomp" for c in head.children)


def _is_to(head: Token) -> bool:
    """ "is to meet", "are about to leave"; not "it was up to them to decide", "ice was to blame"."""
    after = [t.lower_ for t in head.doc[head.i + 1 : head.i + 3]]
    if head.lemma_ != "be" or not after:
        return False
    infinitive = after[0] == "to" and head.nbor().dep_ == "aux" and after[-1] != "blame"
    return infinitive or (after[0] in ("about", "set", "due") and after[-1] == "to")
