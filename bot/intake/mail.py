"""Mails as articles: the wire that comes by mail, the press release, and what somebody forwarded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from bot.errors import BadInput
from bot.intake import documents, newsml, pages, records, texts
from bot.intake.kinds import DOCX, JSON, PAGE, PDF, TEXT, XML, kind_of
from bot.intake.plain import from_markup, unwrapped
from bot.intake.problems import Problem
from bot.intake.texts import checked
from bot.nouns import Article, content_id

#: A mail in a mail in a mail: deeper nobody forwards.
DEEPEST = 4
#: Fewer words than these above an attachment are a covering note ("please find attached").
COVER = 60
_PREFIX = re.compile(r"^\s*(?:(?:re|fwd?|aw|wg|tr|rv|i)\s*:\s*|\[[\w .-]{2,30}\]\s*)+", re.IGNORECASE)
_FORWARDED = re.compile(
    r"^[ \t>]*(?:-{2,}\s*(?:forwarded|original) message\s*-{2,}|begin forwarded message:|-{5,}\s*weitergeleitete nachricht.*)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER = re.compile(r"^[ \t>*]*(from|date|sent|subject|to|cc|reply-to)[ \t*]*:[ \t*]*(.*)$", re.IGNORECASE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_FOOTER = re.compile(
    r"^\W*(?:unsubscribe|to unsubscribe|you are receiving this|view (?:this email )?in (?:your )?browser"
    r"|this e-?mail (?:and|is|may)|if you no longer wish|manage (?:your )?(?:preferences|subscription)|sent from my )",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says of itself, or of the mail forwarded in it."""

    subject: str = ""
    sender: str = ""
    date: datetime | None = None


def articles(data: bytes, *, path: str) -> Iterator[Article | Problem]:
    """The articles in a mail: its text, and each attachment that is a document of its own. A mail with
    nothing to read in it is a ``Problem``."""
    message = message_from_bytes(data, policy=policy.default)
    found = list(_articles(message, path, 0)) if isinstance(message, EmailMessage) else []
    if not found:
        found = [Problem(path, "is a mail with no text in it; nothing was filed")]
    yield from found


def _articles(message: EmailMessage, path: str, depth: int) -> Iterator[Article | Problem]:
    letter, name = _letter(message), _message_id(message)
    attached = list(_attached(message, path, name, depth))
    try:
        text = _body(message, path)
        text, letter = _forwarded(text, letter)
        text = unwrapped(_trimmed(text))
        covers = any(isinstance(a, Article) for a in attached) and len(text.split()) < COVER
        if text.strip() and not covers:
            yield _article(checked(text, where=path), letter, name, path)
    except BadInput as error:
        yield Problem(path, str(error).removeprefix(f"{path}: "))
    yield from attached


def _article(text: str, letter: Letter, name: str, path: str) -> Article:
    shown, address = parseaddr(letter.sender)
    subject = " ".join(_PREFIX.sub("", letter.subject).split())
    return Article(
        key=f"mail:{name}" if name else f"text:{content_id(text)}",
        ref=name or Path(path).stem,
        text=text,
        title=subject or texts.first_line(text),
        outlet=shown.strip() or address.rpartition("@")[2],
        published=letter.date,
        dated_by="published: mail" if letter.date else "",
        origin=f"{path} ({name})" if name else path,
    )


# --- the head


def _letter(message: EmailMessage) -> Letter:
    return Letter(_said(message, "Subject"), _said(message, "From"), _date(_said(message, "Date")))


def _said(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError, TypeError):  # headers the parser stumbles over
        return ""


def _message_id(message: EmailMessage) -> str:
    return _said(message, "Message-ID").strip("<> ")


def _date(written: str) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return None
    try:
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except OverflowError:
        return None


# --- the body


def _body(message: EmailMessage, path: str) -> str:
    """The text a reader of the mail sees: of plain text and markup the plain text, if there is any."""
    plain = message.get_body(preferencelist=("plain",))
    if plain is not None and (text := _content(plain)).strip() and not _is_stub(text):
        return text
    markup = message.get_body(preferencelist=("html",))
    if markup is None:
        return _content(plain) if plain is not None else ""
    return from_markup(_content(markup), where=path)


