"""Why a page is no article, though it has an article's address: a wall, a check for robots, an error, a shell."""

from __future__ import annotations

import re
from typing import Any

from bot.intake.structured import Said, meta

#: Fewer words than these may be a teaser; more are a story, whatever is said around it.
SHORT = 220
#: Pages of an error, a check or a wall say little else.
LITTLE = 450

_ROBOT = re.compile(
    r"just a moment|attention required|(?:are|that) you(?:['’]re| are)? (?:not )?a (?:robot|human)|verify(?:ing)? you are human|"
    r"checking (?:if the site|your browser)|unusual (?:activity|traffic) from|security (?:check|of your connection)|pardon our interruption|"
    r"enable javascript and cookies to continue|please (?:complete|solve) the captcha|bot (?:check|detection)|are you a robot",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"access denied|access to this page has been denied|403 forbidden|^\W*forbidden|unavailable for legal reasons|"
    r"(?:not|un)available in your (?:country|region)|cannot grant you access|you (?:don['’]t|do not) have permission",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"\b(?:404|410|500|502|503|504)\b(?=\W*(?:error|page|not|bad|internal|service|gateway|gone|-|\||:|$))|page (?:was |could )?not (?:be )?found|"
    r"page (?:you (?:are|were) looking for|cannot be|does ?n[o']t exist|no longer exists)|^\W*not found\W*$|bad gateway|internal server error|"
    r"service (?:temporarily )?unavailable|article (?:not found|no longer available|has expired)|something went wrong|an error (?:has )?occurred",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"^\W*(?:log|sign)[ -]?in\b|please (?:log|sign) in", re.IGNORECASE)
_LIST = re.compile(r"search results|results for [“\"']|^\W*(?:tag|category|topic|archives?|author)\s*:", re.IGNORECASE)
_CONSENT = re.compile(
    r"\b(?:cookies?|consent|partners|personal data|tracking|identifiers|privacy|advertising|personalis?ed|vendors)\b",
    re.I,
)
_WALL = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read|unlock)|(?:keep|continue) reading (?:with|by|for)|to (?:continue|keep) reading|"
    r"to read the (?:rest|full|whole|complete)|read the (?:rest|full (?:story|article)) (?:with|by)|(?:only|exclusive(?:ly)?) (?:for|to) (?:\w+ )?(?:subscribers|members)|"
    r"for (?:paying |our )?(?:subscribers|members) only|(?:subscribers|members)[- ]only|already (?:a|have a) (?:subscri\w+|member)|"
    r"create (?:a|your) free account|register (?:for free )?to (?:continue|read)|(?:log|sign) in to (?:continue|read)|unlock (?:this|the) (?:article|story)|"
    r"(?:free|remaining) articles? (?:left|this month|remaining)",
    re.IGNORECASE,
)


def refusal(tree: Any, text: str, seen: str, *, title: str, said: Said, dated: bool) -> str:
    """Why this page, of which ``text`` was taken out, is no article to file; "" when it is one.
    ``seen`` is what ``visible`` gives of it."""
    heads = " ¶ ".join([title, *(h.text_content() for h in tree.xpath("//title | //h1")[:3])])
    words, shown = len(text.split()), len(seen.split())
    if shown < LITTLE:
        start = " ".join(seen.split()[:120])
        if _ROBOT.search(heads) or (_ROBOT.search(start) and words < 120):
            return "is a check for robots, not the article; open it in a browser and paste its text"
        if _REFUSED.search(heads) or (_REFUSED.search(start) and words < 120):
            return "says that the site refuses it from here; open it in a browser and paste its text"
        if _LOGIN.search(heads) or (tree.xpath("//input[@type='password']") and words < 80):
            return "asks to log in, and is not the article; paste its text"
    if any(_ERROR.search(h) for h in heads.split(" ¶ ")) and words < SHORT:
        return "is an error page, not the article; check the address"
    if _is_consent(seen, text):
        return "asks for consent to cookies, and shows no article; open it in a browser and paste its text"
    if _is_wall(seen, text, said):
        return "stops at a paywall after the first lines, and a teaser is not filed; paste the text if you may read it"
    if words < 25 and shown < 60:
        return "is an empty shell that a script fills in a browser, no article found; paste its text"
    if _is_list(tree, text, heads, said, dated):
        return "is a list of articles, not one; give the address of one, or the site's feed"
    return ""


def visible(tree: Any) -> str:
    """The words a reader could see, menus and all."""
    return " ".join(pieces(tree))


def pieces(tree: Any) -> list[str]:
    """The same in the pieces it is written in: what stands in one element, between two line breaks."""
    parts = tree.xpath(
        "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::template)]"
    )
    return [words for part in parts if (words := " ".join(str(part).split()))]


def _is_consent(seen: str, text: str) -> bool:
    about = seen if len(seen.split()) < LITTLE else text
    count = len(about.split())
    hits = len(_CONSENT.findall(text or seen))
    return count < LITTLE and hits >= 5 and hits > 0.04 * max(len((text or seen).split()), 1)


def _is_wall(seen: str, text: str, said: Said) -> bool:
    words = len(text.split())
    if words >= SHORT or len(said.body.split()) >= SHORT:
        return False
    return said.free is False or _WALL.search(seen) is not None


def _is_list(tree: Any, text: str, heads: str, said: Said, dated: bool) -> bool:
    if said.is_article:
        return False
    if any(_LIST.search(h) for h in heads.split(" ¶ ")) and not dated:
        return True
    linked = tree.xpath("//h2[.//a] | //h3[.//a] | //a[h2 or h3]")
    longest = max((len(line.split()) for line in text.split("\n")), default=0)
    front = meta(tree, "og:type").lower() == "website"
    return len(linked) >= 5 and not dated and (longest < 40 or (front and len(text.split()) / len(linked) < 60))
