"""The trained tagger at work: acts of saying in a parsed article, each with how sure the network is of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np

from bot.claims.paragraph import Paragraph, Stretch
from bot.claims.tagger.decode import Figures, best_tags, cue_stretches, probabilities, stretches
from bot.claims.tagger.pieces import Pieces
from bot.claims.tagger.windows import Window, windows
from bot.inference import session
from bot.nouns import Modality, Polarity

_POLARITIES: tuple[Polarity, ...] = ("+", "-")
_MODALITIES: tuple[Modality, ...] = ("plain", "planned", "possible", "hedged")
CLASSES = ("say", "confirm", "deny", "condemn", "praise", "accuse", "estimate", "demand", "promise", "believe", "warn")
#: Words are part of a cue from this chance on; the surest of them tells how sure the cue is.
LEAST = 0.2
_SOURCE, _CONTENT = 1, 3
#: Words looked at before and after a cue for what belongs to it: nearly all that does stands there, and the second
#: stage's time grows with them. What reaches beyond is not followed.
BEFORE, AFTER = 32, 48

#: The weights that come with the package.
WEIGHTS = Path(str(resources.files("bot.claims.tagger").joinpath("data")))

Place = tuple[int, Stretch]  # a paragraph's number, tokens of its Doc


@dataclass(frozen=True, slots=True)
class Act:
    """One act of saying as the network sees it. ``chance`` (0..1) is that of the cue being one; ``source_chance`` and
    ``content_chance`` those of the first run's both ends; ``polarity``, ``modality``, ``cue_class`` the likeliest with their chance."""

    cue: Place
    chance: float
    source: tuple[Place, ...]
    content: tuple[Place, ...]
    polarity: tuple[Polarity, float]
    modality: tuple[Modality, float]
    cue_class: tuple[str, float]
    source_chance: float = 0.0
    content_chance: float = 0.0


class Tagger:
    """The two stages of the network, on one thread: words and cues of a window, then whose and what for each cue."""

    def __init__(self, folder: Path) -> None:
        self._pieces = Pieces(folder / "vocab.txt")
        self._words, self._roles = session(folder / "words.onnx"), session(folder / "roles.onnx")

    def read(
        self, paragraphs: Sequence[Paragraph], asked: Sequence[Place] = (), *, least: float = LEAST
    ) -> tuple[Act, ...]:
        """Every act of saying the network sees with at least this chance, and one for each cue it is asked about,
        seen or not, in the order of the text."""
        return tuple(act for window in windows(paragraphs) for act in self._window(window, asked, least))

    def _window(self, window: Window, asked: Sequence[Place], least: float) -> Iterator[Act]:
        row = self._pieces.of(window)
        word, logits = self._words.run(
            None,
            {
                "ids": row.ids[None],
                "features": row.features[None],
                "mask": np.ones((1, len(row.ids)), np.float32),
                "first": row.first[None],
            },
        )
        chances = probabilities(logits[0])
        cues = _cues(window, chances, asked, least)
        if not cues:
            return
        sights = [_Sight.of(cue, len(window.words)) for cue, _ in cues]
        roles, manner = self._asked(word[0], [cue for cue, _ in cues], sights)
        for k, (cue, chance) in enumerate(cues):
            yield _act(window, cue, chance, sights[k], roles[k, : sights[k].words], manner[k])

    def _asked(self, word: Figures, cues: Sequence[Stretch], sights: Sequence[_Sight]) -> tuple[Figures, Figures]:
        """The second stage for each cue, over the words in its sight; padded at the end to the same length."""
        shape = len(cues), max(s.words for s in sights)
        words = np.zeros((*shape, word.shape[-1]), np.float32)
        masks, there = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        for k, ((start, end), sight) in enumerate(zip(cues, sights, strict=True)):
            words[k, : sight.words] = word[sight.start : sight.end]
            masks[k, start - sight.start : end - sight.start] = 1.0
            there[k, : sight.words] = 1.0
        roles, manner = self._roles.run(None, {"word": words, "cue": masks, "there": there})
        return roles, manner


