"""How good and how fast a model is: greedy and beam 4, int8 and float32, with sacreBLEU's signatures.

    python scripts/measure_model.py newstest2013.fr newstest2013.en [--model fr-en] [--lines 500] [--threads 0]

The model alone, no names step, straight quotes, as `mt evaluate` does; tokens are target pieces, `</s>` counted, and
loading and converting are not in the time.
"""

from __future__ import annotations

import argparse
import sys
import time
from itertools import product
from pathlib import Path

from sacrebleu.metrics import BLEU, CHRF

from mt import config, evaluation, models, pipeline
from mt.training.vocabulary import Vocabulary


def main() -> int:
    """Print one line for each way of running the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="French, one sentence a line")
    parser.add_argument("reference", type=Path, help="its English")
    parser.add_argument("--model", default="fr-en")
    parser.add_argument("--engine", default="ct2")
    parser.add_argument("--lines", type=int, help="only so many, from the top")
    parser.add_argument("--threads", type=int, default=0)
    chosen = parser.parse_args()
    source, reference = (evaluation.lines(path)[: chosen.lines] for path in (chosen.source, chosen.reference))
    pieces = Vocabulary(models.find(chosen.model).folder)
    metrics = (BLEU(), CHRF())
    for beam, precision in product((1, 4), ("int8", "float32")):
        settings = config.load(
            model=chosen.model,
            engine=chosen.engine,
            beam=beam,
            precision=precision,
            threads=chosen.threads,
            names=False,
        )
        engine, signature = pipeline.engine_of(settings)
        begin = time.perf_counter()
        texts = evaluation.hypothesis(source, settings, engine)
        seconds = time.perf_counter() - begin
        tokens = sum(len(ids) + 1 for ids in pieces.encode(texts, side=1))
        bleu, chrf = (metric.corpus_score(texts, [reference]).score for metric in metrics)
        scores = f"BLEU {bleu:5.2f}  chrF2 {chrf:5.2f}  {tokens / seconds:7.0f} tokens/s"
        print(f"beam {beam}  {precision:7}  {scores}  {signature}")
    print(f"{len(source)} lines, {chosen.threads or 'all'} threads")
    for metric in metrics:
        print(metric.get_signature())
    return 0


if __name__ == "__main__":
    sys.exit(main())
