"""What a large archive costs on a cluster, reckoned from what is measured here, and what stops scaling first.

    python scripts/estimate_cluster.py [ARTICLES] [--words 1e9] [--nodes 64] [--cores 16] [--article 500] [--beam 1]

Measured on one core of this machine, in processor time, so that other work on it does not count: the whole job from
file to review files, without a memory; the same to JSONL shards; storing sentences in a translation memory; the index
and the manifest that the driver writes at the end. The rest is arithmetic, printed with its figures. Cores are taken to
be like the one measured, and input and output to be on a file system that keeps up with the rates printed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmark_throughput import ROOT, copies

from mt import batch, config, pipeline, writers
from mt.batch.journal import Entry, Journal
from mt.batch.manifest import totals
from mt.commands._watching import duration
from mt.memory import Machine, Memory
from mt.writers import Summary

WINDOW = 512
GROWTH = 20_000  # articles in the measurement of the driver's last step


def spent(function: Callable[[], object]) -> float:
    """Processor seconds, of all threads."""
    begin = time.process_time()
    function()
    return time.process_time() - begin


def job(paths: list[Path], output: Path, settings: config.Config) -> tuple[float, dict[str, int], int]:
    """Processor seconds of the whole job, its figures, and the bytes it wrote."""
    articles, reports = batch.plan(paths), []
    batch.check_output(output)
    seconds = spent(lambda: reports.append(batch.run(articles, output, settings, lambda result: None)))
    figures = totals(result.summary for result in reports[0] if result.summary)
    return seconds, figures, sum(path.stat().st_size for path in output.rglob("*") if path.is_file())


def storing(folder: Path) -> tuple[float, float]:
    """Processor seconds and bytes a sentence of the translation memory, in transactions of one window."""
    texts = [f"La phrase numéro {k} de l'archive, longue comme elles le sont." for k in range(40 * WINDOW)]
    with Memory(folder / "memory.sqlite") as memory:

        def store() -> None:
            for start in range(0, len(texts), WINDOW):
                some = texts[start : start + WINDOW]
                memory.store("key", [(text, Machine(text, -0.5, b"x" * 250)) for text in some])

        seconds = spent(store)
        return seconds / len(texts), memory.stats().bytes / len(texts)


def finishing(folder: Path) -> float:
    """Processor seconds an article of the index and of reading and writing its line of the manifest."""
    journal = Journal(folder, "key")
    journal.begin()
    title = "A title of some length for an article"
    summaries = [Summary(title, f"article-{k}", ("html",), 25, 0, 500) for k in range(GROWTH)]

    def finish() -> None:
        for summary in summaries:
            outputs = {f"{summary.name}.html": "0" * 64}
            journal.add(Entry(summary.name, "archive/article.txt", "0" * 64, summary, outputs))
        for summary in summaries:
            journal.known(summary.name)
        writers.write_index(folder, summaries, "signature")

    return spent(finish) / GROWTH


def main() -> int:
    """Measure, and print what follows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=ROOT / "examples")
    parser.add_argument("--words", type=float, default=1e9)
    parser.add_argument("--nodes", type=int, default=64)
    parser.add_argument("--cores", type=int, default=16, help="of a node")
    parser.add_argument("--article", type=int, default=500, help="words of an article")
    parser.add_argument("--sentences", type=int, default=1500, help="to measure with")
    parser.add_argument("--beam", type=int, default=1)
    chosen = parser.parse_args()
    settings = config.load(beam=chosen.beam, threads=1)
    print(pipeline.engine_of(settings)[1])
    with tempfile.TemporaryDirectory(prefix="mt-estimate-") as name:
        folder = Path(name)
        paths = copies(chosen.articles, chosen.sentences, folder)
        job(paths[:1], folder / "warm", settings)
        files = job(paths, folder / "files", settings)
        shards = job(paths, folder / "shards", settings.model_copy(update={"shards": "jsonl"}))
        store, entry = storing(folder)
        finish = finishing(folder / "files")
    report(chosen, files, shards, store, entry, finish)
    return 0


def report(
    chosen: argparse.Namespace,
    files: tuple[float, dict[str, int], int],
    shards: tuple[float, dict[str, int], int],
    store: float,
    entry: float,
    finish: float,
) -> None:
    """The measured figures, and the arithmetic."""
    cores, articles = chosen.nodes * chosen.cores, chosen.words / chosen.article
    sentence = files[1]["words"] / files[1]["segments"]
    print(f"Measured on {files[1]['segments']} sentences of {sentence:.0f} words:")
    for what, (seconds, figures, size) in (("review files", files), ("JSONL shards", shards)):
        rate, each = figures["words"] / seconds, size / figures["words"]
        core_hours = chosen.words / rate / 3600
        print(
            f"  {what}: {rate:.0f} words a second and core, {each:.0f} bytes a word\n"
            f"    {chosen.words:.0e} words: {core_hours:.0f} core hours, {duration(core_hours * 3600 / cores)} on "
            f"{chosen.nodes} nodes of {chosen.cores} cores, {each * chosen.words / 1e12:.2f} TB"
        )
    whole = chosen.words / (shards[1]["words"] / shards[0]) / cores  # seconds
    flow = chosen.words / sentence / whole  # sentences a second of the cluster
    print(f"  memory: {1 / store:.0f} sentences a second into one file, {entry:.0f} bytes each")
    print(f"  driver: {1 / finish:.0f} articles a second at the end, one after the other")
    print("What stops scaling, first things first:")
    limits = [
        (1 / store / (flow / chosen.nodes), "one memory for all: SQLite has one writer; so each node has its own file"),
        (
            whole * chosen.nodes / (articles * finish),
            "the driver's last step, index and manifest: --shard I/N for N drivers",
        ),
    ]
    for nodes, what in sorted(limits):
        print(f"  {nodes:6.0f} nodes  {what}")
    print(
        f"The cluster makes {flow:.0f} sentences and {articles / whole:.0f} articles a second, "
        f"{articles / whole * 6:.0f} files a second if review files are asked for.\n"
        f"Memory files of the nodes together hold {entry * chosen.words / sentence / 1e12:.2f} TB at most; they need "
        "no merging:\nwhat is finished is known by the hashes of its files, wherever it is asked for again."
    )


if __name__ == "__main__":
    sys.exit(main())
