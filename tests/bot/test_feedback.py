"""What people say of a dispute is kept, handed out, learnt from, and heeded."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import feedback
from bot.bygone import MYSELF
from bot.cli import main
from bot.conflicts.calibration import AS_IT_CAME, Calibration
from bot.conflicts.calibration import read as calibration_in
from bot.newsroom import Newsroom
from bot.nouns import Article, Revision, content_id
from store.memory import MemoryStore
from store.sqlite import SqliteStore
from tests.bot.conflicts.factories import reader
from tests.bot.invented import Clock, claim, clash, file, statements

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TOLL = "The ferry Aurora sank off Corvo island. The sinking of the ferry Aurora off Corvo killed 112 people."
OTHER = "The ferry Aurora went down near Corvo island. Police said the sinking of the ferry Aurora off Corvo killed 40 people."


def article(ref, text, outlet="", hours=0):
    return Article(
        key=ref, ref=ref, text=text, outlet=outlet or f"The {ref.title()}", published=NOON + timedelta(hours=hours)
    )


async def read(revision: Revision):
    return reader().read(revision)


def newsroom(store=None, **more):
    return Newsroom(store or MemoryStore(), read, clock=Clock(), alert_channel="C1", **more)


async def opened(desk):
    """The dispute of the two ferries, on file."""
    await desk.file(article("gazette", TOLL))
    (found,) = (await desk.file(article("courier", OTHER))).decision.opened
    return found


async def alerts(desk):
    return [d.key for d in await desk.store.waiting() if d.kind in ("alert", "joined")]


# --- what was judged is not raised again

AGAIN = {
    "the same pair in another outlet": article("herald", OTHER, hours=1),
    "an edited edition": article("courier", OTHER + " Divers went down on Tuesday.", "The Courier", hours=1),
    "a copy cut and dressed up": article("post", "CORVO (Wire) - " + OTHER.split(". ", 1)[1], hours=2),
}


@pytest.mark.parametrize("again", AGAIN.values(), ids=AGAIN.keys())
@pytest.mark.parametrize(("state", "how"), [("dismissed", "scope"), ("dismissed", "misread"), ("resolved", "")])
async def test_what_people_settled_is_not_alerted_again(again, state, how):
    desk = newsroom()
    dispute = await opened(desk)
    before = await alerts(desk)
    assert before, "else nothing is tested"
    await desk.settle(dispute, state=state, how=how, by="@ann")
    await desk.file(again)
    assert await alerts(desk) == before


async def test_another_question_about_the_same_ship_is_alerted_all_the_same():
    desk = newsroom()
    await desk.settle(await opened(desk), state="dismissed", how="update", by="@ann")
    await desk.file(
        article(
            "herald",
            "The pilot Jana Orel is alive after the sinking of the ferry Aurora off Corvo, her family said.",
            hours=1,
        )
    )
    found = await desk.file(
        article("star", "The pilot Jana Orel was killed in the sinking of the ferry Aurora off Corvo.", hours=2)
    )
    assert found.decision.opened


# --- handed out


async def test_judged_pairs_come_as_labelled_pairs():
    desk = newsroom()
    dispute = await opened(desk)
    await desk.settle(dispute, state="dismissed", how="update", by="@ann")
    (one,) = feedback.judged([await desk.dispute(dispute)])
    row = feedback.row(one)
    assert (row["label"], row["kind"], row["why"], row["who"]) == ("UPDATED", "", "update", "@ann")
    assert row["old"]["text"] in TOLL
    assert row["new"]["text"] in OTHER
    assert row["clash"] == ["112", "40"]
    assert (row["old"]["date"], row["old"]["outlet"]) == ("2026-03-02", "The Gazette")


async def test_a_resolved_dispute_keeps_its_label_and_one_that_settled_itself_is_not_handed_out():
    desk = newsroom()
    found = await desk.dispute(await opened(desk))
    resolved = replace(found, state="resolved", settled_by="@ben")
    assert [feedback.row(j)["label"] for j in feedback.judged([resolved])] == [found.label]
    assert list(feedback.judged([found, replace(resolved, settled_by=MYSELF)])) == []


@pytest.mark.parametrize(("why", "label"), [*feedback.LABELS.items(), ("", "NOT_COMPARABLE")])
async def test_each_reason_why_it_is_none_has_its_label(why, label):
    desk = newsroom()
    found = await desk.dispute(await opened(desk))
    (one,) = feedback.judged([replace(found, state="dismissed", settled_how=why, settled_by="@ann")])
    assert (one.label, one.is_conflict, one.weight) == (label, False, 1.0)


# --- how sure is sure enough


async def test_less_sure_stands_in_the_digest_and_is_no_message():
    desk = newsroom(threshold=0.99, digest_threshold=0.5)
    await desk.plan_digest("C1", "daily 07:30 UTC")
    await desk.file(article("gazette", TOLL))
    filing = await desk.file(article("courier", OTHER))
    assert (filing.decision.opened, await alerts(desk)) == ((), [])
    (quiet,) = filing.decision.quiet
    news = await desk.digest("C1", until=NOON + timedelta(days=1))
    assert ([d.id for d in news.quiet], news.opened) == ([quiet], ())


async def test_below_the_digest_s_threshold_there_is_silence():
    desk = newsroom(threshold=0.99, digest_threshold=0.98)
    await desk.file(article("gazette", TOLL))
    filing = await desk.file(article("courier", OTHER))
    assert filing.decision.conflicts == ()


@pytest.mark.parametrize("store", [MemoryStore, SqliteStore.open], ids=["memory", "sqlite"])
async def test_a_quiet_dispute_is_alerted_once_it_is_sure(store):
    archive = store()
    doubtful, sure = newsroom(archive, threshold=0.99, digest_threshold=0.5), newsroom(archive)
    await doubtful.file(article("gazette", TOLL))
    (quiet,) = (await doubtful.file(article("courier", OTHER))).decision.quiet
    assert await alerts(sure) == []
    third = article(
        "star",
        "The ferry Aurora is lost. The sinking of the ferry Aurora off Corvo killed 71 people, the coast guard said.",
        hours=1,
    )
    wary = newsroom(archive, threshold=(await sure.dispute(quiet)).surest + 0.001, digest_threshold=0.5)
    assert (await wary.file(third)).decision.opened == (), "as unsure as the others"
    assert await alerts(sure) == []
    learnt = newsroom(archive, threshold=0.9, digest_threshold=0.5, calibration=Calibration(shift=3.0))
    await learnt.file(
        article(
            "sun",
            "The ferry Aurora is lost. Only 9 people died in the sinking of the ferry Aurora off Corvo, the owner said.",
            hours=2,
        )
    )
    assert await alerts(sure) == [f"alert:{quiet}"]
    await archive.close()


# --- learnt from


async def judged_archive(path, *, times):
    """An archive in which a desk said no to every other dispute."""
    store = SqliteStore.open(f"sqlite:///{path}")
    desk = newsroom(store)
    for n in range(times):
        old, new = (f"The fire at mill {n} killed {dead} people." for dead in (12 + n, 90 + n))
        [first] = await file(store, f"old{n}", [claim(old)])
        second = statements(f"new{n}", [claim(new)])[0]
        await file(store, f"new{n}", [claim(new)], clashes=[clash(first, second, kind="number")])
        dispute = content_id("dispute", clash(first, second).id)
        state, how = ("resolved", "") if n % 2 else ("dismissed", "scope")
        await desk.settle(dispute, state=state, how=how, by="@ann")
    await store.close()


async def _judged(monkeypatch, tmp_path, times):
    await judged_archive(tmp_path / "a.db", times=times)
    monkeypatch.setenv("WIRECHECK_DATABASE", f"sqlite:///{tmp_path}/a.db")
    monkeypatch.setenv("WIRECHECK_JUDGE", "none")
    monkeypatch.chdir(tmp_path)


def test_too_little_to_learn_from_is_refused_in_one_line(monkeypatch, tmp_path, capsys):
    asyncio.run(_judged(monkeypatch, tmp_path, 2))
    assert main(["feedback", "export"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {r["label"] for r in rows} == {"NOT_COMPARABLE", "DISPUTED"}
    assert main(["calibrate"]) == 2
    assert "2 disputes are judged, and 30 are needed" in capsys.readouterr().err


def test_the_desk_s_judgements_are_learnt_from(monkeypatch, tmp_path, capsys):
    asyncio.run(_judged(monkeypatch, tmp_path, 32))
    assert main(["calibrate", "--dry-run"]) == 0
    assert "Nothing was written" in capsys.readouterr().out
    assert not (tmp_path / "calibration.json").exists()
    assert main(["calibrate", "--out", "mine.json"]) == 0
    assert "WIRECHECK_CALIBRATION=mine.json" in capsys.readouterr().out
    learnt = calibration_in("mine.json")
    assert learnt.of == 32
    assert learnt != replace(AS_IT_CAME, of=32)
