"""How fast the whole job is, beside the raw engine and beside a plain loop, on the same weights, in one run.

    python scripts/benchmark_throughput.py [ARTICLES] [--sentences 4000] [--beam 1] [--against 4] [--loop 60]
                                             [--batch-tokens 0] [--device cuda] [--workers 1]

whole job     files to files as `mt translate` does it: reading, segmentation, names, engine, memory, links, checks, and
              writing every review file; the engine is loaded beforehand. With --workers N by N processes, which load
              their engines within the time (a sixth of the articles is done beforehand, so that the time this takes
              can be told): one process makes ready and finishes fewer sentences a second than a card translates
raw engine    CTranslate2 `translate_batch` on the same distinct sentences, tokenised and sorted beforehand, with scores
              and attention on, same beam and threads; plain, as who loads the weights has it, and with the shortlist
              of target pieces that comes with the embedded model and that the whole job uses
plain loop    transformers `generate`, one sentence after the other, float32, greedy, with its key-value cache

Articles are read in turn until there are enough sentences; every further round changes each sentence, so that none
stands twice. Rates are in target tokens and source words a second; the ratios are what to compare. Rounds alternate,
and the median of the ratios is printed with their range, for a machine is seldom quiet.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from unittest.mock import patch

from mt import batch, config, models, names, pipeline, readers, requests, segment
from mt.commands._rehearsal import Counting
from mt.engines import Options, ct2, marian
from mt.memory import Memory
from mt.processes import ProcessRun

ROOT = Path(__file__).resolve().parent.parent
WAYS = ("whole job", "raw engine", "raw engine with shortlist")
FEW = 6  # workers are tried on one of so many articles first
ADVERBS = ("hier", "demain", "ensuite", "enfin", "alors", "aussi", "parfois", "toujours", "souvent", "ici")


def copies(folder: Path, sentences: int, target: Path) -> list[Path]:
    """Articles with at least this many sentences, written into `target`; no round repeats a sentence of another."""
    originals = []
    for article in batch.plan([folder]):
        size = sum(len(segment.split(document).segments) for document in readers.read(article.path))
        originals.append((article.path, readers.decode(article.path)[0], size))
    count, written = 0, []
    for turn in itertools.count():
        for path, text, size in originals:
            if count >= sentences:
                return written
            copy = target / f"{path.stem}-{turn}{path.suffix}"
            copy.write_text(changed(text, turn), encoding="utf-8")
            count += size
            written.append(copy)
    return written


def changed(text: str, turn: int) -> str:
    """The text with words at the end of every sentence, others in each turn; no figures, of which news has enough."""
    if not turn:
        return text
    added = " ".join(ADVERBS[int(digit)] for digit in f"{turn:03}")
    return re.sub(r"(?<=[a-zà-ÿ])(?=[.!?…]( |\n|$))|(?<=[^\n.])(?=\n\n)", f" {added}", text)


@cache
def counting(model: str) -> Counting:
    """What tells which texts a model's engine is to get, once in each process."""
    return Counting(models.find(model))


def texts_in(path: Path, model: str) -> tuple[list[str], int]:
    """The texts the engine gets of one article, and the number of source words."""
    texts, words, for_engine = [], 0, pipeline.for_engine(config.Config())
    for document in readers.read(path):
        found = names.find(segment.split(document))
        words += sum(len(part.source.split()) for part in found.segments)
        made = requests.requests(found, counting(model), for_engine)
        texts += [text for request in made if request for text in request.texts]
    return texts, words


def texts_of(paths: Sequence[Path], model: str, workers: int) -> tuple[list[str], int]:
    """The distinct texts the engine gets, and the number of source words; found by so many processes."""
    one = partial(texts_in, model=model)
    if workers == 1:
        found = list(map(one, paths))
    else:
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            found = list(pool.map(one, paths, chunksize=8))
    return list(dict.fromkeys(text for texts, _ in found for text in texts)), sum(words for _, words in found)


def whole(paths: Sequence[Path], settings: config.Config, engine: tuple[Any, str], workers: int) -> float:
    """Seconds of the whole job."""
    articles = batch.plan(paths)
    kind = partial(ProcessRun, workers) if workers > 1 else batch.Run
    with (
        tempfile.TemporaryDirectory(prefix="mt-benchmark-") as folder,
        Memory(Path(folder) / "memory.sqlite") as memory,
        patch.object(pipeline, "engine_of", lambda _: engine),
    ):
        begin = time.perf_counter()
        batch.run(articles, Path(folder) / "out", settings, lambda result: None, memory=memory, kind=kind)
        return time.perf_counter() - begin


def tokenised(engine: ct2.CTranslate2, texts: list[str]) -> list[list[str]]:
    """What CTranslate2 is given, the shortest first."""
    return sorted(([*row.tokens, "</s>"] for row in engine._pieces.encode(texts)), key=len)


