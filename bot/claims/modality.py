"""How firmly a claim is put: as plain fact, as planned, as possible, or hedged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.claims import polarity
from bot.claims.cues import Cue
from bot.nouns import Modality

if TYPE_CHECKING:
    from spacy.tokens import Token

_POSSIBLE = frozenset(
    "may might could possibly perhaps maybe potentially conceivably likely unlikely".split()
)  # fmt: skip
_HEDGED = frozenset(
    """reportedly allegedly apparently supposedly purportedly seemingly ostensibly presumably probably alleged
    purported supposed suspected""".split()
)
#: The pipeline takes "hoped" for the past of "hop".
#: Verbs that leave a fact in doubt when somebody is said to have them: "seemed to fail", "is believed to have", "he now thinks".
_SEEM = frozenset(["seem", "appear"])
_THINK = frozenset("hop believe think suspect presume suppose assume reckon understand feel guess fear hope rumour rumor".split())  # fmt: skip
_TOLD = frozenset("say report allege rumour rumor claim".split())
_PLAN = frozenset("hop plan intend prepare aim hope want schedule pledge promise vow propose seek undertake".split())
#: Passives of what is to come: "results are expected on Monday", "the visit is planned for June".
_AHEAD = frozenset("expect plan schedule set slate forecast anticipate intend".split())
_ABLE = frozenset(["possible", "likely", "unlikely", "probable", "conceivable"])
_WILL = frozenset(["will", "shall", "'ll", "’ll", "wo"])
#: Acts of telling whose absence is silence on the matter; "did not recommend", "did not accuse" are no silence.
_TELLING = frozenset(
    """say tell comment confirm discuss disclose reveal name specify explain speculate repeat respond verify identify
    detail state mention elaborate speak publish address answer""".split()
)


def of(head: Token | None, cue: Cue | None, anchor: Token | None = None) -> Modality:
    """The modality of what ``head`` (the content's main predicate) says, told with ``cue`` at ``anchor``.

    What is not told stands hedged; belief is hedged whatever it is about, unless it is only possible; how the
    telling itself is put counts where the content is plain ("will recommend", "has reportedly confessed to")."""
    own = _own(head) if head is not None else "plain"
    if cue is None:
        return own
    if cue.cue_class == "withhold" or (anchor is not None and _silent(anchor)):
        return "hedged"
    if cue.cue_class in ("believe", "estimate") and not cue.factive and not cue.firm:
        return _thought(own, cue, head)
    if cue.cue_class == "promise" and own == "plain" and not _stated(head):
        return "planned"
    if own == "plain" and cue.ahead and not _stated(head):
        return "planned"
    return own if own != "plain" or anchor is None else _of_the_telling(anchor)


def _thought(own: Modality, cue: Cue, head: Token | None) -> Modality:
    if own == "possible" and not cue.negative:
        return "possible"
    if cue.ahead and (own == "planned" or not _stated(head)):
        return "planned"
    if cue.cue_class == "estimate" and own == "planned":
        return "planned"
    wish = cue.frames & {"to"} and head is not None and own == "plain" and _is_infinitive(head)
    return "planned" if wish else "hedged"


def _silent(anchor: Token) -> bool:
    return anchor.lemma_.lower() in _TELLING and not _no_longer(anchor) and polarity.unsaid(anchor)


def _no_longer(verb: Token) -> bool:
    return any(c.lower_ == "longer" for c in verb.children)


def _stated(head: Token | None) -> bool:
    """Is the content a finite clause, so that its own verb says when: "swore that he wrote nothing"?"""
    if head is None or head.pos_ not in ("VERB", "AUX"):
        return False
    helpers = [c for c in head.children if c.dep_ in ("aux", "auxpass")]
    return any(t.tag_ in ("VBD", "VBZ", "VBP") for t in (head, *helpers)) and any(
        c.dep_ in ("nsubj", "nsubjpass", "expl") for c in head.children
    )


def _is_infinitive(head: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in head.children)


def _of_the_telling(anchor: Token) -> Modality:
    """How the act of telling is put: "will recommend", "may announce", "has reportedly confessed", "appears to show"."""
    if anchor.pos_ not in ("VERB", "AUX") or polarity.unsaid(anchor):
        return "plain"
    helpers = {c.lower_ for c in anchor.children if c.dep_ in ("aux", "advmod") and c.i < anchor.i}
    governor = anchor.head if anchor.dep_ == "xcomp" else None
    if helpers & _HEDGED or (governor is not None and governor.lemma_.lower() in _SEEM | _TOLD | _THINK):
        return "hedged"
    if helpers & {"may", "might"}:
        return "possible"
    return "planned" if helpers & _WILL or (governor is not None and governor.lemma_.lower() in _PLAN) else "plain"


def _own(head: Token) -> Modality:
    helpers = {c.lower_ for c in head.children if c.dep_ in ("aux", "advmod", "amod", "acomp", "neg")}
    past = any(c.lower_ in ("have", "’ve", "'ve") and c.dep_ == "aux" for c in head.children)
    if helpers & _HEDGED or head.lemma_ in _SEEM or _in_doubt(head):
        return "hedged"
    if (helpers - _ruled_out(head)) & _POSSIBLE or any(c.dep_ == "acomp" and c.lower_ in _ABLE for c in head.children):
        return "possible"
    if _is_condition(head):
        return "possible"
    if _would(head) and any(c.dep_ == "advcl" and _is_condition(c) for c in head.children):
        return "possible"
    if helpers & _WILL or (_would(head) and not past):
        return "planned"
    if head.lemma_.lower() in _PLAN and any(c.dep_ == "xcomp" for c in head.children):
        return "planned"
    return "planned" if _going_to(head) or _is_to(head) or _set_down(head) else "plain"


def _in_doubt(head: Token) -> bool:
    """ "he now believes that", "is said to have", "is thought to be": by what governs the rest of the content."""
    lemma = head.lemma_.lower()
    if _is_passive(head):
        return lemma in _THINK | _TOLD and any(c.dep_ in ("xcomp", "ccomp", "oprd") for c in head.children)
    return lemma in _THINK - {"feel", "understand"} and any(c.dep_ == "ccomp" for c in head.children)


def _is_passive(head: Token) -> bool:
    return any(c.dep_ in ("auxpass", "nsubjpass") for c in head.children)


def _set_down(head: Token) -> bool:
    """ "is planned for June", "are expected on Monday"; what was planned and is told in the past stays as it is."""
    return head.lemma_.lower() in _AHEAD and _is_passive(head)


def _ruled_out(head: Token) -> frozenset[str]:
    """ "could not tell", "cannot be used": a fact, not a possibility."""
    return frozenset(["could", "can"]) if any(c.dep_ == "neg" for c in head.children) else frozenset()


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
