"""Documents as articles: the press release as PDF, the manuscript as DOCX."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from bot.errors import BadArticle
from bot.intake.moments import moment
from bot.intake.texts import checked, first_line
from bot.nouns import Article

#: More pages are a book or a report, and would be read as one article.
MAX_PAGES = 200
#: What a DOCX may unpack to; its words are a hundredth of it.
MAX_UNPACKED = 100_000_000
_DAY = re.compile(r"^(20\d\d|19\d\d)[-_]?([01]\d)[-_]?([0-3]\d)(?!\d)|(?<!\d)(20\d\d|19\d\d)[-_]([01]\d)[-_]([0-3]\d)$")
_NUMBER = re.compile(r"(?:page\s*)?[-–]?\s*\d{1,4}\s*(?:/|of)?\s*\d{0,4}\s*[-–]?", re.IGNORECASE)
_HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad]$")


def from_pdf(data: bytes, *, path: str) -> Article:
    """The article in a PDF that has text in it (a scan has none). Raises ``BadArticle``."""
    pages, title, author = _pdf(data, path)
    body = _paragraphs(_without_running_heads(pages))
    text = checked(body, where=f"{path}") if body.strip() else ""
    if not text:
        raise BadArticle(f"{path}: has no text in it (a scan?); run it through text recognition first")
    return _document(path, text, title=title, author=author)


def _pdf(data: bytes, path: str) -> tuple[list[list[str]], str, str]:
    """Each page's lines, and the title and author it names."""
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every small fault in a file
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadArticle(f"{path}: is locked with a password; save it without")
        if len(reader.pages) > MAX_PAGES:
            raise BadArticle(f"{path}: has {len(reader.pages)} pages, and {MAX_PAGES} is the most; split it")
        pages = [page.extract_text().split("\n") for page in reader.pages]
        about = reader.metadata
    except BadArticle:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        # pypdf meets a broken file with whatever it stumbles over.
        raise BadArticle(f"{path}: cannot be read as PDF ({str(error)[:80] or type(error).__name__})") from error
    except (NotImplementedError, ImportError) as error:
        raise BadArticle(f"{path}: is locked in a way this version cannot open; save it without a password") from error
    return pages, str((about and about.title) or "").strip(), str((about and about.author) or "").strip()


def _without_running_heads(pages: list[list[str]]) -> list[str]:
    """The lines of all pages but those that stand at the top or foot of most, and page numbers."""
    pages = [[line.strip() for line in page if line.strip()] for page in pages]
    edges = Counter(line for page in pages for line in {*page[:2], *page[-2:]})
    running = {line for line, count in edges.items() if len(pages) > 2 and count > len(pages) / 2}
    out: list[str] = []
    for page in pages:
        kept = [
            line
            for n, line in enumerate(page)
            if not (
                line in running
                or ((n in (0, len(page) - 1)) and len(pages) > 1 and _NUMBER.fullmatch(line) and len(line) < 15)
            )
        ]
        out.extend(kept)
    return out


def _paragraphs(lines: list[str]) -> str:
    """The lines joined where a line was only broken at the margin."""
    if not lines:
        return ""
    width = sorted(map(len, lines))[int(len(lines) * 0.9)]
    out = [lines[0]]
    for before, line in pairwise(lines):
        if _HYPHEN.search(before) and line[:1].islower():
            out[-1] = out[-1][:-1] + line
        elif _goes_on(before, line, width):
            out[-1] += " " + line
        else:
            out.append(line)
    return "\n".join(out)


def _goes_on(before: str, line: str, width: int) -> bool:
    """Whether the line goes on with the paragraph: the one before is full, or broke off in mid-sentence."""
    if line[:1].islower():
        return True
    ended = before.endswith((".", "!", "?", ":", "”", '"', "’"))
    if len(before) < width * 0.75:
        return False
    return not ended or len(before) > width * 0.92


def from_docx(data: bytes, *, path: str) -> Article:
    """The article in a DOCX. Raises ``BadArticle``."""
    import mammoth

    from bot.intake.plain import from_markup

    title = _opened_docx(data, path)
    try:
        markup = mammoth.convert_to_html(io.BytesIO(data), convert_image=mammoth.images.img_element(lambda _: {})).value
    except Exception as error:  # mammoth raises what its parsers and the file make it stumble over
        raise BadArticle(f"{path}: cannot be read as DOCX ({str(error)[:80] or type(error).__name__})") from error
    text = checked(from_markup(markup, where=path), where=path)
    return _document(path, text, title=title)


def _opened_docx(data: bytes, path: str) -> str:
    """The title it names, once it has been seen to be no trap."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                raise BadArticle(f"{path}: unpacks to more than {MAX_UNPACKED / 1e6:.0f} MB, as only a trap does")
            for info in archive.infolist():
                if info.filename.endswith((".xml", ".rels")):
                    with archive.open(info) as part:
                        if b"<!DOCTYPE" in part.read(2000):  # Word writes none; entities are a way to blow up
                            raise BadArticle(f"{path}: defines entities of its own, as only a trap does")
            if "docProps/core.xml" not in archive.namelist():
                return ""
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            core = etree.fromstring(archive.read("docProps/core.xml"), parser)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError, OSError) as error:
        raise BadArticle(f"{path}: is no DOCX ({error}); save it as .docx or .txt") from error
    return str(core.findtext("{http://purl.org/dc/elements/1.1/}title") or "").strip()


def _document(path: str, text: str, *, title: str = "", author: str = "") -> Article:
    stem = Path(path).stem
    # Programs leave "Microsoft Word - release_final3.doc" and "untitled" for a title.
    told = title if len(title.split()) > 2 and not title.lower().startswith(("microsoft word", "untitled")) else ""
    return Article(
        key=f"file:{Path(path).resolve()}",
        ref=stem,
        text=text,
        title=told or first_line(text),
        author=author if len(author.split()) > 1 else "",
        published=dated(stem),
        dated_by="published: file name" if dated(stem) else "",
        origin=path,
    )


def dated(stem: str) -> datetime | None:
    """The day a file's name begins or ends with, as archives name their files (2024-05-02-bridge.pdf)."""
    found = _DAY.search(stem)
    try:
        return moment("-".join(g for g in found.groups() if g)) if found else None
    except ValueError:
        return None
