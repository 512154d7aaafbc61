"""Fuzzy matches among the approved segments of a memory: found by the rare words they share, ranked letter by letter.

The words of every approved segment are indexed. A search reads the places of its rarest words, takes the segments that
share most of them, and compares only those; so its time hardly grows with the memory
(`scripts/measure_near.py`). A segment that shares none of the rare words is not found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from mt.memory.file import Run

CANDIDATES = 60  # segments compared letter by letter in one search
POSTINGS = 3000  # places of rare words looked at in one search; twice as many find nothing more in 100,000 segments
WORDS = 500  # distinct words of a segment that are indexed, and asked for at most
_WORD = re.compile(r"[^\W\d_]{2,}")


def words(text: str) -> list[str]:
    """What a segment is found again by: its distinct words, figures left out, for they are what changes."""
    return list(dict.fromkeys(word.casefold() for word in _WORD.findall(text)))[:WORDS]


def index(run: Run, number: int, text: str) -> None:
    """Put a segment's words into the index."""
    for word in words(text):
        run("INSERT OR IGNORE INTO word (text) VALUES (?)", (word,))
        run("INSERT INTO posting SELECT id, ? FROM word WHERE text = ?", (number, word))


def candidates(run: Run, text: str) -> list[int]:
    """The segments that share most of the text's rarest words, the likeliest first."""
    own = words(text)
    marks = ",".join("?" * len(own))
    rare = run(f"SELECT id, segments FROM word WHERE segments > 0 AND text IN ({marks}) ORDER BY segments", own)
    places: list[list[tuple[int]]] = []
    seen = 0
    for word, segments in rare.fetchall():
        if seen and seen + segments > POSTINGS:
            break
        seen += segments
        places.append(run("SELECT reviewed FROM posting WHERE word = ? LIMIT ?", (word, POSTINGS)).fetchall())
    shared = Counter(chain.from_iterable(chain.from_iterable(places)))
    return [number for number, _ in shared.most_common(CANDIDATES)]


def alike(text: str, others: Sequence[str], least: float) -> Iterable[tuple[float, int]]:
    """(likeness, index) of each of the other texts that is at least so like this one, without the very same."""
    from rapidfuzz import fuzz, process

    found: list[tuple[str, float, int]] = process.extract(
        text, others, scorer=fuzz.ratio, score_cutoff=100 * least, limit=None
    )
    return ((score / 100, place) for other, score, place in found if other != text)
