"""Block Kit as HTML: a message or a window drawn from the very blocks that Slack would get.

Every word that came from outside is escaped here; no element can carry markup of its own. A kind of
block the desk cannot draw is named, not passed over, so that nobody takes a part for the whole. One thing
is added to what Slack shows: the id of a claim, set as code, leads to its place in the archive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from markupsafe import Markup, escape

from handlers.desk import mrkdwn

Block = Mapping[str, Any]
CLAIM = re.compile(r"[0-9a-f]{16}")
FILE = re.compile(r"F[0-9A-F]{10}")
STYLES = (("code", "code"), ("strike", "s"), ("italic", "em"), ("bold", "strong"), ("underline", "u"))


def draw(blocks: Sequence[Block]) -> Markup:
    """The blocks, one after another."""
    return Markup("").join(block(b) for b in blocks)


def block(one: Block) -> Markup:
    """One block."""
    painter = PAINTERS.get(str(one.get("type")))
    if painter is None:
        return Markup('<p class="unknown">[{} block: see it in Slack]</p>').format(one.get("type"))
    return painter(one)


def text(words: Any) -> Markup:
    """A text object: mrkdwn, or plain text."""
    if not isinstance(words, Mapping):
        return Markup("")
    return mrkdwn.html(str(words.get("text", "")), verbatim=words.get("type") == "plain_text")


def where(block_id: str, action_id: str) -> str:
    """One word for an element's place in a message, whatever its ids are made of."""
    return f"{quote(block_id, safe=':')}/{quote(action_id, safe=':')}"


def place(word: str) -> tuple[str, str]:
    """(block id, action id): ``where`` undone."""
    block_id, _, action_id = word.partition("/")
    return unquote(block_id), unquote(action_id)


# --- blocks --------------------------------------------------------------------------------------


def _section(one: Block) -> Markup:
    body = Markup('<div class="text">{}</div>').format(text(one["text"])) if one.get("text") else Markup("")
    if one.get("fields"):
        cells = Markup("").join(Markup("<div>{}</div>").format(text(f)) for f in one["fields"])
        body += Markup('<div class="fields">{}</div>').format(cells)
    if one.get("accessory"):
        beside = element(one["accessory"], str(one.get("block_id", "")))
        body += Markup('<div class="accessory">{}</div>').format(beside)
    return Markup('<div class="b section">{}</div>').format(body)


def _header(one: Block) -> Markup:
    return Markup('<h3 class="b header">{}</h3>').format(text(one.get("text")))


def _context(one: Block) -> Markup:
    parts = [_image(e) if e.get("type") == "image" else text(e) for e in one.get("elements") or ()]
    return Markup('<div class="b context">{}</div>').format(
        Markup("").join(Markup("<span>{}</span>").format(p) for p in parts)
    )


def _divider(one: Block) -> Markup:
    return Markup('<hr class="b">')


def _actions(one: Block) -> Markup:
    drawn = Markup("").join(element(e, str(one.get("block_id", ""))) for e in one.get("elements") or ())
    return Markup('<div class="b actions">{}</div>').format(drawn)


def _image(one: Block) -> Markup:
    """A picture the bot handed in, with its words for who does not see it. An image from elsewhere is named and
    linked, not loaded: the page asks nothing of any other host."""
    handed = str((one.get("slack_file") or {}).get("id", ""))
    if FILE.fullmatch(handed):
        return Markup('<p class="b picture"><a href="/files/{}"><img src="/files/{}" alt="{}"></a></p>').format(
            handed, handed, one.get("alt_text", "")
        )
    named = text(one.get("title")) or escape(str(one.get("alt_text", "")))
    return Markup('<span class="image">🖼 {}</span>').format(mrkdwn.link(str(one.get("image_url", "")), named))


def _markdown(one: Block) -> Markup:
    return Markup('<div class="b section"><div class="text">{}</div></div>').format(
        mrkdwn.html(str(one.get("text", "")), verbatim=True)
    )


def _input(one: Block) -> Markup:
    name = where(str(one.get("block_id", "")), str((one.get("element") or {}).get("action_id", "")))
    hint = Markup('<span class="hint">{}</span>').format(text(one["hint"])) if one.get("hint") else ""
    optional = Markup(' <span class="hint">optional</span>') if one.get("optional") else ""
    if one.get("dispatch_action"):  # it is sent off by itself, not with a window
        press = Markup('<button type="submit" name="press" value="{} 0">Look up</button>').format(name)
        optional, hint = "", Markup(' <span class="beside">{}</span>').format(press)
    label, asked = (
        text(one.get("label")),
        field(one.get("element") or {}, name, required=not (one.get("optional") or one.get("dispatch_action"))),
    )
    error = Markup('<span class="error" data-error="{}" role="alert"></span>').format(one.get("block_id", ""))
    if (one.get("element") or {}).get("type") in {"radio_buttons", "checkboxes"}:
        frame = '<fieldset class="b input"><legend>{}{}</legend>{}{}{}</fieldset>'
    else:
        frame = '<label class="b input"><span>{}{}</span>{}{}{}</label>'
    return Markup(frame).format(label, optional, asked, hint, error)


