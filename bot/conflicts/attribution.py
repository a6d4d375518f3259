"""Who did it: an accusation against the accused's denial, or against an accusation the other way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.conflicts import firmness
from bot.conflicts.accounts import Account, accounts
from bot.conflicts.finding import Finding, Outcome
from bot.conflicts.likeness import weight
from bot.conflicts.side import Side

#: How much the two must share beside the parties to speak of one act (of 15 in weight, as a part of 1).
_ONE_ACT = 0.1


_ONE_SPEAKS = "one party speaks in both"


def compare(a: Side, b: Side) -> Iterator[Finding]:
    """Accusations met by denials, or by accusations of somebody else."""
    mine, yours = a.once(accounts), b.once(accounts)
    agreed = _every(mine, "denies") & _every(yours, "denies"), _every(mine, "did") & _every(yours, "did")
    for first in mine:
        for second in yours:
            finding = _meet(a, first, b, second, agreed)
            if finding:
                yield finding


def _every(told: Iterable[Account], what: str) -> frozenset[str]:
    return frozenset(party for account in told for party in getattr(account, what))


def _meet(
    a: Side, first: Account, b: Side, second: Account, agreed: tuple[frozenset[str], frozenset[str]]
) -> Finding | None:
    """``agreed`` are the parties both sides clear, and those both accuse: no quarrel over them."""
    if first.acts and second.acts and not first.acts & second.acts:
        return None
    parties = first.did | first.denies | second.did | second.denies
    about = (a.stems & b.stems) - parties
    features = {
        "matter": min(sum(weight(s) for s in about), 15.0) / 15,
        "acts": float(bool(first.acts & second.acts)),
        "plain": (first.plain + second.plain) / 2,
    }
    places = (first.where, second.where)
    cleared, accused = agreed
    outcome: Outcome
    if ((first.did & second.denies) | (first.denies & second.did)) - cleared:
        outcome = "clash" if first.acts & second.acts else "doubt"
        reason = "one side accuses, the accused denies it"
        loose = _ONE_SPEAKS if a.voice & b.voice else firmness.of_deed(a, first.where, b, second.where)
        return Finding("attribution", outcome, reason, places, {**features, "denied": 1.0}, True, loose)
    if first.did and second.did and not accused:
        # Two plain tellings may be of two acts; only blame against blame quarrels over one.
        plainly = first.plain or second.plain or not first.acts & second.acts
        outcome = "doubt" if plainly or features["matter"] < _ONE_ACT else "clash"
        reason = "each names another as the one who did it"
        loose = firmness.of_counter_blame(a, first.did, b, second.did, about) or firmness.of_blame(
            a, first.where, b, second.where
        )
        return Finding("attribution", outcome, reason, places, {**features, "countered": 1.0}, True, loose)
    return None
