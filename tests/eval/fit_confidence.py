"""Fits bot/conflicts/weights.toml: how much each named feature says, on labelled pairs of passages.

    python -m tests.eval.fit_confidence DATA/gold/pairs_dev.jsonl WRITTEN/pairs.jsonl

Prints the weights as TOML, to be weighed by a person: the head of weights.toml says where it keeps to others.
One story in four of the second file is left out whole (see ``held``), to be
measured on. A kind that is rare in the pairs is held near weights set by hand (``PRIOR``).
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.claims.reader import SpacyReader
from bot.conflicts import comparing, gates, suspicion
from bot.conflicts.likeness import likeness
from bot.conflicts.side import Side
from bot.nouns import CONFLICTING, Article, Revision, Statement

COMMON = ("shared", "part", "names", "days", "hedged", "same_voice")
LEFT_OUT = frozenset({"titles", "undated"})  # pairs have no titles, and mostly dates
PRIOR = {
    "number": {"bias": 0.0},
    "negation": {"bias": 0.6, "told": 0.3},
    "antonym": {"bias": 0.2, "about": 0.5},
    "state": {"bias": 0.0, "matter": 1.2, "scope": 0.3},
    "attribution": {"bias": 0.8, "matter": 0.4},
    "legality": {"bias": -0.2, "rule": 2.0},
    "identity": {"bias": 0.2},
    "date": {"bias": -0.2},
    "place": {"bias": -0.2},
}
FILED = datetime(2030, 1, 1, tzinfo=UTC)


class Row(NamedTuple):
    kind: str
    features: dict[str, float]
    conflict: bool
    weight: float


def held(event: str) -> bool:
    """Whether a written story is kept for measuring."""
    return int(hashlib.md5(event.encode(), usedforsecurity=False).hexdigest(), 16) % 4 == 0


def statements(pair: dict, side: str, reader: SpacyReader) -> list[Side]:
    passage = pair[side]
    day = passage["date"]
    article = Article(
        key=f"{pair['id']}-{side}",
        ref=side,
        text=passage["text"],
        published=datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None,
    )
    revision = Revision.of(article, FILED)
    return [Side(Statement(claim, revision.edition)) for claim in reader.read(revision)]


def rows(pairs: Iterable[dict], weight: float, reader: SpacyReader) -> Iterator[Row]:
    """Each finding of each pair, and for a pair without one what suspicion sees."""
    for pair in pairs:
        found: list[tuple[str, dict[str, float]]] = []
        suspected: list[tuple[str, dict[str, float]]] = []
        for old in statements(pair, "old", reader):
            for new in statements(pair, "new", reader):
                a, b = comparing._in_order(new, old)
                if gates.different_words(a, b).open:
                    like = likeness(a, b)
                    suspected.append(("suspicion", suspicion.features(a, b, like)))
                    found.extend(clashes(a, b))
        chosen = found or suspected
        for kind, features in chosen:
            yield Row(kind, features, pair["label"] in CONFLICTING, weight / len(chosen))


def clashes(a: Side, b: Side) -> Iterator[tuple[str, dict[str, float]]]:
    wished = [s for s in (a, b) if not gates.asserted(s).open]
    if not all(gates.may_accuse(s) for s in wished):
        return
    like = likeness(a, b)
    hedged = not (gates.unhedged(a).open and gates.unhedged(b).open)
    common = comparing._common(a, b, like, hedged=hedged or bool(wished))
    for finding in comparing._findings(a, b, like, hedged=hedged, wished=bool(wished)):
        if finding.outcome == "clash":
            yield finding.kind, {**common, **finding.features}


def fit(table: list[Row]) -> dict[str, dict[str, float]]:
    """The weights by kind: clashes together (common features count for all kinds), suspicion by itself."""
    told = [r for r in table if r.kind != "suspicion"]
    own = {(r.kind, f) for r in told for f in r.features if f not in COMMON and f not in LEFT_OUT}
    own |= {(kind, f) for kind in PRIOR for f in PRIOR[kind]}
    keys = [("any", f) for f in COMMON] + sorted(own)
    weights = logistic(told, keys, lambda kind, f: ("any", f) if f in COMMON else (kind, f), strength=3.0)
    silent = [r for r in table if r.kind == "suspicion"]
    names = [*sorted({("suspicion", f) for r in silent for f in r.features}), ("suspicion", "bias")]
    weights |= logistic(silent, names, lambda kind, f: (kind, f), strength=2.0)
    out: dict[str, dict[str, float]] = {}
    for (kind, feature), value in weights.items():
        out.setdefault(kind, {})[feature] = round(float(value), 2)
    return out


def logistic(table, keys, key, *, strength):
    """Newton's steps on the log-likelihood, each weight held near its prior."""
    place = {k: i for i, k in enumerate(keys)}
    prior = np.array([PRIOR.get(kind, {}).get(feature, 0.0) for kind, feature in keys])
    x, y, w = np.zeros((len(table), len(keys))), np.zeros(len(table)), np.zeros(len(table))
    for i, row in enumerate(table):
        for feature, value in {**row.features, "bias": 1.0}.items():
            if feature not in LEFT_OUT:
                x[i, place[key(row.kind, feature)]] = value
        y[i], w[i] = row.conflict, row.weight
    hold = np.array([1.0 if feature == "bias" else strength for _, feature in keys])
    b = prior.copy()
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ b, -30, 30)))
        slope = x.T @ (w * (p - y)) + hold * (b - prior)
        b -= np.linalg.solve((x * (w * p * (1 - p))[:, None]).T @ x + np.diag(hold), slope)
    return dict(zip(keys, b, strict=True))


def read(path: str) -> list[dict]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def main(gold: str, written: str) -> None:
    reader = SpacyReader()
    real = read(gold)
    made = [pair for pair in read(written) if not held(pair["event"])]
    table = [*rows(real, 1.0, reader), *rows(made, 0.4, reader)]
    for kind, features in fit(table).items():
        print(f"\n[{kind}]")
        for feature, value in sorted(features.items(), key=lambda item: (item[0] != "bias", item[0])):
            print(f"{feature} = {value}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
