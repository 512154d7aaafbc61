"""Names made to agree: the target says each name in the form its entity has, and says what was changed.

A counterpart is, in this order: the form itself; a spelling like it, borne out by the word links or by being the only
one; what strong links point to, if it looks like a name. Where none is found with confidence the target stays as it is
and `Name.target` stays None: nothing is ever inserted. An edit that could not be taken back exactly, links and all, is
not made. Left out: telling the reviewer about it (`mt.checks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from mt.document import Document, Entity, Name, Segment, Span
from mt.names import authority
from mt.names.clusters import same, skeleton
from mt.names.mentions import french
from mt.names.rewriting import RULE, dressed, english_words, take_back, unwritten, ways, written
from mt.names.spelling import fold, key, words

# How alike a stretch of the target must be to a spelling of the name, and how strongly linked to the mention. Wrong
# corrections are worse than missed ones: a row is (likeness, link); the first that fits accepts.
_ACCEPTED = ((0.95, 0.0), (0.75, 0.2), (0.5, 0.4), (0.3, 0.6), (0.0, 0.75))
_ALONE = 0.75  # likeness that needs no link, where the links say nothing and no other place is as alike
_SHORTENED = 0.1  # what a surname loses where the source gives the full name
_LONGER = 0.05  # what a word more is worth: a full name's place goes to the full name
_TRUSTED = 0.5  # entities less sure than this are never rewritten on links alone


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


class _Place(NamedTuple):
    """A stretch of the target that may be the counterpart of name number `name`."""

    score: float
    name: int
    span: Span
    form: str


class _Known(NamedTuple):
    """What the document knows: entities by id, and who owns which spelling."""

    entities: Mapping[str, Entity]
    owners: Mapping[str, set[str]]


def settle(document: Document) -> Document:
    """See `mt.names.enforce`."""
    if not any(segment.names for segment in document.segments):
        return document
    entities = {entity.id: entity for entity in document.entities}
    owners: dict[str, set[str]] = {}
    for entity in document.entities:
        for spelling in (entity.form, *entity.variants):
            owners.setdefault(" ".join(key(spelling)), set()).add(entity.id)
    known = _Known(entities, owners)
    return document.with_segments(_Settling(segment, known).result() for segment in document.segments)


class _Settling:
    """One segment's names, settled one after the other; `segment` is the state so far."""

    def __init__(self, segment: Segment, known: _Known) -> None:
        self.known = known
        self.entities = known.entities
        self.settled = any(name.target is not None for name in segment.names)
        if self.settled and not all(_right(name, segment.target) for name in segment.names):
            segment, self.settled = take_back(segment), False
        self.segment = segment

    def result(self) -> Segment:
        """The segment with every name settled that can be."""
        if self.settled or not self.segment.names or not self.segment.target.strip():
            return self.segment
        self._exact()
        if self.segment.origin != "human":
            self._spelled_or_linked()
        self._parts()
        self._adjectives()
        return self.segment

    # --- finding places

    def _open(self) -> list[int]:
        """Names without a place, the longest form first: a surname must not take a full name's place."""
        waiting = [at for at, name in enumerate(self.segment.names) if name.target is None]
        return sorted(waiting, key=lambda at: (-len(self.segment.names[at].after), at))

    def _free(self, span: Span) -> bool:
        return not any(name.target is not None and name.target.overlaps(span) for name in self.segment.names)

    def _exact(self) -> None:
        """Places where the form, or another right form of the same entity, stands already."""
        held = self._held()
        for at in self._open():
            name = self.segment.names[at]
            for form in self._forms(name):
                found = [span for span in _occurrences(form, self.segment.target) if self._free(span)]
                spans = [
                    span for span in found if all(at == owner or not span.overlaps(other) for owner, other in held)
                ]
                if spans:
                    best = max(spans, key=lambda span: (round(self._linked(name, span), 1), -span.start))
                    self._keep(at, best)
                    break

    def _held(self) -> list[tuple[int, Span]]:
        """Places of full names still spelled as in the source: no surname may settle inside one."""
        spelled = ((at, name.source.of(self.segment.source)) for at, name in enumerate(self.segment.names))
        long = [(at, text) for at, text in spelled if " " in text]
        return [(at, span) for at, text in long for span in _occurrences(text, self.segment.target)]

    def _forms(self, name: Name) -> list[str]:
        """The form asked for; after it the long form, the acronym and whatever else says the same rightly."""
        entity = self.entities.get(name.entity)
        forms = [name.after]
        if entity is not None and entity.kind in ("organisation", "place", "event"):
            for record in authority.load().forms.get(fold(entity.form), ()):
                if record.kind == entity.kind:
                    forms += record.forms
            forms += [other for form in tuple(forms) for other in english_words().equal.get(form, ())]
            forms += [short + form[6:] for form in forms if form.startswith("Saint ") for short in ("St. ", "St ")]
        return list(dict.fromkeys(forms))

    def _parts(self) -> None:
        """A full name of which only the surname was said: the surname in its right form will do."""
        for at in self._open():
            name = self.segment.names[at]
            spans = words(name.after)
            entity = self.entities.get(name.entity)
            if len(spans) < 2 or entity is None or entity.kind != "person":
                continue
            surname = name.after[spans[-1].start :]
            found = [span for span in _occurrences(surname, self.segment.target) if self._free(span)]
            if len(found) == 1:
                self._keep(at, found[0])

    def _adjectives(self) -> None:
        """A place said by its adjective ("the German army") has been said."""
        for at in self._open():
            name = self.segment.names[at]
            entity = self.entities.get(name.entity)
            if entity is None or entity.kind != "place":
                continue
            listed = english_words().adjectives.get(name.after, ())
            for span in words(self.segment.target):
                word = span.of(self.segment.target)
                if (word in listed or _is_adjective(word, name.after)) and self._free(span):
                    self._keep(at, span)
                    break

    def _spelled_or_linked(self) -> None:
        """Places with another spelling, or that links point to: the best pairs of name and place first."""
        while True:
            places = [place for at in self._open() for place in self._places(at)]
            if not places or not any(self._take(place) for place in sorted(places, reverse=True)):
                return

    def _places(self, at: int) -> Iterator[_Place]:
        """What in the target may be this name, with a score; empty if nothing is good enough."""
        name = self.segment.names[at]
        target = self.segment.target
        found: list[tuple[float, float, Span, str]] = []
        for span in self._windows(name):
            if self._says_other(name, span.of(target)):
                continue
            likeness, form = self._likeness(name, span.of(target))
            link = self._linked(name, span, whole=likeness < _ALONE)
            if likeness >= 0.3 or link >= 0.3:
                found.append((likeness, link, span, form))
        silent = not any(link.source.overlaps(name.source) and link.score >= 0.2 for link in self.segment.links)
        best = max((likeness for likeness, *_ in found), default=0.0)
        alone = silent and best >= _ALONE and sum(likeness >= best - 0.05 for likeness, *_ in found) == 1
        for likeness, link, span, form in found:
            fits = any(likeness >= least and link >= bound for least, bound in _ACCEPTED)
            if likeness >= 0.95 and link < 0.2 and sum(other >= 0.95 for other, *_ in found) > 1 and not silent:
                fits = False
            if fits or (alone and likeness == best):
                if likeness < _TRUSTED and not self._all_there_is(name, span):
                    continue
                yield _Place(2 * likeness + link + _LONGER * len(words(span.of(target))), at, span, form)

    def _windows(self, name: Name) -> Iterator[Span]:
        """Stretches of whole words, as long as the form give or take, that stand as names do and are not taken."""
        target = self.segment.target
        spans = words(target)
        size = max(len(words(name.after)), len(words(name.source.of(self.segment.source))))
        entity = self.entities.get(name.entity)
        term = entity is not None and entity.kind == "term"
        for start in range(len(spans)):
            for end in range(start + 1, min(start + size + 2, len(spans) + 1)):
                span = Span(spans[start].start, spans[end - 1].end)
                first, last = target[spans[start].start], target[spans[end - 1].start]
                if not term and not (first.isupper() and (last.isupper() or end - start == 1)):
                    continue
                between = target[spans[start].start : spans[end - 1].end]
                if any(mark in between for mark in ',;:!?()"«»“”') or ". " in between:
                    break
                if self._free(span) and not self._others(name, span.of(target)):
                    yield span

    def _others(self, name: Name, text: str) -> bool:
        """Whether a stretch is another entity's name."""
        owners = self.known.owners.get(" ".join(key(text)), set())
        return bool(owners) and name.entity not in owners

    def _says_other(self, name: Name, text: str) -> bool:
        """Whether a stretch is right as it is and not this name: an adjective, or a part of a name of things."""
        entity = self.entities.get(name.entity)
        if entity is None or entity.kind in ("person", "term"):
            return False
        if any(fold(text) == fold(spelling) for spelling in (name.source.of(self.segment.source), *entity.variants)):
            return False
        adjective = entity.kind == "place" and _is_adjective(text, name.after)
        return adjective or set(key(text)) < set(key(name.after))

    def _likeness(self, name: Name, text: str) -> tuple[float, str]:
        """How alike a stretch is to a spelling of the name, and the form to put there: for a surname, the surname."""
        entity = self.entities.get(name.entity)
        source = name.source.of(self.segment.source)
        size, here = len(words(name.after)), len(words(text))
        others = entity.variants if entity is not None else ()
        spellings = [name.after, source, *(said for said in others if len(words(said)) == size)]
        whole = max(_likeness(text, spelling) for spelling in spellings)
        if entity is None or entity.kind != "person" or here >= size:
            return whole, name.after
        tails = [_tail(spelling, here) for spelling in spellings[:2]]
        part = max(_likeness(text, tail) for tail in tails) - _SHORTENED
        return (part, tails[0]) if part > whole - _SHORTENED else (whole, name.after)

    def _linked(self, name: Name, span: Span, whole: bool = True) -> float:
        """How strongly links join a mention with a stretch: the mean over its words, or else its best word."""
        links = [link for link in self.segment.links if link.source.overlaps(name.source)]
        parts = words(span.of(self.segment.target))
        places = [Span(span.start + part.start, span.start + part.end) for part in parts]
        scores = [max((link.score for link in links if link.target.overlaps(place)), default=0.0) for place in places]
        return (sum(scores) / len(scores) if whole else max(scores)) if scores else 0.0

    def _all_there_is(self, name: Name, span: Span) -> bool:
        """Whether a stretch that only links point to may be rewritten: like a name, and no link points elsewhere."""
        entity = self.entities.get(name.entity)
        if entity is None or entity.confidence < _TRUSTED:
            return False
        target, size = self.segment.target, len(words(name.after))
        if entity.kind in ("organisation", "event") and len(words(span.of(target))) < size - 1:
            return False
        common = english_words().common
        if entity.kind != "term" and any(
            word in common or word.isdigit() for word in key(span.of(self.segment.target))
        ):
            return False
        for link in self.segment.links:
            if link.score >= _TRUSTED and link.source.overlaps(name.source) and not link.target.overlaps(span):
                said = link.target.of(self.segment.target)
                if len(said) > 3 and fold(said) not in common:
                    return False
        return True

    # --- writing

    def _keep(self, at: int, span: Span) -> None:
        """The form stands there already: say so, change nothing."""
        text = span.of(self.segment.target)
        self._name(at, span, text, text)

    def _name(self, at: int, span: Span, before: str, after: str) -> None:
        names = list(self.segment.names)
        names[at] = replace(names[at], target=span, before=before, after=after)
        self.segment = replace(self.segment, names=tuple(names))

    def _stands(self, name: Name, entity: Entity, text: str) -> bool:
        """Whether the engine's word stands for a name nothing is known of.

        It does unless it is a torn copy, or the article itself wavers between spellings.
        """
        if self._likeness(name, text)[0] < _ALONE or fold(text) == fold(name.after):
            return True
        lengths = [len(key(said)) for said in entity.variants]
        return len(set(lengths)) == len(lengths) and same(text, name.after)

    def _bare(self, name: Name, form: str) -> bool:
        """Whether a form certainly takes no article."""
        listed, entity = english_words(), self.entities.get(name.entity)
        if form in listed.without_article or entity is None:
            return entity is not None
        if entity.kind == "person":
            return True
        if entity.kind != "place" or form in listed.with_article:
            return False
        records = authority.load().forms.get(fold(form), ())
        head = words(self.segment.source[: name.source.start])
        before = fold(head[-1].of(self.segment.source)) if head else ""
        return any(record.country == form for record in records) or before not in french().articles

    def _take(self, place: _Place) -> bool:
        """Put the form in a place; False if that could not be taken back exactly, or the place is not free any more."""
        name = self.segment.names[place.name]
        if name.target is not None or not self._free(place.span):
            return False
        entity = self.entities.get(name.entity)
        text = place.span.of(self.segment.target)
        if entity is not None and entity.confidence < _TRUSTED and self._stands(name, entity, text):
            self._keep(place.name, place.span)
            return True
        form = dressed(place.form, text, self.segment.target, entity)
        for rule, changes in ways(self.segment.target, place.span, form, self._bare(name, form)):
            changed, span = written(self.segment, changes, rule, place.span)
            if unwritten(changed, len(changed.edits) - len(self.segment.edits), name) == self.segment:
                self.segment = changed
                before = text if rule == RULE else changed.edits[-1].before
                self._name(place.name, span, before, span.of(changed.target))
                return True
        return False


