"""Fetching from the archive what a new article's claims could clash with, quick on 100,000 claims too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from sqlite_utils import Database

from bot.conflicts.rivals import Candidate, choose
from bot.nouns import Claim, Dispute, Statement
from bot.ports import Rivals
from store import places, ranking, rows
from store.ranking import Topic

#: Of a topic so many of the newest claims are fetched.
POSTINGS = 20_000


def rivals(db: Database, claims: Sequence[Claim]) -> Rivals:
    """What is on file that these claims, about to be filed, could clash with. To be called once the
    older revision of their article has been superseded: so none is of the same article."""
    found = Topics(db, claims)
    near = _claims_nearby(db, found.nearby())
    fetch = _fetcher(db)
    further = {n: 0.0 for claim in claims for n in ranking.elsewhere(found.of(claim), near, fetch, total=found.claims)}
    likeness = {**near, **further}
    statements = fetch(list(likeness))
    candidates = [Candidate(statements[n], likeness[n]) for n in sorted(likeness, reverse=True)]
    by_claim = choose(claims, candidates)
    chosen = {s.claim.id for found in by_claim.values() for s in found}
    return Rivals(by_claim, *_disputes_of(db, (n for n, s in statements.items() if s.claim.id in chosen)))


class Topics:
    """The topics of a new article that are on file, and who bears them; fetched when first asked for,
    since an article's claims share their topics."""

    def __init__(self, db: Database, claims: Sequence[Claim]) -> None:
        self._db = db
        self._names = {rows.sayable(t) for claim in claims for t in claim.topics}
        self._on_file: dict[str, tuple[int, int, int]] = {}  # name -> number, claims, articles
        for batch in rows.batches(sorted(self._names)):
            sql = f"SELECT name, n, claims, articles FROM topics WHERE name IN ({rows.marks(batch)}) AND claims > 0"
            self._on_file.update((row[0], row[1:]) for row in db.execute(sql, batch))
        self._bearers: dict[int, Set[int]] = {}
        self.claims, self.articles = rows.tally(db, "claims"), rows.tally(db, "articles")

    def nearby(self) -> dict[int, float]:
        """The current revisions most about the same, each with its likeness."""
        topics = [Topic(articles, self._revisions(n)) for n, _, articles in self._on_file.values()]
        return ranking.nearby(topics, total=self.articles, size=len(self._names), told=self._told)

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
                    found.update(places.number(revision, place) for place in places.places_in(at))
                    if len(found) >= POSTINGS:
                        break
                self._bearers[topic] = found
            return self._bearers[topic]

        return bearers

    def _told(self, revisions: Sequence[int]) -> dict[int, tuple[int, str]]:
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


def _disputes_of(db: Database, numbers: Iterable[int]) -> tuple[Sequence[Dispute], Sequence[Dispute]]:
    """The disputes that the claims with these numbers are part of: (open, settled), oldest first."""
    ns: set[int] = set()
    for batch in rows.batches(list(numbers)):
        for side in ("old", "new"):
            sql = f"SELECT d.n FROM conflicts c JOIN disputes d ON d.id = c.dispute WHERE c.{side} IN ({rows.marks(batch)})"
            ns.update(n for (n,) in db.execute(sql, batch))
    found = rows.disputes(db, sorted(ns))
    return [d for d in found if d.state == "open"], [d for d in found if d.state != "open"]
