"""What stands on a page between and around the paragraphs of its story, and is no part of it."""

from __future__ import annotations

import re
from typing import Any

from bot.intake.dates import WRITTEN

#: Words in a class or an id that name furniture. Each stands for itself, or at an end of a hyphenated name.
NAMES = (
    "related relateds relatedposts readmore read-more readnext read-next more-from recirc recirculation recommended recommendations"
    " newsletter newsletters signup sign-up subscribe subscription-box promo promotion share shares sharebar sharing sharedaddy"
    " social social-links social-share cookie cookies consent gdpr onetrust didomi cmp sp-message tags taglist topic-list topics"
    " breadcrumb breadcrumbs comments comment-list disqus author-bio author-box about-author author-container authorbio bio-box"
    " caption captions credit figcaption wp-caption-text slide-caption photo-credit image-caption media-contact boilerplate-about"
    " advertisement advert ads ad-container ad-slot adsbygoogle outbrain taboola trending most-read mostread most-viewed popular"
    " pagination pagenav pager post-navigation kg-signup-card kg-cta-card factbox fact-box infobox gh-post-upgrade-cta interstitial-link"
    " print-only screen-reader-text visually-hidden sr-only skip-link toolbar entry-footer entry-meta"
).split()
_NAMES = re.compile(
    rf"(?:^|[\s_-])(?:{'|'.join(re.escape(n).replace(chr(92) + '-', '[-_]?') for n in NAMES)})(?:$|[\s_-])", re.I
)
_COMPONENTS = re.compile(r"links-block|image-block|byline|topic-list|newsletter|related|share|\bad\b", re.IGNORECASE)
_OF_THE_PAGE = re.compile(r"^(?:page|post|entry|article|story|site|main|content|body|wrap)", re.IGNORECASE)
ALWAYS = ("figcaption", "amp-ad", "amp-consent", "amp-sidebar", "dialog", "form", "button", "select", "bsp-figure")
#: An element that holds more of the page's words than this is no furniture, whatever it is called.
MOST = 0.3

_ALSO = re.compile(
    r"^\W*(?:also read|read also|read more|read next|more on this(?: story)?|related(?: stor(?:y|ies)| articles?| news| content)?|see also|watch|listen"
    r"|don['’]t miss|recommended|you (?:may|might) (?:also )?like|more from|next up|most read|trending(?: now)?|latest news)\b\s*(?::.{0,160}|\W*)$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"^\W*(?:advertisement\b.{0,60}|story continues below.{0,40}|article continues (?:after|below).{0,60}|sign up (?:for|to|here).{0,160}"
    r"|subscribe (?:to|for|now).{0,120}|share (?:this|on).{0,60}|click to share.{0,60}|follow us.{0,80}|image (?:source|caption|credit).{0,80}"
    r"|photo(?:graph)?s?(?: by|:|/).{0,100}|getty images.{0,40}|(?:copyright|©|\(c\)).{0,160}|all rights reserved.{0,120}|skip past newsletter.{0,30}"
    r"|after newsletter promotion|leave a comment.{0,40}|\d+ (?:min(?:ute)?s?) read|hits: \d+|tags?:.{0,160}|filed under:?.{0,120}"
    r"|posted in .{0,80}|media contacts?:?.{0,40}|press contacts?:?.{0,40}|for immediate release.{0,60}|follow .{0,40} on (?:twitter|x|facebook).{0,60}"
    r"|.{0,120}\bcontributed (?:to )?(?:this|reporting).{0,40}|you need to enable javascript.{0,60}|(?:originally |first )?published(?: on|:) .{0,60}"
    r"|(?:last )?updated(?: on|:| at) .{0,60}|_{3,}|-{3,}|\*{3,})\W*$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^(?:by|written by|from our)\s+[^.!?]{3,80}$", re.IGNORECASE)
_ABOUT = re.compile(r"^about (?:the )?[A-Z0-9][^.!?]{1,60}$")


def pruned(tree: Any) -> Any:
    """The tree without furniture, and with tables that only lay out the page turned into boxes. Changes it."""
    total = max(len(tree.text_content().split()), 1)
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in ("html", "head", "body", "article", "main"):
            continue
        if (
            _is_furniture(element)
            and len(element.text_content().split()) <= MOST * total
            and element.getparent() is not None
        ):
            element.drop_tree()
    for table in tree.xpath("//table"):
        if _only_lays_out(table):
            for part in [table, *table.iter("tbody", "thead", "tr", "td")]:
                if _nearest_table(part) is table or part is table:
                    part.tag = "div"
    return tree


def _is_furniture(element: Any) -> bool:
    if element.tag in ALWAYS or element.get("role") in ("dialog", "navigation", "banner", "contentinfo"):
        return True
    if element.tag in ("style", "script", "link", "meta", "time", "h1"):
        return False
    if _COMPONENTS.search(element.get("data-component") or ""):
        return True
    return any(_NAMES.search(name) and not _OF_THE_PAGE.match(name) for name in _named(element))


def _named(element: Any) -> list[str]:
    return [*(element.get("class") or "").split(), element.get("id") or ""]


def _nearest_table(element: Any) -> Any:
    return next(element.iterancestors("table", "div_"), None)


def _only_lays_out(table: Any) -> bool:
    """Whether a cell of it holds what is no cell's: another table, paragraphs, a story."""
    if table.xpath(".//th | .//caption"):
        return False
    return bool(table.xpath(".//table")) or any(len(cell.text_content()) > 400 for cell in table.iter("td"))


def story(text: str, *, title: str, outlet: str, author: str) -> str:
    """The lines of the text that are the story's."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    lines = [line for line in lines if line]
    lines = _without_the_head(lines, title, author)
    lines = _without_the_tail(lines, outlet)
    return "\n".join(line for line in lines if not _ALSO.match(line) and not _FURNITURE.match(line))


def _without_the_head(lines: list[str], title: str, author: str) -> list[str]:
    """Without the headline, the byline and the date above the story."""
    kept = []
    for n, line in enumerate(lines):
        above = n < 4 and len(line.split()) < 30
        if above and (_same(line, title) or _BYLINE.match(line) or WRITTEN.fullmatch(line) or _same(line, author)):
            continue
        kept.append(line)
    return kept or lines


def _without_the_tail(lines: list[str], outlet: str) -> list[str]:
    """Without what a press office puts under everything it sends ("About the Ministry")."""
    for n, line in enumerate(lines):
        if n > len(lines) * 0.5 and _ABOUT.match(line) and (_shares(line, outlet) or n >= len(lines) - 3):
            return lines[:n]
    return lines


def _shares(line: str, outlet: str) -> bool:
    return bool({w.lower() for w in outlet.split() if len(w) > 3} & {w.lower() for w in line.split()})


def _same(one: str, other: str) -> bool:
    return bool(other) and re.sub(r"\W+", "", one).lower() == re.sub(r"\W+", "", other).lower()
