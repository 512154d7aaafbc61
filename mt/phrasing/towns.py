"""Adjectives of towns, départements and regions: une entreprise nantaise, le préfet finistérien, deux élus brestois.

The press has hundreds and hardly a corpus any, so an engine makes something up from their pieces ("a nervous company",
"two Brazilian councillors"); the places themselves it knows. In what it is asked an adjective behind its noun gives way
to its place (`towns.tsv`; the words that tell are in `towns.toml`); the reader's text stays as it is. Left alone are
people (les nantais), dishes and languages, and clubs, whose names the adjectives are part of. Left out are adjectives
that an engine knows (parisien, corse) or that are names to `mt.names` (genevois), and those that mean other things.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import SPACE, data_of

TABLE = Path(__file__).with_suffix(".tsv")
_LETTERS = "a-zà-öø-ÿœ"
_ADJECTIVE = re.compile(rf"(?<={SPACE})[{_LETTERS}]+(?:[-'’][{_LETTERS}]+)*(?![\w'’-])")
_BEFORE = re.compile(rf"(?:(?P<first>\w[\w-]*)(?:['’]|{SPACE}+))?(?P<word>[^\W\d_][\w-]*){SPACE}+$")
_JOINED = re.compile(rf"(?P<other>[\w'’-]+)(?:{SPACE}+(?P<and>et|ou)|,){SPACE}+$")
_NAMED = re.compile(rf"{SPACE}+d(?:e{SPACE}+|['’])[A-ZÀ-ÖØ-ÞŒ]")
_BESIDE = re.compile(rf"{SPACE}+[A-ZÀ-ÖØ-ÞŒ]")
_NEXT = re.compile(rf"{SPACE}+(?P<words>(?P<of>d(?:e{SPACE}+|['’]))?(?P<word>[{_LETTERS}][\w-]+))(?![\w'’-])")
_OF_PLACE = re.compile(r"(?:d'|de l'|de la |des |du |de )")
_INFINITIVE = ("er", "ir", "re")
_NEAR = 60  # characters before an adjective in which the two words before it stand


class _Lists:
    """`towns.toml`: the words beside an adjective that tell what it is."""

    def __init__(self, data: dict[str, str]) -> None:
        words = {name: frozenset(listed.split()) for name, listed in data.items()}
        self.determiners, self.before_nouns, self.clubs = words["determiners"], words["before_nouns"], words["clubs"]
        self.no_nouns = words["determiners"] | words["no_nouns"]
        self.never_of_a_place = words["dishes"] | words["languages"]
        self.be, self.are, self.alike, self.heads = words["be"], words["are"], words["alike"], words["heads"]
        self.moved, self.stay = words["moved"], words["stay"]


class _Before(NamedTuple):
    """The word before an adjective and the one before that, in lower case, and where they begin.

    `is_name`: it has a capital, and is neither an acronym nor the first word of a sentence, or it is a club's.
    """

    first: str
    word: str
    start: int
    is_name: bool


@lru_cache(maxsize=1 << 10)  # a sentence is looked at before the engine is asked, and again when it has answered
def placed(text: str) -> tuple[Replace, ...]:
    """What to put for the adjectives of places in `text`, in order."""
    places, found = _places(), []
    end = -1
    for match in _ADJECTIVE.finditer(text.replace("’", "'")):
        place = places.get(match[0])
        change = _change(text, Span(*match.span()), place, end) if place and match.start() > end else None
        if change:
            found.append(change)
            end = change.span.end
    return tuple(found)


def _change(text: str, span: Span, place: str, last: int) -> Replace | None:
    """What to put for an adjective at `span`; `last` is where the one before it ended."""
    lists, before = _lists(), _before(text, span.start)
    if before is None or before.word in ("et", "ou"):
        joined = _JOINED.search(text, max(0, span.start - _NEAR), span.start)
        again = joined is not None and (
            joined.end("other") == last or (joined["and"] and joined["other"] in lists.alike)
        )
        return Replace(span, place) if again else None
    if before.word in lists.be | lists.are and before.first != "l":  # "l'est lyonnais" is the east
        return Replace(span, f"originaire{'s' * (before.word in lists.are)} {place}")
    if (before.first, before.word) == ("d", "origine"):
        return Replace(Span(before.start, span.end), f"originaire {place}")
    if not _is_noun(before):
        return None
    bare = place[of.end() :] if (of := _OF_PLACE.match(place)) else place
    if _NAMED.match(text, span.end):
        return Replace(span, bare)
    if before.word not in lists.heads and _BESIDE.match(text, span.end):
        return Replace(span, f"from {bare}")  # the English keeps a name from becoming a part of the place's
    following = _NEXT.match(text, span.end)
    if following and _is_of_the_noun(following):
        return Replace(Span(span.start, following.end()), f"{following['words']} {place}")
    return Replace(span, place)


def _is_of_the_noun(following: re.Match[str]) -> bool:
    """Whether the words behind an adjective come first in plain French: un club nantais de handball."""
    lists, word = _lists(), following["word"]
    if not following["of"]:
        return word in lists.moved
    return word not in lists.stay | lists.no_nouns and not word.endswith(_INFINITIVE)


def _before(text: str, start: int) -> _Before | None:
    """What stands right before an adjective; None if that is no word."""
    found = _BEFORE.search(text, max(0, start - _NEAR), start)
    if found is None:
        return None
    word = found["word"]
    may_be_noun = (word.isupper() and len(word) > 1) or re.search(r"\w", text[: found.start("word")]) is None
    is_name = word[0].isupper() and (not may_be_noun or word.lower() in _lists().clubs)
    return _Before((found["first"] or "").lower(), word.lower(), found.start(), is_name)


def _is_noun(before: _Before) -> bool:
    """Whether an adjective stands behind a noun that may be of a place, or behind another adjective of that noun."""
    lists = _lists()
    if before.is_name or before.word in lists.no_nouns or before.word in lists.never_of_a_place:
        return False
    return not (before.word in lists.before_nouns and before.first in lists.determiners)


@cache
def _lists() -> _Lists:
    return _Lists(data_of(__file__))


@cache
def _places() -> dict[str, str]:
    """What is put for each form: "nantaises" is "de Nantes"."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    forms = ((form, row["place"]) for row in rows for form in (row["masculine"], row["feminine"]))
    return {either: place for form, place in forms for either in (form, _plural(form))}


def _plural(form: str) -> str:
    if form.endswith(("s", "x")):
        return form
    return f"{form[:-1]}ux" if form.endswith("al") else f"{form}x" if form.endswith("eau") else f"{form}s"
