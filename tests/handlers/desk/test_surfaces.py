"""The pictures in docs/slack.md: each is there, small, and told in words for who does not see it; and what they are of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handlers.desk.workspace import CHANNEL
from tests.handlers.desk import surfaces

DOCS = Path(__file__).parents[3] / "docs"
SHOWN = re.findall(r"!\[([^\]]*)\]\((slack/[^)]+)\)", (DOCS / "slack.md").read_text("utf-8"))


def test_every_picture_that_is_taken_is_shown() -> None:
    assert sorted(path for _, path in SHOWN) == sorted(f"slack/{p.name}" for p in (DOCS / "slack").glob("*.png"))
    assert SHOWN


@pytest.mark.parametrize(("words", "path"), SHOWN, ids=[path for _, path in SHOWN])
def test_each_is_small_and_told_in_words(words: str, path: str) -> None:
    data = (DOCS / path).read_bytes()
    assert data.startswith(b"\x89PNG")
    assert len(data) <= surfaces.LARGEST
    assert len(words.split()) > 5


async def test_the_archive_they_show_holds_both_disputes_and_owes_their_alerts() -> None:
    store = await surfaces.archive()
    by_kind = {d.kind: d for d in await store.disputes()}
    assert {kind: len(d.conflicts) for kind, d in by_kind.items()} == {"state": 3, "number": 1}
    assert len([d for d in await store.waiting() if d.kind == "alert" and d.channel == CHANNEL]) == 2
