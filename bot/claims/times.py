"""When: the times of a claim as first and last day, and by what they were resolved."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from bot.claims import calendar
from bot.claims.calendar import Expression
from bot.claims.days import Direction
from bot.nouns import Span, When

_FUTURE_WORDS = frozenset(["will", "shall", "'ll", "’ll", "wo"])
_FORWARD = frozenset(
    "plan expect schedule intend due hope aim prepare vow pledge promise poise payable effective slate propose postpone delay"
    " deadline forecast predict".split()
)

#: "ordered them to leave by Friday" looks forward from a past order.
_ASKING = frozenset(
    "ask order tell urge call want agree decide invite instruct require allow need summon set remain continue try".split()
)
_SCHEDULED = frozenset("start begin open kick end close expire run".split())
_PUT_OFF = frozenset("extend postpone delay adjourn defer reschedule prolong put push move".split())


def find(span: Tokens, base: int, published: date | None) -> tuple[When, ...]:
    """The times of a stretch of a claim, in the order of the text; spans of time ("three days") are not times.

    "since" leaves the end open (or at publication, when that is known) and "until" the start. A time that
    leans on the day of publication is unresolved without it, one that leans on the text ("two weeks
    earlier") always: ``start`` and ``end`` are None and ``anchor`` is "".
    """
    text = span.text
    found = []
    for expression in calendar.find(text):
        start, end, anchor = resolve(expression, published, direction(expression, span))
        start, end = _opened(start, end, text[: expression.start], published)
        place = Span(base + span.start_char + expression.start, base + span.start_char + expression.end)
        found.append(When(place, start, end, anchor))
    return tuple(found)


def resolve(
    expression: Expression, published: date | None, direction: Direction
) -> tuple[date | None, date | None, str]:
    """First and last day meant, and the anchor; (None, None, "") if it cannot be told."""
    if expression.absolute is not None:
        return *expression.absolute, "absolute"
    if published is None or expression.relative is None:
        return None, None, ""
    try:
        days = expression.relative(published, direction)
    except (OverflowError, ValueError):
        return None, None, ""
    return (*days, "published") if days is not None else (None, None, "")


def _opened(
    start: date | None, end: date | None, before: str, published: date | None
) -> tuple[date | None, date | None]:
    """An open end for "since", an open start for "until"."""
    words = before.lower().split()[-3:]
    if start is None or not words:
        return start, end
    last = words[-1] if words[-1] not in ("the", "early", "late", "mid") else words[-2] if len(words) > 1 else ""
    if last == "since":
        return start, published if published is not None and published >= start else None
    if last in ("until", "till"):
        return None, end
    return start, end


def direction(expression: Expression, span: Tokens) -> Direction:
    """Does the sentence look forward or back? News looks back unless its verb says otherwise."""
    if not expression.ambiguous:
        return ""
    token = _token_at(span, expression.start)
    if _put_off(token):
        return "future"
    for _ in range(8):
        if token.pos_ in ("VERB", "AUX") or token.lemma_.lower() in _FORWARD:
            if _looks_forward(token):
                return "future"
            if _looks_back(token):
                return "past"
        if token.head is token:
            break
        token = token.head
    return ""


def _put_off(token: Token) -> bool:
    """ "was extended through Monday", "postponed to Friday": a day to come, whatever the tense."""
    prep = token.head
    return prep.lower_ in ("until", "till", "through", "to") and prep.head.lemma_.lower() in _PUT_OFF


def _looks_back(verb: Token) -> bool:
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if verb.tag_ == "VBN" and verb.dep_ == "acl" and verb.lemma_.lower() not in _FORWARD:
        return True  # "a paper released on Tuesday"
    return verb.tag_ == "VBD" or any(c.tag_ == "VBD" or c.lemma_ == "have" for c in auxiliaries)


def _looks_forward(verb: Token) -> bool:
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if auxiliaries & _FUTURE_WORDS:
        return True
    if verb.lemma_.lower() in _FORWARD:
        return verb.tag_ != "VBD"
    if verb.tag_ in ("VBP", "VBZ") and verb.lemma_.lower() in _SCHEDULED:
        return True  # "the season opens on Sunday"
    if verb.tag_ in ("VBP", "VBZ") and any(c.dep_ == "mark" and c.lower_ in ("until", "before") for c in verb.children):
        return True  # "until they choose a president on Sunday"
    return "to" in auxiliaries and "have" not in auxiliaries and not _done_for(verb)


def _done_for(verb: Token) -> bool:
    """ "went on air to praise it on Friday": what was done in order to is past with it."""
    governor = verb.head
    if governor.lemma_.lower() in _FORWARD | _ASKING or verb.dep_ not in ("advcl", "xcomp"):
        return False
    return _looks_back(governor) or governor.tag_ == "VBN"  # "a video believed to be filmed on 21 April"


def _token_at(span: Tokens, offset: int) -> Token:
    place = span.start_char + offset
    for token in span:
        if token.idx + len(token) > place:
            return token
    return span[-1]
