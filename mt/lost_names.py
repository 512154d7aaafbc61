"""Names that a translation lost: the engine is asked again, in other words, and the better answer is taken.

What an engine has no word for it translates bit by bit (Ligue des champions: League of the fields) or tears. Asked
again it is given the English form, which it may copy, and in another sentence a stand-in that it knows well, whose
place the name then takes. An answer is taken if it has more of the names and gives nothing new to look at.

The engine is asked for a window of documents at a time, in a thread of its own: while it is busy, the stages before go
on with the next window. Where anything fails the first translation stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple, TypeVar

from mt import checks, names, translation, windows
from mt.anaphora import persons
from mt.document import Document, Entity, Name, Paragraph, Segment, Span, Stage
from mt.edits import Edited, Replace
from mt.engines import Engine, Translation
from mt.memory.remembering import Remembering
from mt.names import demonyms
from mt.names.counterparts import kind_of
from mt.names.spelling import is_upper
from mt.names.wording import english_words
from mt.phrasing.articles import with_indefinite
from mt.phrasing.press import ForEngine
from mt.requests import Request, requests
from mt.soft_links import SoftLinks, carried

TOGETHER = 128  # segments whose answers are gone through together
_PEOPLE = ("Martin", "Robert", "Daniel")
_WOMEN = ("Sarah", "Anna", "Linda")
_ARTICLE = re.compile(r"\b(?:les?\s|la\s|l['’]|du\s|des\s|aux?\s)$", re.IGNORECASE)
_CLINGS = frozenset({"a", "an", "saint", "st", "san", "mount", "lake", "port"})  # the next word belongs to it
_NO_SIGN = frozenset({"name-missing", "not-french"})  # flags that do not tell of two answers which is better

Result = TypeVar("Result")
Link = Callable[[Document], Document]
Answers = Mapping[str, Translation]


class StandIn(NamedTuple):
    """What may stand for a name.

    Attributes:
        french, english: how either language says it.
        adjective: whether it is one, so that "a", "an" and a capitalised noun may stand beside it.
    """

    french: str
    english: str
    adjective: bool = False


STAND_INS = {  # spelled alike in both languages, frequent, without an article
    kind: tuple(StandIn(name, name) for name in some)
    for kind, some in {
        "person": _PEOPLE,
        "woman": _WOMEN,
        "name": _PEOPLE,
        "place": ("Berlin", "Madrid", "Rome"),
        "street": ("Rue Martin", "Rue Robert", "Rue Daniel"),
        "title": ("Titanic", "Macbeth", "Carmen"),
    }.items()
}

_BODIES = {  # for what has an article in both languages, by the French one
    "m": StandIn("Sénat", "Senate"),
    "f": StandIn("Commission", "Commission"),
    "elided": StandIn("Agence", "Agency"),
}
_BODY = re.compile(r"\b(?:(?P<m>le|du|au)\s|(?P<f>la)\s|(?P<elided>l)['’])$", re.IGNORECASE)


class Attempt(NamedTuple):
    """Another way to ask for a segment.

    Attributes:
        place: of the segment in its document.
        kind: of its paragraph.
        request: what the engine is asked.
        stands_for: the name that each stand-in stands for.
    """

    place: int
    kind: str
    request: Request
    stands_for: Mapping[StandIn, str]


Tried = Sequence[tuple[Document, list[Attempt]]]


def seeker(engine: Engine, *, for_engine: ForEngine, quotes: str, window: int, link: Link) -> Stage:
    """A stage that finds lost names again, for documents whose segments have been checked.

    Args:
        engine: translates.
        for_engine, quotes: as `translation.filler` has them.
        window: segments for which the engine is asked together.
        link: aligns the words of a document.
    """
    asked = engine.again if isinstance(engine, Remembering) else engine

    def stage(documents: Iterator[Document]) -> Iterator[Document]:
        tried = (
            [(document, _unless_it_fails(_tried, document, engine, for_engine) or []) for document in group]
            for group in windows.groups(documents, window)
        )
        yield from windows.ahead(
            tried, partial(_answers, asked, size=window), partial(_settled, quotes=quotes, link=link), "lost names"
        )

    return stage


def lost(segment: Segment) -> list[Name]:
    """The names of a segment that its translation, a machine's, does not have."""
    mine = segment.origin == "machine" and segment.status != "approved"
    return checks.missing(segment) if mine else []


