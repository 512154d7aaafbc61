"""Words that are no English words: a small model puts them together from pieces, and a fluent reader passes over them.

A word counts if the lexicon of word links, the dictionary of pyspellchecker or `english_words.toml` has it, as it
stands, in its American spelling, as a plural or behind a prefix. Names are not looked at, nor anything with a hyphen,
an apostrophe or a capital that no sentence begins with.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from mt import verbatim
from mt.align import lexicon
from mt.document import Segment, Span, marked

SHORTEST = 4  # letters; shorter words may be anything
_WORD = re.compile(r"(?<![\w'’-])[^\W\d_]+(?![\w'’-]|\.\w)")

_NO_PLURAL = re.compile(r"(?:[^aeiou]y|[sxz]|sh|ch)s$")  # "deputys", "boxs"


class _Known(NamedTuple):
    words: frozenset[str]
    british: tuple[tuple[str, str], ...]
    before: tuple[str, ...]


def unknown(segment: Segment) -> Iterator[Span]:
    """Words of the target that no English word is like, names and addresses left out."""
    left_out = None
    head = next((place for place, sign in enumerate(segment.target) if sign.isalnum()), 0)
    for found in _WORD.finditer(segment.target):
        word = found[0]
        if len(word) < SHORTEST or is_word(word.lower()):
            continue
        at_head = found.start() == head and word.istitle() and word not in segment.source  # else a name
        if not (at_head or word.islower()):
            continue
        if left_out is None:
            places = [name.target for name in segment.names if name.target] + verbatim.kept(segment.target)
            left_out = marked(places, len(segment.target))
        if not any(left_out[found.start() : found.end()]):
            yield Span(*found.span())


@lru_cache(maxsize=1 << 15)
def is_word(word: str) -> bool:
    """Whether a word in small letters is English."""
    if lexicon.is_known(word, 1) or _listed(word):
        return True
    if word.endswith("s") and len(word) > SHORTEST and not _NO_PLURAL.search(word) and is_word(word[:-1]):
        return True
    if any(british in word and _listed(word.replace(british, ours)) for british, ours in _known().british):
        return True
    return any(word.startswith(part) and _listed(word[len(part) :], SHORTEST) for part in _known().before)


def _listed(word: str, least: int = 1) -> bool:
    return len(word) >= least and word in _known().words


@cache
def _known() -> _Known:
    """The dictionary; a seventh of a second, then kept."""
    from spellchecker import SpellChecker

    own = tomllib.loads(files("mt.checks").joinpath("english_words.toml").read_text(encoding="utf-8"))
    words = frozenset(SpellChecker(language="en", distance=1).word_frequency.words())
    british = tuple((one, other) for one, other in own["british"])
    return _Known(words.union(own["words"].split()), british, tuple(own["before"].split()))
