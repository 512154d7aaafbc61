"""English ways to say a form: what is right beside it, which words take an article, which adjectives a place has.

`english.toml` holds them. Left out: where in a target they stand (`counterparts`) and how a form is put there
(`rewriting`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any


class EnglishWords:
    """`english.toml` in the shapes enforcement needs."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.common = frozenset(data["common"].split())
        self.without_article = frozenset(data["without_article"])
        self.with_article = frozenset(data["with_article"])
        self.articled = self.with_article | frozenset(data["articled"])
        self.bare = frozenset(data["bare"].split())
        self.follows = frozenset(data["follows"].split())
        self.equal: dict[str, list[str]] = data["equal"]
        self.turned: list[list[str]] = data["turned"]
        self.respelled = dict(pair for text in data["respelled"] for pair in _both_ways(*text.split()))
        self.adjectives: dict[str, list[str]] = data["adjectives"]


def _both_ways(one: str, two: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (one, two), (two, one)


@cache
def english_words() -> EnglishWords:
    """What is English about names, read once."""
    return EnglishWords(tomllib.loads(Path(__file__).with_name("english.toml").read_text(encoding="utf-8")))


@cache
def as_right(form: str) -> tuple[str, ...]:
    """Other ways to say a form that are as right, best first: "Lisbon Treaty" for "Treaty of Lisbon"."""
    found = dict.fromkeys(english_words().equal.get(form, ()))
    for ways in english_words().turned:
        found |= dict.fromkeys(_turned(form, ways))
    for said in (form, *found):
        found |= dict.fromkeys([_respelled(said)])
    return tuple(other for other in found if other != form)


def _turned(form: str, ways: list[str]) -> Iterator[str]:
    """The other patterns of a row, where the form has one of them; {} stands for the name in it."""
    for way in ways:
        head, _, rest = way.partition("{}")
        inside = form[len(head) : len(form) - len(rest)]
        if inside[:1].isupper() and form == head + inside + rest:
            yield from (other.replace("{}", inside) for other in ways if other != way)
            return


def _respelled(form: str) -> str:
    return re.sub(r"\w+", lambda word: english_words().respelled.get(word.group(), word.group()), form)
