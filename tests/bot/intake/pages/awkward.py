"""More shapes, written without a look at what is taken out of them: systems that mislabel, repeat, interrupt and lie."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from tests.bot.intake.pages.cms import COOKIES, FOOTER, Shape, _head, _news, _og, _related
from tests.bot.intake.pages.page import Made, Story, e, ld, linked, made, menu, ps, teasers


def typo3(s: Story) -> Made:
    url = f"https://www.{s.host}/aktuelles/detail/{s.slug}"
    return made(
        "typo3",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en-GB" prefix="og: http://ogp.me/ns#">{_head(s, f'<link rel="canonical" href="{url}">')}
<body id="p34"><div class="main-navigation">{menu()}</div><div id="c812" class="frame frame-default frame-type-list"><div class="news news-single"><div class="article" itemscope itemtype="http://schema.org/Article">
<div class="header"><h1 itemprop="headline">{e(s.title)}</h1></div><div class="footer"><p><span class="news-list-date"><time itemprop="datePublished" datetime="{s.published:%Y-%m-%d}">{s.published:%d.%m.%Y}</time></span> <span class="news-list-author">By <span itemprop="author">{e(s.author)}</span></span></p></div>
<div class="teaser-text" itemprop="description"><p>{e(s.paragraphs[0])}</p></div><div class="news-text-wrap" itemprop="articleBody">{ps(s.paragraphs[1:], ' class="bodytext"')}</div>
<div class="news-img-wrap"><div class="outer"><div class="mediaelement"><img></div><p class="news-img-caption">The hall before the session.</p></div></div>
<div class="news-backlink-wrap"><a href="/aktuelles">Back to the list</a></div></div></div></div>{FOOTER.format(s.outlet)}</body></html>""",
    )


def blogger(s: Story) -> Made:
    url = f"https://{s.host.split('.')[0]}.example/{s.published:%Y/%m}/{s.slug}.html"
    body = "<br />\n<br />\n".join(linked(p) for p in s.paragraphs)
    archive = "".join(f'<li class="archivedate"><a href="#">{y}</a> ({y % 40})</li>' for y in range(2012, 2027))
    return made(
        "blogger",
        s,
        url,
        f"""<!DOCTYPE html><html dir="ltr" lang="en" xmlns:b="http://www.google.com/2005/gml/b">{_head(s, f'<link href="{url}" rel="canonical"/>', title=f"{s.outlet}: {s.title}")}
<body><div class="content"><header><div class="header-inner"><h1 class="title">{e(s.outlet)}</h1><p class="description"><span>News of the valley since 1921</span></p></div></header>{menu("div", "tabs")}
<div class="blog-posts hfeed"><div class="date-outer"><h2 class="date-header"><span>{s.published:%A}, {s.day}</span></h2><div class="post-outer"><div class="post hentry"><h3 class="post-title entry-title">{e(s.title)}</h3>
<div class="post-body entry-content" id="post-body-{s.n}"><div class="separator"><img></div>{body}<div style="clear: both;"></div></div>
<div class="post-footer"><div class="post-footer-line"><span class="post-author vcard">Posted by <span class="fn">{e(s.author)}</span></span> at <a class="timestamp-link"><abbr class="published" title="{s.iso}">{s.published:%I:%M %p}</abbr></a></div></div></div>
<div class="comments" id="comments"><h4>2 comments:</h4><div class="comment-block"><p>We have lived here for forty years and nobody has ever asked us what we think of it, so thank you for writing this down at last.</p></div></div></div></div></div>
<aside><div class="widget BlogArchive"><h2>Blog Archive</h2><ul>{archive}</ul></div></aside></div></body></html>""",
    )


def wix(s: Story) -> Made:
    """Every paragraph wrapped five times, the classes numbers, the date in words alone but in the warm-up data."""
    url = f"https://www.{s.host}/post/{s.slug}"
    body = "".join(
        f'<p dir="auto" id="viewer-{n}x" class="Z2hd8 mCk{n}"><span class="UWpx{n}"><span>{e(p)}</span></span></p><div type="empty-line"><br role="presentation"></div>'
        for n, p in enumerate(s.paragraphs)
    )
    return made(
        "wix",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url, dated=False), ld({"@context": "https://schema.org", "@type": "BlogPosting", "headline": s.title, "datePublished": s.utc, "dateModified": (s.published + timedelta(days=40)).isoformat(), "author": {"@type": "Person", "name": s.author}, "publisher": {"@type": "Organization", "name": s.outlet}}))}
