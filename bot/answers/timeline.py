"""`/timeline`: what is claimed about some words over time, by side: what is disputed first, then each voice by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby

from bot.answers import disputes as dispute_sides
from bot.answers import facts, filters
from bot.answers.filters import Filters
from bot.answers.folding import LOOKED_AT, folded
from bot.answers.snippets import one_per_sentence, speaker
from bot.claims.spellings import name_key
from bot.errors import BadCommand
from bot.nouns import Answer, Dispute, Section, Snippet, Span, Statement
from bot.ports import Store

EXAMPLE = "/timeline kursk"
#: So many disputes have their two sides drawn apart, and so many voices of the rest a row of their own: more
#: rows than a dozen are not told apart at a glance.
DISPUTES, VOICES = 3, 5
#: What the rows are called, from the top.
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class Point:
    """One claim in a row: what it is called there ("A3"), the day its article was published, in UTC (None where
    that is not known), and its words."""

    name: str
    day: date | None
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Lane:
    """A row: one side of a dispute, one voice, or several voices together. Points in the order of time, those
    without a date last. ``side`` is 1 or 2 in a dispute, 0 elsewhere."""

    letter: str
    name: str
    points: tuple[Point, ...]
    side: int = 0


@dataclass(frozen=True, slots=True)
class Matter:
    """Rows that belong together: the two sides of a dispute, or what nobody on file disputes."""

    heading: str
    lanes: tuple[Lane, ...]
    dispute: Dispute | None = None

    @property
    def in_order(self) -> list[tuple[Lane, Point]]:
        """All its claims in the order of time, with the row of each; those without a date last."""
        found = [(lane, point) for lane in self.lanes for point in lane.points]
        return sorted(found, key=lambda each: (each[1].day or date.max, each[0].letter))


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is claimed about something over time. ``text`` is one line that says it; ``about`` the words asked
    for, without filters."""

    ask: str
    about: str
    text: str
    matters: tuple[Matter, ...] = ()
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """All rows, from the top."""
        return tuple(lane for matter in self.matters for lane in matter.lanes)

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(point for lane in self.lanes for point in lane.points)

    @property
    def days(self) -> tuple[date, ...]:
        """The days that have a claim, each once, in order."""
        return tuple(sorted({p.day for p in self.points if p.day}))

    @property
    def answer(self) -> Answer:
        """The same as an answer: a part for each row."""
        parts = tuple(_section(matter, lane) for matter in self.matters for lane in matter.lanes)
        return Answer(self.ask, bool(parts), self.text, parts, self.notes, self.suggestions)

    def without(self, claim_ids: Collection[str]) -> Timeline:
        """The timeline without these claims, and without rows that have nothing left."""
        if not claim_ids:
            return self
        matters = [replace(m, lanes=tuple(_kept(m.lanes, claim_ids))) for m in self.matters]
        kept = tuple(m for m in matters if m.lanes)
        return replace(self, text=summary(kept), matters=kept)


def _kept(lanes: Iterable[Lane], gone: Collection[str]) -> Iterator[Lane]:
    for lane in lanes:
        points = tuple(p for p in lane.points if p.snippet.statement.claim.id not in gone)
        if points:
            yield replace(lane, points=points)


def _section(matter: Matter, lane: Lane) -> Section:
    heading = f"{lane.letter}: {lane.name}" + (" (disputed)" if matter.dispute else "")
    snippets = tuple(p.snippet for p in lane.points)
    if matter.dispute is None:
        return Section("agreed", heading, snippets)
    return Section("disputed", heading, snippets, dispute=matter.dispute, side=lane.name)


async def find(store: Store, text: str, *, now: datetime) -> Timeline:
    """What on file is claimed about ``text``, which may hold filters, over time; ``now`` tells what "yesterday"
    is. ``BadCommand`` when nothing was typed, or a filter is wrong."""
    about, only = filters.parse(text, now=now, example=EXAMPLE)
    if not about:
        raise BadCommand(f"Say what about, e.g. {EXAMPLE}{' ' + filters.EXAMPLES['since'] if only else ''}")
    found = await facts.gathered(store, text, about, only)
    told = [only.in_words] if only else []
    if isinstance(found, Answer):
        return Timeline(text, about, found.text, (), (*told, *await _beyond(store, about, only)), found.suggestions)
    matters = arrange([f.statement for f in found.about or found.around], found.disputes)
    return Timeline(text, about, summary(matters), matters, (*told, *found.notes))


async def _beyond(store: Store, about: str, only: Filters) -> list[str]:
    """Where filters leave nothing: whether there is something without them."""
    beyond = only and not isinstance(await facts.gathered(store, about, about, filters.NONE), Answer)
    return [f"Without that there is something: /timeline {about}"] if beyond else []


