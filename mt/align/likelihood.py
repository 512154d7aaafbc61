"""The close look: how much likelier a bead's words are given the other side's than as words of the text at all.

Both directions of model 1 (Brown et al. 1993, https://aclanthology.org/J93-2003), as Moore (2002) has it, with lengths,
paragraphs and the habits of translators beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mt.align.evidence import Lengths, Side, windows
from mt.align.lexicon import Floats, Integers, summed
from mt.align.path import Corridor, Kind, Row

Matrix = NDArray[np.floating]

LONGEST = 300  # words that one side of a bead is judged by; more are no more evidence, for they repeat each other
OTHERS = 100.0  # words of other texts that are counted with the text's own; or as many as its longest sentence has


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts, in natural log-odds.

    Attributes:
        words: of a word's log-likelihood ratio; far below 1, for the words of a sentence do not come independently.
        explained: the share of words that have a counterpart in a true translation.
        length: of half the squared deviation of lengths.
        starts: gained where both sides of a bead begin a paragraph, lost where one does.
        inside: for each paragraph that begins inside a bead.
        kinds: log prior of each kind of bead.
    """

    words: float
    explained: float
    length: float
    starts: float
    inside: float
    kinds: Mapping[Kind, float]


class Likelihood(Sequence[Mapping[Kind, Row]]):
    """Scores of the beads of a corridor."""

    def __init__(
        self,
        source: Side,
        target: Side,
        glossed: tuple[Floats, Floats],
        corridor: Corridor,
        weights: Weights,
        ratio: float,
        usual: tuple[Floats, Floats],
    ) -> None:
        """Score every bead.

        Args:
            source, target: the two texts.
            glossed: of the source (sentences x words of the target) and of the target; taken over and changed.
            corridor: where.
            weights: how.
            ratio: characters of the target for one of the source.
            usual: how frequent the words of both vocabularies are in other texts.
        """
        self._source, self._target, self._corridor, self._weights = source, target, corridor, weights
        self._begun = [np.concatenate([[0], np.cumsum(side.starts)]) for side in (source, target)]
        self._lengths = Lengths(source, target, list(weights.kinds), ratio)
        self._most = max(a for a, _ in weights.kinds), max(b for _, b in weights.kinds)
        self._forward, self._backward = glossed
        self._forward /= _frequency(target, usual[1])
        self._backward /= _frequency(source, usual[0])
        self._known = [np.any(known, axis=0, keepdims=True)[0] for known in glossed]
        self._rows: list[dict[Kind, Row]] = [{}]
        recent: list[tuple[int, Matrix]] = []
        for i, low, high in corridor.rows():
            if i:
                recent = [*recent, self._given_target(i)][-self._most[0] :]
                self._rows.append(self._row(i, low, high, recent))

    def __len__(self) -> int:
        """Rows of the corridor."""
        return len(self._rows)

    def __getitem__(self, i: int) -> dict[Kind, Row]:  # type: ignore[override]
        """The scores of beads that end in row i, for its nodes in the corridor."""
        return self._rows[i]

    def _row(self, i: int, low: int, high: int, recent: list[tuple[int, Matrix]]) -> dict[Kind, Row]:
        forward = [self._given_source(i, a, low, high) for a in range(1, len(recent) + 1)]
        backward = np.cumsum([rows[:, low - begin : high - begin + 1] for begin, rows in reversed(recent)], axis=0)
        return {
            (a, b): prior
            + self._weights.words * (forward[a - 1][b - 1] + backward[a - 1][b - 1])
            - self._weights.length * self._lengths.cost(i, (a, b), slice(low, high + 1))
            + self._paragraphs(i, a, b, np.arange(low, high + 1))
            for (a, b), prior in self._weights.kinds.items()
            if a <= i
        }

    def _paragraphs(self, i: int, a: int, b: int, nodes: NDArray[np.int64]) -> Row:
        """What paragraphs say about the beads that end at some nodes of row i."""
        first = np.maximum(nodes - b, 0)
        source, target = bool(self._source.starts[i - a]), self._target.starts[first]
        together = np.where(target == source, float(source), -1.0)
        inside = self._begun[0][i] - self._begun[0][i - a + 1] + self._begun[1][nodes] - self._begun[1][first + 1]
        score: Row = self._weights.starts * together + self._weights.inside * inside
        return score

    def _given_source(self, i: int, a: int, low: int, high: int) -> Matrix:
        """For each b and node the log-likelihood ratio of b target sentences, given a source sentences."""
        first = max(low - self._most[1], 0)
        places = self._target.offsets[first : high + 1]
        tokens = self._target.tokens[places[0] : places[-1]]
        size = int(self._source.offsets[i] - self._source.offsets[i - a])
        ratio = self._forward[i - a : i].sum(axis=0)[tokens] / max(size, 1)
        summed = np.concatenate([[0.0], np.cumsum(self._logarithm(ratio, self._known[0][tokens]), dtype=np.float64)])
        summed = summed[places - places[0]]
        nodes = np.arange(low, high + 1) - first
        begins = [np.maximum(nodes - b, 0) for b in range(1, self._most[1] + 1)]
        return np.array([(summed[nodes] - summed[begin]) * _weight(places[nodes] - places[begin]) for begin in begins])

    def _given_target(self, i: int) -> tuple[int, Matrix]:
        """For source sentence i-1 the log-likelihood ratio given b target sentences, for each b and node.

        The nodes begin with the first of row i and reach as far as any bead that holds the sentence.
        """
        low = int(self._corridor.low[i])
        high = int(self._corridor.high[min(i + self._most[0], len(self._corridor.high)) - 1])
        first = max(low - self._most[1], 0)
        tokens = self._source.tokens[self._source.offsets[i - 1] : self._source.offsets[i]]
        given = self._backward[first:high][:, tokens]
        sizes = np.diff(self._target.offsets[first : high + 1]).astype(np.float32)
        rows = []
        for b in range(1, self._most[1] + 1):
            ratio = windows(given, b) / np.maximum(windows(sizes, b), 1)[:, None]
            value = self._logarithm(ratio, self._known[1][tokens]).sum(axis=1, dtype=np.float64)
            value *= _weight(len(tokens))
            rows.append(np.concatenate([[0.0], value])[low - first :])
        return low, np.array(rows)

    def _logarithm(self, ratio: Matrix, known: NDArray[np.bool_]) -> Matrix:
        """The log-likelihood ratio of words; a word that nothing is known of says nothing."""
        share = self._weights.explained * known
        logarithm: Matrix = np.log(1 - share + share * ratio)
        return logarithm


def _weight(size: Integers | int) -> Matrix:
    """What each of so many words counts."""
    weight: Matrix = np.minimum(1.0, LONGEST / np.maximum(size, 1))
    return weight


def _frequency(side: Side, usual: Floats) -> Floats:
    """How frequent each word is, as a probability: a short text says little of it, so others have a say."""
    counts = summed(side.tokens, np.ones(len(side.tokens)), len(side.words)) + 0.5
    others = max(OTHERS, float(np.diff(side.offsets).max()))
    share: Floats = ((counts + others * usual) / (counts.sum() + others)).astype(np.float32)
    return share
