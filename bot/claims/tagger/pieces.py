"""Words as the word pieces the network knows, and where each word's first piece stands."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.claims.tagger.windows import SIZES, Window
from bot.inference import word_pieces

#: A word's later pieces say little (the ends of long names, of web addresses); a window must stay within 512.
MOST = 3
_BEGIN, _END = "[CLS]", "[SEP]"


@dataclass(frozen=True, slots=True)
class Row:
    """One window for the network: piece numbers, features of the word each piece is of, each word's first piece."""

    ids: NDArray[np.int64]
    features: NDArray[np.int64]
    first: NDArray[np.int64]


def vocabulary_file() -> Path:
    """The word pieces of all-MiniLM-L6-v2 (BERT's, lower case), as shipped beside the weights."""
    return Path(str(resources.files("bot.claims.tagger").joinpath("data", "vocab.txt")))


class Pieces:
    """BERT's word pieces, lower case and without accents."""

    def __init__(self, vocabulary: Path) -> None:
        self._tokenizer = word_pieces(vocabulary)
        self._begin, self._end, self._unknown = map(self._tokenizer.get_vocab().__getitem__, (_BEGIN, _END, "[UNK]"))

    def of(self, window: Window) -> Row:
        """A paragraph's end is marked by [SEP]; a word without any piece counts as unknown."""
        encoded = self._tokenizer.encode(list(window.words), is_pretokenized=True, add_special_tokens=False)
        of_word: list[list[int]] = [[] for _ in window.words]
        for number, word in zip(encoded.ids, encoded.word_ids, strict=True):
            if word is not None and len(of_word[word]) < MOST:
                of_word[word].append(number)
        nothing = (0,) * len(SIZES)
        ids, features = [self._begin], [nothing]
        first: list[int] = []
        for numbers, feature, begins in zip(of_word, window.features, window.begins, strict=True):
            if begins and first:
                ids.append(self._end)
                features.append(nothing)
            first.append(len(ids))
            ids += numbers or [self._unknown]
            features += [feature] * max(1, len(numbers))
        ids.append(self._end)
        features.append(nothing)
        return Row(np.array(ids, np.int64), np.array(features, np.int64), np.array(first, np.int64))
