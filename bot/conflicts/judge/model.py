"""The second opinion at work: any cross-encoder in ONNX form, ours or another, asked about two passages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bot import inference
from bot.conflicts.judge.laying import Laying, Row
from bot.conflicts.judge.unquantized import unquantized
from bot.errors import BadSetting
from bot.nouns import Opinion

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

#: The weights that come with the package.
WEIGHTS = Path(str(resources.files("bot.conflicts.judge").joinpath("data")))
#: Where an exported model is looked for in its folder, the usual names first.
_MODELS = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")
_ANSWERS = ("entail", "neutral", "contradict")


class CrossEncoder:
    """A model in a folder: ``model.onnx``; ``config.json``, whose ``id2label`` names its answers (entailment, neutral,
    contradiction); ``tokenizer.json`` or a BERT ``vocab.txt``. Raises ``BadSetting`` when one is missing or does not fit."""

    def __init__(self, folder: Path) -> None:
        config = _config(folder)
        self._columns = _columns(folder, config)
        self._laying = Laying.of_folder(folder, says_later=bool(config.get("says_later")))
        self._session = _session(folder)
        self._inputs = frozenset(i.name for i in self._session.get_inputs())
        self._opinion = lru_cache(maxsize=4096)(self._asked)

    def opinion(self, old: str, new: str, days: int | None = None) -> Opinion:
        """Of two passages, the older first; ``days`` lie between their publication, None when that is not known. Where neither is
        known to be the older, it is asked both ways, and either way answers the same: the mean of the two."""
        return self._opinion(old, new, days) if days else self._opinion(*sorted((old, new)), None)

    def _asked(self, old: str, new: str, days: int | None) -> Opinion:
        ways = [(old, new)] if days else [(old, new), (new, old)]
        opinions = self.opinions([self._laying.of(*way, days) for way in ways])
        return Opinion(*(sum(shares) / len(ways) for shares in zip(*map(astuple, opinions), strict=True)))

    def laid(self, old: str, new: str, days: int | None = None) -> Row:
        """The two passages as the model reads them."""
        return self._laying.of(old, new, days)

    def opinions(self, rows: Sequence[Row]) -> list[Opinion]:
        """Of several pairs laid side by side at once."""
        long = max(len(row.ids) for row in rows)
        ids, sides, mask = (np.zeros((len(rows), long), np.int64) for _ in range(3))
        for k, row in enumerate(rows):
            ids[k, : len(row.ids)], sides[k, : len(row.ids)], mask[k, : len(row.ids)] = row.ids, row.sides, 1
        given = {"input_ids": ids, "token_type_ids": sides, "attention_mask": mask}
        logits = self._session.run(None, {name: given[name].astype(self._type(name)) for name in self._inputs})[0]
        return [self._read(row) for row in np.asarray(logits, np.float64)]

    def _type(self, name: str) -> type[np.generic]:
        (kind,) = (i.type for i in self._session.get_inputs() if i.name == name)
        return np.float32 if "float" in kind else np.int64

    def _read(self, logits: NDArray[np.float64]) -> Opinion:
        shares = np.exp(logits - logits.max())
        shares /= shares.sum()
        entails, neither, contradicts = (float(shares[c]) if c is not None else 0.0 for c in self._columns)
        return Opinion(entails, neither, contradicts)


@cache
def load(folder: Path) -> CrossEncoder:
    """The model in this folder, loaded once in a process. ``BadSetting`` when it is none."""
    return CrossEncoder(folder)


def _config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    try:
        config = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BadSetting(
            f"WIRECHECK_JUDGE: {path} cannot be read ({error.strerror}); name the folder of a cross-encoder in ONNX form"
        ) from None
    except ValueError:
        raise BadSetting(f"WIRECHECK_JUDGE: {path} is no JSON; export the model again") from None
    return config if isinstance(config, dict) else {}


def _columns(folder: Path, config: dict[str, Any]) -> tuple[int | None, int | None, int | None]:
    """Which of the model's answers is which, from the names its configuration gives them."""
    labels = {str(label).casefold(): int(k) for k, label in (config.get("id2label") or {}).items()}
    found = [next((k for label, k in labels.items() if label.startswith(word)), None) for word in _ANSWERS]
    if found[2] is None:
        named = ", ".join(sorted(labels)) or "none"
        raise BadSetting(
            f"WIRECHECK_JUDGE: {folder / 'config.json'} names no answer “contradiction” in id2label ({named}); "
            "take a model of natural language inference"
        )
    return found[0], found[1], found[2]


def _session(folder: Path) -> InferenceSession:
    path = next((folder / name for name in _MODELS if (folder / name).is_file()), None)
    if path is None:
        raise BadSetting(f"WIRECHECK_JUDGE: there is no model.onnx in {folder}; export the model in ONNX form")
    try:
        session = inference.session(unquantized(path))
    except Exception as error:
        raise BadSetting(f"WIRECHECK_JUDGE: {path} is no usable ONNX model ({_line(error)})") from None
    unknown = {i.name for i in session.get_inputs()} - {"input_ids", "token_type_ids", "attention_mask"}
    if unknown:
        raise BadSetting(
            f"WIRECHECK_JUDGE: {path} asks for {', '.join(sorted(unknown))}, not for a cross-encoder's usual inputs"
        )
    return session


def _line(error: Exception) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
