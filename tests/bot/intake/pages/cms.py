"""The shapes: how publishing systems wrap a story, each after the habits of one that is in wide use."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.bot.intake.pages.page import Made, Story, e, ld, linked, made, menu, ps, teasers

Shape = Callable[[Story], Made]
COOKIES = (
    '<div id="onetrust-banner-sdk" role="dialog"><h2>We value your privacy</h2><p>We and our 842 partners store and access '
    "information on your device, such as cookies, to personalise content and advertising and to measure performance. You can "
    "change your choice at any time in our privacy centre.</p><button>Accept all</button><button>Manage options</button></div>"
)
FOOTER = (
    '<footer class="site-footer"><p>© 2026 {0}. All rights reserved. No part of this site may be reproduced without written '
    'permission.</p><ul><li><a href="/about">About us</a></li><li><a href="/privacy">Privacy policy</a></li>'
    '<li><a href="/terms">Terms of use</a></li><li><a href="/jobs">Work with us</a></li></ul></footer>'
)


def _head(s: Story, *more: str, title: str = "") -> str:
    return f'<head><meta charset="utf-8"><title>{e(title or f"{s.title} - {s.outlet}")}</title>{"".join(more)}</head>'


def _og(s: Story, url: str, dated: bool = True) -> str:
    date = f'<meta property="article:published_time" content="{s.iso}">' if dated else ""
    return (
        f'<meta property="og:type" content="article"><meta property="og:title" content="{e(s.title)}">'
        f'<meta property="og:site_name" content="{e(s.outlet)}"><meta property="og:url" content="{url}">'
        f'<link rel="canonical" href="{url}">{date}'
    )


def _news(s: Story, url: str, **more: object) -> str:
    return ld(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": s.title,
            "datePublished": s.iso,
            "author": [{"@type": "Person", "name": s.author}],
            "publisher": {"@type": "Organization", "name": s.outlet},
            "mainEntityOfPage": url,
            **more,
        }
    )


def _related(s: Story, n: int = 3, heading: str = "Related stories") -> str:
    return (
        f'<div class="related-posts"><h3>{heading}</h3><ul>'
        + "".join(f'<li><a href="{u}">{t}</a></li>' for t, u in teasers(n, s.n))
        + "</ul></div>"
    )


def wordpress_classic(s: Story) -> Made:
    url = f"https://www.{s.host}/{s.published:%Y/%m/%d}/{s.slug}/"
    body = ps(s.paragraphs[:2])
    ((t, u),) = teasers(1, s.n)
    body += f'<p><strong>Also read: <a href="{u}">{t}</a></strong></p>' + ps(s.paragraphs[2:])
    return made(
        "wordpress classic",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en-US">{_head(s, _og(s, url))}
<body class="post-template-default single"><div id="page"><header id="masthead"><p class="site-title">{e(s.outlet)}</p>{menu()}</header>
<div id="content"><main id="main"><article id="post-{s.n}" class="post type-post hentry"><header class="entry-header">
<h1 class="entry-title">{e(s.title)}</h1><div class="entry-meta"><span class="posted-on">Posted on <time class="entry-date published"
datetime="{s.iso}">{s.day}</time></span> <span class="byline">by <a class="url fn n" href="/author/x">{e(s.author)}</a></span></div></header>
<div class="entry-content"><div class="wp-caption alignnone"><img src="/a.jpg" alt=""><p class="wp-caption-text">The scene on the morning after. Photo: {e(s.author)}</p></div>
{body}<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li>Click to share on Facebook (Opens in new window)</li>
<li>Click to share on X (Opens in new window)</li></ul></div><div id="jp-relatedposts"><h3>Related</h3><p>{t}</p></div></div>
<footer class="entry-footer">Posted in <a>News</a> Tagged <a>council</a>, <a>valley</a></footer></article>
<nav class="navigation post-navigation"><a>Previous Post {t}</a></nav><div id="comments"><h2>3 thoughts on “{e(s.title)}”</h2><ol><li><p>About time
somebody wrote about this. I have been saying it for years and nobody would listen to me.</p></li></ol></div></main>
<aside id="secondary"><section class="widget"><h2>Recent Posts</h2><ul><li>{t}</li></ul></section></aside></div>{FOOTER.format(s.outlet)}</div></body></html>""",
    )


