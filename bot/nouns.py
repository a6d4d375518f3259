"""The nouns of the newsroom: what is filed, what is read out of it, what clashes, what is answered.

Every offset here is a Unicode code point into the text of one revision, half open: what is shown is
always ``revision.text[span.start:span.end]``. Every moment is aware and in UTC. Nothing in this file
knows of Slack, of SQL or of spaCy.

    Article  --intake-->  Revision  --reading-->  Claim  --comparing-->  Conflict  --grouping-->  Dispute
                                                     \\-- asking --> Answer
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.intake.subscriptions import Feed

Polarity = Literal["+", "-"]
Modality = Literal["plain", "planned", "possible", "hedged"]
CueClass = Literal[
    "",  # the article's own voice
    "say",
    "confirm",
    "deny",
    "withhold",  # declined to say, refrained from confirming: on record as silence, asserts nothing
    "condemn",
    "praise",
    "blame",
    "estimate",
    "demand",
    "promise",
    "believe",
]
Label = Literal["CONTRADICTS", "DISPUTED", "CORRECTED", "UPDATED", "REFINES", "SAME", "NOT_COMPARABLE"]
Kind = Literal[
    "",
    "number",
    "date",
    "negation",
    "antonym",
    "state",
    "attribution",
    "legality",
    "identity",
    "place",
    "other",
]

#: The labels that are conflicts: what is alerted, and what ``confidence`` is the confidence of.
CONFLICTING: frozenset[Label] = frozenset({"CONTRADICTS", "DISPUTED", "CORRECTED"})


def content_id(*parts: str) -> str:
    """A 16-digit hexadecimal id made from content: the same parts give the same id on every machine."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a revision's text: code points ``start`` to ``end``, half open."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


# --- what is filed -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Article:
    """An article as intake hands it over, not yet on file.

    ``key`` says which article this is, so that a changed text becomes a new revision of it: the
    canonical URL if there is one, else outlet and id, else the file it came from, else the text.
    ``ref`` is what people and scripts call it: the id in its JSON, the file's stem, or the URL.
    """

    key: str
    ref: str
    text: str
    title: str = ""
    outlet: str = ""
    author: str = ""
    url: str = ""
    published: datetime | None = None
    origin: str = ""  # where it was found, for people: a path, a feed, "pasted by @ann"
    updated: datetime | None = None  # when it says that it was changed last
    dated_by: str = ""  # where those were read: "published: json-ld; updated: meta"
    language: str = ""  # ISO 639-1, "" when not known
    withdrawn: str = ""  # why its publisher takes it back; it needs no text then


#: Code points of an article's text that tell what it reports: news says it first.
LEAD = 1_200


@dataclass(frozen=True, slots=True)
class Edition:
    """One revision's particulars, without its text: what stands beside every quotation."""

    article_id: str
    revision_id: str
    ref: str
    title: str = ""
    outlet: str = ""
    author: str = ""
    url: str = ""
    published: datetime | None = None
    fetched: datetime | None = None
    sha256: str = ""
    origin: str = ""
    updated: datetime | None = None
    dated_by: str = ""
    language: str = ""
    story: str = ""  # the article on file that this one is a copy of, by its article_id; "" when it is its own
    superseded: bool = False  # a later edition took its place, or the article was withdrawn: quoted as of then
    lead: str = field(
        default="", compare=False, repr=False
    )  # how its text begins (``LEAD``); "" where it was not asked for

    @property
    def where(self) -> str:
        """Outlet, or failing that what the article is called: what a reader is told it comes from."""
        return self.outlet or self.ref

    @property
    def voice(self) -> str:
        """Whose telling it is: copies of one wire story have one voice."""
        return self.story or self.article_id


@dataclass(frozen=True, slots=True)
class Revision:
    """One text of an article, exactly as it was fetched, and its particulars."""

    edition: Edition
    text: str

    @property
    def id(self) -> str:
        return self.edition.revision_id

    @classmethod
    def of(cls, article: Article, fetched: datetime) -> Revision:
        """The revision this article is. Same article, same text: same id (the date is part of it: a
        re-dated article reads differently)."""
        digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
        published = article.published.isoformat() if article.published else ""
        article_id = content_id(article.key)
        return cls(
            Edition(
                article_id=article_id,
                revision_id=content_id(article_id, digest, published),
                ref=article.ref,
                title=article.title,
                outlet=article.outlet,
                author=article.author,
                url=article.url,
                published=article.published,
                fetched=fetched,
                sha256=digest,
                origin=article.origin,
                updated=article.updated,
                dated_by=article.dated_by,
                language=article.language,
                lead=article.text[:LEAD],
            ),
            article.text,
        )


