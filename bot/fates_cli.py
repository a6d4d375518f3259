"""`wirecheck withdraw`, `readmit` and `forget`: an article taken off file, taken back, or removed for good."""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bot.errors import BadInput

if TYPE_CHECKING:
    from bot.audit import Person
    from bot.newsroom import Newsroom
    from bot.nouns import Edition

Ref = Annotated[str, typer.Argument(metavar="REF", help="The article's id, its name as filed, or its address.")]
Why = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept, and told to who was shown it.")]
KeptWhy = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept, so say nothing of what it said.")
]
Near = Annotated[bool, typer.Option("--near-copies", help="Keep out almost the same text under other addresses, too.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of what a person likes to read.")]


def withdraw(ref: Ref, reason: Why = "", json: AsJson = False) -> None:
    """Take an article off file: what it says no longer counts, and the channels that were shown it are told."""
    asyncio.run(_withdraw(ref, reason, json))


async def _withdraw(ref: str, reason: str, json: bool) -> None:
    from bot import shapes
    from bot.console import say

    async with _newsroom() as desk:
        edition, done = await desk.withdraw(ref, by=_somebody(), reason=reason)
    if json:
        say(shapes.withdrawn(edition, done=done))
    elif done:
        _print(f"withdrawn: {_name(edition)}; what it says no longer counts. `wirecheck readmit` takes it back")
    else:
        _print(f"{_name(edition)} was withdrawn already; nothing changed")


def readmit(ref: Ref, json: AsJson = False) -> None:
    """Take a withdrawn article on file again, with the text it had last."""
    asyncio.run(_readmit(ref, json))


async def _readmit(ref: str, json: bool) -> None:
    from bot.cli import tell
    from bot.replay import told

    async with _newsroom() as desk:
        async for happening in told(desk, await desk.readmit(ref)):
            await tell(desk, happening, json)


def forget(ref: Ref, reason: KeptWhy = "", near_copies: Near = False, yes: Yes = False, json: AsJson = False) -> None:
    """Remove an article for good, text and all, from the whole archive; it is kept from coming back."""
    asyncio.run(_forget(ref, reason, near_copies, yes, json))


async def _forget(ref: str, reason: str, near_copies: bool, yes: bool, json: bool) -> None:
    from bot import shapes
    from bot.console import say

    async with _newsroom() as desk:
        revisions = await desk.show(ref)
        if not yes:
            _confirm(revisions[0][0], len(revisions))
        edition = await desk.forget(ref, by=_somebody(), reason=reason, near_copies=near_copies)
    if json:
        say(shapes.forgotten(edition))
    else:
        _print(
            f"forgotten: {edition.article_id}; its text, claims and traces are gone from the archive, and it is kept "
            "from coming back. Backups and exports made before still hold it"
        )


def _confirm(edition: Edition, revisions: int) -> None:
    if not sys.stdin.isatty():
        raise BadInput("forget removes an article for good; add --yes where nobody can be asked")
    count = "1 revision" if revisions == 1 else f"{revisions} revisions"
    # Not typer's own: it writes a space on stdout, where only results stand.
    print(
        f"Remove {_name(edition)} ({count}) for good? There is no way back [y/N]: ", end="", file=sys.stderr, flush=True
    )
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise BadInput("nothing was removed")


def _name(edition: Edition) -> str:
    from handlers import terminal

    return terminal.safe(f"“{edition.title}” ({edition.ref})" if edition.title else edition.ref)


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _somebody() -> str:
    """Who does it, for the record: whoever is logged in here."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may know no names
        return ""


def at_terminal() -> Person:
    """Whoever types here, for the record."""
    from bot.audit import Person

    return Person(_somebody() or "somebody")


@asynccontextmanager
async def _newsroom() -> AsyncIterator[Newsroom]:
    from bot.app import newsroom
    from bot.audit import as_person
    from bot.cli import settings
    from bot.guarded import Guard, guarded

    async with newsroom(settings(), processes=0) as (desk, _):
        with as_person(at_terminal()):
            yield guarded(desk, Guard(desk.store.audit, clock=desk.clock))
