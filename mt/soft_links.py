"""Soft links between pieces, as an engine gives them: too many, and too soon gathered on words, to be objects each.

`SoftLinks` is a sequence of `Link` for whoever looks at them and arrays for whoever carries or gathers them; `carried`
does for many spans what `Edited.forward` and `Edited.back` do for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from mt.document import Link, Span
from mt.edits import Edited

Offsets = NDArray[np.int64]
"""Spans, a row each: start and end."""
Kind = TypeVar("Kind", bound=np.generic)


class SoftLinks(Sequence[Link]):
    """Links as arrays.

    Attributes:
        source, target: links x 2, the spans they join.
        scores: what the model attended to, in [0, 1].
    """

    __slots__ = ("scores", "source", "target")

    def __init__(self, source: Offsets, target: Offsets, scores: NDArray[np.float64]) -> None:
        self.source, self.target, self.scores = source, target, scores

    @classmethod
    def of(cls, links: Sequence[Link]) -> SoftLinks:
        """Any links in this form."""
        if isinstance(links, SoftLinks):
            return links
        return cls(
            offsets([link.source for link in links]),
            offsets([link.target for link in links]),
            np.array([link.score for link in links], np.float64),
        )

    def __len__(self) -> int:
        return len(self.scores)

    @overload
    def __getitem__(self, place: int) -> Link: ...
    @overload
    def __getitem__(self, place: slice) -> SoftLinks: ...
    def __getitem__(self, place: int | slice) -> Link | SoftLinks:
        if isinstance(place, slice):
            return SoftLinks(self.source[place], self.target[place], self.scores[place])
        source, target = self.source[place].tolist(), self.target[place].tolist()
        return Link(Span(*source), Span(*target), float(self.scores[place]))

    def __iter__(self) -> Iterator[Link]:
        sources, targets = (map(Span._make, side.tolist()) for side in (self.source, self.target))
        return map(Link, sources, targets, self.scores.tolist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"SoftLinks.of({tuple(self)!r})"


def offsets(spans: Sequence[tuple[int, int]]) -> Offsets:
    """Spans as an array."""
    return np.fromiter(chain.from_iterable(spans), np.int64, 2 * len(spans)).reshape(-1, 2)


def split(values: NDArray[Kind], sizes: Sequence[int]) -> list[NDArray[Kind]]:
    """The values cut into parts of these sizes."""
    edges = [0, *np.cumsum(sizes, dtype=np.int64).tolist()]
    return [values[start:end] for start, end in pairwise(edges)]


def carried(spans: Sequence[Offsets], edits: Sequence[Edited], *, back: bool = False) -> list[Offsets]:
    """For many edited texts where spans of the text before stand in the text after (or, going back, the reverse).

    The texts are looked at as one long text, with a mark between each two.

    Args:
        spans: for each text.
        edits: of each text.
    """
    found = list(spans)
    changed = [k for k, edited in enumerate(edits) if edited.replaced]
    if changed:
        moved = _carried([found[k] for k in changed], [edits[k] for k in changed], back)
        for k, own in zip(changed, moved, strict=True):
            found[k] = own
    return found


def _carried(spans: Sequence[Offsets], edits: Sequence[Edited], back: bool) -> list[Offsets]:
    here, there = ("after", "before") if back else ("before", "after")
    starts, goals = (_starts([len(getattr(edited, side)) for edited in edits]) for side in (here, there))
    replaced = [
        (old.start + begin, old.end + begin, new.start + goal, new.end + goal)
        for edited, begin, goal in zip(edits, starts.tolist(), goals.tolist(), strict=True)
        for old, new in (reversed_pairs(edited) if back else edited.replaced)
    ]
    sizes = [len(own) for own in spans]
    base = np.repeat(starts, sizes)[:, None]
    moved = _moved(np.concatenate(spans) + base, np.array(replaced, np.int64))
    return split(moved - np.repeat(goals, sizes)[:, None], sizes)


def reversed_pairs(edited: Edited) -> Iterator[tuple[Span, Span]]:
    """The replacements of an edit as those of the edit that takes it back."""
    return ((new, old) for old, new in edited.replaced)


def _starts(sizes: Sequence[int]) -> Offsets:
    """Where texts of these sizes begin, joined with a mark between each two."""
    return np.concatenate([[0], np.cumsum(np.array(sizes[:-1], np.int64) + 1)]).astype(np.int64)


def _moved(spans: Offsets, replaced: Offsets) -> Offsets:
    """Both ends of spans, as `Edited` carries one: to a replacement's edge from inside it, past it from behind."""
    starts = replaced[:, 0]
    empty = spans[:, 0] == spans[:, 1]
    begin = np.searchsorted(starts, spans[:, 0], "right") - 1
    # an end that only touches the start of a replacement stays outside it
    end = np.where(empty, np.searchsorted(starts, spans[:, 1], "right"), np.searchsorted(starts, spans[:, 1], "left"))
    first = _point(spans[:, 0], replaced, begin, last=False)
    last = _point(spans[:, 1], replaced, end - 1, last=True)
    return np.stack([first, np.maximum(first, last)], axis=1)


def _point(point: NDArray[np.int64], replaced: Offsets, at: NDArray[np.int64], *, last: bool) -> NDArray[np.int64]:
    start, end, new_start, new_end = replaced[at].T
    behind = point >= end
    if not last:
        behind &= ~((point == start) & (start == end))
    inside = new_end if last else new_start
    carried: NDArray[np.int64] = np.where(at < 0, point, np.where(behind, point - end + new_end, inside))
    return carried
