"""Names made to agree: the target says each name in the form its entity has, and says what was changed.

A counterpart is, in this order: the form itself; a spelling like it, borne out by the word links or by being the only
one; what strong links point to, if it looks like a name. Where none is found with confidence the target stays as it is
and `Name.target` stays None: nothing is inserted but the given name that a machine left out of a full name. An edit
that could not be taken back exactly, links and all, is not made. Left out: telling the reviewer about it (`mt.checks`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from mt.document import Document, Entity, Name, Segment, Span, marked
from mt.edits import Replace
from mt.names import counterparts, demonyms, persons, respellings
from mt.names.counterparts import is_adjective, is_english, linked, occurrences, right_forms
from mt.names.rewriting import dressed, is_bare, reverted, take_back, ways, written
from mt.names.spelling import fold, is_acronym, key, words
from mt.names.wording import english_words

# How alike a stretch of the target must be to a spelling of the name, and how strongly linked to the mention: the first
# pair that fits accepts. Wrong corrections are worse than missed ones.
_ACCEPTED = ((0.95, 0.0), (0.75, 0.2), (0.5, 0.4), (0.3, 0.6), (0.0, 0.75))
_ALONE = 0.75  # likeness that needs no link, where the links say nothing and no other place is as alike
_LONGER = 0.05  # what a word more is worth: a full name's place goes to the full name
_ORDER = 0.1  # what a place at the other end of the sentence loses
_LONG, _REACH, _FEW = 300, 30, 30  # words of a very long segment; words and places of a form looked at in one
_TRUSTED = 0.5  # entities less sure than this are never rewritten on links alone


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
    """One segment's names: first a place is chosen for each, then all that must change is written at once."""

    def __init__(self, segment: Segment, known: _Known) -> None:
        self.known = known
        self.entities = known.entities
        settled = [(name.target, name.after) for name in segment.names if name.target is not None]
        if any(place.of(segment.target) != after for place, after in settled):
            segment, settled = take_back(segment), []
        self.settled = bool(settled)
        self.machine = segment.origin != "human" and segment.status != "approved"
        self.segment = segment
        self.taken = bytearray(len(segment.target))  # one flag a character: whether a name has it
        longest = sorted(range(len(segment.names)), key=lambda at: (-len(segment.names[at].after), at))
        self.waiting = dict.fromkeys(longest)  # names still without a place
        self.kept: list[tuple[int, Span]] = []
        self.changed: list[_Place] = []
        self.spans = words(segment.target)
        self.links = counterparts.by_name(segment)
        self.found: dict[str, list[Span]] = {}

    def result(self) -> Segment:
        """The segment with every name settled that can be."""
        if self.settled or not self.segment.names or not self.segment.target.strip():
            return self.segment
        self._exact()
        if self.machine:
            self._spelled_or_linked()
        self._parts()
        self._adjectives()
        self._name(self.kept)
        self._write(sorted(self.changed, key=lambda place: place.span, reverse=True))
        return self.segment

    # --- finding places

    def _free(self, span: Span) -> bool:
        return not any(self.taken[span.start : span.end])

    def _settle(self, at: int, span: Span) -> None:
        self.taken[span.start : span.end] = b"\1" * (span.end - span.start)
        del self.waiting[at]

    def _keep(self, at: int, span: Span) -> None:
        """What stands there stays."""
        self._settle(at, span)
        self.kept.append((at, span))

    def _occurrences(self, form: str) -> list[Span]:
        """Free places where a form stands, in reading order; of very many the first few."""
        if form not in self.found:
            self.found[form] = occurrences(form, self.segment.target)
        spans = self.found[form]
        while spans and not self._free(spans[0]):
            spans.pop(0)
        return [span for span in spans[:_FEW] if self._free(span)]

    def _exact(self) -> None:
        """Places where the form, or another right form of the same entity, stands already.

        Forms asked for come first: the acronym in brackets behind a name is not the name's place.
        """
        held = self._held()
        full = marked((span for _, span in held), len(self.segment.target))
        for asked_for in (True, False):
            for at in tuple(self.waiting):
                name = self.segment.names[at]
                entity = self.entities.get(name.entity)
                forms = [name.after] if asked_for else right_forms(name, entity, self.segment)[1:]
                span = next(filter(None, (self._standing(at, form, held, full) for form in forms)), None)
                if span is not None:
                    self._keep(at, span)

    def _standing(self, at: int, form: str, held: Sequence[tuple[int, Span]], full: bytearray) -> Span | None:
        """The free place where a form stands that links tell most of, else the first; `full` is where `held` are."""
        links, target = self.links[at], self.segment.target
        spans = [
            span
            for span in self._occurrences(form)
            if not any(full[span.start : span.end])
            or all(at == owner or span == other or not span.overlaps(other) for owner, other in held)
        ]
        return max(spans, key=lambda span: (round(linked(links, span, target), 1), -span.start), default=None)

    def _held(self) -> list[tuple[int, Span]]:
        """Places of full names still spelled as in the source: no surname may settle inside one."""
        spelled = ((at, name.source.of(self.segment.source)) for at, name in enumerate(self.segment.names))
        long = [(at, text) for at, text in spelled if " " in text]
        return [(at, span) for at, text in long[:_FEW] for span in self._occurrences(text)]

    def _parts(self) -> None:
        """A full name of which only the surname was said: the surname in its right form will do."""
        for at in tuple(self.waiting):
            name = self.segment.names[at]
            spans = words(name.after)
            entity = self.entities.get(name.entity)
            kept = counterparts.is_kept(self.segment.source, name, entity)
            if len(spans) < 2 or entity is None or entity.kind != "person" or kept:
                continue
            surname = name.after[spans[-1].start :]
            found = self._occurrences(surname)
            if len(found) != 1 or self._is_torn_apart(found[0], name):
                continue
            if self._is_cut_short(found[0], name):
                span = self._with_given(at, found[0])
                self._settle(at, span)
                self.changed.append(_Place(0.0, at, span, name.after))
            else:
                self._keep(at, found[0])

    def _is_cut_short(self, span: Span, name: Name) -> bool:
        """Whether a machine left the given name of a full name out."""
        return self._is_machines(name) and persons.lacks_given(self.segment.target, span, name.after)

    def _with_given(self, at: int, span: Span) -> Span:
        """A surname's place with what stands for the given name before it, if no other name has that."""
        return wide if self._free(wide := persons.with_given(self.segment.target, span, self.links[at])) else span

    def _is_torn_apart(self, span: Span, name: Name) -> bool:
        """Whether a full name's parts stand in different places of the target, as if they were of two."""
        return self._is_machines(name) and any(map(self._free, persons.strays(self.segment.target, span, name.after)))

    def _is_machines(self, name: Name) -> bool:
        """Whether a name is a person's, and a machine wrote the target."""
        return self.machine and counterparts.kind_of(name, self.entities) == "person"

    def _adjectives(self) -> None:
        """A place said by its adjective ("the German army") is said, and a people by its place ("men of Mali")."""
        for at in tuple(self.waiting):
            name = self.segment.names[at]
            entity = self.entities.get(name.entity)
            found: Iterator[Span] = iter(())
            if entity is not None and entity.kind == "place":
                found = self._adjectives_of(at)
            elif entity is not None and entity.kind == demonyms.KIND:
                one = counterparts.is_before_name(self.segment.source, name)
                places = () if one else demonyms.places_of(entity.form, name.source.of(self.segment.source))
                found = (span for form in places for span in self._occurrences(form))
            if (span := next(found, None)) is not None:
                self._keep(at, span)

    def _adjectives_of(self, at: int) -> Iterator[Span]:
        form = self.segment.names[at].after
        listed = english_words().adjectives.get(form, ())
        for span in self._near(at):
            word = span.of(self.segment.target)
            if (word in listed or is_adjective(word, form)) and self._free(span):
                yield span

    def _spelled_or_linked(self) -> None:
        """Places with another spelling, or that links point to: the best pairs of name and place first.

        What one name has taken makes another's place the only one left, so there is a second look.
        """
        for _ in range(3):
            places = sorted((place for at in self.waiting for place in self._places(at)), reverse=True)
            before = len(self.waiting)
            for place in places:
                if place.name in self.waiting and self._free(place.span):
                    self._choose(place)
            if len(self.waiting) == before:
                return

    def _choose(self, place: _Place) -> None:
        name = self.segment.names[place.name]
        entity = self.entities.get(name.entity)
        text = place.span.of(self.segment.target)
        if self._is_torn_apart(place.span, name):
            return
        if self._is_cut_short(place.span, name):
            place = place._replace(form=name.after, span=self._with_given(place.name, place.span))
        elif (
            entity is not None and entity.confidence < _TRUSTED and respellings.stands(self.segment, name, entity, text)
        ):
            self._keep(place.name, place.span)
            return
        self._settle(place.name, place.span)
        self.changed.append(place)

    def _places(self, at: int) -> Iterator[_Place]:
        """What in the target may be this name, with a score; empty if nothing is good enough."""
        name, target = self.segment.names[at], self.segment.target
        found: list[tuple[float, float, Span, str]] = []
        entity = self.entities.get(name.entity)
        for span in () if counterparts.is_kept(self.segment.source, name, entity) else self._windows(at):
            if counterparts.says_other(self.segment, name, entity, span.of(target)) or persons.follows_given(
                target, span, name.after
            ):
                continue
            likeness, form = persons.spelled(self.segment, name, entity, span.of(target))
            link = linked(self.links[at], span, target, whole=likeness < _ALONE)
            if likeness >= 0.3 or link >= 0.3:
                found.append((likeness, link, span, form))
        silent = not any(link.score >= 0.2 for link in self.links[at])
        best = max((likeness for likeness, *_ in found), default=0.0)
        alone = silent and best >= _ALONE and sum(likeness >= best - 0.05 for likeness, *_ in found) == 1
        for likeness, link, span, form in found:
            fits = any(likeness >= least and link >= bound for least, bound in _ACCEPTED)
            if likeness >= 0.95 and link < 0.2 and sum(other >= 0.95 for other, *_ in found) > 1 and not silent:
                fits = False
            if fits or (alone and likeness == best):
                if likeness < _TRUSTED and not self._all_there_is(at, span):
                    continue
                if likeness < _ALONE and counterparts.is_in_pieces(self.segment, name, entity, span):
                    continue  # better asked again
                score = 2 * likeness + link + _LONGER * len(words(span.of(target))) - _ORDER * self._off(at, span)
                wide = counterparts.widened(target, span, form)
                yield _Place(score, at, wide if self._free(wide) else span, form)

    def _off(self, at: int, span: Span) -> float:
        """How far a stretch is from where the mention stands in its sentence, 0 to 1."""
        here = self.segment.names[at].source.start / max(1, len(self.segment.source))
        return abs(here - span.start / max(1, len(self.segment.target)))

    def _near(self, at: int) -> Sequence[Span]:
        """The words among which a name is looked for: all, or in a very long segment those about its place."""
        if len(self.spans) <= _LONG:
            return self.spans
        linked = max(self.links[at], key=lambda link: link.score, default=None)
        share = self.segment.names[at].source.start / len(self.segment.source)
        start = linked.target.start if linked is not None else int(share * len(self.segment.target))
        middle = bisect_left(self.spans, Span(start, start))
        return self.spans[max(0, middle - _REACH) : middle + _REACH]

    def _windows(self, at: int) -> Iterator[Span]:
        """Stretches of whole words, as long as the form give or take, that stand as names do and are not taken."""
        name, target, spans = self.segment.names[at], self.segment.target, self._near(at)
        size = max(len(words(name.after)), len(words(name.source.of(self.segment.source))))
        entity = self.entities.get(name.entity)
        term, said = entity is not None and entity.kind == "term", fold(name.source.of(self.segment.source))
        first = key(name.after)[0] if " " in name.after else ""
        for start, opening in enumerate(spans):
            begins = term or target[opening.start].isupper() or fold(opening.of(target)) == first  # west African
            if not begins or not self._free(opening):
                continue
            for end in range(start + 1, min(start + size + 2, len(spans) + 1)):
                span = Span(opening.start, spans[end - 1].end)
                between = span.of(target)
                if any(mark in between for mark in ',;:!?()"«»“”') or ". " in between or not self._free(span):
                    break
                if not (term or target[spans[end - 1].start].isupper() or fold(between) == said):
                    continue
                if not self._others(name, between):
                    yield span

    def _others(self, name: Name, text: str) -> bool:
        """Whether a stretch is another entity's name."""
        owners = self.known.owners.get(" ".join(key(text)), set())
        return bool(owners) and name.entity not in owners

    def _all_there_is(self, at: int, span: Span) -> bool:
        """Whether a stretch that only links point to may be rewritten: like a name, and no link points elsewhere."""
        name = self.segment.names[at]
        entity = self.entities.get(name.entity)
        target, size = self.segment.target, len(words(name.after))
        acronyms = is_acronym(name.after) and is_acronym(span.of(target))
        if entity is None or (entity.confidence < _TRUSTED and not acronyms):
            return False
        if entity.kind in ("organisation", "event") and len(words(span.of(target))) < size - 1:
            return False
        common = english_words().common
        plain = any(word in common or word.isdigit() for word in key(span.of(target)))
        if plain and entity.kind != "term" and not acronyms:
            return False
        if entity.kind == demonyms.KIND and is_english(span.of(target)):
            return False  # Washington may be right where the source says "américain"
        strong = (link for link in self.links[at] if link.score >= _TRUSTED and not link.target.overlaps(span))
        return not any(len(said := link.target.of(target)) > 3 and fold(said) not in common for link in strong)

    # --- writing

    def _name(self, kept: Sequence[tuple[int, Span]]) -> None:
        """Say of names where they stand, as they were and are."""
        names = list(self.segment.names)
        for at, span in kept:
            text = span.of(self.segment.target)
            names[at] = replace(names[at], target=span, before=text, after=text)
        self.segment = replace(self.segment, names=tuple(names))

    def _write(self, places: Sequence[_Place]) -> None:
        """Put forms in their places, the last place first; an edit that cannot be taken back exactly is not made.

        All at once where that can be undone, else half by half down to the one that cannot.
        """
        if not places:
            return
        options = [list(self._ways(place)) for place in places]
        tried = [[way] for way in options[0]] if len(places) == 1 else [[option[0] for option in options]]
        for chosen in tried:
            segment = self._with(places, chosen)
            back = reverted(segment, len(self.segment.edits))
            if replace(back, names=()) == replace(self.segment, names=()):
                self.segment = segment
                return
        if len(places) > 1:
            self._write(places[: len(places) // 2])
            self._write(places[len(places) // 2 :])

    def _with(self, places: Sequence[_Place], chosen: Sequence[tuple[str, list[Replace]]]) -> Segment:
        """The segment with forms written in the ways chosen, and the names saying so."""
        changes = [(rule, change) for rule, replaces in chosen for change in replaces]
        segment, edited = written(self.segment, changes)
        names = list(segment.names)
        for place, (_, replaces) in zip(places, chosen, strict=True):
            start = min(place.span.start, *(change.span.start for change in replaces), place.span.end)
            before = self.segment.target[start : place.span.end]
            span = edited.forward(place.span)
            names[place.name] = replace(names[place.name], target=span, before=before, after=span.of(segment.target))
        return replace(segment, names=tuple(names))

    def _ways(self, place: _Place) -> Iterator[tuple[str, list[Replace]]]:
        """Ways to write one form, the best first."""
        name, target = self.segment.names[place.name], self.segment.target
        entity = self.entities.get(name.entity)
        form = dressed(place.form, place.span.of(target), target, entity)
        return ways(target, place.span, form, is_bare(form, entity, name, self.segment.source))
