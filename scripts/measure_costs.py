"""Where the processor's time goes in a whole job: milliseconds a sentence for every stage, in one run.

    python scripts/measure_costs.py [ARTICLES] [--sentences 2000] [--beam 1] [--again]

The stages are timed where they stand, in the job as `mt translate` runs it; what one calls of another counts for the
other alone. Time is processor time, not the clock's, so that another process hardly disturbs it and the threads of the
engine, which are all that is left, are seen beside the stages. Where the engine alone keeps every core busy, the whole
job can be no faster, beside it, than the engine's share of the sum. With --again the outputs are deleted and made
once more, from the memory.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmark_throughput import ROOT, copies, raw, texts_of, tokenised

from mt import anaphora, batch, config, lost_names, names, pipeline, readers, segment, translation, writers
from mt.align import links
from mt.batch import inputs, journal, shelf
from mt.engines import ct2
from mt.memory import Memory, remembering
from mt.models import pieces
from mt.review import carrying, suggestions
from mt.writers import _names, jsonl, tsv, txt

STAGES: tuple[tuple[str, Any, str], ...] = (
    ("find the article", inputs, "_file_hash"),
    ("read", inputs.Found, "read"),
    ("split", segment, "split"),
    ("names.find", names, "find"),
    ("make requests", translation, "requests"),
    ("tokenise", pieces.Pieces, "encode"),
    ("count pieces", pieces.Pieces, "count"),
    ("detokenise", pieces.Pieces, "decode"),
    ("around the engine", ct2.CTranslate2, "translate"),
    ("memory, reading", remembering.Remembering, "_recall"),
    ("memory, writing", remembering.Remembering, "_store"),
    ("fill the targets", translation, "_filled"),
    ("links.align", links, "_aligned"),
    ("names.enforce", names, "enforce"),
    ("checks", pipeline, "flag"),
    ("lost names, asking", lost_names, "_tried"),
    ("lost names, better", lost_names, "_better"),
    ("pronouns", anaphora, "agree"),
    ("finished, reading", shelf.Shelf, "take"),
    ("finished, keeping", shelf.Shelf, "keep"),
    ("near matches", suggestions, "suggest"),
    ("jsonl", jsonl, "render"),
    ("tsv", tsv, "render"),
    ("txt", txt, "render"),
    ("names.json, .tsv", _names, "as_json"),
    ("names.json, .tsv", _names, "as_tsv"),
    ("summary", writers, "summarise"),
    ("page, files", writers, "atomic"),
    ("carry over", carrying, "carried"),
    ("edits kept apart", carrying, "set_aside"),
    ("hash the files", journal.Journal, "hashes"),
    ("journal", journal.Journal, "add"),
)


class Clock:
    """Processor seconds of each stage, what it calls of other stages left out."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._local = threading.local()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, with its time counted under `name`."""

        def call(*args: Any, **kwargs: Any) -> Any:
            running = self._local.__dict__.setdefault("inner", [])
            running.append(0.0)
            begin = time.thread_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent = time.thread_time() - begin
                self.seconds[name] += spent - running.pop()
                if running:
                    running[-1] += spent

        return call


def job(paths: list[Path], settings: config.Config, engine: Any, folder: Path) -> tuple[Clock, float, float]:
    """The stages' clock, and the process's processor seconds and the clock's seconds, of one run."""
    clock = Clock()
    with ExitStack() as patches:
        for name, place, attribute in STAGES:
            patches.enter_context(patch.object(place, attribute, clock.timed(name, getattr(place, attribute))))
        patches.enter_context(patch.object(pipeline, "engine_of", lambda _: engine))
        with Memory(folder / "memory.sqlite") as memory:
            processor, wall = time.process_time(), time.perf_counter()
            batch.run(batch.plan(paths), folder / "out", settings, lambda result: None, memory=memory)
            return clock, time.process_time() - processor, time.perf_counter() - wall


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=ROOT / "examples")
    parser.add_argument("--sentences", type=int, default=2000)
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--again", action="store_true", help="from the memory")
    chosen = parser.parse_args()
    settings = config.load(beam=chosen.beam, threads=chosen.threads)
    engine = pipeline.engine_of(settings)
    with tempfile.TemporaryDirectory(prefix="mt-costs-") as name:
        folder = Path(name)
        (folder / "in").mkdir()
        paths = copies(chosen.articles, chosen.sentences, folder / "in")
        count = sum(len(segment.split(document).segments) for path in paths for document in readers.read(path))
        job(paths[:2], settings, engine, folder / "warm")
        clock, processor, wall = job(paths, settings, engine, folder / "cold")
        if chosen.again:
            (folder / "cold" / "out").rename(folder / "gone")
            clock, processor, wall = job(paths, settings, engine, folder / "cold")
        print(f"{engine[1]}\n{len(paths)} articles, {count} sentences")
        print("milliseconds of processor time a sentence, and the share of the raw engine's")
        texts, _ = texts_of(paths, settings.model, 1)
        tokens = tokenised(engine[0], texts)
        begin = time.process_time()
        raw(engine[0], tokens, chosen.beam, engine[0]._tokens, shortlist=True)
        alone = time.process_time() - begin
        staged = clock.seconds.total()
        rows = [*clock.seconds.most_common(), ("all stages", staged), ("engine and the rest", processor - staged)]
        rows += [("raw engine, shortlist", alone), ("by the clock", wall)]
        for stage, seconds in rows:
            print(f"{stage:21} {1000 * seconds / count:7.3f} {100 * seconds / alone:6.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
