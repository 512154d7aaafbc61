"""Long articles in parts, so that what stages hold for every sentence is never held for a whole book.

An engine's piece links take ten times the room of the text they belong to. Stages that look at one segment at a time
need no more than a window of them; they get documents cut where a window ends, and give back parts that are put
together again. Windows follow each other without a gap over the whole input, so where they end depends on the ordered
input alone. Left out: stages that must see a whole article (names, checks).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import reduce
from itertools import pairwise
from typing import Any, TypeVar

from mt.document import Document, Link, Paragraph, Stage, each
from mt.errors import described

FAILED = "failed"  # in `meta` of a document that has lost its segments: why
FINISHED = "finished"  # in `meta` of a document without segments: how many it would have, had it not been done before

Group = TypeVar("Group")
Answer = TypeVar("Answer")
OnFailure = Callable[[Document, Exception], Document]


class Stopped(Exception):
    """Raised by the documents given to the stages: finish what the engine has been given, begin no new window.

    The documents of a window that is not full yet are dropped: cut short, it would make other batches than the same
    window in a run that was not stopped.
    """


def raised(document: Document, error: Exception) -> Document:
    """What a mistake on a document comes to where there is one document alone: the error itself."""
    raise error


def failed(document: Document, error: Exception) -> Document:
    """The document, empty, with what is wrong in its `meta`.

    One article in thousands that shows a mistake of the program, or needs more memory than there is, must not end the
    run.
    """
    return replace(document, paragraphs=(), entities=(), meta=document.meta | {FAILED: described(error)})


def patient(function: Callable[[Document], Document], fail: OnFailure = failed) -> Stage:
    """Like `each`, but a document that the function fails on goes on as `fail` makes it."""

    def tried(document: Document) -> Document:
        try:
            return function(document)
        except Exception as error:
            return fail(document, error)

    return each(tried)


def ahead(
    groups: Iterable[Group],
    ask: Callable[[Group], Answer],
    settle: Callable[[Group, Future[Answer]], Iterator[Document]],
    name: str,
) -> Iterator[Document]:
    """Ask about one group, in a thread of its own, while the next is made ready and the one before goes on.

    Args:
        groups: made as they are needed, one ahead.
        ask: waits for an engine.
        settle: the documents of a group, given what was answered.
        name: of the thread.
    """
    under_way: deque[tuple[Group, Future[Answer]]] = deque()
    with ThreadPoolExecutor(1, name) as worker:
        try:
            for group in groups:
                under_way.append((group, worker.submit(ask, group)))
                if len(under_way) > 1:
                    yield from settle(*under_way.popleft())
            while under_way:
                yield from settle(*under_way.popleft())
        finally:
            worker.shutdown(wait=True, cancel_futures=True)


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
