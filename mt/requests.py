"""What the engine is asked for each segment: the reader's sentence, made ready for what engines are bad at.

Names go in under their English spelling, amounts and times written out, mark-up left out; a heading in capitals goes in
sentence case and comes back in capitals; a sentence over the model's length is cut at clause marks and joined again.
Addresses and pictographs do not go in at all, but stand in the translation between what was said of the words around
them; nor do bylines, datelines and signposts. Quotations go in once more, alone, and words quoted within a clause
without their marks. Every step keeps a map, so links come back in the reader's own offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from mt import bylines, markup, verbatim
from mt.document import FORMAT, Document, Link, Segment, Span
from mt.edits import Chain, Edited, Replace
from mt.engines import Engine, Translation
from mt.phrasing import abbreviations, partial_quotations, quotations
from mt.phrasing.press import ForEngine
from mt.soft_links import SoftLinks

_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE_MARKS = (";:–—", ",)»", " ")  # where to cut, best first


@dataclass(frozen=True, slots=True)
class Request:
    """What the engine is to translate for one segment.

    Attributes:
        chain: from the reader's text to what the engine is given parts of.
        parts: of `chain.after`, for the engine; normally one, the whole.
        kept: of `chain.after`, between the parts: what the translation has as it is.
        capitals: whether the source is all in capitals.
        cuts: how many of the parts are there because the sentence is too long for the model.
        quotation: of `chain.after`, the quotation it begins or ends with, for which the engine is asked alone, too.
        unmarked: `chain.after` without the marks around words quoted within a clause, for which it is asked, too.
        doubtful: whether that answer counts only where the engine is surer of it.
    """

    chain: Chain
    parts: tuple[Span, ...]
    kept: tuple[Span, ...]
    capitals: bool
    cuts: int = 0
    quotation: Span | None = None
    unmarked: Edited | None = None
    doubtful: bool = False

    @property
    def texts(self) -> list[str]:
        """What the engine is asked: the parts' texts, and those of the quotation, or without marks."""
        asked = [part.of(self.chain.after) for part in self.parts]
        asked += [self._alone(self.quotation)] if self.quotation else []
        return [*asked, self.unmarked.after] if self.unmarked else asked

    def _alone(self, place: Span) -> str:
        return quotations.alone(place.of(self.chain.after))

    def answered(self, answers: Mapping[str, Translation]) -> Translation:
        """The translation of the whole, its links in the offsets of `chain.after`; its score is by length."""
        if not self.kept and len(self.parts) == 1 and self.parts[0].start == 0:
            text = self.parts[0].of(self.chain.after)
            whole, place = answers[text], self.quotation
            if self.unmarked:
                plain = answers[self.unmarked.after]
                stays = self.doubtful and not partial_quotations.surer(whole, plain)
                return whole if stays else partial_quotations.put(whole, plain, self.unmarked)
            return quotations.put(whole, answers[self._alone(place)], place, text) if place else whole
        places = sorted((*self.parts, *self.kept))
        said = [self._kept(place) if place in self.kept else answers[place.of(self.chain.after)] for place in places]
        between = [self._between(*both) for both in pairwise(places)]
        text = "".join(one.text + blank for one, blank in zip(said, [*between, ""], strict=True))
        starts = accumulate((len(one.text) + len(gap) for one, gap in zip(said, between, strict=False)), initial=0)
        links = [SoftLinks.of(one.links) for one in said]
        weights = [0 if one.score is None else len(one.text) + 1 for one in said]
        total = sum((one.score or 0.0) * weight for one, weight in zip(said, weights, strict=True))
        return Translation(
            text,
            total / sum(weights) if any(weights) else None,
            SoftLinks(
                np.concatenate([own.source + place.start for own, place in zip(links, places, strict=True)]),
                np.concatenate([own.target + start for own, start in zip(links, starts, strict=True)]),
                np.concatenate([own.scores for own in links]),
            ),
        )

    def _kept(self, place: Span) -> Translation:
        text = place.of(self.chain.after)
        whole = Span(0, len(text))
        return Translation(text, None, (Link(whole, whole, 1.0),))

    def _between(self, one: Span, other: Span) -> str:
        """A space between two parts, but not where what is kept clings to a word."""
        both_said = one not in self.kept and other not in self.kept
        return " " if both_said or one.end < other.start else ""


def requests(document: Document, engine: Engine, for_engine: ForEngine) -> list[Request | None]:
    """One request a segment, None where there is nothing for an engine to do."""
    entities = {entity.id: entity for entity in document.entities}
    kinds = [paragraph.kind for paragraph in document.paragraphs for _ in paragraph.segments]
    wanted = [
        kind != "code" and segment.status != "approved" and _WORD.search(segment.source) is not None
        for kind, segment in zip(kinds, document.segments, strict=True)
    ]
    told = [
        _told(segment, kind) if want else None
        for segment, want, kind in zip(document.segments, wanted, kinds, strict=True)
    ]
    asked = [want and byline is None for want, byline in zip(wanted, told, strict=True)]
    made = [
        _prepared(segment, for_engine(segment, entities), document.meta.get(FORMAT, "")) if ask else None
        for segment, ask in zip(document.segments, asked, strict=True)
    ]
    lengths = iter(engine.count([one.chain.after for one in made if one is not None]))
    requested = (None if one is None else _request(one, next(lengths), engine) for one in made)
    return [byline or request for byline, request in zip(told, requested, strict=True)]


