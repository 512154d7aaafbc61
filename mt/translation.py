"""Fills every target from an engine: `filler(engine, ...)` is the stage.

Between the reader's text and the engine stands what engines are bad at. Names go in under their English spelling;
a heading in capitals goes in sentence case and comes back in capitals; a sentence over the model's length is cut at
clause marks and joined again; blanks, bare punctuation and figures never go in at all. Every step keeps a map, so links
come back in the reader's own offsets. What stands the same twice in a window is translated once.

The engine works in a thread of its own: while it is busy with one window, the next is made ready and the one before
goes on to the stages behind. An engine with a memory (`mt.memory.remembering`) is asked for approved segments, too.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from mt import abbreviations, markup, typography, windows
from mt.document import Document, Entity, Flag, Segment, Span, Stage
from mt.edits import Chain, Edited, Replace
from mt.engines import Engine, Translation
from mt.memory.remembering import Remembering
from mt.soft_links import SoftLinks, carried

ForEngine = Callable[[Segment, Mapping[str, Entity]], list[Replace]]
_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE_MARKS = (";:–—", ",)»", " ")  # where to cut, best first


@dataclass(frozen=True, slots=True)
class Request:
    """What the engine is to translate for one segment: parts of `chain.after`, normally one part, the whole."""

    chain: Chain
    parts: tuple[Span, ...]
    capitals: bool

    @property
    def texts(self) -> list[str]:
        """The parts' texts."""
        return [part.of(self.chain.after) for part in self.parts]


class Stopped(Exception):
    """Raised by the documents given to `filler`: finish what the engine has been given, begin no new window.

    The documents of a window that is not full yet are dropped: cut short, it would make other batches than the same
    window in a run that was not stopped.
    """


class Window(NamedTuple):
    """Documents whose sentences go to the engine together; `requests` and `answers` are made along the way."""

    documents: list[Document]
    requests: list[list[Request | None]]
    answers: Future[dict[str, Translation]]


def filler(engine: Engine, *, for_engine: ForEngine, quotes: str = "curly", window: int = 2048) -> Stage:
    """A stage that gives every segment its target, score, edits and piece-level links.

    Documents are gathered until they hold `window` sentences, so batches fill across articles and memory stays flat.
    Windows are cut from the input alone: the same input in the same order always makes the same batches. A document
    without segments whose `meta` says "finished" counts with the number of segments it says there.

    Args:
        engine: translates.
        for_engine: the names to put into a segment's source before the engine sees it (`names.for_engine`).
        quotes: "curly" or "straight".
        window: sentences per window.
    """

    def stage(documents: Iterator[Document]) -> Iterator[Document]:
        if isinstance(engine, Remembering):
            documents = map(engine.approved, documents)
        under_way: deque[Window] = deque()
        with ThreadPoolExecutor(1, "engine") as worker:
            try:
                for group in _windows(documents, window):
                    made = [requests(document, engine, for_engine) for document in group]
                    under_way.append(Window(group, made, worker.submit(_answers, engine, group, made, window)))
                    if len(under_way) > 1:
                        yield from _translated(under_way.popleft(), quotes)
                while under_way:
                    yield from _translated(under_way.popleft(), quotes)
            finally:
                worker.shutdown(wait=True, cancel_futures=True)

    return stage


def _translated(window: Window, quotes: str) -> Iterator[Document]:
    answers = window.answers.result()
    for document, made in zip(window.documents, window.requests, strict=True):
        filled = iter(_filled([*zip(document.segments, made, strict=True)], answers, quotes))
        kinds = (paragraph.kind for paragraph in document.paragraphs for _ in paragraph.segments)
        yield document.with_segments(
            next(filled) if request else _without_engine(segment, kind)
            for segment, request, kind in zip(document.segments, made, kinds, strict=True)
        )


