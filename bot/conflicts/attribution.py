"""Who did it: an accusation against the accused's denial, or against an accusation the other way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.conflicts import gates, nations, slots
from bot.conflicts.finding import Finding
from bot.conflicts.likeness import weight
from bot.conflicts.side import Side, name_stems
from bot.conflicts.words import Word, stem
from bot.nouns import Event, Span

_DENYING = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es|ed|ing)|ruling out|ruled out|rules out"
    r"|nothing to do with|not (?:been )?(?:involved|responsible|behind|guilty|to blame)|no (?:involvement|role|part|hand) in|no responsibility)\b"
)
#: What is denied when the act itself is not named.
_GUILT = re.compile(
    r"\b(?:involvement|involved|responsib\w+|role in|part in|hand in|accusation\w*|allegation\w*|charge[sd]?|claims?|reports?|wrongdoing"
    r"|blame|behind|nothing to do with|guilt\w*|complicity|attack|strikes?|bombing|shelling|any such)\b"
)
_BLAMING = re.compile(
    r"\b(?:blam(?:e|es|ed|ing)|accus(?:e|es|ed|ing)|responsible for|responsibility of|(?:is|was|were|are|be) behind|to blame|carried out by"
    r"|perpetrated by|pointed? (?:the|a|their) finger|pinned? (?:the )?blame|held? responsible|culprit\w*|at the hands of)\b"
)


@dataclass(frozen=True, slots=True)
class Account:
    """One side's word on who did it: ``did`` names whom it accuses, ``denies`` who says it was not them.
    ``acts`` are the kinds of act spoken of (empty: whatever was alleged)."""

    did: frozenset[str]
    denies: frozenset[str]
    acts: frozenset[str]
    where: tuple[Span, ...]
    sure: bool = True


def accounts(side: Side) -> list[Account]:
    """What a side says of who did it, in the order: denials, blame, plain telling of who did what."""
    out: list[Account] = []
    denial = _denial(side)
    if denial:
        out.append(denial)
    blame = _blame(side)
    if blame:
        out.append(blame)
    out.extend(_told(side))
    return out


def _denial(side: Side) -> Account | None:
    claim = side.claim
    match = _DENYING.search(side.lower)
    if claim.cue_class != "deny" and not (match and claim.source_name):
        return None
    voice = side.voice or name_stems(claim.source_name)
    if not voice:
        return None
    acts = _acts(side.content)
    if not acts and not _GUILT.search(side.lower):
        return None
    where = claim.cue or (() if match is None else (_absolute(side, match),))
    others = _parties(side.content) - voice
    return Account(frozenset(), voice, acts, where, sure=not others or bool(voice & _parties(side.content)))


def _blame(side: Side) -> Account | None:
    claim = side.claim
    if claim.polarity == "-" or claim.cue_class == "deny":
        return None
    match = _BLAMING.search(side.lower)
    if claim.cue_class != "blame" and not match:
        return None
    accused = _parties(side.content) - side.voice
    if claim.cue_class != "blame" and match is not None:
        accused = _beside(side, match) - side.voice
    if not accused:
        return None
    where = claim.cue if claim.cue_class == "blame" else ((_absolute(side, match),) if match else ())
    return Account(accused, frozenset(), _acts(side.words), where)


def _told(side: Side) -> Iterator[Account]:
    for event in side.claim.events:
        acts = slots.families(stem(event.predicate))
        if not acts or event.tense == "future" or event.modality == "planned":
            continue
        agents = frozenset(s for r in event.role("agent", "by") for s in _party_of(r.name, r.words, r.head))
        if not agents:
            continue
        if slots.turned(side, event):
            yield Account(frozenset(), agents, acts, (event.span,))
        else:
            yield Account(agents, frozenset(), acts, (event.span,), sure=event.modality == "plain")


def _party_of(name: str, words: tuple[str, ...], head: str) -> frozenset[str]:
    named = set(name_stems(name)) if name else set()
    named |= {"@" + c for w in (*words, head) if (c := nations.country(w.title()))}
    return frozenset(named)


def _parties(sequence: tuple[Word, ...]) -> frozenset[str]:
    """The countries among these words."""
    return frozenset("@" + country for _, _, country in nations.found(sequence))


def _beside(side: Side, match: re.Match[str]) -> frozenset[str]:
    """The party nearest to a word of blame: before "was responsible", after "blamed"."""
    after = match.group().startswith(("blam", "accus", "carried", "perp", "point", "pin", "at the"))
    chosen = [w for w in side.words if (w.start >= match.end()) == after and w.end <= (1 << 30)]
    near = nations.found(tuple(chosen[:8] if after else chosen[-8:]))
    return frozenset({"@" + (near[0] if after else near[-1])[2]}) if near else frozenset()


def _acts(sequence: tuple[Word, ...]) -> frozenset[str]:
    return frozenset(family for w in sequence for family in slots.families(w.stem))


def _absolute(side: Side, match: re.Match[str]) -> Span:
    base = side.claim.sentence.start
    return Span(base + match.start(), base + match.end())


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """Accusations met by denials or by other accusations."""
    for first in accounts(a):
        for second in accounts(b):
            finding = _meet(a, first, b, second)
            if finding:
                yield finding


def _meet(a: Side, first: Account, b: Side, second: Account) -> Finding | None:
    if first.acts and second.acts and not first.acts & second.acts:
        return None
    shared = sum(weight(s) for s in a.stems & b.stems)
    features = {
        "matter": min(shared, 20.0) / 20,
        "acts": float(bool(first.acts & second.acts)),
        "sure": float(first.sure and second.sure),
    }
    places = (first.where, second.where)
    if (first.did & second.denies) or (first.denies & second.did):
        features["denied"] = 1.0
        return Finding(
            "attribution", "clash", "one side accuses, the accused denies it", places, features, opposed=True
        )
    if first.did and second.did and not first.did & second.did and not _ambiguous(first, second):
        features["countered"] = 1.0
        return Finding(
            "attribution", "clash", "each names another as the one who did it", places, features, opposed=True
        )
    return None


def _ambiguous(first: Account, second: Account) -> bool:
    return len(first.did) > 3 or len(second.did) > 3


def told(event: Event) -> bool:
    """Whether an event tells of something done rather than planned."""
    return gates.real(event)
