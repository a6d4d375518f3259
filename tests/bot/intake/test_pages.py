"""Pages in the shapes of two dozen publishing systems: the story and nothing else, and what is no story refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import BadArticle
from bot.intake.bylines import named
from bot.intake.cleaning import story
from bot.intake.dates import in_address, parsed
from bot.intake.pages import decode_page, from_page
from bot.intake.pruning import pruned
from bot.nouns import Article
from tests.bot.intake.pages.corpus import articles, awkward, others
from tests.bot.intake.pages.page import Made
from tests.eval.pages import days, f1

PAGES = [*articles(), *awkward()]


def taken(page: Made) -> Article:
    markup = decode_page(page.data, page.content_type, where=page.url) if page.data else page.markup
    return from_page(markup, where=page.url, url=page.url)


def test_there_are_as_many_pages_as_the_figures_claim() -> None:
    assert len(PAGES) >= 60
    assert len({page.shape for page in PAGES}) >= 40
    assert len({page.markup for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("page", PAGES, ids=[f"{p.shape}-{n}" for n, p in enumerate(PAGES)])
def test_a_page_gives_its_story_headline_and_day(page: Made) -> None:
    article = taken(page)
    assert f1(article.text, " ".join(page.paragraphs)) > 0.96
    assert article.title == page.title
    assert article.published is not None
    assert article.published.date().isoformat() in days(page)
    assert article.dated_by.startswith("published: ")
    assert article.language == "en"
    assert article.author in ("", page.author)


@pytest.mark.parametrize("page", others(), ids=[p.shape for p in others()])
def test_what_is_no_article_is_refused_with_the_reason(page: Made) -> None:
    with pytest.raises(BadArticle) as raised:
        taken(page)
    assert page.refused in str(raised.value).lower()
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "shape", ["line breaks", "nineties tables", "divs only", "next.js", "json-ld body", "unclosed"]
)
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


@pytest.mark.parametrize(
    ("shape", "read"),
    [
        ("imported archive", "published: address; updated: meta"),
        ("updated first", "published: by the headline; updated: meta"),
        ("plone", "published: meta; updated: meta"),
        ("wix", "published: json-ld; updated: json-ld"),
        ("webflow", "published: by the headline"),
        ("wiki of news", "published: by the headline"),
        ("drawn from state", "published: meta"),
    ],
)
def test_where_a_date_was_read_is_told(shape: str, read: str) -> None:
    page = next(p for p in PAGES if p.shape == shape)
    assert taken(page).dated_by == read


def test_another_storys_data_on_the_page_does_not_speak_for_it() -> None:
    page = next(p for p in PAGES if p.shape == "another's data")
    article = taken(page)
    assert (article.author, article.title) == (page.author, page.title)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("content no-share", True),
        ("section section--ads", True),
        ("js-section has-ads", True),
        ("share", False),
        ("c-related-articles", False),
        ("ad-slot ad-slot--top", False),
    ],
)
def test_a_box_is_known_by_its_name_and_not_by_what_it_has_or_lacks(name: str, kept: bool) -> None:
    box = f'<div class="{name}"><p>Some thirty people crossed the river in boats on Monday night, the mayor said.</p></div>'
    more = (
        "<p>The bridge has been closed since the flood, and the ferry runs only by day, according to the town.</p>" * 9
    )
    page = f"<html><body><h1>Boats</h1><div>{more}{box}</div></body></html>"
    assert ("thirty people" in running_text(page)) is kept


def running_text(page: str) -> str:
    from trafilatura import load_html

    return str(pruned(load_html(page)).text_content())


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Ann Lee", "Ann Lee"),
        ("Posted by Ann Lee on 3 May 2024", "Ann Lee"),
        ("By Ann Lee and Bo Kim", "Ann Lee and Bo Kim"),
        ("Piet van Rijn | October 6, 2023", "Piet van Rijn"),
        ("Sam O’Neill, political editor", ""),
        ("World news", ""),
        ("The mayor said on Monday", ""),
    ],
)
def test_a_byline_is_names_and_nothing_else(line: str, name: str) -> None:
    assert named(line) == name


def test_a_lead_that_stands_apart_from_the_story_is_part_of_it() -> None:
    page = next(p for p in PAGES if p.shape == "typo3")
    assert taken(page).text.split("\n")[0] == page.paragraphs[0]


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
        ("https://a.example/2021_11_mineral-oil.html", None),
        ("https://a.example/bridge-closed-2024-05-02-9001", (2024, 5, 2)),
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
        "Reporting by Ann Lee in Tallinn and Bo Kim; Editing by Kit Marlow",
        "ALSO READ | Council to decide on swimming pool",
        "Thanks for reading The Valley Letter! Subscribe for free.",
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
        "Reporting by the newspaper led to an inquiry last year.",
        "Print runs have halved since 2010.",
        "Correction: It was Tuesday.",
    ],
)
def test_lines_of_a_story_that_look_alike_are_kept(line: str) -> None:
    assert line in story(f"It rained.\n{line}\nIt snowed.", title="", outlet="", author="")
