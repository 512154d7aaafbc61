"""Teach a trained model by what it says itself: minimum risk training on the prepared data of a run of `mt train`.

    python scripts/minimise_risk.py RUN OUT [--from MODEL] [--minutes 20] [--best 5] [--weight 20]

In rounds: pairs are drawn as training draws them, and the model translates them in several ways (int8, beam). Each way
costs what its sentence BLEU lacks of 100, what it loses of the names that both sides share, and every word it makes up.
Steps lower the cost to be expected (`mt/training/risk.py`) and teach the cheapest way like a reference; with each goes
an ordinary step's loss, so that words, names and links stay learned. OUT is the model of the averaged weights. Every
round prints the BLEU of the first translations of its pairs, which no round before has seen: it should rise.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sacrebleu.metrics import BLEU

from mt import models
from mt.checks import spelling
from mt.engines import ct2
from mt.models.pieces import Pieces
from mt.training import arrays, networks, optimisers, variations, word_links
from mt.training.batches import Ahead, padded
from mt.training.losses import Objective
from mt.training.recipe import Learning, Schedule
from mt.training.risk import expected
from mt.training.schedule import factor

_SMALL = re.compile(r"(?<![\w'’-])[^\W\d_A-Z]{4,}(?![\w'’-])")
LENGTHS = (5, 70)  # pieces of the source: shorter has little to choose from, longer costs time
LOST_NAMES = 0.5  # what it costs to lose all names, in units of 100 BLEU
MADE_UP = 0.1  # what a word costs that is not English


class Candidates(NamedTuple):
    """A pair's source, several translations of it as ids without `</s>`, and what each costs."""

    source: list[int]
    said: list[list[int]]
    costs: list[float]


class Round:
    """The model as it is now, translating and judging."""

    def __init__(self, folder: Path, best: int) -> None:
        import ctranslate2

        checkpoint = models.find(str(folder))
        self._pieces, self._best, self._metric = Pieces(checkpoint), best, BLEU(effective_order=True)
        cores = os.cpu_count() or 1
        self._translator = ctranslate2.Translator(
            str(ct2.converted(checkpoint, "int8")), inter_threads=cores, intra_threads=1
        )

    def candidates(self, pairs: list[tuple[list[int], list[int]]]) -> tuple[list[Candidates], float]:
        """What the model says of each pair and its cost; the mean sentence BLEU of what it says first."""
        token = self._pieces.tokens
        answers = self._translator.translate_batch(
            [[*(token[k] for k in source), "</s>"] for source, _ in pairs],
            beam_size=self._best,
            num_hypotheses=self._best,
            max_batch_size=512 * 3,
            batch_type="tokens",
            use_vmap=True,
            max_decoding_length=120,
        )
        texts = [self._text([[token[k] for k in ids] for ids in pair]) for pair in pairs]
        made, first = [], 0.0
        for (ids, _), (source, target), answer in zip(pairs, texts, answers, strict=True):
            said = [[self._pieces.vocabulary[piece] for piece in row] for row in answer.hypotheses]
            costs = [self._cost(source, target, text) for text in self._text(answer.hypotheses)]
            first += costs[0][0]
            made.append(Candidates(ids, said, [whole for _, whole in costs]))
        return made, first / len(pairs)

    def _text(self, rows: list[list[str]]) -> list[str]:
        return [text for text, _ in self._pieces.decode(rows)]

    def _cost(self, source: str, target: str, text: str) -> tuple[float, float]:
        """BLEU of the sentence, and what it costs in all."""
        bleu = self._metric.sentence_score(text, [target]).score
        names = variations.capitalised(source).keys() & variations.capitalised(target).keys()
        lost = sum(name not in text for name in names) / max(len(names), 1)
        made_up = sum(word.islower() and not spelling.is_word(word) for word in _SMALL.findall(text))
        return bleu, 1 - bleu / 100 + LOST_NAMES * lost + MADE_UP * made_up


def drawn(pairs: arrays.Pairs, seed: int) -> Iterator[int]:
    """Every pair of fitting length once, the more often trained on the sooner (Efraimidis and Spirakis 2006)."""
    length = np.diff(pairs.source_at)
    fit = np.flatnonzero((length >= LENGTHS[0]) & (length <= LENGTHS[1]) & (np.asarray(pairs.weight) > 0))
    dice = np.random.default_rng(seed)
    return iter(fit[np.argsort(-np.log(dice.random(len(fit))) / np.asarray(pairs.weight)[fit])].tolist())


def batches(found: list[Candidates], tokens: int) -> list[list[Candidates]]:
    """Alike in length, of about so many pieces of translations."""
    found = sorted(found, key=lambda one: max(map(len, one.said)))
    made: list[list[Candidates]] = [[]]
    for one in found:
        if made[-1] and (len(made[-1]) + 1) * sum(len(row) + 1 for row in one.said) > tokens:
            made.append([])
        made[-1].append(one)
    np.random.default_rng(len(found)).shuffle(made)
    return made


