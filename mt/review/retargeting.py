"""A translation rewritten by a person: what pointed into the old text, carried over to the new one.

Links, names, edits and flags outside the rewritten words stay with their words. A link goes along where one word was
put in place of another; a name is looked for again in its own form; an edit whose text was rewritten is no longer part
of how the text came about, and goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from mt.document import Edit, Flag, Link, Name, Segment, Span
from mt.edits import Edited, Replace

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_MANY = 600  # tokens on both sides that are still compared one by one; the comparison takes quadratic time


def retargeted(segment: Segment, target: str) -> Segment:
    """The segment with this target and everything that points into it still inside it and at its word."""
    if target == segment.target:
        return segment
    edited = Edited(segment.target, _differences(segment.target, target))
    links = tuple(
        Link(link.source, _forward(edited, link.target), link.score)
        for link in segment.links
        if _stays(edited, link.target)
    )
    edits = tuple(
        replace(edit, span=_forward(edited, edit.span)) for edit in segment.edits if not _hit(edited, edit.span)
    )
    flags = tuple(Flag(flag.code, flag.message, _moved(edited, flag.span)) for flag in segment.flags)
    names = _names(segment, edited)
    return replace(segment, target=target, links=links, edits=edits, flags=flags, names=names)


def written(segment: Segment, span: Span, text: str, rule: str) -> Segment:
    """The segment with `text` in place of a span of its target, recorded as an edit; all else moves along."""
    edited = Edited(segment.target, [Replace(span, text)])
    go = edited.forward
    made = Edit(rule, go(span), span.of(segment.target), text)
    return replace(
        segment,
        target=edited.after,
        links=tuple(Link(link.source, go(link.target), link.score) for link in segment.links),
        names=tuple(name if name.target is None else replace(name, target=go(name.target)) for name in segment.names),
        edits=(*(replace(edit, span=go(edit.span)) for edit in segment.edits), made),
        flags=tuple(Flag(flag.code, flag.message, flag.span and go(flag.span)) for flag in segment.flags),
    )


def _differences(before: str, after: str) -> Iterator[Replace]:
    """The words that were put in place of others."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle, instead = old[head : len(old) - tail], new[head : len(new) - tail]
    start = sum(map(len, old[:head]))
    if len(middle) + len(instead) > _MANY:
        yield Replace(Span(start, start + sum(map(len, middle))), "".join(instead))
        return
    offsets = [start]
    for token in middle:
        offsets.append(offsets[-1] + len(token))
    for what, a, b, c, d in SequenceMatcher(None, middle, instead, autojunk=False).get_opcodes():
        if what != "equal":
            yield Replace(Span(offsets[a], offsets[b]), "".join(instead[c:d]))


def _hit(edited: Edited, span: Span) -> bool:
    """Whether something inside the span was rewritten or put into it; at an empty span, or right beside it."""
    if span.start == span.end:
        return any(old.start <= span.start <= old.end for old, _ in edited.replaced)
    return any(
        old.overlaps(span) or (old.start == old.end and span.start < old.start < span.end) for old, _ in edited.replaced
    )


def _stays(edited: Edited, span: Span) -> bool:
    """Whether a link into this span still means something: its words stand, or one word stands in their place."""
    now = _forward(edited, span).of(edited.after)
    return bool(now.strip()) and not (_hit(edited, span) and re.search(r"\s", now))


def _moved(edited: Edited, span: Span | None) -> Span | None:
    if span is None or span.end > len(edited.before) or _hit(edited, span):
        return None
    return _forward(edited, span)


def _forward(edited: Edited, span: Span) -> Span:
    """Where the span's own words stand: what was put in right before them is none of them."""
    there = edited.forward(span)
    put = (new.end for old, new in edited.replaced if old.start == old.end == span.start)
    return Span(next(put, there.start), there.end)


def _names(segment: Segment, edited: Edited) -> tuple[Name, ...]:
    """Names with their places; one whose place was rewritten is found by its form, or has none any more."""
    moved = [_moved(edited, name.target) for name in segment.names]
    taken = [span for span in moved if span is not None]
    result = []
    for name, span in zip(segment.names, moved, strict=True):
        if span is None:
            span = _free(edited.after, name.after, taken)
            taken += [span] if span is not None else []
        result.append(replace(name, target=span))
    return tuple(result)


def _free(text: str, form: str, taken: list[Span]) -> Span | None:
    if form:
        for found in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            span = Span(*found.span())
            if not any(span.overlaps(other) for other in taken):
                return span
    return None
