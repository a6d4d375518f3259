"""What is said to be the case: the predicates of a claim with who takes part, and how they stand."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from bot.claims import aspect, certainty, participants, predicates
from bot.claims.predicates import Predicate
from bot.nouns import Event, Role, Span

_VERBAL = frozenset(["VERB", "AUX"])
_SCOPED = ("patient", "agent", "place", "in", "of", "attribute")


def find(span: Tokens, base: int, name_of: Callable[[Token], tuple[str, str]]) -> tuple[Event, ...]:
    """The events of a stretch of a claim, in the order of the text.

    ``base`` is the offset of the span's Doc in the revision's text; ``name_of`` gives (resolved name,
    kind) of the noun phrase a token heads, or ("", "").
    """
    within = (span.start, span.end)
    events = []
    for token in span:
        if token.pos_ in _VERBAL or (token.tag_ == "NNS" and predicates.mistaken(token)):
            predicate = predicates.find(token)
            if predicate is not None:
                events.append(_event(predicate, base, name_of, within))
    return tuple(events)


def _event(
    predicate: Predicate, base: int, name_of: Callable[[Token], tuple[str, str]], within: tuple[int, int]
) -> Event:
    polarity, modality = certainty.of(predicate)
    when = aspect.tense(predicate.verb)
    roles = participants.find(predicate, base, name_of, within)
    heads = _heads(roles, predicate, base)
    return Event(
        predicate=predicate.lemma,
        span=_words(predicate, base),
        polarity=polarity,
        modality=modality,
        tense=when,
        state=aspect.state(predicate, when),
        scope=aspect.scope(predicate, heads),
        roles=roles,
    )


def _heads(roles: tuple[Role, ...], predicate: Predicate, base: int) -> list[Token]:
    """The tokens that head the roles a quantifier matters on, the most telling first."""
    doc = predicate.verb.doc
    heads = []
    for name in _SCOPED:
        for role in roles:
            if role.role == name:
                phrase = doc.char_span(role.span.start - base, role.span.end - base, alignment_mode="expand")
                if phrase is not None:
                    heads.append(phrase.root)
    return heads


def _words(predicate: Predicate, base: int) -> Span:
    first = min(predicate.words, key=lambda t: t.i)
    last = max(predicate.words, key=lambda t: t.i)
    if last.i - first.i > 6:  # "claimed, in a long night of shelling, the lives": the verb alone
        first = last = predicate.verb
    return Span(base + first.idx, base + last.idx + len(last))
