"""Who is in which user group of the workspace: asked of Slack, and remembered for a few minutes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection

from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import NotAllowed, PostFailed
from handlers.slack.client import slack_errors

logger = logging.getLogger(__name__)

#: How long an answer holds, in seconds; and how long an old one still does where Slack does not answer.
FRESH, STALE = 300.0, 86_400.0


class Groups:
    """The user groups of one workspace."""

    def __init__(self, client: AsyncWebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._known: dict[str, tuple[float, frozenset[str]]] = {}

    async def of(self, person: str, groups: Collection[str]) -> Collection[str]:
        """Those of these groups that a person is in. ``NotAllowed`` where Slack does not tell and nothing is
        remembered: who is not known to may, may not."""
        return [group for group in groups if person in await self._members(group)]

    async def _members(self, group: str) -> frozenset[str]:
        asked, members = self._known.get(group, (float("-inf"), frozenset()))
        age = self._clock() - asked
        if age < FRESH:
            return members
        try:
            with slack_errors("asking who is in a user group"):
                answer = await self._client.usergroups_users_list(usergroup=group)
        except PostFailed as failed:
            logger.warning("user group not known", extra={"group": group, "reason": str(failed)})
            if age < STALE:
                return members
            raise NotAllowed(
                "Slack does not tell just now who is in the user group that may do this; try again in a minute"
            ) from failed
        members = frozenset(map(str, answer.get("users") or ()))
        self._known[group] = (self._clock(), members)
        return members
