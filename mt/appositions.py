"""What stands beside a person's name made right: a lost "of", a word turned round with the name, an article too many.

French says who somebody is behind the name (Samir Geagea, des Forces libanaises,) or before it (la joueuse Iga
Swiatek), and an engine drops the "of", or makes a noun of the name ("the Iga Swiatek player"). Where the names stand is
known by now, so a lost word is one between two places. Every change is a recorded edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from mt import beside
from mt.anaphora.french import french as people
from mt.beside import Placed
from mt.document import Document, Entity, Name, Segment, Span
from mt.edits import Replace
from mt.names import demonyms, takes_article
from mt.names.families import has_plural_article
from mt.names.rewriting import written
from mt.names.spelling import fold, is_acronym, words
from mt.names.wording import english_words
from mt.phrasing.common import data_of

OF, TURNED = "of before what a person is of", "a person's name behind the noun"
NO_ARTICLE = "no article before a person"
ARTICLE, FAMILY = "the article of a river or region", "a family has an article"
_NEAR = 3  # words before a family's name among which its article stands
_AMONG = re.compile(  # with this before a person, "de" behind him goes on with a list: le soutien de X, de l'OTAN, de Y
    r"(?<![\w’'-])(?:de|d['’]|du|des)(?:[ \u00a0](?:l[ae][ \u00a0]|l['’])?[a-zà-öø-ÿœ-]+){0,2}[ \u00a0]?$"
)
_OF = re.compile(r",[ \u00a0](?P<of>du |de la |de l['’]|des |de |d['’])")
_ENDS = re.compile(r"[,.;)]|[ \u00a0]\(|$")
_CLOSES = re.compile(r"[,.;)]| \(| and |$")
_OWNER = re.compile(r"(?<![\w’'-])(?P<owner>[Tt]he|[Hh]is|[Hh]er|[Tt]heir) $")
_THE = re.compile(r"(?<![\w’'-])[Tt]he $")
_NOUN = re.compile(r" (?P<noun>[a-z]{3,}(?:-[a-z]+)?|ME?P)(?=[,.;:)]| [a-z]|$)")
_BEFORE = re.compile(r"(?P<noun>[a-zà-öø-ÿœ-]{4,})[ \u00a0]$")
_ARTICLED = re.compile(r"(?<![\w-])(?:(?:[Ll][ea]s?|[Dd]u|[Dd]es|[Aa]ux?)[ \u00a0]|[Ll]['’])$")
_HEAD = re.compile(r"(?:^|[.!?…]) ?[“\"]?$")
_NEXT = re.compile(r" (?P<word>[a-z]+|[A-ZÀ-Þ])")
_LISTED = "authority: "  # the evidence of whom the authority knows
_LINKED = 0.3  # how strongly an English noun must be linked with the French one it stands for


@cache
def _determiners() -> frozenset[str]:
    """Words that stand for an article (`appositions.toml`)."""
    return frozenset(data_of(__file__)["determiners"].split())


def right(document: Document) -> Document:
    """The document with what stands beside names put right in its machine translations."""
    entities = {entity.id: entity for entity in document.entities}
    done: list[Segment] = []
    for segment in document.segments:
        machine = segment.origin == "machine" and segment.status != "approved"
        found = list(_changes(segment, entities)) if machine and segment.target else []
        done.append(_kept(written(segment, _apart(found))[0]) if found else segment)
    return document.with_segments(done)


def _apart(found: Sequence[tuple[str, Replace]]) -> list[tuple[str, Replace]]:
    """The changes without those that stand where another is made already."""
    chosen: list[tuple[str, Replace]] = []
    for rule, change in found:
        if not any(change.span.overlaps(other.span) or change.span == other.span for _, other in chosen):
            chosen.append((rule, change))
    return chosen


def _changes(segment: Segment, entities: Mapping[str, Entity]) -> Iterator[tuple[str, Replace]]:
    """What to put right, each with the name of its rule."""
    placed = [
        Placed(name, name.target, entities[name.entity])
        for name in segment.names
        if name.target is not None and name.entity in entities
    ]
    for at, one in enumerate(placed):
        if one.entity.kind == "place":
            yield from _said(ARTICLE, _lost_article(segment, one))
            yield from _said(NO_ARTICLE, _no_article(segment.target, one.span) if _is_mount(one.name) else None)
        elif one.entity.kind == "person":
            yield from _said(OF, _lost_of(segment, one, placed[at + 1]) if at + 1 < len(placed) else None)
            yield from _said(FAMILY, _family(segment, one))
            touched = any(other.span != one.span and other.span.overlaps(one.span) for other in placed)
            if len(words(one.name.source.of(segment.source))) > 1 and not touched:
                yield from _around_full_name(segment, one)
    yield from beside.changes(segment, placed, entities)


def _said(rule: str, change: Replace | None) -> Iterator[tuple[str, Replace]]:
    if change is not None:
        yield rule, change


def _lost_article(segment: Segment, one: Placed) -> Replace | None:
    """The article of a river, sea or country that has one, where the French has its own: the Indus."""
    target, span = segment.target, one.span
    if span.of(target) not in english_words().articled or not _ARTICLED.search(segment.source[: one.name.source.start]):
        return None
    before = words(target[: span.start])[-1:]
    among = before and target[before[0].start].isupper() and target[: span.start].endswith(", ")  # the Rhine, the Tagus
    led = not before or among or fold(before[0].of(target)) in beside.listed().prepositions
    if _goes_on(target, span.end) or not led:
        return None
    return _the(target, span.start)


def _family(segment: Segment, one: Placed) -> Replace | None:
    """The article that a family has in English as in French: the Assads."""
    name, target = one.name, segment.target
    whole = len(words(one.entity.form)) > 1 and name.after == one.entity.form
    alike = name.after == name.source.of(segment.source)
    if whole or alike or not has_plural_article(segment.source, name.source.start):
        return None
    before = words(target[: one.span.start])[-_NEAR:]
    articled = any(fold(word.of(target)) in _determiners() for word in before)
    return None if articled else _the(target, one.span.start)


def _the(target: str, place: int) -> Replace:
    """The article at a place of a text, with a capital where a sentence begins."""
    return Replace(Span(place, place), "The " if _HEAD.search(target[:place]) else "the ")


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


def _lost_of(segment: Segment, one: Placed, other: Placed) -> Replace | None:
    """The "of" between a person and the party or place that the French puts behind, if the English has none."""
    if other.entity.kind in ("person", demonyms.KIND, "event", "term"):
        return None
    source, target = segment.source, segment.target
    own, theirs = one.name.source, other.name.source
    between = _OF.fullmatch(source[own.end : theirs.start])
    gap = target[one.span.end : max(one.span.end, other.span.start)]
    if between is None or gap not in (", ", ", the ") or _AMONG.search(source[: own.start]):
        return None
    if not _ENDS.match(source, theirs.end) or not _CLOSES.match(target, other.span.end):
        return None
    articled = between["of"] not in ("de ", "d'", "d’") and gap == ", " and _is_articled(segment, other)
    place = Span(one.span.end + 1, one.span.end + 1)  # before the blank, that no name grows by it
    return Replace(place, " of the" if articled else " of")


def _is_articled(segment: Segment, one: Placed) -> bool:
    """Whether what a person is of has "the" in English, where the French has its article."""
    form = one.name.after
    if form in english_words().without_article or form.startswith("The "):
        return False
    if one.entity.kind == "place":
        return takes_article(form)
    if form.endswith(("University", "College")):
        return False
    translated = fold(form) != fold(one.name.source.of(segment.source)) and len(words(form)) > 1
    return (
        translated
        or form in beside.listed().plural
        or (is_acronym(form) and not any(letter in form for letter in "0123456789"))
    )


def _around_full_name(segment: Segment, one: Placed) -> Iterator[tuple[str, Replace]]:
    """A noun turned round with a person's full name, else the article before it."""
    turned = _turned(segment, one)
    yield from ((TURNED, change) for change in turned)
    yield from _said(NO_ARTICLE, None if turned else _article(segment, one))


