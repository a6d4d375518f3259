"""The newsroom's nouns for a terminal: articles with their claims marked, disputes side by side, answers.

Pure: each function returns something rich can print. Article text is not ours, so what could steer a
terminal is shown as a plain mark in its place; every character keeps its offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot import editions
from bot.audit import Line
from bot.nouns import Answer, Article, Claim, Conflict, Counts, Dispute, Edition, Filing, Section, Snippet, Span

SOURCE, CUE, CONTENT, CLASH, FAINT = "bold cyan", "bold yellow", "green", "bold red", "dim"

#: Escape sequences, carriage returns and the marks that turn text around: each one becomes one mark.
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def safe(text: str) -> str:
    """The text, the same length, with nothing in it a terminal would obey."""
    return STEERING.sub(lambda m: " " if m[0] == "\r" else "\u00b7", text)


def marked(text: str, marks: Iterable[tuple[Span, str]], base: int = 0) -> Text:
    """A text with spans coloured; the spans count from ``base``."""
    shown = Text(safe(text))
    for span, style in marks:
        start, end = max(span.start - base, 0), min(span.end - base, len(text))
        if start < end:
            shown.stylize(style, start, end)
    return shown


# --- reading


def article(found: Article, claims: Sequence[Claim]) -> RenderableType:
    """An article with speakers, verbs and contents in colour, and a table of who says what under it."""
    marks = [(s, style) for c in claims if c.cue for s, style in _parts(c)]
    title = Text(safe(found.title or found.ref), style="bold")
    legend = Text.assemble(("who", SOURCE), "  ", ("verb", CUE), "  ", ("what", CONTENT))
    head = Text(safe(_particulars(found.outlet, found.published, found.author, found.url)), style=FAINT)
    return Group(
        Rule(title, align="left"),
        head,
        legend,
        Text(),
        marked(found.text, marks),
        Text(),
        claims_table(found.text, claims),
    )


def _parts(c: Claim) -> list[tuple[Span, str]]:
    return [*((s, CONTENT) for s in c.content), *((s, SOURCE) for s in c.source), *((s, CUE) for s in c.cue)]


def _particulars(outlet: str, published: datetime | None, author: str, url: str) -> str:
    day = published.date().isoformat() if published else "no date"
    return "  ".join(part for part in (outlet, day, author, url) if part)


def claims_table(text: str, claims: Sequence[Claim]) -> RenderableType:
    """Who says what, with which verb; the article's own voice is a dash."""
    if not claims:
        return Text("No claims read in it.", style=FAINT)
    table = Table(box=None, pad_edge=False, header_style="bold", title=f"{len(claims)} claims", title_justify="left")
    table.add_column("who", style=SOURCE, max_width=30)
    table.add_column("verb", style=CUE)
    table.add_column("what", ratio=1)
    table.add_column("how, how many, when", style=FAINT, max_width=44)
    for c in claims:
        what = " ... ".join(s.of(text) for s in c.content) or c.quote
        table.add_row(safe(_who(c)), safe(c.cue_lemma or "-"), safe(_cut(what, 160)), safe(_details(c, text)))
    return table


def _who(c: Claim) -> str:
    if not c.cue and not c.source_name:
        return "-"
    name = " <- ".join(c.chain) if len(c.chain) > 1 else c.source_name or "somebody"
    return f"{name} (anonymous)" if c.anonymous else name


def _details(c: Claim, text: str) -> str:
    notes = ["denied" if c.cue_class == "deny" else "not said"] if c.polarity == "-" else []
    notes += ["not"] if c.negated else []
    notes += [c.modality] if c.modality != "plain" else []
    notes += ["heading"] if c.heading else []
    notes += [f"{_interval(q.low, q.high)} {q.unit} {q.of}".rstrip() for q in c.quantities]
    notes += [_days(t.start, t.end) for t in c.times]
    return "; ".join([*notes, *(f"! {o}" for o in c.oddities)])


def _interval(low: float | None, high: float | None) -> str:
    if low is not None and low == high:
        return f"{low:,g}"
    return f"{'' if low is None else f'{low:,g}'}..{'' if high is None else f'{high:,g}'}"


