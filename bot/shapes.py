"""The shapes others measure us by: claims, comparisons and answers as the JSON of the `wirecheck` command.

Fields may be added; those that stand here keep their names and meanings. Every offset is a code point
into the article's text as it was given, half open.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from bot.nouns import (
    Answer,
    Article,
    Claim,
    Conflict,
    Counts,
    Dispute,
    Edited,
    Edition,
    Event,
    Filing,
    Quantity,
    Role,
    Span,
    When,
)

Json = dict[str, Any]

BREAKS = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def line(data: Json) -> str:
    """One line of JSON Lines. Characters at which some readers break a line, though JSON does not, are
    escaped; so are lone surrogates, which no UTF-8 can hold."""
    return BREAKS.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(data, ensure_ascii=False))


def span(s: Span) -> list[int]:
    return [s.start, s.end]


def spans(many: Iterable[Span]) -> list[list[int]]:
    return [span(s) for s in many]


def reading(article: Article, revision_id: str, claims: Iterable[Claim]) -> Json:
    """What `read --json` prints for an article."""
    return {
        "id": article.ref,
        "revision": revision_id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published.isoformat() if article.published else None,
        "claims": [claim(c) for c in claims],
    }


def claim(c: Claim) -> Json:
    """A claim; one in the article's own voice has an empty ``source`` and ``cue``."""
    return {
        "id": c.id,
        "sentence": span(c.sentence),
        "source": spans(c.source),
        "source_name": c.source_name,
        "chain": list(c.chain),
        "anonymous": c.anonymous,
        "cue": spans(c.cue),
        "cue_lemma": c.cue_lemma,
        "cue_class": c.cue_class,
        "content": spans(c.content),
        "polarity": c.polarity,
        "negated": c.negated,
        "modality": c.modality,
        "quoted": c.quoted,
        "heading": c.heading,
        "quantities": [quantity(q) for q in c.quantities],
        "times": [when(t) for t in c.times],
        "events": [event(e) for e in c.events],
        "topics": list(c.topics),
        "oddities": list(c.oddities),
    }


def quantity(q: Quantity) -> Json:
    """``low`` or ``high`` null: open on that side."""
    return {
        "span": span(q.span),
        "low": q.low,
        "high": q.high,
        "unit": q.unit,
        "of": q.of,
        "approximate": q.approximate,
        "cumulative": q.cumulative,
        "per": q.per,
    }


def when(t: When) -> Json:
    """``start`` and ``end`` as ISO dates, null when unresolved."""
    return {
        "span": span(t.span),
        "start": t.start.isoformat() if t.start else None,
        "end": t.end.isoformat() if t.end else None,
        "anchor": t.anchor,
    }


def event(e: Event) -> Json:
    return {
        "predicate": e.predicate,
        "span": span(e.span),
        "polarity": e.polarity,
        "modality": e.modality,
        "tense": e.tense,
        "state": e.state,
        "scope": e.scope,
        "roles": [role(r) for r in e.roles],
    }


def role(r: Role) -> Json:
    return {"role": r.role, "span": span(r.span), "head": r.head, "name": r.name, "kind": r.kind}


def comparison(pair_id: str, conflict: Conflict) -> Json:
    """What `compare --json` prints for a pair. ``clash`` is one place in the old text and one in the new, or
    null when nothing clashes; ``clashes`` are all of them."""
    old, new = conflict.clash
    return {
        "id": pair_id,
        "label": conflict.label,
        "kind": conflict.kind,
        "confidence": round(conflict.confidence, 4),
        "reason": conflict.reason,
        "clash": [span(old[0]), span(new[0])] if old and new else None,
        "clashes": [spans(old), spans(new)],
        "gates": list(conflict.gates),
    }


Pair = tuple[Json, Json]


def filed(filing: Filing) -> Json:
    """An article was filed: as new, as a revision (``edited``: what it changed), or it was on file unchanged; or it
    was taken off file by its publisher just now (``withdrawn``: why), or stays out."""
    told: Json = {
        "event": "filed",
        "article": filing.edition.ref,
        "outcome": filing.outcome,
        "claims": filing.claims,
        "id": filing.edition.article_id,
    }
    if filing.edited is not None:
        told["edited"] = edited(filing.edited)
    if filing.withdrawal is not None:
        told["withdrawn"] = filing.withdrawal.reason
    return told


def edited(found: Edited) -> Json:
    """What an edition changed. Quotes are word for word those of the two editions; null where there is none."""
    return {
        "silent": found.silent,
        "changes": [
            {"kind": c.kind, "old": c.old.quote if c.old else None, "new": c.new.quote if c.new else None}
            for c in found.changes
        ],
        "notices": [
            {"kind": n.kind, "span": span(n.span), "corrects": n.corrects or None, "into": n.into or None}
            for n in found.notices
        ],
    }


def withdrawn(edition: Edition, *, done: bool) -> Json:
    """An article was taken off file by hand; ``done`` False: it was out already."""
    return {"event": "withdrawn", "article": edition.ref, "id": edition.article_id, "changed": done}


def forgotten(edition: Edition) -> Json:
    """An article was removed for good. Its own name is not repeated: nothing of it is kept."""
    return {"event": "forgotten", "id": edition.article_id}


def alert(dispute: Dispute, pairs: Sequence[Pair]) -> Json:
    """A dispute, the first of ``pairs`` (old, new) in front and the rest under ``also``."""
    (old, new), *rest = pairs
    return {
        "event": "alert",
        "key": dispute.id,
        "label": dispute.label,
        "kind": dispute.kind,
        "confidence": round(dispute.confidence, 4),
        "reason": dispute.reason,
        "old": old,
        "new": new,
        "also": [{"old": o, "new": n} for o, n in rest],
    }


def unsure(dispute: Dispute, pairs: Sequence[Pair]) -> Json:
    """A dispute that is not sure enough for an alert: the same fields, and it is for the digest."""
    return alert(dispute, pairs) | {"event": "unsure"}


def joined(dispute: Dispute, pairs: Sequence[Pair]) -> Json:
    """What a later article brought to a dispute that had been alerted."""
    return {"event": "joined", "key": dispute.id, "also": [{"old": o, "new": n} for o, n in pairs]}


def answer(found: Answer, *, ask: str) -> Json:
    """An answer with its quotes in the order they are shown."""
    return {
        "event": "answer",
        "ask": ask,
        "found": found.found,
        "text": found.text,
        "quotes": [
            {
                "article": s.statement.edition.ref,
                "quote": s.quote,
                "source_name": s.statement.claim.source_name,
                "section": section.kind,
                "claim": s.statement.claim.id,
            }
            for section in found.sections
            for s in section.snippets
        ],
        "notes": list(found.notes),
        "suggestions": list(found.suggestions),
    }


def counts(c: Counts, *, version: str) -> Json:
    """What `status --json` prints."""
    return {
        "articles": c.articles,
        "revisions": c.revisions,
        "claims": c.claims,
        "disputes": c.disputes,
        "alerts_due": c.alerts_due,
        "alerts_posted": c.alerts_posted,
        "schema": c.schema,
        "version": version,
    }
