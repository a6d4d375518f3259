"""The archive in a SQLite file: every promise of ``bot.ports.Store``, each one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlite_utils import Database

from bot.errors import BadSetting, StoreFailed
from bot.nouns import (
    Claim,
    Conflict,
    Counts,
    DigestPlan,
    Dispute,
    Due,
    Edited,
    Edition,
    Filing,
    Outcome,
    Receipt,
    Revision,
    Statement,
    Withdrawal,
)
from bot.ports import Decide, Search
from bot.watches import EVERYWHERE, BySeverity
from store import chores, disputing, doctor, editing, fates, filing, holding, origins, outbox, searching, shelf
from store.acts import SqliteActs
from store.audit import SqliteAudit
from store.codec import stamp
from store.connections import MEMORY, Connections
from store.feeds import SqliteFeeds
from store.inbox import SqliteInbox, SqliteJournal
from store.installations import SqliteInstallations
from store.migrations import bring_up_to_date
from store.requests import SqliteRequests
from store.spelled import Spelled
from store.watches import SqliteWatches

P = ParamSpec("P")
R = TypeVar("R")


def path_of(url: str) -> str:
    """The file a ``sqlite:///`` URL names. ``BadSetting`` for anything else."""
    start = "sqlite://"
    if not url.startswith(start) or (url != start and not url.startswith(start + "/")):
        raise BadSetting(
            f"WIRECHECK_DATABASE={url}: expected sqlite:///file.db, sqlite:////full/path/file.db or sqlite:///:memory:"
        )
    return url.removeprefix(start).removeprefix("/") or MEMORY


#: So much of what channels were shown is remembered, so that the same need not be written down again and again.
NOTED = 50_000


