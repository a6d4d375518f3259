"""What an edition changed, as people are told it: in one line for the record, in quotations where it was shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.nouns import Change, ChangeKind, Claim, Edited, Edition, Span

#: Changes after which what was shown is not what the article says any more.
WEIGHTY: frozenset[ChangeKind] = frozenset({"number", "turned", "withdrawn"})
#: So many changes are told in a message, word for word; the article's page has them all.
QUOTED = 3
#: With more places that differ the whole sentence says it better.
MARKED = 2

_COUNTED: dict[ChangeKind, tuple[str, str]] = {
    "number": ("number corrected", "numbers corrected"),
    "turned": ("statement turned round", "statements turned round"),
    "withdrawn": ("claim withdrawn", "claims withdrawn"),
    "reworded": ("sentence reworded", "sentences reworded"),
    "quote added": ("quote added", "quotes added"),
    "added": ("sentence added", "sentences added"),
}


def weighty(edited: Edited | None) -> tuple[Change, ...]:
    """The changes after which what was shown before is not so any more."""
    return tuple(c for c in edited.changes if c.kind in WEIGHTY) if edited else ()


def summary(edited: Edited | None) -> str:
    """ "1 number corrected, 2 quotes added; a correction is noted"; "" where nothing was changed or noted."""
    if edited is None:
        return ""
    counts = Counter(c.kind for c in edited.changes)
    said = ", ".join(f"{counts[kind]} {words[counts[kind] > 1]}" for kind, words in _COUNTED.items() if counts[kind])
    return "; ".join(part for part in (said, how_told(edited)) if part)


def how_told(edited: Edited) -> str:
    """Whether the article says itself that it was changed; "" where there is nothing to say of that."""
    if edited.silent:
        return "changed without a word"
    kinds = dict.fromkeys(n.kind for n in edited.notices)
    return f"{_listed(kinds)} noted" if kinds else ""


def _listed(kinds: Iterable[str]) -> str:
    named = [f"an {k}" if k[0] in "aeiou" else f"a {k}" for k in kinds]
    return " and ".join(named) + (" is" if len(named) == 1 else " are")


def changed(edition: Edition, edited: Edited) -> str:
    """What the channels are told that were shown an article before it was changed."""
    name = f"“{edition.title or edition.ref}”"
    told = weighty(edited)
    head = f"{edition.where} has changed {name}" + (" without saying so." if edited.silent else ".")
    more = len(told) - QUOTED
    lines = [head + " What it said was shown here.", *(_line(change) for change in told[:QUOTED])]
    return "\n".join([*lines, *([f"And {more} more."] if more > 0 else [])])


def _line(change: Change) -> str:
    was = f"It said: “{change.old.quote}”" if change.old else ""
    now = f"It says now: “{change.new.quote}”" if change.new else "That is gone."
    return f"{was} {now}".strip()


def new_word(change: Change) -> str:
    """What became of one claim, as a dispute's history has it: "“112” is now “40”", "it says that no longer"."""
    if change.new is None or change.old is None:
        return "it says that no longer"
    was, now = (_marked(claim, marks) for claim, marks in zip((change.old, change.new), change.marks, strict=True))
    return f"“{was}” is now “{now}”"


def _marked(claim: Claim, marks: Iterable[Span]) -> str:
    """The words that differ, or the whole sentence where none are marked, or too many to be told apart."""
    start = claim.sentence.start
    words = [claim.quote[m.start - start : m.end - start] for m in marks if claim.sentence.covers(m)]
    return " … ".join(words) if 0 < len(words) <= MARKED else claim.quote


def settled(edition: Edition) -> str:
    """How a dispute ended that rested on what an article does not say any more."""
    return f"{edition.where} changed what it says"
