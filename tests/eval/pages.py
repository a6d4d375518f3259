"""How well pages are taken apart, beside trafilatura by itself: text, title and date, and what is no article.

python -m tests.eval.pages                    # our own pages, in the shapes of two dozen publishing systems
python -m tests.eval.pages --worst 10         # and the pages that came out worst, with what is missing and what is too much
python -m tests.eval.pages --corpus DIR       # the evaluation pages of a checkout of trafilatura (its tests folder)
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trafilatura

from bot.errors import BadArticle
from bot.intake import pages
from bot.intake.dates import parsed
from tests.bot.intake.pages.corpus import articles, awkward, others
from tests.bot.intake.pages.page import Made

WORD = re.compile(r"\w+")
STAMP = re.compile(r"\b20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d(?::[0-5]\d)?[+-][01]\d:?[0-5]\d")


@dataclass(frozen=True)
class Got:
    """What was taken out of a page; ``refused`` says why nothing was."""

    text: str = ""
    title: str = ""
    day: str = ""
    refused: str = ""
    author: str = ""
    outlet: str = ""
    published: datetime | None = None


#: From a page's markup, or its bytes and what its server says of them, and its address.
Taker = Callable[[str | bytes, str, str], Got]


def ours(page: str | bytes, url: str, content_type: str = "") -> Got:
    """What Wirecheck takes out."""
    try:
        markup = pages.decode_page(page, content_type, where=url) if isinstance(page, bytes) else page
        a = pages.from_page(markup, where=url, url=url)
    except BadArticle as error:
        return Got(refused=str(error))
    return Got(a.text, a.title, _day(a.published), "", a.author, a.outlet, a.published)


def bare(page: str | bytes, url: str, content_type: str = "") -> Got:
    """What trafilatura takes out by itself, as it comes."""
    found = trafilatura.bare_extraction(page, url=url, include_comments=False, with_metadata=True)
    if found is None or not found.text:
        return Got(refused="nothing found")
    return Got(found.text, found.title or "", found.date or "", "", found.author or "", found.sitename or "")


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""


def f1(got: str, want: str) -> float:
    """Of the words, however often each stands there."""
    one, other = Counter(WORD.findall(got.lower())), Counter(WORD.findall(want.lower()))
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if common else 0.0


def days(page: Made) -> set[str]:
    """The day it was published, where it was published and in UTC: a page that gives only the day gives the first."""
    if page.published is None:
        return {""}
    return {page.published.date().isoformat(), page.published.astimezone(UTC).date().isoformat()}


def taken(take: Taker, page: Made) -> Got:
    """What is taken out of one of our own pages."""
    return take(page.data or page.markup, page.url, page.content_type)


def measured(take: Taker, made: Sequence[Made]) -> dict[str, float]:
    """The means over all pages; of author and outlet over those that name one."""
    right: dict[str, list[float]] = {name: [] for name in ("text F1", "title", "date", "author", "outlet")}
    for page in made:
        got = taken(take, page)
        right["text F1"].append(f1(got.text, " ".join(page.paragraphs)))
        right["title"].append(" ".join(got.title.split()) == " ".join(page.title.split()))
        right["date"].append(got.day in days(page))
        if page.author:
            right["author"].append(got.author == page.author)
        if page.outlet:
            right["outlet"].append(got.outlet == page.outlet)
    return {name: sum(marks) / len(marks) for name, marks in right.items()}


def refusals(take: Taker, made: Sequence[Made]) -> tuple[float, float]:
    """The share of what is no article that is refused, and refused with the right reason."""
    got = [taken(take, page).refused for page in made]
    right = sum(bool(g) and page.refused in g.lower() for g, page in zip(got, made, strict=True))
    return sum(map(bool, got)) / len(made), right / len(made)


def worst(made: Iterable[Made], count: int) -> None:
    """Prints the pages that came out worst."""
    scored = [(f1((got := taken(ours, p)).text, " ".join(p.paragraphs)), p, got) for p in made]
    wrong = [s for s in scored if s[0] < 0.97 or not _is_right(s[1], s[2])]
    for score, page, got in sorted(wrong, key=lambda s: s[0])[:count]:
        print(f"\n{score:.3f} {page.shape}: {page.url}")
        if got.refused:
            print(f"  refused: {got.refused}")
            continue
        if got.title != page.title:
            print(f"  title {got.title!r}, not {page.title!r}")
        if got.day not in days(page):
            print(f"  date {got.day!r}, not {days(page)}")
        if page.author and got.author != page.author:
            print(f"  author {got.author!r}, not {page.author!r}")
        if page.outlet and got.outlet != page.outlet:
            print(f"  outlet {got.outlet!r}, not {page.outlet!r}")
        have = {" ".join(line.split()) for line in got.text.splitlines()}
        want = {" ".join(p.split()) for p in page.paragraphs}
        for mark, lines in (("-", want - have), ("+", have - want)):
            for line in sorted(lines)[:6]:
                print(f"  {mark} {line[:150]}")


def _is_right(page: Made, got: Got) -> bool:
    named = (page.author in ("", got.author)) and (page.outlet in ("", got.outlet))
    return named and got.title == page.title and got.day in days(page)


# --- trafilatura's own pages: passages that must be there, and passages that must not


def corpus(folder: Path, takers: dict[str, Taker]) -> None:
    """Prints how much is right of trafilatura's evaluation data: passages, headlines, days."""
    data = json.loads((folder / "evaldata.json").read_text("utf-8"))
    counts = {name: Counter[str]() for name in takers}
    spent = dict.fromkeys(takers, 0.0)
    for url, item in data.items():
        path = next((p for p in (folder / "cache" / item["file"], folder / "eval" / item["file"]) if p.exists()), None)
        if path is None:
            continue
        markup = trafilatura.utils.decode_file(path.read_bytes())
        for name, take in takers.items():
            start = time.process_time()
            got = Got()
            with contextlib.suppress(ValueError):
                got = take(markup, url, "")
            spent[name] += time.process_time() - start
            counts[name] += _of_the_corpus(item, got, markup)
    for name, c in counts.items():
        precision, recall = c["hit"] / (c["hit"] + c["wrong"]), c["hit"] / (c["hit"] + c["missed"])
        f = 2 * precision * recall / (precision + recall)
        right = (c["hit"] + c["left"]) / (c["hit"] + c["left"] + c["wrong"] + c["missed"])
        print(
            f"{name:12} precision {precision:.3f}  recall {recall:.3f}  F1 {f:.3f}  accuracy {right:.3f}"
            f"  title {c['title'] / c['titles']:.3f}  date {c['date'] / c['dates']:.3f}"
            f"  nothing taken {c['nothing']}  {spent[name] / spent['trafilatura']:.2f} of its time"
        )


