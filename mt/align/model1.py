"""Learn from two texts which of their words translate each other (Brown et al. 1993, model 1, both directions at once).

The lexicon says what is known beforehand; the pairs of sentences at hand say the rest: names, the words of a subject,
the words of one translator.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mt.align.evidence import Side
from mt.align.lexicon import Floats, Integers, Table, ragged, summed
from mt.document import Bead

ROUNDS = 4
LONGEST = 300  # words a side of a bead may have to be learned from; every word is set against every other
PRIOR = 10.0  # what the lexicon's opinion of a word counts, in occurrences
UNSEEN = 1e-4  # the probability a pair starts with that the lexicon does not know
UNPAIRED = 0.05  # weight of the possibility that a word has no counterpart
LEAST = 0.5  # expected occurrences a learned pair needs


def learned(table: Table, source: Side, target: Side, beads: Sequence[Bead]) -> Table:
    """The table, improved by what these beads say."""
    occurrence, word = _crossed(source, target, beads)  # every target token with every source token of its bead
    width = table.shape[1]
    pair, place = np.unique(source.tokens[word] * width + target.tokens[occurrence], return_inverse=True)
    rows, columns = np.divmod(pair, width)
    forward, backward = _known(table, pair)
    prior = forward, backward
    for _ in range(ROUNDS):
        towards = _posterior(forward[place], occurrence, len(target.tokens))
        away = _posterior(backward[place], word, len(source.tokens))
        counts = summed(place, towards * away, len(pair))
        forward = _updated(counts, prior[0], rows, table.shape[0])
        backward = _updated(counts, prior[1], columns, table.shape[1])
    keep = counts >= LEAST
    return _replaced(table, pair[keep], counts[keep])


def _crossed(source: Side, target: Side, beads: Sequence[Bead]) -> tuple[Integers, Integers]:
    paired = [
        bead
        for bead in beads
        if bead.source
        and bead.target
        and source.offsets[bead.source[-1] + 1] - source.offsets[bead.source[0]] <= LONGEST
        and target.offsets[bead.target[-1] + 1] - target.offsets[bead.target[0]] <= LONGEST
    ]
    begin, end = (
        np.array([source.offsets[edge] for edge in edges], np.int64)
        for edges in ([bead.source[0] for bead in paired], [bead.source[-1] + 1 for bead in paired])
    )
    first, last = (
        np.array([target.offsets[edge] for edge in edges], np.int64)
        for edges in ([bead.target[0] for bead in paired], [bead.target[-1] + 1 for bead in paired])
    )
    bead, occurrence = ragged(first, last)
    again, word = ragged(begin[bead], end[bead])
    return occurrence[again], word


def _known(table: Table, pair: Integers) -> tuple[Floats, Floats]:
    """What the table says of pairs."""
    forward, backward = table.finder()(pair)
    return forward + UNSEEN, backward + UNSEEN


def _posterior(probability: Floats, token: Integers, tokens: int) -> Floats:
    everything: Floats = summed(token, probability, tokens) + UNPAIRED
    share: Floats = probability / everything[token]
    return share


def _updated(counts: Floats, prior: Floats, word: Integers, words: int) -> Floats:
    everything: Floats = summed(word, counts, words) + PRIOR
    share: Floats = (counts + PRIOR * prior) / everything[word]
    return share


def _replaced(table: Table, pair: Integers, counts: Floats) -> Table:
    own = table.source * table.shape[1] + table.target
    pairs = np.union1d(own, pair)
    rows, columns = np.divmod(pairs, table.shape[1])
    added = np.zeros(len(pairs))
    added[np.searchsorted(pairs, pair)] = counts
    at = np.searchsorted(pairs, own)
    probabilities = []
    for values, word, words in ((table.forward, rows, table.shape[0]), (table.backward, columns, table.shape[1])):
        prior = np.zeros(len(pairs))
        prior[at] = values
        probabilities.append(_updated(added, prior, word, words).astype(np.float32))
    return Table(rows, columns, probabilities[0], probabilities[1], table.shape)