<body><div id="SITE_CONTAINER"><div id="site-root"><header id="SITE_HEADER">{menu()}</header><main id="PAGES_CONTAINER"><div data-hook="post-page"><article><div class="meta"><ul><li><span data-hook="user-name">{e(s.author)}</span></li><li><span title="{s.published:%b} {s.published.day}" data-hook="time-ago">{s.published:%b} {s.published.day}</span></li><li><span data-hook="time-to-read">3 min read</span></li></ul></div>
<h1 data-hook="post-title"><span>{e(s.title)}</span></h1><section data-hook="post-description"><div class="rich-content-viewer">{body}</div></section></article><div data-hook="post-footer"><span>120 views</span><span>0 comments</span></div>
<section data-hook="related-posts"><h2>Recent Posts</h2>{"".join(f"<a><h3>{t}</h3></a>" for t, _ in teasers(3, s.n))}</section></div></main></div></div></body></html>""",
    )


def webflow(s: Story) -> Made:
    url = f"https://www.{s.host}/blog/{s.slug}"
    body = ps(s.paragraphs[:2]) + '<figure class="w-richtext-figure-type-image"><div><img></div><figcaption>One of the two remaining pillars</figcaption></figure>' + ps(s.paragraphs[2:])  # fmt: skip
    return made(
        "webflow",
        s,
        url,
        f"""<!DOCTYPE html><html data-wf-page="1f" lang="en">{_head(s, f'<meta property="og:title" content="{e(s.title)}"><link rel="canonical" href="{url}">', title=s.title)}<body class="body-3"><div class="navbar w-nav"><nav class="w-nav-menu">{menu("div", "nav-links")}</nav></div>
<div class="section-12"><div class="container w-container"><div class="text-block-9">{s.day}</div><h1 class="heading-12">{e(s.title)}</h1><div class="text-block-10">{e(s.author)}</div><div class="rich-text-block w-richtext">{body}</div></div></div>
<div class="section-13"><h2>Get updates</h2><div class="w-form"><form><input placeholder="Email"></form><div class="w-form-done">Thank you! Your submission has been received!</div><div class="w-form-fail">Oops! Something went wrong while submitting the form.</div></div></div>{FOOTER.format(s.outlet)}</body></html>""",
    )


def blogging_platform(s: Story) -> Made:
    """Names that are hashes, the headline inside the story's own section, applause beneath it."""
    url = f"https://{s.host}/@{s.author.split()[0].lower()}/{s.slug}-{s.n:012x}"
    body = "".join(f'<p id="{n:04x}" class="pw-post-body-paragraph no np gw nq b nr">{linked(p)}</p>' for n, p in enumerate(s.paragraphs))  # fmt: skip
    return made(
        "blogging platform",
        s,
        url,
        f"""<!doctype html><html lang="en">{_head(s, _og(s, url), f'<meta name="author" content="{e(s.author)}">', title=f"{s.title} | by {s.author} | {s.published:%b}, {s.published.year} | {s.outlet}")}
<body><div id="root"><div class="a b c"><div class="d e"><a>Open in app</a><a>Sign up</a><a>Sign in</a><a>Write</a></div><div><article><div class="l"><section><div class="ch bg"><h1 id="aa01" class="pw-post-title">{e(s.title)}</h1>
<div class="speechify-ignore ab cp"><a rel="noopener follow">{e(s.author)}</a><span>·</span><a>Follow</a><div><span>4 min read</span><span>·</span><span data-testid="storyPublishDate">{s.published:%b} {s.published.day}, {s.published.year}</span></div><div>--</div><div>Listen</div><div>Share</div></div>{body}</div></section></div></article>
<div class="ab ca"><a>Roads</a><a>Councils</a></div><div><h2>Written by {e(s.author)}</h2><p>312 Followers</p><p>Writes about roads, rivers and the people who have to cross them.</p><a>Follow</a></div>
<div><h2>More from {e(s.author)}</h2>{"".join(f"<div><h2>{t}</h2><h3>What the council decided, and what it means for everybody who lives along the river.</h3></div>" for t, _ in teasers(3, s.n))}</div></div></div></div></body></html>""",
    )


