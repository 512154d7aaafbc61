"""Near matches: what a reviewer once approved for a source like this one, offered beside the engine's translation.

A suggestion is a flag, so that it stands in every review file and a filter finds it, and in its parts
(`Segment.suggestion`) for the page, which marks the difference and can put it into the target. A segment that is
approved needs none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from mt.document import Document, Flag, Segment, Suggestion
from mt.memory import Match, Memory

CODE = "near-match"
LEAST = 0.75  # likeness from which translators take a match for a help, in every CAT tool
_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")


def suggest(document: Document, memory: Memory, *, least: float = LEAST) -> Document:
    """The document with a flag on every open segment that is like an approved one; earlier suggestions go.

    Raises:
        Unreadable: if the memory cannot be read.
    """
    if not memory.has_reviewed() and not any(flag.code == CODE for one in document.segments for flag in one.flags):
        return document
    segments = (
        _suggested(segment, memory, least) if paragraph.kind != "code" else segment
        for paragraph in document.paragraphs
        for segment in paragraph.segments
    )
    return document.with_segments(segments)


def without(segment: Segment) -> Segment:
    """The segment with no suggestion: for one that is approved."""
    flags = tuple(flag for flag in segment.flags if flag.code != CODE)
    return segment if flags == segment.flags else replace(segment, flags=flags, suggestion=None)


def _suggested(segment: Segment, memory: Memory, least: float) -> Segment:
    segment = without(segment)
    if segment.status == "approved" or not segment.source.strip():
        return segment
    best = next(iter(memory.near(segment.source, 1, least=least)), None)
    if best is None or best.reviewed.target == segment.target:
        return segment
    there = best.reviewed
    return replace(
        segment,
        flags=(*segment.flags, Flag(CODE, _message(best, segment.source))),
        suggestion=Suggestion(there.source, there.target, best.likeness, there.reviewer),
    )


def _message(match: Match, source: str) -> str:
    alike = f"{int(100 * match.likeness)} %"
    return (
        f"Approved for a source {alike} like this one: “{match.reviewed.target}” "
        f"In its French, [there → here]: {differences(match.reviewed.source, source)}"
    )


def differences(there: str, here: str) -> str:
    """The second text with what the first has otherwise, word by word: "Le gel [dure → durait] encore."."""
    return "".join(_pieces(_TOKEN.findall(" ".join(there.split())), _TOKEN.findall(" ".join(here.split()))))


def _pieces(there: list[str], here: list[str]) -> Iterator[str]:
    for what, a, b, c, d in SequenceMatcher(None, there, here, autojunk=False).get_opcodes():
        before, after = "".join(there[a:b]), "".join(here[c:d])
        yield after if what == "equal" else f"[{before or '–'} → {after or '–'}]"
