"""Two texts as numbers: their words, what each sentence says in the other language, how long it is.

What this says about sentences being translations of each other is in `resemblance` (quick, everywhere) and `likelihood`
(closely, along a path).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mt.align.lexicon import Floats, Integers, Table, keys_of, ragged
from mt.align.path import Kind, Row
from mt.document import Bead

BLOCK = 256  # sentences glossed at a time

# Gale and Church 1993: variance of the length of a translation, in characters per character
LENGTH_VARIANCE = 6.8
RATIOS = 0.7, 1.4  # what the lengths of a text and its translation lie between
USUAL = 1000.0  # characters of either side that are believed in before any pair is seen
FARTHEST = 12.0  # half the square of a deviation; free translations have fat tails


@dataclass(frozen=True, slots=True)
class Side:
    """One text as numbers.

    Attributes:
        words: the vocabulary, keys of the lexicon.
        tokens: word numbers of all sentences, one after the other.
        offsets: sentence k holds tokens[offsets[k]:offsets[k + 1]].
        lengths: characters of each sentence, at least 1.
        starts: whether each sentence begins a paragraph.
    """

    words: list[str]
    tokens: Integers
    offsets: Integers
    lengths: Floats
    starts: NDArray[np.bool_]

    @classmethod
    def of(cls, sentences: Sequence[str], language: str, starts: Sequence[bool] = ()) -> Side:
        """A text from its sentences."""
        keys = [keys_of(sentence, language) for sentence in sentences]
        words = sorted({word for line in keys for word in line})
        numbers = {word: number for number, word in enumerate(words)}
        return cls(
            words,
            np.array([numbers[word] for line in keys for word in line], np.int64),
            np.concatenate([[0], np.cumsum([len(line) for line in keys], dtype=np.int64)]),
            np.array([max(len(sentence.strip()), 1) for sentence in sentences], np.float32),
            np.array(starts if len(starts) else np.zeros(len(sentences)), bool),
        )

    def __len__(self) -> int:
        """The number of sentences."""
        return len(self.lengths)

    def part(self, rows: slice) -> tuple[Side, Integers]:
        """Some of the sentences with their own vocabulary, and the numbers its words have in the whole one."""
        offsets = self.offsets[rows.start : rows.stop + 1]
        numbers, tokens = np.unique(self.tokens[offsets[0] : offsets[-1]], return_inverse=True)
        words = [self.words[number] for number in numbers.tolist()]
        return Side(words, tokens, offsets - offsets[0], self.lengths[rows], self.starts[rows]), numbers

    def owners(self) -> Integers:
        """For every token the sentence it stands in."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))

    def counted(self, words: int) -> Floats:
        """How often each word stands in each sentence (sentences x words)."""
        return _scattered(self.owners(), self.tokens, np.ones(len(self.tokens), np.float32), (len(self), words))


def _scattered(rows: Integers, columns: Integers, values: Floats, shape: tuple[int, int]) -> Floats:
    """A dense matrix from entries in row order, those of one place added up."""
    result = np.zeros(shape, np.float32)
    for first in range(0, shape[0], BLOCK):
        last = min(first + BLOCK, shape[0])
        some = slice(*np.searchsorted(rows, (first, last)).tolist())
        flat = (rows[some] - first) * shape[1] + columns[some]
        block = np.bincount(flat, values[some], (last - first) * shape[1])
        result[first:last] = block.reshape(last - first, shape[1])
    return result


def gloss(side: Side, table: Table, *, backward: bool = False) -> Floats:
    """Word for word, what each sentence says in the other language (sentences x words): summed probabilities."""
    own, others, value = (
        (table.target, table.source, table.backward) if backward else (table.source, table.target, table.forward)
    )
    order = np.argsort(own, kind="stable")
    sorted_own = own[order]
    begin, end = (np.searchsorted(sorted_own, side.tokens, edge) for edge in ("left", "right"))
    token, entry = ragged(begin, end)
    entry = order[entry]
    return _scattered(side.owners()[token], others[entry], value[entry], (len(side), table.shape[0 if backward else 1]))


def windows(rows: NDArray[np.floating], size: int) -> NDArray[np.floating]:
    """For each place the sum of the `size` rows that end there; the first places have fewer."""
    result = rows.copy()
    for back in range(1, size):
        result[back:] += rows[:-back]
    return result


def ratio_of(source: Side, target: Side, beads: Iterable[Bead] | None = None) -> float:
    """How many characters of the target stand for one of the source.

    Of the beads given, for what has no counterpart says nothing of it; of the whole texts, within bounds, before there
    are any.
    """
    if beads is None:
        return float(np.clip(target.lengths.sum() / source.lengths.sum(), *RATIOS))
    paired = [bead for bead in beads if bead.source and bead.target]
    ours = sum(float(source.lengths[list(bead.source)].sum()) for bead in paired)
    theirs = sum(float(target.lengths[list(bead.target)].sum()) for bead in paired)
    return (theirs + USUAL) / (ours + USUAL)


class Lengths:
    """How far the lengths of a bead's sides are from what one expects (Gale and Church 1993)."""

    def __init__(self, source: Side, target: Side, kinds: Sequence[Kind], ratio: float) -> None:
        """Sum up the lengths of all the sides that beads may have.

        Args:
            source, target: the two texts.
            kinds: of beads.
            ratio: characters of the target for one of the source, in sentences that translate each other.
        """
        self._expected = {a: windows(source.lengths * ratio, a) for a, _ in kinds}
        self._length = {b: np.concatenate([[1.0], windows(target.lengths, b)]) for _, b in kinds}

    def cost(self, i: int, kind: Kind, nodes: slice) -> Row:
        """Half the squared deviation of the beads that end at the nodes of a row."""
        expected, length = float(self._expected[kind[0]][i - 1]), self._length[kind[1]][nodes]
        return np.minimum((length - expected) ** 2 / (LENGTH_VARIANCE * (length + expected)), FARTHEST)
