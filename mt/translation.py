"""Fills every target from an engine: `filler(engine, ...)` is the stage.

What an engine is asked, `requests` says; blanks, bare punctuation and figures are not asked at all. What stands the
same twice in a window is translated once.

The engine works in a thread of its own: while it is busy with one window, the next is made ready and the one before
goes on to the stages behind. An engine with a memory (`mt.memory.remembering`) is asked for approved segments, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from mt import markup, typography, windows
from mt.document import Document, Flag, Segment, Stage
from mt.edits import Edited
from mt.engines import Engine, Translation
from mt.memory.remembering import Remembering
from mt.phrasing.press import ForEngine
from mt.requests import Request, requests
from mt.soft_links import SoftLinks, carried

OVER_LONG = "over-long"  # the flag of a sentence that was translated in parts


Answers = Mapping[str, Translation]


class Window(NamedTuple):
    """Documents whose sentences go to the engine together, and what it is asked for each."""

    documents: list[Document]
    requests: list[list[Request | None]]


def filler(
    engine: Engine,
    *,
    for_engine: ForEngine,
    quotes: str = "curly",
    window: int = 2048,
    fail: windows.OnFailure = windows.raised,
) -> Stage:
    """A stage that gives every segment its target, score, edits and piece-level links.

    Documents are gathered until they hold `window` sentences, so batches fill across articles and memory stays flat.
    Windows are cut from the input alone: the same input in the same order always makes the same batches. A document
    without segments whose `meta` says "finished" counts with the number of segments it says there.

    Args:
        engine: translates.
        for_engine: the names to put into a segment's source before the engine sees it (`names.for_engine`).
        quotes: "curly" or "straight".
        window: sentences per window.
        fail: what becomes of a document that shows a mistake of the program.
    """

    def stage(documents: Iterator[Document]) -> Iterator[Document]:
        if isinstance(engine, Remembering):
            documents = windows.patient(engine.approved, fail)(documents)
        made = (_window(group, engine, for_engine, fail) for group in _windows(documents, window))
        yield from windows.ahead(
            made, partial(_answers, engine, size=window), partial(_translated, quotes=quotes, fail=fail), "engine"
        )

    return stage


def _window(group: list[Document], engine: Engine, for_engine: ForEngine, fail: windows.OnFailure) -> Window:
    made: list[list[Request | None]] = []
    for place, document in enumerate(group):
        try:
            made.append(requests(document, engine, for_engine))
        except Exception as error:
            group[place] = fail(document, error)
            made.append([])
    return Window(group, made)


def _translated(
    window: Window, answers: Future[list[Answers | Exception]], quotes: str, fail: windows.OnFailure
) -> Iterator[Document]:
    for document, made, said in zip(*window, answers.result(), strict=True):
        try:
            if isinstance(said, Exception):
                raise said
            done = _of_document(document, made, said, quotes)
        except Exception as error:
            done = fail(document, error)
        yield done


def _of_document(document: Document, made: Sequence[Request | None], answers: Answers, quotes: str) -> Document:
    filled = iter(_filled([*zip(document.segments, made, strict=True)], answers, quotes))
    kinds = (paragraph.kind for paragraph in document.paragraphs for _ in paragraph.segments)
    return document.with_segments(
        next(filled) if request else _without_engine(segment, kind)
        for segment, request, kind in zip(document.segments, made, kinds, strict=True)
    )


def _windows(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    try:
        yield from windows.groups(documents, size)
    except windows.Stopped:
        return


def _answers(engine: Engine, window: Window, size: int) -> list[Answers | Exception]:
    """For each document of a window what the engine says, to `size` texts at a time; or why it says nothing.

    Where it fails on a window, it is asked about one document after the other, so that only the one at fault fails.
    """
    articles: dict[str, str] = {}
    for document, wanted in zip(*window, strict=True):
        articles |= {
            text: document.id for request in wanted if request for text in request.texts if text not in articles
        }
    try:
        return [ask(engine, articles, size)] * len(window.documents)
    except Exception as error:
        if len(window.documents) == 1:
            return [error]
    alone = (Window([document], [wanted]) for document, wanted in zip(*window, strict=True))
    return [said for one in alone for said in _answers(engine, one, size)]


def ask(engine: Engine, articles: Mapping[str, str], size: int) -> dict[str, Translation]:
    """What the engine says to each text, `size` of them at a time.

    Args:
        engine: translates; a memory is told of which article each text is.
        articles: for each text the name of its article.
        size: texts in one call.
    """
    texts = list(articles)
    answers: dict[str, Translation] = {}
    for start in range(0, len(texts), size):
        part = texts[start : start + size]
        said = engine.translate(part, articles) if isinstance(engine, Remembering) else engine.translate(part)
        answers.update(zip(part, said, strict=True))
    return answers


def _without_engine(segment: Segment, kind: str) -> Segment:
    """What is approved stays; code stays what it was; figures, alone or in a table, are written as English does."""
    if segment.status == "approved":
        return segment
    source = segment.source
    as_it_is = kind == "code" and not markup.is_table(source)
    return replace(segment, raw=source, target=source if as_it_is else typography.english_numbers(source))


def _filled(pairs: Sequence[tuple[Segment, Request | None]], answers: Answers, quotes: str) -> list[Segment]:
    """The segments that have a request, with what the engine said to it."""
    asked = [(segment, request) for segment, request in pairs if request]
    return filled(asked, [request.answered(answers) for _, request in asked], quotes)


def filled(asked: Sequence[tuple[Segment, Request]], said: Sequence[Translation], quotes: str) -> list[Segment]:
    """The segments with what was said to their requests, links in the offsets of `Request.chain.after`."""
    raws = [_upper(one.text) if request.capitals else one.text for one, (_, request) in zip(said, asked, strict=True)]
    english = [
        typography.set_english(raw, quotes, segment.source) for raw, (segment, _) in zip(raws, asked, strict=True)
    ]
    links = _links([request for _, request in asked], said, [edited for _, _, edited in english])
    return [
        replace(
            segment,
            raw=raw,
            target=target,
            score=one.score,
            edits=edits,
            links=own,
            flags=(*segment.flags, _over_long(request.cuts)) if request.cuts else segment.flags,
        )
        for (segment, request), raw, one, (target, edits, _), own in zip(asked, raws, said, english, links, strict=True)
    ]


def _over_long(count: int) -> Flag:
    message = f"This sentence is too long for the model and was translated in {count} parts: check the joins."
    return Flag(OVER_LONG, message)


def _links(made: Sequence[Request], said: Sequence[Translation], edits: Sequence[Edited]) -> Iterator[SoftLinks]:
    """For each request its links in the reader's offsets; all are carried together."""
    whole = [SoftLinks.of(one.links) for one in said]
    sources, targets = [links.source for links in whole], [links.target for links in whole]
    for step in reversed(range(max((len(request.chain.steps) for request in made), default=0))):
        some = [k for k, request in enumerate(made) if step < len(request.chain.steps)]
        moved = carried([sources[k] for k in some], [made[k].chain.steps[step] for k in some], back=True)
        for k, source in zip(some, moved, strict=True):
            sources[k] = source
    targets = carried(targets, edits)
    return map(SoftLinks, sources, targets, (links.scores for links in whole))


def _upper(text: str) -> str:
    """Capitals, letter for letter: one that would become two (ß) stays."""
    return "".join(letter.upper() if len(letter.upper()) == 1 else letter for letter in text)
