"""Why a pair of sentences is left out of training: the first reason that holds, in a word.

Judges one pair at a time, normalised; what needs the whole corpus (duplicates) or the pieces (over-long in pieces) is
counted by `preparation` under the reasons named here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mt.checks.language import rival
from mt.training.recipe import Filters

LANGUAGES = {"fr": "French", "en": "English", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "de": "German"}
DUPLICATE, DEVELOPMENT, OVER_LONG = "duplicate", "development set", "over-long in pieces"
_SLACK = 2  # words added to both sides: short sentences may well be three times as long in the other language
_SHORT = 5  # words; below it a ratio says nothing
_GARBLED = re.compile("\ufffd|[\u0080-\u009f]|Ã[\u0080-\u00bf©¨ª«§´®¢»¹]|â€|ï¿½")


def reason(source: str, target: str, filters: Filters, languages: tuple[str, str]) -> str:
    """Why this pair is left out; empty if it is kept. The texts are normalised."""
    if not source or not target:
        return "empty"
    checks: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("over-long", lambda: max(_words(source), _words(target)) > filters.words),
        ("length ratio", lambda: _lopsided(_words(source), _words(target), filters.ratio)),
        ("identical sides", lambda: source == target and _words(source) > filters.identical),
        ("characters", lambda: _odd(source, filters.letters) or _odd(target, filters.letters)),
        ("language", lambda: filters.language and (_foreign(source, languages[0]) or _foreign(target, languages[1]))),
    )
    return next((name for name, holds in checks if holds()), "")


def _words(text: str) -> int:
    return len(text.split())


def _lopsided(source: int, target: int, ratio: float) -> bool:
    if max(source, target) <= _SHORT:
        return False
    return not 1 / ratio < (source + _SLACK) / (target + _SLACK) < ratio


def _odd(text: str, share: float) -> bool:
    """Mostly no letters, or with the marks of a wrong decoding."""
    letters = sum(character.isalpha() for character in text)
    return letters < share * len(text.replace(" ", "")) or bool(_GARBLED.search(text))


def _foreign(text: str, code: str) -> bool:
    """Whether the small words vote for another language; languages without a list of small words always pass."""
    language = LANGUAGES.get(code)
    return language is not None and bool(rival(text, language))
