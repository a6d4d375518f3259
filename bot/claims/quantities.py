"""How many: the numbers of a claim as intervals, with their unit, what they count and what became of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from bot.claims import ages, counted, nobody, numbered, numerals, ranks, rates, sums
from bot.claims.numerals import Numeral
from bot.nouns import Quantity, Span

_NOT_COUNTED_AFTER = frozenset(
    "article section chapter resolution no no. number # flight page room highway route phase type version line bus unit"
    " division brigade battalion regiment company channel level stage round paragraph protocol amendment act rule"
    " proposition district ward precinct group class size grade world psalm verse volume issue episode season part step"
    " magnitude gate platform terminal track runway block sector zone point".split()
)
_MONTHS = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?$", re.I)
_MONTH_AFTER = re.compile(
    r" (?:of )?(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
    re.I,
)
_YEAR_AFTER = re.compile(r", (?:19|20)\d\d\b")
_CLOCK_AFTER = re.compile(r" ?(?:[ap]\.?m\b|o'?clock|o’clock|hours (?:gmt|local)|gmt|utc|est\b|edt\b)", re.I)
_GLUED = re.compile(r"(?!(?:k?m|kg|ft|mm|cm|bn|mn|kph|mph|[MG][Ww]|lbs?|g|ha|hrs?)\b)[A-Za-z]")  # "3GS", "4x4"
_MANNER_AFTER = re.compile(r"-(?:way|sided|edged|pronged|fold|handed|piece|piecer|off|offs)\b", re.I)
_YEAR_LED = re.compile(r"\b(?:in|since|until|till|during|by|from) $", re.I)  # "in 2023 fighters were killed"
_STRONG_AFTER = re.compile(r"-strong\b", re.I)
_RANGE = re.compile(r"\s*(?:-|–|—|to|and|or)\s*$", re.I)
_CHANGE = frozenset(
    "rise grow increase climb jump fall drop decline decrease cut revise reduce go expand widen raise lower up down".split()
)
_CUMULATIVE = re.compile(
    r"\b(?:so far|to date|in total|in all(?!-)|altogether|all told|total(?:s|ing|ling)?|since the (?:start|beginning|outbreak)"
    r"|until now|as of|br(?:inging|ings|ought) (?:to|the|its|their|his|her)|toll|cumulative)\b",
    re.I,
)
_PEOPLE_NOUNS = frozenset(
    "people person soldier troop serviceman fighter militant civilian child woman man worker student police officer"
    " refugee migrant prisoner detainee hostage protester resident voter victim casualty patient passenger employee"
    " member man rebel insurgent gunman sailor marine volunteer mercenary guard journalist official".split()
)


def find(span: Tokens, base: int) -> tuple[Quantity, ...]:
    """The quantities of a stretch of a claim, in the order of the text.

    Calendar dates, years, times of day, scores and the numbers of things (Article 51, Flight 17) are not
    quantities; a place among others is one, of the unit "rank". ``base`` is the offset of the span's Doc in the revision's text.
    """
    text = span.text
    found = [*numerals.find(text)]
    starts = [t.idx - span.start_char for t in span] if found else []
    tokens = [span[max(0, bisect_right(starts, n.at) - 1)] for n in found]
    quantities = [
        replace(q, per=rates.per(text, n, q.unit))
        for n, token in _joined(found, tokens, text)
        if (q := _quantity(n, token, text, span, base, _is_total(n, text))) is not None
    ]
    quantities += [*nobody.find(span, base), *ranks.find(span, base)]
    return tuple(sorted(quantities, key=lambda q: q.span))


def _is_total(numeral: Numeral, text: str) -> bool:
    """Is it said near the number, in the same breath, that it is a running total?"""
    near = text[max(0, numeral.start - 60) : numeral.end + 40]
    return _CUMULATIVE.search(near) is not None


# --- two numbers that are one interval -----------------------------------------------------------


def _joined(found: list[Numeral], tokens: list[Token], text: str) -> list[tuple[Numeral, Token]]:
    """The numerals, ranges put together: "between 5 and 7", "5 to 7 percent", "five or six"."""
    joined: list[tuple[Numeral, Token]] = []
    for numeral, token in zip(found, tokens, strict=True):
        if joined and _is_range(joined[-1][0], numeral, joined[-1][1], text):
            joined[-1] = (_range(joined[-1][0], numeral), token)
        elif joined and _is_share(joined[-1][0], numeral, text):
            joined[-1] = (_share(joined[-1][0], numeral), token)
        else:
            joined.append((numeral, token))
    return joined


def _is_range(first: Numeral, second: Numeral, token: Token, text: str) -> bool:
    between = _RANGE.match(text, first.end, second.start)
    if between is None or first.low is None or second.high is None or not first.low < second.high:
        return False
    if first.vague or second.vague or second.bounded:
        return False
    link = between[0].strip().lower()
    before = text[max(0, first.start - 8) : first.start].lower()
    if link == "and":
        return before.endswith("between ")
    if link == "to":
        return not (before.endswith("from ") and _changes(token)) and not _changes(token)
    if link == "or":
        return second.high <= 2 * first.low + 1
    return True


_SHARED_BY = re.compile(
    r" (?!seconds?\b|minutes?\b|hours?\b|days?\b|weeks?\b|months?\b|years?\b|games?\b|matches\b)[a-z]"
)
_OUT_OF = re.compile(r" (?:in|out of)(?: every)? $")


def _is_share(first: Numeral, second: Numeral, text: str) -> bool:
    """ "one in five households", "three out of 10 voters": a share, not two counts."""
    if (
        _OUT_OF.match(text, first.end, second.start) is None
        or first.vague
        or second.vague
        or first.money
        or second.money
    ):
        return False
    small = first.low is not None and second.low is not None and 0 < first.low < second.low <= 1000
    return small and second.low == second.high and _SHARED_BY.match(text, second.end) is not None


def _share(first: Numeral, second: Numeral) -> Numeral:
    low, high = (None if end is None else 100 * end / (second.low or 1) for end in (first.low, first.high))
    return replace(second, start=first.start, low=low, high=high, approximate=True, percent=True, bounded=True)


def _changes(token: Token) -> bool:
    """Does something rise or fall here? Then "from 5 to 7" are two figures, not an interval."""
    return any(t.lemma_.lower() in _CHANGE for t in (token.head, token.head.head, token.head.head.head))


def _range(first: Numeral, second: Numeral) -> Numeral:
    # "5 to 7 million": the first figure is in millions too.
    shared = second.scale if first.scale == 1 and first.low is not None and first.low < 1000 else 1.0
    return replace(
        second,
        start=first.start,
        low=None if first.low is None else first.low * shared,
        approximate=first.approximate or second.approximate,
        money=second.money or first.money,
        percent=second.percent or first.percent,
        bounded=True,
    )


# --- one quantity --------------------------------------------------------------------------------


def _quantity(numeral: Numeral, token: Token, text: str, span: Tokens, base: int, cumulative: bool) -> Quantity | None:
    offset = base + span.start_char
    place = Span(offset + numeral.start, offset + numeral.end)
    common = (numeral.low, numeral.high)
    age = ages.of(numeral, token, text)
    if age is not None:
        return Quantity(place, *common, unit="year-old", of=age, approximate=numeral.approximate)
    if numeral.money:
        return Quantity(place, *common, numeral.money, sums.money_of(token), numeral.approximate, cumulative)
    if numeral.percent:
        points = "point" in text[numeral.at : numeral.end].lower() or text[: numeral.end].endswith("pp")
        unit = "percentage point" if points else "percent"
        return Quantity(place, *common, unit, sums.share_of(token), numeral.approximate)
    if not _counts(numeral, token, text):
        return None
    noun = numbered.noun_of(token, numeral)
    if noun is not None and noun.lemma_.lower() in numerals.CURRENCIES:  # "hundreds of thousands of dollars"
        return Quantity(place, *common, numerals.CURRENCIES[noun.lemma_.lower()], "", numeral.approximate)
    unit = sums.unit(noun, token, numeral, text)
    if unit:
        return Quantity(place, *common, unit, sums.measured(noun), numeral.approximate)
    led_in = _YEAR_LED.search(text, max(0, numeral.start - 8), numeral.start) and not numeral.bounded
    if numeral.bare and _like_year(numeral) and (led_in or not _countable_year(numeral, noun)):
        return None
    of = counted.counted(token, noun)
    toll = cumulative or (of == "people killed" and _told_as_toll(token))
    if noun is None and re.search(r"\d[-–]\d", text[numeral.start : numeral.end]):
        return None  # "won 2-5"
    if noun is None and of in ("people destroyed", "people damaged"):
        of = of.removeprefix("people ")  # "another 123 have been destroyed": no people
    if _STRONG_AFTER.match(text, numeral.end):
        of = counted.phrase(noun) if noun is not None else of
    return Quantity(place, *common, "", of, numeral.approximate, toll)


def _told_as_toll(token: Token) -> bool:
    head = token.head.head if token.dep_ in ("pobj", "nummod") else token.head
    return any(c.dep_ == "nsubj" and c.lemma_ == "toll" for c in head.children)


def _like_year(numeral: Numeral) -> bool:
    return len(numeral.bare) == 4 and 1500 <= int(numeral.bare) <= 2100


def _countable_year(numeral: Numeral, noun: Token | None) -> bool:
    """Is "2024" before this noun a count ("around 2024 troops") and no year ("the 2024 protests")?"""
    if noun is None:
        return False
    return noun.tag_ == "NNS" and (numeral.bounded or noun.lemma_.lower() in _PEOPLE_NOUNS)


def _counts(numeral: Numeral, token: Token, text: str) -> bool:
    """Is this number a count or a measure, and not a date, a clock, a score, an ordinal or a name?"""
    before, after = text[: numeral.start].rstrip(" "), text[numeral.end : numeral.end + 14]
    if (
        _CLOCK_AFTER.match(after)
        or re.match(r"(?:st|nd|rd|th|s)\b|[:/.]\d|[-–]\d|[-‑][A-Z]|['’]s\b", after)
        or _GLUED.match(after)
    ):
        return False
    if before.endswith(("-", "–")) and before[-2:-1].isdigit():
        return False
    if _MANNER_AFTER.match(after) or (after.startswith(")") and before[-1:] in ("", "(")):
        return False  # "a two-way street"; "1) to close the gap"
    if numeral.low == 1 and not numeral.bare and (after.startswith("-") or not _one_counts(token)):
        return False
    day = numeral.high is not None and numeral.high <= 31  # "4 to 9 July"
    if day and (_MONTH_AFTER.match(after) or _YEAR_AFTER.match(after)):
        return False
    if numeral.bounded or numeral.vague:
        return True
    if (
        numeral.low is not None
        and numeral.low <= 31
        and (_MONTH_AFTER.match(after) or _YEAR_AFTER.match(after) or _dated(before))
    ):
        return False
    last = re.search(r"[\w.#]+$", before)
    if last is None:
        return True
    word = last[0]
    if (word.lower() in _NOT_COUNTED_AFTER and numeral.scale == 1) or (_dated(before) and _like_year(numeral)):
        return False
    return not _numbered_name(token)


def _numbered_name(token: Token) -> bool:
    """ "Boeing 747", "Agenda 2030", "the Trent 900 engines": a number after a name and part of it."""
    if not token.i or not token.is_digit:
        return False
    left = token.nbor(-1)
    if left.is_lower or not left.is_alpha or left.is_sent_start:
        return bool(left.is_sent_start) and left.pos_ == "PROPN" and token.head is left
    if left.dep_ == "compound" and left.head is token:
        return True
    if token.head.i <= token.i:
        return left.pos_ in ("PROPN", "NOUN") and token.dep_ in ("nummod", "appos", "npadvmod", "nmod", "ROOT", "dep")
    return left.pos_ == "PROPN" and left.dep_ in ("compound", "nmod", "nummod") and left.head in (token.head, token)


def _dated(before: str) -> bool:
    words = before.split()[-2:]
    return bool(words) and bool(
        _MONTHS.match(words[-1].strip(",")) or (len(words) == 2 and words[-1].endswith(",") and _MONTHS.match(words[0]))
    )


def _one_counts(token: Token) -> bool:
    """Is "one" a count ("one person died"), and no pronoun ("one of the reasons", "one must ask")?"""
    if token.dep_ == "nummod":
        return token.head.lemma_.lower() not in ("day", "time", "another", "thing", "way", "side", "hand", "point")
    return token.dep_ in ("dobj", "nsubjpass") and any(c.lower_ in ("dead", "more") for c in token.children)