def _turned(segment: Segment, one: Placed) -> Sequence[Replace]:
    """ "the player Iga Swiatek" for "the Iga Swiatek player", if the noun is linked with one of people in French."""
    target, span = segment.target, one.span
    owner, noun = _OWNER.search(target[: span.start]), _NOUN.match(target, span.end)
    before = _BEFORE.search(segment.source[: one.name.source.start])
    if owner is None or noun is None or before is None or not people().noun(before["noun"]):
        return ()
    here, there = Span(*noun.span("noun")), Span(*before.span("noun"))
    links = (link for link in segment.links if link.target.overlaps(here) and link.source.overlaps(there))
    if max((link.score for link in links), default=0.0) < _LINKED:
        return ()
    blank = Span(span.start - 1, span.start - 1)
    return Replace(blank, f" {noun['noun']}"), Replace(Span(span.end, here.end), "")


def _article(segment: Segment, one: Placed) -> Replace | None:
    """Nothing for "the" right before a full name, if the French has no article there and it is certainly a person's."""
    head = segment.source[: one.name.source.start]
    noun = _BEFORE.search(head)
    somebody = noun is not None and people().noun(noun["noun"])
    thing = noun is not None and not somebody and _ARTICLED.search(head[: noun.start()])  # le porte-avions X
    known = any(_LISTED in said for said in one.entity.evidence) and not thing
    if not (somebody or known) or _ARTICLED.search(head) or head.endswith(("the ", "The ")):
        return None
    return _no_article(segment.target, one.span)


def _no_article(target: str, span: Span) -> Replace | None:
    """Nothing for "the" right before a name, if no noun follows that it may belong to."""
    the = _THE.search(target[: span.start])
    return None if the is None or _goes_on(target, span.end) else Replace(Span(the.start(), span.start), "")


def _goes_on(target: str, end: int) -> bool:
    """Whether behind a name in English may stand the noun that an article before it belongs to: the Danube flood."""
    following = _NEXT.match(target, end)
    if following is None:
        return target[end : end + 1] in ("-", "’", "'")
    return following["word"][0].isupper() or following["word"] not in english_words().follows


def _is_mount(name: Name) -> bool:
    """Whether a place's form begins with a word that has no article in English: Mont Ventoux."""
    return name.after.split()[0] in english_words().bare and " " in name.after
