"""Of each day, month or year: "200 soldiers a day", "a monthly rent of $900", "calls per hour"."""

from __future__ import annotations

import re

from bot.claims.numerals import Numeral

_EACH = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annual": "year"}
_EACH |= {"annually": "year"}
#: What may stand between a figure and its "a day": what it counts, and the sum in another currency.
_AFTER = re.compile(
    r"(?:[^\W\d_]|[ -](?!and |but |or |to |from |for |on |in |while |after |before |since ))*?(?: \([^()]{1,30}\)|\))? (?:(?:a|an|per|each|every) (?P<unit>hour|day|week|month|year)|"
    r"(?P<adverb>hourly|daily|weekly|monthly|yearly|annually))\b(?![ -](?:ago|earlier|later|before|after|old|and a half))"
)
_BEFORE = re.compile(
    r"\b(?P<adjective>hourly|daily|weekly|monthly|yearly|annual)(?: [a-z]+){1,3} (?:of|at|is|was|to|reached|hit)(?: a record)? $"
)
#: How far behind a figure its "a day" may stand: "1.2 million barrels of crude oil a day".
_REACH = 60
_TIMES = frozenset("hour day week month year minute decade".split())


def per(text: str, numeral: Numeral, unit: str) -> str:
    """The length of time the figure is told for each of: "day", "year" ...; "" where it is told once."""
    if unit in _TIMES and numeral.percent is False and unit != "hour":
        return ""
    behind = _AFTER.match(text[: numeral.end + _REACH], numeral.end)
    if behind is not None:
        return behind["unit"] or _EACH[behind["adverb"]]
    ahead = _BEFORE.search(text, max(0, numeral.start - _REACH), numeral.start)
    return _EACH[ahead["adjective"]] if ahead is not None else ""