def _is_stub(text: str) -> bool:
    """Whether the plain part only says that there is another."""
    return len(text.split()) < 40 and re.search(r"\bhtml\b|\bbrowser\b|view (?:it )?online", text, re.I) is not None


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError, KeyError):
        # A charset nobody knows, or bytes that are not what they say.
        from bot.intake.decoding import decode

        data = part.get_payload(decode=True)
        return decode(data, where="its body") if isinstance(data, bytes) else ""


def _forwarded(text: str, letter: Letter) -> tuple[str, Letter]:
    """What was forwarded, as its own letter: whoever passed it on did not write it."""
    marks = list(_FORWARDED.finditer(text))
    if not marks:
        return text, letter
    lines = text[marks[-1].end() :].split("\n")
    heads: dict[str, str] = {}
    begin = 0
    for n, line in enumerate(lines):
        head = _HEADER.match(line)
        if head:
            heads[head[1].lower()] = head[2].strip().strip("*").strip()
        elif line.strip(" >\t\r") and heads:
            begin = n
            break
        elif line.strip(" >\t\r"):
            break
    if not heads:
        return text, letter
    date = _date(heads.get("date", heads.get("sent", ""))) or letter.date
    inner = Letter(heads.get("subject") or letter.subject, heads.get("from") or letter.sender, date)
    body = "\n".join(lines[begin:])
    return _unquoted(body), inner


def _unquoted(text: str) -> str:
    """Without the marks of quotation, where all of it is quoted."""
    lines = text.split("\n")
    full = [line for line in lines if line.strip()]
    while full and all(line.lstrip().startswith(">") for line in full):
        lines = [re.sub(r"^\s*> ?", "", line) for line in lines]
        full = [line for line in lines if line.strip()]
    return "\n".join(lines)


def _trimmed(text: str) -> str:
    """Without what mail programs and lists put under it."""
    text = text.replace("\r\n", "\n").replace("\xa0", " ")
    signature = _SIGNATURE.search(text)
    if signature and signature.start() > len(text) / 3:
        text = text[: signature.start()]
    lines = text.split("\n")
    for n, line in enumerate(lines):
        if _FOOTER.match(line) and n >= len(lines) * 0.4:
            lines = lines[:n]
            break
    return "\n".join(lines).strip("\n") + ("\n" if text.strip() else "")


# --- what hangs on it


def _attached(message: EmailMessage, path: str, name: str, depth: int) -> Iterator[Article | Problem]:
    for n, part in enumerate(message.iter_attachments(), 1):
        if part.get_content_type() == "message/rfc822":
            inner = part.get_content()
            if isinstance(inner, EmailMessage) and depth < DEEPEST:
                yield from _articles(inner, path, depth + 1)
            continue
        filename = part.get_filename() or ""
        data = part.get_payload(decode=True)
        kind = kind_of(filename).name
        if part.get_content_disposition() == "inline" and kind in ("", PAGE, TEXT):
            continue
        if isinstance(data, bytes) and data and kind in (DOCX, PDF, TEXT, PAGE, XML, JSON):
            where = f"{path}!{filename}"
            yield from _document(data, kind, where, f"{name or path}:{n}:{filename}", _letter(message))


def _document(data: bytes, kind: str, where: str, name: str, letter: Letter) -> Iterator[Article | Problem]:
    try:
        for found in _read(data, kind, where):
            if isinstance(found, Article) and found.key.startswith("file:"):
                # A path under which nothing lies says little; the mail it came with says more.
                found = replace(found, key=f"mail:{name}", outlet=found.outlet or parseaddr(letter.sender)[0])
                if found.published is None and letter.date:
                    found = replace(found, published=letter.date, dated_by="published: mail")
            yield found
    except BadInput as error:
        yield Problem(where, str(error).removeprefix(f"{where}: "))


def _read(data: bytes, kind: str, where: str) -> Iterator[Article | Problem]:
    from bot.intake.decoding import decode

    if kind == PDF:
        yield documents.from_pdf(data, path=where)
    elif kind == DOCX:
        yield documents.from_docx(data, path=where)
    elif kind == PAGE:
        yield pages.from_file(data, path=where)
    elif kind == JSON:
        yield from records.from_json(decode(data, where=where), path=where)
    elif kind == XML and newsml.is_newsml(data):
        yield from newsml.from_file(data, path=where)
    elif kind == TEXT:
        yield texts.from_text(data, path=where)
