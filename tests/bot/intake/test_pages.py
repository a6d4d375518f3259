"""Pages in the shapes of two dozen publishing systems: the story and nothing else, and what is no story refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import BadArticle
from bot.intake.cleaning import story
from bot.intake.dates import in_address, parsed
from bot.intake.pages import from_page
from bot.nouns import Article
from tests.bot.intake.pages.corpus import articles, others
from tests.bot.intake.pages.page import Made
from tests.eval.pages import days, f1

PAGES = articles()


def taken(page: Made) -> Article:
    return from_page(page.markup, where=page.url, url=page.url)


@pytest.mark.parametrize("page", PAGES, ids=[f"{p.shape}-{n}" for n, p in enumerate(PAGES)])
def test_a_page_gives_its_story_headline_and_day(page: Made) -> None:
    article = taken(page)
    assert f1(article.text, " ".join(page.paragraphs)) > 0.96
    assert article.title == page.title
    assert article.published is not None
    assert article.published.date().isoformat() in days(page)
    assert article.dated_by.startswith("published: ")
    assert article.language == "en"


@pytest.mark.parametrize("page", others(), ids=[p.shape for p in others()])
def test_what_is_no_article_is_refused_with_the_reason(page: Made) -> None:
    with pytest.raises(BadArticle) as raised:
        taken(page)
    assert page.refused in str(raised.value).lower()
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("shape", ["line breaks", "nineties tables", "divs only", "next.js", "json-ld body"])
def test_paragraphs_keep_a_line_each(shape: str) -> None:
    page = next(p for p in PAGES if p.shape == shape)
    assert taken(page).text.split("\n") == list(page.paragraphs)


def test_a_correction_is_kept_and_when_it_was_made() -> None:
    page = next(p for p in PAGES if p.shape == "corrected")
    article = taken(page)
    assert "Correction: An earlier version" in article.text
    assert article.updated is not None
    assert (article.updated.month, article.updated.day) == (12, 28)
    assert article.dated_by == "published: meta; updated: meta"


def test_a_page_speaks_only_for_its_own_site() -> None:
    page = next(p for p in PAGES if p.shape == "wordpress classic")
    theirs = page.markup.replace(
        f'rel="canonical" href="{page.url}"', 'rel="canonical" href="https://www.other.example/a/b"'
    )
    article = from_page(theirs, where=page.url, url=page.url)
    assert article.key.startswith("url:valleypost.example/") or article.url == page.url.replace("www.", "www.")
    assert "other.example" not in article.key


def test_a_short_article_is_an_article() -> None:
    """Three sentences are news; a header that offers a subscription does not make them a teaser."""
    page = (
        '<html><head><title>Ferry late</title><meta property="article:published_time" content="2024-05-02T08:00:00Z"></head><body>'
        '<header><a href="/subscribe">Subscribe</a> <a href="/login">Sign in</a></header><article><h1>Ferry late</h1>'
        "<p>The ferry to the island left four hours late on Thursday because of fog, the company said in a statement.</p>"
        "<p>Some 200 passengers waited on the quay. “It will not happen again,” said the company’s director, Bo Kim.</p>"
        "<p>It was the third delay this month, according to the passengers’ association.</p></article></body></html>"
    )
    article = from_page(page, where="x", url="https://valley.example/news/ferry-late")
    assert len(article.text.split("\n")) == 3


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-05-02T08:00:00+0200", datetime(2024, 5, 2, 6, tzinfo=UTC)),
        ("2024-05-02 08:00:00 UTC", datetime(2024, 5, 2, 8, tzinfo=UTC)),
        ("Thu, 02 May 2024 08:00:00 +0200", datetime(2024, 5, 2, 6, tzinfo=UTC)),
        ("1714629600", datetime(2024, 5, 2, 6, tzinfo=UTC)),
        ("1714629600000", datetime(2024, 5, 2, 6, tzinfo=UTC)),
        ("2024/05/02", datetime(2024, 5, 2, tzinfo=UTC)),
        ("0001-01-01T00:00:00", None),
        ("last Monday", None),
        ("", None),
    ],
)
def test_dates_as_machines_are_told_them(written: str, day: datetime | None) -> None:
    assert parsed(written) == day


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://a.example/2024/05/02/bridge", (2024, 5, 2)),
        ("https://a.example/world/2024/may/02/bridge", (2024, 5, 2)),
        ("https://a.example/news/20240502.htm", (2024, 5, 2)),
        ("https://a.example/news/2024-05-02-bridge", (2024, 5, 2)),
        ("https://a.example/news/2024/bridge", None),
        ("https://a.example/news/20241399", None),
        ("https://a.example/id/820240502", None),
    ],
)
def test_dates_in_addresses(address: str, day: tuple[int, int, int] | None) -> None:
    found = in_address(address)
    assert (found and (found.at.year, found.at.month, found.at.day)) == day


@pytest.mark.parametrize(
    "line",
    [
        "Also read: Council to decide on swimming pool",
        "Read more:",
        "Advertisement",
        "Sign up for our newsletter",
        "Photo: Ann Lee / Agency",
        "© 2026 The Valley Post. All rights reserved.",
        "Ann Lee and Bo Kim contributed to this report.",
    ],
)
def test_lines_that_are_no_part_of_a_story(line: str) -> None:
    assert story(f"It rained.\n{line}\nIt snowed.", title="", outlet="", author="") == "It rained.\nIt snowed."


@pytest.mark.parametrize(
    "line",
    [
        "Related costs rose by a tenth, the ministry said.",
        "Read more books, the minister told pupils on Monday.",
        "Photographs of the scene showed two cars in the river.",
        "“Share the road,” said the sign that the driver had not seen.",
        "About 40 people were hurt.",
        "Correction: It was Tuesday.",
    ],
)
def test_lines_of_a_story_that_look_alike_are_kept(line: str) -> None:
    assert line in story(f"It rained.\n{line}\nIt snowed.", title="", outlet="", author="")
