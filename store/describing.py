"""What each table, view and column of the archive is, in words: for docs/database.md, and for looking with Datasette."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sqlite_utils import Database

DESCRIBED = Path(__file__).with_name("described.toml")
#: Tables that a word index keeps for itself.
INDEXES = ("claim_words", "dispute_words")
#: The tables that say something to people; the others are how the bot keeps its books.
SHOWN = ("revisions", "claims", "speakers", "topics", "disputes", "conflicts", "feeds", "feed_items")
#: Where `wirecheck browse` begins: what a newcomer wants to see first.
QUERIES = {
    "most_quoted": (
        "Who is quoted most",
        "SELECT speaker, count(*) AS claims, count(DISTINCT outlet) AS outlets FROM quotations"
        " WHERE speaker IS NOT NULL GROUP BY speaker ORDER BY claims DESC LIMIT 100",
    ),
    "open_disputes": (
        "What is disputed and open, the newest first",
        "SELECT reason, old_quote, old_outlet, new_quote, new_outlet, opened FROM clashes"
        " WHERE state = 'open' ORDER BY opened DESC",
    ),
    "silent_edits": (
        "What was changed without a word",
        "SELECT outlet, title, kind, old_quote, new_quote, filed FROM edition_changes WHERE silent ORDER BY filed DESC",
    ),
    "said_with": (
        "Who used this verb, such as deny, condemn, confirm",
        "SELECT day, speaker, quote, outlet, url FROM quotations WHERE verb = :verb ORDER BY day DESC",
    ),
}


@dataclass(frozen=True, slots=True)
class Described:
    """One table or view in words."""

    name: str
    about: str
    label: str
    columns: Mapping[str, str]
    units: Mapping[str, str] = field(default_factory=dict)
    view: bool = False


@cache
def described() -> tuple[Described, ...]:
    """Every view and table, the views first, in the order they are shown."""
    told = tomllib.loads(DESCRIBED.read_text("utf-8"))
    return tuple(
        Described(name, one["about"], one["label"], one["columns"], one.get("units", {}), kind == "views")
        for kind in ("views", "tables")
        for name, one in told[kind].items()
    )


def live(db: Database) -> dict[str, tuple[str, list[str]]]:
    """The tables and views an archive really has, each with its kind and columns; a word index as one."""
    found: dict[str, tuple[str, list[str]]] = {}
    for name, kind in db.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"):
        if not any(name.startswith(f"{index}_") for index in INDEXES):
            columns = [row[1] for row in db.execute(f'PRAGMA table_xinfo("{name}")')]
            found[name] = kind, [c for c in columns if name not in INDEXES or c not in (name, "rank")]
    return found


def metadata(database: str) -> dict[str, Any]:
    """What Datasette is told of an archive whose file is called ``database`` (without its ending)."""
    tables: dict[str, Any] = {one.name: _told(one) for one in described()}
    tables["quotations"] |= {"fts_table": "claim_words", "fts_pk": "n"}
    tables["clashes"] |= {"facets": ["state", "kind"], "sort_desc": "opened"}
    for index in INDEXES:
        tables |= {f"{index}_{part}": {"hidden": True} for part in ("config", "content", "data", "docsize", "idx")}
    queries = {name: {"title": title, "sql": sql} for name, (title, sql) in QUERIES.items()}
    return {
        "title": "Wirecheck: the archive",
        "description": "Who said what, word for word, and what contradicts it. Begin with quotations and clashes.",
        "databases": {database: {"tables": tables, "queries": queries}},
    }


def _told(one: Described) -> dict[str, Any]:
    told: dict[str, Any] = {"description": one.about}
    if one.view:
        return told  # its columns are called what they are; telling it pushed the rows off the page
    told |= {"columns": dict(one.columns), "label_column": one.label, "hidden": one.name not in SHOWN}
    if one.units:
        told["units"] = dict(one.units)
    return told


def page() -> Iterator[str]:
    """The reference in docs/database.md, line by line."""
    for kind, heading in ((True, "Views"), (False, "Tables")):
        yield f"## {heading}"
        for one in described():
            if one.view == kind:
                yield from ("", f"### {one.name}", "", one.about, "", "| Column | What it is |", "|---|---|")
                for column, what in one.columns.items():
                    unit = f" ({one.units[column]})" if column in one.units else ""
                    yield f"| `{column}` | {what}{unit} |"
        yield ""
