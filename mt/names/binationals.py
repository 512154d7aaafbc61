"""People and things of two countries: le Franco-Algérien Boualem Sansal is a Franco-Algerian for the engine.

It tears what it has not met (a Franco-algeer, a Belgo-Marocain) and copies the English. Pairs that any corpus has
(franco-allemand) are left to it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from mt.document import Span
from mt.edits import Replace
from mt.names import demonyms
from mt.names.spelling import fold

_FIRST = {
    "franco": "Franco", "belgo": "Belgian", "italo": "Italian", "irano": "Iranian", "libano": "Lebanese",
    "maroco": "Moroccan", "algero": "Algerian", "tuniso": "Tunisian", "syro": "Syrian", "turco": "Turkish",
    "americano": "American", "israelo": "Israeli", "germano": "German", "helvetico": "Swiss",
}  # fmt: skip
_WELL_KNOWN = frozenset(
    {"German", "British", "English", "American", "Italian", "Spanish", "Russian", "Palestinian", "Chinese", "Arab"}
)
_PAIR = re.compile(r"(?<![\w-])(?P<first>[A-Za-zé]+o)[-‐‑](?P<second>[A-ZÀ-Þa-zà-ÿ][a-zà-ÿ]+)(?![\w-])")
_JOINTS = ("o-", "o‐", "o‑")
_UNCHANGED = ("ese", "ish", "ch", "sh", "ss")  # English people that have no plural


@lru_cache(maxsize=1 << 10)  # a sentence is looked at when its names are found, and again before the engine is asked
def plainly(text: str) -> tuple[Replace, ...]:
    """What to put for those of two countries in `text`, in order."""
    return tuple(
        Replace(Span(*pair.span()), english)
        for pair in (_PAIR.finditer(text) if any(map(text.__contains__, _JOINTS)) else ())
        if (english := _english(pair["first"], pair["second"])) is not None
    )


@cache
def _english(first: str, second: str) -> str | None:
    """The English for a pair; None where one of the two is no country's, or an engine knows both together."""
    row = demonyms.find(second) if fold(first) in _FIRST else None
    if row is None or (row.adjectives[0] in _WELL_KNOWN and first[0].islower()):
        return None
    noun, several = second[0].isupper(), row.form(second) > 1
    plural = "s" if noun and several and not row.adjectives[0].endswith(_UNCHANGED) else ""
    return f"{_FIRST[fold(first)]}-{row.adjectives[0]}{plural}"
