"""The archive as people look at it with other tools: one view for each question, in words, quotations cut from the texts.

Views hold nothing; they are made anew whenever this file says something else than the archive does.
"""

from __future__ import annotations

from sqlite_utils import Database

VIEWS = {
    "articles": """
        SELECT n, CAST(title AS TEXT) AS title, CAST(outlet AS TEXT) AS outlet, substr(said, 1, 10) AS day,
            CAST(author AS TEXT) AS author, claims, language, CAST(url AS TEXT) AS url, published, updated, fetched,
            filed, ref, article_id, story AS copy_of, CAST(text AS TEXT) AS text
        FROM revisions WHERE current""",
    "quotations": """
        SELECT c.n, CAST(s.name AS TEXT) AS speaker, c.cue_lemma AS verb, c.cue_class AS kind,
            substr(CAST(r.text AS TEXT), c.start + 1, c.length) AS quote, CAST(r.outlet AS TEXT) AS outlet,
            CAST(r.title AS TEXT) AS title, date(c.said, 'unixepoch') AS day, CAST(r.url AS TEXT) AS url,
            r.n AS revision, r.article_id
        FROM claims c JOIN revisions r ON r.n = c.n >> 16 LEFT JOIN speakers s ON s.n = c.speaker
        WHERE c.current""",
    "clashes": """
        SELECT k.n, d.state, k.kind, CAST(k.reason AS TEXT) AS reason,
            substr(CAST(a.text AS TEXT), o.start + 1, o.length) AS old_quote, CAST(p.name AS TEXT) AS old_speaker,
            substr(CAST(b.text AS TEXT), w.start + 1, w.length) AS new_quote, CAST(q.name AS TEXT) AS new_speaker,
            CAST(a.outlet AS TEXT) AS old_outlet, CAST(a.title AS TEXT) AS old_title,
            date(o.said, 'unixepoch') AS old_day, CAST(a.url AS TEXT) AS old_url,
            CAST(b.outlet AS TEXT) AS new_outlet, CAST(b.title AS TEXT) AS new_title,
            date(w.said, 'unixepoch') AS new_day, CAST(b.url AS TEXT) AS new_url, k.label,
            round(k.confidence, 3) AS confidence, d.opened, CAST(d.settled_how AS TEXT) AS settled_how,
            CAST(d.settled_by AS TEXT) AS settled_by, d.settled_at, d.id AS dispute
        FROM conflicts k JOIN disputes d ON d.id = k.dispute
        JOIN claims o ON o.n = k.old JOIN revisions a ON a.n = k.old >> 16 LEFT JOIN speakers p ON p.n = o.speaker
        JOIN claims w ON w.n = k.new JOIN revisions b ON b.n = k.new >> 16 LEFT JOIN speakers q ON q.n = w.speaker""",
    "editions": """
        SELECT r.n, CAST(r.title AS TEXT) AS title, CAST(r.outlet AS TEXT) AS outlet,
            row_number() OVER (PARTITION BY r.article_id ORDER BY r.n) AS edition, r.current,
            (SELECT count(*) FROM changes c WHERE c.revision = r.n) AS changes, e.silent, r.published, r.updated,
            r.fetched, r.filed, CAST(r.url AS TEXT) AS url, r.article_id
        FROM revisions r LEFT JOIN edits e ON e.revision = r.n""",
    "edition_changes": """
        SELECT h.n, h.kind, CAST(r.title AS TEXT) AS title, CAST(r.outlet AS TEXT) AS outlet,
            substr(CAST(a.text AS TEXT), o.start + 1, o.length) AS old_quote,
            substr(CAST(r.text AS TEXT), w.start + 1, w.length) AS new_quote, e.silent, r.filed, h.revision
        FROM changes h JOIN revisions r ON r.n = h.revision LEFT JOIN edits e ON e.revision = h.revision
        LEFT JOIN claims o ON o.n = h.old LEFT JOIN revisions a ON a.n = h.old >> 16
        LEFT JOIN claims w ON w.n = h.new""",
    "corrections": """
        SELECT t.n, t.kind, substr(CAST(r.text AS TEXT), t.start + 1, t.length) AS notice,
            CAST(r.title AS TEXT) AS title, CAST(r.outlet AS TEXT) AS outlet,
            substr(CAST(a.text AS TEXT), o.start + 1, o.length) AS old_quote,
            substr(CAST(r.text AS TEXT), w.start + 1, w.length) AS new_quote, r.filed, t.revision
        FROM notices t JOIN revisions r ON r.n = t.revision
        LEFT JOIN claims o ON o.n = t.old LEFT JOIN revisions a ON a.n = t.old >> 16
        LEFT JOIN claims w ON w.n = t.new""",
    "withdrawn": """
        SELECT x.article_id, CAST(r.title AS TEXT) AS title, CAST(r.outlet AS TEXT) AS outlet, x.at,
            CAST(x."by" AS TEXT) AS "by", CAST(x.reason AS TEXT) AS reason, x.publisher, x.lifted
        FROM withdrawals x LEFT JOIN revisions r
            ON r.n = (SELECT max(n) FROM revisions WHERE article_id = x.article_id)""",
    "feed_visits": """
        SELECT f.n, f.title, f.url, f.standing, f.fetched, f.next_visit, f.seconds_between, f.failures, f.problem,
            (SELECT count(*) FROM feed_items i WHERE i.feed = f.id AND i.state = 'due') AS due,
            (SELECT count(*) FROM feed_items i WHERE i.feed = f.id AND i.state = 'filed') AS filed,
            (SELECT count(*) FROM feed_items i WHERE i.feed = f.id AND i.state = 'given up') AS given_up,
            (SELECT max(i.filed) FROM feed_items i WHERE i.feed = f.id) AS last_filed, f.id AS feed
        FROM feeds f""",
    "outlets": """
        SELECT CAST(outlet AS TEXT) AS outlet, count(*) AS articles, sum(claims) AS claims,
            substr(min(said), 1, 10) AS first_day, substr(max(said), 1, 10) AS last_day
        FROM revisions WHERE current GROUP BY outlet""",
}


def put(db: Database) -> None:
    """Has the archive show these views and no others of ours."""
    there = dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
    for name, sql in ((name, f'CREATE VIEW "{name}" AS{body}') for name, body in VIEWS.items()):
        if there.get(name) != sql:
            db.execute(f'DROP VIEW IF EXISTS "{name}"')
            db.execute(sql)


def take_away(db: Database) -> None:
    """Without them, tables can be renamed and replaced. Views that people made for themselves are left."""
    for name in VIEWS:
        db.execute(f'DROP VIEW IF EXISTS "{name}"')
