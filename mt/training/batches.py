"""Batches of about one number of tokens, alike in length, and a thread that prepares them ahead.

The order follows from the seed and the number of the pass alone, so a run that was cut goes on with the very batch that
would have come next.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mt.training.arrays import Pairs
from mt.training.word_links import WordLinks

_POOL = 40_000  # pairs sorted by length together: batches are tight, and passes still differ
_AHEAD = 8  # batches waiting


class Position(NamedTuple):
    """A batch's place: which pass over the data, and which batch of it."""

    epoch: int = 0
    batch: int = 0


START = Position()


def epoch(pairs: Pairs, tokens: int, seed: int, number: int) -> Iterator[list[int]]:
    """One pass: every pair as often as its weight says, in batches of at most `tokens` padded target or source tokens.

    A pair that is longer than that stands alone.
    """
    dice = np.random.default_rng([seed, number])
    weight, longest = np.asarray(pairs.weight), pairs.longest
    visits = np.floor(weight).astype(np.int64) + (dice.random(len(weight)) < weight % 1)
    order = np.repeat(np.arange(len(weight)), visits)
    dice.shuffle(order)
    for start in range(0, len(order), _POOL):
        part = order[start : start + _POOL]
        part = part[np.argsort(longest[part] + dice.random(len(part)))]
        found = list(_cut(part.tolist(), longest[part].tolist(), tokens))
        for k in dice.permutation(len(found)):
            yield found[k]


def _cut(pairs: list[int], lengths: list[int], tokens: int) -> Iterator[list[int]]:
    """Pairs in the order given, cut wherever one more would exceed the budget."""
    batch: list[int] = []
    width = 0
    for pair, length in zip(pairs, lengths, strict=True):
        if batch and max(width, length) * (len(batch) + 1) > tokens:
            yield batch
            batch, width = [], 0
        batch.append(pair)
        width = max(width, length)
    if batch:
        yield batch


def stream(pairs: Pairs, tokens: int, seed: int, start: Position) -> Iterator[tuple[list[int], Position]]:
    """Endless batches from `start` on, each with the position of the one after it."""
    number, skip = start
    while True:
        for k, batch in enumerate(epoch(pairs, tokens, seed, number)):
            if k >= skip:
                yield batch, Position(number, k + 1)
        number, skip = number + 1, 0


def padded(rows: Sequence[Sequence[int]], pad: int, end: int) -> NDArray[np.int64]:
    """Ids with `</s>` after each row and padding after that: (rows, longest + 1)."""
    table = np.full((len(rows), max(map(len, rows)) + 1), pad, np.int64)
    for k, row in enumerate(rows):
        table[k, : len(row)] = row
        table[k, len(row)] = end
    return table


class Ahead:
    """Batches as tensors, prepared in a thread; what Trainer takes for its data loader."""

    def __init__(
        self,
        pairs: Pairs,
        tokens: int,
        seed: int,
        ends: tuple[int, int],
        *,
        start: Position = START,
        links: WordLinks | None = None,
        pinned: bool = False,
    ) -> None:
        """Nothing starts before the first batch is asked for; `ends` are the ids of `<pad>` and `</s>`."""
        self._pairs, self._links, self._ends, self._pinned = pairs, links, ends, pinned
        self._batches = stream(pairs, tokens, seed, start)
        self._ready: queue.Queue[Any] = queue.Queue(_AHEAD)
        self._stop = threading.Event()
        self.position = start  # of the next batch
        self.tokens = 0  # target pieces handed out

    def __iter__(self) -> Iterator[dict[str, Any]]:
        thread = threading.Thread(target=self._feed, daemon=True)
        thread.start()
        try:
            while True:
                item = self._ready.get()
                if isinstance(item, BaseException):
                    raise item
                tensors, self.position, count = item
                self.tokens += count
                yield tensors
        finally:
            self.close()

    def close(self) -> None:
        """Let the thread end."""
        self._stop.set()

    def _feed(self) -> None:
        """Fill the queue; a failure is handed over, or the training loop would wait for ever."""
        try:
            for batch, after in self._batches:
                tensors = self._tensors(batch)
                self._put((tensors, after, int((tensors["target"] != self._ends[0]).sum())))
                if self._stop.is_set():
                    return
        except BaseException as error:
            self._put(error)

    def _put(self, item: Any) -> None:
        while not self._stop.is_set():
            try:
                self._ready.put(item, timeout=0.5)
                return
            except queue.Full:
                continue

    def _tensors(self, batch: list[int]) -> dict[str, Any]:
        import torch

        sides = [self._pairs.sides(pair) for pair in batch]
        source, target = (padded([row[k] for row in sides], *self._ends) for k in (0, 1))
        made = {"input_ids": torch.from_numpy(source), "target": torch.from_numpy(target)}
        if self._links is not None:
            wanted = self._links.wanted(batch, (*target.shape, source.shape[1]))
            if wanted.any():
                made["wanted"] = torch.from_numpy(wanted)
        return {name: tensor.pin_memory() for name, tensor in made.items()} if self._pinned else made