def raw(
    engine: ct2.CTranslate2, tokens: list[list[str]], beam: int, batch_tokens: int, *, shortlist: bool
) -> tuple[float, int]:
    """Seconds and target tokens of CTranslate2 alone."""
    begin = time.perf_counter()
    results = engine._translator.translate_batch(
        tokens,
        beam_size=beam,
        max_batch_size=batch_tokens,
        batch_type="tokens",
        max_decoding_length=256,
        return_scores=True,
        return_attention=True,
        use_vmap=shortlist and engine._shortlist,
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


class Measured(NamedTuple):
    """Seconds of each of `WAYS`, by the clock and of the processor, and the target tokens."""

    clock: list[float]
    processor: list[float]
    tokens: int


def processor_time() -> float:
    """Processor seconds of this process and of the workers it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def measured(
    paths: Sequence[Path], settings: config.Config, engine: tuple[Any, str], tokens: list[list[str]], workers: int
) -> Measured:
    """One round."""
    found, count = Measured([], [], 0), 0
    for way in WAYS:
        begin = processor_time()
        if way == WAYS[0]:
            spent = whole(paths, settings, engine, workers)
        else:
            spent, count = raw(engine[0], tokens, settings.beam, engine[0]._tokens, shortlist=way == WAYS[-1])
        found.clock.append(spent)
        found.processor.append(processor_time() - begin)
    return found._replace(tokens=count)


def options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=ROOT / "examples")
    parser.add_argument("--sentences", type=int, default=4000)
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--against", type=int, default=0, help="another beam, to say what it costs the raw engine")
    parser.add_argument("--batch-tokens", type=int, default=0, help="source pieces in a batch; 0 = as usual")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--device", default="auto", help="cpu or cuda, where a card computes in float16")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--loop", type=int, default=60, help="sentences for the plain loop; 0 to leave it out")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--model", default="fr-en")
    return parser.parse_args()


def rows(chosen: argparse.Namespace, folder: Path) -> Iterator[str]:
    """The lines of the result."""
    settings = config.load(
        beam=chosen.beam,
        threads=chosen.threads,
        batch_tokens=chosen.batch_tokens,
        model=chosen.model,
        device=chosen.device,
    )
    engine = pipeline.engine_of(settings)
    paths = copies(chosen.articles, chosen.sentences, folder)
    texts, words = texts_of(paths, chosen.model, chosen.workers)
    whole(paths[:2], settings, engine, 1)  # warm up: imports, the name authority, the first batch
    yield f"{engine[1]}\n{len(paths)} articles, {len(texts)} distinct sentences, {words} source words"
    given = tokenised(engine[0], texts)
    rounds = [measured(paths, settings, engine, given, chosen.workers) for _ in range(chosen.rounds)]
    tokens, times = rounds[0].tokens, [median(own) for own in zip(*(one.clock for one in rounds), strict=True)]
    rates = {name: tokens / time for name, time in zip(WAYS, times, strict=True)}
    if chosen.loop:
        some = texts[:: max(1, len(texts) // chosen.loop)][: chosen.loop]
        loop_seconds, loop_tokens = loop(some, models.find(chosen.model), chosen.threads)
        rates["plain loop"] = loop_tokens / loop_seconds
    for name, rate in rates.items():
        yield f"{name:27} {rate:9.0f} tokens/s {rate * words / tokens:9.0f} words/s"
    for place, name in enumerate(WAYS[1:], 1):
        ratios = sorted(one.clock[place] / one.clock[0] for one in rounds)
        shares = median(one.processor[place] / one.processor[0] for one in rounds)
        yield (
            f"whole job / {name} {median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f} in {len(ratios)} rounds); "
            f"by processor time, which other processes disturb less, {shares:.2f}"
        )
    if chosen.workers > 1:
        few = paths[: len(paths) // FEW]
        spent, share = whole(few, settings, engine, chosen.workers), 1 - len(few) / len(paths)
        yield (
            f"whole job / raw engine {times[1] * share / (times[0] - spent):.2f} once the workers are under way: "
            f"{len(few)} articles take {spent:.1f} s, all {times[0]:.1f} s, the raw engine {times[1]:.1f} s"
        )
    if chosen.against:
        spent, _ = raw(engine[0], given, chosen.against, engine[0]._tokens, shortlist=False)
        yield f"raw engine with beam {chosen.against}: {spent / times[1]:.1f} times the time of beam {chosen.beam}"
    if chosen.loop:
        yield f"whole job / plain loop {rates['whole job'] / rates['plain loop']:.1f}"


def main() -> int:
    """Print the table."""
    with tempfile.TemporaryDirectory(prefix="mt-benchmark-") as folder:
        for row in rows(options(), Path(folder)):
            print(row, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
