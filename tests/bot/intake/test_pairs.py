"""Pairs to compare: each line one, and one clear line for each that is none."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import BadPairs
from bot.intake.pairs import Pair, pairs

GOOD = {"id": "p1", "old": {"text": "It rained.", "date": None, "outlet": "Post"}, "new": {"text": "It did not rain."}}


def written(tmp_path: Path, *lines: object) -> str:
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines), encoding="utf-8")
    return str(path)


def test_a_pair_has_two_passages(tmp_path: Path) -> None:
    (pair,) = pairs(written(tmp_path, GOOD | {"new": {"text": "No.", "date": "2024-05-02"}}))
    assert isinstance(pair, Pair)
    assert (pair.id, pair.old.text, pair.old.outlet, pair.old.published) == ("p1", "It rained.", "Post", None)
    assert pair.new.published == datetime(2024, 5, 2, tzinfo=UTC)


def test_the_same_text_on_both_sides_is_still_two_articles(tmp_path: Path) -> None:
    (pair,) = pairs(written(tmp_path, GOOD | {"new": GOOD["old"]}))
    assert isinstance(pair, Pair)
    assert pair.old.key != pair.new.key


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("{", "is not JSON"),
        ("3", "is no object"),
        ({"id": "x", "new": {"text": "a"}}, "`old` has no `text`"),
        ({"id": "x", "old": {"text": "a"}, "new": {"text": 3}}, "`new` has no `text`"),
        ({"id": "x", "old": {"text": "a"}, "new": {"text": " "}}, "`new`: is empty"),
        ({"id": "x", "old": {"text": "a", "date": "May"}, "new": {"text": "b"}}, "`date` of its `old`"),
        ({"id": "x", "old": {"text": "a", "date": 3}, "new": {"text": "b"}}, "`date` of its `old`"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path, bad: object, says: str) -> None:
    first, second, third = pairs(written(tmp_path, GOOD, bad, GOOD))
    assert isinstance(first, Pair)
    assert isinstance(third, Pair)
    assert isinstance(second, BadPairs)
    assert "pairs.jsonl, line 2" in str(second)
    assert says in str(second)


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(BadPairs, match="nowhere"):
        list(pairs(str(tmp_path / "nowhere.jsonl")))
