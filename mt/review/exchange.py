"""The approved part of a translation memory as a TMX file, and back: how memories move between programs and people."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import NamedTuple

from mt.memory import Memory, Reviewed
from mt.writers import atomic, tmx

_CHUNK = 500  # units in one transaction


class Brought(NamedTuple):
    """How many units of a file were new, took the place of older ones, and were left out for what is there already."""

    added: int
    replaced: int
    kept: int


def export(memory: Memory, path: Path) -> int:
    """Write every approved translation of the memory's language pair; how many there are.

    Raises:
        OutputError: if `path` cannot be written.
    """
    pairs = [tmx.Pair(*_values(entry)) for entry in memory.every_reviewed()]
    atomic(path, tmx.render_pairs(pairs, *memory.pair.split("-", 1)))
    return len(pairs)


def bring(memory: Memory, path: Path) -> Brought:
    """Take the units of a TMX file into the memory as approved; one that the file itself calls a draft is left out.

    Where the memory has a translation of the same source, the later one counts; a unit without a date is no later one.

    Raises:
        InputError: if the file is no TMX.
    """
    units = (pair for pair in tmx.read_pairs(path, *memory.pair.split("-", 1)) if pair.approved)
    added = replaced = kept = 0
    while some := list(islice(units, _CHUNK)):
        there = memory.all_reviewed(pair.source for pair in some)
        later = [pair for pair in some if pair.source not in there or _is_later(pair, there[pair.source])]
        memory.approve_all(Reviewed(*_values(pair)) for pair in later)
        replaced += sum(pair.source in there for pair in later)
        added += sum(pair.source not in there for pair in later)
        kept += len(some) - len(later)
    return Brought(added, replaced, kept)


def _is_later(pair: tmx.Pair, there: Reviewed) -> bool:
    return pair.target != there.target and pair.when > there.when


def _values(entry: Reviewed | tmx.Pair) -> tuple[str, str, str, str, str]:
    return entry.source, entry.target, entry.reviewer, entry.when, entry.article
