"""Where long texts may be cut: places between sentences that are certain to translate each other.

An anchor is a pair of sentences that share several rare words, of which neither shares as much with any other sentence;
of all anchors those count that follow one another in both texts and have others like them nearby. Memory is linear in
the length of the texts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from mt.align.evidence import Side
from mt.align.lexicon import Integers, Table, ragged

LARGEST = 3001**2  # nodes of a part: below it everything is looked at
PART = 1000  # sentences of a side after which a cut is looked for
RAREST = 12  # sentences a word may stand in to be rare
LIKELY = 0.1  # probability that two words translate each other, in both directions
SHARED = 2.0  # rare words an anchor needs, a bit more than one being not enough
MARGIN = 1.3  # times as much as any rival shares
NEIGHBOURS = 4  # anchors before and after that must lie in line
DRIFT = 0.5  # how far out of line, in sentences per sentence


def parts(source: Side, target: Side, table: Table) -> Iterator[tuple[slice, slice]]:
    """Parts of both texts to align one after the other; a single one unless the texts are long."""
    begin, end = (0, 0), (len(source), len(target))
    cuts = [] if (end[0] + 1) * (end[1] + 1) <= LARGEST else _cuts(_anchors(source, target, table))
    for cut in [*cuts, end]:
        for low, high in _small(begin, cut):
            yield slice(low[0], high[0]), slice(low[1], high[1])
        begin = cut


def _small(begin: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """A part, halved as long as it is too large: where nothing is certain, position must do."""
    rows, columns = end[0] - begin[0], end[1] - begin[1]
    if (rows + 1) * (columns + 1) <= LARGEST:
        yield begin, end
    else:
        middle = begin[0] + rows // 2, begin[1] + columns // 2
        yield from _small(begin, middle)
        yield from _small(middle, end)


def _anchors(source: Side, target: Side, table: Table) -> list[tuple[int, int]]:
    """Anchors in line, in order."""
    rows, columns, shared = _candidates(source, target, table)
    best = np.ones(len(rows), bool)
    for own in (rows, columns):
        order = np.lexsort((-shared, own))
        first = np.ones(len(order), bool)
        first[1:] = own[order][1:] != own[order][:-1]
        leader = shared[order][first]
        following = np.flatnonzero(first) + 1
        inside = following < len(order)
        rival = np.zeros(len(leader))
        rival[inside] = np.where(first[following[inside]], 0, shared[order][following[inside]])
        clear = np.zeros(len(rows), bool)
        clear[order[first]] = leader > MARGIN * rival
        best &= clear
    best &= shared >= SHARED
    chain = _rising(sorted(zip(rows[best].tolist(), columns[best].tolist(), strict=True)))
    return _in_line(chain)


def _candidates(source: Side, target: Side, table: Table) -> tuple[Integers, Integers, np.ndarray]:
    """Pairs of sentences that share rare words, and how many."""
    likely = np.minimum(table.forward, table.backward) >= LIKELY
    places = []
    for side, words in ((source, table.source), (target, table.target)):
        order = np.argsort(side.tokens, kind="stable")
        begin, end = (np.searchsorted(side.tokens[order], words, edge) for edge in ("left", "right"))
        likely &= (end - begin > 0) & (end - begin <= RAREST)
        places.append((side.owners()[order], begin, end))
    (rows, begin, end), (columns, first, last) = places
    pair, row = ragged(begin[likely], end[likely])
    again, column = ragged(first[likely][pair], last[likely][pair])
    cell, place = np.unique(rows[row][again] * len(target) + columns[column], return_inverse=True)
    weight = 1.0 / np.sqrt((last - first)[likely][pair][again])  # the rarer, the more it says
    i, j = np.divmod(cell, len(target))
    return i, j, np.bincount(place, weight, len(cell))


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence that rises on both sides."""
    ends: list[int] = []  # for each length the smallest column a chain of it ends in
    last: list[int] = []
    before: list[int] = []
    for place, (_, column) in enumerate(pairs):
        length = bisect_left(ends, column)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [column]
        last[length : length + 1] = [place]
    chain = []
    place = last[-1] if last else -1
    while place >= 0:
        chain.append(pairs[place])
        place = before[place]
    return chain[::-1]


def _in_line(chain: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The anchors whose neighbours lie as far away in one text as in the other, most of them."""
    found = []
    for place, (i, j) in enumerate(chain):
        near = [other for other in chain[max(place - NEIGHBOURS, 0) : place + NEIGHBOURS + 1] if other != (i, j)]
        straight = sum(abs((i - k) - (j - n)) <= 2 + DRIFT * abs(i - k) for k, n in near)
        if straight > NEIGHBOURS:
            found.append((i, j))
    return found


def _cuts(anchors: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Nodes to cut at: between two anchors of neighbouring sentences, no sooner than a part is filled."""
    cuts: list[tuple[int, int]] = []
    last = (0, 0)
    for (i, j), following in pairwise(anchors):
        node = i + 1, j + 1
        if following == node and max(node[0] - last[0], node[1] - last[1]) >= PART:
            cuts.append(node)
            last = node
    return cuts
