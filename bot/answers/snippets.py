"""A statement as it is shown: its sentence word for word, what to look at in it, what to beware of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.nouns import Snippet, Span, Statement


def snippet(statement: Statement, *, spans: Iterable[Span] = (), also_in: Sequence[str] = ()) -> Snippet:
    """The statement's sentence; ``spans`` are places in the article's text to embolden."""
    claim = statement.claim
    return Snippet(
        statement,
        claim.quote,
        emphasis=emphasis(claim.sentence, spans),
        also_in=tuple(also_in),
        warnings=claim.oddities,
    )


def emphasis(sentence: Span, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Places in the text as places in the quotation, in order, what lies outside it left out."""
    inside = sorted({s for s in spans if sentence.covers(s) and s.start < s.end})
    return tuple(Span(s.start - sentence.start, s.end - sentence.start) for s in inside)


def speaker(statement: Statement) -> str:
    """Who says it; for the article's own voice where it stands."""
    return statement.claim.source_name or statement.edition.where


def one_per_sentence(statements: Iterable[Statement]) -> list[Statement]:
    """One statement for each sentence, in the order met: the one that best tells who says it."""
    best: dict[tuple[str, Span], Statement] = {}
    for statement in statements:
        key = (statement.claim.revision_id, statement.claim.sentence)
        if key not in best or _tells(statement) > _tells(best[key]):
            best[key] = statement
    return list(best.values())


def _tells(statement: Statement) -> tuple[bool, bool, bool]:
    claim = statement.claim
    return (bool(claim.oddities), bool(claim.source_name), bool(claim.quantities))
