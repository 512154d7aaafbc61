"""The words that say a number in one language, read from `numbers.toml`, whose head says what each table is for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

Language = Literal["french", "english"]


class Lexicon(NamedTuple):
    """One language of `numbers.toml`."""

    joining: str
    joinable: list[int]
    halves: list[str]
    decades: list[str]
    afternoon: list[str]
    cardinals: dict[str, int]
    scales: dict[str, int]
    signs: dict[str, int]
    spare: dict[str, list[float]]
    clock: dict[str, str]


@cache
def lexicon(language: Language) -> Lexicon:
    """The number words of a language."""
    table = tomllib.loads(files("mt.checks").joinpath("numbers.toml").read_text(encoding="utf-8"))
    return Lexicon(**table[language])
