"""A word nobody on file uses: which one was meant?"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from bot.answers.stems import stem, tokens

#: Shorter words have too many neighbours to guess from.
SHORTEST = 5


def meant(word: str, vocabulary: Iterable[str]) -> str:
    """The word on file that ``word`` most likely misspells, or "": one slip in a short word (two letters
    swapped count as one), two in a longer one; the first letter stands."""
    typed = word.lower()
    if len(typed) < SHORTEST:
        return ""
    slips = 1 if len(typed) < 7 else 2
    near = {known for known in _words(vocabulary) if known[0] == typed[0] and abs(len(known) - len(typed)) <= slips}
    ranked = sorted((OSA.distance(typed, known, score_cutoff=slips), known) for known in near)
    if not ranked or ranked[0][0] > slips or ranked[0][0] == 0:
        return ""
    closest = [known for distance, known in ranked if distance == ranked[0][0]]
    # Two candidates equally near, and not forms of one word: nobody can tell, so nothing is guessed.
    return closest[0] if len({stem(known) for known in closest}) == 1 else ""


def note(typed: str, used: str) -> str:
    """What to tell the person about it."""
    return f"Showing results for {used} (you typed {typed})."


def _words(vocabulary: Iterable[str]) -> set[str]:
    return {word.lower() for phrase in vocabulary for word in tokens(phrase) if len(word) >= SHORTEST - 1}
