"""Archives of every kind: all that is in them, in order, streamed, and no trap sprung."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import tracemalloc
import zipfile
from pathlib import Path

import pytest
import zstandard

from bot.intake import Problem, articles
from bot.intake.kinds import Kind, kind_of, looks_like
from bot.intake.pieces import pieces
from bot.nouns import Article
from tests.bot.intake import made


def found(path: Path, data: bytes) -> list[Article | Problem]:
    path.write_bytes(data)
    return list(articles([path]))


def refs(things: list[Article | Problem]) -> list[str]:
    return [t.ref if isinstance(t, Article) else f"! {t.what}" for t in things]


def problem(things: list[Article | Problem]) -> Problem:
    (only,) = [t for t in things if isinstance(t, Problem)]
    return only


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jsonl.gz", Kind("lines", "gz")),
        ("a.b.NDJSON.XZ", Kind("lines", "xz")),
        ("a.tgz", Kind("tar", "gz")),
        ("a.tar.zst", Kind("tar", "zst")),
        ("2024.05.02.html", Kind("page")),
        ("a.gz", Kind("", "gz")),
        ("a.jpg", Kind("")),
        ("a.jpg.gz", Kind("", "gz")),
    ],
)
def test_a_name_says_what_a_file_is(name: str, kind: Kind) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"From ann@valley.example Mon May  6", "mbox"),
        (b"Return-Path: <a@b>\r\nFrom: Ann\r\n", "mail"),
        (b"From: the mayor, a letter\n\nDear all", "text"),
        (b"  {", "json"),
        (b"<!DOCTYPE html>", "page"),
        (b"<?xml version='1.0'?><rss>", "xml"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'>", "page"),
        (b"It rained.", "text"),
    ],
)
def test_where_the_name_says_nothing_the_beginning_does(start: bytes, kind: str) -> None:
    assert looks_like(start) == kind


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [
        ("gz", gzip.compress),
        ("bz2", bz2.compress),
        ("xz", lzma.compress),
        ("zst", lambda data: zstandard.ZstdCompressor().compress(data)),
    ],
)
def test_packed_lines_come_out_one_by_one(tmp_path: Path, suffix: str, pack) -> None:
    # Two files joined into one, as archives by the day often are.
    data = pack(made.lines(1, 2)) + pack(made.lines(3))
    assert refs(found(tmp_path / f"a.jsonl.{suffix}", data)) == ["001", "002", "003"]


def test_what_is_cut_off_gives_what_there_is_and_says_so(tmp_path: Path) -> None:
    data = gzip.compress(made.lines(*range(5000)))
    got = found(tmp_path / "a.jsonl.gz", data[: len(data) // 2])
    assert isinstance(got[0], Article)
    assert len(got) > 100
    assert "cut off" in str(got[-1])


def test_a_zip_holds_pages_lines_and_a_zip(tmp_path: Path) -> None:
    inner = made.zipped(deep_txt=b"It rained.", more_zip=made.zipped(x_txt=b"Deeper."))
    data = made.zipped(
        **{
            "2019__may_html": made.PAGE.encode(),
            "2019__all_jsonl": made.lines(4, 5),
            "inner_zip": inner,
            "logo_png": b"x",
        }
    )
    got = found(tmp_path / "a.zip", data)
    assert [r.split("!")[-1] for r in refs(got)] == [
        "may",
        "004",
        "005",
        "deep",
        " lies too deep, an archive in an archive in an archive; unpack it yourself",
        " no article by its name, passed over",
    ]
    page = got[0]
    assert isinstance(page, Article)
    assert page.origin == f"{tmp_path}/a.zip!2019/may.html"
    assert str(got[4]).startswith(f"{tmp_path}/a.zip!inner.zip!more.zip: ")


def test_names_in_archives_reach_no_disk(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../evil.txt", "It rained.")
        archive.writestr("/etc/evil.txt", "It snowed.")
    before = sorted(tmp_path.rglob("*"))
    got = found(folder / "a.zip", out.getvalue())
    assert [a.text for a in got if isinstance(a, Article)] == ["It rained.", "It snowed."]
    assert sorted(p for p in tmp_path.rglob("*") if p.name != "a.zip") == before


def test_a_tar_is_read_in_one_pass_and_its_links_are_passed_over(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in (("a/one.txt", b"It rained."), ("a/two.jsonl.gz", gzip.compress(made.lines(8, 9)))):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("a/link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    got = found(tmp_path / "a.tar.gz", out.getvalue())
    assert refs(got) == ["one", "008", "009", "! is a link or a device, passed over"]
    assert problem(got).note


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_gives_the_pages_that_answered_well(tmp_path: Path, packed: bool) -> None:
    url = "https://valley.example/news/bridge"
    data = made.warc(
        (url, "200 OK", "text/html; charset=utf-8", made.PAGE.encode()),
        ("https://valley.example/gone", "404 Not Found", "text/html", b"<html><body>gone</body></html>"),
        ("https://valley.example/logo.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://valley.example/robots.txt", "200 OK", "text/plain", b"User-agent: *"),
        packed=packed,
    )
    (article,) = found(tmp_path / ("a.warc.gz" if packed else "a.warc"), data)
    assert isinstance(article, Article)
    assert (article.url, article.title) == (url, "Bridge closed after flood")


def test_a_bad_line_is_named_by_its_member_and_number(tmp_path: Path) -> None:
    data = made.zipped(all_jsonl=made.lines(1) + b'{"text": 3}\n\nno json\n' + made.lines(2))
    got = found(tmp_path / "a.zip", data)
    assert [str(p) for p in got if isinstance(p, Problem)] == [
        f"{tmp_path}/a.zip!all.jsonl, line 2: its `text` is no string",
        f"{tmp_path}/a.zip!all.jsonl, line 4: is not JSON (Expecting value); mend or remove the line",
    ]
    assert [a.ref for a in got if isinstance(a, Article)] == ["001", "002"]


# --- traps


LINES = (b" " * 999_999 + b"\n") * 40


def bomb(megabytes: int) -> bytes:
    packer = zstandard.ZstdCompressor(level=3)
    return packer.compress((b" " * 999_999 + b"\n") * megabytes)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl.zst", bomb(200)),
        ("a.jsonl.xz", lzma.compress((b" " * 999_999 + b"\n") * 200, preset=0)),
        ("a.txt.zst", bomb(200)),
        ("a.zip", made.zipped(**{f"m{n}_jsonl": LINES for n in range(4)})),
        ("a.zip", made.zipped(inner_zip=made.zipped(**{f"m{n}_jsonl": LINES for n in range(4)}))),
    ],
    ids=["zst", "xz", "text", "zip", "zip in zip"],
)
def test_what_unpacks_to_more_than_it_may_is_left(tmp_path: Path, name: str, data: bytes) -> None:
    tracemalloc.start()
    got = found(tmp_path / name, data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "trap" in problem(got).what or "10 MB is the most" in problem(got).what
    assert most < 60_000_000


def test_a_window_of_gigabytes_is_not_opened(tmp_path: Path) -> None:
    wide = zstandard.ZstdCompressionParameters(window_log=30, write_content_size=False)
    stream = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    data = stream.compress(made.lines(1) * 10) + stream.flush()
    assert "damaged" in problem(found(tmp_path / "a.jsonl.zst", data)).what


def test_a_line_without_an_end_is_not_held(tmp_path: Path) -> None:
    data = made.lines(1) + b'{"text": "' + b"x" * 30_000_000 + b'"}\n' + made.lines(2)
    got = found(tmp_path / "a.jsonl", data)
    assert refs(got) == ["001", "! is longer than 10 MB, and no article is; hand in its articles line by line", "002"]


def test_a_locked_zip_says_so(tmp_path: Path) -> None:
    data = bytearray(made.zipped(a_txt=b"It rained."))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    assert "password" in problem(found(tmp_path / "a.zip", bytes(data))).what


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.warc.gz", "a.jsonl.zst", "a.pdf", "a.docx", "a.xml"])
def test_rubbish_under_a_good_name_is_one_clear_line(tmp_path: Path, name: str) -> None:
    got = found(tmp_path / name, b"this is nothing of the kind " * 50)
    assert "\n" not in str(problem(got))
    assert len(got) == 1


# --- going on where it stopped


def test_lines_go_on_at_the_offset_without_reading_what_is_before(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(made.lines(1, 2) + b"\n" + made.lines(3, 4))
    all_of_it = list(pieces(str(path)))
    assert [p.number for p in all_of_it] == [1, 2, 4, 5]
    stop = all_of_it[1]
    rest = list(pieces(str(path), done=stop.number, offset=stop.resume))
    assert [(p.number, p.item.line, json.loads(p.item.data)["id"]) for p in rest] == [(4, 4, "003"), (5, 5, "004")]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.zip", "a.warc.gz", "a.mbox"])
def test_other_archives_go_on_after_what_is_done(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    pages = [(f"https://valley.example/{n}", "200 OK", "text/html", made.PAGE.encode()) for n in range(4)]
    path.write_bytes(
        {
            "a.jsonl.gz": gzip.compress(made.lines(1, 2, 3, 4)),
            "a.zip": made.zipped(a_jsonl=made.lines(1, 2), b_txt=b"x", c_txt=b"y"),
            "a.warc.gz": made.warc(*pages),
            "a.mbox": b"".join(b"From a@b\n" + made.mail("Rain.", name=f"{n}@x") + b"\n\n" for n in range(4)),
        }[name]
    )
    all_of_it = list(pieces(str(path)))
    assert [p.number for p in all_of_it] == [1, 2, 3, 4]
    stop = all_of_it[1]
    assert list(pieces(str(path), done=2, offset=stop.resume)) == all_of_it[2:]