def wordpress_blocks(s: Story) -> Made:
    url = f"https://{s.host}/{s.slug}/"
    blocks = [f"<p>{linked(p)}</p>" for p in s.paragraphs]
    blocks.insert(
        1,
        '<figure class="wp-block-image size-large"><img src="b.jpg"><figcaption class="wp-element-caption">Workers at the site on Tuesday. Credit: Agency Pool / File</figcaption></figure>',
    )
    blocks.insert(
        3,
        '<div class="wp-block-group is-style-newsletter"><h3>Get the morning briefing</h3><p>Sign up for our free newsletter and get the day’s most important stories in your inbox every weekday.</p></div>',
    )
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": s.outlet, "url": f"https://{s.host}/"},
            {
                "@type": "Article",
                "headline": s.title,
                "datePublished": s.iso,
                "dateModified": s.iso,
                "author": {"name": s.author, "@id": "#p"},
            },
            {"@type": "Person", "@id": "#p", "name": s.author},
        ],
    }
    return made(
        "wordpress blocks",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url), ld(graph), title=f"{s.title} | {s.outlet}")}
<body><div class="wp-site-blocks"><header class="wp-block-template-part">{menu()}</header><main class="wp-block-group">
<h1 class="wp-block-post-title">{e(s.title)}</h1><div class="wp-block-post-date"><time datetime="{s.iso}">{s.day}</time></div>
<div class="entry-content wp-block-post-content">{"".join(blocks)}</div>{_related(s, 4, "More from News")}</main>{FOOTER.format(s.outlet)}</div>{COOKIES}</body></html>""",
    )


def drupal(s: Story) -> Made:
    url = f"https://www.{s.host}/news/{s.slug}"
    return made(
        "drupal",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en" dir="ltr" prefix="og: http://ogp.me/ns#">
{_head(s, f'<link rel="canonical" href="{url}"><meta name="dcterms.date" content="{s.published:%Y-%m-%d}">')}
<body class="path-node page-node-type-article"><div class="dialog-off-canvas-main-canvas"><header role="banner">{menu("nav", "menu--main")}</header>
<main role="main"><div class="region region-content"><h1 class="page-header"><span class="field field--name-title">{e(s.title)}</span></h1>
<article class="node node--type-article node--view-mode-full clearfix"><footer class="node__meta"><div class="node__submitted">Submitted by
<span>{e(s.author)}</span> on <span>{s.published:%a, %m/%d/%Y - %H:%M}</span></div></footer>
<div class="node__content"><div class="field field--name-field-image"><img src="x.jpg"></div>
<div class="clearfix text-formatted field field--name-body field--type-text-with-summary field__item">{ps(s.paragraphs)}</div>
<div class="field field--name-field-tags"><div class="field__label">Tags</div><div class="field__items"><a>Roads</a> <a>Council</a></div></div></div></article>
<div class="views-element-container block"><h2>Latest news</h2>{_related(s, 3, "")}</div></div></main>{FOOTER.format(s.outlet)}</div></body></html>""",
    )


def arc(s: Story) -> Made:
    url = f"https://www.{s.host}/news/{s.published:%Y/%m/%d}/{s.slug}/"
    body = ""
    for n, p in enumerate(s.paragraphs):
        body += f'<p class="c-paragraph b-article-body__text">{linked(p)}</p>'
        if n == 1:
            body += '<div class="b-article-body__ad arcad-feature" data-testid="ad">Advertisement</div>'
        if n == 2:
            ((t, u),) = teasers(1, s.n)
            body += f'<p class="c-paragraph interstitial-link">[ <a href="{u}">{t}</a> ]</p>'
    return made(
        "arc xp",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url, dated=False), _news(s, url, isAccessibleForFree=True))}
