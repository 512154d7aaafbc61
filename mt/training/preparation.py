"""Corpora in, arrays of numbers out: normalised, filtered, varied and encoded, with a table of what was left out.

Everything runs as a stream, in several processes where the corpora are large; memory holds the hashes that find
duplicates and one window of chunks. The same recipe and files give the same arrays, whatever the number of processes.
"""

from __future__ import annotations

import os
import random
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import islice
from math import ceil
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np

from mt import pools
from mt.models.normalisation import normalised
from mt.training import TrainingError, arrays, corpora, filters, lexicon, selection, variations, vocabulary
from mt.training.corpora import Corpus, Languages
from mt.training.recipe import Recipe

Tell = Callable[[str], None]
Pair = tuple[str, str]
Given = TypeVar("Given")

CHUNK = 2000  # pairs a job
_WINDOW = 4  # jobs under way for each process
_LARGE = 5_000_000  # bytes of corpora; below it a pool costs more than it saves
_SAMPLE = 150_000  # pairs that show which words are names
_SURE = 25  # characters; a development line as short as "Oui." may stand in training


@dataclass
class Report:
    """How many pairs of each corpus were read and kept, and why the others were not."""

    read: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    left_out: dict[str, Counter[str]] = field(default_factory=dict)

    def count(self, corpus: str, why: str) -> None:
        """One more pair of this corpus, kept if `why` is empty."""
        self.read[corpus] += 1
        if why:
            self.left_out.setdefault(corpus, Counter())[why] += 1
        else:
            self.kept[corpus] += 1

    def drop(self, corpus: str, why: str) -> None:
        """A pair counted as kept is left out after all."""
        self.kept[corpus] -= 1
        self.left_out.setdefault(corpus, Counter())[why] += 1

    def table(self) -> list[list[str]]:
        """A header, a row a corpus, and a sum where there are several."""
        reasons = sorted({why for counts in self.left_out.values() for why in counts})
        rows = [[name, self.read[name], self.kept[name], *(self.left_out.get(name, Counter())[why] for why in reasons)]
                for name in self.read]  # fmt: skip
        if len(rows) > 1:
            rows.append(["all", *(sum(row[k] for row in rows) for k in range(1, len(rows[0])))])  # type: ignore[misc]
        return [["corpus", "read", "kept", *reasons], *([str(cell) for cell in row] for row in rows)]


@dataclass(frozen=True)
class Judge:
    """Normalises raw pairs and says of each why it is left out."""

    recipe: Recipe
    scheme: str

    def __call__(self, chunk: list[Pair]) -> list[tuple[Pair, str]]:
        """Each pair normalised, and the reason against it or nothing."""
        languages = (self.recipe.source_language, self.recipe.target_language)
        plain = [(normalised(s, self.scheme).after, normalised(t, self.scheme).after) for s, t in chunk]
        return [(pair, filters.reason(*pair, self.recipe.filters, languages)) for pair in plain]


def judged(found: Iterable[Corpus], recipe: Recipe, scheme: str, report: Report) -> Iterator[tuple[Corpus, Pair]]:
    """The pairs of all corpora that are kept, normalised, in order; the report fills up on the way."""
    seen: set[int] = set()
    held = _development(recipe, scheme)
    languages = Languages(recipe.source_language, recipe.target_language)
    found = list(found)
    workers = _workers(found, recipe)
    for corpus in found:
        report.read[corpus.name] += 0
        chunks = _chunks(corpora.pairs(corpus.path, languages))
        for result in in_order(Judge(recipe, scheme), chunks, workers):
            for pair, why in result:
                why = why or (filters.DEVELOPMENT if held & {pair[0], pair[1]} else "")
                if not why and recipe.filters.duplicates:
                    mark = hash(pair)
                    why = filters.DUPLICATE if mark in seen else ""
                    seen.add(mark)
                report.count(corpus.name, why)
                if not why:
                    yield corpus, pair


def _development(recipe: Recipe, scheme: str) -> set[str]:
    """The lines of the development set, normalised: a pair that holds one is left out."""
    chosen = (recipe.development.source, recipe.development.target)
    lines = (line for path in chosen if path for line in path.read_text(encoding="utf-8").splitlines())
    return {text for line in lines if len(text := normalised(line, scheme).after) > _SURE}


