"""The bot on duty: serving the newsroom, or showing a newcomer around, until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import tempfile
from collections.abc import Awaitable, Callable

from bot.ahead import ReadAhead
from bot.app import file_seeds, newsroom, seeds, serving
from bot.console import note
from bot.newsroom import Newsroom
from bot.settings import Settings, without_slack

_SLACK = {
    "socket": "Slack: connecting by Socket Mode.",
    "http": "Slack: listening for its requests at POST /slack/events.",
    "": "Slack: its tokens are not set, so the desk page is all; `wirecheck doctor` says which are missing.",
}


async def serve(chosen: Settings) -> int:
    """Runs the bot until it is told to stop; returns 0."""
    async with (
        newsroom(chosen, processes=chosen.readers) as (desk, ahead),
        serving(desk, chosen, ahead=ahead) as served,
    ):
        note(f"The desk page is at {served.url}")
        if not chosen.only_here:
            note(
                f"WIRECHECK_LISTEN={chosen.listen}: whoever reaches that address can read the archive; see to who does."
            )
        note(_SLACK[served.slack])
        if chosen.several:
            note("Workspaces install it at /slack/install, by the https address that your proxy has.")
        if chosen.watch:
            note(f"What is put into {chosen.watch} is filed.")
        served.start(file_seeds(desk), "seeds")
        await told_to_stop()
    return 0


async def demo(
    chosen: Settings, show: Callable[[Newsroom, ReadAhead, list[str]], Awaitable[None]], *, serve: bool
) -> int:
    """Lets ``show`` file what is at the paths it is handed, in an archive that is thrown away, then serves
    the desk page on it if ``serve``; returns 0."""
    with tempfile.TemporaryDirectory(prefix="wirecheck-") as folder:
        # Only the archive is thrown away: no token is used, so a demo cannot speak in a real channel.
        alone = chosen.model_copy(update={"database": f"sqlite:///{folder}/demo.db", **without_slack()})
        async with newsroom(alone, processes=0) as (desk, ahead):
            await show(desk, ahead, [str(seeds())])
            if not serve:
                return 0
            async with serving(desk, alone, any_port=True) as served:
                note(f"The desk page is at {served.url} (Ctrl-C stops; nothing of this demo is kept)")
                await told_to_stop()
    return 0


async def told_to_stop() -> None:
    """Waits for Ctrl-C or a SIGTERM; the next one after that ends the program at once."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for each in signals:
        loop.add_signal_handler(each, stop.set)
    try:
        await stop.wait()
    finally:
        for each in signals:
            loop.remove_signal_handler(each)
