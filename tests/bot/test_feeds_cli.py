"""`wirecheck feeds`, run for real against a site of our own: what it prints, and how it ends."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot import settings
from bot.cli import main
from tests.bot.intake.sites import Site, page_of, rss_of, sited


@pytest.fixture
def site() -> Iterator[Site]:
    """A site in a thread of its own: the commands run loops of theirs."""
    loop, ready, done = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    found: list[Site] = []

    async def serve() -> None:
        async with sited() as site:
            found.append(site)
            ready.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(10)
    yield found[0]
    loop.call_soon_threadsafe(done.set)
    thread.join(10)
    loop.close()


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    for row in settings.table():
        monkeypatch.delenv(row.name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("WIRECHECK_DATABASE", f"sqlite:///{tmp_path}/test.db")
    monkeypatch.setenv("WIRECHECK_FETCH_PRIVATE", "true")  # the site is on this machine
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def feeds(capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(*arguments: object) -> tuple[int, str, str]:
        code = main(["feeds", *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def publish(site: Site, *names: str) -> str:
    site.says("/feed", rss_of(site, *names), "application/rss+xml")
    for name in names:
        site.says(f"/{name}", page_of(name))
    return site.url("/feed")


def test_a_feed_is_added_listed_checked_and_removed(feeds, site: Site) -> None:
    url = publish(site, "east")
    code, out, _ = feeds("add", url)
    assert (code, out) == (0, f"The Harbour Post is followed now ({url}): 1 article to file.\n")
    assert f"The Harbour Post is followed already ({url})." in feeds("add", url)[1]
    code, out, err = feeds("check")
    assert (code, out) == (0, "The Harbour Post: nothing new.\n")
    assert "1 article filed, 0 could not be" in err
    code, out, _ = feeds("list")
    assert code == 0
    assert "The Harbour Post" in out
    assert "just now" in out
    (told,) = [json.loads(line) for line in feeds("list", "--json")[1].splitlines()]
    assert (told["url"], told["standing"], told["filed"], told["waiting"]) == (url, "well", 1, 0)
    code, _, err = feeds("remove", "1")
    assert "not followed any more" in err
    assert "No feed is followed yet" in feeds("list")[2]


def test_looking_alone_leaves_the_filing(feeds, site: Site) -> None:
    url = publish(site, "east")
    feeds("add", url)
    feeds("check", url, "--no-filing")
    assert site.visits("/east") == 0


def test_what_goes_wrong_is_one_line_and_exit_code_2_and_the_rest_is_done(feeds, site: Site) -> None:
    url = publish(site, "east")
    code, out, err = feeds("add", site.url("/nothing"), url, "file:///etc/passwd")
    assert code == 2
    assert "is followed now" in out
    assert "answered 404" in err
    assert "only http and https" in err
    site.says("/feed", "", status=503)
    code, out, _ = feeds("check")
    assert code == 2
    assert "Failed: answered 503" in out
    assert feeds("remove", "nobody")[0] == 2
    assert feeds("import", "no-such-file.opml")[0] == 2


def test_lists_of_other_readers_come_and_go(feeds, site: Site, tmp_path: Path) -> None:
    url = publish(site, "east")
    (tmp_path / "in.opml").write_text(f"<opml><body><outline text='The Post' xmlUrl='{url}'/></body></opml>")
    code, _, err = feeds("import", "in.opml")
    assert (code, "1 new feed followed" in err) == (0, True)
    assert url in feeds("export")[1]
    assert feeds("export", "out.opml")[0] == 0
    assert url in (tmp_path / "out.opml").read_text("utf-8")
    feeds("remove", url)
    assert "1 new feed followed" in feeds("import", "out.opml")[2]


def test_an_address_inside_the_network_is_refused_unless_it_was_allowed(
    feeds, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIRECHECK_FETCH_PRIVATE", "false")
    code, _, err = feeds("add", publish(site, "east"))
    assert (code, "inside a network" in err) == (2, True)
    assert site.came == []
