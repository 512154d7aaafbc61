"""What a machine does to persons' names: given names left out, parts of a name put into English.

Measures only, as `counterparts`; `enforcement` changes the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mt.document import Entity, Link, Name, Segment, Span
from mt.names import given_names
from mt.names.counterparts import is_english, likeness, occurrences, sounds_alike, tail
from mt.names.french import french
from mt.names.romanisation import looks_foreign
from mt.names.spelling import fold, words

_MISTER = frozenset({"Mr", "Mrs", "Ms", "Miss"})
_BEFORE = re.compile(r"([^\W\d_]+) (?:(?:of|from|the) )?$")
_WORD_BEFORE = re.compile(r"(?P<word>[A-ZÀ-ÖØ-Þ][\w'’-]*) $")
_NUMERAL = re.compile("[IVX]+|I?er")
_SHORTENED = 0.1  # what a surname loses where the source gives the full name
_NEAR = 200  # characters beside a surname in which its given name may stand
_SAME = 0.5  # likeness of a given name to its own English form
_TORN = 0.5  # how strongly what stands for a given name is linked with the name
_ALIKE = 0.6  # likeness of a given name to that of another language


def spelled(segment: Segment, name: Name, entity: Entity | None, text: str) -> tuple[float, str]:
    """How alike a stretch is to a spelling of a name, and the form to put there: for a surname, the surname."""
    source = name.source.of(segment.source)
    size, here = len(words(name.after)), len(words(text))
    others = entity.variants if entity is not None else ()
    spellings = [name.after, source, *(said for said in others if len(words(said)) == size)]
    whole = max(likeness(text, spelling) for spelling in spellings)
    if entity is None or entity.kind != "person" or here >= size:
        return whole, name.after
    tails = [tail(spelling, here) for spelling in spellings[:2]]
    part = max(likeness(text, tail) for tail in tails) - _SHORTENED
    return (part, tails[0]) if part > whole - _SHORTENED else (whole, name.after)


def follows_given(target: str, span: Span, form: str) -> bool:
    """Whether a surname in a target has its given name before it, spelled otherwise or beyond a small word.

    Alexander Varaut, for Alexandre Varaut; Luca of Meo, for Luca de Meo.
    """
    given = words(form)
    before = _BEFORE.search(target[max(0, span.start - _NEAR) : span.start])
    if len(given) < 2 or before is None or span.of(target) not in form:
        return False
    return before[1][0].isupper() and likeness(before[1], given[0].of(form)) >= _ALIKE


def strays(target: str, span: Span, form: str) -> list[Span]:
    """Where the given name of a full name stands, of which `span` is the surname and no more: Meo ... Luca."""
    given = words(form)[0].of(form)
    if len(words(span.of(target))) >= len(words(form)):
        return []
    return [found for found in occurrences(given, target) if found.end < span.start - 1 or found.start >= span.end]


def lacks_given(target: str, span: Span, form: str) -> bool:
    """Whether all that a target says of a full name is the surname, without a Mr or Mrs that stands for the rest."""
    said, full = span.of(target), words(form)
    if len(full) < 2 or likeness(said, tail(form, min(len(words(said)), len(full) - 1))) < 1:
        return False
    given = [word.of(form) for word in full[: len(full) - len(words(said))]]
    head, rest = target[max(0, span.start - _NEAR) : span.start], target[span.end : span.end + _NEAR]
    if any(likeness(word.of(text), one) >= _ALIKE for text in (head, rest) for word in words(text) for one in given):
        return False
    return not words(head) or words(head)[-1].of(head) not in _MISTER


def with_given(target: str, span: Span, links: Sequence[Link]) -> Span:
    """A surname in a target with the word before it that links of the name give for its given name: Alasène, Hélène."""
    before = _WORD_BEFORE.search(target[: span.start])
    if before is None:
        return span
    place = Span(*before.span("word"))
    torn = any(link.target.overlaps(place) and link.score >= _TORN for link in links)
    return Span(place.start, span.end) if torn else span


def is_mangled(text: str, form: str) -> bool:
    """Whether a target has a full name otherwise than the person has it: misspelled, or parts of it in English."""
    return is_misspelled(text, form) or is_given_misspelled(text, form) or is_in_english(text, form)


def is_given_otherwise(segment: Segment, name: Name, text: str) -> bool:
    """Whether a target has another word for a given name that stands alone and is to stay as written: Mary, Marie."""
    alone = given_names.is_given(name.after) and fold(name.after) not in french().given_places
    alone = alone and not given_names.is_entitled(segment.source, name.source)
    return alone and fold(text) != fold(name.after) and name.after == name.source.of(segment.source)


def is_misspelled(text: str, form: str) -> bool:
    """Whether a full name has its French given name in a target and another surname, none romanised from elsewhere."""
    given, *rest = [word.of(form) for word in words(form)]
    said = [word.of(text) for word in words(text)]
    if not rest or fold(said[0]) != fold(given) or fold(given) not in french().given:
        return False
    return fold(text) != fold(form) and not any(map(looks_foreign, rest))


def is_given_misspelled(text: str, form: str) -> bool:
    """Whether a target has a full name rightly but for a given name that only a French person has: Valere Pécresse."""
    said, own = ([word.of(name) for word in words(name)] for name in (text, form))
    if len(said) != len(own) or len(own) < 2 or fold(own[0]) not in french().only_french:
        return False
    return fold(said[0]) != fold(own[0]) and [*map(fold, said[1:])] == [*map(fold, own[1:])]


def is_in_english(text: str, form: str) -> bool:
    """Whether a target has English words for parts of a name that a person keeps: Alexander Varaut, Denis The Voting.

    Names from elsewhere, of kings and saints, and those with a small word may have an English form: Alexander
    Bortnikov, John Paul II, Joan of Arc.
    """
    said, own = ([word.of(name) for word in words(name)] for name in (text, form))
    if len(said) != len(own) or not all(word[0].isupper() for word in own) or _NUMERAL.fullmatch(own[-1]):
        return False
    other = [(a, b) for a, b in zip(said, own, strict=True) if fold(a) != fold(b)]
    put = all(is_english(a) and not sounds_alike(a, b) for a, b in other)
    if fold(said[0]) != fold(own[0]) and likeness(said[0], own[0]) < _SAME:
        return False  # somebody else
    return 0 < len(other) < len(own) and put and not any(map(looks_foreign, own))
