"""What in a target may be the counterpart of a name: places of a form, likeness of spellings, adjectives, links.

Measures only; what is enough to change a text is `enforcement`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from mt.align import lexicon
from mt.document import Entity, Link, Name, Segment, Span
from mt.names import authority, demonyms, initials, streets, titles
from mt.names.clusters import parts, skeleton
from mt.names.spelling import fold, is_acronym, key, words
from mt.names.wording import as_right

_CAPITAL_BEFORE = re.compile(r"\b([A-ZÀ-ÖØ-Þ]\w*) $")
_CAPITAL_AFTER = re.compile(r" [A-ZÀ-ÖØ-Þ]")
_PEOPLE = (  # English nouns for one of a people whose adjective is another word
    "Frenchm", "Frenchw", "Englishm", "Englishw", "Dutchm", "Dutchw", "Irishm", "Irishw", "Welshm", "Welshw",
    "Spaniard", "Scot", "Pole", "Dane", "Swede", "Finn", "Turk", "Briton",
)  # fmt: skip
_TWICE = re.compile(r"([^s])(?=\1)")  # ss is often s in English
# What a place's adjective has after the letters it shares with the place.
_ENDINGS = (
    "n",
    "ns",
    "an",
    "ans",
    "ian",
    "ians",
    "ean",
    "eans",
    "i",
    "is",
    "ese",
    "ish",
    "ic",
    "ine",
    "er",
    "ers",
    "ite",
)
_SELDOM = ("ic", "ine", "er", "ers", "ite")  # endings that other words have too: Aude, audited
_SURE = 5  # letters that a place and its adjective in one of these share


def kind_of(name: Name, entities: Mapping[str, Entity]) -> str:
    """The kind of a name's entity; "" if there is none."""
    return entities[name.entity].kind if name.entity in entities else ""


def is_kept(source: str, name: Name, entity: Entity | None) -> bool:
    """Whether a name is a title, a street or initials, of which nothing but the whole is right: better asked again."""
    kind = entity.kind if entity is not None else ""
    if kind == "name":
        return titles.is_quoted(source, name)
    return (kind == "place" and streets.is_street(name.after)) or (kind == "person" and initials.are(name.after))


def is_in_pieces(segment: Segment, name: Name, entity: Entity | None, span: Span) -> bool:
    """Whether a stretch is what is left of a name of several words that English has as French does.

    Of a place it may be any (an Atlantic Law, for Loire-Atlantique), of a body one with fewer words: a General Society
    of which only Society is looked at.
    """
    size, kind = len(words(name.after)), entity.kind if entity is not None else ""
    if size < 2 or fold(name.after) != fold(name.source.of(segment.source)):
        return False
    return kind == "place" or (kind == "organisation" and len(words(span.of(segment.target))) < size)


def by_name(segment: Segment) -> list[list[Link]]:
    """For every name the links that begin in it."""
    found: list[list[Link]] = [[] for _ in segment.names]
    starts = [name.source.start for name in segment.names]
    for link in segment.links:
        at = bisect_right(starts, link.source.end - 1) - 1
        if at >= 0 and link.source.overlaps(segment.names[at].source):
            found[at].append(link)
    return found


def linked(links: Sequence[Link], span: Span, target: str, whole: bool = True) -> float:
    """How strongly a mention's links join it with a stretch: the mean over its words, or else its best word."""
    if not links:
        return 0.0
    places = [Span(span.start + a, span.start + b) for a, b in words(span.of(target))]
    scores = [max((link.score for link in links if link.target.overlaps(place)), default=0.0) for place in places]
    return (sum(scores) / len(scores) if whole else max(scores)) if scores else 0.0


def is_adjective(word: str, form: str) -> bool:
    """Whether a word is a place's adjective by its ending: Russian, Israeli, Judean, Chinese."""
    one, two = fold(word), fold(form)
    if one == two or " " in word:
        one = key(word)[-1] if key(word) else ""
        two = key(form)[-1] if key(form) else ""
    shared = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    least = _SURE if one[shared:] in _SELDOM else 3
    return shared >= max(least, len(two) - 2) and one[shared:] in _ENDINGS and one != two


