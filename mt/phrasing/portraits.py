"""Sentences that open with what somebody is: Veuve depuis 1997, elle vit à Lyon; Père de deux enfants, il enseigne.

An engine that has hardly met such nouns without an article leaves them out or takes them for something else ("He lived
in Brest for two children"), but knows "Un père de deux enfants, il vivait à Brest". So in what it is asked they have
one (`portraits.toml`) where a subject that agrees follows; the reader's text stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing import participles
from mt.phrasing.common import SPACE, bare, data_of

_HEAD = re.compile(rf"(?:[«“\"—–-]{SPACE}?)?(?P<noun>[A-ZÀ-Þ][a-zà-öø-ÿœ]+(?:-[a-zà-öø-ÿœ]+)?)(?={SPACE}[\w«])")
_NOUN = re.compile(
    rf"{SPACE}(?!(?:des|comme|par|pour|dans|dès|depuis|avec|chez|sur|aux|mais|parmi|sans|selon)\b)[a-zà-öø-ÿœ]{{3}}"
)
_PRONOUN = re.compile(rf"[^,]*,{SPACE}(?:il|elle)\b")
_LONGEST = 140  # characters from the noun to the subject


class _Nouns(NamedTuple):
    """`portraits.toml`: the articles of each noun, and of each adjective, for a man and for a woman.

    With the nouns are participles, which stand before a pronoun alone.
    """

    nouns: dict[str, dict[bool, str]]
    adjectives: dict[str, dict[bool, str]]
    participles: frozenset[str]


def articled(text: str, known: Mapping[str, tuple[str, str]] = MappingProxyType({})) -> tuple[Replace, ...]:
    """What to put for the noun that `text` opens with, if a subject that agrees follows.

    Args:
        text: a segment of the source.
        known: nouns that the engine does not know, each with the English to put (`mt.phrasing.words`).
    """
    found = _HEAD.match(text)
    if found is None:
        return ()
    noun = found["noun"][0].lower() + found["noun"][1:]
    behind = text[found.end() : found.end() + _LONGEST]
    listed = _listed()
    articles = listed.nouns.get(noun) or (listed.adjectives.get(noun) if _NOUN.match(behind) else None) or {}
    feminine = next((kind for kind in articles if participles.follows(behind, (kind, False))), None)
    if feminine is None or (noun in listed.participles and not _PRONOUN.match(behind)):
        return ()
    article = articles[feminine]
    put, full = known.get(noun, (noun, ""))
    article = f"{full} " if full and article == "l'" else article if article == "l'" else f"{article} "
    return (Replace(Span(*found.span("noun")), f"{article.capitalize()}{put}"),)


@cache
def _listed() -> _Nouns:
    """The nouns and adjectives with their articles; a capital may have lost its accent."""
    data = data_of(__file__)
    nouns = _by_word(data["either"], "un", "une") | _by_word(data["whose"], "le", "la")
    nouns |= _by_word(data["l'"], "l'", "l'") | _by_word(data["whoever"], "une", "une")
    nouns |= _by_word(data["un"], him="un") | _by_word(data["une"], her="une")
    nouns |= _by_word(data["le"], him="le") | _by_word(data["la"], her="la")
    every = data["adjectives"]
    adjectives = _by_word(every["un"], him="un") | _by_word(every["une"], her="une")
    married, wife = data["pronoun"]["un homme"], data["pronoun"]["une femme"]
    nouns |= _by_word(married, him="un homme") | _by_word(wife, her="une femme")
    adjectives |= _by_word(every["either"], "un", "une")
    return _Nouns(nouns, adjectives, frozenset([*married.split(), *wife.split()]))


def _by_word(words: str, him: str = "", her: str = "") -> dict[str, dict[bool, str]]:
    """The same articles for each of some words."""
    articles = {feminine: article for feminine, article in ((False, him), (True, her)) if article}
    return {word: articles for noun in words.split() for word in (noun, bare(noun[0]) + noun[1:])}