def _right(name: Name, target: str) -> bool:
    return name.target is None or name.target.of(target) == name.after


def _is_adjective(word: str, form: str) -> bool:
    """Whether a word is a place's adjective by its ending: Russian, Israeli, Judean, Chinese."""
    one, two = fold(word), fold(form)
    if one == two or " " in word:
        one = key(word)[-1] if key(word) else ""
        two = key(form)[-1] if key(form) else ""
    shared = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return shared >= max(3, len(two) - 2) and one[shared:] in _ENDINGS and one != two


def _occurrences(form: str, target: str) -> list[Span]:
    """Where a form stands as whole words, as it is or all in capitals."""
    found: list[Span] = []
    said = form.capitalize() if form.isupper() and len(form) > 3 else form  # Unicef
    for wanted in dict.fromkeys((form, form.upper(), said)):
        at = target.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if not (target[at - 1 : at].isalnum() if at else False) and not target[end : end + 1].isalnum():
                found.append(Span(at, end))
            at = target.find(wanted, at + 1)
    return sorted(found)


def _tail(text: str, size: int) -> str:
    """The last `size` words of a text."""
    return text[words(text)[-size:][0].start :]


def _likeness(text: str, spelling: str) -> float:
    """How alike a stretch of the target is to a spelling: letters or sounds; its beginning counts as a torn copy."""
    one, two = fold(text), fold(spelling)
    if one == two:
        return 1.0
    letters = Levenshtein.normalized_similarity(one, two)
    sounds = Levenshtein.normalized_similarity("".join(map(skeleton, key(text))), "".join(map(skeleton, key(spelling))))
    torn = 0.75 if len(one) >= 4 and 2 * len(one) >= len(two) and two.startswith(one) else 0.0
    plural = 0.95 if one == two + "s" else 0.0
    return max(letters, 0.97 * sounds, torn, plural)
