"""Lays two passages side by side as the word pieces a cross-encoder reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

#: Of each passage so many pieces are read at most; news sentences are seldom half as long.
MOST = 120
_BEGIN, _END = "[CLS]", "[SEP]"


@dataclass(frozen=True, slots=True)
class Row:
    """Two passages for the network: piece numbers, and of each piece whether it is of the first (0) or the second (1)."""

    ids: tuple[int, ...]
    sides: tuple[int, ...]


class Laying:
    """BERT's word pieces, lower case and without accents, over a vocabulary file (one piece a line, its number the line's)."""

    def __init__(self, vocabulary: Path) -> None:
        known = {w: i for i, w in enumerate(vocabulary.read_text(encoding="utf-8").splitlines())}
        self._tokenizer = Tokenizer(models.WordPiece(known, unk_token="[UNK]", max_input_chars_per_word=60))
        self._tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
        self._tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        self._begin, self._end = known[_BEGIN], known[_END]

    def of(self, old: str, new: str, days: int | None = None) -> Row:
        """The older passage first. What came ``days`` later says so before it: a count read two days on is another count."""
        first = self._pieces(old)
        second = self._pieces(f"{later(days)} {new}" if days else new)
        ids = (self._begin, *first, self._end, *second, self._end)
        return Row(ids, (0,) * (len(first) + 2) + (1,) * (len(second) + 1))

    def _pieces(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids[:MOST])


def later(days: int) -> str:
    """How much later, in a few words that stay the same from one length to the next: "a day later:", "weeks later:"."""
    away = abs(days)
    if away <= 1:
        return "a day later:"
    return "days later:" if away < 7 else "weeks later:" if away < 60 else "long after:"
