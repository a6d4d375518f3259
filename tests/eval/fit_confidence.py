"""Makes bot/conflicts/weights.toml: how much each named feature says of a clash, in log odds.

    python -m tests.eval.fit_confidence WRITTEN/pairs.jsonl > bot/conflicts/weights.toml

Fitted on our own written stories alone (one story in four is left out whole, see ``held``), each weight held
near one set by hand (``PRIOR``). Those were chosen as thresholds are, by looking at how the development pairs
came out; the pairs themselves are press text, which may measure but not train. Nothing in it is random.
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
from bot.conflicts.side import Side, in_order
from bot.nouns import CONFLICTING, Article, Revision, Statement

COMMON = ("shared", "part", "names", "days", "hedged", "same_voice")
LEFT_OUT = frozenset({"titles", "undated"})  # pairs have no titles, and mostly dates
PRIOR = {
    "any": {"names": 0.2, "hedged": 0.2, "shared": 0.1},
    "number": {"bias": 0.1, "toll": 0.4, "rejected": 1.5, "doubt": -0.3},
    "other": {"bias": 1.2},
    "negation": {"bias": 1.7, "elsewise": -2.8, "told": 0.4, "agree": 0.2, "denial": 0.1, "same_word": 0.1, "share": 0.1},
    "antonym": {"bias": 0.6, "about": 0.5, "sides": 0.8},
    "state": {"bias": 0.0, "matter": 1.2, "scope": 0.3},
    "attribution": {"bias": 1.8, "matter": 0.5, "acts": 0.3, "denied": 0.2},
    "legality": {"bias": -0.3, "rule": 1.9},
    "identity": {"bias": 0.2},
    "date": {"bias": -0.3, "once": 1.2, "rejected": 1.5},
    "place": {"bias": -0.2},
    "second": {"bias": 1.0, "types": 1.0, "judged": 0.5},
    "unraised": {"bias": -0.2, "types": 1.2, "judged": 0.1},
    "raised": {"bias": 0.4, "types": 1.4, "judged": 0.6},
    "suspicion": {
        "bias": -0.8, "accused_both": 0.5, "accused_one": 0.3, "countries_apart": 1.2, "days": -0.6, "denial_both": -0.5,
        "denial_one": 0.7, "names": -0.2, "one_voice": -0.4, "same_harm": -0.2, "turned_one": 0.8, "turned_both": -0.2,
        "wished": -1.2,
    },
}  # fmt: skip
#: How firmly each is held there: as much as so many of the pairs would weigh against it.
FIRMLY = 40.0
HEAD = """\
# What each feature adds to how sure the bot is (log odds); see confidence.py.
# Made by tests/eval/fit_confidence.py from our own written stories and weights set by hand; not edited."""
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
                a, b = in_order(new, old)
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
        if finding.outcome in ("clash", "doubt"):
            yield finding.kind, {**common, **finding.weighed}


def fit(table: list[Row]) -> dict[str, dict[str, float]]:
    """The weights by kind: clashes together (common features count for all kinds), suspicion by itself."""
    told = [r for r in table if r.kind != "suspicion"]
    own = {(r.kind, f) for r in told for f in r.features if f not in COMMON and f not in LEFT_OUT}
    own |= {(kind, f) for kind in PRIOR if kind not in ("any", "suspicion") for f in PRIOR[kind]}
    keys = [("any", f) for f in COMMON] + sorted(own)
    weights = logistic(told, keys, lambda kind, f: ("any", f) if f in COMMON else (kind, f), strength=FIRMLY)
    silent = [r for r in table if r.kind == "suspicion"]
    names = [*sorted({("suspicion", f) for r in silent for f in r.features}), ("suspicion", "bias")]
    weights |= logistic(silent, names, lambda kind, f: (kind, f), strength=FIRMLY)
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
    hold = np.full(len(keys), strength)
    b = prior.copy()
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ b, -30, 30)))
        slope = x.T @ (w * (p - y)) + hold * (b - prior)
        b -= np.linalg.solve((x * (w * p * (1 - p))[:, None]).T @ x + np.diag(hold), slope)
    return dict(zip(keys, b, strict=True))


def read(path: str) -> list[dict]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def main(written: str) -> None:
    made = [pair for pair in read(written) if not held(pair["event"])]
    table = list(rows(made, 1.0, SpacyReader()))
    print(HEAD)
    for kind, features in fit(table).items():
        print(f"\n[{kind}]")
        for feature, value in sorted(features.items(), key=lambda item: (item[0] != "bias", item[0])):
            print(f"{feature} = {value}")


if __name__ == "__main__":
    main(sys.argv[1])
