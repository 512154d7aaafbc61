"""What speaks for a word of a sentence and a word of its translation belonging together.

A cell is a pair of one source and one target word of a sentence pair. Each gets a row of evidence: what the hidden
Markov model says in both directions, what the lexicon says, what rivals the two words have, whether the words around
them belong together, where they stand, how frequent they are, whether they are alike, and, where a model has said the
translation, its attention. Every sentence pair is
judged by itself: a link does not depend on what else is aligned with it. Cells that nothing speaks for are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mt.align import hmm
from mt.align.lexicon import Integers, Lexicon

Array = NDArray[np.floating]

SMOOTHED = 1e-4  # probability that any word stands for any; unknown words are linked by where they stand
RAREST = 1e-4  # frequency a word has at least, as the translation of nothing
AT_ONCE = 200_000  # cells the hidden Markov model computes side by side
POSTERIOR, PROBABLE, ATTENDED = 0.01, 0.02, 0.1  # the least posterior, lexicon probability or attention of a cell kept

FEATURES = (
    "forward",  # log-odds of the posterior that the target word comes from the source word
    "backward",  # and of the source word from the target word
    "both",  # log-odds of their geometric mean
    "agreed",  # that mean itself
    "lesser",  # the smaller of the two
    "lexicon",  # log-probability of the target word given the source word, in the lexicon
    "lexicon_backward",
    "rival_target",  # the best other cell of the target word
    "rival_source",
    "frequency",  # log-frequency of the source word
    "frequency_target",
    "place",  # distance of the relative positions
    "distance",  # the same in words
    "unlike",  # one is a punctuation mark, the other is not
    "marks",  # both are
    "same",  # both are spelled the same
    "alone_target",  # the probability that the target word comes from none
    "alone_source",
    "before",  # the agreed posterior of the words before both; of those after both
    "after",
    "before_source",  # of the target word and the source word before
    "after_source",
    "before_target",
    "after_target",
)
ATTENTION = ("attention", "attention_rival_target", "attention_rival_source")


class Cells(NamedTuple):
    """The cells of one sentence pair that something speaks for.

    Attributes:
        rows: place of the source word of each cell.
        columns: place of the target word.
        evidence: cells x FEATURES (and ATTENTION, if it was given).
    """

    rows: Integers
    columns: Integers
    evidence: Array


class _Words(NamedTuple):
    """The distinct words of one side: frequency, and whether each is a mark."""

    keys: list[str]
    numbers: list[Integers]
    frequency: Array
    is_mark: NDArray[np.bool_]


def cells(
    source: Sequence[Sequence[str]],
    target: Sequence[Sequence[str]],
    lexicon: Lexicon,
    attention: Sequence[Array] | None = None,
) -> Iterator[Cells]:
    """The cells of sentence pairs, one after the other.

    Args:
        source, target: the lexicon keys of the words of each sentence.
        lexicon: what is known.
        attention: for each pair (target words x source words) what a model attended to; no row sums to more than 1.
    """
    sides = _words(source, lexicon, 0), _words(target, lexicon, 1)
    table = lexicon.table(sides[0].keys, sides[1].keys)
    probable = [
        table.of_pairs(ours[:, None] * table.shape[1] + theirs[None, :])
        for ours, theirs in zip(sides[0].numbers, sides[1].numbers, strict=True)
    ]
    for k, (forward, backward) in enumerate(_posteriors(sides, probable)):
        own = [side.numbers[k] for side in sides]
        frequency = [side.frequency[numbers] for side, numbers in zip(sides, own, strict=True)]
        marks = [side.is_mark[numbers] for side, numbers in zip(sides, own, strict=True)]
        same = np.array(sides[0].keys, object)[own[0]][:, None] == np.array(sides[1].keys, object)[own[1]][None, :]
        planes = _planes(forward, backward, probable[k], frequency, marks, same.astype(np.float64))
        kept = (np.maximum(forward, backward) > POSTERIOR) | (np.maximum(*probable[k]) > PROBABLE)
        if attention is not None:
            attended = attention[k].T
            planes += [_odds(attended, 1e-3), _rivals(attended, 0), _rivals(attended, 1)]
            kept |= attended > ATTENDED
        rows, columns = np.nonzero(kept)
        evidence = np.stack([np.broadcast_to(plane, kept.shape)[rows, columns] for plane in planes], axis=1)
        yield Cells(rows, columns, evidence)


def _words(sentences: Sequence[Sequence[str]], lexicon: Lexicon, side: int) -> _Words:
    keys = sorted({word for sentence in sentences for word in sentence})
    numbers = {word: number for number, word in enumerate(keys)}
    known, totals = lexicon.numbers[side], lexicon.totals[side]
    counts = np.array([totals[known[word]] if word in known else 1.0 for word in keys])
    return _Words(
        keys,
        [np.array([numbers[word] for word in sentence], np.int64) for sentence in sentences],
        counts / totals.sum(),
        np.array([not any(map(str.isalnum, word)) for word in keys], bool),
    )


def _posteriors(sides: tuple[_Words, _Words], probable: Sequence[tuple[Array, Array]]) -> list[tuple[Array, Array]]:
    """For each pair the posteriors of its cells in both directions (source words x target words)."""
    result: list[tuple[Array, Array]] = [(np.zeros(forward.shape), np.zeros(forward.shape)) for forward, _ in probable]
    for group in _groups([forward.shape for forward, _ in probable]):
        size = [max(probable[k][0].shape[side] for k in group) for side in (0, 1)]
        counts = [np.array([probable[k][0].shape[side] for k in group]) for side in (0, 1)]
        emission = np.zeros((2, len(group), *size))
        absent = [np.full((len(group), length), RAREST) for length in size]
        for place, k in enumerate(group):
            rows, columns = probable[k][0].shape
            emission[:, place, :rows, :columns] = np.array(probable[k]) + SMOOTHED
            for side, numbers in enumerate((sides[0].numbers[k], sides[1].numbers[k])):
                absent[side][place, : len(numbers)] = np.maximum(sides[side].frequency[numbers], RAREST)
        forward = hmm.posteriors(emission[0].transpose(0, 2, 1), absent[1], counts[0], counts[1]).transpose(0, 2, 1)
        backward = hmm.posteriors(emission[1], absent[0], counts[1], counts[0])
        for place, k in enumerate(group):
            rows, columns = probable[k][0].shape
            result[k] = forward[place, :rows, :columns], backward[place, :rows, :columns]
    return result


def _groups(shapes: Sequence[tuple[int, ...]]) -> Iterator[list[int]]:
    """Pairs alike in size, as many as may be computed at once; pairs with an empty side are left out."""
    order = sorted((k for k, shape in enumerate(shapes) if all(shape)), key=lambda k: (shapes[k], k))
    group: list[int] = []
    for k in order:
        rows, columns = (max(shapes[other][side] for other in (*group, k)) for side in (0, 1))
        if group and rows * columns * (len(group) + 1) > AT_ONCE:
            yield group
            group = []
        group.append(k)
    if group:
        yield group


def _planes(
    forward: Array,
    backward: Array,
    probable: tuple[Array, Array],
    frequency: Sequence[Array],
    marks: Sequence[NDArray[np.bool_]],
    same: Array,
) -> list[Array]:
    """One matrix (or something that broadcasts to it) for each of FEATURES."""
    agreed = np.sqrt(forward * backward)
    rows, columns = agreed.shape
    places = (np.arange(rows)[:, None] + 0.5) / rows - (np.arange(columns)[None, :] + 0.5) / columns
    frequent = [np.log(values + 1e-7) for values in frequency]
    mark, other = marks[0][:, None], marks[1][None, :]
    return [
        _odds(forward),
        _odds(backward),
        _odds(agreed),
        agreed,
        np.minimum(forward, backward),
        np.log(probable[0] + 1e-4),
        np.log(probable[1] + 1e-4),
        _rivals(agreed, 0),
        _rivals(agreed, 1),
        frequent[0][:, None],
        frequent[1][None, :],
        np.abs(places),
        np.abs(places) * np.sqrt(rows * columns),
        (mark != other).astype(np.float64),
        (mark & other).astype(np.float64),
        same,
        1 - forward.sum(axis=0)[None, :],
        1 - backward.sum(axis=1)[:, None],
        *_neighbours(agreed),
    ]


def _neighbours(value: Array) -> list[Array]:
    """For each cell the value of the six beside it that matter, in the order of FEATURES; 0 outside."""
    rows, columns = value.shape
    around = np.pad(value, 1)
    steps = (-1, -1), (1, 1), (-1, 0), (1, 0), (0, -1), (0, 1)
    return [around[1 + down : 1 + down + rows, 1 + right : 1 + right + columns] for down, right in steps]


def _odds(probability: Array, least: float = 1e-4) -> Array:
    clipped = np.clip(probability, least, 1 - least)
    odds: Array = np.log(clipped / (1 - clipped))
    return odds


def _rivals(value: Array, axis: int) -> Array:
    """For each cell the highest value among the others of its column (axis 0) or row (axis 1)."""
    if value.shape[axis] < 2:
        return np.zeros_like(value)
    ranked = np.partition(value, -2, axis=axis)
    second, first = np.split(np.take(ranked, [-2, -1], axis=axis), 2, axis=axis)
    rivals: Array = np.where(value == first, second, first)
    return rivals
