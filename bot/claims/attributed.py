"""One act of saying: who, with which word, and what; found in a parse, its names not yet resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.claims.cues import Cue
from bot.claims.paragraph import Stretch
from bot.nouns import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Attribution:
    """One act of saying, found in one sentence. ``speaker`` and ``anchor`` are the heads of source and cue."""

    sentence: Stretch
    cue: Cue
    anchor: Token
    cue_words: tuple[Stretch, ...]
    content: tuple[Span, ...]
    speaker: Token | None = None
    source: tuple[Stretch, ...] = ()
    frame: str = "clause"
    quoted: bool = False
    carrier: Token | None = None  # who was told: "Peskov told Tass"
    origin: Token | None = None  # whose words were passed on: "KCNA reported, citing the commission"
