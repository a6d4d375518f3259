"""A claim written briefly: by place instead of by name, spans counted from its sentence, what stands in the text left out.

What is written can always be read back: a claim that does not come back equal is written at length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Tree = dict[str, Any]
Line = list[Any]
#: Of a role, what has a place of its own; a name and its kind follow where there are any.
ROLE = ("role", "span", "head", "words", "name", "kind")
APART = frozenset(("sentence", "content", "events", "topics", "quote"))


def brief(tree: Tree, text: str) -> Line | Tree:
    """The claim that ``packed_codec`` made a tree of, as a list; as the tree itself where that would lose something."""
    try:
        line = _line(tree, text)
        return line if full(line, text) == tree else tree
    except (KeyError, TypeError, ValueError, IndexError):
        return tree


def full(line: Line | Tree, text: str) -> Tree:
    """The tree that ``brief`` was given with this text."""
    if isinstance(line, dict):
        return line
    sentence, content, events, bits, other = line[:5]
    start, length = sentence
    tree: Tree = {"sentence": sentence, "quote": text[start : start + length]}
    tree["content"] = [[at + start, size] for at, size in content]
    if events:
        tree["events"] = [_event(event, start) for event in events]
    if topics := sorted([*_chosen(_known(tree), bits), *other]):
        tree["topics"] = topics
    return tree | (line[5] if len(line) > 5 else {})


def _line(tree: Tree, text: str) -> Line:
    start, length = tree["sentence"]
    events = [list(_brief_event(event, start)) for event in tree.get("events", ())]
    known = _known(tree)
    topics = set(tree.get("topics", ()))
    other = sorted(topics - set(known))
    content = [[at - start, size] for at, size in tree["content"]]
    rest = {name: part for name, part in tree.items() if name not in APART}
    if tree["quote"] != text[start : start + length]:
        rest["quote"] = tree["quote"]
    line = [tree["sentence"], content, events, _bits(known, topics), other]
    return [*line, rest] if rest else line


# --- events --------------------------------------------------------------------------------------


def _brief_event(event: Tree, start: int) -> Iterator[Any]:
    at, size = event["span"]
    rest = {name: part for name, part in event.items() if name not in ("predicate", "span", "roles")}
    yield from (event["predicate"], at - start, size)
    yield [part for role in event.get("roles", ()) for part in _brief_role(role, at)]
    if rest:
        yield rest


def _event(line: Line, start: int) -> Tree:
    predicate, at, size, roles = line[:4]
    event: Tree = {"predicate": predicate, "span": [at + start, size]}
    if roles:
        event["roles"] = list(_roles(roles, at + start))
    return event | (line[4] if len(line) > 4 else {})


def _brief_role(role: Tree, at: int) -> Iterator[Any]:
    if not role.keys() <= set(ROLE):
        raise ValueError("a role of a later kind")
    start, size = role["span"]
    words = role.get("words", ())
    yield from (role["role"], start - at, size)
    # The head is nearly always the last word.
    yield "" if words and words[-1] == role["head"] else role["head"]
    yield " ".join(words)
    if "name" in role or "kind" in role:
        yield [role.get("name", ""), role.get("kind", "")]


def _roles(line: Line, at: int) -> Iterator[Tree]:
    i = 0
    while i < len(line):
        name, start, size, head, words = line[i : i + 5]
        i += 5
        role: Tree = {"role": name, "span": [start + at, size], "head": head or words.rpartition(" ")[2]}
        if words:
            role["words"] = words.split(" ")
        if i < len(line) and isinstance(line[i], list):
            role |= {key: part for key, part in zip(("name", "kind"), line[i], strict=True) if part}
            i += 1
        yield role


# --- topics --------------------------------------------------------------------------------------


def _known(tree: Tree) -> list[str]:
    """What a claim's events name, in an order that can be found again: most of its topics are among them."""
    words: set[str] = set()
    for event in tree.get("events", ()):
        words.add(event["predicate"])
        for role in event.get("roles", ()):
            words.update((*role.get("words", ()), role["head"], role.get("name", "").lower()))
    return sorted(words)


def _bits(known: Iterable[str], topics: set[str]) -> str:
    """Which of the known words are topics, in hexadecimal behind a one."""
    return f"{int('1' + ''.join('01'[word in topics] for word in known), 2):x}"


def _chosen(known: Iterable[str], bits: str) -> Iterator[str]:
    return (word for word, bit in zip(known, f"{int(bits, 16):b}"[1:], strict=True) if bit == "1")
