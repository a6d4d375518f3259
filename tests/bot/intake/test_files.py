"""What comes in from files and folders: every article in its order, and one clear line for each that is none."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.intake import Problem, articles
from bot.intake.files import expected
from bot.nouns import Article

PAGE = """<html><head><title>Bridge closed after flood</title>
<meta property="article:published_time" content="2024-05-02T08:00:00+02:00"></head><body>
<nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>Bridge closed after flood</h1>
<p>The mayor said on Monday that the bridge was closed after the flood damaged two of its four pillars.</p>
<p>Engineers said that the repair would take a month at least, and that traffic had to go round by the
northern road.</p><p>Police said that nobody was hurt in the accident, which happened at night.</p></article>
<footer>Copyright 2019 The Valley Post</footer></body></html>"""


def found(*paths: Path) -> list[Article | Problem]:
    return list(articles([str(p) for p in paths]))


def only(path: Path) -> Article:
    (article,) = found(path)
    assert isinstance(article, Article), article
    return article


def complaint(path: Path) -> str:
    (problem,) = found(path)
    assert isinstance(problem, Problem), problem
    assert not problem.note
    assert "\n" not in str(problem)
    assert str(problem).startswith(str(path))
    return problem.what


@pytest.mark.parametrize(
    ("data", "text", "title"),
    [
        (b"\n  Bridge closed  \r\n\r\nIt rained.\r\n", "\n  Bridge closed  \r\n\r\nIt rained.\r\n", "Bridge closed"),
        (b"\xef\xbb\xbfBridge closed\n", "Bridge closed\n", "Bridge closed"),
        ("Brücke gesperrt".encode("utf-16"), "Brücke gesperrt", "Brücke gesperrt"),
        ("“Closed”, he said. 🌧".encode(), "“Closed”, he said. 🌧", "“Closed”, he said. 🌧"),
        (b"one\rtwo\x0cthree", "one\rtwo\x0cthree", "one"),
    ],
)
def test_text_is_kept_exactly_as_it_was_given(tmp_path: Path, data: bytes, text: str, title: str) -> None:
    path = tmp_path / "bridge.txt"
    path.write_bytes(data)
    article = only(path)
    assert (article.text, article.title, article.ref) == (text, title, "bridge")
    assert article.published is None


def test_an_old_encoding_is_recognised(tmp_path: Path) -> None:
    text = "Der Bürgermeister erklärte am Montag, die Brücke über die Wupper bleibe für Wochen gesperrt. " * 4
    path = tmp_path / "alt.txt"
    path.write_bytes(text.encode("cp1252"))
    assert only(path).text == text


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \r\n\t\n", "is empty"),
        ("picture.txt", bytes(range(256)) * 40, "is not text"),
        ("long.txt", b"word " * 210_000, "1,050,000 characters"),
        ("huge.txt", b"x" * 10_000_001, "10 MB is the most"),
        ("half.txt", b"\xff\xfeB\x00r", "save it as UTF-8"),
        ("broken.html", b"<html><body><div><p", "no article found"),
        ("hollow.html", b"<html><head><title>Nothing</title></head><body></body></html>", "no article found"),
        ("empty.html", b"", "no article found"),
        ("picture.html", b"\x89PNG\x00\x00" * 100, "not text"),
        ("broken.json", b'{"text": "The bridge', "is not JSON"),
        ("deep.json", b"[" * 100_000, "nested too deeply"),
        ("empty.json", b"", "is not JSON"),
        ("number.json", b"17", "holds no article"),
        ("words.json", b'{"text": 17}', "`text` is no string"),
        ("blank.json", b'{"text": "  "}', "is empty"),
        ("date.json", b'{"text": "Rain.", "published": "last Monday"}', "not ISO 8601"),
        ("calendar.json", b'{"text": "Rain.", "published": "0001-01-01T00:00:00+14:00"}', "not ISO 8601"),
        ("outlet.json", b'{"text": "Rain.", "outlet": ["Post"]}', "`outlet` is no string"),
        ("id.json", b'{"text": "Rain.", "id": {"n": 1}}', "`id` is neither"),
        ("feed.xml", b"<rss><channel><title>x</title></channel></rss>", "feed without entries"),
        ("bomb.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><rss><channel>&a;</channel></rss>', "entities of its own"),
    ],
)
def test_what_is_no_article_gets_one_clear_line(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert says in complaint(path)


def test_a_path_that_is_not_there_gets_one_clear_line(tmp_path: Path) -> None:
    assert "no such file" in complaint(tmp_path / "nowhere.txt")


def test_a_saved_page_gives_its_text_title_and_moment(tmp_path: Path) -> None:
    path = tmp_path / "bridge.html"
    path.write_text(PAGE, encoding="utf-8")
    article = only(path)
    assert article.title == "Bridge closed after flood"
    assert "The mayor said on Monday that the bridge was closed" in article.text
    assert "Sport" not in article.text
    assert "Copyright" not in article.text
    assert article.published == datetime(2024, 5, 2, 6, tzinfo=UTC)


def test_a_page_in_an_old_encoding_says_so_itself(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').replace("The mayor", "Mayor Müller")
    path = tmp_path / "bridge.html"
    path.write_bytes(page.encode("cp1252"))
    assert "Mayor Müller said" in only(path).text


def test_json_carries_the_particulars(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    record = {
        "id": 7,
        "outlet": "The Valley Post",
        "published": "2024-05-02T08:00:00+02:00",
        "title": "Bridge closed",
        "url": "https://valley.example/bridge?utm_source=mail",
        "author": ["Ann Lee", "Bo Kim"],
        "text": "It rained.\r\n",
    }
    path.write_text(json.dumps(record), encoding="utf-8")
    article = only(path)
    assert article.text == "It rained.\r\n"
    assert (article.ref, article.outlet, article.title) == ("7", "The Valley Post", "Bridge closed")
    assert article.author == "Ann Lee, Bo Kim"
    assert article.published == datetime(2024, 5, 2, 6, tzinfo=UTC)


@pytest.mark.parametrize("none", [{}, {"published": None}, {"published": ""}, {"title": None, "url": None}])
def test_only_the_text_is_required(tmp_path: Path, none: dict[str, None]) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps({"text": "It rained.", **none}), encoding="utf-8")
    article = only(path)
    assert (article.text, article.ref, article.published) == ("It rained.", "one", None)


def test_a_naive_moment_is_utc_and_a_date_its_midnight(tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text(
        '{"text": "a", "published": "2024-05-02T08:00:00"}\n{"text": "b", "published": "2024-05-02"}\n',
        encoding="utf-8",
    )
    one, two = found(path)
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert one.published == datetime(2024, 5, 2, 8, tzinfo=UTC)
    assert two.published == datetime(2024, 5, 2, tzinfo=UTC)


def test_bad_lines_are_named_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    lines = [b'\xef\xbb\xbf{"id": "a", "text": "It rained."}', b"", b"{oops", b'"word"', b'{"title": "none"}']
    lines += [b'{"id": "\xff", "text": "x"}', b'{"id": "b", "text": "It stopped.\\u2028 Then it rained."}']
    path.write_bytes(b"\n".join(lines))
    items = found(path)
    assert [(p.line, p.note) for p in items if isinstance(p, Problem)] == [
        (3, False),
        (4, False),
        (5, True),
        (6, False),
    ]
    assert [a.text for a in items if isinstance(a, Article)] == ["It rained.", "It stopped.\u2028 Then it rained."]
    assert str(items[1]).startswith(f"{path}, line 3: is not JSON")


def test_lone_surrogates_do_not_stop_anything(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text('{"text": "It \\ud800 rained."}', encoding="utf-8")
    assert only(path).text == "It \ud800 rained."


def test_json_lines_are_read_under_the_name_json_too(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    path.write_text('{"text": "a"}\n{"text": "b"}\n', encoding="utf-8")
    assert [a.text for a in found(path) if isinstance(a, Article)] == ["a", "b"]


def test_a_json_list_holds_several_articles(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    path.write_text('[{"id": "x", "text": "a"}, 3, {"text": "b"}]', encoding="utf-8")
    first, second, third = found(path)
    assert isinstance(first, Article)
    assert first.ref == "x"
    assert isinstance(second, Problem)
    assert isinstance(third, Article)


def test_a_folder_stands_for_its_files_in_name_order(tmp_path: Path) -> None:
    for name in ("02.txt", "10.txt", "01.txt"):
        (tmp_path / name).write_text(f"Story {name}", encoding="utf-8")
    (tmp_path / "gold.json").write_text('{"conflicts": []}', encoding="utf-8")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / ".hidden.txt").write_text("x", encoding="utf-8")
    (tmp_path / "03.txt").write_text("", encoding="utf-8")
    (tmp_path / "inner").mkdir()
    items = found(tmp_path)
    assert [a.ref for a in items if isinstance(a, Article)] == ["01", "02", "10"]
    assert [Path(p.where).name for p in items if isinstance(p, Problem) and p.note] == [
        "gold.json",
        "photo.jpg",
        tmp_path.name,
    ]
    assert [Path(p.where).name for p in items if isinstance(p, Problem) and not p.note] == ["03.txt"]


def test_a_folder_without_articles_says_so(tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text("{}", encoding="utf-8")
    note, problem = found(tmp_path)
    assert isinstance(note, Problem)
    assert note.note
    assert isinstance(problem, Problem)
    assert "holds no articles" in problem.what


def test_without_a_known_ending_the_content_tells(tmp_path: Path) -> None:
    for name, data in (("a", '{"text": "json"}'), ("b", "plain"), ("c", PAGE)):
        (tmp_path / name).write_text(data, encoding="utf-8")
    assert [only(tmp_path / n).text.split()[0] for n in "abc"] == ["json", "plain", "The"]


# one                                              | another                                              | same
KEYS = [
    ({"url": "https://v.example/a?utm_medium=x"}, {"url": "http://www.v.example/a/"}, True),
    ({"url": "https://v.example/a"}, {"url": "https://v.example/b"}, False),
    ({"url": "https://v.example/", "id": "1", "outlet": "V"}, {"url": "https://v.example/", "id": "2", "outlet": "V"}, False),
    ({"id": "1", "outlet": "V"}, {"id": "1", "outlet": "V"}, True),
    ({"id": "1", "outlet": "V"}, {"id": "1", "outlet": "W"}, False),
    ({"id": "1"}, {"id": "2"}, False),
    ({"url": "not a url"}, {"url": "neither"}, True),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "same"), KEYS)
def test_which_article_it_is(tmp_path: Path, one: dict[str, str], other: dict[str, str], same: bool) -> None:
    """The canonical URL, else outlet and id, else the file: a changed text is a revision of the same article."""
    keys = []
    for record in (one, other):
        path = tmp_path / "f.jsonl" if "id" in record else tmp_path / "f.json"
        path.write_text(json.dumps({"text": f"text {len(keys)}", **record}), encoding="utf-8")
        keys.append(only(path).key)
    assert (keys[0] == keys[1]) is same


def test_how_many_are_expected(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text("1\n2\n3\n", encoding="utf-8")
    (tmp_path / "c.png").write_bytes(b"")
    assert expected([str(tmp_path)]) == 4
    assert expected([str(tmp_path / "a.txt"), str(tmp_path / "nowhere.jsonl"), "https://v.example/feed"]) == 3
