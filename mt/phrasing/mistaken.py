"""English that is wrong by rule for certain French: he marked a goal, the head of series no. 4, the 71th minute.

What cannot be said otherwise in what an engine is asked is put right in its answer, if the French has the words that
it stands for (`mistaken.toml`); each is an edit on record with its rule's name. Ordinals are spelled right anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import data_of

_ORDINAL = re.compile(r"(?<![\w.,])(?P<number>\d+)(?P<ending>st|nd|rd|th|e(?=\)))\b")
_ENDINGS = {"1": "st", "2": "nd", "3": "rd"}


class _Rule(NamedTuple):
    """What must be in the French, what is wrong in the English, and what is right."""

    name: str
    source: re.Pattern[str]
    english: re.Pattern[str]
    right: str


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """Where English is put right, each with the name of its rule."""
    for found in _ORDINAL.finditer(raw):
        number = found["number"]
        ending = "th" if number[-2:-1] == "1" else _ENDINGS.get(number[-1], "th")
        if ending != found["ending"]:
            yield "an ordinal's spelling", Replace(Span(*found.span("ending")), ending)
    for rule in _rules():
        if rule.source.search(source):
            for found in rule.english.finditer(raw):
                right = found.expand(rule.right)
                capital = found[0][0].isupper() and rule.right[0] != "\\"
                put = right[0].upper() + right[1:] if capital else right
                if put != found[0]:
                    yield rule.name, Replace(Span(*found.span()), put)


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(name, re.compile(row["source"]), re.compile(row["english"]), row["right"])
        for name, rows in data_of(__file__).items()
        for row in rows
    )
