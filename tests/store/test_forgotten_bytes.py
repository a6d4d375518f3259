"""A forgotten article leaves nothing to read in the archive's file: the bytes are searched, not the tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot import editions
from bot.intake.subscriptions import Feed, Item
from bot.nouns import Article, Decision
from bot.ports import Rivals
from store.sqlite import SqliteStore
from tests.store.factories import at, everything, revision, says

SECRET = "The quaestor Zibrowius embezzled 4711 ducats of the Pfaffenwinkel almshouse."
LATER = SECRET.replace("4711", "4812")
OTHER = "A spokesman said the almshouse of Pfaffenwinkel lost nothing."
#: Words that stand in no other article: in any of them something of the forgotten one would show.
WORDS = ("zibrowius", "quaestor", "embezzl", "4711", "4812", "ducat", "Scandalmonger", "ignoramus")


async def everywhere(store: SqliteStore) -> str:
    """The article in every place that may hold words of it: editions, claims, indexes, a dispute, the outbox, the
    inbox, a feed, and pages that were written over."""
    other = revision("other", OTHER, title="Almshouse")
    await store.file(other, [says(other, "A spokesman", OTHER)], everything(other, []), alert_channel="C1", now=at())
    for n, text in enumerate((SECRET, LATER)):
        of = revision("secret", text, title=f"Zibrowius and the ducats, part {n}", author="Ignoramus", minutes=n)
        claims = [says(of, "Scandalmonger Zibrowius", text, lemma="embezzle")]

        def decide(rivals: Rivals, of=of, claims=claims, text=text) -> Decision:  # type: ignore[no-untyped-def]
            found = everything(of, claims)(rivals)
            told = [(d, replace(c, reason=f"One says {text}")) for d, c in found.conflicts]
            return replace(found, conflicts=tuple(told), edited=editions.compare(rivals.older, of, claims))

        filing = await store.file(of, claims, decide, alert_channel="C1", now=at(n))
        assert filing.taken_in
        await store.note_shown([of.id], "C2", now=at(n))
    article = Article("secret", "secret", SECRET, "Zibrowius")
    await store.inbox.receive([article], key="k", digest="d", answer=b"{}", now=at(3))
    feed, _ = await store.feeds.subscribe(Feed.at("https://paper.example/feed", now=at()))
    item = Item(feed.id, "g1", "https://paper.example/1", "f", at(), at(9), title="Zibrowius", article=article)
    await store.feeds.visited(feed, [item])
    return of.edition.article_id


def words_in(folder: Path) -> set[str]:
    """Which of the words stand anywhere in the archive's files, whatever their case."""
    held = b"".join(path.read_bytes() for path in sorted(folder.iterdir())).lower()
    return {word for word in WORDS if word.lower().encode() in held}


async def test_the_bytes_of_a_forgotten_article_are_gone_while_the_archive_is_open_and_after(tmp_path: Path) -> None:
    store = SqliteStore.open(f"sqlite:///{tmp_path}/archive.db")
    article_id = await everywhere(store)
    # Claims are compressed on file, so not every word stands there to be read; these do, or nothing is proven.
    assert {"zibrowius", "quaestor", "4711", "4812", "ducat"} <= words_in(tmp_path)
    assert [due.kind for due in await store.waiting() if "Zibrowius" in due.payload.get("text", "")] == ["notice"]
    assert [d.reason for d in await store.disputes()] == [f"One says {SECRET}"]
    await store.forget(article_id, by="@ann", reason="asked to", near_copies=True, now=at(9))
    assert words_in(tmp_path) == set()
    assert await store.disputes() == []
    assert [e.ref for e in await store.articles()] == ["other"]
    await store.close()
    assert words_in(tmp_path) == set()


async def test_no_table_holds_a_compressed_piece_of_it_either(tmp_path: Path) -> None:
    store = SqliteStore.open(f"sqlite:///{tmp_path}/archive.db")
    article_id = await everywhere(store)
    await store.forget(article_id, by="@ann", reason="asked to", near_copies=False, now=at(9))
    held = await store._connections.read(_pointers, article_id)
    await store.close()
    assert held == {}


def _pointers(db, article_id: str) -> dict[str, int]:  # type: ignore[no-untyped-def]
    """Tables with rows of revisions that are not on file any more."""
    columns = {"readings": "revision", "sketches": "revision", "about": "revision", "shown": "revision",
               "edits": "revision", "changes": "revision", "notices": "revision"}  # fmt: skip
    counts = {
        table: db.execute(f"SELECT count(*) FROM {table} WHERE {c} NOT IN (SELECT n FROM revisions)").fetchone()[0]
        for table, c in columns.items()
    }
    counts["claims"] = db.execute(
        "SELECT count(*) FROM claims WHERE n >> 16 NOT IN (SELECT n FROM revisions)"
    ).fetchone()[0]
    counts["outbox"] = db.execute("SELECT count(*) FROM outbox WHERE subject = ?", [article_id]).fetchone()[0]
    return {table: count for table, count in counts.items() if count}
