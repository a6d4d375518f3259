"""Fetching from the archive what a new article's claims could clash with, quick on 100,000 claims too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import datetime
from itertools import chain

from sqlite_utils import Database

from bot.conflicts.rivals import Candidate, choose, season
from bot.nouns import Claim, Dispute, Statement
from bot.ports import Rivals
from store import places, ranking, rows
from store.codec import stamp
from store.ranking import Topic

#: Of a topic so many of the newest claims are fetched.
POSTINGS = 20_000


def rivals(db: Database, claims: Sequence[Claim], published: datetime | None = None) -> Rivals:
    """What is on file that these claims of an article ``published`` then, about to be filed, could clash with; and the disputes
    that these are part of or the articles most about the same, of whatever age. To be called once the older
    revision of their article has been superseded: so none is of the same article."""
    found = Topics(db, claims, _of_one_story(db, published))
    alike = found.alike()
    near = _claims_nearby(db, alike.nearest(found.told, found.may))
    fetch = _fetcher(db)
    further = {n: 0.0 for claim in claims for n in ranking.elsewhere(found.of(claim), near, fetch, total=found.claims)}
    likeness = {**near, **further}
    statements = fetch(list(likeness))
    candidates = [Candidate(statements[n], likeness[n]) for n in sorted(likeness, reverse=True)]
    by_claim = choose(claims, candidates)
    chosen = {s.claim.id for rival in by_claim.values() for s in rival}
    parts = [(n, n) for n, s in statements.items() if s.claim.id in chosen]
    return Rivals(by_claim, *_disputes_of(db, [*parts, *map(places.claims_of, alike.nearest(found.told))]))


def _of_one_story(db: Database, published: datetime | None) -> Set[int] | None:
    """The current revisions that may tell of what an article published then tells of; None for all of them."""
    when = season(published)
    if when is None:
        return None
    dated = db.execute("SELECT n FROM revisions WHERE current AND said BETWEEN ? AND ?", [*map(stamp, when)])
    undated = db.execute("SELECT n FROM revisions WHERE current AND published IS NULL")
    return {n for (n,) in chain(dated, undated)}


class Topics:
    """The topics of a new article that are on file, and who bears them; fetched when first asked for,
    since an article's claims share their topics. Claims are looked for in ``among`` alone (None: in every revision)."""

    def __init__(self, db: Database, claims: Sequence[Claim], among: Set[int] | None = None) -> None:
        self._db = db
        self.may = among.__contains__ if among is not None else None
        self._names = {rows.sayable(t) for claim in claims for t in claim.topics}
        self._on_file: dict[str, tuple[int, int, int]] = {}  # name -> number, claims, articles
        for batch in rows.batches(sorted(self._names)):
            sql = f"SELECT name, n, claims, articles FROM topics WHERE name IN ({rows.marks(batch)}) AND claims > 0"
            self._on_file.update((row[0], row[1:]) for row in db.execute(sql, batch))
        self._bearers: dict[int, Set[int]] = {}
        self.claims, self.articles = rows.tally(db, "claims"), rows.tally(db, "articles")

    def alike(self) -> ranking.Alike[int]:
        """The current revisions about the same."""
        topics = [Topic(articles, self._revisions(n)) for n, _, articles in self._on_file.values()]
        return ranking.alike(topics, total=self.articles, size=len(self._names))

    def of(self, claim: Claim) -> list[Topic[int]]:
        """The topics of a claim that are on file."""
        names = dict.fromkeys(map(rows.sayable, claim.topics))
        found = [self._on_file[name] for name in names if name in self._on_file]
        return [Topic(claims, self._claims(n)) for n, claims, _ in found]

    def _revisions(self, topic: int) -> Callable[[], Set[int]]:
        sql = "SELECT revision FROM about WHERE topic = ?"
        return lambda: {r for (r,) in self._db.execute(sql, [topic])}

    def _claims(self, topic: int) -> Callable[[], Set[int]]:
        sql = "SELECT revision, claims FROM about WHERE topic = ? ORDER BY revision DESC LIMIT ?"

        def bearers() -> Set[int]:
            if topic not in self._bearers:
                found: set[int] = set()
                for revision, at in self._db.execute(sql, [topic, POSTINGS]):
                    if self.may and not self.may(revision):
                        continue
                    found.update(places.number(revision, place) for place in places.places_in(at))
                    if len(found) >= POSTINGS:
                        break
                self._bearers[topic] = found
            return self._bearers[topic]

        return bearers

    def told(self, revisions: Sequence[int]) -> dict[int, tuple[int, str]]:
        """Of these revisions how many topics each has, and whose story it is."""
        told: dict[int, tuple[int, str]] = {}
        for batch in rows.batches(list(revisions)):
            sql = f"SELECT n, topics, story, article_id FROM revisions WHERE n IN ({rows.marks(batch)})"
            told.update((n, (size, story or article)) for n, size, story, article in self._db.execute(sql, batch))
        return told


def _claims_nearby(db: Database, likeness: Mapping[int, float]) -> dict[int, float]:
    """The current claims of these revisions, each with its article's likeness; of the nearest, should they be too many."""
    near: dict[int, float] = {}
    sql = "SELECT n FROM claims WHERE n BETWEEN ? AND ? AND current"
    for revision, like in likeness.items():
        if len(near) >= ranking.LOOKED_AT:
            break
        near.update((n, like) for (n,) in db.execute(sql, places.claims_of(revision)))
    return near


def _fetcher(db: Database) -> Callable[[Sequence[int]], Mapping[int, Statement]]:
    """Statements by number, each read once however many of the new claims it rivals."""
    held: dict[int, Statement] = {}
    shelved: dict[int, rows.Shelved] = {}

    def fetch(numbers: Sequence[int]) -> Mapping[int, Statement]:
        held.update(rows.statements(db, [n for n in numbers if n not in held], shelved))
        return held

    return fetch


def _disputes_of(db: Database, ranges: Iterable[tuple[int, int]]) -> tuple[Sequence[Dispute], Sequence[Dispute]]:
    """The disputes that the claims with numbers in these ranges (from, to) are part of: (open, settled), oldest first."""
    sql = "SELECT d.n FROM conflicts c JOIN disputes d ON d.id = c.dispute WHERE c.{} BETWEEN ? AND ?"
    asked = [sql.format(side) for side in ("old", "new")]
    ns = {n for of in ranges for side in asked for (n,) in db.execute(side, of)}
    found = rows.disputes(db, sorted(ns))
    return [d for d in found if d.state == "open"], [d for d in found if d.state != "open"]