def _rich_text(one: Block) -> Markup:
    drawn = Markup("").join(_rich(e) for e in one.get("elements") or ())
    return Markup('<div class="b rich">{}</div>').format(drawn)


def _table(one: Block) -> Markup:
    """A table, its first row the headings. The roles say again what the tags say: on a phone the cells are laid
    out one under the other, and browsers then forget that it is a table."""
    rows, settings = one.get("rows") or (), one.get("column_settings") or ()
    width = max((len(row) for row in rows), default=0)
    aligned = [str((s or {}).get("align", "")) for s in settings] + [""] * width
    head = _row(rows[0], aligned, Markup('<th scope="col" role="columnheader"{}>{}</th>')) if rows else Markup("")
    body = Markup("").join(_row(row, aligned, Markup('<td role="cell"{}>{}</td>')) for row in rows[1:])
    return Markup(
        '<div class="b across"><table role="table"{}><thead role="rowgroup">{}</thead>'
        '<tbody role="rowgroup">{}</tbody></table></div>'
    ).format(Markup(' class="two"') if width == 2 else "", head, body)


def _row(cells: Sequence[Block | None], aligned: Sequence[str], frame: Markup) -> Markup:
    drawn = (
        frame.format(Markup(' class="{}"').format(side) if side in {"center", "right"} else "", _cell(cell or {}))
        for cell, side in zip(cells, aligned, strict=False)
    )
    return Markup('<tr role="row">{}</tr>').format(Markup("").join(drawn))


def _cell(one: Block) -> Markup:
    if one.get("type") == "rich_text":
        return Markup("").join(_rich(e) for e in one.get("elements") or ())
    return escape(str(one.get("text", one.get("value", ""))))


# --- what can be pressed -------------------------------------------------------------------------


def element(one: Block, block_id: str) -> Markup:
    """A button, a menu or a select. What is pressed is named by its ids only; its value stays with us."""
    kind = str(one.get("type"))
    name = where(block_id, str(one.get("action_id", "")))
    if kind == "image":
        return _image(one)
    if kind == "button" and one.get("url"):
        return Markup('<span class="button">{}</span>').format(mrkdwn.link(str(one["url"]), text(one.get("text"))))
    if kind == "button":
        return _button(name, 0, text(one.get("text")), str(one.get("style", "")), one)
    if kind == "overflow":
        rows = Markup("").join(_button(name, i, text(o.get("text")), "", one) for i, o in enumerate(one["options"]))
        return Markup(
            '<details class="overflow"><summary aria-label="More actions">⋯</summary><div>{}</div></details>'
        ).format(rows)
    if kind == "static_select":
        rows = Markup("").join(
            _button(name, i, text(o.get("text")), "", one) for i, o in enumerate(one.get("options") or ())
        )
        shown = text(one.get("placeholder")) or Markup("Choose")
        return Markup('<details class="overflow select"><summary>{}</summary><div>{}</div></details>').format(
            shown, rows
        )
    return Markup('<span class="unknown">[{}: use it in Slack]</span>').format(kind)


def _button(name: str, choice: int, label: Markup, style: str, one: Block) -> Markup:
    confirm = one.get("confirm") or {}
    asked = "\n\n".join(str((confirm.get(k) or {}).get("text", "")) for k in ("title", "text")) if confirm else ""
    named = one.get("accessibility_label")
    return Markup('<button type="submit" name="press" value="{}"{}{}{}>{}</button>').format(
        f"{name} {choice}",
        Markup(' class="{}"').format(style) if style in {"primary", "danger"} else "",
        Markup(' data-confirm="{}"').format(asked) if asked else "",
        Markup(' aria-label="{}"').format(named) if named else "",
        label,
    )