def _tried(document: Document, engine: Engine, for_engine: ForEngine) -> list[Attempt]:
    """Every attempt of a document, those of one segment together."""
    entities = {entity.id: entity for entity in document.entities}
    kinds = [paragraph.kind for paragraph in document.paragraphs for _ in paragraph.segments]
    found: list[Attempt] = []
    for place, (segment, kind) in enumerate(zip(document.segments, kinds, strict=True)):
        if not lost(segment):
            continue
        for changes, stands_for in _ways(segment, entities, for_engine):
            alone = replace(document, paragraphs=(Paragraph((segment,), kind),))
            (request,) = requests(alone, engine, lambda *_, own=changes: own)
            if request is not None:
                found.append(Attempt(place, kind, request, stands_for))
    return found


def _ways(
    segment: Segment, entities: Mapping[str, Entity], for_engine: ForEngine
) -> Iterator[tuple[list[Replace], dict[StandIn, str]]]:
    """What to change in the source for each attempt, and the stand-ins in it."""
    missing = lost(segment)
    places = [name.source for name in missing]
    first = for_engine(segment, entities)
    others = [change for change in first if not any(change.span.overlaps(place) for place in places)]
    copied = [name for name in missing if kind_of(name, entities) != demonyms.KIND]  # an adjective is no name in French
    english = [names.put(segment.source, name, name.after) for name in copied]
    new = not {change for change in english if change.text != change.span.of(segment.source)} <= set(first)
    for some in (copied, []) if copied else ([],):
        stood = _stood(segment, [name for name in missing if name not in some], entities)
        if stood is not None and (new or not some):
            changes, stands_for = stood
            yield others + (english if some else []) + changes, stands_for
    kept = [name for name in missing if names.is_kept(segment.source, name, entities.get(name.entity))]
    stood = _stood(segment, kept, entities, turned=True) if kept else None
    if stood is not None:
        changes, stands_for = stood
        rest = (one for one in first if not any(one.span.overlaps(put.span) for put in changes))
        yield [*rest, *changes], stands_for


def _stood(
    segment: Segment, missing: Sequence[Name], entities: Mapping[str, Entity], *, turned: bool = False
) -> tuple[list[Replace], dict[StandIn, str]] | None:
    """The changes that put a stand-in for every name, and what each stands for; None if one has none.

    `turned` takes the last of them first.
    """
    stands_for: dict[StandIn, str] = {}
    changes: list[Replace] = []
    for name in missing:
        some = tuple(_stand_ins(segment.source, name, kind_of(name, entities)))
        free = (
            one
            for one in (reversed(some) if turned else some)
            if one.french not in segment.source and one.english not in segment.target and one not in stands_for
        )
        if (one := next(free, None)) is None:
            return None
        stands_for[one] = name.after
        changes.append(names.put(segment.source, name, one.french))
    return changes, stands_for


def _stand_ins(source: str, name: Name, kind: str) -> Iterable[StandIn]:
    """What may stand for a name; for one that "the" may be before in English, what has it too."""
    if kind == demonyms.KIND:
        return (StandIn(*pair, adjective=True) for pair in demonyms.stand_ins(name.source.of(source)))
    if names.is_title(source, name):
        return STAND_INS["title"]
    if kind == "place" and names.is_street(name.after):
        return STAND_INS["street"]
    if kind == "person" and persons.is_womans(name.after):
        return STAND_INS["woman"]
    article = _ARTICLE.search(head := source[: name.source.start])
    if kind in ("organisation", "event"):
        if article is None:
            return STAND_INS["name"]
        return () if name.after in english_words().without_article else _bodies(head)
    if kind == "name" and article and is_upper(name.after) and (bodies := _bodies(head)):
        return bodies  # la SNCF
    if names.is_landmark(source, name):
        return STAND_INS["place"]
    several = kind == "place" and " " in name.after
    articled = source[name.source.start].islower() or article
    return _bodies(head) if names.takes_article(name.after) or (several and articled) else STAND_INS.get(kind, ())


def _bodies(head: str) -> tuple[StandIn, ...]:
    """What may stand for a name that has the article at the end of `head` in both languages."""
    body = _BODY.search(head)
    return (_BODIES[str(body.lastgroup)],) if body else ()


def _answers(engine: Engine, tried: Tried, size: int) -> dict[str, Translation]:
    """What the engine says to every text of a window, `size` of them at a time."""
    articles = {
        text: document.id for document, attempts in tried for attempt in attempts for text in attempt.request.texts
    }
    return translation.ask(engine, articles, size)


