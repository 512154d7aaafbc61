"""Terms of the business pages that an engine says as no English paper does: basic points for basis points.

What is put right must be told by the source: its French has to stand there, and where a word means more than one thing
(un titre is a share only where there is a stock exchange) what makes it so must be in the sentence, too. `terms.toml`
has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.articles import INDEFINITE, with_indefinite
from mt.phrasing.common import data_of


class _Term(NamedTuple):
    """A term: its English, the French that must be there, what else must, what must not, and how it is mistaken."""

    english: str
    french: re.Pattern[str]
    beside: re.Pattern[str] | None
    never: re.Pattern[str] | None
    mistaken: re.Pattern[str]


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """What an engine made of the terms of `source`, put right, with the name of the rule."""
    any_of, terms = _terms()
    for term in terms if any_of.search(source) else ():
        told = term.french.search(source) and (term.beside is None or term.beside.search(source))
        if not told or (term.never and term.never.search(source)):
            continue
        for found in term.mistaken.finditer(raw):
            yield "a term of the business pages", _put(term.english, found, raw)


def _put(english: str, found: re.Match[str], raw: str) -> Replace:
    """The term, with a capital where there was one, and with the "a" or "an" before it that it asks for."""
    if found[0][0].isupper() and not found[0].isupper():
        english = english[0].upper() + english[1:]
    article = INDEFINITE.search(raw[: found.start()])
    start = article.start() if article else found.start()
    return Replace(Span(start, found.end()), with_indefinite(raw[start : found.start()], english) + english)


@cache
def _terms() -> tuple[re.Pattern[str], list[_Term]]:
    """The French of any term, to look for it once; and the terms."""
    data = data_of(__file__)
    contexts = data["beside"]
    terms = [
        _Term(
            row["english"],
            _words(row["french"]),
            _words(contexts[row["beside"]]) if "beside" in row else None,
            _words(row["never"]) if "never" in row else None,
            _words(row["mistaken"]),
        )
        for row in data["term"]
    ]
    return _words("|".join(dict.fromkeys(row["french"] for row in data["term"]))), terms


def _words(pattern: str) -> re.Pattern[str]:
    """A pattern for whole words in any case; its apostrophes and blanks stand for every kind of them."""
    spelled = pattern.replace("'", "['’]").replace(" ", "[ \u00a0\u202f]")
    return re.compile(rf"(?<![\w-])(?i:{spelled})(?![\w-])")
