"""Pages that are no article, though each comes with an article's address: what must not be filed."""

from __future__ import annotations

from tests.bot.intake.pages.cms import COOKIES, FOOTER, _head, _news, _og
from tests.bot.intake.pages.page import Made, Story, e, menu, ps, teasers


def refused(stories: list[Story]) -> list[Made]:
    """Each with a word of the reason it has to be refused for."""
    s = stories[0]
    url = f"https://www.{s.host}/news/{s.slug}"

    def page(shape: str, reason: str, body: str, head: str = "", title: str = "") -> Made:
        markup = f'<!DOCTYPE html><html lang="en">{_head(s, head, title=title)}<body>{body}</body></html>'
        return Made(shape, url, markup, refused=reason)

    lead = ps(s.paragraphs[:1])
    top, foot = f"<header>{menu()}</header>", FOOTER.format(s.outlet)
    og, locked = (
        _og(s, url),
        _news(
            s,
            url,
            isAccessibleForFree=False,
            hasPart={"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"},
        ),
    )
    cards = "".join(
        f'<div class="card"><h2><a href="{u}">{t}</a></h2><p>The decision is expected before the end of the month, officials said on Tuesday.</p></div>'
        for t, u in teasers(6)
    )
    return [
        page(
            "paywall, marked",
            "paywall",
            f'{top}<article><h1>{e(s.title)}</h1>{lead}<div class="paywall"><h3>Keep reading with a subscription</h3><p>Already a subscriber? Log in</p></div></article>{foot}',
            og + locked,
        ),
        page(
            "paywall, in words",
            "paywall",
            f'{top}<article><h1>{e(s.title)}</h1>{lead}<div class="piano-offer"><h3>Subscribe to continue reading</h3><p>Get unlimited access for 1 dollar a week. Cancel anytime. Already have an account? Sign in.</p></div></article>{foot}',
            og,
        ),
        page(
            "paywall, registration",
            "paywall",
            f'{top}<article><h1>{e(s.title)}</h1>{ps(s.paragraphs[:2])}<div class="regwall"><p>To read the rest of this article, create a free account or log in.</p></div></article>{foot}',
            og,
        ),
        page(
            "members only",
            "paywall",
            f'{top}<article class="gh-article"><h1>{e(s.title)}</h1>{lead}<aside class="gh-post-upgrade-cta"><h2>This post is for paying subscribers only</h2><a>Subscribe now</a></aside></article>{foot}',
            og,
        ),
        page(
            "bot check",
            "robot",
            '<div class="main-wrapper"><h1>www.valleypost.example</h1><h2>Checking if the site connection is secure</h2><div id="challenge-running">www.valleypost.example needs to review the security of your connection before proceeding.</div><noscript>Enable JavaScript and cookies to continue</noscript></div>',
            title="Just a moment...",
        ),
        page(
            "captcha",
            "robot",
            "<div><h1>Are you a robot?</h1><p>Please verify that you are not a robot to continue. To do so, please click the box below. We ask because we have detected unusual activity from your computer network.</p><p>Block reference ID: 0f3c</p></div>",
            title=f"{s.outlet} - Are you a robot?",
        ),
        page(
            "access denied",
            "refus",
            '<h1>Access Denied</h1><p>You don\'t have permission to access "http://www.valleypost.example/news" on this server.</p><p>Reference #18.5a</p>',
            title="Access Denied",
        ),
        page(
            "not found",
            "error",
            f"{top}<main><h1>Page not found</h1><p>Sorry, the page you are looking for could not be found. It may have been moved or removed. Try the search, or go back to the home page.</p>{cards}</main>{foot}",
            title=f"404 - Page not found | {s.outlet}",
        ),
        page(
            "server error",
            "error",
            "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>",
            title="502 Bad Gateway",
        ),
        page(
            "unavailable here",
            "refus",
            f"{top}<main><h1>451: Unavailable for legal reasons</h1><p>We recognise you are attempting to access this website from a country belonging to the European Economic Area (EEA) and therefore cannot grant you access at this time. For any issues, contact webmaster@{s.host}.</p></main>",
            title="451 Unavailable for legal reasons",
        ),
        page(
            "consent wall",
            "consent",
            f'{COOKIES}<div class="sp-wall"><h1>Read with advertising or without</h1><p>To use {e(s.outlet)} with advertising, agree to the use of cookies and tracking. Our partners store information on your device and process personal data such as unique identifiers. You can withdraw your consent at any time. Or subscribe to the ad-free version.</p><button>Accept and continue</button></div>',
            title=f"{s.outlet} - consent",
        ),
        page(
            "shell",
            "empty",
            '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript><script src="/static/js/main.js"></script>',
            og,
        ),
        page("shell without a word", "", '<div id="app"><div class="spinner"></div></div>'),
        page(
            "section front",
            "list",
            f"{top}<main><h1>Local news</h1>{cards}</main>{foot}",
            '<meta property="og:type" content="website">',
            title=f"Local news | {s.outlet}",
        ),
        page(
            "log in",
            "log",
            '<main><h1>Log in</h1><form><label>Email address</label><input><label>Password</label><input type="password"><button>Log in</button></form><p>Forgot your password? New here? Create an account to save stories and comment.</p></main>',
            title=f"Log in | {s.outlet}",
        ),
        page(
            "search results",
            "list",
            f"{top}<main><h1>Search results for “bridge”</h1><p>6 results</p>{cards}</main>{foot}",
            '<meta name="robots" content="noindex">',
            title=f"Search results | {s.outlet}",
        ),
    ]
