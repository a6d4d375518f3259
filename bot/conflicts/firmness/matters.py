"""Do both sentences, and their articles, speak of one matter? What is said here of all kinds of clashes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.conflicts.gates import ONE_STORY
from bot.conflicts.likeness import likeness, total, weight
from bot.conflicts.reports import ONE_REPORT, TWO_REPORTS, known, report, reported
from bot.conflicts.side import Side
from bot.conflicts.slots import full
from bot.conflicts.words import stem
from bot.nouns import Span, When

#: What titles about the same add to the rare words two sentences share: the deed is often named only there.
TITLES = 8.0


def rare(stems: Iterable[str]) -> float:
    """Weight of these stems without the countries, which half the paper names."""
    return total(frozenset(s for s in stems if not s.startswith("@")))


def named(side: Side) -> frozenset[str]:
    """Stems of the names in what is claimed, countries left out: capitalised, not only for beginning a sentence."""
    return frozenset(w.stem for w in side.content[1:] if w.capital and w.content) & side.content_stems


def of_one_thing(a: Side, b: Side) -> bool:
    """Whether both sentences name one place or thing that few reports name."""
    return total(a.once(particular) & b.once(particular)) >= _ONE_THING


#: Weight of such names: one that is in none of the general counts.
_ONE_THING = 4.5


def two_reports(a: Side, b: Side) -> bool:
    """Whether the two articles plainly report two matters; not where the beginning of either is not at hand."""
    return known(a, b) and report(a, b) < TWO_REPORTS


def one_report(a: Side, b: Side) -> bool:
    """Whether the two articles report one event, and neither sentence names a place or a thing that is nowhere in the other nor in how
    its article begins: a round-up tells of many places."""
    return report(a, b) >= ONE_REPORT and _named_there(a, b) and _named_there(b, a)


def _named_there(a: Side, b: Side) -> bool:
    named = a.once(particular)
    return not named or bool(named & (b.stems | reported(b)))


def long_ago(side: Side, spans: Iterable[Span]) -> bool:
    """Whether what stands here is told of a time long before the article: background, and no news."""
    if side.published is None:
        return False
    news = side.published - timedelta(days=ONE_STORY)
    for span in spans:
        timed = [(abs(t.span.start - span.end), t) for t in side.claim.times if t.end]
        distance, nearest = min(timed, key=lambda pair: pair[0], default=(_NEAR + 1, None))
        if nearest and nearest.end and distance <= _NEAR and nearest.end < news:
            return True
    return False


def all_long_ago(side: Side) -> bool:
    """Whether every time it names is long before the article, or a month or a year that is over."""
    times = [t for t in side.claim.times if t.start and t.end]
    return side.published is not None and bool(times) and all(_is_over(t, side.published) for t in times)


def _is_over(when: When, published: date) -> bool:
    if not (when.start and when.end):
        return False
    over = when.end < published and when.end - when.start >= timedelta(days=_A_MONTH)
    return over or when.end < published - timedelta(days=ONE_STORY)


#: Days that make a time no day of the news but a stretch of the past.
_A_MONTH = 27


TWO_MATTERS = "the two articles report two matters"


OF_LONG_AGO = "told of a time long before the article"


#: How many characters from a word a time may stand and still be the time of it.
_NEAR = 100


def of_one_event(a: Side, b: Side) -> str:
    """Both must name the place or the thing it happened to or with, in the sentence or over it: countries, those who speak and
    those who rule are in every report of a war. Or the articles' titles must be about the same."""
    mine, yours = a.once(particular), b.once(particular)
    one_title = likeness(a, b).titles >= _SAME_TITLES and rare(a.title_stems & b.title_stems) >= _RARE_TITLE
    if mine & (yours | b.title_stems) or yours & a.title_stems or one_title:
        return ""
    return "no place or thing is named by both"


def particular(side: Side) -> frozenset[str]:
    """Stems of the names in it that are no country, nobody who speaks, no person and no body of state."""
    roles = [r for e in side.claim.events for r in e.roles]
    done_to = frozenset(s for r in roles if r.role != "agent" and r.kind != "person" for s in full(r))
    people = frozenset(s for r in roles if r.kind in ("person", "org") for s in full(r)) | side.voice
    return frozenset(s for s in named(side) - (people - done_to) - _BODIES if weight(s) >= _PARTICULAR)


#: How alike two titles are that are about the same, and what a name weighs at least that not every report has.
_SAME_TITLES, _PARTICULAR = 0.4, 3.0


#: Weight of rare words that two such titles share: "what we know on day 98" is over every day's news.
_RARE_TITLE = 6.0


_BODIES = frozenset(
    stem(w)
    for w in """nato un eu united nations european union kremlin pentagon congress senate parliament government ministry council
    president minister secretary general monday tuesday wednesday thursday friday saturday sunday january february march
    april june july august september october november december west western east eastern north south""".split()
)


#: Who fights and with what, in every report of every war.
OF_WAR = frozenset(
    stem(w)
    for w in "force forces troop troops army military missile missiles artillery soldier soldiers war invasion target targets authority authorities city cities civilian civilians".split()
)