def letter(s: Story) -> Made:
    """A newsletter on the web, with its own forms in the middle of the text."""
    url = f"https://{s.host}/p/{s.slug}"
    box = '<div class="subscription-widget-wrap-editor" data-attrs="{}"><div class="subscription-widget show-subscribe"><div class="preamble"><p class="cta-caption">The Valley Letter is supported by its readers. To get new posts and support our work, become a free or paid subscriber.</p></div><form class="subscription-widget-subscribe"><input type="email" placeholder="Type your email…"><input type="submit" value="Subscribe"></form></div></div>'
    return made(
        "newsletter on the web",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url, dated=False), _news(s, url, isAccessibleForFree=True), title=f"{s.title} - by {s.author}")}
<body class="reader-nav-page"><div id="entry"><div class="main-menu"><h1 class="pencraft">{e(s.outlet)}</h1><button>Subscribe</button><button>Sign in</button></div><div id="main"><div class="single-post-container"><article class="typography newsletter-post post"><div class="post-header"><h1 class="post-title published">{e(s.title)}</h1>
<div class="byline-wrapper"><a>{e(s.author)}</a><div>{s.published:%b} {s.published.day:02}, {s.published.year}</div></div><div class="post-ufi"><a>12</a><a>3</a><a>Share</a></div></div>
<div class="available-content"><div dir="auto" class="body markup">{ps(s.paragraphs[:2])}{box}{ps(s.paragraphs[2:])}<p class="button-wrapper"><a class="button primary"><span>Share</span></a></p><p>Thanks for reading {e(s.outlet)}! Subscribe for free to receive new posts and support our work.</p></div></div></article>
<div id="discussion"><h4>Discussion about this post</h4><div class="comment-content"><p>This is the first account of it that I have read in which anybody asked the people on the other bank.</p></div></div></div></div></div></body></html>""",
    )


def wiki(s: Story) -> Made:
    url = f"https://en.{s.host}/wiki/{s.slug}"
    return made(
        "wiki of news",
        s,
        url,
        f"""<!DOCTYPE html><html class="client-nojs" lang="en" dir="ltr">{_head(s, f'<link rel="canonical" href="{url}">', title=f"{s.title} - {s.outlet}")}
<body class="mediawiki ltr ns-0 page-x skin-vector"><div id="mw-page-base"></div><div id="content" class="mw-body" role="main"><h1 id="firstHeading" class="firstHeading"><span class="mw-page-title-main">{e(s.title)}</span></h1><div id="bodyContent"><div id="siteSub">From {e(s.outlet)}, the free news source you can write!</div><div id="jump-to-nav"></div><a class="mw-jump-link">Jump to navigation</a>
<div id="mw-content-text" class="mw-body-content"><div class="mw-parser-output"><p><strong class="published"><span id="publishDate" class="value-title" title="{s.published:%Y-%m-%d}">{s.published:%A}, {s.day}</span></strong></p><div class="thumb tright"><div class="thumbinner"><a><img></a><div class="thumbcaption">The market square. Image: {e(s.author)}.</div></div></div>
{ps(s.paragraphs)}<h2><span class="mw-headline">Sources</span></h2><ul><li>{teasers(1, s.n)[0][0]}. <i>Hill Times</i>, {s.day}</li></ul></div></div><div class="printfooter">Retrieved from "{url}"</div></div></div>
<div id="mw-navigation"><div class="vector-menu"><ul><li>Main Page</li><li>Newsroom</li><li>Recent changes</li></ul></div></div><footer id="footer"><ul><li id="footer-info-lastmod"> This page was last edited on 3 August 2026, at 11:02.</li><li>Text is available under a licence; see the terms.</li></ul></footer></body></html>""",
    )


def plone(s: Story) -> Made:
    url = f"https://www.{s.host}/en/news/{s.slug}"
    return made(
        "plone",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, f'<meta name="DC.date.created" content="{s.iso}"><meta name="DC.date.modified" content="2026-06-01T10:00:00+00:00"><meta name="DC.type" content="News Item">', title=f"{s.title} — {s.outlet}")}
<body class="template-newsitem_view portaltype-news-item"><header id="portal-top">{menu("div", "portal-globalnav")}</header><nav id="portal-breadcrumbs">You are here: Home / News</nav><article id="content"><header><div class="documentByLine">by <span class="documentAuthor"><a>{e(s.author)}</a></span> — published <span class="documentPublished">{s.day}</span>, last modified <span class="documentModified">June 1, 2026</span></div><h1 class="documentFirstHeading">{e(s.title)}</h1></header>
<div id="content-core"><div class="newsImageContainer"><img><p class="discreet">The delegates arriving</p></div><div id="parent-fieldname-text">{ps(s.paragraphs)}</div></div><div class="documentActions"><a>Print this</a> <a>Send this</a></div></article>{FOOTER.format(s.outlet)}</body></html>""",
    )


