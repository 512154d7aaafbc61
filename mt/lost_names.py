"""Names that a translation lost: the engine is asked again, in other words, and the better answer is taken.

What an engine has no word for it translates bit by bit (Ligue des champions: League of the fields) or tears. Asked
again it is given the English form, which it may copy, and in another sentence a stand-in that it knows well, whose
place the name then takes. An answer is taken if it has more of the names and gives no more to look at than the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from mt import checks, names, translation
from mt.document import Document, Entity, Name, Paragraph, Segment, Span
from mt.edits import Edited, Replace
from mt.engines import Engine, Translation
from mt.requests import Request, requests
from mt.soft_links import SoftLinks, carried

Function = Callable[[Document], Document]

_PEOPLE = ("Martin", "Thomas", "Robert")
STAND_INS = {  # spelled alike in both languages, and frequent; what other kinds call is no proper name
    "person": _PEOPLE,
    "name": _PEOPLE,
    "place": ("Berlin", "Paris", "Madrid"),
    "organisation": ("Microsoft", "Google"),
}


class Attempt(NamedTuple):
    """Another way to ask for a segment: what to change in its source, and which name each stand-in stands for."""

    segment: Segment
    kind: str  # of the paragraph
    changes: list[Replace]
    stands_for: dict[str, str]


def finder(engine: Engine, quotes: str, link: Function) -> Function:
    """A function that finds lost names of a document whose segments have been checked.

    Args:
        engine: translates.
        quotes: as `translation.filler` has them.
        link: aligns the words of a document.
    """

    def found(document: Document) -> Document:
        attempts = list(_attempts(document))
        if not attempts:
            return document
        better = _best(document, _answered(document, attempts, engine, quotes), link)
        if not better:
            return document
        return checks.flag(document.with_segments(better.get(one.id, one) for one in document.segments))

    return found


def lost(segment: Segment) -> list[Name]:
    """The names of a segment that its translation does not have."""
    flagged = any(flag.code == "name-missing" for flag in segment.flags)
    mine = segment.origin == "machine" and segment.status != "approved"
    return [name for name in segment.names if flagged and mine and name.target is None and name.after]


def _attempts(document: Document) -> Iterator[Attempt]:
    entities = {entity.id: entity for entity in document.entities}
    for paragraph in document.paragraphs:
        for segment in paragraph.segments:
            if missing := lost(segment):
                yield from _of_segment(segment, paragraph.kind, missing, entities)


def _of_segment(
    segment: Segment, kind: str, missing: Sequence[Name], entities: Mapping[str, Entity]
) -> Iterator[Attempt]:
    places = [name.source for name in missing]
    others = [
        change
        for change in names.for_engine(segment, entities)
        if not any(change.span.overlaps(place) for place in places)
    ]
    english = [names.put(segment.source, name, name.after) for name in missing]
    if any(change.text != change.span.of(segment.source) for change in english):
        yield Attempt(segment, kind, others + english, {})
    stands_for: dict[str, str] = {}
    stood: list[Replace] = []
    for name in missing:
        entity = entities.get(name.entity)
        fitting = STAND_INS.get(entity.kind if entity else "", ())
        free = (one for one in fitting if one not in segment.source and one not in stands_for)
        if (one := next(free, None)) is None:
            return
        stands_for[one] = name.after
        stood.append(names.put(segment.source, name, one))
    yield Attempt(segment, kind, others + stood, stands_for)


def _answered(
    document: Document, attempts: Sequence[Attempt], engine: Engine, quotes: str
) -> Iterator[tuple[Segment, str]]:
    """A segment as it would be by each attempt that came to something, and the kind of its paragraph."""
    numbered = [
        Paragraph((replace(attempt.segment, id=str(number)),), attempt.kind) for number, attempt in enumerate(attempts)
    ]
    asked = replace(document, paragraphs=tuple(numbered))
    made = requests(asked, engine, lambda segment, _: attempts[int(segment.id)].changes)
    texts = dict.fromkeys(text for request in made if request for text in request.texts)
    answers = translation.ask(engine, list(texts), dict.fromkeys(texts, document.id))
    pairs: list[tuple[Segment, Request]] = []
    said: list[Translation] = []
    kinds: list[str] = []
    for attempt, request in zip(attempts, made, strict=True):
        answer = _named(request.answered(answers), attempt.stands_for) if request else None
        if request and answer:
            kept = tuple(flag for flag in attempt.segment.flags if flag.code not in checks.CODES)
            bare = tuple(replace(name, target=None, before="") for name in attempt.segment.names)
            pairs.append((replace(attempt.segment, names=bare, flags=kept), request))
            said.append(answer)
            kinds.append(attempt.kind)
    return zip(translation.filled(pairs, said, quotes), kinds, strict=True)


def _named(answer: Translation, stands_for: Mapping[str, str]) -> Translation | None:
    """The answer with the names in the places of their stand-ins; None if one of these is not there just once."""
    changes: list[Replace] = []
    for one, name in stands_for.items():
        places = [Span(*found.span()) for found in re.finditer(rf"(?<!\w){one}(?!\w)", answer.text)]
        if len(places) != 1:
            return None
        changes.append(Replace(places[0], name))
    edited = Edited(answer.text, changes)
    links = SoftLinks.of(answer.links)
    (targets,) = carried([links.target], [edited])
    return Translation(edited.after, answer.score, SoftLinks(links.source, targets, links.scores))


def _best(document: Document, tried: Iterator[tuple[Segment, str]], link: Function) -> dict[str, Segment]:
    """By its id every segment that one of its attempts is better than, as the best of them has it."""
    found = [(segment.id, Paragraph((segment,), kind)) for segment, kind in tried]
    settled = checks.flag(names.enforce(link(replace(document, paragraphs=tuple(one for _, one in found)))))
    first = {segment.id: segment for segment in document.segments}
    best = dict(first)
    for segment in settled.segments:
        held = best[segment.id]
        if len(lost(segment)) < len(lost(held)) and len(segment.flags) <= len(first[segment.id].flags):
            best[segment.id] = segment
    return {own: segment for own, segment in best.items() if segment is not first[own]}