@dataclass(frozen=True)
class Encoder:
    """Varies and encodes chunks of kept pairs."""

    recipe: Recipe
    folder: Path
    supplies: variations.Supplies

    def __call__(self, job: tuple[int, list[Pair]]) -> list[tuple[list[int], list[int]]]:
        """Ids of both sides, the same for the same job number."""
        number, rows = job
        pieces = _loaded(self.folder)
        dice = random.Random(f"{self.recipe.learning.seed} {number}")
        varied = [variations.vary(row, self.recipe.variations, self.supplies, dice) for row in rows]
        source, target = (pieces.encode([row[side] for row in varied], side) for side in (0, 1))
        share = self.recipe.variations.segmentations
        source = [pieces.recut(row, 0, dice) if dice.random() < share else row for row in source]
        return list(zip(source, target, strict=True))


_vocabularies: dict[Path, vocabulary.Vocabulary] = {}


def _loaded(folder: Path) -> vocabulary.Vocabulary:
    """The vocabulary, loaded once in each process."""
    if folder not in _vocabularies:
        _vocabularies.clear()
        _vocabularies[folder] = vocabulary.Vocabulary(folder)
    return _vocabularies[folder]


class Copy(NamedTuple):
    """Of which corpus a row is, how often one pass sees it, and whether it is the first of its pair's."""

    corpus: str
    weight: float
    first: bool


class Kept:
    """The pairs that passed, in a file beside the arrays, to be gone through as often as need be."""

    def __init__(self, pairs: Iterable[tuple[Corpus, Pair]], folder: Path, recipe: Recipe) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "kept.tsv"
        self.counts: Counter[str] = Counter()
        with self._path.open("w", encoding="utf-8", newline="\n") as file:
            for corpus, (source, target) in pairs:
                file.write(f"{source}\t{target}\n")
                self.counts[corpus.name] += 1
        self._recipe = recipe
        self.weight = sum(count * recipe.weight(name) for name, count in self.counts.items())

    def __iter__(self) -> Iterator[tuple[str, Pair]]:
        with self._path.open(encoding="utf-8", newline="\n") as file:
            for name, count in self.counts.items():
                for line in islice(file, count):
                    source, _, target = line.rstrip("\n").partition("\t")
                    yield name, (source, target)

    def sample(self, count: int, dice: random.Random) -> Iterator[Pair]:
        """About this many pairs, drawn by weight."""
        rate = count / self.weight if self.weight else 0
        return (pair for name, pair in self if dice.random() < rate * self._recipe.weight(name))

    def copies(self) -> Iterator[tuple[Copy, Pair]]:
        """Each pair as often as it is to be varied anew: a pair of weight 4 is four pairs of weight 1."""
        for name, pair in self:
            weight = self._recipe.weight(name)
            for number in range(ceil(weight)):
                yield Copy(name, weight / ceil(weight), number == 0), pair

    def forget(self) -> None:
        """Delete the file."""
        self._path.unlink()


def prepare(
    found: list[Corpus], recipe: Recipe, folder: Path, tokeniser: Path, base: Path | None, scheme: str, tell: Tell
) -> tuple[arrays.Pairs, Report]:
    """Write the arrays to `folder` and, unless they are taken from the model `base`, the pieces to `tokeniser`.

    Raises:
        TrainingError: if nothing is kept.
    """
    report = Report()
    varied = recipe.variations
    names = variations.read_names(varied.names_file) if varied.names or varied.quotations else []
    words = lexicon.read(varied.words_file) if varied.words else None
    kept = Kept(judged(found, recipe, scheme, report), folder, recipe)
    tell(f"{sum(kept.counts.values()):,} of {sum(report.read.values()):,} pairs kept")
    if not kept.weight:
        raise TrainingError(f"no pair is left to train on: {why_nothing(report)}")
    pieces = _pieces(kept, recipe, tokeniser, base)
    dice = random.Random(recipe.learning.seed)
    known = variations.Known.of(kept.sample(_SAMPLE, dice) if names else ())
    encoder = Encoder(recipe, tokeniser, variations.Supplies(names, known, words))
    rows = _encoded(kept, encoder, _workers(found, recipe), report)
    pairs = arrays.write(rows, len(pieces), folder)
    kept.forget()
    pairs = _selected(pairs, list(kept.counts), recipe, folder, tell)
    tell(f"{len(pairs):,} pairs of {int(pairs.target_at[-1]):,} target pieces, vocabulary of {len(pieces):,}")
    return pairs, report


