"""Pair the sentences of a text with those of its translation, m to n, each bead with its probability.

Two passes, in the manner of hunalign and Bleualign, but exact: a quick look at everything finds a first path; what its
beads say about words then judges the neighbourhood of that path anew. Long texts are cut into parts at places that are
certain (`mt.align.anchors`), so memory grows with their length and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, zip_longest

import numpy as np

from mt.align import model1, path
from mt.align.anchors import parts
from mt.align.evidence import Side, gloss, ratio_of
from mt.align.lexicon import Floats, Lexicon, Table
from mt.align.likelihood import Likelihood, Weights
from mt.align.path import Corridor, Gaps, Step
from mt.align.resemblance import Resemblance
from mt.document import Bead

QUICK_KINDS = [(1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1)]
QUICK_GAPS = Gaps(-3.0, -0.75)  # twice the second must cost more than a true pair, or gaps swallow pairs
AT_FIRST = 0.5  # what a machine's translation counts beside the gloss until it has proved right or wrong
NEAR = 12  # sentences the second pass may leave the path of the first

# How often translators of novels make each kind of bead; the last five are guesses, for what is too rare to count.
SHARES = {
    (1, 1): 0.78,
    (2, 1): 0.08,
    (1, 2): 0.075,
    (2, 2): 0.011,
    (1, 3): 0.011,
    (3, 1): 0.010,
    (1, 4): 0.003,
    (2, 3): 0.002,
    (3, 2): 0.003,
    (4, 1): 0.002,
    (3, 3): 0.0005,
    (1, 5): 0.0005,
    (5, 1): 0.0005,
}
# Chosen on three novels (`scripts/measure_sentences.py`); F1 moves by less than 0.01 when one is halved or doubled.
WEIGHTS = Weights(0.4, 0.6, 0.35, 0.75, -2.0, {kind: float(np.log(share)) for kind, share in SHARES.items()})
GAPS = Gaps(-4.0, -1.25)
CAUTION = 0.55  # scores count so much towards confidence, or it would promise more than it keeps (same novels)


def paired(source: Side, target: Side, lexicon: Lexicon, translated: Side | None = None) -> list[Bead]:
    """Beads that cover every sentence of both sides once, in order.

    Args:
        source, target: the two texts.
        lexicon: what is known about words.
        translated: the source, sentence by sentence in the other language, by a machine; believed as far as it proves
            right.
    """
    if not len(source) or not len(target):
        return [Bead((i,), (), 1.0) for i in range(len(source))] + [Bead((), (j,), 1.0) for j in range(len(target))]
    table = lexicon.table(source.words, target.words)
    usual = lexicon.frequencies(source.words, 0), lexicon.frequencies(target.words, 1)
    found: list[Bead] = []
    for rows, columns in parts(source, target, table):
        (some, words), (others, other_words) = source.part(rows), target.part(columns)
        near = table.part(words, other_words)
        theirs = translated.part(rows)[0] if translated else None
        steps = _steps(some, others, near, (usual[0][words], usual[1][other_words]), theirs)
        found += [
            Bead(tuple(i + rows.start for i in bead.source), tuple(j + columns.start for j in bead.target), bead.score)
            for bead in beads_of(*steps)
        ]
    return found


def _steps(
    source: Side, target: Side, table: Table, usual: tuple[Floats, Floats], translated: Side | None
) -> tuple[list[Step], list[float]]:
    """The best path through a part, and how sure each step is."""
    size = len(source), len(target)
    if not all(size):
        steps = [Step(i + 1, 0, (1, 0)) for i in range(size[0])] + [Step(0, j + 1, (0, 1)) for j in range(size[1])]
        return steps, [1.0] * len(steps)
    forward = gloss(source, table)
    words = None if translated is None else _translated(translated, target)
    if words is not None:
        forward += AT_FIRST * words
    quick = Resemblance(source, target, forward, QUICK_KINDS)
    steps = path.best(quick, QUICK_GAPS, Corridor.whole(*size))
    del quick  # a third of the memory
    first = beads_of(steps)
    table = model1.learned(table, source, target, first)
    forward = gloss(source, table)
    if translated is not None and words is not None:
        trust = _trust(translated, words, target, first)
        forward = (1 - trust) * forward + trust * words
    corridor = Corridor.around(steps, *size, NEAR)
    glossed = forward, gloss(target, table, backward=True)
    scores = Likelihood(source, target, glossed, corridor, WEIGHTS, ratio_of(source, target, first), usual)
    steps = path.best(scores, GAPS, corridor)
    softened = [{kind: row * CAUTION for kind, row in rows.items()} for rows in scores]
    return steps, path.confidence(steps, softened, Gaps(*(CAUTION * value for value in GAPS)), corridor)


def _translated(translated: Side, target: Side) -> Floats:
    """The words of a translation that the target knows (sentences x words of the target)."""
    numbers = {word: number for number, word in enumerate(target.words)}
    column = np.array([numbers.get(word, -1) for word in translated.words], np.int64)[translated.tokens]
    words = np.zeros((len(translated), len(target.words)), np.float32)
    np.add.at(words, (translated.owners()[column >= 0], column[column >= 0]), 1.0)
    return words


def _trust(translated: Side, words: Floats, target: Side, beads: Sequence[Bead]) -> float:
    """How much of a translation proves right: the share of its words that stand in the bead they should.

    Less the share that stand in the next bead too, by chance.
    """
    said = target.counted(len(target.words)) > 0
    paired = [bead for bead in beads if bead.source and bead.target]
    right = chance = 0.0
    for bead, other in pairwise(paired):
        given = words[list(bead.source)].sum(axis=0)
        right += float(given @ said[list(bead.target)].any(axis=0))
        chance += float(given @ said[list(other.target)].any(axis=0))
    return max(right - chance, 0.0) / max(len(translated.tokens), 1)


def beads_of(steps: Sequence[Step], sure: Iterable[float] | None = None) -> list[Bead]:
    """Beads from the steps of a path."""
    return [
        Bead(tuple(range(i - a, i)), tuple(range(j - b, j)), round(score, 4))
        for (i, j, (a, b)), score in zip(steps, sure or [1.0] * len(steps), strict=True)
    ]


def blanks_between(
    beads: Iterable[Bead], full: tuple[Sequence[int], Sequence[int]], sizes: tuple[int, int]
) -> list[Bead]:
    """Beads of two texts, from those of their sentences that are not blank.

    Blank ones inside a bead belong to it; of those before it the first of either side go together, as far as they do.

    Args:
        beads: of the sentences that are not blank, numbered among themselves.
        full: the numbers these have in the texts.
        sizes: sentences of each text, blank ones too.
    """
    if sizes == (len(full[0]), len(full[1])):
        return list(beads)
    found: list[Bead] = []
    begun = [0, 0]
    end = Bead((len(full[0]),), (len(full[1]),), 1.0)
    numbers = [*full[0], sizes[0]], [*full[1], sizes[1]]
    for bead in [*beads, end]:
        sides = zip(numbers, (bead.source, bead.target), strict=True)
        spans = [range(own[side[0]], own[side[-1]] + 1) if side else None for own, side in sides]
        blanks = [range(first, span.start if span else first) for first, span in zip(begun, spans, strict=True)]
        for i, j in zip_longest(*blanks):
            found.append(Bead(() if i is None else (i,), () if j is None else (j,), 1.0))
        begun = [span.stop if span else first for first, span in zip(begun, spans, strict=True)]
        found.append(Bead(tuple(spans[0] or ()), tuple(spans[1] or ()), bead.score))
    return found[:-1]
