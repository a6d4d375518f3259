"""Feeds: what they carry whole is filed from them, and what they only link to is left to be fetched."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import BadFeed
from bot.intake import Problem, articles, feeds
from bot.nouns import Article

WHOLE = "<p>The bridge is closed, the mayor said.</p><p>It rained &amp; rained.</p>" + "<p>More rain came.</p>" * 30


def rss(*items: str) -> bytes:
    head = '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    return f"{head}<channel><title>The Valley Post</title>{''.join(items)}</channel></rss>".encode()


def item(link: str, content: str = "", extra: str = "") -> str:
    whole = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
    return f"<item><title>Bridge &amp; road</title><link>{link}</link><guid>{link}</guid>{whole}{extra}</item>"


DATED = "<pubDate>Thu, 02 May 2024 08:00:00 +0200</pubDate>"


def test_an_entry_with_its_full_content_is_an_article() -> None:
    (entry,) = feeds.entries(rss(item("https://v.example/a?utm_source=rss", WHOLE, DATED)), where="feed")
    article = entry.article
    assert article is not None
    assert article.text.startswith("The bridge is closed, the mayor said.\nIt rained & rained.\nMore rain came.")
    assert (article.title, article.outlet) == ("Bridge & road", "The Valley Post")
    assert article.url == article.ref == "https://v.example/a"
    assert article.published == datetime(2024, 5, 2, 6, tzinfo=UTC)


@pytest.mark.parametrize("teaser", ["", "<p>The bridge is closed ...</p>"])
def test_a_teaser_is_only_a_link(teaser: str) -> None:
    (entry,) = feeds.entries(rss(item("https://v.example/a", teaser)), where="feed")
    assert (entry.link, entry.article) == ("https://v.example/a", None)


def test_atom_is_read_too() -> None:
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Valley</title><entry><title>Bridge</title>
    <link href="https://v.example/a"/><id>tag:1</id><updated>2024-05-02T06:00:00Z</updated>
    <content type="html"><![CDATA[{WHOLE}]]></content></entry></feed>"""
    (entry,) = feeds.entries(atom.encode(), where="feed")
    assert entry.article is not None
    assert entry.article.published == datetime(2024, 5, 2, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (rss(), "without entries"),
        (rss("<item><title>only a title</title></item>"), "neither a text nor a link"),
        (rss(item("javascript:alert(1)")), "neither a text nor a link"),
        (b"<rss><channel><oops", "no feed that can be read"),
        (
            b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item>&x;</item></channel></rss>',
            "entities",
        ),
    ],
)
def test_what_is_no_feed_says_so(data: bytes, says: str) -> None:
    with pytest.raises(BadFeed, match=says):
        feeds.entries(data, where="feed")


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (rss(), True),
        (b"\xef\xbb\xbf  <rss version='2.0'>", True),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", True),
        (b"<rdf:RDF xmlns:rdf='x'>", True),
        (b"<!doctype html><html><body>an <rss> tag</body></html>", False),
        (b"We write about <rss> here", False),
    ],
)
def test_a_feed_is_told_by_its_beginning(data: bytes, is_one: bool) -> None:
    assert feeds.is_feed(data) is is_one


def test_a_saved_feed_gives_what_it_carries_and_notes_its_links(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(item("https://v.example/a", WHOLE), item("https://v.example/b")))
    whole, link = articles([path])
    assert isinstance(whole, Article)
    assert isinstance(link, Problem)
    assert link.note
    assert "https://v.example/b" in link.what


def test_scripts_and_control_characters_are_no_prose() -> None:
    assert feeds.prose("<p>One<script>two()</script> &#1;three</p>\x00four") == "One \x01three\nfour"
