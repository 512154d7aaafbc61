"""What a memory gives back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    """What an engine said: its own text, score and links, the last packed (see `mt.translation`)."""

    target: str
    score: float | None
    links: bytes


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A translation that a person has approved; `when` is an ISO 8601 moment."""

    source: str
    target: str
    reviewer: str
    when: str
    article: str


@dataclass(frozen=True, slots=True)
class Match:
    """A reviewed segment whose source is like another, `likeness` in [0, 1]."""

    likeness: float
    reviewed: Reviewed


@dataclass(frozen=True, slots=True)
class Stats:
    """What a memory holds: `machine` by the key of model and decoding, `reviewed` by language pair; whole articles."""

    path: Path
    bytes: int
    machine: dict[str, int]
    reviewed: dict[str, int]
    finished: int


def storable(name: str) -> str:
    """The name of an article as a database can hold it: a file may be named in bytes that are no UTF-8."""
    return name.encode("utf-8", "backslashreplace").decode()
