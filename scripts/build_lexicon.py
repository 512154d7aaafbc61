"""Learn the aligner's lexicon (`mt/align/priors/fr-en.npz`) from parallel text. Not needed to use mt.

    python scripts/build_lexicon.py --parallel FOLDER --eflomal eflomal-align [--work FOLDER]

FOLDER holds `*.tsv.xz` files of French TAB English. A sample of them is aligned in both directions by eflomal (an
outside program, https://github.com/robertostling/eflomal); links that both directions found count 1, links that one
found a fraction. What is kept of the counts, and from which files, is said in `mt/align/priors/README.md`.
"""

from __future__ import annotations

import argparse
import lzma
import random
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from mt.align.lexicon import key
from mt.align.tokens import words_of

SAMPLE = {  # pairs of each file; everyday language is rare in the rest, so Tatoeba weighs more than its due
    "wmtnews_2008_2012": 20_000,
    "lig_news_pe": 10_000,
    "modern_web": 10_000,
    "tatoeba": 110_000,
    "debian_web": 25_000,
    "canlaws": 15_000,
    "tech_docs": 5_000,
    "europarl-00": 50_000,
    "europarl-01": 50_000,
    "europarl-02": 50_000,
    "europarl-03": 50_000,
}
LONGEST = 45  # words; longer pairs cost much and teach little
ONE_SIDED = 0.25  # what a link counts that only one direction found
SEED = 20


def sample(folder: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Pairs of word lists, drawn evenly from each file."""
    chance = random.Random(SEED)
    for name, wanted in SAMPLE.items():
        with lzma.open(folder / f"{name}.tsv.xz", "rt", encoding="utf-8") as file:
            lines = [line.rstrip("\n").split("\t") for line in file]
        chance.shuffle(lines)
        found = 0
        for french, english in (line[:2] for line in lines if len(line) >= 2):
            pair = words(french, "fr"), words(english, "en")
            if 0 < len(pair[0]) <= LONGEST and 0 < len(pair[1]) <= LONGEST:
                yield pair
                found += 1
            if found == wanted:
                break


def words(text: str, language: str) -> list[str]:
    """Lexicon keys of the words of a text; a hyphenated word gives its parts."""
    spans = words_of(text, language)
    return [part for span in spans for part in key(span.of(text)).replace("-", " - ").split() if part]


def align(pairs: list[tuple[list[str], list[str]]], eflomal: str, work: Path) -> None:
    """Write work/forward and work/reverse, Pharaoh links."""
    for side, name in enumerate(("source", "target")):
        (work / name).write_text("".join(" ".join(pair[side]) + "\n" for pair in pairs), encoding="utf-8")
    files = ["-s", "source", "-t", "target", "-f", "forward", "-r", "reverse"]
    subprocess.run([eflomal, *files, "--model", "3", "--overwrite"], check=True, cwd=work)


def count(pairs: list[tuple[list[str], list[str]]], work: Path) -> Counter[tuple[str, str]]:
    """How often each pair of words was linked; figures are left out, for they are matched as figures."""
    counts: Counter[tuple[str, str]] = Counter()
    with (work / "forward").open() as forward, (work / "reverse").open() as reverse:
        for (source, target), one, other in zip(pairs, forward, reverse, strict=True):
            first, second = set(one.split()), set(other.split())
            for link in first | second:
                i, j = map(int, link.split("-"))
                if not any(map(str.isdigit, source[i] + target[j])):
                    counts[source[i], target[j]] += 1.0 if link in first and link in second else ONE_SIDED
    return counts


def prune(counts: Counter[tuple[str, str]], least: float, share: float) -> dict[tuple[str, str], float]:
    """Counts of at least `least` that are at least `share` of what either word has in all."""
    totals: list[Counter[str]] = [Counter(), Counter()]
    for pair, number in counts.items():
        for side in (0, 1):
            totals[side][pair[side]] += number
    return {
        (source, target): number
        for (source, target), number in counts.items()
        if number >= least and number >= share * min(totals[0][source], totals[1][target])
    }


def write(lexicon: dict[tuple[str, str], float], path: Path) -> None:
    """The counts as rows of a sparse matrix, word lists beside it."""
    lists = [sorted({pair[side] for pair in lexicon}) for side in (0, 1)]
    numbers = [{word: number for number, word in enumerate(words)} for words in lists]
    entries = sorted((numbers[0][source], numbers[1][target], number) for (source, target), number in lexicon.items())
    rows, columns, values = zip(*entries, strict=True)
    np.savez_compressed(
        path,
        source=np.frombuffer("\n".join(lists[0]).encode(), np.uint8),
        target=np.frombuffer("\n".join(lists[1]).encode(), np.uint8),
        length=np.bincount(rows, minlength=len(lists[0])).astype(np.uint16),
        column=np.array(columns, np.uint32 if len(lists[1]) > 65535 else np.uint16),
        quarters=np.minimum(np.round(np.array(values) * 4), 2**24).astype(np.uint32),  # counts are whole quarters
    )
    print(f"{len(entries)} entries, {len(lists[0])} x {len(lists[1])} words, {path.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Sample, align, count, prune, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parallel", type=Path, required=True)
    parser.add_argument("--eflomal", default="eflomal-align")
    parser.add_argument("--work", type=Path, help="where the aligned sample is kept; used again if it is there")
    parser.add_argument("--least", type=float, default=1.0)
    parser.add_argument("--share", type=float, default=0.004)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "mt/align/priors/fr-en.npz")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = arguments.work or Path(scratch)
        pairs = list(sample(arguments.parallel))
        print(f"{len(pairs)} pairs")
        if not (work / "reverse").exists():
            align(pairs, arguments.eflomal, work)
        write(prune(count(pairs, work), arguments.least, arguments.share), arguments.out)


if __name__ == "__main__":
    main()
