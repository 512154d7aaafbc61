"""The best way through two texts, and how sure each of its steps is: dynamic programming over beads with affine gaps.

A node (i, j) stands between sentences: i of the source and j of the target are behind it. A bead of kind (a, b) leads
from (i-a, j-b) to (i, j). Sentences without counterpart form gaps, where opening costs much and going on costs little:
a paragraph left out by the translator then costs hardly more than a sentence. What a bead is worth is the caller's
business; scores are log-odds, higher is better. No texts are seen here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float64]
Kind = tuple[int, int]
Scores = Sequence[Mapping[Kind, Row]]
"""For each row i of a corridor and each kind, the scores of beads that end at (i, low[i]..high[i])."""

SOURCE_GAP, TARGET_GAP = (1, 0), (0, 1)  # the kinds of a sentence without counterpart


class Gaps(NamedTuple):
    """Log-odds of a gap's first sentence and of each one more."""

    opened: float
    extended: float


class Step(NamedTuple):
    """A bead, or a sentence of a gap, that ends at node (i, j)."""

    i: int
    j: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Corridor:
    """The nodes a path may use: in row i those from low[i] to high[i], both included.

    Neither `low` nor `high` ever falls; the first node and the last belong to it.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]

    @classmethod
    def whole(cls, source: int, target: int) -> Corridor:
        """Every node."""
        return cls(np.zeros(source + 1, np.int64), np.full(source + 1, target, np.int64))

    @classmethod
    def around(cls, steps: Sequence[Step], source: int, target: int, width: int) -> Corridor:
        """The nodes within `width` sentences of a path, in either direction."""
        low, high = np.full(source + 1, target, np.int64), np.zeros(source + 1, np.int64)
        for i, j, kind in steps:
            rows = slice(max(i - kind[0] - width, 0), i + width + 1)
            low[rows] = np.minimum(low[rows], j - kind[1] - width)
            high[rows] = np.maximum(high[rows], j + width)
        low[0], high[-1] = 0, target
        low, high = np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high)
        return cls(np.clip(low, 0, target), np.clip(high, 0, target))

    def reversed(self) -> Corridor:
        """The same nodes counted from the end of both texts."""
        return Corridor(self.high[-1] - self.high[::-1], self.high[-1] - self.low[::-1])

    def rows(self) -> Iterator[tuple[int, int, int]]:
        """Number, low and high of each row."""
        for i, (low, high) in enumerate(zip(self.low.tolist(), self.high.tolist(), strict=True)):
            yield i, low, high


@dataclass(slots=True)
class _Values:
    """What it is worth to be at each node, row by row, after a bead or inside a gap of either side; `any` is all three.

    "Worth" is the best path to the node or the sum over all paths, as the `add` that made it has it.
    """

    bead: list[Row] = field(default_factory=list)
    source: list[Row] = field(default_factory=list)
    target: list[Row] = field(default_factory=list)
    any: list[Row] = field(default_factory=list)


def best(scores: Scores, gaps: Gaps, corridor: Corridor) -> list[Step]:
    """The steps of the best path, first to last."""
    values = _values(scores, gaps, corridor, np.maximum)
    i, j = len(corridor.low) - 1, int(corridor.high[-1])
    steps: list[Step] = []
    gap = None  # the one we are inside of
    while i or j:
        kind = gap or _last_kind(values, scores, corridor, i, j)
        steps.append(Step(i, j, kind))
        i, j = i - kind[0], j - kind[1]
        if not all(kind):
            rows = values.source if kind == SOURCE_GAP else values.target
            others = max(_at(other, corridor, i, j) for other in _other_states(values, kind))
            gap = kind if _at(rows, corridor, i, j) + gaps.extended > others + gaps.opened else None
    return steps[::-1]


def _other_states(values: _Values, gap: Kind) -> tuple[list[Row], list[Row]]:
    return values.bead, values.target if gap == SOURCE_GAP else values.source


def _last_kind(values: _Values, scores: Scores, corridor: Corridor, i: int, j: int) -> Kind:
    """The kind of the last step of the best path to a node."""
    worth = {
        (a, b): _at(values.any, corridor, i - a, j - b) + float(row[j - corridor.low[i]])
        for (a, b), row in scores[i].items()
    }
    worth |= {SOURCE_GAP: _at(values.source, corridor, i, j), TARGET_GAP: _at(values.target, corridor, i, j)}
    return max(worth, key=worth.__getitem__)


def _at(rows: Sequence[Row], corridor: Corridor, i: int, j: int) -> float:
    inside = 0 <= i < len(rows) and corridor.low[i] <= j <= corridor.high[i]
    return float(rows[i][j - corridor.low[i]]) if inside else -np.inf


def _values(scores: Scores, gaps: Gaps, corridor: Corridor, add: np.ufunc) -> _Values:
    """Every node's worth, in a row after row pass; `add` is np.maximum or np.logaddexp."""
    values = _Values()
    for i, low, high in corridor.rows():
        bead = np.full(high - low + 1, -np.inf)
        if i == 0:
            bead[0] = 0.0
        for (a, b), score in scores[i].items():
            add(bead, _before(values.any, corridor, i, a, b) + score, out=bead)
        source = add(
            _before(values.source, corridor, i, 1, 0) + gaps.extended,
            add(_before(values.bead, corridor, i, 1, 0), _before(values.target, corridor, i, 1, 0)) + gaps.opened,
        )
        elsewhere = add(bead, source)
        target = np.full(len(bead), -np.inf)
        slope = gaps.extended * np.arange(len(bead))  # a running gap costs by its length, wherever it was opened
        target[1:] = (add.accumulate(elsewhere - slope) + slope)[:-1] + gaps.opened
        for rows, row in zip(
            (values.bead, values.source, values.target, values.any),
            (bead, source, target, add(elsewhere, target)),
            strict=True,
        ):
            rows.append(row)
    return values


