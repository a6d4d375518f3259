"""What a paper says of its own article: corrected, clarified, updated, or withdrawn altogether.

Only words about this very article count ("an earlier version of this story"), or a label that opens a
line ("Correction:"): news is full of corrections and retractions of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.nouns import Claim, Notice, NoticeKind, Span

_PIECE = r"(?:story|article|report|post|page|piece|item|dispatch|headline|column|caption|live blog|version)"
#: A label in front of a line, or glued to the sentence before it, as scraped pages have it.
_LABEL = re.compile(
    r"(?:^|(?<=[.!?”\"])) ?[*\[(]?\s*(?P<label>corrections?(?: and clarifications?)?|clarifications?|erratum|corrigendum"
    r"|amendment|editor[’']?s[’']? note \(correction\)|updates?)\s*[:—–](?!\d)",
    re.IGNORECASE,
)
_OF_ITSELF = (
    re.compile(rf"\b(?:an?|the|our) (?:earlier|previous|prior|original) (?:version|edition|headline|caption)s? (?:of|on|to|for) (?:this|the|our) {_PIECE}\b", re.IGNORECASE),
    re.compile(rf"\b(?:this|the) {_PIECE}(?: and (?:the )?headline)? (?:has|have|was|were) (?:since )?(?:been )?(?:also )?(?:corrected|amended|clarified|revised|modified|updated|changed to (?:correct|clarify|reflect))\b", re.IGNORECASE),
    re.compile(rf"\bthis {_PIECE} (?:corrects|clarifies|amends)\b|\bthis (?:version|{_PIECE}) CORRECTS\b"),
    re.compile(r"^\s*\(?(?:refiles? to correct|corrects|clarifies)\b[^.]{0,160}\b(?:paragraph|par|headline|byline|spelling|name|figure|date|to (?:say|show|make clear|read))\b", re.IGNORECASE),
    re.compile(rf"\bwe have (?:corrected|amended|clarified) (?:this|the) {_PIECE}\b", re.IGNORECASE),
)  # fmt: skip
_WRONG = re.compile(
    r"\b(?:correct(?:s|ed|ion)?|incorrect(?:ly)?|mis(?:stated?|identified|spelled|spelt|attributed|quoted|characteri[sz]ed|reported)"
    r"|wrong(?:ly)?|error|erroneous(?:ly)?|inaccurate(?:ly)?|mistaken(?:ly)?|amended|erratum|corrigendum)\b",
    re.IGNORECASE,
)
_CLEARER = re.compile(r"\bclarif(?:y|ies|ied|ication|ications)\b", re.IGNORECASE)
#: What tells what the paper had said before: no claim of the paper's any more.
_TAKES_BACK = re.compile(
    r"\b(?:earlier|previous|prior|original) (?:version|edition|headline|caption)|\bincorrectly\b|\bmis(?:stated?|identified|attributed|quoted)\b"
    r"|\bwrongly\b|\bmistakenly\b|\berroneously\b",
    re.IGNORECASE,
)
#: A notice is a paragraph, not an article.
LONGEST = 1_200


def notices(text: str) -> tuple[Notice, ...]:
    """The notices in a text, in its order."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[Notice]:
    at = 0
    for line in text.split("\n"):
        start = _start(line)
        if start is not None and 0 < len(line[start:].strip()) <= LONGEST:
            told = line[start:]
            left = len(told) - len(told.lstrip())
            span = Span(at + start + left, at + len(line.rstrip()))
            yield Notice(_kind(told), span)
        at += len(line) + 1


def _start(line: str) -> int | None:
    """Where in a line its notice begins; None where there is none."""
    label = _LABEL.search(line)
    # "Update:" also opens traffic news: a label of that kind needs more.
    labels = [label.start()] if label and (_WRONG.search(label["label"]) or _CLEARER.search(label["label"])) else []
    found = [m.start() for pattern in _OF_ITSELF for m in pattern.finditer(line)]
    if not labels and not found:
        return None
    first = min(labels + found)
    # From the beginning of its sentence: "The story was wrong on the day. An earlier version ...".
    before = [m.end() for m in re.finditer(r"[.!?]['”\"]?\s+", line[:first])]
    return first if first in labels else (before[-1] if before else 0)


def _kind(told: str) -> NoticeKind:
    if _WRONG.search(told):
        return "correction"
    return "clarification" if _CLEARER.search(told) else "update"


def current(text: str, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims without those that a notice takes back: what "an earlier version" said, no paper says any more."""
    backs = [n.span for n in notices(text) if n.kind in ("correction", "clarification")]
    if not backs:
        return tuple(claims)
    return tuple(
        c for c in claims if not any(s.covers(c.sentence) or c.sentence.covers(s) for s in backs) or not _takes_back(c)
    )


def _takes_back(claim: Claim) -> bool:
    return bool(_TAKES_BACK.search(claim.quote))


# --- withdrawn altogether ------------------------------------------------------------------------

#: A kill notice is short: it tells editors what not to print, and no news.
KILL_WORDS = 260

_KILL_LABEL = re.compile(
    r"^\W*(?:(?i:bulletin|mandatory|urgent|editors?|advisory|attention editors?)\W+)*"
    r"(?:KILL(?:ED)?|STORY KILLED|KILL ADVISORY|WITHDRAWN|WITHDRAWAL|STORY WITHDRAWN|STORY REMOVED|RETRACTED|RETRACTION|ADVISORY)\b\W*"
)
_ORDERS = re.compile(
    rf"\b(?:please |editors?[,:]? (?:please )?)?(?:kill|withhold|withdraw|disregard|eliminate|do not (?:use|publish|print|run)|must not be used)\b"
    rf"[^.\n]{{0,80}}\b(?:{_PIECE}|slugged|headlined|moved|publication|copy)\b",
    re.IGNORECASE,
)
_GONE = re.compile(
    rf"\b(?:this|the|our|a) (?:\w+ ){{0,3}}{_PIECE}\b[^.\n]{{0,120}}\b(?:has|have|was|is|are|were) (?:been )?(?:hereby )?"
    r"(?:withdrawn|retracted|killed|taken down|removed|unpublished|pulled)\b",
    re.IGNORECASE,
)


#: The same where no label says so: this very article, and straight out. "The story of a boy was withdrawn" is news.
_GONE_PLAINLY = re.compile(
    rf"^\W*(?:this|our) {_PIECE} (?:has|have|was|is) (?:been )?(?:hereby )?"
    r"(?:withdrawn|retracted|killed|taken down|removed|unpublished)\b",
    re.IGNORECASE,
)


def killed(title: str, text: str) -> str:
    """The line by which a publisher takes its article back ("Editors: please withhold the story ..."), when that
    is all the text is; "" for news."""
    if len(text.split()) > KILL_WORDS:
        return ""
    lines = [line.strip() for line in (title, *text.split("\n")) if line.strip()]
    head = lines[:8]
    order = next((line for line in head if _ORDERS.search(line)), "")
    gone = next((line for line in head[:4] if _GONE.search(line)), "")
    label = any(_KILL_LABEL.match(line) for line in head[:3])
    if label and (order or gone):
        return order or gone
    # Without a label only a text that says nothing else: two sentences or three, and the first of them this.
    plainly = next((line for line in lines[:2] if _GONE_PLAINLY.match(line)), "")
    return plainly if len(text.split()) <= 60 else ""
