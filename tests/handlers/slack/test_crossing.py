"""No workspace reaches what is another's, whatever it sends; nobody changes what they may not, whatever they press.

Both try every listener there is, as the code registers them: one that is new is tried from that day on, and fails
here if what is sent does not reach what it shows.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Collection, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot import logs
from bot.intake.subscriptions import Feed
from bot.watches import Watch
from tests.handlers.slack.battery import (
    FORGED,
    ON_FILE,
    SEEN,
    Known,
    archived,
    forget,
    listeners,
    requests,
    shown,
)
from tests.handlers.slack.workspaces import KEY, NOW, SECRET_NAME, A, B, Two, clash_in, read, two
from tests.store.factories import nothing, revision

LEAVING = {("event", "app_uninstalled"), ("event", "tokens_revoked")}
FEED = f"https://{SECRET_NAME.lower()}.example/feed"


async def furnished(bot: Two, team: str) -> Known:
    """Something of everything in a workspace's archive; what somebody could know of it."""
    store = bot.store(team)
    dispute, claim, article = await clash_in(store, channel="")
    said = revision("pier", ON_FILE, title=f"{SECRET_NAME} at the pier", outlet=f"The {SECRET_NAME}", minutes=2)
    await store.file(said, await read(said), nothing, alert_channel="", now=NOW)
    await store.watches.watch(Watch("C1", SECRET_NAME, by="@ann"))
    await store.watches.watch(Watch("C1", "harbour", by="@ann"))
    await store.feeds.subscribe(Feed.at(FEED, now=NOW + timedelta(days=365), title=f"{SECRET_NAME} daily"))
    return Known(dispute, claim, article, "https://harbour.example/1", FEED)


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Two]:
    async with two(tmp_path) as made:
        await made.install(A)
        await made.install(B)
        yield made


#: What shows how much is on file, and nothing of what.
COUNTING = {"/wirecheck"}


async def outcome(
    bot: Two, sender: Any, kind: str, name: str, known: Known, *, user: str = "ann", but: Collection[str] = ()
) -> str:
    """All that comes of what is sent to one listener, everything at once."""
    forget(bot)
    sent = [send(sender) for _, send in requests(kind, name, known, user=user, but=but)]
    assert {status for status, _ in await asyncio.gather(*sent)} <= {200, 401}, (kind, name)
    return shown(bot)


async def reaching(bot: Two, kind: str, name: str, known: Known, **who: Any) -> tuple[set[str], set[str]]:
    """Of what is sent to one listener by those whose archive it is, one after the other: (what shows something of it
    or changes it, what changes it)."""
    reaches, changes = set(), set()
    was = archived(bot.archive(A), but=SEEN)
    for sent, send in requests(kind, name, known, **who):
        forget(bot)
        await send(bot.a)
        now = archived(bot.archive(A), but=SEEN)
        changes |= {sent} if now != was else set()
        reaches |= {sent} if named(shown(bot)) or now != was else set()
        was = now
    return reaches, changes


def named(words: str) -> bool:
    """Whether it shows what stands in one archive alone; the address of its feed was sent, and may be said back."""
    return SECRET_NAME.lower() in words.lower().replace(FEED, "")


def test_all_there_is_to_try_was_found() -> None:
    found = listeners()
    assert {kind for kind, _ in found} <= {"command", "action", "event", "shortcut", "view", "options"}
    assert len(found) > 25


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged, as the bot logs it."""
    root = logging.getLogger()
    before, level, written = root.handlers[:], root.level, io.StringIO()
    logs.configure(written)
    yield written
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


async def test_no_workspace_reaches_anothers_archive(log: io.StringIO, bot: Two) -> None:
    known = await furnished(bot, A)
    before = archived(bot.archive(A))
    tried = [(kind, name) for kind, name in listeners() if (kind, name) not in LEAVING]
    for kind, name in tried:
        assert not named(await outcome(bot, bot.b, kind, name, known)), f"{kind} {name} showed it"
        assert {token for token, _, _ in bot.slack.by_token} <= {f"xoxb-{B}"}, f"{kind} {name}"
        assert archived(bot.archive(A)) == before, f"{kind} {name} changed it"
    # And that all this would have shown or changed something: it does, for those whose archive it is.
    reached = {(kind, name): (await reaching(bot, kind, name, known))[0] for kind, name in tried}
    blind = [name for (_, name), sent in reached.items() if not sent and name not in COUNTING]
    assert blind == [], "what is sent to these reaches nothing of the archive: teach tests/handlers/slack/battery.py"
    assert FORGED - set().union(*reached.values()) == set(), "these reach nothing, whoever sends them"
    # And the log of it all has no token, no key, and nothing of what articles say.
    written = log.getvalue()
    assert written.count("\n") > 20
    for hidden in ("xoxb-", KEY, "client-secret", f"{SECRET_NAME} say", "folk say the port", "is the harbour closed"):
        assert hidden not in written, hidden


async def test_each_workspace_counts_its_own(bot: Two) -> None:
    await furnished(bot, A)
    for sender, told in ((bot.a, "On file: 3 articles"), (bot.b, "On file: 0 articles")):
        forget(bot)
        await sender.command(*COUNTING, "status")
        assert told in shown(bot)


async def test_leaving_takes_only_oneself_out(bot: Two) -> None:
    await furnished(bot, A)
    before = archived(bot.archive(A))
    for kind, name in LEAVING:
        await outcome(bot, bot.b, kind, name, Known("", "", "", "", ""))
    assert await bot.line.installations.teams() == [A]
    assert archived(bot.archive(A)) == before


#: What only concerns who asks for it: a reminder, one's own watch.
OWN = {"me harbour"}


async def test_who_may_not_changes_nothing_whatever_they_send(tmp_path: Path) -> None:
    rights = dict.fromkeys(("may_add", "may_withdraw", "may_settle", "may_arrange"), "UANN = Ann Baker")
    async with two(tmp_path, **rights) as bot:
        await bot.install(A)
        known = await furnished(bot, A)
        before = archived(bot.archive(A), but=SEEN)
        told = set()
        for kind, name in listeners():
            if (kind, name) in LEAVING:
                continue
            if "Please ask Ann Baker" in await outcome(bot, bot.a, kind, name, known, user="BEN", but=OWN):
                told.add(name)
            assert archived(bot.archive(A), but=SEEN) == before, f"{kind} {name} let somebody in"
        # And that all this would have changed something, for who may.
        changing = set()
        for kind, name in listeners():
            if (kind, name) not in LEAVING:
                _, changes = await reaching(bot, kind, name, known, user="ANN")
                changing |= {name} if changes else set()
        assert changing <= told
        assert {"/article", "/watch", "/unwatch", "/digest", "app_mention"} <= changing
        # Each of these changes stands in the record, by whom and in which workspace.
        lines = await bot.store(A).audit.lines()
        assert {(line.person.id, line.person.workspace, line.person.via) for line in lines} == {("UANN", A, "slack")}
        assert {"add", "withdraw", "readmit", "settle", "assign", "mute", "watch", "digest"} <= {x.what for x in lines}
