"""Spellings made comparable: words with their places, and folding (case, accents, letters without an accent-free pair).

Nothing here knows a language or decides anything; likeness of two names is `clusters`, rewriting one is `romanisation`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from mt.document import Span

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_ROMAN = re.compile(r"[IVXLCDM]+")
_LONGEST_ACRONYM = 6  # letters; a longer word in capitals is rather a surname, or shouted
_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ə": "a", "ħ": "h"}
)


@lru_cache(maxsize=1 << 13)
def words(text: str) -> tuple[Span, ...]:
    """Runs of letters and digits; hyphens and apostrophes part them."""
    return tuple([Span._make(match.span()) for match in _WORD.finditer(text)])


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """`text` in lower case without accents: "Guérassimov" → "guerassimov", "Əliyev" → "aliyev"."""
    lower = text.lower()
    if lower.isascii():
        return lower
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(letter))
    return plain.translate(_LETTERS)


@lru_cache(maxsize=1 << 16)
def key(text: str) -> tuple[str, ...]:
    """The folded words of `text`: what two spellings share that differ in case, accents, hyphens or spaces alone."""
    return tuple(_WORD.findall(fold(text)))


def in_one(text: str) -> bool:
    """Whether a name has no blank in it: Erevan, Okonjo-Iweala, Meurthe-et-Moselle."""
    return len(text.split()) == 1


def is_upper(text: str) -> bool:
    """Whether a stretch of text is set in capitals throughout (a heading, an acronym)."""
    return text.isupper() and sum(letter.isalpha() for letter in text) > 1


def is_acronym(text: str) -> bool:
    """Whether a word is a few capitals, digits among them or not: SNCF, TF1; no Roman number."""
    return len(text) <= _LONGEST_ACRONYM and text.isalnum() and is_upper(text) and not _ROMAN.fullmatch(text)


def slug(text: str) -> str:
    """An identifier made of a form: "Nikol Pashinyan" → "nikol-pashinyan"."""
    return "-".join(key(text)) or "name"
