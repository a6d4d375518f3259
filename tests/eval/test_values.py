"""Numbers and times hold their level on real articles, where the shared data sets are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.claims.parsing import pipeline
from tests.eval import numbers, timebank
from tests.eval.shared import data

pytestmark = pytest.mark.data


def _present(name: str) -> Path:
    path = data(name)
    if not path.exists():
        pytest.skip("the shared data sets are not here")
    return path


def test_times_on_every_fifth_document_of_timebank() -> None:
    archive = _present("time/tempeval3/TBAQ-cleaned.tar.xz")
    score = timebank.score(archive, pipeline(), every=5)
    assert score.marked > 100
    assert score.f1 >= 80
    assert score.value_accuracy >= 75


def test_the_numbers_of_the_gold_claims_are_read() -> None:
    hits, wanted = numbers.found(_present("gold/stories_dev"), pipeline())
    assert wanted > 50
    assert hits / wanted >= 0.9
