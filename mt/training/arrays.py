"""Prepared pairs as flat arrays of ids: written in one go, read by memory map, millions of pairs in little memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mt.training import TrainingError

_PARTS = ("source", "source_at", "target", "target_at", "weight", "corpus")


@dataclass(frozen=True)
class Pairs:
    """Encoded pairs.

    Attributes:
        source, target: ids without `</s>`, one pair after the other.
        source_at, target_at: where each pair begins, and the end; one longer than there are pairs.
        weight: how often each pair is seen in one pass over the data, on average.
        corpus: the number of the corpus each pair is of.
        late: the weights in the last part of the schedule, if it has a mix of its own.
    """

    source: NDArray[Any]
    source_at: NDArray[np.int64]
    target: NDArray[Any]
    target_at: NDArray[np.int64]
    weight: NDArray[np.float32]
    corpus: NDArray[np.int16]
    late: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def longest(self) -> NDArray[np.int64]:
        """Of each pair the longer side in pieces, `</s>` counted."""
        return np.maximum(np.diff(self.source_at), np.diff(self.target_at)) + 1

    @property
    def mark(self) -> int:
        """A number that tells one set of pairs from another."""
        return zlib.crc32(self.target.data, zlib.crc32(self.source.data))

    def of_last_part(self) -> Pairs:
        """The same pairs by the weights of the last part of the schedule."""
        return self if self.late is None else replace(self, weight=self.late)

    def sides(self, pair: int) -> tuple[list[int], list[int]]:
        """The ids of one pair."""
        source = self.source[self.source_at[pair] : self.source_at[pair + 1]]
        target = self.target[self.target_at[pair] : self.target_at[pair + 1]]
        return source.tolist(), target.tolist()


def of(rows: Sequence[tuple[Sequence[int], Sequence[int]]], vocabulary: int) -> Pairs:
    """Pairs from lists of ids, each of weight 1, all of one corpus."""
    kind = np.min_scalar_type(vocabulary)
    flat = [np.array([t for row in rows for t in row[side]], kind) for side in (0, 1)]
    at = [np.cumsum([0, *(len(row[side]) for row in rows)], dtype=np.int64) for side in (0, 1)]
    return Pairs(flat[0], at[0], flat[1], at[1], np.ones(len(rows), np.float32), np.zeros(len(rows), np.int16))


def write(rows: Iterable[tuple[Sequence[int], Sequence[int], float, int]], vocabulary: int, folder: Path) -> Pairs:
    """Pairs from a stream of (source ids, target ids, weight, corpus), through files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    kind = np.min_scalar_type(vocabulary)
    lengths: tuple[list[int], list[int]] = ([0], [0])
    weights: list[float] = []
    corpora: list[int] = []
    with (folder / "source.raw").open("wb") as source, (folder / "target.raw").open("wb") as target:
        for *sides, weight, corpus in rows:
            for file, ids, count in zip((source, target), sides, lengths, strict=True):
                file.write(np.array(ids, kind).tobytes())
                count.append(len(ids))
            weights.append(weight)
            corpora.append(corpus)
    for name, count in zip(("source", "target"), lengths, strict=True):
        raw = folder / f"{name}.raw"
        np.save(folder / f"{name}.npy", np.fromfile(raw, kind))
        np.save(folder / f"{name}_at.npy", np.cumsum(count, dtype=np.int64))
        raw.unlink()
    np.save(folder / "weight.npy", np.array(weights, np.float32))
    np.save(folder / "corpus.npy", np.array(corpora, np.int16))
    return read(folder)


def reweighted(pairs: Pairs, weight: NDArray[np.float32], late: NDArray[np.float32] | None, folder: Path) -> Pairs:
    """The pairs in `folder` with other weights, there as well."""
    np.save(folder / "weight.npy", weight)
    if late is not None:
        np.save(folder / "late.npy", late)
    return replace(pairs, weight=weight, late=late)


def read(folder: Path) -> Pairs:
    """Pairs written before.

    Raises:
        TrainingError: if they are not there or damaged.
    """
    try:
        late = (folder / "late.npy",) if (folder / "late.npy").is_file() else ()
        paths = (*(folder / f"{name}.npy" for name in _PARTS), *late)
        return Pairs(*(np.load(path, mmap_mode="r") for path in paths))
    except (OSError, ValueError) as error:
        raise TrainingError(f"the prepared pairs in {folder} cannot be read: {error}") from error
