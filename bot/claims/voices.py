"""Who says each thing that is said: speakers named, left-out ones found, those who pass on another's words kept in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.claims.attributed import Attribution
from bot.claims.names import NOBODY, Cast, Named
from bot.claims.paragraph import Paragraph
from bot.nouns import Edition

if TYPE_CHECKING:
    from spacy.tokens import Token

_I = frozenset(["i", "me", "my", "myself"])
_WE = frozenset(["we", "us", "our", "ours", "ourselves"])
_PAPERS = frozenset(["newspaper", "paper", "website", "site", "channel"])
_DASHES = frozenset(["-", "–", "—", "--"])


@dataclass(frozen=True, slots=True)
class Voice:
    """Who an attribution was resolved to, and through whom it came: nearest to the reader first."""

    named: Named
    chain: tuple[str, ...] = ()


#: The paragraph in which a turn of a transcript begins, and the word for who speaks.
Floor = tuple[Paragraph, "Token"]


@dataclass(frozen=True, slots=True)
class _Place:
    """One attribution, the paragraph it stands in, and the others found there."""

    attribution: Attribution
    paragraph: Paragraph
    beside: Sequence[Attribution]
    floor: Floor | None = None  # in a transcript, whose turn it stands in


def voices(
    paragraphs: Sequence[Paragraph], found: Sequence[Sequence[Attribution]], cast: Cast, edition: Edition
) -> dict[int, Voice]:
    """Each attribution's voice by its ``id()``, from the outermost in: "we" in a quotation is the one quoted."""
    cast.listen(
        {
            p.base + a.speaker.idx
            for p, beside in zip(paragraphs, found, strict=True)
            for a in beside
            if a.speaker is not None and a.frame in ("clause", "quote")
        }
    )
    made: dict[int, Voice] = {}
    places = list(_places(paragraphs, found))
    for place in sorted(places, key=lambda p: (-_size(p.attribution), p.attribution.anchor.i)):
        outer = _outer(place)
        above = made.get(id(outer)) if outer is not None else None
        if above is None and place.floor is not None and _says_i(place):
            paragraph, speaker = place.floor
            above = Voice(cast.named(speaker, paragraph.base))
        made[id(place.attribution)] = _voice(place, cast, edition, above)
    return made


def _places(paragraphs: Sequence[Paragraph], found: Sequence[Sequence[Attribution]]) -> Iterator[_Place]:
    floor: Floor | None = None
    for paragraph, beside in zip(paragraphs, found, strict=True):
        if paragraph.turn != "goes on":
            floor = _label(paragraph) if paragraph.turn else None
        for a in beside:
            yield _Place(a, paragraph, beside, floor)


def _label(paragraph: Paragraph) -> Floor | None:
    """Who speaks in a turn: the words before its colon."""
    colon = next((t.i for t in paragraph.doc if t.text == ":"), 0)
    return (paragraph, paragraph.doc[:colon].root) if colon else None


def _says_i(place: _Place) -> bool:
    speaker = place.attribution.speaker
    return speaker is not None and speaker.lower_ in _I | _WE


def _size(attribution: Attribution) -> int:
    return max(c.end for c in attribution.content) - min(c.start for c in attribution.content)


def _outer(place: _Place) -> Attribution | None:
    """The nearest attribution in whose content this one stands."""
    mine = place.attribution
    at = place.paragraph.base + mine.anchor.idx
    around = [
        a
        for a in place.beside
        if a is not mine and _size(a) > _size(mine) and any(c.start <= at < c.end for c in a.content)
    ]
    return min(around, key=_size) if around else None


