"""Lays two passages side by side as the word pieces a cross-encoder reads."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer, processors

from bot.errors import BadSetting
from bot.inference import word_pieces

#: Of each passage so many pieces are read at most; news sentences are seldom half as long.
MOST = 120


@dataclass(frozen=True, slots=True)
class Row:
    """Two passages for the network: piece numbers, and of each piece whether it is of the first (0) or the second (1)."""

    ids: tuple[int, ...]
    sides: tuple[int, ...]


class Laying:
    """BERT's word pieces, lower case and without accents, over a vocabulary file (one piece a line, its number the line's);
    or whatever tokenizer stands in a model's folder."""

    def __init__(self, vocabulary: Path, *, tokenizer: Tokenizer | None = None, says_later: bool = True) -> None:
        self._tokenizer = tokenizer or _two_passages(word_pieces(vocabulary))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(2 * MOST + 3, strategy="longest_first")
        self._says_later = says_later

    @classmethod
    def of_folder(cls, folder: Path, *, says_later: bool) -> Laying:
        """The tokenizer of the model in this folder. ``BadSetting`` when it has none."""
        whole, words = folder / "tokenizer.json", folder / "vocab.txt"
        if not whole.is_file() and not words.is_file():
            raise BadSetting(f"WIRECHECK_JUDGE: there is neither tokenizer.json nor vocab.txt in {folder}")
        try:
            tokenizer = Tokenizer.from_file(str(whole)) if whole.is_file() else None
            return cls(words, tokenizer=tokenizer, says_later=says_later)
        except Exception as error:  # the library raises a bare Exception for a file it cannot make out
            raise BadSetting(f"WIRECHECK_JUDGE: the tokenizer in {folder} cannot be read ({error})") from None

    def of(self, old: str, new: str, days: int | None = None) -> Row:
        """The older passage first. What came ``days`` later says so before it: a count read two days on is another count."""
        second = f"{later(days)} {new}" if days and days > 0 and self._says_later else new
        encoded = self._tokenizer.encode(old, second)
        return Row(tuple(encoded.ids), tuple(encoded.type_ids))


def _two_passages(tokenizer: Tokenizer) -> Tokenizer:
    """Word pieces that lay two passages side by side as BERT does."""
    known = tokenizer.get_vocab()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", known["[SEP]"]), ("[CLS]", known["[CLS]"]))
    return tokenizer


def later(days: int) -> str:
    """How much later, in a few words that stay the same from one length to the next: "a day later:", "weeks later:"."""
    if days <= 1:
        return "a day later:"
    return "days later:" if days < 7 else "weeks later:" if days < 60 else "long after:"