def components(s: Story) -> Made:
    """An editor's components, each paragraph one, with those that sell and lead elsewhere between them."""
    url = f"https://www.{s.host}/content/news/en/{s.published:%Y}/{s.slug}.html"
    cells = [f'<div class="text parbase section"><div class="cmp-text">{ps([p])}</div></div>' for p in s.paragraphs]
    ((t, u),) = teasers(1, s.n)
    cells.insert(2, f'<div class="teaser parbase"><div class="cmp-teaser"><h3 class="cmp-teaser__title"><a href="{u}">{t}</a></h3><div class="cmp-teaser__description"><p>Councillors meet again on Thursday to settle the question that has divided the town for a year.</p></div><a class="cmp-teaser__action-link">Find out more</a></div></div>')  # fmt: skip
    cells.insert(4, '<div class="image parbase"><div class="cmp-image"><img><span class="cmp-image__title">The new depot seen from the air</span></div></div>')  # fmt: skip
    return made(
        "components",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url, dated=False), f'<meta name="publish-date" content="{s.published:%Y-%m-%d}">')}<body class="basicpage page"><div class="root responsivegrid"><div class="aem-Grid"><div class="experiencefragment">{menu()}</div><div class="title"><div class="cmp-title"><h1 class="cmp-title__text">{e(s.title)}</h1></div></div><div class="byline">{e(s.author)} | {s.day}</div>
<div class="responsivegrid aem-GridColumn">{"".join(cells)}</div><div class="sharing"><ul><li>Share via mail</li></ul></div></div></div>{FOOTER.format(s.outlet)}</body></html>""",
    )


def imported(s: Story) -> Made:
    """An old archive moved to a new system: its machines tell the day of the move, its address and its words the day of the story."""
    url = f"https://www.{s.host}/archive/{s.published:%Y/%m/%d}/{s.slug}.html"
    moved = "2026-03-09T02:00:00+00:00"
    return made(
        "imported archive",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, f'<meta property="og:title" content="{e(s.title)}"><meta property="article:published_time" content="{moved}"><meta property="article:modified_time" content="{moved}">')}
<body>{menu()}<div id="story"><h1>{e(s.title)}</h1><p class="dateline">{s.day}</p><p class="by">By {e(s.author)}</p>{ps(s.paragraphs)}</div>{FOOTER.format(s.outlet)}</body></html>""",
    )


def updated_first(s: Story) -> Made:
    """The first date a reader and a machine meet is that of the last change."""
    url = f"https://www.{s.host}/news/story-{s.n + 7000}"
    later = s.published + timedelta(days=3, hours=2)
    shown = f"{later:%B} {later.day}, {later.year}"
    return made(
        "updated first",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, f'<meta property="og:title" content="{e(s.title)}"><meta property="og:updated_time" content="{later.isoformat()}"><meta name="last-modified" content="{later.isoformat()}">')}
<body>{menu()}<main><h1>{e(s.title)}</h1><p class="stamp">Updated: {shown} {later:%H:%M} | Published: {s.day} {s.published:%H:%M}</p><p class="who">{e(s.author)}</p><div class="copy">{ps(s.paragraphs)}</div></main>{FOOTER.format(s.outlet)}</body></html>""",
    )


def charset_lie(s: Story) -> Made:
    """Says UTF-8 and is not: an old system's bytes behind a new template."""
    url = f"https://www.{s.host}/en/{s.slug}.aspx"
    page = made(
        "charset lie",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url))}<body>{menu()}<form id="aspnetForm"><div id="ctl00_body"><h1>{e(s.title)}</h1><div class="author">{e(s.author)}</div><div class="ms-rtestate-field">{ps(s.paragraphs)}</div></div></form>{FOOTER.format(s.outlet)}</body></html>""",
    )
    return replace(page, data=page.markup.encode("cp1252", "xmlcharrefreplace"), content_type="text/html; charset=utf-8")  # fmt: skip


def server_lie(s: Story) -> Made:
    """UTF-8, and its server says Latin 1 of everything."""
    url = f"https://{s.host}/{s.n}/{s.slug}"
    page = made(
        "server's lie",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url))}<body><header>{menu()}</header><article><h1>{e(s.title)}</h1><p class="meta">{e(s.author)}, {s.day}</p>{ps(s.paragraphs)}</article></body></html>""",
    )
    return replace(page, data=page.markup.encode(), content_type="text/html; charset=iso-8859-1")


