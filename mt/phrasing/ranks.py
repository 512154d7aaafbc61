"""Titles as the English press has them: a prince héritier is a crown prince, Quebec's premier ministre is a premier.

An engine says them word by word (a prince heir), and said in English to it they are turned round; so they are put right
in its English, where the source has the title (`ranks.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import data_of

_NAMED, _THE = re.compile(r" [A-ZÀ-Þ]"), re.compile(r"(?<![\w-])[Tt]he $")


class _Title(NamedTuple):
    """What is right, what an engine says for it, and what the source has, in small letters."""

    right: str
    said: re.Pattern[str]
    french: re.Pattern[str]


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """Where a title in the English for `source` is put right, each with the name of its rule."""
    lower = source.lower()
    for title in _titles():
        for one in title.said.finditer(raw) if title.french.search(lower) else ():
            named = _NAMED.match(raw, one.end()) is not None
            the = _THE.search(raw, 0, one.start()) if named else None
            place = Span(the.start() if the else one.start(), one.end())
            yield "a title of the press", Replace(place, title.right.title() if named else _cased(title.right, one[0]))


def _cased(right: str, said: str) -> str:
    """The title with as many capitals as what was said."""
    if all(word[0].isupper() for word in said.split()):
        return right.title()
    return right[0].upper() + right[1:] if said[0].isupper() else right


@cache
def _titles() -> tuple[_Title, ...]:
    return tuple(
        _Title(
            one["right"],
            re.compile(rf"(?<![\w-])(?i:{one['said']})(?![\w-])"),
            re.compile(rf"{one['french']}(?![\w-])"),  # a letter first is quick to look for
        )
        for one in data_of(__file__)["title"]
    )
