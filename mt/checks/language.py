"""Guesses the language of a text by a vote of its small words, and by its script.

Enough to say "this is no French"; a list of seven languages and a count, no model. Languages of the Latin script that
are not in `function_words.toml` get no votes and pass for undecided.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 3  # votes; below it a title or a name would decide
_CLEARLY = 1.5  # times the votes of French


@cache
def _ballots() -> dict[str, frozenset[str]]:
    table = tomllib.loads(files("mt.checks").joinpath("function_words.toml").read_text(encoding="utf-8"))
    return {language: frozenset(words.split()) for language, words in table.items()}


def votes(text: str) -> Counter[str]:
    """How many different small words of each language the text holds; "non, non et non" has one of Italian."""
    words = set(_WORD.findall(text.casefold()))
    return Counter({language: len(words & ballot) for language, ballot in _ballots().items()})


def is_function_word(word: str, language: str) -> bool:
    """Whether the word is a small word of this language ("French")."""
    return word.casefold() in _ballots()[language]


def rival(text: str, language: str = "French") -> str:
    """The language or script a text is in rather than in `language`; empty if it may well be in that."""
    if script := _foreign_script(text):
        return f"{script} script"
    counts = votes(text)
    best, most = counts.most_common(1)[0]
    clear = best != language and most >= _ENOUGH and most > _CLEARLY * counts[language]
    return best if clear else ""


@cache
def script(character: str) -> str:
    """The script of a letter as Unicode names it ("Latin", "Cyrillic"); empty for anything else."""
    return unicodedata.name(character, "").split(" ")[0].capitalize() if character.isalpha() else ""


def _foreign_script(text: str) -> str:
    """The script of more than half of the letters, unless it is Latin."""
    scripts = Counter(script(character) for character in text if character.isalpha())
    if not scripts:
        return ""
    name, count = scripts.most_common(1)[0]
    return name if name not in ("Latin", "") and 2 * count > scripts.total() else ""
