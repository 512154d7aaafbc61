"""How probable a link between two words is, given the evidence: a small network with weights learned beforehand.

One hidden layer, one output; `scripts/measure_words.py --fit` learns the weights from hand-aligned text and writes them
to `priors/links.npz`, once without and once with a model's attention. What it says is how sure a person would be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]

AT_ONCE = 512  # rows; many more, and a product is spread over threads, which costs more than it saves


@dataclass(frozen=True, slots=True)
class Network:
    """The weights.

    Attributes:
        centre, spread: of each feature, subtracted and divided by.
        inner, inner_bias: features x hidden, hidden.
        outer, outer_bias: hidden, a single number.
    """

    centre: Array
    spread: Array
    inner: Array
    inner_bias: Array
    outer: Array
    outer_bias: Array

    def probability(self, evidence: Array) -> Array:
        """The probability of each row of evidence, in [0, 1]."""
        probability = np.empty(len(evidence))
        for start in range(0, len(evidence), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            hidden = np.tanh((evidence[part] - self.centre) / self.spread @ self.inner + self.inner_bias)
            probability[part] = 1 / (1 + np.exp(-(hidden @ self.outer + self.outer_bias)))
        return probability


@cache
def shipped(*, attention: bool) -> Network:
    """The network of this package, for evidence with or without a model's attention."""
    prefix = "attention_" if attention else ""
    with files("mt.align").joinpath("priors/links.npz").open("rb") as file:
        arrays = np.load(file)
        return Network(*(arrays[f"{prefix}{name}"] for name in Network.__slots__))
