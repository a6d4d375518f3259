"""Texts as they really come: what is read out of each, where it stands, and what is left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.claims.reader import SpacyReader
from bot.nouns import Article, Claim, Revision

LEE = ("Ann Lee", "said", "that the dam near Arica would hold")
SAID = "Ann Lee, the mayor, said that the dam near Arica would hold"
NEXT = "The ministry denied that the crane had failed"
DENIED = ("ministry", "denied", "that the crane had failed")

# what is the matter with it | text | what is read: source name, cue, content
DIRTY = [
    ("a teaser glued to its article", f"{SAID[:50]}... {SAID}. {NEXT}.", [LEE, DENIED]),
    ("a teaser above its article", f"{SAID[:50]}...\n\n{SAID}.\n\n{NEXT}.", [LEE, DENIED]),
    ("a deck told twice", f"Dam will hold, mayor says\nDam will hold, mayor says\n\n{SAID}.", [LEE]),
    ("a paragraph told twice", f"{SAID}.\n\n{NEXT}.\n\n{NEXT}.", [LEE, DENIED]),
    ("no full stops", f"{SAID}\n\n{NEXT}", [LEE, DENIED]),
    ("a full stop glued to the next sentence", f"{SAID}.{NEXT}.", [LEE, DENIED]),
    ("the stamps of a live blog", f"10:32\n{SAID}.\n\n10.40am\n{NEXT}.", [LEE, DENIED]),
    ("stamps glued to their entries", f"10:32 GMT {SAID}.\n\n10:40 GMT – {NEXT}.", [LEE, DENIED]),
    ("how long ago", f"12 minutes ago\n{SAID}.\n\n1 hour ago\n{NEXT}.", [LEE, DENIED]),
    ("a picture's credit on its line", f"{SAID}.\n\nPhoto: Bo Berg / Courier\n\n{NEXT}.", [LEE, DENIED]),
    ("a picture's credit between sentences", f"{SAID}. (Photo by Bo Berg/Courier) {NEXT}.", [LEE, DENIED]),
    ("a caption's label", f"Image copyright Courier Image caption {SAID}.", [LEE]),
    ("what to read next", f"{SAID}.\n\nRead more: Crane safe, says owner\n\n{NEXT}.", [LEE, DENIED]),
    ("what to read next, glued on", f"{SAID}.Read more about the dam\n\n{NEXT}.", [LEE, DENIED]),
    ("a link with its button", f"{SAID}.\n\nOwner says crane is safe Read more\n\n{NEXT}.", [LEE, DENIED]),
    ("buttons", f"Share\nTweet\nPrint\n{SAID}.\nAdvertisement\n{NEXT}.\nSign up for our letter", [LEE, DENIED]),
    ("a byline", f"By Bo Berg\n{SAID}.", [LEE]),
    ("who helped", f"{SAID}.\n\n(Reporting by Bo Berg in Arica; Editing by Li Wei)", [LEE]),
    ("a table of tabs", f"{SAID}.\n\nTown\tHurt\tDead\nArica\t12\t3\nTacna\t4\t0\n\n{NEXT}.", [LEE, DENIED]),
    ("a table of bars", f"{SAID}.\n\nTown | Hurt | Dead | Said\nArica | 12 | 3 | yes\n\n{NEXT}.", [LEE, DENIED]),
    ("a line that breaks off", f"{SAID}.\n\nAccording to the harbour ministry of Peru", [LEE]),
    ("bullets", f"• {SAID}\n• {NEXT}", [LEE, DENIED]),
    ("stars and dashes for bullets", f"* {SAID}.\n- {NEXT}.", [LEE, DENIED]),
    ("all capitals", f"{SAID}.\n\n{NEXT.upper()}.", [LEE, ("ministry", "DENIED", "THAT THE CRANE HAD FAILED")]),
    ("curly marks", "“The dam near Arica held,” said Ann Lee.", [("Ann Lee", "said", "“The dam near Arica held,”")]),
    ("straight marks", '"The dam near Arica held," said Ann Lee.', [("Ann Lee", "said", '"The dam near Arica held,"')]),
    ("typed marks", "``The dam near Arica held,'' said Ann Lee.", [("Ann Lee", "said", "``The dam near Arica held,''")]),
    ("angular marks", "«The dam near Arica held,» said Ann Lee.", [("Ann Lee", "said", "«The dam near Arica held,»")]),
    ("curly and straight", '“The dam near Arica held," said Ann Lee.', [("Ann Lee", "said", '“The dam near Arica held,"')]),
    ("misread marks", "â€œThe dam near Arica held,â€\x9d said Ann Lee.", [("Ann Lee", "said", "â€œThe dam near Arica held,â€\x9d")]),
    ("a misread apostrophe", "Ann Lee said the dam isnâ€™t safe.", [("Ann Lee", "said", "the dam isnâ€™t safe")]),
    ("another language in between", f"{SAID}.\n\nDie Mauer ist nicht in Gefahr, sagte die Sprecherin und fügte hinzu.\n\n{NEXT}.", [LEE, DENIED]),
    ("another alphabet in between", f"{SAID}.\n\nМэр заявила, что плотина выдержит.\n\nقال الوزير إن السد آمن\n\n{NEXT}.", [LEE, DENIED]),
    ("right to left within", f"{SAID}. \u202bقال الوزير\u202c {NEXT}.", [LEE, DENIED]),
    ("marks of direction", f"\u200e{SAID}\u200f.\u202a {NEXT}\u202c.", [LEE, DENIED]),
    ("combining marks", "The mayor of Pa\u0301tzcuaro said that the dam would hold.", [("mayor of Pa\u0301tzcuaro", "said", "that the dam would hold")]),
    ("spaces that take no room", "\ufeffThe\u00a0mayor said\u200b that the\u2009dam would hold.", [("mayor", "said", "that the\u2009dam would hold")]),
    ("broken for width", "Ann Lee, the mayor, said on Friday that the\ndam near Arica would hold. The ministry had\ndenied that the crane of the harbour failed\nin May. Nobody had been near when the great\nwheel came down on the quay and the ferry to\nTacna was still at sea with its passengers.\n", [("Ann Lee", "said", "that the\ndam near Arica would hold"), ("ministry", "had\ndenied", "that the crane of the harbour failed\nin May")]),
    ("an interview", "Bo Berg: Will the dam hold?\n\nAnn Lee: The dam near Arica is sound.\n\nBo Berg: And the crane?\n\nAnn Lee: It fell on Friday.", [("Ann Lee", ":", "The dam near Arica is sound."), ("Ann Lee", ":", "It fell on Friday.")]),
]  # fmt: skip


@pytest.fixture(scope="module")
def read() -> Callable[[str], tuple[Claim, ...]]:
    reader = SpacyReader(tagger=None)

    def claims(text: str, title: str = "") -> tuple[Claim, ...]:
        article = Article(key=text[:80], ref="test", text=text, title=title)
        return reader.read(Revision.of(article, datetime(2025, 5, 1, tzinfo=UTC)))

    return claims


@pytest.mark.parametrize(("text", "wanted"), [row[1:] for row in DIRTY], ids=[row[0] for row in DIRTY])
def test_what_is_said_in_a_dirty_text(
    read: Callable[[str], tuple[Claim, ...]], text: str, wanted: list[tuple[str, str, str]]
) -> None:
    said = [
        (c.source_name, " ".join(s.of(text) for s in c.cue), " ".join(s.of(text) for s in c.content).rstrip(" "))
        for c in read(text)
        if c.cue and not c.heading
    ]
    plain = [
        (name, cue, content.rstrip(".") if content not in [w[2] for w in wanted] else content)
        for name, cue, content in said
    ]
    assert plain == wanted