def occurrences(form: str, target: str) -> list[Span]:
    """Where a form stands as whole words, as it is or all in capitals."""
    found: list[Span] = []
    form, target = form.replace("’", "'"), target.replace("’", "'")
    said = form.capitalize() if form.isupper() and len(form) > 3 else form  # Unicef
    for wanted in dict.fromkeys((form, form.upper(), said)):
        at = target.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if not (target[at - 1 : at].isalnum() if at else False) and not target[end : end + 1].isalnum():
                found.append(Span(at, end))
            at = target.find(wanted, at + 1)
    return sorted(found)


def in_a_name(word: str, target: str) -> list[str]:
    """A small French word as a name has it that English keeps: ["Tunisien"] for "the Stade Tunisien", else none."""
    kept = word.title()
    spans = occurrences(kept, target) if word.islower() else []
    before = any((found := _CAPITAL_BEFORE.search(target[: span.start])) and found[1] != "The" for span in spans)
    return [kept] if before or any(_CAPITAL_AFTER.match(target[span.end :]) for span in spans) else []


def tail(text: str, size: int) -> str:
    """The last `size` words of a text."""
    return text[words(text)[-size:][0].start :]


def right_forms(name: Name, entity: Entity | None, segment: Segment) -> list[str]:
    """The form asked for; after it the long form, the acronym and whatever else says the same rightly."""
    forms = [name.after]
    if entity is not None and entity.kind in ("organisation", "place", "event"):
        for record in authority.load().forms.get(fold(entity.form), ()):
            if record.kind == entity.kind:
                forms += record.forms
        forms += [other for form in tuple(forms) for other in as_right(form)]
        forms = _short_for_short(forms, name.source.of(segment.source), segment.target)
    elif entity is not None and entity.kind == demonyms.KIND:
        one = _CAPITAL_AFTER.match(segment.source, name.source.end)  # L'Azerbaïdjanais Ilham Aliev
        several = demonyms.people_of(entity.form) - {entity.form, name.after} if one else frozenset()
        others = [word for word in demonyms.words_of(entity.form) if word not in several]
        forms += [word for word in others if not _is_half_said(word, name, segment)]
        forms += in_a_name(name.source.of(segment.source), segment.target)
    return list(dict.fromkeys(forms))


def _short_for_short(forms: list[str], said: str, target: str) -> list[str]:
    """The forms that may be the counterpart of an acronym: no long one, where the French one still stands beside it."""
    left = is_acronym(said) and said not in forms and bool(occurrences(said, target))
    return [form for form in forms if " " not in form] or forms if left else forms


def is_before_name(source: str, name: Name) -> bool:
    """Whether a word with a capital stands right before another: l'Écossais Andy Murray."""
    return source[name.source.start].isupper() and _CAPITAL_AFTER.match(source, name.source.end) is not None


def _is_half_said(word: str, name: Name, segment: Segment) -> bool:
    """Whether an adjective stands for one of a people right before the person's name: the French Hugo Duminil."""
    noun = word != name.after and name.after.startswith(_PEOPLE) and not word.startswith(_PEOPLE)
    if not noun or not is_before_name(segment.source, name):
        return False
    given = words(segment.source[name.source.end :])[0].of(segment.source[name.source.end :])
    return f"{word} {given}" in segment.target


