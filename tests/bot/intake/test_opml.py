"""OPML: what other readers export is taken in, and what is handed out comes back the same."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import BadFeed
from bot.intake import opml
from bot.intake.opml import Outline
from bot.intake.subscriptions import Feed

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

EXPORTED = b"""\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>
<!-- from some reader -->
<opml version="1.0"><head><title>My feeds</title></head><body>
  <outline text="Wires"><outline text="World"><outline type="rss" text="Agency &amp; Co" xmlUrl="https://agency.example/rss" htmlUrl="https://agency.example/"/></outline>
    <outline text="Valley" title="Valley Wire" XMLURL=" https://valley.example/feed "/></outline>
  <outline text="Twice" xmlUrl="https://valley.example/feed"/>
  <outline text="A link, no feed" htmlUrl="https://x.example/"/>
  <outline text="By category" category="/Local" xmlUrl="https://town.example/atom"/>
</body></opml>"""


def test_what_a_reader_exports_comes_in_with_its_folders() -> None:
    assert opml.read(EXPORTED, where="f.opml") == [
        Outline("https://agency.example/rss", "Agency & Co", "https://agency.example/", "Wires / World"),
        Outline("https://valley.example/feed", "Twice"),
        Outline("https://town.example/atom", "By category", "", "Local"),
    ]


def test_what_is_handed_out_comes_back_the_same() -> None:
    feeds = [
        Feed.at("https://a.example/?x=1&y=2", now=NOW, title='A "paper" <here>', folder="Wires", site="https://a.example/"),
        Feed.at("https://b.example/", now=NOW, title="Zeitung für alle \ud800\x00"),
        Feed.at("https://c.example/", now=NOW, folder="Wires", title="C"),
        Feed.at("https://d.example/", now=NOW),
    ]  # fmt: skip
    back = opml.read(opml.write(feeds, now=NOW), where="f")
    assert [(o.url, o.title, o.site, o.folder) for o in back] == [
        ("https://a.example/?x=1&y=2", 'A "paper" <here>', "https://a.example/", "Wires"),
        ("https://c.example/", "C", "", "Wires"),
        ("https://b.example/", "Zeitung für alle", "", ""),
        ("https://d.example/", "https://d.example/", "", ""),
    ]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no OPML"),
        (b"not XML at all", "no OPML"),
        (b"<rss/>", "no OPML"),
        (b"<opml><body/></opml>", "names no feed"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><body><outline xmlUrl="&a;"/></body></opml>', "entities"),
        ('<!DOCTYPE o [<!ENTITY a "b">]><opml/>'.encode("utf-16"), "entities"),
    ],
)
def test_what_is_no_opml_says_so(data: bytes, says: str) -> None:
    with pytest.raises(BadFeed, match=says):
        opml.read(data, where="f.opml")


def test_folders_without_end_end() -> None:
    deep = b"<outline text='f'>" * 200 + b"<outline xmlUrl='https://deep.example/'/>" + b"</outline>" * 200
    with pytest.raises(BadFeed):
        opml.read(b"<opml><body>" + deep + b"</body></opml>", where="f")
