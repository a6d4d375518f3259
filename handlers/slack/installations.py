"""What Slack gives for an installation, tokens and all, kept encrypted in the archive; as slack_sdk asks for it."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.errors import BadSetting
from bot.workspaces import InstallationShelf, Installed

logger = logging.getLogger(__name__)

#: How long somebody may take to agree on Slack's page.
PATIENCE = timedelta(minutes=10)


class Seal:
    """Locks with the first key, unlocks with any: so keys are changed one after the other, losing nothing."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._first = Fernet(keys[0])
        self._any = MultiFernet([Fernet(key) for key in keys])

    def locked(self, plain: bytes) -> bytes:
        return self._first.encrypt(plain)

    def unlocked(self, sealed: bytes) -> bytes:
        """``BadSetting`` when none of the keys fits."""
        try:
            return self._any.decrypt(sealed)
        except InvalidToken:
            raise BadSetting(
                "WIRECHECK_SECRET_KEY: none of its keys opens the tokens on file; add the one they were kept under, after a comma"
            ) from None

    def renewed(self, sealed: bytes) -> bytes | None:
        """The same under the first key; None when it is already. ``BadSetting``."""
        try:
            self._first.decrypt(sealed)
            return None
        except InvalidToken:
            return self.locked(self.unlocked(sealed))


class Installations(AsyncInstallationStore):
    """Implements slack_sdk's installation store over the archive: one installation for each workspace."""

    def __init__(self, shelf: InstallationShelf, keys: Sequence[str], *, clock: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._seal = Seal(keys)
        self._clock = clock

    async def async_save(self, installation: Installation) -> None:
        team, told = str(installation.team_id), dict(installation.to_dict_for_copying())
        sealed = self._seal.locked(json.dumps(told, default=str).encode())
        await self._shelf.keep(Installed(team, str(installation.team_name or team), sealed, self._clock()))

    async def async_save_bot(self, bot: Bot) -> None:
        """Nothing of its own: the installation has the bot."""

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None = None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """The workspace's, whoever installed it last. ``BadSetting`` when no key opens it."""
        return await self.of(team_id or "")

    async def of(self, team: str) -> Installation | None:
        """The installation of a workspace. ``BadSetting`` when no key opens it, or it is another's."""
        kept = await self._shelf.find(team) if team else None
        if kept is None:
            return None
        told: dict[str, Any] = json.loads(self._seal.unlocked(kept.sealed))
        if told.get("team_id") != team:  # moved there by whoever can write in the file: tokens are no swap
            raise BadSetting(f"the installation on file for {team} is of another workspace; install it again there")
        return Installation(**told)

    async def async_find_bot(
        self, *, enterprise_id: str | None = None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        found = await self.of(team_id or "")
        return found.to_bot() if found else None

    async def async_delete_installation(
        self, *, enterprise_id: str | None = None, team_id: str | None, user_id: str | None = None
    ) -> None:
        await self._shelf.drop(team_id or "")

    async def async_delete_bot(self, *, enterprise_id: str | None = None, team_id: str | None) -> None:
        await self._shelf.drop(team_id or "")

    async def teams(self) -> Sequence[str]:
        """The workspaces that installed the bot."""
        return [kept.team for kept in await self._shelf.all()]

    async def renew(self) -> int:
        """Puts what is kept under an older key under the first one; how many. ``BadSetting`` when a key is gone."""
        changed = 0
        for kept in await self._shelf.all():
            sealed = self._seal.renewed(kept.sealed)
            if sealed is not None:
                await self._shelf.keep(Installed(kept.team, kept.name, sealed, kept.at))
                changed += 1
        return changed


class States(AsyncOAuthStateStore):
    """Implements slack_sdk's store of states: each holds once, for ten minutes, also over a restart."""

    def __init__(self, shelf: InstallationShelf, *, clock: Callable[[], datetime]) -> None:
        self._shelf = shelf
        self._clock = clock

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        state, now = secrets.token_urlsafe(32), self._clock()
        await self._shelf.expect(state, until=now + PATIENCE, now=now)
        return state

    async def async_consume(self, state: str) -> bool:
        return await self._shelf.expected(state, now=self._clock())