<body><div id="fusion-app"><header class="b-header-nav-chain">{menu()}</header><main class="b-right-rail__main"><h1 class="b-headline">{e(s.title)}</h1>
<div class="b-byline">By <a>{e(s.author)}</a></div><time class="c-date b-date" datetime="{s.utc}">{s.day} at {s.published:%I:%M%p}</time>
<figure class="c-media-item"><img><figcaption class="c-media-item__fig-caption"><span class="c-media-item__caption">A view of the valley.</span>
<span class="c-media-item__credit">({e(s.author)}/{e(s.outlet)})</span></figcaption></figure><article class="b-article-body">{body}</article>
<div class="b-author-bio"><p>{e(s.author)} covers local government and the courts. Before joining the paper in 2016 {e(s.author.split()[0])} worked at a news agency for nine years.</p></div></main>
<aside class="b-right-rail__rail">{_related(s, 5, "Most read")}</aside>{FOOTER.format(s.outlet)}</div></body></html>""",
    )


def ghost(s: Story) -> Made:
    url = f"https://{s.host}/{s.slug}/"
    half = len(s.paragraphs) // 2
    return made(
        "ghost",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url), title=s.title)}
<body class="post-template"><div class="gh-viewport"><header class="gh-head">{menu()}</header><main class="gh-main"><article class="gh-article post">
<header class="gh-article-header"><a class="gh-article-tag">News</a><h1 class="gh-article-title is-title">{e(s.title)}</h1>
<div class="gh-article-meta"><h4 class="gh-article-author-name">{e(s.author)}</h4><time datetime="{s.published:%Y-%m-%d}">{s.published:%d %b %Y}</time> — 4 min read</div>
<figure class="gh-article-image"><img><figcaption>Photo by Somebody on a site of free pictures</figcaption></figure></header>
<section class="gh-content gh-canvas">{ps(s.paragraphs[:half])}<div class="kg-card kg-cta-card kg-signup-card"><h3>Enjoying this story?</h3>
<p>Sign up to get the next one in your inbox. No spam. Unsubscribe anytime.</p><button>Subscribe</button></div>{ps(s.paragraphs[half:])}</section></article>
<section class="gh-container"><h2>Read more</h2>{_related(s, 3, "")}</section></main>{FOOTER.format(s.outlet)}</div></body></html>""",
    )


def squarespace(s: Story) -> Made:
    url = f"https://www.{s.host}/news/{s.published:%Y}/{s.published.month}/{s.published.day}/{s.slug}"
    blocks = "".join(
        f'<div class="sqs-block html-block sqs-block-html"><div class="sqs-block-content"><div class="sqs-html-content"><p style="white-space:pre-wrap;">{e(p)}</p></div></div></div>'
        for p in s.paragraphs
    )
    return made(
        "squarespace",
        s,
        url,
        f"""<!doctype html><html lang="en-GB">{
            _head(
                s,
                _og(s, url, dated=False),
                f'<meta itemprop="datePublished" content="{s.published:%Y-%m-%dT%H:%M:%S%z}">',
                title=f"{s.title} — {s.outlet}",
            )
        }
<body id="collection"><div id="siteWrapper"><header id="header">{
            menu()
        }</header><main id="page"><article class="blog-item-wrapper hentry">
<div class="blog-item-top-wrapper"><h1 class="entry-title" data-content-field="title">{
            e(s.title)
        }</h1><div class="blog-item-meta-wrapper"><span>Written By {e(s.author)}</span></div></div>
<div class="blog-item-content e-content"><div class="sqs-layout sqs-grid-12">{blocks}</div></div></article>
<section class="item-pagination"><a><h2>{teasers(1, s.n)[0][0]}</h2></a></section></main>{
            FOOTER.format(s.outlet)
        }</div></body></html>""",
    )


def joomla(s: Story) -> Made:
    url = f"https://{s.host}/index.php/news/{100 + s.n}-{s.slug}"
    return made(
        "joomla",
        s,
        url,
        f"""<!DOCTYPE html><html xml:lang="en-gb" lang="en-gb">{_head(s, '<meta name="generator" content="Joomla!">', title=s.title)}
<body class="site com_content view-article"><div class="body"><div class="container"><header class="header"><span class="site-title">{e(s.outlet)}</span>{menu()}</header>
<ul class="breadcrumb"><li>You are here:</li><li><a href="/">Home</a></li><li><a>News</a></li></ul><main id="content" role="main" class="span9">
<div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header"><h2 itemprop="headline">{e(s.title)}</h2></div>
<dl class="article-info muted"><dt>Details</dt><dd class="createdby">Written by <span itemprop="name">{e(s.author)}</span></dd>
<dd class="published">Published: <time datetime="{s.iso}" itemprop="datePublished">{s.published.day} {s.published:%B %Y}</time></dd><dd class="hits">Hits: 1043</dd></dl>
<div itemprop="articleBody">{ps(s.paragraphs)}</div><ul class="pager pagenav"><li><a>Prev</a></li><li><a>Next</a></li></ul></div></main>
<div id="aside" class="span3"><h3>Most Read</h3>{_related(s, 4, "")}</div></div></div>{FOOTER.format(s.outlet)}</body></html>""",
    )


def blox(s: Story) -> Made:
    url = f"https://www.{s.host}/news/local/{s.slug}/article_{s.n:08x}-1111-5222-8333-444455556666.html"
    body = "".join(
        f'<div class="subscriber-preview"><p>{e(p)}</p></div>'
        if n < 3
        else f'<div class="subscriber-only"><p>{e(p)}</p></div>'
        for n, p in enumerate(s.paragraphs)
    )
    return made(
        "blox",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url, dated=False), _news(s, url, dateModified=s.iso))}
