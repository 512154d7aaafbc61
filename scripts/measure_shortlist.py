"""What the shortlist costs and spares: int8 with it and without, each sentence alone, by twenties, in full batches.

    python scripts/measure_shortlist.py newstest2013.fr newstest2013.en [--model fr-en] [--lines 1000] [--beam 1]

A batch may say whatever one of its sentences may, so a sentence alone, as `mt serve` gets it, is bounded most. Printed
are BLEU, the sentences that the shortlist makes come out otherwise, and the processor time, the model alone.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from sacrebleu.metrics import BLEU

from mt import evaluation, models
from mt.engines import Options, ct2

SIZES = (("alone", 1), ("by twenties", 20), ("full batches", 0))


def said(engine: ct2.CTranslate2, source: list[str], size: int) -> tuple[list[str], float]:
    """The translations, so many sentences given at a time (0: all at once), and the seconds of processor time."""
    begin = time.process_time()
    size = size or len(source)
    groups = (source[start : start + size] for start in range(0, len(source), size))
    texts = [answer.text for group in groups for answer in engine.translate(group)]
    return texts, time.process_time() - begin


def main() -> int:
    """Print a line for each way of giving the sentences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="French, one sentence a line")
    parser.add_argument("reference", type=Path, help="its English")
    parser.add_argument("--model", default="fr-en")
    parser.add_argument("--lines", type=int, default=1000, help="so many, from the top")
    parser.add_argument("--beam", type=int, default=1)
    chosen = parser.parse_args()
    source, reference = (evaluation.lines(path)[: chosen.lines] for path in (chosen.source, chosen.reference))
    engine = ct2.load(models.find(chosen.model), Options(chosen.beam))
    if not engine._shortlist:
        sys.exit(f"model {chosen.model} has no shortlist")
    metric = BLEU()
    for name, size in SIZES:
        engine._shortlist = True
        listed, spent = said(engine, source, size)
        engine._shortlist = False
        free, whole = said(engine, source, size)
        scores = [metric.corpus_score(texts, [reference]).score for texts in (free, listed)]
        other = sum(one != two for one, two in zip(free, listed, strict=True)) / len(source)
        bleu = f"BLEU {scores[0]:.2f} -> {scores[1]:.2f}"
        print(f"{name:12}  {bleu}  {other:5.1%} otherwise  {spent / whole:.2f} of the time")
    print(f"{len(source)} lines, {engine.signature}; {metric.get_signature()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
