"""English that an engine was given, or makes up, and spells as nobody does: a room back; she marrys; the town-hall.

Nouns of two words are put in French order where an engine turns them round (`words`); now and then one stays as it was
put. It is turned afterwards, if a form that it was put for stands in the source (`copied.toml`). Other words go in with
a hyphen, which is taken out again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import capitalised, data_of

_PLAIN = re.compile(r"[\w-]+")
_WORD = re.compile(r"(?<![\w'’])[\w-]+(?![\w'’])")


def corrected(raw: str, source: str) -> Iterator[tuple[str, Replace]]:
    """Where English that was copied is put right, each with the name of its rule."""
    turned, spelled, any_of = _copied()
    if any_of.isdisjoint(_PLAIN.findall(raw.lower())):
        return
    words = list(_WORD.finditer(raw))
    for word in words:
        capital = word is words[0] and word[0][0].isupper()
        if right := spelled.get(word[0][0].lower() + word[0][1:] if capital else word[0]):
            yield "a word's spelling", Replace(Span(*word.span()), capitalised(right) if capital else right)
    for first, second in pairwise(words):
        if first[0].lower() not in any_of:
            continue
        capital = first[0][0].isupper()
        put = f"{first[0][0].lower()}{first[0][1:]} {second[0]}"
        form = turned.get(put) if raw[first.end() : second.start()] == " " else None
        if form and form.search(source):
            right = f"{second[0]} {put.split()[0]}"
            span = Span(first.start(), second.end())
            yield "a noun of two words in order", Replace(span, capitalised(right) if capital else right)


@cache
def _copied() -> tuple[dict[str, re.Pattern[str]], dict[str, str], frozenset[str]]:
    """The nouns as they were put, each with the forms for which; forms misspelled, each with the right one; and the
    words of which one stands where there is any of these, in small letters.
    """
    turned, spelled = listed()
    forms = {put: "|".join(map(re.escape, several)) for put, several in turned.items()}
    any_of = frozenset((*map(str.lower, spelled), *(put.split()[0].lower() for put in turned)))
    return {put: re.compile(rf"(?<![\w-])(?i:{form})(?![\w-])") for put, form in forms.items()}, spelled, any_of


def listed() -> tuple[dict[str, list[str]], dict[str, str]]:
    """`copied.toml`: what is put for which forms, and the spelling of words that are made."""
    data = data_of(__file__)
    return data["turned"], {one: one.replace("-", " ") for one in data["parted"].split()} | data["spelled"]