<body class="app-editorial"><div id="site-container"><header id="site-header-container">{menu()}</header><section id="main-body-container"><div id="asset-content" class="asset-content">
<article class="asset" itemscope><header class="asset-header"><h1 class="headline"><span itemprop="headline">{e(s.title)}</span></h1>
<div class="meta"><span><ul class="list-inline"><li><span class="tnt-byline">By {e(s.author)} news@{s.host}</span></li><li class="visible-print">{s.day}</li><li><time datetime="{s.iso}" class="tnt-date asset-date">{s.published:%b} {s.published.day}, {s.published.year}</time></li></ul></span></div></header>
<div class="asset-masthead"><figure class="photo"><figcaption class="caption"><span class="caption-text"><p>People gather on the square.</p></span><span class="credit">{e(s.author)}</span></figcaption></figure></div>
<div class="asset-body"><div id="article-body" itemprop="articleBody" class="asset-content subscriber-premium">{body}<div class="tnt-ads-container">Advertisement - Story Continues Below</div></div>
<div class="author-container"><div class="card-body">{e(s.author)} is a staff writer. Reach the newsroom at 555-0100.</div></div></div></article></div>
<div id="tncms-region-article_bottom"><h4>Locations</h4><div class="block"><h3>Trending Now</h3>{_related(s, 4, "")}</div></div></section>{FOOTER.format(s.outlet)}</div></body></html>""",
    )


def chorus(s: Story) -> Made:
    url = f"https://www.{s.host}/{s.published:%Y/%m/%d}/{21000000 + s.n}/{s.slug}"
    body = [f'<p id="x{n}">{linked(p)}</p>' for n, p in enumerate(s.paragraphs)]
    body.insert(2, '<aside id="p1"><q>A pull quote that is set in large letters beside the text</q></aside>')
    body.insert(
        4,
        '<div class="c-newsletter_signup_box"><h3>The Digest</h3><p>The stories you need, every Friday.</p><form>Email (required) By submitting your email, you agree to our Terms and Privacy Notice.</form></div>',
    )
    return made(
        "chorus",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url), _news(s, url))}
<body class="entry_key_unison_standard"><div class="l-root"><section class="c-global-header">{menu()}</section><section class="l-segment l-main-content">
<div class="l-segment c-entry-hero"><div class="c-entry-hero__content"><h1 class="c-page-title">{e(s.title)}</h1><p class="c-entry-summary p-dek"></p>
<div class="c-byline"><span class="c-byline-wrapper">By <span class="c-byline__item"><a><span class="c-byline__author-name">{e(s.author)}</span></a></span>
<span class="c-byline__item"><time class="c-byline__item" datetime="{s.utc}">{s.published:%b} {s.published.day}, {s.published.year}, {s.published:%I:%M%p}</time></span></span></div></div></div>
<article class="l-wrapper"><div class="l-col__main"><div class="c-entry-content">{"".join(body)}</div></div></article>
<div class="c-read-more"><h3>Next Up In News</h3>{_related(s, 3, "")}</div></section>{FOOTER.format(s.outlet)}</div></body></html>""",
    )