def _told(segment: Segment, kind: str) -> Request | None:
    """A byline, kicker or credit, which needs no engine: everything in it is kept, in English already."""
    source = segment.source
    byline = kind == "byline" or bylines.is_dated(source)
    said = bylines.kicker(source) or (bylines.english(source, segment.names) if byline else None)
    said = said or bylines.dateline(source, segment.names) or bylines.signature(source)
    if said is None:
        return None
    edited = Edited(segment.source, [change for change in said if change.text != change.span.of(segment.source)])
    kept = (edited.forward(change.span) for change in said if change.text)
    return Request(Chain((edited,)), (), tuple(kept), _all_capitals(segment.source))


class _Prepared(NamedTuple):
    """A source on its way to the engine: the chain, whether capitals were lowered, and the opening it begins with."""

    chain: Chain
    capitals: bool
    opening: Span | None


def _prepared(segment: Segment, names: Sequence[Replace], form: str) -> _Prepared:
    """The source without mark-up, names in English, signs in words, a heading's capitals lowered."""
    opening = bylines.opening(segment.source, segment.names)
    taken = list(opening)
    for change in (*names, *markup.unmarked(segment.source, form), *abbreviations.written_out(segment.source)):
        if not any(change.span.overlaps(other.span) for other in taken):
            taken.append(change)
    named = Edited(segment.source, [change for change in taken if change.text != change.span.of(segment.source)])
    if not _all_capitals(segment.source):
        head = Span(opening[0].span.start, opening[-1].span.end) if opening else None
        return _Prepared(Chain((named,)), False, head and named.forward(head))
    spans = [(named.forward(name.source), name.after) for name in segment.names]
    return _Prepared(Chain((named, Edited(named.after, _sentence_case(named.after, spans)))), True, None)


def _all_capitals(text: str) -> bool:
    capital = all(letter == letter.upper() for letter in text if letter.isalpha())
    return capital and text != text.lower() and sum(map(str.isalpha, text)) > 1


def _sentence_case(text: str, names: Sequence[tuple[Span, str]]) -> Iterator[Replace]:
    """Capitals only at the start, in names, and in acronyms that stay so in English."""
    first = True
    for found in _WORD.finditer(text):
        span, word = Span(*found.span()), found[0]
        inside = next((form for name, form in names if name.overlaps(span)), None)
        if inside is None:
            new = word.capitalize() if first else word.lower()
        else:
            new = word if inside.isupper() else word.capitalize()
        first = False
        if new != word:
            yield Replace(span, new)


def _request(prepared: _Prepared, length: int, engine: Engine) -> Request:
    """The sentence in as many parts as need be."""
    chain, capitals, opening = prepared
    text = chain.after
    kept = [opening] if opening else []
    kept += [span for span in verbatim.kept(text) if not (opening and span.overlaps(opening))]
    if not kept and length <= engine.longest:
        place = quotations.quotation(text)
        unmarked = None if place or capitals else partial_quotations.unmarked(text)
        either = None if place or capitals or unmarked else partial_quotations.doubtful(text)
        whole = (Span(0, len(text)),)
        return Request(chain, whole, (), capitals, 0, place, unmarked or either, either is not None)
    parts: list[Span] = []
    cuts = 0
    for stretch in _around(kept, text):
        if _WORD.search(stretch.of(text)) is None:
            kept.append(stretch)
            continue
        own = [stretch] if length <= engine.longest else _cut(stretch, text, engine)
        parts += own
        cuts += len(own) if len(own) > 1 else 0
    return Request(chain, tuple(parts), tuple(sorted(kept)), capitals, cuts)


def _around(kept: Sequence[Span], text: str) -> Iterator[Span]:
    """What lies before, between and after what is kept, without the blanks at its edges."""
    for before, after in pairwise([Span(0, 0), *kept, Span(len(text), len(text))]):
        between = text[before.end : after.start]
        start = before.end + len(between) - len(between.lstrip())
        if between.strip():
            yield Span(start, start + len(between.strip()))


def _cut(stretch: Span, text: str, engine: Engine) -> list[Span]:
    """The stretch, or pieces of it that each fit the model, cut at the best mark in their second half."""
    own = stretch.of(text)
    spans = engine.pieces([own])[0]
    parts, at = [], 0
    while len(spans) - at > engine.longest:
        cut = next(
            (
                k + 1
                for marks in _CLAUSE_MARKS
                for k in range(at + engine.longest - 1, at + engine.longest // 2, -1)
                if spans[k].of(own)[-1:] in marks or (marks == " " and spans[k + 1].of(own)[:1].isspace())
                if spans[k].end > spans[at].start
            ),
            at + engine.longest,
        )
        parts.append(Span(spans[at].start, spans[cut - 1].end))
        at = cut
    parts.append(Span(spans[at].start if at else 0, len(own)))
    return [Span(stretch.start + part.start, stretch.start + part.end) for part in parts if _WORD.search(part.of(own))]
