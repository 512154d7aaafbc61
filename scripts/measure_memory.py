"""How much memory runs take, and whether more articles take more.

    python scripts/measure_memory.py [ARTICLES] [--sentences 2000,8000,32000] [--engine ct2] [--one-article]

For every number of sentences a run of `mt translate` as a process of its own, with a new translation memory and every
file a user gets by default: seconds, sentences a second, and the peak of its resident memory. Articles are read in
turn and changed in every round, so that no sentence stands twice. With --one-article they are one long article.
`--engine echo` leaves the model out: what remains is what grows, if anything does.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from benchmark_batches import in_one, measured
from benchmark_throughput import ROOT, copies

from mt import batch


def main() -> int:
    """Print a line a run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=ROOT / "examples")
    parser.add_argument("--sentences", default="2000,8000,32000")
    parser.add_argument("--engine", default="ct2")
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--formats", default="html,tsv,jsonl,txt")
    parser.add_argument("--one-article", action="store_true")
    chosen = parser.parse_args()
    options: list[str | Path] = ["--engine", chosen.engine, "--beam", str(chosen.beam), "--formats", chosen.formats]
    for number, sentences in enumerate(map(int, chosen.sentences.split(","))):
        with tempfile.TemporaryDirectory(prefix="mt-memory-") as name:
            folder = Path(name)
            source, output = folder / "in", folder / "out"
            source.mkdir()
            paths = copies(chosen.articles, sentences, source)
            if chosen.one_article:
                in_one(paths, folder / "one.txt")
                shutil.rmtree(source)
                source = folder / "one.txt"
            environment = {"MT_MEMORY": str(folder / "memory.sqlite")}
            seconds, peak = measured(["translate", source, "-o", output, *options], environment)
            manifest = json.loads((output / batch.MANIFEST).read_text(encoding="utf-8"))
        if not number:
            print(manifest["signature"])
        articles = manifest["articles"]
        done = sum(article["segments"] for article in articles)
        words = sum(article["words"] for article in articles)
        print(
            f"{len(articles):7} articles {done:8} sentences {words:9} words {seconds:8.1f} s "
            f"{done / seconds:6.0f} sentences/s {peak:6.0f} MB",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