def public_broadcaster(s: Story) -> Made:
    url = f"https://www.{s.host}/news/articles/c{s.n:011d}o"
    blocks = "".join(
        f'<div data-component="text-block" class="sc-18fde0d6-0 dlWCEZ"><p class="sc-eb7bd5f6-0 fYAfXe">{"<b>" if n == 0 else ""}{e(p)}{"</b>" if n == 0 else ""}</p></div>'
        + (
            '<div data-component="links-block"><h2>More on this story</h2><ul>'
            + "".join(f'<li><a href="{u}">{t}</a></li>' for t, u in teasers(2, s.n))
            + "</ul></div>"
            if n == 3
            else ""
        )
        + (
            '<div data-component="image-block"><figure><div><span>Image source, Agency</span></div><figcaption><span class="visually-hidden">Image caption, </span>The ministry’s building in the capital</figcaption></figure></div>'
            if n == 1
            else ""
        )
        for n, p in enumerate(s.paragraphs)
    )
    return made(
        "public broadcaster",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en-GB">{_head(s, _og(s, url, dated=False), _news(s, url, dateModified=s.utc))}
<body><div id="__next"><nav>{menu()}</nav><main id="main-content"><article class="sc-8353772e-0"><div data-component="headline-block"><h1 class="sc-518485e5-0">{e(s.title)}</h1></div>
<div data-component="byline-block"><div><time class="sc-2b5e3b35-2" datetime="{s.utc}">3 days ago</time><div>{e(s.author)}</div><div>Reporting from the capital</div></div>
<button>Share</button><button>Save</button></div>{blocks}<div data-component="topic-list"><a>Politics</a><a>Transport</a></div></article>
<section data-component="related"><h2>Related</h2>{_related(s, 4, "")}</section></main>{FOOTER.format(s.outlet)}</div></body></html>""",
    )


def guardian_like(s: Story) -> Made:
    url = f"https://www.{s.host}/world/{s.published:%Y}/{s.published:%b}/{s.published:%d}/{s.slug}".lower()
    body = [f'<p class="dcr-1kas69x">{linked(p)}</p>' for p in s.paragraphs]
    body.insert(
        2,
        '<figure id="e1" class="dcr-a2pvoh"><div><picture><img></picture></div><figcaption class="dcr-1qvd3m6"><span>The river at its highest. Photograph: Staff/Agency</span></figcaption></figure>',
    )
    body.insert(
        3,
        '<figure class="dcr-nl"><a data-ignore="global-link-styling" href="#EmailSignup-skip-link-8">skip past newsletter promotion</a><aside aria-label="newsletter promotion"><p>Sign up to <span>First Edition</span></p><p>Our morning email breaks down the key stories of the day, telling you what’s happening and why it matters</p><span>Privacy Notice: Newsletters may contain info about charities, online ads, and content funded by outside parties.</span></aside><p id="EmailSignup-skip-link-8">after newsletter promotion</p></figure>',
    )
    return made(
        "broadsheet",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url), _news(s, url), title=f"{s.title} | World news | {s.outlet}")}
<body><header>{menu()}</header><main data-layout="StandardLayout"><article><aside data-gu-name="title"><a>World news</a></aside><div data-gu-name="headline"><h1 class="dcr-u0152o">{e(s.title)}</h1></div>
<div data-gu-name="meta"><address aria-label="Contributor info"><a rel="author">{e(s.author)}</a></address><details><summary>{s.published:%a} {s.published.day} {s.published:%b %Y %H.%M} GMT</summary>Last modified on {s.published:%a} {s.published.day} {s.published:%b %Y}</details><div>Share</div></div>
<div data-gu-name="body"><div id="maincontent" class="article-body-commercial-selector article-body-viewer-selector dcr-11jq3zt">{"".join(body)}</div>
<div class="dcr-topics"><ul><li>Rivers</li><li>Flooding</li><li>news</li></ul><a>Reuse this content</a></div></div></article>
<section data-link-name="most-viewed"><h2>Most viewed</h2>{_related(s, 5, "")}</section></main>{FOOTER.format(s.outlet)}</body></html>""",
    )


def amp(s: Story) -> Made:
    url = f"https://www.{s.host}/amp/{s.slug}"
    return made(
        "amp",
        s,
        url,
        f"""<!doctype html><html amp lang="en">{_head(s, f'<link rel="canonical" href="https://www.{s.host}/{s.slug}">', _news(s, url), "<style amp-boilerplate>body{-webkit-animation:-amp-start 8s}</style>", title=s.title)}
<body><amp-consent id="c" layout="nodisplay"><div id="consent-ui"><p>This site uses cookies to give you the best experience.</p></div></amp-consent>
<header class="amp-wp-header"><a>{e(s.outlet)}</a></header><amp-sidebar id="sb">{menu()}</amp-sidebar><article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">{e(s.title)}</h1>
<div class="amp-wp-meta amp-wp-byline"><span>{e(s.author)}</span></div><div class="amp-wp-meta amp-wp-posted-on"><time datetime="{s.iso}">4 days ago</time></div></header>
<div class="amp-wp-article-content"><amp-img src="x"></amp-img>{ps(s.paragraphs[:3])}<amp-ad type="x"></amp-ad>{ps(s.paragraphs[3:])}</div>
<footer class="amp-wp-article-footer"><div class="amp-wp-meta amp-wp-tax-category">Categories: <a>News</a></div><a href="#comments">Leave a Comment</a></footer></article></body></html>""",
    )


