"""One interface over every way of running a model.

A module here is an engine: `load(checkpoint, options) -> Engine`. An engine takes sentences and gives back, for each,
the translation, its score and soft word links; batching, sorting by length and output limits are its own business.
What is done to a text before and after (names, headings, over-long sentences) is `mt.translation`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from mt.document import Link, Span
from mt.soft_links import Offsets, SoftLinks

_IN_INT8, _OTHERWISE = 512, 2048  # compared by scripts/benchmark_throughput.py --batch-tokens
LINK_FLOOR = 0.05  # attention below this says nothing; keeping it would triple the links


@dataclass(frozen=True, slots=True)
class Options:
    """How to run a model.

    Attributes:
        beam: hypotheses kept at each step, 1 = greedy.
        precision: weights as "int8" or "float32" (ct2; marian is always float32).
        threads: processor threads in all, 0 = one for each core.
        batch_tokens: padded source pieces in one batch, 0 = what is fastest as a rule.
        device: "cpu", "cuda" or "auto".
    """

    beam: int = 4
    precision: str = "int8"
    threads: int = 0
    batch_tokens: int = 0
    device: str = "auto"

    def padded(self, precision: str) -> int:
        """Source pieces in one batch of an engine that computes so: few in int8, as what fits a cache is soon done."""
        return self.batch_tokens or (_IN_INT8 if precision == "int8" else _OTHERWISE)


@dataclass(frozen=True, slots=True)
class Translation:
    """One translated sentence.

    Attributes:
        text: the target.
        score: mean log-probability per target token, `</s>` included.
        links: between pieces, spans in the text that was given and in `text`; the scores of one target piece's links
            sum to at most 1.
    """

    text: str
    score: float | None
    links: Sequence[Link] = ()


class Engine(Protocol):
    """What `load` of every engine gives back; several threads may ask it at the same time."""

    signature: str

    @property
    def longest(self) -> int:
        """Most pieces a sentence may have."""

    def pieces(self, texts: Sequence[str]) -> list[list[Span]]:
        """For every text the spans of its pieces."""

    def count(self, texts: Sequence[str]) -> list[int]:
        """For every text the number of its pieces."""

    def translate(self, texts: Sequence[str]) -> list[Translation]:
        """Translate sentences, none longer than `longest`; same order, same number."""

    def links(self, sources: Sequence[str], targets: Sequence[str]) -> list[Sequence[Link]]:
        """Soft links between pieces when the model is made to say these targets, whoever wrote them.

        Same order, same number; none for a pair of which a side is empty or longer than `longest`.
        """


def bound(length: int) -> int:
    """The longest translation, in pieces, that a source of `length` pieces may have: a loop must end."""
    return 2 * length + 16


def batches(lengths: Sequence[int], tokens: int) -> list[list[int]]:
    """Positions grouped into batches alike in length, longest first, each at most `tokens` padded pieces."""
    order = sorted(range(len(lengths)), key=lambda k: (-lengths[k], k))
    found: list[list[int]] = []
    for k in order:
        if found and (len(found[-1]) + 1) * (lengths[found[-1][0]] + 1) <= tokens:
            found[-1].append(k)
        else:
            found.append([k])
    return found


def piece_links(
    attention: Sequence[Sequence[Sequence[float]]] | NDArray[Any],
    source: Sequence[Offsets],
    target: Sequence[Offsets],
) -> list[SoftLinks]:
    """Soft links from attention.

    Args:
        attention: for each sentence target pieces x source pieces, a last row and column for `</s>` allowed.
        source, target: the spans of its pieces.
    """
    found: list[SoftLinks] = []
    for rows, ours, theirs in zip(attention, source, target, strict=True):
        weights = (
            np.array(rows, np.float32)[: len(theirs), : len(ours)] if len(theirs) else np.zeros((0, 0), np.float32)
        )
        row, column = np.nonzero(weights > LINK_FLOOR)
        found.append(SoftLinks(ours[column], theirs[row], weights[row, column].astype(np.float64)))
    return found
