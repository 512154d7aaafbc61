"""Which rows of a review file may be applied: what a person touched, what cannot be trusted and why."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from textwrap import shorten

from mt.document import Document, Segment
from mt.writers import Returned, Row
from mt.writers._returned import APPROVED, DRAFT, fingerprint, parsed

_QUOTED = 60  # characters of a text in a message


def touched(returned: Returned) -> bool:
    """Whether a person changed anything in this file since it was written."""
    return bool(returned.names) or any(is_touched(row, returned) for row in returned.rows)


def is_touched(row: Row, returned: Returned) -> bool:
    """Whether its translation or its status is another than when the file was written."""
    key = parsed(row.key)
    if key is None:
        return False
    return is_rewritten(row, returned) or row.approved is not (key.status == "a")


def is_rewritten(row: Row, returned: Returned) -> bool:
    """Whether its translation is another than when the file was written."""
    key = parsed(row.key)
    return key is not None and fingerprint(returned.holds(row.target)) != key.target


def judged(document: Document, returned: Returned) -> list[tuple[Row, str]]:
    """Every row with the reason to refuse it, empty if there is none."""
    segments = {segment.id: segment for segment in document.segments}
    places = {segment.id: place for place, segment in enumerate(document.segments)}
    first = [(row, _foreign(row, segments, returned.holds)) for row in returned.rows]
    own = [row for row, why in first if not why]
    counts = Counter(row.id for row in own)
    single = [row for row in own if counts[row.id] == 1]
    # The page keeps no order: it takes home what was touched.
    kept = range(len(single)) if returned.decides else _in_order([places[row.id] for row in single])
    still = {row.id for at, row in enumerate(single) if at in kept}
    result = []
    for row, why in first:
        if not why and counts[row.id] > 1:
            why = f"segment {row.id} stands in the file {counts[row.id]} times; keep one of them"
        elif not why and row.id not in still:
            why = f"segment {row.id} was moved to another place; put the rows back in their order"
        result.append((row, why or _contested(row, segments, returned)))
    return result


def _foreign(row: Row, segments: Mapping[str, Segment], holds: Callable[[str], str]) -> str:
    """Why a row does not belong to the article as it is, or cannot be read."""
    if row.trouble:
        return row.trouble
    segment, key = segments.get(row.id), parsed(row.key)
    if segment is None:
        return f"the article has no segment {row.id!r}: the row is from another article"
    if key is None:
        return f"the key of segment {row.id} is missing or damaged"
    if key.source != fingerprint(segment.source):
        return f"segment {row.id} is from another article, or from an earlier text of this one"
    if row.source is not None and row.source.split() != holds(segment.source).split():
        return f"the source of segment {row.id} was changed to {_quoted(row.source)}; only translations can be"
    if row.approved is None:
        return f"the status of segment {row.id} is neither {DRAFT} nor {APPROVED}"
    return ""


def _contested(row: Row, segments: Mapping[str, Segment], returned: Returned) -> str:
    """Why a rewritten row cannot be applied though it belongs to the article: somebody else was quicker."""
    segment, key = segments.get(row.id), parsed(row.key)
    if segment is None or key is None or not is_rewritten(row, returned):
        return ""
    now = returned.holds(segment.target)
    if fingerprint(now) == key.target or now == returned.holds(row.target):
        return ""
    who = f" by {segment.reviewer}" if segment.reviewer else ""
    return (
        f"the translation of segment {row.id} was changed{who} after this file was written: it is now "
        f"{_quoted(now)}, here {_quoted(row.target)}"
    )


def _in_order(places: Sequence[int]) -> set[int]:
    """Indices of a longest rising run of places: what is not in it was moved."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(at[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            at.append(index)
        else:
            ends[length], at[length] = place, index
    kept, index = set(), at[-1] if at else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept


def _quoted(text: str) -> str:
    return f"“{shorten(text, _QUOTED, placeholder=' …')}”"
