"""Slack's mrkdwn as HTML: what has a meaning is drawn, all else is text, and nothing gets through as markup."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.desk import mrkdwn
from handlers.desk.workspace import BOT_USER, CHANNEL, EDITOR


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*Disputed.* Both sides:", "<strong>Disputed.</strong> Both sides:"),
        ("_so_ ~not~ `x<y`", "<em>so</em> <s>not</s> <code>x&lt;y</code>"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("a &lt; b &amp;&amp; c", "a &lt; b &amp;&amp; c"),
        ("&amp;lt;", "&amp;lt;"),
        ("one\ntwo", "one<br>two"),
        ("> said\n> so\nno", "<blockquote>said<br>so</blockquote>no"),
        ("```\n*raw*\n```", "<pre>*raw*</pre>"),
        (f"<@{EDITOR}> and <@{BOT_USER}>", '<span class="who">@you</span> and <span class="who">@Wirecheck</span>'),
        (f"<#{CHANNEL}>", '<span class="who">#desk</span>'),
        ("<!channel>", '<span class="who ping">@channel</span>'),
        (
            "<https://example.org/a?b=1&amp;c=2|here>",
            '<a href="https://example.org/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">here</a>',
        ),
        ("<javascript:alert(1)|here>", "here (javascript:alert(1))"),
        ("<data:text/html,x>", "data:text/html,x"),
        ("<//evil.example|here>", "here (//evil.example)"),
        ("</articles/1|open>", '<a href="/articles/1">open</a>'),
        (
            "<!date^1773480600^{date_long}|14 March>",
            '<time datetime="2026-03-14T09:30:00Z" data-format="{date_long}">14 March</time>',
        ),
        ("<!date^nonsense^{date}|then>", "then"),
        ("<!date^99999999999999999^{date}|then>", "then"),
        (":warning: 2024 looks like a year", "⚠️ 2024 looks like a year"),
        (":no_such_thing:", ":no_such_thing:"),
    ],
)
def test_mrkdwn_is_drawn_as_slack_draws_it(text: str, html: str):
    assert mrkdwn.html(text) == html


def test_plain_text_has_no_meaning_but_emoji():
    assert mrkdwn.html("*a* <b> &lt; :x:", verbatim=True) == "*a* &lt;b&gt; &amp;lt; ❌"


class Tags(HTMLParser):
    """All that a browser would take for markup."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))


ALLOWED = {"strong", "em", "s", "code", "pre", "blockquote", "br", "span", "a", "time"}
PIECES = [*"<>&\"'*_~`|!@#^:/=ab \n\ue000\ue00101", "<script>", "javascript:", "onload=", "https://", "<!date^"]
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@settings(deadline=None)
@given(HOSTILE)
@example('<img src=x onerror="alert(1)">')
@example("\ue0000\ue001<b>`x`")
@example('<https://a" onmouseover="x|y>')
def test_no_text_whatever_becomes_markup_of_its_own(text: str):
    seen = Tags()
    seen.feed(str(mrkdwn.html(text)))
    for tag, attributes in seen.tags:
        assert tag in ALLOWED
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        assert attributes.get("href", "/").startswith(("http://", "https://", "mailto:", "/"))
        assert not attributes.get("href", "").startswith(("//", "/\\"))