def broken_data(s: Story) -> Made:
    """JSON-LD that no parser takes, then that of another story, fuller than its own."""
    url = f"https://www.{s.host}/local/{s.slug}"
    ((t, u),) = teasers(1, s.n)
    bad = f'<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{e(s.title)}","datePublished":"{s.iso}",}}</script>'
    other = ld({"@context": "https://schema.org", "@type": "NewsArticle", "url": f"https://www.{s.host}{u}", "mainEntityOfPage": f"https://www.{s.host}{u}", "headline": t, "datePublished": "2025-01-02T03:04:05Z", "author": {"name": "Jo Dunn"}, "publisher": {"name": s.outlet}, "image": "x.jpg"})  # fmt: skip
    return made(
        "another's data",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url), f'<meta name="author" content="{e(s.author)}">', bad, other)}<body>{menu()}<main><h1>{e(s.title)}</h1><div class="byline">By {e(s.author)}</div><div class="story-text">{ps(s.paragraphs)}</div>{_related(s)}</main>{FOOTER.format(s.outlet)}</body></html>""",
    )


def interrupted(s: Story) -> Made:
    """A portal that puts a line for another story after every second paragraph, in the story's own paragraphs."""
    url = f"https://www.{s.host}/{s.slug}-{s.published:%Y-%m-%d}-{90000 + s.n}"
    forms = (
        '<p><strong>ALSO READ | <a href="{1}">{0}</a></strong></p>',
        '<p><em>READ MORE: <a href="{1}">{0}</a></em></p>',
        '<p>&raquo; <a href="{1}">{0}</a></p>',
        "<p><strong>Also Watch:</strong></p>",
        '<p>(Read: <a href="{1}">{0}</a>)</p>',
    )
    body = ""
    for n, p in enumerate(s.paragraphs):
        body += f"<p>{linked(p)}</p>"
        if n % 2 and n < len(s.paragraphs) - 1:
            body += forms[(n // 2) % len(forms)].format(*teasers(1, s.n + n)[0])
    return made(
        "interrupted",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url, dated=False), _news(s, url, dateModified=(s.published + timedelta(hours=5)).isoformat()), title=f"{s.title} | Latest News | {s.outlet}")}
<body>{menu()}<div class="container"><div class="row"><div class="col-md-8"><h1>{e(s.title)}</h1><div class="brd">Written by <span>{e(s.author)}</span> | Updated: {s.published:%b %d, %Y %H:%M} IST</div><div class="story_para_26">{body}<p><i>Get the latest updates from around the valley. Download our app and follow us on our channels.</i></p></div></div></div></div>{FOOTER.format(s.outlet)}{COOKIES}</body></html>""",
    )


def agency_tail(s: Story) -> Made:
    """What an agency puts under its stories: who wrote and edited, its principles, how to buy."""
    url = f"https://www.{s.host}/world/{s.slug}-{s.published:%Y-%m-%d}/"
    body = "".join(f'<div class="article-body__paragraph__2-BtD" data-testid="paragraph-{n}">{linked(p)}</div>' for n, p in enumerate(s.paragraphs))  # fmt: skip
    return made(
        "agency",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url), _news(s, url, dateModified=s.utc))}<body><header>{menu()}</header><article><header><div class="article-header__heading"><h1>{e(s.title)}</h1></div><div class="article-header__author">By <a>{e(s.author)}</a></div><time><span>{s.day}</span><span>7:12 AM GMT+1</span><span>Updated 3 days ago</span></time></header>
<div class="article-body__content">{body}<p class="sign-off">Reporting by {e(s.author)} and Jo Dunn; Editing by Kit Marlow</p><p>Our Standards: <a>The Agency’s Principles.</a></p><div class="tag-links"><h3>Suggested Topics:</h3><a>World</a><a>Rivers</a></div><a class="licensing">Purchase Licensing Rights</a></div></article>
<div class="author-bio-card"><p>{e(s.author)}</p><p>Writes about rivers, roads and the law, and has been with the agency for eleven years.</p></div><div class="read-next"><h2>Read Next</h2>{_related(s, 4, "")}</div></body></html>""",
    )


