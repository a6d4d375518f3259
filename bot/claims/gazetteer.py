"""Countries, capitals, peoples and well-known bodies under all their names, as the data files list them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name stands for. ``how``: "name", "capital", "people" (adjective or people) or "seat"."""

    name: str
    kind: str
    how: str = "name"


@cache
def entries() -> Mapping[str, Entry]:
    """Every name and other name, in lower case, to what it stands for."""
    found: dict[str, Entry] = {}
    for country, capitals, peoples, others in _rows("countries.tsv", 4):
        found[country.lower()] = Entry(country, "country")
        for names, how in ((capitals, "capital"), (peoples, "people"), (others, "seat")):
            for name in filter(None, names.split(";")):
                found.setdefault(name.strip().lower(), Entry(country, "country", how))
    for name, kind, others, _ in _rows("names.tsv", 4):
        # A town in the list of spellings may be a capital, and that stands for its country.
        found[name.lower()] = _with_kind(found, name, name, kind)
        for other in filter(None, others.split(";")):
            found[other.strip().lower()] = _with_kind(found, other, name, kind)
    return found


def _with_kind(found: Mapping[str, Entry], other: str, name: str, kind: str) -> Entry:
    known = found.get(other.strip().lower())
    # An old spelling of a capital still stands for its country.
    return known if known is not None and kind == "place" else Entry(name, kind)


def lookup(name: str) -> Entry | None:
    """What this name stands for, or None."""
    return entries().get(name.lower().strip())


def spellings_of(word: str) -> frozenset[str]:
    """The other spellings of a person's surname or a town that names.tsv lists, in small letters: "zelenskiy" for "Zelensky"."""
    low = word.lower()
    return _spellings().get(low, frozenset()) - {low}


@cache
def _spellings() -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, kind, others, _ in _rows("names.tsv", 4):
        words = frozenset(w.strip().lower() for w in (name, *others.split(";")) if w.strip() and " " not in w.strip())
        if kind in ("person", "place"):
            found = dict.fromkeys(words, words) | found  # the first that has a word keeps it
    return found


def country_of(word: str) -> str:
    """The country a name, capital, seat or adjective belongs to, or ""."""
    entry = lookup(word)
    return entry.name if entry is not None and entry.kind == "country" else ""


@cache
def adjective_of(country: str) -> str:
    """The country's first adjective ("Russia" -> "Russian"), or ""."""
    for name, _, peoples, _ in _rows("countries.tsv", 4):
        if name == country:
            return peoples.split(";")[0]
    return ""


@cache
def peoples_of(country: str) -> frozenset[str]:
    """The country's adjectives and names of its people, in small letters."""
    rows = _rows("countries.tsv", 4)
    return frozenset(p.strip().lower() for name, _, peoples, _ in rows if name == country for p in peoples.split(";"))


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind in titles.tsv: "title", "role", "group", "anonymous", "fighter", "struck", "document",
    "office" or "house", in lower case."""
    return frozenset(w.lower() for row in _rows("titles.tsv", 2) if row[0] == kind for w in row[1].split())


@cache
def pronoun_of(first_name: str) -> str:
    """ "he", "she", or "" where the name does not tell."""
    return _pronouns().get(first_name, "")


@cache
def _pronouns() -> Mapping[str, str]:
    return {name: pronoun for pronoun, names in _rows("first_names.tsv", 2) for name in names.split()}


def _rows(name: str, width: int) -> Iterator[list[str]]:
    text = resources.files("bot.claims").joinpath("data", name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield [*(cell.strip() for cell in line.split("\t")), *[""] * width][:width]
