"""A follow-up in a thread, asked in full: "and who denied it?" after a question about the ferry keeps the ferry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.answers.stems import stem, tokens
from bot.answers.terms import STOP, terms
from bot.answers.verbs import is_verb_of_speaking

#: How a follow-up begins that says so itself.
_GOES_ON = re.compile(r"^(?:(?:and|but|so|then|ok|okay|also)\b[\s,]*)+", re.IGNORECASE)
#: What stands for what was spoken of. Not "that" and "this", which more often only join or point.
_POINTS = re.compile(r"\b(?:it|its|they|them|their|he|him|his|she|her|there|the same)\b(?!['’])", re.IGNORECASE)
_THIS = re.compile(r"\b(?:this|that)\b(?=\s*[?.!]*$)", re.IGNORECASE)
_COMMAND = re.compile(r"^/\w+\s*")
#: Words of a question that are no subject of the next one.
_ASKING = frozenset({"many", "much", "long", "far", "happened", "happen", "told", "file"})


def in_full(asked: str, before: str) -> str:
    """The question with the subject of the one before it, where it leans on it; else as it stands. It leans on it
    when it points back ("it", "they"), goes on ("and when?"), or names nothing of its own."""
    subject = subject_of(before)
    if not subject or asked.startswith("/"):
        return asked
    going_on = _GOES_ON.match(asked)
    rest = _GOES_ON.sub("", asked) if going_on else asked
    if not rest:
        return asked
    for pointing in (_POINTS, _THIS):
        if pointing.search(rest):
            return pointing.sub(lambda found: subject, rest, count=1)
    own = [t.word for t in terms(rest, sentence=True) if t.word.lower() not in _ASKING]
    leans = not own or bool(going_on) or all(is_verb_of_speaking(word) for word in own)
    return _joined(rest, subject, own) if leans else rest


def _joined(rest: str, subject: str, own: list[str]) -> str:
    """The question with those words of the subject that it has not itself."""
    said = {stem(word) for word in own}
    missing = " ".join(word for word in subject.split() if stem(word) not in said)
    bare = rest.rstrip("?!. ")
    return f"{bare} {missing}?" if missing else rest


def subject_of(question: str) -> str:
    """What a question, or words that were looked up, are about: its words, less those that only ask and say."""
    words = tokens(_COMMAND.sub("", question))
    kept = [w for w in words if w.lower() not in STOP | _ASKING and not is_verb_of_speaking(w)]
    return " ".join(dict.fromkeys(kept))


def last_in_full(questions: Iterable[str], *, first: str = "") -> str:
    """The last of a thread's questions, each asked in full after the one before it; ``first`` is what the thread
    is about, if something stood above it."""
    before = first
    for asked in questions:
        before = in_full(asked, before)
    return before
