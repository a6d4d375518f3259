"""The feeds a newsroom follows and what they brought, in SQLite: the promises of ``FeedShelf``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import orjson
from sqlite_utils import Database

from bot.intake.subscriptions import LEASE, Feed, Item, Tally, Word
from bot.nouns import Article
from store import outbox
from store.codec import dump, load, moment, moment_or_none, stamp, stamp_or_none
from store.connections import Connections
from store.rows import BATCH

FEED = (
    "id, url, title, site, folder, added, added_by, permitted, standing, next_visit, etag, modified, sha256, "
    "fetched, succeeded, failures, problem, seconds_between, recent"
)
ITEM = (
    "feed, key, url, fingerprint, title, author, published, seen, state, not_before, attempts, problem, "
    "article_key, filed, etag, modified, looks, payload"
)


class SqliteFeeds:
    """Implements ``FeedShelf`` over the archive's connections."""

    def __init__(self, connections: Connections) -> None:
        self._write, self._read = connections.write, connections.read

    async def subscribe(self, feed: Feed) -> tuple[Feed, bool]:
        return await self._write(subscribe, feed)

    async def unsubscribe(self, feed_id: str) -> bool:
        return await self._write(unsubscribe, feed_id)

    async def feeds(self) -> Sequence[Feed]:
        return await self._read(feeds)

    async def take_feeds(self, *, now: datetime, limit: int, busy: Collection[str] = ()) -> Sequence[Feed]:
        return await self._write(take_feeds, now=now, limit=limit, busy=busy)

    async def take_items(self, *, now: datetime, limit: int, busy: Collection[str] = ()) -> Sequence[Item]:
        return await self._write(take_items, now=now, limit=limit, busy=busy)

    async def take_feed(self, feed_id: str, *, now: datetime) -> Feed | None:
        return await self._write(take_feed, feed_id, now=now)

    async def known_items(self, feed_id: str, keys: Collection[str]) -> Mapping[str, Item]:
        return await self._read(known_items, feed_id, keys)

    async def visited(self, feed: Feed, items: Sequence[Item], *, word: Word | None = None) -> None:
        await self._write(visited, feed, items, word=word)

    async def item_left(self, item: Item) -> None:
        await self._write(item_left, item)

    async def tallies(self, *, since: datetime) -> Mapping[str, Tally]:
        return await self._read(tallies, since=since)

    async def prune_items(self, *, before: datetime, keep: int) -> int:
        return await self._write(prune_items, before=before, keep=keep)


