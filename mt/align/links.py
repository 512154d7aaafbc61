"""Word links: which words of a sentence and of its translation belong together, each with a probability.

What a statistical aligner finds (`mt.align.cells`) and, for a machine's own translations, what the model attended to
are weighed together (`mt.align.judgement`). Links are between words a reader sees, never between subwords. All is
decided within one sentence pair, so that a pair has the same links wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mt.align.tokens import words_of
from mt.document import Document, Link, Segment, Span

FULL, PRECISE = 0.45, 0.75  # probability a link has at least: for highlighting; where a wrong one does harm
LONGEST = 400  # words of a side that are compared with every word of the other; longer sentences are cut into slices

Attention = NDArray[np.floating]
WordLink = tuple[int, int, float]


def align(document: Document) -> Document:
    """Word links for every segment that has a target, in place of the engine's piece links.

    Segments that have links between words already stay as they are.
    """
    segments = document.segments
    words = [(words_of(segment.source, "fr"), words_of(segment.target, "en")) for segment in segments]
    open_ones = [k for k, segment in enumerate(segments) if segment.target and not _is_linked(segment, *words[k])]
    result = list(segments)
    for attended in (False, True):
        some = [k for k in open_ones if bool(segments[k].links) is attended]
        attention = [attention_between(segments[k].links, *words[k]) for k in some] if attended else None
        texts = [(segments[k].source, segments[k].target) for k in some]
        for k, links in zip(some, _linked(texts, [words[k] for k in some], attention), strict=True):
            result[k] = replace(segments[k], links=links)
    return document.with_segments(result)


def of_texts(source: str, target: str, least: float = FULL) -> list[Link]:
    """The links of one sentence pair that are at least so probable."""
    words = words_of(source, "fr"), words_of(target, "en")
    return [link for links in _linked([(source, target)], [words]) for link in links if link.score >= least]


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
    network = judge(attention=attention is not None)
    links: list[list[WordLink]] = [[] for _ in source]
    for (k, rows, columns), (i, j, evidence) in zip(slices, found, strict=True):
        probability = network.probability(evidence)
        kept = probability >= least
        places = (i[kept] + rows.start).tolist(), (j[kept] + columns.start).tolist()
        links[k] += zip(*places, np.round(probability[kept], 3).tolist(), strict=True)
    return links


def _slices(k: int, rows: int, columns: int) -> Iterator[tuple[int, slice, slice]]:
    """A sentence pair, whole or, where it is very long, in parts of equal share on both sides."""
    parts = max(1, -(-max(rows, columns) // LONGEST))
    edges = [tuple(size * part // parts for size in (rows, columns)) for part in range(parts + 1)]
    for (i, j), (next_i, next_j) in pairwise(edges):
        yield k, slice(i, next_i), slice(j, next_j)


def _linked(
    texts: Sequence[tuple[str, str]],
    words: Sequence[tuple[list[Span], list[Span]]],
    attention: Sequence[Attention] | None = None,
) -> list[tuple[Link, ...]]:
    if not texts:
        return []
    source = [[span.of(text) for span in spans] for (text, _), (spans, _) in zip(texts, words, strict=True)]
    target = [[span.of(text) for span in spans] for (_, text), (_, spans) in zip(texts, words, strict=True)]
    return [
        tuple(Link(spans[i], others[j], score) for i, j, score in links)
        for (spans, others), links in zip(words, between(source, target, attention), strict=True)
    ]


def _is_linked(segment: Segment, source: Sequence[Span], target: Sequence[Span]) -> bool:
    """Whether there are links and all of them are between words."""
    known = set(source), set(target)
    return bool(segment.links) and all(link.source in known[0] and link.target in known[1] for link in segment.links)


def attention_between(links: Sequence[Link], source: Sequence[Span], target: Sequence[Span]) -> Attention:
    """What goes from each target word to each source word (target words x source words).

    That is the mean, over the pieces of the target word, of the attention that goes to any piece of the source word.
    What a word spreads over punctuation and `</s>` is lost to it.
    """
    weight = np.zeros((len(target), len(source)))
    pieces: list[set[Span]] = [set() for _ in target]
    for link in links:
        rows = _touched(link.target, target)
        columns = _touched(link.source, source)
        for row in rows:
            pieces[row].add(link.target)
            weight[row, columns.start : columns.stop] += link.score / max(len(columns), 1)
    attention: Attention = weight / np.array([max(len(seen), 1) for seen in pieces])[:, None]
    return attention


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
