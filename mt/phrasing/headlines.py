"""Headlines that begin with a noun without its article: Meurtre à Lyon, Canicule : dix départements en alerte.

An engine trained on debates says "Murter in Lyon", but knows the word in "Le meurtre à Lyon". So in what it is asked
the article is given back (`headlines.toml`), and from the translation it goes again, as English headlines lack it too;
the reader's text stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import bare, data_of

_OF = r"d(?:e|u|es)[ \u00a0]|d['’]"
_NOUN = re.compile(
    rf"(?P<noun>[A-ZÀ-Þ][a-zà-öø-ÿœ-]+)[ \u00a0\u202f]?(?:(?<=\s)(?:(?P<of>{_OF})|(?P<name>[A-ZÀ-Þ])|[a-zà-ÿ])|:)"
)
_THE = re.compile(r"(?:The|THE) (?=\w)")


def articled(text: str, known: Mapping[str, tuple[str, str]] = MappingProxyType({})) -> tuple[Replace, ...]:
    """What to put for the first word of `text`, if it is a noun of headlines without its article.

    Args:
        text: a segment of the source.
        known: nouns that the engine does not know, each with the English to put and the article before that
            (`mt.phrasing.words`).
    """
    shouted = text.isupper()
    match = _NOUN.match(text.capitalize() if shouted else text)
    if match is None:
        return ()
    word = match["noun"]
    noun = word[0].lower() + word[1:]
    always, before_name, before_of = _articles()
    article = before_name.get(noun) if match["name"] and not shouted else always.get(noun)
    article = article or (before_of.get(noun) if match["of"] else None)
    if article is None:
        return ()
    noun, full = known.get(noun, (noun, ""))
    article = full or article
    put = article.capitalize() + ("" if article.endswith("'") else " ") + noun
    return (Replace(Span(0, len(word)), put.upper() if shouted else put),)


def without_article(target: str, source: str) -> Replace | None:
    """How a translation loses the article at its head, if the source is a headline that has none."""
    found = _THE.match(target) if articled(source) else None
    return Replace(Span(0, found.end() + 1), target[found.end()].upper()) if found else None


@cache
def _articles() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The article of each noun, and of those before a name and before "de"; a capital may have lost its accent."""
    data = data_of(__file__)
    name, of = data.pop("name"), data.pop("of")
    return _by_noun(data), _by_noun(name), _by_noun(of)


def _by_noun(rows: dict[str, str]) -> dict[str, str]:
    found = {noun: article for article, nouns in rows.items() for noun in nouns.split()}
    return {bare(noun[0]) + noun[1:]: article for noun, article in found.items()} | found
