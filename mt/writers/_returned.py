"""What a review file says when it comes home, before anybody holds it against the article (`mt.review` does).

Every format that comes home writes a key beside each segment: fingerprints of its source and its target, and its
status, as they were when the file was written. So a row tells by itself whether somebody touched it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from mt.document import Document, Segment

APPROVED, DRAFT = "approved", "draft"


class Row(NamedTuple):
    """A segment as it came home.

    Attributes:
        place: where a person finds it in the file ("row 7").
        id: the segment's.
        key: what `key` gave when the file was written.
        target: its translation as it stands in the file now.
        source: the text it translates as it stands in the file, None where the format does not carry it.
        approved: what the file says of it; None if that was not understood.
        reviewer, when: who touched it last and when, where the file says so.
        trouble: why it cannot be used, empty if it can.
    """

    place: str
    id: str
    key: str
    target: str
    source: str | None = None
    approved: bool | None = False
    reviewer: str = ""
    when: str = ""
    trouble: str = ""


class Decision(NamedTuple):
    """What a reviewer decided about an entity.

    Attributes:
        entity: its id.
        decision: accept | choose | keep, or reopen to take one of these back.
        form: the name it is to have; "" to keep the source's spellings.
        question: what is open again, of a decision that was taken back.
    """

    entity: str
    decision: str
    form: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """A review file that came home.

    Attributes:
        article: the id of the document it was written from.
        rows: in the order of the file.
        names: decisions about names.
        decides: whether the file says by itself which rows are approved (the page does); elsewhere a person who
            changes a translation and sends it home stands by it.
        reviewer: who decided about the names, where the file says so.
        holds: a text as this format can hold it.
    """

    path: Path
    article: str
    rows: tuple[Row, ...]
    names: tuple[Decision, ...] = ()
    decides: bool = False
    reviewer: str = ""
    holds: Callable[[str], str] = str


class Key(NamedTuple):
    """The parts of a key: two fingerprints, and "a" (approved) or "d" (draft)."""

    source: str
    target: str
    status: str


def fingerprint(text: str) -> str:
    """Sixteen hexadecimal digits of the text's SHA-256: no two sentences of a news desk will share them."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def document_fingerprint(document: Document) -> str:
    """The same of an article's source, cut as it is cut now."""
    return fingerprint("\0".join(f"{segment.id}\0{segment.source}" for segment in document.segments))


def key(segment: Segment, holds: Callable[[str], str] = str) -> str:
    """The segment's key in a format that holds texts as `holds` says."""
    status = "a" if segment.status == APPROVED else "d"
    return ":".join(Key(fingerprint(segment.source), fingerprint(holds(segment.target)), status))


def parsed(text: str) -> Key | None:
    """The parts of a key; None if it is none."""
    parts = text.strip().split(":")
    good = len(parts) == 3 and all(len(part) == 16 for part in parts[:2]) and parts[2] in ("a", "d")
    return Key(*parts) if good else None


def status(segment: Segment) -> str:
    """The word a table shows for a segment's status."""
    return APPROVED if segment.status == APPROVED else DRAFT


def is_approved(text: str) -> bool | None:
    """What a status cell says; None if it says neither."""
    return {APPROVED: True, DRAFT: False, "": False}.get(text.strip().casefold())
