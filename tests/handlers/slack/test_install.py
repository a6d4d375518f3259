"""A workspace installs the bot itself, and takes it out again: over HTTP, with real Bolt and slack_sdk."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from bot.errors import BadSetting
from bot.several import archive_of
from handlers.slack import manifest
from handlers.slack.installations import Installations, Seal
from tests.handlers.slack.signed import mention
from tests.handlers.slack.test_commands import said
from tests.handlers.slack.workspaces import KEY, NOW, OLDER_KEY, A, B, Two, clash_in, two


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Two]:
    async with two(tmp_path) as made:
        yield made


async def test_it_is_installed_and_answers_from_an_archive_of_its_own(bot: Two) -> None:
    status, page = await bot.install(A)
    assert (status, "Wirecheck is installed in The T0AAA Post" in page) == (200, True)
    [greeting] = bot.slack.messages["Dinstaller"]
    assert "/watch any" in greeting["text"]
    assert (await bot.a.command("/article", "add The mayor said the harbour is closed."))[0] == 200
    await bot.a.command("/facts", "harbour")
    assert "the harbour is closed" in said(bot.slack.answers[-1])
    assert bot.archive(A).exists()
    assert (await bot.main.counts()).articles == 0
    assert {token for token, _, _ in bot.slack.by_token} == {f"xoxb-{A}"}


async def test_no_token_stands_in_the_file_as_it_is(bot: Two) -> None:
    await bot.install(A)
    rows = sqlite3.connect(bot.folder / "main.db").execute("SELECT team, name, sealed FROM installations").fetchall()
    assert [row[:2] for row in rows] == [(A, "The T0AAA Post")]
    for file in bot.folder.glob("main*"):
        assert b"xoxb-" not in file.read_bytes(), file.name
    assert b"xoxb-T0AAA" in Seal([KEY]).unlocked(rows[0][2])


@pytest.mark.parametrize("what", ["another browser", "no cookie", "brought twice", "too late", "forged", "refused"])
async def test_a_state_holds_once_for_ten_minutes_in_one_browser(tmp_path: Path, what: str) -> None:
    now = [NOW]
    async with two(tmp_path, clock=lambda: now[0]) as bot, aiohttp.ClientSession() as browser:
        bot.slack.grant("code", A)
        state, cookie = await bot.begin(browser)
        if what == "another browser":
            _, cookie = await bot.begin(browser)
        elif what == "no cookie":
            cookie = ""
        elif what == "too late":
            now[0] += timedelta(minutes=10, seconds=1)
        elif what == "forged":
            state, cookie = "forged", "slack-app-oauth-state=forged"
        elif what == "brought twice":
            assert (await bot.back(browser, "code", state, cookie))[0] == 200
            await bot.line.installations.async_delete_all(enterprise_id=None, team_id=A)
            bot.slack.grant("code", A)
        elif what == "refused":
            bot.slack.codes.clear()
        status, page = await bot.back(browser, "code", state, cookie)
        assert status in (400, 401)
        assert "was not installed" in page
        assert "(reference " in page
        assert await bot.line.installations.teams() == []


async def test_only_the_workspaces_that_are_named_may_install_it(tmp_path: Path) -> None:
    async with two(tmp_path, teams=f"{B}, T0CCC") as bot:
        status, page = await bot.install(A)
        assert (status, "WIRECHECK_TEAMS" in page) == (403, True)
        assert (await bot.install(B))[0] == 200
        status, page = await bot.install(B, is_enterprise_install=True, enterprise={"id": "E1"})
        assert (status, "install it in a workspace" in page) == (403, True)
        assert await bot.line.installations.teams() == [B]


@pytest.mark.parametrize(
    "event",
    [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}],
)
async def test_taken_out_it_is_gone_and_its_outbox_stands_still(bot: Two, event: dict) -> None:
    await bot.install(A)
    await bot.install(B)
    assert (await bot.a.event(event))[0] == 200
    await bot.line.workspaces.of(B)
    for task in list(bot.line.workspaces._closing):
        await task
    assert await bot.line.installations.teams() == [B]
    assert set(bot.line.workspaces.at_work) == {B}
    status, body = await bot.a.command("/facts", "harbour")
    assert (status, "not installed in this workspace any more" in body) == (200, True)
    bot.slack.answers.clear()
    assert (await bot.a.event(mention("<@UBOT> harbour?")))[0] == 200
    assert bot.slack.answers == []
    await bot.install(A)  # back again: its archive is as it was
    await bot.a.command("/wirecheck", "status")
    assert "On file: 0 articles" in said(bot.slack.answers[-1])


@pytest.mark.parametrize("domains", ["", "harbour.example"])
async def test_it_asks_for_the_scopes_of_the_manifest_and_no_more(tmp_path: Path, domains: str) -> None:
    async with (
        two(tmp_path, link_domains=domains) as bot,
        aiohttp.ClientSession() as browser,
        browser.get(f"{bot.base}/slack/install", allow_redirects=False) as page,
    ):
        [asked] = URL(page.headers["Location"]).query.getall("scope")
    wanted = manifest.manifest("https://bot.example.org", [domains] if domains else [])
    assert sorted(asked.split(",")) == wanted["oauth_config"]["scopes"]["bot"]


async def test_peoples_own_tokens_are_none_of_its_business(bot: Two) -> None:
    await bot.install(A)
    await bot.a.event({"type": "tokens_revoked", "tokens": {"oauth": ["Uann"], "bot": []}})
    assert await bot.line.installations.teams() == [A]


async def test_installed_again_it_works_with_the_new_token(bot: Two) -> None:
    await bot.install(A)
    await bot.install(A, token="xoxb-second")
    bot.slack.by_token.clear()
    await bot.a.event(mention("<@UBOT> help"))
    assert {token for token, _, _ in bot.slack.by_token} == {"xoxb-second"}


async def test_after_a_restart_what_is_owed_is_posted_unasked(tmp_path: Path) -> None:
    async with two(tmp_path) as bot:
        await bot.install(A)
        await bot.a.command("/watch", "any", channel_id="C7")
        await bot.line.workspaces.leave(A)  # nothing posts meanwhile
        assert await bot.line.workspaces.of(A)
        await clash_in(bot.store(A), channel="")
    async with two(tmp_path) as bot:
        bot.slack.app_tokens.add(f"xoxb-{A}")
        await bot.line.open_all()
        for _ in range(100):
            if bot.slack.messages["C7"]:
                break
            await asyncio.sleep(0.05)
        assert "isputed" in bot.slack.messages["C7"][0]["text"]


async def test_keys_are_changed_one_after_the_other_and_a_lost_one_is_told(tmp_path: Path) -> None:
    async with two(tmp_path, secret_key=OLDER_KEY) as bot:
        await bot.install(A)
    async with two(tmp_path, secret_key=f"{KEY},{OLDER_KEY}") as bot:
        assert await bot.line.installations.renew() == 1
        assert await bot.line.installations.renew() == 0
    async with two(tmp_path, secret_key=KEY) as bot:
        found = await bot.line.installations.of(A)
        assert found is not None
        assert found.bot_token == f"xoxb-{A}"
    async with two(tmp_path, secret_key=OLDER_KEY) as bot:
        with pytest.raises(BadSetting, match="add the one they were kept under"):
            await bot.line.installations.of(A)
        status, body = await bot.a.command("/facts", "harbour")
        assert (status, "cannot open this workspace's archive" in body, "reference" in body) == (200, True, True)
        assert (await bot.a.event(mention("<@UBOT> harbour?")))[0] == 500, "Slack sends it again"


async def test_without_a_key_it_does_not_begin(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="WIRECHECK_SECRET_KEY is not set"):
        async with two(tmp_path, secret_key=""):
            pass


async def test_a_sealed_installation_moved_to_another_workspace_opens_nothing(bot: Two) -> None:
    await bot.install(A)
    await bot.install(B)
    with sqlite3.connect(bot.folder / "main.db") as db:
        db.execute("UPDATE installations SET sealed = (SELECT sealed FROM installations WHERE team = ?)", [B])
    with pytest.raises(BadSetting, match="of another workspace"):
        await bot.line.installations.of(A)


async def test_what_is_not_signed_opens_nothing(bot: Two) -> None:
    await bot.install(A)
    await bot.line.workspaces.leave(A)
    assert (await bot.a.post("team_id=T0AAA&command=/facts", "application/x-www-form-urlencoded", secret="x"))[0] == 401
    assert bot.line.workspaces.at_work == {}


async def test_slacks_own_questions_are_answered_before_anybody_installed_it(bot: Two) -> None:
    said = await bot.a.post('{"type": "url_verification", "challenge": "c1"}', "application/json")
    assert said == (200, '{"challenge": "c1"}')
    assert (await bot.a.post("ssl_check=1", "application/x-www-form-urlencoded"))[0] == 200


@pytest.mark.parametrize("team", ["../etc/passwd", "T0AAA/../../x", "t0aaa", "", "T0AAA.db", "E0GRID"])
def test_a_workspaces_id_names_no_other_file(team: str) -> None:
    with pytest.raises(ValueError, match="no workspace's id"):
        archive_of("sqlite:///main.db", team)
    assert archive_of("sqlite:////x/main.db", "T0AAA") == "sqlite:////x/main-T0AAA.db"


async def test_the_home_workspace_has_the_main_archive(tmp_path: Path) -> None:
    async with two(tmp_path, home_team=A) as bot:
        await bot.install(A)
        await bot.a.command("/article", "add The mayor said the harbour is closed.")
        assert (await bot.main.counts()).articles == 1
        assert not bot.archive(A).exists()


def test_installations_implement_what_slack_sdk_asks_for() -> None:
    from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore

    asked = {name for name in vars(AsyncInstallationStore) if name.startswith("async_")} - {"async_delete_all"}
    assert asked <= set(vars(Installations))
