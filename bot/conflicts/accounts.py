"""Who is said to have done it, and who says it was not them: one side's word on responsibility.

Three ways papers put it: a denial ("Moscow denied any involvement"), blame ("accused Kyiv of shelling
the town") and plain telling ("Russian missiles hit the port"). The parties are countries under any of
their names, or whoever the reader names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from bot.conflicts import nations, slots
from bot.conflicts.side import Side, name_stems
from bot.conflicts.words import Word, stem
from bot.nouns import Event, Span

DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)|dismiss(?:es|ed|ing)|refut(?:es|ed|ing)|ruled? out|rules out|ruling out|(?:cast|casts|casting|expressed|voiced) doubts?)\b"
)
_NOT_US = re.compile(
    r"\b(?:nothing to do with|not (?:been )?(?:involved|responsible|behind|guilty|to blame)|no (?:involvement|role|part|hand) in"
    r"|no responsibility|n't (?:involved|responsible|behind))\b"
)
#: What is denied when the act itself is not named.
_GUILT = re.compile(
    r"\b(?:involvement|involved|responsib\w+|role in|part in|hand in|wrongdoing|blame|behind|nothing to do with|guilt\w*|complicity)\b"
)
#: Blame that names its party after it, and blame that names it before.
_BLAME_THEN_PARTY = re.compile(
    r"\b(?:blam(?:e|es|ed|ing)|accus(?:e|es|ed|ing)|carried out by|perpetrated by|committed by|launched by|fired by|operated by|conducted by"
    r"|staged by|caused by|point(?:s|ed|ing)? (?:the|a|their) fingers? at|pin(?:s|ned|ning)? (?:the )?blame on|h[eo]ld (?:to account )?responsible"
    r"|held? (?:\w+ )?to account|responsibility of|at the hands of|work of|believed to be|culprits?)\b"
)
_PARTY_THEN_BLAME = re.compile(
    r"\b(?:(?:is|was|were|are|be|being|been) (?:likely |probably |highly likely |in fact )?(?:responsible|behind|to blame|guilty)|carried out(?! by)|perpetrated(?! by)"
    r"|stood behind|ordered the)\b"
)
#: "Sanctions against Japan for violating the pact": that it did is what they are for.
_PENALTY = re.compile(
    r"\b(?:(?:sanctions?|charges|penalt(?:y|ies)|complaints?|lawsuits?|action|measures|proceedings|tariffs|fines?)(?: \w+){0,3} against"
    r"|(?:punish|fin|su|sanction|penali[sz]|prosecut|reprimand)(?:e|es|ed|ing))\b(?=.{1,60}\bfor \w+ing\b)"
)
_IT_WAS = re.compile(r"\bit (?:was|is) (?!not|n't)")
#: Things that belong to a country and act for it: "Russian missiles", "Iranian forces".
_ARMS = frozenset(
    stem(w)
    for w in """force forces troop troops army military missile missiles rocket rockets jet jets aircraft plane planes
    warplane warplanes shell shells shelling drone drones artillery bomb bombs bomber bombers strike strikes airstrike
    airstrikes attack soldier soldiers navy warship warships gunboat agent agents special services service secret fighters
    regime government invasion aviation tank tanks side occupiers militants nationalists troops' command""".split()
)


@dataclass(frozen=True, slots=True)
class Account:
    """``did`` are those it makes responsible, ``denies`` those who say it was not them. ``acts`` are the
    kinds of act spoken of; empty: whatever was alleged. ``plain`` when nobody is blamed or clears
    himself, but it is simply told who did what."""

    did: frozenset[str]
    denies: frozenset[str]
    acts: frozenset[str]
    where: tuple[Span, ...]
    plain: bool = False


def accounts(side: Side) -> tuple[Account, ...]:
    """What a side says of who did it: denials first, then blame, then plain telling."""
    return (*_denials(side), *_blame(side), *_told(side))


# --- denials -------------------------------------------------------------------------------------


