"""The words of a name: what one phrase calls a person, a body or a place, without looking at the rest of the article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from bot.claims import gazetteer

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


DETERMINERS = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my", "your"]
)
#: What stands before a voice and is no word for it: "not the company", "even our own engineers".
_BEFORE = DETERMINERS | frozenset(["not", "even", "only", "just", "own"])
_OF = frozenset(["of", "for", "by", "from", "at", "in", "with", "on"])
_DASHES = frozenset(["-", "–", "—", "--"])


def words_of(head: Token) -> list[str]:
    """The words of the name itself: "Sergeant Ann Lee of the river police" -> Sergeant Ann Lee."""
    if head.pos_ == "PROPN" and head.ent_type_ == "PERSON":
        i = head.i
        doc = head.doc
        start = i
        while start > 0 and doc[start - 1].ent_type_ == "PERSON" and doc[start].ent_iob_ == "I":
            start -= 1
        end = i + 1
        while end < len(doc) and doc[end].ent_type_ == "PERSON" and doc[end].ent_iob_ == "I":
            end += 1
        return _joined(t for t in doc[start:end] if t.tag_ != "POS")
    owner = [c for c in head.children if c.dep_ == "poss" and c.pos_ in ("PROPN", "NOUN")]
    left = [c for c in head.lefts if c.dep_ in ("compound", "amod", "nmod", "nummod") and c.lower_ not in DETERMINERS]
    before = [t for c in left for t in c.subtree if t.tag_ != "POS" and (not t.is_punct or t.text == "-")]
    words, whole = _joined(before), _joined([*before, head])
    right = _of_phrase(head) if head.pos_ == "PROPN" else []
    if head.pos_ == "PROPN" or any(w[:1].isupper() for w in words):
        # "the North's Korean Central News Agency": whose it is stands in its name already.
        named = bool(words) and bool(gazetteer.country_of(words[0]) or gazetteer.lookup(" ".join((*words, head.text))))
        return [*(_owner_words(owner[0]) if owner and not named else []), *whole, *right]
    if head.text[:1].isupper() and gazetteer.lookup(head.text) is not None:
        return [head.text]
    if owner and owner[0].pos_ == "PROPN":
        return [*_owner_words(owner[0]), *whole]
    return []


def _joined(tokens: Iterable[Token]) -> list[str]:
    """The tokens as words: what the text writes together ("Jong-un") stays together, a lone dash is no word."""
    words: list[str] = []
    last: Token | None = None
    for token in tokens:
        between = _between(last, token) if last is not None else None
        if between is not None:
            words[-1] += between + token.text
        elif token.text not in _DASHES:
            words.append(token.text)
        else:
            continue
        last = token
    return words


def _between(last: Token, token: Token) -> str | None:
    """What joins two tokens that the text writes together with a hyphen ("-", or "" where one of them is it), else None."""
    end = last.idx + len(last)
    if token.idx <= end:
        return "" if "-" in (last.text, token.text) else None
    before = token.nbor(-1)  # not by ``doc.text``: that is put together anew each time
    return "-" if before.text == "-" and before.idx == end and token.idx == end + 1 else None


def _owner_words(owner: Token) -> list[str]:
    """ "Russia's" ministry is the Russian one; "the North's" agency is North Korea's."""
    words = _joined(t for t in owner.subtree if t.tag_ != "POS" and t.lower_ not in DETERMINERS)
    country = gazetteer.country_of(" ".join(words)) or gazetteer.country_of("the " + " ".join(words))
    adjective = gazetteer.adjective_of(country) if country else ""
    return adjective.split() if adjective else words


def _of_phrase(head: Token) -> list[str]:
    """ "Ministry of Defence": the rest of a body's name after "of", "for", "on"."""
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "for", "on") and child.i == head.i + 1:
            inner = [t for t in child.subtree if not t.is_punct]
            if all(t.pos_ in ("PROPN", "ADP", "DET", "CCONJ", "PART", "ADJ") for t in inner) and any(
                t.pos_ == "PROPN" for t in inner
            ):
                return _joined(inner)
    return []


def body(head: Token, words: Sequence[str]) -> str:
    """A ministry, an army, a court: its name with the country's adjective in front; "" if it is no body."""
    low = head.lemma_.lower()
    if low not in gazetteer.words("group") and head.lower_ not in gazetteer.words("group"):
        return ""
    if head.ent_type_ == "PERSON":
        return ""
    kept = [w for w in words if w.lower() not in DETERMINERS or w.lower() == "the"]
    if low in ("government", "regime", "authority", "kremlin") and len(kept) == 2:
        country = gazetteer.country_of(kept[0])
        if country:
            return country
    return _ordered(kept)


def _ordered(words: Sequence[str]) -> str:
    """ "Ministry of Defence of Russia", "Russian Ministry of Defence" -> "Russian Defense Ministry"."""
    text = " ".join("Defense" if w == "Defence" else w for w in words)
    lead, found, rest = text.partition("Ministry of ")
    if not found:
        return text
    what, _, where = rest.removeprefix("the ").partition(" of ")
    adjective = gazetteer.adjective_of(gazetteer.country_of(where)) if where else ""
    return f"{lead or (adjective + ' ' if adjective else '')}{what.removeprefix('the ')} Ministry".strip()


def without_article(words: Sequence[str]) -> str:
    """A body's name without "the"."""
    return " ".join(w for w in words if w.lower() not in ("the",))


