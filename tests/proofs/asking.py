"""People who ask while the bot is killed: commands, mentions and presses; and whether each that was acked was answered, once."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from handlers.slack.dispute_blocks import RESOLVE
from tests.handlers.slack.signed import FORM, signed
from tests.handlers.slack.slack_double import TEAM, SlackDouble

#: Where people mention the bot.
ASKING = "C4"
MARK = "Perhaps told before"
#: Sends a signed request to the bot, if it lives; the status of its ack, 0 for none.
Send = Callable[[str, dict[str, str]], Awaitable[int]]


@dataclass
class Asked:
    """One thing somebody asked: where the answer goes, and whether the bot said that it came."""

    kind: str
    name: str
    acked: bool = False


class People:
    """Those who ask. A command or a press that was not acked they give again, as another; an event Slack sends again."""

    def __init__(self, slack: SlackDouble, send: Send, clock: Callable[[], float]) -> None:
        self.slack, self.asked = slack, list[Asked]()
        self._send, self._clock = send, clock

    async def ask(self, chance: random.Random, about: list[str]) -> None:
        """Some commands and mentions, one after the other."""
        for _ in range(chance.randint(1, 5)):
            await asyncio.sleep(chance.uniform(0, 0.4))
            await (self.command if chance.random() < 0.5 else self.mention)(chance.choice(about))

    async def command(self, about: str) -> None:
        asked = Asked("command", "")
        while not asked.acked:
            asked = self._new("command")
            form = {
                "command": "/facts",
                "text": about,
                "team_id": TEAM,
                "channel_id": ASKING,
                "user_id": "Uann",
                "user_name": "ann",
                "trigger_id": asked.name,
                "response_url": self.slack.response_url(asked.name),
            }
            await self._sent(asked, urlencode(form), FORM)

    async def mention(self, about: str) -> None:
        asked = self._new("mention")
        ts = f"{self._clock():.6f}"
        asked.name = ts
        self.slack.messages[ASKING].append({"ts": ts, "user": "Uann", "text": about})
        event = {"type": "app_mention", "user": "Uann", "text": f"<@UBOT> {about}?", "ts": ts, "channel": ASKING}
        body = json.dumps({"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{ts}", "event": event})
        while not asked.acked:
            await self._sent(asked, body, "application/json")

    async def press(self, dispute: str, channel: str) -> None:
        """Presses Resolve once, whatever comes of it."""
        asked = self._new("press")
        press = {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": "Uann", "username": "ann", "team_id": TEAM},
            "channel": {"id": channel},
            "trigger_id": asked.name,
            "response_url": self.slack.response_url(asked.name),
            "actions": [{"type": "button", "action_id": RESOLVE, "value": dispute, "action_ts": "1"}],
        }
        await self._sent(asked, urlencode({"payload": json.dumps(press)}), FORM)

    async def _sent(self, asked: Asked, body: str, kind: str) -> None:
        asked.acked = await self._send(body, signed(body, kind)) == 200
        if not asked.acked:
            await asyncio.sleep(0.05)

    def _new(self, kind: str) -> Asked:
        self.asked.append(Asked(kind, f"t{len(self.asked)}"))
        return self.asked[-1]

    def given(self, asked: Asked) -> list[dict[str, Any]]:
        """The answers that came, in their order."""
        if asked.kind != "mention":
            return self.slack.answered[asked.name]
        return [m for m in self.slack.messages[ASKING] if m.get("thread_ts") == asked.name]

    def look(self, counted: Counter[str]) -> list[str]:
        """What is wrong; and counts "asked", "lost", "doubled", "marked" (came again and says so)."""
        wrong = []
        for asked in self.asked:
            first, *more = self.given(asked) or [None]
            counted["asked"] += asked.acked
            if first is None and asked.acked:
                counted["lost"] += 1
                wrong.append(f"the answer to {asked.kind} {asked.name} was lost")
            if more and all(MARK in json.dumps(m["blocks"]) for m in more):
                counted["marked"] += 1
            elif more:
                counted["doubled"] += 1
                wrong.append(f"the answer to {asked.kind} {asked.name} came {len(more) + 1} times")
        return wrong