def _denials(side: Side) -> Iterator[Account]:
    claim = side.claim
    match = _denial(side.lower) or _NOT_US.search(side.lower)
    if (side.denies and not _refuses(side)) or match:
        denier = _denier(side, match)
        if denier and (acts_of(side) or _GUILT.search(side.lower)):
            where = claim.cue if side.denies else ((absolute(side, match),) if match else ())
            yield Account(frozenset(), denier, acts_of(side), where)
    beyond = _beyond_what_is_denied(side)
    for event in claim.events:
        if (
            slots.turned(side, event)
            and event.span.start < beyond
            and event.predicate not in _OUGHT
            and event.modality in ("plain", "hedged")
            and slots.families(stem(event.predicate)) & _GRAVE
        ):
            doers = _doers(event, side)
            if doers:
                yield Account(frozenset(), doers, slots.families(stem(event.predicate)), (event.span,))
    for _, end, country in side.countries:
        act = _act_not_done(side.words, end)
        if act is not None:
            yield Account(frozenset(), frozenset({"@" + country}), slots.families(act.stem), side.span([act]))


#: Not to do this is what one is accused of: "is not holding to the truce".
_OUGHT = frozenset(
    "hold respect observe honour honor keep stop cease end withdraw leave allow let protect spare help".split()
)


def _denial(text: str) -> re.Match[str] | None:
    """The first word that denies, and does not refuse: "rejected calls for a truce", "ruled out meeting the demand"."""
    return next((m for m in DENIAL.finditer(text) if not _REFUSES.match(text, m.start())), None)


def _refuses(side: Side) -> bool:
    start = min((s.start for s in side.claim.cue), default=side.claim.sentence.start) - side.claim.sentence.start
    return _REFUSES.match(side.lower, max(0, start)) is not None


def _beyond_what_is_denied(side: Side) -> int:
    """From which code point on nothing is denied any more; that of its end where the sentence denies all of it."""
    base, end = side.claim.sentence.start, side.claim.sentence.end
    if not side.denies or not side.claim.cue:
        return end
    told = [w for w in side.words if base + w.start >= side.claim.cue[0].end]
    return next((base + w.start for w in told if _ends_what_is_denied(w)), end)


_REFUSES = re.compile(
    r"(?:reject|dismiss)\w*\s+(?:\w+\s+){0,3}(?:calls?|offers?|proposals?|requests?|demands?|pleas?|bids?|plans?|invitations?|ultimatums?"
    r"|appeals?|motions?|petitions?|amendments?|deals?|peace|truce|ceasefire)\b|rul\w+ out\s+(?:\w+ly\s+)?\w+ing\b"
)


def _denier(side: Side, match: re.Match[str] | None) -> frozenset[str]:
    """Who is cleared: the party whose act is denied ("denied Ukrainian involvement", "ruled out an attack
    by Kyiv"), else whoever speaks, else the party before the denial."""
    if match is not None:
        after = _unglued(side, [i for i, w in enumerate(side.words) if w.start >= match.end()])
        beside = [side.words[i] for i in after]
        named = frozenset("@" + n for _, end, n in nations.found(beside[:2]) if not _claims(beside, end))
        named = named or _acting(side, set(after))
        if named:
            return named
    if side.denies and side.voice:
        return side.voice
    if match is None:
        return side.voice
    if match[0].endswith("ing"):
        return side.voice  # "while denying collusion": who does stands anywhere
    before = _parties([w for w in side.words if w.end <= match.start()][-10:])
    # "The OSCE dismissed Russia's claims": whoever clears himself there, it is not Russia.
    return before or side.voice - frozenset("@" + n for _, end, n in nations.found(beside[:2]) if _claims(beside, end))


def _unglued(side: Side, after: list[int]) -> list[int]:
    """These words up to where what is denied ends: before what is said instead ("denied it, saying that Chile had fired") and where
    another sentence is glued to a heading ("denies the attack A missile hit the town")."""
    return list(takewhile(lambda i: not _ends_what_is_denied(side.words[i]), after))


def _ends_what_is_denied(word: Word) -> bool:
    return word.text in _SAID_INSTEAD or (word.capital and word.text in ("a", "an", "the"))


_SAID_INSTEAD = frozenset(
    "saying insisting claiming adding accusing blaming calling arguing stating stressing instead but while whereas".split()
)


def _claims(sequence: Sequence[Word], end: int) -> bool:
    """Whether what is denied is only told by the party: "denied Russian claims of an attack"."""
    return any(w.text in _ACCUSATIONS for w in sequence[end : end + 2])


_ACCUSATIONS = frozenset(
    """claim claims report reports allegation allegations accusation accusations assertion assertions suggestion
    suggestions statement statements media charge charges""".split()
)


