"""Word links: the engine's soft links between pieces, gathered on the words a reader sees.

The probability of a word link is the mean, over the pieces of the target word, of the attention that goes to any piece
of the source word. What a word spreads over punctuation and `</s>` is simply lost to it: in doubt there is no link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mt.align.tokens import words_of
from mt.document import Document, Link, Segment, Span

KEEP = 0.15  # below this a link says nothing to a reader


def align(document: Document) -> Document:
    """Word links in place of the engine's piece links; a document that has word links already stays as it is."""
    return document.with_segments(_aligned(segment) for segment in document.segments)


def _aligned(segment: Segment) -> Segment:
    if not segment.links:
        return segment
    source, target = words_of(segment.source, "fr"), words_of(segment.target, "en")
    return replace(segment, links=gathered(segment.links, source, target))


def gathered(
    links: Sequence[Link], source: Sequence[Span], target: Sequence[Span], keep: float = KEEP
) -> tuple[Link, ...]:
    """Links between `source` and `target` words from links between any smaller spans of the same texts.

    Args:
        links: piece links; the scores of one target piece sum to at most 1.
        source, target: word spans, in order, not overlapping.
        keep: the lowest probability a link may have.
    """
    weight = np.zeros((len(target), len(source)))
    pieces: list[set[Span]] = [set() for _ in target]
    for link in links:
        rows = _touched(link.target, target)
        columns = _touched(link.source, source)
        for row in rows:
            pieces[row].add(link.target)
            weight[row, columns.start : columns.stop] += link.score / max(len(columns), 1)
    weight /= np.array([max(len(seen), 1) for seen in pieces])[:, None]
    return tuple(
        Link(source[column], target[row], round(min(float(weight[row, column]), 1.0), 3))
        for row, column in zip(*(index.tolist() for index in np.nonzero(weight >= keep)), strict=True)
    )


def _touched(span: Span, words: Sequence[Span]) -> range:
    """The places of the words that share a character with `span`."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high) // 2
        if words[middle].end <= span.start:
            low = middle + 1
        else:
            high = middle
    end = low
    while end < len(words) and words[end].start < span.end:
        end += 1
    return range(low, end)
