"""F1 of sentence alignment on hand-aligned books: `BOOK.fr`, `BOOK.en`, `BOOK.fr-en.gold`, `BOOK.xx.par`.

    python scripts/measure_sentences.py FOLDER [BOOK...] [--cut 0.15] [--no-paragraphs] [--translate]

A second line gives the mean over three places in the book at each of which a share of the English (--cut) was taken out
in one block. The gold of Text+Berg and of the novels of TransRead has this form. --translate gives the aligner what the
embedded model makes of the French, too. The last lines say what a bead's confidence is worth; give books that no weight
was chosen on.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mt import __version__, align, config, evaluation, pipeline
from mt.align import scores
from mt.document import Bead

PLACES = (0.2, 0.5, 0.75)  # where the block begins that is taken out


class Book(NamedTuple):
    """Sentences, paragraph numbers and gold beads."""

    source: list[str]
    target: list[str]
    paragraphs: tuple[list[int], list[int]] | None
    gold: list[Bead]


def read(folder: Path, name: str, *, paragraphs: bool) -> Book:
    """A book of a folder."""
    texts = [(folder / f"{name}.{side}").read_text(encoding="utf-8").splitlines() for side in ("fr", "en")]
    files = [folder / f"{name}.{side}.par" for side in ("fr", "en")]
    numbers = [[int(n) for n in file.read_text().split()] for file in files if paragraphs and file.exists()]
    gold = scores.read_beads((folder / f"{name}.fr-en.gold").read_text(encoding="utf-8").splitlines())
    return Book(texts[0], texts[1], (numbers[0], numbers[1]) if len(numbers) == 2 else None, gold)


def without(book: Book, share: float, place: float) -> Book:
    """The book without a block of its English."""
    first = int(len(book.target) * place)
    last = first + int(len(book.target) * share)
    kept = [j for j in range(len(book.target)) if not first <= j < last]
    number = {j: k for k, j in enumerate(kept)}
    gold = [Bead(bead.source, tuple(number[j] for j in bead.target if j in number), 1.0) for bead in book.gold]
    paragraphs = book.paragraphs and (book.paragraphs[0], [book.paragraphs[1][j] for j in kept])
    return Book(book.source, [book.target[j] for j in kept], paragraphs, gold)


def aligned(book: Book, translations: list[str] | None) -> list[Bead]:
    """What the aligner finds."""
    return align.sentences(book.source, book.target, paragraphs=book.paragraphs, translations=translations)


def translated(book: Book) -> list[str]:
    """The French in English by the embedded model, greedily."""
    settings = config.load(beam=1)
    return evaluation.hypothesis(book.source, settings, pipeline.engine_of(settings)[0])


def true_ones(gold: list[Bead], found: list[Bead]) -> list[bool]:
    """Whether each bead is one of the gold's; of a sentence without counterpart, whether the gold has none either."""
    right = {bead[:2] for bead in gold if bead.source and bead.target}
    paired = [{number for bead in right for number in bead[side]} for side in (0, 1)]
    return [
        bead[:2] in right
        if bead.source and bead.target
        else not (paired[0].intersection(bead.source) or paired[1].intersection(bead.target))
        for bead in found
    ]


def reliability(promised: NDArray[Any], kept: NDArray[Any]) -> str:
    """How often what is promised with a probability is kept: a table of ten bands, and the mean difference.

    Args:
        promised: probabilities.
        kept: whether each came true, 1 or 0.
    """
    bands = np.minimum((promised * 10).astype(int), 9)
    rows = ["probability      number  promised  kept"]
    gap = 0.0
    for band in range(10):
        some = bands == band
        if some.any():
            said, true = float(promised[some].mean()), float(kept[some].mean())
            gap += abs(said - true) * some.mean()
            rows.append(f"{band / 10:.1f} to {band / 10 + 0.1:.1f} {some.sum():12}     {said:.3f} {true:.3f}")
    return "\n".join([*rows, f"expected calibration error {gap:.4f}"])


def shown(name: str, found: Sequence[scores.BeadScore], seconds: float) -> str:
    """A line of the table: means."""
    strict, lax = (sum(getattr(score, field) for score in found) / len(found) for field in ("strict_f1", "lax_f1"))
    return f"{name:32} strict {strict:.3f}  lax {lax:.3f}  {seconds:5.1f} s"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("books", nargs="*")
    parser.add_argument("--cut", type=float, default=0.15)
    parser.add_argument("--no-paragraphs", action="store_true")
    parser.add_argument("--translate", action="store_true")
    arguments = parser.parse_args()
    books = arguments.books or sorted(file.name.removesuffix(".fr-en.gold") for file in arguments.folder.glob("*.gold"))
    shown_as = [
        f"{name}:{'yes' if chosen else 'no'}"
        for name, chosen in (("paragraphs", not arguments.no_paragraphs), ("translations", arguments.translate))
    ]
    print("|".join(["align.sentences", f"version:{__version__}", *shown_as]))
    promised: list[float] = []
    kept: list[bool] = []
    for name in books:
        book = read(arguments.folder, name, paragraphs=not arguments.no_paragraphs)
        translations = translated(book) if arguments.translate else None
        for label, some in (
            (name, [book]),
            (f"  {arguments.cut:.0%} of the English gone", [without(book, arguments.cut, place) for place in PLACES]),
        ):
            begin = time.perf_counter()
            found = [aligned(one, translations) for one in some]
            seconds = (time.perf_counter() - begin) / len(some)
            figures = [scores.beads(one.gold, beads) for one, beads in zip(some, found, strict=True)]
            print(shown(label, figures, seconds), flush=True)
            for one, beads in zip(some, found, strict=True):
                promised += [bead.score for bead in beads]
                kept += true_ones(one.gold, beads)
    print(reliability(np.array(promised), np.array(kept, float)))


if __name__ == "__main__":
    main()
