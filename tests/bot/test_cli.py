"""The `wirecheck` command, run for real: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot import settings
from bot.cli import main
from bot.nouns import Article, Revision

ROOT = Path(__file__).resolve().parents[2]

#: Three papers on one fire, who differ, and a fourth story.
STORY = [
    ("The Valley Post", "Mill fire kills ten", "Ten people were killed in the fire at the Marlow mill on Sunday, police said.\n\nPolice said that the mill had been closed for years."),
    ("Hill Times", "Fifteen dead in mill fire", "Fifteen people were killed in the fire at the Marlow mill on Sunday, the Marlow hospital said.\n\nThe mayor praised the firefighters."),
    ("River News", "What we know", "Seventeen people were killed in the fire at the Marlow mill on Sunday, the fire service said.\n\nThe mayor declined to comment."),
    ("Coast Daily", "Ferry late", "The ferry company apologised for the delay. “It will not happen again,” said its director, Bo Kim."),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No settings but a database of the test's own, and the log as it was."""
    for row in settings.table():
        monkeypatch.delenv(row.name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("WIRECHECK_DATABASE", f"sqlite:///{tmp_path}/test.db")
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "story"
    folder.mkdir()
    for n, (outlet, title, text) in enumerate(STORY, 1):
        record = {"id": f"{n:02}", "outlet": outlet, "title": title, "text": text, "published": "2024-05-06"}
        (folder / f"{n:02}.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


class Said:
    """What a command said, and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> list[dict]:  # type: ignore[type-arg]
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def wirecheck(capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(*arguments: object) -> Said:
        code = main([str(a) for a in arguments])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return run


# --- read


def test_read_prints_an_object_for_each_article_in_name_order(wirecheck, story: Path) -> None:
    said = wirecheck("read", story, "--json")
    assert (said.code, said.err) == (0, "")
    assert [a["id"] for a in said.json] == ["01", "02", "03", "04"]
    for article, (_, _, text) in zip(said.json, STORY, strict=True):
        assert article["claims"]
        for claim in article["claims"]:
            spans = [claim["sentence"], *claim["source"], *claim["cue"], *claim["content"]]
            spans += [q["span"] for q in claim["quantities"]] + [t["span"] for t in claim["times"]]
            assert all(0 <= start < end <= len(text) for start, end in spans)
    said_by = {c["source_name"] for c in said.json[0]["claims"]}
    assert "police" in {name.lower() for name in said_by}


def test_offsets_count_in_the_text_exactly_as_given(wirecheck, tmp_path: Path) -> None:
    text = "\ufeff🌧 Bridge closed\r\n\r\nPolice said that “the bridge” was closed.\r\n"
    (tmp_path / "b.txt").write_bytes(text.encode())
    (article,) = wirecheck("read", tmp_path / "b.txt", "--json").json
    given = text.removeprefix("\ufeff")
    said = [c for c in article["claims"] if c["cue"]]
    assert [given[slice(*c["sentence"])] for c in said] == ["Police said that “the bridge” was closed."]
    assert [given[slice(*c["cue"][0])] for c in said] == ["said"]


def test_read_shows_people_the_text_and_a_table(wirecheck, story: Path) -> None:
    said = wirecheck("read", story / "01.json")
    assert "Ten people were killed" in said.out
    assert "claims" in said.out


def test_read_writes_a_page_for_each_article_to_keep(wirecheck, story: Path, tmp_path: Path) -> None:
    said = wirecheck("read", story / "01.json", story / "04.json", "--html", tmp_path / "page.html")
    assert (said.code, said.out) == (0, "")
    assert said.err.splitlines() == [f"wrote {tmp_path / 'page.html'}", f"wrote {tmp_path / 'page-2.html'}"]
    assert "Marlow mill" in (tmp_path / "page.html").read_text("utf-8")
    assert "<style>" in (tmp_path / "page-2.html").read_text("utf-8")


def test_a_page_that_cannot_be_written_is_said(wirecheck, story: Path, tmp_path: Path) -> None:
    said = wirecheck("read", story / "01.json", "--html", tmp_path / "no" / "page.html")
    assert said.code == 2
    assert "page.html cannot be written" in said.err


def test_bad_input_gets_a_line_each_on_stderr_and_the_rest_is_read(wirecheck, story: Path) -> None:
    (story / "02.json").write_text('{"text": 3}', encoding="utf-8")
    (story / "03.json").write_text("{", encoding="utf-8")
    (story / "gold.json").write_text("{}", encoding="utf-8")
    said = wirecheck("read", story, story / "nowhere.txt", "--json")
    assert said.code == 2
    assert [a["id"] for a in said.json] == ["01", "04"]
    bad = said.err.splitlines()
    assert [line.partition(": ")[2].partition(": ")[0] for line in bad] == [
        str(story / name) + more
        for name, more in (("02.json", ""), ("03.json", ", line 1"), ("gold.json", ""), ("nowhere.txt", ""))
    ]


def test_a_note_alone_is_no_failure(wirecheck, story: Path) -> None:
    (story / "gold.json").write_text("{}", encoding="utf-8")
    said = wirecheck("read", story, "--json")
    assert said.code == 0
    assert "passed over" in said.err


def test_many_articles_come_in_order_though_read_in_several_processes(wirecheck, tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": f"Police said that bridge {n} was closed."}) for n in range(25)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    said = wirecheck("read", tmp_path / "many.jsonl", "--json")
    assert [a["id"] for a in said.json] == [str(n) for n in range(25)]
    assert all(a["claims"] for a in said.json)


# --- compare

PAIR = {
    "id": "p1",
    "old": {"text": "Police said that 12 people were hurt in the crash in Marlow on 5 May 2024.", "date": "2024-05-06"},
    "new": {
        "text": "The hospital said 19 people were hurt in the crash in Marlow on 5 May 2024.",
        "date": "2024-05-06",
    },
}


def test_compare_prints_an_object_for_each_pair(wirecheck, tmp_path: Path) -> None:
    same = {"id": "p2", "old": PAIR["old"], "new": PAIR["old"]}
    bare = {"id": "p3", "old": {"text": "Bridge"}, "new": {"text": "Road"}}
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(json.dumps(p) for p in (PAIR, same, bare)), encoding="utf-8")
    said = wirecheck("compare", path, "--json")
    assert said.code == 0
    assert [p["id"] for p in said.json] == ["p1", "p2", "p3"]
    one, two, three = said.json
    assert all({"label", "kind", "confidence", "reason", "clash"} <= set(p) for p in said.json)
    assert one["label"] in ("CONTRADICTS", "DISPUTED")
    assert one["kind"] == "number"
    (old_start, old_end), (new_start, new_end) = one["clash"]
    assert "12" in PAIR["old"]["text"][old_start:old_end]  # type: ignore[index]
    assert "19" in PAIR["new"]["text"][new_start:new_end]  # type: ignore[index]
    assert two["label"] not in ("CONTRADICTS", "DISPUTED", "CORRECTED")
    assert (two["clash"], two["kind"]) == (None, "")
    assert three["label"] == "NOT_COMPARABLE"


def test_compare_names_the_bad_line_and_goes_on(wirecheck, tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(f"{{\n{json.dumps(PAIR)}\n", encoding="utf-8")
    said = wirecheck("compare", path, "--json")
    assert said.code == 2
    assert len(said.json) == 1
    assert f"{path}, line 1: is not JSON" in said.err
    assert len(said.err.splitlines()) == 1


def test_why_shows_the_gates(wirecheck, tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps(PAIR), encoding="utf-8")
    plain, why = wirecheck("compare", path), wirecheck("compare", path, "--why")
    assert "Police said that 12 people" in plain.out
    assert len(why.out.splitlines()) > len(plain.out.splitlines())


# --- replay


def test_replay_alerts_once_for_each_dispute_with_what_joined_it(wirecheck, story: Path) -> None:
    said = wirecheck("replay", story, "--ask", "/who praised", "--ask", "what did the mayor eat?", "--json")
    assert said.code == 0
    kinds = [e["event"] for e in said.json]
    assert kinds == ["filed", "filed", "filed", "filed", "alert", "answer", "answer"]
    alert, who, eat = (said.json[n] for n in (4, 5, 6))
    assert (alert["old"]["article"], alert["new"]["article"]) == ("01", "02")
    assert "03" in {pair["new"]["article"] for pair in alert["also"]}
    texts = {f"{n:02}": text for n, (_, _, text) in enumerate(STORY, 1)}
    quotes = [alert["old"], alert["new"], *(side for pair in alert["also"] for side in pair.values()), *who["quotes"]]
    assert all(quote["quote"] in texts[quote["article"]] for quote in quotes)
    assert (who["ask"], who["found"]) == ("/who praised", True)
    assert [q["article"] for q in who["quotes"]] == ["02"]
    assert (eat["found"], eat["text"]) == (False, "Not on file.")


def test_what_is_for_the_digest_alone_is_no_alert(wirecheck, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIRECHECK_ALERT_THRESHOLD", "1")
    told = [e for e in wirecheck("replay", story, "--json").json if e["event"] != "filed"]
    assert {e["event"] for e in told} == {"unsure"}
    assert len({e["key"] for e in told}) == 1
    assert "for the digest" in wirecheck("replay", story).out


def test_replay_shows_people_both_sides(wirecheck, story: Path) -> None:
    said = wirecheck("replay", story)
    assert "joins dispute" in said.out
    assert "The Valley Post, 2024-05-06" in said.out


def test_replay_alerts_the_same_wherever_the_folder_stands(tmp_path: Path) -> None:
    """Articles without a date are told apart by their names alone, and which comes first says nothing of either."""
    running = []
    for name in ("a", "b", "c", "d"):
        shutil.copytree(ROOT / "seeds", tmp_path / name)
        running.append(start("replay", str(tmp_path / name), "--json"))
    alerts = []
    for replaying in running:
        out, _ = replaying.communicate(timeout=120)
        told = [json.loads(line) for line in out.splitlines()]
        alerts.append([(one["kind"], one["confidence"]) for one in told if one["event"] == "alert"])
    assert len(alerts[0]) == 2
    assert alerts == [alerts[0]] * len(running)


def test_replay_keeps_nothing(wirecheck, story: Path, tmp_path: Path) -> None:
    wirecheck("replay", story, "--json")
    assert not (tmp_path / "test.db").exists()


# --- index, ask, status, doctor


def test_a_second_run_of_index_adds_nothing(wirecheck, story: Path) -> None:
    first = wirecheck("index", story, "--json")
    assert first.code == 0
    assert [e["outcome"] for e in first.json if e["event"] == "filed"] == ["new"] * 4
    assert "4 new articles" in first.err
    counts = wirecheck("status", "--json").json
    second = wirecheck("index", story, "--json")
    assert second.code == 0
    assert [e["outcome"] for e in second.json] == ["unchanged"] * 4
    assert wirecheck("status", "--json").json == counts
    assert set(counts[0]) == {"articles", "revisions", "claims", "disputes", "alerts_due", "alerts_posted", "schema", "version"}  # fmt: skip
    assert (counts[0]["articles"], counts[0]["disputes"], counts[0]["alerts_due"]) == (4, 1, 1)


def test_a_changed_article_is_a_revision(wirecheck, story: Path) -> None:
    wirecheck("index", story)
    record = json.loads((story / "04.json").read_text("utf-8"))
    (story / "04.json").write_text(
        json.dumps(record | {"text": "The ferry was on time, Bo Kim said."}), encoding="utf-8"
    )
    said = wirecheck("index", story, "--json")
    assert [e["outcome"] for e in said.json] == ["unchanged"] * 3 + ["revised"]
    (counts,) = wirecheck("status", "--json").json
    assert (counts["articles"], counts["revisions"]) == (4, 5)


def test_index_files_the_rest_past_what_is_bad(wirecheck, story: Path) -> None:
    (story / "00.txt").write_bytes(bytes(range(256)) * 10)
    said = wirecheck("index", story, "--json")
    assert said.code == 2
    assert len(said.json) == 4 + 2  # the four, the alert and what joined it
    assert "00.txt: is not text" in said.err


def test_index_of_an_address_inside_the_network_is_refused(wirecheck) -> None:
    said = wirecheck("index", "http://169.254.169.254/latest/meta-data/")
    assert said.code == 2
    assert "inside a network" in said.err


def test_ask_answers_from_what_is_on_file(wirecheck, story: Path) -> None:
    wirecheck("index", story)
    (answer,) = wirecheck("ask", "how many people were killed in the fire?", "--json").json
    assert (answer["event"], answer["found"]) == ("answer", True)
    assert {q["article"] for q in answer["quotes"]} >= {"01", "02", "03"}
    assert "Marlow hospital" in wirecheck("ask", "/facts", "mill").out


def test_a_command_nobody_knows_is_told_with_an_example(wirecheck) -> None:
    said = wirecheck("ask", "/weather tomorrow")
    assert said.code == 2
    assert "/facts" in said.err
    assert len(said.err.splitlines()) == 1


def test_a_bad_setting_is_one_line_and_exit_code_2(wirecheck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIRECHECK_JUDGE", "nli")
    said = wirecheck("status")
    assert (said.code, len(said.err.splitlines())) == (2, 1)
    assert said.err.startswith("wirecheck: WIRECHECK_JUDGE")


def test_a_database_that_cannot_be_opened_is_one_line_and_exit_code_1(wirecheck, tmp_path: Path) -> None:
    (tmp_path / "test.db").write_bytes(b"this is no database at all, only a text. " * 50)
    said = wirecheck("status")
    assert (said.code, len(said.err.splitlines())) == (1, 1)


def test_doctor_looks_and_makes_nothing(wirecheck, tmp_path: Path) -> None:
    said = wirecheck("doctor")
    assert said.code == 0
    assert "the pipeline en_core_web_sm is installed" in said.out
    assert not (tmp_path / "test.db").exists()


def test_doctor_says_what_is_missing(wirecheck, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wirecheck("index", story)
    monkeypatch.setenv("WIRECHECK_PIPELINE", "en_nowhere_at_all")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-hushhush")
    checks = wirecheck("doctor", "--json").json
    wrong = {c["check"]: c["advice"] for c in checks if not c["ok"]}
    assert "pip install en_nowhere_at_all" in wrong["the pipeline en_nowhere_at_all is installed"]
    assert "SLACK_APP_TOKEN" in wrong["Slack: knows how to connect"]
    assert "WIRECHECK_ALERT_CHANNEL" in wrong["alerts have a channel"]
    assert "the file is whole" in {c["check"] for c in checks}
    assert "hushhush" not in json.dumps(checks)


@pytest.mark.parametrize("arguments", [[], ["--help"], ["read", "--help"], ["demo", "--help"]])
def test_help_is_there(wirecheck, arguments: list[str]) -> None:
    said = wirecheck(*arguments)
    assert "wirecheck" in said.out + said.err


@pytest.mark.parametrize("arguments", [["rea"], ["read"], ["compare", "a", "b"], ["status", "--jsn"]])
def test_what_is_typed_wrong_ends_with_2(wirecheck, arguments: list[str]) -> None:
    assert wirecheck(*arguments).code == 2


# --- the bot itself, as a process of its own


def start(*arguments: str, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def fetched(url: str, patience: float = 60.0) -> str:
    """What is served there, waited for."""
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def test_demo_prints_both_alerts_and_an_answer_and_stops() -> None:
    demo = start("demo", "--no-serve")
    out, _ = demo.communicate(timeout=120)
    assert demo.returncode == 0
    assert out.count("dispute ") >= 2
    assert "South Korean Foreign Ministry" in out


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_serve_files_the_seeds_once_serves_the_desk_and_stops_when_told(how: signal.Signals, tmp_path: Path) -> None:
    port = free_port()
    env = {"WIRECHECK_LISTEN": f"127.0.0.1:{port}", "WIRECHECK_DATABASE": f"sqlite:///{tmp_path}/s.db"}
    serving = start("serve", **env)
    try:
        assert json.loads(fetched(f"http://127.0.0.1:{port}/healthz"))["ready"]
        until = time.monotonic() + 60
        while (counted := status(env))["alerts_posted"] < 2 and time.monotonic() < until:
            time.sleep(0.3)
        assert (counted["articles"], counted["alerts_due"], counted["alerts_posted"]) == (2, 0, 2)

        second = start("serve", **env)
        _, complaint = second.communicate(timeout=60)
        assert second.returncode == 2
        assert f"127.0.0.1:{port} is taken" in complaint
    finally:
        serving.send_signal(how)
        told = time.monotonic()
        _, err = serving.communicate(timeout=60)
    assert serving.returncode == 0
    assert time.monotonic() - told < 20
    assert "tokens are not set" in err
    assert "Traceback" not in err
    assert "Pyongyang" not in err  # no article's text in the log


def status(env: dict[str, str]) -> dict[str, int]:
    asked = start("status", "--json", **env)
    out, _ = asked.communicate(timeout=60)
    return dict(json.loads(out))


def test_whoever_reads_along_may_stop_reading(story: Path) -> None:
    reading = start("read", str(story), "--json")
    assert reading.stdout is not None
    reading.stdout.readline()
    reading.stdout.close()
    reading.wait(timeout=60)
    assert reading.stderr is not None
    assert "Traceback" not in reading.stderr.read()
    reading.stderr.close()


def test_a_revision_is_the_same_on_every_machine() -> None:
    from bot.cli import now

    one = Revision.of(Article(key="k", ref="r", text="Rain."), now())
    assert one.id == Revision.of(Article(key="k", ref="other", text="Rain."), now()).id
