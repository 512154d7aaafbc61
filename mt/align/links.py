"""Word links: which words of a sentence and of its translation belong together, each with a probability.

What a statistical aligner finds (`mt.align.cells`) and, for a machine's own translations, what the model attended to
are weighed together (`mt.align.judgement`). Links are between words a reader sees, never between subwords. All is
decided within one sentence pair, so that a pair has the same links wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mt import windows
from mt.align.lexicon import Integers, ragged
from mt.align.tokens import places
from mt.document import Document, Link, Segment, Span, Stage
from mt.soft_links import Offsets, SoftLinks, offsets, split

FULL, PRECISE = 0.45, 0.75  # probability a link has at least: for highlighting; where a wrong one does harm
LONGEST = 400  # words of a side that are compared with every word of the other; longer sentences are cut into slices
TOGETHER = 256  # segments linked together
_MOST_SPANS = 1 << 16
_CELLS = 1 << 20  # pairs of words compared at once, and something more: of all of them two hundred megabytes

Attention = NDArray[np.floating]
WordLink = tuple[int, int, float]
Cut = tuple[int, slice, slice]
_new_link = partial(tuple.__new__, Link)  # what calling it does, without a Python call for each of many thousands


class _Spans(dict[tuple[int, int], Span]):
    """Every span there was, once: offsets within a sentence are few, and a book has millions of words."""

    def __missing__(self, places: tuple[int, int]) -> Span:
        if len(self) > _MOST_SPANS:
            self.clear()
        return self.setdefault(places, Span(*places))


_spans = _Spans()


class _Side(NamedTuple):
    """The words of a text, as spans and as they are spelled."""

    spans: list[tuple[int, int]]
    words: list[str]

    @classmethod
    def of(cls, text: str, language: str) -> _Side:
        spans = places(text, language)
        return cls(spans, [text[start:end] for start, end in spans])

    def part(self, where: slice) -> _Side:
        """Some of the words."""
        return _Side(self.spans[where], self.words[where])


Pair = tuple[_Side, _Side]


def align(document: Document) -> Document:
    """Word links for every segment that has a target, in place of the engine's piece links.

    Segments that have links between words already stay as they are.
    """
    return _aligned([document])[0]


def stage(documents: Iterable[Document], window: int, alone: Stage) -> Iterator[Document]:
    """`align`, for as many documents together as hold `TOGETHER` segments: the same links in half the time.

    No document waits for one of another window, as `translation.filler` cuts them: what an engine has done can be
    written before it begins what is next. Where a group fails its documents go through `alone`, a stage of `align`,
    which shows the one it is.
    """
    for group in _groups(documents, window):
        try:
            done = _aligned(group)
        except Exception:
            yield from alone(iter(group))
        else:
            yield from done


def _groups(documents: Iterable[Document], window: int) -> Iterator[list[Document]]:
    group: list[Document] = []
    held = passed = 0  # segments of the group, and of the window
    for document in documents:
        group.append(document)
        held += len(document.segments)
        passed += windows.length(document)
        if held >= TOGETHER or passed >= window:
            yield group
            group, held = [], 0
        if passed >= window:
            passed = 0
    if group:
        yield group


def _aligned(documents: Sequence[Document]) -> list[Document]:
    segments = [segment for document in documents for segment in document.segments]
    pairs = {
        k: (_Side.of(segment.source, "fr"), _Side.of(segment.target, "en"))
        for k, segment in enumerate(segments)
        if segment.target
    }
    open_ones = [k for k, pair in pairs.items() if not _is_linked(segments[k], pair)]
    soft = {k: SoftLinks.of(segments[k].links) for k in open_ones}
    for some in ([k for k in open_ones if len(soft[k]) == 0], [k for k in open_ones if len(soft[k])]):
        own = [pairs[k] for k in some]
        attended = [soft[k] for k in some] if any(len(soft[k]) for k in some) else None
        for k, links in zip(some, _linked(own, attended), strict=True):
            segments[k] = replace(segments[k], links=links)
    rest = iter(segments)
    return [document.with_segments([next(rest) for _ in document.segments]) for document in documents]


def of_texts(source: str, target: str, least: float = FULL) -> list[Link]:
    """The links of one sentence pair that are at least so probable."""
    pair = _Side.of(source, "fr"), _Side.of(target, "en")
    return [link for links in _linked([pair]) for link in links if link.score >= least]


def between(
    source: Sequence[Sequence[str]],
    target: Sequence[Sequence[str]],
    attention: Sequence[Attention] | None = None,
    least: float = FULL,
) -> list[list[WordLink]]:
    """Links of sentence pairs given as words: place in the source, place in the target, probability.

    Args:
        source, target: the words of each sentence.
        attention: for each pair (target words x source words) what a model attended to.
        least: the probability a link has at least.
    """
    from mt.align.cells import cells
    from mt.align.judgement import shipped as judge
    from mt.align.lexicon import key, shipped

    slices = [cut for k in range(len(source)) for cut in _slices(k, len(source[k]), len(target[k]))]
    keys = [[[key(word) for word in words] for words in side] for side in (source, target)]
    found = cells(
        [keys[0][k][rows] for k, rows, _ in slices],
        [keys[1][k][columns] for k, _, columns in slices],
        shipped(),
        [attention[k][columns, rows] for k, rows, columns in slices] if attention is not None else None,
    )
    if not found:
        return []
    probability = judge(attention=attention is not None).probability(np.concatenate([one.evidence for one in found]))
    kept = probability >= least
    links: list[list[WordLink]] = [[] for _ in source]
    edges = np.cumsum([0, *(len(one.rows) for one in found)]).tolist()
    for (k, rows, columns), one, start, end in zip(slices, found, edges, edges[1:], strict=False):
        here = kept[start:end]
        ends = (one.rows[here] + rows.start).tolist(), (one.columns[here] + columns.start).tolist()
        links[k] += zip(*ends, np.round(probability[start:end][here], 3).tolist(), strict=True)
    return links


def _slices(k: int, rows: int, columns: int) -> Iterator[Cut]:
    """A sentence pair, whole or, where it is very long, in parts of equal share on both sides."""
    parts = max(1, -(-max(rows, columns) // LONGEST))
    edges = [tuple(size * part // parts for size in (rows, columns)) for part in range(parts + 1)]
    for (i, j), (next_i, next_j) in pairwise(edges):
        yield k, slice(i, next_i), slice(j, next_j)


def _linked(pairs: Sequence[Pair], attended: Sequence[SoftLinks] | None = None) -> list[tuple[Link, ...]]:
    """The links of each pair.

    A very long one is cut before anything is compared, and few are compared at once, for that takes room by the square.
    """
    sizes = [[len(side.words) for side in pair] for pair in pairs]
    links: list[list[Link]] = [[] for _ in pairs]
    for cuts in _portions([cut for k, both in enumerate(sizes) for cut in _slices(k, *both)]):
        parts = [(pairs[k][0].part(rows), pairs[k][1].part(columns)) for k, rows, columns in cuts]
        source, target = ([part[side].words for part in parts] for side in (0, 1))
        attention = None
        if attended is not None:
            near = [_onto(attended[k], part, pairs[k]) for (k, *_), part in zip(cuts, parts, strict=True)]
            attention = gathered(near, parts)
        for (k, *_), part, own in zip(cuts, parts, between(source, target, attention), strict=True):
            links[k] += _links(part, own)
    return list(map(tuple, links))


def _portions(cuts: Sequence[Cut]) -> Iterator[list[Cut]]:
    """As many as hold `_CELLS` pairs of words, in order."""
    some: list[Cut] = []
    held = 0
    for k, rows, columns in cuts:
        some.append((k, rows, columns))
        held += (rows.stop - rows.start) * (columns.stop - columns.start)
        if held >= _CELLS:
            yield some
            some, held = [], 0
    if some:
        yield some


def _onto(links: SoftLinks, part: Pair, whole: Pair) -> SoftLinks:
    """Those of a pair's links that touch a target word of a part of it."""
    if len(part[1].words) == len(whole[1].words):
        return links
    touched = np.less(*_touched(links.target, np.zeros(len(links), np.int64), [part[1]]))
    return SoftLinks(links.source[touched], links.target[touched], links.scores[touched])


