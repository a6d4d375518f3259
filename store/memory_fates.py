"""What becomes of articles, in the archive in memory: whose copy they are, what their editions changed, how they went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot import copies
from bot.bygone import names_of
from bot.copies.finding import FURNITURE, NEAR_COPY
from bot.nouns import Edited, Revision, Withdrawal, content_id


class MemoryFates:
    """Sketches of what is current, what editions changed, withdrawals, tombstones, and who was shown what."""

    def __init__(self) -> None:
        self.edits: dict[str, Edited] = {}  # revision id -> what it changed
        self.withdrawals: dict[str, Withdrawal] = {}
        self._bearers: dict[int, list[str]] = {}  # hash -> current revision ids, first filed first
        self._tombstones: dict[str, frozenset[int]] = {}  # name -> the sketch, to know near copies by
        self._shown: dict[str, set[str]] = {}  # revision id -> channels

    # --- copies

    def put(self, revision: Revision) -> None:
        for number in copies.sketch(revision.text).hashes:
            self._bearers.setdefault(number, []).append(revision.id)

    def take_out(self, revision: Revision) -> None:
        for number in copies.sketch(revision.text).hashes:
            held = self._bearers.get(number, [])
            if revision.id in held:
                held.remove(revision.id)

    def origin(self, revision: Revision, texts: Mapping[str, str], *, without: str) -> str:
        """The current revision that this one is a copy of; "" for none."""
        found = copies.story_of(
            copies.sketch(revision.text),
            bearers=lambda number: [i for i in self._bearers.get(number, ()) if i != without][: FURNITURE + 1],
            texts=lambda few: {i: texts[i] for i in few},
        )
        return found.article if found else ""

    # --- what is out

    def forgotten(self, revision: Revision) -> bool:
        edition = revision.edition
        if any(name in self._tombstones for name in names_of(edition.article_id, [edition.url], [edition.sha256])):
            return True
        mine = set(copies.sketch(revision.text).hashes)
        return any(len(mine & hashes) >= NEAR_COPY for hashes in self._tombstones.values())

    def bury(self, article_id: str, revisions: Iterable[Revision], *, near_copies: bool) -> None:
        held = list(revisions)
        for name in names_of(article_id, (r.edition.url for r in held), (r.edition.sha256 for r in held)):
            self._tombstones[name] = frozenset()
        for revision in held:
            self.edits.pop(revision.id, None)
            self._shown.pop(revision.id, None)
            if near_copies:
                name = f"text:{content_id(revision.edition.sha256)}"
                self._tombstones[name] = frozenset(copies.sketch(revision.text).hashes)
        self.withdrawals.pop(article_id, None)

    def note_shown(self, revision_ids: Sequence[str], channel: str, *, now: datetime) -> None:
        for revision_id in revision_ids:
            self._shown.setdefault(revision_id, set()).add(channel)

    def shown(self, revision_ids: Iterable[str]) -> set[str]:
        return {channel for i in revision_ids for channel in self._shown.get(i, ())}