def nextjs(s: Story) -> Made:
    """Nothing but a shell: the story stands in a script, as blocks of an editor."""
    url = f"https://{s.host}/artikel/{s.slug}"
    blocks = [{"type": "paragraph", "attributes": {"content": linked(p)}} for p in s.paragraphs]
    blocks.insert(2, {"type": "image", "attributes": {"caption": "The market in winter", "src": "x.jpg"}})
    data = {
        "props": {
            "pageProps": {
                "article": {
                    "id": s.n,
                    "title": s.title,
                    "publishedAt": s.utc,
                    "author": {"name": s.author},
                    "content": {"blocks": blocks},
                },
                "related": [
                    {
                        "title": t,
                        "url": u,
                        "teaser": "The decision is expected before the end of the month, officials said.",
                    }
                    for t, u in teasers(3, s.n)
                ],
            }
        },
        "page": "/artikel/[slug]",
    }
    return made(
        "next.js",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url))}<body><div id="__next"><div class="skeleton"></div></div>
<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script><noscript>You need to enable JavaScript to run this app.</noscript></body></html>""",
    )


def json_ld_body(s: Story) -> Made:
    """The visible page holds the first lines; all of it stands in articleBody."""
    url = f"https://www.{s.host}/story/{s.n}/{s.slug}"
    return made(
        "json-ld body",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url), _news(s, url, articleBody=chr(10).join(s.paragraphs), isAccessibleForFree="True"))}
<body><header>{menu()}</header><main><h1>{e(s.title)}</h1><p class="lede">{e(s.paragraphs[0])}</p><div id="body-mount" data-hydrate="1"></div></main>{FOOTER.format(s.outlet)}</body></html>""",
    )


def live_blog(s: Story) -> Made:
    url = f"https://www.{s.host}/live/{s.slug}"
    parts = [s.paragraphs[i : i + 2] for i in range(0, len(s.paragraphs), 2)]
    posts = "".join(
        f'<article class="live-post" id="post-{n}"><header><time datetime="{s.iso}">{12 + n % 10}:{10 + n} GMT</time></header><div class="post-body">{ps(part)}</div>'
        '<div class="post-share"><button>Share</button><button>Copy link</button></div></article>'
        for n, part in enumerate(parts)
    )
    return made(
        "live blog",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url), ld({"@context": "https://schema.org", "@type": "LiveBlogPosting", "headline": s.title, "datePublished": s.iso, "coverageStartTime": s.iso}))}
<body><header>{menu()}</header><main class="live-blog"><h1>{e(s.title)}</h1><div class="live-meta">By {e(s.author)}</div><div class="live-stream">{posts}</div></main>{FOOTER.format(s.outlet)}</body></html>""",
    )


def gallery(s: Story) -> Made:
    """A story broken up by pictures, each with a caption."""
    url = f"https://www.{s.host}/pictures/{s.slug}"
    body = "".join(
        f'<p>{e(p)}</p><div class="gallery-slide"><img><div class="slide-caption">Picture {n + 1} of {len(s.paragraphs)}: people look on as the day ends. {e(s.author)} / Agency</div></div>'
        for n, p in enumerate(s.paragraphs)
    )
    return made(
        "gallery",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url))}<body><header>{menu()}</header><main><article><h1>{e(s.title)}</h1>
<p class="byline">By {e(s.author)} | {s.day}</p><div class="article__body">{body}</div></article>{_related(s)}</main>{FOOTER.format(s.outlet)}</body></html>""",
    )


def wire_service(s: Story) -> Made:
    url = f"https://www.{s.host}/article/{s.slug}-{s.n:032x}"
    body = (
        ps(s.paragraphs) + f"<p>___</p><p>Associated writers {e(s.author)} and Jo Dunn contributed to this report.</p>"
    )
    return made(
        "wire service",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url), _news(s, url, dateModified=s.utc))}
<body class="Page-body"><header class="Page-header">{menu()}</header><main class="Page-main"><h1 class="Page-headline">{e(s.title)}</h1><div class="Page-lead"><bsp-figure><figure class="Figure"><figcaption class="Figure-caption"><p>A woman walks past the gate. (Wire Photo/{e(s.author)})</p></figcaption></figure></bsp-figure></div>
<div class="Page-byline"><div class="Page-authors">By <a class="Link">{e(s.author)}</a></div><bsp-timestamp data-timestamp="{int(s.published.timestamp() * 1000)}"></bsp-timestamp></div>
<bsp-story-page><div class="RichTextStoryBody RichTextBody">{body}<div class="HubPeekEmbed"><a>More stories</a></div></div></bsp-story-page></main>{FOOTER.format(s.outlet)}</body></html>""",
        paragraphs=s.paragraphs,
    )


def nineties(s: Story) -> Made:
    """Tables in tables, no paragraphs but line breaks, the date in words alone."""
    url = f"http://www.{s.host}/news/{s.published:%Y%m%d}.htm"
    body = "<br><br>\n".join(e(p) for p in s.paragraphs)
    cells = "".join(
        f'<tr><td bgcolor="#cccc99"><a href="/n{i}.htm"><font size="2">{t}</font></a></td></tr>'
        for i, (t, _) in enumerate(teasers(5, s.n))
    )
    return made(
        "nineties tables",
        s,
        url,
        f"""<HTML><HEAD><TITLE>{e(s.outlet)}: {e(s.title)}</TITLE></HEAD><BODY BGCOLOR="#FFFFFF">
