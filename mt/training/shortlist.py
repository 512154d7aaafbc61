"""Which target pieces may stand for each source piece: with fewer to choose from, a small model is a third faster.

CTranslate2 reads the list as its vocabulary map and computes, for a batch, only the pieces that one of its sentences
may need: those its pieces were linked with in the training text, those that tell that one of its pieces is there (of
"cellphone" links know one piece, and a short batch has nothing else that would let the others in), its own pieces (for
what is copied), and those that are always possible. `scripts/measure_shortlist.py` says what that costs.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mt.training.arrays import Pairs
from mt.training.vocabulary import Vocabulary
from mt.training.word_links import WordLinks

_LINKED = 100  # candidates of a piece: those it is most often linked with,
_TOGETHER = 100  # and those that most tell of it where they stand in the other half of a pair
_FREQUENT = 2000  # pieces that are always possible, beside single characters and bytes
_SAMPLE = 30_000_000  # pieces that show which are frequent
_PAIRS = 300_000  # about, that show which stand together
_COUNTS, _PART = 1 << 24, 1 << 20  # kept at a time, and pieces gone through at a time: half a gigabyte

Listed = dict[str, list[str]]


def make(pairs: Pairs, links: WordLinks | None, pieces: Vocabulary, path: Path, before: Path | None = None) -> None:
    """Write the list of a model trained on these pairs, packed.

    Lines are a source piece, a tab and its candidates; the first, for no piece, holds those that are always possible.

    Args:
        pairs: what the model is trained on now.
        links: of their words, if there are any.
        pieces: the vocabulary.
        path: where the list goes.
        before: the list of the model that training goes on from, of which nothing is lost.
    """
    known = read(before) if before and before.is_file() else {}
    linked = _linked(pairs, links, pieces) if links else {}
    joined = {piece: [*dict.fromkeys([*known.get(piece, ()), *linked.get(piece, ())])] for piece in known | linked}
    write(widened(joined, pairs, pieces), path)


def read(path: Path) -> Listed:
    """The rows of a list: candidates by their source piece, those that are always possible under ""."""
    rows = (line.split("\t") for line in lzma.decompress(path.read_bytes()).decode().splitlines())
    return {piece: candidates.split(" ") for piece, candidates in rows}


def write(listed: Mapping[str, list[str]], path: Path) -> None:
    """Write the rows of a list, packed."""
    lines = (f"{piece}\t{' '.join(candidates)}\n" for piece, candidates in listed.items())
    path.write_bytes(lzma.compress("".join(lines).encode(), preset=9))


def widened(listed: Mapping[str, list[str]], pairs: Pairs, pieces: Vocabulary) -> Listed:
    """A list with what is frequent in these pairs, and what stands together in them, besides."""
    size, tokens = len(pieces), pieces.tokens
    frequent = np.argsort(-np.bincount(pairs.target[:_SAMPLE], minlength=size), kind="stable")[:_FREQUENT]
    short = (k for k in range(size) if tokens[k].startswith("<0x") or len(tokens[k].strip("▁")) <= 1)
    always = {tokens[k] for k in (*frequent.tolist(), *short)} | set(listed.get("", ()))
    rows = {"": sorted(always, key=pieces.ids.__getitem__)}
    for k, telling in enumerate(_telling(pairs, size)):
        own = tokens[k]
        possible = dict.fromkeys([own, *listed.get(own, ()), *(tokens[other] for other in telling)])
        if others := [other for other in possible if other not in always]:
            rows[own] = others
    return rows


def _linked(pairs: Pairs, links: WordLinks, pieces: Vocabulary) -> Listed:
    """For each piece those it is most often linked with."""
    size, tokens = len(pieces), pieces.tokens
    source, target = links.linked(pairs)
    keys, counts = np.unique(source * size + target, return_counts=True)
    order = np.lexsort((-counts, keys // size))
    own, candidates = keys[order] // size, keys[order] % size
    edges = np.searchsorted(own, np.arange(size + 1))
    ends = np.minimum(edges[1:], edges[:-1] + _LINKED)
    return {tokens[k]: [tokens[other] for other in candidates[edges[k] : ends[k]]] for k in range(size)}


def _telling(pairs: Pairs, size: int) -> Iterator[list[int]]:
    """For each source piece the target pieces that most tell of it: p(t|s) log p(t|s) / p(t); not those seen once."""
    chosen = np.random.default_rng(1).random(len(pairs)) * pairs.weight.sum() < _PAIRS * pairs.weight
    sources, targets = (np.diff(at) for at in (pairs.source_at, pairs.target_at))
    owner = np.repeat(np.arange(len(pairs)), np.where(chosen, sources, 0))
    source = pairs.source[np.repeat(chosen, sources)].astype(np.int64)
    usual = np.bincount(pairs.target, np.repeat(np.where(chosen, sources, 0), targets), size)
    usual = usual / max(1.0, usual.sum())
    step = max(1, _COUNTS // size)
    for low in range(0, size, step):
        mine = np.flatnonzero((source >= low) & (source < low + step))
        counts = np.zeros(step * size, np.int64)
        for part in np.array_split(mine, 1 + len(mine) // _PART):
            reach = targets[owner[part]]
            inside = np.arange(reach.sum()) - np.repeat(np.cumsum(reach) - reach, reach)
            beside = pairs.target[inside + np.repeat(pairs.target_at[owner[part]], reach)]
            counts += np.bincount(np.repeat(source[part] - low, reach) * size + beside, minlength=step * size)
        for count in counts.reshape(step, size)[: size - low]:
            yield _best(count, count / max(1, count.sum()), usual)


def _best(count: NDArray[np.int64], share: NDArray[np.float64], usual: NDArray[Any]) -> list[int]:
    seen = np.flatnonzero((count > 1) & (share > usual))
    telling = share[seen] * np.log(share[seen] / usual[seen])
    return [int(k) for k in seen[np.argsort(-telling, kind="stable")[:_TOGETHER]]]
