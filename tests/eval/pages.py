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
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from bot.errors import BadArticle
from bot.intake import pages
from tests.bot.intake.pages.corpus import articles, others
from tests.bot.intake.pages.page import Made

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Got:
    """What was taken out of a page; ``refused`` says why nothing was."""

    text: str = ""
    title: str = ""
    day: str = ""
    refused: str = ""


Taker = Callable[[str, str], Got]


def ours(markup: str, url: str) -> Got:
    """What Wirecheck takes out."""
    try:
        article = pages.from_page(markup, where=url, url=url)
    except BadArticle as error:
        return Got(refused=str(error))
    return Got(article.text, article.title, _day(article.published))


def bare(markup: str, url: str) -> Got:
    """What trafilatura takes out, asked for precision."""
    found = trafilatura.bare_extraction(
        markup, url=url, favor_precision=True, include_comments=False, with_metadata=True
    )
    if found is None or not found.text:
        return Got(refused="nothing found")
    return Got(found.text, found.title or "", found.date or "")


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


def measured(take: Taker, made: Sequence[Made]) -> dict[str, float]:
    """The means over all pages."""
    text = title = date = 0.0
    for page in made:
        got = take(page.markup, page.url)
        text += f1(got.text, " ".join(page.paragraphs))
        title += " ".join(got.title.split()) == " ".join(page.title.split())
        date += got.day in days(page)
    return {"text F1": text / len(made), "title": title / len(made), "date": date / len(made)}


def refusals(take: Taker, made: Sequence[Made]) -> tuple[float, float]:
    """The share of what is no article that is refused, and refused with the right reason."""
    got = [take(page.markup, page.url).refused for page in made]
    right = sum(bool(g) and page.refused in g.lower() for g, page in zip(got, made, strict=True))
    return sum(map(bool, got)) / len(made), right / len(made)


def worst(made: Iterable[Made], count: int) -> None:
    """Prints the pages that came out worst."""
    scored = [(f1((got := ours(p.markup, p.url)).text, " ".join(p.paragraphs)), p, got) for p in made]
    wrong = [s for s in scored if s[0] < 0.97 or s[2].title != s[1].title or s[2].day not in days(s[1])]
    for score, page, got in sorted(wrong, key=lambda s: s[0])[:count]:
        print(f"\n{score:.3f} {page.shape}: {page.url}")
        if got.refused:
            print(f"  refused: {got.refused}")
            continue
        if got.title != page.title:
            print(f"  title {got.title!r}, not {page.title!r}")
        if got.day not in days(page):
            print(f"  date {got.day!r}, not {days(page)}")
        have = {" ".join(line.split()) for line in got.text.splitlines()}
        want = {" ".join(p.split()) for p in page.paragraphs}
        for mark, lines in (("-", want - have), ("+", have - want)):
            for line in sorted(lines)[:6]:
                print(f"  {mark} {line[:150]}")


# --- trafilatura's own pages: passages that must be there, and passages that must not


def corpus(folder: Path, takers: dict[str, Taker]) -> None:
    """Prints precision, recall and F1 over the passages of trafilatura's evaluation data."""
    data = json.loads((folder / "evaldata.json").read_text("utf-8"))
    counts = {name: Counter[str]() for name in takers}
    spent = dict.fromkeys(takers, 0.0)
    for url, item in data.items():
        path = next((p for p in (folder / "cache" / item["file"], folder / "eval" / item["file"]) if p.exists()), None)
        if path is None:
            continue
        markup = trafilatura.utils.decode_file(path.read_bytes())
        for name, take in takers.items():
            start = time.perf_counter()
            got = Got()
            with contextlib.suppress(ValueError):
                got = take(markup, url)
            spent[name] += time.perf_counter() - start
            flat = " ".join(got.text.split())
            for passage in item["with"]:
                counts[name]["hit" if " ".join(passage.split()) in flat else "missed"] += 1
            for passage in item["without"]:
                counts[name]["wrong" if " ".join(passage.split()) in flat else "left"] += 1
            counts[name]["nothing"] += not got.text
    for name, c in counts.items():
        precision, recall = c["hit"] / (c["hit"] + c["wrong"]), c["hit"] / (c["hit"] + c["missed"])
        f = 2 * precision * recall / (precision + recall)
        right = (c["hit"] + c["left"]) / (c["hit"] + c["left"] + c["wrong"] + c["missed"])
        print(
            f"{name:12} precision {precision:.3f}  recall {recall:.3f}  F1 {f:.3f}  accuracy {right:.3f}"
            f"  nothing taken {c['nothing']}  {spent[name] / spent['trafilatura']:.2f} of its time"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--corpus", type=Path)
    chosen = parser.parse_args()
    takers: dict[str, Taker] = {"trafilatura": bare, "wirecheck": ours}
    if chosen.corpus:
        corpus(chosen.corpus, takers)
        return
    made, none = articles(), others()
    print(f"{len(made)} pages in {len({p.shape for p in made})} shapes, {len(none)} pages that are no article")
    for name, take in takers.items():
        shown = "  ".join(f"{what} {value:.3f}" for what, value in measured(take, made).items())
        refused, reason = refusals(take, none)
        print(f"{name:12} {shown}  refused {refused:.2f}, for the right reason {reason:.2f}")
    if chosen.worst:
        worst(made, chosen.worst)
        for page in none:
            got = ours(page.markup, page.url)
            if not got.refused or page.refused not in got.refused.lower():
                print(f"\n{page.shape}: {got.refused or 'filed: ' + got.text[:200]}")


if __name__ == "__main__":
    main()
