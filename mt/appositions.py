"""What stands beside a person's name made right: a lost "of", a word turned round with the name, an article too many.

French says who somebody is behind the name (Samir Geagea, des Forces libanaises,) or before it (la joueuse Iga
Swiatek), and an engine drops the "of", or makes a noun of the name ("the Iga Swiatek player"). Where the names stand is
known by now, so a lost word is one between two places. Every change is a recorded edit.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mt.anaphora.french import french as people
from mt.document import Document, Entity, Name, Segment, Span
from mt.edits import Replace
from mt.names import demonyms, takes_article
from mt.names.families import has_plural_article
from mt.names.rewriting import written
from mt.names.spelling import fold, is_acronym, words
from mt.names.wording import english_words

OF, TURNED, NO_ARTICLE = (
    "of before what a person is of",
    "a person's name behind the noun",
    "no article before a person",
)
ARTICLE = "the article of a river or region"
FAMILY = "a family has an article"
_NEAR = 3  # words before a family's name among which its article stands
_OF = re.compile(r",[ \u00a0](?P<of>du |de la |de l['’]|des |de |d['’])")
_ENDS = re.compile(r"[,.;)]|[ \u00a0]\(|$")
_CLOSES = re.compile(r"[,.;)]| \(| and |$")
_OWNER = re.compile(r"(?<![\w’'-])(?P<owner>[Tt]he|[Hh]is|[Hh]er|[Tt]heir) $")
_THE = re.compile(r"(?<![\w’'-])[Tt]he $")
_NOUN = re.compile(r" (?P<noun>[a-z]{3,}(?:-[a-z]+)?)(?=[,.;:)]| [a-z]|$)")
_BEFORE = re.compile(r"(?P<noun>[a-zà-öø-ÿœ-]{4,})[ \u00a0]$")
_ARTICLED = re.compile(r"(?<![\w-])(?:(?:[Ll][ea]s?|[Dd]u|[Dd]es|[Aa]ux?)[ \u00a0]|[Ll]['’])$")
_CAPITAL = re.compile(r" [A-ZÀ-Þ]")
_NEXT = re.compile(r" (?P<word>[a-z]+)")
_LISTED = "authority: "  # the evidence of whom the authority knows
_LINKED = 0.3  # how strongly an English noun must be linked with the French one it stands for


class _Words(NamedTuple):
    """`appositions.toml`: words that stand for an article, and words behind which one stands."""

    determiners: frozenset[str]
    prepositions: frozenset[str]


@cache
def _words() -> _Words:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return _Words(frozenset(data["determiners"].split()), frozenset(data["prepositions"].split()))


def right(document: Document) -> Document:
    """The document with what stands beside the names of persons put right in its machine translations."""
    entities = {entity.id: entity for entity in document.entities}
    done: list[Segment] = []
    for segment in document.segments:
        machine = segment.origin == "machine" and segment.status != "approved"
        found = list(_changes(segment, entities)) if machine and segment.target else []
        done.append(_kept(written(segment, found)[0]) if found else segment)
    return document.with_segments(done)


def _changes(segment: Segment, entities: Mapping[str, Entity]) -> Iterator[tuple[str, Replace]]:
    """What to put right, each with the name of its rule."""
    placed = [name for name in segment.names if name.target is not None and name.entity in entities]
    for at, name in enumerate(placed):
        if name.target is not None and (article := _lost_article(segment, name, entities[name.entity])) is not None:
            yield ARTICLE, article
        if entities[name.entity].kind == "place" and name.target is not None and _is_mount(name):
            yield from ((NO_ARTICLE, change) for change in [_no_article(segment, name.target)] if change)
        if entities[name.entity].kind != "person" or name.target is None:
            continue
        following = placed[at + 1] if at + 1 < len(placed) else None
        if following is not None and (said := _lost_of(segment, name, following, entities[following.entity])):
            yield OF, said
        if (family := _family(segment, name, name.target, entities[name.entity])) is not None:
            yield FAMILY, family
        if len(words(name.source.of(segment.source))) < 2 or _joined(segment, name.target, placed):
            continue
        turned = _turned(segment, name, name.target)
        yield from ((TURNED, change) for change in turned)
        if not turned and (article := _article(segment, name, name.target, entities[name.entity])) is not None:
            yield NO_ARTICLE, article


def _lost_article(segment: Segment, name: Name, entity: Entity) -> Replace | None:
    """The article of a river, sea or country that has one, where the French has its own: the Indus."""
    source, target, span = segment.source, segment.target, name.target
    if span is None or entity.kind != "place" or span.of(target) not in english_words().articled:
        return None
    before = words(target[: span.start])[-1:]
    following = _NEXT.match(target, span.end)
    noun = following is not None and following["word"] not in english_words().follows
    if not _ARTICLED.search(source[: name.source.start]) or noun or target[span.end : span.end + 1] in ("-", "’", "'"):
        return None
    if _CAPITAL.match(target, span.end) or (before and fold(before[0].of(target)) not in _words().prepositions):
        return None
    head = not target[: span.start].strip(' “"')
    return Replace(Span(span.start, span.start), "The " if head else "the ")


def _family(segment: Segment, name: Name, span: Span, entity: Entity) -> Replace | None:
    """The article that a family has in English as in French: the Assads."""
    before = words(segment.target[: span.start])[-_NEAR:]
    whole = len(words(entity.form)) > 1 and name.after == entity.form
    alike = name.after == name.source.of(segment.source)
    if whole or alike or not has_plural_article(segment.source, name.source.start):
        return None
    if any(fold(word.of(segment.target)) in _words().determiners for word in before):
        return None
    head = not segment.target[: span.start].strip(' “"')
    return Replace(Span(span.start, span.start), "The " if head else "the ")


def _kept(segment: Segment) -> Segment:
    """A segment whose names have grown by an article before them, without it."""
    names = list(segment.names)
    for at, name in enumerate(names):
        if (
            name.target is not None
            and name.target.of(segment.target).lower().startswith("the ")
            and not name.after.lower().startswith("the ")
        ):
            names[at] = replace(name, target=Span(name.target.start + len("the "), name.target.end))
    return replace(segment, names=tuple(names))


def _joined(segment: Segment, span: Span, placed: Sequence[Name]) -> bool:
    """Whether another name's place touches this one's."""
    return any(other.target is not None and other.target != span and other.target.overlaps(span) for other in placed)


def _lost_of(segment: Segment, name: Name, other: Name, entity: Entity) -> Replace | None:
    """The "of" between a person and the party or place that the French puts behind, if the English has none."""
    if name.target is None or other.target is None or entity.kind in ("person", demonyms.KIND, "event", "term"):
        return None
    source, target = segment.source, segment.target
    between = _OF.fullmatch(source[name.source.end : other.source.start])
    gap = target[name.target.end : max(name.target.end, other.target.start)]
    if between is None or gap not in (", ", ", the ") or not _ENDS.match(source, other.source.end):
        return None
    if not _CLOSES.match(target, other.target.end):
        return None
    articled = between["of"] not in ("de ", "d'", "d’") and gap == ", " and _is_articled(segment, other, entity)
    place = Span(name.target.end + 1, name.target.end + 1)  # before the blank, that no name grows by it
    return Replace(place, " of the" if articled else " of")


def _is_articled(segment: Segment, name: Name, entity: Entity) -> bool:
    """Whether what a person is of has "the" in English, where the French has its article."""
    form = name.after
    if form in english_words().without_article or form.startswith("The "):
        return False
    if entity.kind == "place":
        return takes_article(form)
    if form.endswith(("University", "College")):
        return False
    translated = fold(form) != fold(name.source.of(segment.source)) and len(words(form)) > 1
    return translated or (is_acronym(form) and not any(letter in form for letter in "0123456789"))


def _turned(segment: Segment, name: Name, span: Span) -> Sequence[Replace]:
    """ "the player Iga Swiatek" for "the Iga Swiatek player", if the noun is linked with one of people in French."""
    target, source = segment.target, segment.source
    owner, noun = _OWNER.search(target[: span.start]), _NOUN.match(target, span.end)
    before = _BEFORE.search(source[: name.source.start])
    if owner is None or noun is None or before is None or not people().noun(before["noun"]):
        return ()
    here, there = Span(*noun.span("noun")), Span(*before.span("noun"))
    links = (link for link in segment.links if link.target.overlaps(here) and link.source.overlaps(there))
    if max((link.score for link in links), default=0.0) < _LINKED:
        return ()
    blank = Span(span.start - 1, span.start - 1)
    return Replace(blank, f" {noun['noun']}"), Replace(Span(span.end, here.end), "")


def _article(segment: Segment, name: Name, span: Span, entity: Entity) -> Replace | None:
    """Nothing for "the" right before a full name, if the French has no article there and it is certainly a person's."""
    head = segment.source[: name.source.start]
    noun = _BEFORE.search(head)
    sure = (noun is not None and people().noun(noun["noun"])) or any(_LISTED in said for said in entity.evidence)
    if not sure or _ARTICLED.search(head) or head.endswith(("the ", "The ")):
        return None
    return _no_article(segment, span)


def _no_article(segment: Segment, span: Span) -> Replace | None:
    """Nothing for "the" right before a name, if no noun follows that it may belong to."""
    target = segment.target
    the = _THE.search(target[: span.start])
    following = _NEXT.match(target, span.end)
    noun = following is not None and following["word"] not in english_words().follows
    if the is None or noun or _CAPITAL.match(target, span.end) or target[span.end : span.end + 1] in ("-", "’", "'"):
        return None
    return Replace(Span(the.start(), span.start), "")


def _is_mount(name: Name) -> bool:
    """Whether a place's form begins with a word that has no article in English: Mont Ventoux."""
    return name.after.split()[0] in english_words().bare and " " in name.after
