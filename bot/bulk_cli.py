"""`wirecheck index` and `wirecheck mail`, as they are typed."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.errors import BadArticle, StoreFailed

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON Lines instead of what a person likes to read.")]
Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH",
        help="Files, archives (JSON Lines, zip, tar, WARC; packed or not), mailboxes, PDF, DOCX, folders, URLs.",
    ),
]
Mails = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Mails (.eml), mailboxes (.mbox, Maildir), or - for one on stdin.")
]
Deep = Annotated[bool, typer.Option("--deep", help="Look into the folders in a folder, too.")]
Again = Annotated[bool, typer.Option("--again", help="Look anew at what was looked through before.")]
Report = Annotated[str, typer.Option("--report", metavar="FILE", help="Where what was bad is written, as CSV.")]

#: What a shell expects of a command that a Ctrl-C ended.
STOPPED = 130
#: What a mail server expects of a command that could not take a mail now (EX_TEMPFAIL of sysexits.h).
LATER = 75
REPORT = "wirecheck-report.csv"


def index(
    paths: Paths, deep: Deep = False, again: Again = False, report: Report = REPORT, json: AsJson = False
) -> None:
    """File articles. What is on file already is left as it is; stopped, it goes on where it was."""
    _run(paths, deep=deep, again=again, report=report, json=json)


def mail(paths: Mails, again: Again = False, report: Report = REPORT, json: AsJson = False) -> None:
    """File mails: wires, press releases and what was forwarded, with their attachments."""
    if paths == ["-"]:
        from bot.cli import run
        from bot.console import complain

        try:
            run(_one(sys.stdin.buffer.read(), json))
        except StoreFailed as failed:
            # Any other code and a mail server sends the mail back to its sender.
            complain(failed)
            raise typer.Exit(LATER) from failed
        return
    _run(paths, deep=True, again=again, report=report, json=json)


def _run(paths: list[str], *, deep: bool, again: bool, report: str, json: bool) -> None:
    from bot.cli import run
    from bot.console import note

    try:
        run(_index(paths, deep=deep, again=again, report=report, json=json))
    except KeyboardInterrupt:
        note("stopped; the same command goes on where this one was")
        raise typer.Exit(STOPPED) from None


async def _index(paths: list[str], *, deep: bool, again: bool, report: str, json: bool) -> int:
    from bot import bulk
    from bot.app import newsroom
    from bot.cli import settings, tell, workers
    from bot.console import note
    from bot.intake.incoming import fetching

    processes = workers(paths)
    wanted = bulk.Wanted(paths, processes, deep, again, report, quiet=not json and processes > 0)
    async with (
        newsroom(settings(), processes=processes) as (desk, ahead),
        fetching(paths, allow_private=settings().fetch_private) as fetch_all,
    ):
        before = await desk.counts()
        tally = await bulk.run(desk, ahead, wanted, lambda room, what: tell(room, what, json), fetch_all)
        after = await desk.counts()
    new, revised = after.articles - before.articles, after.revisions - before.revisions
    raised = after.disputes - before.disputes
    note(
        f"{new} new articles, {revised - new} revisions, {after.claims - before.claims:+} claims, "
        f"{raised} new disputes; {tally.bad} could not be filed this time"
    )
    return tally.bad


async def _one(data: bytes, json: bool) -> int:
    """One mail, as a mail server hands it over: filed before this returns, so that it may forget it."""
    from bot.app import newsroom
    from bot.cli import settings, tell
    from bot.console import Complaints
    from bot.intake import mail, problems
    from bot.replay import told

    complaints = Complaints()
    async with newsroom(settings(), processes=0) as (desk, _):
        for found in mail.articles(data, path="stdin"):
            if isinstance(found, problems.Problem):
                complaints.add(found)
                continue
            try:
                async for happening in told(desk, await desk.file(found)):
                    await tell(desk, happening, json)
            except BadArticle as error:
                complaints.add(error)
    return complaints.bad
