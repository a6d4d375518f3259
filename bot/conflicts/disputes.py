"""Conflicts about one question are one dispute: alerted once, added to after.

Two conflicts belong together when they are of one kind and share a claim (or a copy of one), or when
their questions and sides are strongly alike. A dispute is named after its first conflict and keeps
that name when others join.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.conflicts import firmness, second
from bot.conflicts.calibration import AS_IT_CAME, Calibration
from bot.conflicts.comparing import compare_sides
from bot.conflicts.gates import copies, one_event, one_story
from bot.conflicts.likeness import likeness, total
from bot.conflicts.reports import ONE_REPORT, Reports, known, report
from bot.conflicts.side import Side
from bot.conflicts.wording import NOBODY
from bot.nouns import CONFLICTING, Claim, Conflict, Decision, Edition, Statement
from bot.ports import Judge, Rivals

#: From here on a conflict is alerted; from here on, if less sure, it stands in the digest and is no message.
THRESHOLD, DIGEST = 0.65, 0.5
#: Kinds that must be surer than that, since among all that is on file they are right more seldom than in two
#: passages that somebody laid side by side. Above 1: never a message; ``compare`` still tells them.
_BARS: Mapping[str, float] = {"identity": 1.1, "place": 1.1}
#: How much of what two conflicts are about must be the same for one question.
_ONE_QUESTION = 0.5
#: The same when they have an article in common.
_SAME_ARTICLES = 0.2
#: How many conflicts of a dispute are asked whether a new one is about their question. A dispute the
#: papers return to for weeks holds hundreds; asking all of them took longer than reading the article.
_WITNESSES = 12
#: Of how many of its conflicts, the first, the articles tell what a dispute was opened over.
_OPENING = 6


@dataclass
class _Group:
    """A dispute being put together. ``on_file`` when it was there before."""

    id: str
    conflicts: list[Conflict]
    on_file: bool
    settled: bool = False
    before: tuple[Conflict, ...] = ()
    added: list[Conflict] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    kinds: dict[str, set[str]] = field(default_factory=dict)  # of each quotation in it, what it clashes in

    def __post_init__(self) -> None:
        self.before = tuple(self.conflicts)
        for conflict in self.conflicts:
            self._note(conflict)

    def sure(self, threshold: float, *, before: bool = False) -> bool:
        """Whether any of its conflicts is sure enough for a message; with ``before``, of those on file."""
        return any(c.confidence >= threshold for c in (self.before if before else self.conflicts))

    def add(self, conflict: Conflict) -> None:
        self.conflicts.append(conflict)
        self.added.append(conflict)
        self._note(conflict)

    def _note(self, conflict: Conflict) -> None:
        self.ids.add(conflict.id)
        for statement in (conflict.old, conflict.new):
            self.kinds.setdefault(statement.claim.quote, set()).add(_sort(conflict))

    def witnesses(self) -> list[Conflict]:
        """A few conflicts that stand for all of it: the first, and the last to come."""
        half = _WITNESSES // 2
        return self.conflicts if len(self.conflicts) <= _WITNESSES else self.conflicts[:half] + self.conflicts[-half:]


def decide(
    edition: Edition,
    claims: Sequence[Claim],
    rivals: Rivals,
    *,
    threshold: float = THRESHOLD,
    digest: float | None = None,
    calibration: Calibration = AS_IT_CAME,
    judge: Judge | None = None,
) -> Decision:
    """What filing these claims leads to: the conflicts found, each with its dispute. A dispute of which no conflict
    reaches ``threshold`` is quiet: it stands in the digest alone, if one reaches ``digest`` (None: none is kept that
    is not sure). ``calibration`` is what the desk's judgements make of each confidence. A copy of a story on file
    (``rivals.story``) is that story's voice. ``judge`` is asked for a second opinion."""
    least = threshold if digest is None else min(digest, threshold)
    edition = replace(edition, story=rivals.story)
    others = (s.edition for found in rivals.by_claim.values() for s in found)
    sides = _Sides(judge, calibration, Reports([edition, *others]))
    found = _conflicts(edition, claims, rivals.by_claim, sides, least)
    groups = [_Group(d.id, list(d.conflicts), on_file=True) for d in rivals.disputes]
    groups += [_Group(d.id, list(d.conflicts), on_file=True, settled=True) for d in rivals.settled]
    for conflict in sorted(found, key=lambda c: (-_nearly(c.confidence), -sides.alike(c), c.id)):
        _place(conflict, groups, sides)
    pool = _by_article(edition, claims, rivals)
    for group in groups:
        if group.added and not group.settled:
            _complete(group, pool, sides, least)
    return _decision(groups, sides, threshold)