def _acting(side: Side, within: set[int]) -> frozenset[str]:
    """The one party that, in these words, is said to act: "an attack from Chile", "that Chile had shelled"."""
    acting = set()
    for start, end, country in side.countries:
        if start in within:
            led = side.words[start - 1].text in ("by", "from") and _act_by(side.words, start, end, ("by", "from"))
            if led or _act_after(side, start, end):
                acting.add("@" + country)
    return frozenset(acting) if len(acting) == 1 else frozenset()


# --- blame ---------------------------------------------------------------------------------------


def _blame(side: Side) -> Iterator[Account]:
    if side.denies:
        return
    for pattern, after, reach in _BLAMES:
        for match in pattern.finditer(side.lower):
            if _IN_ORDER_TO.search(side.lower[: match.start()]):
                continue
            accused = _accused(side, match, after=after, reach=reach)
            if accused:
                yield Account(frozenset({accused}), frozenset(), acts_of(side), (absolute(side, match),))


#: Before an accusation that is somebody's aim or means, and that the sentence does not make: "to spread propaganda by accusing".
_IN_ORDER_TO = re.compile(
    r"\b(?:in order to|so as to|meant to|intended to|by|of|for|aimed at|with a view to)\s+(?:\w+ly\s+)?$"
)

#: Words of blame, whether the party stands after them, and within how many words.
_BLAMES = (
    (_BLAME_THEN_PARTY, True, 7),
    (_IT_WAS, True, 3),
    (_PENALTY, True, 3),
    (_PARTY_THEN_BLAME, False, 6),
)


def _accused(side: Side, match: re.Match[str], *, after: bool, reach: int) -> str:
    """The party nearest to a word of blame, within so many words, that is not the one who blames."""
    if not after:
        words = [w for w in side.words if w.end <= match.start()][-reach:]
        told = max((i + 1 for i, w in enumerate(words) if w.text in _SAYING), default=0)
        before = nations.found(words[told:])
        return "@" + before[-1][2] if before else ""
    accuser = side.voice | _parties([w for w in side.words if w.end <= match.start()][-2:])
    after_it = [w for w in side.words if w.start >= match.end()]
    named = [x for x in nations.found(after_it[:reach]) if not _tells(after_it, x[1])]
    return next((party for *_, n in named if (party := "@" + n) not in accuser), "")


def _tells(sequence: Sequence[Word], end: int) -> bool:
    """Whether the country before ``end`` only names who tells it: "Russian state media reported"."""
    return any(w.text in _TELLERS for w in sequence[end : end + 3])


_TELLERS = frozenset(
    "media agency agencies television tv news newspaper newspapers broadcaster outlet outlets daily".split()
)


_SAYING = frozenset(
    "said saying says say told claimed claims claiming believes believe that by from insisted reported".split()
)


def _told(side: Side) -> Iterator[Account]:
    """Plain telling of who did what, out of the parse and, since a parse stumbles, out of the words."""
    if side.denies:
        return
    for event in side.claim.events:
        acts = slots.families(stem(event.predicate)) & _GRAVE
        if event.predicate in _BEFALLS or _only_alleged(side, event.span.start - side.claim.sentence.start):
            continue
        if not acts or event.tense == "future" or event.modality == "planned" or slots.turned(side, event):
            continue
        if _IN_A_DENIAL.search(side.lower[: max(0, event.span.start - side.claim.sentence.start)]):
            continue
        doers = _doers(event, side)
        if doers and not (doers & side.voice and _BLAME_THEN_PARTY.search(side.lower)):
            yield Account(doers, frozenset(), acts, (event.span,), plain=True)
    for start, end, country in side.countries:
        act = _act_after(side, start, end) or _act_by(side.words, start, end)
        if act is not None and not _only_alleged(side, act.start):
            acts = slots.families(act.stem) & _GRAVE
            yield Account(frozenset({"@" + country}), frozenset(), acts, side.span([act]), plain=True)


#: What comes to somebody and is no deed of his.
_BEFALLS = frozenset("die perish drown starve".split())


def _only_alleged(side: Side, start: int) -> bool:
    """Whether the act that begins there is called alleged: "soldiers committing alleged crimes"."""
    return bool(_ALLEGED.search(side.lower[max(0, start - 25) : start + 20]))


_ALLEGED = re.compile(r"\b(?:alleged|suspected|supposed|reported|purported) (?=\w)")
#: "His denials that Moscow had meddled" do not tell that it had.
_IN_A_DENIAL = re.compile(r"\bdenials?\b[^.;]{0,60}$")