def _settled(tried: Tried, answers: Future[dict[str, Translation]], quotes: str, link: Link) -> Iterator[Document]:
    said = _unless_it_fails(answers.result) or {}
    for document, attempts in tried:
        better = _unless_it_fails(_better, document, attempts, said, quotes, link)
        if better:
            rows = (better.get(place, segment) for place, segment in enumerate(document.segments))
            document = checks.flag(document.with_segments(rows))
        yield document


def _unless_it_fails(function: Callable[..., Result], *given: Any) -> Result | None:
    """What the function gives; None where it fails, for whatever reason: the first translation stands."""
    try:
        return function(*given)
    except Exception:
        return None


def _better(
    document: Document, attempts: Sequence[Attempt], answers: Answers, quotes: str, link: Link
) -> dict[int, Segment]:
    """Segments that an attempt is better than, by their place: the best of their attempts."""
    first = document.segments
    better: dict[int, Segment] = {}
    for start in range(0, len(attempts), TOGETHER):
        some = attempts[start : start + TOGETHER]
        filled = _filled(first, some, answers, quotes)
        paragraphs = tuple(Paragraph((segment,), attempt.kind) for attempt, segment in filled)
        done = checks.flag(names.enforce(link(replace(document, paragraphs=paragraphs))))
        for (attempt, _), segment in zip(filled, done.segments, strict=True):
            if _is_better(segment, better.get(attempt.place, first[attempt.place])):
                better[attempt.place] = segment
    return better


def _is_better(new: Segment, old: Segment) -> bool:
    """More of the names, and nothing new for a reviewer to look at."""
    return bool(new.target.strip()) and len(lost(new)) < len(lost(old)) and _signs(new) <= _signs(old)


def _signs(segment: Segment) -> Counter[str]:
    return Counter(flag.code for flag in segment.flags if flag.code not in _NO_SIGN)


def _filled(
    segments: Sequence[Segment], attempts: Sequence[Attempt], answers: Answers, quotes: str
) -> list[tuple[Attempt, Segment]]:
    """The segments as the attempts that came to something would have them."""
    kept: list[Attempt] = []
    said: list[Translation] = []
    for attempt in attempts:
        if all(text in answers for text in attempt.request.texts):
            told = attempt.request.answered(answers)
            answer = _named(told, attempt.stands_for)
            if answer is not None and told.text != attempt.request.chain.after:  # else it is French still
                kept.append(attempt)
                said.append(answer)
    asked = [(_bare(segments[attempt.place]), attempt.request) for attempt in kept]
    return list(zip(kept, translation.filled(asked, said, quotes), strict=True))


def _bare(segment: Segment) -> Segment:
    """The segment before anything was found or flagged in its translation."""
    again = tuple(replace(name, target=None, before="") for name in segment.names)
    flags = tuple(flag for flag in segment.flags if flag.code not in {*checks.CODES, translation.OVER_LONG})
    return replace(segment, names=again, flags=flags)


def _named(answer: Translation, stands_for: Mapping[StandIn, str]) -> Translation | None:
    """The answer with the names in the places of their stand-ins; None if one of these does not stand there, once.

    Nor may it be part of a longer name (Saint Martin, Berlin-Mitte), or what is before it ask for its first letter.
    """
    changes: list[Replace] = []
    for one, name in stands_for.items():
        end = r"(?![\w-])" if one.adjective or one in STAND_INS["title"] else r"(?![\w-]| [A-ZÀ-Þ])"
        word = f"(?i:{one.english})" if one in _BODIES.values() else one.english  # the agency
        found = list(re.finditer(rf"(?<![\w-])(?P<before>(?:\w+ )?)(?P<name>{word}){end}", answer.text))
        if len(found) != 1 or len(re.findall(word, answer.text)) != 1:
            return None
        before = found[0]["before"]
        if before.strip().lower() in _CLINGS and not one.adjective:
            return None
        fitted = with_indefinite(before, name) if one.adjective else before
        if fitted != before:
            changes.append(Replace(Span(*found[0].span("before")), fitted))
        place = Span(*found[0].span("name"))
        stop = name.endswith(".") and answer.text[place.end : place.end + 1] == "."  # V. M.-D. at a sentence's end
        changes.append(Replace(Span(place.start, place.end + stop), name))
    edited = Edited(answer.text, changes)
    links = SoftLinks.of(answer.links)
    (targets,) = carried([links.target], [edited])
    return Translation(edited.after, answer.score, SoftLinks(links.source, targets, links.scores))
