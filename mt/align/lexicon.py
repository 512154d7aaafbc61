"""Which words translate each other, and how often: the shipped lexicon, cut to the words of two texts.

A `Table` holds translation probabilities in both directions between two vocabularies. Words the lexicon does not know
get the entries of its nearest relatives (`répondit` those of `répondu`), figures and look-alikes of the other language
each other. What may be said of a pair of texts beyond that is learned from them, in `counts`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mt.align.tokens import words_of

Floats = NDArray[np.floating]
Integers = NDArray[np.int64]
Finder = Callable[[Integers], tuple[Floats, Floats]]

COGNATE_WEIGHT = 2.0  # what likeness counts beside the lexicon's links; a frequent word's translations are known better
RAREST = 1e-6  # probability a word has at least
_STEM = 5  # letters two words must share from the start to be relatives
_RELATIVES = 40  # a stem shared by more words says nothing
_ENDING = 4  # letters in which relatives may differ at the end
_DENSE = 1 << 23  # pairs of words whose places are kept in a table of their own, 4 bytes each
_SHORT, _ALIKE, _COMPARED = 3, 0.6, 4_000_000  # letters, likeness and number of strange words that are compared
_TYPED = str.maketrans({"’": "'", "œ": "oe", "æ": "ae", "\u2011": "-", "ʼ": "'"})
_FIGURE = re.compile(r"\d[\d.,\s]*")


@lru_cache(maxsize=1 << 16)
def key(word: str) -> str:
    """The form a word has in the lexicon: small letters, plain apostrophe and hyphen, no ligature; figures alike."""
    plain = word.lower().translate(_TYPED)
    return _figure(plain) if plain[:1].isdigit() else plain


def _figure(word: str) -> str:
    """1 250 000, 1,250,000 and 1250000 are one figure; so are 3,5 and 3.5."""
    if not _FIGURE.fullmatch(word):
        return word
    joined = re.sub(r"[\s.,](?=\d{3}(?!\d))", "", word)
    return re.sub(r"\s", "", joined).replace(",", ".").rstrip(".")


def keys_of(text: str, language: str) -> list[str]:
    """The lexicon keys of the words of a text, in order; a hyphenated word gives its parts."""
    words = (key(span.of(text)) for span in words_of(text, language))
    return [part for word in words for part in word.replace("-", " - ").split() if part]


@dataclass(frozen=True, slots=True)
class Table:
    """Translation probabilities between the words of two vocabularies, by number; only pairs that are not zero.

    Attributes:
        source, target: word numbers of each pair, sorted by source, then target.
        forward: probability of the target word given the source word.
        backward: probability of the source word given the target word.
        shape: sizes of the two vocabularies.
    """

    source: Integers
    target: Integers
    forward: Floats
    backward: Floats
    shape: tuple[int, int]

    def finder(self) -> Finder:
        """What gives both probabilities of pairs of words, each given as source * shape[1] + target."""
        own = self.source * self.shape[1] + self.target
        size = self.shape[0] * self.shape[1]
        forward, backward = (np.concatenate([np.zeros(1, np.float32), side]) for side in (self.forward, self.backward))
        if size <= _DENSE:
            place = np.zeros(size, np.int32)
            place[own] = np.arange(1, len(own) + 1)

        def find(pairs: Integers) -> tuple[Floats, Floats]:
            if size <= _DENSE:
                at = place[pairs]
            else:
                after = np.searchsorted(own, pairs, "right")
                at = np.where(np.concatenate([[-1], own])[after] == pairs, after, 0)
            return forward[at], backward[at]

        return find

    def part(self, source: Integers, target: Integers) -> Table:
        """The table between some of the words, given by number, in order; they are numbered anew."""
        places = []
        for numbers, size, own in zip((source, target), self.shape, (self.source, self.target), strict=True):
            place = np.full(size, -1, np.int64)
            place[numbers] = np.arange(len(numbers))
            places.append(place[own])
        kept = (places[0] >= 0) & (places[1] >= 0)
        shape = len(source), len(target)
        return Table(places[0][kept], places[1][kept], self.forward[kept], self.backward[kept], shape)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Link counts between French and English words, as a sparse matrix in rows.

    Attributes:
        words: sorted keys of each side.
        numbers: their places.
        offsets, columns, counts: row r holds columns[offsets[r]:offsets[r + 1]] and as many counts.
        totals: for each side the sum of each word's counts.
        sums: the sums of those.
    """

    words: tuple[list[str], list[str]]
    numbers: tuple[dict[str, int], dict[str, int]]
    offsets: Integers
    columns: Integers
    counts: Floats
    totals: tuple[Floats, Floats]
    sums: tuple[float, float]

    def table(self, source: Sequence[str], target: Sequence[str]) -> Table:
        """The translation probabilities between two vocabularies of keys."""
        known = [self._entries(words, side) for side, words in enumerate((source, target))]
        (owner, row, share), (other, column, other_share) = known
        place, picked = ragged(self.offsets[row], self.offsets[row + 1])
        order = np.argsort(column, kind="stable")
        column, other, other_share = column[order], other[order], other_share[order]
        begin, end = (np.searchsorted(column, self.columns[picked], side) for side in ("left", "right"))
        again, matched = ragged(begin, end)
        picked, place = picked[again], place[again]
        value = self.counts[picked] * share[place] * other_share[matched]
        strange = [self._strange(words, side) for side, words in enumerate((source, target))]
        likes = [np.concatenate(both) for both in zip(_lookalikes(source, target), _kin(*strange), strict=True)]
        return _merged(
            np.concatenate([owner[place], likes[0]]),
            np.concatenate([other[matched], likes[1]]),
            np.concatenate([value, likes[2] * COGNATE_WEIGHT]),
            (
                summed(owner, self.totals[0][row] * share, len(source)),
                summed(other, self.totals[1][column] * other_share, len(target)),
            ),
        )

    def frequencies(self, words: Sequence[str], side: int) -> Floats:
        """How frequent words are in the texts the lexicon was learned from, as probabilities."""
        known, totals = self.numbers[side], self.totals[side]
        counts = np.array([totals[known[word]] if word in known else 0.0 for word in words])
        share: Floats = np.maximum(counts / totals.sum(), RAREST)
        return share

    def _entries(self, words: Sequence[str], side: int) -> tuple[Integers, Integers, Floats]:
        """For each word its lexicon entries: place of the word, number of the entry, share (sums to 1 for a word)."""
        entries = [self._known(word, side)[0] for word in words]
        sizes = np.array([len(numbers) for numbers in entries], np.int64)
        share = (1 / np.maximum(sizes, 1)).astype(np.float32)
        numbers = np.fromiter(chain.from_iterable(entries), np.int64)
        return np.repeat(np.arange(len(words)), sizes), numbers, np.repeat(share, sizes)

    def _strange(self, words: Sequence[str], side: int) -> dict[int, str]:
        """The words, by place, that have no entry, without accents; short ones are left out."""
        return {place: plain for place, word in enumerate(words) if (plain := self._known(word, side)[1])}

    @lru_cache(maxsize=1 << 16)  # noqa: B019 - there is one lexicon, for as long as the program runs
    def _known(self, word: str, side: int) -> tuple[list[int], str]:
        """The entries that stand for a word, and the word without its accents if it has none and may be a name."""
        if word in self.numbers[side]:
            return [self.numbers[side][word]], ""
        plain = bare(word)
        return self._akin(word, side), plain if len(plain) > _SHORT and plain.isalpha() else ""

    def _akin(self, word: str, side: int) -> list[int]:
        """The entries of the parts of a compound, or of a word's relatives, if there are few."""
        numbers, words = self.numbers[side], self.words[side]
        if parts := [numbers[part] for part in word.split("-") if part in numbers and len(part) > 1]:
            return parts
        for length in range(len(word), max(_STEM, len(word) - _ENDING) - 1, -1):
            first, last = bisect_left(words, word[:length]), bisect_left(words, word[:length] + "\uffff")
            near = [number for number in range(first, last) if len(words[number]) <= length + _ENDING]
            if 0 < len(near) <= _RELATIVES:
                return near
        return []


