"""How the package's networks are run, on one thread and alike on any processor, and the word pieces they read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer


def session(model: Path | bytes) -> InferenceSession:
    """The network in this ONNX file, or laid in these bytes, ready to run. Whatever onnxruntime raises for a file that holds none.

    On x64 processors without VNNI, onnxruntime's product of 8-bit numbers is cut off where two of them do not fit in 16 bits,
    so the same text would read differently from machine to machine. The exact product costs about a fifth more time there
    and nothing elsewhere (onnxruntime_session_options_config_keys.h, session.x64quantprecision).
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def word_pieces(vocabulary: Path) -> Tokenizer:
    """BERT's word pieces, lower case and without accents, over a vocabulary file (one piece a line, its number the line's)."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    known = {w: i for i, w in enumerate(vocabulary.read_text(encoding="utf-8").splitlines())}
    tokenizer = Tokenizer(models.WordPiece(known, unk_token="[UNK]", max_input_chars_per_word=60))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer
