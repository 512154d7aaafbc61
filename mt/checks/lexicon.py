"""The words that say a number in one language, read from `numbers.toml`, whose head says what each table is for."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from mt.checks.figures import Value

Language = Literal["french", "english"]


class Lexicon(NamedTuple):
    """One language of `numbers.toml`.

    `said` are all its words, `counting` those without which a number in words needs no counterpart.
    """

    joining: str
    joinable: list[int]
    halves: list[str]
    decades: list[str]
    units: list[str]
    afternoon: list[str]
    cardinals: dict[str, int]
    scales: dict[str, int]
    signs: dict[str, int]
    spare: dict[str, list[float]]
    clock: dict[str, str]
    days: dict[Value, list[Value]]
    said: frozenset[str]
    counting: frozenset[str]


@cache
def lexicon(language: Language) -> Lexicon:
    """The number words of a language."""
    table = tomllib.loads(files("mt.checks").joinpath("numbers.toml").read_text(encoding="utf-8"))[language]
    numbers = {*table["cardinals"], *table["scales"]}
    halves = {phrase.split()[-1] for phrase in table["halves"]}  # not "et", which every sentence has
    return Lexicon(
        **(table | {"days": {Decimal(count): [*map(Decimal, others)] for count, others in table["days"].items()}}),
        said=frozenset(numbers | halves | table["spare"].keys() | table["clock"].keys()),
        counting=frozenset(numbers - table["spare"].keys() | halves),
    )
