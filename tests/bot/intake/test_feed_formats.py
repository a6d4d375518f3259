"""Feeds of every format, and feeds that lie: about their type, their letters, their dates, their names."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import BadFeed
from bot.intake import feeds, sitemaps
from bot.intake.feeds import MAX_ENTRIES, Entry, Paper
from tests.bot.intake.test_feeds import WHOLE, item, rss

AT = "https://post.example/feed"


def read(data: bytes | str, kind: str = "") -> Paper:
    return feeds.read(data.encode() if isinstance(data, str) else data, where=AT, content_type=kind)


# --- JSON Feed -----------------------------------------------------------------------------------


def json_feed(*items: object, **more: object) -> bytes:
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Post",
        "home_page_url": "https://post.example/",
    }
    return json.dumps({**told, "items": list(items), **more}).encode()


def test_a_json_feed_with_a_whole_article_and_a_link() -> None:
    whole = {
        "id": 7, "url": "https://post.example/a?utm_source=x", "title": "Bridge &amp; road", "content_html": WHOLE,
        "date_published": "2024-05-02T08:00:00+02:00", "authors": [{"name": "Ann Lee"}, {"name": "Bo"}],
    }  # fmt: skip
    link = {"id": "8", "external_url": "https://other.example/b", "summary": "In brief.", "author": {"name": "Cy"}}
    assert feeds.is_feed(json_feed(whole))
    paper = read(json_feed(whole, link, authors=[{"name": "Desk"}]))
    first, second = paper.entries
    assert (paper.title, paper.site) == ("The Post", "https://post.example/")
    assert first.article is not None
    assert first.article.text.startswith("The bridge is closed, the mayor said.\nIt rained & rained.")
    assert (first.article.url, first.article.title) == ("https://post.example/a", "Bridge & road")
    assert (first.article.author, first.article.outlet, first.guid) == ("Ann Lee, Bo", "The Post", "7")
    assert first.article.published == datetime(2024, 5, 2, 6, tzinfo=UTC)
    assert (second.link, second.article, second.author) == ("https://other.example/b", None, "Cy")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"version": "https://jsonfeed.org/version/1"', "no JSON Feed that can be read"),
        (b'{"items": []}', "`version`"),
        (b'{"version": 3, "items": []}', "`version`"),
        (json_feed(items={}), "without `items`"),
        (json_feed({"title": "only a title"}, 3, None), "neither a text nor a link"),
        (json_feed({"url": "javascript:alert(1)"}), "neither a text nor a link"),
        (b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 100_000, "no JSON Feed"),
    ],
)
def test_json_that_is_no_feed_says_so(data: bytes, says: str) -> None:
    with pytest.raises(BadFeed, match=says):
        read(data)


def test_fields_of_the_wrong_kind_are_as_if_they_were_not_there() -> None:
    odd = {"url": "https://post.example/a", "title": 3, "date_published": "tomorrow", "authors": "x", "id": []}
    (entry,) = read(json_feed(odd)).entries
    assert (entry.title, entry.published, entry.author, entry.guid) == ("", None, "", "")


# --- news sitemaps -------------------------------------------------------------------------------

NEWS = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"


def listed(name: str, date: str = "2024-05-02T08:00:00+02:00") -> str:
    return (
        f"<url><loc> https://post.example/{name} </loc><news:news><news:publication><news:name>The Post</news:name>"
        f"<news:language>en</news:language></news:publication><news:publication_date>{date}</news:publication_date>"
        f"<news:title>The {name}</news:title></news:news></url>"
    )


def test_a_news_sitemap() -> None:
    data = f"<?xml version='1.0'?><urlset {NEWS}>{listed('bridge')}{listed('ferry', 'never')}</urlset>".encode()
    assert feeds.is_feed(data)
    paper = read(data)
    first, second = paper.entries
    assert (paper.title, first.link, first.title) == ("The Post", "https://post.example/bridge", "The bridge")
    assert (first.published, second.published) == (datetime(2024, 5, 2, 6, tzinfo=UTC), None)


def test_a_sitemap_of_everything_is_not_a_feed() -> None:
    with pytest.raises(BadFeed, match="the whole site"):
        read(f"<urlset {NEWS}><url><loc>https://post.example/canteen</loc></url></urlset>")


def test_of_an_index_the_news_maps_are_read_newest_first() -> None:
    maps = "".join(
        f"<sitemap><loc>https://post.example/{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in [("pages", "2026-03-03"), ("news-1", "2026-03-01"), ("news-2", "2026-03-02")]
    )
    paper = read(f"<sitemapindex {NEWS}>{maps}</sitemapindex>")
    assert paper.maps == ("https://post.example/news-2.xml", "https://post.example/news-1.xml")
    assert paper.entries == ()


def test_a_packed_sitemap_is_opened_and_a_bomb_is_not() -> None:
    data = f"<urlset {NEWS}>{listed('bridge')}</urlset>".encode()
    assert sitemaps.opened(gzip.compress(data), where=AT) == data
    assert sitemaps.opened(data, where=AT) == data
    bomb = gzip.compress(bytes(200_000_000))
    tracemalloc.start()
    with pytest.raises(BadFeed, match="unpacks to more"):
        sitemaps.opened(bomb, where=AT)
    assert tracemalloc.get_traced_memory()[1] < 40_000_000
    tracemalloc.stop()
    with pytest.raises(BadFeed, match="not as it says"):
        sitemaps.opened(b"\x1f\x8b nonsense", where=AT)


# --- when to come again --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channel", "pause"),
    [
        ("<ttl>90</ttl>", timedelta(minutes=90)),
        ("<ttl>soon</ttl>", None),
        ("<ttl>0</ttl>", None),
        ("", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", timedelta(minutes=30)),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", timedelta(days=1)),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", None),
    ],
)
def test_the_pause_a_feed_asks_for(channel: str, pause: timedelta | None) -> None:
    head = '<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>T</title>'
    assert read(f"{head}{channel}{item('https://v.example/a')}</channel></rss>").pause == pause


def test_hours_and_days_to_skip() -> None:
    skips = "<skipHours><hour>0</hour><hour>24</hour><hour> 5 </hour></skipHours><skipDays><day>Sunday</day></skipDays>"
    paper = read(f'<rss version="2.0"><channel>{skips}{item("https://v.example/a")}</channel></rss>')
    assert (paper.skip_hours, paper.skip_days) == ({0, 5}, {6})
    everything = "<skipHours>" + "".join(f"<hour>{h}</hour>" for h in range(24)) + "</skipHours>"
    assert read(f'<rss version="2.0"><channel>{everything}</channel></rss>').skip_hours == frozenset()


# --- feeds that lie ------------------------------------------------------------------------------

ACCENTS = "Überraschung in Łódź – “Brücke” zu"


def accented(encoding: str, declared: str = "") -> bytes:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = f"<item><title>{ACCENTS}</title><link>https://v.example/a</link></item>"
    return f'{head}<rss version="2.0"><channel>{body}</channel></rss>'.encode(encoding)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (accented("utf-8"), ""),
        (accented("utf-8", "utf-8"), "text/html"),
        (accented("utf-8", "iso-8859-1"), "application/rss+xml"),
        (accented("utf-8"), "text/xml"),
        (accented("utf-8", "utf-8"), "text/xml; charset=iso-8859-1"),
        (accented("utf-8", "utf-8"), "application/octet-stream; charset=nonsense"),
        (b"\xef\xbb\xbf" + accented("utf-8", "utf-8"), "text/plain"),
        (accented("utf-16", "utf-16"), "application/rss+xml"),
    ],
)
def test_letters_come_through_whatever_the_server_says(data: bytes, kind: str) -> None:
    (entry,) = read(data, kind).entries
    assert entry.title == ACCENTS


def test_an_old_encoding_that_is_declared_is_taken_at_its_word() -> None:
    old = '<?xml version="1.0" encoding="windows-1252"?><rss version="2.0"><channel><item><title>Café – “zu”</title><link>https://v.example/a</link></item></channel></rss>'
    (entry,) = read(old.encode("cp1252"), "application/rss+xml").entries
    assert entry.title == "Café – “zu”"


def test_the_same_entry_twice_is_one() -> None:
    assert len(read(rss(item("https://v.example/a"), item("https://v.example/a"))).entries) == 1


def test_a_guid_that_several_bear_is_none_of_theirs() -> None:
    same = [
        item(f"https://v.example/{n}").replace(f"<guid>https://v.example/{n}</guid>", "<guid>1</guid>") for n in "abc"
    ]
    found = read(rss(*same)).entries
    assert [entry.key for entry in found] == ["https://v.example/a", "https://v.example/b", "https://v.example/c"]


def test_of_very_many_entries_the_newest_are_looked_at() -> None:
    day = datetime(2024, 5, 2, 8, tzinfo=UTC)
    dated = [
        item(f"https://v.example/{n}", extra=f"<pubDate>{day + timedelta(hours=n):%a, %d %b %Y %H:%M:%S} GMT</pubDate>")
        for n in range(MAX_ENTRIES + 50)
    ]
    found = read(rss(*dated)).entries  # oldest first, as some do
    assert len(found) == MAX_ENTRIES
    assert {entry.link for entry in found} == {f"https://v.example/{n}" for n in range(50, MAX_ENTRIES + 50)}


@pytest.mark.parametrize(
    "data",
    [
        "<!doctype html><html><head><title>Not found</title></head><body>404</body></html>",
        "<html><body><rss>not really</rss></body></html>",
        "",
        "Service unavailable",
        "<rss version='2.0'><channel><oops",
        "\x00\x01\x02\x03",
    ],
)
def test_an_error_page_with_200_is_no_feed(data: str) -> None:
    with pytest.raises(BadFeed):
        read(data, "application/rss+xml")


def test_an_empty_feed_is_a_feed() -> None:
    """A wire may have nothing to say; that is no fault of it."""
    assert read(rss(), "application/rss+xml").entries == ()


BOMB = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"><channel><item><title>&b;</title><link>https://v.example/</link></item></channel></rss>'


@pytest.mark.parametrize(
    "data",
    [
        BOMB.encode(),
        b"\xef\xbb\xbf" + BOMB.encode(),
        BOMB.encode("utf-16"),
        BOMB.encode("utf-16-be"),
        ('<?xml version="1.0" encoding="utf-7"?>' + BOMB.replace("<!E", "+ADwAIQ-E")).encode(),
        (f"<urlset {NEWS}></urlset>").encode().replace(b"<urlset", b'<!DOCTYPE u [<!ENTITY a "b">]><urlset', 1),
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>',
    ],
)
def test_entities_of_ones_own_are_not_read(data: bytes) -> None:
    with pytest.raises(BadFeed):
        read(data, "application/rss+xml")


@pytest.mark.parametrize("data", [b"/etc/passwd", b"file:///etc/passwd", b"http://169.254.169.254/latest/meta-data/"])
def test_bytes_that_name_a_file_or_an_address_open_nothing(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr("builtins.open", lambda *a, **k: opened.append(a))
    with pytest.raises(BadFeed):
        read(data, "application/rss+xml")
    assert opened == []


def test_names_and_links_hold_nothing_the_archive_cannot_keep() -> None:
    (entry,) = read(
        rss("<item><title>Bri\u202edge</title><link>https://v.example/a\u0085b</link><guid>g\u200bx</guid></item>")
    ).entries
    assert entry.link.isprintable()
    assert entry.guid.isprintable()


def test_the_fingerprint_changes_with_what_the_feed_says_and_not_with_its_markup() -> None:
    one = Entry("https://v.example/a", None, "1", "Bridge", teaser=feeds.prose("<p>It rained.</p><img src='t.gif?1'>"))
    same = Entry(
        "https://v.example/a", None, "1", "Bridge", teaser=feeds.prose("<div>It  rained.</div><img src='t.gif?2'>")
    )
    other = Entry("https://v.example/a", None, "1", "Bridge", teaser="It poured.")
    assert one.fingerprint == same.fingerprint != other.fingerprint