<TABLE WIDTH="780" BORDER="0"><TR><TD COLSPAN="3"><IMG SRC="logo.gif"><BR><FONT SIZE="1"><A HREF="/">Home</A> | <A HREF="/w">World</A> | <A HREF="/s">Sport</A></FONT></TD></TR>
<TR><TD WIDTH="140" VALIGN="top"><TABLE>{cells}</TABLE></TD><TD WIDTH="480" VALIGN="top"><FONT SIZE="5"><B>{e(s.title)}</B></FONT><BR>
<FONT SIZE="2">By {e(s.author)}<BR>{s.day}</FONT><P><FONT FACE="Times">{body}</FONT><P><HR><FONT SIZE="1">Copyright {s.published.year} {e(s.outlet)}. All rights reserved.</FONT></TD>
<TD WIDTH="160"><FONT SIZE="1">Advertisement</FONT></TD></TR></TABLE></BODY></HTML>""",
    )


def press_release(s: Story) -> Made:
    url = f"https://www.{s.host}/newsroom/releases/{s.slug}"
    return made(
        "press release",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, f'<meta name="date" content="{s.published:%Y-%m-%d}">', title=f"{s.title} :: {s.outlet}")}
<body><header>{menu()}</header><main><div class="release"><h1>{e(s.title)}</h1><p class="release-date">For immediate release: {s.day}</p><div class="release-body">{ps(s.paragraphs)}</div>
<div class="media-contact"><h3>Media contact</h3><p>{e(s.author)}<br>press@{s.host}<br>+1 555 0100</p></div>
<div class="boilerplate-about"><h3>About {e(s.outlet)}</h3><p>Founded in 1921, we serve the public in more than forty districts with a staff of 2,300 and a simple promise: to be there when it matters.</p></div></div></main>{FOOTER.format(s.outlet)}</body></html>""",
    )


def br_paragraphs(s: Story) -> Made:
    """Paragraphs told apart by line breaks in one block, as old systems export them."""
    url = f"https://{s.host}/story.php?id={4000 + s.n}"
    body = "<br/><br/>".join(e(p) for p in s.paragraphs)
    return made(
        "line breaks",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, f'<meta name="pubdate" content="{s.iso}"><meta name="author" content="{e(s.author)}">')}
<body><div id="top">{menu("div", "topmenu")}</div><div id="wrap"><div id="left"><div class="story"><h1>{e(s.title)}</h1><span class="date">{s.day}</span><div class="storytext">{body}</div></div>
<div class="sharebar">Tweet Share Print Email</div></div><div id="right">{_related(s, 4, "Other headlines")}</div></div>{FOOTER.format(s.outlet)}</body></html>""",
    )


def divs_only(s: Story) -> Made:
    """A system that knows no paragraphs: every line is a div, classes are hashes."""
    url = f"https://{s.host}/a/{s.n}x{s.slug}"
    body = "".join(
        f'<div class="css-1f0{n}a" data-key="{n}"><div class="css-zz"><span data-text="true">{e(p)}</span></div></div>'
        for n, p in enumerate(s.paragraphs)
    )
    return made(
        "divs only",
        s,
        url,
        f"""<!DOCTYPE html><html>{_head(s, _og(s, url))}<body><div id="root"><div class="css-nav">{menu("div", "css-h")}</div><div class="css-main"><div class="css-ttl" role="heading" aria-level="1">{e(s.title)}</div>
