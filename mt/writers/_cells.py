"""What a table shows of a segment's flags and names, in words; every format with room for them says it alike."""

from __future__ import annotations

from collections.abc import Iterator

from mt.document import Name, Segment
from mt.writers._returned import key


def flags(segment: Segment) -> list[str]:
    """Each flag as "code: message"."""
    return [f"{flag.code}: {flag.message}" for flag in segment.flags]


def names(segment: Segment) -> list[str]:
    """Each mention as "French → English"."""
    return [_name(segment, name) for name in segment.names]


def score(segment: Segment) -> float | None:
    """Four digits of the score, None without one."""
    return None if segment.score is None else round(segment.score, 4)


def _name(segment: Segment, name: Name) -> str:
    found = name.target.of(segment.target) if name.target else "(not found)"
    return f"{name.source.of(segment.source)} → {found}"


def facts(segment: Segment) -> Iterator[tuple[str, str]]:
    """What a file says of a segment beside its texts, by name: the key it comes home by, origin, reviewer, score."""
    yield "key", key(segment)
    yield "origin", segment.origin
    if segment.reviewer:
        yield "reviewer", segment.reviewer
    if segment.score is not None:
        yield "score", f"{score(segment)}"
