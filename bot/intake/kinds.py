"""What a file is, by its name and, where that says nothing, by how it begins."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

#: What holds one article, or a handful: read whole.
TEXT, PAGE, JSON, XML, MAIL, PDF, DOCX = "text", "page", "json", "xml", "mail", "pdf", "docx"
#: One line of a file of JSON Lines.
LINE = "line"
#: What holds many: read one after another.
LINES, MBOX, WARC, ZIP, TAR = "lines", "mbox", "warc", "zip", "tar"
MANY = frozenset({LINES, MBOX, WARC, ZIP, TAR})

KINDS = {
    ".txt": TEXT, ".text": TEXT,
    ".html": PAGE, ".htm": PAGE, ".xhtml": PAGE,
    ".json": JSON,
    ".jsonl": LINES, ".ndjson": LINES,
    ".xml": XML, ".rss": XML, ".atom": XML, ".newsml": XML,
    ".eml": MAIL, ".mbox": MBOX, ".mbx": MBOX,
    ".pdf": PDF, ".docx": DOCX,
    ".warc": WARC, ".zip": ZIP, ".tar": TAR,
}  # fmt: skip
PACKINGS = {".gz": "gz", ".bz2": "bz2", ".xz": "xz", ".zst": "zst"}
SHORT = {".tgz": "gz", ".tbz2": "bz2", ".txz": "xz", ".tzst": "zst"}


class Kind(NamedTuple):
    """``name`` is one of the kinds above ("" if nobody knows), ``packing`` how it is packed ("" if it is not)."""

    name: str
    packing: str = ""


def kind_of(path: str) -> Kind:
    """What a file of this name is."""
    suffixes = [s.lower() for s in PurePosixPath(path).suffixes]
    last = suffixes[-1] if suffixes else ""
    if last in SHORT:
        return Kind(TAR, SHORT[last])
    if last in PACKINGS:
        return Kind(KINDS.get(suffixes[-2], "") if len(suffixes) > 1 else "", PACKINGS[last])
    return Kind(KINDS.get(last, ""))


def looks_like(start: bytes) -> str:
    """What begins like this; text where nothing else fits."""
    for mark, name in ((b"%PDF-", PDF), (b"WARC/", WARC), (b"PK\x03\x04", ZIP), (b"From ", MBOX)):
        if start.startswith(mark):
            return name
    if start[257:262] == b"ustar":
        return TAR
    head = start[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"{", b"[")):
        return JSON
    if head.startswith((b"<!doctype html", b"<html")):
        return PAGE
    if head.startswith((b"<?xml", b"<rss", b"<feed", b"<newsitem", b"<newsmessage")):
        return PAGE if b"<html" in head else XML
    return MAIL if _is_mail(head) else TEXT


def packing_of(start: bytes) -> str:
    """How what begins like this is packed; "" if it is not."""
    marks = ((b"\x1f\x8b", "gz"), (b"BZh", "bz2"), (b"\xfd7zXZ\x00", "xz"), (b"\x28\xb5\x2f\xfd", "zst"))
    return next((packing for mark, packing in marks if start.startswith(mark)), "")


def _is_mail(head: bytes) -> bool:
    """Two of the lines that every mail begins with; one alone may begin a text."""
    lines = head.split(b"\n")[:60]
    known = (b"from:", b"subject:", b"message-id:", b"received:", b"return-path:", b"mime-version:", b"delivered-to:")
    return lines[0].split(b":")[0].replace(b"-", b"").isalpha() and sum(line.startswith(known) for line in lines) > 1
