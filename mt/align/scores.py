"""How right an alignment is, against one made by hand: F1 of sentence beads, alignment error rate of word links.

Notation is the field's: a bead a line as `[0]:[0, 1]:0.97` (the confidence may be missing), links of a sentence pair a
line as `0-0 1-2 3p3`, where `p` marks a possible link and `-` a sure one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mt.document import Bead
from mt.errors import InputError

_BEAD = re.compile(r"\[([\d, ]*)\]\s*:\s*\[([\d, ]*)\](?:\s*:\s*(\S+))?")
_LINK = re.compile(r"(\d+)([-p?])(\d+)")

WordLink = tuple[int, int]


class BeadScore(NamedTuple):
    """Precision, recall and F1 in [0, 1], of identical beads (strict) and of beads that overlap on both sides (lax)."""

    strict_precision: float
    strict_recall: float
    strict_f1: float
    lax_precision: float
    lax_recall: float
    lax_f1: float


class LinkScore(NamedTuple):
    """Precision against all links, recall of the sure ones, and the alignment error rate; all in [0, 1]."""

    precision: float
    recall: float
    aer: float


def beads(gold: Sequence[Bead], found: Sequence[Bead]) -> BeadScore:
    """Score beads as Vecalign's scorer does, leaving sentences without counterpart out of precision and recall."""
    right, given = _paired(gold), _paired(found)
    strict = len(set(right) & set(given))
    precise, recalled = _overlapping(given, right), _overlapping(right, given)
    return BeadScore(
        *_scored(strict, len(given), strict, len(right)), *_scored(precise, len(given), recalled, len(right))
    )


def links(gold: Sequence[Iterable[tuple[WordLink, bool]]], found: Sequence[Iterable[WordLink]]) -> LinkScore:
    """Score word links (Och and Ney 2003, https://aclanthology.org/J03-1002).

    Args:
        gold: for each sentence pair its links, each with whether it is sure.
        found: for each sentence pair its links.

    Raises:
        InputError: if there are more or fewer pairs on one side than on the other.
    """
    if len(gold) != len(found):
        raise InputError(f"{len(found)} lines of links for {len(gold)} of gold: the files must match line by line")
    guessed = guessed_possible = guessed_sure = sure = 0
    for right, guess in zip(gold, found, strict=True):
        marked = list(right)
        possible, certain, given = (
            {link for link, _ in marked},
            {link for link, is_sure in marked if is_sure},
            set(guess),
        )
        guessed += len(given)
        guessed_possible += len(given & possible)
        guessed_sure += len(given & certain)
        sure += len(certain)
    return LinkScore(
        guessed_possible / guessed if guessed else 0.0,
        guessed_sure / sure if sure else 0.0,
        1 - (guessed_sure + guessed_possible) / (guessed + sure) if guessed + sure else 0.0,
    )


def read_beads(lines: Iterable[str], name: str = "beads") -> list[Bead]:
    """Beads from lines; without a confidence it is 1.

    Raises:
        InputError: if a line is no bead.
    """
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        match = _BEAD.fullmatch(line.strip())
        if match is None:
            raise InputError(f"{name}, line {number}: {line.strip()[:40]!r} is no bead like [0]:[0, 1]:0.97")
        try:
            source, target = (
                tuple(int(index) for index in side.split(",") if side.strip()) for side in match.groups()[:2]
            )
            found.append(Bead(source, target, float(match[3] or 1.0)))
        except ValueError as error:
            raise InputError(f"{name}, line {number}: {line.strip()[:40]!r} is no bead like [0]:[0, 1]:0.97") from error
    return found


def read_links(lines: Iterable[str], name: str = "links") -> list[list[tuple[WordLink, bool]]]:
    """Links from lines, each with whether it is sure.

    Raises:
        InputError: if something is no link.
    """
    found = []
    for number, line in enumerate(lines, 1):
        matches = [(word, _LINK.fullmatch(word)) for word in line.split()]
        if wrong := next((word for word, match in matches if match is None), None):
            raise InputError(f"{name}, line {number}: {wrong[:40]!r} is no link like 0-0 or 3p4")
        found.append([((int(match[1]), int(match[3])), match[2] == "-") for _, match in matches if match])
    return found


def _paired(beads: Iterable[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads if bead.source and bead.target]


def _overlapping(
    some: Sequence[tuple[tuple[int, ...], tuple[int, ...]]], others: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]
) -> int:
    """How many of `some` share a source and a target sentence with one bead of `others`."""
    cells = {(i, j) for source, target in others for i in source for j in target}
    return sum(any((i, j) in cells for i in source for j in target) for source, target in some)


def _scored(hits: int, of: int, recalled: int, gold: int) -> tuple[float, float, float]:
    precision, recall = hits / of if of else 0.0, recalled / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0
