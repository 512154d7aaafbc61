"""What somebody plays, before his name: le milieu Ilyes Haddad, leur pilier Cyril Baille, l'arrière anglais X.

Most of these nouns are something else as well, and an engine says "the environment Ilyes Haddad". Before a name, with
perhaps a people's adjective between, they are a player's, if nothing near tells of another (un gardien de la prison);
there they are given in English (`players.toml`), which the engine copies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from mt.document import Span
from mt.edits import Replace
from mt.phrasing.common import SPACE, data_of

_FULL = {"l": "le", "d": "de"}
_PEOPLE = rf"[a-zà-ÿ-]+(?:ais|ois|ien|éen|ain|and|ol|ec|que|ge|sse|rc){SPACE}"
_NAMED = rf"(?={SPACE}(?:{_PEOPLE})?[A-ZÀ-Þ][a-zà-ÿ'’]+{SPACE}[A-ZÀ-Þ])"
_BEFORE = re.compile(rf"(?:\b(?:[Ll]e|[Dd][eu]|au|[Ss]on|[Ll]eur|un|et)|,){SPACE}$|\b(?P<elided>[LlDd])['’]$")


class _Players(NamedTuple):
    """`players.toml`: the English of each role, a word that each has, the roles as a pattern, where they are others."""

    roles: dict[str, str]
    first: frozenset[str]
    pattern: re.Pattern[str]
    elsewhere: dict[str, re.Pattern[str]]


def plainly(text: str) -> Iterator[Replace]:
    """What to put for players before their names in `text`, in order."""
    players = _players()
    if not any(map(text.__contains__, players.first)):
        return
    for match in players.pattern.finditer(text):
        before = _BEFORE.search(text, 0, match.start())
        put = players.roles[_plain(match[0])]
        elsewhere = players.elsewhere.get(put)
        if before is None or (elsewhere is not None and elsewhere.search(text)):
            continue
        elided = before["elided"]
        start = before.start() if elided else match.start()
        yield Replace(Span(start, match.end()), f"{_article(elided)} {put}" if elided else put)


def _article(elided: str) -> str:
    """An elided word in full, its capital kept: l' is le."""
    full = _FULL[elided.lower()]
    return full.capitalize() if elided.isupper() else full


def _plain(role: str) -> str:
    """A role as `players.toml` spells it."""
    return re.sub(SPACE, " ", role).replace("’", "'")


@cache
def _players() -> _Players:
    data = data_of(__file__)
    roles = {role: english for english, several in data["roles"].items() for role in several}
    spelled = (
        re.escape(role).replace(r"\ ", SPACE).replace("'", "['’]") for role in sorted(roles, key=len, reverse=True)
    )
    elsewhere = {english: re.compile(rf"\b(?:{words})") for english, words in data["elsewhere"].items()}
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(spelled)}){_NAMED}")
    return _Players(roles, frozenset(role.split()[0] for role in roles), pattern, elsewhere)