class Refining:
    """The steps."""

    def __init__(self, run: Path, start: str, chosen: argparse.Namespace) -> None:
        self.run, self.chosen = run, chosen
        learning = Learning(optimiser=chosen.optimiser, average_steps=chosen.average)
        self.model = networks.build(run / "tokeniser", learning, models.find(start))
        self.pairs = arrays.read(run / "data")
        links = run / "data" / "links.npz"
        known = word_links.read(links, self.pairs) if links.is_file() else None
        self.objective = Objective(self.model, learning, links_weight=0.1 if known else 0.0)
        self.ends = (int(self.model.config.pad_token_id), int(self.model.config.eos_token_id))
        self.words = iter(Ahead(self.pairs, chosen.pair_tokens, chosen.seed, self.ends, links=known))
        self.optimizer = optimisers.of(self.model, learning, chosen.rate)
        self.average = networks.Average(self.model, 5, chosen.average)
        self.schedule = Schedule(minutes=chosen.minutes, rate=chosen.rate, warm_up=30, hold=0.3)
        self.steps, self.begin = 0, time.monotonic()

    @property
    def share(self) -> float:
        """Of the minutes that are used up."""
        return float((time.monotonic() - self.begin) / 60 / self.chosen.minutes)

    def step(self, batch: list[Candidates]) -> tuple[float, float, float]:
        """One step on a batch of candidates and one of pairs; the losses."""
        import torch

        tell = self.steps < 5
        source = torch.from_numpy(padded([one.source for one in batch], *self.ends))
        said = torch.from_numpy(padded([row for one in batch for row in one.said], *self.ends))
        costs = torch.tensor([one.costs for one in batch])
        found = expected(self.model, source, said, costs, sharpness=self.chosen.sharpness)
        (self.chosen.weight * found.cost + self.chosen.cheapest * found.cheapest).backward()
        norms = [self._norm()] if tell else []
        given = next(self.words)
        losses = self.objective(given["input_ids"], given["target"], given.get("wanted"))
        losses.total.backward()
        norms += [self._norm()] if tell else []
        if norms:
            print("norms of the gradient, of the risk and with the words:", *(f"{norm:.3f}" for norm in norms))
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for group in self.optimizer.param_groups:
            group["lr"] = self.chosen.rate * factor(self.steps, self.share, self.schedule)
        self.optimizer.step()
        self.model.zero_grad(set_to_none=True)
        networks.silence_padding(self.model)
        self.steps += 1
        self.average.update(self.model, self.steps)
        return found.cost.item(), found.cheapest.item(), losses.words.item()

    def _norm(self) -> float:
        import torch

        parts = [part.grad for part in self.model.parameters() if part.grad is not None]
        norm: float = torch.nn.utils.get_total_norm(parts).item()
        return norm

    def export(self, folder: Path) -> None:
        """The averaged weights as a model."""
        networks.export(self.model, self.average, self.run / "tokeniser", folder)


def refine(refining: Refining, out: Path, scratch: Path) -> None:
    """Rounds until the time is over; the model is written after each."""
    chosen = refining.chosen
    order = drawn(refining.pairs, chosen.seed)
    number = 0
    while refining.share < 1:
        number += 1
        refining.export(out)
        os.environ["MT_CACHE"] = str(scratch / str(number))
        began = time.monotonic()
        some = [refining.pairs.sides(next(order)) for _ in range(chosen.pairs)]
        found, first = Round(out, chosen.best).candidates(some)
        judged = time.monotonic()
        rows: list[Any] = []
        for batch in batches(found, chosen.tokens):
            rows.append(refining.step(batch))
            if refining.share >= 1:
                break
        cost, cheapest, words = np.mean(rows, 0)
        print(
            f"round {number}: {refining.steps} steps, first {first:.2f} BLEU, risk {cost:.4f}, "
            f"cheapest {cheapest:.4f}, words {words:.4f}, "
            f"{judged - began:.0f} s to translate, {time.monotonic() - judged:.0f} s to learn",
            flush=True,
        )
    refining.export(out)


def main() -> int:
    """Write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of a run of mt train, prepared")
    parser.add_argument("out", type=Path, help="folder of the model to write")
    parser.add_argument("--from", dest="start", help="model to begin with; else the run's own")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--best", type=int, default=5, help="width of the beam, and translations of each source")
    parser.add_argument("--pairs", type=int, default=3000, help="in a round")
    parser.add_argument("--tokens", type=int, default=8000, help="in a batch of translations")
    parser.add_argument("--pair-tokens", type=int, default=4000, help="in a batch of pairs")
    parser.add_argument("--weight", type=float, default=20.0, help="of the risk beside the loss of the words")
    parser.add_argument("--cheapest", type=float, default=0.5, help="weight of the loss of the cheapest translation")
    parser.add_argument("--sharpness", type=float, default=1.0)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--optimiser", default="muon", choices=("muon", "adamw"))
    parser.add_argument("--average", type=int, default=100, help="steps that the weights are averaged over")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        refine(Refining(chosen.run, chosen.start or str(chosen.run / "model"), chosen), chosen.out, Path(scratch))
    return 0


if __name__ == "__main__":
    sys.exit(main())