def _nearly(confidence: float) -> float:
    """A confidence to the next twentieth: among those as sure, the pair that plainly speaks of one thing is shown first."""
    return round(confidence * 20) / 20


def _by_article(edition: Edition, claims: Sequence[Claim], rivals: Rivals) -> dict[str, dict[str, Statement]]:
    """Every statement at hand, by article and claim id."""
    pool: dict[str, dict[str, Statement]] = {}
    ours = [Statement(claim, edition) for claim in claims]
    for statement in [*ours, *(s for found in rivals.by_claim.values() for s in found)]:
        pool.setdefault(statement.edition.article_id, {})[statement.claim.id] = statement
    return pool


def _complete(group: _Group, pool: Mapping[str, Mapping[str, Statement]], sides: _Sides, threshold: float) -> None:
    """Adds who else speaks to the question in the articles that clash: an article that tells both sides
    of a dispute is no conflict with itself, but the dispute should show everybody who takes a side."""
    for conflict in group.added[:_WITNESSES]:
        for mine in (conflict.old, conflict.new):
            for other in pool.get(mine.edition.article_id, {}).values():
                if other.claim.quote not in group.kinds and _other_voice(mine, other):
                    found = _in_one_article(mine, other, sides)
                    if found.confidence >= threshold and _same_kind(_sort(found), _sort(conflict)):
                        group.add(found)


def _other_voice(a: Statement, b: Statement) -> bool:
    """Whether two people speak, by name: the paper's own words and its headings take no side."""
    names = a.claim.source_name, b.claim.source_name
    return all(names) and names[0] != names[1] and not b.claim.heading


def _in_one_article(a: Statement, b: Statement, sides: _Sides) -> Conflict:
    earlier, later = sorted((a, b), key=lambda s: (s.claim.sentence, s.claim.id))
    return sides.weighed(
        second.of_sentences(sides.judge, compare_sides(sides.of(later), sides.of(earlier), one_article=True))
    )


def _conflicts(
    edition: Edition,
    claims: Sequence[Claim],
    by_claim: Mapping[str, Sequence[Statement]],
    sides: _Sides,
    threshold: float,
) -> list[Conflict]:
    out = []
    for claim in claims:
        new = sides.of(Statement(claim, edition))
        for rival in by_claim.get(claim.id, ()):
            old = sides.of(rival)
            if not one_story(old, new).open or not one_event(old, new, likeness(old, new)).open:
                continue  # most fall here, which is why this comes before comparing
            conflict = sides.weighed(second.of_sentences(sides.judge, compare_sides(new, old, filing=True)))
            if conflict.label in CONFLICTING and conflict.confidence >= max(threshold, _bar(conflict)):
                out.append(conflict)
    return out


def _bar(conflict: Conflict) -> float:
    """How sure a conflict of its kind must be for a message, whatever the threshold."""
    return _BARS.get(conflict.kind, 0.0)


def _place(conflict: Conflict, groups: list[_Group], sides: _Sides) -> None:
    """Puts a conflict with the dispute it belongs to, or opens one for it."""
    for group in groups:
        if _belongs(conflict, group, sides):
            if conflict.id not in group.ids:
                group.add(conflict)
            return
    opened = _Group(dispute_id(conflict), [], on_file=False)
    opened.add(conflict)
    groups.append(opened)


def _belongs(conflict: Conflict, group: _Group, sides: _Sides) -> bool:
    """Whether a conflict is about the question of this dispute, and of what that was opened over: a war has many strikes, and one
    party denies them all in the same words."""
    if _standing(conflict, group, sides):
        return True
    if not _of_one_report(conflict, group.conflicts[:_OPENING], sides):
        return False
    for statement in (conflict.old, conflict.new):
        kinds = group.kinds.get(statement.claim.quote, ())
        if any(_same_kind(_sort(conflict), kind) for kind in kinds):
            return True
    kin = [other for other in group.witnesses() if _same_kind(_sort(conflict), _sort(other))]
    return any(_one_question(conflict, other, sides) for other in kin)


def _standing(conflict: Conflict, group: _Group, sides: _Sides) -> bool:
    """Whether one side is a denial of everything ("has always denied that it attacks civilians") that the dispute has already: it
    stands in every report, whatever the report is of."""
    denials = [s for s in map(sides.of, (conflict.old, conflict.new)) if firmness.of_everything(s)]
    others = [s for c in group.witnesses() for s in map(sides.of, (c.old, c.new)) if firmness.of_everything(s)]
    return any(firmness.one_denier(x, y) for x in denials for y in others)


