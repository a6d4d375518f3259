"""Files made for the tests: documents, archives, mails and wires, small and of our own invention."""

from __future__ import annotations

import io
import json
import zipfile

TEXT = (
    "The mayor said on Monday that the bridge was closed after the flood damaged two of its four pillars.\n\n"
    "Engineers said that the repair would take a month at least. Police said that nobody was hurt.\n"
)
PAGE = """<html><head><title>Bridge closed after flood</title>
<meta property="article:published_time" content="2024-05-02T08:00:00+02:00"></head><body>
<nav><a href="/">Home</a><a href="/sport">Sport</a></nav><article><h1>Bridge closed after flood</h1>
<p>The mayor said on Monday that the bridge was closed after the flood damaged two of its four pillars.</p>
<p>Engineers said that the repair would take a month at least, and that traffic had to go round by the
northern road.</p><p>Police said that nobody was hurt in the accident, which happened at night.</p></article>
<footer>Copyright 2019 The Valley Post</footer></body></html>"""


def record(n: int, **more: object) -> dict[str, object]:
    """One article as JSON."""
    return {
        "id": f"{n:03}",
        "outlet": "The Valley Post",
        "text": f"The mayor said that {n} bridges were closed.",
        **more,
    }


def lines(*numbers: int) -> bytes:
    """JSON Lines of these articles."""
    return "".join(json.dumps(record(n)) + "\n" for n in numbers).encode()


def zipped(**members: bytes) -> bytes:
    """A zip of these members; "__" in a name stands for a slash, "_" for a full stop."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def docx(*paragraphs: str, title: str = "") -> bytes:
    """A DOCX with these paragraphs, as Word would write the least of one."""
    body = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'{head}<Types xmlns="{kinds}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'{head}<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml", f'{head}<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'
        )
        if title:
            core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
            archive.writestr(
                "docProps/core.xml",
                f'{head}<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></cp:coreProperties>',
            )
    return out.getvalue()


def pdf(*pages: list[str]) -> bytes:
    """A PDF whose pages have these lines."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for page in pages:
        shown = "".join(f"({line.translate({40: 0x5B, 41: 0x5D})}) Tj T*\n" for line in page)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td\n{shown}ET".encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out, offsets = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    table = b"".join(b"%010d 00000 n \n" % o for o in offsets)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (len(objects) + 1, table, len(objects) + 1, len(out))


def warc(*answers: tuple[str, str, str, bytes], packed: bool = True) -> bytes:
    """A web archive of these answers: (URL, status line, content type, body)."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for url, status, kind, body in answers:
        head = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=head))
    return out.getvalue()


def mail(text: str, *, subject: str = "Bridge closed", name: str = "a1@valley.example", more: str = "") -> bytes:
    """A mail in plain text."""
    return (
        f"From: Valley Wire <desk@valley.example>\r\nTo: news@paper.example\r\nSubject: {subject}\r\n"
        f"Date: Thu, 02 May 2024 08:00:00 +0200\r\nMessage-ID: <{name}>\r\nMIME-Version: 1.0\r\n{more}"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}"
    ).encode()


def newsml(*bodies: str, guid: str = "urn:valley:1", status: str = "stat:usable") -> bytes:
    """A NewsML-G2 message of these stories in XHTML."""
    items = "".join(
        f"""<newsItem guid="{guid}-{n}" version="2" standard="NewsML-G2" conformance="power" xml:lang="en-GB">
<itemMeta><itemClass qcode="ninat:text"/><provider literal="Valley Wire"/>
<versionCreated>2024-05-02T08:00:00+02:00</versionCreated><pubStatus qcode="{status}"/></itemMeta>
<contentMeta><headline>Bridge {n} closed</headline><by>Ann Lee</by><language tag="en-GB"/></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
<head><title>x</title></head><body>{body}</body></html></inlineXML></contentSet></newsItem>"""
        for n, body in enumerate(bodies, 1)
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{items}</itemSet></newsMessage>'.encode()


def ninjs(**more: object) -> dict[str, object]:
    """An item of ninjs 2."""
    return {
        "uri": "urn:valley:7",
        "type": "text",
        "versioncreated": "2024-05-02T08:00:00+02:00",
        "pubstatus": "usable",
        "language": "en-GB",
        "by": "Ann Lee",
        "headlines": [{"role": "main", "value": "Bridge closed"}],
        "infosources": [{"name": "Valley Wire"}],
        "bodies": [
            {"contenttype": "text/plain", "value": "The bridge was closed."},
            {"contenttype": "text/html", "value": "<p>The bridge was <b>closed</b>.</p><p>Nobody was hurt.</p>"},
        ],
        **more,
    }
