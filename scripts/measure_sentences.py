"""F1 of sentence alignment on hand-aligned books: `BOOK.fr`, `BOOK.en`, `BOOK.fr-en.gold`, `BOOK.xx.par`.

    python scripts/measure_sentences.py FOLDER [BOOK...] [--cut 0.15] [--no-paragraphs]

A second line gives the mean over three places in the book at each of which a share of the English (--cut) was taken out
in one block. The gold of Text+Berg and of the novels of TransRead has this form.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mt import __version__, align
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


def measured(book: Book) -> scores.BeadScore:
    """The scores of a book."""
    return scores.beads(book.gold, align.sentences(book.source, book.target, paragraphs=book.paragraphs))


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
    arguments = parser.parse_args()
    books = arguments.books or sorted(file.name.removesuffix(".fr-en.gold") for file in arguments.folder.glob("*.gold"))
    print(f"align.sentences|version:{__version__}|paragraphs:{'no' if arguments.no_paragraphs else 'yes'}")
    for name in books:
        book = read(arguments.folder, name, paragraphs=not arguments.no_paragraphs)
        begin = time.perf_counter()
        print(shown(name, [measured(book)], time.perf_counter() - begin))
        begin = time.perf_counter()
        cut = [measured(without(book, arguments.cut, place)) for place in PLACES]
        print(shown(f"  {arguments.cut:.0%} of the English gone", cut, (time.perf_counter() - begin) / len(cut)))


if __name__ == "__main__":
    main()
