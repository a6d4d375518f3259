"""The verb in `/who condemned deployment`: any form, any synonym, and what is left as its object."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.stems import stem, tokens
from bot.answers.terms import STOP, Term, term

#: Verbs of speaking that do in each other's place, by what one asks for. The first names the group; all
#: of a group's words may be typed, and each finds all. "claim" stands alone: to claim is not to confirm.
_GROUPS = """
condemn denounce decry deplore slam lambast lambaste castigate censure criticise criticize rebuke blast excoriate assail
praise commend laud hail applaud compliment thank gratitude tribute appreciation thanks
blame accuse
deny refute reject rebut disclaim dismiss repudiate
confirm acknowledge corroborate verify
admit acknowledge concede confess
claim
say state tell
announce declare proclaim
warn caution
demand insist urge
promise vow pledge swear
expect anticipate predict forecast
estimate reckon
believe think
argue contend maintain assert
dispute contest question challenge
recall remember
suggest hint imply
welcome
threaten
""".strip().splitlines()

#: What is said in several words, as stems, and the group it belongs to. Longest first when matching.
_PHRASES = {
    "speak out against": "condemn",
    "speak against": "condemn",
    "hit out at": "condemn",
    "lash out at": "condemn",
    "take aim at": "condemn",
    "express gratitude": "praise",
    "express appreciation": "praise",
    "give thanks": "praise",
    "speak out for": "praise",
    "speak well of": "praise",
    "point the finger at": "blame",
    "hold responsible": "blame",
    "pin the blame on": "blame",
    "own up to": "admit",
    "rule out": "deny",
    "call for": "demand",
    "cast doubt on": "dispute",
    "take issue with": "dispute",
}

#: What stands between a verb and its object and is no part of either.
_BETWEEN = frozenset({"who", "whom", "has", "have", "had", "to", "for", "of", "that", "against", "on", "about", "at"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What `/who` asks: the word typed, the lemmas that count as it, and the terms of the object. Not the
    class of the word: a paper files mocking with condemning, but who mocked has not condemned."""

    word: str
    lemmas: tuple[str, ...]
    about: tuple[Term, ...]

    @property
    def denies(self) -> bool:
        """Whether it is asked who says that something is not so."""
        return "deny" in self.lemmas or "dispute" in self.lemmas

    @property
    def keys(self) -> frozenset[str]:
        """The stems of the lemmas."""
        return frozenset(stem(lemma) for lemma in self.lemmas)


def asked(typed: str) -> Asked | None:
    """What is asked, None when nothing was typed. A verb in no group counts as itself alone."""
    words = [w for w in tokens(typed) if w.lower() not in {"who", "whom"}]
    if not words:
        return None
    for phrase, group in sorted(_PHRASES.items(), key=lambda p: -len(p[0].split())):
        length = len(phrase.split())
        if [stem(w) for w in words[:length]] == [stem(w) for w in phrase.split()]:
            return _asked(" ".join(words[:length]), group, words[length:])
    while len(words) > 1 and words[0].lower() in _BETWEEN:
        words = words[1:]
    return _asked(words[0], words[0], words[1:])


def is_verb_of_speaking(word: str) -> bool:
    """Whether this word, in any form, is one of those in the groups."""
    return any(stem(word) == stem(w) for line in _GROUPS for w in line.split())


def _asked(word: str, head: str, rest: list[str]) -> Asked:
    groups = [line.split() for line in _GROUPS if any(stem(w) == stem(head) for w in line.split())]
    lemmas = dict.fromkeys(w for group in groups for w in group) or {head.lower(): None}
    about = tuple(term(w, name=w[:1].isupper()) for w in rest if w.lower() not in STOP)
    return Asked(word, tuple(lemmas), about)
