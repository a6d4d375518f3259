"""Documents, mails and wires: what a press office, an agency and a colleague send, as articles."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.intake import Problem, articles
from bot.intake.plain import from_markup, unwrapped
from bot.nouns import Article
from tests.bot.intake import made

MAY_2 = datetime(2024, 5, 2, 6, tzinfo=UTC)


def found(path: Path, data: bytes) -> list[Article | Problem]:
    path.write_bytes(data)
    return list(articles([path]))


def only(path: Path, data: bytes) -> Article:
    (article,) = found(path, data)
    assert isinstance(article, Article), article
    return article


def complaint(path: Path, data: bytes) -> str:
    (problem,) = found(path, data)
    assert isinstance(problem, Problem), problem
    return problem.what


# --- PDF and DOCX


def test_a_pdf_gives_its_paragraphs_without_running_heads_and_broken_words(tmp_path: Path) -> None:
    head = ["Valley Council Press Office"]
    pages = [
        [*head, "Bridge closed after flood", "The mayor said on Monday that the old bridge was closed to all",
         "traffic after the flood dam-", "aged two of its four pillars.", "1"],
        [*head, "Engineers said that the repair would take a month at least, and", "that nobody was hurt.", "2"],
        [*head, "Police said that the northern road was open.", "3"],
    ]  # fmt: skip
    article = only(tmp_path / "2024-05-02-bridge.pdf", made.pdf(*pages))
    assert article.text.split("\n") == [
        "Bridge closed after flood",
        "The mayor said on Monday that the old bridge was closed to all traffic after the flood damaged two of its four pillars.",
        "Engineers said that the repair would take a month at least, and that nobody was hurt.",
        "Police said that the northern road was open.",
    ]
    assert (article.title, article.published) == ("Bridge closed after flood", datetime(2024, 5, 2, tzinfo=UTC))


def test_a_pdf_without_text_is_a_scan(tmp_path: Path) -> None:
    assert "a scan" in complaint(tmp_path / "a.pdf", made.pdf([]))


def test_a_docx_gives_its_paragraphs_and_title(tmp_path: Path) -> None:
    data = made.docx("Bridge closed", "The mayor said that it was.", title="Bridge closed after the flood")
    article = only(tmp_path / "a.docx", data)
    assert (article.text, article.title) == (
        "Bridge closed\nThe mayor said that it was.",
        "Bridge closed after the flood",
    )


def test_a_docx_that_is_a_trap_is_left(tmp_path: Path) -> None:
    data = made.docx("x").replace(b"<w:document", b"<!DOCTYPE x><w:do")
    assert "no DOCX" in complaint(tmp_path / "a.docx", data) or "damaged" in complaint(tmp_path / "a.docx", data)


# --- mail


def test_a_mail_gives_its_text_sender_and_moment(tmp_path: Path) -> None:
    wrapped = (
        "The mayor said on Monday that the old bridge across the Aar was\nclosed to all traffic after the flood had damaged two of its\n"
        "four pillars, and that the repair would take until the autumn of\nnext year.\n\nPolice said that nobody was hurt.\n\n-- \nValley Wire\nTel 5\n"
    )
    article = only(tmp_path / "a.eml", made.mail(wrapped, subject="[wire] FW: Bridge closed"))
    assert article.text.strip().split("\n\n") == [
        "The mayor said on Monday that the old bridge across the Aar was closed to all traffic after the flood had damaged two of its"
        " four pillars, and that the repair would take until the autumn of next year.",
        "Police said that nobody was hurt.",
    ]
    assert (article.title, article.outlet, article.published) == ("Bridge closed", "Valley Wire", MAY_2)
    assert article.key == "mail:a1@valley.example"


@pytest.mark.parametrize(
    ("subject", "charset", "body"),
    [
        ("=?utf-8?q?Br=C3=BCcke_zu?=", "iso-8859-1", "Der Bürgermeister sprach.".encode("latin-1")),
        ("=?iso-8859-1?q?Br=FCcke_zu?=", "x-nobody-knows", "Der Bürgermeister sprach.".encode()),
        ("Brücke zu", "us-ascii", "Der Bürgermeister sprach.".encode()),
    ],
)
def test_encodings_good_and_bad(tmp_path: Path, subject: str, charset: str, body: bytes) -> None:
    data = made.mail("BODY", subject=subject).replace(b"charset=utf-8", f"charset={charset}".encode())
    article = only(tmp_path / "a.eml", data.replace(b"BODY", body))
    assert article.title == "Brücke zu"
    assert article.text.strip() in ("Der Bürgermeister sprach.", "Der B\ufffd\ufffdrgermeister sprach.")


def letter(**parts: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "Ann Lee <ann@paper.example>", parts.pop("subject", "Bridge closed")
    message["Date"], message["Message-ID"] = "Thu, 02 May 2024 08:00:00 +0200", "<b2@paper.example>"
    message.set_content(parts["plain"])
    if "html" in parts:
        message.add_alternative(parts["html"], subtype="html")
    return message


def test_of_two_forms_the_plain_one_is_read_unless_it_only_points_at_the_other(tmp_path: Path) -> None:
    html = "<html><body><p>The bridge is <b>closed</b>.</p><p>So is the road.</p></body></html>"
    both = letter(plain="The bridge was closed, the mayor said.", html=html)
    assert only(tmp_path / "a.eml", both.as_bytes()).text.strip() == "The bridge was closed, the mayor said."
    stub = letter(plain="View this email in your browser", html=html)
    assert only(tmp_path / "a.eml", stub.as_bytes()).text.strip() == "The bridge is closed.\nSo is the road."


def test_what_was_forwarded_is_filed_as_its_sender_wrote_it(tmp_path: Path) -> None:
    plain = (
        "fyi, for tonight\n\n---------- Forwarded message ---------\nFrom: Valley Wire <desk@valley.example>\n"
        "Date: Wed, 1 May 2024 10:00:00 +0000\nSubject: Ferry late\nTo: <ann@paper.example>\n\n\nThe ferry was late, Bo Kim said.\n"
    )
    article = only(tmp_path / "a.eml", letter(subject="Fwd: Ferry late", plain=plain).as_bytes())
    assert article.text.strip() == "The ferry was late, Bo Kim said."
    assert (article.title, article.outlet) == ("Ferry late", "Valley Wire")
    assert article.published == datetime(2024, 5, 1, 10, tzinfo=UTC)


def test_attachments_are_articles_and_a_covering_note_is_none(tmp_path: Path) -> None:
    message = letter(plain="Please find our release attached. Regards, Ann")
    message.add_attachment(
        made.docx("Bridge closed", "The mayor said that it was."),
        maintype="application",
        subtype="x",
        filename="release.docx",
    )
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    article = only(tmp_path / "a.eml", message.as_bytes())
    assert article.text.startswith("Bridge closed\n")
    assert (article.outlet, article.published) == ("Ann Lee", MAY_2)


def test_a_mail_in_a_mail_is_read(tmp_path: Path) -> None:
    inner = letter(subject="Ferry late", plain="The ferry was late, Bo Kim said.")
    outer = letter(subject="Fwd: Ferry late", plain="see below")
    outer.replace_header("Message-ID", "<c3@paper.example>")
    outer.add_attachment(inner)
    assert only(tmp_path / "a.eml", outer.as_bytes()).title == "Ferry late"


def test_a_mailbox_gives_each_mail_and_keeps_lines_that_begin_with_from(tmp_path: Path) -> None:
    first = made.mail("The mayor spoke.\n\n>From the bridge one sees it, he said.\n", name="1@x")
    second = made.mail("The ferry was late, Bo Kim said.\n", name="2@x", subject="Ferry late")
    data = b"From a@b Thu May  2\n" + first + b"\n\nFrom a@b Thu May  2\n" + second
    one, two = found(tmp_path / "a.mbox", data)
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert "\nFrom the bridge one sees it" in one.text
    assert (one.key, two.key, two.title) == ("mail:1@x", "mail:2@x", "Ferry late")


@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff" * 50, b"Subject: x\r\n\r\n", b"Content-Type: multipart/mixed\r\n\r\nx"]
)
def test_a_mail_with_nothing_in_it_is_one_line(tmp_path: Path, data: bytes) -> None:
    got = found(tmp_path / "a.eml", data)
    assert len(got) == 1


# --- wires


def test_newsml_gives_its_items(tmp_path: Path) -> None:
    data = made.newsml("<p>The bridge was closed.</p><p>Nobody was <i>hurt</i>.</p>", "<p>Another.</p>")
    one, two = found(tmp_path / "a.xml", data)
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert one.text == "The bridge was closed.\nNobody was hurt."
    assert (one.key, one.title, one.outlet, one.author) == (
        "guid:urn:valley:1-1",
        "Bridge 1 closed",
        "Valley Wire",
        "Ann Lee",
    )
    assert (one.published, one.language, two.text) == (MAY_2, "en", "Another.")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ((b"stat:usable", b"stat:withheld"), "pubStatus"),
        ((b"ninat:text", b"ninat:picture"), "itemClass"),
        ((b"2024-05-02T08", b"last Monday"), "versionCreated"),
        ((b'guid="urn:valley:1-1"', b'guid=""'), "guid"),
        ((b"<p>The bridge was closed.</p>", b""), "contentSet"),
        ((b"<newsMessage", b"<!DOCTYPE x [<!ENTITY a 'b'>]><newsMessage"), "trap"),
        ((b"</itemSet>", b""), "not XML"),
    ],
)
def test_newsml_that_is_no_article_says_why(tmp_path: Path, change: tuple[bytes, bytes], says: str) -> None:
    assert says in complaint(tmp_path / "a.xml", made.newsml("<p>The bridge was closed.</p>").replace(*change))


def test_ninjs_gives_its_best_body(tmp_path: Path) -> None:
    article = only(tmp_path / "a.json", json.dumps(made.ninjs()).encode())
    assert article.text == "The bridge was closed.\nNobody was hurt."
    assert (article.key, article.title, article.outlet, article.author) == (
        "guid:urn:valley:7",
        "Bridge closed",
        "Valley Wire",
        "Ann Lee",
    )
    assert (article.published, article.language) == (MAY_2, "en")


def test_ninjs_3_writes_its_names_otherwise(tmp_path: Path) -> None:
    item = made.ninjs(bodies=[{"role": "main", "contentType": "text/plain", "value": "The bridge was closed."}])
    item["versionCreated"] = item.pop("versioncreated")
    item["pubStatus"] = item.pop("pubstatus")
    article = only(tmp_path / "a.jsonl", json.dumps(item).encode())
    assert (article.text, article.published) == ("The bridge was closed.", MAY_2)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"type": "picture"}, "`type`"),
        ({"pubstatus": "withheld"}, "`pubstatus`"),
        ({"versioncreated": "yesterday"}, "`versioncreated`"),
        ({"bodies": []}, "`bodies`"),
        ({"bodies": [{"value": 3}]}, "`bodies[0].value`"),
        ({"uri": ""}, "`uri`"),
        ({"headlines": None, "by": 7}, "`by`"),
    ],
)
def test_ninjs_that_is_no_article_names_the_field(tmp_path: Path, change: dict[str, object], says: str) -> None:
    assert says in complaint(tmp_path / "a.json", json.dumps(made.ninjs(**change)).encode())


def test_what_an_agency_cancels_takes_its_story_back(tmp_path: Path) -> None:
    canceled = made.ninjs(pubstatus="canceled", bodies=[], ednote="The mayor was never there.")
    article = only(tmp_path / "a.json", json.dumps(canceled).encode())
    assert (article.key, article.text, article.withdrawn) == ("guid:urn:valley:7", "", "The mayor was never there.")
    item = made.newsml("<p>The bridge was closed.</p>").replace(b"stat:usable", b"stat:canceled")
    article = only(tmp_path / "a.xml", item)
    assert (article.key, article.text, article.withdrawn) == ("guid:urn:valley:1-1", "", "canceled")


def test_our_own_json_takes_an_article_back_too(tmp_path: Path) -> None:
    article = only(tmp_path / "a.jsonl", b'{"url": "https://gazette.example/7", "withdrawn": "It was made up."}')
    assert (article.key, article.withdrawn) == ("url:gazette.example/7", "It was made up.")
    assert "does not say which" in complaint(tmp_path / "b.jsonl", b'{"withdrawn": true}')
    assert "neither true" in complaint(tmp_path / "c.jsonl", b'{"url": "https://gazette.example/7", "withdrawn": 3}')


# --- paragraphs


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("One<br>Two", "One\nTwo"),
        ("<p>A <b>bold</b> word,\n wrapped</p>tail", "A bold word, wrapped\ntail"),
        ("<style>p {}</style><script>x()</script><p>Seen</p><!-- not --> and this", "Seen\nand this"),
        ("<div>" * 200 + "deep" + "</div>" * 200, "deep"),
        ("<ul><li>One<li>Two</ul>", "One\nTwo"),
        ("", ""),
    ],
)
def test_markup_becomes_paragraphs(markup: str, text: str) -> None:
    assert from_markup(markup, where="x") == text


@pytest.mark.parametrize(
    "text",
    [
        "A list:\n- one\n- two\n- three\n- four",
        "One paragraph on one line, however long it may be, stays as it is.\nSo does the next.",
        "Roses are red,\nViolets are blue,\nThis is a verse,\nAnd so are you.",
    ],
)
def test_lines_that_were_not_wrapped_stay(text: str) -> None:
    assert unwrapped(text) == text
