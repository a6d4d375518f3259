"""The Home tab on screen: look something up, what is disputed now, who is alerted of what, digests, feeds in trouble."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from bot.answers import digests_contents as contents
from bot.following import Followed
from bot.nouns import USUAL, Answer, Counts, DigestPlan, Dispute, Edition
from bot.watches import ANY, Quiet, Watch
from handlers import feeds_words
from handlers.slack import answer_blocks, paging, wording
from handlers.slack.dispute_blocks import brief, context, header
from handlers.slack.limits import Block, checked_home, cut
from handlers.slack.quoting import line, place, rich, section, words

SEARCH, CLEAR = "home_search", "home_clear"
FOUND_BACK, FOUND_NEXT = "home_found_back", "home_found_next"
DISPUTES_BACK, DISPUTES_NEXT = "home_disputes_back", "home_disputes_next"
UNWATCH = "home_unwatch"

#: How much of each part stands here, so that all of them together stay within Slack's 100 blocks; what there is
#: besides is told, with the command that shows it.
DISPUTES, WATCHES, DIGESTS, FEEDS, ARTICLES = 4, 10, 5, 5, 5
#: A page of what was found: blocks and quotations.
FOUND_BLOCKS, FOUND_THINGS = 26, 4
#: The longest question the box takes, in characters.
ASKED = 300
#: Feeds in trouble come first.
_TROUBLE = ("gone", "failing", "new", "well")


@dataclass(frozen=True, slots=True)
class State:
    """What somebody has looked up in their Home tab, and which pages they are on. It travels with the view, so that
    the bot need not remember it."""

    asked: str = ""
    found: int = 0
    disputes: int = 0

    @classmethod
    def of(cls, metadata: str) -> State:
        """The state that a view bears; that of a fresh tab where it bears none that we know."""
        try:
            told = json.loads(metadata)
            return cls(str(told["asked"])[:ASKED], int(told["found"]), int(told["disputes"]))
        except (ValueError, KeyError, TypeError):
            return cls()

    @property
    def metadata(self) -> str:
        return json.dumps(asdict(self))

    def asking(self, typed: str) -> State:
        return replace(self, asked=typed.strip()[:ASKED], found=0)


@dataclass(frozen=True, slots=True)
class Home:
    """What one person is shown. ``places`` are the channels they are in, by id, with what they are called; ``mine``
    is their direct messages. ``feeds`` is None for who does not look after them."""

    counts: Counts
    disputes: Sequence[Dispute]
    now: datetime
    answer: Answer | None = None
    mine: str = ""
    places: Mapping[str, str] | None = None
    watches: Sequence[Watch] = ()
    quiet: Sequence[Quiet] = ()
    digests: Sequence[DigestPlan] = ()
    feeds: Sequence[Followed] | None = None
    editions: Sequence[Edition] = ()

    def called(self, channel: str) -> str:
        """ "to you", "#news"; "" for a channel that this person does not see."""
        if channel == self.mine:
            return "to you"
        name = (self.places or {}).get(channel, "")
        return f"#{name}" if name else ""


def home(shown: Home, state: State) -> dict[str, Any]:
    """The view."""
    blocks = [header("Wirecheck"), line(wording.counts(shown.counts)), *_search(shown, state)]
    blocks += _disputes(shown, state)
    blocks += _watches(shown) + _digests(shown) + _feeds(shown)
    if shown.answer is None:
        blocks += _articles(shown)
    return {**checked_home(blocks), "private_metadata": state.metadata}


def _search(shown: Home, state: State) -> list[Block]:
    hint = {"type": "plain_text", "text": "kursk, or: who condemned it?", "emoji": False}
    element: dict[str, Any] = {
        "type": "plain_text_input",
        "action_id": SEARCH,
        "placeholder": hint,
        "max_length": ASKED,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    if state.asked:
        element["initial_value"] = state.asked
    label = {"type": "plain_text", "text": "Look something up, then press Enter", "emoji": False}
    # A name of its own for each question: Slack keeps what was typed in a box whose name stays.
    box: Block = {"type": "input", "block_id": f"search:{state.asked}"[:200], "dispatch_action": True, "label": label}
    return [{**box, "element": element}, *(_found(shown.answer, state) if shown.answer else [])]


def _found(answer: Answer, state: State) -> list[Block]:
    made = answer_blocks.pages(answer, things=FOUND_THINGS, blocks=FOUND_BLOCKS)
    n = paging.chosen(made, state.found)
    told = [*answer.notes[:2], *([f"Page {n + 1} of {len(made)}"] if len(made) > 1 else [])]
    if answer.suggestions:
        told.append("Nearest on file: " + ", ".join(answer.suggestions))
    turn = _turn(FOUND_BACK, FOUND_NEXT, n, len(made))
    turn.append(_button("Clear", CLEAR, "clear", "Clear what was looked up"))
    return [
        line(answer.text, bold=True),
        *map(context, told),
        *made[n],
        {"type": "actions", "block_id": "home:found", "elements": turn},
    ]


def _disputes(shown: Home, state: State) -> list[Block]:
    pages = max(1, -(-len(shown.disputes) // DISPUTES))
    n = min(max(state.disputes, 0), pages - 1)
    blocks: list[Block] = [header("Open disputes")]
    if not shown.disputes:
        return [*blocks, line("None.")]
    for dispute in shown.disputes[n * DISPUTES : (n + 1) * DISPUTES]:
        blocks += brief(dispute)
    if pages > 1:
        blocks.append(context(f"Page {n + 1} of {pages}, newest first. /disputes looks through all of them."))
        turn = _turn(DISPUTES_BACK, DISPUTES_NEXT, n, pages)
        blocks.append({"type": "actions", "block_id": "home:disputes", "elements": turn})
    return blocks


def _turn(back: str, forth: str, n: int, pages: int) -> list[dict[str, Any]]:
    buttons = [_button("Back", back, str(n - 1), f"Page {n} of {pages}")] if n > 0 else []
    return buttons + ([_button("Next", forth, str(n + 1), f"Page {n + 2} of {pages}")] if n + 1 < pages else [])


def _watches(shown: Home) -> list[Block]:
    """Who is alerted of what: this person first, then the channels they are in."""
    seen = [w for w in shown.watches if shown.called(w.channel)]
    seen.sort(key=lambda w: w.channel != shown.mine)
    blocks: list[Block] = [header("Watched")]
    for n, watch in enumerate(seen[:WATCHES]):
        blocks.append(_watch(n, watch, shown.called(watch.channel)))
    if not seen:
        blocks.append(line("Nothing yet. /watch me kursk alerts you of Kursk; /watch kursk, in a channel, all there."))
    if len(seen) > WATCHES:
        blocks.append(context(f"{len(seen) - WATCHES} more: /watch list, in the channel, shows them."))
    hours = [
        f"{shown.called(q.channel)}, {q.start} to {q.end} ({q.zone})" for q in shown.quiet if shown.called(q.channel)
    ]
    return [*blocks, *([context(f"Quiet hours: {'; '.join(hours)[:600]}.")] if hours else [])]


def _watch(n: int, watch: Watch, where: str) -> Block:
    what = "everything" if watch.words == ANY else f"“{watch.words}”"
    text = f"{'Muted' if watch.muted else 'Alerts of'} {what}, {where}{f', set by {watch.by}' if watch.by else ''}"
    verb = "Unmute" if watch.muted else "Unwatch"
    button = _button(verb, UNWATCH, f"{watch.channel} {watch.words}", cut(f"{verb} {what}, {where}", 75))
    plain = {"type": "plain_text", "text": text, "emoji": False}
    return {"type": "section", "block_id": f"home:watch:{n}", "text": plain, "accessory": button}


def _digests(shown: Home) -> list[Block]:
    seen = [p for p in shown.digests if shown.called(p.channel)]
    rows = [line(_digest(p, shown.called(p.channel))) for p in seen[:DIGESTS]]
    if len(seen) > DIGESTS:
        rows.append(context(f"{len(seen) - DIGESTS} more."))
    return [
        header("Digests"),
        *(rows or [line("None yet. /digest daily 07:30 Europe/London, in a channel, sets one.")]),
    ]


def _digest(plan: DigestPlan, where: str) -> str:
    parts = "" if plan.parts == USUAL else f", with {contents.in_words(plan.parts)}"
    return f"{where}: {wording.when(plan)}{parts}"


def _feeds(shown: Home) -> list[Block]:
    """How the feeds are, for who looks after them; those in trouble by name."""
    if shown.feeds is None:
        return []
    ordered = sorted(shown.feeds, key=lambda f: _TROUBLE.index(feeds_words.standing(f.feed)))
    wrong = [f for f in ordered if feeds_words.problem(f.feed)]
    if not ordered:
        return [header("Feeds"), line("None is followed yet. Try /feeds add https://example.org")]
    well = len(ordered) - len(wrong)
    told = f"{feeds_words.many(len(ordered), 'feed')} followed, {well:,} well, {len(wrong):,} in trouble."
    blocks = [header("Feeds"), line(told), *(_feed(f, shown.now) for f in wrong[:FEEDS])]
    return [*blocks, *([context(f"{len(wrong) - FEEDS} more: /feeds list.")] if len(wrong) > FEEDS else [])]


def _feed(one: Followed, now: datetime) -> Block:
    told = f"\n{feeds_words.problem(one.feed)[:300]}\n{feeds_words.visits(one.feed, now)}"
    return rich(section(words(one.feed.name[:100], bold=True), words(told)))


def _articles(shown: Home) -> list[Block]:
    latest = [rich(section(words(e.title or e.ref, bold=True), *place(e))) for e in shown.editions[:ARTICLES]]
    return [header("Latest articles"), *(latest or [line("None yet. Try /article add with a link.")])]


def _button(text: str, action: str, value: str, label: str) -> dict[str, Any]:
    plain = {"type": "plain_text", "text": text, "emoji": False}
    return {"type": "button", "text": plain, "action_id": action, "value": value, "accessibility_label": label}