def widened(target: str, span: Span, form: str) -> Span:
    """A stretch with the words beside it that the form would say again: "EU parliament", for European Parliament."""
    said = key(form)
    after, before = target[span.end : span.end + len(form) + 1], target[max(0, span.start - len(form) - 1) : span.start]
    for size in range(len(said) - 1, 0, -1):
        following = words(after)[:size]
        if after[:1] == " " and tuple(fold(word.of(after)) for word in following) == said[-size:]:
            return Span(span.start, span.end + following[-1].end)
        preceding = words(before)[-size:]
        if before[-1:] == " " and tuple(fold(word.of(before)) for word in preceding) == said[:size]:
            return Span(span.start - len(before) + preceding[0].start, span.end)
    if (beside := words(before)[-1:]) and before[-1:] == " " and _is_said(beside[0].of(before), said, span.of(target)):
        return Span(span.start - len(before) + beside[0].start, span.end)
    if after[:1] == " " and (following := words(after)[:1]) and _is_torn_off(following[0].of(after), said):
        return Span(span.start, span.end + following[0].end)
    if before[-1:] == " " and (preceding := words(before)[-1:]) and _is_torn_off(preceding[0].of(before), said):
        return Span(span.start - len(before) + preceding[0].start, span.end)
    return span


def _is_said(word: str, said: Sequence[str], text: str) -> bool:
    """Whether a form says a word again that stands beside a stretch without it: the Liberal [Party of Quebec]."""
    return fold(word) in said and fold(word) not in key(text)


def _is_torn_off(word: str, said: Sequence[str]) -> bool:
    """Whether a small word beside a name is the beginning of one that its form has: the Sixtine chap."""
    return word.islower() and len(word) >= 4 and any(part.startswith(fold(word)) for part in said)


def says_other(segment: Segment, name: Name, entity: Entity | None, text: str) -> bool:
    """Whether a stretch is right as it is and not this name: an adjective, or a part of a name of things."""
    if entity is None or entity.kind in ("person", "term"):
        return False
    if any(fold(text) == fold(spelling) for spelling in (name.source.of(segment.source), *entity.variants)):
        return False
    adjective = entity.kind == "place" and is_adjective(text, name.after)
    own = set(key(text))
    places = demonyms.places_of(entity.form) if entity.kind == demonyms.KIND else ()
    return adjective or own < set(key(name.after)) or any(own <= set(key(place)) for place in places)


def sounds_alike(text: str, spelling: str) -> bool:
    """Whether a text is a French spelling written otherwise (sh for ch, u for ou): nothing lost, nothing longer."""
    one, two = parts(text), parts(spelling)
    if len(one) != len(two) or len("".join(one)) > len("".join(two)):
        return False
    return all(
        skeleton(a) == skeleton(b) and len(_TWICE.findall(a)) == len(_TWICE.findall(b))
        for a, b in zip(one, two, strict=True)
    )


def is_english(text: str) -> bool:
    """Whether the lexicon knows every word of a text as English."""
    return all(lexicon.is_known(word.of(text), 1) for word in words(text))


def is_another_word(text: str, form: str) -> bool:
    """Whether English says a word of its own for one that French does not have: Ministry, for Finistère.

    A place's English name begins as its French one does, but for those that the authority lists.
    """
    unknown = " " not in form and not lexicon.is_known(form, 0)
    return unknown and fold(text)[:1] != fold(form)[:1] and is_english(text)


@lru_cache(maxsize=1 << 15)
def likeness(text: str, spelling: str) -> float:
    """How alike a stretch of the target is to a spelling: letters or sounds; its beginning counts as a torn copy."""
    one, two = fold(text), fold(spelling)
    if one == two:
        return 1.0
    letters = Levenshtein.normalized_similarity(one, two)
    sounds = Levenshtein.normalized_similarity("".join(map(skeleton, key(text))), "".join(map(skeleton, key(spelling))))
    torn = 0.75 if len(one) >= 4 and 2 * len(one) >= len(two) and two.startswith(one) else 0.0
    plural = 0.95 if one == two + "s" else 0.0
    return max(letters, 0.97 * sounds, torn, plural)


def differing(text: str, form: str) -> tuple[str, str]:
    """Of two names of as many words, all alike but one, that one word of each; else both as they are."""
    pairs = [(a.of(text), b.of(form)) for a, b in zip(words(text), words(form), strict=False)]
    other = [(a, b) for a, b in pairs if fold(a) != fold(b)]
    return other[0] if len(other) == 1 and len(words(text)) == len(words(form)) else (text, form)
