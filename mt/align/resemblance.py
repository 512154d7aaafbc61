"""The quick look: how much a bead's target resembles a word-for-word gloss of its source.

Words weigh by their rarity. Vectors of words add up, so that one product of all sentences with all gives the cosine of
every bead, however many sentences it has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mt.align.evidence import Lengths, Side, ratio_of, windows
from mt.align.lexicon import Floats
from mt.align.path import Kind, Row

SIZE_POWER = 0.8  # a bead of more sentences saves steps; what it costs grows with them, a little slower
LENGTH_WEIGHT = 0.15


class Resemblance(Sequence[Mapping[Kind, Row]]):
    """Scores of all beads between two texts; rows are made when asked for."""

    def __init__(self, source: Side, target: Side, glossed: Floats, kinds: Sequence[Kind]) -> None:
        """Multiply everything with everything, once.

        Args:
            source, target: the two texts.
            glossed: of the source (sentences x words of the target).
            kinds: of beads to score.
        """
        counted = target.counted(glossed.shape[1])
        rarity = np.log((len(target) + 1) / (np.count_nonzero(counted, axis=0) + 0.5)).astype(np.float32)
        glossed = glossed * rarity
        counted *= rarity
        self._kinds = kinds
        self._products = glossed @ counted.T
        self._source_norms = {a: np.linalg.norm(windows(glossed, a), axis=1) for a, _ in kinds}
        self._target_norms = {b: np.linalg.norm(windows(counted, b), axis=1) for _, b in kinds}
        self._lengths = Lengths(source, target, kinds, ratio_of(source, target))

    def __len__(self) -> int:
        """Rows of nodes, one more than source sentences."""
        return len(self._products) + 1

    def __getitem__(self, i: int) -> dict[Kind, Row]:  # type: ignore[override]
        """The scores of beads that end in row i, for every node of it."""
        if i == 0:
            return {}
        sums = {a: self._products[max(i - a, 0) : i].sum(axis=0) for a in self._source_norms}
        return {kind: self._score(sums[kind[0]], i, kind) for kind in self._kinds}

    def _score(self, products: Floats, i: int, kind: Kind) -> Row:
        a, b = kind
        norms = self._source_norms[a][i - 1] * self._target_norms[b]
        cosine = np.zeros(len(products) + 1)
        np.divide(windows(products, b), norms, out=cosine[1:], where=norms > 0)
        score: Row = (cosine - 1) * float(a * b) ** SIZE_POWER - LENGTH_WEIGHT * self._lengths.cost(
            i, kind, slice(None)
        )
        return score