#: Acts grave enough to be disputed: not deals, payments and the like, which two parties may both do.
_GRAVE = frozenset(["strike", "kill", "abuse", "sabotage", "break", "block", "meddle", "hide"])
_NOT_DOING = frozenset(
    """not no never n't denied denies was were be been being is are by will would could may might against in on at near
    of from to for with if deny and or who whose which that but said says say told tells believes believe reported reports
    claimed claims announced blames blamed blame accuses accused denies warned insisted added confirmed made built supplied
    backed led trained style about lies claims allegations held occupied controlled annexed installed speaking allied born designed""".split()
)


def _act_not_done(sequence: Sequence[Word], end: int) -> Word | None:
    """The act that the party ending at ``end`` is said not to have done: "Kyiv's army did not launch"."""
    near = sequence[end : end + 7]
    no = next((i for i, w in enumerate(near[:4]) if w.text in ("not", "never") or w.text.endswith("n't")), None)
    if no is None or (no and near[no - 1].text == "to"):
        return None  # "urged them to not attack"
    for word in near[no + 1 : no + 4]:
        if slots.families(word.stem) & _GRAVE:
            return word
        if word.text not in _CARRIES:
            return None  # "was not limiting its assault"
    return None


#: What may stand between a "not" and the act: "did not carry out any", "has never knowingly".
_CARRIES = frozenset(
    """have has been be launch launched conduct conducted carry carried out commit committed stage staged order ordered
    use used mount mounted any a an the deliberately intentionally knowingly ever actually""".split()
)


_WHERE = frozenset("in at near into to from on against across inside over of with for".split())
_PAUSE = re.compile(r"[,;:.()–—]")


def _act_after(side: Side, start: int, end: int) -> Word | None:
    """The act that the party ending at ``end`` does: "Russian missiles", "Kyiv's forces had shelled"."""
    sequence = side.words
    if any(w.text in _WHERE for w in sequence[max(0, start - 2) : start]):
        return None  # "at a station in Ukraine": the place, not the doer
    for i, word in enumerate(sequence[end : end + 6]):
        if _PAUSE.search(side.lower[sequence[end + i - 1].end : word.start]):
            return None
        if word.text in _NOT_DOING or word.text.endswith("n't") or (word.capital and i > 1):
            return None
        if slots.families(word.stem) & _GRAVE and (
            i > 0 or word.stem in _ARMS or word.text.endswith(("ed", "struck", "hit"))
        ):
            return word
    return None


def _act_by(sequence: Sequence[Word], start: int, end: int, led: tuple[str, ...] = ("by",)) -> Word | None:
    """The act before "by" and the party: "was hit by Iranian forces"."""
    if any(w.text in led for w in sequence[max(0, start - 2) : start]):
        for word in reversed(sequence[max(0, start - 6) : start]):
            if slots.families(word.stem) & _GRAVE:
                return word
    return None


def _doers(event: Event, side: Side) -> frozenset[str]:
    """The parties an event has for its agent: "Russian missiles", "the armed forces of Ukraine", "DHS"."""
    found: set[str] = set()
    for role in event.roles:
        if role.role in ("agent", "by") and role.span.start - side.claim.sentence.start >= side.once(_dateline):
            first, past = side.between(role.span)
            found |= _parties(side.words[first:past])
            if not found and role.name and role.kind in ("person", "org", "country"):
                found |= name_stems(role.name)
            if not found and role.head in ("it", "they", "we", "i") and side.claim.source_name:
                found |= side.voice
    return frozenset(found)


#: "LVIV, Ukraine --": where it was written, which a parse takes for the doer.
_DATELINE = re.compile(r"^[A-Z]{3}[A-Z .'’-]*(?:, [A-Z][\w. ]{2,20})?(?: \([A-Za-z ]{2,20}\))? *(?:—|–|--|-) ")


def _dateline(side: Side) -> int:
    """How many characters of the sentence its dateline takes; 0 without one."""
    match = _DATELINE.match(side.claim.quote)
    return match.end() if match else 0


def _parties(sequence: Sequence[Word]) -> frozenset[str]:
    return frozenset("@" + country for _, _, country in nations.found(sequence))


def acts_of(side: Side) -> frozenset[str]:
    """The kinds of act that a sentence speaks of."""
    return frozenset(family for w in side.words for family in slots.families(w.stem))


def absolute(side: Side, match: re.Match[str]) -> Span:
    """Where a match in the quotation stands in the revision's text."""
    base = side.claim.sentence.start
    return Span(base + match.start(), base + match.end())