def _of_the_corpus(item: Mapping[str, Any], got: Got, markup: str) -> Counter[str]:
    flat, c = " ".join(got.text.split()), Counter[str]()
    for passage in item["with"]:
        c["hit" if " ".join(passage.split()) in flat else "missed"] += 1
    for passage in item["without"]:
        c["wrong" if " ".join(passage.split()) in flat else "left"] += 1
    c["nothing"] += not got.text
    if item.get("title"):
        c["titles"] += 1
        c["title"] += " ".join(got.title.split()) == " ".join(item["title"].split())
    if item.get("date"):
        c["dates"] += 1
        c["date"] += item["date"][:10] in {got.day, *_as_written(got.published, markup)}
    return c


def _as_written(moment: datetime | None, markup: str) -> set[str]:
    """The days that the page itself gives to this moment, in its own zone: we keep moments in UTC."""
    return {written[:10] for written in STAMP.findall(markup) if moment is not None and parsed(written) == moment}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--corpus", type=Path)
    chosen = parser.parse_args()
    takers: dict[str, Taker] = {"trafilatura": bare, "wirecheck": ours}
    if chosen.corpus:
        corpus(chosen.corpus, takers)
        return
    for what, made in (("", articles()), (", awkward ones", awkward())):
        print(f"{len(made)} pages in {len({p.shape for p in made})} shapes{what}")
        for name, take in takers.items():
            print(f"{name:12} " + "  ".join(f"{what} {value:.3f}" for what, value in measured(take, made).items()))
    none = others()
    print(f"{len(none)} pages that are no article")
    for name, take in takers.items():
        refused, reason = refusals(take, none)
        print(f"{name:12} refused {refused:.2f}, for the right reason {reason:.2f}")
    if chosen.worst:
        worst([*articles(), *awkward()], chosen.worst)
        for page in none:
            got = taken(ours, page)
            if not got.refused or page.refused not in got.refused.lower():
                print(f"\n{page.shape}: {got.refused or 'filed: ' + got.text[:200]}")


if __name__ == "__main__":
    main()
