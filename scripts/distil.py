"""Training text from a model's own best translations: what a network can say, in greedy search most of all.

    python scripts/distil.py RUN distilled.tsv.xz [--model fr-en] [--pairs 100000] [--best 6] [--least 20]

Draws pairs from the prepared data of a run of `mt train` as training itself does, those of the domain most, lets the
model give its best translations of the French and keeps of these the one most like the reference, by BLEU of the
sentence (sequence-level interpolation, Kim and Rush 2016, https://aclanthology.org/D16-1139). Left out are pairs whose
best has less than `--least` BLEU or lacks a capitalised word that both sides of the pair share, such as a name. The
file is a corpus like any other: `mt train --data CORPORA distilled.tsv.xz`. Any model may be the teacher, the one in
training or a better one. Scores printed are means of sentence BLEU over the pairs drawn.
"""

from __future__ import annotations

import argparse
import lzma
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sacrebleu.metrics import BLEU

from mt import models
from mt.engines import ct2
from mt.models.pieces import Pieces
from mt.training import arrays, variations
from mt.training.vocabulary import Vocabulary

ROWS = 4000  # translated together, sorted by length within
TOKENS = 3000  # source pieces in a batch


class Pair(NamedTuple):
    """A sentence and its reference."""

    source: str
    target: str


def drawn(run: Path, count: int, seed: int) -> list[Pair]:
    """So many different pairs of a run's prepared data, each as likely as training is to see it."""
    data, pieces = arrays.read(run / "data"), Vocabulary(run / "tokeniser")
    share = np.asarray(data.weight, np.float64)  # a sum of so many in float32 is not 1
    share /= share.sum()
    dice = np.random.default_rng(seed)
    rows = dice.choice(len(data), min(count, int((share > 0).sum())), replace=False, p=share)
    say = Pieces(models.find(str(run / "model"))).decode
    sides = zip(*(data.sides(int(row)) for row in rows), strict=True)
    texts = ([text for text, _ in say([[pieces.tokens[k] for k in ids] for ids in side])] for side in sides)
    return sorted({Pair(*both) for both in zip(*texts, strict=True)}, key=lambda pair: len(pair.source))


class Teacher:
    """A model that gives several translations of a sentence, best first."""

    def __init__(self, model: str, best: int) -> None:
        """Load it, int8, with its shortlist if it has one."""
        import ctranslate2

        checkpoint = models.find(model)
        folder = ct2.converted(checkpoint, "int8")
        self._pieces, self._best = Pieces(checkpoint), best
        self._listed = (folder / ct2.VOCABULARY_MAP).is_file()
        cores = os.cpu_count() or 1
        self._translator = ctranslate2.Translator(str(folder), inter_threads=cores, intra_threads=1)

    def begin(self, texts: list[str]) -> list[object]:
        """Hand the texts to the engine, which works beside what this program does."""
        return list(
            self._translator.translate_batch(
                [[*encoded.tokens, "</s>"] for encoded in self._pieces.encode(texts)],
                beam_size=self._best,
                num_hypotheses=self._best,
                max_batch_size=TOKENS,
                batch_type="tokens",
                use_vmap=self._listed,
                asynchronous=True,
            )
        )

    def end(self, answers: list[object]) -> Iterator[list[str]]:
        """The translations of each text."""
        for answer in answers:
            yield [text for text, _ in self._pieces.decode(answer.result().hypotheses)]  # type: ignore[attr-defined]


def chosen(pair: Pair, hypotheses: list[str], metric: BLEU) -> tuple[str, float, float]:
    """The hypothesis most like the reference ('' if all lack a name), its BLEU, and that of the first."""
    scores = [metric.sentence_score(text, [pair.target]).score for text in hypotheses]
    names = variations.capitalised(pair.source).keys() & variations.capitalised(pair.target).keys()
    fit = [k for k, text in enumerate(hypotheses) if all(name in text for name in names)]
    best = max(fit, key=lambda k: scores[k], default=None)
    return ("", 0.0, scores[0]) if best is None else (hypotheses[best], scores[best], scores[0])


def distilled(pairs: list[Pair], teacher: Teacher) -> Iterator[tuple[Pair, tuple[str, float, float]]]:
    """Every pair with what `chosen` says of it; the engine works a chunk ahead."""
    metric = BLEU(effective_order=True)
    chunks = [pairs[at : at + ROWS] for at in range(0, len(pairs), ROWS)]
    waiting = teacher.begin([pair.source for pair in chunks[0]])
    for number, chunk in enumerate(chunks, 1):
        answers = waiting
        if number < len(chunks):
            waiting = teacher.begin([pair.source for pair in chunks[number]])
        for pair, hypotheses in zip(chunk, teacher.end(answers), strict=True):
            yield pair, chosen(pair, hypotheses, metric)
        print(f"{number * ROWS:,}", end="\r", file=sys.stderr, flush=True)


def main() -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of a run of mt train, prepared and exported")
    parser.add_argument("out", type=Path, help="corpus to write, .tsv.xz")
    parser.add_argument("--model", default="fr-en", help="the teacher")
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--best", type=int, default=6, help="width of the beam, and translations to choose from")
    parser.add_argument("--least", type=float, default=20.0, help="BLEU of the sentence against the reference")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    pairs = drawn(options.run, options.pairs, options.seed)
    first, best, kept = 0.0, 0.0, 0
    part = options.out.with_name(options.out.name + ".part")
    with lzma.open(part, "wt", encoding="utf-8", newline="\n") as file:
        for pair, (text, score, plain) in distilled(pairs, Teacher(options.model, options.best)):
            first, best = first + plain, best + score
            if text and score >= options.least:
                file.write(f"{pair.source}\t{text}\n")
                kept += 1
    part.replace(options.out)
    print(f"{kept:,} of {len(pairs):,} pairs kept; first {first / len(pairs):.1f}, chosen {best / len(pairs):.1f} BLEU")
    return 0


if __name__ == "__main__":
    sys.exit(main())
