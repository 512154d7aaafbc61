"""Review files come home: what a person changed goes into the article, row by row, and nothing else does.

A row counts by its segment's id and the fingerprint of its source together. One that cannot be trusted (a changed
source, a missing, doubled or moved row, a row of another article, a translation somebody else has changed since) is
refused by name, and the others are applied. Applying a file twice changes nothing. Finding and writing the
article's files is the business of `review.articles`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mt import checks
from mt.document import Document, Segment
from mt.review import rows
from mt.review.decisions import decide
from mt.review.retargeting import retargeted
from mt.review.rows import touched
from mt.review.suggestions import without
from mt.writers import Returned, Row
from mt.writers._returned import APPROVED, DRAFT, parsed

__all__ = ["Change", "Outcome", "Refusal", "apply", "touched"]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one segment: its translation, its status, or both."""

    id: str
    before: Segment
    after: Segment


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not applied, where it stands, and why."""

    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """An article after a review file, what changed in it, and what was refused.

    Attributes:
        approved: segments for the translation memory: those that the file or a decision in it touched and that stand
            approved now, also where the file had been applied before.
        names: ids of the entities about which something was decided.
        unchanged: rows that nobody had touched, or that had been applied before.
    """

    document: Document
    changes: tuple[Change, ...] = ()
    approved: tuple[Segment, ...] = ()
    names: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    unchanged: int = 0


def apply(document: Document, returned: Returned, *, reviewer: str, when: str) -> Outcome:
    """The article with what the review file changed.

    Args:
        document: the article as it is now.
        returned: from `writers.read_edits`.
        reviewer: who stands by a change where the file does not say.
        when: ISO 8601, for changes that the file does not date.
    """
    # A format that cannot hold every text may have had to change an id.
    ids = {returned.holds(segment.id): segment.id for segment in document.segments}
    returned = replace(returned, rows=tuple(row._replace(id=ids.get(row.id, row.id)) for row in returned.rows))
    judged = rows.judged(document, returned)
    refusals = [Refusal(row.place, why) for row, why in judged if why]
    refusals += _missing(document, returned)
    decided, names, unknown = decide(document, returned.names, returned.reviewer or reviewer)
    signed = {row.id: _signed(row, reviewer, when) for row, why in judged if not why}
    results = [
        _applied(segment, signed[segment.id], returned) if segment.id in signed else segment
        for segment in decided.segments
    ]
    checked = _checked(document, decided.with_segments(results))
    changes = [
        Change(old.id, old, new) for old, new in zip(document.segments, checked.segments, strict=True) if old != new
    ]
    touched_rows = {name for name, row in signed.items() if rows.is_touched(row, returned)}
    for_memory = touched_rows | {change.id for change in changes}
    approved = tuple(one for one in checked.segments if one.id in for_memory and one.status == APPROVED and one.target)
    unchanged = len(signed) - sum(change.id in signed for change in changes)
    refusals += (Refusal(f"name {name}", "the article has no such name, or nothing was decided") for name in unknown)
    return Outcome(checked, tuple(changes), approved, names, tuple(refusals), unchanged)


def _missing(document: Document, returned: Returned) -> list[Refusal]:
    """Segments whose row is gone; the page sends home only what was touched."""
    there = {row.id for row in returned.rows}
    gone = [] if returned.decides else [segment.id for segment in document.segments if segment.id not in there]
    return [Refusal(f"segment {name}", "its row is missing from the file") for name in gone]


def _signed(row: Row, reviewer: str, when: str) -> Row:
    return row._replace(reviewer=row.reviewer or reviewer, when=row.when or when)


def _applied(segment: Segment, row: Row, returned: Returned) -> Segment:
    """The segment as a row that may be applied wants it; the very same if the row wants nothing new."""
    if not rows.is_touched(row, returned):
        return segment
    key = parsed(row.key)
    rewrote = rows.is_rewritten(row, returned)
    says = bool(row.approved)
    # In a table a person who rewrites a row stands by it; to say otherwise takes a status set back to draft.
    approves = says or (rewrote and not returned.decides and key is not None and key.status == "d")
    status = APPROVED if approves else DRAFT
    target = returned.holds(row.target)
    fresh = rewrote and returned.holds(segment.target) != target
    result = replace(retargeted(segment, target), origin="human") if fresh else segment
    if not fresh and status == (APPROVED if segment.status == APPROVED else DRAFT):
        return segment
    result = without(result) if status == APPROVED else result
    return replace(result, status=status, reviewer=row.reviewer, when=row.when)


def _checked(before: Document, after: Document) -> Document:
    """Flags made anew where the translation is another one; a person's word is checked like the engine's."""
    if before == after:
        return after
    triples = zip(before.segments, after.segments, checks.flag(after).segments, strict=True)
    return after.with_segments(now if now.target == old.target else flagged for old, now, flagged in triples)
