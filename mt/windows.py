"""Long articles in parts, so that what stages hold for every sentence is never held for a whole book.

An engine's piece links take ten times the room of the text they belong to. Stages that look at one segment at a time
need no more than a window of them; they get documents cut where a window ends, and give back parts that are put
together again. Windows follow each other without a gap over the whole input, so where they end depends on the ordered
input alone. Left out: stages that must see a whole article (names, checks).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise
from typing import Any

from mt.document import Document, Link, Paragraph, Stage

FAILED = "failed"  # in `meta` of a document that has lost its segments: why
FINISHED = "finished"  # in `meta` of a document without segments: how many it would have, had it not been done before


class Stopped(Exception):
    """Raised by the documents given to the stages: finish what the engine has been given, begin no new window.

    The documents of a window that is not full yet are dropped: cut short, it would make other batches than the same
    window in a run that was not stopped.
    """


def in_windows(stages: Sequence[Stage], size: int) -> Stage:
    """A stage that sends documents through `stages`, each cut where a window of `size` segments is full.

    Args:
        stages: they may change segments, but neither their number nor anything else of a document; one that fails
            on a part may empty it and say so in its `meta`.
        size: segments of a window, over all documents; where its last document is longer, it is cut there.
    """

    def stage(documents: Iterator[Document]) -> Iterator[Document]:
        whole: deque[tuple[Document, int]] = deque()

        def parts() -> Iterator[Document]:
            used = 0
            for document in documents:
                cut = list(_parts(document, size, used))
                whole.append((document, len(cut)))
                used = (used + length(document)) % size
                yield from cut

        done: list[Document] = []
        seen: dict[Any, Any] = {}
        for part in reduce(lambda flow, inner: inner(flow), stages, parts()):
            document, expected = whole[0]
            done.append(part if expected == 1 else _lean(part, seen))
            if len(done) == expected:
                whole.popleft()
                yield _joined(document, done)
                done = []

    return stage


def groups(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    """Documents together until they hold `size` segments, or would had they not been done before."""
    group: list[Document] = []
    count = 0
    for document in documents:
        group.append(document)
        count += length(document)
        if count >= size:
            yield group
            group, count = [], 0
    if group:
        yield group


def _joined(document: Document, parts: Sequence[Document]) -> Document:
    """The document with the segments of its parts; it has failed if one of them has."""
    failed = next((part for part in parts if FAILED in part.meta and not part.paragraphs), None)
    if failed is not None and document.paragraphs:
        return replace(failed, meta=document.meta | {FAILED: failed.meta[FAILED]})
    return document.with_segments(segment for part in parts for segment in part.segments)


def _lean(part: Document, seen: dict[Any, Any]) -> Document:
    """The part with links in which nothing stands twice: of a book they would take most of the memory.

    Offsets within a sentence and probabilities are few; the same `Span` serves every sentence that has it.
    """

    def once(value: Any) -> Any:
        return seen.setdefault(value, value)

    return part.with_segments(
        replace(
            segment, links=tuple(Link(once(one.source), once(one.target), once(one.score)) for one in segment.links)
        )
        for segment in part.segments
    )


def length(document: Document) -> int:
    """Segments of a document, or those it would have."""
    if document.paragraphs:
        return len(document.segments)
    said = document.meta.get(FINISHED, "")
    return int(said) if said.isdecimal() else 0


def _parts(document: Document, size: int, used: int) -> Iterator[Document]:
    """The document cut where the window is full, of which `used` segments are taken already."""
    count = length(document)
    if used + count <= size:
        yield document
        return
    edges = [0, *range(size - used, count, size), count]
    if document.paragraphs:
        rows = [(segment, paragraph.kind) for paragraph in document.paragraphs for segment in paragraph.segments]
        for start, end in pairwise(edges):
            paragraphs = tuple(Paragraph((segment,), kind) for segment, kind in rows[start:end])
            yield replace(document, paragraphs=paragraphs)
    else:
        for start, end in pairwise(edges):
            yield replace(document, meta=document.meta | {FINISHED: str(end - start)})