def _voice(place: _Place, cast: Cast, edition: Edition, above: Voice | None) -> Voice:
    named = _speaker(place, cast, edition, above)
    through = above.chain if above is not None else ()
    carrier = _other(place.paragraph, cast, place.attribution.carrier)
    origin = _other(place.paragraph, cast, place.attribution.origin)
    names = [*through, *([carrier] if carrier else []), *([named.name] if named.name else [])]
    if origin:
        names.append(origin)
        named = Named(origin, "org")
    chain = list(dict.fromkeys(names))
    if named.name and chain and chain[-1] != named.name:
        chain = [n for n in chain if n != named.name] + [named.name]
    return Voice(named, tuple(chain))


def _other(paragraph: Paragraph, cast: Cast, token: Token | None) -> str:
    return cast.named(token, paragraph.base).name if token is not None else ""


# --- the speaker ----------------------------------------------------------------------------------


def _speaker(place: _Place, cast: Cast, edition: Edition, above: Voice | None) -> Named:
    speaker = _told(place)
    if speaker is None:
        return above.named if above is not None and place.attribution.frame == "quote" else NOBODY
    if speaker.lower_ in _I | _WE:
        return above.named if above is not None else _first_person(speaker, edition)
    if speaker.lower_ in _PAPERS and edition.outlet and any(c.lower_ in ("this", "our") for c in speaker.children):
        return Named(edition.outlet, "org")
    return _joined(place, speaker, cast)


def _first_person(speaker: Token, edition: Edition) -> Named:
    """ "I" outside quotation marks is who wrote the article, "we" is who published it."""
    if speaker.lower_ in _I and edition.author:
        return Named(edition.author, "person")
    if speaker.lower_ in _WE and (edition.outlet or edition.author):
        return Named(edition.outlet, "org") if edition.outlet else Named(edition.author, "person")
    return Named(speaker.text, "", True)


def _told(place: _Place) -> Token | None:
    """The speaker's word; of one left out ("..., the port said, adding that ...") the word for who spoke before in the sentence."""
    mine = place.attribution
    own = mine.speaker is not None and (mine.speaker.head is mine.anchor or mine.anchor.tag_ != "VBG")
    if own or mine.frame == "noun" or mine.anchor.lower_ == "according":
        return _past_dateline(place)
    before = [
        a
        for a in place.beside
        if a.sentence == mine.sentence and a.anchor.i < mine.anchor.i and a.speaker is not None and a.anchor.tag_ != "VBG"
        and a.frame in ("clause", "quote", "object")
    ]  # fmt: skip
    leads = [a for a in before if a.anchor.is_ancestor(mine.anchor)] or (before if mine.speaker is None else [])
    return leads[-1].speaker if leads else _past_dateline(place)


def _past_dateline(place: _Place) -> Token | None:
    """ "HAVRE — The mayor said": the town in capitals that opens the paragraph is not who speaks."""
    speaker, doc = place.attribution.speaker, place.paragraph.doc
    if speaker is None or not speaker.text.isupper() or speaker.i > 4 or not place.attribution.source:
        return speaker
    end = place.attribution.source[0][1]
    dash = next((i for i in range(speaker.i + 1, min(end, speaker.i + 10)) if doc[i].text in _DASHES), None)
    return doc[dash + 1 : end].root if dash is not None and dash + 1 < end else speaker


def _joined(place: _Place, speaker: Token, cast: Cast) -> Named:
    """The speaker's name, or those of all who are joined: "Norway and Sweden"."""
    base = place.paragraph.base
    named = cast.speaker(speaker, base, place.attribution.source)
    others = [c for c in speaker.children if c.dep_ == "conj" and c.pos_ in ("PROPN", "NOUN")]
    if not others or named.anonymous:
        return named
    joined = [cast.named(c, base) for c in others]
    bare = not any(c.dep_ in ("det", "poss") for t in (speaker, others[0]) for c in t.children)
    if not named.kind and bare and joined[0].kind == "person":
        return joined[0]  # "former senator and former judge Ann Lee"
    names = [named.name, *(n.name for n in joined)]
    return Named(" and ".join(dict.fromkeys(n for n in names if n)), named.kind)
