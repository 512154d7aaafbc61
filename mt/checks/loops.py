"""Finds what a translation model repeats when it runs in circles: letters, words, phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, starmap
from operator import eq

from mt.checks import language
from mt.document import Span

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STUTTER = re.compile(r"([^\W\d_])\1{3,}|([^\W\d_]{2,4}?)\2{2,}", re.IGNORECASE)
_LONGEST = 8  # words of a phrase repeated at once
_ECHO = 6  # words of a phrase that comes again further on
_NATURAL = frozenset({"that", "had", "very", "so", "many", "no", "yes", "ha", "bye", "is", "in", "on", "never", "long"})


def found(target: str, source: str) -> Iterator[Span]:
    """The first loop of each kind in the target, unless the source has one of the kind too."""
    for kind in (_stutter, _in_a_row, _again):
        here = kind(target)
        if here and not kind(source):
            yield here
            return


def _stutter(text: str) -> Span | None:
    """ "Brenananan", "Noooo": the same letters over and over within a word."""
    if not any(map(_stutters, language.words(text))):
        return None
    match = _STUTTER.search(text)
    return _around(text, match) if match else None


@lru_cache(maxsize=1 << 16)
def _stutters(word: str) -> bool:
    return _STUTTER.search(word) is not None


def _around(text: str, match: re.Match[str]) -> Span:
    return next(
        Span(*word.span()) for word in _WORD.finditer(text) if word.start() <= match.start() < max(word.end(), 1)
    )


def _in_a_row(text: str) -> Span | None:
    """ "the the", "of the of the": the same words again at once; a pause excuses one or two words that are no name."""
    folded = _folded(text)
    for length, start in sorted(_near(folded)):
        unit = folded[start : start + length]
        if unit != folded[start + length : start + 2 * length] or not _counts(unit):
            continue
        times = 2
        while folded[start + times * length : start + (times + 1) * length] == unit:
            times += 1
        words = list(_WORD.finditer(text))
        span = Span(words[start].start(), words[start + times * length - 1].end())
        seam = text[words[start + length - 1].end() : words[start + length].start()]
        named = length > 1 and all(text[word.start()].isupper() for word in words[start : start + length])
        if times > 2 or length > 2 or ((seam.isspace() or named) and unit[0] not in _NATURAL):
            return span
    return None


def _near(words: list[str]) -> Iterator[tuple[int, int]]:
    """Where a word comes again within a few words, if words may be repeated at once: how many, and where first."""
    if len(set(words)) == len(words):
        return
    pairs = list(pairwise(words))
    if len(set(pairs)) == len(pairs) and not any(starmap(eq, pairs)):
        return
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        for earlier in places.setdefault(word, [])[-_LONGEST:]:
            if place - earlier <= _LONGEST:
                yield place - earlier, earlier
        places[word].append(place)


def _again(text: str) -> Span | None:
    """The same words in two places."""
    folded = _folded(text)
    if len(folded) - len(set(folded)) < _ECHO:
        return None
    units = list(zip(*(folded[k:] for k in range(_ECHO)), strict=False))
    seen: set[tuple[str, ...]] = set()
    for start, unit in enumerate(units) if len(set(units)) < len(units) else ():
        if unit in seen:
            words = list(_WORD.finditer(text))
            return Span(words[start].start(), words[start + _ECHO - 1].end())
        seen.add(unit)
    return None


@lru_cache(maxsize=8)
def _folded(text: str) -> list[str]:
    return list(map(str.casefold, _WORD.findall(text)))


def _counts(unit: list[str]) -> bool:
    """Figures may well come twice ("2, 2")."""
    return not all(word.isdigit() for word in unit)