<div class="css-by">{e(s.author)}</div><div class="css-body">{body}</div><div class="css-rel"><div>You may also like</div>{"".join(f'<div class="css-card"><a href="{u}">{t}</a></div>' for t, u in teasers(4, s.n))}</div></div></div>{COOKIES}</body></html>""",
    )


def subheads_and_lists(s: Story) -> Made:
    """Cross-headings, a list and a quotation belong to the story; a box of facts beside it does not."""
    url = f"https://www.{s.host}/{s.published:%Y/%m}/{s.slug}.html"
    third = max(len(s.paragraphs) // 3, 1)
    a, b, c = s.paragraphs[:third], s.paragraphs[third : 2 * third], s.paragraphs[2 * third :]
    items = (
        "the northern road stays closed until Friday",
        "schools in four districts open again on Monday",
        "water should be boiled before use",
    )
    body = f"{ps(a)}<h2>What happens next</h2>{ps(b)}<p>The authorities said that:</p><ul>{''.join(f'<li>{i}</li>' for i in items)}</ul><blockquote>{ps(c[:1])}</blockquote>{ps(c[1:])}"
    told = (*a, "What happens next", *b, "The authorities said that:", *items, *c)
    return made(
        "cross-headings",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url), _news(s, url))}<body><header>{menu()}</header><main><article class="story"><h1>{e(s.title)}</h1>
<div class="story-meta">By {e(s.author)}, <time datetime="{s.iso}">{s.day}</time></div><div class="story-body">{body}</div></article><aside class="factbox"><h3>Facts in brief</h3><p>Population 41,000, mayor elected every four years.</p></aside></main>{FOOTER.format(s.outlet)}</body></html>""",
        paragraphs=told,
    )


def corrected(s: Story) -> Made:
    """A correction stands under the story and is part of it; it says when it was updated."""
    url = f"https://www.{s.host}/news/{s.slug}"
    note = "Correction: An earlier version of this article misstated the day of the vote. It was Tuesday, not Monday."
    later = f"{s.published.year}-12-28T09:00:00+00:00"
    return made(
        "corrected",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, _og(s, url), f'<meta property="article:modified_time" content="{later}">')}<body><header>{menu()}</header>
<main><article><h1>{e(s.title)}</h1><p class="updated">Updated <time datetime="{later}">December 28, {s.published.year}</time></p><p class="published">First published <time datetime="{s.iso}">{s.day}</time></p>
<div class="body">{ps(s.paragraphs)}<p class="correction"><em>{note}</em></p></div></article>{_related(s)}</main>{FOOTER.format(s.outlet)}</body></html>""",
        paragraphs=(*s.paragraphs, note),
    )


def date_in_url(s: Story) -> Made:
    """No date but in the address; the footer and a teaser name others."""
    url = f"https://{s.host}/{s.published:%Y/%m/%d}/{s.slug}"
    return made(
        "date in the address",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en">{_head(s, title=f"{s.outlet} - {s.title}")}<body><div class="bar">{menu("div", "bar")}</div><div class="post"><h1>{e(s.title)}</h1><div class="text">{ps(s.paragraphs)}</div></div>
<div class="side"><h4>Events</h4><p>Autumn fair, 12 October 2027</p></div><div class="foot">Copyright 2009-2026 {e(s.outlet)}</div></body></html>""",
    )


def microdata(s: Story) -> Made:
    url = f"https://www.{s.host}/artikkel/{s.slug}"
    return made(
        "microdata",
        s,
        url,
        f"""<!DOCTYPE html><html lang="en" itemscope itemtype="http://schema.org/NewsArticle">{_head(s, title=s.title)}<body>{menu()}<section id="article"><h1 itemprop="headline name">{e(s.title)}</h1>
<span itemprop="author" itemscope itemtype="http://schema.org/Person"><span itemprop="name">{e(s.author)}</span></span><time itemprop="datePublished" datetime="{s.utc}">{s.published:%d.%m.%Y}</time><time itemprop="dateModified" datetime="{s.utc}"></time>
<div itemprop="articleBody">{ps(s.paragraphs[:2])}<figure itemprop="image"><figcaption itemprop="caption">The harbour seen from the hill.</figcaption></figure><div class="read-more-box"><span>Read more:</span> <a href="/x">{teasers(1, s.n)[0][0]}</a></div>{ps(s.paragraphs[2:])}</div></section>{FOOTER.format(s.outlet)}</body></html>""",
    )


SHAPES: tuple[Shape, ...] = (
    wordpress_classic, wordpress_blocks, drupal, arc, ghost, squarespace, joomla, blox, chorus, public_broadcaster,
    guardian_like, amp, nextjs, json_ld_body, live_blog, gallery, wire_service, nineties, press_release, br_paragraphs,
    divs_only, subheads_and_lists, corrected, date_in_url, microdata,
)  # fmt: skip
