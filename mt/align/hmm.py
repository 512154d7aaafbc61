"""Which word a word comes from, given those of its neighbours: the model of Vogel, Ney and Tillmann (1996).

Positions of one side are states, words of the other are what they emit; a state with no word (NULL) remembers where it
was (Och and Ney 2003, https://aclanthology.org/J03-1002). All pairs of one call are computed side by side.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]

UNPAIRED = 0.2  # probability that a word comes from none
FARTHEST = 15  # jumps beyond are as likely as this one
# How often a word's origin lies so many words after that of the word before, -15 to 15; from the lexicon's sample.
JUMPS = np.array(
    [
        *(1.6, 0.3, 0.4, 0.4, 0.5, 0.7, 0.8, 1.0, 1.3, 1.7, 2.8, 4.0, 9.0, 14.0, 50.0),
        *(8.0, 660.0, 147.0, 47.0, 22.0, 10.5, 6.0, 3.5, 2.2, 1.6, 1.2, 1.0, 0.7, 0.5, 0.4, 1.8),
    ]
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
    inside = np.arange(size) < origins[:, None]
    steps = _transitions(size)
    share = (1 - UNPAIRED) / (inside @ steps.T).clip(1e-12) * inside  # of a jump from each origin: they must sum to 1
    emission = emission.transpose(1, 0, 2)
    forward, scale = np.zeros((length, pairs, 2, size)), np.ones((length, pairs))
    start = _jumps(np.arange(size)[None, :] + 1) * inside
    place = start / start.sum(axis=1, keepdims=True).clip(1e-12)
    for word in range(length):
        before = forward[word - 1].sum(axis=1) if word else None
        moved = place * (1 - UNPAIRED) if before is None else (before * share) @ steps
        stayed = (place if before is None else before) * UNPAIRED
        forward[word, :, 0] = moved * emission[word]
        forward[word, :, 1] = stayed * absent[:, word, None]
        scale[word] = forward[word].sum(axis=(1, 2)).clip(1e-300)
        forward[word] /= scale[word][:, None, None]
    result = np.zeros((length, pairs, size))
    backward = np.ones((pairs, size))
    for word in reversed(range(length)):
        last = (words == word + 1)[:, None]
        backward = np.where(last, 1.0, backward)
        result[word] = forward[word, :, 0] * backward
        result[word] /= (result[word] + forward[word, :, 1] * backward).sum(axis=1).clip(1e-300)[:, None]
        if word:
            moved = (emission[word] * backward) @ steps.T * share
            stayed = UNPAIRED * absent[:, word, None] * backward
            backward = (moved + stayed) / scale[word][:, None]
    return result.transpose(1, 0, 2)


def _transitions(size: int) -> Array:
    """How common a jump from each origin (rows) to each (columns) is."""
    places = np.arange(size)
    return _jumps(places[None, :] - places[:, None])


def _jumps(by: NDArray[np.int64]) -> Array:
    values: Array = JUMPS[np.clip(by, -FARTHEST, FARTHEST) + FARTHEST]
    return values