def _days(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return "when?"
    return str(start) if start == end else f"{start or ''}..{end or ''}"


def _cut(text: str, most: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


# --- comparing


def comparison(name: str, old: str, new: str, conflict: Conflict, *, why: bool) -> RenderableType:
    """Two passages, what clashes in red, and what it comes to; with ``why`` what every gate said."""
    spans_old, spans_new = conflict.clash
    verdict = Text.assemble(
        (conflict.label, _label_style(conflict.label)),
        f" {conflict.kind}" if conflict.kind else "",
        (f"  conflict {conflict.confidence:.0%}", FAINT),
    )
    sides = _two(
        (_headed("on file", conflict.old.edition), marked(old, ((s, CLASH) for s in spans_old))),
        (_headed("came in", conflict.new.edition), marked(new, ((s, CLASH) for s in spans_new))),
    )
    parts: list[RenderableType] = [Rule(Text(safe(name)), align="left"), sides, verdict, Text(safe(conflict.reason))]
    if why:
        parts.append(_gates(conflict.gates))
    return Group(*parts)


def _headed(what: str, edition: Edition) -> str:
    """ "on file · The Gazette · 2024-05-01"."""
    day = edition.published.date().isoformat() if edition.published else "no date"
    return " · ".join(part for part in (what, safe(edition.outlet), day) if part)


def _gates(gates: Iterable[str]) -> Table:
    """What each step of the decision said: which, yes or no, and why."""
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 1))
    for gate in gates:
        name, _, said = safe(gate).partition(": ")
        verdict, _, why = said.partition(", ")
        table.add_row(Text(f"  {name}: {verdict}"), Text(why), style=FAINT)
    return table


def _label_style(label: str) -> str:
    return "bold red" if label in ("CONTRADICTS", "DISPUTED", "CORRECTED") else "bold"


def _two(*sides: tuple[str, Text]) -> Table:
    table = Table(box=None, expand=True, pad_edge=False, header_style=FAINT)
    for heading, _ in sides:
        table.add_column(heading, ratio=1)
    table.add_row(*(text for _, text in sides))
    return table


# --- filing

OUTCOMES = {
    "new": "filed",
    "revised": "revised",
    "unchanged": "already on file",
    "withdrawn": "stays withdrawn",
    "forgotten": "stays forgotten",
}


def filed(filing: Filing) -> Text:
    """One line on what became of an article."""
    words = OUTCOMES[filing.outcome] if filing.withdrawal is None else "taken off file"
    edition, gone = filing.edition, filing.withdrawal
    changed = editions.summary(filing.edited)
    return Text.assemble(
        (f"{words:<16}", "green" if filing.taken_in else "bold yellow" if gone else FAINT),
        (safe(edition.ref), "bold"),
        "  ",
        safe(_cut(edition.title, 90)),
        (f"  {filing.claims} claims" if filing.claims else "", FAINT),
        (f"  {changed}" if changed else "", "bold yellow" if filing.edited and filing.edited.silent else FAINT),
        (f"  {safe(_cut(gone.reason, 120))}" if gone else "", FAINT),
    )


def dispute(found: Dispute, *, limit: int = 6) -> RenderableType:
    """A dispute as it is alerted: both sides word for word, what clashes in red, and why it was raised."""
    rows: list[RenderableType] = [Text(safe(found.reason))]
    for conflict in found.conflicts[:limit]:
        rows += [Text(), _sides(conflict)]
    if len(found.conflicts) > limit:
        rows += [Text(f"and {len(found.conflicts) - limit} pairs more", style=FAINT)]
    kind = f" {found.kind}" if found.kind else ""
    title = Text.assemble((f"{found.label}{kind}", _label_style(found.label)), f"  {sure(found.confidence)}")
    state = f"dispute {found.id}" + (f", {found.state}" if found.state != "open" else "")
    return Panel(
        Group(*rows), title=title, title_align="left", subtitle=state, subtitle_align="right", border_style="red"
    )


def unsure(found: Dispute) -> RenderableType:
    """A dispute that is not sure enough for an alert."""
    return Group(Text("not sure enough for an alert, for the digest:", style=FAINT), dispute(found))


def joined(found: Dispute, pairs: Sequence[Conflict]) -> RenderableType:
    """What a later article brought to a dispute that was alerted."""
    head = Text.assemble(("joins dispute ", FAINT), (found.id, "bold"), "  ", safe(found.reason))
    return Group(head, *(Padding(_sides(pair), (0, 0, 0, 2)) for pair in pairs[:2]))


def sure(confidence: float) -> str:
    """Confidence in words."""
    for least, words in ((0.9, "very likely a conflict"), (0.7, "likely a conflict")):
        if confidence >= least:
            return words
    return "possibly a conflict"