def soft_wall(s: Story) -> Made:
    """All of the story stands in the page, behind a curtain that a script draws."""
    url = f"https://www.{s.host}/premium/{s.slug}"
    return made(
        "soft paywall",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url), _news(s, url, isAccessibleForFree=False, hasPart={"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}))}<body>{menu()}<article><h1>{e(s.title)}</h1><p class="byline">{e(s.author)}</p>
{ps(s.paragraphs[:1])}<div class="paywall" style="display:none">{ps(s.paragraphs[1:])}</div><div class="tp-container"><h3>Subscribe to continue reading</h3><p>Join 40,000 readers. First month free.</p></div></article>{FOOTER.format(s.outlet)}</body></html>""",
    )


def unclosed(s: Story) -> Made:
    """Markup that nothing closes, with comments and a font for every paragraph."""
    url = f"http://www.{s.host}/cgi-bin/story.pl?id={s.n}&ed={s.published:%Y%m%d}"
    body = "".join(f'<P><FONT FACE="Arial" SIZE=2>{e(p)}<!-- par {n} -->' for n, p in enumerate(s.paragraphs))
    return made(
        "unclosed",
        s,
        url,
        f"""<HTML><HEAD><META NAME="DATE" CONTENT="{s.published:%Y-%m-%d}"><TITLE>{e(s.title)}</TITLE><BODY><CENTER><A HREF="/">{e(s.outlet)}</A> | <A HREF="/world">World</A> | <A HREF="/sport">Sport</A></CENTER><HR><H2>{e(s.title)}</H2><I>by {e(s.author)}</I>{body}<HR><A HREF="/mail.pl">Mail this story to a friend</A><BR><A HREF="/print.pl">Print</A><BR>&copy; {s.published.year} {e(s.outlet)}""",
    )


def many_comments(s: Story) -> Made:
    """More is said under the story than in it."""
    url = f"https://{s.host}/story/{s.n}"
    said = "".join(
        f'<div class="c-item"><b>reader{n}</b><div class="c-text">I was there on the day and it was nothing like what the minister says it was; {"nobody asked any of us, " * (n % 4 + 1)}and I would like to know who pays for it.</div><a>Reply</a></div>'
        for n in range(14)
    )
    return made(
        "many comments",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url), title=f"{s.outlet} » {s.title}")}<body>{menu()}<div id="main"><div class="post"><h1>{e(s.title)}</h1><p class="info">{e(s.author)} on {s.day}</p><div class="entry">{ps(s.paragraphs)}</div></div><div id="commentlist"><h3>14 comments</h3>{said}</div></div></body></html>""",
    )


def drawn_state(s: Story) -> Made:
    """A script's state with the story as markup in one string, escaped, among other stories' teasers."""
    url = f"https://www.{s.host}/nyheter/{s.slug}/{s.n}"
    state = {"route": "/article", "entities": {"articles": {str(s.n): {"headline": s.title, "bodyHtml": ps(s.paragraphs), "publishedDate": s.utc}}, "teasers": [{"headline": t, "summary": "The decision is expected before the end of the month, officials said on Tuesday."} for t, _ in teasers(5, s.n)]}}  # fmt: skip
    return made(
        "drawn from state",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url))}<body><div id="app"></div><script>window.__INITIAL_STATE__ = {json.dumps(state).replace("<", chr(92) + "u003c")};(function(){{}}());</script></body></html>""",
    )


AWKWARD: tuple[Shape, ...] = (
    typo3, blogger, wix, webflow, blogging_platform, letter, wiki, plone, components, imported, updated_first,
    charset_lie, server_lie, broken_data, interrupted, agency_tail, soft_wall, unclosed, many_comments, drawn_state,
)  # fmt: skip