def ragged(begin: Integers, end: Integers) -> tuple[Integers, Integers]:
    """Every number of several ranges: the place of its range, and the number itself."""
    sizes = end - begin
    place = np.repeat(np.arange(len(sizes)), sizes)
    return place, np.arange(len(place)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + begin[place]


def summed(owner: Integers, value: Floats, size: int) -> Floats:
    """For each of `size` owners the sum of its values."""
    return np.bincount(owner, value, size).astype(np.float64)


def _merged(source: Integers, target: Integers, value: Floats, totals: tuple[Floats, Floats]) -> Table:
    """A table from counts of pairs, which may come more than once; what likeness adds counts in the totals."""
    shape = len(totals[0]), len(totals[1])
    pair, place = np.unique(source * max(shape[1], 1) + target, return_inverse=True)
    counts = summed(place, value, len(pair))
    rows, columns = np.divmod(pair, max(shape[1], 1))
    return Table(
        rows,
        columns,
        np.minimum(counts / (totals[0][rows] + COGNATE_WEIGHT), 1).astype(np.float32),
        np.minimum(counts / (totals[1][columns] + COGNATE_WEIGHT), 1).astype(np.float32),
        shape,
    )


def _lookalikes(source: Sequence[str], target: Sequence[str]) -> tuple[Integers, Integers, Floats]:
    """Pairs of words of the two languages that look alike, with how much (0 to 1)."""
    by_stem: dict[str, list[tuple[int, str]]] = {}
    for number, word in enumerate(target):
        plain, stem = _stem(word)
        by_stem.setdefault(stem, []).append((number, plain))
    found = []
    for place, word in enumerate(source):
        plain, stem = _stem(word)
        if stem in by_stem:
            found += [(place, number, likeness(plain, other)) for number, other in by_stem[stem]]
    columns = list(zip(*found, strict=True)) if found else [(), (), ()]
    return np.array(columns[0], np.int64), np.array(columns[1], np.int64), np.array(columns[2], np.float32)


def _kin(source: dict[int, str], target: dict[int, str]) -> tuple[Integers, Integers, Floats]:
    """Pairs of strange words, names for the most part, that are spelled alike but do not begin alike enough."""
    if not source or not target or len(source) * len(target) > _COMPARED:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import cdist

    words = [list(side.values()) for side in (source, target)]
    alike = cdist(words[0], words[1], scorer=Indel.normalized_similarity, score_cutoff=_ALIKE)
    rows, columns = np.nonzero(alike)
    places = [np.array(list(side), np.int64) for side in (source, target)]
    return places[0][rows], places[1][columns], alike[rows, columns].astype(np.float64)


@lru_cache(maxsize=1 << 16)
def _stem(word: str) -> tuple[str, str]:
    """A word without its accents, and what another must have in common: of figures and short words everything."""
    plain = bare(word)
    return plain, plain if plain[:1].isdigit() or len(plain) < _STEM else plain[:_STEM]


def bare(word: str) -> str:
    """A word without its accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


@lru_cache(maxsize=1 << 16)  # of an article's words many stand in the next one too
def likeness(one: str, other: str) -> float:
    """How much of the longer of two words is what both begin with."""
    if one == other:
        return 1.0
    same = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return float(same / max(len(one), len(other), 1))


@cache
def shipped() -> Lexicon:
    """The lexicon of this package; a tenth of a second, then kept."""
    with files("mt.align").joinpath("priors/fr-en.npz").open("rb") as file:
        return of_arrays(dict(np.load(file)))


def is_known(word: str, side: int) -> bool:
    """Whether the shipped lexicon has a word of French (side 0) or of English (side 1)."""
    return key(word) in shipped().numbers[side]


@lru_cache(maxsize=1 << 12)
def stays(word: str) -> bool:
    """Whether English has no other word for a French one, for all the shipped lexicon knows: SNCF stays, PIB is GDP."""
    columns, counts = _said_for(word)
    if not len(columns):
        return True
    same = columns == shipped().numbers[1].get(key(word), -1)
    return bool(same.any()) and bool(counts[same] == counts.max())


@lru_cache(maxsize=1 << 12)
def usual(word: str) -> str:
    """The English word that a French one mostly is in the shipped lexicon, in small letters; "" if it is not there."""
    columns, counts = _said_for(word)
    return shipped().words[1][columns[np.argmax(counts)]] if len(columns) else ""


def _said_for(word: str) -> tuple[Integers, Floats]:
    """The English words that the shipped lexicon has for a French one, by number, and how often each; none if it lacks
    the word.
    """
    lexicon = shipped()
    row = lexicon.numbers[0].get(key(word))
    own = slice(0, 0) if row is None else slice(lexicon.offsets[row], lexicon.offsets[row + 1])
    return lexicon.columns[own], lexicon.counts[own]


@cache
def fingerprint() -> str:
    """Eight hexadecimal digits that tell one shipped lexicon from another."""
    return sha256(files("mt.align").joinpath("priors/fr-en.npz").read_bytes()).hexdigest()[:8]


def of_arrays(arrays: dict[str, Any]) -> Lexicon:
    """A lexicon from what `scripts/build_lexicon.py` has written."""
    words = tuple(arrays[side].tobytes().decode().split("\n") for side in ("source", "target"))
    counts = (arrays["quarters"] / 4).astype(np.float32)
    columns = arrays["column"].astype(np.int64)
    rows = np.repeat(np.arange(len(words[0])), arrays["length"])
    totals = summed(rows, counts, len(words[0])), summed(columns, counts, len(words[1]))
    return Lexicon(
        (words[0], words[1]),
        ({word: n for n, word in enumerate(words[0])}, {word: n for n, word in enumerate(words[1])}),
        np.concatenate([[0], np.cumsum(arrays["length"].astype(np.int64))]),
        columns,
        counts,
        totals,
        (totals[0].sum(), totals[1].sum()),
    )