def _sides(conflict: Conflict) -> RenderableType:
    cells = []
    for statement, clash in zip((conflict.old, conflict.new), conflict.clash, strict=True):
        claim = statement.claim
        quote = marked(claim.quote, ((s, CLASH) for s in clash), base=claim.sentence.start)
        cells.append(Group(quote, byline(claim, statement.edition)))
    return _pair(cells)


def _pair(cells: Sequence[RenderableType]) -> Table:
    table = Table(box=None, expand=True, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    for _ in cells:
        table.add_column(ratio=1)
    table.add_row(*cells)
    return table


def byline(claim: Claim, edition: Edition) -> Text:
    """Who says it and with which verb, where, and when."""
    day = edition.published.date().isoformat() if edition.published else "no date"
    then = f", as of {edition.fetched.date().isoformat() if edition.fetched else 'then'}, since changed or withdrawn"
    where = (f"{safe(edition.where)}, {day}{then if edition.superseded else ''}", FAINT)
    if not claim.cue:
        return Text.assemble(("the article itself", SOURCE), " · ", where)
    return Text.assemble((safe(_who(claim)), SOURCE), " · ", (safe(cue_words(claim)), CUE), " · ", where)


def cue_words(claim: Claim) -> str:
    """The verb as it stands in the sentence; its lemma where it stands in another one."""
    if any(not claim.sentence.covers(cue) for cue in claim.cue):
        return claim.cue_lemma
    base = claim.sentence.start
    return " ".join(claim.quote[cue.start - base : cue.end - base] for cue in claim.cue)


# --- asking


def answer(found: Answer, *, ask: str) -> RenderableType:
    """An answer to what was typed: its one line, its sections with their quotations, what else is on file."""
    style = "bold" if found.found else "bold yellow"
    parts: list[RenderableType] = [Text.assemble((safe(ask), "bold cyan"), "  ", (safe(found.text), style))]
    parts += [Text(safe(note), style=FAINT) for note in found.notes]
    for section in found.sections:
        parts.append(Padding(_section(section), (1, 0, 0, 2)))
    if found.suggestions:
        parts += [Text(), Text("On file: " + safe(", ".join(found.suggestions)), style=FAINT)]
    return Group(*parts)


def _section(section: Section) -> RenderableType:
    side = f"  {section.side}" if section.side and section.side not in section.heading else ""
    style = "bold red" if section.kind == "disputed" else "bold"
    return Group(Text.assemble((safe(section.heading), style), safe(side)), *(_snippet(s) for s in section.snippets))


def _snippet(snippet: Snippet) -> RenderableType:
    claim, edition = snippet.statement.claim, snippet.statement.edition
    lines: list[RenderableType] = [
        marked(snippet.quote, ((s, CLASH) for s in snippet.emphasis)),
        byline(claim, edition),
    ]
    lines += [Text(f"! {safe(w)}", style="yellow") for w in snippet.warnings]
    if snippet.also_in:
        lines.append(Text("also in " + safe(", ".join(snippet.also_in)), style=FAINT))
    return Padding(Group(*lines), (0, 0, 1, 2))


def status(counts: Counts, *, version: str, database: str) -> RenderableType:
    """How much is on file."""
    table = Table(box=None, show_header=False, pad_edge=False, title=f"Wirecheck {version}", title_justify="left")
    table.add_column(justify="right", style="bold")
    table.add_column()
    for number, what in (
        (counts.articles, "articles"),
        (counts.revisions, "revisions of them"),
        (counts.claims, "claims"),
        (counts.disputes, "disputes"),
        (counts.alerts_due, "alerts due"),
        (counts.alerts_posted, "alerts posted"),
    ):
        table.add_row(f"{number:,}", what)
    return Group(table, Text(f"{database}, schema {counts.schema}", style=FAINT))


def changed(line: Line) -> Text:
    """One line of `wirecheck audit`."""
    who = line.person
    place = " ".join(part for part in (who.via, who.workspace, who.channel) if part)
    states = (
        f"{line.before or '-'} -> {line.after or '-'}" if line.done else "begun, and cut off: look whether it happened"
    )
    return Text.assemble(
        (f"{line.at:%Y-%m-%d %H:%M:%S}  ", FAINT),
        (safe(who.name), "bold"),
        f"  {safe(line.what)}  {safe(line.subject)}  {safe(states)}",
        (f"  {safe(place)}", FAINT),
    )


def check(what: str, well: bool, advice: str) -> Text:
    """One line of `wirecheck doctor`."""
    sign = ("ok    ", "green") if well else ("look  ", "bold yellow")
    return Text.assemble(sign, what, "" if well else f": {advice}")
