"""Finds what a translation model repeats when it runs in circles: letters, words, phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    match = _STUTTER.search(text)
    return _around(text, match) if match else None


def _around(text: str, match: re.Match[str]) -> Span:
    return next(
        Span(*word.span()) for word in _WORD.finditer(text) if word.start() <= match.start() < max(word.end(), 1)
    )


def _in_a_row(text: str) -> Span | None:
    """ "the the", "of the of the": the same words again at once; a pause excuses one or two words ("No, no")."""
    words = list(_WORD.finditer(text))
    folded = [word[0].casefold() for word in words]
    for length in range(1, _LONGEST + 1):
        for start in range(len(words) - 2 * length + 1):
            unit = folded[start : start + length]
            if unit != folded[start + length : start + 2 * length] or not _counts(unit):
                continue
            times = 2
            while folded[start + times * length : start + (times + 1) * length] == unit:
                times += 1
            span = Span(words[start].start(), words[start + times * length - 1].end())
            seam = text[words[start + length - 1].end() : words[start + length].start()]
            if times > 2 or length > 2 or (seam.isspace() and unit[0] not in _NATURAL):
                return span
    return None


def _again(text: str) -> Span | None:
    """The same words in two places."""
    words = list(_WORD.finditer(text))
    seen: set[tuple[str, ...]] = set()
    for start in range(len(words) - _ECHO + 1):
        unit = tuple(word[0].casefold() for word in words[start : start + _ECHO])
        if unit in seen:
            return Span(words[start].start(), words[start + _ECHO - 1].end())
        seen.add(unit)
    return None


def _counts(unit: list[str]) -> bool:
    """Figures may well come twice ("2, 2")."""
    return not all(word.isdigit() for word in unit)