# --- what is read out of it ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a claim, as an interval: "at least 10" is 10..None, "around 50" is 45..55."""

    span: Span
    low: float | None
    high: float | None
    unit: str = ""  # "", "percent", "USD", "km", "year"...
    of: str = ""  # what is counted, as a lemma or phrase of lemmas: "troop", "people killed"
    approximate: bool = False
    cumulative: bool = False  # a running total ("so far", "since the start", "in all")
    per: str = ""  # of each "hour", "day", "week", "month", "year": "200 soldiers a day", "the monthly rent"


@dataclass(frozen=True, slots=True)
class When:
    """A time in a claim. ``start``/``end`` are the first and last day meant; None: not resolved.

    ``anchor`` says by what it was resolved: "absolute", "published", "text", or "" if it was not.
    """

    span: Span
    start: date | None
    end: date | None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """Who or what takes part in an event, and as what."""

    role: str  # agent, patient, recipient, attribute, place, or the preposition: "with", "of", "under"
    span: Span
    head: str  # lemma of the head, lower case: "troop", or the name's own head: "pyongyang"
    name: str = ""  # the resolved full name, when it is one: "North Korea"
    kind: str = ""  # person, org, country, place, or "" for a thing
    words: tuple[str, ...] = ()  # lemmas of the phrase's content words, lower case, in order


@dataclass(frozen=True, slots=True)
class Event:
    """One predicate of a claim with its participants: what is said to be the case."""

    predicate: str  # lemma of the verb, or of the noun or adjective after a copula: "conclude", "violation"
    span: Span  # the predicate's own words
    polarity: Polarity = "+"
    modality: Modality = "plain"
    tense: Literal["", "past", "present", "future"] = ""
    state: Literal["", "starting", "going on", "over"] = ""
    scope: Literal["", "all", "some", "none"] = ""  # "completely", "in some districts"
    roles: tuple[Role, ...] = ()

    def role(self, *names: str) -> tuple[Role, ...]:
        """The roles with one of these names, in the order of the text."""
        return tuple(r for r in self.roles if r.role in names)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says what, with which word, and where it stands.

    A claim in the article's own voice has no ``source`` and no ``cue``. ``quote`` is the sentence as
    read, kept so that it can be compared with ``text[sentence]`` again at the moment it is shown.
    ``chain`` is who passed it on, nearest to the reader first: ("KCNA", "Central Military Commission");
    its last member is ``source_name``. ``polarity`` is the source's: "-" where it denies, doubts or does not
    tell what stands under the cue; that what it says is itself a no is ``negated``.
    """

    id: str
    article_id: str
    revision_id: str
    sentence: Span
    quote: str
    content: tuple[Span, ...]
    source: tuple[Span, ...] = ()
    source_name: str = ""
    chain: tuple[str, ...] = ()
    anonymous: bool = False  # "international sources", "a senior official": a voice without a name
    cue: tuple[Span, ...] = ()
    cue_lemma: str = ""
    cue_class: CueClass = ""
    polarity: Polarity = "+"
    negated: bool = False  # what is said is itself a no: "said that it had not failed"
    modality: Modality = "plain"
    quantities: tuple[Quantity, ...] = ()
    times: tuple[When, ...] = ()
    events: tuple[Event, ...] = ()
    oddities: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()  # what it is about: resolved names and content lemmas, lower case, sorted
    heading: bool = False  # stands in a title, a deck or a cross-heading
    quoted: bool = False  # its content stands between quotation marks

    @property
    def says_no(self) -> bool:
        """Whether it comes, all in all, to a no: what is said is denied, or is a no itself, but not both."""
        return (self.polarity == "-") != self.negated


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim and the edition it stands in: what comparing and answering work on."""

    claim: Claim
    edition: Edition


# --- what becomes of an article -------------------------------------------------------------------

ChangeKind = Literal[
    "number",  # a figure was corrected
    "turned",  # what was denied is stated, or the other way round
    "reworded",
    "withdrawn",  # the claim is gone
    "quote added",
    "added",
]


@dataclass(frozen=True, slots=True)
class Change:
    """What an edition changed in one claim. ``old`` stands in the older edition, ``new`` in the later one;
    one of them is None where it was added or withdrawn. ``marks`` are the words that differ, in each text."""

    kind: ChangeKind
    old: Claim | None
    new: Claim | None
    marks: tuple[tuple[Span, ...], tuple[Span, ...]] = ((), ())