def field(one: Block, name: str, *, required: bool) -> Markup:
    """A place to put something in, in a window."""
    kind = str(one.get("type"))
    must = Markup(" required") if required else Markup("")
    if kind in {"radio_buttons", "checkboxes"}:
        return _choices(one, name, "radio" if kind == "radio_buttons" else "checkbox")
    if kind == "static_select":
        first = one.get("initial_option")
        rows = [
            Markup('<option value="{}"{}>{}</option>').format(
                i, Markup(" selected") if o == first else "", text(o["text"])
            )
            for i, o in enumerate(one.get("options") or ())
        ]
        blank = Markup("") if first else Markup('<option value="">{}</option>').format(text(one.get("placeholder")))
        return Markup('<select name="{}"{}>{}{}</select>').format(name, must, blank, Markup("").join(rows))
    if kind == "plain_text_input" and one.get("multiline"):
        return Markup('<textarea name="{}" rows="5" maxlength="{}"{}>{}</textarea>').format(
            name, one.get("max_length", 3000), must, one.get("initial_value", "")
        )
    types = {"email_text_input": "email", "url_text_input": "url", "number_input": "number", "datepicker": "date",
             "timepicker": "time", "plain_text_input": "text"}  # fmt: skip
    if kind not in types:
        return Markup('<span class="unknown">[{}: use it in Slack]</span>').format(kind)
    start = one.get("initial_value") or one.get("initial_date") or one.get("initial_time") or ""
    hint = (one.get("placeholder") or {}).get("text", "")
    return Markup('<input type="{}" name="{}" value="{}" placeholder="{}"{}>').format(
        types[kind], name, start, hint, must
    )


def _choices(one: Block, name: str, kind: str) -> Markup:
    on = [one.get("initial_option"), *(one.get("initial_options") or ())]
    return Markup("").join(
        Markup('<label><input type="{}" name="{}" value="{}"{}> <span>{}{}</span></label>').format(
            kind,
            name,
            i,
            Markup(" checked") if o in on else "",
            text(o["text"]),
            Markup('<small class="hint">{}</small>').format(text(o["description"])) if o.get("description") else "",
        )
        for i, o in enumerate(one.get("options") or ())
    )


# --- rich text -----------------------------------------------------------------------------------


def _rich(one: Block) -> Markup:
    kind, parts = one.get("type"), one.get("elements") or ()
    if kind == "rich_text_list":
        tag = "ol" if one.get("style") == "ordered" else "ul"
        rows = Markup("").join(Markup("<li>{}</li>").format(_inline(p.get("elements") or ())) for p in parts)
        indent = min(int(one.get("indent", 0)), 8)
        return Markup('<{} class="indent{}">{}</{}>').format(Markup(tag), indent, rows, Markup(tag))
    if kind == "rich_text_preformatted":
        return Markup("<pre>{}</pre>").format(_inline(parts, breaks=False))
    if kind == "rich_text_quote":
        return Markup("<blockquote>{}</blockquote>").format(_inline(parts))
    return Markup('<div class="line">{}</div>').format(_inline(parts))


def _inline(parts: Sequence[Block], *, breaks: bool = True) -> Markup:
    return Markup("").join(_styled(_leaf(p, breaks), p.get("style") or {}) for p in parts)


def _styled(drawn: Markup, style: Any) -> Markup:
    for name, tag in STYLES:
        if isinstance(style, Mapping) and style.get(name):
            drawn = Markup("<{}>{}</{}>").format(Markup(tag), drawn, Markup(tag))
    return drawn


def _leaf(one: Block, breaks: bool) -> Markup:
    kind = one.get("type")
    if kind == "text":
        if (one.get("style") or {}).get("code") and CLAIM.fullmatch(str(one.get("text"))):
            return Markup('<a href="/claims/{}">{}</a>').format(one["text"], one["text"])
        lines = str(one.get("text", "")).split("\n")
        return (Markup("<br>") if breaks else Markup("\n")).join(escape(line) for line in lines)
    if kind == "link":
        return mrkdwn.link(str(one.get("url", "")), str(one.get("text") or ""))
    if kind == "emoji":
        return mrkdwn.emoji(f":{one.get('name', '')}:")
    if kind == "date":
        fallback = str(one.get("fallback", "")).replace("|", " ")
        return mrkdwn.entity(f"!date^{one.get('timestamp', '')}^{one.get('format', '')}|{fallback}")
    marks = {"user": ("@", "user_id"), "channel": ("#", "channel_id"), "broadcast": ("!", "range")}
    if kind in marks:
        mark, key = marks[kind]
        return mrkdwn.entity(mark + str(one.get(key, "")).replace("|", " "))
    return Markup('<span class="unknown">[{}]</span>').format(kind)


PAINTERS: Mapping[str, Callable[[Block], Markup]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "divider": _divider,
    "actions": _actions,
    "image": _image,
    "markdown": _markdown,
    "input": _input,
    "rich_text": _rich_text,
    "table": _table,
}
