"""The Home tab and a timeline on the desk: drawn by the Slack listeners, pressed and searched without a script."""

from __future__ import annotations

import asyncio
import re

import matplotlib.figure  # noqa: F401 - the first picture would wait for it, and the test not
import pytest

from handlers.desk import webapi
from handlers.desk.workspace import FILES, Workspace
from tests.handlers.desk import filed
from tests.handlers.desk.conftest import Served


async def fetched(served: Served, path: str, status: int = 200) -> bytes:
    async with served.client.get(path) as reply:
        assert reply.status == status
        return await reply.read()


def buttons(page: str, words: str) -> list[str]:
    """What the page's buttons with these words stand for."""
    return re.findall(rf'name="press" value="([^"]+)"[^>]*>{words}<', page)


async def test_it_is_drawn_when_it_is_opened(served: Served):
    page = await served.page("/home")
    assert "Open disputes" in page
    assert "The port authority" in page
    assert "/home" in await served.page("/"), "and stands in the menu"


async def test_what_is_looked_up_is_answered_in_place(served: Served):
    page = await served.page("/home")
    [press] = buttons(page, "Look up")
    await served.send("/home", 200, press=press, **{press.split()[0]: "bridge"})
    page = await served.page("/home?drawn")
    assert "Nobody on file" in page or "Disputed" in page
    assert 'value="bridge"' in page
    [clear] = buttons(page, "Clear")
    await served.send("/home", 200, press=clear)
    assert 'value="bridge"' not in await served.page("/home?drawn")


async def test_its_buttons_work_and_windows_open_over_it(served: Served):
    page = await served.page("/home")
    [take] = buttons(page, "Assign to me")
    await served.send("/home", 200, press=take)
    page = await served.page("/home?drawn")
    assert "Take over" in page
    await served.send("/home", 200, press=buttons(page, "Show both")[0])
    assert "Both sides" in await served.page("/home?drawn")


async def test_a_button_that_is_gone_is_said_to_be(served: Served):
    await served.page("/home")
    answer = await served.send("/home", 409, press="nothing/at_all 0")
    assert "Load it again" in answer


async def test_a_timeline_is_shown_with_its_picture_and_its_words(served: Served):
    await served.send("/say", text="/timeline bridge")
    space = served.standin.workspace
    async with asyncio.timeout(120):  # a picture takes a while where the machine is busy
        while len(space.messages) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    answer = list(space.messages.values())[-1]
    page = await served.page("/")
    [(file_id, alt)] = re.findall(r'<img src="/files/(F[0-9A-F]{10})" alt="([^"]+)"', page)
    assert alt.startswith("Timeline of “bridge”: 2 claims")
    assert answer.text.startswith("Timeline of")
    picture = await fetched(served, f"/files/{file_id}")
    assert picture.startswith(b"\x89PNG")
    assert served.standin.workspace.files[file_id].alt == alt[:1000]


# --- handing files in, as Slack takes them


@pytest.fixture
def space() -> Workspace:
    return Workspace(lambda: filed.NOW)


def announced(space: Workspace, **more: object) -> dict:
    return webapi.call(space, "files.getUploadURLExternal", {"filename": "a.png", "length": "3", **more})


def completed(space: Workspace, file_id: str) -> dict:
    return webapi.call(space, "files.completeUploadExternal", {"files": f'[{{"id": "{file_id}"}}]'})


def shown(space: Workspace, file_id: str) -> dict:
    image = {"type": "image", "slack_file": {"id": file_id}, "alt_text": "x"}
    return webapi.call(space, "chat.postMessage", {"channel": "C0000DESK", "text": "x", "blocks": [image]})


def test_a_file_is_shown_once_it_came_and_was_completed(space: Workspace):
    file_id = announced(space, alt_txt="words")["file_id"]
    assert completed(space, file_id)["error"] == "file_not_found", "its bytes have not come"
    space.came(file_id, data=b"abc")
    assert shown(space, file_id)["error"] == "invalid_blocks", "it is not complete"
    assert completed(space, file_id) == {"ok": True, "files": [{"id": file_id}]}
    assert shown(space, file_id)["ok"]
    assert space.files[file_id].alt == "words"


@pytest.mark.parametrize("more", [{"length": "0"}, {"length": "x"}, {"length": str(2**30)}, {"filename": ""}, {"alt_txt": "x" * 1001}])  # fmt: skip
def test_what_slack_would_not_take_is_refused(space: Workspace, more: dict):
    assert not announced(space, **more)["ok"]


def test_old_files_give_way(space: Workspace):
    first = announced(space)["file_id"]
    for _ in range(FILES):
        announced(space)
    assert first not in space.files
    assert len(space.files) == FILES


async def test_what_is_no_picture_is_not_served(served: Served):
    space = served.standin.workspace
    for data in (b"<script>", b""):
        file = space.expect("a.png", length=8, alt="")
        space.came(file.id, data=data, done=True)
        await fetched(served, f"/files/{file.id}", 404)
    await fetched(served, "/files/F0000000000", 404)


async def test_the_page_comes_even_where_the_bot_does_not_answer(served: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handlers.desk.hometab.PATIENCE", 0.05)
    served.standin.answer_with(None)
    async with asyncio.timeout(10):
        assert "not drawn it yet" in await served.page("/home")