@dataclass(frozen=True, slots=True)
class _Sight:
    """The words of a window that are looked at for one cue, half open; where it is cut off from more of the window."""

    start: int
    end: int
    cut_before: bool
    cut_after: bool

    @classmethod
    def of(cls, cue: Stretch, length: int) -> _Sight:
        start, end = max(0, cue[0] - BEFORE), min(length, cue[1] + AFTER)
        return cls(start, end, start > 0, end < length)

    @property
    def words(self) -> int:
        return self.end - self.start


@cache
def shipped(folder: Path) -> Tagger:
    """The tagger with the weights in this folder, loaded once in a process."""
    return Tagger(folder)


def _cues(window: Window, chances: Figures, asked: Sequence[Place], least: float) -> list[tuple[Stretch, float]]:
    """Cues in this window: those asked about, and those the network sees that none of them touches."""
    at = {place: i for i, place in enumerate(window.places)}
    wanted = []
    for p, (start, end) in asked:
        inside = [at[p, i] for i in range(start, end) if (p, i) in at]
        if inside:
            wanted.append((min(inside), max(inside) + 1))
    cues = [(c, float(1.0 - chances[slice(*c), 0].min())) for c in dict.fromkeys(wanted)]
    taken = {i for c, _ in cues for i in range(*c)}
    seen = cue_stretches(chances, min(LEAST, least))
    cues += [(c, chance) for c, chance in seen if chance >= least and taken.isdisjoint(range(*c))]
    return sorted(cues)


def _act(window: Window, cue: Stretch, chance: float, sight: _Sight, roles: Figures, manner: Figures) -> Act:
    tags, chances = best_tags(roles), probabilities(roles)
    places = window.places[sight.start : sight.end]
    cue_here = cue[0] - sight.start, cue[1] - sight.start
    kinds = np.split(manner, (len(_POLARITIES), len(_POLARITIES) + len(_MODALITIES)))
    polarity, modality, cue_class = (probabilities(k) for k in kinds)
    return Act(
        _place(window, cue),
        chance,
        tuple(_runs(places, tags, _SOURCE, cue_here)),
        tuple(_runs(places, tags, _CONTENT, cue_here)),
        (_POLARITIES[int(polarity.argmax())], float(polarity.max())),
        (_MODALITIES[int(modality.argmax())], float(modality.max())),
        (CLASSES[int(cue_class.argmax())], float(cue_class.max())),
        _ends(tags, chances, _SOURCE, sight),
        _ends(tags, chances, _CONTENT, sight),
    )


def _ends(tags: list[int], chances: Figures, first: int, sight: _Sight) -> float:
    """How likely the first run of this kind begins and ends where it does; with none, how likely there is none.
    Nothing is known of a run's end that lies out of sight."""
    runs = stretches(tags, first)
    if not runs:
        return float(1.0 - chances[:, first].max())
    start, end = runs[0]
    if (sight.cut_before and start == 0) or (sight.cut_after and end == len(tags)):
        return 0.0
    stops = float(1.0 - chances[end, first + 1]) if end < len(tags) else 1.0
    return float(chances[start, first]) * stops


def _runs(places: Sequence[tuple[int, int]], tags: list[int], first: int, cue: Stretch) -> Iterator[Place]:
    """The runs of this kind, cut at paragraphs' ends; the cue's own words are in none."""
    for start, end in stretches(tags, first):
        piece: list[Place] = []
        for i in range(start, end):
            if cue[0] <= i < cue[1]:
                continue
            p, token = places[i]
            if piece and piece[-1][0] == p and not (i - 1 >= cue[0] and i - 1 < cue[1]):
                piece[-1] = (p, (piece[-1][1][0], token + 1))
            else:
                piece.append((p, (token, token + 1)))
        yield from piece


def _place(window: Window, words: Stretch) -> Place:
    """A cue as tokens of its paragraph."""
    p, first = window.places[words[0]]
    last = max(i for q, i in window.places[words[0] : words[1]] if q == p)
    return p, (first, last + 1)
