"""Boxes on a page that are no part of its story: what shares, sells, asks and leads elsewhere, known by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

#: Words in a class or an id that name furniture, whatever stands in it. Each stands for itself, or at an end of
#: a hyphenated name.
SURELY = (
    "related relateds relatedposts related-articles readnext read-next more-from recirc recirculation recommended recommendations"
    " newsletter newsletters signup sign-up subscription-box sharebar sharing sharedaddy social-links social-share cookie cookies"
    " consent gdpr onetrust didomi cmp-container sp-message taglist topic-list breadcrumb breadcrumbs comments comment-list disqus author-bio"
    " author-box about-author author-container authorbio bio-box figcaption wp-caption-text slide-caption photo-credit image-caption"
    " media-contact boilerplate-about adsbygoogle outbrain taboola most-read mostread most-viewed pagination pagenav pager"
    " post-navigation kg-signup-card kg-cta-card gh-post-upgrade-cta interstitial-link screen-reader-text visually-hidden sr-only"
    " skip-link paywall-offer"
).split()
#: Words that mostly do, and are also said of what holds them: "section--ads", "content read-more".
MAYBE = (
    "readmore read-more subscribe promo promotion share shares social tags topics caption captions credit advertisement advert ads"
    " ad-container ad-slot trending popular factbox fact-box infobox print-only toolbar entry-footer entry-meta"
).split()
ALWAYS = ("figcaption", "amp-ad", "amp-consent", "amp-sidebar", "dialog", "form", "button", "select", "bsp-figure")
NEVER = ("html", "head", "body", "article", "main", "style", "script", "link", "meta", "time", "h1")
ROLES = ("dialog", "navigation", "banner", "contentinfo")
#: An element whose name may mean something else is no furniture if it holds more than this of the running text;
#: one whose name can mean nothing else, if it holds more than this and leaves next to nothing.
MUCH, MOST = 0.3, 0.6
#: So many words left are a story yet. Less than this share, and the names mean something else on this page.
A_STORY, LEFT = 60, 0.25
#: So many words in one piece outside a link are running text, not a label.
RUNNING = 8
_END = re.compile(r"[.!?:…][\"'”’)\]]*$")


def _ends(names: Iterable[str]) -> re.Pattern[str]:
    """Finds one of these names as a whole name, or at an end of a hyphenated one."""
    told = "|".join(re.escape(name).replace(r"\-", "[-_]?") for name in names)
    return re.compile(rf"(?:^|[\s_-])(?:{told})(?:$|[\s_-])", re.IGNORECASE)


_SURELY, _MAYBE = _ends(SURELY), _ends(MAYBE)
_COMPONENTS = re.compile(r"links-block|image-block|byline|topic-list|newsletter|related|share|\bad\b", re.IGNORECASE)
#: "has-ads", "no-share" and "section--ads" say what a thing has, lacks or is like, not what it is.
_HAS = re.compile(r"(?:^|[_-])(?:has|have|no|not|non|with|without|enable|disable)[_-]", re.IGNORECASE)
_OF_THE_PAGE = re.compile(r"^(?:page|post|entry|article|story|site|main|content|body|wrap)", re.IGNORECASE)


def pruned(tree: Any) -> Any:
    """The tree without furniture, and with tables that only lay out the page turned into boxes. Changes the one it gets."""
    tree = _mended(tree)
    text = running(tree)
    total = max(text.get(tree, 0), 1)
    surely, maybe = _furniture(tree)
    _drop(e for e in surely if text.get(e, 0) <= MOST * total or total - text[e] >= A_STORY)
    left = max(running(tree).get(tree, 0), 1)
    maybe = [e for e in maybe if text.get(e, 0) <= MUCH * left and tree in e.iterancestors()]
    if sum(text.get(e, 0) for e in maybe) <= (1 - LEFT) * left:
        _drop(maybe)
    for element in tree.xpath("//p[.//a] | //p[.//img] | //div[.//img] | //span[.//img]"):
        if _leads_elsewhere(element) or _is_a_caption(element):
            _drop([element])
    for table in tree.xpath("//table"):
        if _only_lays_out(table):
            for part in [table, *table.iter("tbody", "thead", "tr", "td")]:
                if _nearest_table(part) is table or part is table:
                    part.tag = "div"
    return tree


def _mended(tree: Any) -> Any:
    """The tree with paragraphs beside each other that a ``font`` left open had put into each other."""
    from lxml import etree
    from trafilatura import load_html

    if not tree.xpath("//p//p"):
        return tree
    etree.strip_tags(tree, "font", "center")
    mended = load_html(etree.tostring(tree, encoding="unicode", method="html"))
    return tree if mended is None else mended


def running(tree: Any) -> dict[Any, int]:
    """How many words of running text each element holds, for those that hold any."""
    words: dict[Any, int] = {}
    for text in tree.xpath("//text()[not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::a)]"):
        count = len(text.split())
        if count < RUNNING:
            continue
        element = text.getparent() if not text.is_tail else text.getparent().getparent()
        while element is not None:
            words[element] = words.get(element, 0) + count
            element = element.getparent()
    return words


def _furniture(tree: Any) -> tuple[list[Any], list[Any]]:
    """What is furniture by its name, and what may be."""
    surely, maybe = [], []
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in NEVER:
            continue
        said = {_says(name) for name in (*(element.get("class") or "").split(), element.get("id") or "")}
        if element.tag in ALWAYS or element.get("role") in ROLES or "surely" in said or _is_component(element):
            surely.append(element)
        elif "maybe" in said:
            maybe.append(element)
    return surely, maybe


@lru_cache(maxsize=20_000)  # a site's pages have the same few hundred names
def _says(name: str) -> str:
    """What a name says of what bears it: "surely" or "maybe" that it is furniture, or ""."""
    if not name or _OF_THE_PAGE.match(name):
        return ""
    if _SURELY.search(name):
        return "surely"
    return "maybe" if _MAYBE.search(name.partition("--")[0]) and not _HAS.search(name) else ""


def _is_component(element: Any) -> bool:
    return _COMPONENTS.search(element.get("data-component") or "") is not None


def _drop(elements: Iterable[Any]) -> None:
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()


def _leads_elsewhere(element: Any) -> bool:
    """A paragraph that is one link to another story, and what little is said before it."""
    words = element.text_content().split()
    links = element.xpath(".//a[@href]") if element.tag == "p" else []
    if len(links) != 1 or not 3 < len(words) <= 25:
        return False
    linked = len(links[0].text_content().split())
    return linked >= len(words) - 3 and linked >= 0.6 * len(words) and not _END.search(words[-1])


def _is_a_caption(element: Any) -> bool:
    """Some words under a picture that are no sentence."""
    words = element.text_content().split()
    if not 0 < len(words) <= 25 or _END.search(words[-1]) or not element.xpath(".//img | .//picture"):
        return False
    return not element.xpath(".//h1 | .//h2 | .//h3 | .//h4 | .//a[normalize-space()] | .//time")


def _nearest_table(element: Any) -> Any:
    return next(element.iterancestors("table", "div_"), None)


def _only_lays_out(table: Any) -> bool:
    """Whether a cell of it holds what is no cell's: another table, paragraphs, a story."""
    if table.xpath(".//th | .//caption"):
        return False
    return bool(table.xpath(".//table")) or any(len(cell.text_content()) > 400 for cell in table.iter("td"))
