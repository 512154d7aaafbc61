"""Compares the numbers of a French text with those of its English translation.

"3,5 %", "1,25 million", "20 h 30", "XXe", "années 1980", "soixante-dix" and their English counterparts become values.
This is made for comparing, not for converting: where a notation is ambiguous every reading is kept, and a number is
missed only where no reading of it stands on the other side. Units and currencies are left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, zip_longest

from mt.checks import digits, number_words
from mt.checks.figures import Figure
from mt.checks.language import words
from mt.checks.lexicon import Language, lexicon

_ROMAN = re.compile(r"(?<!\w)[IVX]+(?:er|re|e|ème|ième)")
_RANGE = re.compile(r"\s*(?:[-–—/]|à|et|ou|to|and|or)\s*")


def read(text: str, language: Language) -> list[Figure]:
    """The numbers of a text, in order."""
    written = digits.read(text, language)
    rest = text
    for start, end in (figure.span for figure in written):  # "millions" of "3,5 millions" is not read again
        rest = rest[:start] + "\0" * (end - start) + rest[end:]
    figures = sorted([*written, *number_words.read(rest, language)], key=lambda figure: figure.span)
    return _share_scales(figures, text)


def _share_scales(figures: list[Figure], text: str) -> list[Figure]:
    """Let the first number of "3 à 5 millions" also be read as three million."""
    shared = list(figures)
    for index, (first, second) in enumerate(pairwise(figures)):
        if first.scale == 1 < second.scale and _RANGE.fullmatch(text, first.span.end, second.span.start):
            larger = {value * second.scale for value in first.values if isinstance(value, Decimal)}
            shared[index] = replace(first, values=first.values | larger)
    return shared


def may_differ(source: str, target: str) -> bool:
    """False where a quick look tells that `differences` has nothing to say of a French and an English text.

    It speaks of a number in digits that is missing, or of two in words (or Roman) that stand against each other.
    """
    sides: tuple[tuple[str, Language], ...] = ((source, "french"), (target, "english"))
    if digits.has_any(source) or digits.has_any(target):
        ours, theirs = (digits.read(text, language) for text, language in sides)
        if _unanswered(ours, theirs) or _unanswered(theirs, ours):
            return True
    return all(
        not lexicon(language).counting.isdisjoint(words(text)) or _ROMAN.search(text) for text, language in sides
    )


def differences(source: list[Figure], target: list[Figure]) -> list[tuple[Figure | None, Figure | None]]:
    """Pairs of numbers that stand where the other side has another, or None."""
    lost, added = _unanswered(source, target), _unanswered(target, source)
    pairs: list[tuple[Figure | None, Figure | None]] = []
    for ours, theirs in zip_longest(lost, added):
        # A number word without a counterpart is a turn of phrase; against another number it is a mistake.
        if (ours and theirs) or (ours or theirs).weight == "digits":
            pairs.append((ours, theirs))
    return pairs


def _unanswered(figures: Sequence[Figure], others: Sequence[Figure]) -> list[Figure]:
    """The figures of which no reading stands among the others, those in digits first."""
    known = {value for other in others for value in other.values | other.parts}
    missing = [
        figure
        for figure in figures
        if figure.weight != "spare" and known.isdisjoint(figure.values) and not (figure.parts and figure.parts <= known)
    ]
    return sorted(missing, key=lambda figure: figure.weight != "digits")
