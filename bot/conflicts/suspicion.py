"""How much a pair looks like a quarrel when no typed comparison could say where.

Never enough for an alert: it only orders what nobody alerted, so that someone who looks further down the
list finds the likelier pairs first.
"""

from __future__ import annotations

from bot.conflicts import gates, tolls
from bot.conflicts.accounts import DENIAL, accounts
from bot.conflicts.likeness import Likeness
from bot.conflicts.side import Side

#: From here on a suspicion is pressed together, up to what none exceeds: it keeps its order, and never calls a clash.
_FROM, MOST = 0.4, 0.48


def at_most(sure: float) -> float:
    """``sure`` (0..1) as a suspicion: below MOST, in the same order."""
    return sure if sure <= _FROM else _FROM + (MOST - _FROM) * (sure - _FROM) / (1.0 - _FROM)


_TURNING = frozenset(["not", "no", "never", "nobody", "none", "nothing", "without", "neither", "nor"])
_LATER = frozenset(
    "now later since then finally updated rose risen rises increased resumed again eventually initially".split()
)


def features(a: Side, b: Side, like: Likeness) -> dict[str, float]:
    """Named features of a pair without a finding; each 0..1, and the same whichever side comes first."""
    days = gates.days_apart(a, b)
    turns = a.once(turned), b.once(turned)
    accused = a.once(_accusing), b.once(_accusing)
    harms = a.once(_harms), b.once(_harms)
    return {
        "shared": min(like.shared, 25.0) / 25,
        "part": like.part,
        "names": min(like.names, 3) / 3,
        "same_day": float(days == 0),
        "days": min(days or 0, 30) / 30,
        "denial_one": float(a.once(_denying) != b.once(_denying)),
        "denial_both": float(a.once(_denying) and b.once(_denying)),
        "turned_one": float(turns[0] != turns[1]),
        "turned_both": float(all(turns)),
        "accused_one": float(accused[0] != accused[1]),
        "accused_both": float(all(accused)),
        "voices_apart": float(bool(a.voice and b.voice and not a.voice & b.voice)),
        "one_voice": float(bool(a.voice & b.voice)),
        "countries_apart": float(bool(a.voice_nations and b.voice_nations and not a.voice_nations & b.voice_nations)),
        "same_harm": float(bool(harms[0] & harms[1])),
        "later": float(a.once(_moves_on) != b.once(_moves_on)),
        "wished": float(not gates.asserted(a).open or not gates.asserted(b).open),
        "hedged": float(not gates.unhedged(a).open or not gates.unhedged(b).open),
    }


def _denying(side: Side) -> bool:
    return side.denies or DENIAL.search(side.lower) is not None


def turned(side: Side) -> bool:
    """Whether a word in what is claimed turns it round."""
    return any(w.text in _TURNING or w.text.endswith("n't") for w in side.content)


def _accusing(side: Side) -> bool:
    return side.claim.cue_class == "blame" or any(not account.plain and account.did for account in side.once(accounts))


def _harms(side: Side) -> frozenset[str]:
    return frozenset(tolls.counted(side, q.span, q.of).harm for q in side.claim.quantities) - {""}


def _moves_on(side: Side) -> bool:
    return any(w.text in _LATER for w in side.words)
