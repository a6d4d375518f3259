"""An article on a page of its own: the desk's look, nothing from elsewhere, nothing the article could do."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bot.nouns import Article, Claim, Revision, Span
from handlers.desk import proof
from tests.handlers.desk import filed

NASTY = 'Ann Lee said that <img src=x onerror=alert(1)> "it" & </script> held.\u202e\ud800'


def made(text: str, **more: str) -> Revision:
    return Revision.of(Article(key="k", ref="note", text=text, **more), datetime(2025, 5, 1, tzinfo=UTC))


def test_the_page_marks_who_with_which_verb_and_what() -> None:
    page = proof.page(*filed.first())
    assert re.findall(r'<span class="mark (\w+)" data-claims[^>]*>([^<]+)</span>', page)[:3] == [
        ("source", "The port authority"),
        ("cue", "said"),
        ("content", "that the Halden bridge was open to all traffic"),
    ]


def test_nothing_is_fetched_from_elsewhere() -> None:
    page = proof.page(*filed.first())
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []
    assert "@import" not in page
    assert "url(" not in page


def test_an_article_can_run_nothing() -> None:
    revision = made(NASTY, title="</title><script>alert(2)</script>", url="javascript:alert(3)")
    page = proof.page(revision, [Claim("c1", "a", "r", Span(0, 10), "", (Span(13, 40),), cue=(Span(8, 12),))])
    assert page.count("<script") == page.count("</script>") == 1
    assert "<img" not in page
    assert "javascript:" not in page
    assert "&lt;img src=x onerror" in page


def test_a_text_without_claims_is_a_page_too() -> None:
    page = proof.page(made("Photo: Bo Berg"), [])
    assert "found no claim" in page
    assert "filed" not in page
