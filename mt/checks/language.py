"""Guesses the language of a text by a vote of its small words, and by its script.

Enough to say "this is no French"; a list of seven languages and a count, no model. Languages of the Latin script that
are not in `function_words.toml` get no votes and pass for undecided.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter

_WORD = re.compile(r"(?<!\d)[^\W\d_]+")  # the e of "3e" is no Spanish word
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_ENOUGH = 3  # votes; below it a title or a name would decide
_CLEARLY = 1.5  # times the votes of French


@cache
def _ballots() -> dict[str, frozenset[str]]:
    table = tomllib.loads(files("mt.checks").joinpath("function_words.toml").read_text(encoding="utf-8"))
    return {language: frozenset(words.split()) for language, words in table.items()}


@lru_cache(maxsize=4096)  # several checks look at the same two texts
def words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, in order; figures are none."""
    return tuple(_WORD.findall(text.casefold()))


@cache
def _languages() -> dict[str, list[str]]:
    """Which languages have a small word."""
    found: dict[str, list[str]] = {}
    for language, ballot in _ballots().items():
        for word in ballot:
            found.setdefault(word, []).append(language)
    return found


def votes(text: str) -> Counter[str]:
    """How many different small words of each language the text holds; "non, non et non" has one of Italian."""
    return Counter(_votes(words(text)))


def _votes(said: Iterable[str]) -> dict[str, int]:
    counts = dict.fromkeys(_ballots(), 0)
    languages = _languages()
    for word in languages.keys() & said:
        for language in languages[word]:
            counts[language] += 1
    return counts


@cache
def only(language: str, other: str) -> frozenset[str]:
    """The small words that a language ("French") has and another has not."""
    return _ballots()[language] - _ballots()[other]


def rival(text: str, language: str = "French") -> str:
    """The language or script a text is in rather than in `language`; empty if it may well be in that."""
    return _rival(text, words(text), language)


def rival_of_all(texts: Iterable[str], language: str = "French") -> str:
    """`rival` of texts that belong together."""
    whole = list(texts)
    return _rival("\n".join(whole), set().union(*map(words, whole)), language)


def _rival(text: str, said: Iterable[str], language: str) -> str:
    if script := _foreign_script(text):
        return f"{script} script"
    counts = _votes(said)
    best, most = max(counts.items(), key=itemgetter(1))
    clear = best != language and most >= _ENOUGH and most > _CLEARLY * counts[language]
    return best if clear else ""


@cache
def script(character: str) -> str:
    """The script of a letter as Unicode names it ("Latin", "Cyrillic"); empty for anything else."""
    return unicodedata.name(character, "").split(" ")[0].capitalize() if character.isalpha() else ""


def _foreign_script(text: str) -> str:
    """The script of more than half of the letters, unless it is Latin."""
    plain = text.encode("ascii", "ignore")
    if len(text) - len(plain) <= len(plain.translate(None, _NO_LETTERS)):
        return ""  # more letters of ASCII than other characters
    scripts = Counter(script(character) for character in text if character.isalpha())
    if not scripts:
        return ""
    name, count = scripts.most_common(1)[0]
    return name if name not in ("Latin", "") and 2 * count > scripts.total() else ""