def _links(pair: Pair, links: Sequence[WordLink]) -> tuple[Link, ...]:
    rows, columns, scores = zip(*links, strict=True) if links else ((), (), ())
    spans = (
        map(_spans.__getitem__, map(side.spans.__getitem__, at)) for side, at in zip(pair, (rows, columns), strict=True)
    )
    return tuple(map(_new_link, zip(*spans, scores, strict=True)))


def _is_linked(segment: Segment, pair: Pair) -> bool:
    """Whether there are links and all of them are between words."""
    if isinstance(segment.links, SoftLinks) or not segment.links:
        return False
    source, target = (set(side.spans) for side in pair)
    return all(link.source in source and link.target in target for link in segment.links)


def attention_between(links: Sequence[Link], source: Sequence[Span], target: Sequence[Span]) -> Attention:
    """`gathered` for one pair whose words stand at these spans."""
    return gathered([SoftLinks.of(links)], [(_Side(list(source), []), _Side(list(target), []))])[0]


def gathered(links: Sequence[SoftLinks], pairs: Sequence[Pair]) -> list[Attention]:
    """For each pair what goes from each target word to each source word (target words x source words).

    That is the mean, over the pieces of the target word, of the attention that goes to any piece of the source word.
    What a word spreads over punctuation and `</s>` is lost to it. All pairs are computed as one long text.
    """
    counts = [np.array([len(pair[side].spans) for pair in pairs]) for side in (0, 1)]
    owner = np.repeat(np.arange(len(pairs)), [len(own) for own in links])
    source, target = (np.concatenate([getattr(own, side) for own in links]) for side in ("source", "target"))
    columns, rows = (
        _touched(source, owner, [pair[0] for pair in pairs]),
        _touched(target, owner, [pair[1] for pair in pairs]),
    )
    at, row = ragged(*rows)  # a line for each link and target word it touches
    piece = (row * (target.max(initial=0) + 1) + target[at, 0]) * (target.max(initial=0) + 1) + target[at, 1]
    _, first = np.unique(piece, return_index=True)
    pieces = np.bincount(row[first], minlength=counts[1].sum())
    share = np.concatenate([own.scores for own in links]) / np.maximum(columns[1] - columns[0], 1)
    again, column = ragged(columns[0][at], columns[1][at])  # a line for each of these and source word it touches
    at, row = at[again], row[again]
    sizes = counts[0] * counts[1]
    begin, before = (np.concatenate([[0], np.cumsum(values)]) for values in (sizes, counts[0]))
    above = np.concatenate([[0], np.cumsum(counts[1])])
    pair = owner[at]
    place = begin[pair] + (row - above[pair]) * counts[0][pair] + column - before[pair]
    weight = np.bincount(place, share[at], begin[-1]).astype(np.float64)
    weight /= np.repeat(np.maximum(pieces, 1), np.repeat(counts[0], counts[1]))
    return [
        own.reshape(size, -1) if len(own) else np.zeros((size, width))
        for own, size, width in zip(split(weight, sizes), counts[1].tolist(), counts[0].tolist(), strict=True)
    ]


def _touched(spans: Offsets, owner: Integers, sides: Sequence[_Side]) -> tuple[Integers, Integers]:
    """The first and the last but one of the words that share a character with each span, counted through all sides."""
    words = offsets([span for side in sides for span in side.spans])
    far = max(words.max(initial=0), spans.max(initial=0)) + 1
    words += far * np.repeat(np.arange(len(sides)), [len(side.spans) for side in sides])[:, None]
    first = np.searchsorted(words[:, 1], spans[:, 0] + far * owner, "right")
    return first, np.maximum(first, np.searchsorted(words[:, 0], spans[:, 1] + far * owner, "left"))
