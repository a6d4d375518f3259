"""The archive's pages: what they show, that it is verbatim, and that no article can speak HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.nouns import Article, Revision, Span
from handlers.desk.server import make_desk
from store.memory import MemoryStore
from tests.handlers.desk import filed
from tests.handlers.desk.conftest import Served
from tests.handlers.desk.test_mrkdwn import Tags


class Words(HTMLParser):
    """The text of a page, as a reader sees it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def __str__(self) -> str:
        return " ".join("".join(self.words).split())


async def test_the_list_has_each_article_with_where_and_when(served: Served):
    page = await served.page("/articles")
    words = str(Words(page))
    assert "Halden bridge open again The Halden Post · 14 March 2026" in words
    assert "Bridge still shut, police say shut · undated, filed 14 March 2026" in words
    assert f'href="/articles/{filed.first()[0].edition.article_id}"' in page


async def test_an_empty_archive_says_what_to_do():
    store = MemoryStore()
    async with TestClient(TestServer(make_desk(filed.newsroom(store), store))) as client:
        page = await (await client.get("/articles")).text()
    assert "/article add" in page
    assert "wirecheck index" in page


async def test_an_article_is_shown_word_for_word_with_its_claims_marked(served: Served):
    revision, claims = filed.first()
    page = await served.page(f"/articles/{revision.edition.article_id}")
    assert f'<span class="mark source" data-claims="{claims[0].id} ">The port authority</span>' in page
    assert f'<span class="mark cue" data-claims="{claims[1].id} ">told</span>' in page
    words = str(Words(page))
    for line in ("Halden bridge open again", "said on Thursday that the Halden bridge was open to all traffic."):
        assert line in words
    for told in ("“on Thursday”: 12 March 2026", "“40”: 40 engineer", "40 is a round number", "Ada Lund"):
        assert told.replace("“", "").replace("”", "") in words.replace("“", "").replace("”", "")


async def test_an_article_can_be_found_by_its_name_too(served: Served):
    assert "Halden bridge open again" in await served.page("/articles/open")


async def test_an_article_names_its_disputes(served: Served):
    page = await served.page("/articles/open")
    assert f'<a href="/disputes/{filed.clash().id}">' in page


async def test_a_changed_article_shows_both_its_revisions(served: Served):
    old = filed.first()[0]
    text = filed.OPEN.replace("open to all traffic", "open to cars")
    new = Revision.of(Article("file:open", "open", text, "Halden bridge open again"), filed.NOW)
    await filed.put(served.store, new, [])
    page = str(Words(await served.page("/articles/open")))
    assert "open to cars" in page
    assert "2 revisions" in page
    before = str(Words(await served.page(f"/articles/open?revision={old.id}")))
    assert "open to all traffic" in before
    assert "This is an older revision" in before


async def test_a_claim_s_own_address_leads_to_its_place(served: Served):
    revision, claims = filed.first()
    async with served.client.get(f"/claims/{claims[1].id}", allow_redirects=False) as reply:
        assert reply.status == 302
        place = reply.headers["Location"]
    assert place == f"/articles/{revision.edition.article_id}?revision={revision.id}#at-{claims[1].id}"
    assert f'id="at-{claims[1].id}"' in await served.page(place)


async def test_disputes_stand_side_by_side_with_the_clash_in_bold(served: Served):
    page = await served.page("/disputes")
    assert 'bridge was <b class="clash">open</b> to all traffic.' in page
    assert 'still <b class="clash">closed</b> on Friday.' in page
    words = str(Words(page))
    for told in (
        "Disputed: over, or still going on?",
        "very likely a conflict",
        "2 reports",
        "The port authority",
        "Police",
    ):
        assert told in words
    revision, claims = filed.first()
    assert f"/articles/{revision.edition.article_id}?revision={revision.id}#at-{claims[0].id}" in page
    assert await served.page(f"/disputes/{filed.clash().id}")


async def test_a_verb_from_another_sentence_is_no_quotation(served: Served):
    """Where a quotation goes on, its verb stands before it: then only the lemma is known, and it has no marks."""
    assert "Police</b> · “said”" in await served.page("/disputes")
    (revision, claims), said = filed.second(), Span(0, 5)
    onward = replace(filed.clash(), new=replace(filed.clash().new, claim=replace(claims[0], cue=(said,))))
    store = MemoryStore()
    await filed.put(store, *filed.first())
    decision = filed.Decision(((onward.id, onward),), opened=(onward.id,))
    await filed.put(store, revision, [onward.new.claim], decision)
    async with TestClient(TestServer(make_desk(filed.newsroom(store), store))) as client:
        page = await (await client.get("/disputes")).text()
        article = await (await client.get(f"/articles/{revision.edition.article_id}")).text()
    assert "Police</b> · verb: say<" in page
    assert "<dt>Verb</dt><dd>say, in another sentence: says</dd>" in article
    assert "<q></q>" not in page + article
    assert "<q>say</q>" not in page + article


