"""Makes lexicon.json.gz and synonyms.json.gz out of Open English WordNet (CC BY 4.0): `python -m bot.claims.data.build_lexicon OEWN.tar.xz`.

Only the first senses count: the tenth sense of a common verb would make half the dictionary its synonym.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

OUT = Path(__file__).parent
SYNONYM_SENSES = {"v": 2, "n": 2, "a": 2, "r": 2}
ANTONYM_SENSES = 3
# Lexicographer files (the figure in a sense key) whose nouns say that something is done or happens.
DOING = frozenset(["04", "07", "09", "10", "11", "12", "22", "26"])
# ... and those whose nouns, when that is their first sense, are things, people or places.
THINGS = frozenset(["05", "06", "08", "13", "14", "15", "17", "18", "20", "27"])
PEOPLE = frozenset(["14", "15", "18"])
# Derivations that are right by the dictionary and wrong in news: the noun is hardly ever the act.
NOT_DOING = frozenset(
    "state party power resolution security interest minister side man sort kind number level identity sign".split()
)
# Nouns of doing whose first senses WordNet does not link to their verb.
ALSO_DOING = {
    "death": "die",
    "loss": "lose",
    "sale": "sell",
    "conclusion": "conclude",
    "adherence": "adhere",
    "success": "succeed",
    "belief": "believe",
    "proof": "prove",
    "thanks": "thank",
    "defence": "defend",
    "defense": "defend",
    "recall": "recall",
    "landing": "land",
    "closure": "close",
    "opening": "open",
    "appointment": "appoint",
    "allegation": "allege",
    "acknowledgement": "acknowledge",
    "threat": "threaten",
    "pledge": "pledge",
    "retreat": "retreat",
    "usage": "use",
    "annexation": "annex",
    "expansion": "expand",
    "end": "end",
    "termination": "terminate",
    "cut": "cut",
    "response": "respond",
    "approval": "approve",
    "theft": "steal",
    "incursion": "",
    "charter": "",
}


@dataclass
class Sense:
    """One sense of a lemma: its key, its synset, and the keys it is linked to."""

    lemma: str
    pos: str
    rank: int
    key: str = ""
    synset: str = ""
    links: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def lexfile(self) -> str:
        return self.key.split("%")[1].split(":")[1]


def senses(lines: Iterator[str]) -> Iterator[Sense]:
    """The senses of one entries file. Its YAML is regular enough to be read by indentation."""
    lemma = pos = link = ""
    sense: Sense | None = None
    rank = 0
    for line in lines:
        if line[0] not in " \n":
            lemma = line.rstrip()[:-1].strip("'\"")
        elif re.match(r"  \w", line):
            pos, rank = line.strip()[0], 0
        elif line.startswith("    - ") or (sense and re.match(r"      \w", line)):
            if line.startswith("    - "):
                if sense is not None and sense.key:
                    yield sense
                sense = Sense(lemma, pos, rank)
            name, _, value = line.strip().removeprefix("- ").partition(":")
            link, value = name, value.strip().strip("'\"")
            if sense is not None and name == "id":
                sense.key = value
                rank += 1  # pronunciations are listed like senses, but have no id
            elif sense is not None and name == "synset":
                sense.synset = value
        elif sense is not None and line.startswith("      - "):
            sense.links[link].append(line.strip()[2:].strip("'\""))
    if sense is not None and sense.key:
        yield sense


def plain(lemma: str) -> bool:
    return re.fullmatch(r"[a-z]+(?:[ -][a-z]+)?", lemma) is not None


def build(archive: Path) -> dict[str, object]:
    """Everything the lexicon holds, from the archive's entries."""
    everything: list[Sense] = []
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            if "/entries-" in member.name and (stream := tar.extractfile(member)):
                everything += senses(iter(stream.read().decode("utf-8").splitlines(keepends=True)))
    by_key = {s.key: s for s in everything}
    verbs = nouns_of_doing(everything, by_key)
    return {
        "verbs": verbs,
        "families": families(everything, verbs, by_key),
        "only_verbs": "|".join(only_verbs(everything)),
        "synonyms": synonyms(everything),
        "antonyms": antonyms(everything, by_key),
    }


def nouns_of_doing(everything: list[Sense], by_key: dict[str, Sense]) -> dict[str, str]:
    first: dict[tuple[str, str], Sense] = {}
    for sense in everything:
        if sense.rank == 0:
            first.setdefault((sense.lemma, sense.pos), sense)
    best: dict[str, tuple[int, str]] = {}

    def propose(noun: Sense, verb: Sense, event: bool) -> None:
        if not plain(noun.lemma) or " " in noun.lemma or noun.lemma in NOT_DOING or noun.rank > 2 or verb.rank > 4:
            return
        thing = first[noun.lemma, "n"].lexfile in THINGS
        kin = noun.lemma[:3] == verb.lemma[:3] or event
        if (
            (thing and not event)
            or (thing and first[noun.lemma, "n"].lexfile in PEOPLE)
            or noun.lexfile not in DOING
            or not kin
        ):
            return
        # Prefer the noun's first sense, a verb spelled like it, and the verb's first sense.
        cost = 4 * noun.rank + verb.rank + (0 if event else 1) + (0 if noun.lemma == verb.lemma else 1)
        if noun.lemma not in best or (cost, verb.lemma) < best[noun.lemma]:
            best[noun.lemma] = (cost, verb.lemma)

    for sense in everything:
        for link in ("event", "derivation"):
            for key in sense.links.get(link, ()):
                other = by_key.get(key)
                if other is not None and {sense.pos, other.pos} == {"v", "n"}:
                    verb, noun = (sense, other) if sense.pos == "v" else (other, sense)
                    propose(noun, verb, link == "event")
    found = {noun: verb for noun, (_, verb) in best.items()} | ALSO_DOING
    return {noun: verb for noun, verb in sorted(found.items()) if verb}