def _selected(pairs: arrays.Pairs, names: list[str], recipe: Recipe, folder: Path, tell: Tell) -> arrays.Pairs:
    """The pairs with the weights that `selection` gives them, and those of the last part of the schedule."""
    chosen, ending = recipe.selection, recipe.late
    like = [number for number, name in enumerate(names) if any(fnmatchcase(name, kind) for kind in chosen.like)]
    selecting = like and (chosen.sharpness or (ending.share and ending.sharpness))
    if not selecting and not ending.share:
        return pairs
    likeness = np.full(len(pairs), np.nan)
    if selecting:
        tell(f"the pairs most like {', '.join(names[number] for number in like)} will be seen most")
        likeness = selection.resemblance(pairs, np.isin(pairs.corpus, like), recipe.learning.seed)
    weight = selection.favoured(pairs.weight, pairs.corpus, likeness, chosen.sharpness)
    late = None
    if ending.share:
        of_row = np.array([recipe.late_weight(name) / ceil(recipe.weight(name)) for name in names], np.float32)
        late = selection.favoured(of_row[pairs.corpus], pairs.corpus, likeness, ending.sharpness)
    return arrays.reweighted(pairs, weight, late, folder)


def why_nothing(report: Report) -> str:
    """The reasons in one line, most frequent first."""
    sums: Counter[str] = sum(report.left_out.values(), Counter())
    return ", ".join(f"{why} {count}" for why, count in sums.most_common()) or "the files are empty"


def _pieces(kept: Kept, recipe: Recipe, tokeniser: Path, base: Path | None) -> vocabulary.Vocabulary:
    if base is not None:
        return vocabulary.copy(base, tokeniser)
    if recipe.pieces.path is not None:
        return vocabulary.take(recipe.pieces.path, tokeniser)
    sample = kept.sample(ceil(recipe.pieces.sentences / 2), random.Random(recipe.learning.seed))
    threads = recipe.workers or os.cpu_count() or 1
    return vocabulary.create((text for pair in sample for text in pair), recipe.pieces.size, tokeniser, threads)


def _encoded(
    kept: Kept, encoder: Encoder, workers: int, report: Report
) -> Iterator[tuple[list[int], list[int], float, int]]:
    """Ids, weight and corpus of each pair, pairs too long in pieces left out."""
    waiting: deque[list[Copy]] = deque()
    numbers = {name: number for number, name in enumerate(kept.counts)}

    def jobs() -> Iterator[tuple[int, list[Pair]]]:
        for number, chunk in enumerate(_chunks(kept.copies())):
            waiting.append([copy for copy, _ in chunk])
            yield number, [pair for _, pair in chunk]

    longest = encoder.recipe.pieces.longest
    for result in in_order(encoder, jobs(), workers):
        for copy, (source, target) in zip(waiting.popleft(), result, strict=True):
            if 0 < len(source) <= longest and 0 < len(target) <= longest:
                yield source, target, copy.weight, numbers[copy.corpus]
            elif copy.first:
                report.drop(copy.corpus, filters.OVER_LONG)


def _chunks(items: Iterable[Given]) -> Iterator[list[Given]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _workers(found: Iterable[Corpus], recipe: Recipe) -> int:
    if recipe.workers:
        return recipe.workers
    return (os.cpu_count() or 1) if sum(corpus.path.stat().st_size for corpus in found) > _LARGE else 1


_work: Callable[[Any], Any]


def _begin(function: Callable[[Any], Any]) -> None:
    """Keep the function in the process, so that it is handed over once and not with every job."""
    global _work
    pools.follow_parent()
    _work = function


def _do(job: Any) -> Any:
    return _work(job)


def in_order(function: Callable[[Given], Any], jobs: Iterable[Given], workers: int) -> Iterator[Any]:
    """`map`, in several processes if `workers` says so, reading no more than a window of jobs ahead."""
    if workers == 1:
        yield from map(function, jobs)
        return
    running: deque[Future[Any]] = deque()
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin, initargs=(function,)) as pool:
        for job in jobs:
            running.append(pool.submit(_do, job))
            if len(running) >= _WINDOW * workers:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
