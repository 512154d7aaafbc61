"""Compares the units that figures bear in a French text and in its English translation.

A unit is lost where a French figure bears it and the English has no word or sign for it at all, and new the other way
round: "20 and 30%" answers « 20 % et 30 % », and who writes miles for kilometres is understood. A figure that stands
once in either text must bear the same unit in both.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

from mt.checks.language import words
from mt.checks.lexicon import Language, lexicon
from mt.document import Span

_DIGIT = re.compile(r"\d")
_SEPARATORS = re.compile(r"[\s.,'’]")
_UNSAID = re.compile(r"\d\s?h\s?\d\d(?!\d)")  # 2 h 30, and no word for the minutes
_SIGNS = "€$£¥"
_SIGN = re.compile(rf"[{_SIGNS}%°]")


class Measure(NamedTuple):
    """A figure that bears a unit: its digits, the unit's name and how it is written, where both stand."""

    digits: str
    unit: str
    form: str
    span: Span


class _Units(NamedTuple):
    """The units of one language.

    Of each form its unit, and of the last word and the signs of each form; what finds figures with units; what finds a
    unit anywhere.
    """

    names: dict[str, str]
    words: dict[str, str]
    beside: re.Pattern[str]
    anywhere: dict[str, re.Pattern[str]]


def differences(source: str, target: str) -> Iterator[tuple[Measure | None, Measure | None]]:
    """Measures that the other text has with another unit, or whose unit is nowhere in it (None); each unit once."""
    if not (_DIGIT.search(source) or _DIGIT.search(target)):
        return
    mentioned = _mentioned(source, "french"), _mentioned(target, "english")
    if mentioned[0] == mentioned[1] and len(mentioned[0]) < 2:  # nothing lost or new, and nothing to take for another
        return
    ours, theirs = read(source, "french"), read(target, "english")
    swapped = _swapped(ours, theirs)
    said = [
        *swapped,
        *((one, None) for one in ours if not _units("english").anywhere[one.unit].search(target)),
        *((None, other) for other in theirs if not _is_said(other.unit, source)),
    ]
    told: set[str] = set()
    for one, other in said:
        units = {measure.unit for measure in (one, other) if measure}
        if told.isdisjoint(units):
            yield one, other
        told |= units


def _is_said(unit: str, source: str) -> bool:
    """Whether a French text has a word or sign for a unit, or says how many minutes behind an hour."""
    if unit == "minute" and _UNSAID.search(source):
        return True
    return _units("french").anywhere[unit].search(source) is not None


def _mentioned(text: str, language: Language) -> set[str]:
    """The units whose words or signs stand anywhere: a quick look."""
    units = _units(language)
    found = {units.words[word] for word in units.words.keys() & words(text)}
    return found.union(map(units.words.__getitem__, _SIGN.findall(text)))


def _swapped(ours: list[Measure], theirs: list[Measure]) -> list[tuple[Measure, Measure]]:
    """Figures that both texts have once, with different units."""
    sides = []
    for measures in (ours, theirs):
        digits = [measure.digits for measure in measures]
        sides.append({measure.digits: measure for measure in measures if digits.count(measure.digits) == 1})
    return [
        (one, sides[1][digits])
        for digits, one in sides[0].items()
        if digits in sides[1] and sides[1][digits].unit != one.unit
    ]


def read(text: str, language: Language) -> list[Measure]:
    """The figures of a text that bear a unit; of "4 €/m²" two."""
    units = _units(language)
    found = []
    for match in units.beside.finditer(text):
        digits = _SEPARATORS.sub("", match["digits"])
        for form in (match["unit"] or match["sign"], match["per"]):
            if form:
                found.append(Measure(digits, units.names[form.casefold()], form, Span(*match.span())))
    return found


@cache
def _units(language: Language) -> _Units:
    table = tomllib.loads(files("mt.checks").joinpath("units.toml").read_text(encoding="utf-8"))
    names = {form.casefold(): unit for unit, kinds in table.items() for form in kinds[language]}
    scales = "|".join(sorted(lexicon(language).scales, key=len, reverse=True))
    unit = rf"{_either(names)}(?![\w²³])"
    beside = re.compile(
        rf"(?:(?P<sign>[{_SIGNS}])\s?)?(?<!\w)(?P<digits>\d(?:[.,\s]?\d)*)(?:\s(?:{scales})\b)?"
        rf"(?:[\s-]?(?:d['’]|de\s)?(?P<unit>{unit}))?(?:\s?(?:/|per\s|par\s|le\s|a\s)\s?(?P<per>{unit}))?",
        re.IGNORECASE,
    )
    anywhere = {
        name: re.compile(rf"(?<![^\W\d_]){_either({*chain(*kinds.values())})}(?![^\W\d_²³])", re.IGNORECASE)
        for name, kinds in table.items()
    }
    parts = {part: unit for form, unit in names.items() for part in (*words(form)[-1:], *_SIGN.findall(form))}
    return _Units(names, {part: unit for part, unit in parts.items() if part not in "clm"} | names, beside, anywhere)


def _either(forms: Iterable[str]) -> str:
    """A pattern for any of the forms, the longest first."""
    return f"(?:{'|'.join(re.escape(form) for form in sorted(forms, key=len, reverse=True))})"