def _windows(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    group: list[Document] = []
    count = 0
    try:
        for document in documents:
            group.append(document)
            count += windows.length(document)
            if count >= size:
                yield group
                group, count = [], 0
    except Stopped:
        return
    if group:
        yield group


def _answers(
    engine: Engine, documents: Sequence[Document], made: Sequence[Sequence[Request | None]], size: int
) -> dict[str, Translation]:
    """What the engine says to every text of a window, `size` of them at a time."""
    articles: dict[str, str] = {}
    for document, wanted in zip(documents, made, strict=True):
        articles |= {
            text: document.id for request in wanted if request for text in request.texts if text not in articles
        }
    distinct = list(articles)
    answers: dict[str, Translation] = {}
    for start in range(0, len(distinct), size):
        part = distinct[start : start + size]
        said = engine.translate(part, articles) if isinstance(engine, Remembering) else engine.translate(part)
        answers.update(zip(part, said, strict=True))
    return answers


def requests(document: Document, engine: Engine, for_engine: ForEngine) -> list[Request | None]:
    """One request a segment, None where there is nothing for an engine to do."""
    entities = {entity.id: entity for entity in document.entities}
    kinds = [paragraph.kind for paragraph in document.paragraphs for _ in paragraph.segments]
    wanted = [
        kind != "code" and segment.status != "approved" and _WORD.search(segment.source) is not None
        for kind, segment in zip(kinds, document.segments, strict=True)
    ]
    made = [
        _prepared(segment, for_engine(segment, entities), document.meta.get("format", "")) if want else None
        for segment, want in zip(document.segments, wanted, strict=True)
    ]
    lengths = iter(engine.count([chain.after for chain, _ in filter(None, made)]))
    return [
        None if one is None else Request(one[0], _parts(one[0].after, next(lengths), engine), one[1]) for one in made
    ]


def _prepared(segment: Segment, names: Sequence[Replace], form: str) -> tuple[Chain, bool]:
    """The source without mark-up, names in English, signs in words, a heading's capitals lowered; whether they were."""
    taken = list(names)
    for change in (*markup.unmarked(segment.source, form), *abbreviations.written_out(segment.source)):
        if not any(change.span.overlaps(other.span) for other in taken):
            taken.append(change)
    named = Edited(segment.source, taken)
    capitals = _all_capitals(segment.source)
    if not capitals:
        return Chain((named,)), False
    spans = [(named.forward(name.source), name.after) for name in segment.names]
    return Chain((named, Edited(named.after, _sentence_case(named.after, spans)))), True


def _all_capitals(text: str) -> bool:
    capital = all(letter == letter.upper() for letter in text if letter.isalpha())
    return capital and text != text.lower() and sum(map(str.isalpha, text)) > 1


def _sentence_case(text: str, names: Sequence[tuple[Span, str]]) -> Iterator[Replace]:
    """Capitals only at the start, in names, and in acronyms that stay so in English."""
    first = True
    for found in _WORD.finditer(text):
        span, word = Span(*found.span()), found[0]
        inside = next((form for name, form in names if name.overlaps(span)), None)
        if inside is None:
            new = word.capitalize() if first else word.lower()
        else:
            new = word if inside.isupper() else word.capitalize()
        first = False
        if new != word:
            yield Replace(span, new)


def _parts(text: str, length: int, engine: Engine) -> tuple[Span, ...]:
    """The whole text, or pieces of it that each fit the model, cut at the best mark in their second half."""
    if length <= engine.longest:
        return (Span(0, len(text)),)
    spans = engine.pieces([text])[0]
    parts, at = [], 0
    while len(spans) - at > engine.longest:
        cut = next(
            (
                k + 1
                for marks in _CLAUSE_MARKS
                for k in range(at + engine.longest - 1, at + engine.longest // 2, -1)
                if spans[k].of(text)[-1:] in marks or (marks == " " and spans[k + 1].of(text)[:1].isspace())
                if spans[k].end > spans[at].start
            ),
            at + engine.longest,
        )
        parts.append(Span(spans[at].start, spans[cut - 1].end))
        at = cut
    parts.append(Span(spans[at].start, len(text)))
    return tuple(part for part in parts if _WORD.search(part.of(text)))


def _without_engine(segment: Segment, kind: str) -> Segment:
    """What is approved stays; code stays what it was; figures, alone or in a table, are written as English does."""
    if segment.status == "approved":
        return segment
    source = segment.source
    as_it_is = kind == "code" and not markup.is_table(source)
    return replace(segment, raw=source, target=source if as_it_is else typography.english_numbers(source))


def _filled(
    pairs: Sequence[tuple[Segment, Request | None]], answers: Mapping[str, Translation], quotes: str
) -> list[Segment]:
    """The segments that have a request, with what the engine said to it."""
    asked = [(segment, request) for segment, request in pairs if request]
    said = [[answers[text] for text in request.texts] for _, request in asked]
    joined = [_joined(parts) for parts in said]
    raws = [_upper(raw) if request.capitals else raw for (raw, _), (_, request) in zip(joined, asked, strict=True)]
    english = [typography.set_english(raw, quotes) for raw in raws]
    links = _links([request for _, request in asked], said, [edited for _, _, edited in english])
    return [
        replace(
            segment,
            raw=raw,
            target=target,
            score=score,
            edits=edits,
            links=own,
            flags=segment.flags if len(request.parts) == 1 else (*segment.flags, _over_long(len(request.parts))),
        )
        for (segment, request), raw, (_, score), (target, edits, _), own in zip(
            asked, raws, joined, english, links, strict=True
        )
    ]


def _over_long(count: int) -> Flag:
    message = f"This sentence is too long for the model and was translated in {count} parts: check the joins."
    return Flag("over-long", message)


def _joined(said: Sequence[Translation]) -> tuple[str, float]:
    """The parts' translations as one text, and its score (by length)."""
    weights = [len(part.text) + 1 for part in said]
    total = sum((part.score or 0.0) * weight for part, weight in zip(said, weights, strict=True))
    return " ".join(part.text for part in said), total / sum(weights)


def _links(
    made: Sequence[Request], said: Sequence[Sequence[Translation]], edits: Sequence[Edited]
) -> Iterator[SoftLinks]:
    """For each request the links of its parts, in the reader's offsets; all are carried together."""
    whole = [_end_to_end(request, parts) for request, parts in zip(made, said, strict=True)]
    sources, targets = [links.source for links in whole], [links.target for links in whole]
    for step in reversed(range(max((len(request.chain.steps) for request in made), default=0))):
        some = [k for k, request in enumerate(made) if step < len(request.chain.steps)]
        moved = carried([sources[k] for k in some], [made[k].chain.steps[step] for k in some], back=True)
        for k, source in zip(some, moved, strict=True):
            sources[k] = source
    targets = carried(targets, edits)
    return map(SoftLinks, sources, targets, (links.scores for links in whole))


def _end_to_end(request: Request, said: Sequence[Translation]) -> SoftLinks:
    """The links of the parts as those of the whole text that went to the engine, and of what it said to it."""
    parts = [SoftLinks.of(answer.links) for answer in said]
    if len(parts) == 1 and request.parts[0].start == 0:
        return parts[0]
    starts = accumulate((len(answer.text) + 1 for answer in said), initial=0)
    return SoftLinks(
        np.concatenate([own.source + part.start for own, part in zip(parts, request.parts, strict=True)]),
        np.concatenate([own.target + start for own, start in zip(parts, starts, strict=False)]),
        np.concatenate([own.scores for own in parts]),
    )


def _upper(text: str) -> str:
    """Capitals, letter for letter: one that would become two (ß) stays."""
    return "".join(letter.upper() if len(letter.upper()) == 1 else letter for letter in text)
