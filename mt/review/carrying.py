"""An article translated once more: what people had done to it is carried over, and none of their files is written over.

What a person did stands in the article's record. Approved sentences come back from the translation memory by
themselves; here come the rest: decisions about names, corrections nobody has approved yet, and approvals a run without
the memory would lose. A sentence whose source was changed since keeps nothing.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mt import checks, writers
from mt.document import Document, Entity, Segment
from mt.errors import InputError
from mt.review import rows, suggestions
from mt.review.decisions import decide, decided
from mt.review.retargeting import retargeted
from mt.writers import Decision, jsonl
from mt.writers._returned import APPROVED


def carried(document: Document, record: Path) -> Document:
    """The article as just made, with what people did to the one before.

    Args:
        document: finished, approved segments of the memory in place.
        record: NAME.jsonl of an earlier run; without one, or with one that cannot be read, nothing is carried over.
    """
    if not record.is_file():
        return document
    try:
        before = jsonl.read(record)
    except InputError:
        return document
    settled = _decided(document, before)
    own = {segment.id: segment for segment in before.segments if _is_own(segment)}
    segments = [_taken_over(segment, own.get(segment.id)) for segment in settled.segments]
    result = settled.with_segments(segments)
    if result == document:
        return document
    pairs = zip(result.segments, document.segments, checks.flag(result).segments, strict=True)
    return result.with_segments(checked if now.target != was.target else now for now, was, checked in pairs)


def set_aside(folder: Path, name: str, record: Document) -> list[Path]:
    """Rename the review files of `folder/NAME.*` that hold edits which have not come home, as `NAME (1).*`.

    Args:
        folder: where the article's files are about to be written.
        name: the article's.
        record: the article as it will be written; edits that it has already are no reason.

    Returns:
        The files under their new names; `mt review apply` takes them.
    """
    kept = []
    for form in writers.present(folder, name):
        path = folder / f"{name}.{writers.suffix(form)}"
        if _holds_edits(path, record):
            number = 1
            while (copy := folder / f"{name} ({number}).{writers.suffix(form)}").exists():
                number += 1
            kept.append(path.rename(copy))
    return kept


def _holds_edits(path: Path, document: Document) -> bool:
    """Whether a row or a name was touched, and the article does not say so already."""
    try:
        returned = writers.read_edits(path)
    except InputError:  # the page, the text: nobody's edits are in them
        return False
    now = {segment.id: segment for segment in document.segments}
    for row in returned.rows:
        segment = now.get(row.id)
        if rows.is_touched(row, returned) and not (
            segment is not None
            and returned.holds(segment.target) == returned.holds(row.target)
            and (segment.status == APPROVED or not row.approved)
        ):
            return True
    return False


def _is_own(segment: Segment) -> bool:
    """Whether a person wrote or approved it; what came from the memory is the memory's to give again."""
    return segment.origin == "human" or (segment.status == APPROVED and segment.origin != "memory")


def _taken_over(now: Segment, then: Segment | None) -> Segment:
    """The segment as the person had left it, unless the memory has a later word."""
    if then is None or then.source != now.source or (now.status == APPROVED and now.when >= then.when):
        return now
    said = retargeted(suggestions.without(now) if then.status == APPROVED else now, then.target)
    return replace(said, status=then.status, origin=then.origin, reviewer=then.reviewer, when=then.when)


def _decided(document: Document, before: Document) -> Document:
    """The document with the decisions about names that the one before bears."""
    for entity in before.entities:
        answer = decided(entity)
        now = _same(document, entity) if answer else None
        if answer is None or now is None:
            continue
        decision = "choose" if answer.decision == "accept" and now.form != entity.form else answer.decision
        one = Decision(now.id, decision, entity.form)
        document, _, _ = decide(document, [one], answer.reviewer, spare_approved=True)
    return document


def _same(document: Document, entity: Entity) -> Entity | None:
    """The entity of the document that the article spells as this one."""
    spelled = set(entity.variants)
    alike = [other for other in document.entities if other.kind == entity.kind and spelled & set(other.variants)]
    return max(alike, key=lambda other: len(spelled & set(other.variants)), default=None)