def host_of(url: str) -> str:
    """The host a request for this goes to."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


# --- following -----------------------------------------------------------------------------------


def subscribe(db: Database, feed: Feed) -> tuple[Feed, bool]:
    row = _feed_row(feed)
    added = db.execute(
        f"INSERT INTO feeds({', '.join(row)}) VALUES ({_marks(row)}) ON CONFLICT DO NOTHING", list(row.values())
    ).rowcount
    found = db.execute(f"SELECT {FEED} FROM feeds WHERE url = ? OR id = ?", [feed.url, feed.id]).fetchone()
    return _feed(found), added == 1


def unsubscribe(db: Database, feed_id: str) -> bool:
    return db.execute("DELETE FROM feeds WHERE id = ?", [feed_id]).rowcount == 1


def feeds(db: Database) -> list[Feed]:
    return [_feed(row) for row in db.execute(f"SELECT {FEED} FROM feeds ORDER BY added, n")]


# --- taking what is due --------------------------------------------------------------------------


def take_feeds(db: Database, *, now: datetime, limit: int, busy: Collection[str]) -> list[Feed]:
    rows = db.execute(
        # With min() the other columns are those of the row that has it (SQLite promises this).
        f"SELECT {FEED}, min(next_visit) FROM feeds WHERE standing = 'active' AND next_visit <= ?"
        f" AND (leased_until IS NULL OR leased_until <= ?) AND host NOT IN ({_marks(busy)})"
        " GROUP BY host ORDER BY next_visit, n LIMIT ?",
        [stamp(now), stamp(now), *busy, limit],
    ).fetchall()
    found = [_feed(row) for row in rows]
    for feed in found:
        db.execute("UPDATE feeds SET leased_until = ? WHERE id = ?", [stamp(now + LEASE), feed.id])
    return found


def take_items(db: Database, *, now: datetime, limit: int, busy: Collection[str]) -> list[Item]:
    rows = db.execute(
        f"SELECT {ITEM}, n, min(n) FROM feed_items WHERE not_before IS NOT NULL AND not_before <= ?"
        f" AND (leased_until IS NULL OR leased_until <= ?) AND host NOT IN ({_marks(busy)})"
        " GROUP BY CASE host WHEN '' THEN n ELSE host END ORDER BY n LIMIT ?",
        [stamp(now), stamp(now), *busy, limit],
    ).fetchall()
    for row in rows:
        db.execute("UPDATE feed_items SET leased_until = ? WHERE n = ?", [stamp(now + LEASE), row[-2]])
    return [_item(row) for row in rows]


def take_feed(db: Database, feed_id: str, *, now: datetime) -> Feed | None:
    taken = db.execute(
        "UPDATE feeds SET leased_until = ? WHERE id = ? AND (leased_until IS NULL OR leased_until <= ?)",
        [stamp(now + LEASE), feed_id, stamp(now)],
    ).rowcount
    row = db.execute(f"SELECT {FEED} FROM feeds WHERE id = ?", [feed_id]).fetchone()
    return _feed(row) if taken and row else None


def known_items(db: Database, feed_id: str, keys: Collection[str]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    wanted = list(keys)
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        rows = db.execute(f"SELECT {ITEM} FROM feed_items WHERE feed = ? AND key IN ({_marks(some)})", [feed_id, *some])
        found.update({item.key: item for item in map(_item, rows)})
    return found


# --- keeping how it went -------------------------------------------------------------------------


def visited(db: Database, feed: Feed, items: Sequence[Item], *, word: Word | None) -> None:
    row = _feed_row(feed)
    if db.execute("SELECT 1 FROM feeds WHERE url = ? AND id != ?", [feed.url, feed.id]).fetchone():
        del row["url"], row["host"]
    settings = ", ".join(f"{column} = ?" for column in row)
    kept = db.execute(f"UPDATE feeds SET {settings}, leased_until = NULL WHERE id = ?", [*row.values(), feed.id])
    if not kept.rowcount:
        return
    for item in items:
        _put(db, item)
    if word is not None:
        when = feed.fetched or feed.added
        payload = {"text": word.text}
        outbox.owe(db, word.key, "notice", channel=word.channel, subject=feed.id, due=when, payload=payload)


def _put(db: Database, item: Item) -> None:
    """A new item, or what has changed of one on file."""
    row = _item_row(item)
    changed = ", ".join(f"{column} = excluded.{column}" for column in row if column not in ("feed", "key"))
    db.execute(
        f"INSERT INTO feed_items({', '.join(row)}) VALUES ({_marks(row)})"
        f" ON CONFLICT(feed, key) DO UPDATE SET {changed}, leased_until = NULL",
        list(row.values()),
    )


def item_left(db: Database, item: Item) -> None:
    row = _item_row(item)
    settings = ", ".join(f"{column} = ?" for column in row)
    db.execute(
        # What a visit found out while this was at work is kept: it is due with its new words.
        f"UPDATE feed_items SET {settings}, leased_until = NULL WHERE feed = ? AND key = ? AND fingerprint = ?",
        [*row.values(), item.feed, item.key, item.fingerprint],
    )


def prune_items(db: Database, *, before: datetime, keep: int) -> int:
    return int(
        db.execute(
            "DELETE FROM feed_items WHERE not_before IS NULL AND seen < ? AND n NOT IN (SELECT n FROM"
            " (SELECT n, row_number() OVER (PARTITION BY feed ORDER BY seen DESC, n DESC) AS place FROM feed_items)"
            " WHERE place <= ?)",
            [stamp(before), keep],
        ).rowcount
    )


# --- looking -------------------------------------------------------------------------------------


def tallies(db: Database, *, since: datetime) -> dict[str, Tally]:
    states: dict[str, dict[str, int]] = {}
    for feed_id, state, count in db.execute("SELECT feed, state, count(*) FROM feed_items GROUP BY feed, state"):
        states.setdefault(feed_id, {})[state] = count
    days: dict[str, dict[date, int]] = {}
    rows = db.execute(
        "SELECT feed, substr(filed, 1, 10), count(*) FROM feed_items WHERE filed >= ? GROUP BY 1, 2", [stamp(since)]
    )
    for feed_id, day, count in rows:
        days.setdefault(feed_id, {})[date.fromisoformat(day)] = count
    return {
        feed_id: Tally(by.get("due", 0), by.get("filed", 0), by.get("given up", 0), days.get(feed_id, {}))
        for feed_id, by in states.items()
    }


# --- rows ----------------------------------------------------------------------------------------


def _marks(values: Iterable[Any]) -> str:
    return ", ".join("?" for _ in values)


def _feed_row(feed: Feed) -> dict[str, Any]:
    return {
        "id": feed.id,
        "url": feed.url,
        "host": host_of(feed.url),
        "title": feed.title,
        "site": feed.site,
        "folder": feed.folder,
        "added": stamp(feed.added),
        "added_by": feed.added_by,
        "permitted": int(feed.permitted),
        "standing": feed.standing,
        "next_visit": stamp(feed.next),
        "etag": feed.etag,
        "modified": feed.modified,
        "sha256": feed.sha256,
        "fetched": stamp_or_none(feed.fetched),
        "succeeded": stamp_or_none(feed.succeeded),
        "failures": feed.failures,
        "problem": feed.problem,
        "seconds_between": round(feed.interval.total_seconds()),
        "recent": orjson.dumps([stamp(m) for m in feed.recent]).decode(),
    }


def _feed(row: Sequence[Any]) -> Feed:
    return Feed(
        id=row[0],
        url=row[1],
        title=row[2],
        site=row[3],
        folder=row[4],
        added=moment(row[5]),
        added_by=row[6],
        permitted=bool(row[7]),
        standing=row[8],
        next=moment(row[9]),
        etag=row[10],
        modified=row[11],
        sha256=row[12],
        fetched=moment_or_none(row[13]),
        succeeded=moment_or_none(row[14]),
        failures=row[15],
        problem=row[16],
        interval=timedelta(seconds=row[17]),
        recent=tuple(moment(m) for m in orjson.loads(row[18])),
    )


def _item_row(item: Item) -> dict[str, Any]:
    return {
        "feed": item.feed,
        "key": item.key,
        "url": item.url,
        "host": "" if item.article else host_of(item.url),
        "fingerprint": item.fingerprint,
        "title": item.title,
        "author": item.author,
        "published": stamp_or_none(item.published),
        "seen": stamp(item.seen),
        "state": item.state,
        "not_before": stamp_or_none(item.not_before),
        "attempts": item.attempts,
        "problem": item.problem,
        "article_key": item.article_key,
        "filed": stamp_or_none(item.filed),
        "etag": item.etag,
        "modified": item.modified,
        "looks": item.looks,
        "payload": dump(item.article) if item.article else None,
    }


def _item(row: Sequence[Any]) -> Item:
    return Item(
        feed=row[0],
        key=row[1],
        url=row[2],
        fingerprint=row[3],
        title=row[4],
        author=row[5],
        published=moment_or_none(row[6]),
        seen=moment(row[7]),
        state=row[8],
        not_before=moment_or_none(row[9]),
        attempts=row[10],
        problem=row[11],
        article_key=row[12],
        filed=moment_or_none(row[13]),
        etag=row[14],
        modified=row[15],
        looks=row[16],
        article=load(Article, row[17]) if row[17] is not None else None,
    )
