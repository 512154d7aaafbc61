"""Ages and births, as an engine says them right.

It takes "âgés de 9 et 6 ans" for a range and is asked aged 9 et 6; of "son bac à 16 ans" it makes a 16-year-old one and
is asked à l'âge de 16 ans; with Née it lets people grow up on the day of their birth, but not with Born. Other years
(condamné à 10 ans de prison, le taux à 10 ans) stay; `ages.toml` says what tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import SPACE, data_of

_YEARS = r"(?:[5-9]|[1-9]\d|1[01]\d)"
_SEVERAL = re.compile(
    rf"(?<!\w)(?P<aged>âgée?s{SPACE}de){SPACE}\d{{1,3}}(?:,{SPACE}\d{{1,3}})*{SPACE}et(?P<of>{SPACE}de)?{SPACE}"
    rf"\d{{1,3}}(?P<years>{SPACE}ans)(?!\w)"
)
_FIRST = re.compile(
    rf"(?:^|(?<=[.!?»”\"]{SPACE}))(?P<aged>[ÂA]gée?s?{SPACE}de){SPACE}{_YEARS}(?P<years>{SPACE}ans)(?=,)"
)
_AT = re.compile(
    rf"(?<![\w'’-])(?<!\d{SPACE})(?P<at>[àÀ]|(?:^|(?<=[.!?»”\"]{SPACE}))A){SPACE}{_YEARS}{SPACE}ans(?![\w-])"
)
_BORN = re.compile(rf"(?:^|(?<=[.!?»”\"]{SPACE})|(?<=^[«“—–-]{SPACE})|(?<=^[«“\"]))Née?s?(?={SPACE}[^\W_])")
_SENTENCE = re.compile(r"[^.!?]*$")


class _Context(NamedTuple):
    """`ages.toml`: what stands before and behind years that are no age."""

    before: re.Pattern[str]
    behind: re.Pattern[str]


def plainly(text: str) -> list[Replace]:
    """What to put for the ages and births in `text`, in order."""
    found = [Replace(Span(*born.span()), "Born") for born in _BORN.finditer(text)] if "Né" in text else []
    return sorted([*found, *_ages(text)]) if "ans" in text else found


def _ages(text: str) -> Iterator[Replace]:
    for pattern in (_SEVERAL, _FIRST):
        for several in pattern.finditer(text):
            yield Replace(Span(*several.span("aged")), "Aged" if several["aged"][0] in "ÂA" else "aged")
            yield Replace(Span(*several.span("years")), "")
            if several.groupdict().get("of"):
                yield Replace(Span(*several.span("of")), "")
    for one in _AT.finditer(text):
        before = _SENTENCE.search(text, 0, one.start())
        if _context().behind.match(text, one.end()) or (before and _context().before.search(before[0])):
            continue
        yield Replace(Span(*one.span("at")), "à l'âge de" if one["at"] == "à" else "À l'âge de")


@cache
def _context() -> _Context:
    data = data_of(__file__)
    before, behind = ("|".join(data[key]).replace(" ", SPACE) for key in _Context._fields)
    return _Context(
        re.compile(rf"(?<!\w)(?:{before})", re.IGNORECASE),
        re.compile(rf"{SPACE}(?:{behind})(?:(?<=['’])|(?!\w))"),
    )
