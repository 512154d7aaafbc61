"""An article translated once more: what people had done to it is carried over, and none of their files is written over.

What a person did stands in the article's record. Approved sentences come back from the translation memory by
themselves; here come the rest: decisions about names, corrections nobody has approved yet, and approvals a run without
the memory would lose. A sentence whose source was changed since keeps nothing.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mt import checks, writers
from mt.document import Document, Entity, Segment
from mt.errors import InputError, OutputError
from mt.review import rows, suggestions
from mt.review.decisions import decide, decided
from mt.review.retargeting import retargeted
from mt.writers import Decision, Returned, Row, jsonl
from mt.writers._returned import APPROVED, parsed


def carried(document: Document, record: Path) -> Document:
    """The article as just made, with what people did to the one before.

    Args:
        document: finished, approved segments of the memory in place.
        record: NAME.jsonl of an earlier run; without one, or with one that cannot be read (`set_aside` keeps it),
            nothing is carried over.
    """
    if not os.path.isfile(record):  # noqa: PTH113 (a name may be too long, for which `is_file` raises)
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


def set_aside(folder: Path, name: str, record: Document, formats: Sequence[str]) -> list[str]:
    """Rename the files of `folder/NAME.*` with edits that have not come home, or that cannot be read, as `NAME (1).*`.

    Args:
        folder: where the article's files are about to be written.
        name: the article's.
        record: the article as it will be written; edits that it has already are no reason.
        formats: in which it will be written; a file of another that cannot be read stays where it is.

    Returns:
        What to tell of each, under its new name.

    Raises:
        OutputError: if one cannot be renamed.
    """
    told = []
    for form in dict.fromkeys((*writers.present(folder, name), *formats)):
        ending = writers.suffix(form)
        path = folder / f"{name}.{ending}"
        if not os.path.isfile(path):  # noqa: PTH113 (as in `carried`)
            continue
        try:
            if form == "jsonl":
                jsonl.read(path)
            elif writers.comes_home(form) and _holds_edits(writers.read_edits(path), record):
                copy = _renamed(folder, name, ending)
                told.append(f"{copy} holds edits that have not come home: mt review apply takes them")
        except InputError as error:
            if form in formats:
                copy = _renamed(folder, name, ending, *(["names.json"] if form == "jsonl" else []))
                told.append(f"{copy} is kept as it was, for nothing could be taken over from it: {error}")
    return told


def _renamed(folder: Path, name: str, ending: str, *others: str) -> Path:
    """Give `folder/NAME.ending`, and others that belong to it, the next free number; its new path.

    Raises:
        OutputError: if that cannot be done.
    """
    files = [(folder / f"{name}.{each}", each) for each in (ending, *others)]
    number = 1
    while any((folder / f"{name} ({number}).{each}").exists() for _, each in files):
        number += 1
    for path, each in files:
        copy = folder / f"{name} ({number}).{each}"
        try:
            if path.exists():
                path.rename(copy)
        except OSError as error:
            raise OutputError(
                f"{path} may hold edits that are nowhere else and cannot be kept as {copy.name} ({error.strerror}): "
                "make its folder writable, or move it"
            ) from error
    return folder / f"{name} ({number}).{ending}"


def _holds_edits(returned: Returned, document: Document) -> bool:
    """Whether a row was touched, and the article does not say so already."""
    now = {segment.id: segment for segment in document.segments}
    return any(
        _is_touched(row, returned, now.get(row.id)) and not _is_home(row, returned, now.get(row.id))
        for row in returned.rows
    )


def _is_touched(row: Row, returned: Returned, segment: Segment | None) -> bool:
    """Whether a person changed a row; of one that does not tell, whether it says anything that the article does not."""
    if row.trouble or parsed(row.key) is None:
        return segment is None or not returned.holds(segment.target).startswith(returned.holds(row.target))
    return rows.is_touched(row, returned)


def _is_home(row: Row, returned: Returned, segment: Segment | None) -> bool:
    """Whether the article has what the row says."""
    return (
        segment is not None
        and returned.holds(segment.target) == returned.holds(row.target)
        and (segment.status == APPROVED or not row.approved)
    )


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
