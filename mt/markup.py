"""Inline mark-up of an article, taken out of what the engine sees; the reader's text keeps it.

An engine that meets `**` or a link's address translates them. In Markdown emphasis, code and link marks go and their
words stay; in every format a hard line break inside a sentence becomes one space. Left out: putting the marks back
into the translation. A table is neither translated nor left alone: names and figures in it become English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mt.document import Span
from mt.edits import Replace
from mt.segment import LINE_BREAK

_MARKS = re.compile(
    r"(?P<picture>!\[[^\]\n]*\]\([^)\s]*\))"
    r"|(?P<link>\[)(?=[^\[\]\n]+\]\([^)\n]*\))"
    r"|(?P<address>(?<=[^\[\]\n])\]\([^)\n]*\))"
    r"|(?P<bold>\*{1,3})"
    r"|(?P<code>`+)"
    r"|(?<!\w)(?P<opening>_{1,3})(?=\w)"
    r"|(?<=[\w.!?»])(?P<closing>_{1,3})(?!\w)"
)


_TABLE = re.compile(r"[^\r\n]*\|[^\r\n]*(?:\r\n|\r|\n)[ \t>|:-]*-[ \t|:-]*(?=[\r\n]|\Z)")


def is_table(code: str) -> bool:
    """Whether a paragraph of the kind "code" is a table."""
    return _TABLE.match(code) is not None


def unmarked(text: str, form: str = "txt") -> list[Replace]:
    """What to change in a segment's source so that only its words are left, in order, not overlapping.

    Args:
        text: the source of a segment.
        form: "md" if Markdown's marks are to go; anything else leaves them alone.
    """
    found = list(_marks(text)) if form == "md" else []
    taken = [replace.span for replace in found]
    if "\n" not in text and "\r" not in text:
        return sorted(found)
    breaks = (Span(*line.span()) for line in LINE_BREAK.finditer(text))
    found += [Replace(span, " ") for span in breaks if not any(span.overlaps(other) for other in taken)]
    return sorted(found)


def _marks(text: str) -> Iterator[Replace]:
    for mark in _MARKS.finditer(text):
        if mark["address"] is None or "[" in text[: mark.start()]:
            yield Replace(Span(*mark.span()), "")
