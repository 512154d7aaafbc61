"""Which word a word comes from, given those of its neighbours: the model of Vogel, Ney and Tillmann (1996).

Positions of one side are states, words of the other are what they emit; a state with no word (NULL) remembers where it
was (Och and Ney 2003, https://aclanthology.org/J03-1002). All pairs of one call are computed side by side.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]

UNPAIRED = 0.2  # probability that a word comes from none
RESCALED = 4  # words after which probabilities are made to sum to 1 again; a word costs eight digits at most
FARTHEST = 15  # jumps beyond are as likely as this one
# How often a word's origin lies so many words after that of the word before, -15 to 15; from the lexicon's sample.
JUMPS = np.array(
    [
        *(1.6, 0.3, 0.4, 0.4, 0.5, 0.7, 0.8, 1.0, 1.3, 1.7, 2.8, 4.0, 9.0, 14.0, 50.0),
        *(8.0, 660.0, 147.0, 47.0, 22.0, 10.5, 6.0, 3.5, 2.2, 1.6, 1.2, 1.0, 0.7, 0.5, 0.4, 1.8),
    ],
    np.float32,
)


def posteriors(emission: Array, absent: Array, origins: NDArray[np.int64], words: NDArray[np.int64]) -> Array:
    """The probability that each word comes from each origin, for pairs padded to one size.

    Args:
        emission: pairs x words x origins, the probability of the word given the origin; 0 where padded.
        absent: pairs x words, the probability of a word that comes from none.
        origins: how many there are in each pair.
        words: how many there are in each pair.

    Returns:
        pairs x words x origins; what a word lacks to 1 is the probability that it comes from none.
    """
    pairs, length, size = emission.shape
    inside = (np.arange(size) < origins[:, None]).astype(np.float32)
    steps = _transitions(size)
    share = (1 - UNPAIRED) / (inside @ steps.T).clip(1e-12) * inside  # of a jump from each origin: they must sum to 1
    emission = np.ascontiguousarray(emission.transpose(1, 0, 2))
    stays = np.ascontiguousarray(UNPAIRED * absent.T)[:, :, None]
    # forward probabilities: from an origin, and from none
    paired, unpaired = np.empty((2, length, pairs, size), np.float32)
    start = _jumps(np.arange(size)[None, :] + 1) * inside
    before = start / start.sum(axis=1, keepdims=True).clip(1e-12)
    for word in range(length):
        moved = (before * share) @ steps if word else before * (1 - UNPAIRED)
        np.multiply(moved, emission[word], out=paired[word])
        np.multiply(before, stays[word], out=unpaired[word])
        before = paired[word] + unpaired[word]
        if word % RESCALED == 0:
            before /= before.sum(axis=1, keepdims=True).clip(1e-37)
    backward = np.ones((length, pairs, size), np.float32)
    for word in range(length - 1, 0, -1):
        moved = (emission[word] * backward[word]) @ steps.T
        moved *= share
        moved += stays[word] * backward[word]
        if word % RESCALED == 0:
            moved /= moved.sum(axis=1, keepdims=True).clip(1e-37)
        moved[words == word] = 1.0
        backward[word - 1] = moved
    paired *= backward
    unpaired *= backward
    paired /= (paired + unpaired).sum(axis=2, keepdims=True).clip(1e-37)
    return paired.transpose(1, 0, 2)


def _transitions(size: int) -> Array:
    """How common a jump from each origin (rows) to each (columns) is."""
    places = np.arange(size)
    return _jumps(places[None, :] - places[:, None])


def _jumps(by: NDArray[np.int64]) -> Array:
    values: Array = JUMPS[np.clip(by, -FARTHEST, FARTHEST) + FARTHEST]
    return values