class SqliteStore:
    """Implements ``bot.ports.Store`` over one SQLite file, or in memory."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._write = connections.write
        self._read = connections.read
        self.feeds = SqliteFeeds(connections)
        self.inbox = SqliteInbox(connections)
        self.journal = SqliteJournal(connections)
        self.watches = SqliteWatches(connections)
        self.acts = SqliteActs(connections)
        self.audit = SqliteAudit(connections)
        self.installations = SqliteInstallations(connections)
        self.requests = SqliteRequests(connections)
        self._spelled = Spelled()
        self._noted: set[tuple[str, str]] = set()  # what a channel was shown, as far as it stands on file already

    @classmethod
    def open(cls, url: str = "sqlite:///:memory:") -> SqliteStore:
        """Opens the archive, making it or bringing it up to date where needed. ``BadSetting`` for a URL
        that names no SQLite file, ``StoreFailed`` when it cannot be opened, ``SchemaTooNew``."""
        path = path_of(url)
        if path != MEMORY:
            _make_room(Path(path).parent)
        connections = Connections(path)
        try:
            connections.now(bring_up_to_date, where=connections.where)
        except BaseException:
            connections.shut()
            raise
        return cls(connections)

    async def close(self) -> None:
        await self._connections.close()

    def now(self, work: Callable[Concatenate[Database, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs a chore on the writing connection at once: for commands of one archive and one thread."""
        return self._connections.now(work, *args, **kwargs)

    def shut(self) -> None:
        """Closes at once, from a program without an event loop."""
        self._connections.shut()

    async def doctor(self) -> list[tuple[str, bool, str]]:
        """Each check as (what was checked, whether all is well, what to do if not)."""
        return await self._connections.read(doctor.examine, path=self._connections.path)

    # --- filing and finding

    async def file(
        self,
        revision: Revision,
        claims: Sequence[Claim],
        decide: Decide,
        *,
        alert_channel: str,
        now: datetime,
        by_severity: BySeverity = EVERYWHERE,
    ) -> Filing:
        return await self._write(
            filing.file, revision, claims, decide, alert_channel=alert_channel, by_severity=by_severity, now=now
        )

    async def known(self, revision_id: str) -> bool:
        return await self._read(filing.known, revision_id)

    async def standing(self, revision: Revision) -> Outcome | None:
        return await self._read(fates.standing, revision)

    async def search(self, search: Search) -> Sequence[Statement]:
        return await self._read(searching.search, search)

    async def topics(self, *, limit: int = 100, since: datetime | None = None) -> Sequence[tuple[str, int]]:
        return await self._read(searching.topics, limit=limit, since=stamp(since) if since else None)

    async def voices(self, since: datetime, until: datetime, *, limit: int) -> Sequence[tuple[str, int]]:
        return await self._read(searching.voices, stamp(since), stamp(until), limit=limit)

    async def vocabulary(self) -> Sequence[str]:
        return await self._read(searching.vocabulary)

    async def spellings(self, name: str) -> frozenset[str]:
        return await self._read(self._spelled.of, name)

    async def statement(self, claim_id: str) -> Statement:
        return await self._read(shelf.statement, claim_id)

    async def text(self, revision_id: str) -> str:
        return await self._read(shelf.text, revision_id)

    async def texts(self, revision_ids: Sequence[str]) -> Mapping[str, str]:
        return await self._read(shelf.texts, revision_ids)

    async def articles(self, *, limit: int = 50, offset: int = 0) -> Sequence[Edition]:
        return await self._read(shelf.articles, limit=limit, offset=offset)

    async def article(self, ref_or_id: str) -> Sequence[tuple[Edition, Sequence[Claim]]]:
        return await self._read(shelf.article, ref_or_id)

    async def filed_between(self, since: datetime, until: datetime) -> tuple[int, int]:
        return await self._read(shelf.filed_between, since, until)

    async def counts(self) -> Counts:
        return await self._read(shelf.counts)

    # --- what becomes of an article

    async def edits(self, article_id: str) -> Mapping[str, Edited]:
        return await self._read(editing.edits, article_id)

    async def edited_between(self, since: datetime, until: datetime) -> Sequence[tuple[Edition, Edited]]:
        return await self._read(editing.edited_between, since, until)

    async def copies(self, article_id: str) -> Sequence[Edition]:
        return await self._read(origins.shared, article_id)

    async def withdraw(self, article_id: str, *, by: str, reason: str, publisher: bool, now: datetime) -> bool:
        return await self._write(fates.withdraw, article_id, by=by, reason=reason, publisher=publisher, now=now)

    async def readmit(self, article_id: str, *, now: datetime) -> bool:
        return await self._write(fates.readmit, article_id, now=now)

    async def withdrawal(self, article_id: str) -> Withdrawal | None:
        return await self._read(fates.withdrawal, article_id)

    async def withdrawn_between(self, since: datetime, until: datetime) -> Sequence[tuple[Edition, Withdrawal]]:
        return await self._read(fates.withdrawn_between, since, until)

    async def note_shown(self, revision_ids: Sequence[str], channel: str, *, now: datetime) -> None:
        fresh = [i for i in revision_ids if (i, channel) not in self._noted]
        if fresh:
            await self._connections.jot(fates.note_shown, fresh, channel, now=now)
            if len(self._noted) > NOTED:
                self._noted.clear()
            self._noted.update((i, channel) for i in fresh)

    async def forget(self, article_id: str, *, by: str, reason: str, near_copies: bool, now: datetime) -> None:
        await self._write(fates.forget, article_id, by=by, reason=reason, near_copies=near_copies, now=now)
        await self._connections.alone(chores.rewrite)
        self._spelled.forget()
        self._noted.clear()

    # --- disputes

    async def disputes(
        self, *, state: str = "", words: Sequence[str] = (), claim_ids: Sequence[str] = (), limit: int = 50
    ) -> Sequence[Dispute]:
        return await self._read(disputing.disputes, state=state, words=words, claim_ids=claim_ids, limit=limit)

    async def dispute(self, dispute_id: str) -> Dispute:
        return await self._read(disputing.dispute, dispute_id)

    async def settle(self, dispute_id: str, *, state: str, how: str, by: str, now: datetime) -> tuple[Dispute, bool]:
        return await self._write(disputing.settle, dispute_id, state=state, how=how, by=by, now=now)

    async def dismissed(self, claim_ids: Sequence[str]) -> Sequence[Conflict]:
        return await self._read(disputing.dismissed, claim_ids)

    async def settled_between(self, since: datetime, until: datetime) -> Sequence[Dispute]:
        return await self._read(disputing.settled_between, since, until)

    async def opened_between(self, since: datetime, until: datetime) -> Sequence[Dispute]:
        return await self._read(disputing.opened_between, since, until)

    async def held(self, channel: str, *, due: datetime) -> Sequence[Dispute]:
        return await self._read(holding.under, outbox.digest_key(channel, due))

    # --- the outbox

    async def take_due(self, *, now: datetime, limit: int = 20) -> Sequence[Due]:
        return await self._write(outbox.take_due, now=now, limit=limit)

    async def posted(self, key: str, receipt: Receipt, *, now: datetime) -> None:
        await self._write(outbox.posted, key, receipt, now=now)

    async def put_off(self, key: str, *, until: datetime, reason: str, unsure: bool = False) -> None:
        await self._write(outbox.put_off, key, until=until, reason=reason, unsure=unsure)

    async def give_up(self, key: str, *, reason: str) -> None:
        await self._write(outbox.give_up, key, reason=reason)

    async def receipt(self, key: str) -> Receipt | None:
        return await self._read(outbox.receipt, key)

    async def waiting(self, *, limit: int = 100) -> Sequence[Due]:
        return await self._read(outbox.waiting, limit=limit)

    # --- digests

    async def plan_digest(self, plan: DigestPlan | None, *, channel: str) -> None:
        await self._write(outbox.plan_digest, plan, channel=channel)

    async def digest_plans(self) -> Sequence[DigestPlan]:
        return await self._read(outbox.digest_plans)

    async def owe_digest(self, channel: str, *, due: datetime) -> bool:
        return await self._write(outbox.owe_digest, channel, due=due)


def _make_room(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreFailed(f"{folder}: the archive's folder cannot be made ({error.strerror})") from error
