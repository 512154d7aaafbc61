"""Streets and squares, which the English press leaves in French: rue Pasteur, quai de la Loire, place de l'Église.

A "place" is more often a position (la place de la France), so of those with "de" only what squares are called after
counts. `streets.toml` holds the words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from mt.document import Span
from mt.edits import Replace
from mt.names.french import french
from mt.names.spelling import key

_SPACE = "[ \u00a0\u202f]"
_CAPITAL = "(?:[A-ZÀ-ÖØ-Þ][^\\W_]*|\\d{1,2}(?=-[A-Z]))(?:[-‐‑'’][^\\W_]+)*"
_OF = f"(?:d[ue]s?{_SPACE}(?:la{_SPACE}|l['’])?|d['’])"
_ARTICLE = re.compile(rf"(?<![\w-])(?:(?P<to>du|des|aux?)|la|les?){_SPACE}$|(?<![\w-])l['’]$", re.IGNORECASE)
_NUMBER = re.compile(rf"\d(?:{_SPACE}(?:bis|ter))?(?P<of>{_SPACE}(?:du|des|de{_SPACE}l['’]|de{_SPACE}la){_SPACE}?)$")
_BARE = re.compile(  # "s'est produit rue Pasteur": what is before says no "in"; not "la petite rue Pasteur"
    rf"(?P<article>\b(?i:l[ae]s?|une?|cette|sa|leur){_SPACE}|\b[lL]['’])?(?<![\w-])(?P<word>[a-zà-ÿ]+){_SPACE}$"
)
_FURTHER = re.compile(rf"{_SPACE}(?:dans|en|au|aux|parmi|face){_SPACE}")  # la place de l'Église dans la société
_NEAR = 60  # characters before a street that may tell
_NEVER = frozenset({"sur", "en", "prendre", "prend", "prennent", "pris", "fait", "faire", "met", "mettre"})
_DAY = "8[ -][Mm]ai[ -]\\d+|11[ -][Nn]ovembre(?:[ -]\\d+)?"


class _Streets:
    """`streets.toml` as sets and patterns."""

    def __init__(self, data: dict[str, str]) -> None:
        self.squares, self.named = frozenset(data["squares"].split()), frozenset(data["named"].split())
        self.before, self.at_home = frozenset(data["before"].split()), frozenset(data["at_home"].split())
        self.abroad = re.compile(data["abroad"])
        words = [*data["streets"].split(), "place"]
        either = "|".join(f"[{word[0]}{word[0].upper()}]{word[1:]}" for word in words)
        run = f"{_CAPITAL}(?:{_SPACE}(?:{_CAPITAL}|et{_SPACE}{_CAPITAL}))*"
        titled = f"(?:(?:{'|'.join(data['titled'].split())})(?:[-‐‑ ]{run})?{_SPACE}d[eu]{_SPACE}{run})"
        self.street = re.compile(rf"(?<![\w-])(?P<word>{either}){_SPACE}(?P<of>{_OF})?(?P<named>{_DAY}|{titled}|{run})")


@cache
def _streets() -> _Streets:
    return _Streets(tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")))


@lru_cache(maxsize=1 << 12)
def is_street(form: str) -> bool:
    """Whether a name is a street's."""
    return _streets().street.fullmatch(form) is not None


def found(text: str) -> Iterator[Span]:
    """Where streets stand in a text, each without its article."""
    for match in _streets().street.finditer(text):
        place, quai = (match["word"].lower() == word for word in ("place", "quai"))
        institution = quai and match["named"] in ("Orsay", "Branly")  # le Quai d'Orsay a réagi
        if not institution and not _is_abroad(match["named"]) and (not place or _is_square(text, match)):
            yield Span(*match.span())


def _is_abroad(named: str) -> bool:
    """Whether what a street is called after says that it is not in France."""
    home, abroad = _streets().at_home, _streets().abroad
    return any(word not in home and abroad.fullmatch(word) for word in key(named))


def _is_square(text: str, match: re.Match[str]) -> bool:
    """Whether a "place" is a square: place Bellecour, place de la Mairie; not "à la place de", "sur place"."""
    before = text[max(0, match.start() - _NEAR) : match.start()].lower().split()[-2:]
    if before and before[-1] in _NEVER:
        return False
    if match["of"] is None:
        several = len(key(match["named"])) > 1 and key(match["named"])[0] in french().given
        return several or match["named"] in _streets().named
    instead = before == ["à", "la"] or _FURTHER.match(text, match.end())
    return not instead and match["named"] in _streets().squares


def put(source: str, place: Span, form: str) -> Replace:
    """The change that puts another name for a street, without its article: du quai de la Loire, de Rue Martin."""
    start = max(0, place.start - _NEAR)
    head = source[start : place.start]
    if number := _NUMBER.search(head):
        return Replace(Span(start + number.start("of"), place.end), f", {form}")
    if article := _ARTICLE.search(head):
        to = {"d": "de ", "a": "à "}[article["to"][0].lower()] if article["to"] else ""
        return Replace(Span(start + article.start(), place.end), to + form)
    bare = _BARE.search(head)
    located = bare is not None and bare["word"] not in _streets().before and bare["article"] is None
    return Replace(place, f"sur {form}" if located else form)
