"""How many target tokens a second `mt train` learns from, and what the choices it makes are worth, in one run.

    python scripts/benchmark_training.py [--steps 30] [--width 256 --feed-forward 1024 --encoder 4 --decoder 2]

Invented sentences of the lengths of news, the network of the recipe, the real objective and optimiser. Every row is a
process of its own that changes one choice: arithmetic, optimiser, attention, batch size, and who manages the memory:
glibc hands large blocks back to the kernel, which zeroes every page anew at the next step; jemalloc keeps them, if it
is installed. Rates are by the clock, so the machine should be quiet. Beside them stands the share of the operations'
time that goes into matrix products: the rest bounds a small network.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from ctypes.util import find_library
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
CHOICES: dict[str, dict[str, object]] = {
    "as mt train does it": {},
    "float32": {"precision": "float32"},
    "AdamW alone": {"optimiser": "adamw"},
    "twice the batch": {"share": 2.0},
    "four times the batch": {"share": 4.0},
    "the other attention": {"other_attention": True},
    "cuDNN's attention (CUDA only)": {"cudnn": True},
    "jemalloc": {"preload": "jemalloc"},
    "jemalloc, four times the batch": {"preload": "jemalloc", "share": 4.0},
}
JEMALLOC = {"MALLOC_CONF": "dirty_decay_ms:-1,muzzy_decay_ms:-1,thp:always,metadata_thp:always"}


def invented_pairs(count: int, words: int, seed: int = 1) -> list[tuple[list[int], list[int]]]:
    """Ids of pairs whose lengths are spread as those of news are: about 30 pieces, a few over 80."""
    dice = np.random.default_rng(seed)
    lengths = np.clip(dice.gamma(3.0, 10.0, count).astype(int), 4, 110)
    sides = [np.clip((lengths * dice.normal(1.0, 0.1, count)).astype(int), 3, 118) for _ in range(2)]
    return [tuple(dice.integers(5, words, length).tolist() for length in pair) for pair in zip(*sides, strict=True)]


def measured(chosen: argparse.Namespace, choice: dict[str, object]) -> str:
    """Tokens a second with this choice, and the share of matrix products."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    from mt.training import arrays, networks, optimisers, steps
    from mt.training.batches import Ahead
    from mt.training.losses import Objective
    from mt.training.recipe import Learning, Recipe, Schedule

    words = chosen.pieces
    learning = Learning(precision=str(choice.get("precision", "auto")), optimiser=str(choice.get("optimiser", "muon")))
    recipe = Recipe(learning=learning, schedule=Schedule(steps=1))
    device = networks.device()
    config = MarianConfig(
        vocab_size=words + 1, d_model=chosen.width, encoder_layers=chosen.encoder, decoder_layers=chosen.decoder,
        encoder_ffn_dim=chosen.feed_forward, decoder_ffn_dim=chosen.feed_forward, encoder_attention_heads=8,
        decoder_attention_heads=8, pad_token_id=words, eos_token_id=0, decoder_start_token_id=words,
        dropout=0.1 if device == "cuda" else 0.0,
        activation_function="relu", max_position_embeddings=512,
    )  # fmt: skip
    attention = networks.attention(device)
    if choice.get("other_attention"):
        attention = "sdpa" if attention == "eager" else "eager"
    config._attn_implementation = attention
    torch.backends.cuda.enable_cudnn_sdp(bool(choice.get("cudnn")))
    model = MarianMTModel(config).to(device).train()
    tokens = int(steps.batch_tokens(recipe, device) * float(str(choice.get("share", 1.0))))
    ahead = Ahead(arrays.of(invented_pairs(40_000, words), words + 1), tokens, 1, (words, 0), pinned=device == "cuda")
    objective, optimiser = Objective(model, learning), optimisers.of(model, learning, 1e-3)
    clock, batches = time.perf_counter, iter(ahead)

    def some(count: int) -> tuple[int, float]:
        begin, before = clock(), ahead.tokens
        for _, batch in zip(range(count), batches, strict=False):
            inputs = {name: tensor.to(device, non_blocking=True) for name, tensor in batch.items()}
            objective(inputs["input_ids"], inputs["target"]).total.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        if device == "cuda":
            torch.cuda.synchronize()
        return ahead.tokens - before, clock() - begin

    some(5)
    count, seconds = some(chosen.steps)
    with torch.profiler.profile() as profile:
        some(4)
    ahead.close()
    spent = {row.key: row.self_device_time_total or row.self_cpu_time_total for row in profile.key_averages()}
    products = sum(time for name, time in spent.items() if name in ("aten::mm", "aten::addmm", "aten::bmm"))
    return f"{count / seconds:8.0f} tokens/s  {products / sum(spent.values()):4.0%} in matrix products"


def main() -> int:
    """Print a row for each choice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--feed-forward", type=int, default=1024)
    parser.add_argument("--encoder", type=int, default=4)
    parser.add_argument("--decoder", type=int, default=2)
    parser.add_argument("--pieces", type=int, default=8000, help="of the vocabulary")
    parser.add_argument("--only", choices=CHOICES, help="measure this choice here")
    chosen = parser.parse_args()
    if chosen.only:
        print(measured(chosen, CHOICES[chosen.only]))
        return 0
    for name, choice in CHOICES.items():
        command, environment = [sys.executable, __file__, *sys.argv[1:], "--only", name], dict(os.environ)
        if "preload" in choice:
            library = find_library(str(choice["preload"]))
            if library is None:
                print(f"{name:30} not measured: {choice['preload']} is not installed")
                continue
            environment |= JEMALLOC | {"LD_PRELOAD": library}
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)
        if done.returncode:
            return done.returncode
        print(f"{name:30} {done.stdout.rstrip().splitlines()[-1]}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
