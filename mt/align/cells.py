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
from mt.align.lexicon import Finder, Integers, Lexicon

Array = NDArray[np.floating]

SMOOTHED = 1e-4  # probability that any word stands for any; unknown words are linked by where they stand
RAREST = 1e-4  # frequency a word has at least, as the translation of nothing
TOGETHER = 12_000  # words, of both sides, whose translation probabilities are looked up together
AT_ONCE = 30_000  # cells computed side by side: what a processor has at hand
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
    """One side of several pairs: its distinct words, how frequent each is, whether a mark; the pairs by number."""

    keys: list[str]
    frequency: Array
    is_mark: NDArray[np.bool_]
    numbers: list[Integers]


class _Padded(NamedTuple):
    """Pairs of one size.

    Attributes:
        counts: for each side the number of words of each pair.
        numbers: for each side pairs x words, the number of each word; 0 where padded.
        inside: pairs x source words x target words, whether there is such a cell.
    """

    counts: tuple[Integers, Integers]
    numbers: tuple[Integers, Integers]
    inside: NDArray[np.bool_]


def cells(
    source: Sequence[Sequence[str]],
    target: Sequence[Sequence[str]],
    lexicon: Lexicon,
    attention: Sequence[Array] | None = None,
) -> list[Cells]:
    """The cells of each sentence pair.

    Args:
        source, target: the lexicon keys of the words of each sentence.
        lexicon: what is known.
        attention: for each pair (target words x source words) what a model attended to; no row sums to more than 1.
    """
    width = len(FEATURES) + (len(ATTENTION) if attention is not None else 0)
    nothing = np.zeros(0, np.int64)
    found = [Cells(nothing, nothing, np.zeros((0, width)))] * len(source)
    for some in _portions(source, target):
        sides = (
            _words([source[k] for k in some], lexicon, 0),
            _words([target[k] for k in some], lexicon, 1),
        )
        find = lexicon.table(sides[0].keys, sides[1].keys).finder()
        for group in _groups([(len(source[k]), len(target[k])) for k in some]):
            given = [attention[some[place]] for place in group] if attention is not None else None
            for place, own in zip(group, _of_group(group, sides, find, given), strict=True):
                found[some[place]] = own
    return found