NoticeKind = Literal["correction", "clarification", "update", "withdrawal"]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a paper says of its own article: "An earlier version misstated ...". ``corrects`` is the id of the
    claim of the older edition that it takes back, ``into`` of the one that stands in its place; "" if not told."""

    kind: NoticeKind
    span: Span
    corrects: str = ""
    into: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of an article from one edition to the next. ``silent``: what it claims was changed, and neither
    a notice nor a later date says so."""

    changes: tuple[Change, ...] = ()
    notices: tuple[Notice, ...] = ()
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Older:
    """The edition that a new one takes the place of: its text and the claims that were current."""

    edition: Edition
    text: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is on file of one article. ``revisions`` newest first, each with its claims; ``edits`` by revision
    id: what each later one changed; ``copies``: the other articles that tell the same story."""

    revisions: tuple[tuple[Edition, tuple[Claim, ...]], ...]
    edits: Mapping[str, Edited]
    copies: tuple[Edition, ...] = ()
    withdrawal: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An article taken out: by its publisher, or by the newsroom's own people (``by``). Kept with its reason."""

    article_id: str
    at: datetime
    by: str
    reason: str
    publisher: bool = False


@dataclass(frozen=True, slots=True)
class ClaimSheet:
    """A claim with all there is to it: the passage it stands in, verbatim, with its sentence at ``at`` (offsets
    into the passage), the disputes it is part of, and what became of its article."""

    statement: Statement
    passage: str
    at: Span
    disputes: tuple[Dispute, ...]
    dossier: Dossier


# --- what clashes --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Conflict:
    """What comparing two statements came to. ``clash`` are the two places to embolden: (old, new).

    ``confidence`` (0..1) is that of "this is a conflict", whatever the label. ``gates`` tells, for
    ``--why``, what each step of the decision said.
    """

    old: Statement
    new: Statement
    label: Label
    kind: Kind
    confidence: float
    reason: str
    clash: tuple[tuple[Span, ...], tuple[Span, ...]] = ((), ())
    gates: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The same for the two claims whichever came first."""
        return content_id("conflict", *sorted((self.old.claim.id, self.new.claim.id)))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a judge makes of two passages, the older first: chances, 0..1, that together make 1."""

    entails: float
    neither: float
    contradicts: float


DisputeState = Literal["open", "resolved", "dismissed"]


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did with a dispute: gave it a state, took it on, muted its topic (``how``) in a channel, or
    asked to be reminded of it; or that a paper (``by``) corrected what it says in it (``how``)."""

    what: Literal["open", "resolved", "dismissed", "assigned", "muted", "reminder", "corrected"]
    by: str
    at: datetime
    how: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """Conflicts about one question. ``conflicts`` in the order they were found; the first gives the
    dispute its id, and keeps it when others join."""

    id: str
    label: Label
    kind: Kind
    confidence: float
    reason: str
    opened: datetime
    conflicts: tuple[Conflict, ...]
    state: DisputeState = "open"
    settled_by: str = ""
    settled_how: str = ""
    settled_at: datetime | None = None
    holder: str = ""  # who has taken it on
    acts: tuple[Act, ...] = ()  # what people did with it, first things first

    @property
    def surest(self) -> float:
        """The confidence, 0..1, of its surest conflict."""
        return max((c.confidence for c in self.conflicts), default=self.confidence)

    @property
    def topics(self) -> tuple[str, ...]:
        """What all its claims are about, in common; failing that, its first pair's shared topics."""
        sets = [set(s.claim.topics) for c in self.conflicts for s in (c.old, c.new)]
        common = set.intersection(*sets) if sets else set()
        return tuple(sorted(common or (sets[0] & sets[1] if len(sets) > 1 else set())))


@dataclass(frozen=True, slots=True)
class Decision:
    """What filing a revision leads to: the conflicts found, each with the dispute it belongs to."""

    conflicts: tuple[tuple[str, Conflict], ...] = ()  # (dispute id, conflict)
    opened: tuple[str, ...] = ()  # dispute ids that are new
    joined: tuple[str, ...] = ()  # dispute ids already on file that got something new
    retold: tuple[str, ...] = ()  # ids of conflicts in which nobody new says anything new: noted, not announced
    edited: Edited | None = None  # against the older edition, if there is one
    quiet: tuple[str, ...] = ()  # of those opened or joined, the ones not sure enough for a message: for the digest
    raised: tuple[str, ...] = ()  # of those joined, the ones that were quiet and are sure now: to be alerted


Outcome = Literal[
    "new",
    "revised",
    "unchanged",
    "withdrawn",  # it has been taken out, and stays out
    "forgotten",  # it was removed for good, and is not to come back
]


