"""Pronouns that agree with whom they mean: "Marta Kos met her counterpart", where an engine says "his".

French has one possessive for his, her and its, one "elle" for she and it, and what tells them apart often stands a
sentence before. `agree` is the stage; every change is a recorded edit. It reads whom the French speaks of
(`referents`), to whom a pronoun refers (`antecedents`; Lappin and Leass 1994, https://aclanthology.org/J94-4002, is the
root of it: subjects first, recency, agreement), and changes the English only where that is decided. Left out: plurals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from mt import bylines
from mt.anaphora.antecedents import Reader
from mt.anaphora.clauses import has_voice, subject_at
from mt.anaphora.firms import firms
from mt.anaphora.french import Words, words_of
from mt.anaphora.persons import protagonist, sexes
from mt.anaphora.referents import Referent, spoken_of
from mt.document import Document, Segment, Span
from mt.edits import Replace
from mt.names.rewriting import written

RULE = "pronouns"
_ENGLISH = re.compile(r"(?<![\w’'-])(?:[Hh](?:e|im|is|imself|er|erself)|[Ss]he|[Ii]t|[Ii]ts|[Ii]tself)(?![\w-])")
_OR, _OR_NEXT = re.compile(r"\b(?:h\w+|she)(?: or |/)$"), re.compile(r"(?: or |/)(?:h\w+|she)\b")
_LONGEST = 1000  # words; what is longer is no sentence
_FORMS = {  # by what they are in a sentence, then by sex
    "subject": {"m": "he", "f": "she", "": "it"},
    "object": {"m": "him", "f": "her", "": "it"},
    "owner": {"m": "his", "f": "her", "": "its"},
    "self": {"m": "himself", "f": "herself", "": "itself"},
}
_PARTS = {form: part for part, forms in _FORMS.items() for form in forms.values() if form not in ("her", "it")}
_OWNERS = ("son", "sa", "ses")
_OBJECTS = ("lui", "l", "la", "le")
_SELVES = ("elle-même", "lui-même")
_SUBJECTS = ("il", "elle")


class Said(NamedTuple):
    """An English pronoun, what it is in its sentence, and the number of the French word it stands for, if any.

    `near` is where the French is that it belongs to, in the text; -1 if links do not tell.
    """

    span: Span
    form: str
    part: str
    word: int | None
    near: int


def agree(document: Document) -> Document:
    """The document with the English pronouns of its machine translations in the sex that the French decides."""
    entities, known = {entity.id: entity for entity in document.entities}, sexes(document)
    known |= dict.fromkeys(firms(document), "")
    about = protagonist(document, known)
    reader, done = Reader(about), []
    known |= {about.entity: about.sex} if about else {}
    for segment in document.segments:
        words = words_of(segment.source)
        machine = segment.origin == "machine" and segment.status != "approved"
        if len(words) > _LONGEST:
            done.append(segment)
            continue
        opening = bylines.opening(segment.source, segment.names)  # Anduze (AFP) – : of this the sentence does not speak
        begin = opening[-1].span.end if opening else 0
        spoken = spoken_of(segment.source, segment.names, entities, known)
        found = [one for one in spoken if one.span.start >= begin]
        said = list(_said(segment, words)) if segment.target else []
        decided, kept = _decided(words, found, said, reader, machine)
        changes = list(_changes(segment, words, decided, said, reader)) if machine else []
        done.append(written(segment, [(RULE, change) for change in changes])[0] if changes else segment)
        reader.remember(words, sorted((*kept, *_owners(words, said, changes)), key=lambda one: one.span))
    return document.with_segments(done)


def _owners(words: Words, said: Sequence[Said], changes: Sequence[Replace]) -> Iterator[Referent]:
    """Whom possessives mean, who are spoken of, too: Son mari est mort."""
    new = {change.span: change.text.lower() for change in changes}
    for one in said:
        sex = _sex_of(one._replace(form=new.get(one.span, one.form)))
        if one.word is not None and words.low[one.word] in _OWNERS and sex:
            yield Referent(words.spans[one.word], sex, sex, False, pronoun=True)


def _decided(
    words: Words, found: Sequence[Referent], said: Sequence[Said], reader: Reader, machine: bool
) -> tuple[list[Referent], list[Referent]]:
    """The referents with pronouns decided by what they stand for: as this sentence has them, and to be remembered.

    One that is not decided is in its own sentence what the English says, so that what depends on it agrees with it.
    What people have written or approved is right.
    """
    english = {words.spans[one.word]: _sex_of(one) for one in said if one.word is not None}
    decided: list[Referent] = []
    kept: list[Referent] = []
    for one in found:
        here = later = one
        if one.pronoun:
            own = english.get(one.span)
            sex = reader.antecedent(words, one, decided, own)
            impersonal = own == "" and one.gender == "m" and not has_voice(words, one)
            if impersonal or (own is not None and not machine):
                sex = own
            here = one._replace(sex=_first_of(sex, own, "~"))
            about = reader.about.sex if reader.about and reader.about.sex == one.gender else None
            # an engine seldom says "he" of a thing; "she" it says of both, and that is no evidence
            later = one._replace(sex=_first_of(sex, own if one.gender == "m" else None, about, "~"))
        decided.append(here)
        kept.append(later)
    return decided, kept


def _first_of(*sexes: str | None) -> str:
    """The first that is known."""
    return next(sex for sex in sexes if sex is not None)


def _sex_of(one: Said) -> str | None:
    return next((sex for sex, form in _FORMS[one.part].items() if form == one.form), None)


def _said(segment: Segment, words: Words) -> Iterator[Said]:
    """The English pronouns of a segment and what they stand for."""
    found = list(_pronouns(segment, words))
    for (span, form, near), word in zip(found, _paired(words, found), strict=True):
        set_against = word is not None and words.set_against(word)
        part = _PARTS.get(form) or _part(form, "sa" if set_against else words.low[word] if word is not None else "")
        yield Said(span, form, part, word, words.spans[near[0]].start if near else -1)


def _pronouns(segment: Segment, words: Words) -> Iterator[tuple[Span, str, list[int]]]:
    """Where a pronoun stands that is no part of a name, which it is, and the French words it is linked to."""
    names = [name.target for name in segment.names if name.target is not None]
    for match in _ENGLISH.finditer(segment.target):
        span = Span(*match.span())
        if not any(span.overlaps(name) for name in names):
            links = sorted((link for link in segment.links if link.target.overlaps(span)), key=lambda link: -link.score)
            near = [k for link in links for k in words.within(link.source)]
            yield span, match[0].lower(), near


def _paired(words: Words, found: Sequence[tuple[Span, str, list[int]]]) -> list[int | None]:
    """The number of the French word that each stands for: as links tell, else in order where all pair off."""
    linked = [next((k for k in near if _fits(words, k, form)), None) for _, form, near in found]
    owned, low = ("his", "its", "her"), words.low
    ways: tuple[tuple[Callable[[int], bool], tuple[str, ...]], ...] = (
        (lambda k: low[k] in _OWNERS, owned),
        (words.set_against, owned),  # for her part
        (lambda k: low[k] in _SUBJECTS, ("he", "she")),
        (lambda k: low[k] in _OBJECTS and words.before_verb(k), ("him", "her", "it")),
    )
    for alike, forms in ways:
        alone = [at for at, k in enumerate(linked) if k is None and found[at][1] in forms]
        rest = [k for k in range(len(words)) if alike(k) and k not in linked] if alone else []
        for at, k in zip(alone, rest, strict=True) if len(alone) == len(rest) else ():
            linked[at] = k
    return linked


def _fits(words: Words, k: int, form: str) -> bool:
    """Whether an English pronoun may stand for word `k`; "for her part" stands for "X, elle,"."""
    return words.low[k] in _wanted(form) or (form in ("his", "its", "her") and words.set_against(k))


def _wanted(form: str) -> tuple[str, ...]:
    if form in ("his", "its"):
        return _OWNERS
    if form == "her":
        return (*_OWNERS, *_OBJECTS, "elle")
    if form in ("him", "it"):
        return (*_OBJECTS, *_SUBJECTS)
    return _SELVES if form.endswith("self") else (*_SUBJECTS, "lui")


def _part(form: str, french_word: str) -> str:
    """What "her" or "it" is, by the French word it stands for."""
    if form == "it":
        return "subject" if french_word in _SUBJECTS else "object"
    return "owner" if french_word in _OWNERS else "object"


def _changes(
    segment: Segment, words: Words, decided: Sequence[Referent], said: Sequence[Said], reader: Reader
) -> Iterator[Replace]:
    for one in said:
        if _OR.search(segment.target[: one.span.start]) or _OR_NEXT.match(segment.target, one.span.end):
            continue  # his or her
        sex = _sex(words, decided, one, reader)
        right = one.form if sex is None else _FORMS[one.part].get(sex, one.form)  # of a person of unknown sex it stays
        if right != one.form:
            upper = one.span.of(segment.target)[0].isupper()
            yield Replace(one.span, right.capitalize() if upper else right)


def _sex(words: Words, decided: Sequence[Referent], one: Said, reader: Reader) -> str | None:
    """The sex that an English pronoun must have; None where it is to stay."""
    if one.word is None:
        return _without_counterpart(words, decided, one)
    word, place = words.low[one.word], words.spans[one.word].start
    before = [other for other in decided if other.span.start < place]
    if words.set_against(one.word) and one.part == "owner":
        subject = subject_at(words, before, place)
        return subject.sex if subject is not None and subject.agrees("f" if word == "elle" else "m") else None
    if word in _OWNERS:
        after = [other for other in decided if other.span.start > place]
        return reader.owner(words, place, before, after, _sex_of(one))
    if word in _SELVES:
        subject = subject_at(words, before, place)
        return subject.sex if subject is not None and subject.sex in ("f", "m") else None
    if word == "il" and words.impersonal(one.word):
        return ""
    if word in _SUBJECTS:
        return next((other.sex for other in decided if other.span.start == place and other.sex != "~"), None)
    if one.form not in ("him", "her", "it"):
        return None
    if word == "lui" and words.prepositional(one.word):
        return "m"
    return reader.other(words, place, before, words.object_gender(one.word), _sex_of(one))


def _without_counterpart(words: Words, decided: Sequence[Referent], one: Said) -> str | None:
    """Of a pronoun that the French does not have (s'est dite soulagée: said she was relieved): the subject's sex."""
    if one.part != "subject" or one.near < 0:
        return None
    subject = subject_at(words, [other for other in decided if other.span.start < one.near], one.near)
    if subject is None:
        return None
    firm = subject.body and not subject.sex
    return subject.sex if firm or subject.sex in ("f", "m") else None
