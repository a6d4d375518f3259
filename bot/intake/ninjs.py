"""News in JSON as agencies send it: ninjs 2 and 3 (and 1, where it says the same things)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.errors import BadArticle, BadField
from bot.intake.moments import moment
from bot.intake.plain import from_markup, unwrapped
from bot.intake.texts import checked, first_line
from bot.nouns import Article

#: What tells an item: no other JSON that holds articles has these.
MARKS = ("bodies", "headlines", "versioncreated", "pubstatus", "body_text", "body_html", "body_xhtml")
#: Which body to read, best first: markup keeps the paragraphs, which plain text may not.
MARKUP = ("text/html", "application/xhtml+xml", "application/html")
PLAIN = ("text/plain", "text/vnd.iptc.plain", "")


def is_ninjs(data: Mapping[str, Any]) -> bool:
    """Whether this object is an item of ninjs, whatever is wrong with it."""
    names = {str(name).lower() for name in data}
    return "uri" in names and any(mark in names for mark in MARKS)


def article(data: Any, *, origin: str) -> Article:
    """The article an item carries; of one that was canceled, what it takes back. ``BadField`` names the field that
    keeps it from being one, ``BadArticle`` says why it is none (a picture, under embargo)."""
    if not isinstance(data, Mapping):
        raise BadArticle("is no object; an item of ninjs is one with a `uri` and `bodies`")
    item = {str(name).lower(): value for name, value in data.items()}
    names = {str(name).lower(): str(name) for name in data}
    uri = _string(item, "uri", names)
    if not uri:
        raise BadField("uri", "has no `uri`, by which its next version would be known")
    withdrawn = _canceled(item, names)
    text = "" if withdrawn else checked(_text(item, names), where="its body")
    return Article(
        key=f"guid:{uri}",
        ref=uri,
        text=text,
        title=_headline(item, names) or first_line(text),
        outlet=_outlet(item, names),
        author=_string(item, "by", names) or _string(item, "byline", names),
        url=uri if uri.startswith(("http://", "https://")) else _string(item, "webpageurl", names),
        # A wire rewrites its story with each version: what "Monday" means there, its version says.
        published=_moment(item, names, "versioncreated", "contentcreated", "firstcreated"),
        dated_by="published: ninjs",
        language=_string(item, "language", names)[:2].lower(),
        origin=origin,
        withdrawn=withdrawn,
    )


def _canceled(item: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Why its publisher takes it back, "" when it is usable. ``BadField`` when it is neither."""
    kind = _string(item, "type", names)
    if kind not in ("", "text", "composite", "component"):
        raise BadField(names["type"], f"its `type` is {kind!r}, and only text is filed")
    status = _string(item, "pubstatus", names)
    if status in ("canceled", "cancelled"):
        return _string(item, "ednote", names) or "canceled"
    if status not in ("", "usable"):
        raise BadField(names["pubstatus"], f"its `{names['pubstatus']}` is {status!r}; only what is usable is filed")
    return ""


def _text(item: Mapping[str, Any], names: Mapping[str, str]) -> str:
    bodies = item.get("bodies")
    if bodies is not None:
        return _body(bodies, names["bodies"])
    for field in ("body_xhtml", "body_html"):
        if markup := _string(item, field, names):
            return from_markup(markup, where=f"its `{names[field]}`")
    if text := _string(item, "body_text", names):
        return unwrapped(text)
    raise BadField("bodies", "has neither `bodies` nor `body_text`; there is nothing to read in it")


def _body(bodies: Any, name: str) -> str:
    if not isinstance(bodies, Sequence) or isinstance(bodies, str):
        raise BadField(name, f"its `{name}` is no list")
    found: dict[str, str] = {}
    for n, body in enumerate(bodies):
        if not isinstance(body, Mapping):
            raise BadField(f"{name}[{n}]", f"its `{name}[{n}]` is no object")
        lower = {str(k).lower(): v for k, v in body.items()}
        value = lower.get("value")
        if not isinstance(value, str):
            raise BadField(f"{name}[{n}].value", f"its `{name}[{n}].value` is no string")
        if value.strip():
            found.setdefault(str(lower.get("contenttype") or "").split(";")[0].strip().lower(), value)
    for kind in (*MARKUP, *PLAIN):
        if kind in found:
            value = found[kind]
            is_markup = kind in MARKUP or (not kind and value.lstrip().startswith("<"))
            return from_markup(value, where=f"its `{name}`") if is_markup else unwrapped(value)
    raise BadField(name, f"its `{name}` hold no text/html and no text/plain")


def _headline(item: Mapping[str, Any], names: Mapping[str, str]) -> str:
    headlines = item.get("headlines")
    if isinstance(headlines, Sequence) and not isinstance(headlines, str):
        known = [h for h in headlines if isinstance(h, Mapping) and isinstance(h.get("value"), str)]
        main = next((h for h in known if h.get("role") in ("main", None, "")), known[0] if known else None)
        if main:
            return " ".join(str(main["value"]).split())
    return " ".join((_string(item, "headline", names) or _string(item, "title", names)).split())


def _outlet(item: Mapping[str, Any], names: Mapping[str, str]) -> str:
    sources = item.get("infosources")
    if isinstance(sources, Sequence) and not isinstance(sources, str):
        known = [s for s in sources if isinstance(s, Mapping) and isinstance(s.get("name"), str)]
        main = next((s for s in known if "provider" in str(s.get("role") or s.get("rel") or "")), None)
        if main or known:
            return str((main or known[0])["name"]).strip()
    provider = item.get("provider")
    if isinstance(provider, Mapping) and isinstance(provider.get("name"), str):
        return str(provider["name"]).strip()
    for field in ("source", "creditline", "copyrightholder"):
        if name := _string(item, field, names):
            return name
    return ""


def _moment(item: Mapping[str, Any], names: Mapping[str, str], *fields: str) -> datetime | None:
    for field in fields:
        if written := _string(item, field, names):
            try:
                return moment(written)
            except ValueError as error:
                name = names[field]
                raise BadField(name, f"its `{name}` is {written[:40]!r}, which is not ISO 8601") from error
    return None


def _string(item: Mapping[str, Any], field: str, names: Mapping[str, str]) -> str:
    value = item.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadField(names[field], f"its `{names[field]}` is no string")
    return value.strip()
