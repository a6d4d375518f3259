"""From the network's figures to spans of words: which words are a cue, and who and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Figures = NDArray[np.float32]
Stretch = tuple[int, int]  # words of one window, half open

#: What a word may be to a cue: nothing; the first or a later word of its source; the same of its content.
ROLES = ("O", "B-source", "I-source", "B-content", "I-content")
#: What a word may be by itself.
CUES = ("O", "B-cue", "I-cue")
_BEFORE_INSIDE = {2: (1, 2), 4: (3, 4)}  # an inside word follows a first or an inside one of its kind
_IMPOSSIBLE = np.float32(-1e4)


def probabilities(logits: Figures) -> Figures:
    """Softmax over the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)


def cue_stretches(chances: Figures, least: float) -> Iterator[tuple[Stretch, float]]:
    """Runs of words that are part of a cue with at least this chance, and the chance of the surest word.
    ``chances`` has a row per word, a column per value of ``CUES``."""
    inside = 1.0 - chances[:, 0]
    start: int | None = None
    for i in range(len(inside) + 1):
        ends = i == len(inside) or inside[i] < least or (start is not None and chances[i, 1] > chances[i, 2])
        if start is not None and ends:
            yield (start, i), float(inside[start:i].max())
            start = None
        if i < len(inside) and inside[i] >= least and start is None:
            start = i


def best_tags(logits: Figures) -> list[int]:
    """The likeliest row of ``ROLES`` in which nothing is inside what did not begin (Viterbi)."""
    likeliest = logits.argmax(axis=-1)
    before = np.concatenate(([0], likeliest[:-1]))
    inside = np.isin(likeliest, list(_BEFORE_INSIDE))
    if not (inside & (before != likeliest) & (before != likeliest - 1)).any():
        return [int(tag) for tag in likeliest]  # nearly always: word by word the best already fits together
    return _likeliest_fitting(logits)


def _likeliest_fitting(logits: Figures) -> list[int]:
    count, kinds = logits.shape
    step = np.zeros((kinds, kinds), dtype=np.float32)
    for inside, allowed in _BEFORE_INSIDE.items():
        step[[k for k in range(kinds) if k not in allowed], inside] = _IMPOSSIBLE
    score = logits[0].copy()
    score[list(_BEFORE_INSIDE)] += _IMPOSSIBLE
    back = np.zeros((count, kinds), dtype=np.int64)
    for i in range(1, count):
        ways = score[:, None] + step
        back[i] = ways.argmax(axis=0)
        score = ways.max(axis=0) + logits[i]
    tags = [int(score.argmax())]
    for i in range(count - 1, 0, -1):
        tags.append(int(back[i, tags[-1]]))
    return tags[::-1]


def stretches(tags: list[int], first: int) -> list[Stretch]:
    """The runs that begin with tag ``first`` and go on with the next higher one."""
    found: list[Stretch] = []
    for i, tag in enumerate(tags):
        if tag == first:
            found.append((i, i + 1))
        elif tag == first + 1 and found and found[-1][1] == i:
            found[-1] = (found[-1][0], i + 1)
    return found