async def test_disputes_are_found_by_words_and_by_state(served: Served):
    assert "Police" in await served.page("/disputes?about=halden")
    assert "No dispute on file about" in await served.page("/disputes?about=zeppelin")
    assert "No dispute on file about" in await served.page("/disputes?about=settled")
    await served.newsroom.settle(filed.clash().id, state="resolved", how="it opened at noon", by="@ann")
    settled = str(Words(await served.page("/disputes?about=settled")))
    assert "Resolved (it opened at noon), said @ann." in settled
    assert "No open dispute" in await served.page("/disputes")


async def test_a_quotation_that_no_longer_stands_is_not_shown(served: Served):
    conflict = filed.clash()
    forged = replace(conflict.old.claim, quote="The bridge fell down.", sentence=Span(0, 5))
    false = replace(conflict, old=replace(conflict.old, claim=forged))
    store = MemoryStore()
    await filed.put(store, *filed.first())
    decision = filed.Decision(((false.id, false),), opened=(false.id,))
    await filed.put(store, *filed.second(), decision)
    async with TestClient(TestServer(make_desk(filed.newsroom(store), store))) as client:
        page = await (await client.get("/disputes")).text()
    assert "fell down" not in page
    assert "no longer holds these words" in page


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/articles/nothing", "There is no article nothing"),
        ("/articles/open?revision=nothing", "There is no revision nothing"),
        ("/claims/nothing", "There is no claim nothing"),
        ("/disputes/nothing", "There is no dispute nothing"),
        ("/nothing", "There is no page /nothing"),
        ("/static/../server.py", "What to do"),
        ("/articles/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "There is no article <script>alert(1)</script>"),
    ],
)
async def test_what_is_not_there_gets_a_page_that_says_what_to_do(served: Served, path: str, told: str):
    page = await served.page(path, 404)
    assert told in str(Words(page))
    assert "What to do" in page
    assert "<script>alert" not in page


async def test_a_page_that_breaks_apologises_with_a_reference(served: Served, caplog: pytest.LogCaptureFixture):
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    served.store.articles = broken  # type: ignore[method-assign] - the store is a fake of ours, breaking is its part
    page = await served.page("/articles", 500)
    assert re.search(r"<code>[0-9a-f]{8}</code>", page)
    assert "secret detail" not in page


HOSTILE = st.lists(
    st.sampled_from(
        ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=x>', "{{ 7*7 }}", "{% raw %}",
         "<!channel>", "</p>", "<a href='javascript:x'>", "\u202e", "&lt;b&gt;", "]]>", "<!--", "The mayor said.", "\n", " "]
    ),
    min_size=1,
    max_size=12,
).map("".join)  # fmt: skip


@given(HOSTILE, HOSTILE, HOSTILE)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_article_text_becomes_markup_on_any_page(text: str, name: str, url: str):
    import asyncio

    asyncio.run(_shown_harmlessly(text, name, url))


async def _shown_harmlessly(text: str, name: str, url: str) -> None:
    store = MemoryStore()
    whole = f"{text}\nThe mayor said it rained. {text}"
    revision = Revision.of(
        Article("k", "ref", whole, title=name, outlet=name, author=name, url=url, origin=name), filed.NOW
    )
    said = filed.claim(
        revision, "The mayor said it rained.", "it rained", "The mayor", "said", source_name=name, oddities=(text,),
        chain=(name,),
    )  # fmt: skip
    other = filed.second()
    conflict = replace(
        filed.clash(), old=filed.Statement(said, revision.edition), clash=(said.content, ()), reason=text
    )
    await filed.put(store, revision, [said])
    await filed.put(store, *other, filed.Decision(((conflict.id, conflict),), opened=(conflict.id,)))
    async with TestClient(TestServer(make_desk(filed.newsroom(store), store))) as client:
        for path in ("/articles", "/articles/ref", "/disputes", f"/disputes/{conflict.id}"):
            async with client.get(path) as reply:
                assert reply.status == 200
                _harmless(await reply.text())


def _harmless(page: str) -> None:
    seen = Tags()
    seen.feed(page)
    for tag, attributes in seen.tags:
        assert tag not in {"svg", "img", "iframe", "object", "embed", "form2", "style", "base"}
        assert tag != "script" or attributes.get("src", "").startswith("/static/")
        assert not any(key.startswith("on") or key == "style" for key in attributes)
        assert attributes.get("href", "/").startswith(("/", "#", "http://", "https://"))
    assert "\u202e" not in page
    assert "49" not in re.sub(r"[0-9a-f]{12,}", "", "".join(Words(page).words))
