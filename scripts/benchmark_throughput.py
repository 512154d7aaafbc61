"""How fast the whole pipeline is, beside the raw engine and beside a plain loop, on the same weights, in one run.

    python scripts/benchmark_throughput.py [ARTICLES] [--sentences 2000] [--beam 1] [--threads 0] [--loop 60]

whole pipeline   reading, segmentation, names, engine, links, checks and writing every review file
raw engine       CTranslate2 `translate_batch` on the same distinct sentences, tokenised and sorted beforehand, with
                 scores and attention on, same beam and threads
plain loop       transformers `generate`, one sentence after the other, float32, greedy, with its key-value cache

Articles are read in turn until there are enough sentences; every further round changes the figures in them, so no
sentence stands twice. Rates are in target tokens and source words a second; the ratios are what to compare.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from mt import batch, config, models, pipeline, readers, segment, writers
from mt.document import Document
from mt.engines import Options, ct2, marian

ROOT = Path(__file__).resolve().parent.parent


def copies(folder: Path, sentences: int) -> Iterator[Path]:
    """Articles with at least this many distinct sentences, written to a temporary folder."""
    originals = [(article.path, readers.decode(article.path)[0]) for article in batch.plan([folder])]
    count, target = 0, Path(tempfile.mkdtemp(prefix="mt-benchmark-"))
    for turn in itertools.count():
        for path, text in originals:
            if count >= sentences:
                return
            numbered = re.sub(r"(?<=[a-zé])(?=\.\s)", f" (n° {turn})", text) if turn else text
            copy = target / f"{path.stem}-{turn}{path.suffix}"
            copy.write_text(numbered, encoding="utf-8")
            count += sum(len(segment.split(document).segments) for document in readers.read(copy))
            yield copy


class Recorder:
    """An engine that remembers the texts it was given."""

    def __init__(self, engine: Any) -> None:
        self._engine, self.texts = engine, []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def translate(self, texts: list[str]) -> Any:
        """Translate, and remember."""
        self.texts += texts
        return self._engine.translate(texts)


def whole(paths: list[Path], settings: config.Config, engine: Recorder) -> tuple[float, int]:
    """Seconds and source words of the whole pipeline, from files to files."""

    def documents() -> Iterator[Document]:
        for path in paths:
            yield from (replace(document, id=path.stem) for document in readers.read(path))

    words, begin = 0, time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for document in pipeline.run(documents(), settings, engine):
            writers.write(document, Path(folder), settings.formats, name=document.id, signature="benchmark")
            words += sum(len(part.source.split()) for part in document.segments)
        return time.perf_counter() - begin, words


def raw(engine: ct2.CTranslate2, texts: list[str], beam: int, batch_tokens: int) -> tuple[float, int]:
    """Seconds and target tokens of CTranslate2 alone."""
    tokens = sorted(([*row.tokens, "</s>"] for row in engine._pieces.encode(texts)), key=len)
    begin = time.perf_counter()
    results = engine._translator.translate_batch(
        tokens,
        beam_size=beam,
        max_batch_size=batch_tokens,
        batch_type="tokens",
        max_decoding_length=256,
        return_scores=True,
        return_attention=True,
    )
    return time.perf_counter() - begin, sum(len(result.hypotheses[0]) for result in results)


def loop(texts: list[str], checkpoint: models.Checkpoint, threads: int) -> tuple[float, int]:
    """Seconds and target tokens of transformers, sentence by sentence."""
    engine = marian.load(checkpoint, Options(beam=1, threads=threads))
    model, vocabulary = engine._model, engine._pieces.vocabulary
    import torch

    begin, count = time.perf_counter(), 0
    with torch.inference_mode():
        for row in engine._pieces.encode(texts):
            ids = torch.tensor([[vocabulary[token] for token in row.tokens] + [vocabulary["</s>"]]])
            output = model.generate(input_ids=ids, num_beams=1, max_length=None, max_new_tokens=2 * ids.shape[1] + 16)
            count += output.shape[1] - 2
    return time.perf_counter() - begin, count


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=ROOT / "examples")
    parser.add_argument("--sentences", type=int, default=2000)
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--loop", type=int, default=60, help="sentences for the plain loop")
    parser.add_argument("--model", default="fr-en")
    chosen = parser.parse_args()
    settings = config.load(beam=chosen.beam, threads=chosen.threads, model=chosen.model)
    engine, signature = pipeline.engine_of(settings)
    recorder = Recorder(engine)
    paths = list(copies(chosen.articles, chosen.sentences))
    whole(paths[:2], settings, recorder)  # warm up: imports, the name authority, the first batch
    recorder.texts.clear()
    seconds, words = whole(paths, settings, recorder)
    texts = recorder.texts
    raw_seconds, tokens = raw(engine, texts, chosen.beam, settings.batch_tokens)
    some = texts[:: max(1, len(texts) // chosen.loop)][: chosen.loop]
    loop_seconds, loop_tokens = loop(some, models.find(chosen.model), chosen.threads)
    rates = {
        "whole pipeline": tokens / seconds,
        "raw engine": tokens / raw_seconds,
        "plain loop": loop_tokens / loop_seconds,
    }
    print(
        f"{signature}\n{len(paths)} articles, {len(texts)} distinct sentences, {words} source words, {tokens} target tokens"
    )
    for name, rate in rates.items():
        print(f"{name:15} {rate:9.0f} tokens/s {rate * words / tokens:9.0f} words/s")
    print(f"whole pipeline / raw engine {rates['whole pipeline'] / rates['raw engine']:.2f}")
    print(f"whole pipeline / plain loop {rates['whole pipeline'] / rates['plain loop']:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