def _of_one_report(conflict: Conflict, opening: Iterable[Conflict], sides: _Sides) -> bool:
    """Whether an article of a conflict reports what one of the articles reports that the dispute was opened over; so too where
    it is not known what they report."""
    mine = (sides.of(conflict.old), sides.of(conflict.new))
    for other in opening:
        for theirs in (sides.of(other.old), sides.of(other.new)):
            for side in mine:
                if firmness.of_one_thing(side, theirs):
                    return True
                if not known(side, theirs) or report(side, theirs) >= ONE_REPORT or copies(side, theirs):
                    return True
    return False


def dispute_id(first: Conflict) -> str:
    """The id of the dispute that this conflict opens."""
    return first.id


def _one_question(a: Conflict, b: Conflict, sides: _Sides) -> bool:
    """Whether two conflicts of one kind are about one question: they share a claim or a copy of one, or
    their questions and sides are strongly alike."""
    if any(copies(sides.of(x), sides.of(y)) for x in (a.old, a.new) for y in (b.old, b.new)):
        return True
    crossed = _alike(a.old, b.new, sides) + _alike(a.new, b.old, sides)
    straight = _alike(a.old, b.old, sides) + _alike(a.new, b.new, sides)
    # Two articles that part over one thing part over it in more than one sentence.
    shares = {a.old.claim.article_id, a.new.claim.article_id} & {b.old.claim.article_id, b.new.claim.article_id}
    return max(crossed, straight) / 2 >= (_SAME_ARTICLES if shares else _ONE_QUESTION)


def _sort(conflict: Conflict) -> str:
    """Its kind; that nobody was hurt belongs with the counts rather than with what is denied."""
    return NOBODY if conflict.reason.startswith(NOBODY) else conflict.kind


def _same_kind(a: str, b: str) -> bool:
    return a == b or _kin(a, b)


def _kin(a: str, b: str) -> bool:
    """Kinds that one question often shows itself in."""
    together = ({"attribution", "negation", "identity"}, {"negation", "state", "antonym"}, {"number", NOBODY})
    return any(a in kinds and b in kinds for kinds in together)


def _alike(a: Statement, b: Statement, sides: _Sides) -> float:
    first, second = sides.of(a), sides.of(b)
    poorer = min(total(first.stems), total(second.stems)) or 1.0
    return total(first.stems & second.stems) / poorer


def _retells(conflict: Conflict, before: Iterable[Conflict], sides: _Sides) -> bool:
    """Whether the same two voices said the same there: a further copy of a wire story, or a page retouched
    elsewhere. It belongs to the dispute, and nobody need be told."""
    mine = {s.edition.voice: sides.of(s) for s in (conflict.old, conflict.new)}
    for other in before:
        theirs = {s.edition.voice: sides.of(s) for s in (other.old, other.new)}
        if mine.keys() == theirs.keys() and all(copies(side, theirs[voice]) for voice, side in mine.items()):
            return True
    return False


def _decision(groups: Iterable[_Group], sides: _Sides, threshold: float) -> Decision:
    live = [g for g in groups if g.added and not g.settled]
    return Decision(
        conflicts=tuple((g.id, c) for g in live for c in g.added),
        opened=tuple(g.id for g in live if not g.on_file),
        joined=tuple(g.id for g in live if g.on_file),
        retold=tuple(c.id for g in live if g.on_file for c in g.added if _retells(c, g.before, sides)),
        quiet=tuple(g.id for g in live if not g.sure(threshold)),
        raised=tuple(g.id for g in live if g.on_file and g.sure(threshold) and not g.sure(threshold, before=True)),
    )


class _Sides:
    """Statements made ready, each once however many rivals it has; and who is asked about them."""

    def __init__(self, judge: Judge | None, calibration: Calibration, reports: Reports) -> None:
        self.judge = judge
        self._reports = reports
        self._calibration = calibration
        self._ready: dict[str, Side] = {}

    def weighed(self, conflict: Conflict) -> Conflict:
        """A conflict as sure as the desk would have it."""
        return replace(conflict, confidence=self._calibration.sure(conflict.kind, conflict.confidence))

    def alike(self, conflict: Conflict) -> float:
        """How much its two sentences share that is rare."""
        return likeness(self.of(conflict.new), self.of(conflict.old)).rare

    def of(self, statement: Statement) -> Side:
        side = self._ready.get(statement.claim.id)
        if side is None:
            side = self._ready[statement.claim.id] = Side(statement, self._reports)
        return side
