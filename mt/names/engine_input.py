"""What the engine reads: romanised names in their English form, the French around them kept right."""

from __future__ import annotations

from collections.abc import Mapping

from mt.document import Entity, Name, Segment, Span
from mt.edits import Replace
from mt.names import streets
from mt.names.families import plural
from mt.names.french import french
from mt.names.spelling import fold, is_acronym, is_upper, key, words
from mt.names.wording import english_words

_FRENCH = frozenset("àâæçéèêëîïôœùûüÿ")  # for other letters with marks an engine may have no piece


def replacements(segment: Segment, entities: Mapping[str, Entity]) -> list[Replace]:
    """See `mt.names.for_engine`."""
    found: list[Replace] = []
    for name in segment.names:
        entity = entities.get(name.entity)
        text = name.source.of(segment.source)
        if entity is not None and _reads_as_of(text, name, entity):
            found.append(Replace(name.source, entity.form))  # for at the head of a sentence "De" is a word
            continue
        several = entity is not None and entity.kind == "person" and name.after == plural(text) != text
        if entity is None or not (entity.romanised or several) or _reads_alike(text, name.after):
            continue
        if text[:1].islower() and key(text)[0] not in french().particles:
            continue  # "le pape François": a title is French for the engine
        found.append(put(segment.source, name, name.after))
    return found


def _reads_as_of(text: str, name: Name, entity: Entity) -> bool:
    """Whether a surname at a sentence's head begins as if with a preposition: De Wever, of Bart De Wever."""
    return name.source.start == 0 and text.startswith(("De ", "Des ", "Du ")) and entity.form.endswith(f" {text}")


def put(source: str, name: Name, form: str) -> Replace:
    """The change that puts a form in the place of a mention: in its capitals, what is elided before it right."""
    if streets.is_street(name.source.of(source)) or is_landmark(source, name):
        return streets.put(source, name.source, form)
    text = name.source.of(source)
    form = form.upper() if is_upper(text) and (is_upper(source) or not _is_short(text)) else form
    span, before = _elision(source, name.source, form)
    return Replace(span, before + form)


def is_landmark(source: str, name: Name) -> bool:
    """Whether a name is a place's with an article in French and none in English: la gare du Nord."""
    bare = source[name.source.start].islower() and name.after.split()[0].split("-")[0] in english_words().bare
    return bare and " " in name.after and words(source[: name.source.start])[-1:] != ()


def _is_short(text: str) -> bool:
    """Whether a text in capitals is nothing but acronyms or initials, which are no shouting: SNCF, V. M.-D."""
    return all(is_acronym(word.of(text)) or word.end - word.start == 1 for word in words(text))


def _reads_alike(text: str, form: str) -> bool:
    """Whether a spelling differs from the form in nothing, or in marks that French itself has: Québec, not Świątek."""
    text, form = text.lower(), form.lower()
    strange = any(not letter.isascii() and letter.isalpha() and letter not in _FRENCH for letter in text)
    return text == form or (fold(text) == fold(form) and not strange)


def _elision(source: str, span: Span, form: str) -> tuple[Span, str]:
    """Widen a replacement over the elided word before it, and what stands there instead: d'Erevan → de Yerevan."""
    vowel = fold(form)[:1] in "aeiou"
    head = source[: span.start]
    spans = words(head[-12:])
    if not spans or span.start < 2:
        return span, ""
    start = span.start - min(12, len(head)) + spans[-1].start
    word, gap = source[start : span.start - 1], source[span.start - 1]
    elisions = french().elisions
    if gap in "'’" and not vowel and word.lower() in elisions:
        full = elisions[word.lower()]
        cased = full.upper() if is_upper(span.of(source)) and word.isupper() else word[:1] + full[1:]
        return Span(start, span.end), f"{cased} "
    if gap == " " and vowel and word in ("de", "que", "De", "Que") and fold(span.of(source))[:1] not in "aeiouh":
        return Span(start, span.end), f"{word[:-1]}'"
    return span, ""
