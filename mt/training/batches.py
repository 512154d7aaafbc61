"""Batches of about one number of tokens, alike in length, and a thread that prepares them ahead.

The order follows from the seed and the number of the pass alone, so a run that was cut goes on with the very batch that
would have come next.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mt.training.arrays import Pairs
from mt.training.word_links import WordLinks

_POOL = 40_000  # pairs sorted by length together: batches are tight, and passes still differ
_AHEAD = 8  # batches waiting


class Position(NamedTuple):
    """A batch's place: which pass over the data, which batch of it, and whether it is of the last part's mix."""

    epoch: int = 0
    batch: int = 0
    late: bool = False


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


def stream(
    pairs: Pairs, tokens: int, seed: int, start: Position, late: Callable[[], bool] = lambda: False
) -> Iterator[tuple[list[int], Position]]:
    """Endless batches from `start` on, each with the position of the one after it.

    When `late` says so, passes by the weights of the last part begin.
    """
    if not start.late:
        for item in _passes(pairs, tokens, seed, start):
            if late():
                break
            yield item
        start = Position(late=True)
    yield from _passes(pairs.of_last_part(), tokens, seed, start)


def _passes(pairs: Pairs, tokens: int, seed: int, start: Position) -> Iterator[tuple[list[int], Position]]:
    """Endless passes over one mix."""
    number, skip, late = start
    while True:
        for k, batch in enumerate(epoch(pairs, tokens, seed, number)):
            if k >= skip:
                yield batch, Position(number, k + 1, late)
        number, skip = number + 1, 0


def tables(pairs: Pairs, batch: Sequence[int], ends: tuple[int, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Source and target of these pairs, each (pairs, longest + 1): ids, `</s>`, then padding.

    `ends` are the ids of `<pad>` and `</s>`.
    """
    rows = np.asarray(batch, np.int64)
    source = _padded(pairs.source, pairs.source_at, rows, *ends)
    return source, _padded(pairs.target, pairs.target_at, rows, *ends)


def _padded(ids: NDArray[Any], at: NDArray[np.int64], rows: NDArray[np.int64], pad: int, end: int) -> NDArray[np.int64]:
    """These rows of one side, without a loop over them, which would keep a graphics card waiting."""
    begin = at[rows]
    length = at[rows + 1] - begin
    table = np.full((len(rows), int(length.max()) + 1), pad, np.int64)
    column = np.arange(table.shape[1])
    inside = column < length[:, None]
    table[inside] = ids[(begin[:, None] + column)[inside]]
    table[np.arange(len(rows)), length] = end
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
        late: Callable[[], bool] = lambda: False,
    ) -> None:
        """Nothing starts before the first batch is asked for; `ends` are the ids of `<pad>` and `</s>`.

        When `late` says that the last part of the schedule is reached, its mix follows the batches already waiting.
        """
        self._pairs, self._links, self._ends, self._pinned = pairs, links, ends, pinned
        self._batches = stream(pairs, tokens, seed, start, late)
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
                self._put((tensors, after, int((tensors["target"].numpy() != self._ends[0]).sum())))
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

        source, target = tables(self._pairs, batch, self._ends)
        made = {"input_ids": torch.from_numpy(source), "target": torch.from_numpy(target)}
        if self._links is not None:
            places, shares = self._links.wanted(batch)
            if shares.size:
                made |= {"links": torch.from_numpy(places), "shares": torch.from_numpy(shares)}
        return {name: tensor.pin_memory() for name, tensor in made.items()} if self._pinned else made