def bare(words: Sequence[str]) -> list[str]:
    """A name without titles before it and without the possessive."""
    out = [w for w in words if w not in ("'s", "’s", "'", "’")]
    titles = gazetteer.words("title")
    while len(out) > 1 and (
        out[0].lower() in titles
        or out[0].lower() in DETERMINERS
        or (
            gazetteer.lookup(out[0]) is not None
            and out[0].lower() in gazetteer.entries()
            and gazetteer.entries()[out[0].lower()].how == "people"
        )
    ):
        out = out[1:]
    if out and out[-1].endswith(("'s", "’s")):
        out[-1] = out[-1][:-2]
    return out


def place(head: Token) -> tuple[str, str] | None:
    """Name and kind of the country or place this phrase names, None if it names none; a capital is a place here."""
    words = words_of(head)
    text = " ".join(w for w in words if w.lower() not in DETERMINERS)
    entry = gazetteer.lookup(text)
    if entry is not None and entry.how == "name":
        return entry.name, entry.kind
    if entry is not None and entry.how == "capital":
        return text, "place"
    return (text, "place") if head.ent_type_ in ("GPE", "LOC", "FAC") else None


def phrase(head: Token, fuller: Callable[[Token], str] = lambda _: "") -> str:
    """The words of an unnamed voice, from its first word to its head and an "of ..." after it, without the article.

    ``fuller`` gives the full name of whoever one of its words stands for ("the company" in "a spokesman for the company"), or "".
    """
    start, end = _reach(head)
    doc = head.doc
    text = _told(doc, start, end, head, fuller)
    opens = (
        doc[start].is_sent_start
        and doc[start].pos_ != "PROPN"
        and doc[start].ent_type_ in ("", "CARDINAL")
        and len(doc[start]) > 1
        and text.startswith(doc[start].text)
    )
    return _article(head) + (text[:1].lower() + text[1:] if opens else text)


def _told(doc: Doc, start: int, end: int, head: Token, fuller: Callable[[Token], str]) -> str:
    """The words between these tokens, what is known by a fuller name under it."""
    swaps: dict[int, tuple[int, str]] = {}
    for token in doc[start:end]:
        name = fuller(token) if token.i != head.i else ""
        if name:
            swaps[max(start, first_of(token))] = (token.i + 1, name)
    words, i = "", start
    while i < end:
        after, word = swaps.get(i, (i + 1, doc[i].text))
        words += word + doc[after - 1].whitespace_
        i = after
    return " ".join(words.split())


def first_of(head: Token) -> int:
    """Where the phrase before this noun opens: "the | Swiss | group"."""
    left = [c for c in head.lefts if c.dep_ in ("det", "poss", "amod", "compound", "nmod", "nummod")]
    return min([int(head.i), *(int(c.left_edge.i) for c in left)])


def _reach(head: Token) -> tuple[int, int]:
    """First word and one past the last of what an unnamed voice goes by."""
    start, end = int(head.left_edge.i), head.i + 1
    for child in head.children:
        if child.dep_ == "prep" and child.i == head.i + 1 and child.right_edge.i - head.i <= 6:
            end = int(child.right_edge.i) + 1
    doc = head.doc
    end = _whole(doc, max(end, _further(head)))
    for i in range(head.i - 1, start - 1, -1):
        if doc[i].text in _DASHES and doc[i].whitespace_ and i and doc[i - 1].whitespace_:
            start = i + 1  # "LIMA, Aug 7 - The minister"
            break
    while start < head.i and (doc[start].text.replace(":", "").replace(".", "").isdigit() and ":" in doc[start].text):
        start += 1  # "18:05 The receptionist"
    while start < head.i and (doc[start].lower_ in _BEFORE or doc[start].is_punct or doc[start].is_space):
        start += 1
    if doc[start].lower_ == "one" and start < head.i:
        start += 1
    return start, end


def _whole(doc: Doc, end: int) -> int:
    """ "a report published by" goes on to by whom, or ends before."""
    if doc[end - 1].lower_ not in _OF:
        return end
    stop = end
    while stop < len(doc) and doc[stop].text[:1].isupper() and doc[stop].pos_ == "PROPN":
        stop += 1
    return stop if stop > end else end - 1


def _further(head: Token) -> int:
    """One past what tells a voice without a name from others: "a person | close to the board", "two people | briefed on the text"."""
    end = head.i + 1
    if head.lemma_.lower() not in gazetteer.words("anonymous"):
        return int(end)
    for child in head.children:
        if child.left_edge.i == end and child.dep_ in ("amod", "acl", "relcl", "advmod") and not child.is_punct:
            stop = next(
                (i for i in range(end, child.right_edge.i + 1) if head.doc[i].text in {",", "“", '"', ";"}),
                child.right_edge.i + 1,
            )
            return int(stop) if stop - end <= 8 else int(end)
    return int(end)


def _article(head: Token) -> str:
    """ "the " before a document, which is no voice one knows by its noun alone: "the treaty", "a new survey"."""
    if head.tag_ != "NN" or head.lemma_.lower() not in gazetteer.words("document"):
        return ""
    before = {c.lower_ for c in head.children if c.dep_ == "det"}
    return "the " if before & {"the", "this", "that"} else "".join(f"{a} " for a in ("a", "an") if a in before)
