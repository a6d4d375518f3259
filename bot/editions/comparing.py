"""Edition against edition: what was changed, claim by claim, whether it was said, and which claim a correction corrects."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.answers.stems import stems
from bot.editions.changes import changes, flat
from bot.editions.notices import notices
from bot.nouns import Change, Claim, Edited, Notice, Older, Revision

#: What a correction must share with the claim it is tied to, in rarity: about two words that few claims of
#: the article have.
TIED = 2.0
#: The same where nothing in the article is known to have changed.
TIED_UNCHANGED = 4.0


def compare(older: Older | None, revision: Revision, claims: Sequence[Claim]) -> Edited | None:
    """What this edition changed. None where there is nothing to say: a first edition that corrects nothing."""
    found = notices(revision.text)
    if older is None:
        tied = tuple(_tied(n, (), claims, revision.text) for n in found)
        return Edited(notices=tied) if tied else None
    changed = changes(older, revision.text, claims)
    before = Counter(flat(n.span.of(older.text)) for n in notices(older.text))
    fresh = [n for n in found if not before[flat(n.span.of(revision.text))]]
    tied = tuple(_tied(n, changed if n in fresh else (), claims, revision.text) for n in found)
    return Edited(changed, tied, silent=bool(changed) and not fresh and not _dated(older, revision))


def _dated(older: Older, revision: Revision) -> bool:
    """Whether the edition bears a later date than the one before, or none of the two bore any to move."""
    was, now = older.edition, revision.edition
    if now.updated is not None:
        return now.updated > (was.updated or was.published or now.updated) or (
            was.updated is None and was.published is None
        )
    return now.published is not None and was.published is not None and now.published > was.published


def _tied(told: Notice, changed: Sequence[Change], claims: Sequence[Claim], text: str) -> Notice:
    """The notice with the claims it speaks of, where that is clear."""
    if told.kind not in ("correction", "clarification"):
        return told
    words = stems(told.span.of(text))
    weights = _weights([*claims, *(c.old for c in changed if c.old)])
    best, change = max(
        ((_shared(words, (c.old, c.new), weights), c) for c in changed if c.old),
        key=lambda p: p[0],
        default=(0.0, None),
    )
    if change is not None and best >= TIED:
        return Notice(told.kind, told.span, change.old.id if change.old else "", change.new.id if change.new else "")
    outside = [c for c in claims if not told.span.covers(c.sentence)]
    best, claim = max(((_shared(words, (c,), weights), c) for c in outside), key=lambda p: p[0], default=(0.0, None))
    if claim is not None and best >= TIED_UNCHANGED:
        return Notice(told.kind, told.span, into=claim.id)
    return told


def _weights(claims: Iterable[Claim]) -> dict[str, float]:
    """What sharing a word tells: the fewer claims of the article have it, the more; small words nothing."""
    quotes = list(dict.fromkeys(c.quote for c in claims))
    df = Counter(stem for quote in quotes for stem in stems(quote))
    return {stem: math.log(1 + len(quotes) / count) for stem, count in df.items() if len(stem) > 2}


def _shared(words: frozenset[str], sides: Iterable[Claim | None], weights: dict[str, float]) -> float:
    there = frozenset().union(*(stems(c.quote) for c in sides if c))
    return sum(weights.get(word, 0.0) for word in words & there)
