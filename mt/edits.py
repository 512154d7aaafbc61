"""A text, its edited form, and the way back: spans carried through a list of replacements in both directions.

Everything that rewrites text (normalisation for the engine, names put in for the engine, typography, name
enforcement) is a list of `Replace`, so one piece of arithmetic keeps every offset right. A span that touches a
replaced stretch grows to the whole of it; nothing is ever mapped into the middle of a replacement.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from mt.document import Span


class Replace(NamedTuple):
    """Put `text` in place of `span` of the text before."""

    span: Span
    text: str


class Edited:
    """`before` with non-overlapping replacements made: `after`, and maps between their offsets.

    Attributes:
        before, after: the two texts.
        replaced: for every replacement, in order, its span in `before` and its span in `after`.
    """

    __slots__ = ("_new_starts", "_old_starts", "after", "before", "replaced")

    def __init__(self, before: str, replacements: Iterable[Replace]) -> None:
        """Make the replacements.

        Raises:
            ValueError: if two overlap or one lies outside the text.
        """
        self.before = self.after = before
        self.replaced: list[tuple[Span, Span]] = []
        self._old_starts: list[int] = []
        self._new_starts: list[int] = []
        ordered = sorted(replacements, key=itemgetter(0))
        if not ordered:
            return
        pieces: list[str] = []
        at = length = 0
        for (start, end), text in ordered:
            if not at <= start <= end <= len(before):
                raise ValueError(f"replacement {start}:{end} overlaps another or lies outside 0:{len(before)}")
            pieces += (before[at:start], text)
            length += start - at
            self.replaced.append((Span(start, end), Span(length, length + len(text))))
            length += len(text)
            at = end
        pieces.append(before[at:])
        self.after = "".join(pieces)
        self._old_starts = [old.start for old, _ in self.replaced]
        self._new_starts = [new.start for _, new in self.replaced]

    @classmethod
    def letter_for_letter(cls, before: str, after: str) -> Edited:
        """A text of which characters have become others, one for one: every span stays where it is."""
        edited = cls(before, ())
        edited.after = after
        return edited

    def forward(self, span: Span) -> Span:
        """Where a span of `before` stands in `after`."""
        return self._carry(span, self._old_starts, 0)

    def back(self, span: Span) -> Span:
        """Where a span of `after` stands in `before`."""
        return self._carry(span, self._new_starts, 1)

    def _carry(self, span: Span, starts: list[int], side: int) -> Span:
        if not self.replaced:
            return span
        start = self._point(span.start, starts, side, last=False, empty=span.start == span.end)
        end = self._point(span.end, starts, side, last=True, empty=span.start == span.end)
        return Span(start, max(start, end))

    def _point(self, offset: int, starts: list[int], side: int, *, last: bool, empty: bool) -> int:
        """Carry one border: inside a replacement a start goes to its start, an end to its end."""
        k = bisect_right(starts, offset) - 1
        if last and not empty:  # an end that only touches the start of a replacement stays outside it
            while k >= 0 and self.replaced[k][side].start == offset:
                k -= 1
        if k < 0:
            return offset
        here, there = self.replaced[k][side], self.replaced[k][1 - side]
        if offset >= here.end and not (offset == here.start == here.end and not last):
            return offset - here.end + there.end
        return there.end if last else there.start


class Chain:
    """Several `Edited` in a row, each starting from the text the one before ended with."""

    __slots__ = ("steps",)

    def __init__(self, steps: Iterable[Edited]) -> None:
        self.steps = tuple(steps)

    @property
    def after(self) -> str:
        """The text after the last step."""
        return self.steps[-1].after

    def forward(self, span: Span) -> Span:
        """Where a span of the first text stands in the last."""
        for step in self.steps:
            span = step.forward(span)
        return span

    def back(self, span: Span) -> Span:
        """Where a span of the last text stands in the first."""
        for step in reversed(self.steps):
            span = step.back(span)
        return span