@dataclass(frozen=True, slots=True)
class Filing:
    """What became of an article that was handed in."""

    edition: Edition
    outcome: Outcome
    claims: int = 0
    decision: Decision = field(default_factory=Decision)
    edited: Edited | None = None
    withdrawal: Withdrawal | None = None  # by which its publisher just now took it back

    @property
    def taken_in(self) -> bool:
        """Whether anything of it came on file."""
        return self.outcome in ("new", "revised")


# --- what is posted ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a notice was posted: the channel, and the message's own timestamp there."""

    channel: str
    ts: str
    thread: str = ""  # the timestamp of the message it stands under, if it stands under one

    @property
    def root(self) -> str:
        """The message that answers to it belong under."""
        return self.thread or self.ts


@dataclass(frozen=True, slots=True)
class Due:
    """One thing the outbox owes: durable, posted once, in order within its channel.

    ``key`` names it for good ("alert:<dispute>", "joined:<dispute>:<revision>", "digest:<channel>:<due>")
    and travels with the message, so that a second posting after a crash is recognised.
    """

    key: str
    kind: Literal["alert", "joined", "settled", "digest", "notice", "reminder"]
    channel: str
    subject: str  # the dispute's id; for a digest the channel's
    due: datetime
    attempts: int = 0
    sending: bool = False  # was being sent when last heard of: look for it before sending again
    receipt: Receipt | None = None
    bundle: str = ""  # the key of the notice under which it is told with many others
    payload: Mapping[str, str] = field(default_factory=dict)


#: What a digest can hold, in the order in which it is shown.
DigestPart = Literal["disputes", "held", "settled", "unsure", "open", "corrections", "topics", "voices", "feeds"]
#: What it holds where nobody chose.
USUAL: tuple[DigestPart, ...] = ("disputes", "held", "settled", "unsure", "topics")


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """When a channel wants its digest: cadence, local hour and zone; what it is to hold; and since when the next counts."""

    channel: str
    cadence: Literal["daily", "weekdays", "weekly"]
    at: str  # "07:30", 24 hours
    zone: str  # IANA name
    since: datetime
    weekday: int = 0  # for weekly: 0 is Monday
    parts: tuple[DigestPart, ...] = USUAL
    planned: datetime | None = None  # when these hours were set: none before that falls due, whatever ``since`` is


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened between two moments, for one channel; what its plan leaves out is empty. What quiet hours ``held``
    for it stands here in any case: it stands in its thread."""

    channel: str
    since: datetime
    until: datetime
    opened: tuple[Dispute, ...]
    settled: tuple[Dispute, ...]
    topics: tuple[tuple[str, int], ...]  # most claimed, with how many claims
    articles: int
    claims: int
    quiet: tuple[Dispute, ...] = ()  # opened, but not sure enough for an alert: they stand here alone
    held: tuple[Dispute, ...] = ()  # whose alerts quiet hours held: they stand in the digest's thread
    open: tuple[Dispute, ...] = ()  # opened before, and open still, newest first
    corrections: tuple[tuple[Edition, Edited], ...] = ()  # articles that say something else now, first filed first
    withdrawn: tuple[tuple[Edition, Withdrawal], ...] = ()  # articles taken off file, and off it still
    voices: tuple[tuple[str, int], ...] = ()  # most quoted, with in how many articles; copies count once
    feeds: tuple[Feed, ...] = ()  # those in trouble
    followed: int = 0  # how many feeds are followed
    parts: tuple[DigestPart, ...] = USUAL


# --- what is answered ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Snippet:
    """One verbatim passage in an answer. ``emphasis`` are offsets into ``quote``, not into the text."""

    statement: Statement
    quote: str
    emphasis: tuple[Span, ...] = ()
    also_in: tuple[str, ...] = ()  # other places where the same thing stands
    warnings: tuple[str, ...] = ()  # "2024 looks like a year, not a count"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an answer under one heading, in the order it is to be shown."""

    kind: Literal["disputed", "answer", "agreed", "apart", "background", "nearest"]
    heading: str
    snippets: tuple[Snippet, ...] = ()
    dispute: Dispute | None = None
    side: str = ""  # for "disputed": whose side these snippets are


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to what a person typed; rendered to Slack, HTML and the terminal alike."""

    ask: str
    found: bool
    text: str  # one line that answers, without quoting: "Disputed.", "Not on file."
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()  # "Showing results for kursk (you typed kusrk)."
    suggestions: tuple[str, ...] = ()  # the nearest topics on file

    @property
    def snippets(self) -> tuple[Snippet, ...]:
        return tuple(s for section in self.sections for s in section.snippets)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is on file."""

    articles: int
    revisions: int
    claims: int
    disputes: int
    alerts_due: int
    alerts_posted: int
    schema: int
