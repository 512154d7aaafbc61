"""Forms written into a target, and taken out again: links, flags and earlier edits move along both ways.

Word by word where the words pair off, so that every link keeps its own word; the article goes with a name that takes
none. Left out: where a name stands (`enforcement`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from mt.document import Edit, Entity, Flag, Link, Name, Segment, Span
from mt.edits import Edited, Replace
from mt.names.spelling import fold, is_upper, words

RULE = "names"
ARTICLE = "names: no article"


class EnglishWords:
    """`english.toml` in the shapes enforcement needs."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.common = frozenset(data["common"].split())
        self.without_article = frozenset(data["without_article"])
        self.with_article = frozenset(data["with_article"])
        self.follows = frozenset(data["follows"].split())
        self.equal: dict[str, list[str]] = data["equal"]
        self.adjectives: dict[str, list[str]] = data["adjectives"]


@cache
def english_words() -> EnglishWords:
    """What is English about names, read once."""
    return EnglishWords(tomllib.loads(Path(__file__).with_name("english.toml").read_text(encoding="utf-8")))


def dressed(form: str, text: str, target: str, entity: Entity | None) -> str:
    """The form with what the place asks for: capitals of a heading, a plural, a sentence's first letter."""
    if is_upper(text) and is_upper(target):
        return form.upper()
    spellings = {fold(form), *(fold(variant) for variant in entity.variants)} if entity is not None else {fold(form)}
    if fold(text).endswith("s") and fold(text)[:-1] in spellings and fold(text) not in spellings:
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
    pieces = _pieces(target, span, form)
    if pieces:
        yield RULE, pieces
    yield RULE, [Replace(span, form)]


def _with_article(target: str, span: Span, form: str, bare: bool) -> Span | None:
    """The stretch with the article before it, where the form takes none and the article is not a following noun's."""
    head = target[: span.start]
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


def written(segment: Segment, changes: Sequence[Replace], rule: str, span: Span) -> tuple[Segment, Span]:
    """The segment with changes made and recorded, and where the form stands now."""
    edited = Edited(segment.target, changes)
    new = [Edit(rule, there, here.of(edited.before), there.of(edited.after)) for here, there in edited.replaced]
    moved = _moved(segment, edited)
    return replace(moved, edits=(*moved.edits, *new)), edited.forward(span)


def unwritten(segment: Segment, count: int, name: Name) -> Segment:
    """The last `count` edits taken back."""
    for _ in range(count):
        segment = _reverted(segment, len(segment.edits) - 1, [name])
    return segment


def _reverted(segment: Segment, at: int, names: Sequence[Name]) -> Segment:
    """One recorded edit taken back, if its text still stands; the record goes either way."""
    edit = segment.edits[at]
    rest = replace(segment, edits=segment.edits[:at] + segment.edits[at + 1 :])
    if edit.span.of(segment.target) != edit.after:
        return rest
    moved = _moved(rest, Edited(segment.target, [Replace(edit.span, edit.before)]))
    if edit.rule != ARTICLE:
        return moved
    spans = words(edit.before)
    first, others = spans[0], Span(spans[1].start, spans[-1].end)
    sources = [name.source for name in names]
    here = [link.source for link in segment.links if link.target == edit.span]
    seen: set[Span] = set()

    def split(old: Link, new: Link) -> Link:
        """Links of the name go to the name, links of the article to the article; of two from one word the first."""
        if old.target != edit.span:
            return new
        article = here.count(old.source) > 1 and old.source not in seen
        seen.add(old.source)
        named = not article and any(old.source.overlaps(source) for source in sources)
        part = others if named else first
        return Link(new.source, Span(edit.span.start + part.start, edit.span.start + part.end), new.score)

    return replace(moved, links=tuple(map(split, segment.links, moved.links)))


def take_back(segment: Segment) -> Segment:
    """See `mt.names.undo`."""
    for at in range(len(segment.edits) - 1, -1, -1):
        if segment.edits[at].rule in (RULE, ARTICLE):
            here = segment.edits[at].span
            names = [name for name in segment.names if name.target is not None and name.target.overlaps(here)]
            segment = _reverted(segment, at, names)
    return replace(segment, names=tuple(replace(name, target=None, before="") for name in segment.names))