def families(everything: list[Sense], verbs: dict[str, str], by_key: dict[str, Sense]) -> dict[str, str]:
    """Word -> the word its family goes by: verb for nouns of doing, adjective for its noun and adverb."""
    # A word that is a verb itself stays: "sign" is no kin of "signify", though the noun may be.
    own = {s.lemma for s in everything if s.pos == "v" and s.rank < 3}
    found = {noun: verb for noun, verb in verbs.items() if noun != verb and noun not in own}
    for sense in everything:
        if not plain(sense.lemma) or " " in sense.lemma or sense.rank > 1 or sense.lemma in found:
            continue
        for link in ("pertainym", "derivation"):
            for key in sense.links.get(link, ()):
                other = by_key.get(key)
                if other is None or other.pos not in "as" or other.lemma[:3] != sense.lemma[:3] or other.rank > 1:
                    continue
                quality = sense.pos == "n" and sense.lexfile in ("07", "26") and len(sense.lemma) > len(other.lemma)
                if (sense.pos == "r" and link == "pertainym") or quality:
                    found.setdefault(sense.lemma, other.lemma)
    adjectives = {s.lemma for s in everything if s.pos in "as"}
    for sense in everything:
        if sense.pos == "r" and sense.lemma.endswith("ly") and sense.lemma[:-2] in adjectives:
            found.setdefault(sense.lemma, sense.lemma[:-2])
    # "mobilise" and "mobilisation" go by the American spelling where the dictionary has both.
    words = {s.lemma for s in everything}
    for word in words:
        american = re.sub(r"is(e|ing)$", r"iz\1", word)
        if american != word and american in words and plain(word):
            found.setdefault(word, american)
    for word, name in found.items():
        found[word] = found.get(name, name) if name != word else word
    return dict(sorted((w, f) for w, f in found.items() if w != f))


def only_verbs(everything: list[Sense]) -> list[str]:
    """Verbs that are no nouns: "aligns" can only be one, whatever a tagger says."""
    nouns = {s.lemma for s in everything if s.pos == "n"}
    return sorted({s.lemma for s in everything if s.pos == "v" and plain(s.lemma) and " " not in s.lemma} - nouns)


def synonyms(everything: list[Sense]) -> dict[str, dict[str, str]]:
    members: dict[str, list[Sense]] = defaultdict(list)
    for sense in everything:
        members[sense.synset].append(sense)
    table: dict[str, dict[str, set[str]]] = {p: defaultdict(set) for p in "vnar"}
    for sense in everything:
        pos = "a" if sense.pos == "s" else sense.pos
        if pos not in table or not plain(sense.lemma) or sense.rank >= SYNONYM_SENSES[pos]:
            continue
        for other in members[sense.synset]:
            # The other word must mean this in its own first senses too, or "get" would be "kill".
            if other.lemma != sense.lemma and plain(other.lemma) and other.rank <= SYNONYM_SENSES[pos]:
                table[pos][sense.lemma].add(other.lemma)
    return packed(table)


def antonyms(everything: list[Sense], by_key: dict[str, Sense]) -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, set[str]]] = {p: defaultdict(set) for p in "vnar"}
    for sense in everything:
        pos = "a" if sense.pos == "s" else sense.pos
        for key in sense.links.get("antonym", ()):
            other = by_key.get(key)
            near = other is not None and sense.rank < ANTONYM_SENSES and other.rank < ANTONYM_SENSES
            if other is not None and near and pos in table and plain(sense.lemma) and plain(other.lemma):
                table[pos][sense.lemma].add(other.lemma)
                table[pos][other.lemma].add(sense.lemma)
    return packed(table)


def packed(table: dict[str, dict[str, set[str]]]) -> dict[str, dict[str, str]]:
    return {pos: {w: "|".join(sorted(ws)) for w, ws in sorted(rows.items())} for pos, rows in table.items()}


def main() -> None:
    data = build(Path(sys.argv[1]))
    # Synonyms are the bulk, and reading does without them: a file of their own, opened when asked for.
    write("synonyms.json.gz", data.pop("synonyms"))
    write("lexicon.json.gz", data)


def write(name: str, data: object) -> None:
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8")
    # No time stamp in the archive: the same WordNet gives the same bytes.
    (OUT / name).write_bytes(gzip.compress(body, 9, mtime=0))
    print(f"{name}: {(OUT / name).stat().st_size:,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
