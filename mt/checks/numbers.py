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
from functools import cache
from itertools import zip_longest

from mt.checks import digits, number_words
from mt.checks.figures import Figure, Value
from mt.checks.language import words
from mt.checks.lexicon import Language, lexicon
from mt.document import Span

_ROMAN = re.compile(r"(?<!\w)[IVX]+(?:er|re|e|ème|ième)")
_HALF = Decimal("0.5")
_DAYS = re.compile(r"\sjours\b")
_RANGE = re.compile(r"\s*(?:[-–—/]|à|et|ou|to|and|or)\s*")


def read(text: str, language: Language) -> list[Figure]:
    """The numbers of a text, in order."""
    written = digits.read(text, language)
    rest = text
    for start, end in (figure.span for figure in written):  # "millions" of "3,5 millions" is not read again
        rest = rest[:start] + "\0" * (end - start) + rest[end:]
    figures = sorted([*written, *number_words.read(rest, language)], key=lambda figure: figure.span)
    return _shared([_measured(figure, text, language) for figure in figures], text)


def _measured(figure: Figure, text: str, language: Language) -> Figure:
    """A figure with what its unit makes of it: "deux ans et demi" are two and a half, "quinze jours" two weeks."""
    if half := _half_behind(language).match(text, figure.span.end):
        halves = frozenset(value + _HALF for value in _numbers(figure))
        whole = figure.values if figure.weight == "spare" or text.startswith(" heure", figure.span.end) else frozenset()
        return replace(figure, span=Span(figure.span.start, half.end()), values=whole | halves)
    days = lexicon(language).days
    if days and _DAYS.match(text, figure.span.end):
        return replace(figure, values=figure.values.union(*(days.get(value, ()) for value in figure.values)))
    return figure


@cache
def _half_behind(language: Language) -> re.Pattern[str]:
    """A unit and "et demi"."""
    halves = "|".join(re.escape(half) for half in lexicon(language).halves)
    return re.compile(rf"\s[^\W\d_]+\s(?:{halves})\b")


def _shared(figures: list[Figure], text: str) -> list[Figure]:
    """Let what a number leaves to another be read with it.

    The first of "3 à 5 millions" may be three million, that of "3 to 7 p.m." an hour; "5,3" behind "6,8 millions" are
    millions as well.
    """
    shared: list[Figure] = []
    scale = Decimal(1)
    for figure, next_one in zip_longest(figures, figures[1:]):
        if next_one and _RANGE.fullmatch(text, figure.span.end, next_one.span.start):
            further = _by_end(figure, next_one)
        else:
            further = {value * scale for value in _numbers(figure) if figure.scale == 1 and not _is_whole(value)}
        shared.append(replace(figure, values=figure.values | further))
        scale = figure.scale if figure.scale > 1 else scale
    return shared


def _by_end(first: Figure, end: Figure) -> set[Value]:
    """Readings of the first number of a range by its end."""
    if first.scale == 1 < end.scale:
        return {value * end.scale for value in _numbers(first)}
    if any(isinstance(value, str) and ":" in value for value in end.values):
        hours = {int(value) for value in _numbers(first) if value <= 24 and _is_whole(value)}
        return {f"{hour % 24}:00" for hour in hours | {hour + 12 for hour in hours if hour < 12}}
    return set()


def _is_whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _numbers(figure: Figure) -> list[Decimal]:
    return [value for value in figure.values if isinstance(value, Decimal)]


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
