"""What a digest is to hold, as people choose it: "with corrections", "without topics", "only disputes, feeds"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import fuzz, process

from bot.errors import BadCommand
from bot.nouns import USUAL, DigestPart

EXAMPLE = "/digest daily 07:30 Europe/London with corrections"

#: What each part is, as the answers say it, in the order in which a digest shows them.
PARTS: Mapping[DigestPart, str] = {
    "disputes": "new disputes",
    "held": "alerts held in quiet hours",
    "settled": "settled disputes",
    "unsure": "conflicts too unsure for an alert",
    "open": "older disputes still open",
    "corrections": "articles corrected, changed without a word or withdrawn",
    "topics": "what was claimed about most",
    "voices": "who was quoted most",
    "feeds": "feeds in trouble",
}

#: What people may call a part beside its own name; "usual" and "all" are several parts.
_ALSO: Mapping[str, tuple[DigestPart, ...]] = {
    **{name: (name,) for name in PARTS},
    **dict.fromkeys(("dispute", "new", "new disputes", "alerts", "conflicts"), ("disputes",)),
    **dict.fromkeys(("hold", "held alerts", "quiet hours"), ("held",)),
    **dict.fromkeys(("resolved", "settled disputes", "closed"), ("settled",)),
    **dict.fromkeys(("quiet", "less sure", "doubtful", "unsure conflicts"), ("unsure",)),
    **dict.fromkeys(("still open", "open disputes", "older"), ("open",)),
    **dict.fromkeys(
        ("correction", "edits", "silent edits", "changes", "withdrawals", "withdrawn", "retractions"), ("corrections",)
    ),
    **dict.fromkeys(("topic", "subjects", "most claimed"), ("topics",)),
    **dict.fromkeys(("voice", "speakers", "sources", "quoted", "most quoted", "who", "people"), ("voices",)),
    **dict.fromkeys(("feed", "feed health", "health"), ("feeds",)),
    **dict.fromkeys(("usual", "the usual", "default"), USUAL),
    **dict.fromkeys(("all", "everything"), tuple(PARTS)),
}
_CLAUSE = re.compile(r"\b(with|also|plus|including|without|except|but|only|just)\b(?:\s+for\b)?", re.IGNORECASE)
_WITH_ONLY = re.compile(r"\bwith\s+(only|just)\b", re.IGNORECASE)
_WITHOUT, _ONLY = frozenset({"without", "except", "but"}), frozenset({"only", "just"})
_APART = re.compile(r"\s*(?:[,;+&]|\band\b|\bor\b|\bthe\b)\s*", re.IGNORECASE)


def apart(typed: str) -> tuple[str, str]:
    """When it is to come, and what it is to hold, as typed: ("daily 07:30", "with feeds")."""
    found = _CLAUSE.search(typed)
    return (typed[: found.start()].strip(), typed[found.start() :].strip()) if found else (typed.strip(), "")


def chosen(typed: str, before: tuple[DigestPart, ...] = USUAL) -> tuple[DigestPart, ...]:
    """The parts chosen by "with ..." and "without ..." beginning from those it had, or by "only ..." from none; in the
    order in which they are shown. ``BadCommand`` with the words there are, and for nothing at all."""
    parts = set(before)
    _, *clauses = _CLAUSE.split(_WITH_ONLY.sub(r"\1", typed))
    for how, names in zip(clauses[::2], clauses[1::2], strict=True):
        meant = _meant(names, how)
        if how.lower() in _ONLY:
            parts = meant
        else:
            parts = parts - meant if how.lower() in _WITHOUT else parts | meant
    if not parts:
        raise BadCommand("Nothing would be left in it. /digest off ends it; /digest with usual brings back what it had")
    return tuple(part for part in PARTS if part in parts)


def in_words(parts: tuple[DigestPart, ...]) -> str:
    """ "new disputes, settled disputes and feeds in trouble"."""
    *others, last = [words for part, words in PARTS.items() if part in parts]
    return f"{', '.join(others)} and {last}" if others else last


def _meant(names: str, how: str) -> set[DigestPart]:
    found: set[DigestPart] = set()
    for phrase in filter(None, _APART.split(names.strip(" .").lower())):
        for word in (phrase,) if phrase in _ALSO else phrase.split():
            if word not in _ALSO:
                raise BadCommand(f"{word!r} is nothing a digest can hold. {_nearest(word)} e.g. {EXAMPLE}")
            found.update(_ALSO[word])
    if not found:
        raise BadCommand(f"Say what it is to hold {how.lower()}: {', '.join(PARTS)}; e.g. {EXAMPLE}")
    return found


def _nearest(word: str) -> str:
    best = process.extractOne(word, _ALSO.keys(), scorer=fuzz.ratio, score_cutoff=70)
    meant = f"Did you mean {best[0]}? " if best else ""
    return f"{meant}There are {', '.join(PARTS)};"
