"""What aligning costs: time by the clock, time of the processor and peak memory, for sentences and for words.

    python scripts/benchmark_alignment.py sentences [--sizes 3000,100000] [--text FILE]
    python scripts/benchmark_alignment.py words [--pairs 1000] [--length 25] [--text FILE]

Texts are made up from the shipped lexicon, word for word, so anyone can run it: words as frequent as in real text, one
sentence in eight merged with the next on one side, a block of 2 % left out. With --text FILE, sentences of a file of
lines French TAB English (.xz too) are taken instead. Each size runs in a process of its own, whose peak is its own;
`right` is the share of beads found. `words` prints the statistical part and the model's forced pass apart.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np

from mt import __version__, align
from mt.align import forced, links
from mt.align.lexicon import shipped

LENGTHS = 4, 30  # words of a made-up sentence
MERGED, MISSING = 8, 0.02
Pairs = list[tuple[str, str]]
Indices = tuple[int, ...]


def invented(number: int, seed: int = 1, lengths: tuple[int, int] = LENGTHS) -> Pairs:
    """Sentence pairs of words drawn by frequency, each with a translation drawn by its count."""
    lexicon, chance = shipped(), np.random.default_rng(seed)
    sizes = chance.integers(lengths[0], lengths[1] + 1, number)
    entries = chance.choice(len(lexicon.counts), int(sizes.sum()), p=lexicon.counts / lexicon.counts.sum())
    rows = np.searchsorted(lexicon.offsets, entries, "right") - 1
    ends = np.cumsum(sizes)
    return [
        (
            " ".join(lexicon.words[0][row] for row in rows[end - size : end]),
            " ".join(lexicon.words[1][column] for column in lexicon.columns[entries[end - size : end]]),
        )
        for size, end in zip(sizes.tolist(), ends.tolist(), strict=True)
    ]


def of_file(path: Path, number: int) -> Pairs:
    """The first pairs of a file of lines French TAB English."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        rows = (line.rstrip("\n").split("\t") for line in file)
        return [(row[0], row[1]) for row in islice(rows, number)]


def unequal(pairs: Pairs) -> tuple[list[str], list[str], set[tuple[Indices, Indices]]]:
    """Both texts with sentences merged and a block left out of the target, and the beads that are then right."""
    source: list[str] = []
    target: list[str] = []
    beads: set[tuple[Indices, Indices]] = set()
    first, last = int(len(pairs) * 0.4), int(len(pairs) * (0.4 + MISSING))
    k = 0
    while k < len(pairs):
        size = 2 if k % MERGED == 0 and k + 1 < len(pairs) and not first - 2 < k < last else 1
        some = pairs[k : k + size]
        k += size
        ours, theirs = ([pair[side] for pair in some] for side in (0, 1))
        if size > 1:
            ours, theirs = ([" ".join(ours)], theirs) if k % (2 * MERGED) < MERGED else (ours, [" ".join(theirs)])
        if not first <= k - 1 < last:
            beads.add((places(source, ours), places(target, theirs)))
            target += theirs
        source += ours
    return source, target, beads


def places(text: list[str], more: list[str]) -> Indices:
    """Where these sentences will stand when they are appended."""
    return tuple(range(len(text), len(text) + len(more)))


def costs(work: Callable[[], object]) -> dict[str, float]:
    """Seconds by the clock and of the processor that something takes."""
    begin = time.perf_counter(), time.process_time()
    work()
    return {"clock": time.perf_counter() - begin[0], "processor": time.process_time() - begin[1]}


def one(size: int, text: Path | None) -> None:
    """Align one pair of texts in this process and print what it cost."""
    source, target, right = unequal(of_file(text, size) if text else invented(size))
    before = peak()
    found: list[tuple[Indices, Indices]] = []
    cost = costs(lambda: found.extend(bead[:2] for bead in align.sentences(source, target)))
    share = len(right & set(found)) / len(right)
    print(json.dumps(cost | {"right": share, "peak": peak(), "before": before, "sizes": [len(source), len(target)]}))


def peak() -> float:
    """Resident megabytes of this process at their highest."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sentences(sizes: list[int], text: Path | None) -> None:
    """The table of sentences."""
    print(f"{'sentences':>17}  clock s  processor s  peak MB  (before)  right")
    for size in sizes:
        command = [sys.executable, __file__, "one", str(size), *(["--text", str(text)] if text else [])]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        row = json.loads(done.stdout)
        print(
            f"{' x '.join(map(str, row['sizes'])):>17} {row['clock']:8.1f} {row['processor']:12.1f} {row['peak']:8.0f}"
            f" {row['before']:9.0f} {row['right']:6.3f}",
            flush=True,
        )


def words(number: int, length: int, text: Path | None) -> None:
    """The table of words."""
    pairs = of_file(text, number) if text else invented(number, lengths=(length, length))
    source, target = ([pair[side].split() for pair in pairs] for side in (0, 1))
    engine, signature = forced.engine_of("fr-en", 2)
    links.between(source[:2], target[:2])  # the lexicon is loaded
    forced.attention_to(source[:2], target[:2], engine)
    print(f"{number} pairs, {sum(map(len, source))} x {sum(map(len, target))} words; {signature}")
    attention: list[links.Attention | None] = []
    for name, work in (
        ("forced pass", lambda: attention.extend(forced.attention_to(source, target, engine))),
        ("statistical part", lambda: links.between(source, target)),
    ):
        cost = costs(work)
        print(f"{name:17} clock {cost['clock']:5.2f} s  processor {cost['processor']:5.2f} s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("sentences", "words", "one"))
    parser.add_argument("size", nargs="?", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--sizes", default="3000,25000,50000,100000")
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--length", type=int, default=25)
    parser.add_argument("--text", type=Path)
    chosen = parser.parse_args()
    if chosen.what == "one":
        one(chosen.size, chosen.text)
        return
    print(f"align|version:{__version__}|processors:{os.cpu_count()}|text:{chosen.text or 'made up'}")
    if chosen.what == "sentences":
        sentences([int(size) for size in chosen.sizes.split(",")], chosen.text)
    else:
        words(chosen.pairs, chosen.length, chosen.text)


if __name__ == "__main__":
    main()