def arrange(statements: Sequence[Statement], disputes: Sequence[Dispute]) -> tuple[Matter, ...]:
    """The rows: the sides of the disputes, the one with most claims first; what further disputes hold; then the
    voices that nobody contradicts, who says most first."""
    ranked = sorted(disputes, key=lambda d: -len(_held([d])))
    letters = iter(LETTERS)
    matters = [_disputed(d, letters) for d in ranked[:DISPUTES]]
    shown = _held(ranked[:DISPUTES])
    bodies = [s for s in statements if not s.claim.heading] or list(statements)
    rest = one_per_sentence(s for s in bodies if _place(s) not in shown)
    further = _held(ranked[DISPUTES:])
    contested = [s for s in rest if _place(s) in further]
    if contested:
        many = len(ranked) - DISPUTES
        heading = f"In {many} more dispute{'' if many == 1 else 's'}"
        matters.append(Matter(heading, (_lane(next(letters), "several voices", contested),)))
    voices = _by_voice([s for s in rest if _place(s) not in further])
    if voices:
        lanes = tuple(_lane(next(letters), name, said) for name, said in voices)
        matters.append(Matter("Nobody on file disputes", lanes))
    return tuple(matters)


def _place(statement: Statement) -> tuple[str, Span]:
    return statement.claim.revision_id, statement.claim.sentence


def _held(disputes: Iterable[Dispute]) -> set[tuple[str, Span]]:
    """The places that disputes quote."""
    return {_place(s) for d in disputes for c in d.conflicts for s in (c.old, c.new)}


def _disputed(dispute: Dispute, letters: Iterator[str]) -> Matter:
    lanes = [
        _lane(next(letters), dispute_sides.voices(side), one_per_sentence(side), n)
        for n, side in enumerate(dispute_sides.sides(dispute), 1)
    ]
    return Matter("Disputed", tuple(lanes), dispute)


def _by_voice(statements: Sequence[Statement]) -> list[tuple[str, list[Statement]]]:
    """What each voice says, the one who says most first; those beyond the first few together."""
    said: dict[str, list[Statement]] = {}
    called: dict[str, str] = {}  # the first spelling met stands for all
    for statement in statements:
        key = name_key(speaker(statement))
        called.setdefault(key, speaker(statement))
        said.setdefault(key, []).append(statement)
    ranked = sorted(said, key=lambda key: -len(said[key]))
    most = VOICES + 1 if len(ranked) == VOICES + 1 else VOICES  # a last single voice keeps its name
    voices = [(called[key], said[key]) for key in ranked[:most]]
    others = [s for key in ranked[most:] for s in said[key]]
    return [*voices, (f"{len(ranked) - most} other voices", others)] if others else voices


def _lane(letter: str, name: str, statements: Sequence[Statement], side: int = 0) -> Lane:
    dated = sorted(statements, key=lambda s: _day(s) or date.max)
    snippets = [(day, snippet) for day, same in groupby(dated, key=_day) for snippet in _folded(list(same))]
    points = (Point(f"{letter}{n}", day, snippet) for n, (day, snippet) in enumerate(snippets, 1))
    return Lane(letter, name, tuple(points), side)


def _folded(of_a_day: Sequence[Statement]) -> list[Snippet]:
    """What was told on one day, the same thing once."""
    parts = (of_a_day[at : at + LOOKED_AT] for at in range(0, len(of_a_day), LOOKED_AT))
    return [snippet for part in parts for snippet in folded(part)]


def _day(statement: Statement) -> date | None:
    """When it was claimed: the day its article came out. Not when it was fetched: of an archive that was filed in
    one go, that would put all on one day."""
    when = statement.edition.published
    return when.astimezone(UTC).date() if when else None


def summary(matters: Sequence[Matter]) -> str:
    """One line: "12 claims, 3 March to 9 April 2026, 2 without a date. 1 thing is disputed." """
    points = [p for m in matters for lane in m.lanes for p in lane.points]
    days = sorted(p.day for p in points if p.day)
    undated = len(points) - len(days)
    told = [f"{len(points):,} claim{'' if len(points) == 1 else 's'}"]
    told += [period(days[0], days[-1])] if days else []
    told += [f"{undated:,} without a date" if days else "none with a date"] if undated else []
    disputed = sum(m.dispute is not None for m in matters)
    end = {0: "Not disputed on file.", 1: "1 thing is disputed."}.get(disputed, f"{disputed} things are disputed.")
    return f"{', '.join(told)}. {end}"


def period(first: date, last: date) -> str:
    """ "3 March 2026", "3 to 9 March 2026", "3 March to 9 April 2026"."""
    if first == last:
        return in_words(first)
    if first.year != last.year:
        return f"{in_words(first)} to {in_words(last)}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} to {in_words(last)}"
    return f"{first.day} to {in_words(last)}"


def in_words(day: date) -> str:
    """ "3 March 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