def _before(rows: Sequence[Row], corridor: Corridor, i: int, a: int, b: int) -> Row:
    """For every node (i, j) of a row what `rows` has at (i-a, j-b); minus infinity outside the corridor."""
    width = int(corridor.high[i] - corridor.low[i]) + 1
    result = np.full(width, -np.inf)
    if i >= a:
        row = rows[i - a]
        shift = int(corridor.low[i] - b - corridor.low[i - a])
        first, last = max(0, -shift), min(width, len(row) - shift)
        if first < last:
            result[first:last] = row[first + shift : last + shift]
    return result


def confidence(steps: Sequence[Step], scores: Scores, gaps: Gaps, corridor: Corridor) -> list[float]:
    """The posterior probability of each step among all paths of the corridor (forward-backward).

    For a sentence of a gap it is the probability that no bead holds it.
    """
    forward = _values(scores, gaps, corridor, np.logaddexp).any
    opposite = corridor.reversed()
    backward = [row[::-1] for row in _values(_reversed(scores, corridor), gaps, opposite, np.logaddexp).any[::-1]]
    wanted: dict[tuple[int, Kind], list[int]] = defaultdict(list)
    for i, j, kind in steps:
        wanted[i, kind].append(j)
    exact: dict[Step, float] = {}
    paired = np.zeros(len(corridor.low) + 1), np.zeros(int(corridor.high[-1]) + 2)  # sentences in beads, as differences
    for i, low, high in corridor.rows():
        for (a, b), score in scores[i].items():
            posterior = np.exp(_before(forward, corridor, i, a, b) + score + backward[i] - forward[-1][-1])
            exact.update({Step(i, j, (a, b)): float(posterior[j - low]) for j in wanted.get((i, (a, b)), ())})
            paired[0][max(i - a, 0)] += posterior.sum()
            paired[0][i] -= posterior.sum()
            skipped = max(b - low, 0)  # nothing can end there; the posterior is 0
            paired[1][low + skipped - b : max(high + 1 - b, 0)] += posterior[skipped:]
            paired[1][low : high + 1] -= posterior
    single = [1 - np.cumsum(side) for side in paired]
    sure = (
        exact[step] if all(step.kind) else single[0][step.i - 1] if step.kind == SOURCE_GAP else single[1][step.j - 1]
        for step in steps
    )
    return [float(np.clip(value, 0.0, 1.0)) for value in sure]


def _reversed(scores: Scores, corridor: Corridor) -> list[dict[Kind, Row]]:
    """The scores of the same beads, each at the node where it begins, counted from the end of both texts."""
    result = []
    for i, low, high in reversed(list(corridor.rows())):
        row = {}
        for kind in scores[i]:
            a, b = kind
            value = np.full(high - low + 1, -np.inf)
            if i + a < len(scores):
                places = np.arange(low, high + 1) + b - corridor.low[i + a]
                inside = (places >= 0) & (places <= corridor.high[i + a] - corridor.low[i + a])
                value[inside] = scores[i + a][kind][places[inside]]
            row[kind] = value[::-1]
        result.append(row)
    return result