def _portions(source: Sequence[Sequence[str]], target: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """Pairs in their order, as many as may share a table."""
    some: list[int] = []
    size = 0
    for k, pair in enumerate(zip(source, target, strict=True)):
        some.append(k)
        size += sum(map(len, pair))
        if size >= TOGETHER:
            yield some
            some, size = [], 0
    if some:
        yield some


def _groups(shapes: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Pairs alike in size, as many as may be computed at once; pairs with an empty side are left out."""
    order = sorted((k for k, shape in enumerate(shapes) if all(shape)), key=lambda k: (max(shapes[k]), shapes[k], k))
    group: list[int] = []
    for k in order:
        if group and (len(group) + 1) * max(shapes[k]) ** 2 > AT_ONCE:
            yield group
            group = []
        group.append(k)
    if group:
        yield group


def _words(sentences: Sequence[Sequence[str]], lexicon: Lexicon, side: int) -> _Words:
    places: dict[str, int] = {}
    numbers = [np.array([places.setdefault(word, len(places)) for word in row], np.int64) for row in sentences]
    keys = list(places)
    known, totals = lexicon.numbers[side], lexicon.totals[side]
    counts = np.array([totals[known[word]] if word in known else 1.0 for word in keys])
    return _Words(
        keys,
        counts / lexicon.sums[side],
        np.array([not any(map(str.isalnum, word)) for word in keys], bool),
        numbers,
    )


def _of_group(
    group: Sequence[int], sides: tuple[_Words, _Words], find: Finder, attention: Sequence[Array] | None
) -> Iterator[Cells]:
    """The cells of pairs that are computed side by side; all arrays are pairs x source words x target words."""
    padded = _padded(group, sides)
    ours, theirs = padded.numbers
    probable = find(ours[:, :, None] * len(sides[1].keys) + theirs[:, None, :])
    probable = probable[0] * padded.inside, probable[1] * padded.inside
    forward, backward = _posteriors(padded, sides, probable)
    kept = (np.maximum(forward, backward) > POSTERIOR) | (np.maximum(*probable) > PROBABLE)
    attended = None
    if attention is not None:
        attended = np.zeros(kept.shape, np.float32)
        for own, one in zip(attended, attention, strict=True):
            own[: one.shape[1], : one.shape[0]] = one.T
        kept |= attended > ATTENDED
    kept &= padded.inside
    chosen = np.nonzero(kept)
    features = _features(chosen, padded, sides, probable, forward, backward)
    if attended is not None:
        features += [_odds(attended[chosen], 1e-3), *(_rivals(attended, axis, chosen) for axis in (1, 2))]
    evidence = np.array(features).T
    edges = np.searchsorted(chosen[0], np.arange(1, len(group)))
    parts = (np.split(values, edges) for values in (chosen[1], chosen[2], evidence))
    yield from map(Cells, *parts)


def _padded(group: Sequence[int], sides: tuple[_Words, _Words]) -> _Padded:
    counts = [np.array([len(side.numbers[k]) for k in group]) for side in sides]
    inside = [np.arange(count.max()) < count[:, None] for count in counts]
    numbers = [np.zeros(mask.shape, np.int64) for mask in inside]
    for side, own, mask in zip(sides, numbers, inside, strict=True):
        own[mask] = np.concatenate([side.numbers[k] for k in group])
    return _Padded((counts[0], counts[1]), (numbers[0], numbers[1]), inside[0][:, :, None] & inside[1][:, None, :])


def _posteriors(padded: _Padded, sides: tuple[_Words, _Words], probable: tuple[Array, Array]) -> tuple[Array, Array]:
    """The posteriors of every cell: of the target word's coming from the source word, and the other way round.

    Both directions are computed side by side, in squares.
    """
    pairs, rows, columns = padded.inside.shape
    size = max(rows, columns)
    emission = np.zeros((2 * pairs, size, size), np.float32)
    emission[:pairs, :columns, :rows] = ((probable[0] + SMOOTHED) * padded.inside).transpose(0, 2, 1)
    emission[pairs:, :rows, :columns] = (probable[1] + SMOOTHED) * padded.inside
    absent = np.full((2 * pairs, size), RAREST, np.float32)
    ours, theirs = (np.maximum(side.frequency, RAREST)[own] for side, own in zip(sides, padded.numbers, strict=True))
    absent[:pairs, :columns], absent[pairs:, :rows] = theirs, ours
    origins, words = np.concatenate(padded.counts), np.concatenate(padded.counts[::-1])
    found = hmm.posteriors(emission, absent, origins, words)
    return found[:pairs, :columns, :rows].transpose(0, 2, 1) * padded.inside, found[
        pairs:, :rows, :columns
    ] * padded.inside


def _features(
    chosen: tuple[Integers, ...],
    padded: _Padded,
    sides: tuple[_Words, _Words],
    probable: tuple[Array, Array],
    forward: Array,
    backward: Array,
) -> list[Array]:
    """For each of FEATURES its values in the cells that were chosen (pair, row, column)."""
    pair, row, column = chosen
    there, back = forward[chosen], backward[chosen]
    agreed = np.sqrt(forward * backward)
    both = agreed[chosen]
    ours, theirs = padded.numbers[0][pair, row], padded.numbers[1][pair, column]
    rows, columns = padded.counts[0][pair], padded.counts[1][pair]
    distance = np.abs((row + 0.5) / rows - (column + 0.5) / columns)
    mark, other = sides[0].is_mark[ours], sides[1].is_mark[theirs]
    places = {word: number for number, word in enumerate(sides[1].keys)}
    twins = np.array([places.get(word, -1) for word in sides[0].keys])
    return [
        _odds(there),
        _odds(back),
        _odds(both),
        both,
        np.minimum(there, back),
        np.log(probable[0][chosen] + 1e-4),
        np.log(probable[1][chosen] + 1e-4),
        _rivals(agreed, 1, chosen),
        _rivals(agreed, 2, chosen),
        np.log(sides[0].frequency + 1e-7)[ours],
        np.log(sides[1].frequency + 1e-7)[theirs],
        distance,
        distance * np.sqrt(rows * columns),
        (mark != other).astype(np.float64),
        (mark & other).astype(np.float64),
        (twins[ours] == theirs).astype(np.float64),
        1 - forward.sum(axis=1)[pair, column],
        1 - backward.sum(axis=2)[pair, row],
        *_neighbours(agreed, chosen),
    ]


def _neighbours(value: Array, chosen: tuple[Integers, ...]) -> list[Array]:
    """For each cell chosen the value of the six beside it that matter, in the order of FEATURES; 0 outside."""
    around = np.pad(value, ((0, 0), (1, 1), (1, 1)))
    pair, row, column = chosen
    steps = (-1, -1), (1, 1), (-1, 0), (1, 0), (0, -1), (0, 1)
    return [around[pair, 1 + row + down, 1 + column + right] for down, right in steps]


def _odds(probability: Array, least: float = 1e-4) -> Array:
    clipped = np.clip(probability, least, 1 - least)
    odds: Array = np.log(clipped / (1 - clipped))
    return odds


def _rivals(value: Array, axis: int, chosen: tuple[Integers, ...]) -> Array:
    """For each cell chosen the highest value among the others of its column (axis 1) or row (axis 2); 0 without any."""
    own: Array = value[chosen]
    if value.shape[axis] == 1:
        return np.zeros_like(own)
    second, first = np.moveaxis(np.partition(value, -2, axis), axis, 0)[-2:]
    lane = chosen[0], chosen[3 - axis]
    rivals: Array = np.where(own == first[lane], second[lane], first[lane])
    return rivals
