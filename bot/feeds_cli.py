"""`wirecheck feeds`: the feeds a newsroom follows, added, listed, removed, checked, and taken along as OPML."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import BadInput, WirecheckError

if TYPE_CHECKING:
    from bot.following import Checked, Following

app = typer.Typer(
    name="feeds",
    help="The feeds that are followed: RSS, Atom, JSON Feed, news sitemaps. `wirecheck serve` visits them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON Lines instead of what a person likes to read.")]
Addresses = Annotated[list[str], typer.Argument(metavar="ADDRESS", help="A feed's address, or a site's.")]
Which = Annotated[list[str], typer.Argument(metavar="FEED", help="Its address, its number in the list, or its title.")]
Some = Annotated[list[str] | None, typer.Argument(metavar="FEED", help="Its address, number or title; none: all.")]
Permitted = Annotated[
    bool, typer.Option("--permitted", help="Its publisher lets you: do not ask its site's robots.txt.")
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="An OPML file, as feed readers export.")]
Out = Annotated[Path | None, typer.Argument(metavar="FILE", help="Where to; left out, it is printed.")]
NoFiling = Annotated[bool, typer.Option("--no-filing", help="Only look; leave what is new to `wirecheck serve`.")]


@app.command()
def add(addresses: Addresses, permitted: Permitted = False, json: AsJson = False) -> None:
    """Follow a feed, or the feed of a site."""
    _run(_add(addresses, permitted, json))


async def _add(addresses: list[str], permitted: bool, json: bool) -> int:
    from bot.console import Complaints

    complaints = Complaints()
    async with _following() as following:
        for address in addresses:
            try:
                _tell_checked(await following.add(address, permitted=permitted), json)
            except WirecheckError as error:
                complaints.add(error)
    return complaints.bad


@app.command("list")
def listing(json: AsJson = False) -> None:
    """The feeds that are followed, with when they were visited and what they bring."""
    _run(_list(json))


async def _list(json: bool) -> int:
    from bot.console import note, say, show
    from handlers import feeds_table

    async with _following() as following:
        found = await following.followed()
        now = following.now()
    if json:
        for one in found:
            say(feeds_table.shape(one))
    elif found:
        show(feeds_table.table(found, now=now))
    else:
        note("No feed is followed yet; try: wirecheck feeds add https://example.org")
    return 0


@app.command()
def remove(which: Which) -> None:
    """Follow a feed no more; its articles stay on file."""
    _run(_remove(which))


async def _remove(which: list[str]) -> int:
    from bot.console import Complaints, note

    complaints = Complaints()
    async with _following() as following:
        found = []
        for one in which:
            try:
                found.append(await following.find(one))  # all first: a number means its place before any went
            except WirecheckError as error:
                complaints.add(error)
        for feed in found:
            await following.remove(feed.id)
            note(f"{feed.name} is not followed any more; its articles stay on file")
    return complaints.bad


@app.command()
def check(which: Some = None, no_filing: NoFiling = False, json: AsJson = False) -> None:
    """Visit feeds now, and file what they bring."""
    _run(_check(which or [], no_filing, json))


async def _check(which: list[str], no_filing: bool, json: bool) -> int:
    from bot.console import Complaints, note
    from handlers import feeds_words

    complaints = Complaints()
    async with _following() as following:
        for one in which or [f.feed.id for f in await following.followed() if f.feed.standing == "active"]:
            try:
                checked = await following.check(one)
            except WirecheckError as error:
                complaints.add(error)
                continue
            _tell_checked(checked, json)
            if checked.feed.problem and not checked.held:
                complaints.bad += 1
        if not no_filing:
            filed, failed = await following.file_all()
            told = feeds_words.many(filed, "article")
            note(f"{told} filed, {failed} could not be; `wirecheck feeds list` says more")
    return complaints.bad


@app.command("import")
def take_in(file: File, json: AsJson = False) -> None:
    """Follow the feeds of an OPML file."""
    _run(_import(file, json))


async def _import(file: Path, json: bool) -> int:
    from bot.console import note, say
    from handlers import feeds_words

    try:
        data = await asyncio.to_thread(file.read_bytes)
    except OSError as error:
        raise BadInput(f"{file}: cannot be read ({error.strerror or error}); give an OPML file") from error
    async with _following() as following:
        new, left = await following.take_in(data, where=str(file))
    for feed in new:
        if json:
            say({"feed": feed.url, "title": feed.title, "added": True})
    note(
        f"{feeds_words.many(len(new), 'new feed')} followed, {len(left)} left out (followed already, or at an address "
        "that may not be fetched); `wirecheck serve` visits them"
    )
    return 0


@app.command()
def export(file: Out = None) -> None:
    """All feeds as OPML, for another reader or as a copy."""
    _run(_export(file))


async def _export(file: Path | None) -> int:
    from bot.console import note

    async with _following() as following:
        data = await following.hand_out()
    if file is None:
        sys.stdout.write(data.decode("utf-8"))
        return 0
    try:
        await asyncio.to_thread(file.write_bytes, data)
    except OSError as error:
        raise BadInput(f"{file}: cannot be written ({error.strerror or error})") from error
    note(f"{file}: written")
    return 0


# --- what they share


def _run(work: object) -> None:
    import logging

    from bot.cli import run

    # What is worth a line in the log of a bot at work is said to the person here in better words.
    logging.getLogger("bot.intake").setLevel(logging.WARNING)
    run(work)  # type: ignore[arg-type]


@asynccontextmanager
async def _following() -> AsyncIterator[Following]:
    from bot.app import newsroom
    from bot.audit import as_person
    from bot.cli import settings
    from bot.fates_cli import at_terminal
    from bot.guarded import Guard, guarded

    async with newsroom(settings(), processes=0) as (desk, _):
        with as_person(at_terminal()):
            feeds = guarded(desk, Guard(desk.store.audit, clock=desk.clock)).feeds
            assert feeds is not None
            yield feeds


def _tell_checked(checked: Checked, json: bool) -> None:
    from bot.console import say, show
    from handlers import feeds_table

    if json:
        say(feeds_table.checked_shape(checked))
    else:
        show(feeds_table.checked(checked))
