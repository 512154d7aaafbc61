"""What is French about names: `french.toml`, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


class French:
    """`french.toml` in the shapes the search needs; its comments say what each list is."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.common = frozenset(data["common"].split())
        self.institutions = frozenset(data["institutions"].split())
        self.functions = frozenset(data["functions"].split())
        self.interrupting = frozenset(data["interrupting"].split())
        self.saying = frozenset(data["saying"].split())
        self.has, self.being = frozenset(data["has"].split()), frozenset(data["being"].split())
        self.firm_before = frozenset(data["firm_before"].split())
        self.bodies = frozenset(data["bodies"].split())
        self.given_common = frozenset(data["given_common"].split())
        self.seated = frozenset(data["seated"].split())
        self.told_only = frozenset(data["told_only"].split())
        self.given = frozenset(data["given"].split())
        self.given_alone = frozenset(data["given_alone"].split())
        self.given_words = frozenset(data["given_words"].split())
        self.given_places = frozenset(data["given_places"].split())
        self.entitled = frozenset(data["entitled"].split())
        self.biblical = frozenset(data["biblical"].split())
        self.no_person = frozenset(data["no_person"].split())
        self.portfolios = frozenset(data["portfolios"].split())
        self.ministers = frozenset(data["ministers"].split())
        self.only_french = frozenset(data["only_french"].split())
        self.particles = frozenset(data["particles"])
        self.leading = frozenset(data["leading"])
        self.inverted = frozenset(data["inverted"])
        self.behind_hyphen = frozenset(data["behind_hyphen"])
        self.noble = frozenset(data["noble"])
        self.prepositions = frozenset(data["prepositions"])
        self.articles = frozenset(data["articles"])
        self.place_before = frozenset(data["place_before"])
        self.before_anyone = frozenset(data["before_anyone"])
        self.clubs = frozenset(data["clubs"])
        self.reflexive = frozenset(data["reflexive"].split())
        self.several = frozenset(data["several"].split())
        self.one_or_several = frozenset(data["one_or_several"].split())
        self.between = frozenset(data["between"].split())
        self.phrases = frozenset(tuple(phrase.split()) for phrase in data["phrases"])
        self.elisions: dict[str, str] = data["elisions"]
        self.titles: dict[str, str] = data["titles"]
        self.demonyms: dict[str, str] = data["demonyms"]

    def origin(self, folded: str) -> str | None:
        """The origin a demonym tells ("" for one that tells none), or None if the word is no demonym."""
        for cut in range(len(folded), max(3, len(folded) - 4), -1):
            if folded[:cut] in self.demonyms:
                return self.demonyms[folded[:cut]]
        return None


@cache
def french() -> French:
    """What is French about names, read once."""
    return French(tomllib.loads(Path(__file__).with_name("french.toml").read_text(encoding="utf-8")))
