"""Acronyms of the French press that English says otherwise: les TPE are very small businesses, la PMA is no LDC.

An engine has met most of them as something else or not at all. In what it is asked some give way to the words they are
made of; what it copies is put right in its English (la GPA: surrogacy). One in brackets, or with brackets behind it, is
explained there, and stays. `french_acronyms.toml` has them. Names of bodies are for `mt.names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import SPACE, capitalised, data_of

_SEVERAL = re.compile(
    rf"(?:(?<![\w'’-])(?:les|des|aux|ces|ses|nos|vos|leurs|mes|certaine?s|plusieurs|quelques|toutes|tous|nombreu(?:x|ses)"
    rf"|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|entre|petites|autres)|\d){SPACE}$",
    re.IGNORECASE,
)
_NOUN = re.compile(  # le dossier PMA
    rf"(?<![\w-])(?!(?:les?|la|une?|d[ue]s?|aux?|ces?|cet(?:te)?|[msl]e[sur]+|[msv]a|mon|son|nos|vos|notre|votre|et|ou|ni"
    rf"|à|en|par|pour|sur|sous|sans|avec|chez|dans|entre|contre|comme|que|dont|est|sont|plusieurs|quelques|chaque|aucune?"
    rf"|toutes?|tous|certaine?s|nombreux|nombreuses|petites|autres?|premi[eè]re?s?|première|nouvelles?|deux|trois|quatre"
    rf"|cinq|six|sept|huit|neuf|dix){SPACE})[^\W\d_]{{2,}}{SPACE}$",
    re.IGNORECASE,
)
_NEAR = 20  # characters before an acronym in which its number is told


class _Mistaken(NamedTuple):
    """What is put right: the English, what must be in the source, and what it stands for."""

    english: str
    source: re.Pattern[str]
    said: re.Pattern[str]


class _Acronyms(NamedTuple):
    """`french_acronyms.toml`: what is put for each, a pattern for them, and what is put right, if `any_of` is there."""

    plain: dict[str, tuple[str, str]]
    pattern: re.Pattern[str]
    any_of: re.Pattern[str]
    mistaken: tuple[_Mistaken, ...]


@lru_cache(maxsize=1 << 10)  # a sentence is looked at when its names are found, and again before the engine is asked
def plainly(text: str) -> tuple[Replace, ...]:
    """What to put for the acronyms in `text`, in order."""
    found: list[Replace] = []
    for match in _acronyms().pattern.finditer(text):
        one, several = _acronyms().plain[match[0]]
        before = text[max(0, match.start() - _NEAR) : match.start()]
        if _NOUN.search(before):
            continue
        found.append(Replace(Span(*match.span()), several if _SEVERAL.search(before) else one))
    return tuple(found)


def spans(text: str) -> list[Span]:
    """Where acronyms stand in `text` that are said otherwise in English, and so are no names."""
    return [change.span for change in plainly(text)]


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """What an engine made of an acronym of `source`, put right, with the name of the rule."""
    for english, needed, said in _acronyms().mistaken if _acronyms().any_of.search(source) else ():
        for found in said.finditer(raw) if needed.search(source) else ():
            capital = found.start() == 0 or (found[0][0].isupper() and found[0][1:2].islower())
            yield (
                "a French acronym",
                Replace(Span(*found.span()), capitalised(english) if capital else english),
            )


@cache
def _acronyms() -> _Acronyms:
    data = data_of(__file__)
    plain = {short: (one, several) for short, (one, several) in data["plain"].items()}
    either = "|".join(sorted(plain, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w(-])(?:{either})(?![\w-])(?!{SPACE}\()")
    rows = data["mistaken"].items()
    any_of = re.compile("|".join(row["source"] for _, row in rows))
    mistaken = (_Mistaken(english, _word(row["source"]), _word(row["english"])) for english, row in rows)
    return _Acronyms(plain, pattern, any_of, tuple(mistaken))


def _word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])")
