"""Which pairs of general corpora are most like the domain: they are seen more often, those least like it hardly ever.

Two small language models a side, one of the domain's corpora and one of a general sample as large, and how much
likelier the first finds a pair: the bilingual cross-entropy difference (Moore and Lewis 2010,
https://aclanthology.org/P10-2041; Axelrod, He and Gao 2011, https://aclanthology.org/D11-1033). Bigrams of pieces,
interpolated with unigrams, are enough to tell a parliament from a newspaper, and take minutes for millions of pairs.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mt.training.arrays import Pairs

_SHARES = (0.5, 0.45, 0.05)  # of bigrams, unigrams, and all pieces alike
_ROWS = 100_000  # scored together
_FEWEST = 100  # pairs of the domain, or it says nothing


class Bigrams:
    """A language model of piece ids: bigrams, backed by unigrams, backed by all pieces alike."""

    def __init__(self, keys: NDArray[np.int64], size: int) -> None:
        """`keys` are the bigrams of a text, previous * size + piece; `size` pieces there are, the start counted."""
        self._size = size
        self._keys, self._counts = np.unique(keys, return_counts=True)
        self._before = np.maximum(np.bincount(keys // size, minlength=size), 1)
        self._alone = np.bincount(keys % size, minlength=size) / max(len(keys), 1)

    def bits(self, keys: NDArray[np.int64]) -> NDArray[np.float64]:
        """How surprising each piece is after the one before it."""
        place = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        seen = np.where(self._keys[place] == keys, self._counts[place], 0) / self._before[keys // self._size]
        both, alone, alike = _SHARES
        result: NDArray[np.float64] = -np.log2(
            both * seen + alone * self._alone[keys % self._size] + alike / self._size
        )
        return result


def favoured(
    weight: NDArray[np.float32], corpus: NDArray[np.int16], likeness: NDArray[np.float64], sharpness: float
) -> NDArray[np.float32]:
    """The weights of pairs moved by how much they are like the domain.

    Of a corpus's pairs, put in order, the one at share q from the bottom (0 to 1) has its weight multiplied with
    (1 + sharpness) * q ** sharpness, so that the sum of a corpus's weights stays what it was.

    Args:
        weight, corpus, likeness: one of each for every pair; likeness is NaN for the domain's, which keep their weight.
        sharpness: 0 changes nothing; 2 gives the best thrice their weight and the middle ones three quarters.
    """
    weight = np.array(weight, np.float32)
    general = np.flatnonzero(~np.isnan(likeness))
    for number in np.unique(corpus[general]):
        rows = general[corpus[general] == number]
        share = np.empty(len(rows))
        share[np.argsort(likeness[rows], kind="stable")] = (np.arange(len(rows)) + 0.5) / len(rows)
        weight[rows] *= (1 + sharpness) * share**sharpness
    return weight


def resemblance(pairs: Pairs, domain: NDArray[np.bool_], seed: int) -> NDArray[np.float64]:
    """Bits per piece, both sides added, by which each pair is likelier in the domain than elsewhere.

    Args:
        pairs: all pairs.
        domain: of each pair, whether it is of the domain; these get NaN, and all do if they are too few to tell by.
        seed: of the general sample that the domain is compared with.
    """
    inside, outside = np.flatnonzero(domain), np.flatnonzero(~domain)
    if len(inside) < _FEWEST or not len(outside):
        return np.full(len(pairs), np.nan)
    dice = np.random.default_rng(seed)
    sample = np.sort(dice.choice(outside, min(len(inside), len(outside)), replace=False))
    total = np.zeros(len(pairs))
    for ids, at in ((pairs.source, pairs.source_at), (pairs.target, pairs.target_at)):
        size = int(ids.max()) + 2  # and the start
        like, unlike = (Bigrams(np.concatenate(list(_keys(ids, at, rows, size))), size) for rows in (inside, sample))
        for start in range(0, len(pairs), _ROWS):
            rows = np.arange(start, min(start + _ROWS, len(pairs)))
            (keys,) = _keys(ids, at, rows, size)
            gain = np.concatenate([[0.0], np.cumsum(unlike.bits(keys) - like.bits(keys))])
            edges = at[rows[0] : rows[-1] + 2] - at[rows[0]]
            total[rows] += np.diff(gain[edges]) / np.maximum(np.diff(edges), 1)
    total[inside] = np.nan
    return total


def _keys(
    ids: NDArray[np.integer], at: NDArray[np.int64], rows: NDArray[np.int64], size: int
) -> Iterator[NDArray[np.int64]]:
    """The bigrams of these rows, stretch by stretch of rows that follow each other; rows begin after a start."""
    for stretch in np.split(rows, np.flatnonzero(np.diff(rows) != 1) + 1):
        first, end = at[stretch[0]], at[stretch[-1] + 1]
        part = ids[first:end].astype(np.int64)
        before = np.concatenate([[size - 1], part[:-1]])
        begins = at[stretch] - first
        before[begins[begins < len(part)]] = size - 1
        yield before * size + part
