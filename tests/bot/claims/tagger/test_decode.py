"""From figures to spans of words: what a run is, and what cannot follow what."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from bot.claims.tagger.decode import ROLES, best_tags, cue_stretches, probabilities, stretches


def figures(*tags: int, kinds: int = len(ROLES)) -> np.ndarray:
    """Logits that leave no doubt of these tags."""
    out = np.zeros((len(tags), kinds), np.float32)
    for i, tag in enumerate(tags):
        out[i, tag] = 8.0
    return out


def test_sure_figures_are_taken_as_they_are() -> None:
    assert best_tags(figures(1, 2, 0, 3, 4, 4)) == [1, 2, 0, 3, 4, 4]


def test_nothing_is_inside_what_did_not_begin() -> None:
    tags = best_tags(figures(0, 2, 2, 0, 4))
    assert all(tag not in (2, 4) or tags[i - 1] in (tag - 1, tag) for i, tag in enumerate(tags) if i)
    assert tags[0] not in (2, 4)


@given(arrays.arrays(np.float32, st.tuples(st.integers(1, 30), st.just(5)), elements=st.floats(-20, 20, width=32)))
def test_whatever_the_figures_say_a_run_begins_before_it_goes_on(logits: np.ndarray) -> None:
    tags = best_tags(logits)
    assert len(tags) == len(logits)
    for before, tag in zip([0, *tags], tags, strict=False):
        assert tag not in (2, 4) or before in (tag - 1, tag)


@pytest.mark.parametrize(
    ("tags", "first", "runs"),
    [
        ([1, 2, 2, 0, 3, 4], 1, [(0, 3)]),
        ([1, 2, 2, 0, 3, 4], 3, [(4, 6)]),
        ([3, 4, 0, 3, 4], 3, [(0, 2), (3, 5)]),
        ([3, 3, 4], 3, [(0, 1), (1, 3)]),
        ([0, 0], 1, []),
    ],
)
def test_runs(tags: list[int], first: int, runs: list[tuple[int, int]]) -> None:
    assert stretches(tags, first) == runs


def test_a_cue_is_a_run_of_likely_words_and_a_new_one_begins_where_one_is_likelier_to_begin() -> None:
    chances = probabilities(figures(0, 1, 2, 0, 1, 1, kinds=3))
    assert [cue for cue, _ in cue_stretches(chances, 0.5)] == [(1, 3), (4, 5), (5, 6)]


def test_a_cue_nobody_believes_in_is_none() -> None:
    assert list(cue_stretches(probabilities(figures(0, 0, 0, kinds=3)), 0.2)) == []
