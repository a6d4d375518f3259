"""An article's editions beside each other, its copies and notices, on the desk: what changed is marked, all is escaped."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot import editions as between
from bot.nouns import Article, Claim, Decision, Revision, Span, content_id
from bot.ports import Rivals
from handlers.desk import editions
from store.memory import MemoryStore
from tests.handlers.desk import filed
from tests.handlers.desk.conftest import Served
from tests.handlers.desk.test_pages import Words

OLD = "Bridge shut\n\nThe bridge took 12 lorries on Monday, <b>police</b> said.\n\nIt is old.\n\nIt is long.\n\nIt is high.\n\nIt is wet."
NEW = OLD.replace("12", "15") + "\n\nCorrection: An earlier version of this story misstated how many lorries the bridge took on Monday."  # fmt: skip


def claims_of(revision: Revision) -> list[Claim]:
    """Each line as a claim in the paper's own voice."""
    found = []
    for line in revision.text.split("\n\n"):
        at = revision.text.index(line)
        span = Span(at, at + len(line))
        ids = revision.edition.article_id, revision.id
        found.append(Claim(content_id(revision.id, line), *ids, span, line, (span,)))
    return found


async def put(store: MemoryStore, text: str, minutes: int, **more: str) -> Revision:
    given = {"key": "bridge", "ref": "bridge", "title": "Bridge shut", "outlet": "The Post"} | more
    revision = Revision.of(Article(text=text, **given), filed.NOW + timedelta(minutes=minutes))
    claims = claims_of(revision)

    def decide(rivals: Rivals) -> Decision:
        return Decision(edited=between.compare(rivals.older, revision, claims))

    filing = await store.file(revision, claims, decide, alert_channel="", now=filed.NOW)
    assert filing.taken_in
    return revision


async def test_editions_stand_beside_each_other_with_what_changed_marked(served: Served) -> None:
    old = await put(served.store, OLD, 0)
    new = await put(served.store, NEW, 90)
    page = await served.page("/articles/bridge")
    assert "took <mark>12</mark> lorries" in page
    assert "took <mark>15</mark> lorries" in page
    words = str(Words(page))
    assert "Before: 14 March 2026, 09:30 UTC" in words
    assert "This one: 14 March 2026, 11:00 UTC" in words
    assert "2 paragraphs the same" in words
    assert "1 number corrected, 1 sentence added; a correction is noted" in words
    before = await served.page(f"/articles/bridge?revision={old.id}")
    assert "Number corrected later" in before
    assert f"?revision={new.id}#at-{content_id(new.id, NEW.split(chr(10) * 2)[1])}" in before
    assert "What this edition changed" not in before, "it was the first"


async def test_a_correction_names_the_claims_it_corrects(served: Served) -> None:
    old = await put(served.store, OLD, 0)
    new = await put(served.store, NEW, 90)
    page = await served.page("/articles/bridge")
    (was, now) = (content_id(r.id, r.text.split("\n\n")[1]) for r in (old, new))
    assert f'?revision={old.id}#at-{was}">The bridge took 12 lorries' in page
    assert f'href="#claim-{now}">The bridge took 15 lorries' in page
    card = page[page.index(f'id="claim-{now}"') :].partition("</section>")[0]
    assert "Correction noted" in card
    assert "Number corrected" in card


async def test_a_silent_edit_is_flagged(served: Served) -> None:
    await put(served.store, OLD, 0)
    await put(served.store, OLD.replace("12", "15"), 90)
    page = await served.page("/articles/bridge")
    assert '<span class="made silent">1 number corrected; changed without a word</span>' in page


async def test_copies_are_named_with_where_they_stand(served: Served) -> None:
    story = " ".join(f"On day {n} the ferry took {n * 3} cars to berth {n * 7 % 23}." for n in range(20))
    await put(served.store, story, 0, key="wire", ref="wire", title="Ferry <i>news</i>", outlet="The Wire")
    await put(served.store, f"{story} It rained.", 1, key="copy", ref="copy", title="Ferry", outlet="Coast Radio")
    words = str(Words(await served.page("/articles/copy")))
    assert "1 copy of this story" in words
    assert "Ferry <i>news</i> The Wire" in words
    assert "filed first" in words
    assert "Coast Radio" in str(Words(await served.page("/articles/wire")))


async def test_a_withdrawn_article_says_by_whom_and_why_and_can_still_be_read(served: Served) -> None:
    await put(served.store, OLD, 0)
    await served.newsroom.withdraw("bridge", by="@ann", reason="Made <u>up</u>")
    page = await served.page("/articles/bridge")
    words = str(Words(page))
    assert "Withdrawn by @ann on 14 March 2026: Made <u>up</u>. What it says no longer counts" in words
    assert "The bridge took 12 lorries" in words
    assert "(current)" not in words


async def test_no_edition_speaks_html(served: Served) -> None:
    await put(served.store, OLD, 0)
    await put(served.store, OLD.replace("12", "<script>alert(1)</script>").replace("old", "\u202edlo"), 90)
    await served.newsroom.withdraw("bridge", by="<img src=x>", reason="<script>")
    page = await served.page("/articles/bridge")
    for tag in ("<script>alert", "<img", "<b>police", "\u202e"):
        assert tag not in page


# --- the lines


def test_what_is_the_same_at_length_is_folded() -> None:
    same = [f"Paragraph {n}." for n in range(9)]
    old = "\n".join([*same, "The end."])
    new = "\n".join(["The start is new here.", *same, "The end."])
    found = editions.lines(old, new)
    assert [line.folded for line in found] == [0, 0, 9]
    assert (found[0].old, found[0].new) == (None, (("The start is new here.", True),))
    assert editions.lines(old, old) == (editions.Line(folded=10),)
    assert editions.lines("", "") == ()


PARAGRAPHS = st.lists(st.sampled_from(["The bridge is shut.", "It took 12 lorries.", "It took 15.", "<b>&", "\u200b"]))


@given(PARAGRAPHS, PARAGRAPHS)
def test_nothing_is_lost_between_two_editions(old: list[str], new: list[str]) -> None:
    found = editions.lines("\n".join(old), "\n".join(new))
    for side, was in (("old", old), ("new", new)):
        shown = [runs for line in found if (runs := getattr(line, side)) is not None]
        folded = sum(line.folded for line in found)
        told = ["".join(words for words, _ in runs) for runs in shown]
        texts = [p.strip() for p in was if p.strip()]
        assert len(told) + folded == len(texts)
        assert set(told) <= set(texts)
