"""Forms written into a target, and taken out again: links, flags and earlier edits move along both ways.

Word by word where the words pair off, so that every link keeps its own word; the article goes with a name that takes
none. Left out: where a name stands (`enforcement`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mt.document import Edit, Entity, Flag, Link, Name, Segment, Span
from mt.edits import Edited, Replace
from mt.names import authority, demonyms
from mt.names.french import french
from mt.names.spelling import fold, is_upper, words
from mt.names.wording import english_words
from mt.phrasing.articles import INDEFINITE, indefinite

RULE = "names"
ARTICLE = "names: no article"


def dressed(form: str, text: str, target: str, entity: Entity | None) -> str:
    """The form with what the place asks for: capitals of a heading, a plural, a sentence's first letter."""
    if is_upper(text) and is_upper(target):
        return form.upper()
    spellings = {fold(form), *(fold(variant) for variant in entity.variants)} if entity is not None else {fold(form)}
    several = fold(text).endswith("s") and fold(text)[:-1] in spellings and fold(text) not in spellings
    several = several and not form.endswith("s")
    if several and (entity is None or entity.kind not in (demonyms.KIND, "place")):  # whose number is known
        return form + "s"
    if entity is not None and entity.kind == "term" and text[:1].isupper():
        return form[:1].upper() + form[1:]
    return form


def ways(target: str, span: Span, form: str, bare: bool) -> Iterator[tuple[str, list[Replace]]]:
    """Ways to write a form, the best English first: without a wrong article, word by word, in one piece.

    `bare`: the form takes no article.
    """
    wide = _with_article(target, span, form, bare)
    if wide is not None:
        yield ARTICLE, [Replace(wide, form)]
    article = _indefinite(target, span, form)
    pieces = _pieces(target, span, form)
    if pieces:
        yield RULE, article + pieces
    yield RULE, [*article, Replace(span, form)]


def _indefinite(target: str, span: Span, form: str) -> list[Replace]:
    """The change of an "a" or "an" right before a form, if the form asks for the other."""
    start = max(0, span.start - 4)
    found = INDEFINITE.search(target[start : span.start])
    if found is None or (right := indefinite(found[0], form)) == found[0]:
        return []
    return [Replace(Span(start + found.start(), start + found.end()), right)]


def is_bare(form: str, entity: Entity | None, name: Name, source: str) -> bool:
    """Whether a form certainly takes no article; `name` is its mention in the source."""
    listed = english_words()
    if form in listed.without_article or entity is None:
        return entity is not None
    if entity.kind == "person":
        return True
    if entity.kind == "place" and form.split()[0] in listed.bare and form not in listed.with_article:
        return True  # le mont Aigoual, Mont Aigoual
    if entity.kind != "place" or form in listed.with_article or name.source.of(source)[:1].islower():
        return False  # "mer Noire" is a common noun with a name
    head = source[max(0, name.source.start - 20) : name.source.start]
    before = fold(words(head)[-1].of(head)) if words(head) else ""
    return authority.load().is_country(form) or before not in french().articles


def _with_article(target: str, span: Span, form: str, bare: bool) -> Span | None:
    """The stretch with the article before it, where the form takes none and the article is not a following noun's."""
    head = target[max(0, span.start - 5) : span.start]
    if not head.lower().endswith("the ") or (len(head) > 4 and head[-5].isalnum()):
        return None
    if form.startswith("The "):
        return Span(span.start - 4, span.end)
    following = words(target[span.end : span.end + 20])
    noun = bool(following) and target[span.end] == " " and following[0].start == 1
    if not bare or (noun and fold(following[0].of(target[span.end : span.end + 20])) not in english_words().follows):
        return None
    return Span(span.start - 4, span.end)


def _pieces(target: str, span: Span, form: str) -> list[Replace]:
    """The change word by word, so that every link keeps its own word; empty if the words do not pair off."""
    old, new = words(span.of(target)), words(form)
    if len(old) != len(new) or not old or new[-1].end != len(form) or new[0].start:
        return []
    changes: list[Replace] = []
    at = there = 0
    for mine, theirs in zip(old, new, strict=True):
        gap, put = span.of(target)[at : mine.start], form[there : theirs.start]
        if gap != put:
            changes.append(Replace(Span(span.start + at, span.start + mine.start), put))
        word, text = mine.of(span.of(target)), theirs.of(form)
        if word != text:
            changes.append(Replace(Span(span.start + mine.start, span.start + mine.end), text))
        at, there = mine.end, theirs.end
    return changes


def _moved(segment: Segment, edited: Edited) -> Segment:
    """The segment with its target edited and everything that points into the target moved along."""
    go = edited.forward
    return replace(
        segment,
        target=edited.after,
        links=tuple(Link(link.source, go(link.target), link.score) for link in segment.links),
        names=tuple(name if name.target is None else replace(name, target=go(name.target)) for name in segment.names),
        edits=tuple(replace(edit, span=go(edit.span)) for edit in segment.edits),
        flags=tuple(
            flag if flag.span is None else Flag(flag.code, flag.message, go(flag.span)) for flag in segment.flags
        ),
    )


def written(segment: Segment, changes: Sequence[tuple[str, Replace]]) -> tuple[Segment, Edited]:
    """The segment with changes made and recorded under their rules, and the edit that made them."""
    edited = Edited(segment.target, [change for _, change in changes])
    rules = [rule for rule, _ in sorted(changes, key=lambda change: change[1])]
    new = [
        Edit(rule, there, here.of(edited.before), there.of(edited.after))
        for rule, (here, there) in zip(rules, edited.replaced, strict=True)
    ]
    moved = _moved(segment, edited)
    return replace(moved, edits=(*moved.edits, *new)), edited


def reverted(segment: Segment, first: int = 0) -> Segment:
    """The recorded edits of names taken back, from number `first` on; one whose text has gone is only forgotten."""
    ours = [edit for edit in segment.edits[first:] if edit.rule in (RULE, ARTICLE)]
    live = [edit for edit in ours if edit.span.of(segment.target) == edit.after]
    others = (edit for edit in segment.edits[first:] if edit.rule not in (RULE, ARTICLE))
    rest = (*segment.edits[:first], *others)
    edited = Edited(segment.target, [Replace(edit.span, edit.before) for edit in live])
    moved = _moved(replace(segment, edits=rest), edited)
    wide = {edit.span: edit for edit in live if edit.rule == ARTICLE}
    if not wide:
        return moved
    sources = [(name.source, name.target) for name in segment.names if name.target is not None]
    here = Counter((link.source, link.target) for link in segment.links if link.target in wide)
    seen: set[tuple[Span, Span]] = set()

    def split(old: Link, new: Link) -> Link:
        """Links of the name go to the name, links of the article to the article; of two from one word the first."""
        if old.target not in wide:
            return new
        pair = (old.source, old.target)
        article = here[pair] > 1 and pair not in seen
        seen.add(pair)
        named = any(old.source.overlaps(source) and old.target.overlaps(target) for source, target in sources)
        spans = words(wide[old.target].before)
        part = Span(spans[1].start, spans[-1].end) if named and not article else spans[0]
        start = edited.forward(old.target).start
        return Link(new.source, Span(start + part.start, start + part.end), new.score)

    return replace(moved, links=tuple(map(split, segment.links, moved.links)))


def take_back(segment: Segment) -> Segment:
    """See `mt.names.undo`."""
    back = reverted(segment)
    return replace(back, names=tuple(replace(name, target=None, before="") for name in back.names))
