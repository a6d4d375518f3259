"""A question in the thread: answered from what is on file, or said not to be there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from bot.answers import disputes as dispute_sections
from bot.answers import who
from bot.answers.asked import look_up
from bot.answers.evidence import answers
from bot.answers.folding import folded
from bot.answers.nearest import nothing
from bot.answers.questions import Question, parse
from bot.answers.relevance import Fit, fits
from bot.answers.snippets import one_per_sentence
from bot.answers.verbs import asked as verb_asked
from bot.answers.verbs import is_verb_of_speaking
from bot.errors import BadCommand
from bot.nouns import Answer, Claim, Section, Snippet
from bot.ports import Store

Understand = Callable[[str], Awaitable[tuple[Claim, ...]]]

SHOWN = 8
#: How many disputes one question is answered with.
DISPUTES = 3


async def answer(store: Store, text: str, understand: Understand) -> Answer:
    """The answer to a question. ``BadCommand`` when nothing was asked."""
    question = parse(text, await understand(text))
    if not question.terms:
        raise BadCommand("Ask a question, e.g. how many troops were sent?")
    if spoke := _who_spoke(question):
        return await who.answer(store, spoke)
    looked = await look_up(store, question.terms)
    fitting = fits(looked.terms, looked.statements)
    told = [f for f in fitting if answers(question, looked.terms, f)]
    silent = [
        f
        for f in fitting
        if f.statement.claim.cue_class == "withhold" and answers(question, looked.terms, f, silence=True)
    ]
    told = [f for f in told if f not in silent]
    if not told:
        near = Section("nearest", "Nearest on file", _snippets(silent)[:2]) if silent else None
        return await nothing(store, text, looked.terms, notes=looked.notes, near=near)
    ids = [f.statement.claim.id for f in told]
    known = await store.disputes(state="open", claim_ids=ids, limit=DISPUTES)
    disputed = tuple(section for dispute in known for section in dispute_sections.sections(dispute))
    shown = {s.quote for section in disputed for s in section.snippets}
    rest = tuple(s for s in _snippets(told) if s.quote not in shown)[:SHOWN]
    sections = [*disputed]
    if rest:
        sections.append(Section("answer", "On file", rest))
    if silent:
        sections.append(Section("apart", "Not said", _snippets(silent)[:2]))
    return Answer(text, True, _line(question, bool(disputed), rest), tuple(sections), looked.notes)


def _who_spoke(question: Question) -> str:
    """ "condemned the deployment" for "who condemned the deployment?"; "" for any other question."""
    words = question.text.rstrip("?!. ").split()
    if (
        len(words) > 1
        and words[0].lower() == "who"
        and is_verb_of_speaking(words[1])
        and verb_asked(" ".join(words[1:]))
    ):
        return " ".join(words[1:])
    return ""


def _snippets(found: Sequence[Fit]) -> tuple[Snippet, ...]:
    bodies = [f.statement for f in found if not f.statement.claim.heading]
    return folded(one_per_sentence(bodies or [f.statement for f in found]))


def _line(question: Question, disputed: bool, rest: Sequence[Snippet]) -> str:
    if disputed:
        return "Disputed."
    if question.kind == "count" and all(s.statement.claim.anonymous or s.warnings for s in rest):
        return "No confirmed figure on file."
    return "On file:"
