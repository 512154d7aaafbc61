"""What it costs to do a batch once, again, and again from the memory; how much memory it takes; how fast it starts.

    python scripts/benchmark_batches.py [ARTICLES] [--sentences 4000] [--beam 1] [--workers 2] [--one-article]

first run     nothing there yet: `mt translate` as a process of its own, from its start to its end
once more     the same command: the outputs are recognised by their hashes; the median of five
from memory   the outputs deleted, the memory kept: articles are recalled whole
sentences     the outputs deleted and another setting chosen (quotation marks): sentences are recalled, and what stands
              around them is done anew
one sentence  a batch of one sentence that is not in the memory

All but the last with --workers processes. Resident memory is the peak of the largest process. With --one-article all
sentences stand in one file. Every figure is of this run on this machine; the ratios are what to compare.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from benchmark_throughput import ROOT, copies

from mt import batch, readers, segment

AGAIN = 5  # runs of under a second that one figure is taken from


def measured(arguments: list[str | Path], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds and peak resident megabytes of one `mt` process.

    Raises:
        SystemExit: if it fails.
    """
    begin = time.perf_counter()
    command = [sys.executable, "-m", "mt", *map(str, arguments)]
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    process = os.posix_spawn(sys.executable, command, os.environ | environment, file_actions=quiet)
    _, status, usage = os.wait4(process, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


def in_one(paths: list[Path], target: Path) -> list[Path]:
    """One article that holds the text of all."""
    target.write_text("\n\n".join(readers.decode(path)[0] for path in paths), encoding="utf-8")
    return [target]


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=Path, default=ROOT / "examples")
    parser.add_argument("--sentences", type=int, default=4000)
    parser.add_argument("--beam", type=int, default=1)
    parser.add_argument("--window", type=int, default=512)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--one-article", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mt-benchmark-") as name:
        folder = Path(name)
        (folder / "in").mkdir()
        paths = copies(chosen.articles, chosen.sentences, folder / "in")
        if chosen.one_article:
            paths = in_one(paths, folder / "one.txt")
        sentences = sum(
            len(segment.split(document).segments)
            for document in itertools.chain.from_iterable(readers.read(path) for path in paths)
        )
        (folder / "list").write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
        (folder / "one-sentence.txt").write_text("Le ministre a quitté Erevan hier.\n", encoding="utf-8")
        (folder / "settings.toml").write_text(f"beam = {chosen.beam}\nwindow = {chosen.window}\n")
        report(folder, len(paths), sentences, chosen.workers)
    return 0


def report(folder: Path, articles: int, sentences: int, workers: int) -> None:
    """Run, and print as it goes."""
    # an installed mt is compiled, so this one may be, too: the first run leaves its modules compiled for the others
    environment = {"MT_MEMORY": str(folder / "memory.sqlite"), "PYTHONDONTWRITEBYTECODE": ""}
    settings = ["--config", folder / "settings.toml"]
    line: list[str | Path] = ["translate", f"@{folder / 'list'}", "-o", folder / "out", *settings]
    line += ["--workers", str(workers)]
    single: list[str | Path] = ["translate", folder / "one-sentence.txt", "-o", folder / "single", *settings]
    measured([*single, "--no-memory"], environment)  # warm up: the converted model, the file cache
    shutil.rmtree(folder / "single")
    first, peak = measured(line, environment)
    signature = json.loads((folder / "out" / batch.MANIFEST).read_text(encoding="utf-8"))["signature"]
    print(f"{signature}\n{articles} articles, {sentences} sentences, {workers} processes")
    print(f"first run    {first:8.2f} s {sentences / first:9.0f} sentences/s {peak:7.0f} MB", flush=True)
    again, peak = sorted(measured(line, environment) for _ in range(AGAIN))[AGAIN // 2]
    print(
        f"once more    {again:8.2f} s {sentences / again:9.0f} sentences/s {peak:7.0f} MB {first / again:6.1f}x",
        flush=True,
    )
    for name, more in (("from memory ", []), ("sentences   ", ["--quotes", "straight"])):
        shutil.rmtree(folder / "out")
        recalled, peak = measured([*line, *more], environment)
        rate = sentences / recalled
        print(f"{name} {recalled:8.2f} s {rate:9.0f} sentences/s {peak:7.0f} MB {first / recalled:6.1f}x", flush=True)
    seconds, peak = measured(single, environment)
    size = (folder / "memory.sqlite").stat().st_size
    print(f"one sentence {seconds:8.2f} s {'':21} {peak:7.0f} MB; memory file {size / sentences:.0f} bytes a sentence")


if __name__ == "__main__":
    sys.exit(main())
